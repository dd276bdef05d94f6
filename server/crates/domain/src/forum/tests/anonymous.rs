use super::*;

const NAMED: Error = Error::Conflict(Problem::NamesAskedFor);

fn hidden(title: &str) -> ThreadForm {
    ThreadForm { anonymous: true, ..question(title) }
}

#[tokio::test]
async fn without_a_name_is_without_one_for_peers_and_not_for_the_teacher_nor_the_log() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = class(&it);
        let refused = start(&it.student, board, &hidden("Before")).await.unwrap_err().answer();
        assert_eq!(refused, NAMED, "the teacher has not allowed it");
        set_anonymous(&it.teacher, board, true).await.unwrap();
        let id = start(&it.student, board, &hidden("Afraid")).await.unwrap();
        let body = PostForm { anonymous: true, ..said("Me too, @alpha_student2") };
        reply(&it.student2, id, &body).await.unwrap();
        let json = |page: &ThreadPage| serde_json::to_string(page).unwrap();
        for (reader, other) in [(&it.student2, &it.student), (&it.student, &it.student2)] {
            let shown = page(reader, id).await;
            let mine = if reader.user_id() == it.student.user_id() { 0 } else { 1 };
            assert!(shown.posts[mine].author.me && !shown.posts[mine].author.name.is_empty());
            let author = &shown.posts[1 - mine].author;
            assert!(author.anonymous && author.name.is_empty() && author.username.is_empty() && author.photo.is_empty());
            assert!(!json(&shown).contains(&other.user_id().to_string()), "{}", json(&shown));
            assert!(!json(&shown).contains(&other.me.name), "{}", json(&shown));
        }
        for knowing in [&it.teacher, &it.admin] {
            let author = &page(knowing, id).await.posts[0].author;
            assert!(author.anonymous && author.name == it.student.me.name);
        }
        let listed = super::super::board(&it.student2, board, &ThreadFilter::default(), 1).await.unwrap();
        let card = listed.threads.iter().find(|card| card.id == id).unwrap();
        assert!(card.author.name.is_empty());
        let found = home(&it.student2, "afraid", 1).await.unwrap().found.unwrap();
        assert!(found.hits.iter().filter(|hit| hit.thread == id && hit.number == 1).all(|hit| hit.author.name.is_empty()));
        let quote = show(&it.teacher, id, Some(1), Some(1)).await.unwrap().reply.body;
        assert!(quote.starts_with("> How does Afraid work?"), "not even who knows names them to others: {quote}");
        // The teacher allows it no more: what was promised stays.
        set_anonymous(&it.teacher, board, false).await.unwrap();
        assert!(page(&it.student2, id).await.posts[0].author.name.is_empty());
        let (logged,): (i64,) = db
            .one(
                sql!(
                    "select cast(count(*) as bigint) as n from audit
                     where school_id = $1 and subject = $2 and actor_id = $3 and action = 'forum.started'"
                ),
                args![it.admin.school_id(), id, it.student.user_id()],
            )
            .await
            .unwrap();
        assert_eq!(logged, 1);
    })
    .await;
}

#[tokio::test]
async fn who_asked_not_to_be_named_is_refused_where_names_are_asked_for_by_now_and_never_named() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (board, late) = (class(&it), Scene::at(&it.student, it.student.now.plus_days(1)));
        set_anonymous(&it.teacher, board, true).await.unwrap();
        let form = ThreadForm { id: ThreadId::new().to_string(), ..hidden("Afraid") };
        let id = start(&it.student, board, &form).await.unwrap();
        let mine = PostForm { id: PostId::new().to_string(), anonymous: true, ..said("Of the exam.") };
        assert_eq!(reply(&it.student, id, &mine).await.unwrap(), 2);
        set_anonymous(&it.teacher, board, false).await.unwrap();
        // What a device sends once more has arrived before.
        assert_eq!(start(&late, board, &form).await.unwrap(), id);
        assert_eq!(reply(&late, id, &mine).await.unwrap(), 2);
        let other = PostForm { id: PostId::new().to_string(), anonymous: true, ..said("And of the teacher.") };
        for click in 1..=2 {
            assert_eq!(start(&it.student, board, &hidden("Still afraid")).await.unwrap_err().answer(), NAMED, "click {click}");
            assert_eq!(reply(&it.student, id, &other).await.unwrap_err().answer(), NAMED, "click {click}");
        }
        assert_eq!(page(&it.student2, id).await.total, 2);
        let threads = super::super::board(&it.student2, board, &ThreadFilter::default(), 1).await.unwrap().total;
        assert_eq!((threads, told(&db, &it.student2).await), (1, Vec::new()), "nobody is told either");
        // Sent again with the name it stands.
        assert_eq!(reply(&it.student, id, &PostForm { anonymous: false, ..other }).await.unwrap(), 3);
        assert_eq!(page(&it.student2, id).await.posts[2].author.name, it.student.me.name);
    })
    .await;
}

