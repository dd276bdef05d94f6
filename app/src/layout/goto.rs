use model::Permission;
use model::accounts::Me;
use model::finding::{
    Found, FoundClass, FoundCourse, FoundOnPlatform, FoundPerson, FoundRoom, FoundSchool, FoundStudent, FoundUser,
};
use model::schools::Place;
use model::text::{chat, classes as c, common, finding as f, schools as sc, settings as s};

use super::{api, leads};
use crate::look_up::LookUp;
use crate::nav;
use crate::pages::{me, settings};
use crate::prelude::*;

/// The palette that its button and Ctrl K open.
pub const ID: &str = "go-to";

/// The way to anything by a few letters: pages of the menu, people, classes, courses and chats of the school; for the platform's
/// admins, everybody with an account and every school, also where they are in none.
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
    /// Nothing before the first answer, and outside of a school for all but the platform's admins.
    found: Option<Found>,
}

#[component]
fn GoToIn(me: Me, place: Option<Place>) -> impl IntoView {
    let slug = place.as_ref().map(|place| place.slug.clone());
    let action = match &slug {
        Some(slug) => format!("/s/{slug}/find"),
        None if me.is_platform_admin() => "/admin/people".to_owned(),
        None => "/schools".to_owned(),
    };
    let pages = pages(&me, place.as_ref());
    let answer = RwSignal::new(Answer { words: String::new(), found: None });
    // What is one's own, kept for the next time.
    let own = StoredValue::new(None::<Found>);
    let look = LookUp::new();
    let school = slug.clone().unwrap_or_default();
    // Outside of a school nothing is one's own, and words are the platform's.
    let asks = (slug.is_some(), slug.is_some() || me.is_platform_admin());
    let base = school.clone();
    let ask = Callback::new(move |words: String| {
        let empty = words.trim().is_empty();
        let known = if empty { own.get_value() } else { None };
        let asked = if empty { asks.0 } else { asks.1 };
        if !asked || known.is_some() {
            look.rest();
            answer.set(Answer { words, found: known });
            return;
        }
        look.ask(api::find(school.clone(), words.clone()), move |found| {
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
        hits(&pages, &base, &words, found)
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

/// What fits the words: of the school and of the platform as the server found it, of the pages by their titles and what is
/// done there, and other schools. Where nothing is typed yet the pages come first, and no other school.
fn hits(known: &Pages, school: &str, words: &str, found: Option<Found>) -> Vec<Hits> {
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
    let mut kinds = found.map(|found| told(school, found)).unwrap_or_default();
    let place = if all.is_empty() { 0 } else { kinds.len() };
    kinds.insert(place, pages);
    if !all.is_empty() {
        let meant = known.schools.iter().filter(|school| all.iter().all(|word| school.text.contains(word)));
        let hit = |it: &School| Hit::new(it.href.clone(), it.name.clone(), "school").hint(it.role);
        kinds.push(Hits::new(t(common::SCHOOLS), meant.map(hit).collect()));
    }
    kinds
}

fn told(school: &str, found: Found) -> Vec<Hits> {
    let base = format!("/s/{school}");
    let Found { teacher_label, people, students, classes, courses, rooms, platform, .. } = found;
    let FoundOnPlatform { people: everybody, schools } = platform;
    let person = |it: FoundPerson| {
        let hint = leads::hint(&[&it.username, t(it.role.label_in(teacher_label)), &it.number, &it.classes]);
        Hit::new(format!("{base}/people/{}", it.user_id), it.name, "user").hint(hint)
    };
    let student = |it: FoundStudent| {
        let (href, hint) = (leads::student(school, &it), leads::hint(&[&it.username, &it.classes]));
        Hit::new(href, it.name, "user").hint(hint)
    };
    let class =
        |it: FoundClass| Hit::new(format!("{base}/classes/{}", it.id), it.name, "users").hint(tn(c::COUNT_STUDENTS, it.students));
    let course = |it: FoundCourse| Hit::new(format!("{base}/courses/{}", it.id), it.title, "book-open").hint(it.classes);
    let room = |it: FoundRoom| {
        let hit = Hit::new(format!("{base}/chat/{}", it.id), it.name, "message-circle");
        if it.about.is_empty() { hit } else { hit.hint(it.about) }
    };
    let user = |it: FoundUser| {
        let (href, hint) = (leads::user(&it), leads::hint(&[&it.username, &it.email, &it.schools]));
        Hit::new(href, it.name, "user").hint(hint)
    };
    let any_school = |it: FoundSchool| Hit::new(leads::school(&it), it.name, "globe").hint(it.slug);
    vec![
        Hits::new(t(f::PEOPLE), people.into_iter().map(person).collect()),
        Hits::new(t(f::STUDENTS), students.into_iter().map(student).collect()),
        Hits::new(t(f::CLASSES), classes.into_iter().map(class).collect()),
        Hits::new(t(f::COURSES), courses.into_iter().map(course).collect()),
        Hits::new(t(chat::ROOMS), rooms.into_iter().map(room).collect()),
        // A school is meant by its name, while its people may only share the domain of their mail.
        Hits::new(t(sc::SCHOOLS), schools.into_iter().map(any_school).collect()),
        Hits::new(t(f::EVERYBODY), everybody.into_iter().map(user).collect()),
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
            let kinds = hits(&known, "a", words, None);
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
            let kinds = format!("{:?}", hits(&known, "a", words, None));
            let shown: Vec<_> = ["/s/north", "/s/sud"].into_iter().filter(|href| kinds.contains(href)).collect();
            assert_eq!(shown, found, "{words}");
        }
    }
    #[test]
    fn who_is_in_a_school_and_runs_the_platform_finds_each_of_both_under_its_own_name() {
        use model::ids::{ClassId, SchoolId, UserId};
        let known = Pages { pages: Vec::new(), schools: Vec::new() };
        let (user_id, class_id, id) = (UserId::from_u128(1), ClassId::from_u128(2), SchoolId::from_u128(3));
        let (name, username, classes) = ("Ama".to_owned(), "ama".to_owned(), "Form 2".to_owned());
        let platform = FoundOnPlatform {
            people: vec![FoundUser {
                user_id,
                name: name.clone(),
                username: username.clone(),
                email: "ama@a.test".into(),
                schools: "South".into(),
            }],
            schools: vec![FoundSchool { id, name: "South".into(), slug: "south".into() }],
        };
        let outside = Found::outside(platform);
        let student = FoundStudent { user_id, name, username, classes, class_id, page: 2 };
        let inside = Found { students: vec![student], ..outside.clone() };
        let platform = ["People of the platform", "/admin/people?q=ama%40a.test", "ama · ama@a.test · South", "All schools"];
        let listed = format!("/s/a/classes/{class_id}/people?page=2#person-{user_id}");
        let page = format!("/admin/schools/{id}");
        for (school, found, students) in [("a", inside, true), ("", outside, false)] {
            let shown = format!("{:?}", hits(&known, school, "ama", Some(found)));
            assert!(platform.iter().chain([&page.as_str()]).all(|it| shown.contains(it)), "{shown}");
            assert!(shown.find("All schools") < shown.find("People of the platform"), "schools first: {shown}");
            assert_eq!(shown.contains(&listed) && shown.contains("Your students"), students, "{shown}");
        }
    }
}
