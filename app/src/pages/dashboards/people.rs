//! People on dashboards: the search, and short lists.

use model::Role;
use model::dashboards::{People, PersonSince};
use model::people::{Group, PeopleFilter, PeopleSort, Standing};
use model::text::{dashboards as d, desks as k, finding as f};

use super::lists::{ListPanel, rest};
use crate::pages::people::query;
use crate::prelude::*;
use crate::text::facts;

/// The active members, as the list of people is asked for them.
pub fn active() -> PeopleFilter {
    PeopleFilter { status: Standing::Active.to_string(), ..PeopleFilter::default() }
}

/// Those of them with a role.
pub fn with_role(role: Role) -> PeopleFilter {
    PeopleFilter { role: role.to_string(), ..active() }
}

/// Those of them who are in a group.
pub fn of_group(group: Group) -> PeopleFilter {
    PeopleFilter { group: group.to_string(), ..active() }
}

/// Where the list of people shows those of a filter.
pub fn list_of(base: &str, filter: &PeopleFilter) -> String {
    format!("{base}/people{}", query(filter))
}

/// Finds anybody of the school.
#[component]
pub fn FindPeople(base: String) -> impl IntoView {
    view! {
        <section class="panel" id="find">
            <FilterBar
                action=format!("{base}/find")
                label=t(k::FIND_SOMEBODY)
                placeholder=t(k::FIND_HINT)
                submit=t(f::FIND)
                clear=t(f::CLEAR)
            />
        </section>
    }
}

/// The first of some people, and how many there are.
#[component]
pub fn PeoplePanel(
    id: &'static str,
    title: Key,
    /// What is said of when it began, with `{when}`.
    since: Key,
    /// What is said when there is nobody.
    none: Key,
    base: String,
    people: People,
    /// Where its head leads.
    #[prop(optional_no_strip)]
    more: Option<(Key, String)>,
) -> impl IntoView {
    let People { total, first } = people;
    let rest = rest(first.len(), total);
    let empty = view! { <p class="muted">{t(none)}</p> }.into_any();
    let line = |it: PersonSince| view! { <PersonLine base=base.clone() since person=it/> }.into_any();
    let lines = first.into_iter().map(line).collect();
    view! {
        <div>
            <ListPanel id title more empty lines/>
            {rest}
        </div>
    }
}

/// Who left and who came lately, each list with the way to the one of all of them.
#[component]
pub fn LeftAndCame(
    base: String,
    /// Those it is about, as the list of people is asked for who is there now.
    of: PeopleFilter,
    /// The title and what is said when nobody left.
    says_left: (Key, Key),
    /// The same of those who came.
    says_came: (Key, Key),
    left: People,
    came: People,
) -> impl IntoView {
    let newest = list_of(&base, &PeopleFilter { sort: PeopleSort::JoinedDown.to_string(), ..of.clone() });
    let former = list_of(&base, &PeopleFilter { status: Standing::Ended.to_string(), ..of });
    view! {
        <PeoplePanel
            id="left"
            title=says_left.0
            since=k::LEFT_ON
            none=says_left.1
            base=base.clone()
            people=left
            more=Some((k::ALL_LEFT, former))
        />
        <PeoplePanel
            id="came"
            title=says_came.0
            since=d::JOINED
            none=says_came.1
            base
            people=came
            more=Some((k::ALL_CAME, newest))
        />
    }
}

#[component]
fn PersonLine(base: String, since: Key, person: PersonSince) -> impl IntoView {
    let PersonSince { user_id, name, note, since: when } = person;
    let own = when.as_ref().and_then(|when| when.own.clone());
    let when = when.map(|when| tf(since, &[("when", &when.local)]));
    let meta = facts([Some(note), when].into_iter().flatten());
    view! {
        <li>
            <Avatar name=name.clone()/>
            <div>
                <A href=format!("{base}/people/{user_id}") attr:class="title">{name}</A>
                <span class="meta muted"><InBrief said=meta own/></span>
            </div>
        </li>
    }
}
