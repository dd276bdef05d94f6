//! What one may do to a thread as a whole.

use model::forum::ThreadPage;
use model::ids::ThreadId;
use model::text::forum as f;
use server_fn::ServerFn;

use super::api::{FollowThread, LockThread, MoveThread, PinThread};
use super::live::Live;
use crate::prelude::*;

#[component]
fn Switch(path: &'static str, school: String, id: ThreadId, on: bool, label: Key) -> impl IntoView {
    view! {
        <form method="post" action=path>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="on" value=on.to_string()/>
            <Button variant=Variant::Quiet>{t(label)}</Button>
        </form>
    }
}

/// Whether the reader hears of new replies; with a script it is said in place.
#[component]
pub fn Follow(school: String, id: ThreadId, live: Live) -> impl IntoView {
    let follows = Memo::new(move |_| live.now.with(|now| now.follows));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        live.follow(!follows.get_untracked());
    };
    view! {
        <form method="post" action=FollowThread::PATH on:submit=submit>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="on" value=move || (!follows.get()).to_string()/>
            <input type="hidden" name="plain" value="true"/>
            <button class="button button-quiet">{move || t(if follows.get() { f::UNFOLLOW } else { f::FOLLOW })}</button>
        </form>
    }
}

#[component]
pub fn Tools(school: String, page: ThreadPage, live: Live) -> impl IntoView {
    let id = page.id;
    let moderating = page.may_moderate.then(|| {
        let pin = if page.pinned { f::UNPIN } else { f::PIN };
        let lock = if page.locked { f::UNLOCK } else { f::LOCK };
        view! {
            <Switch path=PinThread::PATH school=school.clone() id on={!page.pinned} label=pin/>
            <Switch path=LockThread::PATH school=school.clone() id on={!page.locked} label=lock/>
        }
    });
    let refused = FormState::plain(MoveThread::PATH);
    let elsewhere = (page.places.len() > 1).then(|| {
        let places = page.places;
        let here = model::forum::MoveForm::of(page.board, page.topic.as_ref().map(|topic| topic.id));
        view! {
            <Ask label=t(f::MOVE) question=t(f::MOVE_ASK)>
                <form method="post" action=MoveThread::PATH class="form">
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Select label=t(f::MOVE_TO) name="form[to]" id="move-to" options=places selected=here/>
                    <Button>{t(f::MOVE_NOW)}</Button>
                </form>
            </Ask>
        }
    });
    view! {
        <FormProblem form=refused alone=true/>
        <div class="actions thread-tools">{moderating} {elsewhere}</div>
        <p class="muted thread-said" role="status">{move || live.said.get()}</p>
    }
}
