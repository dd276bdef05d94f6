use crate::Key;
use crate::text::people as t;

crate::text_enum! {
    /// People that several roles make, or none.
    pub enum Group {
        /// Teachers and form teachers.
        Teaching = "teaching",
        /// All but students and parents.
        Staff = "staff",
        /// Who came in the last seven days.
        NewWeek = "new_week",
        /// Who came in the last 30 days.
        NewMonth = "new_month",
        /// Whose e-mail address is not proven. For those who manage members.
        Unproven = "unproven",
    }
}

impl Group {
    pub const fn label(self) -> Key {
        match self {
            Group::Teaching => t::GROUP_TEACHING,
            Group::Staff => t::GROUP_STAFF,
            Group::NewWeek => t::GROUP_NEW_WEEK,
            Group::NewMonth => t::GROUP_NEW_MONTH,
            Group::Unproven => t::GROUP_UNPROVEN,
        }
    }

    /// Days in which they came, for those who are new.
    pub const fn days(self) -> Option<i64> {
        match self {
            Group::NewWeek => Some(7),
            Group::NewMonth => Some(30),
            Group::Teaching | Group::Staff | Group::Unproven => None,
        }
    }
}
