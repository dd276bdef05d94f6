//! What the domain needs of the outside: made once, shared by every request.

use std::sync::Arc;

use model::settings::brand::Face;
use object_store::ObjectStore;
use store::Db;

use crate::accounts::contexts::{Contexts, is_watched};
use crate::accounts::passwords::Passwords;
use crate::backup::Places;
use crate::cache::Cache;
use crate::faults::Faults;
use crate::hub::Hub;
use crate::settings::brand;

/// Settings the domain reads.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people reach the platform at, without a final slash: for links in mails.
    pub public_url: String,
    /// Whether mails leave; else they wait in the outbox of the platform's admin.
    pub sends_mail: bool,
}

#[derive(Debug)]
pub struct Parts {
    pub db: Db,
    pub files: Arc<dyn ObjectStore>,
    pub hub: Hub,
    pub passwords: Passwords,
    pub contexts: Contexts,
    pub faces: Cache<Option<Face>>,
    pub downloads: Places,
    pub faults: Faults,
    pub settings: Settings,
}

/// The platform's parts. Cheap to clone.
#[derive(Clone, Debug)]
pub struct World(Arc<Parts>);

impl World {
    pub fn new(db: Db, files: Arc<dyn ObjectStore>, settings: Settings) -> World {
        db.changes().watch(is_watched);
        let (hub, passwords, downloads) = (Hub::default(), Passwords::default(), Places::default());
        let (contexts, faces, faults) = (Contexts::default(), brand::faces(), Faults::default());
        World(Arc::new(Parts { db, files, hub, passwords, contexts, faces, downloads, faults, settings }))
    }
}

impl std::ops::Deref for World {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
