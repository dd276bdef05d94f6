//! `text_enum!` and `newtype!`: house types that are text or integer in both databases. `derive(sqlx::Type)` would
//! name a PostgreSQL enum type, which SQLite has not (architecture, dialect rule 12).

/// A text that names no member of a closed enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTextError(pub &'static str);

impl std::fmt::Display for ParseTextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a {}", self.0)
    }
}

impl std::error::Error for ParseTextError {}

/// A closed enum that is its text on the wire and in the database.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$member_meta:meta])* $member:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$member_meta])* $member),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$member),+];

            /// The member as it is written on the wire and in the database.
            pub const fn text(self) -> &'static str {
                match self { $($name::$member => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.text()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ParseTextError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($text => Ok($name::$member),)+ _ => Err($crate::ParseTextError(stringify!($name))) }
            }
        }

        $crate::as_text!($name);
    };
}

/// Serde as text and, with `rows`, decoding from a text column of either database.
#[macro_export]
macro_rules! as_text {
    ($name:ident $(<$t:ident>)?) => {
        impl $(<$t>)? serde::Serialize for $name $(<$t>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de $(, $t)?> serde::Deserialize<'de> for $name $(<$t>)? {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "rows")]
        impl<DB: sqlx::Database $(, $t)?> sqlx::Type<DB> for $name $(<$t>)? where String: sqlx::Type<DB> {
            fn type_info() -> DB::TypeInfo { <String as sqlx::Type<DB>>::type_info() }
            fn compatible(ty: &DB::TypeInfo) -> bool { <String as sqlx::Type<DB>>::compatible(ty) }
        }

        #[cfg(feature = "rows")]
        impl<'r, DB: sqlx::Database $(, $t)?> sqlx::Decode<'r, DB> for $name $(<$t>)? where &'r str: sqlx::Decode<'r, DB> {
            fn decode(value: <DB as sqlx::Database>::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                Ok(<&str as sqlx::Decode<DB>>::decode(value)?.parse()?)
            }
        }
    };
}

/// A named integer: one `bigint` column in either database.
#[macro_export]
macro_rules! newtype {
    ($(#[$meta:meta])* pub struct $name:ident(pub i64);) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        #[cfg(feature = "rows")]
        impl<DB: sqlx::Database> sqlx::Type<DB> for $name where i64: sqlx::Type<DB> {
            fn type_info() -> DB::TypeInfo { <i64 as sqlx::Type<DB>>::type_info() }
            fn compatible(ty: &DB::TypeInfo) -> bool { <i64 as sqlx::Type<DB>>::compatible(ty) }
        }

        #[cfg(feature = "rows")]
        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name where i64: sqlx::Decode<'r, DB> {
            fn decode(value: <DB as sqlx::Database>::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                Ok($name(<i64 as sqlx::Decode<DB>>::decode(value)?))
            }
        }
    };
}
