//! One clear at a time in a school, and none that waits for another school's.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use model::ids::SchoolId;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// Of the schools where somebody clears or waits.
static TURNS: Mutex<BTreeMap<SchoolId, Weak<Turn<()>>>> = Mutex::new(BTreeMap::new());

/// Waits for whoever clears the school, and is the one who does until it is dropped.
pub(super) async fn take(school: SchoolId) -> OwnedMutexGuard<()> {
    of(school).lock_owned().await
}

fn of(school: SchoolId) -> Arc<Turn<()>> {
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    turns.retain(|_, turn| turn.strong_count() > 0);
    if let Some(turn) = turns.get(&school).and_then(Weak::upgrade) {
        return turn;
    }
    let turn = Arc::new(Turn::new(()));
    turns.insert(school, Arc::downgrade(&turn));
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn schools_do_not_wait_for_each_other_and_leave_nothing_behind() {
        let (one, other) = (SchoolId::new(), SchoolId::new());
        let held = take(one).await;
        assert!(of(one).try_lock().is_err());
        drop(take(other).await);
        drop(held);
        assert!(of(one).try_lock().is_ok());
        drop(take(SchoolId::new()).await);
        let turns = TURNS.lock().unwrap();
        assert!(!turns.contains_key(&one) && !turns.contains_key(&other));
    }
}
