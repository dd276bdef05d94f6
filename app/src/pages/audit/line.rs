use model::audit::{AuditLine, Change, Told};
use model::text::audit as a;

use crate::prelude::*;
use crate::text::device;

/// One entry: a sentence, and behind it what changed.
#[component]
pub fn Line(line: AuditLine) -> impl IntoView {
    let AuditLine { when, actor, own, action, subject, changes, facts, address, request_id, device: with, agent, .. } = line;
    let did = a::action(&action).map_or(action, |key| t(key).to_owned());
    let (name, username) = match actor {
        Some((name, username)) => (name, Some(username)),
        None => (t(a::THE_PLATFORM).to_owned(), None),
    };
    let meta = username.map_or_else(|| when.local.clone(), |username| format!("{username} · {}", when.local));
    // Who did something to themselves is not named twice.
    let called = subject.as_ref().filter(|_| !own).map(|subject| subject.text.clone()).filter(|text| !text.is_empty());
    view! {
        <li>
            <details>
                <summary>
                    <span class="title"><bdi>{name}</bdi> " " {did}</span>
                    {called.map(|called| view! { " " <span class="audit-subject"><bdi>{called}</bdi></span> })}
                    " "
                    <span class="meta muted"><InBrief said=meta own=when.own/></span>
                </summary>
                {(!changes.is_empty()).then(|| view! { <Changes changes/> })}
                <Pairs>
                    {subject.map(|subject| view! { <Pair term=t(a::OF_WHAT)><Value told=subject/></Pair> })}
                    {facts.into_iter().map(|(term, values)| view! { <Pair term><Values values/></Pair> }).collect_view()}
                    {(!address.is_empty()).then(|| view! { <Pair term=t(a::ADDRESS)>{address}</Pair> })}
                    {(!agent.is_empty()).then(|| view! { <Pair term=t(a::DEVICE)><bdi>{device(with)}</bdi><br/><code>{agent}</code></Pair> })}
                    <Pair term=t(a::REQUEST)><code>{request_id}</code></Pair>
                </Pairs>
            </details>
        </li>
    }
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let columns = vec![Column::text(t(a::FIELD)), Column::text(t(a::BEFORE)), Column::text(t(a::AFTER))];
    view! {
        <Table caption=t(a::DETAILS) caption_hidden=true columns>
            {changes
                .into_iter()
                .map(|change| {
                    view! {
                        <tr>
                            <RowHead>{change.field}</RowHead>
                            <Cell label=t(a::BEFORE)><Values values=change.before/></Cell>
                            <Cell label=t(a::AFTER)><Values values=change.after/></Cell>
                        </tr>
                    }
                })
                .collect_view()}
        </Table>
    }
}

/// Each value in a line of its own.
#[component]
fn Values(values: Vec<Told>) -> impl IntoView {
    if values.is_empty() {
        return view! { <span class="muted">{t(a::NOTHING)}</span> }.into_any();
    }
    let line = |told: Told| view! { <div><Value told/></div> };
    values.into_iter().map(line).collect_view().into_any()
}

/// A thing leads to its page, and has its id in its title; one that is gone without a name is told by its id.
#[component]
fn Value(told: Told) -> impl IntoView {
    let short = told.short_id().to_owned();
    let Told { text, id, path } = told;
    if text.is_empty() {
        view! { <small class="muted"><code title=id>{short}</code></small> }.into_any()
    } else if !path.is_empty() {
        view! { <A href=path attr:title=id><bdi>{text}</bdi></A> }.into_any()
    } else if id.is_empty() {
        view! { <bdi>{text}</bdi> }.into_any()
    } else {
        view! { <bdi title=id>{text}</bdi> }.into_any()
    }
}
