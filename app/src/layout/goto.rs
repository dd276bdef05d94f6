use model::Permission;
use model::accounts::Me;
use model::finding::Found;
use model::schools::Place;
use model::text::{classes as c, common, finding as f, settings as s};

use super::api;
use crate::look_up::LookUp;
use crate::nav;
use crate::pages::{me, settings};
use crate::prelude::*;

/// The palette that its button and Ctrl K open.
pub const ID: &str = "go-to";

/// The way to anything by a few letters: pages of the menu, people, classes and courses of the school.
#[component]
pub fn GoTo(me: Me, place: Memo<Option<Place>>) -> impl IntoView {
    let slug = Memo::new(move |_| place.read().as_ref().map(|place| place.slug.clone()));
    view! {
        <div class="goto">
            {move || {
                // Read, not only followed: what nobody has read yet follows nothing itself.
                slug.with(|_| ());
                view! { <GoToIn me=me.clone() place=place.get_untracked()/> }
            }}
        </div>
    }
}

/// The answer to some words.
#[derive(Clone, PartialEq)]
struct Answer {
    words: String,
    /// Nothing before the first answer, and outside of a school.
    found: Option<Found>,
}

#[component]
fn GoToIn(me: Me, place: Option<Place>) -> impl IntoView {
    let base = place.as_ref().map(|place| format!("/s/{}", place.slug));
    let action = base.as_ref().map_or_else(|| "/schools".to_owned(), |base| format!("{base}/find"));
    let pages = pages(&me, place.as_ref());
    let answer = RwSignal::new(Answer { words: String::new(), found: None });
    // What is one's own, kept for the next time.
    let own = StoredValue::new(None::<Found>);
    let look = LookUp::new();
    let slug = place.as_ref().map(|place| place.slug.clone());
    let ask = Callback::new(move |words: String| {
        let known = if words.trim().is_empty() { own.get_value() } else { None };
        let Some(slug) = slug.clone().filter(|_| known.is_none()) else {
            look.rest();
            answer.set(Answer { words, found: known });
            return;
        };
        look.ask(api::find(slug, words.clone()), move |found| {
            let found = found.ok();
            if words.trim().is_empty() {
                own.set_value(found.clone());
            }
            answer.set(Answer { words, found });
        });
    });
    // What is one's own is asked for when it is opened first, not with every page.
    let open = move |_| {
        if own.with_value(Option::is_none) && answer.with_untracked(|it| it.words.is_empty()) && !look.loading.get_untracked() {
            ask.run(String::new());
        }
    };
    let found = move || {
        let Answer { words, found } = answer.get();
        hits(&pages, base.as_deref().unwrap_or_default(), &words, found)
    };
    view! {
        <div class="goto" on:focusin=open>
            <Palette
                id=ID
                label=t(f::LABEL)
                placeholder=t(f::PLACEHOLDER)
                close=t(f::CLOSE)
                action
                found=Signal::derive(found)
                on_query=ask
                loading=look.loading
                none=t(f::NOTHING)
                waiting=t(f::LOOKING)
            >
                {t(f::KEYS)}
            </Palette>
        </div>
    }
}

/// A page as it is looked for.
#[derive(Clone, Debug, PartialEq)]
struct Page {
    line: nav::Line,
    /// What it is a part of; such a page is shown to those who look for it.
    of: Option<&'static str>,
    /// What the words may fit.
    text: String,
}

impl Page {
    fn new(line: nav::Line, of: Option<&'static str>, words: &str) -> Page {
        let text = folding::fold(&[line.title, of.unwrap_or_default(), words].join(" "));
        Page { line, of, text }
    }
}

/// Another school of the person, found by its name.
#[derive(Clone, Debug, PartialEq)]
struct School {
    name: String,
    href: String,
    role: &'static str,
    /// What the words may fit.
    text: String,
}

impl School {
    fn new(place: &Place) -> School {
        School {
            name: place.name.clone(),
            href: format!("/s/{}", place.slug),
            role: t(place.role_label()),
            text: folding::fold(&format!("{} {}", place.name, place.slug)),
        }
    }
}

/// Where one goes without asking the server.
struct Pages {
    pages: Vec<Page>,
    schools: Vec<School>,
}

/// The pages of the menu and those one goes to from everywhere; then the parts of the settings and of the own account; and
/// the other schools.
fn pages(me: &Me, place: Option<&Place>) -> Pages {
    let line = |title: Key, href: String, icon: &'static str| nav::Line::new((title, href.as_str(), icon));
    let mut lines: Vec<nav::Line> = nav::menu(me, place).into_iter().flat_map(|group| group.lines).collect();
    if let Some(place) = place {
        lines.push(line(s::SCHOOL_CALENDAR, format!("/s/{}/calendar", place.slug), "calendar"));
        if place.can(Permission::ClassesCreate) {
            lines.push(line(c::NEW, format!("/s/{}/classes/new", place.slug), "plus"));
        }
        if me.viewer.is_none() {
            lines.push(line(common::PROFILE, "/me".to_owned(), "user"));
        }
        lines.push(line(common::SCHOOLS, "/schools".to_owned(), "school"));
    }
    let mut pages: Vec<Page> = lines.into_iter().map(|line| Page::new(line, None, "")).collect();
    let mut add = |line: nav::Line, of: Key, words: Key| match pages.iter_mut().find(|page| page.line.href == line.href) {
        // The first of the parts is where the menu leads: it is found by either title.
        Some(page) => *page = Page::new(page.line.clone(), None, &format!("{} {}", line.title, t(words))),
        None => pages.push(Page::new(line, Some(t(of)), t(words))),
    };
    if let Some(place) = place.filter(|place| place.can(Permission::SchoolSettings)) {
        for (_, title, words, path) in settings::PARTS {
            add(line(*title, format!("/s/{}/settings{path}", place.slug), "settings"), s::SETTINGS, *words);
        }
    }
    if me.viewer.is_none() {
        for (_, title, words, href) in me::PARTS {
            add(line(title, href.to_owned(), "user"), common::PROFILE, words);
        }
    }
    let others = me.places.iter().filter(|it| place.is_none_or(|place| place.slug != it.slug));
    Pages { pages, schools: others.map(School::new).collect() }
}

