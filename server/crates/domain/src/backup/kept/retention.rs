//! Which backups have been kept long enough.

use std::collections::HashSet;

use model::At;
use model::backup::kept::Why;

use crate::calendar;

/// Of those made by schedule the newest of each of so many days, weeks and months is kept, and of every year for ever.
const KEPT: [Option<i64>; 4] = [Some(30), Some(12), Some(12), None];
/// Days that the others are kept.
const DAYS: i64 = 30;

/// A good backup, as far as its age matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated {
    pub at: At,
    pub why: Why,
}

/// Which of the good backups of one shelf may go, by their places in the list. The newest never goes, nor does the newest that
/// was not made before something dangerous: what was there before a restore may be next to nothing.
pub(super) fn expendable(all: &[Dated], now: At, zone: &str) -> Vec<usize> {
    let mut newest_first: Vec<usize> = (0..all.len()).collect();
    newest_first.sort_by_key(|index| std::cmp::Reverse((all[*index].at, *index)));
    let mut kept: HashSet<usize> = newest_first.first().copied().into_iter().collect();
    kept.extend(newest_first.iter().copied().find(|index| all[*index].why != Why::Safety));
    let present = calendar::periods(now, zone);
    for (place, most) in KEPT.iter().enumerate() {
        let mut seen = HashSet::new();
        for index in newest_first.iter().filter(|index| all[**index].why == Why::Schedule) {
            let period = calendar::periods(all[*index].at, zone)[place];
            let is_young = most.is_none_or(|most| present[place] - period < most);
            if is_young && seen.insert(period) {
                kept.insert(*index);
            }
        }
    }
    let young = |index: &usize| all[*index].why != Why::Schedule && all[*index].at > now.plus_days(-DAYS);
    kept.extend(newest_first.iter().copied().filter(young));
    (0..all.len()).filter(|index| !kept.contains(index)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::NOON;

    /// Made each day at noon for so many days, the newest today.
    fn daily(days: i64) -> Vec<Dated> {
        (0..days).map(|day| Dated { at: NOON.plus_days(-day), why: Why::Schedule }).collect()
    }

    #[test]
    fn of_daily_backups_thirty_days_twelve_weeks_twelve_months_and_every_year_are_kept() {
        let all = daily(3 * 366);
        let gone: HashSet<usize> = expendable(&all, NOON, "UTC").into_iter().collect();
        assert!((0..30).all(|day| !gone.contains(&day)), "thirty days");
        // 27 November 2026 is a Friday: five days before it the week before ends, on Sunday the 22nd.
        for week in 0..11 {
            assert!(!gone.contains(&(5 + week * 7)), "week {week}");
        }
        // The last of the months before, back to December of last year.
        let ends = [27, 58, 88, 119, 150, 180, 211, 241, 272, 300, 331];
        assert!(ends.iter().all(|day| !gone.contains(day)), "twelve months");
        // 31 December of 2025 and of 2024.
        assert!(!gone.contains(&331) && !gone.contains(&(331 + 365)), "every year");
        assert_eq!(all.len() - gone.len(), kept_of(&all), "and no other");
    }

    fn kept_of(all: &[Dated]) -> usize {
        let present = calendar::periods(NOON, "UTC");
        let mut kept = HashSet::new();
        for (place, most) in KEPT.iter().enumerate() {
            let mut newest = std::collections::HashMap::new();
            for (index, it) in all.iter().enumerate().rev() {
                newest.insert(calendar::periods(it.at, "UTC")[place], index);
            }
            kept.extend(
                newest.into_iter().filter(|(period, _)| most.is_none_or(|most| present[place] - period < most)).map(|it| it.1),
            );
        }
        kept.len()
    }

    #[test]
    fn one_made_by_hand_is_kept_for_thirty_days_and_the_newest_for_ever() {
        let hand = |days: i64| Dated { at: NOON.plus_days(-days), why: Why::Hand };
        assert_eq!(expendable(&[hand(29), hand(31), hand(400)], NOON, "UTC"), [1, 2]);
        assert!(expendable(&[hand(400)], NOON, "UTC").is_empty());
        assert!(expendable(&[], NOON, "UTC").is_empty());
    }

    #[test]
    fn what_was_kept_before_something_dangerous_lets_the_newest_other_one_go_no_sooner() {
        let made = |days: i64, why| Dated { at: NOON.plus_days(-days), why };
        let all = [made(40, Why::Safety), made(50, Why::Hand), made(60, Why::Safety), made(70, Why::Hand)];
        assert_eq!(expendable(&all, NOON, "UTC"), [2, 3]);
    }

    proptest! {
        #[test]
        fn the_newest_and_the_newest_of_every_year_never_go_and_what_went_would_go_again(
            made in proptest::collection::vec((0_i64..4000 * 24, 0_usize..3), 1..60)
        ) {
            let all: Vec<Dated> =
                made.iter().map(|(hours, why)| Dated { at: NOON.plus_hours(-hours), why: Why::ALL[*why] }).collect();
            let gone: HashSet<usize> = expendable(&all, NOON, "UTC").into_iter().collect();
            let left: Vec<Dated> = all.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, it)| *it).collect();
            let newest = all.iter().map(|it| it.at).max();
            prop_assert_eq!(left.iter().map(|it| it.at).max(), newest);
            let own = |of: &[Dated]| of.iter().filter(|it| it.why != Why::Safety).map(|it| it.at).max();
            prop_assert_eq!(own(&left), own(&all), "and the newest that was not made before something dangerous");
            let years = |of: &[Dated]| {
                let scheduled = of.iter().filter(|it| it.why == Why::Schedule);
                scheduled.map(|it| calendar::periods(it.at, "UTC")[3]).collect::<HashSet<_>>()
            };
            prop_assert_eq!(years(&left), years(&all), "every year has one");
            prop_assert!(expendable(&left, NOON, "UTC").is_empty(), "one sweep is enough");
            prop_assert!(all.iter().enumerate().all(|(index, it)| it.at <= NOON.plus_days(-DAYS) || !gone.contains(&index)
                || it.why == Why::Schedule), "nothing young goes but for a younger one of its day");
        }
    }
}
