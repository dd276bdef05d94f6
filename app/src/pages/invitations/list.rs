use model::ids::InvitationId;
use model::invitations::{InvitationCard, InvitationFilter, InvitationState, InvitationsPage, PAGE, Withdrawable};
use model::schools::TeacherLabel;
use model::text::invitations as i;
use server_fn::ServerFn;

use super::api::{self, SendInvitationAgain, WithdrawInvitation, WithdrawInvitations};
use super::filters::{self, Filters, Kept};
use super::{InviteFields, LeftOut};
use crate::paged::Paged;
use crate::prelude::*;
use crate::text::facts;

/// Inviting people, and who has come and who has not.
#[component]
pub fn Invitations() -> impl IntoView {
    let school = use_school();
    // Without a script the name that was written comes instead of the username.
    let (child, written) = (use_query_value("child"), use_query_value("child_name"));
    let (left_out, others) = (use_query_value("left_out"), use_query_value("others"));
    let filter = filters::use_filter();
    let page = Resource::new(
        move || (school.get(), filter.get(), left_out.get().unwrap_or_default()),
        |(school, filter, left_out)| api::list_invitations(school, filter, left_out),
    );
    view! {
        <Title text=t(i::INVITATIONS)/>
        <Loaded of=page view=move |page: InvitationsPage| {
            let InvitationsPage {
                cards,
                total,
                page,
                withdrawable,
                roles,
                teacher_label,
                classes,
                many_classes,
                may_link,
                left_out,
                unnamed,
            } = page;
            let listed = Listed { filter: InvitationFilter { page, ..filter.get_untracked() }, cards, total, withdrawable };
            let child = child.get_untracked().filter(|it| !it.is_empty()).or_else(|| written.get_untracked()).unwrap_or_default();
            let school = school.get_untracked();
            view! {
                <PageHead title=t(i::INVITATIONS)/>
                <LeftOut names=left_out unnamed others=others.get_untracked()/>
                // Who comes here mostly invites: on a phone that is the first thing.
                <div class="split">
                    <aside>
                        <section class="panel" id="invite">
                            <h2>{t(i::INVITE)}</h2>
                            <p class="muted">{t(by_mail(i::INVITE_HINT, i::INVITE_HINT_NO_SERVER))}</p>
                            <InviteFields school=school.clone() roles teacher_label classes many_classes child may_link/>
                        </section>
                    </aside>
                    <List school listed teacher_label/>
                </div>
            }
                .into_any()
        }/>
    }
}

/// The page of the list that is shown.
struct Listed {
    filter: InvitationFilter,
    cards: Vec<InvitationCard>,
    /// All that are asked for.
    total: i64,
    withdrawable: Withdrawable,
}

