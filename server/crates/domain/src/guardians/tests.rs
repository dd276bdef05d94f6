mod coming;
mod finding;
mod rights;
mod staff;

use bytes::Bytes;
use model::assignments::{AssignmentForm, MarkForm, SubmissionForm};
use model::dashboards::Board;
use model::guardians::{ChildCard, FamilyCodeForm, FamilyForm, FamilySearch, LinkForm, Relation, Rights, RightsForm, TaskState};
use model::ids::{AssignmentId, FamilyCodeId, SubmissionId, UserId};
use model::{Error, Marks, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{change, children, codes, families, link, unlink};
use crate::accounts::register::Registered;
use crate::assignments::{marking, set, submissions};
use crate::classes::life;
use crate::testing::{NOON, Scene, account, person, request};
use crate::{Person, Scope, Visitor, dashboards, files};

/// A new family code for a child.
async fn code_for(scope: &Scope, child: UserId) -> String {
    codes::make(scope, child, FamilyCodeId::new()).await.unwrap().code
}

fn family_form(username: &str, code: &str) -> FamilyForm {
    FamilyForm { code: code.into(), relation: Relation::Mother, occupation: " Nurse ".into(), account: account(username) }
}

fn code_form(code: &str) -> FamilyCodeForm {
    FamilyCodeForm { code: code.into(), relation: Relation::Guardian, occupation: String::new() }
}

/// A parent who came with a code for the child.
async fn parent_of(it: &Scene, admin: &Scope, username: &str, child: UserId) -> Person {
    let code = code_for(admin, child).await;
    let visitor = Visitor(request(&it.world, NOON));
    let Registered::In { .. } = codes::register(&visitor, &family_form(username, &code)).await.unwrap() else {
        panic!("a new account")
    };
    person(&it.world, username).await
}

async fn cards(parent: &Person) -> Vec<ChildCard> {
    children::all(parent).await.unwrap()
}

async fn assignment(teacher: &Scope, it: &Scene, title: &str, due: &str) -> AssignmentId {
    let form = AssignmentForm { title: title.into(), brief: String::new(), points: "10".into(), due: due.into() };
    set(teacher, it.course_id, &form).await.unwrap()
}

async fn hand_in(scope: &Scope, assignment: AssignmentId) -> SubmissionId {
    let upload = files::keep(scope, scope.school_id(), "essay.txt", Bytes::from("work")).await.unwrap();
    let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
    submissions::submit(scope, assignment, &form, vec![upload]).await.unwrap()
}

async fn count(it: &Scene, sql: store::Sql) -> i64 {
    let (count,): (i64,) = it.world.db.one(sql, args![]).await.unwrap();
    count
}

/// The students were in the course long before.
async fn long_enrolled(it: &Scene) {
    let sql = sql!("update enrollments set enrolled_at = $2 where school_id = $1");
    it.world.db.run(sql, args![it.admin.school_id(), NOON.plus_days(-30)]).await.unwrap();
}

fn rights_form(parent: UserId, child: UserId, rights: Rights) -> RightsForm {
    RightsForm { parent, child, relation: Relation::Mother, occupation: "Nurse".into(), rights, drawn: String::new() }
}

#[tokio::test]
async fn a_parent_sees_children_in_two_schools_and_another_parent_none_of_them() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let mary = parent_of(&it, &it.admin, "mary", it.student.user_id()).await;
        let code = code_for(&it.other().admin, it.other().student.user_id()).await;
        codes::join(&mary, &code_form(&code)).await.unwrap();
        let mary = person(&it.world, "mary").await;
        let peter = parent_of(&it, &it.admin, "peter", it.student2.user_id()).await;

        let seen = cards(&mary).await;
        let names: Vec<_> = seen.iter().map(|card| (card.slug.as_str(), card.child_id, card.relation)).collect();
        let (own, other) = (it.student.user_id(), it.other().student.user_id());
        assert_eq!(names, [("alpha", own, Relation::Mother), ("beta", other, Relation::Guardian)]);
        assert_eq!(
            (seen[0].classes.as_slice(), seen[0].courses.as_slice()),
            (&["First class".into()][..], &["Algebra".into()][..])
        );
        assert_eq!(cards(&peter).await.iter().map(|card| card.child_id).collect::<Vec<_>>(), [it.student2.user_id()]);

        // The dashboard of one school shows the children of that school.
        let Board::Parent(here) = dashboards::show(&mary.enter("beta").unwrap()).await.unwrap().board else {
            panic!("a parent's dashboard")
        };
        assert_eq!(here.iter().map(|card| card.child_id).collect::<Vec<_>>(), [other]);

        assert_eq!(children::show(&mary.enter("alpha").unwrap(), own).await.unwrap().courses.len(), 1);
        for (scope, child) in [
            (mary.enter("alpha").unwrap(), other),
            (mary.enter("beta").unwrap(), own),
            (mary.enter("alpha").unwrap(), it.student2.user_id()),
            (peter.enter("alpha").unwrap(), own),
            (it.admin.clone(), own),
            (it.student.clone(), own),
        ] {
            assert_eq!(children::show(&scope, child).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}

#[tokio::test]
async fn a_card_says_what_is_due_and_marks_only_where_the_right_is_given() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let mary = parent_of(&it, &it.admin, "mary", it.student.user_id()).await;
        let early = Scene::at(&it.teacher, NOON.plus_days(-10));
        let missed = assignment(&early, &it, "Missed", "2026-11-25T17:00").await;
        let done = assignment(&it.teacher, &it, "Done", "2026-11-28T17:00").await;
        let open = assignment(&it.teacher, &it, "Open", "2026-12-01T17:00").await;
        assignment(&it.teacher, &it, "Far", "2027-02-01T17:00").await;
        let submission = hand_in(&it.student, done).await;
        let form = MarkForm { marks: "7.5".into(), comment: "Well read.".into(), version: 0 };
        marking::save(&it.teacher, submission, &form).await.unwrap();

        let [card] = cards(&mary).await.try_into().unwrap();
        let ids = [done, open];
        assert_eq!(card.tasks.iter().map(|task| task.id).collect::<Vec<_>>(), ids, "over before the child came is not missed");
        let page = children::show(&mary.enter("alpha").unwrap(), it.student.user_id()).await.unwrap();
        let old = page.courses[0].assignments.iter().find(|it| it.id == missed).unwrap();
        assert_eq!(old.state, None);

        long_enrolled(&it).await;
        let [card] = cards(&mary).await.try_into().unwrap();
        let tasks: Vec<_> = card.tasks.iter().map(|task| (task.id, task.state)).collect();
        let states = [(missed, TaskState::Overdue), (done, TaskState::HandedIn), (open, TaskState::ToDo)];
        assert_eq!(tasks, states.map(|(id, state)| (id, Some(state))));
        assert_eq!(card.marks.iter().map(|mark| (mark.id, mark.marks)).collect::<Vec<_>>(), [(done, Marks(750))]);
        let alpha = mary.enter("alpha").unwrap();
        let child = it.student.user_id();
        let page = children::show(&alpha, child).await.unwrap();
        let found = page.courses[0].assignments.iter().find(|it| it.id == done).unwrap();
        assert_eq!(
            (found.marks, found.comment.as_str(), found.state),
            (Some(Marks(750)), "Well read.", Some(TaskState::HandedIn))
        );
        let teachers: Vec<_> = page.courses[0].teachers.iter().map(|teacher| teacher.email.as_str()).collect();
        assert_eq!(teachers, ["alpha_admin@lyceum.test", "alpha_teacher@lyceum.test"]);
        assert_eq!(page.courses[0].assignments.len(), 4);

        life::set_archived(&it.teacher, it.class_id, true).await.unwrap();
        let [card] = cards(&mary).await.try_into().unwrap();
        assert!(card.tasks.is_empty() && card.courses.is_empty());
        assert_eq!(card.marks.len(), 1, "what came back is still told");
        let page = children::show(&alpha, child).await.unwrap();
        assert_eq!(page.courses[0].assignments.iter().map(|it| it.id).collect::<Vec<_>>(), [done]);
        life::set_archived(&it.teacher, it.class_id, false).await.unwrap();

        let less = Rights { timetable: true, ..Rights::default() };
        change(&it.admin, &rights_form(mary.me.user_id, child, less)).await.unwrap();
        let [card] = cards(&mary).await.try_into().unwrap();
        assert!(card.marks.is_empty() && card.tasks.len() == 2 && !card.rights.performance);
        let page = children::show(&alpha, child).await.unwrap();
        assert!(page.courses[0].teachers.is_empty());
        assert!(page.courses[0].assignments.iter().all(|it| it.marks.is_none() && it.comment.is_empty()));

        // What the parent's place does not allow is not given by a link either.
        change(&it.admin, &rights_form(mary.me.user_id, child, Rights::ALL)).await.unwrap();
        let revoke = sql!("update memberships set revoked = 'children.performance' where school_id = $1 and user_id = $2");
        db.run(revoke, args![it.admin.school_id(), mary.me.user_id]).await.unwrap();
        let [card] = cards(&person(&it.world, "mary").await).await.try_into().unwrap();
        assert!(card.marks.is_empty() && card.rights.contact_teachers);
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_is_not_seen_at_the_next_request() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let child = it.student.user_id();
        let mary = parent_of(&it, &it.admin, "mary", child).await;
        let alpha = mary.enter("alpha").unwrap();
        let sees = async || {
            let there = children::show(&alpha, child).await.is_ok();
            assert_eq!(cards(&mary).await.len(), usize::from(there));
            there
        };
        assert!(sees().await);
        let set = async |user: UserId, status: &str| {
            let sql = sql!("update memberships set status = $3 where school_id = $1 and user_id = $2");
            db.run(sql, args![it.admin.school_id(), user, status]).await.unwrap();
        };
        for user in [child, mary.me.user_id] {
            set(user, "ended").await;
            assert!(!sees().await);
            set(user, "active").await;
            assert!(sees().await);
        }
        unlink(&it.admin, mary.me.user_id, child).await.unwrap();
        assert!(!sees().await);
        unlink(&it.admin, mary.me.user_id, child).await.unwrap();
        assert_eq!(
            count(&it, sql!("select cast(count(*) as bigint) as n from audit where action = 'guardian.unlinked'")).await,
            1,
            "the second click adds nothing"
        );
        // Linked again, by hand this time.
        let form = LinkForm { parent: mary.me.user_id, child, relation: Relation::Father, occupation: String::new() };
        link(&it.admin, &form).await.unwrap();
        link(&it.admin, &form).await.unwrap();
        assert!(sees().await);
    })
    .await;
}

