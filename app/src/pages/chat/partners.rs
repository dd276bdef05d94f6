//! Whom one may write to alone: looked for by name, a page at a time.

use model::chat::{Partner, Partners};
use model::limits;
use model::profile::photo_address;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, OpenDirect};
use crate::params::encode;
use crate::prelude::*;

#[component]
pub fn New() -> impl IntoView {
    let school = use_school();
    let (words, page) = (use_query_value("q"), use_query_value("page"));
    let found = Resource::new(
        move || {
            let page: usize = page.get().and_then(|page| page.parse().ok()).unwrap_or(1);
            (school.get(), words.get().unwrap_or_default(), page)
        },
        |(school, words, page)| async move {
            let found = api::find_partners(school, words.clone(), page).await?;
            Ok((found, words, page))
        },
    );
    view! {
        <Title text=t(c::NEW_DIRECT)/>
        <Loaded of=found view=move |(found, words, page): (Partners, String, usize)| {
            view! { <Whole school=school.get_untracked() found words page/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, found: Partners, words: String, page: usize) -> impl IntoView {
    let base = format!("/s/{school}/chat");
    let here = format!("{base}/new");
    let crumbs = vec![(t(c::ROOMS).to_owned(), base)];
    let Partners { people, more, teacher_label } = found;
    let form = FormState::plain(OpenDirect::PATH);
    let line = move |it: Partner| {
        let label = match &it.child {
            Some(child) => tf(c::WRITE_ABOUT, &[("name", &it.name), ("child", child)]),
            None => tf(c::WRITE_TO, &[("name", &it.name)]),
        };
        let whom = it.child_id.map_or_else(|| it.user_id.to_string(), |child| format!("{}:{child}", it.user_id));
        let about = it.child.map(|child| view! { <span class="meta">{tf(c::ABOUT, &[("child", &child)])}</span> });
        view! {
            <li>
                <Avatar name=it.name.clone() photo=photo_address(&it.photo)/>
                <div>
                    <span class="title"><bdi>{it.name}</bdi></span>
                    <span class="meta muted"><bdi>{it.username}</bdi> " · " {t(it.role.label_in(teacher_label))}</span>
                    {about}
                </div>
                <form method="post" action=OpenDirect::PATH class="trailing">
                    <input type="hidden" name="school" value=school.clone()/>
                    <input type="hidden" name="whom" value=whom/>
                    <Button variant=Variant::Quiet small=true icon="message-circle" label>{t(c::WRITE)}</Button>
                </form>
            </li>
        }
    };
    let list = if people.is_empty() {
        view! { <EmptyState icon="search" title=t(c::NOBODY_TO_WRITE_TO) text=t(c::NOBODY_TO_WRITE_TO_HINT)/> }.into_any()
    } else {
        view! { <ul class="list">{people.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    let q = encode(words.trim());
    let lead = |page: usize| format!("{here}?q={q}&page={page}");
    let before = (page > 1).then(|| view! { <LinkButton href=lead(page - 1)>{t(text::common::PREVIOUS)}</LinkButton> });
    let after = more.then(|| view! { <LinkButton href=lead(page + 1)>{t(text::common::NEXT)}</LinkButton> });
    view! {
        <PageHead title=t(c::NEW_DIRECT) crumbs crumbs_label=t(text::courses::WHERE)/>
        <form method="get" action=here.clone() role="search" class="form">
            <Field label=t(c::WITH_WHOM) name="q" kind="search" value=words maxlength=limits::NAME/>
            <Button icon="search">{t(c::SEARCH_DO)}</Button>
        </form>
        <FormProblem form/>
        {list}
        <p class="actions">{before} {after}</p>
    }
}
