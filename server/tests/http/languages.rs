use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use model::Locale;
use model::ids::MessageId;
use store::testing::each_scratch;
use store::{args, sql};

use crate::app::{Answer, Browser, TestApp, each_app, join_fields};

/// Opens a page in a browser that asks for Arabic.
async fn get_in_arabic(browser: &Browser<'_>, path: &str) -> Answer {
    let request = browser.request(Method::GET, path).header(header::ACCEPT, "text/html");
    browser.send(request.header(header::ACCEPT_LANGUAGE, "ar-EG,ar;q=0.9,en;q=0.5").body(Body::empty()).unwrap()).await
}

/// Opens a page at a school's own address, in a browser that asks for a language.
async fn get_at(browser: &Browser<'_>, host: &str, asked: &str, path: &str) -> Answer {
    let mut request = browser.request(Method::GET, path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    request.headers_mut().insert(header::HOST, host.parse().unwrap());
    request.headers_mut().insert(header::ACCEPT_LANGUAGE, asked.parse().unwrap());
    browser.send(request).await
}

async fn school_reads(app: &TestApp, locale: Locale) {
    app.state.world.db.run(sql!("update schools set locale = $1"), args![locale.text()]).await.expect("a language");
}

async fn person_reads(app: &TestApp, username: &str, locale: &str) {
    let statement = sql!("update users set locale = $1 where username_key = $2");
    app.state.world.db.run(statement, args![locale, username]).await.expect("a language");
}

fn is_arabic(answer: &Answer, word: &str) {
    assert!(answer.body.contains("<html lang=\"ar\" dir=\"rtl\""), "{}", answer.body);
    assert!(answer.body.contains(word), "{word}: {}", answer.body);
}

fn is_english(answer: &Answer, word: &str) {
    assert!(answer.body.contains("<html lang=\"en\" dir=\"ltr\""), "{}", answer.body);
    assert!(answer.body.contains(word), "{word}: {}", answer.body);
}

#[tokio::test]
async fn a_stranger_reads_the_language_of_the_browser() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let stranger = app.browser();
        let page = get_in_arabic(&stranger, "/login").await;
        is_arabic(&page, "اسم المستخدم أو البريد الإلكتروني");
        is_english(&stranger.get("/login").await, "Username or e-mail");
        let gone = get_in_arabic(&stranger, "/no/such/page").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        is_arabic(&gone, "العنوان غير صحيح");
    })
    .await;
}

#[tokio::test]
async fn the_person_comes_before_the_school_and_the_school_before_the_browser() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        is_english(&get_in_arabic(&ada, "/s/alpha/classes").await, "No classes yet");
        school_reads(app, Locale::Ar).await;
        is_arabic(&ada.get("/s/alpha/classes").await, "لا توجد صفوف بعد");
        is_arabic(&ada.get("/me").await, "حسابك");
        person_reads(app, "ada", "en").await;
        is_english(&get_in_arabic(&ada, "/s/alpha/classes").await, "No classes yet");
        school_reads(app, Locale::En).await;
        person_reads(app, "ada", "ar").await;
        let page = ada.get("/s/alpha").await;
        is_arabic(&page, "لوحة المتابعة");
        assert!(!page.body.contains("Dashboard</"), "{}", page.body);
        // A refusal outside of the pages, too.
        let refused = ada.get("/s/alpha/files/00000000-0000-7000-8000-000000000000").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        is_arabic(&refused, "لا شيء هنا");
    })
    .await;
}

