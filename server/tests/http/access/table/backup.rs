//! The backup page: what is kept, restored, cleared and downloaded.

use super::{ADMIN, ADMIN_FN, Line};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /backup", "/backup?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/storage", "/backup/storage?school=alpha", &[], ADMIN),
    Line("GET /backup/restore", "/backup/restore?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/restore/{id}", "/backup/restore/{new}?school=alpha", &[], [303, 403, 404, 403, 404]),
    Line("GET /s/{school}/backup/restore", "/s/alpha/backup/restore", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/backup/restore/{id}", "/s/alpha/backup/restore/{new}", &[], [303, 403, 404, 403, 404]),
    Line("GET /backup/clear", "/backup/clear?school=alpha", &[], ADMIN),
    Line("GET /s/{school}/backup/clear", "/s/alpha/backup/clear?what=students", &[], ADMIN),
    Line("GET /s/{school}/backup", "/s/alpha/backup", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/backup/storage", "/s/alpha/backup/storage?look=yes", &[], ADMIN),
    Line("GET /backup/kept", "/backup/kept?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/backup/kept", "/s/alpha/backup/kept", &[], [303, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_clear", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/backup/api/show_clearing", "", &[("school", "alpha")], ADMIN_FN),
    Line("GET /fn/app/pages/backup/api/show_backup", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_space", "", &[("school", "alpha"), ("look", "true")], ADMIN_FN),
    Line("GET /fn/app/pages/backup/api/show_kept", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_restore", "", &[("school", "alpha")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/backup/api/show_upload", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("GET /fn/app/pages/backup/api/show_running", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/try_out", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/try_out", "", &[("school", "alpha"), ("id", "{new}"), ("only", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/put_back", "", &[("school", "alpha"), ("id", "{new}"), ("form[reason]", "The disk died"), ("form[name]", "School alpha")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/hand_upload", "", &[("school", "alpha"), ("id", "{new}"), ("form[reason]", "It is ours")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/open_upload", "", &[("school", "alpha"), ("id", "{new}"), ("form[passphrase]", "twelve letters")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/restore_kept", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/give_up_upload", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/keep_now", "", &[("school", "alpha")], ADMIN_FN),
    Line("POST /fn/app/pages/backup/api/set_schedule", "", &[("school", "alpha"), ("form[every]", "weekly"), ("form[hour]", "5")], ADMIN_FN),
    // There is none of that id.
    Line("POST /fn/app/pages/backup/api/verify_kept", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    // There is none to test.
    Line("POST /fn/app/pages/backup/api/test_kept", "", &[("school", "alpha")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/backup/api/remove_kept", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
    // Neither says which school, by which the others are refused as they are there.
    Line("POST /backup/clear", "/backup/clear", &[("school", "alpha")], [401, 403, 404, 403, 422]),
    Line("POST /backup/clear/undo", "/backup/clear/undo", &[("school", "alpha"), ("id", "01900000-0000-7000-8000-000000000000")], [401, 403, 404, 403, 404]),
    Line("GET /backup/download/all", "/backup/download/all?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/download/archive", "/backup/download/archive?school=alpha", &[], [303, 403, 404, 403, 200]),
    // Without a passphrase. It does not say which school either.
    Line("POST /backup/download/archive", "/backup/download/archive", &[("school", "alpha")], [401, 403, 404, 403, 422]),
    Line("GET /backup/kept/{id}/download", "/backup/kept/{new}/download?school=alpha", &[], [303, 403, 404, 403, 404]),
    Line("GET /backup/download/{table}", "/backup/download/students?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/live", "/backup/live?school=alpha", &[], [303, 403, 404, 403, 200]),
    Line("GET /backup/download/{table}", "/backup/download/memberships?school=alpha", &[], [303, 403, 404, 403, 200]),
    // What is the platform's alone.
    Line("GET /backup/download/{table}", "/backup/download/platform?school=alpha", &[], [303, 403, 404, 403, 404]),
    // Nothing is sent, and no archive has that id.
    Line("POST /backup/restore", "/backup/restore?school=alpha", &[], [401, 403, 404, 403, 400]),
    Line("POST /backup/uploads", "/backup/uploads?school=alpha", &[], [401, 403, 404, 403, 400]),
    Line("HEAD /backup/uploads/{id}", "/backup/uploads/{new}?school=alpha", &[], [401, 403, 404, 403, 404]),
    Line("PATCH /backup/uploads/{id}", "/backup/uploads/{new}?school=alpha", &[], [401, 403, 404, 403, 400]),
    Line("DELETE /backup/uploads/{id}", "/backup/uploads/{new}?school=alpha", &[], [401, 403, 404, 403, 404]),
];
