use model::limits;
use model::text::invitations as i;

use crate::prelude::*;
use crate::text::list;

/// Who of the last list was left out: the first by name, and how many others. `unnamed` of the first are not the reader's
/// to see; how many came after the first stands in the address.
#[component]
pub fn LeftOut(names: Vec<String>, unnamed: usize, others: Option<String>) -> impl IntoView {
    let others = unnamed + after_the_first(others.as_deref());
    let names = list(names.into_iter().filter(|name| !name.is_empty()));
    let said = match (names.is_empty(), others) {
        (true, 0) => None,
        (true, others) => Some(tn(i::LEFT_OUT_UNNAMED, others)),
        (false, 0) => Some(tf(i::LEFT_OUT, &[("names", &names)])),
        (false, others) => Some(tnf(i::LEFT_OUT_MORE, others, &[("names", &names)])),
    };
    said.map(|said| view! { <Notice tone=Tone::Info>{said}</Notice> })
}

/// No more than a list can name, whatever the address says.
fn after_the_first(said: Option<&str>) -> usize {
    said.and_then(|it| it.parse::<usize>().ok()).unwrap_or_default().min(limits::INVITED_AT_ONCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_no_more_others_than_a_list_can_name() {
        for (said, others) in [
            (None, 0),
            (Some(""), 0),
            (Some("-1"), 0),
            (Some("many"), 0),
            (Some("7"), 7),
            (Some("18446744073709551615"), limits::INVITED_AT_ONCE),
            (Some("99999999999999999999999"), 0),
        ] {
            assert_eq!(after_the_first(said), others, "{said:?}");
        }
    }
}
