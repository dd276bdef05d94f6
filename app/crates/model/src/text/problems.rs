//! The sentence for each [`Problem`]. They say what to do, not what went wrong inside.

use crate::{FieldProblem, Key, Problem};

texts! { "problems":
    REQUIRED = "Please fill this in.";
    TOO_LONG = "Please use at most {n} characters.";
    TOO_SHORT = "Please use at least {n} characters.";
    NOT_AN_EMAIL = "This does not look like an e-mail address.";
    NOT_AN_EMAIL_AT = "Line {n} has no e-mail address. Write \"Ama Mensah <ama@example.org>\" or the address alone.";
    NOT_AN_EMAIL_IN = "Line {n}: “{name}” needs an e-mail address, such as ama@example.org.";
    NOT_A_DOMAIN = "This is no mail domain. Write it like school.example.";
    NOT_A_USERNAME = "3 to 20 letters a-z, digits or underscores.";
    NOT_A_SLUG = "2 to 40 small letters, digits or hyphens.";
    NOT_A_CODE = "4 to 10 letters and digits.";
    NOT_A_NUMBER = "Please give a number, such as 7 or 7.5.";
    NOT_A_DATE = "Please give a date and a time.";
    NOT_A_TIME_ZONE = "Please choose a time zone from the list.";
    NOT_A_CURRENCY = "Please choose a currency from the list.";
    TIME_SKIPPED = "The clocks skip this hour on that day. Please choose another time.";
    IN_THE_PAST = "This time has passed already. Please choose a later one.";
    ENDS_TOO_EARLY = "Please choose an end that is later than the beginning.";
    NONE_CHOSEN = "Please choose at least one.";
    OUT_OF_RANGE = "Please give a number between {least} and {most}.";
    ODD_CHARACTER = "There is a character in this that cannot be seen. Please type it again.";
    TAKEN = "This is taken. Please choose another.";
    PASSWORD_IS_NAME = "Please choose a password that is not your name or e-mail.";
    PASSWORD_TOO_COMMON = "This is one of the most used passwords, and is guessed first. Please choose another; a short sentence is best.";
    WRONG_PASSWORD = "This is not your present password.";
    NOT_A_PHONE = "Please give a number that can be dialled, such as +233 20 123 4567.";
    SAME_EMAIL = "This is your address already.";
    SAME_NAME = "This is how the name is written already.";
    WRONG_LOG_IN = "That log-in and password do not belong together.";
    WRONG_LOG_IN_OR_MAIL = "That log-in and password do not belong together. If you have just signed up, look into your mail first.";
    WRONG_CODE = "This code is not right. Please look at the newest mail.";
    REGISTRATION_GONE = "This can no longer be finished: too much time has passed, or something you chose is no longer free. Please sign up once more.";
    CODE_UNKNOWN = "No class uses this code. Check it with your teacher.";
    EVERYBODY_CALLED = "Everybody was called here a short while ago. Write it without @all, or wait some minutes.";
    UNWANTED_WORD = "Your school does not want one of these words said here. Please put it another way.";
    CODE_CLOSED = "This class takes no one new at the moment. Ask your teacher.";
    CODE_EXPIRED = "This code has expired. Ask your teacher for a new one.";
    DOMAIN_MISMATCH = "This class is only for e-mail addresses of the school.";
    LINK_EXPIRED = "This link has been used or has expired. Please ask for a new one.";
    MEMBER_ALREADY = "Already a member of this school: there is nobody left to invite.";
    INVITES_UNPROVEN = "Until an admin has confirmed their e-mail address, a school invites at most {n} people a day. Please confirm yours: the link is in the mail you were sent.";
    INVITES_YOUNG = "In its first week a school invites at most {n} people a day. Invite the others tomorrow, or give them the code of a class.";
    PLACE_SUSPENDED = "This place in the school is suspended. Only the school's office can give it back.";
    NO_CLASS_FOR_ROLE = "People of this role are in no class. Leave the class empty.";
    ROLE_DOES_NOT_TEACH = "Only those who teach or mentor at this school can be teachers of a class. The school's office can change the role first.";
    ROLE_DOES_NOT_LEARN = "Those who teach or mentor at this school come into a class as teachers: they are added, or use its code for teachers. Parents are in no class.";
    NO_CHILD_FOR_ROLE = "Only parents have children. Choose the role of a parent, or leave the children empty.";
    NO_SUCH_STUDENT = "Not every one of these is a student of this school. Please check usernames and numbers.";
    NO_SUCH_STUDENT_NAMED = "Not a student of this school, or not the only one: {name}. Please check usernames and numbers.";
    NO_SUCH_CLASS = "There is no class of this name, or there are several. Please choose one, or write its whole name.";
    NO_SUCH_CLASS_NAMED = "No class that you can choose has this name, or several have it: {name}. Please write whole names, a line each.";
    NOBODY_FOUND = "Nobody who can be chosen here has this name or username.";
    SEVERAL_FOUND = "Please choose who is meant, or write the username.";
    THREAD_LOCKED = "This thread is locked: nobody replies to it any more.";
    NAMES_ASKED_FOR = "Nothing was published: this forum asks for names by now. Send it again if your name may stand over it.";
    TOO_MANY_AT_ONCE = "At most {n} people at a time.";
    FILE_TOO_LARGE = "This file is too large. A file may have at most {most} MB.";
    FILE_TOO_LARGE_NAMED = "“{name}” is too large. A file may have at most {most} MB.";
    FILE_TOO_LARGE_SIZED = "“{name}” has {size} MB. A file may have at most {most} MB.";
    FILE_EMPTY = "This file is empty.";
    FILE_EMPTY_NAMED = "“{name}” is empty.";
    FILE_TYPE_REFUSED = "This file cannot be read as one of the kinds taken here: PDF, Word, PowerPoint, Excel, OpenDocument, CSV, plain text, Markdown, ZIP, a picture (PNG, JPEG, GIF, WebP, HEIC), sound (MP3, M4A, OGG) or video (MP4, WebM).";
    FILE_TYPE_REFUSED_NAMED = "“{name}” cannot be read as one of the kinds taken here: PDF, Word, PowerPoint, Excel, OpenDocument, CSV, plain text, Markdown, ZIP, a picture (PNG, JPEG, GIF, WebP, HEIC), sound (MP3, M4A, OGG) or video (MP4, WebM).";
    TOO_MANY_SIGNS = "A message takes at most {n} kinds of emoji under it. Choose one that is there already.";
    TOO_MANY_FILES = "At most {n} files at a time.";
    PICTURE_REFUSED = "This picture cannot be read. Please choose a JPEG, PNG or WebP.";
    PICTURE_TOO_LARGE = "This picture is too large. It may have at most {n} million pixels.";
    QUOTA_EXCEEDED = "The class has no room left for this. Ask your teacher.";
    AFTER_DEADLINE = "The time to hand in has passed.";
    MARKED_ALREADY = "This has been marked already.";
    CHANGED_MEANWHILE = "Somebody changed this meanwhile. Please look at it again.";
    LAST_TEACHER = "Nobody else could look after the class. Let another teacher join first.";
    CLASS_ARCHIVED = "The class is archived. It can be read; to change it or to hand in, it must be restored first.";
    FAMILY_CODE_UNKNOWN = "The school knows no such family code. Please check it letter by letter.";
    FAMILY_CODE_SPENT = "This family code has been used or has expired. Please ask the school for a new one.";
    FAMILY_OTHER_ROLE = "This account is a student's at the school, or waits to be let in. Please use an account of your own as a parent.";
    FAMILY_OWN_CODE = "You made this code yourself. Please let somebody else at the school link you to your child.";
    FAMILY_SUSPENDED = "Your place at this school is suspended. Please speak with the school.";
    SLUG_FIXED = "The address cannot be changed: links to the school would stop working.";
    NOT_A_COLOR = "Please give a colour as # and six digits or letters a-f, such as #7a1f2b.";
    LOW_CONTRAST = "Text in this colour would be hard to read. The nearest colour that can be read is {nearest}.";
    NOT_A_LOGO = "This cannot be read as a PNG, JPEG or WebP picture.";
    NOT_A_DAY = "Please give a date.";
    ENDS_BEFORE_IT_STARTS = "The last day cannot be before the first.";
    OVERLAPS = "These days overlap with others.";
    OVERLAPS_NAMED = "These days overlap with “{name}”.";
    OUTSIDE_YEAR = "A term lies within its academic year.";
    OUTSIDE_YEAR_NAMED = "A term lies within its academic year, “{name}”.";
    TERMS_OUTSIDE = "A term would lie outside the academic year.";
    TERMS_OUTSIDE_NAMED = "The term “{name}” would lie outside the academic year.";
    NOT_A_MEMBER = "Please choose somebody who works at this school.";
    GRADE_UNREAD = "Line {n}: please give a grade and a percentage from 0 to 100; points, if any, as a number such as 3.7.";
    GRADE_TWICE = "Line {n}: another line has this grade or begins at this percentage.";
    GRADE_GAP = "The lowest grade must begin at 0 percent, so that every result has a grade.";
    TOO_MANY_GRADES = "At most {n} grades in a scale.";
    DEFAULT_SCALE = "This scale is the default. Choose another default first.";
    LAST_ADMIN = "A school needs at least one admin. Make somebody else an admin first.";
    LAST_PLATFORM_ADMIN = "The platform needs at least one admin. Make somebody else an admin first.";
    UNDO_EXPIRED = "The ten minutes to undo this are over.";
    CLEAR_OVER = "The seven days to undo this are over.";
    CLEAR_LACKS = "This cannot be undone now: something it needs has gone meanwhile ({what}). If that was cleared too, undo that first.";
    NOTHING_TO_CLEAR = "There is nothing to clear.";
    NOT_THAT_WORD = "This is not what is asked for here, letter by letter.";
    NOT_THAT_NAME = "This is not the name of the school as it stands here.";
    CLEAR_RUNS = "Something of this school is being cleared already. Wait until that has ended, then look at what is left.";
    BACKUP_RUNS = "A backup is being made at this moment. Please try again when it is done.";
    LAST_BACKUP = "This is the newest good backup in its place. Make another one first.";
    BACKUP_LOCKED = "This is encrypted, and the server has no passphrase to open it. Who runs the server sets backups_passphrase (LYCEUM_BACKUPS_PASSPHRASE) to the one it was encrypted with.";
    OTHER_PASSPHRASE = "This is encrypted with another passphrase than the server has. Who runs the server sets backups_passphrase (LYCEUM_BACKUPS_PASSPHRASE) to the one it was encrypted with.";
    WRONG_PASSPHRASE = "It does not open with this passphrase.";
    OPENS_ELSEWHERE = "The server cannot open it: it is encrypted to a key, or opening it costs too much memory. Open it with the age program (age-encryption.org), and bring what comes out.";
    OPENS_NOW = "A passphrase is being tried on it at this moment. Look again in a few seconds.";
    NOT_THE_SAME = "This is not what you typed first.";
    OTHERS_MATCH = "Other people match now than those you were shown. Nothing was changed. Please look again and confirm.";
    RESTORE_RUNS = "Another restore is running. Wait until it has ended, then try again.";
    SENT_ELSEWHERE = "This archive is being sent already, perhaps from another tab.";
    OTHER_OFFSET = "Another part of this archive has come meanwhile. It goes on from where it stands.";
    BEYOND_LENGTH = "More has come than the archive has. Choose the file again.";
    DISK_FULL = "There is no room for it on the server's disk. Nothing of what has come is lost: try again once there is room.";
    TOO_MANY_ARCHIVES = "At most {n} archives lie here at a time. Throw one away first.";
    ARCHIVE_WHOLE = "All of this archive has come already.";
}

