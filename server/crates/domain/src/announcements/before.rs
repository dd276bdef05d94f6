//! An announcement as it is kept, for those who may change it.

use model::announcements::{AnnouncementForm, Audience, Begin, State};
use model::ids::{AnnouncementId, ClassId, UserId};
use model::{At, Error, Permission, Role, drawn};
use store::{Arg, Sql, args, sql};

use super::{audience, meant, policy};
use crate::{Result, Scope, calendar};

/// An announcement as it was before a change.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub(super) struct Before {
    pub title: String,
    pub body: String,
    pub author_id: UserId,
    pub audience: Audience,
    pub pinned: bool,
    pub publish_at: Option<At>,
    pub until_at: Option<At>,
    pub withdrawn_at: Option<At>,
    pub roles: Option<String>,
    /// Their ids.
    pub classes: Option<String>,
    pub mine: bool,
}

/// Reads one, for [`who`] asks.
pub(super) fn one() -> Sql {
    sql!(concat!(
        "select a.title, a.body, a.author_id, a.audience, a.pinned, a.publish_at, a.until_at, a.withdrawn_at,
                (select string_agg(ar.role, ' ' order by ar.role) from announcement_roles ar
                 where ar.school_id = a.school_id and ar.announcement_id = a.id) as roles,
                (select string_agg(ac.class_id, ' ' order by ac.class_id) from announcement_classes ac
                 where ac.school_id = a.school_id and ac.announcement_id = a.id) as classes, (",
        audience::out!("$4"),
        " and ",
        meant!("$2", "$3", "$6"),
        ") as mine
         from announcements a where a.school_id = $1 and a.id = $5"
    ))
}

pub(super) fn who(scope: &Scope, id: AnnouncementId) -> Vec<Arg> {
    args![scope.school_id(), scope.user_id(), scope.role().text(), scope.now, id, scope.guardian()]
}

/// An announcement that the caller may change.
pub(super) async fn find(scope: &Scope, id: AnnouncementId) -> Result<Before> {
    let before: Before = scope.db.maybe(one(), who(scope, id)).await?.ok_or(Error::NotFound)?;
    let wrote = before.author_id == scope.user_id();
    let oversees = scope.can(Permission::AnnouncementsSchool) && before.publish_at.is_some();
    if !(before.mine || wrote || oversees) {
        return Err(Error::NotFound.into());
    }
    policy::may_change(scope.permissions(), wrote)?;
    Ok(before)
}

impl Before {
    /// Whether it is a draft of somebody else, which is not there for the caller.
    pub fn is_anothers_draft(&self, scope: &Scope) -> bool {
        self.publish_at.is_none() && self.author_id != scope.user_id()
    }

    pub fn is_out(&self, now: At) -> bool {
        matches!(State::of(self.publish_at, self.until_at, None, now), State::Out | State::Ended)
    }

    pub fn roles(&self) -> Vec<Role> {
        read(self.roles.as_deref())
    }

    pub fn classes(&self) -> Vec<ClassId> {
        read(self.classes.as_deref())
    }

    pub fn form(&self, scope: &Scope) -> AnnouncementForm {
        let begin = match self.publish_at {
            None => Begin::Draft,
            Some(at) if at > scope.now => Begin::Later,
            Some(_) => Begin::Now,
        };
        let local = |at: At| calendar::input(at, &scope.place.time_zone);
        AnnouncementForm {
            title: self.title.clone(),
            body: self.body.clone(),
            audience: self.audience.text().to_owned(),
            roles: self.roles().into_iter().map(ticked).collect(),
            classes: self.classes().into_iter().map(ticked).collect(),
            class_names: String::new(),
            begin: begin.text().to_owned(),
            at: self.publish_at.map(local).unwrap_or_default(),
            until: self.until_at.map(local).unwrap_or_default(),
            pinned: self.pinned,
            drawn: self.as_drawn(),
        }
    }

    /// The seal of all that can be changed.
    pub fn as_drawn(&self) -> String {
        let at = |at: Option<At>| at.map(calendar::iso).unwrap_or_default();
        let (begins, ends) = (at(self.publish_at), at(self.until_at));
        let (roles, classes) = (self.roles.as_deref().unwrap_or_default(), self.classes.as_deref().unwrap_or_default());
        let pinned = if self.pinned { "pinned" } else { "" };
        drawn::of([self.title.as_str(), self.body.as_str(), self.audience.text(), roles, classes, &begins, &ends, pinned])
    }
}

pub(super) fn ticked(name: impl ToString) -> (String, String) {
    (name.to_string(), "true".to_owned())
}

fn read<T: std::str::FromStr>(names: Option<&str>) -> Vec<T> {
    names.unwrap_or_default().split(' ').filter_map(|name| name.parse().ok()).collect()
}

/// As the database joins them: in the order of their texts.
pub(super) fn joined(items: &[impl ToString]) -> String {
    let mut names: Vec<String> = items.iter().map(ToString::to_string).collect();
    names.sort_unstable();
    names.join(" ")
}
