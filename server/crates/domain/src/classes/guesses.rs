//! Codes are not found by trying: who has tried many that let nobody in waits for an hour to pass.

use std::net::IpAddr;

use model::ids::UserId;
use model::{At, Error};
use store::{args, sql};

use crate::{Request, Result, secrets};

/// Minutes over which tries are counted.
const MINUTES: i64 = 60;
/// Wrong codes of one person.
const OF_A_PERSON: i64 = 20;
/// Wrong codes from one address: a whole school sits behind one.
const OF_AN_ADDRESS: i64 = 300;

/// Passes while neither the person nor the address has tried too many.
///
/// # Errors
/// `TooMany` with the seconds until more may be tried.
pub(crate) async fn check(request: &Request, person: Option<UserId>) -> Result<()> {
    for (guesser, most) in guessers(request, person) {
        let tried: Option<(i64, At)> =
            request.db.maybe(sql!("select guesses, since_at from code_guesses where guesser = $1"), args![guesser]).await?;
        if let Some((guesses, since)) = tried {
            let left = since.plus_minutes(MINUTES).0 - request.now.0;
            if guesses >= most && left > 0 {
                return Err(Error::TooMany(u32::try_from(left / 1000 + 1).unwrap_or(u32::MAX)).into());
            }
        }
    }
    Ok(())
}

/// Counts a code that let nobody in.
pub(crate) async fn count(request: &Request, person: Option<UserId>) -> Result<()> {
    for (guesser, _) in guessers(request, person) {
        request
            .db
            .run(
                sql!(
                    "insert into code_guesses (guesser, guesses, since_at) values ($1, 1, $2)
                     on conflict (guesser) do update set
                       guesses = case when code_guesses.since_at <= $3 then 1 else code_guesses.guesses + 1 end,
                       since_at = case when code_guesses.since_at <= $3 then excluded.since_at else code_guesses.since_at end"
                ),
                args![guesser, request.now, request.now.plus_minutes(-MINUTES)],
            )
            .await?;
    }
    Ok(())
}

/// Under what tries are counted, hashed, and how many of them are free.
fn guessers(request: &Request, person: Option<UserId>) -> impl Iterator<Item = (String, i64)> {
    let person = person.map(|user| (secrets::hash(&format!("person {user}")), OF_A_PERSON));
    let address = request.address.map(|address| (secrets::hash(&format!("address {}", network(address))), OF_AN_ADDRESS));
    person.into_iter().chain(address)
}

/// An IPv6 client has a whole /64 to itself.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::from((u128::from(v6) & (u128::MAX << 64)).to_be_bytes()),
    }
}
