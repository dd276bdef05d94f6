//! The table itself, an area of the product each. Of an area come the pages first, then the functions that read, those that
//! change something, and the plain routes.

mod accounts;
mod announcements;
mod backup;
mod chat;
mod classes;
mod families;
mod forum;
mod leaving;
mod me;
mod people;
mod platform;
mod school;
mod settings;

/// What an endpoint answers nobody, a student of the class, a teacher of another school, a parent of the same school
/// and the school's admin, in this order.
#[derive(Clone, Copy)]
pub struct Line(pub &'static str, pub &'static str, pub &'static [(&'static str, &'static str)], pub [u16; 5]);

/// Open to all, and the same for all.
const OPEN: [u16; 5] = [200; 5];
/// Pages of a class: not there for strangers, not for parents.
const CLASS: [u16; 5] = [303, 200, 404, 403, 200];
/// The same as a function.
const CLASS_FN: [u16; 5] = [401, 200, 404, 403, 200];
/// Pages below a class, and their functions: a parent is in none.
const INNER: [u16; 5] = [303, 200, 404, 404, 200];
const INNER_FN: [u16; 5] = [401, 200, 404, 404, 200];
/// Pages for those who teach, and what they do there.
const TEACH: [u16; 5] = [303, 403, 404, 404, 200];
const TEACH_FN: [u16; 5] = [401, 403, 404, 404, 200];
/// For the school's admin alone.
const ADMIN: [u16; 5] = [303, 403, 404, 403, 200];
const ADMIN_FN: [u16; 5] = [401, 403, 404, 403, 200];
/// For everybody who is logged in.
const PERSON: [u16; 5] = [303, 200, 200, 200, 200];
const PERSON_FN: [u16; 5] = [401, 200, 200, 200, 200];

/// In the order in which they are asked. What somebody calls themselves comes after what others call them, and what ends
/// a session at last.
const AREAS: &[&[Line]] = &[
    classes::LINES,
    announcements::LINES,
    forum::LINES,
    people::LINES,
    families::LINES,
    chat::LINES,
    accounts::LINES,
    school::LINES,
    settings::LINES,
    backup::LINES,
    platform::LINES,
    me::LINES,
    leaving::LINES,
];

const COUNT: usize = {
    let (mut count, mut area) = (0, 0);
    while area < AREAS.len() {
        count += AREAS[area].len();
        area += 1;
    }
    count
};

/// The lines of all areas.
pub const TABLE: &[Line] = &joined();

const fn joined() -> [Line; COUNT] {
    let mut lines = [AREAS[0][0]; COUNT];
    let (mut count, mut area) = (0, 0);
    while area < AREAS.len() {
        let mut line = 0;
        while line < AREAS[area].len() {
            lines[count] = AREAS[area][line];
            (count, line) = (count + 1, line + 1);
        }
        area += 1;
    }
    lines
}
