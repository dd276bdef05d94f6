//! The last admin stays, whatever is done by whom and in which order.

use model::guardians::{FamilyCodeForm, Relation};
use model::ids::{FamilyCodeId, SchoolId, UndoId};
use model::invitations::InviteForm;
use model::people::{BulkForm, Change, PermissionsForm, UserAct, UserFilter};
use model::{Error, Permission, PlatformRole, Problem, Role};
use proptest::prelude::*;
use store::testing::{Scratch, each_db};
use store::{Db, args, sql};

use super::{LAST, answer, page};
use crate::accounts::{sessions, sweep};
use crate::people::{self, bulk, permissions, platform, undo};
use crate::testing::{NOON, Scene, heard, person, request};
use crate::{Person, System, World, classes, guardians, invitations, schools};

#[tokio::test]
async fn the_last_admin_of_a_school_is_never_demoted_suspended_or_ended() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.admin.user_id());
        for change in [Change::Role(Role::Teacher), Change::Suspend, Change::End] {
            assert_eq!(answer(people::change_one(admin, id, change).await), LAST, "{change:?}");
        }
        // The founder of the first school is the platform's admin too.
        let platform_admin = person(&scene.world, "alpha_admin").await;
        let other = scene.other().admin.user_id();
        assert_eq!(answer(platform::change(&platform_admin, other, UserAct::Suspend).await), LAST);
        // Making and undoing an admin is no way round either, not for somebody who holds all that an admin holds.
        let second = scene.teacher.user_id();
        let may = Permission::ALL.iter().map(|it| it.text().to_owned()).collect();
        let form = PermissionsForm { role: "student".into(), may, drawn: String::new() };
        permissions::save(admin, scene.student.user_id(), &form).await.unwrap();
        let deputy = super::again(&scene.world, &scene.student).await.unwrap();
        let made = people::change_one(&deputy, second, Change::Role(Role::SchoolAdmin)).await.unwrap().unwrap();
        let tom = super::again(&scene.world, &scene.teacher).await.unwrap();
        people::change_one(&tom, id, Change::Role(Role::Teacher)).await.unwrap();
        assert_eq!(answer(undo::undo(&deputy, made).await), LAST);
        assert_eq!(page(&tom, second).await.role, Role::SchoolAdmin);
    })
    .await;
}

#[tokio::test]
async fn the_last_admin_of_the_platform_stays_too() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let first = person(&scene.world, "alpha_admin").await;
        db.run(sql!("update users set platform_role = 'super_admin' where username_key = $1"), args!["alpha_admin"])
            .await
            .unwrap();
        let first_id = first.me.user_id;
        let nobody = person(&scene.world, "beta_admin").await;
        assert_eq!(answer(platform::list(&nobody, &UserFilter::default()).await), Error::Forbidden);
        assert_eq!(answer(platform::change(&nobody, first_id, UserAct::Suspend).await), Error::Forbidden);
        let last = Error::Conflict(Problem::LastPlatformAdmin);
        assert_eq!(answer(platform::change(&first, first_id, UserAct::UnmakeAdmin).await), last);
        assert!(platform::change(&first, first_id, UserAct::Suspend).await.is_err());
        let student = scene.student.user_id();
        platform::change(&first, student, UserAct::MakeAdmin).await.unwrap();
        platform::change(&first, student, UserAct::MakeAdmin).await.unwrap();
        assert!(person(&scene.world, "alpha_student").await.me.is_platform_admin());
        platform::change(&first, first_id, UserAct::UnmakeAdmin).await.unwrap();
        // What they still hold in their hands is worth nothing now, but for the second of two clicks.
        platform::change(&first, first_id, UserAct::UnmakeAdmin).await.unwrap();
        assert_eq!(answer(platform::change(&first, first_id, UserAct::MakeAdmin).await), Error::Forbidden);
        assert_eq!(person(&scene.world, "alpha_admin").await.me.platform_role, PlatformRole::Staff);
        let second = person(&scene.world, "alpha_student").await;
        let found = platform::list(&second, &UserFilter { q: "TEACHER beta".into(), ..UserFilter::default() }).await.unwrap();
        assert_eq!(found.people.iter().map(|it| it.schools.as_str()).collect::<Vec<_>>(), ["School beta"]);
        platform::change(&second, scene.teacher.user_id(), UserAct::Suspend).await.unwrap();
        let suspended = UserFilter { status: "suspended".into(), ..UserFilter::default() };
        assert_eq!(platform::list(&second, &suspended).await.unwrap().total, 1);
        platform::change(&second, scene.teacher.user_id(), UserAct::Reinstate).await.unwrap();
        assert_eq!(platform::list(&second, &suspended).await.unwrap().total, 0);
    })
    .await;
}

