//! The own account, as a browser without script uses it.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use store::testing::each_scratch;
use store::{args, sql};

use crate::app::{Answer, Browser, ORIGIN, PASSWORD, TestApp, each_app, words};
use crate::files::EDGE;
use crate::scene::Scene;

const API: &str = "/fn/app/pages/me/api";

/// A PNG of one pixel.
pub fn picture() -> Vec<u8> {
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    STANDARD.decode(png).unwrap()
}

/// Sends a photo as the form without script does.
pub async fn send_photo(browser: &Browser<'_>, content: &[u8]) -> Answer {
    let head = "--edge\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"me.png\"\r\ncontent-type: image/png\r\n\r\n";
    let body = [head.as_bytes(), content, b"\r\n--edge--\r\n"].concat();
    let request = browser
        .request(Method::POST, "/me/photo")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("{ORIGIN}/me"))
        .header(header::CONTENT_TYPE, EDGE);
    browser.send(request.body(Body::from(body)).unwrap()).await
}

async fn last_mail(app: &TestApp, recipient: &str) -> String {
    let sql = sql!("select body from mails where recipient = $1 order by id desc limit 1");
    let (body,): (String,) = app.state.world.db.one(sql, args![recipient]).await.unwrap();
    body
}

/// Logs in with another browser.
async fn another<'a>(app: &'a TestApp, username: &str) -> Browser<'a> {
    let browser = app.browser();
    let fields = [("form[log_in]", username), ("form[password]", PASSWORD)];
    assert_eq!(browser.post("/fn/app/pages/accounts/api/log_in", &fields).await.location(), "/");
    browser
}

