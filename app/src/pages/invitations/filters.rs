use leptos_router::hooks::use_location;
use model::Role;
use model::invitations::{EVERY_STATE, InvitationFilter, InvitationState};
use model::schools::TeacherLabel;
use model::text::invitations as i;

use crate::folded::{self, FoldedFilters};
use crate::pages::people::said;
use crate::prelude::*;

/// The filter in the address.
pub fn use_filter() -> Memo<InvitationFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        InvitationFilter { q: said("q"), state: said("state"), role: said("role"), page: said("page").parse().unwrap_or(1) }
    })
}

/// The list as it was looked at.
pub fn list(school: &str, filter: &InvitationFilter) -> String {
    let page = if filter.page > 1 { filter.page.to_string() } else { String::new() };
    let pairs = [("q", filter.q.trim()), ("state", &filter.state), ("role", &filter.role), ("page", &page)];
    format!("/s/{school}/invitations{}", said(&pairs))
}

/// What is shown, in a few words.
pub fn heading(filter: &InvitationFilter) -> Key {
    match filter.state() {
        Some(InvitationState::Open) => i::OPEN,
        Some(state) => state.label(),
        None if filter.state == EVERY_STATE => i::EVERY,
        None => i::NOT_ACCEPTED,
    }
}

/// What the list is asked for: a form that the browser sends itself.
#[component]
pub fn Filters(school: String, filter: InvitationFilter, teacher_label: TeacherLabel) -> impl IntoView {
    let active = filter.is_limited();
    let set = folded::set(&[&filter.state, &filter.role]);
    let mut states = vec![("", t(i::STATE_WAITING))];
    states.extend(InvitationState::ALL.iter().map(|it| (it.text(), t(it.label()))));
    states.push((EVERY_STATE, t(i::STATE_EVERY)));
    let mut roles = vec![("", t(i::EVERY_ROLE))];
    roles.extend(Role::ALL.iter().map(|role| (role.text(), t(role.label_in(teacher_label)))));
    view! {
        <FilterBar
            action=format!("/s/{school}/invitations")
            label=t(i::SEARCH)
            id="invitations-q"
            value=filter.q
            hint=t(i::SEARCH_HINT)
            submit=t(i::FIND)
            clear=t(i::CLEAR)
            active
        >
            <FoldedFilters set>
                <Select label=t(i::STATE) name="state" id="invitations-state" options=states selected=filter.state/>
                <Select label=t(i::INVITED_ROLE) name="role" id="invitations-role" options=roles selected=filter.role/>
            </FoldedFilters>
        </FilterBar>
    }
}

/// What of the list can be withdrawn at once, in words.
pub fn waiting_in_words(filter: &InvitationFilter, teacher_label: TeacherLabel) -> String {
    let role = filter.role().map(|role| t(role.label_in(teacher_label)).to_owned());
    let words = Some(filter.q.trim()).filter(|it| !it.is_empty()).map(|words| tf(i::WORDS, &[("words", &words)]));
    let said = [Some(t(filter.waiting_label()).to_owned()), role, words];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The filter in a form, so that one comes back to the list as it was looked at.
#[component]
pub fn Kept(filter: InvitationFilter) -> impl IntoView {
    let page = if filter.page > 1 { filter.page.to_string() } else { String::new() };
    let fields = [("q", filter.q), ("state", filter.state), ("role", filter.role), ("page", page)];
    let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| view! { <input type="hidden" name=format!("filter[{name}]") value=value/> }).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_says_what_was_asked_and_no_more() {
        assert_eq!(list("alpha", &InvitationFilter::default()), "/s/alpha/invitations");
        let filter = InvitationFilter { q: " a&b ".into(), state: "expired".into(), role: String::new(), page: 2 };
        assert_eq!(list("alpha", &filter), "/s/alpha/invitations?q=a%26b&state=expired&page=2");
    }

    #[test]
    fn what_is_withdrawn_is_told_as_it_was_asked_for() {
        let words = |q: &str, state: &str, role: &str| {
            let filter = InvitationFilter { q: q.into(), state: state.into(), role: role.into(), page: 1 };
            waiting_in_words(&filter, TeacherLabel::Lecturer)
        };
        assert_eq!(words("", "", ""), "Open and expired");
        assert_eq!(words(" ", "all", "nobody"), "Open and expired");
        assert_eq!(words(" typo ", "expired", "teacher"), "Expired · Lecturer · “typo”");
    }
}
