use model::guardians::{CodePlace, FamilyCode, FamilyMember, FamilySide};
use model::ids::FamilyCodeId;
use model::text::guardians as g;
use server_fn::ServerFn;

use super::api::{MakeFamilyCode, WithdrawFamilyCode};
use super::links::about;
use super::made::MadeCode;
use super::member_field::MemberField;
use crate::prelude::*;

/// Says what a family code is for, makes one for a student, or leads to the invitation of a parent, and lists the codes
/// that are open.
#[component]
pub fn Codes(
    school: String,
    form: FormState,
    /// The students a code is offered for.
    children: Vec<FamilyMember>,
    /// Those a parent is invited for, where the reader may invite.
    for_invitation: Option<Vec<FamilyMember>>,
    codes: Vec<FamilyCode>,
    /// The id of the code that is made next.
    next: FamilyCodeId,
    /// Whether there are no students.
    nobody: bool,
) -> impl IntoView {
    let make = (!nobody).then(|| {
        let invite = for_invitation.map(|children| view! { <Invite school=school.clone() children/> });
        let (side, of) = (FamilySide::Child, school.clone());
        let typed = (form.typed(side.text()), form.typed(side.words()));
        view! {
            <form method="post" action=MakeFamilyCode::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="id" value=next.to_string()/>
                <input type="hidden" name="place" value=CodePlace::Codes.text()/>
                <MemberField
                    school=of
                    side
                    label=g::STUDENT
                    name=form.name(side.text())
                    words=form.name(side.words())
                    id="code-child"
                    members=children
                    typed
                    error=form.problem(side.text())
                />
                <Button icon="key">{t(g::MAKE_CODE)}</Button>
            </form>
            <MadeCode school=school.clone() place=CodePlace::Codes/>
            {invite}
        }
    });
    let open = (!codes.is_empty()).then(|| {
        let codes = codes.into_iter().map(|code| view! { <Code school=school.clone() code/> }).collect_view();
        view! {
            <h3>{t(g::OPEN_CODES)}</h3>
            <ul class="list">{codes}</ul>
        }
    });
    view! {
        <section class="panel" id="family-codes">
            <h2>{t(g::CODES)}</h2>
            <p class="muted">{t(g::CODES_HINT)}</p>
            {make}
            {open}
        </section>
    }
}

/// The way to the invitation of a parent by mail, for a student.
#[component]
fn Invite(school: String, children: Vec<FamilyMember>) -> impl IntoView {
    view! {
        <details class="family-invite">
            <summary>{t(g::INVITE_INSTEAD)}</summary>
            <form method="get" action=format!("/s/{school}/invitations") class="form">
                <MemberField
                    school=school.clone()
                    side=FamilySide::Child
                    label=g::INVITE_FOR
                    name="child"
                    words="child_name"
                    id="invite-child"
                    members=children
                    by_username=true
                />
                <Button variant=Variant::Quiet icon="mail">{t(g::INVITE_PARENT)}</Button>
            </form>
        </details>
    }
}

#[component]
fn Code(school: String, code: FamilyCode) -> impl IntoView {
    let withdraw = tf(g::WITHDRAW_OF, &[("child", &format!("{} ({})", code.child, code.username))]);
    let about = about(code.username, code.classes);
    let id = code.id.to_string();
    view! {
        <li>
            <div>
                <span class="title">{code.child}</span>
                <span class="meta muted">{about}</span>
                <ToGive school=school.clone() id=id.clone() code=code.code until=code.expires.to_string()/>
            </div>
            <form method="post" action=WithdrawFamilyCode::PATH>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=id/>
                <Button variant=Variant::Quiet icon="x" label=withdraw small=true/>
            </form>
        </li>
    }
}

/// A code as it is given to the parent: copied, printed or sent.
#[component]
pub fn ToGive(school: String, id: String, code: String, until: String) -> impl IntoView {
    let (sheet, page) = (format!("/s/{school}/guardians/codes/{id}"), format!("/family?code={code}"));
    view! {
        <span class="family-code">
            <CopyText text=code label=t(g::COPY) done=t(g::COPIED) failed=t(text::common::NOT_COPIED)/>
        </span>
        <span class="meta muted">{tf(g::CODE_UNTIL, &[("when", &until)])}</span>
        <span class="meta family-ways">
            <a href=sheet>{t(g::CODE_SHEET)}</a>
            <a href=page>{t(g::CODE_LINK)}</a>
        </span>
    }
}
