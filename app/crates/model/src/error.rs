//! The one error a caller can see: it is the status table of the API and the pages.

use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::Marks;
use crate::backup::Shut;
use crate::backup::clear::Going;
use crate::color::Rgb;
use crate::wire::JsonText;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can be answered instead of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "detail", rename_all = "snake_case")]
pub enum Error {
    /// Nobody is logged in: 401.
    Unauthorized,
    /// The role does not allow it: 403.
    Forbidden,
    /// It gives rights, or is done to somebody who has rights, that the caller does not hold: 403.
    Beyond,
    /// Only looking with another member's eyes: 403.
    Viewing,
    /// The person's place in the school is suspended: 403.
    Suspended,
    /// Not there, or not visible to the caller: 404.
    NotFound,
    /// The input is wrong, field by field: 422.
    Invalid(Vec<FieldProblem>),
    /// True when it was sent, no longer true now: 409; of what does not fit 413, and of a full disk 507.
    Conflict(Problem),
    /// Too many tries; seconds until the next may succeed: 429.
    TooMany(u32),
    /// Something needed does not answer; try again: 503.
    Unavailable,
    /// It is being put back, and can only be read meanwhile: 503.
    Closed(Shut),
    /// The request cannot be read: 400.
    Malformed,
    /// Our fault; the reference finds the cause in the log: 500.
    Internal(String),
}

/// One field and what is wrong with it. The empty name speaks of the whole form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    pub problem: Problem,
    /// The file it is about, of those in the field, the entry of a list, or the other thing it clashes with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileName>,
}

