//! Where what was found leads, and what is said beside it: for the palette and for the page of the whole search.

use model::finding::{FoundSchool, FoundStudent, FoundUser};

use crate::pages::classes::person_address;
use crate::params::encode;
use crate::text::facts;

/// The page of the class that lists the student: teachers open no other one of theirs.
pub fn student(school: &str, it: &FoundStudent) -> String {
    person_address(school, it.class_id, it.page, it.user_id)
}

/// The list of the platform's people as it finds the words. There is no page of one of them: their address finds them.
pub fn users(words: &str) -> String {
    format!("/admin/people?q={}", encode(words.trim()))
}

pub fn user(it: &FoundUser) -> String {
    users(&it.email)
}

pub fn school(it: &FoundSchool) -> String {
    format!("/admin/schools/{}", it.id)
}

/// What is known of something in a line, without what is empty.
pub fn hint(parts: &[&str]) -> String {
    facts(parts.iter().filter(|part| !part.is_empty()))
}

#[cfg(test)]
mod tests {
    use model::ids::UserId;

    use super::*;

    #[test]
    fn somebody_of_the_platform_is_found_by_their_address_in_its_list() {
        let found = FoundUser {
            user_id: UserId::from_u128(1),
            name: "Ama Owusu".into(),
            username: "ama".into(),
            email: "ama+1@school.example".into(),
            schools: String::new(),
        };
        assert_eq!(user(&found), "/admin/people?q=ama%2B1%40school.example");
        assert_eq!(hint(&[&found.username, &found.email, &found.schools]), "ama · ama+1@school.example");
    }
}
