//! The figure on the icon of the app: what the bell has still to tell, and the announcements that it does not tell of.

use model::ids::UserId;
use store::{args, sql};

use super::bell::open;
use crate::announcements::{meant, out};
use crate::{Person, Request, Result};

/// What somebody has still to read, over all their schools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Figure {
    pub bell: i64,
    /// Announcements of which nothing unread in the bell tells, so that none counts twice.
    pub quiet: i64,
}

/// What the person has still to read. Nobody counts for another.
///
/// # Errors
/// As the database answers.
pub async fn figure(person: &Person) -> Result<Figure> {
    if person.me.viewer.is_some() {
        return Ok(Figure::default());
    }
    figure_of(person, person.me.user_id).await
}

/// The same of anybody, for their devices.
pub(crate) async fn figure_of(request: &Request, user: UserId) -> Result<Figure> {
    let figure: Figure = request
        .db
        .one(
            sql!(concat!(
                "select (select cast(count(*) as bigint) from notifications n
                         where n.user_id = $1 and n.in_bell and n.read_at is null and ",
                open!(),
                ") as bell,
                        (select cast(count(*) as bigint) from memberships p
                         join schools s on s.id = p.school_id
                         join announcements a on a.school_id = p.school_id and a.author_id <> p.user_id
                         where p.user_id = $1 and p.status = 'active' and p.suspended_at is null and ",
                out!("$2"),
                " and ",
                meant!("p.user_id", "p.role", "p.user_id"),
                " and not exists (select 1 from announcement_reads d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id)
                  and not exists (select 1 from notifications n
                                  where n.user_id = p.user_id and n.school_id = a.school_id and n.in_bell
                                    and n.read_at is null and n.link = '/s/' || s.slug || '/announcements/' || a.id)) as quiet"
            )),
            args![user, request.now],
        )
        .await?;
    Ok(figure)
}
