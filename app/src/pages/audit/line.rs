use model::audit::{AuditLine, Change};
use model::text::audit as a;

use crate::prelude::*;

/// One entry: a sentence, and behind it what changed.
#[component]
pub fn Line(line: AuditLine) -> impl IntoView {
    let AuditLine { when, actor, action, subject, changes, facts, address, request_id, .. } = line;
    let did = a::action(&action).map_or(action, |key| t(key).to_owned());
    let (name, username) = match actor {
        Some((name, username)) => (name, Some(username)),
        None => (t(a::THE_PLATFORM).to_owned(), None),
    };
    let meta = username.map_or_else(|| when.local.clone(), |username| format!("{username} · {}", when.local));
    view! {
        <li>
            <details>
                <summary>
                    <span class="title"><bdi>{name}</bdi> " " {did}</span>
                    {subject.map(|subject| view! { <span class="audit-subject"><bdi>{subject}</bdi></span> })}
                    <span class="meta muted">{meta}</span>
                </summary>
                {(!changes.is_empty()).then(|| view! { <Changes changes/> })}
                <Pairs>
                    {facts.into_iter().map(|(term, value)| view! { <Pair term>{value}</Pair> }).collect_view()}
                    {(!address.is_empty()).then(|| view! { <Pair term=t(a::ADDRESS)>{address}</Pair> })}
                    <Pair term=t(a::REQUEST)><code>{request_id}</code></Pair>
                </Pairs>
            </details>
        </li>
    }
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let columns = vec![Column::text(t(a::FIELD)), Column::text(t(a::BEFORE)), Column::text(t(a::AFTER))];
    let shown = |value: String| if value.is_empty() { t(a::NOTHING).to_owned() } else { value };
    view! {
        <Table caption=t(a::DETAILS) caption_hidden=true columns>
            {changes
                .into_iter()
                .map(|change| {
                    view! {
                        <tr>
                            <RowHead>{change.field}</RowHead>
                            <Cell label=t(a::BEFORE)>{shown(change.before)}</Cell>
                            <Cell label=t(a::AFTER)>{shown(change.after)}</Cell>
                        </tr>
                    }
                })
                .collect_view()}
        </Table>
    }
}
