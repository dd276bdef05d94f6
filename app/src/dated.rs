//! Days in lists, the same everywhere.

use model::Dated;

use crate::prelude::*;

/// The day of something. When exactly it was is said to who asks.
#[component]
pub fn OnDay(dated: Dated) -> impl IntoView {
    let Dated { day, local, exact } = dated;
    view! { <time datetime=day.to_string() title=exact>{local}</time> }
}
