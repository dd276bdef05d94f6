//! How many files a backup is about to have, for the share of it that is done.

use model::ids::SchoolId;
use store::{args, sql};

use super::whose;
use crate::{Request, Result};

/// Those that rows of a school name, or of all: uploaded files, logos and photos, each content once.
pub(super) async fn files(request: &Request, of: Option<SchoolId>) -> Result<u64> {
    let (files,): (i64,) = request
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as n from (
                   select school_id as place, sha256 from files where cast($1 as text) = '' or school_id = $1
                   union select id, logo from schools where logo <> '' and (cast($1 as text) = '' or id = $1)
                   union select 'photo', u.photo from users u
                     where u.photo <> '' and (cast($1 as text) = '' or exists (
                       select 1 from memberships m where m.school_id = $1 and m.user_id = u.id and m.status = 'active'))) c"
            ),
            args![whose(of)],
        )
        .await?;
    Ok(files.unsigned_abs())
}

/// How often one is copied: each shelf has all of them.
///
/// # Errors
/// As the database answers.
pub async fn copies(request: &Request, of: Option<SchoolId>) -> Result<u64> {
    Ok(files(request, of).await? * request.shelves.len() as u64)
}