#[tokio::test]
async fn at_a_schools_own_address_its_language_comes_before_the_browsers() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let (stranger, own) = (app.browser(), "alpha.lyceum.test");
        is_english(&get_at(&stranger, own, "ar", "/login").await, "Username or e-mail");
        school_reads(app, Locale::Ar).await;
        is_arabic(&get_at(&stranger, own, "en", "/login").await, "اسم المستخدم أو البريد الإلكتروني");
        is_arabic(&get_at(&stranger, own, "en", "/no/such/page").await, "العنوان غير صحيح");
        // Elsewhere it is nobody's address.
        is_english(&get_at(&stranger, "lyceum.test", "en", "/login").await, "Username or e-mail");
        is_english(&get_at(&stranger, "nowhere.lyceum.test", "en", "/login").await, "Username or e-mail");
        // The person's own choice comes first here, too.
        person_reads(app, "ada", "en").await;
        is_english(&get_at(&ada, own, "ar", "/s/alpha/classes").await, "No classes yet");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_read_in_the_language_of_the_school_by_those_who_have_none() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        school_reads(app, Locale::Ar).await;
        person_reads(app, "ada", "en").await;
        let invite = [("school", "alpha"), ("form[people]", "nia@school.example"), ("form[role]", "registrar")];
        ada.post("/fn/app/pages/invitations/api/invite", &invite).await;
        let page = ada.get("/s/alpha/invitations").await.body;
        let (_, after) = page.split_once("http://lyceum.test/invited/").expect("a link");
        let path = format!("/invited/{}", after.chars().take(43).collect::<String>());
        let stranger = app.browser();
        is_arabic(&get_at(&stranger, "lyceum.test", "en", &path).await, "nia@school.example");
        is_english(&ada.get(&path).await, "School alpha");
        // A link to nowhere is in the browser's.
        is_english(&get_at(&stranger, "lyceum.test", "en", "/invited/none").await, "has been used");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_form_and_dates_are_said_in_the_language_of_the_page() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        person_reads(app, "ada", "ar").await;
        let create = "/fn/app/pages/classes/api/create_class";
        let answer = ada.post_from("/s/alpha/classes/new", create, &[("school", "alpha"), ("form[name]", "")]).await;
        assert_eq!(answer.location(), "/s/alpha/classes/new");
        is_arabic(&ada.get(answer.location()).await, "يُرجى ملء هذه الخانة.");
        let called = ada.call(Method::GET, "/fn/app/pages/dashboards/api/show_dashboard", &[("school", "alpha")]).await;
        let months =
            ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
        assert!(months.iter().any(|month| called.body.contains(month)), "{}", called.body);
    })
    .await;
}

const JOIN: &str = "/fn/app/pages/accounts/api/register_by_code";
const FAMILY: &str = "/fn/app/pages/accounts/api/register_by_family_code";
const FOUND: &str = "/fn/app/pages/accounts/api/register_by_founding";
const PROVE: &str = "/fn/app/pages/accounts/api/prove_registration";
const ASK: &str = "/fn/app/pages/accounts/api/ask_reset";

/// The newest mail to somebody about something: its subject and its text.
async fn newest(app: &TestApp, who: &str, subject: &str) -> (String, String) {
    let statement = sql!("select subject, body from mails where recipient = $1 and subject like $2 order by id desc limit 1");
    let arguments = args![format!("{who}@lyceum.test"), format!("%{subject}%")];
    let mail: Option<(String, String)> = app.state.world.db.maybe(statement, arguments).await.expect("mails");
    mail.unwrap_or_else(|| panic!("no mail to {who} about {subject}"))
}

/// The same mail's code, which stands on a line of its own in Arabic.
async fn arabic_code(app: &TestApp, who: &str) -> String {
    let (_, body) = newest(app, who, "رمزك").await;
    let (_, after) = body.split_once("رمزك هو:\n").unwrap_or_else(|| panic!("{body}"));
    after.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn mails_are_written_in_the_language_of_who_gets_them() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let class = ada.make_class("alpha", "First").await;
        let code = ada.code(&class, "student").await;
        school_reads(app, Locale::Ar).await;
        let joining = app.browser().post(JOIN, &join_fields("sam", &code)).await;
        assert_eq!(joining.status, StatusCode::SEE_OTHER, "{}", joining.body);
        person_reads(app, "ada", "en").await;
        for who in ["sam", "ada"] {
            app.browser().post(ASK, &[("form[email]", &format!("{who}@lyceum.test"))]).await;
        }
        let (_, body) = newest(app, "sam", "رمزك").await;
        assert!(body.contains("\n\nأو يمكنك فتح هذا الرابط:\nhttp://lyceum.test/verify/"), "{body}");
        assert!(newest(app, "sam", "كلمة مرور").await.1.contains(":\nhttp://lyceum.test/reset/"));
        assert!(newest(app, "ada", "Choose a new password").await.1.contains("Hello ada Person,"));
    })
    .await;
}

