//! What a statement can be given: five kinds of value, each optional, so that a NULL keeps its type.

use model::{At, Day, Id, Marks};
use sqlx::Arguments;
use sqlx::error::BoxDynError;

/// One argument. PostgreSQL wants to know the type of a NULL, hence an option in each kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
    Bool(Option<bool>),
    Float(Option<f64>),
    Bytes(Option<Vec<u8>>),
}

impl Arg {
    pub(crate) fn bind<A>(self, arguments: &mut A) -> Result<(), BoxDynError>
    where
        A: Arguments,
        for<'t> Option<i64>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
        for<'t> Option<String>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
        for<'t> Option<bool>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
        for<'t> Option<f64>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
        for<'t> Option<Vec<u8>>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
    {
        match self {
            Arg::Int(value) => arguments.add(value),
            // PostgreSQL keeps no NUL in a text, and nobody typed one.
            Arg::Text(value) => arguments.add(value.map(|it| if it.contains('\0') { it.replace('\0', "\u{fffd}") } else { it })),
            Arg::Bool(value) => arguments.add(value),
            Arg::Float(value) => arguments.add(value),
            Arg::Bytes(value) => arguments.add(value),
        }
    }
}

/// A list as one argument: a JSON array of texts for the token `{list $n}` (architecture, dialect rule 11).
pub fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> Arg {
    let items: Vec<serde_json::Value> = items.into_iter().map(|item| item.to_string().into()).collect();
    Arg::Text(Some(serde_json::Value::Array(items).to_string()))
}

macro_rules! arg_from {
    ($($kind:ident: $($from:ty => $to:expr),+;)+) => { $($(
        impl From<$from> for Arg {
            fn from(value: $from) -> Self { Arg::$kind(Some($to(value))) }
        }
        impl From<Option<$from>> for Arg {
            fn from(value: Option<$from>) -> Self { Arg::$kind(value.map($to)) }
        }
    )+)+ };
}

arg_from! {
    Int: i64 => std::convert::identity, i32 => i64::from, u32 => i64::from, At => |at: At| at.0, Marks => |marks: Marks| marks.0;
    Text: String => std::convert::identity, &str => str::to_owned, &String => String::clone, Day => |day: Day| day.to_string();
    Bool: bool => std::convert::identity;
    Float: f64 => std::convert::identity;
    Bytes: Vec<u8> => std::convert::identity, &[u8] => <[u8]>::to_vec;
}

impl<T> From<Id<T>> for Arg {
    fn from(id: Id<T>) -> Self {
        Arg::Text(Some(id.to_string()))
    }
}

impl<T> From<Option<Id<T>>> for Arg {
    fn from(id: Option<Id<T>>) -> Self {
        Arg::Text(id.map(|id| id.to_string()))
    }
}
