//! What a dashboard counts is what the list it leads to holds.

use model::Role;
use model::dashboards::Board;
use model::people::{Change, Group, PeopleFilter, Standing};
use store::testing::each_db;
use store::{args, sql};

use super::show;
use crate::testing::{Scene, person};
use crate::{Scope, people};

fn active() -> PeopleFilter {
    PeopleFilter { status: Standing::Active.to_string(), ..PeopleFilter::default() }
}

fn of_group(group: Group) -> PeopleFilter {
    PeopleFilter { group: group.to_string(), ..active() }
}

async fn total(scope: &Scope, filter: PeopleFilter) -> i64 {
    people::list(scope, &filter, None).await.unwrap().total
}

/// The teacher came long ago and has proven their address; one student is a form teacher, the other a parent.
async fn filled(it: &Scene) {
    let roles = sql!("update memberships set role = $3 where school_id = $1 and user_id = $2");
    for (person, role) in [(&it.student, Role::FormTeacher), (&it.student2, Role::Parent)] {
        it.world.db.run(roles, args![person.school_id(), person.user_id(), role.text()]).await.unwrap();
    }
    let came = sql!("update memberships set created_at = $3 where school_id = $1 and user_id = $2");
    let long_ago = it.admin.now.plus_days(-20);
    it.world.db.run(came, args![it.teacher.school_id(), it.teacher.user_id(), long_ago]).await.unwrap();
    // No tenant's table.
    it.world.db.run(sql!("update users set verified_at = null"), args![]).await.unwrap();
    it.world.db.run(sql!("update users set verified_at = 1 where id = $1"), args![it.teacher.user_id()]).await.unwrap();
}

#[tokio::test]
async fn every_figure_of_an_admin_is_that_of_the_list_it_leads_to() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        filled(&it).await;
        let Board::School(board) = show(&it.admin).await.unwrap().board else { panic!("not the admin's") };
        let (figures, unproven) = (board.figures, board.health.unproven);
        let student = PeopleFilter { role: Role::Student.to_string(), ..active() };
        assert_eq!((figures.students, total(&it.admin, student).await), (0, 0));
        assert_eq!((figures.teachers, total(&it.admin, of_group(Group::Teaching)).await), (2, 2));
        assert_eq!((figures.sign_ups, total(&it.admin, of_group(Group::NewWeek)).await), (3, 3));
        assert_eq!(total(&it.admin, of_group(Group::NewMonth)).await, 4);
        assert_eq!((figures.people, total(&it.admin, active()).await), (4, 4));
        assert_eq!((unproven, total(&it.admin, of_group(Group::Unproven)).await), (3, 3));
        assert_eq!(total(&it.admin, of_group(Group::Staff)).await, 3);
        let nonsense = PeopleFilter { group: "nonsense".into(), ..active() };
        assert_eq!(total(&it.admin, nonsense).await, 4);
        let other = it.other();
        assert_eq!(total(&other.admin, of_group(Group::Teaching)).await, 1, "each school has its own");
    })
    .await;
}

#[tokio::test]
async fn whose_address_is_not_proven_is_told_to_those_who_manage_members() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        filled(&it).await;
        let role = sql!("update memberships set role = 'librarian' where school_id = $1 and user_id = $2");
        it.world.db.run(role, args![it.teacher.school_id(), it.teacher.user_id()]).await.unwrap();
        let librarian = person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        let everybody = total(&librarian, active()).await;
        assert_eq!(total(&librarian, of_group(Group::Unproven)).await, everybody);
        assert_eq!(total(&it.admin, of_group(Group::Unproven)).await, everybody - 1);
    })
    .await;
}

#[tokio::test]
async fn every_figure_of_security_is_that_of_the_list_it_leads_to() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        people::change_one(&it.admin, it.student.user_id(), Change::Suspend).await.unwrap();
        people::change_one(&it.admin, it.student2.user_id(), Change::End).await.unwrap();
        let role = sql!("update memberships set role = 'security' where school_id = $1 and user_id = $2");
        it.world.db.run(role, args![it.teacher.school_id(), it.teacher.user_id()]).await.unwrap();
        let security = person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        let Board::Support(board) = show(&security).await.unwrap().board else { panic!("not the one of security") };
        let counted = [
            (board.active, Standing::Active, 2),
            (board.waiting, Standing::Waiting, 0),
            (board.suspended, Standing::Suspended, 1),
            (board.ended, Standing::Ended, 1),
        ];
        for (figure, standing, expected) in counted {
            let listed = total(&security, PeopleFilter { status: standing.to_string(), ..PeopleFilter::default() }).await;
            assert_eq!((figure, listed), (expected, expected), "{standing}");
        }
    })
    .await;
}
