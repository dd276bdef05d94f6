use model::Role;
use model::dashboards::LibrarianBoard;
use model::people::{Group, PeopleFilter, PeopleSort, Standing};
use model::text::{dashboards as d, desks as k};

use super::people::{FindPeople, PeoplePanel, active, of_group, with_role};
use crate::pages::people::query;
use crate::prelude::*;
use crate::text::number;

/// For the librarian: the search first, then who left with something to give back and who came.
#[component]
pub fn LibrarianView(base: String, board: LibrarianBoard) -> impl IntoView {
    let LibrarianBoard { students, staff, came, left } = board;
    let (new, gone) = (came.total, left.total);
    let list = |filter: PeopleFilter| format!("{base}/people{}", query(&filter));
    let learning = list(with_role(Role::Student));
    let working = list(of_group(Group::Staff));
    let newest = list(PeopleFilter { sort: PeopleSort::JoinedDown.to_string(), ..active() });
    let former = list(PeopleFilter { status: Standing::Ended.to_string(), ..PeopleFilter::default() });
    view! {
        <FindPeople base=base.clone()/>
        <Stats>
            <Stat label=t(d::STUDENTS) value=number(students) tone=Tone::Info href=learning/>
            <Stat label=t(k::STAFF) value=number(staff) href=working/>
            <Stat label=t(k::CAME_LATELY) value=number(new) tone=Tone::Good/>
            <Stat label=t(k::LEFT_LATELY) value=number(gone)/>
        </Stats>
        <div class="panels">
            <PeoplePanel
                id="left"
                title=k::PEOPLE_LEFT
                since=k::LEFT_ON
                none=k::PEOPLE_LEFT_NONE
                base=base.clone()
                people=left
                more=Some((k::ALL_LEFT, former))
            />
            <PeoplePanel
                id="came"
                title=k::PEOPLE_CAME
                since=d::JOINED
                none=k::PEOPLE_CAME_NONE
                base
                people=came
                more=Some((k::ALL_CAME, newest))
            />
        </div>
    }
}
