use leptos_router::hooks::use_location;
use model::dashboards::{MAILS, MailFilter, MailKind, MailLine, MailState, MailsPage as Mails};
use model::text::{courses, dashboards as d, invitations as i};

use super::api;
use crate::folded::{self, FoldedFilters};
use crate::paged::Paged;
use crate::params::encode;
use crate::prelude::*;

fn use_filter() -> Memo<MailFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        MailFilter { q: said("q"), kind: said("kind"), state: said("state"), page: said("page").parse().unwrap_or(1) }
    })
}

/// The outbox: what Lyceum wrote to people, and whether it went.
#[component]
pub fn MailsPage() -> impl IntoView {
    let filter = use_filter();
    let page = Resource::new(move || filter.get(), api::list_mails);
    view! {
        <Title text=t(d::OUTBOX)/>
        <Loaded of=page view=move |page: Mails| view! { <Whole filter=filter.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(filter: MailFilter, page: Mails) -> impl IntoView {
    let crumbs = vec![(t(d::PLATFORM).to_owned(), "/admin".to_owned())];
    let [q, kind, state] = [filter.q.trim(), &filter.kind, &filter.state].map(encode);
    let href = move |page| format!("/admin/mails?q={q}&kind={kind}&state={state}&page={page}");
    let body = if page.mails.is_empty() {
        let (title, text) =
            if filter.is_narrow() { (d::NO_MAIL_FITS, d::NO_MAIL_FITS_HINT) } else { (d::NO_MAILS, d::NO_MAILS_HINT) };
        let icon = if filter.is_narrow() { "search" } else { "mail" };
        view! { <EmptyState icon title=t(title) text=t(text)/> }.into_any()
    } else {
        view! { <ul class="list outbox" id="mails">{page.mails.into_iter().map(|mail| view! { <Mail mail/> }).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <PageHead title=t(d::OUTBOX) subtitle=t(d::OUTBOX_HINT) crumbs crumbs_label=t(courses::WHERE)/>
        <Filter filter/>
        <section class="stack">
            {body}
            <Paged page=page.page per_page=MAILS total=page.total href/>
        </section>
    }
}

#[component]
fn Filter(filter: MailFilter) -> impl IntoView {
    let kinds = MailKind::ALL.iter().map(|it| (it.text(), t(it.label())));
    let kinds: Vec<(&str, &str)> = std::iter::once(("", t(d::EVERY_MAIL_KIND))).chain(kinds).collect();
    let states = MailState::ALL.iter().map(|it| (it.text(), t(it.label())));
    let states: Vec<(&str, &str)> = std::iter::once(("", t(d::EVERY_MAIL_STATE))).chain(states).collect();
    let active = filter.is_narrow();
    let set = folded::set(&[&filter.kind, &filter.state]);
    view! {
        <FilterBar
            action="/admin/mails"
            label=t(d::MAIL_SEARCH)
            id="mails-q"
            value=filter.q
            hint=t(d::MAIL_SEARCH_HINT)
            submit=t(d::FIND_MAILS)
            clear=t(d::ALL_MAILS)
            active
        >
            <FoldedFilters set>
                <Select label=t(d::MAIL_KIND) name="kind" id="mails-kind" options=kinds selected=filter.kind/>
                <Select label=t(d::MAIL_STATE) name="state" id="mails-state" options=states selected=filter.state/>
            </FoldedFilters>
        </FilterBar>
    }
}

#[component]
fn Mail(mail: MailLine) -> impl IntoView {
    let state = mail.state();
    let tone = match state {
        MailState::Sent => Tone::Good,
        MailState::Failed => Tone::Bad,
        MailState::Waiting => Tone::Warn,
    };
    let when = match &mail.sent {
        Some(sent) => tf(d::SENT_AT, &[("when", &sent.local)]),
        None => tf(d::WRITTEN, &[("when", &mail.written.local)]),
    };
    let to = tf(d::TO, &[("recipient", &mail.recipient)]);
    let link = mail.link.map(|link| {
        view! {
            <div class="copy-link">
                <CopyText text=link label=t(i::COPY) done=t(i::COPIED) failed=t(text::common::NOT_COPIED)/>
            </div>
        }
    });
    view! {
        <li>
            <details>
                <summary>
                    <span class="outbox-of">
                        <span class="title">{mail.subject}</span>
                        <span class="meta muted"><MailSentence said=to of=mail.recipient/> " · " {when}</span>
                    </span>
                    <Badge tone>{t(state.label())}</Badge>
                </summary>
                <div class="outbox-body">
                    {mail.problem.map(|problem| view! { <Notice tone=Tone::Bad>{problem}</Notice> })}
                    {link}
                    <div class="brief">{mail.body}</div>
                </div>
            </details>
        </li>
    }
}
