//! Days in lists and times in few words, the same everywhere.

use model::Dated;

use crate::prelude::*;

/// The day of something. When exactly it was is said to who asks.
#[component]
pub fn OnDay(dated: Dated) -> impl IntoView {
    let Dated { day, local, exact } = dated;
    view! { <time datetime=day.to_string() title=exact>{local}</time> }
}

/// Words with an instant in the school's zone. What the reader's own clock shows then, where that is another time, is said to
/// who points at them and to who hears the page.
#[component]
pub fn InBrief(
    said: String,
    /// As the [`When`](model::When) has it.
    own: Option<String>,
) -> impl IntoView {
    match own {
        None => said.into_any(),
        Some(own) => {
            let heard = format!(" ({own})");
            view! { <span title=own>{said}<span class="visually-hidden">{heard}</span></span> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(own: Option<&str>) -> String {
        let own = own.map(str::to_owned);
        let html = || view! { <InBrief said="Sent Fri 27 Nov 2026, 17:00".to_owned() own/> }.into_view().to_html();
        // Without the marks between texts, which the client takes the page over by.
        Owner::new().with(html).replace("<!>", "")
    }

    #[test]
    fn the_own_time_is_told_beside_a_short_one_to_who_points_and_to_who_listens() {
        let html = shown(Some("22:30 your time"));
        for part in [
            "title=\"22:30 your time\"",
            ">Sent Fri 27 Nov 2026, 17:00<",
            "<span class=\"visually-hidden\"> (22:30 your time)</span>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn where_both_clocks_show_the_same_the_words_stand_alone() {
        assert_eq!(shown(None), "Sent Fri 27 Nov 2026, 17:00");
    }
}
