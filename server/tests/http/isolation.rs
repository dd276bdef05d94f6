//! Isolation, generated from the access table: for every endpoint of a school, and every id in its sample, a person with
//! all power in another school, and a person of the same school with none.

use model::ids::MessageId;
use store::{args, sql};

use crate::access::{Line, TABLE, ask};
use crate::app::{Answer, Browser, each_app};
use crate::scene::Scene;

/// The lines that name the school of the scene.
pub fn of_a_school() -> impl Iterator<Item = &'static Line> {
    TABLE.iter().filter(|line| line.1.contains("alpha") || line.2.contains(&("school", "alpha")))
}

fn texts(line: &Line) -> impl Iterator<Item = &'static str> {
    std::iter::once(line.1).chain(line.2.iter().map(|(_, value)| *value))
}

/// The words in braces that stand for something that is there.
fn ids(line: &Line) -> Vec<&'static str> {
    let words = texts(line).flat_map(|text| text.split('{').skip(1)).filter_map(|rest| rest.split_once('}'));
    words.map(|(word, _)| word).filter(|word| !matches!(*word, "new" | "y" | "free")).collect()
}

/// Asks with the sample of a line after `change` was done to each of its texts.
async fn ask_changed(browser: &Browser<'_>, scene: &Scene<'_>, line: &Line, change: impl Fn(&str) -> String) -> Answer {
    let (endpoint, path) = (change(line.0), change(line.1));
    let fields: Vec<(&str, String)> = line.2.iter().map(|(name, value)| (*name, change(value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ask(browser, scene, &endpoint, &path, &fields).await
}

/// Somebody with a place in the scene's school that allows nothing.
async fn powerless<'a>(app: &'a crate::app::TestApp) -> Browser<'a> {
    let browser = app.founder("cora", "coras").await;
    let place = sql!(
        "insert into memberships (school_id, user_id, role, status, created_at)
         select s.id, u.id, 'corporate_rep', 'active', $1 from schools s, users u
         where s.slug = 'alpha' and u.username = 'cora'"
    );
    app.state.world.db.run(place, args![1_i64]).await.unwrap();
    browser
}

#[tokio::test]
async fn ids_of_a_school_open_nothing_in_another_and_are_not_told_from_ids_of_nothing() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let stranger = app.founder("bea", "beta").await;
        let mut faults = Vec::new();
        let mut tried = 0;
        for line in of_a_school() {
            let own = |text: &str| text.replace("alpha", "beta");
            let names = ids(line);
            for name in &names {
                let word = format!("{{{name}}}");
                let nothing = MessageId::new().to_string();
                let real = ask_changed(&stranger, &scene, line, own).await;
                let none = ask_changed(&stranger, &scene, line, |text| own(text).replace(&word, &nothing)).await;
                tried += 1;
                if real.status.as_u16() != 404 {
                    faults.push(format!("{} with {name}: {} {:.160}", line.0, real.status, real.body));
                }
                if line.0.contains(" /fn/") && (real.status, &real.body) != (none.status, &none.body) {
                    faults.push(format!("{} tells a foreign {name} from none: {:.160} / {:.160}", line.0, real.body, none.body));
                }
            }
            // What is closed of the whole platform is for everybody to know.
            if line.0.ends_with("/read_only") {
                continue;
            }
            let entered = ask_changed(&stranger, &scene, line, str::to_owned).await;
            if entered.status.as_u16() != 404 {
                faults.push(format!("{} in a school that is not theirs: {} {:.160}", line.0, entered.status, entered.body));
            }
        }
        assert!(tried > 20, "only {tried} ids were tried");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn a_member_without_a_permission_gets_nothing_that_asks_for_one() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let member = powerless(app).await;
        let mut faults = Vec::new();
        let mut tried = 0;
        // A parent's few permissions open none of these; neither may none at all.
        for line in of_a_school().filter(|line| matches!(line.3[3], 403 | 404)) {
            tried += 1;
            let answer = ask_changed(&member, &scene, line, str::to_owned).await;
            if !matches!(answer.status.as_u16(), 403 | 404) {
                faults.push(format!("{}: {} {:.160}", line.0, answer.status, answer.body));
            }
        }
        assert!(tried > 10, "only {tried} endpoints were tried");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}
