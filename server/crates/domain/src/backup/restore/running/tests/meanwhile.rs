//! A restore in its middle: what others can do, and where its page is found again.

use std::sync::Arc;

use async_trait::async_trait;
use futures::stream::BoxStream;
use model::backup::Shut;
use object_store::path::Path as Place;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions,
    PutPayload, PutResult,
};
use tokio::sync::watch;

use super::*;

/// A file store that gives nothing while it is shut: a restore stands still in its middle.
#[derive(Debug)]
struct Slow {
    whole: Arc<dyn ObjectStore>,
    open: watch::Receiver<bool>,
}

impl std::fmt::Display for Slow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a slow store")
    }
}

#[async_trait]
impl ObjectStore for Slow {
    async fn put_opts(&self, to: &Place, payload: PutPayload, options: PutOptions) -> object_store::Result<PutResult> {
        self.whole.put_opts(to, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        to: &Place,
        options: PutMultipartOptions,
    ) -> object_store::Result<Box<dyn MultipartUpload>> {
        self.whole.put_multipart_opts(to, options).await
    }

    async fn get_opts(&self, from: &Place, options: GetOptions) -> object_store::Result<GetResult> {
        let mut open = self.open.clone();
        let _ = open.wait_for(|open| *open).await;
        self.whole.get_opts(from, options).await
    }

    fn delete_stream(
        &self,
        places: BoxStream<'static, object_store::Result<Place>>,
    ) -> BoxStream<'static, object_store::Result<Place>> {
        self.whole.delete_stream(places)
    }

    fn list(&self, prefix: Option<&Place>) -> BoxStream<'static, object_store::Result<ObjectMeta>> {
        self.whole.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Place>) -> object_store::Result<ListResult> {
        self.whole.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Place, to: &Place, options: CopyOptions) -> object_store::Result<()> {
        self.whole.copy_opts(from, to, options).await
    }
}

#[tokio::test]
async fn of_two_who_restore_one_waits_and_who_was_cut_off_finds_how_far_it_is() {
    each_scratch(async |scratch| {
        let (world, _) = world_in(&scratch.folder().join("data"), &scratch.db).await;
        let (open, opened) = watch::channel(true);
        let files = Arc::new(Slow { whole: world.files.clone(), open: opened });
        let world = World::new(world.db.clone(), files, world.settings.clone());
        let (mine, other) = (school(&world, "alpha").await, school(&world, "beta").await);
        // The same admin from another device.
        let again = school(&world, "alpha").await;
        let id = bring(&world, &mine, "alpha").await;
        let kept = keep(&world, &other).await;
        let theirs = upload::from_kept(&other, kept).await.unwrap();
        rests(&mine, id).await;
        rests(&other, theirs).await;
        rename_courses(&world, &mine, "Lost").await;
        rename_courses(&world, &other, "Lost too").await;
        try_out(&mine, id, None).await.unwrap();
        let my_form = form(&rests(&mine, id).await);
        try_out(&other, theirs, None).await.unwrap();
        let their_form = form(&rests(&other, theirs).await);

        open.send_replace(false);
        begin(&mine, id, &my_form).await.unwrap();
        // The request is answered, and whoever sent it may be gone. What is put back is closed soon.
        while mine.begin().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let runs = Error::Conflict(Problem::RestoreRuns);
        assert_eq!(answer(&other, theirs, &their_form).await, runs);
        // A moment ago it would be a second click.
        world.db.run(sql!("update restores set begun_at = 1 where kind = 'drill'"), args![]).await.unwrap();
        assert_eq!(try_out(&other, theirs, None).await.unwrap_err().answer(), runs);
        assert_eq!(upload::give_up(&mine, id).await.unwrap_err().answer(), runs, "it is being read");
        begin(&mine, id, &my_form).await.unwrap();
        let running = upload::show(&again, id).await.unwrap().next.and_then(|next| next.running).expect("it goes on");
        assert_eq!((running.kind, running.step >= Step::Safety), (Kind::Restore, true));
        assert_eq!(again.begin().await.map(|_| ()).unwrap_err().answer(), Error::Closed(Shut::School));
        assert!(other.begin().await.is_ok(), "the other school works on");
        assert_eq!(course(&world, &mine).await, "Lost");

        open.send_replace(true);
        let last = rests(&again, id).await.last.expect("a report");
        assert_eq!((last.kind, last.state), (Kind::Restore, RunState::Done), "{last:?}");
        assert_eq!((course(&world, &mine).await.as_str(), course(&world, &other).await.as_str()), ("Algebra", "Lost too"));
        begin(&other, theirs, &their_form).await.unwrap();
        assert_eq!(rests(&other, theirs).await.last.map(|last| last.state), Some(RunState::Done));
        assert_eq!(course(&world, &other).await, "Algebra");
    })
    .await;
}