#[tokio::test]
async fn the_people_of_the_platform_are_sorted_by_name_and_by_when_they_came() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = person(&scene.world, "alpha_admin").await;
        for (nth, name) in [(1_i64, "alpha_student2"), (2, "beta_admin"), (3, "alpha_teacher")] {
            db.run(sql!("update users set created_at = $2 where username_key = $1"), args![name, nth]).await.unwrap();
        }
        let found = async |sort: &str| {
            let filter = UserFilter { sort: sort.into(), ..UserFilter::default() };
            let page = platform::list(&admin, &filter).await.unwrap();
            page.people.into_iter().map(|it| (it.name, it.username)).collect::<Vec<_>>()
        };
        let (up, down) = (found("name").await, found("-name").await);
        assert!(up.is_sorted_by_key(|(name, _)| name.to_lowercase()), "{up:?}");
        assert!(down.iter().eq(up.iter().rev()), "{down:?}");
        assert_eq!(found("nonsense").await, up);
        let (first, last) = (found("joined").await, found("-joined").await);
        let usernames: Vec<&str> = first.iter().take(3).map(|(_, username)| username.as_str()).collect();
        assert_eq!(usernames, ["alpha_student2", "beta_admin", "alpha_teacher"]);
        assert!(last.iter().eq(first.iter().rev()), "{last:?}");
    })
    .await;
}

#[tokio::test]
async fn who_became_an_admin_before_they_came_is_not_swept() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let first = person(&scene.world, "alpha_admin").await;
        let (of_platform, of_school) = (scene.student.user_id(), scene.student2.user_id());
        platform::change(&first, of_platform, UserAct::MakeAdmin).await.unwrap();
        platform::change(&first, first.me.user_id, UserAct::UnmakeAdmin).await.unwrap();
        people::change_one(&scene.admin, of_school, Change::Role(Role::SchoolAdmin)).await.unwrap();
        schools::own::leave(&scene.admin).await.unwrap();
        sweep::sweep(&System(request(&scene.world, NOON.plus_hours(25)))).await.unwrap();
        assert!(person(&scene.world, "alpha_student").await.me.is_platform_admin());
        assert_eq!(person(&scene.world, "alpha_student2").await.enter("alpha").unwrap().role(), Role::SchoolAdmin);
    })
    .await;
}

const PEOPLE: [&str; 4] = ["alpha_admin", "alpha_teacher", "alpha_student", "alpha_student2"];

/// One thing somebody tries.
#[derive(Clone, Debug)]
enum Try {
    One(usize, Change),
    Many(Vec<usize>, &'static str, &'static str),
    All(&'static str, &'static str),
    Undo(usize),
    Grant(usize, Vec<Permission>),
    Platform(usize, UserAct),
    Leave,
    Invite(usize, &'static str),
    /// One of the newest invitations, whoever it was sent to.
    Accept(usize),
    /// The class's code for teachers, or that for students.
    Code(usize),
    MakeFamilyCode(usize),
    UseFamilyCode,
    /// The hourly sweep, a day later.
    Sweep,
}

fn somebody() -> impl Strategy<Value = usize> {
    0..PEOPLE.len()
}

fn role() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("school_admin"), Just("registrar"), Just("teacher"), Just("student")]
}

fn act() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("role"), Just("suspend"), Just("reinstate"), Just("end")]
}

