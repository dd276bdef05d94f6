use super::*;

async fn numbers(scope: &Scope, words: &str) -> Vec<i64> {
    let found = home(scope, words, 1).await.unwrap().found.expect("an answer");
    let mut numbers: Vec<i64> = found.hits.iter().map(|hit| hit.number).collect();
    numbers.sort_unstable();
    numbers
}

#[tokio::test]
async fn words_are_found_whatever_their_accents_and_in_any_order() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = ThreadForm {
            title: "Élodie's café".into(), body: "متى **الامتحان** يا أحمد؟".into(), ..ThreadForm::default()
        };
        let id = start(&it.student, class(&it), &form).await.unwrap();
        reply(&it.teacher, id, &said("The 2nd exam's on Monday: bring water, water & more_water.")).await.unwrap();
        for (words, found) in [
            ("cafe elodie", vec![1]),
            ("ÉLO", vec![1]),
            ("احمد", vec![1]),
            ("الامتحان", vec![1]),
            ("water exam", vec![2]),
            ("mond", vec![2]),
            ("2nd", vec![2]),
            ("wine", vec![]),
            ("cafe water", vec![]),
            ("water* OR wine", vec![]),
            ("\"exam", vec![2]),
            ("exam) -x:y", vec![]),
            ("' & | ! : *exam", vec![2]),
        ] {
            assert_eq!(numbers(&it.student2, words).await, found, "{words}");
        }
        assert!(home(&it.student, " %& ", 1).await.unwrap().found.is_none());
        let here = ThreadFilter { q: "water".into(), ..ThreadFilter::default() };
        assert_eq!(board(&it.student, class(&it), &here, 1).await.unwrap().total, 1);
        let none = ThreadFilter { q: "wine".into(), ..ThreadFilter::default() };
        assert_eq!(board(&it.student, class(&it), &none, 1).await.unwrap().total, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_edited_or_taken_out_is_found_as_it_stands_now() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        let post = post_of(&it.student, id, 1).await;
        let edited = EditForm { title: Some("Geometry".into()), body: "Of circles".into(), drawn: String::new() };
        edit(&it.student, post, &edited).await.unwrap();
        assert!(numbers(&it.teacher, "algebra").await.is_empty());
        assert_eq!(numbers(&it.teacher, "geometry circles").await, [1]);
        let school = it.admin.school_id();
        for gone in [sql!("delete from forum_edits where school_id = $1"), sql!("delete from forum_posts where school_id = $1")] {
            db.run(gone, args![school]).await.unwrap();
        }
        assert!(numbers(&it.teacher, "geometry").await.is_empty());
    })
    .await;
}
