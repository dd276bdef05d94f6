use model::people::{MemberPage, Shown};
use model::text::people as p;
use server_fn::ServerFn;

use super::api::TakeDown;
use crate::prelude::*;

/// Takes a photo or a text down that has no place in a school.
#[component]
pub fn TakingDown(school: String, member: MemberPage) -> impl IntoView {
    let MemberPage { user_id, photo, bio, .. } = member;
    let ask = |shown: Shown, stands: &str| {
        let (school, id, drawn) = (school.clone(), user_id.to_string(), shown.drawn_from(stands));
        (!stands.is_empty()).then(|| view! { <Take school id shown drawn/> })
    };
    let asked = [ask(Shown::Photo, &photo), ask(Shown::Bio, &bio)];
    view! {
        <section class="panel" id="take-down">
            <h2>{t(p::TAKE_DOWN)}</h2>
            <p class="muted">{t(p::TAKE_DOWN_HINT)}</p>
            <FormProblem form=FormState::plain(TakeDown::PATH) alone=true/>
            <div class="row">{asked.into_iter().flatten().collect_view()}</div>
        </section>
    }
}

#[component]
fn Take(school: String, id: String, shown: Shown, drawn: String) -> impl IntoView {
    let (label, question, now) = match shown {
        Shown::Photo => (p::TAKE_PHOTO, p::TAKE_PHOTO_ASK, p::TAKE_PHOTO_NOW),
        Shown::Bio => (p::TAKE_BIO, p::TAKE_BIO_ASK, p::TAKE_BIO_NOW),
    };
    view! {
        <Ask label=t(label) question=t(question) id=format!("ask-{shown}")>
            <form method="post" action=TakeDown::PATH>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="shown" value=shown.text()/>
                <input type="hidden" name="drawn" value=drawn/>
                <Button variant=Variant::Danger>{t(now)}</Button>
            </form>
        </Ask>
    }
}
