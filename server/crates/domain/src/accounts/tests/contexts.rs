//! A change holds at the very next request (product.md section 27): whatever happens, the cache answers what an empty
//! one reads.

use model::ids::{UndoId, UserId};
use model::people::{BulkForm, Change, PermissionsForm, UserAct};
use model::profile::ProfileForm;
use model::{Feature, Permission, Theme};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::testing::each_db;

use crate::accounts::{profile, sessions, sweep};
use crate::people::{self, bulk, permissions, platform, undo};
use crate::testing::{NOON, Scene, heard, person, request, world};
use crate::viewing::View;
use crate::{Person, System, World, classes, schools, secrets, settings};

/// Something that happens to one of the people, or to their school.
#[derive(Clone, Debug)]
enum Deed {
    One(usize, Change),
    Many(Vec<usize>, &'static str, &'static str),
    Permissions(usize, Vec<Permission>),
    Undo,
    Platform(usize, UserAct),
    LogIn(usize),
    /// The admin looks with their eyes.
    View(usize),
    LogOut(usize),
    /// With a session that is not there.
    LogOutNobody,
    /// Every browser asks: where a session is to have a new id, it gets one.
    Ask,
    LogOutEverywhere(usize),
    Leave(usize),
    /// By a code of the own school or of another one.
    Join(usize, usize),
    StartHere(usize),
    Look(usize, Theme),
    Chat(bool),
}

const PEOPLE: usize = 3;
/// Sessions that are looked at after each deed.
const SESSIONS: usize = 8;

fn somebody() -> impl Strategy<Value = usize> {
    0..PEOPLE
}

fn role() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("school_admin"), Just("registrar"), Just("teacher"), Just("student"), Just("it_support")]
}

fn act() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("role"), Just("suspend"), Just("reinstate"), Just("end")]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let change = (act(), role()).prop_map(|(act, role)| Change::read(act, role, "").expect("an act"));
    let permissions = proptest::collection::vec(proptest::sample::select(Permission::ALL), 0..8);
    let deed = prop_oneof![
        4 => (somebody(), change).prop_map(|(who, change)| Deed::One(who, change)),
        2 => (proptest::collection::vec(somebody(), 1..3), act(), role()).prop_map(|(who, act, role)| Deed::Many(who, act, role)),
        3 => (somebody(), permissions).prop_map(|(who, may)| Deed::Permissions(who, may)),
        2 => Just(Deed::Undo),
        2 => (somebody(), proptest::sample::select(UserAct::ALL)).prop_map(|(who, act)| Deed::Platform(who, act)),
        3 => somebody().prop_map(Deed::LogIn),
        2 => somebody().prop_map(Deed::View),
        1 => (0..SESSIONS).prop_map(Deed::LogOut),
        1 => Just(Deed::LogOutNobody),
        3 => Just(Deed::Ask),
        1 => somebody().prop_map(Deed::LogOutEverywhere),
        1 => somebody().prop_map(Deed::Leave),
        2 => (somebody(), 0_usize..2).prop_map(|(who, code)| Deed::Join(who, code)),
        1 => somebody().prop_map(Deed::StartHere),
        1 => (somebody(), proptest::sample::select(Theme::ALL)).prop_map(|(who, theme)| Deed::Look(who, theme)),
        1 => any::<bool>().prop_map(Deed::Chat),
    ];
    proptest::collection::vec(deed, 8..20)
}

struct Story<'a> {
    scene: &'a Scene,
    /// The same database with a cache of its own, which is emptied.
    bare: World,
    ids: [UserId; PEOPLE],
    codes: [String; 2],
    /// Hashes of sessions, also of some that have ended.
    sessions: Vec<String>,
    undo: Option<UndoId>,
    renewed: usize,
}

