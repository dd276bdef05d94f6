//! argon2id on a bounded pool, so that a storm of log-ins never stops pages (product.md section 28).

use std::sync::Arc;

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::Result;
use crate::accounts::imported;

/// Hashes at a time: each takes 19 MiB and one core for about 20 ms.
const AT_A_TIME: usize = 2;
/// Hashes that may wait; the next is told to come back later.
const WAITING: usize = 256;

#[derive(Clone, Debug)]
pub struct Passwords {
    working: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Passwords { working: Arc::new(Semaphore::new(AT_A_TIME)), waiting: Arc::new(Semaphore::new(WAITING)) }
    }
}

impl Passwords {
    /// Hashes a password with a salt of its own (argon2id, the OWASP minimum of 19 MiB and two passes).
    ///
    /// # Errors
    /// `Unavailable` when too many wait already.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.work(move || {
            let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| anyhow!("argon2: {error}"))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password is the one that was hashed, by us or by the system its owner came from. With no hash to compare, it takes as long and answers no, so
    /// that the time does not tell whether the account exists.
    ///
    /// # Errors
    /// `Unavailable` when too many wait already.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool> {
        let password = password.to_owned();
        self.work(move || {
            let Some(hash) = hash else {
                let _ = Argon2::default().hash_password(password.as_bytes());
                return Ok(false);
            };
            if imported::is_imported(&hash) {
                return imported::verify(&password, &hash);
            }
            let hash = PasswordHash::new(&hash).map_err(|error| anyhow!("a stored password hash: {error}"))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
        let _place = self.waiting.clone().try_acquire_owned().map_err(|_| model::Error::Unavailable)?;
        let working = self.working.clone().acquire_owned().await.map_err(|_| model::Error::Unavailable)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work itself, not by the caller, who may go away before it ends.
            let _working = working;
            job()
        });
        Ok(done.await.map_err(anyhow::Error::from)??)
    }
}
