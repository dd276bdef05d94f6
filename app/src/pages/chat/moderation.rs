//! What those who moderate find in a room: its rules, what it is called and whether it is open, and who is kept from writing.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::task::spawn_local;
use model::Done;
use model::chat::{MuteForm, Muted, Present, RoomKind, RulesForm, Standing};
use model::ids::UserId;
use model::limits;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, CloseRoom, MuteMember, RenameRoom, RuleRoom};
use super::desk::Desk;
use super::flap::Flap;
use crate::prelude::*;

const MUTE: &str = <MuteMember as ServerFn>::PATH;

impl Desk {
    /// Whether one can keep somebody from writing.
    pub fn can_mute(self, user: UserId) -> bool {
        self.mutable.with_value(|people| people.iter().any(|it| it.user_id == user))
    }

    /// Keeps somebody from writing for some minutes; with 0 they write again.
    fn mute(self, user: UserId, minutes: i64) {
        let school = self.school.get_value();
        spawn_local(async move {
            let done = api::mute_member(school, self.room, user, MuteForm { minutes }, false).await;
            if self.muted.is_disposed() {
                return;
            }
            if let Ok(muted) = &done {
                self.muted.set(muted.clone());
                if let Some(telling) = self.telling {
                    telling.tell(if minutes > 0 { Done::MemberMuted } else { Done::MemberUnmuted });
                }
            }
            self.refused.set(done.err());
        });
    }
}

/// Whether something there was refused: then it lies open.
pub fn is_refused() -> bool {
    [RuleRoom::PATH, MUTE, RenameRoom::PATH, CloseRoom::PATH]
        .into_iter()
        .any(|path| FormState::plain(path).refused().get_untracked())
}

#[component]
pub fn Moderation(desk: Desk, kind: RoomKind, name: String, standing: Standing) -> impl IntoView {
    let slow = RulesForm::SLOW.iter().map(|seconds| (seconds.to_string(), pause(*seconds))).collect::<Vec<_>>();
    let (rules, mute) = (FormState::plain(RuleRoom::PATH), FormState::plain(MUTE));
    let topic = (kind == RoomKind::Topic).then(|| view! { <Topic desk name closed=standing.closed/> });
    let names = desk
        .mutable
        .with_value(|people| people.iter().map(|it: &Present| (it.user_id.to_string(), it.name.clone())).collect::<Vec<_>>());
    let minutes = MuteForm::OFFERED.iter().map(|minutes| (minutes.to_string(), hours(*minutes))).collect::<Vec<_>>();
    view! {
        <Flap label=t(c::MODERATION) icon="settings" open=is_refused()>
            {topic}
            <form method="post" action=RuleRoom::PATH class="form">
                <FormProblem form=rules/>
                <Room desk/>
                <Checkbox label=t(c::ONLY_READ) name="form[read_only]" checked=standing.read_only/>
                <Select label=t(c::SLOW) name="form[slow_seconds]" options=slow selected=standing.slow_seconds.to_string()/>
                <Button variant=Variant::Quiet>{t(c::SAVE)}</Button>
            </form>
            <FormProblem form=mute/>
            {(!names.is_empty())
                .then(|| {
                    view! {
                        <form method="post" action=MUTE class="form">
                            <Room desk/>
                            <input type="hidden" name="plain" value="true"/>
                            <Select label=t(c::MUTE_WHOM) name="user" options=names/>
                            <Select label=t(c::MUTE_HOW_LONG) name="form[minutes]" options=minutes/>
                            <Button variant=Variant::Quiet>{t(c::MUTE)}</Button>
                        </form>
                    }
                })}
            <MutedNow desk/>
        </Flap>
    }
}

/// Which room a form is about.
#[component]
fn Room(desk: Desk) -> impl IntoView {
    view! {
        <input type="hidden" name="school" value=desk.school.get_value()/>
        <input type="hidden" name="room" value=desk.room.to_string()/>
    }
}

