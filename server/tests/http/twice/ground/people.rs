//! People beside the newcomer, and what is on its way to them.

use model::ids::{MessageId, UserId};
use store::{args, sql};

use super::Ground;
use crate::app::{Browser, PASSWORD, TestApp, join_fields};
use crate::scene::Scene;
use crate::twice::CASES;

/// A family code for the student of the scene; for what is done with a link, the newcomer as a parent, linked to them.
pub(super) async fn families(
    app: &TestApp,
    scene: &Scene<'_>,
    number: usize,
    n: usize,
    name: &str,
) -> Vec<(&'static str, String)> {
    let (newcomer, ada, code, id) =
        (app.id_of(name).await, app.id_of("ada").await, format!("FAM{number}X{n}"), MessageId::new().to_string());
    let make = sql!(
        "insert into family_codes (school_id, id, child_id, code, created_by, created_at, expires_at)
         select s.id, cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), $5, $6
         from schools s where s.slug = 'alpha'"
    );
    let sam = scene.sam.as_str();
    app.state.world.db.run(make, args![id.as_str(), sam, code.as_str(), ada, 1_i64, i64::MAX]).await.unwrap();
    let function = CASES[number].0.rsplit('/').next().unwrap();
    if matches!(function, "join_family" | "link_family" | "save_family" | "unlink_family") {
        app.set_role("alpha", name, "parent").await;
    }
    if matches!(function, "save_family" | "unlink_family") {
        let link = [("school", "alpha"), ("form[parent]", &newcomer), ("form[child]", sam), ("form[relation]", "mother")];
        scene.admin.post("/fn/app/pages/guardians/api/link_family", &link).await;
    }
    vec![("{newcomer}", newcomer), ("{family}", code), ("{family_id}", id), ("{sam}", sam.to_owned())]
}

/// A browser whose registration for the class waits for its mail, which went out long ago; its code is that of the sample
/// in the access table.
pub(in crate::twice) async fn registrant<'a>(app: &'a TestApp, ground: &Ground<'_>, number: usize, n: usize) -> Browser<'a> {
    let (id, token, username) = (MessageId::new().to_string(), format!("held{number}x{n}"), format!("held{number}_{n}"));
    let email = format!("{username}@lyceum.test");
    let form = ground.fill(&format!(
        r#"{{"class":{{"code":"{{code}}","account":{{"name":"Held","username":"{username}","email":"{email}","password":""}}}}}}"#
    ));
    let hold = sql!(
        "insert into registrations (id, token_hash, link_hash, email_key, code_hash, form, password_hash, mails, mailed_at,
                                    created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, 'none', 1, 1, 1, $7)"
    );
    let (code, link) = (format!("{email}:000000"), format!("link {token}"));
    let [token_hash, link_hash, code_hash] = [&token, &link, &code].map(|it| domain::secret_hash(it));
    let fields = args![id, token_hash, link_hash, email, code_hash, form, i64::MAX];
    app.state.world.db.run(hold, fields).await.unwrap();
    let browser = app.browser();
    browser.keep("__Host-registration", &token);
    browser
}

/// Somebody who waits to be let into the class: their id.
pub(super) async fn asker(app: &TestApp, scene: &Scene<'_>, class: &str, n: usize) -> String {
    let (id, code, name) = (class.rsplit('/').next().unwrap(), format!("ASK{n}"), format!("asker{n}"));
    let set = [("school", "alpha"), ("class", id), ("kind", "student"), ("form[code]", &code), ("form[ask_first]", "true")];
    scene.admin.post("/fn/app/pages/classes/api/set_code", &set).await;
    let asked = app.browser().post("/fn/app/pages/accounts/api/register_by_code", &join_fields(&name, &code)).await;
    assert_eq!(asked.location(), "/schools", "{}", asked.body);
    let asker = sql!("select id from users where username = $1");
    let (user,): (String,) = app.state.world.db.one(asker, args![name]).await.unwrap();
    user
}

/// A member whose account nobody has used yet: their id.
pub(super) async fn unused(app: &TestApp, number: usize, n: usize) -> String {
    let (user, db) = (UserId::new(), &app.state.world.db);
    let add = sql!(
        "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                            platform_role, locale, created_at)
         values ($1, $2, $2, $2, $2, $2, $2, '', 'pending', 'student', '', 1)"
    );
    db.run(add, args![user, format!("unused{number}x{n}")]).await.unwrap();
    let place = sql!(
        "insert into memberships (school_id, user_id, role, status, created_at)
         select id, cast($1 as text), 'student', 'active', 1 from schools where slug = 'alpha'"
    );
    db.run(place, args![user]).await.unwrap();
    user.to_string()
}

/// An open invitation, sent an hour ago: its id, the link that is handed on, and what it is sealed with by itself.
pub(super) async fn invitation(app: &TestApp, scene: &Scene<'_>, to: &str) -> [(&'static str, String); 3] {
    let fields = [("school", "alpha"), ("form[people]", to), ("form[role]", "teacher")];
    scene.admin.post("/fn/app/pages/invitations/api/invite", &fields).await;
    let db = &app.state.world.db;
    db.run(sql!("update invitations set sent_at = sent_at - 3600000 where email = $1"), args![to]).await.unwrap();
    let (id, link): (String, String) =
        db.one(sql!("select id, link from invitations where email = $1"), args![to]).await.unwrap();
    let seal = domain::secret_hash(&id);
    [("{invitation}", id), ("{link}", link), ("{seal}", seal)]
}

/// The key of a session that the person has on another device.
pub(super) async fn other_session(app: &TestApp, name: &str) -> String {
    let fields = [("form[log_in]", name), ("form[password]", PASSWORD)];
    app.browser().post("/fn/app/pages/accounts/api/log_in", &fields).await;
    let sql = sql!(
        "select substr(s.id_hash, 1, 16) as key from sessions s join users u on u.id = s.user_id
         where u.username_key = $1 order by s.created_at desc, s.id_hash limit 1"
    );
    let (key,): (String,) = app.state.world.db.one(sql, args![name]).await.unwrap();
    key
}
