use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::accounts::{Me, TokenForm};
use model::ids::InvitationId;
use model::invitations::{AcceptForm, Invitation, InvitationsPage, InviteForm};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use crate::pages::accounts::api::enter;

/// The open invitations of the school.
#[server(input = GetUrl, output = Wire)]
pub async fn list_invitations(school: String) -> Result<InvitationsPage> {
    Ok(domain::invitations::list(&caller::scope(&school)?).await?)
}

/// Invites people by mail; `start` where it is a step of setting the school up.
#[server(output = Wire)]
pub async fn invite(school: String, form: InviteForm, #[server(default)] start: bool) -> Result<()> {
    let invited = domain::invitations::invite(&caller::scope(&school)?, &form).await?;
    caller::tell(if invited.left_out { model::Done::InvitationsSentToOthers } else { model::Done::InvitationsSent });
    caller::redirect(&format!("/s/{school}/{}", if start { "start/people" } else { "invitations" }));
    Ok(())
}

/// Sends the mail of an invitation again.
#[server(output = Wire)]
pub async fn send_invitation_again(school: String, id: InvitationId) -> Result<()> {
    domain::invitations::send_again(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::InvitationSentAgain);
    caller::redirect(&format!("/s/{school}/invitations"));
    Ok(())
}

#[server(output = Wire)]
pub async fn withdraw_invitation(school: String, id: InvitationId) -> Result<()> {
    domain::invitations::withdraw(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::InvitationWithdrawn);
    caller::redirect(&format!("/s/{school}/invitations"));
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
