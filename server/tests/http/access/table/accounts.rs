//! Coming in: log-in, registration, founding a school, proving an e-mail and new passwords.

use super::{Line, OPEN, PERSON, PERSON_FN};
use crate::app::PASSWORD;

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line("GET /", "/", &[], [200, 302, 302, 302, 302]),
    Line("GET /login", "/login", &[], OPEN),
    Line("GET /join", "/join", &[], OPEN),
    Line("GET /found", "/found", &[], OPEN),
    Line("GET /setup", "/setup", &[], [404; 5]),
    Line("GET /check-mail", "/check-mail", &[], OPEN),
    Line("GET /forgot", "/forgot", &[], OPEN),
    Line("GET /reset/{token}", "/reset/none", &[], OPEN),
    Line("GET /verify", "/verify", &[], PERSON),
    Line("GET /verify/{token}", "/verify/none", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/start", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/first_run", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/time_zones", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/my_account", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/accounts/api/reset_link", "", &[("token", "none")], OPEN),
    Line("GET /fn/app/pages/accounts/api/show_verify", "", &[], PERSON_FN),
    Line("GET /fn/app/pages/accounts/api/front_door", "", &[], OPEN),
    Line("GET /fn/app/pages/accounts/api/look_at_code", "", &[("code", "ZZZZ9999")], OPEN),
    Line("GET /fn/app/pages/accounts/api/my_requests", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/accounts/api/log_in", "", &[("form[log_in]", "nobody_here"), ("form[password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/register_by_code", "", &[("form[code]", "ZZZZ9999"), ("form[account][name]", "N"), ("form[account][username]", "nnn"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/register_by_founding", "", &[("form[account][name]", "N"), ("form[account][username]", "n"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD), ("form[school][name]", "N"), ("form[school][slug]", "nn"), ("form[school][time_zone]", "UTC")], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/found_school", "", &[("form[name]", "Taken"), ("form[slug]", "alpha"), ("form[time_zone]", "UTC")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/accounts/api/join_by_code", "", &[("form[code]", "ZZZZ9999")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/accounts/api/ask_reset", "", &[("form[email]", "nobody@lyceum.test")], OPEN),
    Line("POST /fn/app/pages/accounts/api/reset_password", "", &[("form[token]", "none"), ("form[password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/verify_code", "", &[("form[code]", "000000")], [401, 422, 422, 422, 422]),
    Line("POST /fn/app/pages/accounts/api/verify_link", "", &[("form[token]", "none")], [422; 5]),
    Line("GET /fn/app/pages/accounts/api/awaits_mail", "", &[], OPEN),
    Line("POST /fn/app/pages/accounts/api/prove_registration", "", &[("form[code]", "000000")], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/mail_registration_again", "", &[], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/verify_again", "", &[], PERSON_FN),
    Line("POST /fn/app/pages/accounts/api/register_by_family_code", "", &[("form[code]", "ZZZZ9999"), ("form[relation]", "mother"), ("form[account][name]", "N"), ("form[account][username]", "nnn"), ("form[account][email]", "n@n.test"), ("form[account][password]", PASSWORD)], [422; 5]),
    Line("POST /fn/app/pages/accounts/api/join_family", "", &[("form[code]", "ZZZZ9999"), ("form[relation]", "father")], [401, 422, 422, 422, 422]),
];
