//! How the statements that read, empty and count a table are written from its columns. The macros name types of the
//! manifest: whoever uses them has these in scope.

macro_rules! names {
    ($first:ident $(: $kind:ident)? $(, $name:ident $(: $more:ident)?)* $(,)?) => {
        concat!(stringify!($first) $(, ", ", stringify!($name))*)
    };
}

macro_rules! columns {
    ($($name:ident: $kind:ident),* $(,)?) => { &[$(Column { name: stringify!($name), kind: Kind::$kind }),*] };
}
pub(in crate::backup) use columns;

/// What a school is told of a table: all of its columns, but how to reach people only as long as they are `$reachable`.
macro_rules! told {
    ({ $($columns:tt)* }) => { names!($($columns)*) };
    ({ $first:ident: $kind:ident $(, $name:ident: $more:ident)* $(,)? } $reachable:tt) => {
        concat!(cell!($first $kind $reachable) $(, ", ", cell!($name $more $reachable))*)
    };
}

macro_rules! cell {
    ($name:ident Contact $reachable:tt) => {
        concat!("case when ", $reachable, " then ", stringify!($name), " else '' end as ", stringify!($name))
    };
    ($name:ident $kind:ident $reachable:tt) => {
        stringify!($name)
    };
}

/// More columns after the others.
macro_rules! more {
    ($($name:ident)*) => { concat!("", $(", ", stringify!($name)),*) };
}

macro_rules! key {
    ([$($name:ident),*]) => { &[$(stringify!($name)),*] };
}

macro_rules! school {
    ($name:ident [$($key:tt)*] { $($list:tt)* } { $($more:ident)* }) => { None };
    ($name:ident [$($key:tt)*] { $($list:tt)* } { $($more:ident)* } $limit:tt) => {
        Some(sql!(concat!(
            "select ", $($list)*, more!($($more)*), " from ", stringify!($name), " where ", $limit,
            " order by ", names!($($key)*)
        )))
    };
    (
        $name:ident [$($key:tt)*] { $($list:tt)* } { $($more:ident)* }
        partly { $($part:ident: $shown:literal),* } $limit:tt
    ) => {
        Some(sql!(concat!(
            "select ", $($list)*, $(", ", $shown, " as ", stringify!($part),)* more!($($more)*),
            " from ", stringify!($name), " where ", $limit, " order by ", names!($($key)*)
        )))
    };
}

/// Only what says whose it is by a column of its own belongs to the school alone.
macro_rules! clear {
    ($name:ident "school_id = $1") => {
        Some(sql!(concat!("delete from ", stringify!($name), " where school_id = $1")))
    };
    ($name:ident $($limit:tt)?) => {
        None
    };
}

macro_rules! all {
    ($name:ident [$($key:tt)*] { $($columns:tt)* } { $($more:ident)* }) => {
        sql!(concat!(
            "select ", names!($($columns)*), more!($($more)*), " from ", stringify!($name), " order by ", names!($($key)*)
        ))
    };
}

/// Writes a table's statements from its columns: what is described is what is read. Columns that a school is told `partly`
/// come last, each with what the school `$1` is told. A `Contact` is told, but for archives, as long as its row is one of
/// those that fit `contact`. Secret columns are `known` to a school's admin, or stay `without` the school.
macro_rules! table {
    (
        $name:ident $key:tt { $($columns:tt)* } $(partly { $($part:ident: $shown:literal),* $(,)? })? $(of $limit:tt)?
        $(contact $reachable:tt)? $(known { $($known:ident: $because:literal),* $(,)? })?
        $(without { $($secret:ident: $why:literal),* $(,)? })?
    ) => {
        Table {
            name: stringify!($name),
            key: key!($key),
            columns: columns!($($columns)* $($(, $part: Text)*)?),
            secret: &[
                $($(Secret { name: stringify!($known), why: $because, known: true },)*)?
                $($(Secret { name: stringify!($secret), why: $why, known: false },)*)?
            ],
            open: Reads {
                platform: all!($name $key { $($columns)* $($(, $part)*)? } {}),
                school: school!(
                    $name $key { told!({ $($columns)* } $($reachable)?) } {} $(partly { $($part: $shown),* })? $($limit)?
                ),
            },
            whole: Reads {
                platform: all!($name $key { $($columns)* $($(, $part)*)? } { $($($known)*)? $($($secret)*)? }),
                school: school!(
                    $name $key { names!($($columns)*) } { $($($known)*)? } $(partly { $($part: $shown),* })? $($limit)?
                ),
            },
            entire: school!(
                $name $key { names!($($columns)*) } { $($($known)*)? $($($secret)*)? }
                $(partly { $($part: $shown),* })? $($limit)?
            ),
            clear: clear!($name $($limit)?),
        }
    };
}

/// How many rows a table has, as a part of [`super::counts`]: of `all`, or of the `school` `$1`.
macro_rules! count {
    (all $name:ident $($table:tt)*) => {
        concat!(" union all select '", stringify!($name), "', count(*) from ", stringify!($name))
    };
    (
        school $name:ident $key:tt { $($columns:tt)* } $(partly { $($part:tt)* })? of $limit:tt
        $(contact $reachable:tt)? $(known { $($known:tt)* })? $(without { $($without:tt)* })?
    ) => {
        concat!(" union all select '", stringify!($name), "', count(*) from ", stringify!($name), " where ", $limit)
    };
    (school $name:ident $($table:tt)*) => {
        ""
    };
}
