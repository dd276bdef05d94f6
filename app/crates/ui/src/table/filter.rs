use leptos::prelude::*;

use crate::{Button, Field, MaybeText, Text, Variant};

/// The bar above a list: a field to search, selects to narrow, and a way back to everything. A GET form, so that what
/// was looked for has an address. Its children are the selects, and hidden fields for what must survive, such as the
/// sort; the page is not among them, since what is found begins at the first.
#[component]
pub fn FilterBar(
    /// Where the list is.
    #[prop(into)]
    action: Text,
    /// What the search field is called.
    #[prop(into)]
    label: Text,
    #[prop(into, default = "q".into())] name: Text,
    /// The id of the search field, where another field of the page has its name.
    #[prop(optional, into)]
    id: MaybeText,
    /// What was looked for.
    #[prop(optional, into)]
    value: MaybeText,
    #[prop(optional, into)] placeholder: MaybeText,
    #[prop(optional, into)] hint: MaybeText,
    /// What the bar is called, where its field alone does not say what is searched.
    #[prop(optional, into)]
    called: MaybeText,
    /// The words of the button.
    #[prop(into)]
    submit: Text,
    /// The words of the link that shows everything again, where there is one.
    #[prop(optional, into)]
    clear: MaybeText,
    /// Where that leads, if not to the list as it is at first: what is no filter is kept, such as the sort.
    #[prop(optional, into)]
    all: MaybeText,
    /// Something is looked for at present: only then is there anything to clear.
    #[prop(optional)]
    active: bool,
    /// Further links beside the button.
    #[prop(optional_no_strip)]
    more: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let href = all.into_inner().unwrap_or_else(|| action.clone());
    let clear = clear.into_inner().filter(|_| active).map(|clear| view! { <a class="filters-clear" href=href>{clear}</a> });
    view! {
        <form class="filters" method="get" role="search" action=action aria-label=called.into_inner()>
            <Field label name id kind="search" value placeholder hint maxlength=200 autocomplete="off"/>
            {children.map(|children| children())}
            <div class="filters-actions">
                <Button variant=Variant::Quiet icon="search">{submit}</Button>
                {more}
                {clear}
            </div>
        </form>
    }
}
