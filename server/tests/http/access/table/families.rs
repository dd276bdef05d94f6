//! Parents, their children and the codes that link them.

use super::{Line, OPEN, PERSON, PERSON_FN};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /family", "/family?code=ABCD2345", &[], OPEN),
    Line("GET /parent/children", "/parent/children", &[], PERSON),
    Line("GET /parent/children/{school}/{id}", "/parent/children/alpha/{sam}", &[], [303, 404, 404, 404, 404]),
    Line("GET /s/{school}/guardians", "/s/alpha/guardians?q=sam", &[], [303, 403, 404, 403, 200]),
    Line("GET /s/{school}/guardians/codes/{id}", "/s/alpha/guardians/codes/{family_code}", &[], [303, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/guardians/api/show_families", "", &[("school", "alpha"), ("search[child]", "sam")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/guardians/api/find_family", "", &[("school", "alpha"), ("side", "child"), ("q", "sam")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/guardians/api/show_family_code", "", &[("school", "alpha"), ("id", "{family_code}")], [401, 403, 404, 403, 200]),
    Line("GET /fn/app/pages/parent/api/my_children", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/parent/api/show_child", "", &[("school", "alpha"), ("id", "{sam}")], [401, 404, 404, 404, 404]),
    // The scene has nobody to link yet.
    Line("POST /fn/app/pages/guardians/api/link_family", "", &[("school", "alpha"), ("form[parent]", "{new}"), ("form[child]", "{sam}"), ("form[relation]", "mother")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/guardians/api/save_family", "", &[("school", "alpha"), ("form[parent]", "{new}"), ("form[child]", "{sam}"), ("form[relation]", "guardian"), ("form[rights][fees]", "true")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/guardians/api/unlink_family", "", &[("school", "alpha"), ("parent", "{new}"), ("child", "{sam}")], [401, 403, 404, 403, 404]),
    Line("POST /fn/app/pages/guardians/api/make_family_code", "", &[("school", "alpha"), ("id", "{new}"), ("form[child]", "{sam}"), ("place", "codes")], [401, 403, 404, 403, 200]),
    Line("POST /fn/app/pages/guardians/api/withdraw_family_code", "", &[("school", "alpha"), ("id", "{new}")], [401, 403, 404, 403, 404]),
];
