//! A school as a whole: its first page, its first steps, its calendar, its log, and the frame around every page.

use super::{Line, OPEN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /s/{school}/audit", "/s/alpha/audit?q=class&from=2026-01-01", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}", "/s/alpha", &[], [303, 200, 404, 200, 200]),
    Line("GET /help", "/help", &[], OPEN),
    Line("GET /help/{role}", "/help/registrar", &[], OPEN),
    Line("GET /s/{school}/help", "/s/alpha/help", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/calendar", "/s/alpha/calendar", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/find", "/s/alpha/find?q=first", &[], [303, 200, 404, 200, 200]),
    Line("GET /s/{school}/start", "/s/alpha/start", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/start/class", "/s/alpha/start/class", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/start/school", "/s/alpha/start/school", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/start/people", "/s/alpha/start/people", &[], [303, 403, 404, 403, 200]),
    Line("GET /fn/app/layout/api/frame", "", &[], OPEN),
    Line("GET /fn/app/layout/api/read_only", "", &[("school", "alpha")], OPEN),
    Line("GET /fn/app/pages/dashboards/api/read_calendar", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/layout/api/find", "", &[("school", "alpha"), ("q", "first")], [401, 200, 404, 200, 200]),
    // Outside of a school words are looked for over all of them.
    Line("GET /fn/app/layout/api/find", "", &[("school", ""), ("q", "first")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/audit/api/show_audit", "", &[("school", "alpha"), ("filter[area]", "class")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/dashboards/api/show_dashboard", "", &[("school", "alpha")], [401, 200, 404, 200, 200]),
    Line("GET /fn/app/pages/start/api/show_founding", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/start/api/newest_class", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/start/api/correct_school", "", &[("school", "alpha"), ("form[name]", "School alpha"), ("form[time_zone]", "Africa/Accra"), ("form[currency]", "GHS")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/start/api/start_term", "", &[("school", "alpha"), ("form[year][name]", "First"), ("form[year][starts_on]", "6000-01-01"), ("form[year][ends_on]", "6000-12-31"), ("form[term][name]", "New"), ("form[term][starts_on]", "6000-01-01"), ("form[term][ends_on]", "6000-02-28")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/start/api/start_class", "", &[("school", "alpha"), ("form[name]", "New")], [401, 403, 404, 403, 200]),
    Line("GET /s/{school}/audit/export", "/s/alpha/audit/export?q=class", &[], [303, 403, 404, 403, 200]),
];
