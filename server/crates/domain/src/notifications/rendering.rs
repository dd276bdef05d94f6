//! A notification in the words of its reader.

use std::fmt::Display;

use model::ids::{NotificationId, UserId};
use model::notifications::{Choices, Kind, NotificationCard};
use model::text::notifications as t;
use model::{At, Locale};
use serde_json::{Map, Value};
use store::{args, sql};

use super::bell::open;
use super::due::Clock;
use crate::calendar::Reader;
use crate::{Result, System};

/// A notification as it is shown.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: NotificationId,
    pub kind: Kind,
    pub args: String,
    pub link: String,
    pub created_at: At,
    pub read_at: Option<At>,
    pub school: Option<String>,
    /// The school's.
    pub zone: Option<String>,
}

impl Row {
    /// For a reader with this clock, which is beside the school's where it is one's own.
    pub fn card(self, reader: Reader<'_>, own: Option<&str>) -> NotificationCard {
        let Row { id, kind, args, link, created_at, read_at, school, zone } = self;
        let reader = match zone.as_deref() {
            Some(zone) => Reader { zone, own, locale: reader.locale },
            None => reader,
        };
        let (title, body) = said(kind, &args, reader);
        let told = reader.when(created_at);
        NotificationCard { id, kind, title, body, school, link, told, unread: read_at.is_none() }
    }
}

/// The sentence of a kind, and what stands below it.
pub(super) fn said(kind: Kind, args: &str, reader: Reader<'_>) -> (String, Option<String>) {
    let (line, words) = (kind.line(), reader.language());
    let values: Map<String, Value> = serde_json::from_str(args).unwrap_or_default();
    let others = values.get("others").and_then(Value::as_i64).filter(|others| *others > 0);
    let values = values.into_iter().map(|(name, value)| match value {
        // A job is called what the page of jobs calls it.
        Value::String(kind) if name == "job" => (name, model::jobs::label(&kind).map_or(kind, |it| words.text(it).to_owned())),
        Value::String(text) => (name, text),
        // Whose name is not for the reader to know.
        Value::Null => (name, words.text(t::SOMEBODY).to_owned()),
        value => match (name.strip_suffix("_at").map(str::to_owned), value.as_i64()) {
            (Some(name), Some(at)) => (name, reader.when(At(at)).to_string()),
            _ => (name, value.to_string()),
        },
    });
    let mut values: Vec<(String, String)> = values.collect();
    let count = others.map(|others| others.to_string()).unwrap_or_default();
    values.push(("n".to_owned(), count.clone()));
    let values: Vec<(&str, &dyn Display)> = values.iter().map(|(name, value)| (name.as_str(), value as &dyn Display)).collect();
    let title = match line.gathered.filter(|_| others.is_some()) {
        Some(gathered) => words.count(gathered, &count, &values),
        None => words.fill(line.title, &values),
    };
    (title, line.body.map(|body| words.fill(body, &values)))
}

/// What somebody's device says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub user: UserId,
    pub title: String,
    pub body: Option<String>,
    /// A path of this server: it marks the notification as read and leads on.
    pub link: String,
    pub locale: Locale,
    /// When its reader was last to be disturbed for it.
    pub raised_at: At,
    /// From when on they may be disturbed.
    pub from: At,
}

#[derive(sqlx::FromRow)]
struct Told {
    user_id: UserId,
    kind: Kind,
    args: String,
    own_locale: String,
    school_locale: Option<String>,
    own_zone: String,
    school_zone: Option<String>,
    raised_at: At,
    chosen: String,
    /// By which they have chosen their hours.
    clock: String,
}

/// A notification for the devices of its reader; nothing where it was read meanwhile, or is no longer theirs to read.
///
/// # Errors
/// As the database answers.
pub async fn rendered(system: &System, id: NotificationId) -> Result<Option<Rendered>> {
    let told: Option<Told> = system
        .db
        .maybe(
            sql!(concat!(
                "select n.user_id, n.kind, n.args, u.locale as own_locale, coalesce(s.locale, p.locale) as school_locale,
                        u.time_zone as own_zone, coalesce(s.time_zone, p.time_zone) as school_zone, n.raised_at,
                        u.notifications as chosen,
                        case when u.time_zone <> '' then u.time_zone
                             else coalesce(p.time_zone, s.time_zone, 'UTC') end as clock
                 from notifications n
                 join users u on u.id = n.user_id
                 left join schools s on s.id = n.school_id
                 left join schools p on p.id = u.primary_school_id
                 where n.id = $1 and n.read_at is null and u.status in ('pending', 'active') and ",
                open!()
            )),
            args![id],
        )
        .await?;
    Ok(told.map(|told| {
        let school: Option<Locale> = told.school_locale.and_then(|it| it.parse().ok());
        let locale = told.own_locale.parse().ok().or(school).unwrap_or(system.locale);
        let own = Some(told.own_zone.as_str()).filter(|zone| !zone.is_empty());
        let zone = told.school_zone.as_deref().or(own).unwrap_or("UTC");
        let (title, body) = said(told.kind, &told.args, Reader { zone, own, locale });
        let (user, raised_at) = (told.user_id, told.raised_at);
        let from = Clock { zone: &told.clock, choices: &Choices::parse(&told.chosen) }.undisturbed(system.now);
        Rendered { user, title, body, link: format!("/notifications/{id}"), locale, raised_at, from }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_else_has_replied_is_counted() {
        let reader = |locale| Reader { zone: "UTC", own: None, locale };
        let title = |locale, name: Option<&str>, others: i64| {
            let args = serde_json::json!({ "name": name, "topic": "Algebra", "board": "7b", "first": 2, "others": others });
            said(Kind::ForumReply, &args.to_string(), reader(locale)).0
        };
        assert_eq!(title(Locale::En, Some("Ada"), 0), "Ada replied: Algebra");
        assert_eq!(title(Locale::En, Some("Ada"), 1), "Ada and 1 other replied: Algebra");
        assert_eq!(title(Locale::En, None, 2), "Somebody and 2 others replied: Algebra");
        assert!(title(Locale::Ar, Some("Ada"), 2).contains("وشخصان آخران"));
    }

    #[test]
    fn a_job_that_failed_is_called_as_on_its_page() {
        for (locale, job, called) in [
            (Locale::En, "push.device", "Notify a device"),
            (Locale::Ar, "push.device", "إشعار جهاز"),
            (Locale::En, "of another version", "of another version"),
        ] {
            let args = serde_json::json!({ "job": job }).to_string();
            let (title, _) = said(Kind::DeadJobs, &args, Reader { zone: "UTC", own: None, locale });
            assert!(title.contains(called), "{title}");
        }
    }
}
