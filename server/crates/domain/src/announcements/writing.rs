//! Writing, changing and withdrawing.

use model::announcements::{AnnouncementDesk, AnnouncementForm, Audience, Begin, Written};
use model::ids::{AnnouncementId, ClassId, SchoolId};
use model::{At, Error, Permission, Problem};
use serde_json::{Value, json};
use store::{args, list, sql};

use super::before::{Before, find, joined, one, ticked, who};
use super::{JOB, drafts, mailing, offered, policy};
use crate::courses::tidy;
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, calendar, drawn, jobs, schools, twice};

/// The form: empty, with a class ticked where one comes from there, or as an announcement was written.
///
/// # Errors
/// `Forbidden` for those who write none, or not this one; `NotFound` where there is none for them.
pub async fn desk(scope: &Scope, id: Option<AnnouncementId>, class: Option<ClassId>) -> Result<AnnouncementDesk> {
    let may_school = scope.can(Permission::AnnouncementsSchool);
    let (form, is_out) = match id {
        Some(id) => {
            let before = find(scope, id).await?;
            let is_out = before.is_out(scope.now);
            (before.form(scope), is_out)
        }
        None if !policy::can_write(scope.permissions()) => return Err(Error::Forbidden.into()),
        None => {
            let audience = if may_school && class.is_none() { Audience::School } else { Audience::Classes };
            let form = AnnouncementForm {
                audience: audience.text().to_owned(),
                begin: Begin::Now.text().to_owned(),
                classes: class.into_iter().map(ticked).collect(),
                ..AnnouncementForm::default()
            };
            (form, false)
        }
    };
    let classes = offered::classes(scope).await?;
    if class.is_some_and(|class| classes.iter().all(|(id, _)| *id != class)) {
        return Err(Error::NotFound.into());
    }
    let (teacher_label, zone) = (scope.place.teacher_label, scope.place.time_zone.clone());
    Ok(AnnouncementDesk { form, is_out, may_school, classes, teacher_label, zone })
}

/// What the same person wrote a moment ago in the same words.
#[derive(sqlx::FromRow)]
struct Twin {
    id: AnnouncementId,
    created_at: At,
    publish_at: Option<At>,
    until_at: Option<At>,
    roles: Option<String>,
    classes: Option<String>,
}

/// Writes an announcement: out at once, at its time, or kept as a draft. The readers' mails go when it is out.
///
/// # Errors
/// `Invalid`; `NotFound` for a class that is not the caller's; `Forbidden` for those who may not address these people.
pub async fn write(scope: &Scope, form: &AnnouncementForm) -> Result<AnnouncementId> {
    if !policy::can_write(scope.permissions()) {
        return Err(Error::Forbidden.into());
    }
    let written = offered::read(scope, form).await?;
    let (publish_at, until_at) = times(scope, form, written.begin)?;
    check(scope, &written).await?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    let (title, body) = (form.title.trim(), tidy(&form.body));
    let mut work = scope.begin().await?;
    schools::hold_place(&mut work, school, user).await?;
    let twins: Vec<Twin> = work
        .tx
        .all(
            sql!(
                "select a.id, a.created_at, a.publish_at, a.until_at,
                        (select string_agg(r.role, ' ' order by r.role) from announcement_roles r
                         where r.school_id = a.school_id and r.announcement_id = a.id) as roles,
                        (select string_agg(c.class_id, ' ' order by c.class_id) from announcement_classes c
                         where c.school_id = a.school_id and c.announcement_id = a.id) as classes
                 from announcements a
                 where a.school_id = $1 and a.author_id = $2 and a.title = $3 and a.body = $4 and a.audience = $5
                   and a.created_at > $6 and a.withdrawn_at is null
                 order by a.id"
            ),
            args![school, user, title, body.as_str(), written.audience.text(), twice::since(now)],
        )
        .await?;
    let same = |it: &Twin| {
        let begins = if written.begin == Begin::Now { Some(it.created_at) } else { publish_at };
        it.publish_at == begins
            && it.until_at == until_at
            && it.roles.clone().unwrap_or_default() == joined(&written.roles)
            && it.classes.clone().unwrap_or_default() == joined(&written.classes)
    };
    if let Some(twin) = twins.iter().find(|it| same(it)) {
        return Ok(twin.id);
    }
    let id = AnnouncementId::new();
    work.tx
        .run(
            sql!(
                "insert into announcements
                   (school_id, id, title, body, audience, pinned, author_id, created_at, publish_at, until_at, for_parents)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true)"
            ),
            args![school, id, title, body.as_str(), written.audience.text(), form.pinned, user, now, publish_at, until_at],
        )
        .await?;
    address(&mut work, scope, id, &written).await?;
    plan(&mut work, scope, id, publish_at).await?;
    let after = Before {
        title: title.to_owned(),
        body,
        author_id: user,
        audience: written.audience,
        pinned: form.pinned,
        publish_at,
        until_at,
        withdrawn_at: None,
        roles: Some(joined(&written.roles)),
        classes: Some(joined(&written.classes)),
        mine: false,
    };
    work.audit("announcement.written", id, after.told()).await?;
    work.commit().await?;
    Ok(id)
}

