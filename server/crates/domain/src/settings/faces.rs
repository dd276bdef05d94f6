//! The faces of schools at their own addresses, kept in memory: every request there asks for one. A face holds only as
//! long as [`store::Changes`] counts no further commit, so that a change of the brand is seen at the very next request.

use std::time::Duration;

use model::settings::brand::Face;
use moka::sync::Cache;

/// Seconds a face is kept at most.
const SECONDS: u64 = 300;
/// Faces kept at most, those of names that no school has among them.
const MOST: u64 = 10_000;

#[derive(Clone, Debug)]
struct Kept {
    face: Option<Face>,
    epoch: u64,
}

/// The faces in use, by slug.
#[derive(Debug)]
pub struct Faces {
    kept: Cache<Box<str>, Kept>,
}

impl Default for Faces {
    fn default() -> Faces {
        Faces { kept: Cache::builder().max_capacity(MOST).time_to_live(Duration::from_secs(SECONDS)).build() }
    }
}

impl Faces {
    /// What is known of the name after so many changes: the school's face, or that there is none.
    pub(crate) fn find(&self, epoch: Option<u64>, slug: &str) -> Option<Option<Face>> {
        let epoch = epoch?;
        self.kept.get(slug).filter(|kept| kept.epoch == epoch).map(|kept| kept.face)
    }

    /// Keeps what was read after `epoch` changes; without one nothing may be kept.
    pub(crate) fn keep(&self, epoch: Option<u64>, slug: &str, face: &Option<Face>) {
        if let Some(epoch) = epoch {
            self.kept.insert(slug.into(), Kept { face: face.clone(), epoch });
        }
    }
}