#[tokio::test]
async fn a_profile_is_saved_and_its_look_is_on_the_next_document() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let page = ada.get("/me").await;
        assert!(!page.body.contains("data-theme") && page.body.contains("Africa/Accra"), "{}", page.body);
        let fields = [("form[name]", "Ada Lovelace"), ("form[theme]", "dark"), ("form[bio]", "</textarea><script>x")];
        let answer = ada.post_from("/me", &format!("{API}/save_profile"), &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me"));
        let page = ada.get("/me").await;
        assert!(page.body.contains("data-theme=\"dark\"") && page.body.contains("Ada Lovelace"), "{}", page.body);
        assert!(page.body.contains("Your profile is saved.") && !page.body.contains("<script>x"), "{}", page.body);
        assert!(!app.browser().get("/login").await.body.contains("data-theme"), "a stranger's device decides");
        let fields = [("form[name]", "Ada Lovelace"), ("form[theme]", "dark"), ("form[phone]", "call me")];
        assert_eq!(ada.post_from("/me", &format!("{API}/save_profile"), &fields).await.location(), "/me");
        let page = ada.get("/me").await;
        assert!(page.body.contains("that can be dialled") && page.body.contains("value=\"call me\""), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn who_chose_a_zone_reads_their_own_time_beside_the_schools() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (assignment, course) = (scene.fill("/s/alpha/assignments/{assignment}"), scene.fill("/s/alpha/courses/{course}"));
        let announcement = scene.fill("/s/alpha/announcements/{announcement}");
        let due = "Due (school time): Thu 1 Jan 2099, 12:00";
        let chosen = [("form[name]", "Sam"), ("form[theme]", "dark"), ("form[time_zone]", "Asia/Tokyo")];
        for page in [&assignment, &course] {
            let body = scene.student.get(page).await.body;
            assert!(body.contains(due) && !body.contains("your time)"), "{page}: {body}");
        }
        for browser in [&scene.student, &scene.teacher] {
            let answer = browser.post_from("/me", &format!("{API}/save_profile"), &chosen).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me"), "{}", answer.body);
            for page in [&assignment, &course] {
                let body = browser.get(page).await.body;
                assert!(body.contains(&format!("{due} (21:00 your time)")), "{page}: {body}");
            }
            let body = browser.get(&announcement).await.body;
            assert!(body.contains(" your time)"), "{body}");
        }
        // What has been is told in few words, with the own time at hand.
        let list = scene.student.get("/s/alpha/announcements").await.body;
        assert!(list.contains(" your time\"") && list.contains("<span class=\"visually-hidden\"> ("), "{list}");
        // What is typed is meant in the school's zone, and the form says so.
        let form = scene.teacher.get(&format!("{course}/assignments/new")).await.body;
        assert!(form.contains("<span>Africa/Accra<"), "{form}");
        let arabic = [&chosen[..], &[("form[locale]", "ar")]].concat();
        scene.student.post_from("/me", &format!("{API}/save_profile"), &arabic).await;
        let body = scene.student.get(&assignment).await.body;
        assert!(body.contains("بتوقيت المدرسة") && body.contains("21:00\u{2069} بتوقيتك"), "{body}");
        // The first of the zones is the school's, which it names; who chooses it follows the school again.
        let profile = scene.teacher.get("/me").await.body;
        let (_, zones) = profile.split_once("name=\"form[time_zone]\"").unwrap();
        let (zones, _) = zones.split_once("</select>").unwrap();
        let first = zones.split("<option").nth(1).unwrap();
        assert!(first.contains("value=\"\"") && first.contains(">As in my school: Africa/Accra<"), "{zones}");
        let school = [&chosen[..2], &[("form[time_zone]", "")]].concat();
        scene.teacher.post_from("/me", &format!("{API}/save_profile"), &school).await;
        for page in [&assignment, &course] {
            let body = scene.teacher.get(page).await.body;
            assert!(body.contains(due) && !body.contains("your time)"), "{page}: {body}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_photo_stands_in_the_frame_and_only_the_own_school_is_shown_it() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let bea = app.founder("bea", "beta").await;
        let class = ada.make_class("alpha", "First").await;
        let sam = app.joiner("sam", &ada.code(&class, "student").await).await;
        let answer = send_photo(&ada, &picture()).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me"), "{}", answer.body);
        let page = ada.get("/s/alpha").await;
        let (_, after) = page.body.split_once("src=\"/photos/").unwrap_or_else(|| panic!("{}", page.body));
        let address = format!("/photos/{}", &after[..64]);
        for browser in [&ada, &sam] {
            let photo = browser.get(&address).await;
            assert_eq!((photo.status, &photo.headers[header::CONTENT_TYPE]), (StatusCode::OK, &"image/jpeg".parse().unwrap()));
            assert_eq!(photo.headers[header::CACHE_CONTROL], "private, no-cache", "asked for each time");
        }
        // Whoever has it already is told so, as long as they may see it.
        let again = async |browser: &Browser<'_>| {
            let etag = format!("\"{}\"", &after[..64]);
            let request = browser.request(Method::GET, &address).header(header::IF_NONE_MATCH, etag);
            browser.send(request.body(Body::empty()).unwrap()).await
        };
        let known = again(&sam).await;
        assert_eq!((known.status, known.raw.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(known.headers[header::CACHE_CONTROL], "private, no-cache");
        assert_eq!(again(&bea).await.status, StatusCode::NOT_FOUND);
        assert_eq!(again(&app.browser()).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(bea.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.browser().get(&address).await.status, StatusCode::SEE_OTHER);

        let refused = send_photo(&ada, b"no picture").await;
        assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, "/me"));
        assert!(ada.get("/me").await.body.contains("This picture cannot be read."));
        let large = send_photo(&ada, &vec![0; model::limits::PHOTO_BYTES + 1]).await;
        assert_eq!((large.status, large.location()), (StatusCode::SEE_OTHER, "/me"));
        assert!(ada.get("/me").await.body.contains("A file may have at most 10 MB."));

        ada.post(&format!("{API}/remove_photo"), &[]).await;
        assert_eq!(ada.get(&address).await.status, StatusCode::NOT_FOUND);
        assert!(!ada.get("/me").await.body.contains("/photos/"));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_gives_this_browser_a_new_session_and_ends_the_others() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let phone = another(app, "ada").await;
        let (before, form) = (ada.cookie_line(), format!("{API}/change_password"));
        let wrong = [("form[current_password]", "not this one"), ("form[password]", "another battery")];
        assert_eq!(ada.post_from("/me/security", &form, &wrong).await.location(), "/me/security");
        let page = ada.get("/me/security").await;
        assert!(page.body.contains("This is not your present password."), "{}", page.body);
        assert!(!page.body.contains("not this one") && !page.body.contains("another battery"));
        let right = [("form[current_password]", PASSWORD), ("form[password]", "another battery")];
        assert_eq!(ada.post_from("/me/security", &form, &right).await.location(), "/me/security");
        assert_ne!(ada.cookie_line(), before);
        let page = ada.get("/me/security").await;
        assert!(page.status == StatusCode::OK && page.body.contains("Your password is changed."), "{}", page.body);
        assert_eq!(phone.get("/me").await.location(), "/login?next=/me");
    })
    .await;
}

#[tokio::test]
async fn another_address_is_asked_for_and_proven_by_its_link_in_any_browser() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let fields = [("form[email]", "new@lyceum.test"), ("form[current_password]", PASSWORD)];
        assert_eq!(ada.post_from("/me/security", &format!("{API}/ask_email"), &fields).await.location(), "/me/security");
        let page = ada.get("/me/security").await;
        assert!(page.body.contains("new@lyceum.test waits to be confirmed"), "{}", page.body);
        assert!(last_mail(app, "ada@lyceum.test").await.contains("new@lyceum.test"), "a notice to the present address");
        let mail = last_mail(app, "new@lyceum.test").await;
        let token = mail.split_once("/email/").unwrap().1.split_whitespace().next().unwrap().to_owned();
        let stranger = app.browser();
        assert_eq!(stranger.get(&format!("/email/{token}")).await.status, StatusCode::OK);
        assert!(words(&ada.get("/me").await.body).contains("ada@lyceum.test"), "looking at the link changes nothing");
        let answer = stranger.post(&format!("{API}/prove_email_link"), &[("form[token]", &token)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let page = ada.get("/me").await;
        assert!(words(&page.body).contains("new@lyceum.test") && page.body.contains("E-mail confirmed"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_device_is_logged_out_from_the_list_and_a_school_is_left() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let phone = another(app, "ada").await;
        let page = ada.get("/me/devices").await;
        let times = |words: &str| page.body.matches(words).count();
        assert_eq!((times("In use now"), times("Last used")), (1, 1), "{}", page.body);
        let (_, after) = page.body.split_once("name=\"key\" value=\"").unwrap_or_else(|| panic!("{}", page.body));
        let answer = ada.post(&format!("{API}/end_session"), &[("key", &after[..16])]).await;
        assert_eq!(answer.location(), "/me/devices");
        assert_eq!(phone.get("/me").await.location(), "/login?next=/me");
        assert_eq!(ada.get("/me").await.status, StatusCode::OK);

        assert!(ada.get("/me/schools").await.body.contains("You are its only admin."));
        let class = ada.make_class("alpha", "First").await;
        let sam = app.joiner("sam", &ada.code(&class, "student").await).await;
        let answer = sam.post(&format!("{API}/leave_school"), &[("school", "alpha")]).await;
        assert_eq!(answer.location(), "/me/schools");
        assert_eq!(sam.get("/s/alpha").await.status, StatusCode::NOT_FOUND);
        assert!(sam.get("/me/schools").await.body.contains("You are in no school"));
    })
    .await;
}

#[tokio::test]
async fn a_spent_link_for_a_new_password_says_so_in_the_place_of_the_form() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let browser = app.browser();
        browser.post("/fn/app/pages/accounts/api/ask_reset", &[("form[email]", "ada@lyceum.test")]).await;
        let mail = last_mail(app, "ada@lyceum.test").await;
        let token = mail.split_once("/reset/").unwrap().1.split_whitespace().next().unwrap().to_owned();
        let page = format!("/reset/{token}");
        let open = browser.get(&page).await.body;
        let whose = "For the account of ada Person, with the username ada.";
        assert!(open.contains("Save the password") && open.contains(whose), "{open}");
        let none = browser.get("/reset/none").await.body;
        assert!(none.contains("This link has been used") && !none.contains("For the account of"), "{none}");
        let fields = [("form[token]", token.as_str()), ("form[password]", "another battery")];
        browser.post_from(&page, "/fn/app/pages/accounts/api/reset_password", &fields).await;
        let spent = browser.get(&page).await;
        assert!(spent.body.contains("This link has been used") && !spent.body.contains("Save the password"), "{}", spent.body);
        assert!(!spent.body.contains("For the account of"), "{}", spent.body);
    })
    .await;
}

