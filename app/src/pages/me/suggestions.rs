use model::people::NameSuggestion;
use model::text::me as m;
use server_fn::ServerFn;

use super::api::{AcceptName, DeclineName};
use crate::prelude::*;

/// How schools suggest that the reader's name be written, each with the two answers. The page it stands on comes again.
#[component]
pub fn NameSuggestions(suggestions: Vec<NameSuggestion>) -> impl IntoView {
    let many = suggestions.len() > 1;
    view! {
        // It may have been withdrawn meanwhile.
        <FormProblem form=FormState::plain(AcceptName::PATH) alone=true/>
        <FormProblem form=FormState::plain(DeclineName::PATH) alone=true/>
        {suggestions.into_iter().map(|suggestion| view! { <Suggestion suggestion many/> }).collect_view()}
    }
}

#[component]
fn Suggestion(suggestion: NameSuggestion, many: bool) -> impl IntoView {
    let NameSuggestion { slug, school, name, drawn } = suggestion;
    let title = tf(m::NAME_SUGGESTED, &[("school", &school), ("name", &name)]);
    // Of several schools' the answers would sound alike.
    let named = |answer| many.then(|| format!("{}: {title}", t(answer)));
    let (accept, keep) = (named(m::ACCEPT_NAME), named(m::KEEP_NAME));
    view! {
        <div class="name-suggestion">
            <Notice tone=Tone::Info title>
                <p>{t(m::NAME_SUGGESTED_HINT)}</p>
                <div class="row">
                    <form method="post" action=AcceptName::PATH>
                        <input type="hidden" name="school" value=slug.clone()/>
                        <input type="hidden" name="form[name]" value=name.clone()/>
                        <input type="hidden" name="form[drawn]" value=drawn/>
                        <Button small=true label=accept>{t(m::ACCEPT_NAME)}</Button>
                    </form>
                    <form method="post" action=DeclineName::PATH>
                        <input type="hidden" name="school" value=slug/>
                        <input type="hidden" name="name" value=name/>
                        <Button variant=Variant::Quiet small=true label=keep>{t(m::KEEP_NAME)}</Button>
                    </form>
                </div>
            </Notice>
        </div>
    }
}
