use axum::http::{Method, StatusCode, header};

use crate::app::{Browser, each_app, words};
use crate::me::{picture, send_photo};
use crate::scene::Scene;

const API: &str = "/fn/app/pages/people/api";

async fn change(browser: &Browser<'_>, id: &str, fields: &[(&str, &str)]) -> crate::app::Answer {
    let page = format!("/s/alpha/people/{id}");
    let fields = [&[("school", "alpha"), ("id", id)], fields].concat();
    browser.post_from(&page, &format!("{API}/change_person"), &fields).await
}

#[tokio::test]
async fn the_list_is_searched_by_its_address_alone() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.admin.get("/s/alpha/people?q=SAM&role=student&sort=-name").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(words(&page.body).contains("sam@lyceum.test"), "{}", page.body);
        for part in ["1–1 of 1", "value=\"SAM\"", "export.csv?q=SAM&amp;role=student", "aria-sort=\"descending\""] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(!words(&page.body).contains("tom@lyceum.test"));
        let page = scene.admin.get("/s/alpha/people?q=nobody_at_all&page=7&role=odd").await;
        assert!(page.body.contains("Nobody matches"), "{}", page.body);
        assert!(!scene.student.get("/s/alpha").await.body.contains("/s/alpha/people\""), "no line in the student's menu");
    })
    .await;
}