/// Changes an announcement. Once it is out, whom it is for and when it began stand: who has read it has read it. Answers
/// whether it came out by this, or by the first of two clicks.
///
/// # Errors
/// `Invalid`; `NotFound` for one that is not the caller's to see or is withdrawn; `Forbidden` for those who may not
/// change it; `Conflict` when somebody changed it since the form was drawn.
pub async fn save(scope: &Scope, id: AnnouncementId, form: &AnnouncementForm) -> Result<bool> {
    let found = find(scope, id).await?;
    let written = match found.is_out(scope.now) {
        true => {
            form.validate_text()?;
            let stands = Written { audience: found.audience, roles: found.roles(), classes: found.classes(), begin: Begin::Now };
            if found.author_id == scope.user_id() && !scope.can(Permission::AnnouncementsSchool) {
                check(scope, &stands).await?;
            }
            stands
        }
        false => {
            let written = offered::read(scope, form).await?;
            check(scope, &written).await?;
            written
        }
    };
    let mut work = scope.begin().await?;
    let before = locked(&mut work, scope, id).await?.ok_or(Error::NotFound)?;
    let (publish_at, until_at) = match before.publish_at.filter(|at| *at <= scope.now) {
        Some(out) => (Some(out), end(scope, form, out, before.until_at)?),
        None => times(scope, form, written.begin)?,
    };
    let after = Before {
        title: form.title.trim().to_owned(),
        body: tidy(&form.body),
        audience: written.audience,
        pinned: form.pinned,
        publish_at,
        until_at,
        roles: Some(joined(&written.roles)).filter(|it| !it.is_empty()),
        classes: Some(joined(&written.classes)).filter(|it| !it.is_empty()),
        ..before.clone()
    };
    if before.withdrawn_at.is_some() {
        return Err(Error::NotFound.into());
    }
    if after == before {
        // Of two clicks the second finds out what the first one published.
        return Ok(form.begin == Begin::Now.text() && before.publish_at.is_some_and(|at| at > twice::since(scope.now)));
    }
    drawn::check(&form.drawn, &before.as_drawn())?;
    let is_out = before.publish_at.is_some_and(|at| at <= scope.now);
    if is_out && (after.audience, &after.roles, &after.classes) != (before.audience, &before.roles, &before.classes) {
        // It came out while this was typed: whom it is for stays.
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    work.tx
        .run(
            sql!(
                "update announcements set title = $3, body = $4, audience = $5, pinned = $6, publish_at = $7, until_at = $8
                 where school_id = $1 and id = $2"
            ),
            args![
                scope.school_id(),
                id,
                after.title.as_str(),
                after.body.as_str(),
                after.audience.text(),
                after.pinned,
                publish_at,
                until_at
            ],
        )
        .await?;
    if (&after.roles, &after.classes) != (&before.roles, &before.classes) {
        work.tx
            .run(
                sql!("delete from announcement_roles where school_id = $1 and announcement_id = $2"),
                args![scope.school_id(), id],
            )
            .await?;
        work.tx
            .run(
                sql!("delete from announcement_classes where school_id = $1 and announcement_id = $2"),
                args![scope.school_id(), id],
            )
            .await?;
        address(&mut work, scope, id, &written).await?;
    }
    if publish_at != before.publish_at {
        plan(&mut work, scope, id, publish_at).await?;
    }
    work.audit("announcement.edited", id, json!({ "before": before.told(), "after": after.told() })).await?;
    work.commit().await?;
    Ok(!is_out && publish_at.is_some_and(|at| at <= scope.now))
}

/// Takes it away from everybody; who wrote it keeps the text. A draft that nobody else has seen is deleted: `draft`
/// says whether the page showed one. Answers whether it was deleted. The second of two clicks finds it done.
///
/// # Errors
/// As [`save`]; `Conflict` when it is a draft and was none on the page, or was one and is none any more.
pub async fn withdraw(scope: &Scope, id: AnnouncementId, draft: bool) -> Result<bool> {
    let found = match find(scope, id).await {
        Ok(found) => found,
        Err(error) => {
            let done = draft && scope.me.viewer.is_none() && drafts::was_deleted(scope, id).await?;
            return if done { Ok(true) } else { Err(error) };
        }
    };
    let mut work = scope.begin().await?;
    let Some(before) = locked(&mut work, scope, id).await? else {
        // Only their own draft is not there any more for who found it, and only they have deleted it.
        let done = draft && found.author_id == scope.user_id();
        return if done { Ok(true) } else { Err(Error::NotFound.into()) };
    };
    if before.publish_at.is_none() != draft {
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    if before.withdrawn_at.is_some() {
        return Ok(false);
    }
    if draft && !drafts::was_told(&mut work, scope, id).await? {
        drafts::delete(&mut work, scope, id).await?;
        work.audit("announcement.deleted", id, before.told()).await?;
        work.commit().await?;
        return Ok(true);
    }
    work.tx
        .run(
            sql!("update announcements set withdrawn_at = $3 where school_id = $1 and id = $2"),
            args![scope.school_id(), id, scope.now],
        )
        .await?;
    work.audit("announcement.withdrawn", id, before.told()).await?;
    work.commit().await?;
    Ok(false)
}

/// Waits at the announcement: who changes it, and who writes its mails, come one after the other.
pub(super) async fn lock(work: &mut Work, school: SchoolId, id: AnnouncementId) -> Result<()> {
    work.tx.run(sql!("update announcements set id = id where school_id = $1 and id = $2"), args![school, id]).await?;
    Ok(())
}

/// As it stands, and stays until the work ends. What is a draft of somebody else by now is not there.
pub(super) async fn locked(work: &mut Work, scope: &Scope, id: AnnouncementId) -> Result<Option<Before>> {
    lock(work, scope.school_id(), id).await?;
    let before = work.tx.maybe::<Before>(one(), who(scope, id)).await?;
    Ok(before.filter(|it| !it.is_anothers_draft(scope)))
}

impl Before {
    /// What the log says of it.
    fn told(&self) -> Value {
        json!({
            // A draft is its author's alone.
            "title": self.publish_at.and(Some(&self.title)),
            "body": self.publish_at.and(Some(&self.body)),
            "audience": self.audience.text(),
            "roles": self.roles,
            "classes": self.classes,
            "publish_at": self.publish_at.map(calendar::iso),
            "until": self.until_at.map(calendar::iso),
            "pinned": self.pinned,
        })
    }
}

/// When it begins and when it ends.
fn times(scope: &Scope, form: &AnnouncementForm, begin: Begin) -> Result<(Option<At>, Option<At>)> {
    let publish_at = match begin {
        Begin::Draft => None,
        Begin::Now => Some(scope.now),
        Begin::Later => {
            let at = calendar::instant(&form.at, &scope.place.time_zone).map_err(|problem| Error::field("at", problem))?;
            if at <= scope.now {
                return Err(Error::field("at", Problem::InThePast).into());
            }
            Some(at)
        }
    };
    Ok((publish_at, end(scope, form, publish_at.unwrap_or(scope.now), None)?))
}

/// When it ends. One that stands as it was may have passed.
fn end(scope: &Scope, form: &AnnouncementForm, begin: At, stands: Option<At>) -> Result<Option<At>> {
    if form.until.trim().is_empty() {
        return Ok(None);
    }
    let zone = &scope.place.time_zone;
    if stands.is_some_and(|at| calendar::input(at, zone) == form.until.trim()) {
        return Ok(stands);
    }
    let until = calendar::instant(&form.until, zone).map_err(|problem| Error::field("until", problem))?;
    if until <= begin.max(scope.now) {
        return Err(Error::field("until", Problem::EndsTooEarly).into());
    }
    Ok(Some(until))
}

#[derive(sqlx::FromRow)]
struct Reach {
    there: i64,
    open: i64,
    taught: i64,
}

/// Whether these people may be addressed by the caller.
async fn check(scope: &Scope, written: &Written) -> Result<()> {
    if written.audience != Audience::Classes {
        return policy::may_write(scope.permissions(), written.audience, false);
    }
    let reach: Reach = scope
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as there,
                        cast(coalesce(sum(case when g.archived_at is null then 1 else 0 end), 0) as bigint) as open,
                        cast(coalesce(sum(case when o.role = 'teacher' or ",
                bounds::class!("g.id", "$4"),
                " then 1 else 0 end), 0) as bigint) as taught
                 from class_groups g
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $2
                 where g.school_id = $1 and g.id in (select value from {list $3}) and (o.user_id is not null or ",
                bounds::class!("g.id", "$4"),
                ")"
            )),
            args![scope.school_id(), scope.user_id(), list(&written.classes), scope.class_reach()],
        )
        .await?;
    let all = written.classes.len() as i64;
    if reach.there < all {
        return Err(Error::NotFound.into());
    }
    policy::may_write(scope.permissions(), Audience::Classes, reach.taught == all)?;
    // Nothing is said to a class that is archived.
    if reach.open < all { Err(Error::Forbidden.into()) } else { Ok(()) }
}

async fn address(work: &mut Work, scope: &Scope, id: AnnouncementId, written: &Written) -> Result<()> {
    work.tx
        .run(
            sql!(
                "insert into announcement_roles (school_id, announcement_id, role)
                 select cast($1 as text), cast($2 as text), value from {list $3}"
            ),
            args![scope.school_id(), id, list(&written.roles)],
        )
        .await?;
    work.tx
        .run(
            sql!(
                "insert into announcement_classes (school_id, announcement_id, class_id)
                 select cast($1 as text), cast($2 as text), value from {list $3}"
            ),
            args![scope.school_id(), id, list(&written.classes)],
        )
        .await?;
    Ok(())
}

/// The job that tells its readers, when it is out.
async fn plan(work: &mut Work, scope: &Scope, id: AnnouncementId, publish_at: Option<At>) -> Result<()> {
    match publish_at {
        Some(at) => jobs::add(work, JOB, &mailing::payload(scope.school_id(), id), at).await,
        None => Ok(()),
    }
}
