//! Looking something up on the server while somebody types. Words are asked for again and again, and answers come in
//! their own order: only the one to what was asked last is heard.

use leptos::prelude::*;
use leptos::task::spawn_local;

/// What one part of a page looks up. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LookUp {
    /// True from asking until the answer is there.
    pub loading: RwSignal<bool>,
    /// How often something was asked.
    turn: StoredValue<u32>,
}

impl LookUp {
    /// Of the part of the page that is being drawn.
    pub fn new() -> LookUp {
        LookUp { loading: RwSignal::new(false), turn: StoredValue::new(0) }
    }

    /// Asks, in the browser. The answer is heard unless something else was asked meanwhile, or the page was left.
    pub fn ask<T: 'static>(self, question: impl Future<Output = T> + 'static, hear: impl FnOnce(T) + 'static) {
        spawn_local(self.answered(question, hear));
    }

    /// Waits for no answer any more: what is looked for is known.
    pub fn rest(self) {
        let _ = self.next();
        let _ = self.loading.try_set(false);
    }

    fn answered<T: 'static>(
        self,
        question: impl Future<Output = T> + 'static,
        hear: impl FnOnce(T) + 'static,
    ) -> impl Future<Output = ()> + 'static {
        let mine = self.next();
        let _ = self.loading.try_set(true);
        async move {
            let answer = question.await;
            if mine.is_none() || self.turn.try_get_value() != mine {
                return;
            }
            hear(answer);
            self.loading.set(false);
        }
    }

    /// The turn of what is asked now; none where the page was left.
    fn next(self) -> Option<u32> {
        self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        })
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::future::ready;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[tokio::test]
    async fn only_the_answer_to_what_was_asked_last_is_heard() {
        let owner = Owner::new();
        owner.set();
        let (look, heard) = (LookUp::new(), Arc::new(Mutex::new(Vec::new())));
        let ask = |words: &'static str| {
            let heard = heard.clone();
            look.answered(ready(words), move |words| heard.lock().unwrap().push(words))
        };
        let so_far = || (heard.lock().unwrap().clone(), look.loading.get_untracked());

        let (first, second, third) = (ask("a"), ask("an"), ask("ann"));
        first.await;
        assert_eq!(so_far(), (vec![], true), "something else was typed meanwhile");
        third.await;
        second.await;
        assert_eq!(so_far(), (vec!["ann"], false), "an older answer comes after the newer one");

        let late = ask("anna");
        look.rest();
        late.await;
        assert_eq!(so_far(), (vec!["ann"], false), "what is known is waited for no more");

        let left = ask("anna");
        owner.cleanup();
        left.await;
        assert_eq!(*heard.lock().unwrap(), ["ann"], "the page was left");
    }
}
