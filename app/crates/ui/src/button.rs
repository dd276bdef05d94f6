use leptos::prelude::*;

use crate::{Icon, MaybeText, Text};

/// How much a button asks for. One primary button a form, at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    #[default]
    Primary,
    Quiet,
    /// For what destroys.
    Danger,
}

impl Variant {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Variant::Primary => "button button-primary",
            Variant::Quiet => "button button-quiet",
            Variant::Danger => "button button-danger",
        }
    }
}

/// A button. It sends its form unless `kind` says `"button"`.
#[component]
pub fn Button(
    #[prop(optional)] variant: Variant,
    /// `submit`, `button` or `reset`.
    #[prop(into, default = "submit".into())]
    kind: Text,
    /// While true it takes no further click, and says that it is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] icon: MaybeText,
    /// The name for people who hear the page; needed where the button shows an icon alone.
    #[prop(optional, into)]
    label: MaybeText,
    /// Sent with the form, to tell its buttons apart.
    #[prop(optional, into)]
    name: MaybeText,
    #[prop(optional, into)] value: MaybeText,
    /// For rows of tables and lists.
    #[prop(optional)]
    small: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let label = label.into_inner();
    let alone = children.is_none();
    view! {
        <button
            type=kind
            class=variant.class()
            class:button-small=small
            class:button-icon=alone
            name=name.into_inner()
            value=value.into_inner()
            aria-label=label.clone()
            title=label.filter(|_| alone)
            disabled=move || busy.get() || disabled.get()
            aria-busy=move || busy.get().then_some("true")
        >
            {icon.into_inner().map(|name| view! { <Icon name/> })}
            {children.map(|children| children())}
        </button>
    }
}

/// A link that looks like a button: for going somewhere, never for changing something.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Text,
    #[prop(default = Variant::Quiet)] variant: Variant,
    #[prop(optional, into)] icon: MaybeText,
    #[prop(optional)] small: bool,
    /// For files: the browser saves instead of showing.
    #[prop(optional)]
    download: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            href=href
            class=variant.class()
            class:button-small=small
            download=download.then_some("")
            rel=download.then_some("external")
        >
            {icon.into_inner().map(|name| view! { <Icon name/> })}
            {children()}
        </a>
    }
}
