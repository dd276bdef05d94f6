use model::chat::{MessageForm, Window};
use model::dashboards::Board;
use model::ids::MessageId;
use model::schools::TeacherLabel;
use model::settings::general::GeneralForm;
use model::{Error, Feature, Locale, Problem};
use store::testing::each_db;

use super::audited;
use crate::hub::Event;
use crate::settings::{features, general};
use crate::testing::{Scene, person};
use crate::{chat, classes, dashboards};

#[tokio::test]
async fn the_settings_of_a_school_are_changed_by_its_admin_and_felt_in_every_place() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let before = general::show(&it.admin).await.unwrap();
        assert_eq!((before.slug.as_str(), before.currency.as_str()), ("alpha", "USD"));
        let form = GeneralForm {
            name: " Alpha Academy ".into(),
            mail_domain: "@Alpha.Example".into(),
            time_zone: "Asia/Kolkata".into(),
            locale: Locale::Ar,
            currency: "inr".into(),
            teacher_label: TeacherLabel::Lecturer,
            ..before.clone()
        };
        for _ in 0..2 {
            general::save(&it.admin, &form).await.unwrap();
        }
        assert_eq!(general::show(&it.admin).await.unwrap(), form.tidy());
        let (count, detail) = audited(&it, "school.changed").await;
        assert_eq!(count, 1, "a second click changes nothing");
        assert!(detail.contains("School alpha") && detail.contains("Alpha Academy"), "before and after: {detail}");
        let place = person(&it.world, "alpha_teacher").await.me.place("alpha").cloned().unwrap();
        assert_eq!((place.locale, place.role_label().english), (Locale::Ar, "Lecturer"));
        assert_eq!(general::show(&it.other().admin).await.unwrap().name, "School beta", "the other school is as it was");
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_or_domain_a_new_address_and_a_zone_there_is_not_are_refused_and_so_is_whoever_is_no_admin() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let own = general::show(&it.admin).await.unwrap();
        let other = general::show(&it.other().admin).await.unwrap();
        general::save(&it.other().admin, &GeneralForm { mail_domain: "beta.example".into(), ..other }).await.unwrap();
        for (form, field, problem) in [
            (GeneralForm { mail_domain: " @Beta.Example".into(), ..own.clone() }, "mail_domain", Problem::Taken),
            (GeneralForm { name: "SCHOOL BETA".into(), ..own.clone() }, "name", Problem::Taken),
            (GeneralForm { slug: "alpha-two".into(), ..own.clone() }, "slug", Problem::SlugFixed),
            (GeneralForm { time_zone: "Africa/Nowhere".into(), ..own.clone() }, "time_zone", Problem::NotATimeZone),
            (GeneralForm { currency: "XYZ".into(), ..own.clone() }, "currency", Problem::NotACurrency),
        ] {
            let refused = general::save(&it.admin, &form).await.unwrap_err().answer();
            assert_eq!(refused.problem_of(field), Some(problem), "{form:?}");
        }
        for scope in [&it.teacher, &it.student] {
            assert_eq!(general::show(scope).await.unwrap_err().answer(), Error::Forbidden);
            assert_eq!(general::save(scope, &own).await.unwrap_err().answer(), Error::Forbidden);
            assert_eq!(features::set(scope, Feature::Chat, false).await.unwrap_err().answer(), Error::Forbidden);
        }
        assert_eq!(audited(&it, "school.changed").await.0, 0);
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_is_turned_off_is_there_for_nobody_and_comes_back_whole() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let say = async || {
            let form = MessageForm { body: "Hello".into(), reply: None };
            chat::send(&it.student, it.room_id, MessageId::new(), &form).await.map(|_| ())
        };
        say().await.unwrap();
        let mut events = it.world.hub.listen();
        for _ in 0..2 {
            features::set(&it.admin, Feature::Chat, false).await.unwrap();
        }
        assert_eq!(audited(&it, "school.feature_changed").await.0, 1, "a second click changes nothing");
        let mut told = 0;
        while let Ok(event) = events.try_recv() {
            told += usize::from(matches!(event, Event::AccessChanged { .. }));
        }
        assert_eq!(told, 4, "every member's sockets look again");
        // The scopes are those of open sockets: they still believe that there is a chat.
        assert_eq!(say().await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(chat::join(&it.student, it.room_id).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(chat::open_class(&it.admin, it.class_id, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
        let teacher = person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        assert!(!classes::show(&teacher, it.class_id).await.unwrap().has_chat);
        let Board::Teacher(board) = dashboards::show(&teacher).await.unwrap().board else { panic!("a teacher's") };
        assert_eq!(board.classes[0].unread, 0, "nothing leads there");
        assert!(
            chat::open_class(&it.other().admin, it.other().class_id, Window::Unread).await.is_ok(),
            "another school has its own"
        );

        features::set(&it.admin, Feature::Chat, true).await.unwrap();
        assert_eq!(chat::join(&it.teacher, it.room_id).await.unwrap().0, 1);
        let refused = features::set(&it.admin, Feature::Library, false).await.unwrap_err().answer();
        assert_eq!(refused, Error::NotFound, "nothing is behind it");
    })
    .await;
}
