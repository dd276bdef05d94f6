use model::backup::kept::KeptBrief;
use model::dashboards::Health;
use model::people::Group;
use model::text::{backup as b, dashboards as d};
use model::{Permission, Permissions, Plural};

use super::admin;
use super::lists::{LineTitle, ListPanel};
use super::people::{list_of, of_group};
use crate::pages::backup::of_platform;
use crate::prelude::*;
use crate::text::facts;

/// Whether the school is well, a line for each thing to look after with the page where one does so.
#[component]
pub fn HealthPanel(base: String, by: Permissions, health: Health) -> impl IntoView {
    let to_backup = by.can(Permission::BackupRead).then(|| format!("{base}/backup"));
    let manages = by.can(Permission::MembersRead) && by.can(Permission::MembersManage);
    let to_unproven = (manages && health.unproven > 0).then(|| list_of(&base, &of_group(Group::Unproven)));
    let to_asking = admin::asking(&base, by).filter(|_| health.asking > 0);
    let (mail_state, mails) = mails(&health);
    let to_mails = health.may_open_mails.then(|| "/admin/mails".to_owned());
    let people = |count: i64, text: Plural, none: Key| match count {
        0 => (State::Fine, t(none).to_owned()),
        count => (State::Look, tn(text, count)),
    };
    let (proof_state, proof) = people(health.unproven, d::HEALTH_UNPROVEN, d::HEALTH_PROVEN);
    let (asking_state, asking) = people(health.asking, d::HEALTH_ASKING, d::HEALTH_NOBODY_ASKS);
    let own = health.backup.last.as_ref().and_then(|when| when.own.clone());
    let backup = match &health.backup {
        it if it.has_failed() => State::Bad,
        it if it.needs_look() => State::Look,
        it if it.is_to_come() => State::ToCome,
        _ => State::Fine,
    };
    let lines = vec![
        view! {
            <Check state=backup title=t(d::BACKUP) text=of_backups(&health.backup) own href=to_backup/>
        }
        .into_any(),
        view! { <Check state=mail_state title=t(d::HEALTH_MAILS) text=mails href=to_mails/> }.into_any(),
        view! { <Check state=proof_state title=t(d::HEALTH_ACCOUNTS) text=proof href=to_unproven/> }.into_any(),
        view! { <Check state=asking_state title=t(d::HEALTH_REQUESTS) text=asking href=to_asking/> }.into_any(),
    ];
    view! { <ListPanel id="health" title=d::HEALTH empty=().into_any() lines/> }
}

/// Whether somebody should look at it.
#[derive(Clone, Copy)]
enum State {
    Fine,
    Look,
    /// Nobody has to: it comes by itself, and has not come yet.
    ToCome,
    /// Somebody else has to.
    Ask,
    Bad,
}

/// How the backups stand, or the platform's where they hold the school; when the last good one was made, and whether it was
/// tested.
pub fn of_backups(backup: &KeptBrief) -> String {
    // A good one of their own comes before those of the platform that are still to come.
    let covering = backup.covering().filter(|it| it.made || backup.last.is_none());
    let standing = covering.and_then(of_platform).unwrap_or_else(|| t(backup.label()).to_owned());
    match &backup.last {
        Some(when) => facts([standing, tf(b::LAST_GOOD, &[("when", &when.local)]), t(backup.tested.label()).to_owned()]),
        None => standing,
    }
}

/// Mails are of no school: only who runs the platform can look after them, and the others are told to ask.
fn mails(health: &Health) -> (State, String) {
    match health {
        Health { sends_mail: false, may_open_mails: true, .. } => (State::Look, t(d::HEALTH_NO_SERVER_YOURS).to_owned()),
        Health { sends_mail: false, .. } => (State::Ask, t(d::HEALTH_NO_SERVER).to_owned()),
        Health { mails_failed: failed @ 1.., may_open_mails: true, .. } => {
            (State::Bad, tn(d::HEALTH_MAILS_FAILED_YOURS, *failed))
        }
        Health { mails_failed: failed @ 1.., .. } => (State::Bad, tn(d::HEALTH_MAILS_FAILED, *failed)),
        Health { mails_waiting: waiting @ 1.., .. } => (State::Fine, tn(d::HEALTH_MAILS_WAIT, *waiting)),
        _ => (State::Fine, t(d::HEALTH_MAILS_SENT).to_owned()),
    }
}

#[component]
fn Check(
    state: State,
    title: &'static str,
    text: String,
    /// What the reader's own clock shows at the time that the text tells.
    #[prop(optional_no_strip)]
    own: Option<String>,
    href: Option<String>,
) -> impl IntoView {
    let (icon, tone, word) = match state {
        State::Fine => ("check", Tone::Good, d::HEALTH_FINE),
        State::Look => ("info", Tone::Warn, d::HEALTH_LOOK),
        State::ToCome => ("info", Tone::Info, d::HEALTH_TO_COME),
        State::Ask => ("info", Tone::Neutral, d::HEALTH_ASK),
        State::Bad => ("alert-triangle", Tone::Bad, d::HEALTH_BAD),
    };
    view! {
        <li>
            <Icon name=icon/>
            <div>
                <LineTitle href title/>
                <span class="meta muted"><InBrief said=text own/></span>
            </div>
            <Badge tone=tone>{t(word)}</Badge>
        </li>
    }
}
