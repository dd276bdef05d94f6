//! Chance that comes out the same from the same seed.

use model::{At, Id};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

pub(super) struct Dice(StdRng);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(StdRng::seed_from_u64(seed))
    }

    /// An id that looks as if it had been made at that instant (UUIDv7, RFC 9562).
    pub fn id<T>(&mut self, at: At) -> Id<T> {
        let bits: u128 = self.0.random();
        let random = bits & 0x0fff_3fff_ffff_ffff_ffff;
        Id::from_u128(((at.0 as u128) << 80) | (7 << 76) | (2 << 62) | random)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// From 0 up to, not including, the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0.random_range(0..limit.max(1))
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// A join code.
    pub fn code(&mut self) -> String {
        (0..8).map(|_| char::from(*self.pick(model::classes::CODE_ALPHABET))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ids::UserId;

    #[test]
    fn ids_are_of_version_seven_sort_by_their_instant_and_come_out_the_same() {
        let mut dice = Dice::new(7);
        let (early, late): (UserId, UserId) = (dice.id(At(1_700_000_000_000)), dice.id(At(1_700_000_000_001)));
        let text = early.to_string();
        assert!(early < late);
        assert_eq!(&text[14..15], "7", "{text}");
        assert!(matches!(&text[19..20], "8" | "9" | "a" | "b"), "{text}");
        assert_eq!(early, Dice::new(7).id(At(1_700_000_000_000)));
    }
}
