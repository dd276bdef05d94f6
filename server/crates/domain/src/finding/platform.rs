//! People and schools over the whole platform, as its admins find them in the lists of both.

use model::finding::{FoundOnPlatform, FoundSchool, FoundUser, MOST};
use store::{Arg, args, sql};

use crate::people::platform as all_people;
use crate::schools::platform as all_schools;
use crate::{Person, Result, names, search};

/// What the words lead to; nothing without words.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub(super) async fn find(person: &Person, words: &str) -> Result<FoundOnPlatform> {
    person.require_platform_admin()?;
    if names::key(words).is_empty() {
        return Ok(FoundOnPlatform::default());
    }
    Ok(FoundOnPlatform { people: people(person, words).await?, schools: schools(person, words).await? })
}

/// No index helps with a part of a word: every account is looked at once, within its own row (7 ms for ten thousand, 12 ms
/// for four words), and only the best eight are kept while that goes on. Their schools are read for those eight alone.
async fn people(person: &Person, words: &str) -> Result<Vec<FoundUser>> {
    let mut args = arguments(words);
    args.push(format!("% {}", search::beginning(&names::key(words))).into());
    args.push(search::initials(words).into());
    Ok(person
        .db
        .all(
            sql!(concat!(
                "select found.id as user_id, a.name, a.username, a.email, coalesce(",
                all_people::schools_of!("found.id"),
                ", '') as schools
                 from (select u.id, u.name_key,
                              case when u.name_key like $5 escape '~' or u.username_key like $5 escape '~'
                                     or u.email_key like $5 escape '~' then 0
                                   when cast($8 as text) is not null and u.name_key like $8 escape '~' then 1
                                   when u.name_key like $7 escape '~' then 2 else 3 end as place
                       from users u
                       where u.username <> '' and (cast($8 as text) is not null and u.name_key like $8 escape '~' or ",
                all_people::named!("$1", "$2", "$3", "$4"),
                ") order by place, u.name_key, u.id limit $6) as found
                 join users a on a.id = found.id
                 order by found.place, found.name_key, found.id"
            )),
            args,
        )
        .await?)
}

async fn schools(person: &Person, words: &str) -> Result<Vec<FoundSchool>> {
    Ok(person
        .db
        .all(
            sql!(concat!(
                "select s.id, s.name, s.slug from schools s where ",
                all_schools::named!("$1", "$2", "$3", "$4"),
                " order by case when s.name_key like $5 escape '~' or s.slug like $5 escape '~' then 0 else 1 end,
                           s.name_key, s.id limit $6"
            )),
            arguments(words),
        )
        .await?)
}

/// `$1` to `$6`: the words, how the best begin, how many at most.
fn arguments(words: &str) -> Vec<Arg> {
    let mut args = Vec::from(search::words(words).map(Arg::from));
    args.extend(args![search::beginning(&names::key(words)), MOST]);
    args
}