#[tokio::test]
async fn a_permission_holds_and_is_gone_with_the_next_request() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let id = &scene.sam;
        assert_eq!(scene.student.get("/s/alpha/people").await.status, StatusCode::FORBIDDEN);
        let fields = [("school", "alpha"), ("id", id), ("form[role]", "student"), ("form[may][]", "members.read")];
        let saved = scene.admin.post(&format!("{API}/save_permissions"), &fields).await;
        assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, format!("/s/alpha/people/{id}").as_str()));
        assert!(scene.admin.get(saved.location()).await.body.contains("The permissions are saved."));
        assert_eq!(scene.student.get("/s/alpha/people").await.status, StatusCode::OK);
        assert_eq!(scene.student.get("/s/alpha/classes").await.status, StatusCode::FORBIDDEN, "taken with the others");
        change(&scene.admin, id, &[("act", "role"), ("role", "librarian")]).await;
        assert_eq!(scene.student.get("/s/alpha/people").await.status, StatusCode::OK);
        change(&scene.admin, id, &[("act", "role"), ("role", "parent")]).await;
        assert_eq!(scene.student.get(&format!("/s/alpha/people/{}", app.id_of("tom").await)).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn an_improper_photo_is_taken_down_as_it_was_seen() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let path = format!("/s/alpha/people/{}", scene.sam);
        assert!(!scene.admin.get(&path).await.body.contains("id=\"take-down\""), "there is nothing to take down");
        send_photo(&scene.student, &picture()).await;
        let page = scene.admin.get(&path).await.body;
        assert!(page.contains("id=\"ask-photo\"") && !page.contains("id=\"ask-bio\""), "{page}");
        assert!(!scene.student.get(&path).await.body.contains("id=\"take-down\""), "one's own is one's own affair");
        let (_, seal) = page.split_once("name=\"drawn\" value=\"").unwrap();
        let seal = seal.split('"').next().unwrap();
        let take = async |drawn: &str| {
            let fields = [("school", "alpha"), ("id", scene.sam.as_str()), ("shown", "photo"), ("drawn", drawn)];
            let answer = scene.admin.post_from(&path, &format!("{API}/take_down"), &fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, path.as_str()));
            scene.admin.get(&path).await.body
        };
        let page = take("another").await;
        assert!(page.contains("id=\"ask-photo\"") && !page.contains("It is removed from the profile."), "{page}");
        let page = take(seal).await;
        assert!(page.contains("It is removed from the profile.") && !page.contains("id=\"take-down\""), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_suspended_person_is_told_so_and_comes_back_by_an_undo() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let id = &scene.sam;
        let done = change(&scene.admin, id, &[("act", "suspend")]).await;
        let page = scene.admin.get(done.location()).await;
        assert!(page.body.contains("sam: Suspended") && page.body.contains("id=\"undo\""), "{}", page.body);
        let (_, undo) = done.location().rsplit_once('=').unwrap();
        for path in ["/s/alpha", &scene.fill("/s/alpha/classes/{class}/chat")] {
            let refused = scene.student.get(path).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            assert!(refused.body.contains("Your place here is suspended"), "{}", refused.body);
        }
        let schools = scene.student.get("/schools").await;
        assert!(schools.body.contains("Your place at School alpha is suspended"), "{}", schools.body);
        assert!(!schools.body.contains("You are in no school yet"), "{}", schools.body);
        assert_eq!(scene.student.get("/me").await.status, StatusCode::OK, "the account is theirs");
        let by_script = scene.student.call(Method::GET, "/fn/app/pages/classes/api/list_classes", &[("school", "alpha")]).await;
        assert_eq!(by_script.json::<model::Error>(), model::Error::Suspended);
        let fields = [("school", "alpha"), ("id", undo)];
        let back = scene.admin.post_from(done.location(), &format!("{API}/undo_change"), &fields).await;
        assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, done.location()));
        let page = scene.admin.get(back.location()).await;
        assert!(page.body.contains("It is undone.") && !page.body.contains("id=\"undo\""), "{}", page.body);
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::OK);
        // Undone, it can be done again at once.
        let again = change(&scene.admin, id, &[("act", "suspend")]).await;
        assert_ne!(again.location(), done.location());
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_last_admin_is_told_why_not_on_the_page() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let id = app.id_of("ada").await;
        let refused = change(&scene.admin, &id, &[("act", "end")]).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, format!("/s/alpha/people/{id}").as_str()));
        let page = scene.admin.get(refused.location()).await;
        assert!(page.body.contains("A school needs at least one admin."), "{}", page.body);
        let fields = [("id", id.as_str()), ("act", "suspend")];
        let refused = scene.admin.post_from("/admin/people", &format!("{API}/change_user"), &fields).await;
        let page = scene.admin.get(refused.location()).await;
        assert!(page.body.contains("needs at least one admin."), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn who_reaches_beyond_their_rights_is_told_so_on_the_page() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        app.set_role("alpha", "tom", "registrar").await;
        let id = app.id_of("ada").await;
        let refused = change(&scene.teacher, &id, &[("act", "suspend")]).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, format!("/s/alpha/people/{id}").as_str()));
        let page = scene.teacher.get(refused.location()).await;
        assert!(page.body.contains("This takes rights that you do not hold yourself."), "{}", page.body);
        let fields = [("school", "alpha"), ("id", id.as_str()), ("act", "suspend")];
        let by_script = scene.teacher.call(Method::POST, &format!("{API}/change_person"), &fields).await;
        assert_eq!((by_script.status, by_script.json::<model::Error>()), (StatusCode::FORBIDDEN, model::Error::Beyond));
        assert_eq!(scene.admin.get("/s/alpha").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_boxes_of_permissions_one_does_not_hold_are_kept_as_they_are() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let boxes = async |browser: &Browser<'_>| {
            let page = browser.get(&format!("/s/alpha/people/{}", scene.sam)).await.body;
            let (_, rest) = page.split_once("id=\"permissions\"").unwrap_or_else(|| panic!("no boxes: {page}"));
            let panel = rest.split("</section>").next().unwrap().to_owned();
            (panel.matches("type=\"checkbox\"").count(), panel.matches(" disabled").count(), panel.matches("form[may][]").count())
        };
        let all = model::Permission::ALL.len();
        assert_eq!(boxes(&scene.admin).await, (all, 0, all));
        app.set_role("alpha", "tom", "registrar").await;
        let tom = app.id_of("tom").await;
        let mut fields = vec![("school", "alpha"), ("id", tom.as_str()), ("form[role]", "registrar")];
        fields.extend(model::Role::Registrar.permissions().iter().map(|it| ("form[may][]", it.text())));
        fields.push(("form[may][]", "roles.manage"));
        scene.admin.post(&format!("{API}/save_permissions"), &fields).await;
        let (own, kept) = (model::Role::Registrar.permissions().len() + 1, model::Role::Student.permissions());
        let kept = kept.iter().filter(|it| !model::Role::Registrar.can(**it)).count();
        assert_eq!(boxes(&scene.teacher).await, (all, all - own, all + kept), "what the student's role gives is sent along");
    })
    .await;
}

