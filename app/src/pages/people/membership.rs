//! What those who manage members change on somebody's page.

use model::limits;
use model::people::{Act, MemberClass, MemberForm, MemberPage, NumberKind, Standing};
use model::text::people as p;
use server_fn::ServerFn;

use super::api::{ChangePerson, SavePerson};
use super::bulk::hint;
use super::class_field::ClassSelect;
use crate::prelude::*;

/// The fields that say who and what.
#[component]
fn Which(school: String, id: String, act: Act) -> impl IntoView {
    view! {
        <input type="hidden" name="school" value=school/>
        <input type="hidden" name="id" value=id/>
        <input type="hidden" name="act" value=act.text()/>
    }
}

/// Number and day.
#[component]
pub fn Details(school: String, member: MemberPage) -> impl IntoView {
    let form = FormState::plain(SavePerson::PATH);
    let kept = |field: &str, value: String| if form.refused().get_untracked() { form.typed(field) } else { value };
    let joined_on = member.joined_on.map(|day| day.to_string()).unwrap_or_default();
    let drawn = MemberForm::drawn_from(&member.number, &joined_on);
    let next = (!member.next_number.is_empty()).then(|| tf(p::NEXT_NUMBER, &[("number", &member.next_number)]));
    let number = NumberKind::of(member.role).map(|kind| {
        view! {
            <Field
                label=t(kind.label())
                name=form.name("number")
                value=kept("number", member.number)
                error=form.problem("number")
                hint=next
                autocomplete="off"
                maxlength=limits::MEMBER_NUMBER
            />
        }
    });
    view! {
        <section class="panel" id="details">
            <h2>{t(p::MEMBERSHIP)}</h2>
            <form method="post" action=SavePerson::PATH class="form">
                <FormProblem form/>
                <Drawn form from=drawn/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=member.user_id.to_string()/>
                {number}
                <DateField
                    label=t(p::JOINED_ON)
                    name=form.name("joined_on")
                    value=kept("joined_on", joined_on)
                    error=form.problem("joined_on")
                />
                <Button variant=Variant::Quiet>{t(p::SAVE)}</Button>
            </form>
        </section>
    }
}

/// Suspend, reinstate, end: what fits how they stand.
#[component]
pub fn Standings(school: String, member: MemberPage) -> impl IntoView {
    let acts: &[Act] = match member.standing {
        Standing::Active => &[Act::Suspend, Act::End],
        Standing::Waiting => &[Act::End],
        Standing::Suspended => &[Act::Reinstate, Act::End],
        Standing::Ended => &[Act::Reinstate],
    };
    let id = member.user_id.to_string();
    let asked = |act: Act| {
        let which = view! { <Which school=school.clone() id=id.clone() act/> };
        let (variant, now) = match act {
            Act::Suspend => (Variant::Danger, p::SUSPEND_NOW),
            Act::End => (Variant::Danger, p::END_NOW),
            _ => (Variant::Primary, act.label()),
        };
        view! {
            <Ask label=t(act.label()) question=t(hint(act)) id=format!("ask-{act}")>
                <form method="post" action=ChangePerson::PATH>{which} <Button variant>{t(now)}</Button></form>
            </Ask>
        }
    };
    view! {
        <section class="panel" id="standing">
            <h2>{t(p::STANDING)}</h2>
            <div class="row">{acts.iter().map(|act| asked(*act)).collect_view()}</div>
        </section>
    }
}

/// The classes they are in.
#[component]
pub fn Classes(school: String, member: MemberPage) -> impl IntoView {
    let id = member.user_id.to_string();
    let empty = member.classes.is_empty().then(|| view! { <p class="muted">{t(p::NO_CLASSES)}</p> });
    let add = (!member.other_classes.is_empty()).then(|| {
        let classes: Vec<_> = member.other_classes.iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
        view! {
            <form method="post" action=ChangePerson::PATH class="filters">
                <Which school=school.clone() id=id.clone() act=Act::AddClass/>
                <ClassSelect label=p::ACT_ADD_CLASS name="class" id="add-class" classes/>
                <div class="form-actions"><Button variant=Variant::Quiet icon="plus">{t(p::ADD)}</Button></div>
            </form>
        }
    });
    let may_class = member.may_class;
    let lines =
        member.classes.into_iter().map(|class| view! { <ClassLine school=school.clone() id=id.clone() class may_class/> });
    view! {
        <section class="panel" id="classes">
            <header><h2>{t(p::CLASSES)}</h2></header>
            {empty}
            <ul class="list">{lines.collect_view()}</ul>
            {add}
        </section>
    }
}

#[component]
fn ClassLine(school: String, id: String, class: MemberClass, may_class: bool) -> impl IntoView {
    let remove = may_class.then(|| {
        let label = tf(p::REMOVE_FROM, &[("class", &class.name)]);
        view! {
            <form method="post" action=ChangePerson::PATH>
                <Which school=school.clone() id act=Act::RemoveClass/>
                <input type="hidden" name="class" value=class.id.to_string()/>
                <Button variant=Variant::Quiet small=true icon="x" label/>
            </form>
        }
    });
    let role = match class.role {
        model::classes::ClassRole::Teacher => text::classes::TEACHER,
        model::classes::ClassRole::Student => text::classes::STUDENT,
    };
    view! {
        <li>
            <Icon name="users"/>
            <div>
                <A href=format!("/s/{school}/classes/{}", class.id) attr:class="title">{class.name}</A>
                <span class="meta muted">{t(role)}</span>
            </div>
            {remove}
        </li>
    }
}
