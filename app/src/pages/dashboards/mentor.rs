use model::Permissions;
use model::dashboards::MentorBoard;
use model::text::{dashboards as d, desks as k};

use super::form::Forms;
use super::teacher::Quiet;
use crate::prelude::*;

/// For mentors: of whom little is seen, then the own classes, student by student. Into a class they come by its code for
/// teachers alone.
#[component]
pub fn MentorView(base: String, by: Permissions, board: MentorBoard) -> impl IntoView {
    let MentorBoard { quiet, form } = board;
    let accompanies = form.classes.iter().any(|class| !class.students.is_empty());
    let none = view! {
        <EmptyState icon="users" title=t(k::NO_MENTEES) text=t(k::NO_MENTEES_HINT)>
            <LinkButton href="/join" icon="key">{t(d::JOIN)}</LinkButton>
        </EmptyState>
    };
    view! {
        {accompanies.then(|| view! { <Quiet base=base.clone() by quiet/> })}
        <Forms base board=form none=none.into_any()/>
    }
}
