//! What the tests of several dashboards begin with.

use bytes::Bytes;
use model::Role;
use model::assignments::{AssignmentForm, SubmissionForm};
use model::dashboards::{
    Board, BursarBoard, CorporateBoard, FormBoard, HeadBoard, LibrarianBoard, MentorBoard, RegistrarBoard, SchoolBoard,
    StudentBoard, SupportBoard, TeacherBoard,
};
use model::ids::{AssignmentId, SubmissionId};
use store::{args, sql};

use super::show;
use crate::assignments::{set, submissions};
use crate::testing::{NOON, Scene, person};
use crate::{Scope, files};

/// An assignment of the scene's course, worth 10.
pub async fn assignment(it: &Scene, title: &str, due: &str) -> AssignmentId {
    let form = AssignmentForm { title: title.into(), brief: String::new(), points: "10".into(), due: due.into() };
    set(&it.teacher, it.course_id, &form).await.unwrap()
}

/// Hands a file in for it.
pub async fn hand_in(scope: &Scope, assignment: AssignmentId) -> SubmissionId {
    let content = Bytes::from(format!("the work of {}", scope.me.username));
    let upload = files::keep(scope, scope.school_id(), "essay.txt", content).await.unwrap();
    let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
    submissions::submit(scope, assignment, &form, vec![upload]).await.unwrap()
}

/// Three messages in the chat of the scene's class.
pub async fn say_three(it: &Scene) {
    let say = sql!(
        "insert into messages (school_id, id, room_id, seq, user_id, body, sent_at)
         select cast($1 as text), value, cast($2 as text), cast(value as bigint), cast($3 as text), 'Hello', cast($4 as bigint)
         from {list $5}"
    );
    let said = args![it.admin.school_id(), it.room_id, it.student.user_id(), NOON, store::list(1..=3)];
    it.world.db.run(say, said).await.unwrap();
    let last = sql!("update rooms set last_seq = 3 where school_id = $1 and id = $2");
    it.world.db.run(last, args![it.admin.school_id(), it.room_id]).await.unwrap();
}

/// Somebody of a school with the role, days later.
pub async fn role_of(it: &Scene, username: &str, role: Role, days: i64) -> Scope {
    let become_one = sql!(
        "update memberships set role = $3
         where school_id = $1 and user_id = (select id from users where username_key = $2)"
    );
    it.world.db.run(become_one, args![it.admin.school_id(), username, role.text()]).await.unwrap();
    Scene::at(&person(&it.world, username).await.enter(it.admin.place.slug.as_str()).unwrap(), NOON.plus_days(days))
}

/// What somebody sees, whose dashboard is of that kind.
macro_rules! board {
    ($name:ident, $variant:ident, $board:ty) => {
        pub async fn $name(scope: &Scope) -> $board {
            match show(scope).await.unwrap().board {
                Board::$variant(board) => board,
                other => panic!("not the {}'s: {other:?}", stringify!($name)),
            }
        }
    };
}
board!(bursar, Bursar, BursarBoard);
board!(corporate, Corporate, CorporateBoard);
board!(form, Form, FormBoard);
board!(head, Head, HeadBoard);
board!(librarian, Librarian, LibrarianBoard);
board!(mentor, Mentor, MentorBoard);
board!(registrar, Registrar, RegistrarBoard);
board!(school, School, Box<SchoolBoard>);
board!(student, Student, StudentBoard);
board!(support, Support, SupportBoard);
board!(teacher, Teacher, TeacherBoard);
