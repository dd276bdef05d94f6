use model::limits;
use model::people::{MemberPage, NameForm, SuggestedName};
use model::text::people as p;
use server_fn::ServerFn;

use super::api::{RenamePerson, WithdrawName};
use crate::prelude::*;

/// A misspelt name: put right at once while nobody has used the account, and else suggested to the person.
#[component]
pub fn Rename(school: String, member: MemberPage) -> impl IntoView {
    let form = FormState::plain(RenamePerson::PATH);
    let drawn = NameForm::drawn_from(&member.name);
    let (hint, send) =
        if member.may_rename { (p::CORRECT_NAME_HINT, p::CORRECT_NAME) } else { (p::SUGGEST_NAME_HINT, p::SUGGEST_NAME) };
    let id = member.user_id.to_string();
    let suggested = member.suggested.map(|suggested| view! { <Suggested school=school.clone() id=id.clone() suggested/> });
    let value = if form.refused().get_untracked() { form.typed("name") } else { member.name };
    view! {
        <section class="panel" id="rename">
            <h2>{t(p::NAME)}</h2>
            // It may have been answered meanwhile.
            <FormProblem form=FormState::plain(WithdrawName::PATH) alone=true/>
            {suggested}
            <form method="post" action=RenamePerson::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=id/>
                <Field
                    label=t(text::accounts::FULL_NAME)
                    name=form.name("name")
                    value
                    hint=t(hint)
                    error=form.problem("name")
                    autocomplete="off"
                    maxlength=limits::NAME
                />
                <Button variant=Variant::Quiet>{t(send)}</Button>
            </form>
        </section>
    }
}

/// What waits for the person's answer.
#[component]
fn Suggested(school: String, id: String, suggested: SuggestedName) -> impl IntoView {
    let SuggestedName { name, by, until } = suggested;
    let told = tf(p::NAME_SUGGESTED, &[("by", &by), ("name", &name), ("until", &until)]);
    view! {
        <div class="name-suggestion">
            <Notice tone=Tone::Info>
                <p>{told}</p>
                <form method="post" action=WithdrawName::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="name" value=name/>
                    <Button variant=Variant::Quiet small=true>{t(p::WITHDRAW_NAME)}</Button>
                </form>
            </Notice>
        </div>
    }
}
