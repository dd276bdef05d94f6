//! What those who run the installation are told.

use model::At;
use model::ids::UserId;
use model::notifications::Kind;
use serde_json::json;
use store::{args, sql};

use super::{Notice, tell};
use crate::calendar::Reader;
use crate::jobs::Job;
use crate::{Result, Work};

/// Where the failed ones are looked at.
const JOBS: &str = "/admin";

/// Tells that a job has failed for good: of one kind once a day.
pub(crate) async fn tell_of_dead(work: &mut Work, job: &Job) -> Result<()> {
    let admins: Vec<(UserId,)> = work
        .tx
        .all(
            sql!("select id from users where platform_role = 'super_admin' and status in ('pending', 'active') order by id"),
            args![],
        )
        .await?;
    let to: Vec<UserId> = admins.into_iter().map(|(id,)| id).collect();
    let key = format!("{} {}", job.kind, day(work.now()));
    let args = json!({ "job": job.kind });
    tell(work, &Notice { kind: Kind::DeadJobs, school: None, to: &to, key: &key, args, link: JOBS }).await
}

fn day(at: At) -> String {
    Reader { zone: "UTC", own: None, locale: model::Locale::En }.today(at).to_string()
}
