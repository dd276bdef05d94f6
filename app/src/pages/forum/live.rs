//! A thread that is open hears of what changes in it: votes, the answer and what was edited or taken away change in their
//! place; new replies are said, and stand there when they are asked for, so that nothing moves under who reads.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::task::spawn_local;
use model::forum::{PostCard, ThreadPage};
use model::ids::{PostId, ThreadId};
use model::text::forum as f;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::api::{self, post_address, thread_address};
use super::author::Author;
use super::unread::ForumNews;
use crate::hearing::hear;
use crate::look_up::LookUp;
use crate::prelude::*;
use crate::screen::focus_in_place;

/// The page of a thread as it is by now. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Live {
    school: StoredValue<String>,
    id: ThreadId,
    pub now: RwSignal<ThreadPage>,
    /// The last post that stands on the page.
    shown: RwSignal<i64>,
    /// Posts of the thread that the reader knows of.
    known: RwSignal<i64>,
    /// Why what was pressed was not done.
    pub problem: RwSignal<Option<String>>,
    /// What was done, for those who hear the page.
    pub said: RwSignal<Option<&'static str>>,
    look: LookUp,
    news: Option<ForumNews>,
}

/// What of a post changes in its place.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Counts {
    pub votes: i64,
    pub voted: bool,
    pub saved: bool,
    pub is_answer: bool,
}

impl Live {
    pub fn new(school: String, page: &ThreadPage) -> Live {
        let live = Live {
            school: StoredValue::new(school),
            id: page.id,
            now: RwSignal::new(page.clone()),
            shown: RwSignal::new(page.seen_to),
            known: RwSignal::new(page.total),
            problem: RwSignal::new(None),
            said: RwSignal::new(None),
            look: LookUp::new(),
            news: use_context(),
        };
        // Who sees with another's eyes hears nothing by itself.
        if page.may_follow {
            let path = format!("{}/live", thread_address(&live.school.get_value(), page.id));
            hear(path, move |word| live.heard(&word));
        }
        live
    }

    /// How often it has changed, says the server: what is known already is not asked for.
    fn heard(self, word: &str) {
        let Ok(revision) = word.parse::<i64>() else { return };
        if self.now.try_with_untracked(|now| now.revision != revision) == Some(true) {
            self.ask();
        }
    }

    fn ask(self) {
        let (school, page) = (self.school.get_value(), self.now.with_untracked(|now| now.page));
        self.look.ask(api::show_thread(school, self.id, Some(page), None), move |now: Result<ThreadPage>| {
            if let Ok(now) = now {
                let _ = self.now.try_set(now);
            }
        });
    }

    /// The posts that stand on the page.
    pub fn posts(self) -> Vec<PostCard> {
        let shown = self.shown.get();
        self.now.with(|now| now.posts.iter().filter(|post| post.number <= shown).cloned().collect())
    }

    pub fn counts(self, number: i64) -> Memo<Counts> {
        Memo::new(move |_| {
            self.now.with(|now| {
                let post = now.posts.iter().find(|post| post.number == number);
                post.map(|it| Counts { votes: it.votes, voted: it.voted, saved: it.saved, is_answer: it.is_answer })
                    .unwrap_or_default()
            })
        })
    }

    /// Does something to a post as it will be, and asks how it is then; where it was refused, the page says why.
    fn act(self, change: impl FnOnce(&mut ThreadPage), done: impl Future<Output = Result<()>> + 'static) {
        self.problem.set(None);
        self.now.update(change);
        spawn_local(async move {
            if let Err(error) = done.await {
                let _ = self.problem.try_set(Some(crate::text::error(&error).1));
            }
            if !self.now.is_disposed() {
                self.ask();
            }
        });
    }

    pub fn vote(self, id: PostId, on: bool) {
        let change = move |page: &mut ThreadPage| {
            if let Some(post) = page.posts.iter_mut().find(|post| post.id == id && post.voted != on) {
                post.voted = on;
                post.votes += if on { 1 } else { -1 };
            }
        };
        self.act(change, api::vote_for_post(self.school.get_value(), id, on, false));
    }

    pub fn save(self, id: PostId, on: bool) {
        let change = move |page: &mut ThreadPage| {
            if let Some(post) = page.posts.iter_mut().find(|post| post.id == id) {
                post.saved = on;
            }
        };
        self.act(change, api::save_post(self.school.get_value(), id, on, false, false));
    }

    pub fn answer(self, id: PostId, on: bool) {
        let change = move |page: &mut ThreadPage| {
            for post in &mut page.posts {
                post.is_answer = on && post.id == id;
            }
            page.answer = page.posts.iter().find(|post| post.is_answer).map(|post| post.number);
            // Which it is, the server says.
            page.solution = None;
        };
        self.act(change, api::mark_answer(self.school.get_value(), id, on, false));
    }

    pub fn follow(self, on: bool) {
        self.said.set(None);
        let said = t(if on { f::HEARS } else { f::HEARS_NOT });
        let follow = api::follow_thread(self.school.get_value(), self.id, on, false);
        let done = async move {
            follow.await?;
            // Not before it is so.
            let _ = self.said.try_set(Some(said));
            Ok(())
        };
        self.act(move |page| page.follows = on, done);
    }

