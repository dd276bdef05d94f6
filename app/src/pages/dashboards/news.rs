use model::announcements::NewsLine;
use model::text::announcements as a;

use super::lists::ListPanel;
use crate::pages::announcements::card::News;
use crate::prelude::*;

/// The newest announcements, on every dashboard.
#[component]
pub fn NewsPanel(base: String, news: Vec<NewsLine>) -> impl IntoView {
    let more = Some((a::SEE_ALL, format!("{base}/announcements")));
    let lines = news.into_iter().map(|line| view! { <News base=base.clone() line/> }.into_any()).collect();
    view! { <ListPanel id="news" title=a::NEWS more empty=().into_any() lines/> }
}