#[tokio::test]
async fn links_are_made_by_those_who_manage_them_between_a_student_of_the_school_and_somebody_who_is_none() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let mary = parent_of(&it, &it.admin, "mary", it.student.user_id()).await.me.user_id;
        let form = |parent, child| LinkForm { parent, child, relation: Relation::Mother, occupation: String::new() };
        for (parent, child) in [
            (it.student2.user_id(), it.student.user_id()),
            (mary, it.teacher.user_id()),
            (mary, mary),
            (mary, it.other().student.user_id()),
            (UserId::new(), it.student.user_id()),
        ] {
            assert_eq!(link(&it.admin, &form(parent, child)).await.unwrap_err().answer(), Error::NotFound);
        }
        let second = form(mary, it.student2.user_id());
        for scope in [&it.teacher, &it.student, &person(&it.world, "mary").await.enter("alpha").unwrap()] {
            assert_eq!(link(scope, &second).await.unwrap_err().answer(), Error::Forbidden);
            assert_eq!(families(scope, &FamilySearch::default()).await.unwrap_err().answer(), Error::Forbidden);
        }
        // Another school neither sees nor changes any of it.
        let other = &it.other().admin;
        let page = families(other, &FamilySearch::default()).await.unwrap();
        assert!(page.links.is_empty() && page.parents.is_empty() && page.codes.is_empty());
        for outcome in [
            link(other, &second).await,
            unlink(other, mary, it.student.user_id()).await,
            change(other, &rights_form(mary, it.student.user_id(), Rights::ALL)).await,
            codes::make(other, it.student.user_id(), FamilyCodeId::new()).await.map(|_| ()),
        ] {
            assert_eq!(outcome.unwrap_err().answer(), Error::NotFound);
        }
        link(&it.admin, &second).await.unwrap();
        let search = |q: &str| FamilySearch { q: q.into(), child: "STUDENT2".into(), parent: "mary".into(), page: 1 };
        let page = families(&it.admin, &search("student2")).await.unwrap();
        assert_eq!(page.links.iter().map(|link| link.child_id).collect::<Vec<_>>(), [it.student2.user_id()]);
        assert_eq!(page.children.iter().map(|child| child.user_id).collect::<Vec<_>>(), [it.student2.user_id()]);
        assert_eq!(page.parents.iter().map(|parent| parent.user_id).collect::<Vec<_>>(), [mary]);
        assert_eq!(families(&it.admin, &search("mary")).await.unwrap().links.len(), 2);
        assert!(families(&it.admin, &search("%")).await.unwrap().links.is_empty(), "a sign is taken by its word");
        let further = FamilySearch { page: 2, ..FamilySearch::default() };
        assert!(families(&it.admin, &further).await.unwrap().links.is_empty());

        let less = Rights { fees: true, ..Rights::default() };
        change(&it.admin, &rights_form(mary, it.student2.user_id(), less)).await.unwrap();
        change(&it.admin, &rights_form(mary, it.student2.user_id(), less)).await.unwrap();
        let changed: Vec<(String,)> =
            db.all(sql!("select detail from audit where action = 'guardian.changed' order by id"), args![]).await.unwrap();
        let [(detail,)] = changed.as_slice() else { panic!("{changed:?}") };
        assert!(detail.contains("\"before\"") && detail.contains("\"rights\":[\"fees\"]"), "{detail}");

        // A form that was drawn before somebody else took rights away does not give them again.
        let drawn = RightsForm::drawn_from(Relation::Mother, "Nurse", Rights::ALL);
        let stale = RightsForm { drawn, ..rights_form(mary, it.student2.user_id(), Rights::ALL) };
        let told = Error::Conflict(Problem::ChangedMeanwhile);
        assert_eq!(change(&it.admin, &stale).await.unwrap_err().answer(), told);
        let drawn = RightsForm::drawn_from(Relation::Mother, "Nurse", less);
        change(&it.admin, &RightsForm { drawn, ..stale }).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_family_code_works_once_for_thirty_days_and_for_no_student_of_the_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let child = it.student.user_id();
        let code = code_for(&it.admin, child).await;
        let problem = async |person: &Person, code: &str| {
            codes::join(person, &code_form(code)).await.unwrap_err().answer().problem_of("code")
        };
        let stranger = person(&it.world, "beta_admin").await;
        assert_eq!(problem(&stranger, "NOTHING9").await, Some(Problem::FamilyCodeUnknown));
        for other in ["alpha_student", "alpha_student2"] {
            assert_eq!(problem(&person(&it.world, other).await, &code).await, Some(Problem::FamilyOtherRole));
        }
        let mut late = stranger.clone();
        late.request.now = NOON.plus_days(31);
        assert_eq!(problem(&late, &code).await, Some(Problem::FamilyCodeSpent));
        assert!(!codes::join(&stranger, &code_form(&code)).await.unwrap().beside, "a parent here, whatever they are elsewhere");
        codes::join(&stranger, &code_form(&code)).await.unwrap();
        assert_eq!(person(&it.world, "beta_admin").await.enter("alpha").unwrap().role(), Role::Parent);
        assert_eq!(count(&it, sql!("select cast(count(*) as bigint) as n from guardians where school_id is not null")).await, 1);
        let peter = person(&it.world, "beta_teacher").await;
        assert_eq!(problem(&peter, &code).await, Some(Problem::FamilyCodeSpent));

        // A further code; the first of two clicks makes it. Withdrawn, it lets nobody in.
        let drawn = families(&it.admin, &FamilySearch::default()).await.unwrap().next;
        codes::make(&it.admin, child, drawn).await.unwrap();
        codes::make(&it.admin, child, drawn).await.unwrap();
        let open = families(&it.admin, &FamilySearch::default()).await.unwrap().codes;
        let [second] = open.as_slice() else { panic!("{open:?}") };
        let foreign = codes::withdraw(&it.other().admin, second.id).await.unwrap_err().answer();
        assert_eq!(foreign, Error::NotFound);
        assert_eq!(codes::withdraw(&it.admin, FamilyCodeId::new()).await.unwrap_err().answer(), Error::NotFound);
        codes::withdraw(&it.admin, second.id).await.unwrap();
        codes::withdraw(&it.admin, second.id).await.unwrap();
        assert_eq!(problem(&peter, &second.code).await, Some(Problem::FamilyCodeSpent));

        // A suspended place is not given back by a code.
        let third = code_for(&it.admin, it.student2.user_id()).await;
        let suspend = sql!("update memberships set status = 'ended', suspended_at = 1 where school_id = $1 and user_id = $2");
        db.run(suspend, args![it.admin.school_id(), stranger.me.user_id]).await.unwrap();
        assert_eq!(problem(&stranger, &third).await, Some(Problem::FamilySuspended));
        // One of a child who has left is worth nothing.
        db.run(suspend, args![it.admin.school_id(), it.student2.user_id()]).await.unwrap();
        assert_eq!(problem(&peter, &third).await, Some(Problem::FamilyCodeSpent));
    })
    .await;
}

