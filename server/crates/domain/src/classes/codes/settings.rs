//! How a code lets in, for those who hand it out.

use model::classes::{CodeCard, CodeKind, CodePage, CodeSettingsForm, fold_code, fold_domain};
use model::ids::{ClassId, SchoolId};
use model::{At, Error, Problem};
use serde_json::{Value, json};
use store::{args, sql};

use crate::classes::{guesses, own_role, policy, qr, seats};
use crate::scope::Actor;
use crate::{Result, Scope, Work, calendar, drawn, secrets};

#[derive(sqlx::FromRow)]
struct Row {
    kind: CodeKind,
    code: String,
    closed: bool,
    ask_first: bool,
    /// Nothing for every address.
    mail_domain: Option<String>,
    /// Nobody has said yet how it lets in.
    never_set: bool,
    expires_at: Option<At>,
    /// Whether the class is.
    archived: bool,
}

impl Row {
    fn card(self, scope: &Scope) -> CodeCard {
        CodeCard {
            kind: self.kind,
            closed: self.closed,
            ask_first: self.ask_first,
            mail_domain: self.mail_domain,
            expires: self.expires_at.map(|at| scope.when(at)),
            expired: self.expires_at.is_some_and(|at| at <= scope.now),
            archived: self.archived,
            link: format!("{}/join?code={}", scope.settings.public_url, self.code),
            code: self.code,
        }
    }

    /// The seal of what its form shows, and of whether anybody has set it.
    fn as_drawn(&self) -> String {
        let expires = self.expires_at.map(|at| at.0.to_string()).unwrap_or_default();
        let flags = [self.ask_first, self.never_set].map(|flag| if flag { "true" } else { "" });
        let domain = self.mail_domain.as_deref().unwrap_or_default();
        model::drawn::of([self.code.as_str(), domain, expires.as_str()].into_iter().chain(flags))
    }

    /// What the audit log says of it: the code itself is a secret.
    fn told(&self) -> Value {
        let expires = self.expires_at.map(calendar::iso);
        json!({ "ask_first": self.ask_first, "mail_domain": self.mail_domain, "expires": expires })
    }
}

/// The codes of a class, for a caller who manages it.
pub(crate) async fn of_class(scope: &Scope, class: ClassId) -> Result<Vec<CodeCard>> {
    // With a code somebody could come in who only looks.
    if scope.me.viewer.is_some() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(
                "select k.kind, k.code, k.closed, k.ask_first, k.mail_domain, k.never_set, k.expires_at,
                        (g.archived_at is not null) as archived
                 from class_codes k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.school_id = $1 and k.class_id = $2 order by k.kind desc"
            ),
            args![scope.school_id(), class],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.card(scope)).collect())
}

/// A code with its settings, and what is printed of it.
///
/// # Errors
/// `NotFound` for a class that is not the caller's, `Forbidden` for those who do not manage it.
pub async fn show(scope: &Scope, class: ClassId, kind: CodeKind) -> Result<CodePage> {
    policy::may_manage(scope.permissions(), own_role(scope, class).await?)?;
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    let Named { class: name, school_domain, row } = read(scope, class, kind).await?;
    let drawn = row.as_drawn();
    let is_new = row.never_set && row.mail_domain.is_none();
    let expires_input = row.expires_at.map(|at| calendar::input(at, &scope.place.time_zone)).unwrap_or_default();
    let card = row.card(scope);
    Ok(CodePage {
        class: name,
        school: scope.place.name.clone(),
        qr: qr::draw(&card.link)?,
        card,
        school_domain: Some(school_domain).filter(|domain| is_new && !domain.is_empty()),
        expires_input,
        time_zone: scope.place.time_zone.clone(),
        drawn,
    })
}

#[derive(sqlx::FromRow)]
struct Named {
    class: String,
    school_domain: String,
    #[sqlx(flatten)]
    row: Row,
}

async fn read(scope: &Scope, class: ClassId, kind: CodeKind) -> Result<Named> {
    let named: Option<Named> = scope
        .db
        .maybe(
            sql!(
                "select g.name as class, s.mail_domain as school_domain, k.kind, k.code, k.closed, k.ask_first,
                        k.mail_domain, k.never_set, k.expires_at, (g.archived_at is not null) as archived
                 from class_codes k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 join schools s on s.id = k.school_id
                 where k.school_id = $1 and k.class_id = $2 and k.kind = $3"
            ),
            args![scope.school_id(), class, kind.text()],
        )
        .await?;
    Ok(named.ok_or(Error::NotFound)?)
}

/// Gives a class its first code of a kind.
pub(crate) async fn insert(work: &mut Work, school: SchoolId, class: ClassId, kind: CodeKind, now: At) -> Result<()> {
    work.tx
        .run(
            sql!(
                "insert into class_codes (school_id, class_id, kind, code, never_set, created_at)
                 values ($1, $2, $3, $4, true, $5)"
            ),
            args![school, class, kind.text(), secrets::code(), now],
        )
        .await?;
    Ok(())
}

