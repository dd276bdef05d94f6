use model::invitations::ClassChoice;
use model::schools::TeacherLabel;
use model::text::{common, invitations as i};
use model::{Role, limits};
use server_fn::ServerFn;

use super::api::Invite;
use crate::pages::people::ClassField;
use crate::prelude::*;

/// The form that invites people; `start` where it is a step of setting the school up.
#[component]
pub fn InviteFields(
    school: String,
    roles: Vec<Role>,
    teacher_label: TeacherLabel,
    classes: Vec<ClassChoice>,
    /// Whether they are too many to be offered all at once.
    many_classes: bool,
    #[prop(optional)] start: bool,
    /// Whether children can be named.
    #[prop(optional)]
    may_link: bool,
    /// The username of the child a parent is invited for; empty for none.
    #[prop(optional, into)]
    child: String,
) -> impl IntoView {
    let form = FormState::plain(Invite::PATH);
    let typed =
        |field: &str, usual: &str| Some(form.typed(field)).filter(|it| !it.is_empty()).unwrap_or_else(|| usual.to_owned());
    let role = typed("role", if child.is_empty() { Role::Teacher.text() } else { Role::Parent.text() });
    // A refused form comes back as it was sent.
    let children = if form.refused().get_untracked() { form.typed("children") } else { child };
    let children = may_link.then(|| {
        view! {
            <Field
                label=t(i::CHILDREN)
                name=form.name("children")
                value=children
                error=form.problem("children")
                hint=t(i::CHILDREN_HINT)
                note=t(common::OPTIONAL)
                autocomplete="off"
                maxlength=limits::CHILDREN_LIST
            />
        }
    });
    let class = (form.typed("class"), form.typed("class_name"));
    let roles: Vec<_> = roles.into_iter().map(|role| (role.text(), t(role.label_in(teacher_label)))).collect();
    let classes: Vec<_> = classes.into_iter().map(|it| (it.id.to_string(), it.name)).collect();
    let of = school.clone();
    view! {
        <form method="post" action=Invite::PATH class="form">
            <FormProblem form/>
            <input type="hidden" name="school" value=school/>
            {start.then(|| view! { <input type="hidden" name="start" value="true"/> })}
            <TextArea
                label=t(i::PEOPLE)
                name=form.name("people")
                value=form.typed("people")
                error=form.problem("people")
                hint=tf(i::PEOPLE_HINT, &[("n", &limits::INVITED_AT_ONCE)])
                required=true
            />
            <Select label=t(i::ROLE) name=form.name("role") options=roles selected=role error=form.problem("role")/>
            <ClassField
                school=of
                label=i::CLASS
                name=form.name("class")
                words=form.name("class_name")
                open=i::NO_CLASS
                classes
                many=many_classes
                selected=class
                hint=i::CLASS_HINT
                error=form.problem("class")
            />
            {children}
            <Field
                label=t(i::NOTE)
                name=form.name("note")
                value=form.typed("note")
                error=form.problem("note")
                hint=t(i::NOTE_HINT)
                note=t(common::OPTIONAL)
                maxlength=limits::NOTE
            />
            <Button icon="send">{t(by_mail(i::SEND, i::SEND_NO_SERVER))}</Button>
        </form>
    }
}