#[tokio::test]
async fn each_relative_of_a_child_has_a_code_of_their_own_however_soon() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (child, sibling) = (it.student.user_id(), it.student2.user_id());
        let drawn = async || families(&it.admin, &FamilySearch::default()).await.unwrap();
        let (first, second) = (drawn().await.next, drawn().await.next);
        let (one, two) = futures::join!(codes::make(&it.admin, child, first), codes::make(&it.admin, child, first));
        let made = one.unwrap();
        assert_eq!((made.child_id, &made), (child, &two.unwrap()), "a double click");
        assert_eq!(drawn().await.codes, [made]);
        codes::make(&it.admin, child, second).await.unwrap();
        let open = drawn().await.codes;
        assert_eq!(open.len(), 2);
        assert_ne!(open[0].code, open[1].code);
        // From a page that the browser kept: for another child, and for the same one later.
        codes::make(&it.admin, sibling, first).await.unwrap();
        codes::make(&Scene::at(&it.admin, NOON.plus_minutes(2)), child, first).await.unwrap();
        assert_eq!(drawn().await.codes.len(), 4);
        assert!(families(&it.other().admin, &FamilySearch::default()).await.unwrap().codes.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_code_that_is_open_has_a_sheet_for_those_who_hand_it_out() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let code = code_for(&it.admin, it.student.user_id()).await;
        let id = families(&it.admin, &FamilySearch::default()).await.unwrap().codes[0].id;
        let sheet = codes::show(&it.admin, id).await.unwrap();
        assert_eq!((sheet.code.code.as_str(), sheet.school.as_str()), (code.as_str(), it.admin.place.name.as_str()));
        assert_eq!((sheet.code.username.as_str(), sheet.code.classes.as_str()), ("alpha_student", "First class"));
        assert_eq!(sheet.link, format!("https://lyceum.test/family?code={code}"));
        assert!(sheet.qr.path.starts_with('M'));
        assert_eq!(codes::show(&it.other().admin, id).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(codes::show(&it.admin, FamilyCodeId::new()).await.unwrap_err().answer(), Error::NotFound);
        for other in [&it.teacher, &it.student] {
            assert_eq!(codes::show(other, id).await.unwrap_err().answer(), Error::Forbidden);
        }
        let late = Scene::at(&it.admin, NOON.plus_days(31));
        assert_eq!(codes::show(&late, id).await.unwrap_err().answer(), Error::NotFound);
        codes::withdraw(&it.admin, id).await.unwrap();
        assert_eq!(codes::show(&it.admin, id).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn two_who_come_with_one_code_at_once_are_one_parent() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let code = code_for(&it.admin, it.student.user_id()).await;
        let (one, two) = (person(&it.world, "beta_admin").await, person(&it.world, "beta_teacher").await);
        let form = code_form(&code);
        let (first, second) = futures::join!(codes::join(&one, &form), codes::join(&two, &form));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let parents =
            sql!("select cast(count(*) as bigint) as n from memberships where school_id is not null and role = 'parent'");
        assert_eq!(count(&it, parents).await, 1);
    })
    .await;
}
