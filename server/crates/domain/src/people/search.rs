//! Which members a filter means: one condition for the list, the export and a change of many.

use model::people::PeopleFilter;
use model::{Permission, limits};
use store::Arg;

use crate::Scope;
use crate::accounts::fold;

/// A word is in the name, the username or the number; in the e-mail for those who manage members, until the place ends.
macro_rules! fits {
    ($word:literal) => {
        concat!(
            "(cast(",
            $word,
            " as text) is null or m.search_key like ",
            $word,
            " escape '\\' or $9 and m.email_key like ",
            $word,
            " escape '\\' and (m.status <> 'ended' or m.suspended_at is not null))"
        )
    };
}

/// The condition on `memberships m`: `$1` is the school, `$2` to `$11` come from [`arguments`]. Accounts that are no more
/// have no key; people, classes and departments out of reach are not there.
macro_rules! matching {
    () => {
        concat!(
            "m.school_id = $1 and m.search_key <> '' and ",
            $crate::bounds::person!("m.user_id", "$10"),
            " and (cast($11 as text) is null or m.user_id in (",
            $crate::bounds::people_of!("h.id = $11 and (cast($10 as text) = '*' or h.head_id = $10)"),
            "))
             and (cast($2 as text) is null or m.role = $2)
             and (cast($3 as text) is null or case when m.suspended_at is not null then 'suspended' else m.status end = $3)
             and (cast($4 as text) is null or m.user_id in (select k.user_id from class_members k
                  where k.school_id = $1 and k.class_id in (
                    select g.id from class_groups g
                    where g.school_id = $1 and (g.id = $4 or g.name_key = $4 and g.archived_at is null)) and ",
            $crate::bounds::class!("k.class_id", "$10"),
            "))
             and ",
            $crate::people::search::fits!("$5"),
            " and ",
            $crate::people::search::fits!("$6"),
            " and ",
            $crate::people::search::fits!("$7"),
            " and ",
            $crate::people::search::fits!("$8")
        )
    };
}
pub(super) use {fits, matching};

/// The arguments of [`matching`]. E-mails are searched for those who may see them.
pub(super) fn arguments(scope: &Scope, filter: &PeopleFilter) -> Vec<Arg> {
    let mut arguments = store::args![
        scope.school_id(),
        filter.role().map(|role| role.text().to_owned()),
        filter.standing().map(|standing| standing.text().to_owned()),
        filter.class().map(|class| class.to_string()).or_else(|| filter.class_name().map(fold)),
    ];
    arguments.extend(patterns(&filter.q).map(Arg::from));
    arguments.extend(store::args![scope.can(Permission::MembersManage), scope.people_reach(), filter.department()]);
    arguments
}

/// Up to four patterns that all have to fit. Of more words the rest must stand in the order typed.
pub(super) fn patterns(q: &str) -> [Option<String>; 4] {
    let folded: String = fold(q).chars().take(limits::TITLE).collect();
    let words: Vec<String> = folded.split_whitespace().map(plain).collect();
    let (single, rest) = words.split_at(words.len().min(3));
    let mut said = single.iter().cloned().chain([rest.join("%")]).filter(|it| !it.is_empty());
    std::array::from_fn(|_| said.next().map(|word| format!("%{word}%")))
}

/// A word in which no sign means anything to `like`.
fn plain(word: &str) -> String {
    word.chars().fold(String::with_capacity(word.len()), |mut out, c| {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::patterns;

    #[test]
    fn words_are_found_in_any_order_and_signs_mean_themselves() {
        let said = |q: &str| patterns(q).into_iter().flatten().collect::<Vec<_>>();
        assert!(said(" ").is_empty());
        assert_eq!(said(" Ada  LOVELACE "), ["%ada%", "%lovelace%"]);
        assert_eq!(said("a_b 5% c\\d"), ["%a\\_b%", "%5\\%%", "%c\\\\d%"]);
        assert_eq!(said("a b c d e"), ["%a%", "%b%", "%c%", "%d%e%"]);
    }
}
