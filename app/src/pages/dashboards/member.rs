use model::dashboards::MemberBoard;
use model::schools::TeacherLabel;
use model::text::dashboards as d;

use super::lists::{ClassesPanel, Newest};
use crate::prelude::*;

/// For roles whose own work comes with later features.
#[component]
pub fn MemberView(base: String, teacher_label: TeacherLabel, board: MemberBoard) -> impl IntoView {
    let MemberBoard { classes, newest } = board;
    let people = !newest.is_empty();
    let join = Some((d::JOIN, "/join".to_owned()));
    view! {
        <Notice tone=Tone::Info>{t(d::WELCOME_MEMBER)}</Notice>
        <div class="panels">
            <ClassesPanel base classes none=(d::NO_CLASSES, d::NO_CLASSES_HINT) more=join/>
            {people.then(|| view! { <Newest people=newest teacher_label/> })}
        </div>
    }
}
