//! What every handler shares.

use std::sync::Arc;

use domain::World;
use tokio::sync::watch;

use crate::assets::Site;
use crate::files::Uploads;
use crate::live::Crowd;
use crate::pace::Pace;
use crate::{Config, observe::Metrics};

/// The running server. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub world: World,
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub metrics: Metrics,
    pub pace: Arc<Pace>,
    pub crowd: Arc<Crowd>,
    /// Those who hear their bell: beside the sockets, as every open page does.
    pub bells: Arc<Crowd>,
    /// Those who hear of the thread they have open: beside their bell.
    pub readers: Arc<Crowd>,
    pub uploads: Arc<Uploads>,
    /// Becomes true when the server is about to stop: sockets say good-bye, readiness turns away.
    pub stopping: watch::Receiver<bool>,
}
