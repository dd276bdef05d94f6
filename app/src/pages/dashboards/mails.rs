use model::dashboards::MailLine;
use model::text::{courses, dashboards as d};

use super::api;
use crate::prelude::*;

/// The outbox: what Lyceum wrote to people, and whether it went.
#[component]
pub fn MailsPage() -> impl IntoView {
    let mails = Resource::new(|| (), |()| api::list_mails());
    let list = |mails: Vec<MailLine>| view! { <Mails mails/> }.into_any();
    view! {
        <Title text=t(d::OUTBOX)/>
        <Loaded of=mails view=list/>
    }
}

#[component]
fn Mails(mails: Vec<MailLine>) -> impl IntoView {
    let crumbs = vec![(t(d::PLATFORM).to_owned(), "/admin".to_owned())];
    view! {
        <PageHead title=t(d::OUTBOX) subtitle=t(d::OUTBOX_HINT) crumbs crumbs_label=t(courses::WHERE)/>
        {if mails.is_empty() {
            view! { <EmptyState icon="mail" title=t(d::NO_MAILS) text=t(d::NO_MAILS_HINT)/> }.into_any()
        } else {
            view! { <ul class="list" id="mails">{mails.into_iter().map(|mail| view! { <Mail mail/> }).collect_view()}</ul> }
                .into_any()
        }}
    }
}

#[component]
fn Mail(mail: MailLine) -> impl IntoView {
    let (tone, state) = match (&mail.sent, &mail.problem) {
        (Some(_), _) => (Tone::Good, d::SENT),
        (None, Some(_)) => (Tone::Bad, d::FAILED),
        (None, None) => (Tone::Warn, d::WAITS),
    };
    let when = match &mail.sent {
        Some(sent) => tf(d::SENT_AT, &[("when", &sent.local)]),
        None => tf(d::WRITTEN, &[("when", &mail.written.local)]),
    };
    view! {
        <li>
            <Icon name="mail"/>
            <div>
                <details>
                    <summary>
                        <span class="title">{mail.subject}</span>
                        <span class="meta muted">{tf(d::TO, &[("recipient", &mail.recipient)])} " · " {when}</span>
                    </summary>
                    {mail.problem.map(|problem| view! { <Notice tone=Tone::Bad>{problem}</Notice> })}
                    <div class="brief">{mail.body}</div>
                </details>
            </div>
            <Badge tone>{t(state)}</Badge>
        </li>
    }
}
