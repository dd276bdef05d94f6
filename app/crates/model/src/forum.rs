//! The forum: questions and answers that stay, in a class or a course (product.md section 15).

mod forms;
mod views;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, CourseId};

pub use forms::{EditForm, MoveForm, Order, PostForm, ThreadFilter, ThreadForm, TopicForm, Which};
pub use views::{
    Author, BoardCard, BoardPage, Earlier, ForumHome, Found, Hit, PostCard, PostDesk, PostFile, Report, ReportDesk, Solution,
    ThreadCard, ThreadDesk, ThreadPage, Topic,
};

/// Threads, and posts, of one page.
pub const PAGE: i64 = 20;

/// Threads with news that are counted in the menu: of more it is said that there are more.
pub const COUNTED: i64 = 100;

/// Where one talks: a class or a course. Written `class-` or `course-` and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    Class(ClassId),
    Course(CourseId),
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Board::Class(id) => write!(f, "class-{id}"),
            Board::Course(id) => write!(f, "course-{id}"),
        }
    }
}

impl FromStr for Board {
    type Err = crate::ParseTextError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || crate::ParseTextError("Board");
        match text.split_once('-').ok_or_else(unknown)? {
            ("class", id) => id.parse().map(Board::Class).map_err(|_| unknown()),
            ("course", id) => id.parse().map(Board::Course).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for Board {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Board {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_reads_back_what_it_writes() {
        for board in [Board::Class(ClassId::new()), Board::Course(CourseId::new())] {
            assert_eq!(board.to_string().parse(), Ok(board));
        }
        let id = ClassId::new();
        for wrong in [String::new(), id.to_string(), format!("room-{id}"), format!("class-{id}/x"), "class-".into()] {
            assert!(wrong.parse::<Board>().is_err(), "{wrong}");
        }
    }
}
