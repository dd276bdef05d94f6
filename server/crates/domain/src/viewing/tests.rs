use model::announcements::{AnnouncementForm, Shelf};
use model::classes::ClassForm;
use model::guardians::{LinkForm, Relation};
use model::ids::UserId;
use model::viewing::{MINUTES, ViewForm};
use model::{At, Error, Permissions, PlatformRole, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{can_be_viewed, may_view, page, start, stop};
use crate::accounts::sessions;
use crate::guardians::{self, children};
use crate::testing::{NOON, Scene, person, request};
use crate::{Person, Scope, announcements, chat, classes, dashboards};

fn form(member: UserId, reason: &str) -> ViewForm {
    ViewForm { member, reason: reason.into() }
}

async fn session_of(it: &Scene, user: UserId) -> String {
    let newest = sql!("select id_hash from sessions where user_id = $1 order by created_at desc, id_hash limit 1");
    let (session,): (String,) = it.world.db.one(newest, args![user]).await.unwrap();
    session
}

/// Begins, and makes the session as the pages do.
async fn viewing(it: &Scene, by: &Scope, member: UserId) -> String {
    let session = session_of(it, by.user_id()).await;
    let (view, remember) = start(by, &session, &form(member, "They asked")).await.unwrap();
    assert!(!remember);
    let id = crate::secrets::hash(&crate::secrets::token());
    let proof = by.proof.of(by.user_id());
    let kept = sessions::Session { user_id: by.user_id(), device: "test".into(), remember, view: Some(view), proof };
    sessions::create(&request(&it.world, NOON), &id, &kept).await.unwrap();
    id
}

async fn at(it: &Scene, session: &str, now: At) -> Person {
    sessions::load(&request(&it.world, now), session).await.unwrap().expect("a person")
}

async fn set_role(it: &Scene, user: UserId, role: Role) {
    let sql = sql!("update memberships set role = $3 where school_id = $1 and user_id = $2");
    it.world.db.run(sql, args![it.admin.school_id(), user, role.text()]).await.unwrap();
}

async fn audited(it: &Scene) -> Vec<(UserId, String)> {
    let sql = sql!("select actor_id, action from audit where action like 'view.%' order by at, id");
    it.world.db.all(sql, args![]).await.unwrap()
}

#[test]
fn who_holds_keys_is_not_looked_at() {
    for role in Role::ALL {
        let may = !matches!(role, Role::SchoolAdmin | Role::Registrar);
        assert_eq!(can_be_viewed(PlatformRole::Staff, (*role).into()), may, "{role}");
        assert!(!can_be_viewed(PlatformRole::SuperAdmin, (*role).into()), "{role}");
    }
    assert!(!can_be_viewed(PlatformRole::Student, Permissions::of_member(Role::Student, "backup.read", "")));
}

#[tokio::test]
async fn the_way_to_a_view_is_shown_to_those_who_may_take_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let student = it.student.user_id();
        assert!(may_view(&it.admin, student).await.unwrap());
        assert!(!may_view(&it.admin, it.admin.user_id()).await.unwrap(), "nobody views themselves");
        assert!(!may_view(&it.teacher, student).await.unwrap());
        assert!(!may_view(&it.other().admin, student).await.unwrap(), "only in the own school");
        set_role(&it, it.teacher.user_id(), Role::Registrar).await;
        assert!(!may_view(&it.admin, it.teacher.user_id()).await.unwrap(), "who holds keys is not viewed");
        set_role(&it, it.teacher.user_id(), Role::ItSupport).await;
        let session = viewing(&it, &it.admin, it.teacher.user_id()).await;
        let seen = at(&it, &session, NOON).await.enter("alpha").unwrap();
        assert!(!may_view(&seen, student).await.unwrap(), "nobody views through two pairs of eyes");
    })
    .await;
}

#[tokio::test]
async fn who_views_reads_as_the_member_in_that_school_and_changes_nothing() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let elsewhere =
            sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'parent', 'active', 1)");
        db.run(elsewhere, args![it.other().admin.school_id(), it.student.user_id()]).await.unwrap();
        let session = viewing(&it, &it.admin, it.student.user_id()).await;
        let seen = at(&it, &session, NOON).await;
        assert_eq!((seen.me.user_id, seen.me.places.len(), seen.me.email.as_str()), (it.student.user_id(), 1, ""));
        let viewer = seen.me.viewer.clone().unwrap();
        assert_eq!((viewer.user_id, viewer.name.as_str()), (it.admin.user_id(), "alpha_admin Person"));
        let scope = seen.enter("alpha").unwrap();
        assert_eq!(scope.role(), Role::Student);
        assert_eq!(seen.enter("beta").unwrap_err().answer(), Error::NotFound, "only the school it began in");
        assert!(children::all(&seen).await.unwrap().is_empty());
        assert_eq!(sessions::own(&seen).await.unwrap_err().answer(), Error::Viewing);
        assert_eq!(sessions::end_all(&seen).await.unwrap_err().answer(), Error::Viewing);
        let room = chat::open_class(&scope, it.class_id, model::chat::Window::Unread).await.unwrap();
        assert!(!room.standing.may_write && !room.live);
        // Not even with the rights of a teacher.
        let teacher = viewing(&it, &it.admin, it.teacher.user_id()).await;
        let scope = at(&it, &teacher, NOON).await.enter("alpha").unwrap();
        let refused = classes::create(&scope, &ClassForm { name: "New".into() }).await.unwrap_err().answer();
        assert_eq!(refused, Error::Viewing);
    })
    .await;
}

