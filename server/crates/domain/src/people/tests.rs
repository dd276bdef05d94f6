mod admins;
mod changes;
mod exports;
mod family;
mod history;
mod listing;
mod log_ins;
mod many;
mod moving;
mod naming;
mod never_came;
mod numbers;
mod offers;
mod places;
mod suggestions;
mod taking_down;

use model::ids::UserId;
use model::people::{MemberPage, PeopleFilter, PeoplePage};
use model::{Error, Problem, Role};
use store::{args, sql};

use crate::people;
use crate::testing::{Scene, person};
use crate::{Result, Scope, World};

/// A filter by words.
fn words(q: &str) -> PeopleFilter {
    PeopleFilter { q: q.into(), ..PeopleFilter::default() }
}

async fn all(scope: &Scope) -> PeoplePage {
    people::list(scope, &PeopleFilter::default(), None).await.expect("the list")
}

async fn names(scope: &Scope, filter: PeopleFilter) -> Vec<String> {
    let page = people::list(scope, &filter, None).await.expect("the list");
    page.people.into_iter().map(|it| it.username).collect()
}

async fn page(scope: &Scope, id: UserId) -> MemberPage {
    people::show(scope, id, None).await.expect("the member")
}

/// The same person as the next request finds them.
async fn again(world: &World, scope: &Scope) -> Result<Scope> {
    person(world, &scope.me.username).await.enter(&scope.place.slug)
}

/// The member as the next request finds them, with a role and permissions beyond it.
async fn given(it: &Scene, scope: &Scope, role: Role, granted: &str) -> Scope {
    let sql = sql!("update memberships set role = $3, granted = $4 where school_id = $1 and user_id = $2");
    it.world.db.run(sql, args![scope.school_id(), scope.user_id(), role.text(), granted]).await.unwrap();
    again(&it.world, scope).await.unwrap()
}

fn answer<T: std::fmt::Debug>(result: Result<T>) -> Error {
    result.unwrap_err().answer()
}

const LAST: Error = Error::Conflict(Problem::LastAdmin);
