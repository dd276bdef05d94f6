//! Whom one is for, in words.

use model::announcements::{Addressed, Audience};
use model::text::announcements as a;

use crate::prelude::*;
use crate::text::list;

/// "For the whole school", or "For Form 2B".
pub fn whom(it: &Addressed) -> String {
    match it.audience {
        Audience::School => t(a::FOR_ALL).to_owned(),
        Audience::Roles => tf(a::FOR, &[("whom", &list(it.roles.iter().map(|role| t(role.label_in(it.teacher_label)))))]),
        Audience::Classes => tf(a::FOR, &[("whom", &it.classes)]),
    }
}
