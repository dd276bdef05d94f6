//! A small world for tests: two schools that must never see one another.

use std::sync::Arc;

use model::accounts::{AccountForm, JoinForm};
use model::classes::{ClassForm, CodeKind};
use model::courses::CourseForm;
use model::ids::{ClassId, CourseId, RoomId, SchoolId, UserId};
use model::schools::SchoolForm;
use model::{At, Role};
use object_store::memory::InMemory;
use store::Db;

use crate::accounts::{self, register, sessions};
use crate::{Person, Request, Scope, Settings, Visitor, World, classes, courses};

/// The instant every test starts at: Friday 27 November 2026, 12:00 UTC.
pub const NOON: At = At(1795780800000);

/// One school with its people, a class, its room and a course.
pub struct Scene {
    pub world: World,
    pub admin: Scope,
    pub teacher: Scope,
    pub student: Scope,
    pub student2: Scope,
    pub class_id: ClassId,
    pub room_id: RoomId,
    pub course_id: CourseId,
    /// A second school, made the same way.
    pub other: Option<Box<Scene>>,
}

/// A world that no mail leaves: registrations do not wait for theirs.
pub fn world(db: &Db) -> World {
    // Whoever needs a folder makes one, see `in_folder`.
    let settings = Settings { public_url: "https://lyceum.test".into(), sends_mail: false, data: "/nowhere".into() };
    World::new(db.clone(), Arc::new(InMemory::new()), settings)
}

/// The same world with a folder of its machine.
pub fn in_folder(world: &World, folder: &std::path::Path) -> World {
    World::new(world.db.clone(), world.files.clone(), Settings { data: folder.to_owned(), ..world.settings.clone() })
}

/// The same world where mail leaves.
pub fn mailing(world: &World) -> World {
    World::new(world.db.clone(), world.files.clone(), Settings { sends_mail: true, ..world.settings.clone() })
}

pub fn request(world: &World, now: At) -> Request {
    Request {
        world: world.clone(),
        now,
        id: "test".into(),
        address: "127.0.0.1".parse().ok(),
        agent: "test".into(),
        locale: model::Locale::En,
        proof: accounts::Proof::default(),
        through: false,
    }
}

pub fn account(username: &str) -> AccountForm {
    AccountForm {
        name: format!("{username} Person"),
        username: username.into(),
        email: format!("{username}@lyceum.test"),
        password: "correct horse".into(),
    }
}

impl Scene {
    /// Two schools; the first has the second as `other`.
    pub async fn new(db: &Db) -> Scene {
        let world = world(db);
        let mut scene = Scene::school(&world, "alpha").await;
        scene.other = Some(Box::new(Scene::school(&world, "beta").await));
        scene
    }

    /// The second school.
    pub fn other(&self) -> &Scene {
        self.other.as_deref().expect("the first school has a second beside it")
    }

    /// Asks as somebody else, or at another time.
    pub fn at(scope: &Scope, now: At) -> Scope {
        let mut scope = scope.clone();
        scope.request.now = now;
        scope
    }

    async fn school(world: &World, slug: &str) -> Scene {
        let visitor = Visitor(request(world, NOON));
        let form = model::accounts::FoundForm {
            account: account(&format!("{slug}_admin")),
            school: SchoolForm {
                name: format!("School {slug}"),
                slug: slug.into(),
                time_zone: "Africa/Accra".into(),
                ..SchoolForm::default()
            },
        };
        register::found(&visitor, &form).await.expect("a school");
        let admin = person(world, &format!("{slug}_admin")).await.enter(slug).expect("its admin");
        let class_id = classes::create(&admin, &ClassForm { name: "First class".into() }).await.expect("a class");
        let page = classes::show(&admin, class_id).await.expect("its page");
        let code = |kind| page.codes.iter().find(|card| card.kind == kind).expect("a code").code.clone();
        let teacher = join(world, slug, "teacher", &code(CodeKind::Lecturer)).await;
        let course_id = courses::create(&teacher, class_id, &CourseForm { title: "Algebra".into(), summary: String::new() })
            .await
            .expect("a course");
        let student = join(world, slug, "student", &code(CodeKind::Student)).await;
        let student2 = join(world, slug, "student2", &code(CodeKind::Student)).await;
        Scene { world: world.clone(), admin, teacher, student, student2, class_id, room_id: page.room_id, course_id, other: None }
    }
}

async fn join(world: &World, slug: &str, who: &str, code: &str) -> Scope {
    let username = format!("{slug}_{who}");
    let form = JoinForm { code: code.into(), account: account(&username) };
    register::join(&Visitor(request(world, NOON)), &form).await.expect("to join");
    person(world, &username).await.enter(slug).expect("a member")
}

/// The person of that name, with a new session.
pub async fn person(world: &World, username: &str) -> Person {
    let request = request(world, NOON);
    let (user_id,): (UserId,) = request
        .db
        .one(store::sql!("select id from users where username_key = $1"), store::args![username])
        .await
        .expect("the user");
    let secret = crate::secrets::hash(&crate::secrets::token());
    let session = sessions::Session { user_id, device: "test".into(), remember: false, view: None, proof: None };
    sessions::create(&request, &secret, &session).await.expect("a session");
    sessions::load(&request, &secret).await.expect("the session").expect("a person")
}

/// One more member of a school, who never logs in: what takes many takes no password of each.
pub async fn joined(db: &Db, school: SchoolId, role: Role, name: &str) -> UserId {
    let user = UserId::new();
    db.run(
        store::sql!(
            "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                platform_role, locale, verified_at, created_at)
             values ($1, $2, $2, $3, $3, $2, $2, '', 'active', 'student', '', 1, 1)"
        ),
        store::args![user, name, format!("{name}@lyceum.test")],
    )
    .await
    .expect("a new user");
    db.run(
        store::sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, 'active', 1)"),
        store::args![school, user, role.text()],
    )
    .await
    .expect("a new member");
    user
}

/// What came of something that may be refused; a fault ends the test.
pub fn heard<T>(done: crate::Result<T>) -> Option<T> {
    match done {
        Ok(value) => Some(value),
        Err(crate::Error::Refused(_)) => None,
        Err(crate::Error::Fault(cause)) => panic!("a fault: {cause:#}"),
    }
}
