use model::text::invitations as i;

use crate::prelude::*;
use crate::text::list;

/// Who of the last list was left out: the first by name, and how many others.
#[component]
pub fn LeftOut(names: Vec<String>, others: Option<String>) -> impl IntoView {
    let others = others.and_then(|it| it.parse::<usize>().ok()).unwrap_or_default();
    let names = list(names.into_iter().filter(|name| !name.is_empty()));
    let said = (!names.is_empty()).then(|| match others {
        0 => tf(i::LEFT_OUT, &[("names", &names)]),
        others => tnf(i::LEFT_OUT_MORE, others, &[("names", &names)]),
    });
    said.map(|said| view! { <Notice tone=Tone::Info>{said}</Notice> })
}