/// Sets how a code lets in: a code of one's own, until when, for which addresses, and whether it asks first.
///
/// That one is taken tells that it leads somewhere: who learns it too often waits, as those do who try codes.
///
/// # Errors
/// `Invalid` field by field: a code that is taken, without telling whose it is; a time that has passed. `TooMany` after
/// many that were taken; `Conflict` when somebody changed it since the form was drawn. Else as [`rotate`].
pub async fn set(scope: &Scope, class: ClassId, kind: CodeKind, form: &CodeSettingsForm) -> Result<()> {
    policy::may_manage(scope.permissions(), own_role(scope, class).await?)?;
    form.validate()?;
    guesses::check(&scope.request, Some(scope.user_id())).await?;
    let done = write(scope, class, kind, form).await;
    if let Err(crate::Error::Refused(refused)) = &done
        && refused.problem_of("code") == Some(Problem::Taken)
    {
        guesses::count(&scope.request, Some(scope.user_id())).await?;
    }
    done
}

async fn write(scope: &Scope, class: ClassId, kind: CodeKind, form: &CodeSettingsForm) -> Result<()> {
    let code = fold_code(&form.code).ok_or(Error::field("code", Problem::NotACode))?;
    let expires_at = match form.expires.trim() {
        "" => None,
        text => Some(calendar::instant(text, &scope.place.time_zone).map_err(|problem| Error::field("expires", problem))?),
    };
    let mail_domain = Some(fold_domain(&form.mail_domain)).filter(|domain| !domain.is_empty());
    let mut work = scope.begin().await?;
    seats::lock(&mut work, scope.school_id(), class).await?;
    let before: Option<Row> = work
        .tx
        .maybe(
            sql!(
                "select k.kind, k.code, k.closed, k.ask_first, k.mail_domain, k.never_set, k.expires_at,
                        (g.archived_at is not null) as archived
                 from class_codes k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 where k.school_id = $1 and k.class_id = $2 and k.kind = $3"
            ),
            args![scope.school_id(), class, kind.text()],
        )
        .await?;
    let before = before.ok_or(Error::NotFound)?;
    // A field knows minutes only: what stood in it unchanged is no new time.
    let same_minute = |at: At| before.expires_at.is_some_and(|old| old.0 / 60_000 == at.0 / 60_000);
    let expires_at = if expires_at.is_some_and(same_minute) { before.expires_at } else { expires_at };
    let (closed, archived, ask_first) = (before.closed, before.archived, form.ask_first);
    let after = Row { kind, code, closed, ask_first, mail_domain, never_set: false, expires_at, archived };
    let is_same = after.told() == before.told() && after.code == before.code;
    if is_same && !before.never_set {
        return Ok(());
    }
    drawn::check(&form.drawn, &before.as_drawn())?;
    if expires_at != before.expires_at && expires_at.is_some_and(|at| at <= scope.now) {
        return Err(Error::field("expires", Problem::InThePast).into());
    }
    work.tx
        .run(
            sql!(
                "update class_codes set code = $4, ask_first = $5, mail_domain = $6, never_set = false, expires_at = $7
                 where school_id = $1 and class_id = $2 and kind = $3"
            ),
            args![
                scope.school_id(),
                class,
                kind.text(),
                after.code.as_str(),
                after.ask_first,
                after.mail_domain.clone(),
                after.expires_at
            ],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "code"))?;
    if !is_same {
        let detail = json!({
            "kind": kind.text(),
            "before": before.told(),
            "after": after.told(),
            "new_code": after.code != before.code,
        });
        work.audit("class.code_set", class, detail).await?;
    }
    work.commit().await
}

/// Replaces the code that is shown by a new one, which is open: the old one is unknown from then on. The second of two
/// clicks finds it replaced already, and leaves what the first one has just shown.
///
/// # Errors
/// `NotFound` for a class that is not the caller's, `Forbidden` for those who do not manage it.
pub async fn rotate(scope: &Scope, class: ClassId, kind: CodeKind, shown: &str) -> Result<()> {
    change(scope, class, "class.code_rotated", kind, async |work: &mut Work| {
        Ok(work
            .tx
            .run(
                sql!(
                    "update class_codes set code = $4, created_at = $5, closed = false,
                            expires_at = case when expires_at <= $5 then null else expires_at end
                     where school_id = $1 and class_id = $2 and kind = $3 and code = $6"
                ),
                args![scope.school_id(), class, kind.text(), secrets::code(), scope.now, shown],
            )
            .await?)
    })
    .await
}

/// Closes a code, or opens it again.
///
/// # Errors
/// As [`rotate`].
pub async fn set_closed(scope: &Scope, class: ClassId, kind: CodeKind, closed: bool) -> Result<()> {
    let action = if closed { "class.code_closed" } else { "class.code_opened" };
    change(scope, class, action, kind, async |work: &mut Work| {
        Ok(work
            .tx
            .run(
                sql!("update class_codes set closed = $4 where school_id = $1 and class_id = $2 and kind = $3 and closed <> $4"),
                args![scope.school_id(), class, kind.text(), closed],
            )
            .await?)
    })
    .await
}

/// Changes a code and notes it, if the statement finds something to change.
async fn change(
    scope: &Scope,
    class: ClassId,
    action: &str,
    kind: CodeKind,
    update: impl AsyncFnOnce(&mut Work) -> Result<u64>,
) -> Result<()> {
    policy::may_manage(scope.permissions(), own_role(scope, class).await?)?;
    let mut work = scope.begin().await?;
    // Whoever is just coming in is in, or finds the code as it is now.
    seats::lock(&mut work, scope.school_id(), class).await?;
    if update(&mut work).await? == 0 {
        return Ok(());
    }
    work.audit(action, class, json!({ "kind": kind.text() })).await?;
    work.commit().await
}
