//! A post, with what the reader may do to it.

use model::assignments;
use model::forum::{Board, PostCard, PostFile};
use model::ids::{PostId, ThreadId};
use model::limits;
use model::text::{chat as talk, forum as f};
use server_fn::ServerFn;

use super::api::{DeletePost, MarkAnswer, RestorePost, SavePost, VoteForPost, post_address, thread_address};
use super::author::Author;
use super::live::{Counts, Live, Solved};
use crate::attached::{FileLine, SmallPicture};
use crate::prelude::*;

#[component]
pub fn Post(
    school: String,
    thread: ThreadId,
    board: Board,
    page: i64,
    may_write: bool,
    post: PostCard,
    live: Live,
) -> impl IntoView {
    let number = post.number;
    let counts = live.counts(number);
    let (id, own) = (format!("post-{number}"), post_address(&school, (thread, number)));
    let written = post.written.clone();
    let reply_to = post.reply_to.map(|to| {
        view! { <a class="muted" href=post_address(&school, (thread, to))>{tf(f::IN_REPLY_TO, &[("n", &to)])}</a> }
    });
    let edited = post.edited.clone().filter(|_| !post.deleted).map(|when| {
        let said = tf(if post.by_other { f::EDITED_BY_OTHER } else { f::EDITED }, &[("when", &when.local)]);
        view! { <span class="muted"><InBrief said own=when.own/></span> }
    });
    let gone = post.deleted.then(|| {
        view! { <p class="muted">{t(if post.by_other { f::DELETED_BY_OTHER } else { f::DELETED_BY_AUTHOR })}</p> }
    });
    let is_answer = Memo::new(move |_| counts.get().is_answer);
    let answer = move || is_answer.get().then(|| view! { <Badge tone=Tone::Good><Icon name="check"/>{t(f::ANSWER)}</Badge> });
    let fresh = post.unread.then(|| view! { <Badge tone=Tone::Info>{t(f::NEW)}</Badge> });
    let body = (!post.html.is_empty()).then(|| view! { <div class="markup" dir="auto" inner_html=post.html.clone()></div> });
    let files = (!post.files.is_empty()).then(|| view! { <Files school=school.clone() files=post.files.clone()/> });
    let (unread, deleted) = (post.unread, post.deleted);
    view! {
        <li class="post" class:unread=unread class:deleted=deleted class:answer=move || is_answer.get() id=id>
            <article tabindex="-1" aria-label=tf(f::POST, &[("n", &number)])>
                <header class="post-head">
                    <Author author=post.author.clone()/>
                    {answer} {fresh}
                    <a class="muted post-number" href=own>"#" {number} " · " <InBrief said=written.local own=written.own/></a>
                    {reply_to}
                </header>
                {gone}
                {body}
                {files}
                {edited}
                <Acts school thread board page may_write post live counts/>
            </article>
            {(number == 1).then(|| view! { <Solved live/> })}
        </li>
    }
}

#[component]
fn Files(school: String, files: Vec<PostFile>) -> impl IntoView {
    let line = |file: PostFile| {
        let picture = file.picture.map(|picture| {
            view! { <SmallPicture school=school.clone() id=file.id picture alt=file.name.clone() show=None/> }
        });
        view! { <li>{picture} <FileLine school=school.clone() id=file.id name=file.name bytes=file.bytes/></li> }
    };
    view! { <ul class="post-files" aria-label=t(f::FILES)>{files.into_iter().map(line).collect_view()}</ul> }
}

/// A form of one button, which is pressed to have something so, and once more to have it otherwise. With a script it is done
/// in place.
#[component]
fn Switch(
    path: &'static str,
    school: String,
    id: PostId,
    /// Whether it is so.
    is: Memo<bool>,
    act: Callback<bool>,
    /// The words of the button, when it is not so and when it is.
    words: [Key; 2],
    number: i64,
    /// How many it counts, of whom the reader is one as long as it is so: then the button has one name, and is pressed or not.
    #[prop(optional)]
    counted: Option<Memo<i64>>,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act.run(!is.get_untracked());
    };
    let label = move || t(words[usize::from(is.get())]);
    let count = move || counted.map(|it| it.get()).filter(|count| *count > 0);
    let spoken = move || {
        let act = tf(f::OF_POST, &[("act", &label()), ("n", &number)]);
        count().map_or_else(|| act.clone(), |count| crate::text::list([act.clone(), tn(f::VOTES, count)]))
    };
    let pressed = move || counted.map(|_| is.get().to_string());
    view! {
        <form method="post" action=path on:submit=submit>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="on" value=move || (!is.get()).to_string()/>
            <input type="hidden" name="plain" value="true"/>
            <button class="button button-quiet button-small" aria-pressed=pressed aria-label=spoken>
                {label} {move || count().map(|count| format!(" · {count}"))}
            </button>
        </form>
    }
}

