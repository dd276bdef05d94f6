//! The sentence for each [`Problem`]. They say what to do, not what went wrong inside.

use crate::{Key, Problem};

texts! { "problems":
    REQUIRED = "Please fill this in.";
    TOO_LONG = "At most {n} characters.";
    TOO_SHORT = "At least {n} characters.";
    NOT_AN_EMAIL = "This does not look like an e-mail address.";
    NOT_A_USERNAME = "3 to 20 letters a-z, digits or underscores.";
    NOT_A_SLUG = "2 to 40 small letters, digits or hyphens.";
    NOT_A_CODE = "4 to 10 letters and digits.";
    NOT_A_NUMBER = "Please give a number.";
    NOT_A_DATE = "Please give a date and a time.";
    NOT_A_TIME_ZONE = "Please choose a time zone from the list.";
    TIME_SKIPPED = "The clocks skip this hour on that day. Please choose another time.";
    IN_THE_PAST = "This lies in the past.";
    OUT_OF_RANGE = "This value is not possible here.";
    TAKEN = "This is taken. Please choose another.";
    PASSWORD_IS_NAME = "Please choose a password that is not your name or e-mail.";
    WRONG_LOG_IN = "That log-in and password do not belong together.";
    WRONG_CODE = "This code is not right.";
    CODE_UNKNOWN = "No class uses this code. Check it with your teacher.";
    CODE_CLOSED = "This class takes no one new at the moment. Ask your teacher.";
    CODE_EXPIRED = "This code has expired. Ask your teacher for a new one.";
    DOMAIN_MISMATCH = "This class is only for e-mail addresses of the school.";
    LINK_EXPIRED = "This link has been used or has expired. Please ask for a new one.";
    FILE_TOO_LARGE = "This file is too large. At most {n} MB each.";
    FILE_EMPTY = "This file is empty.";
    FILE_TYPE_REFUSED = "Files of this type are not accepted here.";
    TOO_MANY_FILES = "At most {n} files at a time.";
    QUOTA_EXCEEDED = "The class has used up its storage. Ask your teacher.";
    AFTER_DEADLINE = "The time to hand in has passed.";
    MARKED_ALREADY = "This has been marked already.";
    CHANGED_MEANWHILE = "Somebody changed this meanwhile. Please look at it again.";
    LAST_ADMIN = "A school needs at least one admin.";
}

impl Problem {
    /// The sentence and the number in it, if there is one.
    pub const fn text(self) -> (Key, Option<u64>) {
        match self {
            Problem::Required => (REQUIRED, None),
            Problem::TooLong(n) => (TOO_LONG, Some(n as u64)),
            Problem::TooShort(n) => (TOO_SHORT, Some(n as u64)),
            Problem::NotAnEmail => (NOT_AN_EMAIL, None),
            Problem::NotAUsername => (NOT_A_USERNAME, None),
            Problem::NotASlug => (NOT_A_SLUG, None),
            Problem::NotACode => (NOT_A_CODE, None),
            Problem::NotANumber => (NOT_A_NUMBER, None),
            Problem::NotADate => (NOT_A_DATE, None),
            Problem::NotATimeZone => (NOT_A_TIME_ZONE, None),
            Problem::TimeSkipped => (TIME_SKIPPED, None),
            Problem::InThePast => (IN_THE_PAST, None),
            Problem::OutOfRange => (OUT_OF_RANGE, None),
            Problem::Taken => (TAKEN, None),
            Problem::PasswordIsName => (PASSWORD_IS_NAME, None),
            Problem::WrongLogIn => (WRONG_LOG_IN, None),
            Problem::WrongCode => (WRONG_CODE, None),
            Problem::CodeUnknown => (CODE_UNKNOWN, None),
            Problem::CodeClosed => (CODE_CLOSED, None),
            Problem::CodeExpired => (CODE_EXPIRED, None),
            Problem::DomainMismatch => (DOMAIN_MISMATCH, None),
            Problem::LinkExpired => (LINK_EXPIRED, None),
            Problem::FileTooLarge(bytes) => (FILE_TOO_LARGE, Some(bytes / (1024 * 1024))),
            Problem::FileEmpty => (FILE_EMPTY, None),
            Problem::FileTypeRefused => (FILE_TYPE_REFUSED, None),
            Problem::TooManyFiles(n) => (TOO_MANY_FILES, Some(n as u64)),
            Problem::QuotaExceeded => (QUOTA_EXCEEDED, None),
            Problem::AfterDeadline => (AFTER_DEADLINE, None),
            Problem::MarkedAlready => (MARKED_ALREADY, None),
            Problem::ChangedMeanwhile => (CHANGED_MEANWHILE, None),
            Problem::LastAdmin => (LAST_ADMIN, None),
        }
    }
}
