//! Lists of announcements: those for the reader, those they wrote, those of a class.

use model::announcements::{AnnouncementCard, AnnouncementFilter, AnnouncementList, Audience, NewsLine, Shelf, State, ToRead};
use model::classes::ClassPage;
use model::ids::{AnnouncementId, ClassId};
use model::{At, Error, Permission};
use store::{args, sql};

use super::{addressed, audience, is_unread, meant, policy};
use crate::{Person, Result, Scope, bounds, classes, names, notifications, search};

/// Announcements of one page.
const PAGE: i64 = 20;
/// Characters of an excerpt.
const EXCERPT: usize = 160;

#[derive(sqlx::FromRow)]
struct Row {
    id: AnnouncementId,
    title: String,
    beginning: String,
    author: String,
    audience: Audience,
    roles: Option<String>,
    classes: Option<String>,
    pinned: bool,
    publish_at: Option<At>,
    until_at: Option<At>,
    withdrawn_at: Option<At>,
    mine: bool,
    wrote: bool,
    read: bool,
    total: i64,
}

macro_rules! shelf {
    ($which:expr) => {
        sql!(concat!(
            "select a.id, a.title, substr(a.body, 1, 400) as beginning, u.name as author, a.audience, a.pinned, a.publish_at,
                    a.until_at, a.withdrawn_at, ",
            audience::names!(),
            ", (",
            audience::out!("$4"),
            " and ",
            meant!("$2", "$3", "$7"),
            ") as mine,
                    (a.author_id = $2) as wrote,
                    exists (select 1 from announcement_reads d
                            where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = $2) as read,
                    cast(count(*) over () as bigint) as total
             from announcements a
             join users u on u.id = a.author_id
             where a.school_id = $1 and ",
            $which,
            " and (not $8 or a.author_id <> $2 and not exists (
                     select 1 from announcement_reads d
                     where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = $2))
              and ($9 or a.id in (select value from {list $10}))
              order by a.pinned desc, coalesce(a.publish_at, a.created_at) desc, a.id desc limit $5 offset $6"
        ))
    };
}

/// A page of announcements, the pinned first and then the newest; `page` counts from 1.
///
/// # Errors
/// `Forbidden` for a list that is not the caller's to see; `NotFound` for a page that is not there.
pub async fn list(scope: &Scope, shelf: Shelf, page: usize) -> Result<AnnouncementList> {
    find(scope, shelf, &AnnouncementFilter::default(), page).await
}

/// The same of those that a filter means. What is unread is asked of those for the reader alone, and by nobody with
/// their eyes.
///
/// # Errors
/// As [`list`].
pub async fn find(scope: &Scope, shelf: Shelf, filter: &AnnouncementFilter, page: usize) -> Result<AnnouncementList> {
    let (may_write, may_see_all) = (policy::can_write(scope.permissions()), scope.can(Permission::AnnouncementsSchool));
    let sql = match shelf {
        Shelf::Mine => shelf!(concat!(audience::out!("$4"), " and ", meant!("$2", "$3", "$7"))),
        Shelf::Written if may_write => shelf!("a.author_id = $2"),
        Shelf::All if may_see_all => shelf!("a.publish_at is not null and a.withdrawn_at is null"),
        Shelf::Written | Shelf::All => return Err(Error::Forbidden.into()),
    };
    let page = page.max(1);
    let skipped = i64::try_from(page - 1).unwrap_or(i64::MAX).saturating_mul(PAGE);
    let (school, user, guardian) = (scope.school_id(), scope.user_id(), scope.guardian());
    let may_ask_unread = shelf == Shelf::Mine && scope.me.viewer.is_none();
    let saying = saying(scope, &filter.q).await?;
    let mut wanted = args![school, user, scope.role().text(), scope.now, PAGE, skipped, guardian];
    wanted.extend(args![filter.unread && may_ask_unread, saying.is_none(), store::list(saying.unwrap_or_default())]);
    let rows: Vec<Row> = scope.db.all(sql, wanted).await?;
    if rows.is_empty() && page > 1 {
        return Err(Error::NotFound.into());
    }
    let total = rows.first().map_or(0, |row| row.total);
    Ok(AnnouncementList {
        shelf,
        page,
        pages: usize::try_from((total + PAGE - 1) / PAGE).unwrap_or_default(),
        total,
        cards: rows.into_iter().map(|row| card(scope, row)).collect(),
        may_write,
        may_see_all,
        may_ask_unread,
    })
}

