use model::settings::storage::StoragePage;
use model::text::settings as s;

use super::api;
use super::head::{Head, Part};
use crate::prelude::*;
use crate::stored::ClassesStored;
use crate::text::size;

#[component]
pub fn StorageShow() -> impl IntoView {
    let school = use_school();
    let at = use_query_value("page");
    let at = move || at.get().and_then(|page| page.parse::<i64>().ok()).unwrap_or(1);
    let page = Resource::new(move || (school.get(), at()), |(school, page)| api::show_storage(school, page));
    view! { <Loaded of=page view=move |page: StoragePage| view! { <Storage school=school.get_untracked() page/> }.into_any()/> }
}

#[component]
fn Storage(school: String, page: StoragePage) -> impl IntoView {
    let sum = tf(s::STORED, &[("used", &size(page.storage_bytes)), ("quota", &size(page.quota_bytes))]);
    let base = format!("/s/{school}/settings/storage");
    view! {
        <Head school=school.clone() part=Part::Storage/>
        <section class="panel" id="sum">
            <h2>{t(s::STORAGE_SUM)}</h2>
            <Meter label=sum value=page.storage_bytes as f64 max=page.quota_bytes as f64 text=tn(s::STORAGE_EXACT, page.storage_bytes)/>
            <p class="muted">{t(s::STORAGE_HINT)}</p>
        </section>
        <section class="panel" id="classes">
            <ClassesStored school classes=page base/>
        </section>
    }
}
