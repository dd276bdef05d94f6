use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode, header};
use model::{PlatformRole, Role};
use store::{args, sql};

use crate::access::TABLE;
use crate::app::{Browser, each_app};
use crate::scene::Scene;

/// The addresses the links of the main menu lead to; its icons are no pages.
fn menu(page: &str) -> BTreeSet<String> {
    let start = page.find("class=\"sidebar\"").unwrap_or_else(|| panic!("no menu: {page}"));
    let nav = &page[start..];
    let nav = &nav[..nav.find("</nav>").expect("its end")];
    nav.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_role_has_a_dashboard_and_a_menu_that_leads_to_no_refusal() {
    each_app(async |app| {
        let _scene = Scene::new(app).await;
        for (number, role) in Role::ALL.iter().enumerate() {
            let member = app.founder(role.text(), &format!("own-{number}")).await;
            app.set_role("alpha", role.text(), role.text()).await;
            let page = member.get("/s/alpha").await;
            assert_eq!(page.status, StatusCode::OK, "{role}: {}", page.body);
            let menu = menu(&page.body);
            assert!(menu.contains("/s/alpha") && menu.contains("/s/alpha/help"), "{role}: {menu:?}");
            assert_eq!(menu.contains("/s/alpha/audit"), role.can(model::Permission::AuditRead), "{role}");
            for path in menu {
                let answer = member.get(&path).await;
                assert_eq!(answer.status, StatusCode::OK, "{role}: {path}: {}", answer.body);
            }
        }
    })
    .await;
}

/// Where the links of a page's own part lead; its icons are no pages.
fn links_of_main(page: &str) -> BTreeSet<String> {
    let (_, main) = page.split_once("<main").unwrap_or_else(|| panic!("nothing of its own: {page}"));
    let (main, _) = main.split_once("</main>").expect("its end");
    let tags = main.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
    let links = tags.filter_map(|tag| tag.split_once("href=\"")?.1.split('"').next());
    links.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn a_role_has_a_board_of_its_own_that_leads_to_no_refusal() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let people = "/s/alpha/people?role=student&status=active";
        let teaching = "/s/alpha/people?status=active&group=teaching";
        let of_class = scene.fill("/s/alpha/people?role=student&status=active&class={class}");
        let table: [(Role, &[&str], &[&str]); 11] = [
            (Role::Bursar, &["Students by class", "Students who left"], &[people, &of_class]),
            (Role::Librarian, &["Who left", "New people"], &[people, "/s/alpha/people?status=active&sort=-joined"]),
            (
                Role::CorporateRep,
                &["You are in no class yet", "may give you the code", "Next holiday"],
                &["/s/alpha/announcements", "/s/alpha/calendar", "/join"],
            ),
            (Role::Mentor, &["You accompany nobody yet", "gives you the code for teachers"], &["/join"]),
            (Role::FormTeacher, &["You look after no class yet"], &["/join", "/s/alpha/classes/new"]),
            (Role::Registrar, &["Students without a class"], &["/s/alpha/classes/new"]),
            (Role::Management, &["New people by week"], &[people, teaching, "/s/alpha/classes"]),
            (Role::DepartmentHead, &["You head no department yet", "Nothing to look at yet"], &[people, teaching]),
            (Role::Security, &["Active members"], &["/s/alpha/people?status=suspended", "/s/alpha/audit"]),
            (Role::Parent, &["No child is linked to you yet"], &["/family"]),
            (Role::SchoolAdmin, &["Health"], &[people, teaching, "/s/alpha/people?status=active&group=new_week"]),
        ];
        for (number, (role, words, ways)) in table.into_iter().enumerate() {
            let member = app.founder(role.text(), &format!("own-{number}")).await;
            app.set_role("alpha", role.text(), role.text()).await;
            let page = member.get("/s/alpha").await;
            for word in words {
                assert!(page.body.contains(word), "{role}: {word}: {}", page.body);
            }
            let links = links_of_main(&page.body);
            assert!(ways.iter().all(|way| links.contains(*way)), "{role}: {ways:?}: {links:?}");
            assert!(!links.iter().any(|link| link.contains("/export")), "{role} was not given to take the list away");
            for link in links {
                let answer = member.get(&link).await;
                assert_eq!(answer.status, StatusCode::OK, "{role}: {link}: {}", answer.body);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn it_support_opens_the_page_of_who_could_not_log_in_and_changes_nothing_there() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        for _ in 0..3 {
            let wrong = [("form[log_in]", "sam"), ("form[password]", "not the password")];
            app.browser().post("/fn/app/pages/accounts/api/log_in", &wrong).await;
        }
        let support = app.founder("ivy", "own").await;
        app.set_role("alpha", "ivy", "it_support").await;
        let board = support.get("/s/alpha").await.body;
        let (_, failed) = board.split_once("id=\"failed\"").unwrap_or_else(|| panic!("{board}"));
        let (failed, _) = failed.split_once("</section>").unwrap();
        let page = format!("/s/alpha/people/{}", scene.sam);
        assert!(failed.contains(&format!("href=\"{page}\"")), "{failed}");
        let answer = support.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(!answer.body.contains("id=\"log-in\""), "{}", answer.body);
        let fields = [("school", "alpha"), ("id", scene.sam.as_str()), ("act", "end_wait")];
        let refused = support.call(Method::POST, "/fn/app/pages/people/api/help_log_in", &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        let office = scene.admin.get(&page).await.body;
        assert!(office.contains("id=\"log-in\""), "{office}");
    })
    .await;
}

#[tokio::test]
async fn a_teacher_who_is_new_has_one_way_to_a_first_class() {
    each_app(async |app| {
        let _scene = Scene::new(app).await;
        let member = app.founder("newt", "newts").await;
        app.set_role("alpha", "newt", "teacher").await;
        let page = member.get("/s/alpha").await.body;
        let (_, main) = page.split_once("<main").expect("a page");
        let (main, _) = main.split_once("</main>").expect("its end");
        assert!(main.contains("Welcome to") && !main.contains("You have no class yet"), "{main}");
        assert_eq!(main.matches("/s/alpha/classes/new\"").count(), 1, "{main}");
    })
    .await;
}

#[tokio::test]
async fn a_bursar_who_may_take_the_list_away_has_one_way_to_it() {
    each_app(async |app| {
        let _scene = Scene::new(app).await;
        let bursar = app.founder("beth", "beths").await;
        app.set_role("alpha", "beth", "bursar").await;
        let give = sql!(
            "update memberships set granted = 'members.export'
             where school_id = (select id from schools where slug = 'alpha')
               and user_id = (select id from users where username = 'beth')"
        );
        app.state.world.db.run(give, args![]).await.unwrap();
        let links = links_of_main(&bursar.get("/s/alpha").await.body);
        let files: Vec<_> = links.into_iter().filter(|link| link.contains("/export")).collect();
        let query = "?role=student&status=active";
        assert_eq!(files, ["csv", "xlsx"].map(|kind| format!("/s/alpha/people/export.{kind}{query}")));
        assert_eq!(bursar.get(&files[0]).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_help_of_a_role_is_read_by_everybody_and_that_of_a_school_by_its_members() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let nobody = app.browser();
        for role in Role::ALL {
            assert_eq!(nobody.get(&format!("/help/{role}")).await.status, StatusCode::OK, "{role}");
        }
        for role in PlatformRole::ALL.iter().filter(|role| **role != PlatformRole::SuperAdmin) {
            assert_eq!(nobody.get(&format!("/help/{role}")).await.status, StatusCode::OK, "{role}");
        }
        let platform = scene.admin.get("/help/super_admin").await.body;
        assert!(platform.contains("id=\"platform-backup\"") && platform.contains("href=\"/admin/people\""), "{platform}");
        assert!(scene.admin.get("/help").await.body.contains("/help/super_admin"));
        for reader in [&nobody, &scene.teacher, &scene.student] {
            assert_eq!(reader.get("/help/super_admin").await.status, StatusCode::NOT_FOUND);
            assert!(!reader.get("/help").await.body.contains("/help/super_admin"));
            let of_admin = reader.get("/help/school_admin").await.body;
            assert!(of_admin.contains("id=\"settings\"") && !of_admin.contains("id=\"backup\""), "{of_admin}");
        }
        let of_school = scene.admin.get("/s/alpha/help").await.body;
        assert!(
            ["backup", "lock", "kept", "test", "restore", "clear"].iter().all(|it| of_school.contains(&format!("id=\"{it}\"")))
        );
        assert_eq!(nobody.get("/help/emperor").await.status, StatusCode::NOT_FOUND);
        let own = scene.student.get("/s/alpha/help").await;
        assert!(own.body.contains("id=\"hand-in\"") && !own.body.contains("id=\"marking\""), "{}", own.body);
    })
    .await;
}

/// Where the head of a page leads for help.
fn help_link(page: &str) -> Option<&str> {
    let tag = page.split("<a ").find(|tag| tag.split('>').next().is_some_and(|it| it.contains("help-link")))?;
    tag.split_once("href=\"")?.1.split('"').next()
}

/// Opens every page of the table that leads to help, and goes there; answers the pages that could be opened.
async fn follow_help(scene: &Scene<'_>, reader: &Browser<'_>, who: &str) -> usize {
    let mut wanted: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut opened = 0;
    for line in TABLE.iter().filter(|line| line.0.starts_with("GET /") && !line.0.starts_with("GET /fn/")) {
        let path = scene.fill(line.1);
        let Some(expected) = model::help::of_page(path.split('?').next().unwrap_or_default()) else { continue };
        let page = reader.get(&path).await;
        // Files are no pages.
        let is_page = page.headers.get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
        if page.status != StatusCode::OK || !is_page {
            continue;
        }
        opened += 1;
        assert_eq!(help_link(&page.body), Some(expected.as_str()), "{who}: {path}");
        let (help, place) = expected.split_once('#').unwrap_or((expected.as_str(), ""));
        wanted.entry(help.to_owned()).or_default().push((path, place.to_owned()));
    }
    for (help, places) in wanted {
        let answer = reader.get(&help).await;
        assert_eq!(answer.status, StatusCode::OK, "{who}: {help}");
        for (path, place) in places {
            let is_there = place.is_empty() || answer.body.contains(&format!("id=\"{place}\""));
            assert!(is_there, "{who}: {path} leads to {help}#{place}, which is not there");
        }
    }
    opened
}

#[tokio::test]
async fn every_page_leads_to_a_place_of_the_help_that_its_reader_has() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        assert!(follow_help(&scene, &scene.admin, "admin").await > 40);
        assert!(follow_help(&scene, &scene.teacher, "teacher of the class").await > 15);
        assert!(follow_help(&scene, &scene.student, "student of the class").await > 10);
        for (number, role) in Role::ALL.iter().enumerate() {
            let member = app.founder(role.text(), &format!("own-{number}")).await;
            app.set_role("alpha", role.text(), role.text()).await;
            assert!(follow_help(&scene, &member, role.text()).await >= 7, "{role}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_are_found_on_a_page_of_their_own_without_a_script() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let found = scene.admin.get("/s/alpha/find?q=first").await;
        assert_eq!(found.status, StatusCode::OK);
        assert!(found.body.contains(&scene.fill("/s/alpha/classes/{class}")), "{}", found.body);
        let nothing = scene.admin.get("/s/alpha/find?q=zzzz").await;
        assert!(nothing.body.contains("Nothing has these words."), "{}", nothing.body);

        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        for number in 1..=9 {
            app.joiner(&format!("pupil_{number}"), &code).await;
        }
        let all = "All 9 people with these words";
        let many = scene.admin.get("/s/alpha/find?q=pupil").await;
        assert!(many.body.contains("/s/alpha/people?q=pupil&amp;status=active\"") && many.body.contains(all), "{}", many.body);
        assert!(scene.admin.get("/s/alpha/people?q=pupil").await.body.contains("1–9 of 9"));
        assert!(!scene.admin.get("/s/alpha/find?q=pupil_9").await.body.contains("with these words</a>"), "one is shown");
        assert!(!scene.teacher.get("/s/alpha/find?q=pupil").await.body.contains("/s/alpha/people?q="), "who reads no list");

        let taught = scene.teacher.get("/s/alpha/find?q=sam").await;
        let listed = scene.fill("/s/alpha/classes/{class}/people#person-{sam}");
        assert!(taught.body.contains(&format!("href=\"{listed}\"")) && taught.body.contains("Your students"), "{}", taught.body);
        let page = scene.teacher.get(&scene.fill("/s/alpha/classes/{class}/people")).await;
        assert!(page.body.contains(&scene.fill("id=\"person-{sam}\"")), "{}", page.body);
        assert!(!scene.student.get("/s/alpha/find?q=sam").await.body.contains("#person-"), "who teaches nobody");
    })
    .await;
}

#[tokio::test]
async fn outside_of_a_school_the_switch_names_the_last_one() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let first = ada.get("/me").await;
        assert!(first.body.contains("switcher-name"), "{}", first.body);
        let name = |body: &str| {
            let rest = body.split("switcher-name\">").nth(1).expect("the switch");
            rest.split('<').next().unwrap_or_default().to_owned()
        };
        let home = name(&ada.get("/s/alpha").await.body);
        assert_eq!(name(&first.body), home);
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_person_begins_somewhere_before_a_school_is_chosen() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let db = &app.state.world.db;
        for (number, kind) in PlatformRole::ALL.iter().enumerate() {
            let (name, own) = (kind.text(), format!("own-{number}"));
            let browser = app.founder(name, &own).await;
            app.set_role("alpha", name, "parent").await;
            let become_one = sql!("update users set platform_role = $2 where username = $1");
            db.run(become_one, args![name, kind.text()]).await.unwrap();
            let home = async || browser.get("/").await.location().to_owned();
            assert_eq!(home().await, format!("/s/{own}"), "{kind}: the first school is the one to start in");

            let choose_none = sql!("update users set primary_school_id = null where username = $1");
            db.run(choose_none, args![name]).await.unwrap();
            let more_than_a_parent = format!("/s/{own}");
            let (in_two, in_none) = match kind {
                PlatformRole::SuperAdmin => ("/admin", "/admin"),
                PlatformRole::Parent => ("/parent/children", "/schools"),
                _ => (more_than_a_parent.as_str(), "/schools"),
            };
            assert_eq!(home().await, in_two, "{kind}");
            assert_eq!(browser.get(in_two).await.status, StatusCode::OK, "{kind}");
            let end = sql!(
                "update memberships set status = 'ended' where school_id is not null
                 and user_id = (select id from users where username = $1)"
            );
            db.run(end, args![name]).await.unwrap();
            assert_eq!(home().await, in_none, "{kind}");
            assert_eq!(browser.get(in_none).await.status, StatusCode::OK, "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_has_chosen_no_school_begins_in_the_last_one_and_what_was_asked_for_goes_first() {
    each_app(async |app| {
        let boss = app.founder("boss", "gamma").await;
        let ada = app.founder("ada", "alpha").await;
        app.founder("ben", "beta").await;
        app.set_role("beta", "ada", "teacher").await;
        let choose_none = sql!("update users set primary_school_id = null where username = $1");
        app.state.world.db.run(choose_none, args!["ada"]).await.unwrap();
        let begins = async |browser: &Browser<'_>| browser.get("/").await.location().to_owned();
        assert_eq!(begins(&ada).await, "/s/beta", "the one they have been in longest");
        let newer = sql!(
            "update memberships set created_at = $2 where school_id = (select id from schools where slug = 'beta')
             and user_id = (select id from users where username = $1)"
        );
        app.state.world.db.run(newer, args!["ada", 4_000_000_000_000_i64]).await.unwrap();
        assert_eq!(begins(&ada).await, "/s/alpha", "now that is the other");
        ada.keep("__Host-school", "beta");
        assert_eq!(begins(&ada).await, "/s/beta", "the one this browser was in");
        assert!(ada.get("/schools").await.body.contains("/s/alpha"), "the choice is where it was");

        let log_in = async |next: &str, last: &str| {
            let browser = app.browser();
            browser.keep("__Host-school", last);
            let fields = [("form[log_in]", "ada"), ("form[password]", crate::app::PASSWORD), ("form[next]", next)];
            let answer = browser.post("/fn/app/pages/accounts/api/log_in", &fields).await;
            let to = answer.location().to_owned();
            if to == "/" { begins(&browser).await } else { to }
        };
        assert_eq!(log_in("/s/alpha/classes", "beta").await, "/s/alpha/classes");
        assert_eq!(log_in("https://evil.example", "beta").await, "/s/beta");
        assert_eq!(log_in("", "gamma").await, "/s/alpha", "somebody else was in that one");
        assert_eq!(begins(&boss).await, "/s/gamma");
    })
    .await;
}
