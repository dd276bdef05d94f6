//! Archives that are locked with a passphrase on their way.

use model::Error;
use model::backup::lock::PassphraseForm;

use super::super::super::{Passphrase, check_locked, is_locked};
use super::super::archive_locked;
use super::*;

fn form(passphrase: &str, again: &str) -> PassphraseForm {
    PassphraseForm { passphrase: passphrase.to_owned(), passphrase_again: again.to_owned() }
}

#[tokio::test]
async fn a_locked_archive_opens_with_its_passphrase_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let reach = Reach::Platform(person(&it.world, "alpha_admin").await);
        let download = archive_locked(reach.clone(), &form("twelve letters", "twelve letters")).await.unwrap();
        assert!(download.file_name.ends_with(".zip.age"), "{}", download.file_name);
        let pieces: Vec<Bytes> = download.body.try_collect().await.unwrap();
        let (bytes, file) = (pieces.concat(), NamedTempFile::new().unwrap());
        std::fs::write(file.path(), &bytes).unwrap();
        assert!(is_locked(file.path()).unwrap() && !check(file.path()).unwrap().is_whole());
        let right = Passphrase::new("twelve letters").unwrap();
        let report = check_locked(file.path(), &right).unwrap().unwrap();
        assert!(report.is_whole(), "{:?}", report.problems);
        assert_eq!(report.files(), 2);
        let wrong = Passphrase::new("twelve others").unwrap();
        assert!(check_locked(file.path(), &wrong).unwrap().is_none());
        std::fs::write(file.path(), &bytes[..bytes.len() - 1]).unwrap();
        let cut = check_locked(file.path(), &right);
        assert!(!matches!(cut, Ok(Some(report)) if report.is_whole()), "it is cut short");

        for typed in [form("eleven let.", "eleven let."), form("twelve letters", "twelve lettres")] {
            let refused = archive_locked(reach.clone(), &typed).await.map(|_| ()).unwrap_err().answer();
            assert!(matches!(refused, Error::Invalid(_)), "{refused}");
        }
        let teacher = Reach::School(it.teacher.clone());
        let refused = archive_locked(teacher, &form("", "")).await.map(|_| ()).unwrap_err().answer();
        assert_eq!(refused, Error::Forbidden, "asked before anything else");
    })
    .await;
}