/// A file as its sender named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileName {
    pub name: String,
    /// Its size, when all of it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// What can be wrong with a field. Each has its sentence in `text::problems`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Required,
    TooLong(usize),
    TooShort(usize),
    NotAnEmail,
    /// The line of a list that holds no address.
    NotAnEmailAt(usize),
    NotADomain,
    NotAUsername,
    NotASlug,
    NotACode,
    NotANumber,
    NotADate,
    NotATimeZone,
    NotACurrency,
    /// The clocks skip this local time (daylight saving).
    TimeSkipped,
    InThePast,
    /// An end that is not after its beginning.
    EndsTooEarly,
    /// None of several things to choose is chosen.
    NoneChosen,
    /// A number that may lie between the two, both included.
    OutOfRange {
        least: Marks,
        most: Marks,
    },
    /// Line breaks in a line, and characters that cannot be seen.
    OddCharacter,
    Taken,
    PasswordIsName,
    PasswordTooCommon,
    /// The present password, asked for before something of the account changes.
    WrongPassword,
    NotAPhone,
    /// The address one has already.
    SameEmail,
    /// The name they have already.
    SameName,
    WrongLogIn,
    /// The same where registrations wait for their mail: whoever has just registered may not have read it yet.
    WrongLogInOrMail,
    WrongCode,
    /// A registration that waited too long, or what it chose is no longer free.
    RegistrationGone,
    CodeUnknown,
    CodeClosed,
    /// A word that the school does not want said in its chats.
    UnwantedWord,
    /// A message calls everybody, and so did another a short while ago.
    EverybodyCalled,
    CodeExpired,
    DomainMismatch,
    LinkExpired,
    /// Everybody named is a member already.
    MemberAlready,
    /// So many invitations a day, until an admin of the school has proven their address.
    InvitesUnproven(usize),
    /// So many invitations a day in a school's first week.
    InvitesYoung(usize),
    /// The place in the school is suspended: joining does not give it back.
    PlaceSuspended,
    /// People of that role are in no class.
    NoClassForRole,
    /// Nobody is a teacher of a class whose role in the school neither teaches nor mentors.
    RoleDoesNotTeach,
    /// Nobody comes into a class beside its students who teaches or mentors at the school, and no parent.
    RoleDoesNotLearn,
    /// Only parents have children.
    NoChildForRole,
    /// Somebody named is no student of the school, or two have that number.
    NoSuchStudent,
    /// What is written is the name of no class, or of several.
    NoSuchClass,
    /// Nobody who can be chosen is called what is written.
    NobodyFound,
    /// What is written may mean several: one has to be chosen.
    SeveralFound,
    TooManyAtOnce(usize),
    /// Nobody writes there any more but those who look after the forum.
    ThreadLocked,
    /// Who asked not to be named would be named there by now.
    NamesAskedFor,
    FileTooLarge(u64),
    FileEmpty,
    FileTypeRefused,
    TooManyFiles(usize),
    /// Kinds of signs under one message.
    TooManySigns(usize),
    /// A picture that cannot be read, or is of no kind that is taken.
    PictureRefused,
    /// More pixels than so many millions.
    PictureTooLarge(usize),
    QuotaExceeded,
    AfterDeadline,
    MarkedAlready,
    ChangedMeanwhile,
    LastAdmin,
    LastTeacher,
    /// The class, or the course by its classes, is out of use until somebody restores it.
    ClassArchived,
    FamilyCodeUnknown,
    /// Used, withdrawn or too old.
    FamilyCodeSpent,
    /// Students, and those who wait to be let in, are nobody's guardian there.
    FamilyOtherRole,
    /// Nobody links themselves who may not see of children what the link opens.
    FamilyOwnCode,
    FamilySuspended,
    /// The school's address: links would break.
    SlugFixed,
    NotAColor,
    /// A colour that cannot be read as text on the page, and the nearest that can.
    LowContrast {
        nearest: Rgb,
    },
    NotALogo,
    NotADay,
    EndsBeforeItStarts,
    /// Days that are another's already.
    Overlaps,
    /// A term outside its year.
    OutsideYear,
    /// A year whose terms would lie outside of it.
    TermsOutside,
    NotAMember,
    /// The line of a grade that cannot be read.
    GradeUnread(usize),
    /// The line of a grade that is there already.
    GradeTwice(usize),
    GradeGap,
    TooManyGrades(usize),
    DefaultScale,
    LastPlatformAdmin,
    UndoExpired,
    /// What was cleared cannot be brought back any more.
    ClearOver,
    /// What was cleared needs something that has gone meanwhile.
    ClearLacks(Going),
    /// There is nothing of what is to be cleared.
    NothingToClear,
    /// What is typed is not the name that is shown.
    NotThatName,
    /// What was to be typed to confirm something is not what was typed.
    NotThatWord,
    /// One clear at a time in a school.
    ClearRuns,
    /// Another backup of the same is being made.
    BackupRuns,
    /// Nobody removes the newest good backup.
    LastBackup,
    /// A locked backup, and no passphrase in the settings.
    BackupLocked,
    /// A locked backup, and another passphrase in the settings.
    OtherPassphrase,
    /// What was brought does not open with this passphrase.
    WrongPassphrase,
    /// What was brought is encrypted in a way that costs this server too much, or with no passphrase.
    OpensElsewhere,
    /// A passphrase is being tried on it.
    OpensNow,
    /// The second time another passphrase was typed.
    NotTheSame,
    /// Others match than were counted and shown.
    OthersMatch,
    /// One restore at a time.
    RestoreRuns,
    /// An archive that another tab or device is sending.
    SentElsewhere,
    /// A piece of an archive that does not begin where the one before ended.
    OtherOffset,
    /// More of an archive than was announced.
    BeyondLength,
    /// There is no room on the disk.
    DiskFull,
    TooManyArchives(usize),
    /// An archive that is being checked, or was.
    ArchiveWhole,
}

impl Error {
    /// One field, one problem.
    pub fn field(field: &str, problem: Problem) -> Error {
        Error::Invalid(vec![FieldProblem { field: field.to_owned(), problem, file: None }])
    }

    /// One file in a field, one problem.
    pub fn file(field: &str, problem: Problem, name: &str) -> Error {
        let file = Some(FileName { name: name.to_owned(), bytes: None });
        Error::Invalid(vec![FieldProblem { field: field.to_owned(), problem, file }])
    }