#[tokio::test]
async fn a_view_ends_by_hand_by_the_clock_and_with_what_it_stands_on() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (admin, student) = (it.admin.user_id(), it.student.user_id());
        let session = viewing(&it, &it.admin, student).await;
        let seen = at(&it, &session, NOON).await;
        let (user, _, path) = stop(&seen).await.unwrap().unwrap();
        assert_eq!((user, path.as_str()), (admin, "/s/alpha"));
        assert_eq!(stop(&seen).await.unwrap_err().answer(), Error::Unauthorized, "its session has ended");
        assert!(stop(&person(&it.world, "alpha_admin").await).await.unwrap().is_none());

        let session = viewing(&it, &it.admin, student).await;
        assert!(at(&it, &session, NOON.plus_minutes(MINUTES - 1)).await.me.viewer.is_some());
        let own = at(&it, &session, NOON.plus_minutes(MINUTES)).await;
        assert_eq!((own.me.user_id, own.me.viewer.clone()), (admin, None));

        // The member gets keys, or leaves; the one who looks may do so no more.
        person(&it.world, "alpha_admin").await;
        let session = viewing(&it, &it.admin, student).await;
        set_role(&it, student, Role::Registrar).await;
        assert_eq!(at(&it, &session, NOON).await.me.user_id, admin);
        set_role(&it, student, Role::Student).await;
        let support = it.teacher.user_id();
        set_role(&it, support, Role::ItSupport).await;
        let by = person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        let session = viewing(&it, &by, student).await;
        set_role(&it, support, Role::Teacher).await;
        assert_eq!(at(&it, &session, NOON).await.me.user_id, support);
        let actions = audited(&it).await;
        assert_eq!(actions.len(), 8, "{actions:?}");
        assert!(actions.iter().all(|(actor, _)| *actor == admin || *actor == support), "the one who really looked");
        let pending = sql!("select status from users where id = $1");
        let before: (String,) = db.one(pending, args![it.student2.user_id()]).await.unwrap();
        person(&it.world, "alpha_admin").await;
        let session = viewing(&it, &it.admin, it.student2.user_id()).await;
        at(&it, &session, NOON.plus_minutes(30)).await;
        assert_eq!(db.one::<(String,)>(pending, args![it.student2.user_id()]).await.unwrap(), before, "no use of the account");
    })
    .await;
}

#[tokio::test]
async fn a_view_begins_with_the_permission_a_reason_and_a_member_of_the_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let student = it.student.user_id();
        for scope in [&it.teacher, &it.student] {
            assert_eq!(page(scope, None, "").await.unwrap_err().answer(), Error::Forbidden);
            assert_eq!(start(scope, "none", &form(student, "x")).await.unwrap_err().answer(), Error::Forbidden);
        }
        let blank = start(&it.admin, "none", &form(student, "  ")).await.unwrap_err().answer();
        assert_eq!(blank.problem_of("reason"), Some(Problem::Required));
        for member in [it.other().student.user_id(), UserId::new()] {
            assert_eq!(start(&it.admin, "none", &form(member, "x")).await.unwrap_err().answer(), Error::NotFound);
        }
        let own = start(&it.admin, "none", &form(it.admin.user_id(), "x")).await.unwrap_err().answer();
        assert_eq!(own, Error::Forbidden);
        let second = start(&it.admin, "ended before", &form(student, "x")).await.unwrap_err().answer();
        assert_eq!(second, Error::Unauthorized);
        assert!(audited(&it).await.is_empty());
        let found = page(&it.admin, None, "STUDENT").await.unwrap().found;
        let found: Vec<_> = found.into_iter().map(|member| member.user_id).collect();
        assert_eq!(found, [student, it.student2.user_id()]);
    })
    .await;
}

#[tokio::test]
async fn the_child_of_somebody_who_works_there_is_not_seen_with_their_eyes() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (parent, child) = (it.teacher.user_id(), it.student.user_id());
        let form = LinkForm { parent, child, relation: Relation::Father, occupation: String::new() };
        guardians::link(&it.admin, &form).await.unwrap();
        let tom = person(&it.world, "alpha_teacher").await;
        assert!(tom.me.has_children() && children::all(&tom).await.unwrap().len() == 1);
        let session = viewing(&it, &it.admin, parent).await;
        let seen = at(&it, &session, NOON).await;
        assert!(!seen.me.has_children() && children::all(&seen).await.unwrap().is_empty());
        let scope = seen.enter("alpha").unwrap();
        assert_eq!(children::show(&scope, child).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_is_told_to_parents_does_not_tell_a_viewer_that_a_colleague_is_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (parent, child) = (it.teacher.user_id(), it.student.user_id());
        let link = LinkForm { parent, child, relation: Relation::Father, occupation: String::new() };
        guardians::link(&it.admin, &link).await.unwrap();
        let form = AnnouncementForm {
            title: "Parents' evening".into(),
            body: "At six.".into(),
            audience: "roles".into(),
            roles: [("parent".to_owned(), "true".to_owned())].into(),
            begin: "now".into(),
            ..AnnouncementForm::default()
        };
        let id = announcements::write(&it.admin, &form).await.unwrap();
        let sees = async |scope: &Scope| {
            let listed = announcements::list(scope, Shelf::Mine, 1).await.unwrap().cards.len();
            let news = dashboards::show(scope).await.unwrap().news.len();
            (listed, announcements::show(scope, id, 1).await.is_ok(), news)
        };
        assert_eq!(sees(&it.teacher).await, (1, true, 1));
        let session = viewing(&it, &it.admin, parent).await;
        let seen = async || at(&it, &session, NOON).await.enter("alpha").unwrap();
        assert_eq!(sees(&seen().await).await, (0, false, 0));
        set_role(&it, parent, Role::Parent).await;
        assert_eq!(sees(&seen().await).await, (1, true, 1), "that they are a parent is known");
    })
    .await;
}
