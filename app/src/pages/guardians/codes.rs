use model::guardians::{FamilyCode, FamilyMember};
use model::ids::FamilyCodeId;
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::{MakeFamilyCode, WithdrawFamilyCode};
use super::families::choices;
use crate::prelude::*;

/// Makes family codes for the children found, or leads to the invitation of a parent, and lists the codes that are open.
#[component]
pub fn Codes(
    school: String,
    children: Vec<FamilyMember>,
    codes: Vec<FamilyCode>,
    next: FamilyCodeId,
    may_invite: bool,
) -> impl IntoView {
    let make = (!children.is_empty()).then(|| {
        let named: Vec<_> = children.iter().map(|it| (it.username.clone(), format!("{} ({})", it.name, it.username))).collect();
        let invite = may_invite.then(|| {
            view! {
                <form method="get" action=format!("/s/{school}/invitations") class="form">
                    <Select label=t(g::INVITE_FOR) name="child" id="invite-child" options=named/>
                    <Button variant=Variant::Quiet icon="mail">{t(g::INVITE_PARENT)}</Button>
                </form>
            }
        });
        view! {
            <form method="post" action=MakeFamilyCode::PATH class="form">
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="id" value=next.to_string()/>
                <Select label=t(g::CHILD) name="child" id="code-child" options=choices(children)/>
                <Button variant=Variant::Quiet icon="key">{t(g::MAKE_CODE)}</Button>
            </form>
            {invite}
        }
    });
    view! {
        <section class="panel" id="family-codes">
            <h2>{t(g::CODES)}</h2>
            <p class="muted">{t(g::CODES_HINT)}</p>
            {make}
            <ul class="list">
                {codes.into_iter().map(|code| view! { <Code school=school.clone() code/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Code(school: String, code: FamilyCode) -> impl IntoView {
    let withdraw = tf(g::WITHDRAW_OF, &[("child", &code.child)]);
    let sheet = format!("/s/{school}/guardians/codes/{}", code.id);
    view! {
        <li>
            <div>
                <span class="title">{code.child}</span>
                <span class="family-code">
                    <CopyText text=code.code.clone() label=t(g::COPY) done=t(g::COPIED) failed=t(text::common::NOT_COPIED)/>
                </span>
                <span class="meta muted">{tf(g::CODE_UNTIL, &[("when", &code.expires.local)])}</span>
                <span class="meta family-ways">
                    <a href=sheet>{t(g::CODE_SHEET)}</a>
                    <a href=format!("/family?code={}", code.code)>{t(g::CODE_LINK)}</a>
                </span>
            </div>
            <form method="post" action=WithdrawFamilyCode::PATH>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=code.id.to_string()/>
                <Button variant=Variant::Quiet icon="x" label=withdraw small=true/>
            </form>
        </li>
    }
}
