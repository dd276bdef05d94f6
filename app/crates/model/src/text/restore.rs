//! The pages on which an archive is brought and checked, to be restored from.

use crate::Key;
use crate::backup::upload::State;

texts! { "restore":
    RESTORE = "Restore";
    BRING = "Bring an archive";
    ABOUT_BRING = "Choose an archive that was downloaded from a backup page: it is brought to the server first.";
    ABOUT_CHECK = "Then every part of it is checked, and you read what is in it.";
    ABOUT_SAFE = "Nothing is changed before the last step, and that one asks again.";
    ARCHIVE = "Archive";
    ARCHIVE_HINT = "A full archive (ZIP), of any size. After a break it goes on where it stood.";
    DROP_ARCHIVE = "Drop the archive here, or press to choose it";
    TAKE_OUT = "Take out";
    BRING_IT = "Bring it here";
    NO_ARCHIVE = "Please choose an archive.";
    GO_ON = "Go on";
    PAUSE = "Pause";
    BEGINNING = "Asking the server where it stands …";
    SENDING = "{sent} of {whole}";
    SENDING_SPEED = "{sent} of {whole}, {speed} a second";
    SECONDS_LEFT = "about {n} second left" | "about {n} seconds left";
    MINUTES_LEFT = "about {n} minute left" | "about {n} minutes left";
    HOURS_LEFT = "about {n} hour left" | "about {n} hours left";
    PAUSED = "Paused at {sent} of {whole}. What has come stays on the server for two days.";
    TRYING_AGAIN = "The connection was lost. The next try is in {n} second; nothing of what has come is lost."
        | "The connection was lost. The next try is in {n} seconds; nothing of what has come is lost.";
    STOPPED = "It stopped at {sent} of {whole}";
    THROWN_AWAY = "It is thrown away. Nothing else was changed.";
    NOT_THROWN_AWAY = "It could not be thrown away now. You find it in the list below.";
    BROUGHT = "Archives that were brought";
    BROUGHT_ABOUT = "Only you see them. Two days after its last byte came, one is thrown away by itself.";
    SINCE = "Since {when}";
    CHOOSE_AGAIN = "Choose {name} again above, and it goes on where it stood.";
    LOOK = "Look at it";
    THROW_AWAY = "Throw away";
    THROW_AWAY_SPOKEN = "Throw away {name}";
    THROW_AWAY_ASK = "What has come of this archive is deleted from the server. The file on your device stays, and nothing else is changed.";
    STATE_COMING = "On its way";
    STATE_WHOLE = "Being checked";
    STATE_CHECKED = "Whole";
    STATE_BROKEN = "Refused";
    ALL_ARCHIVES = "All archives";
    LOOK_AGAIN = "Look again";
    COMING = "Not all of it has come";
    COMING_TEXT = "{received} of {bytes} are here. Choose the same file again, and it goes on where it stood.";
    CHECKING = "It is being checked";
    CHECKING_TEXT = "All of it has come. Now every part is read and compared with its checksum, which takes some minutes for a large archive. You can leave this page and come back.";
    REFUSED = "Nothing can be restored from this archive";
    REFUSED_TEXT = "Nothing was changed. This is what is wrong with it:";
    MORE = "And {n} more." | "And {n} more.";
    WHOLE = "The archive is whole";
    WHOLE_TEXT = "Every part is as it was written, and its rows fit together. Nothing has been changed yet.";
    IN_PART = "It is an archive of a whole platform, and this school is in it: the rows of this school are taken out of it, and no others.";
    OLDER = "It was written by an older Lyceum. Its rows are brought up to date when they are restored.";
    WHOSE = "Whose data";
    WHOLE_PLATFORM = "A whole platform";
    MADE = "Made";
    WRITTEN_BY = "Written by";
    PROGRAM = "Lyceum {version}";
    SIZE = "Size of the archive";
    FILES = "Uploaded files";
    FILES_TEXT = "{n} file, {size}" | "{n} files, {size}";
    MISSING = "Missing already when it was made";
    DAMAGED = "Damaged already when it was made";
    IN_IT = "What is in it";
    TABLE = "Table";
    ARCHIVED = "In the archive";
    NOW = "Now";
    NOT_COMPARED = "The archive is not of the same schools as this page, so that its rows are not set beside those of now.";
    OTHERS = "{n} further table" | "{n} further tables";
    NEXT = "Next step";
    NEXT_TEXT = "The archive stays here for two days after it was used last.";
    FETCHING = "It is being fetched";
    FETCHING_TEXT = "The kept backup is put together with its files, and then every part of it is checked. You can leave this page and come back.";
    MAY_NOT = "An archive that was brought may have been written by anybody, so the platform's admin puts it back. You can put back every kept backup of your school yourself.";
    TO_KEPT = "Choose a kept backup";
    DRILL = "Try-out";
    TRY_OUT = "Try it out";
    TRY_OUT_TEXT = "All of it is done but the last step, in a database of its own: then you read, table by table, what a restore would change. Nothing is changed.";
    TRY_AGAIN = "Try it out again";
    TRYING_OUT = "It is being tried out";
    RESTORING = "It is being restored";
    RESTORING_TEXT = "You can leave this page and come back. From the safety backup on, nothing can be changed here by others until it is done; everybody can read.";
    TRYING_OUT_TEXT = "Nothing is changed. You can leave this page and come back.";
    PROGRESS = "Progress";
    STEPS = "The steps";
    STEP_DONE_WORD = "done";
    ROWS_OF = "{done} of {of} rows";
    STEP_WAIT = "Begin";
    STEP_CHECK = "Check the archive";
    STEP_STAGE = "Read its rows";
    STEP_UPGRADE = "Bring them up to date";
    STEP_COMPARE = "Compare with now";
    STEP_SAFETY = "Make a safety backup";
    STEP_FILES = "Store the files";
    STEP_LOAD = "Put the rows in and compare them";
    STEP_SWITCH = "Switch over";
    STEP_TELL = "Tell everybody";
    STEP_DONE = "Done";
    PLAN = "What a restore would change";
    PLAN_OF = "Of {school}, as it was {when}.";
    PLAN_OF_ALL = "Of the whole platform, as it was {when}.";
    THEN = "Afterwards";
    DIFFERENCE = "Difference";
    AS_MANY = "as many";
    MORE_ROWS = "{n} more";
    FEWER_ROWS = "{n} fewer";
    MATCHED = "People who are here already";
    NEW_PEOPLE = "People who come";
    LACKING = "Files that it lacks";
    WARN_LOST = "Whatever was changed since {when} is lost here. It stays in the safety backup that is made first.";
    WARN_LOG_OUT = "Everybody but you is logged out.";
    WARN_PASSWORDS = "Passwords go back to what they were then. Yours stays.";
    WARN_ACCOUNTS = "Accounts of people who are here stay as they are, with their passwords. Those who come set a new one by mail.";
    WARN_READ_ONLY = "While it goes on, everybody can read and nobody can change anything.";
    CONFIRM = "Restore it";
    REASON = "Reason";
    REASON_HINT = "It stands in the audit log.";
    TYPE_SCHOOL = "The name of the school";
    TYPE_PLATFORM = "The address of the platform";
    TYPE_HINT = "Type {word} to show that you mean it.";
    RESTORE_NOW = "Restore {word} now";
    RUN_RUNNING = "Running";
    RUN_DONE = "Done";
    RUN_FAILED = "Failed";
    DONE_TITLE = "It is restored";
    DONE_TEXT = "Every row was read again and compared before anybody saw it.";
    FAILED_TITLE = "It was not restored. Nothing was changed.";
    DRILL_FAILED_TITLE = "It cannot be restored. Nothing was changed.";
    STOPPED_TEXT = "The server stopped in the middle. Nothing was changed.";
    CAUSE = "The cause: {cause}";
    ENDED_AT = "It ended at this step: {step}";
    ROWS_BACK = "Rows put back";
    FILES_BACK = "Files stored";
    SAFETY = "Safety backup";
    LOG = "The steps with their times";
    RUNS = "Restores and try-outs";
    RUNS_NONE = "Nothing was restored or tried out yet.";
    RUN_WHAT = "What";
    RUN_WHEN = "When";
    RUN_BY = "Who";
    RUN_OUTCOME = "Outcome";
    BY_COMMAND = "The command line, or somebody who has left";
    RESTORE_KEPT = "Restore …";
    FETCHED_FROM = "From a kept backup of this platform";
}

impl State {
    /// The state in a word or two.
    pub const fn label(self) -> Key {
        match self {
            State::Coming => STATE_COMING,
            State::Whole => STATE_WHOLE,
            State::Checked => STATE_CHECKED,
            State::Broken => STATE_BROKEN,
        }
    }
}
