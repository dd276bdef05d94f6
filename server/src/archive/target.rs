//! Where an archive goes: what can go wrong about its place is found before anything is read.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf, is_separator};

use anyhow::{Context, Result, bail};
use rand::RngExt;

/// The place of an archive.
#[derive(Debug)]
pub enum Target {
    /// Under a name of its own, which no file has so far.
    Folder(PathBuf),
    /// A new file in a folder.
    New(PathBuf),
    /// The file of that name, whether there is one already or not.
    File(PathBuf),
}

impl Target {
    /// What was asked for.
    ///
    /// # Errors
    /// Where there is no such folder, and where something stands that is no file.
    pub fn of(to: &Path) -> Result<Target> {
        let says = || format!("{}", to.display());
        match fs::metadata(to) {
            Ok(it) if it.is_dir() => return Ok(Target::Folder(to.to_owned())),
            Ok(it) if it.is_file() => {}
            Ok(_) => bail!("{}: it is no file, and an archive would take its place", to.display()),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(says),
        }
        if to.to_string_lossy().ends_with(is_separator) {
            bail!("{}: there is no such folder", to.display());
        }
        to.file_name().context("the file needs a name").with_context(says)?;
        let folder = above(to);
        if !folder.is_dir() {
            bail!("{}: there is no such folder", folder.display());
        }
        Ok(Target::File(to.to_owned()))
    }

    /// The same with the name that an archive has of itself.
    ///
    /// # Errors
    /// Where a file has it that would be replaced.
    pub fn named(self, name: &str) -> Result<Target> {
        let Target::Folder(folder) = self else { return Ok(self) };
        let path = folder.join(name);
        if fs::symlink_metadata(&path).is_ok() {
            bail!("{}: there is a file of that name", path.display());
        }
        Ok(Target::New(path))
    }

    pub fn path(&self) -> &Path {
        match self {
            Target::Folder(path) | Target::New(path) | Target::File(path) => path,
        }
    }

    /// The folder that the file is in.
    pub fn folder(&self) -> &Path {
        match self {
            Target::Folder(folder) => folder,
            Target::New(path) | Target::File(path) => above(path),
        }
    }

    /// Gives what was written its name.
    ///
    /// # Errors
    /// Where somebody gave it to a new file meanwhile.
    pub fn take(&self, part: &Part) -> Result<()> {
        match self {
            Target::File(path) => fs::rename(part.path(), path),
            Target::New(path) | Target::Folder(path) => take_new(part.path(), path),
        }
        .context("the name of the file")?;
        // A name is lasting when its folder is.
        File::open(self.folder())?.sync_all().context("the folder")
    }
}

/// Gives a file a name that none has.
fn take_new(part: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(part, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            // Some file systems have no links: there the name is taken first, and then the file with it replaced.
            OpenOptions::new().write(true).create_new(true).open(path)?;
            fs::rename(part, path)
        }
        linked => linked,
    }
}

fn above(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is not whole yet, in the folder where it will have its name. It goes with whoever writes it.
#[derive(Debug)]
pub struct Part(PathBuf);

impl Part {
    /// Makes one that no other run has.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn create(folder: &Path) -> Result<(Part, File)> {
        let path = folder.join(format!(".lyceum_{:032x}.part", rand::rng().random::<u128>()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Whoever has it can become anybody.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).with_context(|| format!("{}", folder.display()))?;
        Ok((Part(path), file))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // When it got its own name, that stays.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// What is in a folder, by name.
    fn left(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn written(folder: &Path, text: &str) -> Part {
        let (part, mut file) = Part::create(folder).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        part
    }

    #[test]
    fn a_name_of_its_own_takes_the_place_of_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let named = || Target::of(folder.path()).unwrap().named("a.zip");
        let (first, second) = (named().unwrap(), named().unwrap());
        first.take(&written(folder.path(), "first")).unwrap();
        assert!(second.take(&written(folder.path(), "second")).is_err(), "made in the same second");
        assert!(named().unwrap_err().to_string().contains("there is a file of that name"));
        assert_eq!(left(folder.path()), ["a.zip"]);
        assert_eq!(fs::read(folder.path().join("a.zip")).unwrap(), b"first");
    }

    #[test]
    fn a_file_that_is_named_is_replaced_at_once_and_no_part_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.zip");
        fs::write(&file, "old").unwrap();
        let target = Target::of(&file).unwrap().named("a.zip").unwrap();
        let (one, two) = (written(folder.path(), "one"), written(folder.path(), "two"));
        assert_ne!(one.path(), two.path(), "two runs at once");
        drop(one);
        assert_eq!(fs::read(&file).unwrap(), b"old");
        target.take(&two).unwrap();
        drop(two);
        assert_eq!(left(folder.path()), ["b.zip"]);
        assert_eq!(fs::read(&file).unwrap(), b"two");
    }

    #[test]
    fn what_cannot_be_an_archive_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "old").unwrap();
        for to in ["none/", "none/a.zip", "file/", "file/a.zip", "none/.."] {
            assert!(Target::of(&folder.path().join(to)).is_err(), "{to}");
        }
        #[cfg(unix)]
        assert!(Target::of(Path::new("/dev/null")).is_err());
        assert!(Target::of(Path::new("")).is_err());
        assert!(matches!(Target::of(Path::new("a.zip")), Ok(Target::File(_))));
        assert_eq!(left(folder.path()), ["file"]);
    }
}