/// Those whose title or text says the words; nothing where there are no words. No column has them folded, so that they
/// are folded here. Which of them the reader may see is for the list to say.
async fn saying(scope: &Scope, words: &str) -> Result<Option<Vec<AnnouncementId>>> {
    let parts = search::parts(words);
    if parts.is_empty() {
        return Ok(None);
    }
    let all: Vec<(AnnouncementId, String)> = scope
        .db
        .all(
            sql!(
                "select a.id, a.title || ' ' || a.body as said from announcements a
                 where a.school_id = $1 and (a.author_id = $2 or a.publish_at is not null and a.withdrawn_at is null)
                 order by a.id"
            ),
            args![scope.school_id(), scope.user_id()],
        )
        .await?;
    let says = |said: &str| {
        let key = names::key(said);
        parts.iter().all(|part| search::says(&key, part))
    };
    Ok(Some(all.into_iter().filter(|(_, said)| says(said)).map(|(id, _)| id).collect()))
}

fn card(scope: &Scope, row: Row) -> AnnouncementCard {
    AnnouncementCard {
        id: row.id,
        excerpt: excerpt(&row.beginning),
        addressed: addressed(scope, row.audience, row.roles.as_deref(), row.classes),
        published: row.publish_at.map(|at| scope.when(at)),
        state: State::of(row.publish_at, row.until_at, row.withdrawn_at, scope.now),
        unread: is_unread(scope, row.mine, row.wrote, row.read),
        title: row.title,
        author: row.author,
        pinned: row.pinned,
    }
}

/// The beginning of a text in one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[derive(sqlx::FromRow)]
struct NewsRow {
    id: AnnouncementId,
    title: String,
    author: String,
    pinned: bool,
    publish_at: At,
    wrote: bool,
    read: bool,
}

fn line(scope: &Scope, row: NewsRow) -> NewsLine {
    NewsLine {
        id: row.id,
        published: scope.when(row.publish_at),
        unread: is_unread(scope, true, row.wrote, row.read),
        title: row.title,
        author: row.author,
        pinned: row.pinned,
    }
}

/// The class with what was announced to it, for its people; everything for those who address the whole school or head the
/// department of the class.
///
/// # Errors
/// `NotFound` for a class that is not the caller's.
pub async fn of_class(scope: &Scope, class: ClassId) -> Result<(ClassPage, Vec<NewsLine>)> {
    let page = classes::show(scope, class).await?;
    let rows: Vec<NewsRow> = scope
        .db
        .all(
            sql!(concat!(
                "select a.id, a.title, u.name as author, a.pinned, a.publish_at, (a.author_id = $2 or not ",
                meant!("$2", "$3", "$9"),
                ") as wrote,
                        exists (select 1 from announcement_reads d
                                where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = $2) as read
                 from announcement_classes k
                 join announcements a on a.school_id = k.school_id and a.id = k.announcement_id
                 join users u on u.id = a.author_id
                 where k.school_id = $1 and k.class_id = $5 and ",
                audience::out!("$4"),
                " and (a.author_id = $2 or $6 or ",
                bounds::class!("k.class_id", "$8"),
                " or ",
                meant!("$2", "$3", "$9"),
                ") order by a.pinned desc, a.publish_at desc, a.id desc limit $7"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.role().text(),
                scope.now,
                class,
                scope.can(Permission::AnnouncementsSchool),
                PAGE,
                scope.headed_classes(),
                scope.guardian()
            ],
        )
        .await?;
    Ok((page, rows.into_iter().map(|row| line(scope, row)).collect()))
}

/// How many a person has still to read: of the school they are in, and over all of theirs beside the bell.
///
/// # Errors
/// `NotFound` for a school that is not theirs.
pub async fn to_read(person: &Person, school: &str) -> Result<ToRead> {
    let school = if school.is_empty() { 0 } else { unread(&person.enter(school)?).await? };
    Ok(ToRead { school, quiet: notifications::figure(person).await?.quiet })
}

/// How many the caller has still to read.
///
/// # Errors
/// As the database answers.
pub async fn unread(scope: &Scope) -> Result<i64> {
    if scope.me.viewer.is_some() {
        return Ok(0);
    }
    let (unread,): (i64,) = scope
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as unread from announcements a
                 where a.school_id = $1 and a.author_id <> $2 and ",
                audience::out!("$4"),
                " and ",
                meant!("$2", "$3", "$2"),
                " and not exists (select 1 from announcement_reads d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = $2)"
            )),
            args![scope.school_id(), scope.user_id(), scope.role().text(), scope.now],
        )
        .await?;
    Ok(unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_of_whole_characters() {
        assert_eq!(excerpt("On Friday.\n\nBring  water."), "On Friday. Bring water.");
        let long = excerpt(&"é ".repeat(200));
        assert!(long.ends_with("é…") && long.chars().count() <= EXCERPT + 1, "{long}");
    }
}