/// The name of a further room, and whether anything more is said there.
#[component]
fn Topic(desk: Desk, name: String, closed: bool) -> impl IntoView {
    let (rename, close) = (FormState::plain(RenameRoom::PATH), FormState::plain(CloseRoom::PATH));
    let typed = rename.typed("name");
    let value = if typed.is_empty() { name } else { typed };
    let act = if closed {
        view! {
            <form method="post" action=CloseRoom::PATH class="form">
                <Room desk/>
                <Button variant=Variant::Quiet icon="undo">{t(c::REOPEN)}</Button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <Ask label=t(c::CLOSE_ROOM) question=t(c::CLOSE_ROOM_ASK) plain=true>
                <form method="post" action=CloseRoom::PATH>
                    <Room desk/>
                    <input type="hidden" name="on" value="true"/>
                    <Button icon="archive">{t(c::CLOSE_ROOM_DO)}</Button>
                </form>
            </Ask>
        }
        .into_any()
    };
    view! {
        <form method="post" action=RenameRoom::PATH class="form">
            <FormProblem form=rename/>
            <Room desk/>
            <Field
                label=t(c::ROOM_NAME)
                name=rename.name("name")
                value
                error=rename.problem("name")
                maxlength=limits::NAME
                required=true
            />
            <Button variant=Variant::Quiet>{t(c::RENAME)}</Button>
        </form>
        <FormProblem form=close/>
        {act}
    }
}

/// Who is kept from writing now, until when and by whom, with a way to let them write again.
#[component]
fn MutedNow(desk: Desk) -> impl IntoView {
    let line = move |it: Muted| {
        let words = match &it.by {
            Some(by) => tf(c::MUTED_UNTIL_BY, &[("when", &it.until), ("by", by)]),
            None => tf(c::MUTED_UNTIL, &[("when", &it.until)]),
        };
        let label = tf(c::UNMUTE, &[("name", &it.name)]);
        let user = it.user_id;
        let free = move |event: SubmitEvent| {
            event.prevent_default();
            desk.mute(user, 0);
        };
        view! {
            <li>
                <div>
                    <span class="title"><bdi>{it.name}</bdi></span>
                    <span class="meta muted">{words}</span>
                </div>
                <form method="post" action=MUTE class="trailing" on:submit=free>
                    <Room desk/>
                    <input type="hidden" name="plain" value="true"/>
                    <input type="hidden" name="user" value=user.to_string()/>
                    <input type="hidden" name="form[minutes]" value="0"/>
                    <Button variant=Variant::Quiet small=true>{label}</Button>
                </form>
            </li>
        }
    };
    move || {
        let muted = desk.muted.get();
        (!muted.is_empty()).then(|| {
            view! {
                <section class="muted-now" aria-labelledby="muted-now">
                    <h2 id="muted-now">{t(c::MUTED_NOW)}</h2>
                    <ul class="list">{muted.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// Keeps the author of a message from writing, from the menu of the message.
#[component]
pub fn Mute(desk: Desk, user: UserId, name: String) -> impl IntoView {
    let one = move |minutes: &i64| {
        let minutes = *minutes;
        // Without a script the form is sent with the button that was pressed.
        let press = move |event: MouseEvent| {
            event.prevent_default();
            desk.mute(user, minutes);
        };
        view! {
            <button class="button button-quiet button-small" name="form[minutes]" value=minutes.to_string() on:click=press>
                {hours(minutes)}
            </button>
        }
    };
    view! {
        <Ask label=t(c::MUTE) question=tf(c::MUTE_ASK, &[("name", &name)]) plain=true>
            <form method="post" action=MUTE class="mute-for">
                <Room desk/>
                <input type="hidden" name="plain" value="true"/>
                <input type="hidden" name="user" value=user.to_string()/>
                {MuteForm::OFFERED.iter().map(one).collect_view()}
            </form>
        </Ask>
    }
}

fn hours(minutes: i64) -> String {
    tn(c::MUTE_HOURS, minutes / 60)
}

fn pause(seconds: i64) -> String {
    if seconds == 0 { t(c::SLOW_NOT).to_owned() } else { tn(c::SLOW_SECONDS, seconds) }
}
