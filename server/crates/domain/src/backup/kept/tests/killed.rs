//! A server that is killed while it makes a backup, at each of its writes in turn.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use futures::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, PutMultipartOptions, PutOptions, PutResult,
    Result,
};
use tokio::sync::Notify;

use super::super::shelf::BACKUPS;
use super::*;

/// Where a server is killed: at one of its writes, before it is done or after.
#[derive(Debug)]
struct Death {
    at: usize,
    after: bool,
    writes: AtomicUsize,
    came: Notify,
}

impl Death {
    fn at(at: usize, after: bool) -> Arc<Death> {
        Arc::new(Death { at, after, writes: AtomicUsize::new(0), came: Notify::new() })
    }

    async fn at_write<T>(&self, write: impl Future<Output = T>) -> T {
        let is_last = self.writes.fetch_add(1, Ordering::SeqCst) == self.at;
        if is_last && !self.after {
            self.come().await;
        }
        let done = write.await;
        if is_last {
            self.come().await;
        }
        done
    }

    /// Nothing is done any more.
    async fn come(&self) {
        self.came.notify_one();
        std::future::pending::<()>().await;
    }
}

/// A store as a server has it that is killed.
#[derive(Debug)]
struct Dying {
    whole: Arc<dyn ObjectStore>,
    death: Arc<Death>,
}

impl std::fmt::Display for Dying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the store of a server that is killed")
    }
}

#[async_trait]
impl ObjectStore for Dying {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.death.at_write(self.whole.put_opts(location, payload, options)).await
    }

    async fn put_multipart_opts(&self, location: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.death.at_write(self.whole.put_multipart_opts(location, options)).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.whole.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.whole.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.whole.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.whole.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.whole.copy_opts(from, to, options).await
    }
}

/// The platform with a place on this machine and one elsewhere.
fn beside(it: &Scene, stores: &[Arc<dyn ObjectStore>; 2], death: Option<&Arc<Death>>) -> World {
    let shelf = |(kind, whole): (ShelfKind, &Arc<dyn ObjectStore>)| {
        let store: Arc<dyn ObjectStore> = match death {
            Some(death) => Arc::new(Dying { whole: whole.clone(), death: death.clone() }),
            None => whole.clone(),
        };
        Shelf::new(kind, "/nowhere".into(), store)
    };
    let shelves = [ShelfKind::Disk, ShelfKind::S3].into_iter().zip(stores).map(shelf).collect();
    World::with_shelves(it.world.db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves)
}

/// The names of what lies in the folders of backups, and how many contents lie beside them.
async fn lying(shelf: &Shelf) -> (Vec<String>, usize) {
    let objects = shelf.store.list(Some(&Path::from(BACKUPS))).map_ok(|object| object.location);
    let objects: Vec<Path> = objects.try_collect().await.unwrap();
    let mut names: Vec<String> = objects.iter().map(|path| Folder::parse(path).unwrap().0.name).collect();
    names.sort();
    names.dedup();
    (names, contents(shelf).await.len())
}

/// Whether a server dies at so many writes; then all is well after it. Otherwise it made its backup with fewer.
async fn dies(it: &Scene, at: usize, after: bool) -> bool {
    let when = format!("killed {} write {at}", if after { "after" } else { "before" });
    it.world.db.run(sql!("delete from kept_backups where whose is not null"), args![]).await.unwrap();
    it.world.db.run(sql!("delete from jobs where kind like 'backup.%'"), args![]).await.unwrap();
    let stores: [Arc<dyn ObjectStore>; 2] = [Arc::new(InMemory::new()), Arc::new(InMemory::new())];
    let world = beside(it, &stores, None);
    let of = Some(it.admin.school_id());
    let earlier = make(&system(&world, NOON), of, Why::Hand).await.unwrap();

    let death = Death::at(at, after);
    let killed = system(&beside(it, &stores, Some(&death)), NOON);
    tokio::select! {
        made = make(&killed, None, Why::Schedule) => {
            made.unwrap();
            return false;
        }
        () = death.came.notified() => {}
    }
    drop(killed);
    // It is started again when the minutes have passed in which it could still be alive.
    let again = system(&world, NOON.plus_minutes(4));
    look_again(&again).await.unwrap();
    for card in listed(&platform(&world).await).await {
        assert!(matches!(card.state, KeptState::Kept | KeptState::Failed), "{when}: {card:?}");
        if card.state == KeptState::Kept {
            verify(&again, card.id).await.unwrap();
            let made = Made::of(download(platform(&world).await, card.id).await.unwrap()).await;
            assert!(check(made.file.path()).unwrap().is_whole(), "{when}");
        } else {
            let refused = download(platform(&world).await, card.id).await.map(|_| ()).unwrap_err();
            assert_eq!(refused.answer(), Error::NotFound, "{when}");
        }
    }
    verify(&again, earlier.id).await.unwrap();
    assert_eq!(runs::one(&again, earlier.id).await.unwrap().state, KeptState::Kept, "{when}");

    let next = make(&again, None, Why::Schedule).await.unwrap();
    let cards = listed(&platform(&world).await).await;
    let newest: Vec<_> = cards.iter().filter(|card| card.name == next.name).collect();
    assert!(newest.len() == 2 && newest.iter().all(|card| (card.state, card.files) == (KeptState::Kept, 4)), "{when}: {cards:?}");
    let later = system(&world, At(NOON.0.max(store::clock::now().0)).plus_days(60));
    sweep::sweep(&later, None).await.unwrap();
    for shelf in &world.shelves {
        let mut names = listed_on(&later, shelf).await;
        names.sort();
        assert_eq!(lying(shelf).await, (names, 4), "{when}: what is listed, whole, and nothing else");
    }
    true
}

/// The good backups of a shelf, whosesoever.
async fn listed_on(system: &System, shelf: &Shelf) -> Vec<String> {
    runs::lying(system, shelf.kind).await.unwrap().into_iter().map(|run| run.name).collect()
}

#[tokio::test]
async fn a_server_that_is_killed_at_any_write_leaves_no_half_backup_and_the_next_one_is_good() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        fill(it.other(), "Far away").await;
        for after in [false, true] {
            let mut at = 0;
            while Box::pin(dies(&it, at, after)).await {
                at += 1;
            }
            assert_eq!(at, 10, "in each place two contents, the rows, the names of the files, and the head");
        }
    })
    .await;
}
