use model::chat::{EMOJI, Present};

use super::*;

/// Signs under a message, each from one person.
fn given(signs: &[(&str, UserId)]) -> Vec<Reaction> {
    let one = |(emoji, user_id): &(&str, UserId)| Reaction {
        emoji: (*emoji).into(),
        count: 1,
        by: vec![Present { user_id: *user_id, name: "Somebody".into() }],
        known: None,
    };
    signs.iter().map(one).collect()
}

#[test]
fn the_signs_one_gives_most_come_first_and_those_of_others_count_for_nothing() {
    let mut rows = history(1..=3, false);
    assert_eq!(timeline(rows.clone(), 3).own_signs(), EMOJI[..3]);
    rows.messages[0].message.reactions = given(&[("🚀", ME), ("👀", ME), ("🙏", ADA)]);
    rows.messages[1].message.reactions = given(&[("🚀", ME), ("🙏", ADA)]);
    assert_eq!(timeline(rows, 3).own_signs(), ["🚀", "👀", EMOJI[0]]);
}
