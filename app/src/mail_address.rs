//! E-mail addresses, the same everywhere: where there is little room a line ends between their parts, not within a word.

use leptos::prelude::*;

/// An address. A line may end after its `@` and its dots; what is read out, copied or looked for is the address itself.
#[component]
pub fn MailAddress(of: String) -> impl IntoView {
    let mut parts = of.split_inclusive(['@', '.']).map(str::to_owned);
    let first = parts.next().unwrap_or_default();
    let others = parts.map(|part| view! { <wbr/> {part} }).collect_view();
    view! { <bdi class="mail" dir="ltr">{first} {others}</bdi> }
}

/// A sentence that names an address.
#[component]
pub fn MailSentence(
    /// The sentence, with the address in it.
    said: String,
    of: String,
) -> impl IntoView {
    let around = said.split_once(of.as_str()).map(|(before, after)| (before.to_owned(), after.to_owned()));
    match around {
        Some((before, after)) => view! { {before} <MailAddress of/> {after} }.into_any(),
        None => said.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without the marks between texts, which the client takes the page over by.
    fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
        Owner::new().with(|| view().into_view().to_html()).replace("<!>", "")
    }

    fn address(of: &str) -> String {
        html(|| view! { <MailAddress of=of.to_owned()/> })
    }

    /// What is read of it, copied or found.
    fn text(html: &str) -> String {
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
    }

    #[test]
    fn an_address_may_break_between_its_parts_and_stays_itself() {
        let long = "ama.serwaa@students.school.example";
        let shown = address(long);
        assert!(shown.starts_with("<bdi") && shown.contains("dir=\"ltr\""), "{shown}");
        for part in ["ama.<wbr>serwaa@<wbr>students.", "<wbr>school.", "<wbr>example"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert_eq!((shown.matches("<wbr>").count(), text(&shown).as_str()), (4, long));
    }

    #[test]
    fn an_address_is_text_and_never_markup() {
        let shown = address("\"<b>x</b>\"@evil.test");
        assert!(!shown.contains("<b>") && shown.contains("&lt;b&gt;x"), "{shown}");
    }

    #[test]
    fn a_sentence_keeps_its_words_around_the_address_it_names() {
        let said = |said: &str, of: &str| {
            let (said, of) = (said.to_owned(), of.to_owned());
            html(move || view! { <MailSentence said of/> })
        };
        let shown = said("Your address is ada@lyceum.test.", "ada@lyceum.test");
        assert!(shown.contains("ada@<wbr>lyceum.<wbr>test"), "{shown}");
        assert_eq!(text(&shown), "Your address is ada@lyceum.test.");
        assert_eq!(said("Nobody is named.", "ada@lyceum.test"), "Nobody is named.");
    }
}
