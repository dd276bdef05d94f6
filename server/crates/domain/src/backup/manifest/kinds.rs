//! What columns hold.

use serde::{Deserialize, Serialize};
use store::Type;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Int,
    /// Milliseconds since 1970 UTC; ISO 8601 in JSON.
    At,
    Bool,
}

impl Kind {
    /// A text by which somebody is reached or that they say of themselves: whoever has left a school has it to themselves
    /// again.
    #[expect(non_upper_case_globals, reason = "it stands among the kinds of columns")]
    pub(in crate::backup) const Contact: Kind = Kind::Text;
}

impl From<Kind> for Type {
    fn from(kind: Kind) -> Type {
        match kind {
            Kind::Text => Type::Text,
            Kind::Int | Kind::At => Type::Int,
            Kind::Bool => Type::Bool,
        }
    }
}

/// A column that is exported.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}
