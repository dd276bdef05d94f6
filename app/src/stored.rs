//! What is stored, as lines of a table: the same where a school is set up and where its backup is.

use model::settings::storage::{ClassStorage, PAGE, StoragePage};
use model::text::settings as s;

use crate::paged::Paged;
use crate::prelude::*;
use crate::text::size;

/// A page of the classes of a school, each with its quota and how much of it is used.
#[component]
pub fn ClassesStored(
    school: String,
    classes: StoragePage,
    /// Where the list is.
    base: String,
) -> impl IntoView {
    let StoragePage { classes, total, page, .. } = classes;
    let line = move |class| view! { <Line school=school.clone() class/> };
    let table = if classes.is_empty() {
        view! { <p class="muted">{t(s::NO_CLASSES)}</p> }.into_any()
    } else {
        view! {
            <Table
                caption=t(s::STORAGE)
                caption_hidden=true
                columns=vec![Column::text(t(s::CLASS)), Column::number(t(s::USED)), Column::number(t(s::QUOTA)), Column::text(t(s::STORAGE))]
            >
                {classes.into_iter().map(line).collect_view()}
            </Table>
        }
            .into_any()
    };
    view! {
        {table}
        <Paged page per_page=PAGE total href=move |page: i64| format!("{base}?page={page}")/>
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
    view! {
        <tr>
            <RowHead><A href=href>{class.name}</A> {class.archived.then(|| view! { " " <Badge>{t(s::ARCHIVED)}</Badge> })}</RowHead>
            <Cell label=t(s::USED) number=true>{size(class.storage_bytes)}</Cell>
            <Cell label=t(s::QUOTA) number=true>{size(class.quota_bytes)}</Cell>
            <ShareCell label value=class.storage_bytes of=class.quota_bytes/>
        </tr>
    }
}

/// A cell with a bar: how much that is of the whole. The label says it to those who hear it.
#[component]
pub fn ShareCell(label: String, value: i64, of: i64) -> impl IntoView {
    // A bar without a length would count as not known.
    let max = if of > 0 { of as f64 } else { 1.0 };
    let value = (value as f64).clamp(0.0, max);
    view! { <Cell><progress aria-label=label max=max value=value></progress></Cell> }
}