#[tokio::test]
async fn a_registration_that_waits_is_mailed_in_the_language_of_the_school_it_leads_to_or_of_the_founder() {
    each_scratch(async |scratch| {
        scratch.db.follow().await.expect("to hear of changes");
        let app = &TestApp::with_mail(scratch, Some("smtps://mail.lyceum.test"));
        let ada = app.founder("ada", "alpha").await;
        let class = ada.make_class("alpha", "First").await;
        let code = ada.code(&class, "student").await;
        school_reads(app, Locale::Ar).await;
        person_reads(app, "ada", "en").await;

        // In a browser that asks for English.
        let sam = app.browser();
        assert_eq!(sam.post(JOIN, &join_fields("sam", &code)).await.location(), "/check-mail");
        let (_, first) = newest(app, "sam", "رمزك").await;
        assert!(first.contains("\n\nأو يمكنك فتح هذا الرابط:\nhttp://lyceum.test/verify/"), "{first}");
        // Nor does the mail that is sent again follow what has changed meanwhile.
        school_reads(app, Locale::En).await;
        let age = sql!("update registrations set mailed_at = mailed_at - 120000, created_at = created_at - 120000");
        app.state.world.db.run(age, args![]).await.expect("older registrations");
        sam.post_from("/check-mail", "/fn/app/pages/accounts/api/mail_registration_again", &[]).await;
        let (_, second) = newest(app, "sam", "رمزك").await;
        assert_ne!(second, first, "it was sent again");
        school_reads(app, Locale::Ar).await;
        let proven = sam.post_from("/check-mail", PROVE, &[("form[code]", &arabic_code(app, "sam").await)]).await;
        assert_eq!(proven.location(), class, "{}", proven.body);
        app.browser().post(ASK, &[("form[email]", "sam@lyceum.test")]).await;
        assert!(newest(app, "sam", "كلمة مرور").await.1.contains(":\nhttp://lyceum.test/reset/"));

        let make = sql!(
            "insert into family_codes (school_id, id, child_id, code, created_by, created_at, expires_at)
             select s.id, cast($1 as text), cast($2 as text), 'FAMTONGU', cast($3 as text), 1, $4
             from schools s where s.slug = 'alpha'"
        );
        let (id, child, by) = (MessageId::new().to_string(), app.id_of("sam").await, app.id_of("ada").await);
        app.state.world.db.run(make, args![id, child, by, i64::MAX]).await.expect("a family code");
        let mut family = join_fields("mona", "FAMTONGU");
        family.push(("form[relation]", "mother"));
        let answer = app.browser().post(FAMILY, &family).await;
        assert_eq!(answer.location(), "/check-mail", "{}", answer.body);
        assert_eq!(arabic_code(app, "mona").await.len(), 6);

        // A taken address is told in the language of its owner, whatever the school's.
        let mut taken = join_fields("tina", &code);
        taken.retain(|(name, _)| *name != "form[account][email]");
        taken.push(("form[account][email]", "ada@lyceum.test"));
        assert_eq!(app.browser().post(JOIN, &taken).await.location(), "/check-mail");
        newest(app, "ada", "You have an account at Lyceum already").await;

        // A founder has no school yet.
        let found = [
            ("form[account][name]", "Bea"),
            ("form[account][username]", "bea"),
            ("form[account][email]", "bea@lyceum.test"),
            ("form[account][password]", crate::app::PASSWORD),
            ("form[school][name]", "Beta"),
            ("form[school][slug]", "beta"),
            ("form[school][time_zone]", "UTC"),
        ];
        assert_eq!(app.browser().post(FOUND, &found).await.location(), "/check-mail");
        assert!(newest(app, "bea", "code").await.1.contains("\n\nyour code is "));
    })
    .await;
}

#[tokio::test]
async fn a_school_begins_in_the_language_of_its_founder() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let bea = app.browser();
        let fields = [
            ("form[account][name]", "بشرى"),
            ("form[account][username]", "bushra"),
            ("form[account][email]", "bushra@lyceum.test"),
            ("form[account][password]", crate::app::PASSWORD),
            ("form[school][name]", "مدرسة النور"),
            ("form[school][slug]", "nour"),
            ("form[school][time_zone]", "Africa/Cairo"),
        ];
        let request = bea
            .request(Method::POST, FOUND)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "ar")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = bea.send(request.body(Body::from(crate::app::encode(&fields))).unwrap()).await;
        assert_eq!(answer.location(), "/s/nour/start", "{}", answer.body);
        is_arabic(&bea.get("/s/nour").await, "مرحبًا بك في \u{2068}مدرسة النور\u{2069}");
    })
    .await;
}

#[tokio::test]
async fn the_texts_of_a_language_are_a_file_that_never_changes() {
    each_app(async |app| {
        let address = &app.state.site.assets.texts[&Locale::Ar];
        let answer = app.browser().get(address).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert!(answer.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        assert!(answer.body.contains("[classes]\n") && answer.body.contains("CLASSES = الصفوف"), "{}", answer.body);
    })
    .await;
}
