//! What a page shows: loaded once for each address, and asked for again when its tab is seen again after a while.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::Resource as Held;
use leptos::prelude::*;
use model::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::layout::{SeenAgain, is_refusal};
use crate::look_up::LookUp;

/// What the server says by now; nothing where the page is of something else since.
type Answer<T> = Pin<Box<dyn Future<Output = Option<Result<T>>> + Send>>;

/// The main resource of a page. It takes the place of Leptos' own, which shows at once whatever a second asking brings:
/// here an answer is looked at before it takes the place of what stands.
pub struct Resource<T: Send + Sync + 'static> {
    pub(crate) held: Held<Result<T>>,
    ask: Callback<(), Answer<T>>,
    look: LookUp,
    live: bool,
}

impl<T: Send + Sync + 'static> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Resource<T> {}

impl<T> Resource<T>
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// `source` says of what, mostly by the address; whenever that changes, `fetcher` loads it.
    pub fn new<S, Fut>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetcher: impl Fn(S) -> Fut + Send + Sync + 'static,
    ) -> Resource<T>
    where
        S: Clone + PartialEq + Send + Sync + 'static,
        Fut: Future<Output = Result<T>> + Send + 'static,
    {
        let source = Memo::new(move |_| source());
        let fetcher = Arc::new(fetcher);
        let ask = asking(source, fetcher.clone());
        let held = Held::new(move || source.get(), move |asked: S| fetcher(asked));
        Resource { held, ask, look: LookUp::new(), live: false }
    }

    /// Loads it anew at once: something has been done to it here.
    pub fn refetch(self) {
        self.look.rest();
        self.held.refetch();
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Resource<T> {
    /// What hears by itself of what changes, as a chat does, or costs too much to be had again unbidden: it is not asked
    /// for again.
    pub fn live(self) -> Resource<T> {
        Resource { live: true, ..self }
    }

    /// Asks for it again, in the browser, whenever the tab is seen again. What comes is put in the place of what stands if
    /// it says something else. Where nothing comes, as without a network, what stands is left.
    pub(crate) fn look_when_seen_again(self) {
        let Some(seen) = use_context::<SeenAgain>().filter(|_| !self.live) else { return };
        Effect::new(move |before: Option<u32>| {
            let times = seen.times();
            if before.is_some_and(|before| before != times) {
                self.ask_again(seen);
            }
            times
        });
    }

    /// Asks for it again, in the browser, every so often while what calls this is drawn, and puts it in its place as when
    /// the tab is seen again: under an open question nothing moves.
    pub fn follow(self, every: Duration) {
        let Some(seen) = use_context::<SeenAgain>() else { return };
        Effect::new(move |_| {
            let again = move || {
                if !document().hidden() {
                    self.ask_again(seen);
                }
            };
            if let Ok(handle) = set_interval_with_handle(again, every) {
                on_cleanup(move || handle.clear());
            }
        });
    }

    fn ask_again(self, seen: SeenAgain) {
        let stood = self.held.get_untracked();
        self.look.ask(self.ask.run(()), move |now: Option<Result<T>>| {
            let Some(now) = now.filter(is_an_answer) else { return };
            if stood.as_ref() != Some(&now) {
                seen.replace(|| {
                    let _ = self.held.try_update(|held| *held = Some(now));
                });
            }
        });
    }
}

fn asking<S, T, Fut>(source: Memo<S>, fetcher: Arc<impl Fn(S) -> Fut + Send + Sync + 'static>) -> Callback<(), Answer<T>>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: 'static,
    Fut: Future<Output = Result<T>> + Send + 'static,
{
    Callback::new(move |()| -> Answer<T> {
        let asked = source.get_untracked();
        let answer = fetcher(asked.clone());
        Box::pin(async move {
            let answer = answer.await;
            (source.try_get_untracked().as_ref() == Some(&asked)).then_some(answer)
        })
    })
}

/// Whether it says something of what was asked for, not of the way there.
fn is_an_answer<T>(answer: &Result<T>) -> bool {
    answer.as_ref().err().is_none_or(is_refusal)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::future::ready;

    use model::Error;

    use super::*;

    #[tokio::test]
    async fn what_comes_after_one_has_gone_on_is_not_shown() {
        let owner = Owner::new();
        owner.set();
        let at = RwSignal::new(1);
        let ask = asking(Memo::new(move |_| at.get()), Arc::new(|at: i32| ready(Ok(at))));
        assert_eq!(ask.run(()).await, Some(Ok(1)));
        let late = ask.run(());
        at.set(2);
        assert_eq!(late.await, None, "the page is of something else");
        let left = ask.run(());
        owner.cleanup();
        assert_eq!(left.await, None, "the page was left");
    }

    #[test]
    fn what_is_gone_or_closed_is_said_and_a_lost_network_is_not() {
        assert!(is_an_answer(&Ok(1)));
        for error in [Error::Unauthorized, Error::Forbidden, Error::Suspended, Error::NotFound] {
            assert!(is_an_answer::<i32>(&Err(error.clone())), "{error:?}");
        }
        for error in [Error::Unavailable, Error::TooMany(60), Error::Internal(String::new())] {
            assert!(!is_an_answer::<i32>(&Err(error.clone())), "{error:?}");
        }
    }
}