fn attempt() -> impl Strategy<Value = Try> {
    let change = (act(), role()).prop_map(|(act, role)| Change::read(act, role, "").expect("an act"));
    let user_act = proptest::sample::select(UserAct::ALL);
    let some = proptest::collection::vec(proptest::sample::select(Permission::ALL), 0..8);
    let permissions = prop_oneof![Just(Permission::ALL.to_vec()), some];
    prop_oneof![
        4 => (somebody(), change).prop_map(|(who, change)| Try::One(who, change)),
        2 => (proptest::collection::vec(somebody(), 1..4), act(), role()).prop_map(|(who, act, role)| Try::Many(who, act, role)),
        2 => (act(), role()).prop_map(|(act, role)| Try::All(act, role)),
        2 => (0_usize..6).prop_map(Try::Undo),
        1 => (somebody(), permissions).prop_map(|(who, may)| Try::Grant(who, may)),
        2 => (somebody(), user_act).prop_map(|(who, act)| Try::Platform(who, act)),
        2 => Just(Try::Leave),
        1 => (0_usize..6, role()).prop_map(|(guest, role)| Try::Invite(guest, role)),
        1 => (0_usize..3).prop_map(Try::Accept),
        1 => (0_usize..2).prop_map(Try::Code),
        1 => somebody().prop_map(Try::MakeFamilyCode),
        1 => Just(Try::UseFamilyCode),
        1 => Just(Try::Sweep),
    ]
}

fn sequences() -> impl Strategy<Value = Vec<(usize, Try)>> {
    proptest::collection::vec((somebody(), attempt()), 1..36)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_leaves_the_school_or_the_platform_without_an_admin(tries in sequences()) {
        live(&tries, Scratch::sqlite());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 10, ..ProptestConfig::default() })]

    #[test]
    fn nor_does_one_on_postgresql(tries in sequences()) {
        live(&tries, Scratch::postgres());
    }
}

fn live(tries: &[(usize, Try)], scratch: impl Future<Output = Scratch>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let scratch = scratch.await;
        let story = Story::new(&scratch.db).await;
        for (number, (actor, wish)) in tries.iter().enumerate() {
            story.try_it(*actor, wish).await;
            assert!(story.admins().await, "after {number}: {:?}", &tries[..=number]);
        }
        drop(story);
        scratch.discard().await;
    });
}

struct Story {
    world: World,
    db: Db,
    school: SchoolId,
    ids: Vec<model::ids::UserId>,
    /// Of the class: for teachers, for students.
    codes: Vec<String>,
    undos: std::cell::RefCell<Vec<UndoId>>,
}

impl Story {
    async fn new(db: &Db) -> Story {
        let scene = Scene::new(db).await;
        db.run(sql!("update users set platform_role = 'super_admin' where username_key = $1"), args!["alpha_admin"])
            .await
            .unwrap();
        let ids = [&scene.admin, &scene.teacher, &scene.student, &scene.student2].map(|it| it.user_id()).to_vec();
        let page = classes::show(&scene.admin, scene.class_id).await.unwrap();
        Story {
            world: scene.world.clone(),
            db: db.clone(),
            school: scene.admin.school_id(),
            ids,
            codes: page.codes.into_iter().map(|card| card.code).collect(),
            undos: Default::default(),
        }
    }

    /// A text of one of the school's rows, the newest first.
    async fn newest(&self, sql: store::Sql, back: usize) -> Option<String> {
        let texts: Vec<(String,)> = self.db.all(sql, args![self.school]).await.unwrap();
        texts.into_iter().nth(back).map(|(text,)| text)
    }

    /// The person with a session of now; nobody when their account is suspended.
    async fn person(&self, who: usize) -> Option<Person> {
        let request = request(&self.world, NOON);
        let secret = crate::secrets::hash(&crate::secrets::token());
        let session =
            sessions::Session { user_id: self.ids[who], device: "test".into(), remember: false, view: None, proof: None };
        sessions::create(&request, &secret, &session).await.unwrap();
        sessions::load(&request, &secret).await.unwrap()
    }

