//! In which order threads stand, and where their answer does.

use super::*;

async fn titles(scope: &Scope, board: Board, sort: &str) -> Vec<String> {
    let filter = ThreadFilter { sort: sort.into(), ..ThreadFilter::default() };
    super::super::board(scope, board, &filter, 1).await.unwrap().threads.into_iter().map(|it| it.title).collect()
}

#[tokio::test]
async fn threads_stand_by_activity_age_votes_and_whether_they_are_answered_and_the_pinned_first() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (board, mut ids) = (class(&it), Vec::new());
        for (minute, title) in ["Algebra", "Geometry", "Light"].into_iter().enumerate() {
            let then = Scene::at(&it.student, it.student.now.plus_seconds(minute as i64 * 60));
            ids.push(start(&then, board, &question(title)).await.unwrap());
        }
        let later = Scene::at(&it.teacher, it.teacher.now.plus_seconds(600));
        reply(&later, ids[0], &said("By letters.")).await.unwrap();
        let first = post_of(&it.student, ids[1], 1).await;
        vote(&it.student2, first, true).await.unwrap();
        let between = Scene::at(&it.student2, it.student2.now.plus_seconds(300));
        reply(&between, ids[2], &said("In lines.")).await.unwrap();
        let answer = post_of(&it.student, ids[2], 2).await;
        mark_answer(&it.student, answer, true).await.unwrap();

        for (sort, expected) in [
            ("", ["Algebra", "Light", "Geometry"]),
            ("active", ["Algebra", "Light", "Geometry"]),
            ("newest", ["Light", "Geometry", "Algebra"]),
            ("votes", ["Geometry", "Algebra", "Light"]),
            ("unanswered", ["Geometry", "Algebra", "Light"]),
            ("<script>", ["Algebra", "Light", "Geometry"]),
        ] {
            assert_eq!(titles(&it.student2, board, sort).await, expected, "{sort}");
        }
        set_pinned(&it.teacher, ids[2], true).await.unwrap();
        assert_eq!(titles(&it.student2, board, "votes").await, ["Light", "Geometry", "Algebra"]);
        let found = ThreadFilter { sort: "newest".into(), q: "work".into(), ..ThreadFilter::default() };
        assert_eq!(super::super::board(&it.student2, board, &found, 1).await.unwrap().total, 3, "with words, too");
        let other = it.other();
        assert!(titles(&other.student, Board::Class(other.class_id), "votes").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_answer_stands_under_the_question_unless_it_does_so_anyway() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        for number in 2..=22 {
            reply(&it.teacher, id, &said(&format!("Post {number}"))).await.unwrap();
        }
        let on = async |page: i64| show(&it.student2, id, Some(page), None).await.unwrap();
        assert!(on(1).await.solution.is_none());
        for (number, stands) in [(2, false), (3, true), (22, true)] {
            let page = on(if number > 20 { 2 } else { 1 }).await;
            let post = page.posts.iter().find(|post| post.number == number).unwrap().id;
            mark_answer(&it.student, post, true).await.unwrap();
            let solution = on(1).await.solution;
            assert_eq!(solution.is_some(), stands, "{number}");
            if let Some(solution) = solution {
                assert_eq!((solution.number, solution.author.staff), (number, true));
                assert!(solution.html.contains(&format!("Post {number}")), "{}", solution.html);
            }
            assert!(on(2).await.solution.is_none(), "it stands with the question alone");
        }
        let answer = on(2).await.posts[1].id;
        delete(&it.teacher, answer).await.unwrap();
        assert!(on(1).await.solution.is_none());
    })
    .await;
}
