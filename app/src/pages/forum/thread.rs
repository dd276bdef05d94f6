use std::time::Duration;

use model::Done;
use model::forum::{PAGE, PostCard, ThreadPage};
use model::text::{courses as c, forum as f};
use server_fn::ServerFn;

use super::api::{self, DeletePost, MarkAnswer, VoteForPost, board_address, post_address, thread_address};
use super::board::crumbs;
use super::live::{Live, NewReplies, Refused, ToAnswer, key};
use super::marks::Marks;
use super::post::Post;
use super::reading::Reading;
use super::reply::Reply;
use super::tools::{Follow, Tools};
use crate::paged::Paged;
use crate::prelude::*;
use crate::told::Telling;

/// How long it is said that a thread has begun.
const SAID: Duration = Duration::from_secs(10);

/// A thread, a page at a time: where the first post is that the reader has not seen, if no page is named.
#[component]
pub fn ThreadShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let [page, quote] = ["page", "quote"].map(use_query_value);
    let number = |it: Option<String>| it.and_then(|it| it.parse::<i64>().ok());
    let thread = Resource::new(
        move || (school.get(), id.get(), number(page.get()), number(quote.get())),
        |(school, id, page, quote)| async move { api::show_thread(school, id.ok_or(model::Error::NotFound)?, page, quote).await },
    );
    view! {
        <Loaded of=thread view=move |page: ThreadPage| view! { <Whole school=school.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(school: String, page: ThreadPage) -> impl IntoView {
    let id = page.id;
    let address = thread_address(&school, id);
    let mut above = crumbs(&school);
    above.push((page.board_name.clone(), board_address(&school, page.board)));
    let topic = page.topic.clone().map(|topic| topic.name);
    let deleted = page.posts.iter().any(|post| post.number == 1 && post.deleted);
    let live = Live::new(school.clone(), &page);
    said_for_a_while();
    let answered = Memo::new(move |_| live.now.with(|now| now.answer.is_some()));
    let first_unread = page.first_unread.map(|number| {
        let href = post_address(&school, (id, number));
        view! { <p><a href=href>{t(f::TO_UNREAD)}</a></p> }
    });
    let reading = (page.first_unread.is_some() || page.told).then(|| {
        view! { <Reading school=school.clone() id number=page.seen_to/> }
    });
    let (board, now, total, locked) = (page.board, page.page, page.total, page.locked);
    let (may_write, title, pinned) = (page.may_write, page.title.clone(), page.pinned);
    let refused = [DeletePost::PATH, MarkAnswer::PATH, VoteForPost::PATH].map(|path| {
        view! { <FormProblem form=FormState::plain(path) alone=true/> }
    });
    let follow = page.may_follow.then(|| view! { <Follow school=school.clone() id live/> });
    let its_school = StoredValue::new(school.clone());
    let post = move |post: PostCard| {
        view! { <Post school=its_school.get_value() thread=id board page=now may_write post live/> }
    };
    let href = move |page: i64| format!("{address}?page={page}");
    view! {
        <Title text=title.clone()/>
        <PageHead title subtitle=topic crumbs=above crumbs_label=t(c::WHERE)>
            <Marks pinned locked answered deleted/>
            {follow}
        </PageHead>
        {refused.into_iter().collect_view()}
        <Refused live/>
        <Tools school=school.clone() page=page.clone() live/>
        <ToAnswer live/>
        {first_unread}
        <ol class="posts" start=((now - 1) * PAGE + 1).to_string()>
            <For each=move || live.posts() key=key children=post/>
        </ol>
        <NewReplies live/>
        {reading}
        {(total > PAGE).then(|| view! { <Paged page=now per_page=PAGE total href/> })}
        <Reply school id page/>
    }
}

/// Whoever comes to what they have begun is told so, and stays: it is not said for ever.
fn said_for_a_while() {
    let telling = use_context::<Telling>();
    Effect::new(move || {
        let done = move || {
            if let Some(telling) = telling {
                telling.end(&[Done::ThreadStarted], None);
            }
        };
        if let Ok(timer) = set_timeout_with_handle(done, SAID) {
            on_cleanup(move || timer.clear());
        }
    });
}
