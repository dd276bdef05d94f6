//! A school with one of everything, made through the pages as people make it.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use model::ids::{MessageId, SubmissionId};
use store::{args, sql};

use crate::app::{Browser, TestApp};
use crate::files::{EDGE, field, file};
use crate::forum;

pub struct Scene<'a> {
    app: &'a TestApp,
    /// The school's.
    slug: &'static str,
    pub admin: Browser<'a>,
    pub teacher: Browser<'a>,
    pub student: Browser<'a>,
    pub class: String,
    pub course: String,
    pub assignment: String,
    pub submission: String,
    pub file: String,
    pub room: String,
    /// To the class, by its teacher.
    pub announcement: String,
    /// The id of the student.
    pub sam: String,
    /// The id of the school.
    pub place: String,
    /// The id of the school's founder.
    pub ada: String,
    /// What the settings hold.
    pub settings: Vec<(&'static str, String)>,
    /// Of a teacher who has not come yet.
    pub invitation: String,
    /// For the student's family, and unused.
    pub family_code: String,
    /// What the forum of the class holds.
    pub forum: Vec<(&'static str, String)>,
}

/// The last part of a path.
fn id(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

impl<'a> Scene<'a> {
    pub async fn new(app: &'a TestApp) -> Scene<'a> {
        Scene::of(app, "alpha", ["ada", "tom", "sam"], 0).await
    }

    /// The same in a school of that slug, with an admin, a teacher and a student of these names. `number` keeps the names
    /// and the days of its settings apart from those of others.
    pub async fn of(app: &'a TestApp, slug: &'static str, [admin_name, teacher, student]: [&str; 3], number: usize) -> Scene<'a> {
        let admin = app.founder(admin_name, slug).await;
        let mut scene = Scene::class(app, slug, admin, "First class", [teacher, student]).await;
        scene.settings = crate::settings::made(app, &scene.admin, slug, teacher, number).await;
        let invite = [("school", slug), ("form[people]", "Nana Osei <nana@school.example>"), ("form[role]", "teacher")];
        let answer = scene.admin.post("/fn/app/pages/invitations/api/invite", &invite).await;
        assert_eq!(answer.location(), format!("/s/{slug}/invitations"), "{}", answer.body);
        let invited =
            sql!("select i.id from invitations i join schools s on s.id = i.school_id where s.slug = $1 order by i.id limit 1");
        let invitation: (String,) = app.state.world.db.one(invited, args![slug]).await.expect("an invitation");
        scene.invitation = invitation.0;
        let code = sql!(
            "insert into family_codes (school_id, id, child_id, code, created_by, created_at, expires_at)
             select s.id, cast($1 as text), cast($2 as text), cast($3 as text), u.id, $4, $5
             from schools s, users u where s.slug = $6 and u.username = $7"
        );
        let (made, expires) = (1_i64, 4_102_444_800_000_i64);
        let name = format!("FAMSCEN{number}");
        let row = args![scene.family_code.as_str(), scene.sam.as_str(), name, made, expires, slug, admin_name];
        app.state.world.db.run(code, row).await.expect("a family code");
        scene
    }

    /// A class with one of everything in a school that is there, which its admin makes for a teacher and a student.
    pub async fn class(
        app: &'a TestApp,
        slug: &'static str,
        admin: Browser<'a>,
        name: &str,
        [teacher_name, student_name]: [&str; 2],
    ) -> Scene<'a> {
        let class = admin.make_class(slug, name).await;
        let teacher = app.joiner(teacher_name, &admin.code(&class, "lecturer").await).await;
        let student = app.joiner(student_name, &admin.code(&class, "student").await).await;
        let class = id(&class);
        let course = made(
            &teacher,
            "/fn/app/pages/courses/api/create_course",
            &[("school", slug), ("class", &class), ("form[title]", "Algebra"), ("form[summary]", "")],
        )
        .await;
        let assignment = made(
            &teacher,
            "/fn/app/pages/assignments/api/set_assignment",
            &[
                ("school", slug),
                ("course", &course),
                ("form[title]", "Essay"),
                ("form[brief]", "Write."),
                ("form[points]", "10"),
                ("form[due]", "2099-01-01T12:00"),
            ],
        )
        .await;
        let submission = SubmissionId::new().to_string();
        let (place, ada): (String, String) = app
            .state
            .world
            .db
            .one(
                sql!(
                    "select s.id, m.user_id from schools s join memberships m on m.school_id = s.id and m.role = 'school_admin'
                     where s.slug = $1 order by m.created_at, m.user_id limit 1"
                ),
                args![slug],
            )
            .await
            .expect("a school and its founder");
        let mut scene = Scene {
            app,
            slug,
            admin,
            teacher,
            student,
            class,
            course,
            assignment,
            submission,
            file: String::new(),
            room: String::new(),
            announcement: String::new(),
            sam: app.id_of(student_name).await,
            place,
            ada,
            settings: Vec::new(),
            invitation: String::new(),
            family_code: MessageId::new().to_string(),
            forum: Vec::new(),
        };
        let answer = scene.hand_in(&scene.student, &scene.submission, "essay.txt", b"An essay.").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = scene.teacher.get(&scene.fill(&format!("/s/{slug}/submissions/{{submission}}"))).await;
        let (_, after) = page.body.split_once(&format!("/s/{slug}/files/")).unwrap_or_else(|| panic!("no file on {}", page.body));
        scene.file = after.chars().take(36).collect();
        let room: (String,) = app
            .state
            .world
            .db
            .one(sql!("select id from rooms where class_id = $1 and kind = 'class'"), args![scene.class.as_str()])
            .await
            .expect("a room");
        scene.room = room.0;
        let tick = format!("form[classes][_{}]", scene.class);
        scene.announcement = made(
            &scene.teacher,
            "/fn/app/pages/announcements/api/write_announcement",
            &[
                ("school", slug),
                ("form[title]", "Trip"),
                ("form[body]", "Bring water."),
                ("form[audience]", "classes"),
                (&tick, "true"),
                ("form[begin]", "now"),
            ],
        )
        .await;
        scene.forum = forum::seed(app, slug, &scene.class, &app.id_of(teacher_name).await, &scene.sam).await;
        scene
    }

    /// Puts the scene's ids in the place of their names.
    pub fn fill(&self, text: &str) -> String {
        let new = ("{new}", MessageId::new().to_string());
        self.words().into_iter().chain([new]).fold(text.to_owned(), |text, (name, id)| text.replace(name, &id))
    }

    /// The names of the scene's ids, and the ids.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let ids = [
            ("{class}", &self.class),
            ("{course}", &self.course),
            ("{assignment}", &self.assignment),
            ("{submission}", &self.submission),
            ("{file}", &self.file),
            ("{room}", &self.room),
            ("{announcement}", &self.announcement),
            ("{sam}", &self.sam),
            ("{place}", &self.place),
            ("{ada}", &self.ada),
            ("{invitation}", &self.invitation),
            ("{family_code}", &self.family_code),
            ("{student}", &self.sam),
        ];
        ids.into_iter().map(|(name, id)| (name, id.clone())).chain(self.settings.iter().chain(&self.forum).cloned()).collect()
    }

    /// Hands in one file as a browser's form does.
    pub async fn hand_in(&self, browser: &Browser<'_>, submission: &str, name: &str, content: &[u8]) -> crate::app::Answer {
        let body = [field("submission", submission), field("note", "A note."), file(name, content), b"--edge--\r\n".to_vec()];
        let page = format!("/s/{}/assignments/{}", self.slug, self.assignment);
        let request = browser
            .request(Method::POST, &format!("{page}/submissions"))
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("{}{page}", crate::app::ORIGIN))
            .header(header::CONTENT_TYPE, EDGE);
        browser.send(request.body(Body::from(body.concat())).unwrap()).await
    }

    /// A teacher of another school.
    pub async fn outsider(&self) -> Browser<'a> {
        let bea = self.app.founder("bea", "beta").await;
        let class = bea.make_class("beta", "Other class").await;
        self.app.joiner("olga", &bea.code(&class, "lecturer").await).await
    }

    /// A parent in the same school, in no class.
    pub async fn parent(&self) -> Browser<'a> {
        let parent = self.app.founder("pat", "pats").await;
        let db = &self.app.state.world.db;
        db.run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, created_at)
                 select s.id, u.id, 'parent', 'active', $1 from schools s, users u where s.slug = 'alpha' and u.username = 'pat'"
            ),
            args![1_i64],
        )
        .await
        .expect("a membership");
        parent
    }
}

async fn made(browser: &Browser<'_>, function: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.post(function, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{function}: {}", answer.body);
    assert!(answer.location().starts_with("/s/"), "{function}: {}", answer.location());
    id(answer.location())
}
