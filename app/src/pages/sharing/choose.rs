use model::sharing::ShareTargets;
use model::text::{dashboards, device as d};

use super::api;
use crate::prelude::*;

#[component]
pub fn Choose() -> impl IntoView {
    let again = use_query_value("again");
    let targets = Resource::new(|| (), |()| api::show_targets());
    let choice = move |targets: Vec<ShareTargets>| view! { <Targets again=again.get_untracked().is_some() targets/> }.into_any();
    view! {
        <Title text=t(d::SHARE)/>
        <Loaded of=targets view=choice/>
    }
}

#[component]
fn Targets(
    /// It came when nothing could take it (server/src/files/shared.rs).
    again: bool,
    targets: Vec<ShareTargets>,
) -> impl IntoView {
    let lost = again.then(|| view! { <Notice tone=Tone::Warn>{t(d::SHARE_AGAIN)}</Notice> });
    let none = targets.is_empty().then(|| view! { <Notice>{t(d::NOWHERE)}</Notice> });
    view! {
        <PageHead title=t(d::SHARE)/>
        {lost}
        <section class="panel" aria-label=t(d::SHARED)>
            <ul class="list" data-shared-list=""></ul>
            <p class="muted" data-shared-none="">{t(d::NOTHING_SHARED)}</p>
        </section>
        {none}
        {targets.into_iter().map(|school| view! { <School school/> }).collect_view()}
    }
}

#[component]
fn School(school: ShareTargets) -> impl IntoView {
    let ShareTargets { slug, school, due, classes } = school;
    let due: Vec<_> = due
        .into_iter()
        .map(|due| {
            let meta = format!("{} · {}", due.card.course, tf(dashboards::DUE, &[("when", &due.card.due)]));
            (format!("/s/{slug}/assignments/{}?shared=1#hand-in", due.card.id), due.card.title, meta)
        })
        .collect();
    let chats: Vec<_> = classes
        .into_iter()
        .map(|class| (format!("/s/{slug}/classes/{}/chat?shared=1", class.id), class.name, String::new()))
        .collect();
    view! {
        <section class="panel">
            <h2>{school}</h2>
            <Ways title=d::HAND_IN_TO ways=due/>
            <Ways title=d::SAY_IN ways=chats/>
        </section>
    }
}

/// The ways to forms, each in a document of its own: what was shared is put into it when it is drawn.
#[component]
fn Ways(title: Key, ways: Vec<(String, String, String)>) -> impl IntoView {
    (!ways.is_empty()).then(|| {
        view! {
            <h3>{t(title)}</h3>
            <ul class="list">
                {ways
                    .into_iter()
                    .map(|(href, name, meta)| {
                        view! {
                            <li>
                                <div>
                                    <a href=href class="title" rel="external">{name}</a>
                                    <span class="meta muted">{meta}</span>
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
    })
}
