use model::Role;
use model::people::{Changed, UndoCard};
use model::schools::TeacherLabel;
use model::text::people as p;
use server_fn::ServerFn;

use super::api::UndoChange;
use crate::prelude::*;

/// To whom something was just done, what and when, with the button that takes it back.
#[component]
pub fn UndoNotice(school: String, undo: UndoCard, teacher_label: TeacherLabel) -> impl IntoView {
    let title = said(&undo, teacher_label);
    // One has to be in time for it.
    let when = undo.when.to_string();
    view! {
        <div id="undo">
            <Notice tone=Tone::Good title live=true>
                <form method="post" action=UndoChange::PATH class="row">
                    <span>{when}</span>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=undo.id.to_string()/>
                    <Button variant=Variant::Quiet small=true icon="undo">{t(p::UNDO)}</Button>
                </form>
            </Notice>
        </div>
    }
}

/// By this one knows one change from another.
fn said(undo: &UndoCard, teacher_label: TeacherLabel) -> String {
    let others = undo.people - 1;
    let who = if others > 0 { tnf(p::UNDO_OTHERS, others, &[("name", &undo.name)]) } else { undo.name.clone() };
    tf(p::UNDO_OFFER, &[("who", &who), ("what", &what(&undo.done, teacher_label))])
}

fn what(done: &Changed, teacher_label: TeacherLabel) -> String {
    let role = |role: Role| t(role.label_in(teacher_label));
    match done {
        Changed::Role { from: Some(from), to } => tf(p::UNDO_ROLE, &[("before", &role(*from)), ("after", &role(*to))]),
        Changed::Role { from: None, to } => tf(p::UNDO_ROLES, &[("after", &role(*to))]),
        Changed::Suspended => t(p::H_SUSPENDED).to_owned(),
        Changed::Reinstated => t(p::H_REINSTATED).to_owned(),
        Changed::Ended => t(p::H_ENDED).to_owned(),
        Changed::ClassAdded(class) => tf(p::UNDO_CLASS_ADDED, &[("class", class)]),
        Changed::ClassRemoved(class) => tf(p::UNDO_CLASS_REMOVED, &[("class", class)]),
        Changed::ClassMoved { from, to } => tf(p::UNDO_CLASS_MOVED, &[("from", from), ("to", to)]),
    }
}

#[cfg(test)]
mod tests {
    use model::ids::UndoId;
    use model::{At, When};

    use super::*;

    #[test]
    fn an_offer_says_whom_it_concerns_and_what_was_done() {
        let offer = |people: i64, done: Changed| {
            let when = When { at: At(0), local: String::new(), own: None };
            let undo = UndoCard { id: UndoId::from_u128(0), name: "Ama Boateng".into(), people, done, when };
            said(&undo, TeacherLabel::Lecturer)
        };
        let role = |from: Option<Role>| Changed::Role { from, to: Role::Teacher };
        assert_eq!(offer(1, role(Some(Role::Student))), "Ama Boateng: Role changed from Student to Lecturer");
        assert_eq!(offer(12, role(None)), "Ama Boateng and 11 others: Role changed to Lecturer");
        assert_eq!(offer(2, Changed::Suspended), "Ama Boateng and 1 other: Suspended");
        let moved = Changed::ClassMoved { from: "3A".into(), to: "3B".into() };
        assert_eq!(offer(3, moved), "Ama Boateng and 2 others: Moved from 3A to 3B");
        assert_eq!(offer(1, Changed::ClassAdded("3A".into())), "Ama Boateng: Added to 3A");
        assert_eq!(offer(1, Changed::ClassRemoved("3A".into())), "Ama Boateng: Removed from 3A");
    }
}
