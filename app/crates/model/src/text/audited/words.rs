//! The words of the closed lists that values are of.

use std::str::FromStr;

use super::{ADMITTED, ALREADY, BY_HAND, BY_ITSELF, CLOSED, DECLINED, EXPIRED, LET_IN, OTHER_DOMAIN, UNKNOWN};
use crate::accounts::UserStatus;
use crate::announcements::Audience;
use crate::backup::kept::Every;
use crate::classes::{CodeKind, Joining, RequestStatus};
use crate::guardians::{Relation, Rights};
use crate::people::{Group, PeopleSort, Standing};
use crate::schools::TeacherLabel;
use crate::text::people;
use crate::{Key, PlatformRole, Role, Theme, jobs};

pub(super) fn word<T: FromStr>(text: &str, label: impl FnOnce(T) -> Key) -> Option<Key> {
    text.parse().ok().map(label)
}

pub(super) fn role(text: &str, teachers: TeacherLabel) -> Option<Key> {
    word(text, |role: Role| role.label_in(teachers))
}

pub(super) fn standing(text: &str) -> Option<Key> {
    word(text, Standing::label)
}

pub(super) fn group(text: &str) -> Option<Key> {
    word(text, Group::label)
}

/// What undoing a change of members gives back.
pub(super) fn place(text: &str, teachers: TeacherLabel) -> Option<Key> {
    standing(text).or_else(|| role(text, teachers))
}

pub(super) fn platform_role(text: &str) -> Option<Key> {
    word(text, PlatformRole::label)
}

pub(super) fn account(text: &str) -> Option<Key> {
    word(text, UserStatus::label)
}

pub(super) fn answer(text: &str) -> Option<Key> {
    word(text, |answer: Joining| match answer {
        Joining::Joined => LET_IN,
        Joining::Waiting => people::WAITING,
        Joining::AlreadyMember => ALREADY,
        Joining::Closed => CLOSED,
        Joining::Expired => EXPIRED,
        Joining::DomainMismatch => OTHER_DOMAIN,
        Joining::Unknown => UNKNOWN,
    })
}

pub(super) fn job(text: &str) -> Option<Key> {
    jobs::label(text)
}

pub(super) fn request(text: &str) -> Option<Key> {
    word(text, |status: RequestStatus| match status {
        RequestStatus::Waiting => people::WAITING,
        RequestStatus::Admitted => ADMITTED,
        RequestStatus::Declined => DECLINED,
    })
}

pub(super) fn code(text: &str) -> Option<Key> {
    word(text, CodeKind::label)
}

pub(super) fn every(text: &str) -> Option<Key> {
    word(text, Every::label)
}

pub(super) fn audience(text: &str) -> Option<Key> {
    word(text, Audience::label)
}

pub(super) fn theme(text: &str) -> Option<Key> {
    word(text, Theme::label)
}

pub(super) fn sort(text: &str) -> Option<Key> {
    word(text, PeopleSort::label)
}

pub(super) fn teacher_label(text: &str) -> Option<Key> {
    word(text, TeacherLabel::label)
}

pub(super) fn relation(text: &str) -> Option<Key> {
    word(text, Relation::label)
}

/// What a parent may see.
pub(super) fn right(text: &str) -> Option<Key> {
    Rights::ALL.each().into_iter().find(|(name, ..)| *name == text).map(|(_, label, _)| label)
}

/// How looking at the school with another's eyes ended.
pub(super) fn by(text: &str) -> Option<Key> {
    match text {
        "hand" => Some(BY_HAND),
        "itself" => Some(BY_ITSELF),
        _ => None,
    }
}
