//! A forum as one person reaches it, and a thread of it.

use model::forum::{Author, Board};
use model::ids::{ClassId, CourseId, ForumId, SchoolId, ThreadId, TopicId, UserId};
use model::{Error, Feature};
use store::{args, sql};

use super::policy;
use crate::classes::life;
use crate::courses::{self, in_use};
use crate::hub::Event;
use crate::{Result, Scope, Work, bounds};

/// A person of the school as `u` and `m`.
macro_rules! person {
    () => {
        "u.name as author, u.username, (m.role not in ('student', 'parent')) as staff,
         case when m.status = 'active' then u.photo else '' end as photo"
    };
}

/// Whose name stands over something: the columns of the thread, or the post, and who wrote it.
macro_rules! author {
    ($of:literal) => {
        concat!($of, ".author_id, ", $of, ".anonymous, ", $crate::forum::halls::person!())
    };
}

/// Who wrote it, as [`author`] reads them.
macro_rules! authors {
    ($of:literal) => {
        concat!(
            " join users u on u.id = ",
            $of,
            ".author_id join memberships m on m.school_id = ",
            $of,
            ".school_id and m.user_id = ",
            $of,
            ".author_id "
        )
    };
}
pub(super) use {author, authors, person};

/// The columns of [`author`].
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Writer {
    pub author_id: UserId,
    pub anonymous: bool,
    pub author: String,
    pub username: String,
    pub photo: String,
    pub staff: bool,
}

/// A forum that the caller may enter.
#[derive(Clone, Debug)]
pub(super) struct Hall {
    pub board: Board,
    /// Nothing before somebody has written there.
    pub forum: Option<ForumId>,
    pub name: String,
    pub archived: bool,
    /// Whether those who learn may write without their name.
    pub anonymous: bool,
    pub moderates: bool,
    /// Whether the caller hears of new threads.
    pub follows: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    forum_id: Option<ForumId>,
    name: String,
    archived: bool,
    anonymous: bool,
    sits: bool,
    reaches: bool,
    teaches: bool,
    follows: bool,
}

/// The forum of a class or a course.
///
/// # Errors
/// `NotFound` where there is none for the caller, and where the school has no forum.
pub(super) async fn hall(scope: &Scope, board: Board) -> Result<Hall> {
    if !scope.place.has(Feature::Forum) {
        return Err(Error::NotFound.into());
    }
    let (school, user, reach) = (scope.school_id(), scope.user_id(), scope.class_reach());
    let row: Option<Row> = match board {
        Board::Class(id) => {
            let class = sql!(concat!(
                "select f.id as forum_id, g.name, (g.archived_at is not null) as archived,
                        coalesce(f.anonymous, false) as anonymous, (o.user_id is not null) as sits, ",
                bounds::class!("g.id", "$4"),
                " as reaches, (coalesce(o.role, '') = 'teacher' or ",
                bounds::class!("g.id", "$4"),
                ") as teaches, coalesce(w.follows, coalesce(o.role, '') = 'teacher') as follows
                 from class_groups g
                 left join forums f on f.school_id = g.school_id and f.class_id = g.id
                 left join forum_follows w on w.school_id = f.school_id and w.forum_id = f.id and w.user_id = $3
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $3
                 where g.school_id = $1 and g.id = $2"
            ));
            scope.db.maybe(class, args![school, id, user, reach]).await?
        }
        Board::Course(id) => {
            let course = sql!(concat!(
                "select f.id as forum_id, c.title as name, (not ",
                in_use!("$1", "c.id"),
                ") as archived, coalesce(f.anonymous, false) as anonymous,
                        (c.teacher_id = $3 or exists (
                           select 1 from course_classes k
                           join class_members o on o.school_id = k.school_id and o.class_id = k.class_id
                           where k.school_id = c.school_id and k.course_id = c.id and o.user_id = $3)) as sits, ",
                bounds::course!("c.id", "$4"),
                " as reaches, ",
                bounds::teaches!("$3", "$4"),
                " as teaches, coalesce(w.follows, ",
                bounds::teaches!("$3"),
                ") as follows
                 from courses c
                 left join forums f on f.school_id = c.school_id and f.course_id = c.id
                 left join forum_follows w on w.school_id = f.school_id and w.forum_id = f.id and w.user_id = $3
                 where c.school_id = $1 and c.id = $2"
            ));
            scope.db.maybe(course, args![school, id, user, reach]).await?
        }
    };
    let row = row.ok_or(Error::NotFound)?;
    policy::may_enter(scope.permissions(), board, row.sits, row.reaches)?;
    Ok(Hall {
        board,
        forum: row.forum_id,
        name: row.name,
        archived: row.archived,
        anonymous: row.anonymous,
        moderates: policy::may_moderate(scope.permissions(), row.teaches).is_ok(),
        follows: row.follows,
    })
}

impl Hall {
    /// # Errors
    /// As [`policy::may_write`].
    pub fn may_write(&self, scope: &Scope) -> Result<()> {
        policy::may_write(scope.permissions(), self.archived)
    }

    /// # Errors
    /// `Forbidden` for those who do not look after it.
    pub fn may_moderate(&self) -> Result<()> {
        if self.moderates { Ok(()) } else { Err(Error::Forbidden.into()) }
    }

    /// Whether the caller may write without a name: of who looks after it nobody would believe it.
    pub fn may_hide(&self) -> bool {
        self.anonymous && !self.moderates
    }