    /// Shows the new replies of this page, leads to the first of them, and notes that they are read.
    fn show(self) {
        let first = self.shown.get_untracked() + 1;
        let last = self.now.with_untracked(|now| now.seen_to);
        self.shown.set(last);
        self.known.update(|known| *known = last.max(*known));
        let school = self.school.get_value();
        spawn_local(async move {
            if api::note_thread_read(school, self.id, last).await.is_ok()
                && let Some(news) = self.news
            {
                news.tell();
            }
        });
        request_animation_frame(move || {
            let post = document().query_selector(&format!("#post-{first} > article")).ok().flatten();
            if let Some(post) = post.and_then(|post| post.dyn_into::<HtmlElement>().ok()) {
                focus_in_place(&post);
            }
        });
    }
}

/// What a post is drawn anew for: all of it but what changes in its place.
pub fn key(post: &PostCard) -> (i64, u64) {
    let mut said = DefaultHasher::new();
    (&post.html, post.deleted, post.by_other, post.edited.is_some(), post.files.len()).hash(&mut said);
    (post.may_vote, post.may_edit, post.may_delete, post.may_restore, post.may_answer, post.may_attach).hash(&mut said);
    (post.number, said.finish())
}

/// "2 new replies", and the way to them.
#[component]
pub fn NewReplies(live: Live) -> impl IntoView {
    let fresh = Memo::new(move |_| live.now.with(|now| now.total) - live.known.get());
    // Those that do not fit on this page stand on the next.
    let here = Memo::new(move |_| live.now.with(|now| now.seen_to) > live.shown.get());
    let way = move || {
        if here.get() {
            let show = move |_| live.show();
            view! { <button type="button" class="button button-small" on:click=show>{t(f::SHOW_NEW)}</button> }.into_any()
        } else {
            let href = post_address(&live.school.get_value(), (live.id, live.known.get() + 1));
            view! { <a class="button button-small" href=href>{t(f::SHOW_NEW)}</a> }.into_any()
        }
    };
    view! {
        <div class="new-replies" role="status">
            {move || {
                let count = fresh.get();
                (count > 0).then(|| view! { <p class="row"><span>{tn(f::NEW_REPLIES, count)}</span> {way}</p> })
            }}
        </div>
    }
}

/// The way to the post that answers the thread, as long as there is one.
#[component]
pub fn ToAnswer(live: Live) -> impl IntoView {
    // Where it stands under the question, the way to it stands there.
    let answer = Memo::new(move |_| live.now.with(|now| now.answer.filter(|_| now.solution.is_none())));
    move || {
        answer.get().map(|number| {
            let href = post_address(&live.school.get_value(), (live.id, number));
            view! { <p><a href=href><Icon name="check"/> {tf(f::TO_ANSWER, &[("n", &number)])}</a></p> }
        })
    }
}

/// The answer, under the question.
#[component]
pub fn Solved(live: Live) -> impl IntoView {
    let solution = Memo::new(move |_| live.now.with(|now| now.solution.clone()));
    move || {
        solution.get().map(|it| {
            let href = post_address(&live.school.get_value(), (live.id, it.number));
            view! {
                <aside class="solution" aria-label=t(f::ANSWER)>
                    <header class="post-head">
                        <Author author=it.author/>
                        <span class="muted"><InBrief said=it.written.local own=it.written.own/></span>
                        <a href=href class="post-number"><Icon name="check"/> {tf(f::TO_ANSWER, &[("n", &it.number)])}</a>
                    </header>
                    <div class="markup" dir="auto" inner_html=it.html></div>
                </aside>
            }
        })
    }
}

/// What was refused without the page being left.
#[component]
pub fn Refused(live: Live) -> impl IntoView {
    view! {
        <div role="alert">{move || live.problem.get().map(|said| view! { <Notice tone=Tone::Bad>{said}</Notice> })}</div>
    }
}

#[cfg(test)]
mod tests {
    use model::{At, When};

    use super::*;

    #[test]
    fn a_post_is_drawn_anew_for_its_words_and_not_for_its_votes() {
        let post = PostCard {
            id: PostId::from_u128(1),
            number: 2,
            reply_to: None,
            author: model::forum::Author::default(),
            html: "<p>By letters.</p>".into(),
            files: Vec::new(),
            written: When { at: At(0), local: String::new(), own: None },
            edited: None,
            by_other: false,
            deleted: false,
            votes: 0,
            voted: false,
            saved: false,
            is_answer: false,
            unread: true,
            may_vote: true,
            may_edit: false,
            may_delete: false,
            may_restore: false,
            may_answer: false,
            may_attach: false,
            may_report: true,
            may_save: true,
            has_trace: false,
        };
        let voted = PostCard { votes: 3, voted: true, saved: true, is_answer: true, unread: false, ..post.clone() };
        assert_eq!(key(&post), key(&voted));
        for other in [
            PostCard { html: "<p>By signs.</p>".into(), ..post.clone() },
            PostCard { deleted: true, ..post.clone() },
            PostCard { number: 3, ..post.clone() },
        ] {
            assert_ne!(key(&post), key(&other));
        }
    }
}