    /// One field, one problem with another thing, which is named.
    pub fn clash(field: &str, problem: Problem, name: &str) -> Error {
        Error::file(field, problem, name)
    }

    /// The same with the size of the file it names; of anything else nothing is added.
    #[must_use]
    pub fn sized(mut self, bytes: u64) -> Error {
        if let Error::Invalid(fields) = &mut self {
            fields.iter_mut().filter_map(|it| it.file.as_mut()).for_each(|file| file.bytes = Some(bytes));
        }
        self
    }

    /// The same in a form that holds the other: fields are named as HTML writes them, `year[name]`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Error {
        if let Error::Invalid(fields) = &mut self {
            fields.iter_mut().for_each(|it| it.field = format!("{outer}[{}]", it.field));
        }
        self
    }

    /// A problem of the form as a whole.
    pub fn form(problem: Problem) -> Error {
        Error::field("", problem)
    }

    /// The HTTP status (RFC 9110) this error is answered with.
    pub const fn status(&self) -> u16 {
        match self {
            Error::Malformed => 400,
            Error::Unauthorized => 401,
            Error::Forbidden | Error::Beyond | Error::Viewing | Error::Suspended => 403,
            Error::NotFound => 404,
            Error::Conflict(Problem::BeyondLength) => 413,
            Error::Conflict(Problem::DiskFull) => 507,
            Error::Conflict(_) => 409,
            Error::Invalid(_) => 422,
            Error::TooMany(_) => 429,
            Error::Internal(_) => 500,
            Error::Unavailable | Error::Closed(_) => 503,
        }
    }

    /// Seconds after which the same may succeed, where that is known.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Error::TooMany(seconds) => Some(*seconds),
            Error::Closed(_) => Some(60),
            _ => None,
        }
    }

    /// What is wrong with one field, if it has something.
    pub fn field_problem(&self, field: &str) -> Option<&FieldProblem> {
        match self {
            Error::Invalid(fields) => fields.iter().find(|it| it.field == field),
            _ => None,
        }
    }

    /// All that is wrong with one field: with a list, entry by entry.
    pub fn field_problems(&self, field: &str) -> impl Iterator<Item = &FieldProblem> {
        let fields: &[FieldProblem] = match self {
            Error::Invalid(fields) => fields,
            _ => &[],
        };
        fields.iter().filter(move |it| it.field == field)
    }

    /// The problem of one field, if it has one.
    pub fn problem_of(&self, field: &str) -> Option<Problem> {
        match self {
            Error::Invalid(_) => self.field_problem(field).map(|it| it.problem),
            Error::Conflict(problem) if field.is_empty() => Some(*problem),
            _ => None,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Invalid(fields) => {
                write!(f, "invalid:")?;
                fields.iter().try_for_each(|it| write!(f, " {}={:?}", it.field, it.problem))
            }
            other => write!(f, "{other:?}"),
        }
    }
}

impl std::error::Error for Error {}

impl FromServerFnError for Error {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Error::Malformed
            }
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Error::Unavailable,
            _ => Error::Internal(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_travels_whole() {
        for error in [
            Error::Unauthorized,
            Error::field("name", Problem::TooLong(100)),
            Error::field("marks", Problem::OutOfRange { least: Marks(0), most: Marks(2000) }),
            Error::file("files", Problem::FileTypeRefused, "photo.tiff"),
            Error::file("files", Problem::FileTooLarge(2_097_152), "film.zip").sized(5_000_000),
            Error::Conflict(Problem::ChangedMeanwhile),
            Error::TooMany(30),
            Error::Closed(Shut::School),
            Error::Internal("k3".into()),
        ] {
            let text = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<Error>(&text).unwrap(), error, "{text}");
        }
    }

    #[test]
    fn a_problem_without_a_file_says_nothing_of_one() {
        let text = serde_json::to_string(&Error::field("name", Problem::Taken).sized(3)).unwrap();
        assert_eq!(text, r#"{"code":"invalid","detail":[{"field":"name","problem":"taken"}]}"#);
    }
}
