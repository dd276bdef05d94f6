//! What a session rests on. Between the look at a password and the session that begins with it a new password may be set,
//! which ends every session: the request keeps which password it was, and a session begins on no other.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use model::ids::UserId;
use store::{Tx, args, sql};

use crate::{Result, secrets};

/// Whose password a request has been shown, and which one that was: the hash of its hash. Clones of a request share it.
#[derive(Clone, Default)]
pub struct Proof(Arc<Mutex<Option<(UserId, String)>>>);

impl Proof {
    /// Keeps the password that was right, by its hash.
    pub(crate) fn keep(&self, user: UserId, password_hash: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((user, secrets::hash(password_hash)));
    }

    /// Keeps the present password of somebody whose session ends with the transaction, for another to begin.
    pub(crate) async fn keep_present(&self, tx: &mut Tx, user: UserId) -> Result<()> {
        let (hash,): (String,) = tx.one(sql!("select password_hash from users where id = $1"), args![user]).await?;
        self.keep(user, &hash);
        Ok(())
    }

    /// What a session of that person rests on; nothing where no password was asked for.
    pub fn of(&self, user: UserId) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(whose, _)| *whose == user).map(|(_, proof)| proof.clone())
    }
}

/// Whether somebody's password is still the one. Whoever sets a new one waits at the person's row, where the caller is.
pub(super) async fn stands(tx: &mut Tx, user: UserId, proof: &str) -> Result<bool> {
    let hash: Option<(String,)> = tx.maybe(sql!("select password_hash from users where id = $1"), args![user]).await?;
    Ok(hash.is_some_and(|(hash,)| secrets::same(proof, &secrets::hash(&hash))))
}

/// It is written into no log.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof")
    }
}
