use model::ids::InvitationId;
use model::invitations::{InvitationCard, InvitationsPage};
use model::schools::TeacherLabel;
use model::text::invitations as i;
use server_fn::ServerFn;

use super::api::{self, SendInvitationAgain, WithdrawInvitation};
use super::{InviteFields, LeftOut};
use crate::prelude::*;

/// Inviting people, and who has not come yet.
#[component]
pub fn Invitations() -> impl IntoView {
    let school = use_school();
    // Without a script the name that was written comes instead of the username.
    let (child, written) = (use_query_value("child"), use_query_value("child_name"));
    let (left_out, others) = (use_query_value("left_out"), use_query_value("others"));
    let page = Resource::new(
        move || (school.get(), left_out.get().unwrap_or_default()),
        |(school, left_out)| api::list_invitations(school, left_out),
    );
    view! {
        <Title text=t(i::INVITATIONS)/>
        <Loaded of=page view=move |page: InvitationsPage| {
            let InvitationsPage { open, roles, teacher_label, classes, many_classes, may_link, left_out, unnamed } = page;
            let child = child.get_untracked().filter(|it| !it.is_empty()).or_else(|| written.get_untracked()).unwrap_or_default();
            let school = school.get_untracked();
            view! {
                <PageHead title=t(i::INVITATIONS)/>
                <LeftOut names=left_out unnamed others=others.get_untracked()/>
                <div class="split">
                    <Open school=school.clone() open teacher_label/>
                    <aside>
                        <section class="panel" id="invite">
                            <h2>{t(i::INVITE)}</h2>
                            <p class="muted">{t(by_mail(i::INVITE_HINT, i::INVITE_HINT_NO_SERVER))}</p>
                            <InviteFields school roles teacher_label classes many_classes child may_link/>
                        </section>
                    </aside>
                </div>
            }
                .into_any()
        }/>
    }
}

#[component]
fn Open(school: String, open: Vec<InvitationCard>, teacher_label: TeacherLabel) -> impl IntoView {
    let list = if open.is_empty() {
        view! { <EmptyState icon="mail" title=t(i::NONE) text=t(i::NONE_HINT)/> }.into_any()
    } else {
        let line = |card| view! { <Line school=school.clone() card teacher_label/> };
        view! { <ul class="list">{open.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel" id="open">
            <header><h2>{t(i::OPEN)}</h2></header>
            {list}
        </section>
    }
}

#[component]
fn Line(school: String, card: InvitationCard, teacher_label: TeacherLabel) -> impl IntoView {
    let InvitationCard { id, email, name, role, class, children, by, sent, expires, expired, link } = card;
    let (title, address) = if name.is_empty() { (email, None) } else { (name, Some(email)) };
    // Whether a mail of it went or waits is the outbox's to say: to some addresses none is written.
    let invited = tf(i::INVITED, &[("when", &sent.local), ("name", &by)]);
    let role = t(role.label_in(teacher_label)).to_owned();
    let as_what = [Some(role), class, children].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let until = if expired {
        view! { <Badge tone=Tone::Warn>{t(i::EXPIRED)}</Badge> }.into_any()
    } else {
        view! { <Badge>{tf(i::EXPIRES, &[("when", &expires.local)])}</Badge> }.into_any()
    };
    // Who may not give the role has no link, and nothing to do with it.
    let actions = (!link.is_empty()).then(|| {
        view! {
            <div class="copy-link">
                <CopyText text=link label=t(i::COPY) done=t(i::COPIED) failed=t(text::common::NOT_COPIED)/>
            </div>
            <div class="row">
                <Again school=school.clone() id/>
                <Ask label=t(i::WITHDRAW) question=t(i::WITHDRAW_ASK)>
                    <form method="post" action=WithdrawInvitation::PATH>
                        <input type="hidden" name="school" value=school/>
                        <input type="hidden" name="id" value=id.to_string()/>
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
                <span class="title"><bdi>{title}</bdi></span>
                {address.map(|address| view! { <span class="meta"><bdi>{address}</bdi></span> })}
                <div class="row">{until}</div>
                <span class="meta">{as_what}</span>
                <span class="meta">{invited}</span>
                {actions}
            </div>
        </li>
    }
}

#[component]
fn Again(school: String, id: InvitationId) -> impl IntoView {
    view! {
        <form method="post" action=SendInvitationAgain::PATH>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="id" value=id.to_string()/>
            <Button variant=Variant::Quiet>{t(i::SEND_AGAIN)}</Button>
        </form>
    }
}
