//! The program killed in the middle of work, and started again: what it had answered is there, and nothing is half.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use model::ids::{MessageId, SubmissionId};
use store::testing::each_empty;
use store::{Db, Options, args, sql};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::app::{PASSWORD, encode, join_fields};
use crate::files::{EDGE, field, file};

/// Answers each worker must have had before the program is killed.
const ANSWERS: usize = 25;
pub const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn killed_in_the_middle_of_work_it_keeps_what_it_answered_and_nothing_half() {
    each_empty(async |options, folder| {
        let mut program = Program::start(options, folder).await;
        let scene = Scene::make(&program.address).await;
        let answered = [const { AtomicUsize::new(0) }; 3];
        let kill = async {
            while answered.iter().any(|count| count.load(Ordering::Relaxed) < ANSWERS) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            program.child.kill().await.unwrap();
        };
        let (said, marked, handed, ()) =
            tokio::join!(scene.talk(&answered[0]), scene.mark(&answered[1]), scene.hand_in(&answered[2]), kill);

        let mut again = Program::start(options, folder).await;
        let scene = Scene { address: again.address.clone(), ..scene };
        // The answer to the last message may have been lost on its way: sending it again changes nothing.
        assert_eq!(scene.say(said.last().unwrap()).await, Some(200));
        again.child.kill().await.unwrap();

        let db = Db::open(options).await.unwrap();
        assert_messages(&db, &said).await;
        assert_marks(&db, marked).await;
        assert_files(&db, &handed, folder).await;
        db.close().await;
    })
    .await;
}

async fn assert_messages(db: &Db, said: &[MessageId]) {
    let rows: Vec<(MessageId, i64)> = db.all(sql!("select id, seq from messages order by seq"), args![]).await.unwrap();
    let (last,): (i64,) = db.one(sql!("select last_seq from rooms"), args![]).await.unwrap();
    assert!(rows.iter().map(|row| row.1).eq(1..=last), "numbers without gaps");
    let stored: BTreeSet<_> = rows.iter().map(|row| row.0).collect();
    assert_eq!(stored.len(), rows.len());
    assert!(said.iter().all(|id| stored.contains(id)), "a message that was answered is gone");
}

async fn assert_marks(db: &Db, marked: i64) {
    let rows: Vec<(i64,)> = db.all(sql!("select version from marks order by version"), args![]).await.unwrap();
    assert!(rows.iter().map(|row| row.0).eq(1..=rows.len() as i64), "versions without gaps");
    assert!(rows.len() as i64 >= marked, "a mark that was answered is gone");
}

async fn assert_files(db: &Db, handed: &[SubmissionId], folder: &Path) {
    let rows: Vec<(SubmissionId, Option<String>, Option<i64>)> = db
        .all(
            sql!(
                "select s.id, f.sha256, f.bytes from submissions s
                 left join submission_files k on k.school_id = s.school_id and k.submission_id = s.id
                 left join files f on f.school_id = k.school_id and f.id = k.file_id order by s.id"
            ),
            args![],
        )
        .await
        .unwrap();
    let stored: BTreeSet<_> = rows.iter().map(|row| row.0).collect();
    assert!(handed.iter().all(|id| stored.contains(id)), "a submission that was answered is gone");
    let (used,): (i64,) = db.one(sql!("select storage_bytes from class_groups"), args![]).await.unwrap();
    assert_eq!(used, rows.iter().map(|row| row.2.expect("a submission has its file")).sum::<i64>());

    let world = server::run::world(db.clone(), &server::Config { data: folder.to_owned(), ..server::Config::default() }).unwrap();
    let mut tomorrow = domain::System::new(&world, "test");
    tomorrow.0.now = tomorrow.now.plus_hours(25);
    let kept = folder.join("files");
    domain::files::sweep(&tomorrow, Some(&kept)).await.unwrap();
    let named: BTreeSet<String> = rows.into_iter().filter_map(|row| row.1).collect();
    let mut lying = Vec::new();
    walk(&kept, &mut lying);
    let lying: BTreeSet<String> =
        lying.into_iter().filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned())).collect();
    assert_eq!(lying, named, "every file is named by a row and every row has its file");
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

/// The program itself, with an address of its own.
pub struct Program {
    pub child: Child,
    pub address: String,
}

impl Program {
    pub async fn start(options: &Options, folder: &Path) -> Program {
        Program::with(options, folder, Vec::new()).await
    }

    /// The same with settings more.
    pub async fn with(options: &Options, folder: &Path, settings: Vec<(&str, String)>) -> Program {
        let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_lyceum"));
        command.arg("serve").env("LYCEUM_ADDR", &address).env("LYCEUM_DATA", folder).env("LYCEUM_LOG", "warn");
        command.envs(settings);
        if let Some(schema) = &options.schema {
            command.env("LYCEUM_DATABASE_URL", &options.url).env("LYCEUM_DATABASE_SCHEMA", schema);
        }
        let child = command.stdout(Stdio::null()).kill_on_drop(true).spawn().unwrap();
        let started = async {
            while send(&address, "GET", "/health/ready", "", FORM, b"").await.is_none_or(|answer| answer.status != 200) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), started).await.expect("the program starts");
        Program { child, address }
    }
}

pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(':'));
        pairs.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// One request on a connection of its own. Answers nothing when the program is not there any more.
