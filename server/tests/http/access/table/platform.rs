//! What is beyond every school: its admins' pages, and whether it is well.

use super::{Line, OPEN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /admin", "/admin", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/mails", "/admin/mails?q=sam&kind=account&state=waiting&page=2", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/jobs", "/admin/jobs?kind=mail&state=dead&page=2", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/audit", "/admin/audit", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/schools", "/admin/schools?q=school&admins=none&sort=-people&page=2", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/schools/{id}", "/admin/schools/{place}?q=sam", &[], [303, 403, 403, 403, 200]),
    Line("GET /admin/people", "/admin/people?role=super_admin&school=own", &[], [303, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/dashboards/api/show_platform", "", &[], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/jobs/api/list_jobs", "", &[("filter[state]", "dead")], [401, 403, 403, 403, 200]),
    Line("POST /fn/app/pages/jobs/api/retry_job", "", &[("id", "{new}")], [401, 403, 403, 403, 404]),
    Line("POST /fn/app/pages/jobs/api/retry_dead_jobs", "", &[("kind", "sweep")], [401, 403, 403, 403, 200]),
    Line("POST /fn/app/pages/jobs/api/throw_job_away", "", &[("id", "{new}")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/dashboards/api/list_mails", "", &[("filter[q]", "sam")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/schools/api/list_schools", "", &[("filter[admins]", "none")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/schools/api/show_school", "", &[("id", "{place}"), ("q", "sam")], [401, 403, 403, 403, 200]),
    Line("GET /fn/app/pages/people/api/list_users", "", &[("filter[q]", "sam")], [401, 403, 403, 403, 200]),
    // Who is an admin already stays one.
    Line("POST /fn/app/pages/schools/api/appoint_admin", "", &[("id", "{place}"), ("user", "{ada}")], [401, 403, 403, 403, 200]),
    Line("POST /fn/app/pages/people/api/change_user", "", &[("id", "{student}"), ("act", "reinstate")], [401, 403, 403, 403, 200]),
    Line("GET /health", "/health", &[], OPEN),
    Line("GET /health/ready", "/health/ready", &[], OPEN),
    Line("GET /metrics", "/metrics", &[], OPEN),
    Line("GET /admin/audit/export", "/admin/audit/export", &[], [303, 403, 403, 403, 200]),
];
