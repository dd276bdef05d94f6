//! Who is looked for, and who is meant by what is written.

use model::guardians::{FamilySearch, FamilySide, FoundLinkForm, LinkForm, NewCodeForm, Relation};
use model::ids::{FamilyCodeId, UserId};
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use super::parent_of;
use crate::guardians::{families, find, link, link_found, make_code};
use crate::testing::Scene;
use crate::{Scope, names};

/// Gives somebody another name.
async fn name(it: &Scene, user: UserId, name: &str) {
    let sql = sql!("update users set name = $2, name_key = $3 where id = $1");
    it.world.db.run(sql, args![user, name, names::key(name)]).await.unwrap();
}

async fn found(scope: &Scope, side: FamilySide, words: &str) -> Vec<UserId> {
    find(scope, side, words).await.unwrap().into_iter().map(|it| it.user_id).collect()
}

#[tokio::test]
async fn students_are_found_by_name_without_accents_and_by_username_in_their_own_school_only() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (one, two) = (it.student.user_id(), it.student2.user_id());
        name(&it, one, "\u{c9}lodie Asante").await;
        name(&it, two, "Elodie Abban").await;
        name(&it, it.other().student.user_id(), "\u{c9}lodie Asante").await;
        for (words, expected) in [
            ("elodie", vec![two, one]),
            ("ASANTE \u{e9}lo", vec![one]),
            ("alpha_student2", vec![two]),
            ("Elodie Abban (alpha_student2)", vec![two]),
            // Who is called just so stands first.
            ("alpha_student", vec![one, two]),
            ("%", Vec::new()),
            ("alpha_teacher", Vec::new()),
            ("beta_", Vec::new()),
        ] {
            assert_eq!(found(&it.admin, FamilySide::Child, words).await, expected, "{words}");
        }
        assert_eq!(found(&it.other().admin, FamilySide::Child, "elodie asante").await, [it.other().student.user_id()]);
        let first = find(&it.admin, FamilySide::Child, "asante").await.unwrap().remove(0);
        assert_eq!((first.label().as_str(), first.classes.as_str()), ("\u{c9}lodie Asante (alpha_student)", "First class"));

        let mary = parent_of(&it, &it.admin, "mary", one).await.me.user_id;
        assert_eq!(found(&it.admin, FamilySide::Parent, "").await, [mary]);
        assert!(found(&it.admin, FamilySide::Parent, "elodie").await.is_empty(), "a student is nobody's parent");
        assert!(found(&it.other().admin, FamilySide::Parent, "mary").await.is_empty());
        for scope in [&it.teacher, &it.student] {
            assert_eq!(find(scope, FamilySide::Child, "elodie").await.unwrap_err().answer(), Error::Forbidden);
        }
        // Whoever has left is found no more.
        let end = sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2");
        db.run(end, args![it.admin.school_id(), one]).await.unwrap();
        assert_eq!(found(&it.admin, FamilySide::Child, "elodie").await, [two]);
    })
    .await;
}

