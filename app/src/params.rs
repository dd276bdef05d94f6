//! Reading the address: the school's slug, ids, the query.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use model::Id;

/// The slug of the school in the path, empty outside a school.
pub fn use_school() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("school").unwrap_or_default())
}

/// The slug of the school an address lies in; empty outside of a school.
pub fn school_of(path: &str) -> &str {
    path.strip_prefix("/s/").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// An id in the path; `None` when it can be none.
pub fn use_id<T: 'static>(name: &'static str) -> Memo<Option<Id<T>>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).and_then(|text| text.parse().ok()))
}

/// A text in the path.
pub fn use_param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).unwrap_or_default())
}

/// A value of the query. It is the location's: the route's own query stays as it was when a link leads to the same page
/// of another thing (leptos_router 0.8.17, `FlatRoutes`).
pub fn use_query_value(name: &'static str) -> Memo<Option<String>> {
    let query = use_location().query;
    Memo::new(move |_| query.read().get(name))
}

/// Percent-encodes a value for a query (RFC 3986, unreserved characters stay).
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Percent-encodes a mail address for a `mailto:` (RFC 6068): all but its `@`.
pub fn encode_address(address: &str) -> String {
    encode(address).replace("%40", "@").replace('/', "%2F")
}

/// The address of a page of ours: its path, with its query if it has one.
pub fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The log-in that leads on to a page of ours.
pub fn log_in_before(page: &str) -> String {
    if is_own_path(page) { format!("/login?next={}", encode(page)) } else { "/login".to_owned() }
}

/// Whether a text is a path of ours: starts with one slash and leads to no other host.
pub fn is_own_path(path: &str) -> bool {
    path.is_ascii()
        && path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_followed() {
        assert!(is_own_path("/s/alpha?x=1"));
        for wrong in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb", "/\u{e9}"]
        {
            assert!(!is_own_path(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_log_in_leads_on_to_the_page_with_its_query() {
        for (path, query, log_in) in [
            ("/me/devices", "", "/login?next=/me/devices"),
            ("/s/alpha/people", "q=ada&page=2", "/login?next=/s/alpha/people%3Fq%3Dada%26page%3D2"),
            ("//evil.example", "", "/login"),
        ] {
            assert_eq!(log_in_before(&address(path, query)), log_in);
        }
    }
}