    /// Refusals are part of the story; faults are not.
    async fn try_it(&self, actor: usize, wish: &Try) {
        if let Try::Sweep = wish {
            sweep::sweep(&System(request(&self.world, NOON.plus_hours(25)))).await.unwrap();
            return;
        }
        let Some(person) = self.person(actor).await else { return };
        if self.come(&person, wish).await {
            return;
        }
        let Ok(scope) = person.enter("alpha") else { return };
        let bulk_of = async |form: BulkForm| {
            let (count, seal) = heard(bulk::preview(&scope, &form).await).map(|it| (it.chosen, it.seal)).unwrap_or_default();
            heard(bulk::change(&scope, &BulkForm { count, seal, ..form }).await).flatten()
        };
        let done = match wish {
            Try::One(who, change) => heard(people::change_one(&scope, self.ids[*who], *change).await).flatten(),
            Try::Many(who, act, role) => {
                let ids = who.iter().map(|it| self.ids[*it].to_string()).collect::<Vec<_>>().join(" ");
                bulk_of(BulkForm { ids, act: (*act).into(), role: (*role).into(), ..BulkForm::default() }).await
            }
            Try::All(act, role) => {
                bulk_of(BulkForm { all: true, act: (*act).into(), role: (*role).into(), ..BulkForm::default() }).await
            }
            Try::Undo(back) => {
                let undo_id = self.undos.borrow().iter().rev().nth(*back).copied();
                if let Some(undo_id) = undo_id {
                    heard(undo::undo(&scope, undo_id).await);
                }
                None
            }
            Try::Grant(who, permissions) => {
                let role = heard(people::show(&scope, self.ids[*who], None).await).map(|it| it.role);
                let may = permissions.iter().map(|it| it.text().to_owned()).collect();
                let form = PermissionsForm { role: role.map(|it| it.to_string()).unwrap_or_default(), may, drawn: String::new() };
                heard(permissions::save(&scope, self.ids[*who], &form).await);
                None
            }
            Try::Leave => {
                heard(schools::own::leave(&scope).await);
                None
            }
            Try::Invite(guest, role) => {
                let people = format!("guest{guest}@school.example");
                let role = role.parse().expect("a role");
                let form = InviteForm {
                    people,
                    role,
                    class: String::new(),
                    class_name: String::new(),
                    children: String::new(),
                    note: String::new(),
                };
                heard(invitations::invite(&scope, &form).await);
                None
            }
            Try::MakeFamilyCode(who) => {
                heard(guardians::codes::make(&scope, self.ids[*who], FamilyCodeId::new()).await);
                None
            }
            Try::Platform(..) | Try::Accept(_) | Try::Code(_) | Try::UseFamilyCode | Try::Sweep => None,
        };
        self.undos.borrow_mut().extend(done);
    }

    /// What needs no place in the school; answers whether it was that.
    async fn come(&self, person: &Person, wish: &Try) -> bool {
        match wish {
            Try::Platform(who, act) => {
                heard(platform::change(person, self.ids[*who], *act).await);
            }
            Try::Accept(back) => {
                let links = sql!("select i.link from invitations i where i.school_id = $1 order by i.id desc");
                if let Some(link) = self.newest(links, *back).await {
                    heard(invitations::accept(person, &link).await);
                }
            }
            Try::Code(which) => {
                heard(classes::codes::join(person, &self.codes[*which]).await);
            }
            Try::UseFamilyCode => {
                let codes = sql!("select f.code from family_codes f where f.school_id = $1 order by f.id desc");
                if let Some(code) = self.newest(codes, 0).await {
                    let form = FamilyCodeForm { code, relation: Relation::Mother, occupation: String::new() };
                    heard(guardians::codes::join(person, &form).await);
                }
            }
            _ => return false,
        }
        true
    }

    async fn admins(&self) -> bool {
        let sql = sql!(
            "select exists (select 1 from memberships m join users u on u.id = m.user_id join schools s on s.id = m.school_id
                            where s.slug = 'alpha' and m.role = 'school_admin' and m.status = 'active'
                              and u.status in ('pending', 'active'))
                and exists (select 1 from memberships m join users u on u.id = m.user_id join schools s on s.id = m.school_id
                            where s.slug = 'beta' and m.role = 'school_admin' and m.status = 'active'
                              and u.status in ('pending', 'active'))
                and exists (select 1 from users u where u.platform_role = 'super_admin' and u.status in ('pending', 'active'))
             as kept"
        );
        let (kept,): (bool,) = self.db.one(sql, args![]).await.unwrap();
        kept
    }
}