#[tokio::test]
async fn permissions_are_one_table_under_the_history_and_above_it_stands_what_deviates() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let panel = async || {
            let page = scene.admin.get(&format!("/s/alpha/people/{}", scene.sam)).await.body;
            let (before, rest) = page.split_once("id=\"permissions\"").unwrap_or_else(|| panic!("no panel: {page}"));
            assert!(before.contains("id=\"history\""), "{page}");
            rest.split("</section>").next().unwrap().to_owned()
        };
        let told = |panel: &str| {
            let (told, folded) = panel.split_once("<details").unwrap_or_else(|| panic!("nothing is folded: {panel}"));
            assert_eq!(folded.matches("<table").count(), 1, "{folded}");
            assert!(!folded.contains("data-label"), "no word is said again in every row: {folded}");
            let areas: std::collections::HashSet<_> =
                model::Permission::ALL.iter().filter_map(|it| it.text().split('.').next()).collect();
            assert_eq!(folded.matches("scope=\"rowgroup\"").count(), areas.len(), "{folded}");
            let marked = folded.matches("Not in use yet").count();
            assert_eq!(marked, model::permission::PLANNED.len(), "{folded}");
            told.to_owned()
        };
        let before = told(&panel().await);
        assert!(before.contains("Nothing deviates from what the role Student gives."), "{before}");
        let id = &scene.sam;
        let fields = [("school", "alpha"), ("id", id), ("form[role]", "student"), ("form[may][]", "members.read")];
        scene.admin.post(&format!("{API}/save_permissions"), &fields).await;
        let after = told(&panel().await);
        let (given, taken) = after.split_once("Taken away").unwrap_or_else(|| panic!("{after}"));
        assert!(given.contains("Given besides the role") && given.contains("See the people of the school"), "{after}");
        assert_eq!((given.matches("<li>").count(), taken.matches("<li>").count()), (1, model::Role::Student.permissions().len()));
    })
    .await;
}

#[tokio::test]
async fn a_number_is_called_and_asked_for_as_the_role_has_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        for (role, has, lacks) in [
            ("student", "Student number", "Employee number"),
            ("teacher", "Employee number", "Student number"),
            ("parent", "id=\"details\"", "form[number]"),
        ] {
            app.set_role("alpha", "sam", role).await;
            let page = scene.admin.get(&format!("/s/alpha/people/{}", scene.sam)).await.body;
            assert!(page.contains(has) && !page.contains(lacks), "{role}: {page}");
        }
    })
    .await;
}

#[tokio::test]
async fn many_are_counted_changed_and_offered_to_be_undone() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let preview = scene.admin.get("/s/alpha/people/change?who=all&act=suspend&role=student").await;
        assert!(preview.body.contains("1 person will be changed."), "{}", preview.body);
        assert!(preview.body.contains("name=\"form[reason]\""), "{}", preview.body);
        let none = scene.admin.get("/s/alpha/people/change?act=suspend").await;
        assert!(none.body.contains("Nobody is chosen"), "{}", none.body);
        for nothing in ["/s/alpha/people/change", "/s/alpha/people/change?who=all&act=odd"] {
            let page = scene.admin.get(nothing).await;
            assert_eq!(page.status, StatusCode::OK, "{nothing}");
            assert!(page.body.contains("Nobody is chosen") && page.body.contains("href=\"/s/alpha/people\""), "{}", page.body);
            assert_eq!(scene.student.get(nothing).await.status, StatusCode::FORBIDDEN, "{nothing}");
        }
        assert!(preview.body.contains("Suspend 1 person"), "{}", preview.body);
        let (_, seal) = preview.body.split_once("name=\"form[seal]\" value=\"").unwrap_or_else(|| panic!("{}", preview.body));
        let seal = seal.split('"').next().unwrap();
        let form = |count: &'static str, seal| {
            [
                ("school", "alpha"),
                ("form[all]", "true"),
                ("form[filter][role]", "student"),
                ("form[act]", "suspend"),
                ("form[reason]", "Fees unpaid"),
                ("form[count]", count),
                ("form[seal]", seal),
            ]
        };
        let page = "/s/alpha/people/change?who=all&act=suspend&role=student";
        for wrong in [form("5", seal), form("1", "")] {
            let refused = scene.admin.post_from(page, &format!("{API}/change_people"), &wrong).await;
            assert!(scene.admin.get(refused.location()).await.body.contains("Other people match now than those you were shown."));
        }
        let done = scene.admin.post_from(page, &format!("{API}/change_people"), &form("1", seal)).await;
        assert!(done.location().starts_with("/s/alpha/people?role=student&undo="), "{}", done.location());
        assert!(scene.admin.get(done.location()).await.body.contains("sam: Suspended"));
        for path in ["/s/alpha/people", "/s/alpha/people?role=teacher&sort=-name"] {
            let page = scene.admin.get(path).await.body;
            assert!(page.contains("sam: Suspended") && page.contains("id=\"undo\""), "{path}: {page}");
        }
        let page = scene.admin.get(&format!("/s/alpha/people/{}", scene.sam)).await.body;
        assert!(page.contains("Reason: Fees unpaid"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn the_people_of_a_class_are_offered_to_be_moved_to_another() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let second = scene.admin.make_class("alpha", "Second class").await;
        let second = second.rsplit('/').next().unwrap();
        let offered = "<option value=\"move_class\"";
        assert!(!scene.admin.get("/s/alpha/people").await.body.contains(offered), "out of which class?");
        let list = scene.fill("/s/alpha/people?class={class}");
        assert!(scene.admin.get(&list).await.body.contains(offered));
        let preview = scene.fill("/s/alpha/people/change?who=all&act=move_class&role=student&class={class}");
        let page = scene.admin.get(&preview).await.body;
        assert!(page.contains("Out of First class") && page.contains("1 person will be changed."), "{page}");
        let (_, seal) = page.split_once("name=\"form[seal]\" value=\"").unwrap_or_else(|| panic!("{page}"));
        let fields = [
            ("school", "alpha"),
            ("form[all]", "true"),
            ("form[filter][role]", "student"),
            ("form[filter][class]", scene.class.as_str()),
            ("form[act]", "move_class"),
            ("form[count]", "1"),
            ("form[seal]", seal.split('"').next().unwrap()),
            ("form[from]", scene.class.as_str()),
            ("form[class]", second),
        ];
        let done = scene.admin.post_from(&preview, &format!("{API}/change_people"), &fields).await;
        let moved = scene.admin.get(done.location()).await.body;
        assert!(moved.contains("sam: Moved from First class to Second class"), "{moved}");
        let there = scene.admin.get(&format!("/s/alpha/people?class={second}&role=student")).await.body;
        assert!(there.contains("sam"), "{there}");
        let nowhere = scene.admin.get("/s/alpha/people/change?who=all&act=move_class&role=student").await.body;
        assert!(nowhere.contains("Look for the people of a class first") && !nowhere.contains("form[from]"), "{nowhere}");
    })
    .await;
}

