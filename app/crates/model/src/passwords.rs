//! What a password must be (product.md section 3): long enough, not a common one, not one's name. Nothing else is asked.

use crate::{Check, Problem, limits};

/// The commonest passwords of ten characters and more, in small letters and sorted: those in the first 30,000 of the
/// list that comes with zxcvbn 3.1 (MIT), which is ordered by how often a password leaked. Shorter ones are refused
/// for their length.
const COMMON: &str = include_str!("passwords/common.txt");

/// Looks at the field `password`; `names` are what its owner is called.
pub(crate) fn check(check: &mut Check, password: &str, names: &[&str]) {
    let folded = password.to_lowercase();
    let is_name = |name: &&str| {
        let name = name.trim().to_lowercase();
        let local = name.split('@').next().unwrap_or_default();
        !name.is_empty() && (folded == name || folded == local || folded == name.replace(' ', ""))
    };
    check.length("password", password, limits::PASSWORD);
    check.ensure(!names.iter().any(is_name), "password", Problem::PasswordIsName);
    check.ensure(!is_common(password), "password", Problem::PasswordTooCommon);
}

/// Whether it is among the commonest, in large or small letters.
pub fn is_common(password: &str) -> bool {
    let folded = password.trim().to_lowercase();
    COMMON.lines().any(|common| common == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_are_refused_and_a_sentence_is_not() {
        for common in ["qwertyuiop", "Password123", "1234567890", "1Q2W3E4R5T"] {
            assert!(is_common(common), "{common}");
        }
        for fine in ["correct horse", "a calm sentence", "", "password"] {
            assert!(!is_common(fine), "{fine}");
        }
    }

    #[test]
    fn the_list_is_sorted_folded_and_long_enough_to_matter() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() > 1000 && lines.is_sorted());
        assert!(lines.iter().all(|it| it.chars().count() >= *limits::PASSWORD.start() && *it == it.to_lowercase()));
    }
}
