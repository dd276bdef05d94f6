use model::people::PeopleFilter;

use crate::params::encode;

/// What a filter looks like in an address, with the question mark; empty for everybody.
pub fn query(filter: &PeopleFilter) -> String {
    let page = if filter.page > 1 { filter.page.to_string() } else { String::new() };
    let pairs = [
        ("q", filter.q.trim()),
        ("role", &filter.role),
        ("status", &filter.status),
        ("class", &filter.class),
        ("department", &filter.department),
        ("group", &filter.group),
        ("sort", &filter.sort),
        ("page", &page),
    ];
    said(&pairs)
}

/// What is asked, with the question mark; empty for nothing.
pub fn said(pairs: &[(&str, &str)]) -> String {
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let said = said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    if said.is_empty() { said } else { format!("?{said}") }
}

/// The list as it was looked at.
pub fn list(school: &str, filter: &PeopleFilter) -> String {
    format!("/s/{school}/people{}", query(filter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_asked_and_no_more() {
        assert_eq!(list("alpha", &PeopleFilter::default()), "/s/alpha/people");
        let filter = PeopleFilter { q: " a&b ".into(), role: "teacher".into(), page: 2, ..PeopleFilter::default() };
        assert_eq!(list("alpha", &filter), "/s/alpha/people?q=a%26b&role=teacher&page=2");
    }
}