#[tokio::test]
async fn a_link_to_hand_over_is_shown_once_and_opens_the_page_for_a_new_password() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = format!("/s/alpha/people/{}", scene.sam);
        let fields = [("school", "alpha"), ("id", scene.sam.as_str()), ("act", "hand_over")];
        let done = scene.admin.post_from(&page, &format!("{API}/help_log_in"), &fields).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, page.as_str()));
        let shown = scene.admin.get(&page).await.body;
        let (_, link) = shown.split_once("<code dir=\"ltr\">http://lyceum.test").unwrap_or_else(|| panic!("{shown}"));
        let link = link.split('<').next().unwrap();
        assert!(!scene.admin.get(&page).await.body.contains(link), "once");
        let browser = app.browser();
        assert!(browser.get(link).await.body.contains("Save the password"), "{link}");
        let token = link.rsplit('/').next().unwrap();
        let fields = [("form[token]", token), ("form[password]", "another battery")];
        browser.post_from(link, "/fn/app/pages/accounts/api/reset_password", &fields).await;
        assert!(browser.get(link).await.body.contains("This link has been used"));
        assert_eq!(scene.student.get("/s/alpha").await.status, StatusCode::SEE_OTHER, "every session has ended");

        // A link on one page is on no other.
        let fields = [("school", "alpha"), ("id", scene.sam.as_str()), ("act", "hand_over")];
        scene.admin.post_from(&page, &format!("{API}/help_log_in"), &fields).await;
        let other = scene.admin.get(&format!("/s/alpha/people/{}", app.id_of("tom").await)).await.body;
        assert!(!other.contains("<code dir=\"ltr\">http://lyceum.test/reset/"), "{other}");
    })
    .await;
}

#[tokio::test]
async fn the_export_is_an_attachment_of_what_matches() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let csv = scene.admin.get("/s/alpha/people/export.csv?q=sam").await;
        assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert!(csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("people_"));
        assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
        let xlsx = scene.admin.get("/s/alpha/people/export.xlsx").await;
        assert_eq!(xlsx.status, StatusCode::OK);
        assert!(xlsx.body.starts_with("PK"));
    })
    .await;
}
