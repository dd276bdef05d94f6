//! A photo or a text that has no place in a school is taken off a member's profile. It is gone everywhere, and the person
//! is told; they may show something else. The log keeps what it was.

use model::ids::UserId;
use model::people::Shown;
use model::{Error, Permission};
use serde_json::json;
use store::{args, sql};

use super::change;
use crate::accounts::photo;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, drawn, mail};

/// Takes a part of a profile down. The second of two clicks finds it gone.
///
/// # Errors
/// `NotFound`; `Forbidden` and `Beyond` for those who may not change the member, `Forbidden` for a member who has left and
/// for oneself; `Conflict` when something else stands there since the page was drawn.
pub async fn take_down(scope: &Scope, id: UserId, shown: Shown, drawn: &str) -> Result<()> {
    scope.require(Permission::MembersManage)?;
    let mut work = scope.begin().await?;
    let member = change::hold(&mut work, scope, id).await?;
    if id == scope.user_id() || !member.standing().shows_contact() {
        return Err(Error::Forbidden.into());
    }
    let (photo, bio): (String, String) = work.tx.one(sql!("select photo, bio from users where id = $1"), args![id]).await?;
    let before = match shown {
        Shown::Photo => photo,
        Shown::Bio => bio,
    };
    if before.is_empty() {
        return Ok(());
    }
    drawn::check(drawn, &shown.drawn_from(&before))?;
    let (clear, action, detail) = match shown {
        Shown::Photo => (
            sql!("update users set photo = '' where id = $1"),
            "member.photo_removed",
            json!({ "photo": { "before": before, "after": "" } }),
        ),
        Shown::Bio => (
            sql!("update users set bio = '' where id = $1"),
            "member.bio_removed",
            json!({ "bio": { "before": before, "after": "" } }),
        ),
    };
    work.tx.run(clear, args![id]).await?;
    write_to(&mut work, scope, id, shown).await?;
    work.audit(action, id, detail).await?;
    work.tell(Event::AccessChanged { user: id });
    work.commit().await?;
    if shown == Shown::Photo {
        photo::forget(scope, &before, "").await;
    }
    Ok(())
}

/// Tells the person by mail, if their address is proven.
async fn write_to(work: &mut Work, scope: &Scope, id: UserId, shown: Shown) -> Result<()> {
    let reader: Option<(String, String)> = work
        .tx
        .maybe(
            sql!(
                "select email, name from users
                 where id = $1 and verified_at is not null and status in ('pending', 'active')"
            ),
            args![id],
        )
        .await?;
    let Some((email, called)) = reader else { return Ok(()) };
    mail::send_taken_down(work, scope, &email, &called, shown).await
}