#[tokio::test]
async fn words_mean_somebody_only_where_nobody_else_is_called_so() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (one, two) = (it.student.user_id(), it.student2.user_id());
        for user in [one, two] {
            name(&it, user, "Ama Darko").await;
        }
        let code = async |chosen: &str, words: &str| {
            let form = NewCodeForm { child: chosen.into(), child_words: words.into() };
            make_code(&it.admin, &form, FamilyCodeId::new()).await.map_err(|error| error.answer().problem_of("child"))
        };
        for (words, problem) in [
            (" ", Problem::Required),
            ("Kofi", Problem::NobodyFound),
            ("beta_student", Problem::NobodyFound),
            ("ama", Problem::SeveralFound),
            ("Ama Darko", Problem::SeveralFound),
            // Only one has it in their name, but it may be a slip.
            ("student2", Problem::SeveralFound),
        ] {
            assert_eq!(code("", words).await, Err(Some(problem)), "{words}");
        }
        assert_eq!(code("nonsense", "").await, Err(Some(Problem::NobodyFound)));
        for words in ["ALPHA_Student2", "Ama Darko (alpha_student)"] {
            code("", words).await.unwrap();
        }
        // Who was chosen is meant, whatever stands in the field.
        code(&one.to_string(), "ama").await.unwrap();
        let made = sql!("select child_id from family_codes where school_id = $1");
        let made: Vec<(UserId,)> = db.all(made, args![it.admin.school_id()]).await.unwrap();
        let of = |child: UserId| made.iter().filter(|(it,)| *it == child).count();
        assert_eq!((of(one), of(two), made.len()), (2, 1, 3));
        // Of two children of one name and one class, each code says whose it is.
        let open = families(&it.admin, &FamilySearch::default()).await.unwrap().codes;
        let mut whose: Vec<_> = open.iter().map(|it| (it.child.as_str(), it.username.as_str(), it.classes.as_str())).collect();
        whose.sort_unstable();
        let student = ("Ama Darko", "alpha_student", "First class");
        assert_eq!(whose, [student, student, ("Ama Darko", "alpha_student2", "First class")]);
        let foreign = NewCodeForm { child: it.other().student.user_id().to_string(), ..NewCodeForm::default() };
        let answer = make_code(&it.admin, &foreign, FamilyCodeId::new()).await.unwrap_err().answer();
        assert_eq!(answer, Error::NotFound);

        // A link says of both sides at once what is missing.
        let mary = parent_of(&it, &it.admin, "mary", one).await.me.user_id;
        let answer = link_found(&it.admin, &FoundLinkForm::default()).await.unwrap_err().answer();
        for field in ["parent", "child", "relation"] {
            assert_eq!(answer.problem_of(field), Some(Problem::Required), "{field}");
        }
        let form = FoundLinkForm {
            parent_words: "MARY".into(),
            child: two.to_string(),
            relation: "mother".into(),
            ..FoundLinkForm::default()
        };
        let own = FoundLinkForm { parent_words: "alpha_student".into(), ..form.clone() };
        let answer = link_found(&it.admin, &own).await.unwrap_err().answer();
        assert_eq!(answer.problem_of("parent"), Some(Problem::NobodyFound));
        assert_eq!(link_found(&it.teacher, &form).await.unwrap_err().answer(), Error::Forbidden);
        link_found(&it.admin, &form).await.unwrap();
        let search = FamilySearch { q: "alpha_student2".into(), ..FamilySearch::default() };
        let links = families(&it.admin, &search).await.unwrap().links;
        assert_eq!(links.iter().map(|link| (link.parent_id, link.child_id)).collect::<Vec<_>>(), [(mary, two)]);
    })
    .await;
}

#[tokio::test]
async fn a_family_stands_together_and_says_whether_its_links_count() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (one, two) = (it.student.user_id(), it.student2.user_id());
        let mary = parent_of(&it, &it.admin, "mary", one).await.me.user_id;
        let peter = parent_of(&it, &it.admin, "peter", two).await.me.user_id;
        let form = LinkForm { parent: peter, child: one, relation: Relation::Father, occupation: String::new() };
        link(&it.admin, &form).await.unwrap();
        let shown = async |q: &str| {
            let page = families(&it.admin, &FamilySearch { q: q.into(), ..FamilySearch::default() }).await.unwrap();
            page.links.into_iter().map(|link| (link.child_id, link.parent_id, link.stands)).collect::<Vec<_>>()
        };
        let all = shown("").await;
        assert_eq!(all.len(), 3);
        assert_eq!(all.chunk_by(|a, b| a.0 == b.0).count(), 2, "{all:?}");
        // By one parent the whole family is found, as are those of a child.
        assert_eq!(shown("mary").await, [(one, mary, true), (one, peter, true)]);
        assert_eq!(shown("student2").await, [(two, peter, true)]);
        let page = families(&it.admin, &FamilySearch::default()).await.unwrap();
        let first = page.links.iter().find(|link| link.child_id == one).unwrap();
        assert_eq!((first.child_username.as_str(), first.classes.as_str()), ("alpha_student", "First class"));

        let end = sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2");
        db.run(end, args![it.admin.school_id(), mary]).await.unwrap();
        let stands: Vec<_> = shown("").await.into_iter().filter(|(_, _, stands)| !stands).collect();
        assert_eq!(stands, [(one, mary, false)]);
        assert!(families(&it.other().admin, &FamilySearch::default()).await.unwrap().links.is_empty());
    })
    .await;
}
