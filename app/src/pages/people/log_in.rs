//! Help for a member who cannot log in.

use model::ids::UserId;
use model::people::{HelpAct, LogInHelp};
use model::text::{invitations as i, people as p};
use server_fn::ServerFn;

use super::api::HelpLogIn;
use crate::prelude::*;

/// The link that was made a moment ago, on the one page of this member that follows.
#[component]
pub fn HandedOver(id: UserId, name: String) -> impl IntoView {
    let form = FormState::plain(HelpLogIn::PATH);
    let link = form.typed("link");
    // What was refused comes back as it was sent.
    let is_made = !form.refused().get_untracked() && !link.is_empty() && form.typed("member") == id.to_string();
    is_made.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{tf(p::LINK_MADE, &[("name", &name)])}</p>
                <div class="copy-link">
                    <CopyText text=link label=t(i::COPY) done=t(i::COPIED) failed=t(text::common::NOT_COPIED)/>
                </div>
            </Notice>
        }
    })
}

/// What is done for somebody who cannot get in.
#[component]
pub fn LogInPanel(school: String, id: UserId, help: LogInHelp) -> impl IntoView {
    let LogInHelp { hands_over, alone, waits_until } = help;
    let asked = |act: HelpAct, label: Key, question: Key, now: Key| {
        let form = view! { <HelpForm school=school.clone() id act now/> };
        view! { <Ask label=t(label) question=t(question) id=format!("ask-{act}")>{form}</Ask> }
    };
    let hand_over = hands_over.then(|| asked(HelpAct::HandOver, p::HAND_OVER, p::HAND_OVER_ASK, p::HAND_OVER_NOW));
    let only_mail = (!hands_over).then(|| view! { <p class="hint">{t(p::NO_HAND_OVER)}</p> });
    let question = by_mail(p::MAIL_LINK_ASK, p::MAIL_LINK_ASK_NO_SERVER);
    let mail = asked(HelpAct::Mail, p::MAIL_LINK, question, p::MAIL_LINK_NOW);
    let log_out = alone.then(|| asked(HelpAct::LogOut, p::LOG_OUT, p::LOG_OUT_ASK, p::LOG_OUT_NOW));
    let wait = waits_until.map(|until| {
        let end = alone.then(|| view! { <HelpForm school=school.clone() id act=HelpAct::EndWait now=p::END_WAIT/> });
        view! {
            <p>{tf(p::WAITS, &[("when", &until)])}</p>
            {end}
        }
    });
    view! {
        <section class="panel" id="log-in">
            <h2>{t(p::LOG_IN)}</h2>
            <p class="muted">{t(p::LOG_IN_HINT)}</p>
            {wait}
            <div class="row">{hand_over} {mail} {log_out}</div>
            {only_mail}
        </section>
    }
}

#[component]
fn HelpForm(school: String, id: UserId, act: HelpAct, now: Key) -> impl IntoView {
    view! {
        <form method="post" action=HelpLogIn::PATH>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="act" value=act.text()/>
            <Button>{t(now)}</Button>
        </form>
    }
}
