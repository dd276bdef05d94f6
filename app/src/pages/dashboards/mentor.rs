use model::Permissions;
use model::dashboards::MentorBoard;

use super::form::FormView;
use super::teacher::Quiet;
use crate::prelude::*;

/// For mentors: of whom little is seen, then the own classes, student by student.
#[component]
pub fn MentorView(base: String, school: String, by: Permissions, board: MentorBoard) -> impl IntoView {
    let MentorBoard { quiet, form } = board;
    let accompanies = form.classes.iter().any(|class| !class.students.is_empty());
    view! {
        {accompanies.then(|| view! { <Quiet base=base.clone() by quiet/> })}
        <FormView base school by board=form/>
    }
}
