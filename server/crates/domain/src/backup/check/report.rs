//! What a check found. What is wrong says itself in `model`, to pages and to the command line alike.

use model::backup::archive::Problem;

use crate::backup::archive::contents::Contents;

/// Problems that are kept; of more it is known how many they are.
const MOST: usize = 100;

/// What an archive is and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Its table of contents; nothing where it could not be read. Without a problem it is true.
    pub contents: Option<Contents>,
    pub problems: Vec<Problem>,
    /// Problems beyond those.
    pub more: u64,
}

impl Report {
    /// Whether everything that it says is in it is in it, as it was written. What the file store lacked already when it was
    /// made is told by its list.
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn rows(&self) -> u64 {
        self.contents.iter().flat_map(|it| &it.tables).fold(0_u64, |all, table| all.saturating_add(table.rows))
    }

    pub fn files(&self) -> usize {
        self.contents.as_ref().map_or(0, |it| it.files.len())
    }

    pub fn file_bytes(&self) -> u64 {
        self.contents.iter().flat_map(|it| &it.files).fold(0_u64, |all, file| all.saturating_add(file.sum.bytes))
    }

    pub(in crate::backup) fn tell(&mut self, problem: Problem) {
        if self.problems.len() < MOST { self.problems.push(problem) } else { self.more += 1 }
    }
}
