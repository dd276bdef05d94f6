//! What stands on every dashboard: the announcements the reader has still to read, where the school is in its year, and how it
//! suggests that their name be written.

use model::announcements::NewsLine;
use model::people::NameSuggestion;
use model::settings::calendar::Today;
use model::{At, Day};
use store::{args, sql};

use crate::announcements::{is_unread, meant, out};
use crate::people::suggestions;
use crate::settings::calendar;
use crate::{Result, Scope};

/// Announcements of a dashboard.
const NEWEST: i64 = 3;

/// What every dashboard tells.
#[derive(Default)]
pub(super) struct Notices {
    pub news: Vec<NewsLine>,
    /// Whether there are any for the caller, read or not.
    pub told: bool,
    pub calendar: Today,
    pub suggestion: Option<NameSuggestion>,
}

#[derive(sqlx::FromRow)]
struct Notice {
    part: String,
    id: String,
    name: String,
    author: String,
    pinned: bool,
    wrote: bool,
    read: bool,
    publish_at: Option<At>,
    starts_on: Option<Day>,
    ends_on: Option<Day>,
}

impl Notice {
    /// What was read gives way to the day's work, unless it is pinned.
    fn stays(&self) -> bool {
        self.pinned || !(self.wrote || self.read)
    }

    fn news(self, scope: &Scope) -> Result<NewsLine> {
        Ok(NewsLine {
            id: self.id.parse().map_err(anyhow::Error::from)?,
            published: scope.when(self.publish_at.unwrap_or_default()),
            unread: is_unread(scope, true, self.wrote, self.read),
            title: self.name,
            author: self.author,
            pinned: self.pinned,
        })
    }

    /// The name stands where others have theirs, and the one they have where others have an author.
    fn suggestion(self, scope: &Scope) -> NameSuggestion {
        suggestions::told(scope.place.slug.clone(), scope.place.name.clone(), self.name, &self.author)
    }

    fn days(self) -> Option<calendar::Row> {
        Some(calendar::Row { name: self.name, starts_on: self.starts_on?, ends_on: self.ends_on? })
    }
}

/// The newest announcements that are for the caller, those to read before all others; the term that goes on and the
/// holiday that goes on or comes next; the name suggested to the caller, which is not told to those who look with their
/// eyes.
pub(super) async fn notices(scope: &Scope) -> Result<Notices> {
    let rows: Vec<Notice> = scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, author, pinned, wrote, read, publish_at, starts_on, ends_on from (
                   select * from (
                     select * from (
                       select cast('news' as text) as part, a.id, a.title as name, u.name as author, a.pinned,
                              (a.author_id = $2) as wrote,
                              exists (select 1 from announcement_reads d
                                      where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = $2) as read,
                              a.publish_at, cast(null as text) as starts_on, cast(null as text) as ends_on
                       from announcements a
                       join users u on u.id = a.author_id
                       where a.school_id = $1 and ",
                out!("$4"),
                " and ",
                meant!("$2", "$3", "$7"),
                ") as told
                     order by (wrote or read), pinned desc, publish_at desc, id desc limit $5
                   ) as newest
                   union all
                   select 'term', t.id, t.name, '', false, false, false, null, t.starts_on, t.ends_on
                   from terms t where t.school_id = $1 and t.starts_on <= $6 and t.ends_on >= $6
                   union all
                   select 'holiday', h.id, h.name, '', false, false, false, null, h.starts_on, h.ends_on
                   from holidays h
                   where h.school_id = $1 and h.id = (select n.id from holidays n where n.school_id = $1 and n.ends_on >= $6
                                                      order by n.starts_on, n.id limit 1)
                   union all
                   select 'suggestion', k.user_id, k.name, u.name, false, false, false, null, null, null
                   from name_suggestions k join users u on u.id = k.user_id
                   where k.school_id = $1 and k.user_id = $8 and k.expires_at > $4
                 ) as parts order by part, pinned desc, publish_at desc, starts_on, id desc"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.role().text(),
                scope.now,
                NEWEST,
                scope.reader().today(scope.now),
                scope.guardian(),
                scope.me.viewer.is_none().then(|| scope.user_id())
            ],
        )
        .await?;
    let mut notices = Notices::default();
    for row in rows {
        match row.part.as_str() {
            "news" => {
                notices.told = true;
                if row.stays() {
                    notices.news.push(row.news(scope)?);
                }
            }
            "suggestion" => notices.suggestion = Some(row.suggestion(scope)),
            "term" => notices.calendar.term = row.days().map(|days| days.span(scope)),
            _ => notices.calendar.holiday = row.days().map(|days| days.span(scope)),
        }
    }
    Ok(notices)
}
