//! What is planned goes out only while who wrote it may still say it to those it addresses. Else it is a draft again.

use model::announcements::Audience;
use model::ids::{AnnouncementId, ClassId, SchoolId, UserId};
use model::{At, Permissions, Role};
use serde_json::json;
use store::{args, list, sql};

use super::{mailing, policy};
use crate::scope::Actor;
use crate::{Result, System, Work, bounds, calendar, jobs};

/// A planned announcement with the place of who wrote it, and of the classes it addresses how many there are, how many are
/// in use and how many are taught or headed by them.
#[derive(sqlx::FromRow)]
struct Plan {
    id: AnnouncementId,
    publish_at: At,
    audience: Audience,
    role: Role,
    granted: String,
    revoked: String,
    active: bool,
    classes: i64,
    in_use: i64,
    taught: i64,
}

impl Plan {
    fn may_be_said(&self) -> bool {
        let by = Permissions::of_member(self.role, &self.granted, &self.revoked);
        self.active && self.in_use == self.classes && policy::may_write(by, self.audience, self.taught == self.classes).is_ok()
    }
}

macro_rules! plans {
    ($which:literal) => {
        sql!(concat!(
            "select a.id, a.publish_at, a.audience, p.role, p.granted, p.revoked,
                    (p.status = 'active' and u.status in ('pending', 'active')) as active,
                    (select cast(count(*) as bigint) from announcement_classes c
                     where c.school_id = a.school_id and c.announcement_id = a.id) as classes,
                    (select cast(count(*) as bigint) from announcement_classes c
                     join class_groups g on g.school_id = c.school_id and g.id = c.class_id and g.archived_at is null
                     where c.school_id = a.school_id and c.announcement_id = a.id) as in_use,
                    (select cast(count(*) as bigint) from announcement_classes c
                     where c.school_id = a.school_id and c.announcement_id = a.id
                       and (exists (select 1 from class_members t
                                    where t.school_id = c.school_id and t.class_id = c.class_id
                                      and t.user_id = a.author_id and t.role = 'teacher')
                            or p.role = 'department_head' and ",
            bounds::class!("c.class_id", "a.author_id"),
            ")) as taught
             from announcements a
             join memberships p on p.school_id = a.school_id and p.user_id = a.author_id
             join users u on u.id = a.author_id
             where a.school_id = $1 and a.publish_at is not null and a.withdrawn_at is null and ",
            $which,
            " order by a.id"
        ))
    };
}

/// Makes drafts of what these people, or anybody for this class, have planned and may no longer say, in the transaction
/// that changed what they may.
pub(crate) async fn put_back(
    work: &mut Work,
    school: SchoolId,
    now: At,
    authors: impl IntoIterator<Item = UserId>,
    class: Option<ClassId>,
) -> Result<()> {
    let plans: Vec<Plan> = work
        .tx
        .all(
            plans!(
                "a.publish_at > $2
                 and (a.author_id in (select value from {list $3})
                      or exists (select 1 from announcement_classes k
                                 where k.school_id = a.school_id and k.announcement_id = a.id and k.class_id = $4))"
            ),
            args![school, now, list(authors), class],
        )
        .await?;
    let lost: Vec<Plan> = plans.into_iter().filter(|plan| !plan.may_be_said()).collect();
    make_drafts(work, school, &lost).await?;
    Ok(())
}

/// Whether what is about to be told may still be said, or is out already and stays; else it is a draft again.
pub(super) async fn stands(system: &System, school: SchoolId, id: AnnouncementId) -> Result<bool> {
    let plan: Option<Plan> = system.db.maybe(plans!("a.id = $2"), args![school, id]).await?;
    let Some(lost) = plan.filter(|plan| !plan.may_be_said()) else { return Ok(true) };
    let mut work = system.begin().await?;
    work.concerns(None, Some(school));
    let changed = make_drafts(&mut work, school, &[lost]).await?;
    work.commit().await?;
    Ok(changed == 0)
}

/// What somebody has read, or was told, is out and stays. Answers how many are drafts again.
async fn make_drafts(work: &mut Work, school: SchoolId, plans: &[Plan]) -> Result<usize> {
    if plans.is_empty() {
        return Ok(0);
    }
    let changed: Vec<(AnnouncementId,)> = work
        .tx
        .all(
            sql!(
                "update announcements set publish_at = null
                 where school_id = $1 and id in (select value from {list $2})
                   and not exists (select 1 from announcement_reads d
                                   where d.school_id = announcements.school_id and d.announcement_id = announcements.id)
                   and not exists (select 1 from announcement_mails m
                                   where m.school_id = announcements.school_id and m.announcement_id = announcements.id)
                 returning id"
            ),
            args![school, list(plans.iter().map(|plan| plan.id))],
        )
        .await?;
    let told = plans.iter().filter(|plan| changed.contains(&(plan.id,))).map(|plan| {
        (plan.id, json!({ "before": { "publish_at": calendar::iso(plan.publish_at) }, "after": { "publish_at": null } }))
    });
    work.audit_each("announcement.put_back", told.collect()).await?;
    Ok(changed.len())
}

/// Plans everything that is still to come out: after a restore the jobs of before are for other rows.
///
/// # Errors
/// As the database answers.
pub(crate) async fn plan_again(work: &mut Work) -> Result<()> {
    let planned: Vec<(SchoolId, AnnouncementId, At)> = work
        .tx
        .all(
            sql!(
                "select school_id, id, publish_at from announcements where publish_at > $1 and withdrawn_at is null
                 order by school_id, id"
            ),
            args![work.now()],
        )
        .await?;
    for (school, id, at) in planned {
        jobs::add(work, mailing::JOB, &mailing::payload(school, id), at).await?;
    }
    Ok(())
}

/// Plans what of these was to come out after `since`, while they were not there: a job that found nothing is done.
pub(crate) async fn plan_back(work: &mut Work, school: SchoolId, ids: &[String], since: At, now: At) -> Result<()> {
    let planned: Vec<(AnnouncementId, At)> = work
        .tx
        .all(
            sql!(
                "select a.id, a.publish_at from announcements a
                 where a.school_id = $1 and a.id in (select value from {list $2}) and a.publish_at > $3
                   and a.withdrawn_at is null
                   and not exists (select 1 from jobs j
                                   where j.kind = $4 and j.payload = a.school_id || ' ' || a.id and j.state = 'waiting'
                                     and j.run_at = a.publish_at)
                 order by a.id"
            ),
            args![school, list(ids), since, mailing::JOB],
        )
        .await?;
    for (id, at) in planned {
        jobs::add(work, mailing::JOB, &mailing::payload(school, id), at.max(now)).await?;
    }
    Ok(())
}
