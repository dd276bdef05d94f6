//! What a head who manages members can do to those in reach, and to nobody else.

use bytes::Bytes;
use futures::stream::TryStreamExt;
use model::people::{BulkForm, Change, HelpAct, MemberForm, PeopleFilter};
use model::{Error, Role};
use store::testing::each_db;

use super::{Divided, answer, changed};
use crate::people::{self, bulk, export, log_in};
use crate::{Scope, invitations};

#[tokio::test]
async fn somebody_of_another_department_is_a_stranger_on_every_way_to_them() {
    each_db(async |db| {
        let Divided { it, head, second, .. } = Divided::new(&db).await;
        let may = "members.manage members.export roles.manage members.view_as";
        let head = changed(&db, &head, Role::DepartmentHead, may).await;
        let (own, stranger) = (it.student.user_id(), it.student2.user_id());
        for id in [stranger, it.other().student2.user_id()] {
            assert_eq!(answer(people::show(&head, id, None).await), Error::NotFound);
            assert_eq!(answer(people::change_one(&head, id, Change::Suspend).await), Error::NotFound);
            assert_eq!(answer(people::save(&head, id, &MemberForm::default()).await), Error::NotFound);
            assert_eq!(answer(people::permissions::save(&head, id, &Default::default()).await), Error::NotFound);
            assert_eq!(answer(crate::viewing::page(&head, Some(id), "").await), Error::NotFound);
        }
        let shown = people::show(&head, own, None).await.unwrap();
        assert_eq!(shown.classes.iter().map(|it| it.id).collect::<Vec<_>>(), [it.class_id]);
        assert_eq!(people::show(&it.admin, own, None).await.unwrap().classes.len(), 2);
        assert_eq!(people::show(&it.student, own, None).await.unwrap().classes.len(), 2, "one's own");

        let page = invitations::list_after(&head, &Default::default(), &format!("{own},{stranger}")).await.unwrap();
        assert_eq!((page.left_out, page.unnamed), (vec![shown.name.clone()], 1), "who is not reached is counted");

        let all = BulkForm { all: true, act: "suspend".into(), ..BulkForm::default() };
        assert_eq!(bulk::preview(&head, &all).await.unwrap().chosen, 4);
        let in_second = PeopleFilter { class: second.to_string(), ..PeopleFilter::default() };
        let hidden = BulkForm { filter: in_second.clone(), ..all };
        assert_eq!(bulk::preview(&head, &hidden).await.unwrap().chosen, 0);
        let form = BulkForm { ids: format!("{own} {stranger}"), act: "suspend".into(), count: 1, ..BulkForm::default() };
        assert_eq!(bulk::preview(&head, &form).await.unwrap().chosen, 1);
        assert!(bulk::change(&head, &form).await.unwrap().is_some());
        let standing = people::show(&it.admin, stranger, None).await.unwrap().standing;
        assert_eq!(standing, model::people::Standing::Active);

        let csv = async |scope: &Scope, filter: &PeopleFilter| {
            let download = export::csv(scope, filter).await.unwrap();
            String::from_utf8(download.body.try_collect::<Vec<Bytes>>().await.unwrap().concat()).unwrap()
        };
        let file = csv(&head, &PeopleFilter::default()).await;
        assert!(file.contains("alpha_student,") && !file.contains("alpha_student2") && !file.contains("Second class"), "{file}");
        assert_eq!(csv(&head, &in_second).await.lines().count(), 1, "the head alone");
        assert!(csv(&it.admin, &PeopleFilter::default()).await.contains("alpha_student2"));
    })
    .await;
}

#[tokio::test]
async fn a_head_hands_over_the_account_of_a_student_and_of_no_colleague() {
    each_db(async |db| {
        let Divided { it, head, .. } = Divided::new(&db).await;
        let head = changed(&db, &head, Role::DepartmentHead, "members.manage").await;
        for (id, hands_over) in [(it.student.user_id(), true), (it.teacher.user_id(), false)] {
            let offered = people::show(&head, id, None).await.unwrap().log_in.unwrap();
            assert_eq!((offered.hands_over, offered.alone), (hands_over, true));
            let made = log_in::help(&head, id, HelpAct::HandOver).await;
            assert_eq!(made.is_ok(), hands_over, "a colleague reaches further than the department");
        }
    })
    .await;
}
