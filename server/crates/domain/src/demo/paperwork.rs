//! A school that stores very much: files put to what was handed in, beside those that are there.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures::stream::{StreamExt, TryStreamExt};
use model::ids::{ClassId, FileId, SubmissionId, UserId};
use model::{At, Error};
use serde_json::json;
use store::{args, sql};

use super::dice::Dice;
use super::names::SCHOOLS;
use super::{note, teaching};
use crate::files::{self, Upload};
use crate::scope::Actor;
use crate::{Result, System};

/// Files of one transaction.
const AT_ONCE: usize = 200;
/// Contents on their way to the store at a time: no more are in memory.
const ON_THE_WAY: usize = 8;
/// Places of the paper at which a content may begin.
const BEGINNINGS: usize = 1 << 16;

/// What was handed in, and may have more files.
#[derive(sqlx::FromRow)]
struct HandedIn {
    id: SubmissionId,
    class_id: ClassId,
    user_id: UserId,
    submitted_at: At,
}

/// Adds so many files of so many bytes to a school, no two alike, each stored as an upload is. The room that its classes
/// have grows with them.
///
/// # Errors
/// `NotFound` for a school that is not there, or in which nothing was handed in; as an upload of that size.
pub async fn paperwork(system: &System, slug: &str, count: usize, bytes: usize, seed: u64) -> Result<()> {
    let school = super::school(system, slug).await?;
    let handed_in: Vec<HandedIn> = system
        .db
        .all(
            sql!(
                "select s.id, f.class_id, s.user_id, s.submitted_at
                 from submissions s
                 join submission_files p on p.school_id = s.school_id and p.submission_id = s.id and p.position = 0
                 join files f on f.school_id = p.school_id and f.id = p.file_id
                 where s.school_id = $1 order by s.id"
            ),
            args![school],
        )
        .await?;
    if handed_in.is_empty() {
        return Err(Error::NotFound.into());
    }
    let (mut dice, paper) = (Dice::new(seed), paper(bytes));
    for first in (0..count).step_by(AT_ONCE) {
        let numbers = first..count.min(first + AT_ONCE);
        let contents = numbers.clone().map(|number| (number, content(&paper, dice.below(BEGINNINGS), number, bytes)));
        // Contents first: no row ever names one that is not there.
        let uploads: Vec<Upload> = futures::stream::iter(contents)
            .map(|(number, content)| async move { files::keep(system, school, &format!("sheet_{number:06}.txt"), content).await })
            .buffered(ON_THE_WAY)
            .try_collect()
            .await?;
        let mut stored: BTreeMap<ClassId, i64> = BTreeMap::new();
        let (mut named, mut attached) = (Vec::new(), Vec::new());
        for (number, upload) in numbers.zip(&uploads) {
            let to = &handed_in[number % handed_in.len()];
            let id: FileId = dice.id(to.submitted_at);
            let (name, media_type, bytes) = (upload.name(), upload.media_type(), upload.bytes());
            named.push(json!([school, id, to.class_id, name, media_type, bytes, upload.sha256(), to.user_id, to.submitted_at]));
            attached.push(json!([school, to.id, id, 1 + number / handed_in.len()]));
            *stored.entry(to.class_id).or_default() += bytes;
        }
        let mut work = system.begin().await?;
        for (class, bytes) in stored {
            work.tx
                .run(
                    sql!(
                        "update class_groups set storage_bytes = storage_bytes + $3, quota_bytes = quota_bytes + $3
                         where school_id = $1 and id = $2"
                    ),
                    args![school, class, bytes],
                )
                .await?;
        }
        teaching::name_files(&mut work.tx, named.into_iter()).await?;
        teaching::attach(&mut work.tx, attached.into_iter()).await?;
        work.commit().await?;
    }
    note(system, school, json!({ "files": count, "bytes": count.saturating_mul(bytes) })).await
}

/// A text that contents are cut from. A letter takes a byte, so that it can be cut anywhere.
fn paper(bytes: usize) -> Vec<u8> {
    let lines = SCHOOLS.iter().flat_map(|plan| plan.subjects).flat_map(|subject| subject.lines);
    let text: Vec<u8> = lines.flat_map(|line| line.bytes().chain([b'\n'])).filter(u8::is_ascii).collect();
    text.into_iter().cycle().take(bytes + BEGINNINGS).collect()
}

/// Its number, and the paper from some place on.
fn content(paper: &[u8], from: usize, number: usize, bytes: usize) -> Bytes {
    let mut content = format!("Sheet {number}\n").into_bytes();
    content.extend_from_slice(&paper[from..from + bytes]);
    content.truncate(bytes);
    Bytes::from(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_a_text_of_its_size_and_no_two_are_alike() {
        let paper = paper(1000);
        let contents: Vec<Bytes> = (0..3).map(|number| content(&paper, number * 7, number, 1000)).collect();
        for content in &contents {
            assert_eq!(content.len(), 1000);
            assert!(std::str::from_utf8(content).unwrap().starts_with("Sheet "));
        }
        assert!(contents[0] != contents[1] && contents[1] != contents[2]);
        assert_eq!(content(&paper, BEGINNINGS - 1, 1, 1000).len(), 1000, "the last place that there is");
    }
}
