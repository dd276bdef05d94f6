use model::announcements::NewsLine;
use model::text::announcements as a;

use super::lists::ListPanel;
use crate::pages::announcements::card::News;
use crate::prelude::*;

/// The announcements that are new or pinned, on every dashboard; a quiet line where all are read, nothing where there
/// are none.
#[component]
pub fn NewsPanel(
    base: String,
    news: Vec<NewsLine>,
    /// Whether anything is announced to the reader.
    told: bool,
) -> impl IntoView {
    let all = format!("{base}/announcements");
    if news.is_empty() {
        return told
            .then(|| {
                view! { <p class="muted" id="news">{t(a::NEWS_READ)} " · " <A href=all>{t(a::SEE_ALL)}</A></p> }
            })
            .into_any();
    }
    let lines = news.into_iter().map(|line| view! { <News base=base.clone() line/> }.into_any()).collect();
    view! { <ListPanel id="news" title=a::NEWS more=Some((a::SEE_ALL, all)) empty=().into_any() lines/> }.into_any()
}
