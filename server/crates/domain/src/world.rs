//! What the domain needs of the outside: made once, shared by every request.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use model::backup::kept::ShelfKind;
use model::settings::brand::Face;
use object_store::ObjectStore;
use store::Db;

use crate::accounts::contexts::{Contexts, is_watched};
use crate::accounts::passwords::Passwords;
use crate::backup::Places;
use crate::backup::clear::Clearing;
use crate::backup::gate::Gate;
use crate::backup::kept::Shelf;
use crate::backup::restore::Restoring;
use crate::backup::upload::Writers;
use crate::cache::Cache;
use crate::chat::Talking;
use crate::faults::Faults;
use crate::files::Keeping;
use crate::hub::Hub;
use crate::settings::brand;

/// Settings the domain reads.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people reach the platform at, without a final slash: for links in mails.
    pub public_url: String,
    /// Whether mails leave; else they wait in the outbox of the platform's admin.
    pub sends_mail: bool,
    /// The folder of this machine for what neither the database nor the file store keeps.
    pub data: PathBuf,
}

impl Settings {
    /// Whether strangers who reach the platform can learn which addresses have an account: without mail a registration is
    /// answered at once, and says so of an address that is taken. Nobody else reaches the machine itself.
    pub fn tells_addresses(&self) -> bool {
        !self.sends_mail && !is_local(&self.public_url)
    }

    /// The host of that address, as people know the platform.
    pub fn host(&self) -> &str {
        host(&self.public_url)
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next(),
        None => authority.split(':').next(),
    };
    host.unwrap_or_default()
}

/// Whether an address leads to the machine it is opened on (RFC 6761 for the names).
fn is_local(url: &str) -> bool {
    let host = host(url).to_ascii_lowercase();
    let is_name = host == "localhost" || host.ends_with(".localhost");
    is_name || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[derive(Debug)]
pub struct Parts {
    pub db: Db,
    pub files: Arc<dyn ObjectStore>,
    pub hub: Hub,
    pub talking: Talking,
    pub passwords: Passwords,
    pub contexts: Contexts,
    pub faces: Cache<Option<Face>>,
    pub downloads: Places,
    pub keeping: Keeping,
    pub writers: Writers,
    pub restoring: Restoring,
    pub clearing: Clearing,
    pub faults: Faults,
    pub gate: Gate,
    /// Where backups are kept: the first is written to, the others get copies.
    pub shelves: Vec<Shelf>,
    pub settings: Settings,
}

/// The platform's parts. Cheap to clone.
#[derive(Clone, Debug)]
pub struct World(Arc<Parts>);

impl World {
    /// One whose backups are forgotten with it, for tests.
    pub fn new(db: Db, files: Arc<dyn ObjectStore>, settings: Settings) -> World {
        World::with_shelves(db, files, settings, vec![Shelf::in_memory(ShelfKind::Disk)])
    }

    pub fn with_shelves(db: Db, files: Arc<dyn ObjectStore>, settings: Settings, shelves: Vec<Shelf>) -> World {
        db.changes().watch(is_watched);
        let (hub, passwords, downloads) = (Hub::default(), Passwords::default(), Places::default());
        let (keeping, writers, gate) = (Keeping::default(), Writers::default(), Gate::default());
        let (restoring, clearing) = (Restoring::default(), Clearing::default());
        let (contexts, faces, faults) = (Contexts::default(), brand::faces(), Faults::default());
        World(Arc::new(Parts {
            db,
            files,
            hub,
            talking: Talking::default(),
            passwords,
            contexts,
            faces,
            downloads,
            keeping,
            writers,
            restoring,
            clearing,
            faults,
            gate,
            shelves,
            settings,
        }))
    }
}

impl std::ops::Deref for World {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_public_platform_without_mail_tells_which_addresses_have_an_account() {
        for (public_url, tells) in [
            ("https://lyceum.test", true),
            ("http://0.0.0.0:3000", true),
            ("http://192.168.1.7:3000", true),
            ("https://localhost.example.org", true),
            ("https://127.0.0.1.example.org", true),
            ("http://[2001:db8::1]:3000", true),
            ("http://127.0.0.1:3000", false),
            ("http://127.1.2.3", false),
            ("http://[::1]:3000", false),
            ("http://LOCALHOST:3000", false),
            ("http://school.localhost:3000/", false),
        ] {
            let mut settings = Settings { public_url: public_url.into(), sends_mail: false, data: PathBuf::new() };
            assert_eq!(settings.tells_addresses(), tells, "{public_url}");
            settings.sends_mail = true;
            assert!(!settings.tells_addresses(), "{public_url} with mail");
        }
    }
}
