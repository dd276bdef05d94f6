use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use model::Error;
use store::{args, sql};

use crate::app::{Answer, Browser, ORIGIN, PASSWORD, TestApp, each_app};
use crate::files::EDGE;
use crate::scene::Scene;

const FN: &str = "/fn/app/pages/settings/api";

/// One of everything that the settings of a school hold, made through the pages, with the school's own brand turned on,
/// and the id of its teacher. `number` keeps the names and the days of several apart.
pub async fn made(app: &TestApp, admin: &Browser<'_>, slug: &str, teacher: &str, number: usize) -> Vec<(&'static str, String)> {
    let (name, year) = (format!("Ground {number}"), 2100 + number);
    let span = |from: &str, until: &str| {
        vec![
            ("form[name]".to_owned(), name.clone()),
            ("form[starts_on]".to_owned(), format!("{year}-{from}")),
            ("form[ends_on]".to_owned(), format!("{year}-{until}")),
        ]
    };
    let make = async |function: &str, mut fields: Vec<(String, String)>| {
        fields.push(("school".to_owned(), slug.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = admin.post(&format!("{FN}/{function}"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{function}: {}", answer.body);
        assert!(answer.location().starts_with(&format!("/s/{slug}/settings/")), "{function}: {}", answer.location());
        answer.location().rsplit('/').next().unwrap_or_default().to_owned()
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    make("set_feature", vec![pair("feature", "custom_branding"), pair("on", "true")]).await;
    let department = make("create_department", vec![pair("form[name]", &name)]).await;
    let year_id = make("create_year", span("01-01", "12-31")).await;
    make("create_term", [span("01-01", "03-31"), vec![pair("year", &year_id)]].concat()).await;
    make("create_holiday", span("04-01", "04-07")).await;
    // Each kind of scale once for a ground: a further one of the same minute would be a double click.
    let db = &app.state.world.db;
    db.run(sql!("update grade_scales set created_at = created_at - 3600000, is_default = false"), args![]).await.unwrap();
    let scale = make("create_scale", vec![pair("preset", "letters")]).await;
    let (term,): (String,) = db.one(sql!("select id from terms where year_id = $1"), args![year_id.as_str()]).await.unwrap();
    let (holiday,): (String,) = db.one(sql!("select id from holidays where name = $1"), args![name.as_str()]).await.unwrap();
    vec![
        ("{department}", department),
        ("{year}", year_id),
        ("{term}", term),
        ("{holiday}", holiday),
        ("{scale}", scale),
        ("{teacher}", app.id_of(teacher).await),
        ("{y}", year.to_string()),
        ("{free}", (year + 3000).to_string()),
    ]
}

/// A small picture of that colour.
pub fn picture(red: u8) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(40, 20, image::Rgb([red, 31, 43]));
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// Sends a logo as a browser's form does.
pub async fn send_logo(browser: &Browser<'_>, content: &[u8]) -> Answer {
    let head = b"--edge\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\r\n";
    let request = browser
        .request(Method::POST, "/s/alpha/settings/logo")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("{ORIGIN}/s/alpha/settings/brand"))
        .header(header::CONTENT_TYPE, EDGE);
    browser.send(request.body(Body::from([head, content, b"\r\n--edge--\r\n"].concat())).unwrap()).await
}

/// Opens a page at another host of the same server.
async fn at(browser: &Browser<'_>, host: &str, path: &str) -> Answer {
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, host)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, browser.cookie_line())
        .extension(ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 40_000))));
    browser.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_currency_is_chosen_from_a_list_and_one_that_is_none_is_refused() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = async || scene.admin.get("/s/alpha/settings").await.body;
        assert!(page().await.contains("value=\"USD\" selected"), "{}", page().await);
        let save = async |currency: &'static str| {
            let fields = [
                ("school", "alpha"),
                ("form[name]", "School alpha"),
                ("form[time_zone]", "Africa/Accra"),
                ("form[locale]", "en"),
                ("form[currency]", currency),
                ("form[teacher_label]", "teacher"),
            ];
            scene.admin.post_from("/s/alpha/settings", &format!("{FN}/save_general"), &fields).await;
            page().await
        };
        let refused = save("XYZ").await;
        assert!(
            refused.contains("Please choose a currency from the list.") && refused.contains("Choose a currency"),
            "{refused}"
        );
        let saved = save("GHS").await;
        assert!(saved.contains("value=\"GHS\" selected") && !saved.contains("Choose a currency"), "{saved}");
        let odd = sql!("update schools set currency = 'XYZ' where slug = $1");
        app.state.world.db.run(odd, args!["alpha"]).await.unwrap();
        let odd = page().await;
        assert!(odd.contains("Choose a currency") && !odd.contains("value=\"AED\" selected"), "{odd}");
    })
    .await;
}

