//! Every SQL text is registered where it is written, so that one test can prepare them all on both databases.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::dialect;

/// A SQL text with the place it was written at. Made by [`sql!`](crate::sql!) only.
pub struct Statement {
    pub text: &'static str,
    pub file: &'static str,
    pub line: u32,
    sqlite: OnceLock<Cow<'static, str>>,
    postgres: OnceLock<Cow<'static, str>>,
    watched: OnceLock<bool>,
}

/// What the verbs of [`Db`](crate::Db) and [`Tx`](crate::Tx) take.
pub type Sql = &'static Statement;

impl Statement {
    #[doc(hidden)]
    pub const fn new(text: &'static str, file: &'static str, line: u32) -> Self {
        Self { text, file, line, sqlite: OnceLock::new(), postgres: OnceLock::new(), watched: OnceLock::new() }
    }

    /// Whether a cache has to hear of it; looked at once.
    pub(crate) fn is_watched(&'static self, watch: crate::Watch) -> bool {
        *self.watched.get_or_init(|| watch(self.text))
    }

    /// The text as SQLite takes it; expanded once.
    pub fn sqlite(&'static self) -> &'static str {
        self.sqlite.get_or_init(|| dialect::sqlite(self.text))
    }

    /// The text as PostgreSQL takes it; expanded once.
    pub fn postgres(&'static self) -> &'static str {
        self.postgres.get_or_init(|| dialect::postgres(self.text))
    }
}

inventory::collect!(Registered);

#[doc(hidden)]
pub struct Registered(pub Sql);

/// All statements linked into this program, by place.
pub fn statements() -> Vec<Sql> {
    let mut all: Vec<Sql> = inventory::iter::<Registered>.into_iter().map(|registered| registered.0).collect();
    all.sort_by_key(|statement| (statement.file, statement.line));
    all
}

/// Registers a SQL text and yields it: `db.all(sql!("select ..."), args![...])`.
#[macro_export]
macro_rules! sql {
    ($text:expr) => {{
        static STATEMENT: $crate::Statement = $crate::Statement::new($text, file!(), line!());
        $crate::inventory::submit! { $crate::Registered(&STATEMENT) }
        &STATEMENT
    }};
}
