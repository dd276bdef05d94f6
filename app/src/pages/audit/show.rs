use model::audit::{AuditFilter, AuditPage};
use model::text::audit as a;

use super::api;
use super::line::Line;
use crate::folded::{self, FoldedFilters};
use crate::params::encode;
use crate::prelude::*;

/// `/s/{slug}/audit` is a school's log; `/admin/audit` the platform's.
#[component]
pub fn Audit() -> impl IntoView {
    let school = use_school();
    let [q, area, from, to, after] = ["q", "area", "from", "to", "after"].map(use_query_value);
    let asked = move || {
        let value = |of: Memo<Option<String>>| of.get().unwrap_or_default();
        let filter = AuditFilter { q: value(q), area: value(area), from: value(from), to: value(to), after: value(after) };
        (school.get(), filter)
    };
    let page = Resource::new(asked, |(school, filter)| api::show_audit(school, filter));
    view! {
        <Title text=t(a::AUDIT)/>
        <Loaded of=page view=move |page: AuditPage| {
            let slug = school.get_untracked();
            let of_school = !slug.is_empty();
            let base = if of_school { format!("/s/{slug}/audit") } else { "/admin/audit".to_owned() };
            view! { <Whole base page of_school/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, page: AuditPage, of_school: bool) -> impl IntoView {
    let AuditPage { filter, lines, next } = page;
    let query = |after: &str| {
        let AuditFilter { q, area, from, to, .. } = &filter;
        let fields = [("q", q.as_str()), ("area", area), ("from", from), ("to", to), ("after", after)];
        let filled = fields.iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    };
    let file = format!("{base}/export?{}", query(""));
    let newest = (!filter.after.is_empty()).then(|| view! { <a href=format!("{base}?{}", query(""))>{t(a::NEWEST)}</a> });
    let older = next.map(|next| view! { <a class="button" href=format!("{base}?{}", query(&next))>{t(a::OLDER)}</a> });
    let empty = lines.is_empty().then(|| {
        let (title, text) = if filter.is_limited() { (a::NO_MATCH, a::NO_MATCH_HINT) } else { (a::NONE, a::NONE_HINT) };
        view! { <EmptyState icon="search" title=t(title) text=t(text)/> }
    });
    view! {
        <PageHead title=t(a::AUDIT) subtitle=t(a::AUDIT_HINT)>
            // External: the answer is a file, no page for the router.
            <a class="button" href=file rel="external"><Icon name="download"/>{t(a::DOWNLOAD)}</a>
        </PageHead>
        <Filter base filter of_school/>
        {empty}
        <ul class="list audit">{lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}</ul>
        <p class="actions">{older} {newest}</p>
    }
}

#[component]
fn Filter(base: String, filter: AuditFilter, of_school: bool) -> impl IntoView {
    let active = filter.is_limited();
    let set = folded::set(&[&filter.area, &filter.from, &filter.to]);
    let areas = areas(of_school);
    view! {
        <FilterBar
            action=base
            label=t(a::SEARCH)
            value=filter.q
            placeholder=t(a::SEARCH_HINT)
            submit=t(a::SHOW)
            clear=t(a::CLEAR)
            active
        >
            <FoldedFilters set>
                <Select label=t(a::AREA) name="area" options=areas selected=filter.area/>
                <DateField label=t(a::FROM) name="from" value=filter.from/>
                <DateField label=t(a::TO) name="to" value=filter.to/>
            </FoldedFilters>
        </FilterBar>
    }
}

/// What one can look at, in the order of its names. A school's log has nothing of what is done outside of every school.
fn areas(of_school: bool) -> Vec<(&'static str, &'static str)> {
    let here = a::AREAS.iter().filter(|(area, _)| !of_school || !a::OUTSIDE_OF_SCHOOLS.contains(area));
    let mut areas: Vec<_> = here.map(|(area, key)| (*area, t(*key))).collect();
    areas.sort_by_key(|(_, label)| folding::fold(label));
    areas.insert(0, ("", t(a::ALL_AREAS)));
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_stand_in_the_order_of_their_names_and_a_school_has_its_own_alone() {
        let (school, platform) = (areas(true), areas(false));
        assert_eq!((school[0], platform[0]), (("", "Everything"), ("", "Everything")));
        assert_eq!(platform.len(), a::AREAS.len() + 1);
        for areas in [&school, &platform] {
            assert!(areas[1..].is_sorted_by_key(|(_, label)| label.to_lowercase()), "{areas:?}");
        }
        let has = |areas: &[(&str, &str)], wanted: &str| areas.iter().any(|(area, _)| *area == wanted);
        for outside in ["user", "session"] {
            assert!(has(&platform, outside) && !has(&school, outside), "{outside}");
        }
        assert!(has(&school, "member") && has(&school, "account"));
    }
}