#[tokio::test]
async fn a_form_of_the_settings_works_without_script_and_comes_back_with_what_is_wrong() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.admin.get("/s/alpha/settings").await;
        assert!(page.body.contains("value=\"School alpha\"") && page.body.contains("readonly"), "{}", page.body);
        let fields = |name: &'static str, slug: &'static str| {
            vec![
                ("school", "alpha"),
                ("form[name]", name),
                ("form[slug]", slug),
                ("form[mail_domain]", ""),
                ("form[time_zone]", "Africa/Accra"),
                ("form[locale]", "en"),
                ("form[currency]", "GHS"),
                ("form[teacher_label]", "lecturer"),
            ]
        };
        let save = format!("{FN}/save_general");
        let refused = scene.admin.post_from("/s/alpha/settings", &save, &fields("Alpha Academy", "other")).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, "/s/alpha/settings"));
        let page = scene.admin.get("/s/alpha/settings").await.body;
        assert!(page.contains("links to the school would stop working") && page.contains("value=\"Alpha Academy\""), "{page}");
        let saved = scene.admin.post_from("/s/alpha/settings", &save, &fields("Alpha Academy", "alpha")).await;
        assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/s/alpha/settings"));
        assert!(scene.admin.get("/s/alpha/settings").await.body.contains("The settings are saved."));
        let teacher = scene.teacher.get("/s/alpha").await.body;
        assert!(teacher.contains("Alpha Academy · Lecturer"), "{teacher}");
    })
    .await;
}

#[tokio::test]
async fn who_saves_what_somebody_else_changed_meanwhile_is_told_at_the_form_and_may_then_save_over_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (page, save) = (scene.fill("/s/alpha/settings/departments/{department}"), format!("{FN}/save_department"));
        let id = scene.fill("{department}");
        let shown = async || scene.admin.get(&page).await.body;
        // The value of the hidden field, whatever stands around it.
        let drawn = |body: &str| {
            let field = body.split("<input").find(|it| it.contains("name=\"form[drawn]\"")).unwrap().to_owned();
            field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let send = async |name: &str, drawn: &str| {
            let fields = [("school", "alpha"), ("id", id.as_str()), ("form[name]", name), ("form[drawn]", drawn)];
            scene.admin.post_from(&page, &save, &fields).await;
        };
        let first = drawn(&shown().await);
        send("Sciences", &first).await;
        // What is refused for another reason comes back as it was drawn first.
        send("", &first).await;
        let body = shown().await;
        assert_eq!(drawn(&body), first);
        assert!(!body.contains("Show what is saved now"), "{body}");
        send("Languages", &first).await;
        let body = shown().await;
        assert!(body.contains("Somebody changed this meanwhile.") && body.contains("value=\"Languages\""), "{body}");
        assert!(body.contains("Show what is saved now") && body.contains(&format!("href=\"{page}\"")), "{body}");
        let second = drawn(&body);
        assert_ne!(second, first);
        assert!(shown().await.contains("value=\"Sciences\""), "what is saved now");
        send("Languages", &second).await;
        let body = shown().await;
        assert!(body.contains("value=\"Languages\"") && !body.contains("Somebody changed this meanwhile."), "{body}");
    })
    .await;
}

