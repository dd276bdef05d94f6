//! What a form was drawn from, short enough to travel with it. Who saves a whole form says so what stood there when they
//! began: where something else stands meanwhile, their save would undo somebody's change unseen, and is refused.

/// The seal of what stands there. It guards against accidents: nobody gains by making one up.
pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    // FNV-1a with 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/.
    let mut seal: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // A byte that no text holds ends each part, so that no two lists read the same.
        for byte in part.bytes().chain([0xff]) {
            seal = (seal ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{seal:016x}")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_same_parts_have_one_seal_and_others_another() {
        assert_eq!(of(["Accra", "GHS"]), of(["Accra", "GHS"]));
        for (one, other) in [(["Accra", "GHS"], ["Accra", "USD"]), (["ab", "c"], ["a", "bc"]), (["", "a"], ["a", ""])] {
            assert_ne!(of(one), of(other), "{one:?}");
        }
        assert_eq!(of([]).len(), 16);
    }
}
