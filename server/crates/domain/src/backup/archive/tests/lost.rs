//! A file store that cannot read everything that it has.

use std::sync::Arc;

use async_trait::async_trait;
use futures::stream::BoxStream;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutResult, Result,
};

use super::*;
use crate::World;

/// Opens nothing of `shut`, and breaks off in the middle of `torn`.
#[derive(Debug)]
struct Faulty {
    whole: Arc<dyn ObjectStore>,
    shut: Path,
    torn: Path,
}

impl std::fmt::Display for Faulty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a faulty store")
    }
}

fn fault() -> Error {
    Error::Generic { store: "test", source: "the disk is old".into() }
}

#[async_trait]
impl ObjectStore for Faulty {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.whole.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(&self, location: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.whole.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        if *location == self.shut {
            return Err(fault());
        }
        let mut found = self.whole.get_opts(location, options).await?;
        if *location == self.torn {
            let pieces = [Ok(Bytes::from_static(b"Once upon")), Err(fault())];
            found.payload = GetResultPayload::Stream(futures::stream::iter(pieces).boxed());
        }
        Ok(found)
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

#[tokio::test]
async fn a_file_that_cannot_be_read_ends_no_archive_and_the_others_are_in_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let shut = Content { school: None, sha256: fill(&it, "Once upon a time").await };
        let other = Content { school: None, sha256: fill(it.other(), "Far away").await };
        let sha256 = secrets::hex(&Sha256::digest(b"Once upon a time"));
        let torn = Content { school: Some(it.admin.school_id()), sha256 };
        let store = Faulty { whole: it.world.files.clone(), shut: shut.address(), torn: torn.address() };
        let world = World::new(db.clone(), Arc::new(store), it.world.settings.clone());
        let mut made = Made::of(by_command(&System::new(&world, "backup"), None).await.unwrap()).await;
        let contents = made.contents();
        assert_eq!((contents.missing, contents.damaged), (vec![shut.to_string()], vec![torn.to_string()]));
        assert_eq!(made.report().files(), 3, "what there is of it, and two of the other school");
        assert_eq!(made.part(&torn.to_string()).unwrap(), b"Once upon");
        assert_eq!(made.part(&other.to_string()).unwrap(), b"a photo of Far away");
    })
    .await;
}
