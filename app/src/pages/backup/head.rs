pub use model::backup::Part;
use model::text::{backup as b, clear as c, restore as r, storage};

use crate::prelude::*;

/// The pages, each with its title and its path below the backup page.
const PARTS: &[(Part, Key, &str)] = &[
    (Part::Overview, b::OVERVIEW, ""),
    (Part::Kept, b::KEPT, "/kept"),
    (Part::Restore, r::RESTORE, "/restore"),
    (Part::Storage, storage::STORAGE, "/storage"),
    (Part::Clear, c::CLEAR, "/clear"),
];

/// The school whose data a page is of, by its slug; empty for the whole platform. `/s/{slug}/backup` is a school's page;
/// `/backup` the platform's, or with `?school=` a school's.
pub fn use_reach() -> Memo<String> {
    let (path, query) = (use_school(), use_query_value("school"));
    Memo::new(move |_| match path.get() {
        slug if slug.is_empty() => query.get().unwrap_or_default(),
        slug => slug,
    })
}

/// The address of a part of the backup page: `path` is empty or begins with a slash.
pub fn address(school: &str, path: &str) -> String {
    if school.is_empty() { format!("/backup{path}") } else { format!("/s/{school}/backup{path}") }
}

/// The head of a part of the backup page. `school` is the slug and the name of the school it is of, `parts` are those that
/// are open to the reader.
#[component]
pub fn Head(
    part: Part,
    school: Option<(String, String)>,
    parts: Vec<Part>,
    /// Whether the tabs are the platform's, though the page is of a school: its admin has no place there.
    #[prop(optional)]
    of_platform: bool,
) -> impl IntoView {
    let about = match &school {
        Some((_, name)) => tf(b::OF_SCHOOL, &[("school", name)]),
        None => t(b::OF_PLATFORM).to_owned(),
    };
    // Nothing else of the page says whose it is.
    let heading = match &school {
        Some((_, name)) if of_platform => format!("{} · {name}", t(b::BACKUP)),
        _ => t(b::BACKUP).to_owned(),
    };
    let slug = school.filter(|_| !of_platform).map(|(slug, _)| slug).unwrap_or_default();
    let tab = |(it, label, path): &(Part, Key, &str)| Tab::new(address(&slug, path), t(*label), *it == part);
    let title = PARTS.iter().find(|(it, ..)| *it == part).map_or(b::BACKUP, |(_, label, _)| *label);
    let tabs: Vec<Tab> = PARTS.iter().filter(|(it, ..)| parts.contains(it)).map(tab).collect();
    let title = if part == Part::Overview { t(b::BACKUP).to_owned() } else { format!("{} · {}", t(title), t(b::BACKUP)) };
    view! {
        <Title text=title/>
        <PageHead title=heading subtitle=about/>
        {(tabs.len() > 1).then(|| view! { <Tabs label=t(b::PARTS) tabs/> })}
    }
}
