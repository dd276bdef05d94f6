//! A part as it is read: hashed, and never read further than it should go, whatever it unpacks to.

use std::io::{Error, Read, Result};

use sha2::{Digest, Sha256};

use crate::backup::archive::contents::Sum;
use crate::secrets;

pub(super) struct Part<R> {
    inner: R,
    most: u64,
    bytes: u64,
    hash: Sha256,
}

impl<R: Read> Part<R> {
    pub fn new(inner: R, most: u64) -> Part<R> {
        Part { inner, most, bytes: 0, hash: Sha256::new() }
    }

    /// What was read.
    pub fn sum(self) -> Sum {
        Sum { bytes: self.bytes, sha256: secrets::hex(&self.hash.finalize()) }
    }
}

impl<R: Read> Read for Part<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes += count as u64;
        if self.bytes > self.most {
            return Err(Error::other("it is longer than its list says"));
        }
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}
