//! What is found in all forums that somebody may read, by its words or among what they have saved. An author is nothing that
//! one finds by.

use model::forum::{Found, Hit, PAGE};
use model::ids::{PostId, ThreadId};
use model::{At, Error, Permission};
use store::{Arg, Sql, args, sql};

use super::halls::{Writer, author, authors, told};
use super::{lists, policy};
use crate::{Result, Scope, bounds, search};

/// Characters of an excerpt.
const EXCERPT: usize = 200;

#[derive(sqlx::FromRow)]
struct Row {
    id: PostId,
    thread_id: ThreadId,
    number: i64,
    title: String,
    board: String,
    body: String,
    created_at: At,
    teaches: bool,
    total: i64,
    #[sqlx(flatten)]
    writer: Writer,
}

/// Posts that the caller `$2` may read and that are meant, a page of them by `$6` and `$7`. Of deleted ones none.
macro_rules! hits {
    ($beside:literal, $meant:literal, $order:literal) => {
        sql!(concat!(
            "select p.id, p.thread_id, p.number, t.title, coalesce(g.name, c.title, '') as board, p.body, p.created_at,
                    (coalesce(o.role, '') = 'teacher' or f.class_id is not null and ",
            bounds::class!("f.class_id", "$3"),
            " or c.id is not null and ",
            bounds::teaches!("$2", "$3"),
            ") as teaches, cast(count(*) over () as bigint) as total, ",
            author!("p"),
            " from forum_posts p ",
            $beside,
            " join forum_threads t on t.school_id = p.school_id and t.id = p.thread_id
             join forums f on f.school_id = t.school_id and f.id = t.forum_id
             left join class_groups g on g.school_id = f.school_id and g.id = f.class_id
             left join courses c on c.school_id = f.school_id and c.id = f.course_id
             left join class_members o on o.school_id = f.school_id and o.class_id = f.class_id and o.user_id = $2",
            authors!("p"),
            "where p.school_id = $1 and p.deleted_at is null and t.deleted_at is null and ",
            $meant,
            " and (g.id is not null and ($4 and o.user_id is not null or ",
            bounds::class!("f.class_id", "$3"),
            ") or c.id is not null and $5 and (c.teacher_id = $2 or exists (
                       select 1 from course_classes k
                       join class_members n on n.school_id = k.school_id and n.class_id = k.class_id
                       where k.school_id = c.school_id and k.course_id = c.id and n.user_id = $2) or ",
            bounds::course!("c.id", "$3"),
            "))
             order by ",
            $order,
            ", p.id desc limit $6 offset $7"
        ))
    };
}

/// Posts that say all of the words, the newest first; nothing for no words. Of deleted ones none.
///
/// # Errors
/// `NotFound` for a page that is not there.
pub async fn found(scope: &Scope, words: &str, page: i64) -> Result<Option<Found>> {
    let Some(asked) = search::asked(words) else { return Ok(None) };
    let said =
        hits!("", "p.id in (select w.id from {words forum_posts} where w.school_id = $1 and {said $8})", "p.created_at desc");
    Ok(Some(hits(scope, said, args![asked], words, page).await?))
}

/// Posts that the caller has saved for later, the last of them first.
///
/// # Errors
/// `NotFound` where the school has no forum, and for a page that is not there; `Forbidden` for who reads neither classes nor
/// courses; `Viewing`.
pub async fn saved(scope: &Scope, page: i64) -> Result<Found> {
    lists::may_look(scope)?;
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    let saved = hits!(
        "join forum_saves z on z.school_id = p.school_id and z.post_id = p.id and z.user_id = $2",
        "1 = 1",
        "z.saved_at desc"
    );
    hits(scope, saved, args![], "", page).await
}

async fn hits(scope: &Scope, sql: Sql, more: Vec<Arg>, words: &str, page: i64) -> Result<Found> {
    let page = page.max(1);
    let mut wanted = args![
        scope.school_id(),
        scope.user_id(),
        scope.class_reach(),
        scope.can(Permission::ClassesRead),
        scope.can(Permission::CoursesRead),
        PAGE,
        (page - 1).saturating_mul(PAGE)
    ];
    wanted.extend(more);
    let rows: Vec<Row> = scope.db.all(sql, wanted).await?;
    if rows.is_empty() && page > 1 {
        return Err(Error::NotFound.into());
    }
    let total = rows.first().map_or(0, |row| row.total);
    let hit = |row: Row| Hit {
        post: row.id,
        thread: row.thread_id,
        number: row.number,
        title: row.title,
        board: row.board,
        excerpt: excerpt(&row.body, words),
        author: told(scope, policy::may_moderate(scope.permissions(), row.teaches).is_ok(), row.writer),
        when: scope.when(row.created_at),
    };
    Ok(Found { hits: rows.into_iter().map(hit).collect(), page, total })
}

/// What stands around the first of the words, in one line.
fn excerpt(body: &str, words: &str) -> String {
    let all: Vec<&str> = body.split_whitespace().collect();
    let wanted: Vec<String> = search::index(words).split(' ').map(str::to_owned).collect();
    let says = |word: &&str| {
        search::index(word).split(' ').any(|it| wanted.iter().any(|begin| !begin.is_empty() && it.starts_with(begin.as_str())))
    };
    let from = all.iter().position(says).unwrap_or(0).saturating_sub(8);
    let line = all[from..].join(" ");
    let cut: String = line.chars().take(EXCERPT).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if cut.len() < line.len() { "…" } else { "" });
    format!("{before}{}{after}", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_stands_around_what_was_looked_for() {
        assert_eq!(excerpt("Bring\n\nwater.", "water"), "Bring water.");
        let long = format!("{} Élodie brings water {}", "a ".repeat(60), "b ".repeat(200));
        let found = excerpt(&long, "elo");
        assert!(found.starts_with("…a ") && found.contains("Élodie brings water") && found.ends_with("b…"), "{found}");
    }
}
