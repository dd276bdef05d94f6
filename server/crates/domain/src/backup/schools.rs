//! The schools of the platform in lists of the backup page: those that the words fit, a page at a time.

use model::backup::{SCHOOLS, Schools};
use model::ids::SchoolId;
use store::{Arg, args, sql};

use crate::schools::platform::named;
use crate::{Person, Result, pages, search};

/// One of them.
#[derive(sqlx::FromRow)]
pub(super) struct School {
    pub id: SchoolId,
    pub slug: String,
    pub name: String,
}

/// A page of them, by name.
pub(super) async fn by_name(person: &Person, q: &str, page: i64) -> Result<Schools<School>> {
    let empty = found(person, q, page).await?;
    let schools = person
        .db
        .all(
            sql!(concat!(
                "select s.id, s.slug, s.name from schools s where ",
                named!("$1", "$2", "$3", "$4"),
                " order by s.name_key, s.id limit $5 offset $6"
            )),
            arguments(q, empty.page),
        )
        .await?;
    Ok(Schools { schools, ..empty })
}

/// How many there are and the page of them that is shown, without its lines. A page past the end is the last.
pub(super) async fn found<T>(person: &Person, q: &str, page: i64) -> Result<Schools<T>> {
    let (total,): (i64,) = person
        .db
        .one(
            sql!(concat!("select cast(count(*) as bigint) as total from schools s where ", named!("$1", "$2", "$3", "$4"))),
            words(q),
        )
        .await?;
    Ok(Schools { schools: Vec::new(), total, page: pages::within(page, total, SCHOOLS), q: q.to_owned() })
}

fn words(q: &str) -> Vec<Arg> {
    search::words(q).map(Arg::from).into()
}

/// `$1` to `$4` are the words, `$5` and `$6` the page.
pub(super) fn arguments(q: &str, page: i64) -> Vec<Arg> {
    let mut arguments = words(q);
    arguments.extend(args![SCHOOLS, (page - 1) * SCHOOLS]);
    arguments
}