#[tokio::test]
async fn where_no_mail_leaves_the_first_admin_is_told_where_to_find_it() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let bea = app.founder("bea", "beta").await;
        let page = ada.get("/verify").await;
        assert!(page.body.contains("in the outbox") && page.body.contains("/admin/mails"), "{}", page.body);
        let page = bea.get("/verify").await;
        assert!(page.body.contains("sends no mail yet") && !page.body.contains("/admin/mails"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn the_outbox_is_searched_with_a_form_of_the_browser() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        app.founder("bea", "beta").await;
        let all = words(&ada.get("/admin/mails").await.body);
        assert!(all.contains("To ada@lyceum.test") && all.contains("To bea@lyceum.test"), "{all}");
        assert!(all.contains("Copy the link"), "{all}");
        let page = ada.get("/admin/mails?q=BEA%40lyceum&kind=account&state=waiting&page=7").await.body;
        assert!(words(&page).contains("To bea@lyceum.test") && !words(&page).contains("To ada@lyceum.test"), "{page}");
        for typed in ["value=\"BEA@lyceum\"", "value=\"account\" selected", "value=\"waiting\" selected"] {
            assert!(page.contains(typed), "{typed}: {page}");
        }
        for none in ["q=nobody", "kind=announcement", "state=sent", "state=failed"] {
            let page = ada.get(&format!("/admin/mails?{none}")).await.body;
            assert!(page.contains("No mail fits") && !words(&page).contains("To ada@lyceum.test"), "{none}: {page}");
        }
    })
    .await;
}

