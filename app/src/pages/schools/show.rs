use model::accounts::UserStatus;
use model::schools::{SchoolFacts, SchoolPerson};
use model::text::{courses, dashboards as d, schools as s};
use server_fn::ServerFn;

use super::api::{self, AppointAdmin};
use super::appoint::Appoint;
use crate::dated::OnDay;
use crate::prelude::*;
use crate::text::{number, size};

/// One school, for the platform's admins.
#[component]
pub fn SchoolShow() -> impl IntoView {
    let (id, words) = (use_id("id"), use_query_value("q"));
    let school = Resource::new(
        move || (id.get(), words.get().unwrap_or_default()),
        |(id, q)| async move { api::show_school(id.ok_or(model::Error::NotFound)?, q).await },
    );
    let draw = move |school: SchoolFacts| {
        let words = words.get_untracked().unwrap_or_default();
        view! { <Whole words school/> }.into_any()
    };
    view! { <Loaded of=school view=draw/> }
}

#[component]
fn Whole(words: String, school: SchoolFacts) -> impl IntoView {
    let crumbs = vec![(t(d::PLATFORM).to_owned(), "/admin".to_owned()), (t(s::SCHOOLS).to_owned(), "/admin/schools".to_owned())];
    let people = format!("/admin/people?school={}", school.slug);
    let lost = (!school.has_admin()).then(|| view! { <Notice tone=Tone::Warn>{t(s::NO_ADMIN_HINT)}</Notice> });
    view! {
        <Title text=school.name.clone()/>
        <PageHead title=school.name.clone() subtitle=school.slug.clone() crumbs crumbs_label=t(courses::WHERE)>
            <LinkButton href=people icon="users">{t(s::PEOPLE_OF)}</LinkButton>
        </PageHead>
        <FormProblem form=FormState::plain(AppointAdmin::PATH) alone=true/>
        {lost}
        <div class="split">
            <div>
                <Admins admins=school.admins.clone()/>
                <Appoint words school=school.clone()/>
            </div>
            <aside>
                <Facts school/>
            </aside>
        </div>
    }
}

#[component]
fn Admins(admins: Vec<SchoolPerson>) -> impl IntoView {
    let list = if admins.is_empty() {
        view! { <p class="muted">{t(s::NO_ADMINS)}</p> }.into_any()
    } else {
        let lines = admins.into_iter().map(|person| view! { <Admin person/> }).collect_view();
        view! { <ul class="list">{lines}</ul> }.into_any()
    };
    view! {
        <section class="panel" id="admins">
            <header><h2>{t(s::ADMINS)}</h2></header>
            {list}
        </section>
    }
}

#[component]
fn Admin(person: SchoolPerson) -> impl IntoView {
    let tone = match person.status {
        UserStatus::Active => Tone::Good,
        UserStatus::Pending => Tone::Info,
        UserStatus::Suspended => Tone::Warn,
        UserStatus::Inactive => Tone::default(),
    };
    let href = format!("/admin/people?q={}", person.username);
    view! {
        <li>
            <Avatar name=person.name.clone()/>
            <div>
                <A href=href attr:class="title">{person.name}</A>
                <span class="meta muted">{person.username} " · " <MailAddress of=person.email/></span>
            </div>
            <Badge tone>{t(person.status.label())}</Badge>
        </li>
    }
}

#[component]
fn Facts(school: SchoolFacts) -> impl IntoView {
    view! {
        <section class="panel" id="facts">
            <header><h2>{t(s::FACTS)}</h2></header>
            <Pairs>
                <Pair term=t(d::FOUNDED)><OnDay dated=school.founded/></Pair>
                <Pair term=t(d::PEOPLE)>{number(school.people)}</Pair>
                <Pair term=t(d::STUDENTS)>{number(school.students)}</Pair>
                <Pair term=t(d::TEACHERS)>{number(school.teachers)}</Pair>
                <Pair term=t(d::CLASS_COUNT)>{number(school.classes)}</Pair>
                <Pair term=t(d::STORAGE)>{size(school.storage_bytes)}</Pair>
                <Pair term=t(d::ZONE)><bdi>{school.time_zone}</bdi></Pair>
                <Pair term=t(s::LANGUAGE)><bdi>{school.locale.name()}</bdi></Pair>
            </Pairs>
        </section>
    }
}
