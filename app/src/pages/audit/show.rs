use model::audit::{AuditFilter, AuditPage};
use model::text::audit as a;

use super::api;
use super::line::Line;
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
            let base = match school.get_untracked() {
                slug if slug.is_empty() => "/admin/audit".to_owned(),
                slug => format!("/s/{slug}/audit"),
            };
            view! { <Whole base page/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, page: AuditPage) -> impl IntoView {
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
        <Filter base filter/>
        {empty}
        <ul class="list audit">{lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}</ul>
        <p class="actions">{older} {newest}</p>
    }
}

#[component]
fn Filter(base: String, filter: AuditFilter) -> impl IntoView {
    let active = filter.is_limited();
    let areas: Vec<(&str, &str)> =
        std::iter::once(("", t(a::ALL_AREAS))).chain(a::AREAS.iter().map(|(area, key)| (*area, t(*key)))).collect();
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
            <Select label=t(a::AREA) name="area" options=areas selected=filter.area/>
            <DateField label=t(a::FROM) name="from" value=filter.from/>
            <DateField label=t(a::TO) name="to" value=filter.to/>
        </FilterBar>
    }
}
