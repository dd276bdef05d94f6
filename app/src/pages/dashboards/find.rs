use model::finding::{
    Found, FoundClass, FoundCourse, FoundOnPlatform, FoundPerson, FoundRoom, FoundSchool, FoundStudent, FoundUser, MOST,
};
use model::people::Standing;
use model::text::{chat, classes as c, finding as f, schools as s};

use super::lists::{Line, ListPanel};
use crate::layout::api::find;
use crate::layout::leads;
use crate::params::encode;
use crate::prelude::*;

/// All that some words lead to, as a page: where the palette's words go when nothing is chosen, and without a script.
#[component]
pub fn FindPage() -> impl IntoView {
    let (school, words) = (use_school(), use_query_value("q"));
    let found = Resource::new(
        move || (school.get(), words.get().unwrap_or_default()),
        |(school, words)| async move { Ok((find(school, words.clone()).await?, words)) },
    );
    view! {
        <Title text=t(f::TITLE)/>
        <Loaded of=found view=move |(found, words): (Found, String)| {
            view! { <Whole school=school.get_untracked() found words/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, found: Found, words: String) -> impl IntoView {
    let base = format!("/s/{school}");
    let asked = !words.trim().is_empty();
    let none =
        (asked && found.is_empty()).then(|| view! { <EmptyState icon="search" title=t(f::NOTHING) text=t(f::NOTHING_HINT)/> });
    let total = found.people_total;
    let all = (total > MOST).then(|| {
        let href = format!("{base}/people?q={}&status={}", encode(words.trim()), Standing::Active);
        view! { <p><A href=href>{tn(f::ALL_PEOPLE, total)}</A></p> }
    });
    let Found { teacher_label, people, students, classes, courses, rooms, platform, .. } = found;
    let FoundOnPlatform { people: everybody, schools } = platform;
    let more = (everybody.len() as i64 == MOST).then(|| {
        let href = leads::users(&words);
        view! { <p><A href=href>{t(f::ALL_OF_EVERYBODY)}</A></p> }
    });
    let at = base.clone();
    let person = move |it: FoundPerson| {
        let meta = leads::hint(&[&it.username, &it.number, &it.classes]);
        let href = format!("{at}/people/{}", it.user_id);
        view! {
            <Line icon="user" href title=it.name meta>
                <Badge>{t(it.role.label_in(teacher_label))}</Badge>
            </Line>
        }
        .into_any()
    };
    let student = move |it: FoundStudent| {
        let (href, meta) = (leads::student(&school, &it), leads::hint(&[&it.username, &it.classes]));
        view! { <Line icon="user" href title=it.name meta/> }.into_any()
    };
    let at = base.clone();
    let class = move |it: FoundClass| {
        let meta = tn(c::COUNT_STUDENTS, it.students);
        view! { <Line icon="users" href=format!("{at}/classes/{}", it.id) title=it.name meta/> }.into_any()
    };
    let at = base.clone();
    let course = move |it: FoundCourse| {
        view! { <Line icon="book-open" href=format!("{at}/courses/{}", it.id) title=it.title meta=it.classes/> }.into_any()
    };
    let at = base.clone();
    let room = move |it: FoundRoom| {
        view! { <Line icon="message-circle" href=format!("{at}/chat/{}", it.id) title=it.name meta=it.about/> }.into_any()
    };
    let user = |it: FoundUser| {
        let (href, meta) = (leads::user(&it), leads::hint(&[&it.username, &it.email, &it.schools]));
        view! { <Line icon="user" href title=it.name meta/> }.into_any()
    };
    let any_school = |it: FoundSchool| {
        let href = leads::school(&it);
        view! { <Line icon="globe" href title=it.name meta=it.slug/> }.into_any()
    };
    let panel = |id: &'static str, title: Key, lines: Vec<AnyView>| {
        (!lines.is_empty()).then(|| view! { <ListPanel id title empty=().into_any() lines/> })
    };
    view! {
        <PageHead title=t(f::TITLE) subtitle=t(f::WORDS_HINT)/>
        <FilterBar
            action=format!("{base}/find")
            label=t(f::LABEL)
            value=words
            placeholder=t(f::PLACEHOLDER)
            submit=t(f::FIND)
            clear=t(f::CLEAR)
            active=asked
        />
        {none}
        {panel("people", f::PEOPLE, people.into_iter().map(person).collect())}
        {all}
        {panel("students", f::STUDENTS, students.into_iter().map(student).collect())}
        {panel("classes", f::CLASSES, classes.into_iter().map(class).collect())}
        {panel("courses", f::COURSES, courses.into_iter().map(course).collect())}
        {panel("chats", chat::ROOMS, rooms.into_iter().map(room).collect())}
        {panel("schools", s::SCHOOLS, schools.into_iter().map(any_school).collect())}
        {panel("everybody", f::EVERYBODY, everybody.into_iter().map(user).collect())}
        {more}
    }
}
