//! The list of kept backups, and what can be done with each.

use model::backup::kept::{KeptCard, KeptState};
use model::text::{backup as b, restore as r};
use server_fn::ServerFn;

use super::status::cause;
use crate::pages::backup::api::{RemoveKept, RestoreKept, VerifyKept};
use crate::pages::backup::downloads::Begun;
use crate::prelude::*;
use crate::text::{number, size};

/// In the place of a figure that nobody knows yet.
const UNKNOWN: &str = "–";

/// All of them, or that there are none; nothing of either while the first is being made.
#[component]
pub fn List(slug: String, backups: Vec<KeptCard>, running: bool) -> impl IntoView {
    if backups.is_empty() && running {
        return ().into_any();
    }
    if backups.is_empty() {
        return view! { <EmptyState icon="archive" title=t(b::NO_KEPT) text=t(b::NO_KEPT_TEXT)/> }.into_any();
    }
    // Where all lie at one place, that is said below.
    let places = backups.iter().any(|it| it.shelf != backups[0].shelf);
    let mut columns = vec![Column::text(t(b::MADE)), Column::text(t(b::WHY))];
    if places {
        columns.push(Column::text(t(b::PLACE)));
    }
    columns.extend([
        Column::number(t(b::ROWS)),
        Column::number(t(b::SIZE)),
        Column::text(t(b::CHECKED)),
        Column::text(t(b::STATE)),
        Column::actions(t(b::ACTIONS)),
    ]);
    view! {
        <Table caption=t(b::KEPT) caption_hidden=true columns=columns>
            {backups.into_iter().map(|card| view! { <Line slug=slug.clone() card places/> }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Line(
    slug: String,
    card: KeptCard,
    /// Whether it is said where it lies.
    places: bool,
) -> impl IntoView {
    let shut = card.lock.is_some_and(|lock| lock.problem().is_some());
    let encrypted = card.lock.map(|_| view! { <Badge tone=Tone::Info>{t(b::ENCRYPTED)}</Badge> });
    let (state, tone) = match card.state {
        _ if card.checking => (b::STATE_CHECKING, Tone::Info),
        KeptState::Running => (b::STATE_RUNNING, Tone::Info),
        KeptState::Kept if shut => (b::STATE_LOCKED, Tone::Warn),
        KeptState::Kept if card.verified.is_none() => (b::STATE_WRITTEN, Tone::Info),
        KeptState::Kept => (b::STATE_KEPT, Tone::Good),
        KeptState::Failed | KeptState::Gone => (b::STATE_FAILED, Tone::Bad),
    };
    // What it comes to is known at its end.
    let runs = card.state == KeptState::Running;
    let rows = if runs { UNKNOWN.to_owned() } else { number(card.rows) };
    let files = match card.state {
        KeptState::Running if card.files == 0 => UNKNOWN.to_owned(),
        KeptState::Running => tn(b::SO_FAR, card.files),
        _ => format!("{} · {}", number(card.files), size(card.bytes)),
    };
    let new =
        (card.state == KeptState::Kept).then(|| tf(b::NEW_OF, &[("new", &size(card.new_bytes)), ("all", &size(card.bytes))]));
    let checked = match card.verified.clone() {
        Some(when) => view! { <InBrief said=when.local own=when.own/> }.into_any(),
        None if runs => UNKNOWN.into_any(),
        None => t(b::NOT_CHECKED).into_any(),
    };
    let lacking = (card.lacking > 0).then(|| view! { <span class="meta">{tn(b::LACKING, card.lacking)}</span> });
    let cause = (!card.error.is_empty()).then(|| view! { <span class="meta">{cause(&card.error)}</span> });
    let (when, own) = (card.begun.local.clone(), card.begun.own.clone());
    let known_as = if shut { "locked" } else { card.state.text() };
    view! {
        <tr data-state=known_as>
            <RowHead><InBrief said=when own/></RowHead>
            <Cell label=t(b::WHY)>{t(card.why.told(card.before))}</Cell>
            {places.then(|| view! { <Cell label=t(b::PLACE)>{t(card.shelf.label())}</Cell> })}
            <Cell label=t(b::ROWS) number=true>{rows}</Cell>
            <Cell label=t(b::SIZE) number=true>
                <span class="whole">{files}</span>
                {new.map(|new| view! { <span class="meta muted whole">{new}</span> })}
            </Cell>
            <Cell label=t(b::CHECKED)>{checked}</Cell>
            <Cell label=t(b::STATE)><Badge tone>{t(state)}</Badge> {encrypted} {lacking} {cause}</Cell>
            <Cell actions=true><Acts slug card/></Cell>
        </tr>
    }
}

/// What can be done with a backup; nothing while it is made.
#[component]
fn Acts(slug: String, card: KeptCard) -> impl IntoView {
    if card.state == KeptState::Running {
        return None;
    }
    let when = card.begun.local.clone();
    let id = card.id.to_string();
    let restore = card.can_restore.then(|| view! { <RestoreForm slug=slug.clone() id=id.clone() when=when.clone()/> });
    let begun = Begun::default();
    let good = (card.state == KeptState::Kept).then(|| {
        let what = tf(b::KEPT_OF, &[("when", &when)]);
        let query = if slug.is_empty() { String::new() } else { format!("?school={slug}") };
        view! {
            // External: the answer is a file, no page for the router.
            <li>
                <a href=format!("/backup/kept/{id}/download{query}") rel="external" on:click=move |_| begun.say(&what)>
                    {t(b::DOWNLOAD_KEPT)}
                </a>
            </li>
            <li>
                <form method="post" action=VerifyKept::PATH>
                    <Named slug=slug.clone() id=id.clone()/>
                    <button>{t(b::CHECK_AGAIN)}</button>
                </form>
            </li>
        }
    });
    let remove = (!card.last_good).then(|| {
        view! {
            <li>
                <Ask label=t(b::DELETE) question=tf(b::DELETE_ASK, &[("when", &when)])>
                    <form method="post" action=RemoveKept::PATH>
                        <Named slug=slug.clone() id=id.clone()/>
                        <Button variant=Variant::Danger>{t(b::DELETE_NOW)}</Button>
                    </form>
                </Ask>
            </li>
        }
    });
    Some(view! {
        <div class="actions">
            {restore}
            <Menu label=tf(b::ACTIONS_OF, &[("when", &when)]) icon="ellipsis">{good} {remove}</Menu>
        </div>
        <p role="status" class="meta">{move || begun.said()}</p>
    })
}

/// Begins to put back a backup: more is asked before anything changes.
#[component]
pub fn RestoreForm(slug: String, id: String, when: String) -> impl IntoView {
    view! {
        <form method="post" action=RestoreKept::PATH>
            <Named slug id/>
            <Button variant=Variant::Quiet small=true label=tf(r::RESTORE_KEPT_OF, &[("when", &when)])>{t(r::RESTORE_KEPT)}</Button>
        </form>
    }
}

#[component]
fn Named(slug: String, id: String) -> impl IntoView {
    view! {
        <input type="hidden" name="school" value=slug/>
        <input type="hidden" name="id" value=id/>
    }
}
