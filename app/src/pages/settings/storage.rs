use model::settings::storage::{ClassStorage, PAGE, StoragePage};
use model::text::settings as s;

use super::api;
use super::head::{Head, Part};
use crate::paged::Paged;
use crate::prelude::*;
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
    let of = school.clone();
    let base = format!("/s/{school}/settings/storage");
    let line = move |class| view! { <Line school=of.clone() class/> };
    let table = if page.classes.is_empty() {
        view! { <p class="muted">{t(s::NO_CLASSES)}</p> }.into_any()
    } else {
        view! {
            <Table
                caption=t(s::STORAGE)
                caption_hidden=true
                columns=vec![Column::text(t(s::CLASS)), Column::number(t(s::USED)), Column::number(t(s::QUOTA)), Column::text(t(s::STORAGE))]
            >
                {page.classes.into_iter().map(line).collect_view()}
            </Table>
        }
            .into_any()
    };
    view! {
        <Head school=school.clone() part=Part::Storage/>
        <section class="panel" id="sum">
            <h2>{t(s::STORAGE_SUM)}</h2>
            <Meter label=sum value=page.storage_bytes as f64 max=page.quota_bytes as f64 text=tn(s::STORAGE_EXACT, page.storage_bytes)/>
            <p class="muted">{t(s::STORAGE_HINT)}</p>
        </section>
        <section class="panel" id="classes">
            {table}
            <Paged page=page.page per_page=PAGE total=page.total href=move |page: i64| format!("{base}?page={page}")/>
        </section>
    }
}

#[component]
fn Line(school: String, class: ClassStorage) -> impl IntoView {
    let href = format!("/s/{school}/classes/{}", class.id);
    let label = format!(
        "{}: {}",
        class.name,
        tf(s::STORED, &[("used", &size(class.storage_bytes)), ("quota", &size(class.quota_bytes))])
    );
    let max = if class.quota_bytes > 0 { class.quota_bytes as f64 } else { 1.0 };
    let value = (class.storage_bytes as f64).clamp(0.0, max);
    view! {
        <tr>
            <RowHead><A href=href>{class.name}</A> {class.archived.then(|| view! { " " <Badge>{t(s::ARCHIVED)}</Badge> })}</RowHead>
            <Cell label=t(s::USED) number=true>{size(class.storage_bytes)}</Cell>
            <Cell label=t(s::QUOTA) number=true>{size(class.quota_bytes)}</Cell>
            <Cell><progress aria-label=label max=max value=value></progress></Cell>
        </tr>
    }
}
