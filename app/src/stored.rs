//! What is stored, as lines of a table: the same where a school is set up and where its backup is.

use model::settings::storage::{ClassStorage, PAGE, StoragePage};
use model::text::{backup as b, settings as s, storage};

use crate::paged::Paged;
use crate::prelude::*;
use crate::text::{share, size};

/// A page of the classes of a school, each with its quota and how much of it is used.
#[component]
pub fn ClassesStored(
    school: String,
    classes: StoragePage,
    /// The address of a page of the list, up to its number.
    pages: String,
    /// The reader has no place in the school: nothing leads into it.
    #[prop(optional)]
    closed: bool,
    /// What can be done with a class, at the end of its line.
    #[prop(optional_no_strip)]
    change: Option<Callback<ClassStorage, AnyView>>,
) -> impl IntoView {
    let StoragePage { classes, total, page, .. } = classes;
    let line = move |class| view! { <Line school=school.clone() class closed change/> };
    let table = if classes.is_empty() {
        view! { <p class="muted">{t(s::NO_CLASSES)}</p> }.into_any()
    } else {
        let mut columns = vec![
            Column::text(t(s::CLASS)),
            Column::number(t(s::USED)),
            Column::number(t(s::QUOTA)),
            Column::text(t(s::USED_OF_QUOTA)),
        ];
        columns.extend(change.map(|_| Column::actions(t(b::ACTIONS))));
        view! {
            <Table caption=t(s::STORAGE) caption_hidden=true columns>{classes.into_iter().map(line).collect_view()}</Table>
        }
        .into_any()
    };
    view! {
        {table}
        <Paged page per_page=PAGE total href=move |page: i64| format!("{pages}{page}")/>
    }
}

#[component]
fn Line(school: String, class: ClassStorage, closed: bool, change: Option<Callback<ClassStorage, AnyView>>) -> impl IntoView {
    let change = change.map(|change| {
        let change = change.run(class.clone());
        view! { <Cell actions=true>{change}</Cell> }
    });
    let ClassStorage { id, name, storage_bytes, quota_bytes, archived } = class;
    let title = name.clone();
    let title = match closed {
        true => title.into_any(),
        false => view! { <A href=format!("/s/{school}/classes/{id}")>{title}</A> }.into_any(),
    };
    view! {
        <tr>
            <RowHead>{title} {archived.then(|| view! { " " <Badge>{t(s::ARCHIVED)}</Badge> })}</RowHead>
            <Cell label=t(s::USED) number=true>{size(storage_bytes)}</Cell>
            <Cell label=t(s::QUOTA) number=true>{size(quota_bytes)}</Cell>
            <ShareCell head=t(s::USED_OF_QUOTA) name value=storage_bytes of=quota_bytes/>
            {change}
        </tr>
    }
}

/// A cell with a bar and its figure: how much that is of the whole.
#[component]
pub fn ShareCell(
    /// The column's name.
    head: &'static str,
    /// Whose it is, for those who hear the bar.
    name: String,
    value: i64,
    of: i64,
) -> impl IntoView {
    let label = tf(storage::SHARE_OF, &[("name", &name), ("size", &size(value)), ("total", &size(of))]);
    let figure = share(value, of);
    // A bar without a length would count as not known.
    let max = if of > 0 { of as f64 } else { 1.0 };
    let value = (value as f64).clamp(0.0, max);
    view! {
        <Cell label=head>
            <span class="share">
                <progress aria-label=label max=max value=value></progress>
                <span class="num">{figure}</span>
            </span>
        </Cell>
    }
}
