//! The sentence for each [`Problem`](crate::backup::archive::Problem) of an archive.

texts! { "archives":
    NO_ZIP = "This file is no archive: it is not a ZIP file. An archive is the file that “Full archive” or “Download” on a backup page saves.";
    NOT_AN_ARCHIVE = "This is no whole archive: {why}.";
    LOCKED = "It is encrypted: only its passphrase opens it.";
    NO_CONTENTS = "It has no manifest.json: it is no archive of Lyceum, or it was cut short.";
    CONTENTS_UNREADABLE = "manifest.json cannot be read: {why}.";
    NEWER_FORMAT = "It was written by a newer Lyceum: its format is {found}, this program reads up to {known}.";
    NEWER_SCHEMA = "It was written by a newer Lyceum: its schema is {found}, this program knows up to {known}.";
    APART = "These are the rows of a kept backup; its files lie beside it. Download it whole instead.";
    NOT_APART = "It has its files inside, which a kept backup has not.";
    ODD_NAME = "“{part}” is no name that an archive of Lyceum has.";
    SAME_NAME = "Two of its parts have the same name.";
    TWICE = "manifest.json names {part} more than once.";
    UNLISTED = "“{part}” is not in manifest.json.";
    ABSENT = "{part} is not there.";
    SIZE = "{part} has {found} bytes, manifest.json says {said}.";
    UNREADABLE = "{part} cannot be read whole: {why}.";
    CHANGED = "{part} is not as it was written: its SHA-256 is another one.";
    UNKNOWN_TABLE = "There is no table {table}.";
    NO_TABLE = "The table {table} is missing.";
    COLUMNS = "The table {table} has other columns than its schema.";
    ROW = "{table}, line {line}: {why}.";
    ROWS = "The table {table} has {found} rows, manifest.json says {said}.";
    DUPLICATE = "{table}, line {line}: a row with the same key stands before it.";
    ORDER = "{table}, line {line}: the row is not in its place.";
    REFERENCE = "{table}, line {line}: the row of {to} that it names is not there.";
    CONTENT = "{table}, line {line}: {path}, which it names, is not there.";
    OTHER_SCHOOL = "It is an archive of another school, “{school}”. Only its own page can restore it.";
    SCHOOL_NOT_IN_IT = "It is an archive of a whole platform, and this school is not in it.";
}
