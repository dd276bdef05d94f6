//! What the backup page finds: archives, kept backups, and data to clear.

use std::time::Duration;

use model::ids::{MessageId, RestoreId, UploadId};
use serde_json::json;
use store::{args, sql};

use crate::app::TestApp;
use crate::clear;
use crate::scene::Scene;

/// A school whose one course is that of the class, and is cleared already where that is to be undone.
pub(super) async fn cleared(app: &TestApp, scene: &Scene<'_>, class: &str, undo: bool) -> Vec<(&'static str, String)> {
    let db = &app.state.world.db;
    let name = sql!("select name from schools where slug = 'alpha'");
    let (name,): (String,) = db.one(name, args![]).await.unwrap();
    let drawn = async || {
        let page = scene.admin.get("/s/alpha/backup/clear?what=courses").await.body;
        let field = page.split("<input").find(|it| it.contains("\"form[drawn]\"")).unwrap_or_default();
        field.split("value=\"").nth(1).and_then(|it| it.split('"').next()).unwrap_or_default().to_owned()
    };
    let send = async |reason: &str| {
        let drawn = drawn().await;
        let fields = [
            ("school", "alpha"),
            ("form[what]", "courses"),
            ("form[reason]", reason),
            ("form[name]", name.as_str()),
            ("form[drawn]", drawn.as_str()),
        ];
        scene.admin.post("/backup/clear", &fields).await;
        clear::ended(app).await;
    };
    // What is refused would come back in the form that is drawn next.
    if !drawn().await.is_empty() {
        send("Before").await;
    }
    let class = class.rsplit('/').next().unwrap();
    let course = [("school", "alpha"), ("class", class), ("form[title]", "Cleared"), ("form[summary]", "")];
    scene.admin.post("/fn/app/pages/courses/api/create_course", &course).await;
    if undo {
        send("To be undone").await;
    }
    let last = sql!("select id from clears where school_id in (select id from schools where slug = 'alpha') order by id desc");
    let last: Vec<(String,)> = db.all(last, args![]).await.unwrap();
    let last = last.into_iter().next().map(|(id,)| id).unwrap_or_default();
    vec![("{school_name}", name), ("{drawn}", drawn().await), ("{clear}", last)]
}

/// An archive of the whole platform that was tried out, and whose file has gone: its id, and what is typed to restore it.
pub(super) async fn tried_out(app: &TestApp) -> [(&'static str, String); 2] {
    let (db, id) = (&app.state.world.db, UploadId::new());
    loop {
        let runs = sql!("select cast(count(*) as bigint) as n from restores where alone = 'yes'");
        let (runs,): (i64,) = db.one(runs, args![]).await.unwrap();
        if runs == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let admin = app.id_of("ada").await;
    let contents = json!({
        "app": "1", "schema": 1, "made_at": 1, "school": null, "tables": [], "files": 0, "file_bytes": 0, "missing": 0,
        "damaged": 0
    });
    let checked = json!({ "problems": [], "more": 0, "contents": contents }).to_string();
    let upload = sql!(
        "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
         values ($1, $2, null, 'gone.zip', 1, 1, 'checked', $3, $4, $4)"
    );
    let now = store::clock::now();
    db.run(upload, args![id, admin.as_str(), checked, now]).await.unwrap();
    let plan = json!({
        "school": null, "made": { "at": 1, "local": "then", "own": null }, "app": "1", "upgraded": false, "tables": [],
        "matched": 0, "new": 0, "files": 0, "lacking": 0
    });
    let drill = sql!(
        "insert into restores (id, kind, archive, state, step, report, asked_by, begun_at, beat_at, ended_at, upload_id)
         values ($1, 'drill', 'gone.zip', 'done', 'compare', $2, $3, 1, 1, $4, $5)"
    );
    db.run(drill, args![RestoreId::new(), plan.to_string(), admin.as_str(), now, id]).await.unwrap();
    let host = app.state.world.settings.host().to_owned();
    [("{whole}", id.to_string()), ("{host}", host)]
}

/// An archive without a seal, brought by somebody who restores in the school: its id.
pub(super) async fn alien(app: &TestApp, scene: &Scene<'_>, name: &str) -> String {
    let (db, id, user) = (&app.state.world.db, UploadId::new(), app.id_of(name).await);
    let give = sql!("update memberships set granted = 'backup.restore' where school_id = $1 and user_id = $2");
    db.run(give, args![scene.place.as_str(), user.as_str()]).await.unwrap();
    let contents = json!({
        "app": "1", "schema": 1, "made_at": 1, "school": null, "tables": [], "files": 0, "file_bytes": 0, "missing": 0,
        "damaged": 0
    });
    let checked = json!({ "problems": [], "more": 0, "contents": contents }).to_string();
    let upload = sql!(
        "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
         values ($1, $2, $3, 'alien.zip', 1, 1, 'checked', $4, $5, $5)"
    );
    db.run(upload, args![id, user.as_str(), scene.place.as_str(), checked, store::clock::now()]).await.unwrap();
    id.to_string()
}

/// An encrypted archive of the whole platform that was brought, with its file: its id.
pub(super) async fn locked(app: &TestApp, scene: &Scene<'_>) -> String {
    let (id, words) = (UploadId::new(), "twelve letters");
    let typed = [("school", ""), ("form[passphrase]", words), ("form[passphrase_again]", words)];
    let archive = scene.admin.post("/backup/download/archive", &typed).await.raw;
    let folder = app.state.config.data.join("restores");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{id}.part")), &archive).unwrap();
    let report = json!({ "problems": ["locked"], "more": 0, "contents": null }).to_string();
    let upload = sql!(
        "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
         values ($1, $2, null, 'all.zip.age', $3, $3, 'broken', $4, $5, $5)"
    );
    let admin = app.id_of("ada").await;
    let row = args![id, admin.as_str(), archive.len() as i64, report, store::clock::now()];
    app.state.world.db.run(upload, row).await.unwrap();
    id.to_string()
}

/// A kept backup of the school that is not its newest: its id.
pub(super) async fn kept(app: &TestApp, scene: &Scene<'_>, number: usize, n: usize) -> String {
    let id = MessageId::new().to_string();
    let keep = sql!(
        "insert into kept_backups (id, whose, name, shelf, why, state, begun_at, beat_at)
         values ($1, $2, $3, 'disk', 'hand', 'kept', $4, $4)"
    );
    let name = format!("backup{number}x{n}");
    for (id, name, at) in [(&id, &name, 1_i64), (&MessageId::new().to_string(), &format!("{name}_newer"), 2)] {
        let row = args![id.as_str(), scene.place.as_str(), name.as_str(), at];
        app.state.world.db.run(keep, row).await.unwrap();
    }
    id
}
