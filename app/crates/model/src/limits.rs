//! The one table of field limits (product.md section 1), in characters unless said otherwise.

pub const NAME: usize = 100;
pub const TITLE: usize = 255;
pub const EMAIL: usize = 255;
pub const PHONE: usize = 20;
pub const BIO: usize = 500;
pub const ORGANIZATION: usize = 200;
pub const SCHOOL_NAME: usize = 200;
pub const CLASS_NAME: usize = 200;
/// A list of their names.
pub const CLASS_NAMES: usize = 20_000;
pub const MESSAGE: usize = 10_000;
/// Briefs, notes and comments are messages too.
pub const BRIEF: usize = MESSAGE;
/// A student's or an employee's number.
pub const MEMBER_NUMBER: usize = 40;
pub const USERNAME: std::ops::RangeInclusive<usize> = 3..=20;
pub const PASSWORD: std::ops::RangeInclusive<usize> = 10..=200;
/// What backups are locked with: whoever has one may guess for years.
pub const PASSPHRASE: std::ops::RangeInclusive<usize> = 12..=200;
pub const SLUG: std::ops::RangeInclusive<usize> = 2..=40;
/// Codes a school sets itself; generated ones have eight.
pub const CODE: std::ops::RangeInclusive<usize> = 4..=10;

/// A personal line of an invitation.
pub const NOTE: usize = 300;
/// People invited with one list.
pub const INVITED_AT_ONCE: usize = 200;
/// Children of one invited parent.
pub const CHILDREN_AT_ONCE: usize = 12;
/// Characters of a list of them.
pub const CHILDREN_LIST: usize = 600;
/// Parents invited at once for the same children.
pub const PARENTS_AT_ONCE: usize = 2;

/// Bytes of one uploaded file on the free plan (product.md section 19).
pub const FREE_FILE_BYTES: i64 = 2 * 1024 * 1024;
/// Bytes of one uploaded file on any plan (product.md section 8).
pub const FILE_BYTES: i64 = 50 * 1024 * 1024;
/// Bytes a class group may store on the free plan (product.md section 19).
pub const FREE_CLASS_BYTES: i64 = 50 * 1024 * 1024;
/// Megabytes that a class may be given at most.
pub const QUOTA_MEGABYTES: i64 = 1024 * 1024;
/// Files in one submission.
pub const FILES_PER_SUBMISSION: usize = 10;
/// Files with one message of the chat.
pub const FILES_PER_MESSAGE: usize = 10;
/// Kinds of signs under one message.
pub const SIGNS_PER_MESSAGE: usize = 30;
/// What a picture shows, said by its sender.
pub const ALT: usize = 500;
/// Bytes of a picture as it is sent to the chat: what is kept is drawn anew, and smaller.
pub const PICTURE_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of a photo of oneself as it is sent.
pub const PHOTO_BYTES: usize = PICTURE_BYTES;
/// Pixels of one, in millions: phones make pictures of 50.
pub const PHOTO_MEGAPIXELS: usize = 60;
/// Bytes of a form or a server function's arguments.
pub const FORM_BYTES: usize = 256 * 1024;
/// Bytes of an archive that is brought to be restored from: a terabyte.
pub const ARCHIVE_BYTES: u64 = 1 << 40;
/// Bytes of the address where the service of a browser takes what is for it.
pub const PUSH_ENDPOINT: usize = 1000;
/// Devices of one person that are told.
pub const PUSH_DEVICES: i64 = 20;
