pub use model::backup::Part;
use model::text::{backup as b, clear as c, courses, restore as r, storage};

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
    /// Whether the reader looks after the school as the platform's admin: the way back is over the title.
    #[prop(optional)]
    of_platform: bool,
    /// The name of the school that an archive is of, where it is looked at on the platform's page.
    #[prop(optional_no_strip)]
    archive_of: Option<String>,
) -> impl IntoView {
    let (title, path) = PARTS.iter().find(|(it, ..)| *it == part).map_or((b::BACKUP, ""), |(_, label, path)| (*label, *path));
    let name = school.as_ref().map(|(_, name)| name.clone()).or_else(|| archive_of.clone());
    let about = match &name {
        Some(name) => tf(b::OF_SCHOOL, &[("school", name)]),
        None => t(b::OF_PLATFORM).to_owned(),
    };
    // Nothing else of the page says whose it is.
    let heading = match name {
        Some(name) if of_platform || archive_of.is_some() => format!("{} · {name}", t(b::BACKUP)),
        _ => t(b::BACKUP).to_owned(),
    };
    let above = |label: Key, path: &str| (t(label).to_owned(), address("", path));
    let crumbs = match (of_platform, part) {
        (false, _) => Vec::new(),
        (true, Part::Overview) => vec![above(b::BACKUP, "")],
        (true, _) => vec![above(b::BACKUP, ""), above(title, path)],
    };
    // The help of a school is its members'.
    let help_of = of_platform.then(|| address("", path));
    let slug = school.map(|(slug, _)| slug).unwrap_or_default();
    let tab = |(it, label, path): &(Part, Key, &str)| Tab::new(address(&slug, path), t(*label), *it == part);
    let shown = |(it, ..): &&(Part, Key, &str)| parts.contains(it);
    let tabs: Vec<Tab> = PARTS.iter().filter(shown).map(tab).collect();
    let title = if part == Part::Overview { t(b::BACKUP).to_owned() } else { format!("{} · {}", t(title), t(b::BACKUP)) };
    view! {
        <Title text=title/>
        <PageHead title=heading subtitle=about crumbs crumbs_label=t(courses::WHERE) help_of/>
        {(tabs.len() > 1).then(|| view! { <Tabs label=t(b::PARTS) tabs/> })}
    }
}
