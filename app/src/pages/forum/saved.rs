use model::forum::{Found, Hit, PAGE};
use model::text::{courses as c, forum as f};
use server_fn::ServerFn;

use super::api::{self, SavePost, saved_address};
use super::board::crumbs;
use super::home::HitLine;
use crate::paged::Paged;
use crate::prelude::*;

/// The posts that the reader has saved for later.
#[component]
pub fn SavedPosts() -> impl IntoView {
    let school = use_school();
    let page = use_query_value("page");
    let asked = move || (school.get(), page.get().and_then(|it| it.parse().ok()).unwrap_or(1));
    let saved = Resource::new(asked, |(school, page)| api::show_saved(school, page));
    view! {
        <Title text=t(f::SAVED)/>
        <Loaded of=saved view=move |saved: Found| view! { <Whole school=school.get_untracked() saved/> }.into_any()/>
    }
}

#[component]
fn Whole(school: String, saved: Found) -> impl IntoView {
    let Found { hits, page, total } = saved;
    let none = hits.is_empty().then(|| {
        view! { <EmptyState icon="bookmark" title=t(f::NONE_SAVED) text=t(f::NONE_SAVED_HINT)/> }
    });
    let address = saved_address(&school);
    let href = move |page: i64| format!("{address}?page={page}");
    let above = crumbs(&school);
    let line = move |hit: Hit| {
        let id = hit.post.to_string();
        let (its_school, spoken) = (school.clone(), format!("{}: {}", t(f::UNSAVE_POST), hit.title));
        view! {
            <HitLine school=school.clone() hit>
                <form method="post" action=SavePost::PATH>
                    <input type="hidden" name="school" value=its_school/>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="on" value="false"/>
                    <input type="hidden" name="listed" value="true"/>
                    <Button variant=Variant::Quiet small=true icon="x" label=spoken>{t(f::UNSAVE_POST)}</Button>
                </form>
            </HitLine>
        }
    };
    view! {
        <PageHead title=t(f::SAVED) subtitle=t(f::SAVED_HINT) crumbs=above crumbs_label=t(c::WHERE)/>
        <FormProblem form=FormState::plain(SavePost::PATH) alone=true/>
        {none}
        <ul class="list forum-hits">{hits.into_iter().map(line).collect_view()}</ul>
        {(total > PAGE).then(|| view! { <Paged page per_page=PAGE total href/> })}
    }
}