pub async fn send(address: &str, method: &str, path: &str, cookie: &str, kind: &str, body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: application/json\r\nCookie: {cookie}\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(body).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// A class with an assignment; a teacher and a student at work.
pub struct Scene {
    address: String,
    /// The cookie of the school's founder, the platform's admin too.
    pub teacher: String,
    student: String,
    room: String,
    assignment: String,
    submission: String,
}

impl Scene {
    pub async fn make(address: &str) -> Scene {
        let (teacher, _) = enter(
            address,
            "register_by_founding",
            &[
                ("form[account][name]", "Ada"),
                ("form[account][username]", "ada"),
                ("form[account][email]", "ada@lyceum.test"),
                ("form[account][password]", PASSWORD),
                ("form[school][name]", "Alpha"),
                ("form[school][slug]", "alpha"),
                ("form[school][time_zone]", "UTC"),
            ],
        )
        .await;
        let make = async |function: &str, fields: &[(&str, &str)]| {
            let path = format!("/fn/app/pages/{function}");
            let answer = send(address, "POST", &path, &teacher, FORM, encode(fields).as_bytes()).await.unwrap();
            assert_eq!(answer.status, 200, "{}", answer.body);
            answer.header("location").unwrap().rsplit('/').next().unwrap().to_owned()
        };
        let class = make("classes/api/create_class", &[("school", "alpha"), ("form[name]", "First")]).await;
        let fields = [("school", "alpha"), ("class", class.as_str()), ("form[title]", "Algebra"), ("form[summary]", "")];
        let course = make("courses/api/create_course", &fields).await;
        let fields = [
            ("school", "alpha"),
            ("course", course.as_str()),
            ("form[title]", "Essay"),
            ("form[brief]", ""),
            ("form[points]", "1000"),
            ("form[due]", "2099-01-01T12:00"),
        ];
        let assignment = make("assignments/api/set_assignment", &fields).await;
        let query = format!("/fn/app/pages/classes/api/show_class?school=alpha&id={class}");
        let page = send(address, "GET", &query, &teacher, FORM, b"").await.unwrap();
        let (_, room) = page.body.split_once(r#""room_id":""#).expect("its room");
        let room: String = room.chars().take(36).collect();
        let (_, after) = page.body.split_once(r#""kind":"student","code":""#).unwrap_or_else(|| panic!("{}", page.body));
        let code: String = after.chars().take(8).collect();
        let (student, _) = enter(address, "register_by_code", &join_fields("sam", &code)).await;
        let submission = SubmissionId::new().to_string();
        let scene = Scene { address: address.to_owned(), teacher, student, room, assignment, submission };
        assert!(scene.hand_in_one(&scene.submission, "the first").await);
        scene
    }

    async fn say(&self, id: &MessageId) -> Option<u16> {
        let fields = [("school", "alpha"), ("room", self.room.as_str()), ("id", &id.to_string()), ("form[body]", "Hello")];
        let body = encode(&fields);
        send(&self.address, "POST", "/fn/app/pages/chat/api/say", &self.student, FORM, body.as_bytes()).await.map(|it| it.status)
    }

    /// Talks until the program is gone; answers the messages it had confirmed.
    async fn talk(&self, answered: &AtomicUsize) -> Vec<MessageId> {
        let mut said = Vec::new();
        loop {
            let id = MessageId::new();
            match self.say(&id).await {
                Some(200) => said.push(id),
                Some(status) => panic!("a message was answered {status}"),
                None => return said,
            }
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Marks the first submission again and again; answers how often that was confirmed.
    async fn mark(&self, answered: &AtomicUsize) -> i64 {
        let mut version = 0;
        loop {
            let (now, marks) = (version.to_string(), (version % 900).to_string());
            let fields = [
                ("school", "alpha"),
                ("id", self.submission.as_str()),
                ("form[marks]", marks.as_str()),
                ("form[comment]", "Well done."),
                ("form[version]", now.as_str()),
            ];
            let path = "/fn/app/pages/assignments/api/save_marks";
            match send(&self.address, "POST", path, &self.teacher, FORM, encode(&fields).as_bytes()).await {
                Some(answer) => assert_eq!(answer.status, 200, "{}", answer.body),
                None => return version,
            }
            version += 1;
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Hands in one file after the other until the program is gone; answers the attempts it had confirmed.
    async fn hand_in(&self, answered: &AtomicUsize) -> Vec<SubmissionId> {
        let mut handed = Vec::new();
        loop {
            let id = SubmissionId::new();
            if !self.hand_in_one(&id.to_string(), &format!("essay {id} {}", "word ".repeat(2000))).await {
                return handed;
            }
            handed.push(id);
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn hand_in_one(&self, submission: &str, text: &str) -> bool {
        let file = file("essay.txt", text.as_bytes());
        let body = [field("submission", submission), field("note", ""), file, b"--edge--\r\n".to_vec()].concat();
        let path = format!("/s/alpha/assignments/{}/submissions", self.assignment);
        match send(&self.address, "POST", &path, &self.student, EDGE, &body).await {
            Some(answer) => {
                assert_eq!(answer.status, 200, "{}", answer.body);
                true
            }
            None => false,
        }
    }
}

/// Registers; answers the cookie and where it led.
async fn enter(address: &str, function: &str, fields: &[(&str, &str)]) -> (String, String) {
    let path = format!("/fn/app/pages/accounts/api/{function}");
    let answer = send(address, "POST", &path, "", FORM, encode(fields).as_bytes()).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    let cookie = answer.headers("set-cookie").find(|line| line.starts_with("__Host-lyceum=")).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    (cookie, answer.header("location").unwrap_or_default().to_owned())
}
