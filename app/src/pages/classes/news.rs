use model::announcements::NewsLine;
use model::classes::ClassPage;
use model::text::{announcements as a, classes as c};

use super::api;
use super::parts::{ClassHead, Part};
use crate::pages::announcements::card::News;
use crate::prelude::*;

/// What was announced to the class.
#[component]
pub fn ClassNews() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let news = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::class_news(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=news view=move |(class, news): (ClassPage, Vec<NewsLine>)| {
            view! { <Whole school=school.get_untracked() class news/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, class: ClassPage, news: Vec<NewsLine>) -> impl IntoView {
    let base = format!("/s/{school}");
    let new = class.may_announce.then(|| {
        view! { <LinkButton href=format!("{base}/announcements/new?class={}", class.id) icon="plus">{t(a::NEW)}</LinkButton> }
    });
    view! {
        <ClassHead school class here=Part::News/>
        <section class="panel" id="news">
            <header><h2>{t(c::ANNOUNCEMENTS)}</h2> {new}</header>
            {news.is_empty().then(|| view! { <p class="muted">{t(c::NO_NEWS)}</p> })}
            <ul class="list">{news.into_iter().map(|line| view! { <News base=base.clone() line/> }).collect_view()}</ul>
        </section>
    }
}
