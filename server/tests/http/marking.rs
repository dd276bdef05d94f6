//! Marking without a script: what is saved is said, what is refused says why, and the way to the next student.

use axum::http::StatusCode;
use model::ids::SubmissionId;

use crate::app::{Answer, each_app};
use crate::scene::Scene;

const SAVE: &str = "/fn/app/pages/assignments/api/save_marks";

/// The marks of the scene's submission as its page sends them.
async fn save(scene: &Scene<'_>, page: &str, marks: &str, version: &str) -> Answer {
    let form = [
        ("school", "alpha"),
        ("id", &scene.submission),
        ("form[marks]", marks),
        ("form[comment]", "Well read."),
        ("form[version]", version),
    ];
    scene.teacher.post_from(page, SAVE, &form).await
}

#[tokio::test]
async fn marks_that_are_saved_stay_on_the_page_and_it_says_so() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.fill("/s/alpha/submissions/{submission}");
        let answer = save(&scene, &page, "7,5", "0").await;
        let saved = format!("{page}?saved=1");
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("{saved}#marking").as_str()));
        let shown = scene.teacher.get(&saved).await.body;
        assert!(shown.contains("Saved: 7.5 of 10 for attempt 1."), "{shown}");
        assert!(shown.contains("Nothing else waits for marks.") && shown.contains("Well read.</textarea>"), "{shown}");
        // The marker speaks of one saving: not of the page, and not of a newer marking.
        assert!(!scene.teacher.get(&page).await.body.contains("Saved:"));
        save(&scene, &saved, "8", "1").await;
        assert!(!scene.teacher.get(&saved).await.body.contains("Saved:"));
        assert!(scene.teacher.get(&format!("{page}?saved=2")).await.body.contains("Saved: 8 of 10"));
    })
    .await;
}

#[tokio::test]
async fn numbers_that_do_not_fit_come_back_with_their_limits() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.fill("/s/alpha/submissions/{submission}?saved=1");
        save(&scene, &page, "7", "0").await;
        let answer = save(&scene, &page, "10.5", "1").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()));
        let shown = scene.teacher.get(&page).await.body;
        assert!(shown.contains("Please give a number between 0 and 10."), "{shown}");
        assert!(shown.contains("value=\"10.5\""), "what was typed is still there");
        assert!(!shown.contains("Saved:"), "what was saved before is not said beside what was refused");
        assert!(shown.contains(&format!("action=\"{SAVE}#marking\"")), "a refusal leads back to the form");

        let page = scene.fill("/s/alpha/courses/{course}/assignments/new");
        let form = [
            ("school", "alpha"),
            ("course", scene.course.as_str()),
            ("form[title]", "Essay"),
            ("form[points]", "2000"),
            ("form[due]", "2099-01-01T12:00"),
        ];
        scene.teacher.post_from(&page, "/fn/app/pages/assignments/api/set_assignment", &form).await;
        let shown = scene.teacher.get(&page).await.body;
        assert!(shown.contains("Please give a number between 0.01 and 1000."), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn links_lead_to_every_attempt_and_to_the_next_student() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let class = scene.fill("/s/alpha/classes/{class}");
        let zoe = app.joiner("zoe", &scene.admin.code(&class, "student").await).await;
        let (second, zoes) = (SubmissionId::new().to_string(), SubmissionId::new().to_string());
        for (browser, id) in [(&scene.student, &second), (&zoe, &zoes)] {
            let answer = scene.hand_in(browser, id, "more.txt", id.as_bytes()).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let path = |id: &str| format!("/s/alpha/submissions/{id}");
        let link = |id: &str| format!("href=\"{}\"", path(id));
        let newest = scene.teacher.get(&path(&second)).await.body;
        assert!(newest.contains(&link(&scene.submission)), "the earlier attempt can be opened");
        assert!(newest.contains(&link(&zoes)) && newest.contains("Next to mark: zoe"), "{newest}");
        assert!(newest.contains("1 of 2 · 2 to mark") && newest.contains("Marks for attempt 2"), "{newest}");
        assert!(!newest.contains("Earlier attempt"), "{newest}");
        let earlier = scene.teacher.get(&path(&scene.submission)).await.body;
        assert!(earlier.contains("Earlier attempt") && earlier.contains("Show attempt 2"), "{earlier}");
        assert!(earlier.contains(&link(&second)), "the newest can be opened");
        let last = scene.teacher.get(&path(&zoes)).await.body;
        assert!(last.contains("2 of 2") && last.contains("Previous student:") && !last.contains("Next student:"), "{last}");
        assert!(!last.contains(&link(&scene.submission)), "what stands in the row is the newest of each");
        // Nothing of it for those who do not mark.
        assert_eq!(scene.student.get(&path(&second)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(scene.outsider().await.get(&path(&second)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
