use model::text::{courses, settings as s};

use crate::prelude::*;

/// The pages, in the order of their tabs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    General,
    Brand,
    Departments,
    Calendar,
    Grades,
    Features,
    Storage,
}

/// Each with its title, the words it is looked for by beside that, and its path below the settings.
pub const PARTS: &[(Part, Key, Key, &str)] = &[
    (Part::General, s::GENERAL, s::GENERAL_WORDS, ""),
    (Part::Brand, s::BRAND, s::BRAND_WORDS, "/brand"),
    (Part::Departments, s::DEPARTMENTS, s::DEPARTMENTS_WORDS, "/departments"),
    (Part::Calendar, s::CALENDAR, s::CALENDAR_WORDS, "/calendar"),
    (Part::Grades, s::GRADES, s::GRADES_WORDS, "/grades"),
    (Part::Features, s::FEATURES, s::FEATURES_WORDS, "/features"),
    (Part::Storage, s::STORAGE, s::STORAGE_WORDS, "/storage"),
];

/// The head of a page of the settings.
#[component]
pub fn Head(school: String, part: Part) -> impl IntoView {
    let tab =
        |(it, label, _, path): &(Part, Key, Key, &str)| Tab::new(format!("/s/{school}/settings{path}"), t(*label), *it == part);
    let title = PARTS.iter().find(|(it, ..)| *it == part).map_or(s::SETTINGS, |(_, label, ..)| *label);
    view! {
        <Title text=format!("{} · {}", t(title), t(s::SETTINGS))/>
        <PageHead title=t(s::SETTINGS)/>
        <Tabs label=t(s::PARTS) tabs=PARTS.iter().map(tab).collect()/>
    }
}

/// The head of one thing below a page of the settings.
#[component]
pub fn InnerHead(school: String, part: Part, title: String, #[prop(optional)] above: Option<(String, String)>) -> impl IntoView {
    let base = format!("/s/{school}/settings");
    let of = PARTS.iter().find(|(it, ..)| *it == part).map(|(_, label, _, path)| (t(*label).to_owned(), format!("{base}{path}")));
    let crumbs = std::iter::once((t(s::SETTINGS).to_owned(), base)).chain(of).chain(above).collect();
    view! {
        <Title text=title.clone()/>
        <PageHead title crumbs crumbs_label=t(courses::WHERE)/>
    }
}
