use model::Role;
use model::dashboards::LibrarianBoard;
use model::people::Group;
use model::text::{dashboards as d, desks as k};

use super::people::{FindPeople, LeftAndCame, active, list_of, of_group, with_role};
use crate::prelude::*;
use crate::text::number;

/// For the librarian: the search first, then who left with something to give back and who came.
#[component]
pub fn LibrarianView(base: String, board: LibrarianBoard) -> impl IntoView {
    let LibrarianBoard { students, staff, came, left } = board;
    let (new, gone) = (came.total, left.total);
    let learning = list_of(&base, &with_role(Role::Student));
    let working = list_of(&base, &of_group(Group::Staff));
    view! {
        <FindPeople base=base.clone()/>
        <Stats>
            <Stat label=t(d::STUDENTS) value=number(students) tone=Tone::Info href=learning/>
            <Stat label=t(k::STAFF) value=number(staff) href=working/>
            <Stat label=t(k::CAME_LATELY) value=number(new) tone=Tone::Good/>
            <Stat label=t(k::LEFT_LATELY) value=number(gone)/>
        </Stats>
        <div class="panels">
            <LeftAndCame
                base
                of=active()
                says_left=(k::PEOPLE_LEFT, k::PEOPLE_LEFT_NONE)
                says_came=(k::PEOPLE_CAME, k::PEOPLE_CAME_NONE)
                left
                came
            />
        </div>
    }
}
