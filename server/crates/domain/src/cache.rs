//! What was read of the database, kept in memory by a key. It holds only as long as [`store::Changes`] counts no further
//! commit: what was read at an earlier count is read anew, so that a change is seen at the very next request.

use std::time::Duration;

use moka::sync;

/// Values in use, each with the count it was read at.
#[derive(Debug)]
pub struct Cache<V: Clone + Send + Sync + 'static> {
    kept: sync::Cache<Box<str>, Kept<V>>,
}

#[derive(Clone, Debug)]
struct Kept<V> {
    value: V,
    epoch: u64,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    /// Keeps so many values at most, each for so many seconds at most.
    pub(crate) fn new(most: u64, seconds: u64) -> Cache<V> {
        let kept = sync::Cache::builder().max_capacity(most).time_to_live(Duration::from_secs(seconds)).build();
        Cache { kept }
    }

    /// What was read of the key, if nothing has changed since; without a count nothing is known.
    pub(crate) fn find(&self, epoch: Option<u64>, key: &str) -> Option<V> {
        let epoch = epoch?;
        self.kept.get(key).filter(|kept| kept.epoch == epoch).map(|kept| kept.value)
    }

    /// Keeps what was read after `epoch` changes; without a count nothing may be kept.
    pub(crate) fn keep(&self, epoch: Option<u64>, key: &str, value: V) {
        if let Some(epoch) = epoch {
            self.kept.insert(key.into(), Kept { value, epoch });
        }
    }

    pub(crate) fn forget(&self, key: &str) {
        self.kept.invalidate(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_at_another_count_or_without_one_is_not_known() {
        let cache = Cache::new(10, 300);
        cache.keep(Some(1), "a", "read");
        assert_eq!(cache.find(Some(1), "a"), Some("read"));
        for (epoch, key) in [(Some(2), "a"), (Some(0), "a"), (None, "a"), (Some(1), "b")] {
            assert_eq!(cache.find(epoch, key), None, "{epoch:?} {key}");
        }
        cache.keep(None, "b", "unseen");
        assert_eq!(cache.find(Some(1), "b"), None);
        cache.keep(Some(2), "a", "anew");
        assert_eq!((cache.find(Some(1), "a"), cache.find(Some(2), "a")), (None, Some("anew")));
        cache.forget("a");
        assert_eq!(cache.find(Some(2), "a"), None);
    }

    #[test]
    fn nothing_is_kept_past_its_time() {
        let cache = Cache::new(10, 0);
        cache.keep(Some(1), "a", "read");
        assert_eq!(cache.find(Some(1), "a"), None);
    }
}