#[tokio::test]
async fn what_peers_are_told_of_it_names_nobody_and_what_the_teacher_is_told_does() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        set_anonymous(&it.teacher, class(&it), true).await.unwrap();
        let id = start(&it.student2, class(&it), &question("Algebra")).await.unwrap();
        follow(&it.teacher, id, true).await.unwrap();
        reply(&it.student, id, &PostForm { anonymous: true, ..said("I know.") }).await.unwrap();
        let name = &it.student.me.name;
        let peer = told(&db, &it.student2).await;
        assert_eq!(peer.len(), 1);
        assert!(!peer[0].1.contains(name), "{peer:?}");
        assert!(told(&db, &it.teacher).await.iter().any(|(kind, args)| kind == "forum_reply" && args.contains(name)));
        follow_forum(&it.student2, class(&it), true).await.unwrap();
        start(&it.student, class(&it), &hidden("Afraid")).await.unwrap();
        let of_threads = async |scope: &Scope| {
            let told =
                told(&db, scope).await.into_iter().filter(|(kind, args)| kind == "forum_thread" && args.contains("Afraid"));
            told.map(|(_, args)| args).collect::<Vec<_>>()
        };
        let (peer, teacher) = (of_threads(&it.student2).await, of_threads(&it.teacher).await);
        assert!(peer.len() == 1 && !peer[0].contains(name), "{peer:?}");
        assert!(teacher.len() == 1 && teacher[0].contains(name), "{teacher:?}");
    })
    .await;
}

#[tokio::test]
async fn who_wanted_to_hide_finds_a_draft_so_again() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = class(&it);
        let id = start(&it.student2, board, &question("Algebra")).await.unwrap();
        let draft = Draft { title: "Afraid".into(), anonymous: true, ..begun("Me too") };
        for place in [board.to_string(), id.to_string()] {
            keep_draft(&it.student, &place, &draft).await.unwrap();
        }
        let kept = async || (desk(&it.student, board).await.unwrap().form.anonymous, page(&it.student, id).await.reply.anonymous);
        assert_eq!(kept().await, (false, false), "where names are asked for nobody hides");
        set_anonymous(&it.teacher, board, true).await.unwrap();
        assert_eq!(kept().await, (true, true));
    })
    .await;
}

#[tokio::test]
async fn who_wrote_in_a_thread_without_a_name_goes_on_so_unless_they_say_otherwise() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = class(&it);
        set_anonymous(&it.teacher, board, true).await.unwrap();
        let id = start(&it.student, board, &hidden("Afraid")).await.unwrap();
        let other = start(&it.student, board, &question("Brave")).await.unwrap();
        let hides = async |scope: &Scope, id: ThreadId| page(scope, id).await.reply.anonymous;
        assert!(hides(&it.student, id).await && !hides(&it.student, other).await);
        assert!(!hides(&it.student2, id).await, "what another did says nothing of this one");
        // The draft says what they chose since.
        keep_draft(&it.student, &id.to_string(), &begun("It was I")).await.unwrap();
        assert!(!hides(&it.student, id).await);
        keep_draft(&it.student, &id.to_string(), &begun("")).await.unwrap();
        assert!(hides(&it.student, id).await);
        reply(&it.student, id, &said("It was I")).await.unwrap();
        assert!(!hides(&it.student, id).await, "nothing is left to hide");
        reply(&it.student, other, &PostForm { anonymous: true, ..said("Or not") }).await.unwrap();
        assert!(hides(&it.student, other).await);
        set_anonymous(&it.teacher, board, false).await.unwrap();
        assert!(!hides(&it.student, other).await, "where names are asked for nobody hides");
    })
    .await;
}

#[tokio::test]
async fn a_trace_names_its_author_to_those_who_know_them_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        set_anonymous(&it.teacher, class(&it), true).await.unwrap();
        let id = start(&it.student, class(&it), &hidden("Algebra")).await.unwrap();
        let post = post_of(&it.student, id, 1).await;
        let form = edit_desk(&it.student, post).await.unwrap().form.unwrap();
        edit(&it.student, post, &EditForm { body: "Other".into(), ..form }).await.unwrap();
        assert_eq!(edit_desk(&it.teacher, post).await.unwrap().earlier[0].by.name, it.student.me.name);
        assert_eq!(edit_desk(&it.student2, post).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn how_many_wrote_without_their_name_is_not_for_peers_to_count() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        set_anonymous(&it.teacher, class(&it), true).await.unwrap();
        let id = start(&it.student, class(&it), &question("Algebra")).await.unwrap();
        follow(&it.admin, id, true).await.unwrap();
        let others = async |scope: &Scope| {
            let replies = told(&db, scope).await.into_iter().filter(|(kind, _)| kind == "forum_reply");
            let args: Vec<String> = replies.map(|(_, args)| args).collect();
            let [args] = args.as_slice() else { panic!("{args:?}") };
            let args: serde_json::Value = serde_json::from_str(args).unwrap();
            (args["name"].as_str().map(str::to_owned), args["others"].as_i64())
        };
        let name = |scope: &Scope| Some(scope.me.name.clone());
        let hidden = |body: &str| PostForm { anonymous: true, ..said(body) };
        reply(&it.student2, id, &hidden("One.")).await.unwrap();
        reply(&it.student2, id, &hidden("Two.")).await.unwrap();
        assert_eq!(others(&it.student).await, (None, Some(0)));
        assert_eq!(others(&it.admin).await, (name(&it.student2), Some(0)));
        reply(&it.student2, id, &said("Three.")).await.unwrap();
        assert_eq!(others(&it.student).await, (name(&it.student2), Some(1)), "whoever it was");
        assert_eq!(others(&it.admin).await, (name(&it.student2), Some(0)), "who looks after it knows");
        reply(&it.teacher, id, &said("Four.")).await.unwrap();
        assert_eq!(others(&it.student).await, (name(&it.teacher), Some(2)));
        assert_eq!(others(&it.admin).await, (name(&it.teacher), Some(1)));
    })
    .await;
}
