use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;

use crate::control::{Control, Framed};
use crate::live::live;
use crate::{Icon, MaybeText, Text};

/// A secret, with a button that shows what is typed. Without a script it is simply a password field.
#[component]
pub fn PasswordField(
    #[prop(into)] label: Text,
    #[prop(into)] name: Text,
    /// The id; by default it is made of the name.
    #[prop(optional, into)]
    id: MaybeText,
    /// The word of the button while the secret is hidden; the label of the field follows it.
    #[prop(into)]
    show: Text,
    /// The same while the secret can be read.
    #[prop(into)]
    hide: Text,
    /// `current-password` or `new-password`.
    #[prop(into, default = "current-password".into())]
    autocomplete: Text,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] node_ref: NodeRef<Input>,
) -> impl IntoView {
    let control = Control::new(id, &name, hint, error);
    let (id, described, invalid) = control.ties();
    let (target, field) = (id.clone(), label.clone());
    let (live, shown) = (live(), RwSignal::new(false));
    // A browser keeps what was typed into fields of text and offers it again: it is a password when it is sent.
    Effect::new(move |_| {
        let sent = window_event_listener(ev::submit, move |_| shown.set(false));
        on_cleanup(move || sent.remove());
    });
    let button = move || {
        let (show, hide, field, target) = (show.clone(), hide.clone(), field.clone(), target.clone());
        live.get().then(|| {
            // Told in words of its own, not by the field's label: that belongs to the field alone.
            let name = move || format!("{}: {field}", if shown.get() { &hide } else { &show });
            view! {
                <button
                    type="button"
                    class="affix-button"
                    aria-controls=target
                    on:click=move |_| shown.update(|it| *it = !*it)
                >
                    {move || view! { <Icon name=if shown.get() { "eye-off" } else { "eye" }/> }}
                    <span class="visually-hidden">{name}</span>
                </button>
            }
        })
    };
    view! {
        <Framed control label>
            <div class="affix">
                <input
                    class="input"
                    id=id
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    required=required
                    autofocus=autofocus
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength=maxlength
                    aria-describedby=described
                    aria-invalid=invalid
                    node_ref=node_ref
                />
                {button}
            </div>
        </Framed>
    }
}
