//! What failed before somebody clicks.

use model::ids::JobId;
use store::{args, sql};

use crate::app::TestApp;

/// A sweep that was given up: its id.
pub(super) async fn given_up(app: &TestApp) -> String {
    let id = JobId::new();
    let job = sql!(
        "insert into jobs (id, kind, payload, state, tries, run_at, last_error, created_at, finished_at)
         values ($1, 'sweep', '', 'dead', 8, 1, 'Nobody answers.', 1, $2)"
    );
    app.state.world.db.run(job, args![id, store::clock::now()]).await.unwrap();
    id.to_string()
}
