use store::testing::each_db;
use tempfile::NamedTempFile;

use super::*;
use crate::backup::archive::tests::{Made, fill};
use crate::backup::check::tests::Parts;
use crate::backup::{by_command, check};
use crate::testing::Scene;
use crate::{System, World};

fn written(bytes: &[u8]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

async fn ours(db: &Db, path: &Path) -> bool {
    match check(path).unwrap().contents {
        Some(contents) => is_ours(db, path, &contents).await.unwrap(),
        None => false,
    }
}

async fn archive(world: &World) -> Vec<u8> {
    let made = Made::of(by_command(&System::new(world, "backup"), None).await.unwrap()).await;
    std::fs::read(made.file.path()).unwrap()
}

#[tokio::test]
async fn a_platform_knows_its_own_archives_again_as_they_were_written() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let bytes = archive(&it.world).await;
        let own = written(&bytes);
        assert!(check(own.path()).unwrap().is_whole() && ours(&db, own.path()).await);
        let key = SealKey::of(&db).await.unwrap().0;
        assert!(key.len() == 64 && !String::from_utf8_lossy(&bytes).contains(&key), "it is in no archive");

        let mut changed = Parts::of(&bytes);
        changed.list(|list| list["app"] = serde_json::json!("another"));
        let changed = written(&changed.packed());
        assert!(check(changed.path()).unwrap().is_whole(), "to whom does not know the key");
        assert!(!ours(&db, changed.path()).await);

        let mut bare = Parts::of(&bytes);
        bare.remove(SEAL);
        let bare = written(&bare.packed());
        assert!(check(bare.path()).unwrap().is_whole(), "as an archive of before");
        assert!(!ours(&db, bare.path()).await);

        let mut broken = Parts::of(&bytes);
        *broken.get(SEAL) = b"no seal".to_vec();
        let broken = written(&broken.packed());
        assert!(!check(broken.path()).unwrap().is_whole() && !ours(&db, broken.path()).await);

        // Its list is not the one that was looked at.
        let own_list = check(own.path()).unwrap().contents.unwrap();
        let other = Contents { app: "another".into(), ..own_list };
        assert!(!is_ours(&db, own.path(), &other).await.unwrap());

        // As another platform has it.
        db.run(sql!("update secrets set value = 'another' where name = 'archives'"), args![]).await.unwrap();
        assert!(!ours(&db, own.path()).await);
        db.run(sql!("update secrets set value = $1 where name = 'archives'"), args![key]).await.unwrap();
    })
    .await;
}
