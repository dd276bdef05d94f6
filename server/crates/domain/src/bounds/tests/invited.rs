//! Who came by an invitation is a member like others: a head who may invite finds those they reach.

use model::Role;
use model::invitations::{InvitationFilter, InviteForm};
use store::testing::each_db;
use store::{args, sql};

use super::{Divided, changed};
use crate::{Scope, invitations};

#[tokio::test]
async fn a_head_is_shown_the_accepted_invitations_of_people_in_reach_and_no_others() {
    each_db(async |db| {
        let Divided { it, head, .. } = Divided::new(&db).await;
        let head = changed(&db, &head, Role::DepartmentHead, "members.manage").await;
        for (name, user) in [("one", it.student.user_id()), ("two", it.student2.user_id())] {
            let form = InviteForm {
                people: format!("{name}@school.example"),
                role: Role::Student,
                class: String::new(),
                class_name: String::new(),
                children: String::new(),
                note: String::new(),
            };
            invitations::invite(&it.admin, &form).await.unwrap();
            let accept =
                sql!("update invitations set accepted_at = invited_at, accepted_by = $3 where school_id = $1 and email_key = $2");
            db.run(accept, args![it.admin.school_id(), form.people.as_str(), user]).await.unwrap();
        }
        let found = async |scope: &Scope, q: &str| {
            let filter = InvitationFilter { q: q.into(), state: "accepted".into(), ..InvitationFilter::default() };
            let page = invitations::list_after(scope, &filter, "").await.unwrap();
            let emails: Vec<_> = page.cards.into_iter().map(|card| card.email).collect();
            (emails, page.total)
        };
        for q in ["", "school"] {
            assert_eq!(found(&it.admin, q).await.1, 2);
            assert_eq!(found(&head, q).await, (vec!["one@school.example".to_owned()], 1));
        }
    })
    .await;
}
