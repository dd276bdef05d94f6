//! Which invitations a filter means: one condition for how many they are and for a page of them.

use model::Role;
use model::ids::InvitationId;
use model::invitations::{InvitationFilter, InvitationState};
use store::{Arg, Sql, args, list, sql};

use crate::{Result, Scope, names, search};

/// The invitations `i` that are meant, with the place `am` of whoever came by one: `$1` to `$5` come from [`arguments`].
/// Who is out of reach or has no account any more is not there.
macro_rules! matching {
    () => {
        concat!(
            "i.school_id = $1
             and (cast($2 as text) is null or i.role = $2)
             and case when i.accepted_at is not null then 'accepted'
                      when i.withdrawn_at is not null then 'withdrawn'
                      when i.expires_at <= $4 then 'expired'
                      else 'open' end in (select value from {list $3})
             and (i.accepted_by is null or am.search_key <> '' and ",
            $crate::bounds::person!("i.accepted_by", "$5"),
            ")"
        )
    };
}
pub(super) use matching;

/// The place of whoever came by the invitation `i`, and who it is.
macro_rules! member {
    () => {
        "left join memberships am on am.school_id = i.school_id and am.user_id = i.accepted_by
         left join users au on au.id = am.user_id"
    };
}
pub(super) use member;

/// The address of the invitation `i`: after the end of a place the school sees no more of it.
macro_rules! address {
    () => {
        "case when i.accepted_by is null or am.status <> 'ended' or am.suspended_at is not null then i.email else '' end"
    };
}
pub(super) use address;

/// The arguments of [`matching`].
pub(super) fn arguments(scope: &Scope, filter: &InvitationFilter) -> Vec<Arg> {
    arguments_in(scope, filter, filter.states())
}

/// The same for those among them that nobody has come by.
pub(super) fn arguments_of_waiting(scope: &Scope, filter: &InvitationFilter) -> Vec<Arg> {
    arguments_in(scope, filter, filter.waiting())
}

fn arguments_in(scope: &Scope, filter: &InvitationFilter, states: Vec<InvitationState>) -> Vec<Arg> {
    let role = filter.role().map(|role| role.text().to_owned());
    args![scope.school_id(), role, list(states), scope.now, scope.people_reach()]
}

/// An invitation that is meant, whatever the words.
#[derive(sqlx::FromRow)]
pub(super) struct Meant {
    pub id: InvitationId,
    pub email: String,
    pub role: Role,
    /// What its words are looked for in.
    said: String,
}

/// Reads all that are meant, whatever the words; for [`with_words`].
pub(super) fn meant() -> Sql {
    sql!(concat!(
        "select i.id, i.email, i.role, i.name || ' ' || coalesce(au.name, '') || ' ' || ",
        address!(),
        " as said from invitations i ",
        member!(),
        " where ",
        matching!(),
        " order by i.id"
    ))
}

/// Those of them that the words of the filter fit. An invitation has no folded name, so that the names are folded here.
pub(super) fn with_words(mut all: Vec<Meant>, filter: &InvitationFilter) -> Vec<Meant> {
    let parts = search::parts(&filter.q);
    if !parts.is_empty() {
        all.retain(|it| {
            let key = names::key(&it.said);
            parts.iter().all(|part| search::says(&key, part))
        });
    }
    all
}

/// Those that the words of the filter fit; nothing where there are no words.
///
/// # Errors
/// As the database answers.
pub(super) async fn by_words(scope: &Scope, filter: &InvitationFilter) -> Result<Option<Vec<InvitationId>>> {
    if search::parts(&filter.q).is_empty() {
        return Ok(None);
    }
    let all: Vec<Meant> = scope.db.all(meant(), arguments(scope, filter)).await?;
    Ok(Some(with_words(all, filter).into_iter().map(|it| it.id).collect()))
}

/// How many a filter without words means.
///
/// # Errors
/// As the database answers.
pub(super) async fn count(scope: &Scope, filter: &InvitationFilter) -> Result<i64> {
    let (total,): (i64,) = scope
        .db
        .one(
            sql!(concat!("select cast(count(*) as bigint) as total from invitations i ", member!(), " where ", matching!())),
            arguments(scope, filter),
        )
        .await?;
    Ok(total)
}
