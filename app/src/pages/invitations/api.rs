use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::accounts::{Me, TokenForm};
use model::ids::InvitationId;
use model::invitations::{AcceptForm, Invitation, InvitationFilter, InvitationsPage, InviteForm};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::filters;
#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use crate::pages::accounts::api::enter;

/// A page of the school's invitations; `left_out` are the ids of those who were left out of the last ones.
#[server(input = GetUrl, output = Wire)]
pub async fn list_invitations(
    school: String,
    #[server(default)] filter: InvitationFilter,
    #[server(default)] left_out: String,
) -> Result<InvitationsPage> {
    Ok(domain::invitations::list_after(&caller::scope(&school)?, &filter, &left_out).await?)
}

/// Invites people by mail; `start` where it is a step of setting the school up.
#[server(output = Wire)]
pub async fn invite(school: String, form: InviteForm, #[server(default)] start: bool) -> Result<()> {
    let invited = domain::invitations::invite(&caller::scope(&school)?, &form).await?;
    let page = format!("/s/{school}/{}", if start { "start/people" } else { "invitations" });
    if invited.left_out.is_empty() {
        caller::tell(model::Done::InvitationsSent);
        caller::redirect(&page);
    } else {
        caller::tell(model::Done::InvitationsSentToOthers);
        let ids: Vec<String> = invited.left_out.iter().map(ToString::to_string).collect();
        caller::redirect(&format!("{page}?left_out={}&others={}", ids.join(","), invited.others));
    }
    Ok(())
}

/// Sends the mail of an invitation again; `filter` is the list one comes back to.
#[server(output = Wire)]
pub async fn send_invitation_again(school: String, id: InvitationId, #[server(default)] filter: InvitationFilter) -> Result<()> {
    domain::invitations::send_again(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::InvitationSentAgain);
    caller::redirect(&filters::list(&school, &filter));
    Ok(())
}

/// Withdraws an invitation; `filter` is the list one comes back to.
#[server(output = Wire)]
pub async fn withdraw_invitation(school: String, id: InvitationId, #[server(default)] filter: InvitationFilter) -> Result<()> {
    domain::invitations::withdraw(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::InvitationWithdrawn);
    caller::redirect(&filters::list(&school, &filter));
    Ok(())
}

/// Withdraws all open ones that the filter means, if they are still those that the list was sealed with.
#[server(output = Wire)]
pub async fn withdraw_invitations(school: String, #[server(default)] filter: InvitationFilter, seal: String) -> Result<()> {
    domain::invitations::withdraw_all(&caller::scope(&school)?, &filter, &seal).await?;
    caller::tell(model::Done::InvitationsWithdrawn);
    caller::redirect(&filters::list(&school, &InvitationFilter { page: 1, ..filter }));
    Ok(())
}

/// What an invitation says, to whoever has its link, and who is logged in.
#[server(input = GetUrl, output = Wire)]
pub async fn look_at_invitation(token: String) -> Result<(Option<Invitation>, Option<Me>)> {
    let invitation = domain::invitations::look_at(&caller::visitor()?, &token).await?;
    Ok((invitation, caller::maybe_person().map(|person| person.me.as_ref().clone())))
}

/// Accepts with the account that is logged in.
#[server(output = Wire)]
pub async fn accept_invitation(form: TokenForm) -> Result<()> {
    let accepted = domain::invitations::accept(&caller::person()?, &form.token).await?;
    caller::tell(if accepted.was_member { model::Done::MemberAlready } else { model::Done::InvitationAccepted });
    caller::redirect(&accepted.path);
    Ok(())
}

/// Accepts with a new account.
#[server(output = Wire)]
pub async fn register_by_invitation(form: AcceptForm) -> Result<()> {
    enter(domain::invitations::register(&caller::visitor()?, &form).await?, model::Done::InvitationAccepted).await
}
