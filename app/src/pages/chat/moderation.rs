//! What those who moderate find in a room: its rules, and whom to keep from writing for a while.

use model::chat::{MuteForm, Present, RulesForm, Standing};
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{MuteMember, RuleRoom};
use super::desk::Desk;
use crate::prelude::*;

#[component]
pub fn Moderation(desk: Desk, standing: Standing, people: Vec<Present>) -> impl IntoView {
    let slow = RulesForm::SLOW.iter().map(|seconds| (seconds.to_string(), pause(*seconds))).collect::<Vec<_>>();
    let (rules, mute) = (FormState::plain(RuleRoom::PATH), FormState::plain(MuteMember::PATH));
    let others = people.into_iter().filter(|it| it.user_id != desk.me);
    let names: Vec<_> = others.map(|it| (it.user_id.to_string(), it.name)).collect();
    let minutes = MuteForm::OFFERED
        .iter()
        .map(|minutes| (minutes.to_string(), tn(c::MUTE_HOURS, minutes / 60)))
        .chain([("0".to_owned(), t(c::MUTE_NOT).to_owned())])
        .collect::<Vec<_>>();
    view! {
        <Disclosure label=t(c::MODERATION)>
            <form method="post" action=RuleRoom::PATH class="form">
                <FormProblem form=rules/>
                <input type="hidden" name="school" value=desk.school.get_value()/>
                <input type="hidden" name="room" value=desk.room.to_string()/>
                <Checkbox label=t(c::ONLY_READ) name="form[read_only]" checked=standing.read_only/>
                <Select label=t(c::SLOW) name="form[slow_seconds]" options=slow selected=standing.slow_seconds.to_string()/>
                <Button variant=Variant::Quiet>{t(c::SAVE)}</Button>
            </form>
            <FormProblem form=mute/>
            {(!names.is_empty())
                .then(|| {
                    view! {
                        <form method="post" action=MuteMember::PATH class="form">
                            <input type="hidden" name="school" value=desk.school.get_value()/>
                            <input type="hidden" name="room" value=desk.room.to_string()/>
                            <Select label=t(c::MUTE_WHOM) name="user" options=names/>
                            <Select label=t(c::MUTE_HOW_LONG) name="form[minutes]" options=minutes/>
                            <Button variant=Variant::Quiet>{t(c::MUTE)}</Button>
                        </form>
                    }
                })}
        </Disclosure>
    }
}

fn pause(seconds: i64) -> String {
    if seconds == 0 { t(c::SLOW_NOT).to_owned() } else { tn(c::SLOW_SECONDS, seconds) }
}