/// What three pages say of mail: the one that asks for a new password, what it says once that was asked for, and the
/// reminder to confirm the address.
async fn promises(app: &TestApp, admin: &Browser<'_>) -> [String; 3] {
    const ASK: &str = "/fn/app/pages/accounts/api/ask_reset";
    let stranger = app.browser();
    let form = stranger.get("/forgot").await.body;
    let answer = stranger.post_from("/forgot", ASK, &[("form[email]", "ada@lyceum.test")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/forgot"), "{}", answer.body);
    [form, stranger.get("/forgot").await.body, admin.get("/me").await.body]
}

#[tokio::test]
async fn a_mail_is_promised_where_mail_leaves_and_nowhere_else() {
    const INVITE: &str = "/fn/app/pages/invitations/api/invite";
    const LEAVES: [&str; 3] = ["we send a link", "a mail is on its way", "with the code we sent to it"];
    const WAITS: [&str; 3] = ["a link to choose a new password is made", "there is a link for it now", "is not confirmed yet"];
    each_scratch(async |scratch| {
        let silent = TestApp::on(scratch);
        let ada = silent.founder("ada", "alpha").await;
        for (page, (leaves, waits)) in promises(&silent, &ada).await.iter().zip(LEAVES.iter().zip(WAITS)) {
            assert!(page.contains(waits) && page.contains("No mail server is set up") && !page.contains(leaves), "{page}");
        }
        let invite = [("school", "alpha"), ("form[people]", "esi@lyceum.test"), ("form[role]", "teacher")];
        let answer = ada.post(INVITE, &invite).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/s/alpha/invitations"), "{}", answer.body);
        let page = ada.get("/s/alpha/invitations").await.body;
        assert!(page.contains("The invitations are made.") && !page.contains("invitations are on their way"), "{page}");
        assert!(page.contains("href=\"#open\"") && page.contains("id=\"open\""), "the notice leads to the links: {page}");
        assert!(page.contains("Make the invitations") && !page.contains("Send the invitations"), "{page}");
        assert!(page.contains("Invitations not accepted yet"), "{page}");
        tells_who_invited(&page);
        // After five mails within the hour no more is written to the address.
        for role in ["bursar", "librarian", "parent", "student", "registrar"] {
            let invite = [("school", "alpha"), ("form[people]", "esi@lyceum.test"), ("form[role]", role)];
            ada.post(INVITE, &invite).await;
        }
        tells_who_invited(&ada.get("/s/alpha/invitations").await.body);
    })
    .await;
    each_scratch(async |scratch| {
        // The first one of all does not wait for the mail.
        let mailing = TestApp::with_mail(scratch, Some("smtps://mail.lyceum.test"));
        let ada = mailing.founder("ada", "alpha").await;
        for (page, leaves) in promises(&mailing, &ada).await.iter().zip(LEAVES) {
            assert!(page.contains(leaves) && !page.contains("No mail server is set up"), "{page}");
        }
        ada.post(INVITE, &[("school", "alpha"), ("form[people]", "esi@lyceum.test"), ("form[role]", "teacher")]).await;
        let page = ada.get("/s/alpha/invitations").await.body;
        assert!(page.contains("Send the invitations") && !page.contains("href=\"#open\""), "{page}");
        tells_who_invited(&page);
    })
    .await;
}

/// The one open invitation tells when and by whom, and nothing of a mail that may have gone, may wait or was never written.
fn tells_who_invited(page: &str) {
    let (_, line) = page.split_once("class=\"invitation\"").expect("an invitation");
    let (line, _) = line.split_once("</li>").expect("its end");
    let (_, said) = line.split_once("Invited ").expect("when and by whom");
    assert!(said.split('<').next().is_some_and(|said| said.ends_with(" by ada Person")), "{line}");
    assert!(!line.contains("outbox") && !line.contains("Sent "), "{line}");
}