#[tokio::test]
async fn what_one_school_has_is_not_there_in_another() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let bea = app.founder("bea", "beta").await;
        for path in ["departments/{department}", "years/{year}", "terms/{term}", "holidays/{holiday}", "grades/{scale}"] {
            let path = scene.fill(path);
            assert_eq!(scene.admin.get(&format!("/s/alpha/settings/{path}")).await.status, StatusCode::OK, "{path}");
            assert_eq!(bea.get(&format!("/s/beta/settings/{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for (function, id) in [
            ("remove_department", "{department}"),
            ("remove_year", "{year}"),
            ("remove_term", "{term}"),
            ("remove_holiday", "{holiday}"),
            ("remove_scale", "{scale}"),
            ("make_scale_default", "{scale}"),
        ] {
            let id = scene.fill(id);
            let fields = [("school", "beta"), ("id", id.as_str())];
            let answer = bea.call(Method::POST, &format!("{FN}/{function}"), &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{function}");
        }
        for page in ["departments", "calendar", "grades"] {
            assert!(!bea.get(&format!("/s/beta/settings/{page}")).await.body.contains("Ground"), "{page}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_schools_colour_and_logo_stand_on_its_pages_and_at_its_own_front_door() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let set = async |color: &str| {
            let fields = [("school", "alpha"), ("form[color]", color)];
            scene.admin.post_from("/s/alpha/settings/brand", &format!("{FN}/set_color"), &fields).await
        };
        set("#ffee00").await;
        let page = scene.admin.get("/s/alpha/settings/brand").await.body;
        assert!(page.contains("would be hard to read") && page.contains(" instead"), "{page}");
        set("#7a1f2b").await;
        let answer = send_logo(&scene.admin, &picture(122)).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/s/alpha/settings/brand"), "{}", answer.body);
        let page = scene.admin.get("/s/alpha/settings/brand").await;
        assert!(page.body.contains("The logo is saved."), "{}", page.body);
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        let style = page.body.split("<style").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
        assert!(style.contains(nonce) && style.contains("--brand-accent:#7a1f2b;"), "{style}");
        let path = page.body.split("src=\"").find(|rest| rest.starts_with("/logos/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();

        let stranger = app.browser();
        let logo = stranger.get(&path).await;
        assert_eq!((logo.status, &logo.headers[header::CONTENT_TYPE]), (StatusCode::OK, &"image/png".parse().unwrap()));
        assert!(logo.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let door = at(&stranger, "alpha.lyceum.test", "/login").await.body;
        for part in ["School alpha", &path, "--brand-accent:#7a1f2b;"] {
            assert!(door.contains(part), "{part}: {door}");
        }
        for host in ["nowhere.lyceum.test", "lyceum.test"] {
            let plain = at(&stranger, host, "/login").await.body;
            assert!(
                plain.contains("Welcome back") && !plain.contains("School alpha") && !plain.contains("<style"),
                "{host}: {plain}"
            );
        }
        let at_home = scene.admin.get("/schools").await.body;
        assert!(!at_home.contains("--brand-accent"), "outside the school it is the house's colour");

        let refused = send_logo(&scene.admin, b"<svg/>").await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, "/s/alpha/settings/brand"));
        assert!(scene.admin.get("/s/alpha/settings/brand").await.body.contains("cannot be read as a PNG, JPEG or WebP"));
        assert_eq!(send_logo(&scene.teacher, &picture(1)).await.status, StatusCode::FORBIDDEN);

        // Turned off it promises no colour and no logo at the front door.
        let promised = "colour and logo and begins here";
        assert!(scene.admin.get("/s/alpha/settings/brand").await.body.contains(promised));
        let off = [("school", "alpha"), ("feature", "custom_branding"), ("on", "false")];
        scene.admin.post(&format!("{FN}/set_feature"), &off).await;
        let page = scene.admin.get("/s/alpha/settings/brand").await.body;
        assert!(page.contains("name and begins here") && !page.contains(promised), "{page}");
    })
    .await;
}

#[tokio::test]
async fn at_a_schools_own_address_one_begins_in_that_school() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let fields = [("form[name]", "Second"), ("form[slug]", "second"), ("form[time_zone]", "UTC")];
        ada.post("/fn/app/pages/accounts/api/found_school", &fields).await;
        assert_eq!(at(&ada, "second.lyceum.test", "/").await.location(), "/s/second");
        assert_eq!(at(&ada, "alpha.lyceum.test", "/").await.location(), "/s/alpha");
        let bea = app.founder("bea", "beta").await;
        assert_eq!(at(&bea, "alpha.lyceum.test", "/").await.location(), "/s/beta", "where they have no place they begin at home");
        let wrong = [("form[log_in]", "ada"), ("form[password]", PASSWORD)];
        assert_eq!(app.browser().post("/fn/app/pages/accounts/api/log_in", &wrong).await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_is_turned_off_answers_404_and_no_link_leads_to_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (class, chat) = (scene.fill("/s/alpha/classes/{class}"), scene.fill("/s/alpha/classes/{class}/chat"));
        let link = format!("href=\"{chat}\"");
        assert!(scene.student.get(&class).await.body.contains(&link));
        let set = async |on: &str| {
            let fields = [("school", "alpha"), ("feature", "chat"), ("on", on)];
            let answer = scene.admin.post(&format!("{FN}/set_feature"), &fields).await;
            assert_eq!(answer.location(), "/s/alpha/settings/features");
        };
        set("false").await;
        assert!(scene.admin.get("/s/alpha/settings/features").await.body.contains("It is turned off."));
        assert!(!scene.student.get(&class).await.body.contains(&link));
        assert_eq!(scene.student.get(&chat).await.status, StatusCode::NOT_FOUND);
        let id = scene.fill("{new}");
        let fields = [("school", "alpha"), ("room", scene.room.as_str()), ("id", id.as_str()), ("form[body]", "Hello")];
        let said = scene.student.call(Method::POST, "/fn/app/pages/chat/api/say", &fields).await;
        assert_eq!((said.status, said.json::<Error>()), (StatusCode::NOT_FOUND, Error::NotFound));
        set("true").await;
        assert_eq!(scene.student.get(&chat).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_calendar_is_felt_on_the_dashboard_and_the_storage_is_summed() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let fields = |name: &'static str, from: &'static str, until: &'static str| {
            vec![("school", "alpha"), ("form[name]", name), ("form[starts_on]", from), ("form[ends_on]", until)]
        };
        let year = scene.admin.post(&format!("{FN}/create_year"), &fields("This age", "2000-01-01", "2099-12-31")).await;
        let id = year.location().rsplit('/').next().unwrap().to_owned();
        let term = [fields("The long term", "2000-01-01", "2099-12-30"), vec![("year", id.as_str())]].concat();
        assert_eq!(scene.admin.post(&format!("{FN}/create_term"), &term).await.status, StatusCode::SEE_OTHER);
        let page = scene.student.get("/s/alpha").await.body;
        assert!(page.contains("The long term, until 30 Dec 2099") && !page.contains("id=\"school-year\""), "{page}");
        let page = scene.admin.get("/s/alpha").await.body;
        assert!(page.contains("id=\"school-year\"") && page.contains("Ground 0"), "the next holiday: {page}");
        let page = scene.student.get("/s/alpha/calendar").await.body;
        let said = ["The long term, until 30 Dec 2099", "data-year=\"This age\"", "Ground 0"];
        assert!(said.iter().all(|it| page.contains(it)) && !page.contains("/settings/calendar"), "{page}");
        assert!(scene.admin.get("/s/alpha/calendar").await.body.contains("/s/alpha/settings/calendar"));
        let overlap = [fields("Another", "2099-12-30", "2099-12-31"), vec![("year", id.as_str())]].concat();
        let from = format!("/s/alpha/settings/years/{id}");
        scene.admin.post_from(&from, &format!("{FN}/create_term"), &overlap).await;
        assert!(scene.admin.get(&from).await.body.contains("These days overlap with “The long term”."));
        let storage = scene.admin.get("/s/alpha/settings/storage").await.body;
        assert!(storage.contains("9\u{a0}B") && storage.contains("First class"), "{storage}");
    })
    .await;
}

#[tokio::test]
async fn a_quota_is_changed_without_a_script_and_what_is_wrong_stands_at_the_form() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let from = "/s/alpha/settings/storage";
        let page = scene.admin.get("/s/alpha/backup/storage").await.body;
        assert!(page.contains("href=\"/s/alpha/settings/storage#classes\""), "{page}");
        let set = async |megabytes: &str| {
            let fields = [("school", "alpha"), ("form[class]", scene.class.as_str()), ("form[megabytes]", megabytes)];
            let answer = scene.admin.post_from(from, &format!("{FN}/set_quota"), &fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, from));
            scene.admin.get(from).await.body
        };
        assert!(scene.admin.get(from).await.body.contains("value=\"50\""), "the quota that it has stands in the form");
        let page = set("0").await;
        assert!(page.contains("Please give a number between 1 and 1048576.") && page.contains("value=\"0\""), "{page}");
        let page = set("75").await;
        assert!(page.contains("The quota is saved.") && page.contains("75.0\u{a0}MB"), "{page}");
    })
    .await;
}
