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
    /// What was looked for.
    #[prop(optional, into)]
    value: MaybeText,
    #[prop(optional, into)] placeholder: MaybeText,
    /// The words of the button.
    #[prop(into)]
    submit: Text,
    /// The words of the link that shows everything again.
    #[prop(into)]
    clear: Text,
    /// Something is looked for at present: only then is there anything to clear.
    #[prop(optional)]
    active: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let clear = active.then(|| view! { <a class="filters-clear" href=action.clone()>{clear}</a> });
    view! {
        <form class="filters" method="get" role="search" action=action>
            <Field label name kind="search" value=value placeholder=placeholder maxlength=200 autocomplete="off"/>
            {children.map(|children| children())}
            <div class="filters-actions">
                <Button variant=Variant::Quiet icon="search">{submit}</Button>
                {clear}
            </div>
        </form>
    }
}
