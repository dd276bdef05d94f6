//! A zip that leaves while it is made: what is written goes through the archive into the download, and nothing of it is
//! kept but a line of the directory for each part.

use std::io::Write;

use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::contents::{Contents, NAME, Sum};
use crate::backup::made::Made;
use crate::backup::seal::{SEAL, SealKey};
use crate::backup::stream::Out;
use crate::{Result, secrets};

pub(in crate::backup) struct Zipped<'a> {
    zip: ZipWriter<StreamWriter<Made>>,
    made: Made,
    out: &'a mut Out,
    hash: Sha256,
    bytes: u64,
}

impl<'a> Zipped<'a> {
    pub fn new(out: &'a mut Out) -> Zipped<'a> {
        let made = Made::default();
        Zipped { zip: ZipWriter::new_stream(made.clone()), made, out, hash: Sha256::new(), bytes: 0 }
    }

    /// Begins a part. Text is made small; what people upload mostly is small already.
    pub fn start(&mut self, name: &str, is_text: bool) -> Result<()> {
        let method = if is_text { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        // How large a part becomes is not known before it has been written.
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.zip.start_file(name, options).map_err(anyhow::Error::from)?;
        (self.hash, self.bytes) = (Sha256::new(), 0);
        Ok(())
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.zip.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.made.take(&mut self.out.buffer);
        self.out.pass().await
    }

    /// What the part that was begun last is known by.
    pub fn sum(&mut self) -> Sum {
        Sum { bytes: self.bytes, sha256: secrets::hex(&std::mem::take(&mut self.hash).finalize()) }
    }

    /// Writes the seal and the list, and then the directory. Without it no reader takes the archive for a whole one.
    pub async fn list(mut self, contents: &Contents, key: &SealKey) -> Result<()> {
        let list = serde_json::to_vec_pretty(contents)?;
        self.start(SEAL, true)?;
        self.write(&key.seal(&list)?).await?;
        self.start(NAME, true)?;
        self.write(&list).await?;
        let Zipped { zip, made, out, .. } = self;
        zip.finish().map_err(anyhow::Error::from)?;
        made.take(&mut out.buffer);
        Ok(())
    }
}