#[component]
fn Acts(
    school: String,
    thread: ThreadId,
    board: Board,
    page: i64,
    may_write: bool,
    post: PostCard,
    live: Live,
    counts: Memo<Counts>,
) -> impl IntoView {
    let (id, number) = (post.id, post.number);
    let of = move |key: Key| tf(f::OF_POST, &[("act", &t(key)), ("n", &number)]);
    let votes = Memo::new(move |_| counts.get().votes);
    let vote = if post.may_vote {
        let (is, act) = (Memo::new(move |_| counts.get().voted), Callback::new(move |on| live.vote(id, on)));
        let words = [f::VOTE; 2];
        view! { <Switch path=VoteForPost::PATH school=school.clone() id is act words number counted=votes/> }.into_any()
    } else {
        let said = move || (votes.get() > 0).then(|| view! { <span class="muted">{tn(f::VOTES, votes.get())}</span> });
        view! { {said} }.into_any()
    };
    let answer = post.may_answer.then(|| {
        let (is, act) = (Memo::new(move |_| counts.get().is_answer), Callback::new(move |on| live.answer(id, on)));
        let words = [f::MARK_ANSWER, f::UNMARK_ANSWER];
        view! { <Switch path=MarkAnswer::PATH school=school.clone() id is act words number/> }
    });
    let save = post.may_save.then(|| {
        let (is, act) = (Memo::new(move |_| counts.get().saved), Callback::new(move |on| live.save(id, on)));
        let words = [f::SAVE_POST, f::UNSAVE_POST];
        view! { <Switch path=SavePost::PATH school=school.clone() id is act words number/> }
    });
    let quote = (may_write && !post.deleted).then(|| {
        let href = format!("{}?page={page}&quote={number}#reply", thread_address(&school, thread));
        view! { <a class="button button-quiet button-small" href=href rel="external" aria-label=of(f::QUOTE)>{t(f::QUOTE)}</a> }
    });
    let edit = format!("/s/{school}/forum/posts/{id}/edit");
    let change = match (post.may_edit, post.has_trace) {
        (true, _) => Some((edit, f::EDIT)),
        (false, true) => Some((edit, f::EARLIER)),
        _ => None,
    };
    let change = change.map(|(href, label)| {
        view! { <a class="button button-quiet button-small" href=href aria-label=of(label)>{t(label)}</a> }
    });
    let own = school.clone();
    let delete = post.may_delete.then(|| {
        let question = if number == 1 { f::DELETE_THREAD_ASK } else { f::DELETE_ASK };
        view! {
            <Ask label=t(f::DELETE) spoken=of(f::DELETE) question=t(question) small=true>
                <form method="post" action=DeletePost::PATH>
                    <input type="hidden" name="school" value=own/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="board" value=board.to_string()/>
                    <Button variant=Variant::Danger>{t(f::DELETE_NOW)}</Button>
                </form>
            </Ask>
        }
    });
    let report = post.may_report.then(|| {
        let href = format!("/s/{school}/forum/posts/{id}/report");
        view! { <a class="button button-quiet button-small" href=href aria-label=of(talk::REPORT)>{t(talk::REPORT)}</a> }
    });
    let restore = post.may_restore.then(|| {
        view! {
            <form method="post" action=RestorePost::PATH>
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button variant=Variant::Quiet small=true icon="undo" label=of(f::RESTORE)>{t(f::RESTORE)}</Button>
            </form>
        }
    });
    let attach = post.may_attach.then(|| view! { <Attach school id/> });
    view! { <div class="post-acts row">{vote} {answer} {save} {quote} {change} {report} {delete} {restore} {attach}</div> }
}

/// Adds files: a plain form that the browser sends itself.
#[component]
fn Attach(school: String, id: PostId) -> impl IntoView {
    let action = format!("/s/{school}/forum/posts/{id}/files");
    let form = FormState::plain(&action);
    let accept = assignments::accept();
    let open = form.refused().get_untracked();
    let field = format!("files-{id}");
    let problem = form.problem("files");
    let (said, described) = (format!("{field}-error"), format!("{field}-error"));
    view! {
        <details class="ask" open=open>
            <summary class="button button-quiet button-small">{t(f::ADD_FILES)}</summary>
            <form method="post" action=action enctype="multipart/form-data" class="ask-question form">
                <FormError message=form.whole()/>
                <div class="field">
                    <label for=field.clone()>{t(f::FILES)}</label>
                    <input class="input" type="file" name="files" id=field multiple=true accept=accept required=true aria-describedby=described/>
                    <p class="hint">{tf(f::FILES_HINT, &[("n", &limits::FILES_PER_SUBMISSION)])}</p>
                    <p class="error" id=said>{move || problem.get()}</p>
                </div>
                <Button>{t(f::ADD_FILES_NOW)}</Button>
            </form>
        </details>
    }
}
