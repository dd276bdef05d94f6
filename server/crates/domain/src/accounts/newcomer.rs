//! Somebody whom a registration gives an account: at once, or when the mail that it waited for has come back.

use model::accounts::AccountForm;
use model::ids::{RegistrationId, UserId};
use model::{At, PlatformRole};
use store::{args, sql};

use crate::accounts::{self, NewUser, held, verify};
use crate::scope::Actor;
use crate::{Result, Visitor, Work};

pub(crate) struct Newcomer<'a> {
    pub account: &'a AccountForm,
    pub password_hash: String,
    /// The registration whose mail has come back; without one the address is still to be proven.
    pub held: Option<RegistrationId>,
}

impl Newcomer<'_> {
    /// Begins the change that makes the account. Of two clicks the second waits here.
    ///
    /// # Errors
    /// `Invalid` when the registration has been used.
    pub(crate) async fn begin(&self, visitor: &Visitor) -> Result<Work> {
        let mut work = visitor.begin().await?;
        if let Some(id) = self.held {
            let claimed = work
                .tx
                .run(
                    sql!("update registrations set used_at = $2, password_hash = '' where id = $1 and used_at is null"),
                    args![id, visitor.now],
                )
                .await?;
            if claimed == 0 {
                return Err(held::gone().into());
            }
        }
        Ok(work)
    }

    pub(crate) async fn insert(&self, work: &mut Work, platform_role: PlatformRole, now: At) -> Result<UserId> {
        let new = NewUser { form: self.account, password_hash: self.password_hash.clone(), platform_role, now };
        accounts::insert(&mut work.tx, new).await
    }

    /// Writes that the address is proven, or sends the mail that is to prove it.
    pub(crate) async fn prove(&self, work: &mut Work, visitor: &Visitor, user: UserId) -> Result<()> {
        match self.held {
            Some(_) => verify::prove(work, user, visitor.now).await,
            None => verify::send(work, visitor, user, self.account).await,
        }
    }

    /// Keeps where it led, for the second of two clicks.
    pub(crate) async fn settle(&self, work: &mut Work, path: &str) -> Result<()> {
        if let Some(id) = self.held {
            work.tx.run(sql!("update registrations set path = $2 where id = $1"), args![id, path]).await?;
        }
        Ok(())
    }
}
