use model::classes::ClassPage;
use model::invitations::{InvitationFilter, InvitationsPage};
use model::text::{invitations as i, start as s};

use super::api;
use super::steps::{Step, StepHead, Ways};
use crate::pages::classes::codes::CopyLink;
use crate::pages::invitations::api::list_invitations;
use crate::pages::invitations::{InviteFields, LeftOut};
use crate::prelude::*;

/// The codes of the first class, and the first invitations.
#[component]
pub fn StartPeople() -> impl IntoView {
    let school = use_school();
    let (left_out, others) = (use_query_value("left_out"), use_query_value("others"));
    let data = Resource::new(
        move || (school.get(), left_out.get().unwrap_or_default()),
        |(school, left_out)| async move {
            let newest = api::newest_class(school.clone()).await?;
            Ok((newest, list_invitations(school, InvitationFilter::default(), left_out).await?))
        },
    );
    view! {
        <Loaded of=data view=move |(newest, page): (Option<ClassPage>, InvitationsPage)| {
            let school = school.get_untracked();
            let hint = match &newest {
                Some(class) => tf(s::PEOPLE_CODES, &[("class", &class.name)]),
                None => t(s::PEOPLE_NO_CLASS).to_owned(),
            };
            let (back, on) = (Some(Step::Class.path(&school)), format!("/s/{school}"));
            let InvitationsPage { roles, teacher_label, classes, many_classes, left_out, unnamed, .. } = page;
            view! {
                <StepHead school=school.clone() step=Step::People title=s::PEOPLE_TITLE hint/>
                <LeftOut names=left_out unnamed others=others.get_untracked()/>
                <div class="split">
                    <section class="panel panel-form" id="invite">
                        <h2>{t(i::INVITE)}</h2>
                        <p class="muted">{t(by_mail(i::INVITE_HINT, i::INVITE_HINT_NO_SERVER))}</p>
                        <InviteFields school roles teacher_label classes many_classes start=true/>
                    </section>
                    {newest.map(|class| view! { <aside><CodesOf class/></aside> })}
                </div>
                <Ways back on last=true/>
            }
                .into_any()
        }/>
    }
}

#[component]
fn CodesOf(class: ClassPage) -> impl IntoView {
    let line = |card: model::classes::CodeCard| {
        let link = card.lets_in().then_some(card.link);
        view! {
            <div class="code-card">
                <h3>{t(card.kind.label())}</h3>
                <p data-code=card.kind.text()>{card.code}</p>
                {link.map(|link| view! { <CopyLink link/> })}
            </div>
        }
    };
    view! { <section class="panel" id="codes">{class.codes.into_iter().map(line).collect_view()}</section> }
}
