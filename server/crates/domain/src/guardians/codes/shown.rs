//! Family codes that are open, as they are listed and handed on.

use model::guardians::{FamilyCode, FamilyCodePage};
use model::ids::{FamilyCodeId, UserId};
use model::{At, Error, Permission};
use store::{args, sql};

use crate::classes::qr;
use crate::guardians::finding::classes_of;
use crate::{Result, Scope};

/// Open codes that are listed.
const LISTED: i64 = 100;

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: FamilyCodeId,
    child_id: UserId,
    child: String,
    username: String,
    classes: String,
    code: String,
    expires_at: At,
}

impl OpenRow {
    fn card(self, scope: &Scope) -> FamilyCode {
        let OpenRow { id, child_id, child, username, classes, code, expires_at } = self;
        FamilyCode { id, child_id, child, username, classes, code, expires: scope.when(expires_at) }
    }
}

/// The codes of the school `$1` that are open at `$2`, and what follows of the statement.
macro_rules! open_codes {
    ($rest:literal) => {
        concat!(
            "select f.id, f.child_id, u.name as child, u.username, ",
            classes_of!("f.school_id", "f.child_id"),
            " as classes, f.code, f.expires_at
             from family_codes f join users u on u.id = f.child_id
             where f.school_id = $1 and f.used_at is null and f.closed_at is null and f.expires_at > $2",
            $rest
        )
    };
}

/// The open codes of the school, the newest first.
pub(in crate::guardians) async fn open(scope: &Scope) -> Result<Vec<FamilyCode>> {
    let rows: Vec<OpenRow> = scope
        .db
        .all(sql!(open_codes!(" order by f.created_at desc, f.id desc limit $3")), args![scope.school_id(), scope.now, LISTED])
        .await?;
    Ok(rows.into_iter().map(|row| row.card(scope)).collect())
}

/// One that is open.
pub(super) async fn one(scope: &Scope, id: FamilyCodeId) -> Result<FamilyCode> {
    let row: Option<OpenRow> =
        scope.db.maybe(sql!(open_codes!(" and f.id = $3")), args![scope.school_id(), scope.now, id]).await?;
    Ok(row.ok_or(Error::NotFound)?.card(scope))
}

/// An open code with what is printed of it and given to the parent.
///
/// # Errors
/// `Forbidden` without `guardians.manage`, `NotFound` for one that nobody can use.
pub async fn show(scope: &Scope, id: FamilyCodeId) -> Result<FamilyCodePage> {
    scope.require(Permission::GuardiansManage)?;
    // With a code somebody could come in who only looks.
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    let code = one(scope, id).await?;
    let link = format!("{}/family?code={}", scope.settings.public_url, code.code);
    Ok(FamilyCodePage { school: scope.place.name.clone(), qr: qr::draw(&link)?, link, code })
}