impl Story<'_> {
    async fn new(scene: &Scene) -> Story<'_> {
        let code = async |scene: &Scene| {
            let codes = classes::show(&scene.admin, scene.class_id).await.unwrap().codes;
            codes.into_iter().next().expect("a code").code
        };
        Story {
            scene,
            bare: world(&scene.world.db),
            ids: [&scene.teacher, &scene.student, &scene.student2].map(|it| it.user_id()),
            codes: [code(scene).await, code(scene.other()).await],
            sessions: Vec::new(),
            undo: None,
            renewed: 0,
        }
    }

    /// A new session; answers its hash.
    async fn begin(&self, user_id: UserId, view: Option<View>) -> String {
        let hash = secrets::hash(&secrets::token());
        let session = sessions::Session { user_id, device: "test".into(), remember: false, view, proof: None };
        sessions::create(&request(&self.scene.world, NOON), &hash, &session).await.unwrap();
        hash
    }

    /// Looks at a session from now on.
    fn keep(&mut self, hash: String) {
        self.sessions.push(hash);
        if self.sessions.len() > SESSIONS {
            self.sessions.remove(0);
        }
    }

    /// The person acting themselves; nobody when their account is suspended.
    async fn person(&self, who: usize) -> Option<Person> {
        let hash = self.begin(self.ids[who], None).await;
        sessions::load(&request(&self.scene.world, NOON), &hash).await.unwrap()
    }

    async fn act(&mut self, deed: &Deed) {
        let admin = &self.scene.admin;
        match deed {
            Deed::One(who, change) => {
                let done = heard(people::change_one(admin, self.ids[*who], *change).await).flatten();
                self.undo = done.or(self.undo);
            }
            Deed::Many(who, act, role) => {
                let ids = who.iter().map(|it| self.ids[*it].to_string()).collect::<Vec<_>>().join(" ");
                let form = BulkForm { ids, act: (*act).into(), role: (*role).into(), ..BulkForm::default() };
                let count = heard(bulk::preview(admin, &form).await).map_or(0, |it| it.chosen);
                let done = heard(bulk::change(admin, &BulkForm { count, ..form }).await).flatten();
                self.undo = done.or(self.undo);
            }
            Deed::Permissions(who, may) => {
                let role = heard(people::show(admin, self.ids[*who], None).await).map(|it| it.role.to_string());
                let may = may.iter().map(|it| it.text().to_owned()).collect();
                let form = PermissionsForm { role: role.unwrap_or_default(), may, drawn: String::new() };
                heard(permissions::save(admin, self.ids[*who], &form).await);
            }
            Deed::Undo => {
                if let Some(id) = self.undo.take() {
                    heard(undo::undo(admin, id).await);
                }
            }
            Deed::Platform(who, act) => {
                let first = person(&self.scene.world, "alpha_admin").await;
                heard(platform::change(&first, self.ids[*who], *act).await);
            }
            Deed::LogIn(who) => {
                let hash = self.begin(self.ids[*who], None).await;
                self.keep(hash);
            }
            Deed::View(who) => {
                let view = View { user_id: self.ids[*who], school_id: admin.school_id() };
                let hash = self.begin(admin.user_id(), Some(view)).await;
                self.keep(hash);
            }
            Deed::LogOut(which) => {
                if let Some(hash) = self.sessions.get(*which) {
                    sessions::end(&request(&self.scene.world, NOON), hash).await.unwrap();
                }
            }
            Deed::LogOutNobody => {
                let nobody = secrets::hash(&secrets::token());
                sessions::end(&request(&self.scene.world, NOON), &nobody).await.unwrap();
            }
            Deed::Ask => {
                for hash in self.sessions.clone() {
                    self.ask(&hash).await;
                }
            }
            Deed::Chat(on) => {
                heard(settings::features::set(admin, Feature::Chat, *on).await);
            }
            Deed::LogOutEverywhere(who) | Deed::Leave(who) | Deed::Join(who, _) | Deed::StartHere(who) | Deed::Look(who, _) => {
                if let Some(person) = self.person(*who).await {
                    self.act_themselves(&person, deed).await;
                }
            }
        }
    }

    /// The session asks, and gets a new id where it is to have one.
    async fn ask(&mut self, hash: &str) {
        let found = sessions::find(&request(&self.scene.world, NOON), hash).await.unwrap();
        if let Some(found) = found.filter(|found| found.renew) {
            let new = secrets::hash(&secrets::token());
            assert!(sessions::renew(&found.person, &new, "salt", NOON).await.unwrap().is_some());
            self.keep(new);
            self.renewed += 1;
        }
    }

    async fn act_themselves(&self, person: &Person, deed: &Deed) {
        match (deed, person.enter("alpha")) {
            (Deed::LogOutEverywhere(_), _) => {
                heard(sessions::end_all(person).await);
            }
            (Deed::Join(_, code), _) => {
                heard(classes::codes::join(person, &self.codes[*code]).await);
            }
            (Deed::Look(_, theme), _) => {
                let now = profile::show(person).await.unwrap().form;
                heard(profile::save(person, &ProfileForm { theme: *theme, ..now }).await);
            }
            (Deed::Leave(_), Ok(scope)) => {
                heard(schools::own::leave(&scope).await);
            }
            (Deed::StartHere(_), Ok(scope)) => {
                heard(schools::own::make_primary(&scope).await);
            }
            _ => {}
        }
    }

    /// Every session shows through the cache what one without anything in it reads.
    async fn check(&self, done: impl std::fmt::Debug) {
        for hash in &self.sessions {
            let cached = sessions::load(&request(&self.scene.world, NOON), hash).await.unwrap().map(|it| it.me);
            self.bare.contexts.forget(hash);
            let read = sessions::load(&request(&self.bare, NOON), hash).await.unwrap().map(|it| it.me);
            assert_eq!(cached, read, "after {done:?}");
        }
    }
}

#[tokio::test]
async fn what_the_cache_knows_of_somebody_is_what_the_database_says_whatever_happens() {
    each_db(async |db| {
        db.follow().await.unwrap();
        let scene = Scene::new(&db).await;
        let mut story = Story::new(&scene).await;
        let mut runner = TestRunner::deterministic();
        let (mut alive, mut ended) = (0, 0);
        for _ in 0..8 {
            for who in 0..PEOPLE {
                story.act(&Deed::LogIn(who)).await;
            }
            for deed in deeds().new_tree(&mut runner).unwrap().current() {
                story.act(&deed).await;
                story.check(&deed).await;
                for hash in &story.sessions {
                    // Served from the cache now, where the session stands.
                    match sessions::load(&request(&scene.world, NOON), hash).await.unwrap() {
                        Some(_) => alive += 1,
                        None => ended += 1,
                    }
                }
            }
        }
        sweep::sweep(&System(request(&scene.world, NOON.plus_hours(25)))).await.unwrap();
        story.check("the sweep").await;
        let hits = scene.world.contexts.figures().hits;
        assert!(alive > 100 && ended > 0 && hits > 100, "{alive} stood, {ended} had ended, {hits} were known");
        assert!(story.renewed > 0);
    })
    .await;
}
