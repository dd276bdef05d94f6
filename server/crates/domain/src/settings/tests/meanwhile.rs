//! Two people save one form: who comes second is told, and what the first one saved stands.

use model::settings::calendar::{Span, SpanForm};
use model::settings::departments::DepartmentForm;
use model::settings::general::GeneralForm;
use model::settings::grades::{BandForm, Preset, Scale, ScaleForm};
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use super::audited;
use crate::Result;
use crate::settings::{calendar, departments, general, grades, holidays, terms};
use crate::testing::Scene;

fn is_told(saved: Result<()>) {
    assert_eq!(saved.unwrap_err().answer(), Error::Conflict(Problem::ChangedMeanwhile));
}

#[tokio::test]
async fn the_general_settings() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let first = general::show(&it.admin).await.unwrap();
        let drawn = first.as_drawn();
        let renamed = GeneralForm { name: "Alpha Academy".into(), drawn: drawn.clone(), ..first.clone() };
        let moved = GeneralForm { time_zone: "Asia/Kolkata".into(), drawn, ..first.clone() };
        for _ in 0..2 {
            general::save(&it.admin, &renamed).await.unwrap();
        }
        is_told(general::save(&it.admin, &moved).await);
        let now = general::show(&it.admin).await.unwrap();
        assert_eq!((now.name.as_str(), now.time_zone.as_str()), ("Alpha Academy", "Africa/Accra"));
        let (count, detail) = audited(&it, "school.changed").await;
        assert!(count == 1 && !detail.contains("drawn"), "{count} {detail}");
        // Who has been told saves over what stands now.
        general::save(&it.admin, &GeneralForm { drawn: now.as_drawn(), ..moved }).await.unwrap();
        assert_eq!(general::show(&it.admin).await.unwrap().name, "School alpha");
        // A form from outside of the pages means what it says.
        general::save(&it.admin, &GeneralForm { name: "Outside".into(), ..first }).await.unwrap();
        assert_eq!(general::show(&it.admin).await.unwrap().name, "Outside");
    })
    .await;
}

#[tokio::test]
async fn a_department() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let head = it.teacher.user_id();
        let form = |name: &str, head: String, drawn: &str| DepartmentForm { name: name.into(), head, drawn: drawn.into() };
        let id = departments::create(&it.admin, &form("Sciences", head.to_string(), "")).await.unwrap();
        let shown = async || {
            let page = departments::show(&it.admin, id, "").await.unwrap();
            let head = page.head.map(|head| head.user_id);
            (DepartmentForm::drawn_from(&page.name, head), page.name, head)
        };
        let (drawn, ..) = shown().await;
        for _ in 0..2 {
            departments::save(&it.admin, id, &form("Natural sciences", head.to_string(), &drawn)).await.unwrap();
        }
        is_told(departments::save(&it.admin, id, &form("Sciences", String::new(), &drawn)).await);
        let (drawn, name, headed) = shown().await;
        assert_eq!((name.as_str(), headed), ("Natural sciences", Some(head)));
        is_told(departments::save(&it.admin, id, &form("Sciences", String::new(), "other")).await);
        departments::save(&it.admin, id, &form("Sciences", head.to_string(), &drawn)).await.unwrap();

        // A head whose place ended is not shown, and so is none that the form was drawn from.
        db.run(
            sql!("update memberships set status = 'ended', ended_at = $3 where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), head, it.admin.now],
        )
        .await
        .unwrap();
        let (drawn, _, headed) = shown().await;
        assert_eq!(headed, None);
        departments::save(&it.admin, id, &form("Humanities", String::new(), &drawn)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_scale() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = grades::create(&it.admin, Preset::Letters).await.unwrap();
        let form = |scale: &Scale, least: &str| ScaleForm {
            name: scale.name.clone(),
            bands: [("A", least), ("F", "0")]
                .map(|(letter, least)| BandForm { letter: letter.into(), least: least.into(), points: String::new() })
                .to_vec(),
            drawn: ScaleForm::drawn_from(&scale.name, &scale.bands),
        };
        let first = grades::show(&it.admin, id).await.unwrap();
        for _ in 0..2 {
            grades::save(&it.admin, id, &form(&first, "75")).await.unwrap();
        }
        is_told(grades::save(&it.admin, id, &form(&first, "90")).await);
        let now = grades::show(&it.admin, id).await.unwrap();
        assert_eq!((now.bands.len(), now.bands[0].least.0), (2, 7500));
        grades::save(&it.admin, id, &form(&now, "90")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_year_a_term_and_a_holiday() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = &it.admin;
        let form = |name: &str, until: &str, span: Option<&Span>| SpanForm {
            name: name.into(),
            starts_on: "2026-09-07".into(),
            ends_on: until.into(),
            drawn: span.map(|it| SpanForm::drawn_from(&it.name, it.starts_on, it.ends_on)).unwrap_or_default(),
        };
        let (july, december) = ("2027-07-16", "2026-12-18");
        let year = calendar::create_year(admin, &form("Year", july, None)).await.unwrap();
        let term = terms::create(admin, year, &form("Term", december, None)).await.unwrap();
        let holiday = holidays::create(admin, &form("Holiday", december, None)).await.unwrap();

        let first = calendar::show_year(admin, year).await.unwrap().span;
        for _ in 0..2 {
            calendar::save_year(admin, year, &form("2026/27", july, Some(&first))).await.unwrap();
        }
        is_told(calendar::save_year(admin, year, &form("Year", "2027-07-30", Some(&first))).await);
        let now = calendar::show_year(admin, year).await.unwrap().span;
        assert_eq!((now.name.as_str(), now.ends_on.to_string().as_str()), ("2026/27", july));
        calendar::save_year(admin, year, &form("Year", "2027-07-30", Some(&now))).await.unwrap();

        let first = terms::show(admin, term).await.unwrap().span;
        for _ in 0..2 {
            terms::save(admin, term, &form("Autumn", december, Some(&first))).await.unwrap();
        }
        is_told(terms::save(admin, term, &form("Term", "2026-12-11", Some(&first))).await.map(|_| ()));
        let now = terms::show(admin, term).await.unwrap().span;
        assert_eq!((now.name.as_str(), now.ends_on.to_string().as_str()), ("Autumn", december));
        terms::save(admin, term, &form("Term", "2026-12-11", Some(&now))).await.unwrap();

        let first = holidays::show(admin, holiday).await.unwrap().span;
        for _ in 0..2 {
            holidays::save(admin, holiday, &form("Break", december, Some(&first))).await.unwrap();
        }
        is_told(holidays::save(admin, holiday, &form("Holiday", "2026-12-11", Some(&first))).await);
        let now = holidays::show(admin, holiday).await.unwrap().span;
        assert_eq!((now.name.as_str(), now.ends_on.to_string().as_str()), ("Break", december));
        holidays::save(admin, holiday, &form("Holiday", "2026-12-11", Some(&now))).await.unwrap();
    })
    .await;
}