    /// Who asks not to be named is never named instead: it may be the device that sends it, hours later.
    ///
    /// # Errors
    /// `Conflict` where names are asked for.
    pub fn must_allow(&self, anonymous: bool) -> Result<()> {
        if anonymous && !self.may_hide() { Err(Error::Conflict(model::Problem::NamesAskedFor).into()) } else { Ok(()) }
    }

    /// Who wrote something here, as far as the caller may know.
    pub fn told(&self, scope: &Scope, writer: Writer) -> Author {
        told(scope, self.moderates, writer)
    }

    /// Waits for whoever archives it, and refuses where it is archived.
    ///
    /// # Errors
    /// `Conflict`.
    pub async fn stay_in_use(&self, work: &mut Work, scope: &Scope) -> Result<()> {
        match self.board {
            Board::Class(id) => life::stay_in_use(work, scope, id).await,
            Board::Course(id) => courses::stay_in_use(work, scope.school_id(), id).await,
        }
    }

    /// The forum's row, made where there is none yet; the transaction holds it until it ends.
    pub async fn open(&self, work: &mut Work, school: SchoolId) -> Result<ForumId> {
        let (class, course): (Option<ClassId>, Option<CourseId>) = match self.board {
            Board::Class(id) => (Some(id), None),
            Board::Course(id) => (None, Some(id)),
        };
        let now = work.now();
        work.tx
            .run(
                sql!(
                    "insert into forums (school_id, id, class_id, course_id, anonymous, created_at)
                     values ($1, $2, $3, $4, false, $5) on conflict do nothing"
                ),
                args![school, ForumId::new(), class, course, now],
            )
            .await?;
        let (id,): (ForumId,) = work
            .tx
            .one(
                sql!("select id from forums where school_id = $1 and (class_id = $2 or course_id = $3) {locked}"),
                args![school, class, course],
            )
            .await?;
        Ok(id)
    }
}

/// Who wrote something, as far as the caller may know, who looks after the forum or does not. Whoever looks with another's
/// eyes learns of no name that is hidden, nor what is that person's own.
pub(super) fn told(scope: &Scope, moderates: bool, writer: Writer) -> Author {
    let looks = scope.me.viewer.is_some();
    let me = !looks && writer.author_id == scope.user_id();
    if writer.anonymous && (looks || !(me || moderates)) {
        return Author { anonymous: true, ..Author::default() };
    }
    Author {
        name: writer.author,
        username: writer.username,
        photo: writer.photo,
        anonymous: writer.anonymous,
        me,
        staff: writer.staff,
    }
}

/// A thread as its row says.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Thread {
    pub id: ThreadId,
    class_id: Option<ClassId>,
    course_id: Option<CourseId>,
    pub topic_id: Option<TopicId>,
    pub title: String,
    pub author_id: UserId,
    pub pinned: bool,
    pub locked: bool,
    pub answer: Option<i64>,
    pub last_number: i64,
    /// How often it has changed.
    pub revision: i64,
    pub deleted: bool,
}

/// The thread `t` of the forum `f`.
macro_rules! thread {
    () => {
        sql!(
            "select t.id, f.class_id, f.course_id, t.topic_id, t.title, t.author_id, t.pinned, t.locked, t.answer,
                    t.last_number, t.revision, (t.deleted_at is not null) as deleted
             from forum_threads t
             join forums f on f.school_id = t.school_id and f.id = t.forum_id
             where t.school_id = $1 and t.id = $2"
        )
    };
}

impl Thread {
    pub fn board(&self) -> Result<Board> {
        let class = self.class_id.map(Board::Class);
        Ok(class.or(self.course_id.map(Board::Course)).ok_or(Error::NotFound)?)
    }

    /// # Errors
    /// `Conflict` where it is locked and the caller does not look after it.
    pub fn is_open_to(&self, hall: &Hall) -> Result<()> {
        if self.locked && !hall.moderates { Err(Error::Conflict(model::Problem::ThreadLocked).into()) } else { Ok(()) }
    }
}

/// A thread with the forum it stands in.
///
/// # Errors
/// `NotFound` where there is none for the caller; a deleted one is there for who looks after the forum alone.
pub(super) async fn thread(scope: &Scope, id: ThreadId) -> Result<(Hall, Thread)> {
    let thread: Option<Thread> = scope.db.maybe(thread!(), args![scope.school_id(), id]).await?;
    let thread = thread.ok_or(Error::NotFound)?;
    let hall = hall(scope, thread.board()?).await?;
    if thread.deleted && !hall.moderates {
        return Err(Error::NotFound.into());
    }
    Ok((hall, thread))
}

/// The thread as it stands now; the transaction holds it until it ends. Whoever holds a thread changes it: those who have it
/// open hear of that when it is committed.
///
/// # Errors
/// `NotFound` where it has gone, or was moved to a forum that is not the one the caller was let into.
pub(super) async fn hold(work: &mut Work, scope: &Scope, hall: &Hall, id: ThreadId) -> Result<Thread> {
    // Where it stands is read without a lock of its own: that row changes only with this one.
    let held = sql!("update forum_threads set revision = revision + 1 where school_id = $1 and id = $2");
    work.tx.run(held, args![scope.school_id(), id]).await?;
    let thread: Option<Thread> = work.tx.maybe(thread!(), args![scope.school_id(), id]).await?;
    let thread = thread.ok_or(Error::NotFound)?;
    let gone = thread.deleted && !hall.moderates;
    if gone || thread.board()? != hall.board {
        return Err(Error::NotFound.into());
    }
    work.tell(Event::Posted { school: scope.school_id(), thread: id });
    Ok(thread)
}
