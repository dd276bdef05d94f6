//! That something was changed, for those who look at what there is: of a school, or of the whole platform; and of a thread of
//! the forum. It goes its own way beside the events, as every commit tells the first and no socket of a chat is to fall behind
//! for that. Nothing queues: any number of changes between two looks are one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::ids::{SchoolId, ThreadId};
use tokio::sync::watch;

use super::Hub;

/// Everybody in this process who watches, by what they watch.
#[derive(Clone, Debug)]
pub(super) struct Watchers<K>(Arc<Mutex<HashMap<K, watch::Sender<()>>>>);

impl<K> Default for Watchers<K> {
    fn default() -> Self {
        Watchers(Arc::default())
    }
}

impl<K: Eq + Hash> Watchers<K> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, watch::Sender<()>>> {
        // The map is whole between two statements, also when a thread died holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self, key: K) -> Watch {
        let mut all = self.lock();
        if all.len() == all.capacity() {
            // It would grow: what nobody watches any more, and nobody changed since, makes room first.
            all.retain(|_, it| it.receiver_count() > 0);
        }
        let mut heard = all.entry(key).or_insert_with(|| watch::channel(()).0).subscribe();
        heard.mark_changed();
        Watch(heard)
    }

    pub(super) fn mark(&self, key: K) {
        if let Entry::Occupied(entry) = self.lock().entry(key)
            && entry.get().send(()).is_err()
        {
            // Nobody watches any more.
            entry.remove();
        }
    }
}

/// Hears that something was changed.
#[derive(Debug)]
pub struct Watch(watch::Receiver<()>);

impl Hub {
    /// Watches a school, or all there is. The first look is due at once: what was changed before is not known.
    pub fn watch(&self, school: Option<SchoolId>) -> Watch {
        self.watchers.watch(school)
    }

    /// Watches a thread of the forum, in the same way.
    pub(crate) fn watch_thread(&self, school: SchoolId, thread: ThreadId) -> Watch {
        self.threads.watch((school, thread))
    }

    /// Something of that school was changed, or of none in particular: the platform hears of both.
    pub(crate) fn changed(&self, school: Option<SchoolId>) {
        for watched in std::iter::once(None).chain(school.map(Some)) {
            self.watchers.mark(watched);
        }
    }
}

impl Watch {
    /// Waits until something has been changed since the last time it waited.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left who could tell.
            std::future::pending().await
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use model::accounts::JoinForm;
    use model::classes::{ClassForm, CodeKind};
    use serde_json::json;
    use store::testing::each_db;

    use super::*;
    use crate::accounts::{register, sessions};
    use crate::scope::Actor;
    use crate::testing::{NOON, Scene, account, person, request};
    use crate::{Visitor, classes};

    fn told(watch: &mut Watch) -> bool {
        watch.next().now_or_never().is_some()
    }

    #[test]
    fn many_changes_are_one_and_those_who_have_gone_are_forgotten() {
        let hub = Hub::default();
        let school = Some(SchoolId::new());
        let mut watch = hub.watch(school);
        assert!(told(&mut watch), "the first look");
        assert!(!told(&mut watch));
        (0..5000).for_each(|_| hub.changed(school));
        assert!(told(&mut watch));
        assert!(!told(&mut watch));
        drop(watch);
        assert_eq!(hub.watchers.lock().len(), 1);
        hub.changed(school);
        assert!(hub.watchers.lock().is_empty());
    }

    #[test]
    fn what_nobody_watches_any_more_takes_no_memory_though_it_never_changes_again() {
        let hub = Hub::default();
        let school = SchoolId::new();
        let mut stays = hub.watch_thread(school, ThreadId::new());
        assert!(told(&mut stays));
        for _ in 0..10_000 {
            drop(hub.watch_thread(school, ThreadId::new()));
        }
        let held = hub.threads.lock().len();
        assert!(held < 100, "{held} are held");
        // Many at once are many, each of which hears.
        let threads: Vec<ThreadId> = (0..1000).map(|_| ThreadId::new()).collect();
        let mut watches: Vec<Watch> = threads.iter().map(|thread| hub.watch_thread(school, *thread)).collect();
        assert!(watches.iter_mut().all(told));
        threads.iter().for_each(|thread| hub.threads.mark((school, *thread)));
        assert!(watches.iter_mut().all(told) && !told(&mut stays));
    }

    #[tokio::test]
    async fn a_change_is_told_when_it_is_committed_to_those_who_watch_its_school_and_to_the_platform() {
        each_db(async |db| {
            let scene = Scene::new(&db).await;
            let (hub, other) = (&scene.world.hub, scene.other());
            let mut watches =
                [Some(scene.admin.school_id()), Some(other.admin.school_id()), None].map(|school| hub.watch(school));
            let mut heard = || watches.each_mut().map(told);
            assert_eq!(heard(), [true; 3], "the first look");

            let mut work = scene.admin.begin().await.unwrap();
            work.audit("session.end_all", scene.admin.user_id(), json!({ "ended": 1 })).await.unwrap();
            assert_eq!(heard(), [false; 3], "it is not committed yet");
            drop(work);
            assert_eq!(heard(), [false; 3], "it never was");

            classes::create(&scene.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
            assert_eq!(heard(), [true, false, true]);
            // Somebody who was nobody in particular until the code said of which school.
            let page = classes::show(&other.admin, other.class_id).await.unwrap();
            let code = page.codes.iter().find(|card| card.kind == CodeKind::Student).unwrap().code.clone();
            let form = JoinForm { code, account: account("late") };
            register::join(&Visitor(request(&scene.world, NOON)), &form).await.unwrap();
            assert_eq!(heard(), [false, true, true]);
            // Of no school.
            sessions::end_all(&person(&scene.world, "alpha_admin").await).await.unwrap();
            assert_eq!(heard(), [false, false, true]);
        })
        .await;
    }
}