#[component]
fn List(school: String, listed: Listed, teacher_label: TeacherLabel) -> impl IntoView {
    let Listed { filter, cards, total, withdrawable } = listed;
    let list = if cards.is_empty() {
        let (icon, title, text) = match filter.is_limited() {
            true => ("search", i::NO_MATCH, i::NO_MATCH_HINT),
            false => ("mail", i::NONE, i::NONE_HINT),
        };
        view! { <EmptyState icon title=t(title) text=t(text)/> }.into_any()
    } else {
        let line = |card| view! { <Line school=school.clone() filter=filter.clone() card teacher_label/> };
        view! { <ul class="list">{cards.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    let (heading, page) = (t(filters::heading(&filter)), filter.page);
    let href = {
        let (school, filter) = (school.clone(), filter.clone());
        move |page| filters::list(&school, &InvitationFilter { page, ..filter.clone() })
    };
    view! {
        <section class="panel" id="open">
            <header><h2>{heading}</h2></header>
            <FormProblem form=FormState::plain(WithdrawInvitations::PATH) alone=true/>
            <Filters school=school.clone() filter=filter.clone() teacher_label/>
            {(withdrawable.count > 0).then(|| view! { <WithdrawAll school filter withdrawable teacher_label/> })}
            {list}
            <Paged page per_page=PAGE total href/>
        </section>
    }
}

/// Withdraws all open ones that match, on every page, once it is read how many they are and which.
#[component]
fn WithdrawAll(
    school: String,
    filter: InvitationFilter,
    withdrawable: Withdrawable,
    teacher_label: TeacherLabel,
) -> impl IntoView {
    let Withdrawable { count, kept, seal } = withdrawable;
    let which = filters::waiting_in_words(&filter, teacher_label);
    view! {
        <div class="row">
            <Ask label=t(i::WITHDRAW_ALL) question=tn(i::WITHDRAW_ALL_ASK, count) id="withdraw-all">
                <p>{tf(i::WITHDRAW_ALL_WHICH, &[("filter", &which)])}</p>
                {(kept > 0).then(|| view! { <p>{tn(i::WITHDRAW_ALL_KEPT, kept)}</p> })}
                <form method="post" action=WithdrawInvitations::PATH>
                    <input type="hidden" name="school" value=school/>
                    <input type="hidden" name="seal" value=seal/>
                    <Kept filter/>
                    <Button variant=Variant::Danger>{tn(i::WITHDRAW_ALL_NOW, count)}</Button>
                </form>
            </Ask>
        </div>
    }
}

#[component]
fn Line(school: String, filter: InvitationFilter, card: InvitationCard, teacher_label: TeacherLabel) -> impl IntoView {
    let InvitationCard { id, email, name, role, class, children, by, sent, expires, state, settled, member, link } = card;
    let address = (!email.is_empty()).then(|| view! { <MailAddress of=email/> }.into_any());
    let (title, address) = match name.is_empty() {
        true => (address, None),
        false => (Some(view! { <bdi>{name}</bdi> }.into_any()), address),
    };
    // Whether a mail of it went or waits is the outbox's to say: to some addresses none is written.
    let invited = tf(i::INVITED, &[("when", &sent.local), ("name", &by)]);
    let role = t(role.label_in(teacher_label)).to_owned();
    let as_what = facts([Some(role), class, children].into_iter().flatten());
    let (settled, settled_own) = settled.map(|when| (when.local, when.own)).unwrap_or_default();
    let (tone, said) = match state {
        InvitationState::Open => (Tone::Neutral, tf(i::EXPIRES, &[("when", &expires)])),
        InvitationState::Expired => (Tone::Warn, t(i::EXPIRED).to_owned()),
        InvitationState::Accepted => (Tone::Good, tf(i::ACCEPTED_AT, &[("when", &settled)])),
        InvitationState::Withdrawn => (Tone::Neutral, tf(i::WITHDRAWN_AT, &[("when", &settled)])),
    };
    let title = match member {
        Some(member) => view! { <a href=format!("/s/{school}/people/{member}")>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    // Who may not give the role has no link, and nothing to do with it.
    let actions = (!link.is_empty()).then(|| {
        view! {
            <div class="copy-link">
                <CopyText text=link label=t(i::COPY) done=t(i::COPIED) failed=t(text::common::NOT_COPIED)/>
            </div>
            <div class="row">
                <Again school=school.clone() id filter=filter.clone()/>
                <Ask label=t(i::WITHDRAW) question=t(i::WITHDRAW_ASK)>
                    <form method="post" action=WithdrawInvitation::PATH>
                        <input type="hidden" name="school" value=school/>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <Kept filter/>
                        <Button variant=Variant::Danger>{t(i::WITHDRAW_NOW)}</Button>
                    </form>
                </Ask>
            </div>
        }
    });
    view! {
        <li class="invitation">
            <Icon name="mail"/>
            <div>
                <span class="title">{title}</span>
                {address.map(|address| view! { <span class="meta">{address}</span> })}
                <div class="row"><Badge tone><InBrief said own=settled_own/></Badge></div>
                <span class="meta">{as_what}</span>
                <span class="meta"><InBrief said=invited own=sent.own/></span>
                {actions}
            </div>
        </li>
    }
}

#[component]
fn Again(school: String, id: InvitationId, filter: InvitationFilter) -> impl IntoView {
    view! {
        <form method="post" action=SendInvitationAgain::PATH>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
            <Kept filter/>
            <Button variant=Variant::Quiet>{t(i::SEND_AGAIN)}</Button>
        </form>
    }
}