/// A sentence with the values in it.
pub type Sentence = (Key, Vec<(&'static str, String)>);

impl FieldProblem {
    /// The sentence; where it is about a file, it says which.
    pub fn text(&self) -> Sentence {
        let Some(file) = &self.file else { return self.problem.text() };
        let name = ("name", file.name.clone());
        match (self.problem, file.bytes) {
            (Problem::FileTooLarge(most), Some(bytes)) if bytes > most => {
                (FILE_TOO_LARGE_SIZED, vec![name, ("size", megabytes(bytes)), ("most", megabytes(most))])
            }
            (Problem::FileTooLarge(most), _) => (FILE_TOO_LARGE_NAMED, vec![name, ("most", megabytes(most))]),
            (Problem::FileEmpty, _) => (FILE_EMPTY_NAMED, vec![name]),
            (Problem::FileTypeRefused, _) => (FILE_TYPE_REFUSED_NAMED, vec![name]),
            (Problem::NotAnEmailAt(line), _) => (NOT_AN_EMAIL_IN, vec![("n", line.to_string()), name]),
            (Problem::NoSuchStudent, _) => (NO_SUCH_STUDENT_NAMED, vec![name]),
            (Problem::NoSuchClass, _) => (NO_SUCH_CLASS_NAMED, vec![name]),
            (Problem::Overlaps, _) => (OVERLAPS_NAMED, vec![name]),
            (Problem::OutsideYear, _) => (OUTSIDE_YEAR_NAMED, vec![name]),
            (Problem::TermsOutside, _) => (TERMS_OUTSIDE_NAMED, vec![name]),
            (problem, _) => problem.text(),
        }
    }
}

impl Problem {
    /// The sentence.
    pub fn text(self) -> Sentence {
        let plain = |key| (key, Vec::new());
        let counted = |key, n: usize| (key, vec![("n", n.to_string())]);
        match self {
            Problem::Required => plain(REQUIRED),
            Problem::TooLong(n) => counted(TOO_LONG, n),
            Problem::TooShort(n) => counted(TOO_SHORT, n),
            Problem::NotAnEmail => plain(NOT_AN_EMAIL),
            Problem::NotAnEmailAt(n) => counted(NOT_AN_EMAIL_AT, n),
            Problem::NotADomain => plain(NOT_A_DOMAIN),
            Problem::NotAUsername => plain(NOT_A_USERNAME),
            Problem::NotASlug => plain(NOT_A_SLUG),
            Problem::NotACode => plain(NOT_A_CODE),
            Problem::NotANumber => plain(NOT_A_NUMBER),
            Problem::NotADate => plain(NOT_A_DATE),
            Problem::NotATimeZone => plain(NOT_A_TIME_ZONE),
            Problem::NotACurrency => plain(NOT_A_CURRENCY),
            Problem::TimeSkipped => plain(TIME_SKIPPED),
            Problem::InThePast => plain(IN_THE_PAST),
            Problem::EndsTooEarly => plain(ENDS_TOO_EARLY),
            Problem::NoneChosen => plain(NONE_CHOSEN),
            Problem::OutOfRange { least, most } => (OUT_OF_RANGE, vec![("least", least.to_string()), ("most", most.to_string())]),
            Problem::OddCharacter => plain(ODD_CHARACTER),
            Problem::Taken => plain(TAKEN),
            Problem::PasswordIsName => plain(PASSWORD_IS_NAME),
            Problem::PasswordTooCommon => plain(PASSWORD_TOO_COMMON),
            Problem::WrongPassword => plain(WRONG_PASSWORD),
            Problem::NotAPhone => plain(NOT_A_PHONE),
            Problem::SameEmail => plain(SAME_EMAIL),
            Problem::SameName => plain(SAME_NAME),
            Problem::WrongLogIn => plain(WRONG_LOG_IN),
            Problem::WrongLogInOrMail => plain(WRONG_LOG_IN_OR_MAIL),
            Problem::WrongCode => plain(WRONG_CODE),
            Problem::RegistrationGone => plain(REGISTRATION_GONE),
            Problem::CodeUnknown => plain(CODE_UNKNOWN),
            Problem::CodeClosed => plain(CODE_CLOSED),
            Problem::UnwantedWord => plain(UNWANTED_WORD),
            Problem::EverybodyCalled => plain(EVERYBODY_CALLED),
            Problem::CodeExpired => plain(CODE_EXPIRED),
            Problem::DomainMismatch => plain(DOMAIN_MISMATCH),
            Problem::LinkExpired => plain(LINK_EXPIRED),
            Problem::MemberAlready => plain(MEMBER_ALREADY),
            Problem::InvitesUnproven(n) => counted(INVITES_UNPROVEN, n),
            Problem::InvitesYoung(n) => counted(INVITES_YOUNG, n),
            Problem::PlaceSuspended => plain(PLACE_SUSPENDED),
            Problem::NoClassForRole => plain(NO_CLASS_FOR_ROLE),
            Problem::RoleDoesNotTeach => plain(ROLE_DOES_NOT_TEACH),
            Problem::RoleDoesNotLearn => plain(ROLE_DOES_NOT_LEARN),
            Problem::NoChildForRole => plain(NO_CHILD_FOR_ROLE),
            Problem::NoSuchStudent => plain(NO_SUCH_STUDENT),
            Problem::NoSuchClass => plain(NO_SUCH_CLASS),
            Problem::NobodyFound => plain(NOBODY_FOUND),
            Problem::SeveralFound => plain(SEVERAL_FOUND),
            Problem::ThreadLocked => plain(THREAD_LOCKED),
            Problem::NamesAskedFor => plain(NAMES_ASKED_FOR),
            Problem::TooManyAtOnce(n) => counted(TOO_MANY_AT_ONCE, n),
            Problem::FileTooLarge(most) => (FILE_TOO_LARGE, vec![("most", megabytes(most))]),
            Problem::FileEmpty => plain(FILE_EMPTY),
            Problem::FileTypeRefused => plain(FILE_TYPE_REFUSED),
            Problem::TooManySigns(n) => counted(TOO_MANY_SIGNS, n),
            Problem::TooManyFiles(n) => counted(TOO_MANY_FILES, n),
            Problem::PictureRefused => plain(PICTURE_REFUSED),
            Problem::PictureTooLarge(n) => counted(PICTURE_TOO_LARGE, n),
            Problem::QuotaExceeded => plain(QUOTA_EXCEEDED),
            Problem::AfterDeadline => plain(AFTER_DEADLINE),
            Problem::MarkedAlready => plain(MARKED_ALREADY),
            Problem::ChangedMeanwhile => plain(CHANGED_MEANWHILE),
            Problem::LastAdmin => plain(LAST_ADMIN),
            Problem::LastTeacher => plain(LAST_TEACHER),
            Problem::ClassArchived => plain(CLASS_ARCHIVED),
            Problem::FamilyCodeUnknown => plain(FAMILY_CODE_UNKNOWN),
            Problem::FamilyCodeSpent => plain(FAMILY_CODE_SPENT),
            Problem::FamilyOtherRole => plain(FAMILY_OTHER_ROLE),
            Problem::FamilyOwnCode => plain(FAMILY_OWN_CODE),
            Problem::FamilySuspended => plain(FAMILY_SUSPENDED),
            Problem::SlugFixed => plain(SLUG_FIXED),
            Problem::NotAColor => plain(NOT_A_COLOR),
            Problem::LowContrast { nearest } => (LOW_CONTRAST, vec![("nearest", nearest.to_string())]),
            Problem::NotALogo => plain(NOT_A_LOGO),
            Problem::NotADay => plain(NOT_A_DAY),
            Problem::EndsBeforeItStarts => plain(ENDS_BEFORE_IT_STARTS),
            Problem::Overlaps => plain(OVERLAPS),
            Problem::OutsideYear => plain(OUTSIDE_YEAR),
            Problem::TermsOutside => plain(TERMS_OUTSIDE),
            Problem::NotAMember => plain(NOT_A_MEMBER),
            Problem::GradeUnread(n) => counted(GRADE_UNREAD, n),
            Problem::GradeTwice(n) => counted(GRADE_TWICE, n),
            Problem::GradeGap => plain(GRADE_GAP),
            Problem::TooManyGrades(n) => counted(TOO_MANY_GRADES, n),
            Problem::DefaultScale => plain(DEFAULT_SCALE),
            Problem::LastPlatformAdmin => plain(LAST_PLATFORM_ADMIN),
            Problem::UndoExpired => plain(UNDO_EXPIRED),
            Problem::ClearOver => plain(CLEAR_OVER),
            Problem::ClearLacks(going) => (CLEAR_LACKS, vec![("what", going.label().english.to_owned())]),
            Problem::NothingToClear => plain(NOTHING_TO_CLEAR),
            Problem::NotThatName => plain(NOT_THAT_NAME),
            Problem::NotThatWord => plain(NOT_THAT_WORD),
            Problem::ClearRuns => plain(CLEAR_RUNS),
            Problem::BackupRuns => plain(BACKUP_RUNS),
            Problem::LastBackup => plain(LAST_BACKUP),
            Problem::BackupLocked => plain(BACKUP_LOCKED),
            Problem::OtherPassphrase => plain(OTHER_PASSPHRASE),
            Problem::WrongPassphrase => plain(WRONG_PASSPHRASE),
            Problem::OpensElsewhere => plain(OPENS_ELSEWHERE),
            Problem::OpensNow => plain(OPENS_NOW),
            Problem::NotTheSame => plain(NOT_THE_SAME),
            Problem::OthersMatch => plain(OTHERS_MATCH),
            Problem::RestoreRuns => plain(RESTORE_RUNS),
            Problem::SentElsewhere => plain(SENT_ELSEWHERE),
            Problem::OtherOffset => plain(OTHER_OFFSET),
            Problem::BeyondLength => plain(BEYOND_LENGTH),
            Problem::DiskFull => plain(DISK_FULL),
            Problem::TooManyArchives(n) => counted(TOO_MANY_ARCHIVES, n),
            Problem::ArchiveWhole => plain(ARCHIVE_WHOLE),
        }
    }
}

/// Bytes in megabytes, rounded up to a tenth: what is too large never reads as large as it may be.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        part => format!("{}.{part}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fill;
    use crate::{Error, Marks};

    fn said((key, values): Sentence) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        fill(key.english, &values)
    }

    #[test]
    fn a_number_that_does_not_fit_is_told_between_which_it_may_lie() {
        let range = Problem::OutOfRange { least: Marks(0), most: Marks(2050) };
        assert_eq!(said(range.text()), "Please give a number between 0 and 20.5.");
    }

    #[test]
    fn a_file_that_is_refused_is_named_with_its_size_and_the_most() {
        const MB: u64 = 1024 * 1024;
        let sentence = |error: Error| said(error.field_problem("files").unwrap().text());
        let large = |name: &str| Error::file("files", Problem::FileTooLarge(2 * MB), name);
        assert_eq!(sentence(large("a{most}.zip")), "“a{most}.zip” is too large. A file may have at most 2 MB.");
        assert_eq!(sentence(large("film.zip").sized(5 * MB + MB / 2)), "“film.zip” has 5.5 MB. A file may have at most 2 MB.");
        assert_eq!(sentence(large("film.zip").sized(2 * MB + 1)), "“film.zip” has 2.1 MB. A file may have at most 2 MB.");
        assert_eq!(sentence(Error::file("files", Problem::FileEmpty, "a.txt")), "“a.txt” is empty.");
        let kind = sentence(Error::file("files", Problem::FileTypeRefused, "photo.tiff"));
        assert!(kind.starts_with("“photo.tiff” cannot be read as one of the kinds taken here: PDF, Word"), "{kind}");
        let nameless = sentence(Error::field("files", Problem::FileTypeRefused));
        assert!(nameless.starts_with("This file cannot be read"), "{nameless}");
        assert_eq!(sentence(Error::file("files", Problem::QuotaExceeded, "a.txt")), said(Problem::QuotaExceeded.text()));
    }

    #[test]
    fn every_value_has_its_place_in_the_sentence() {
        let problems = [Problem::TooLong(3), Problem::TooShort(3), Problem::TooManyFiles(3), Problem::FileTooLarge(3)];
        for problem in problems.into_iter().chain([Problem::OutOfRange { least: Marks(1), most: Marks(2) }]) {
            let sentence = said(problem.text());
            assert!(!sentence.contains('{') && sentence.contains(char::is_numeric), "{sentence}");
        }
    }
}
