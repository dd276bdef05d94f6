use model::audit::AuditLine;
use model::dashboards::{FailedLogIn, MemberSession, People, SupportBoard};
use model::people::{PeopleFilter, Standing};
use model::text::desks as k;

use super::lists::ListPanel;
use super::people::{FindPeople, PeoplePanel, list_of};
use crate::pages::audit::AuditEntry;
use crate::prelude::*;
use crate::text::{list, number};

/// For IT support and security: who could not get in, who is in, whose access was taken away.
#[component]
pub fn SupportView(base: String, board: SupportBoard) -> impl IntoView {
    let SupportBoard { active, waiting, suspended, ended, failed, sessions, barred, log } = board;
    let barred = People { total: suspended, first: barred };
    let tone = if suspended > 0 { Tone::Warn } else { Tone::Neutral };
    let of = |it: Standing| list_of(&base, &PeopleFilter { status: it.to_string(), ..PeopleFilter::default() });
    let (all_active, all_waiting) = (of(Standing::Active), of(Standing::Waiting));
    let (all_suspended, all_ended) = (of(Standing::Suspended), of(Standing::Ended));
    let more = (suspended > 0).then(|| (k::ALL_IN_LIST, all_suspended.clone()));
    view! {
        <Stats>
            <Stat label=t(k::MEMBERS_ACTIVE) value=number(active) tone=Tone::Good href=all_active/>
            <Stat label=t(k::MEMBERS_WAITING) value=number(waiting) href=all_waiting/>
            <Stat label=t(k::MEMBERS_SUSPENDED) value=number(suspended) tone href=all_suspended/>
            <Stat label=t(k::MEMBERS_ENDED) value=number(ended) href=all_ended/>
        </Stats>
        <FindPeople base=base.clone()/>
        <div class="split">
            <div>
                <Failed base=base.clone() failed/>
                <Sessions base=base.clone() sessions/>
                {log.map(|lines| view! { <Log base=base.clone() lines/> })}
            </div>
            <aside>
                <PeoplePanel id="barred" title=k::BARRED since=k::SINCE none=k::BARRED_NONE base people=barred more/>
            </aside>
        </div>
    }
}

#[component]
fn Failed(base: String, failed: Vec<FailedLogIn>) -> impl IntoView {
    let empty = view! { <p class="muted">{t(k::FAILED_NONE)}</p> }.into_any();
    let line = |it: FailedLogIn| {
        let tried = tf(k::LAST_TRY, &[("when", &it.last.local)]);
        view! {
            <li>
                <Avatar name=it.name.clone()/>
                <div>
                    <A href=format!("{base}/people/{}", it.user_id) attr:class="title">{it.name}</A>
                    <span class="meta muted"><InBrief said=tried own=it.last.own/></span>
                </div>
                <Badge tone=Tone::Warn>{tn(k::TRIES, it.tries)}</Badge>
            </li>
        }
        .into_any()
    };
    let lines = failed.into_iter().map(line).collect();
    view! { <ListPanel id="failed" title=k::FAILED_LOG_INS empty lines/> }
}

#[component]
fn Sessions(base: String, sessions: Vec<MemberSession>) -> impl IntoView {
    let empty = view! { <p class="muted">{t(k::SESSIONS_NONE)}</p> }.into_any();
    let line = |it: MemberSession| {
        let known: Vec<String> = [it.device.browser, it.device.system].into_iter().flatten().collect();
        let device = if known.is_empty() { t(k::UNKNOWN_DEVICE).to_owned() } else { list(known) };
        let meta = format!("{device} · {}", tf(k::SEEN, &[("when", &it.seen.local)]));
        view! {
            <li>
                <Avatar name=it.name.clone()/>
                <div>
                    <A href=format!("{base}/people/{}", it.user_id) attr:class="title">{it.name}</A>
                    <span class="meta muted"><InBrief said=meta own=it.seen.own/></span>
                </div>
            </li>
        }
        .into_any()
    };
    let lines = sessions.into_iter().map(line).collect();
    view! { <ListPanel id="sessions" title=k::SESSIONS empty lines/> }
}

#[component]
fn Log(base: String, lines: Vec<AuditLine>) -> impl IntoView {
    view! {
        <section class="panel" id="log">
            <header>
                <h2>{t(k::NEWEST_ENTRIES)}</h2>
                <A href=format!("{base}/audit")>{t(k::WHOLE_LOG)}</A>
            </header>
            <ul class="list audit">{lines.into_iter().map(|line| view! { <AuditEntry line/> }).collect_view()}</ul>
        </section>
    }
}