/// What fits the words: of the school as the server found it, of the pages by their titles and what is done there, and
/// other schools. Where nothing is typed yet the pages come first, and no other school.
fn hits(known: &Pages, base: &str, words: &str, found: Option<Found>) -> Vec<Hits> {
    let folded = folding::fold(words);
    let all: Vec<&str> = folded.split_whitespace().collect();
    let fits = |page: &&Page| if all.is_empty() { page.of.is_none() } else { all.iter().all(|word| page.text.contains(word)) };
    let hit = |page: &Page| {
        let hit = Hit::new(page.line.href.clone(), page.line.title, page.line.icon);
        match page.of {
            Some(of) => hit.hint(of),
            None => hit,
        }
    };
    let pages = Hits::new(t(f::PAGES), known.pages.iter().filter(fits).map(hit).collect());
    let mut kinds = found.map(|found| of_school(base, found)).unwrap_or_default();
    let place = if all.is_empty() { 0 } else { kinds.len() };
    kinds.insert(place, pages);
    if !all.is_empty() {
        let meant = known.schools.iter().filter(|school| all.iter().all(|word| school.text.contains(word)));
        let hit = |it: &School| Hit::new(it.href.clone(), it.name.clone(), "school").hint(it.role);
        kinds.push(Hits::new(t(common::SCHOOLS), meant.map(hit).collect()));
    }
    kinds
}

fn of_school(base: &str, found: Found) -> Vec<Hits> {
    let Found { teacher_label, people, classes, courses, .. } = found;
    let person = |it: model::finding::FoundPerson| {
        let hint = [it.username, t(it.role.label_in(teacher_label)).to_owned(), it.number, it.classes];
        let hint = hint.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        Hit::new(format!("{base}/people/{}", it.user_id), it.name, "user").hint(hint)
    };
    let class = |it: model::finding::FoundClass| {
        Hit::new(format!("{base}/classes/{}", it.id), it.name, "users").hint(tn(c::COUNT_STUDENTS, it.students))
    };
    let course =
        |it: model::finding::FoundCourse| Hit::new(format!("{base}/courses/{}", it.id), it.title, "book-open").hint(it.classes);
    vec![
        Hits::new(t(f::PEOPLE), people.into_iter().map(person).collect()),
        Hits::new(t(f::CLASSES), classes.into_iter().map(class).collect()),
        Hits::new(t(f::COURSES), courses.into_iter().map(course).collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_what_is_done_there_and_a_part_only_by_who_looks_for_it() {
        let page = |title, href: &str, of, words| {
            Page::new(nav::Line { title, short: title, href: href.to_owned(), icon: "" }, of, words)
        };
        let known = Pages {
            pages: vec![
                page("Classes", "/s/a/classes", None, ""),
                page("Brand", "/s/a/settings/brand", Some("Settings"), "Colour logo"),
            ],
            schools: Vec::new(),
        };
        let titles = |words: &str| {
            let kinds = hits(&known, "/s/a", words, None);
            let shown = |page: &&Page| kinds.iter().any(|kind| format!("{kind:?}").contains(&page.line.href));
            known.pages.iter().filter(shown).map(|page| page.line.title).collect::<Vec<_>>()
        };
        for (words, found) in [
            ("", vec!["Classes"]),
            ("COLOUR", vec!["Brand"]),
            ("settings logo", vec!["Brand"]),
            ("class", vec!["Classes"]),
            ("class logo", vec![]),
        ] {
            assert_eq!(titles(words), found, "{words}");
        }
    }

    #[test]
    fn another_school_is_found_by_its_name_once_something_is_typed() {
        let school = |name: &str, slug: &str| School {
            name: name.to_owned(),
            href: format!("/s/{slug}"),
            role: "Teacher",
            text: folding::fold(&format!("{name} {slug}")),
        };
        let known = Pages { pages: Vec::new(), schools: vec![school("École du Nord", "north"), school("South", "sud")] };
        for (words, found) in [("", vec![]), ("ecole", vec!["/s/north"]), ("SUD", vec!["/s/sud"]), ("nord sud", vec![])] {
            let kinds = format!("{:?}", hits(&known, "/s/a", words, None));
            let shown: Vec<_> = ["/s/north", "/s/sud"].into_iter().filter(|href| kinds.contains(href)).collect();
            assert_eq!(shown, found, "{words}");
        }
    }
}
