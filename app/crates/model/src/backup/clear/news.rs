//! What is told over the page of clears: the last thing that was done, and no older one.

use super::{Cleared, SchoolClear, Undone};
use crate::{At, When};

/// What was done a moment ago.
#[derive(Clone, Debug, PartialEq)]
pub enum News<'a> {
    Cleared(&'a Cleared),
    Undone(&'a Undone),
}

impl SchoolClear {
    /// What was done last, if that was a moment ago: what came before it, or was overtaken by a restore, is no news.
    pub fn news(&self) -> Option<News<'_>> {
        let (at, fresh, news) = self.cleared.iter().map(Cleared::last).max_by_key(|(at, ..)| *at)?;
        let restored = self.cleared.iter().filter_map(|it| it.restored.as_ref()).any(|when| when.at >= at);
        let failed = self.failed.as_ref().is_some_and(|failed| failed.when.at > at);
        (fresh && !restored && !failed).then_some(news)
    }
}

impl Cleared {
    /// What was done with it last: when, and whether that was a moment ago.
    fn last(&self) -> (At, bool, News<'_>) {
        match &self.undone {
            Some(undone) => (undone.when.at, undone.fresh, News::Undone(undone)),
            None => (self.when.at, self.fresh, News::Cleared(self)),
        }
    }

    /// When the school was put back from a backup, if nothing was done with this since.
    pub fn restored_since(&self) -> Option<&When> {
        let last = self.undone.as_ref().map_or(self.when.at, |undone| undone.when.at);
        self.restored.as_ref().filter(|when| when.at >= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::cause::Cause;
    use crate::backup::clear::{Failed, What};
    use crate::backup::restore::Step;
    use crate::ids::ClearId;

    fn when(at: i64) -> When {
        When { at: At(at), local: String::new(), own: None }
    }

    fn cleared(at: i64, undone: Option<i64>, restored: Option<i64>) -> Cleared {
        Cleared {
            id: ClearId::new(),
            what: What::Courses,
            reason: String::new(),
            rows: 1,
            by: String::new(),
            when: when(at),
            until: when(100),
            fresh: true,
            undone: undone.map(|at| Undone { when: when(at), rows: Some((1, 0)), fresh: true }),
            restored: restored.map(when),
        }
    }

    fn page(cleared: Vec<Cleared>) -> SchoolClear {
        SchoolClear {
            school: (String::new(), String::new()),
            of_platform: false,
            parts: Vec::new(),
            zone: String::new(),
            running: None,
            failed: None,
            plans: Vec::new(),
            cleared,
            can_download: false,
            can_archive: false,
        }
    }

    fn told(page: &SchoolClear) -> Option<(&'static str, At)> {
        page.news().map(|news| match news {
            News::Cleared(it) => ("cleared", it.when.at),
            News::Undone(it) => ("undone", it.when.at),
        })
    }

    #[test]
    fn only_what_was_done_last_is_news_and_nothing_that_a_restore_overtook() {
        for (all, said) in [
            (Vec::new(), None),
            (vec![cleared(1, None, None)], Some(("cleared", At(1)))),
            (vec![cleared(1, Some(2), None)], Some(("undone", At(2)))),
            (vec![cleared(3, None, None), cleared(1, Some(2), None)], Some(("cleared", At(3)))),
            (vec![cleared(2, None, None), cleared(1, Some(3), None)], Some(("undone", At(3)))),
            (vec![cleared(3, None, Some(4)), cleared(1, Some(2), Some(4))], None),
            (vec![cleared(5, None, None), cleared(1, Some(2), Some(4))], Some(("cleared", At(5)))),
        ] {
            assert_eq!(told(&page(all)), said);
        }
    }

    #[test]
    fn what_came_before_something_old_or_before_a_failure_is_no_news() {
        let old = Cleared { fresh: false, ..cleared(3, None, None) };
        assert_eq!(told(&page(vec![old, cleared(1, Some(2), None)])), None);
        let failed = Failed { what: What::All, when: when(4), step: Step::Safety, cause: Cause::NoSafety };
        assert_eq!(told(&SchoolClear { failed: Some(failed), ..page(vec![cleared(3, None, None)]) }), None);
    }

    #[test]
    fn a_restore_is_told_where_nothing_was_done_since() {
        let since = |undone, restored| cleared(1, undone, restored).restored_since().map(|when| when.at);
        assert_eq!((since(None, Some(2)), since(Some(3), Some(4))), (Some(At(2)), Some(At(4))));
        assert_eq!((since(Some(3), Some(2)), since(Some(3), None)), (None, None));
    }
}
