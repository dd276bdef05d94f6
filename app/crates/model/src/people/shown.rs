//! What a member shows of themselves to all, and the school may take down.

crate::text_enum! {
    /// A part of a profile.
    pub enum Shown {
        Photo = "photo",
        /// What they write of themselves.
        Bio = "bio",
    }
}

impl Shown {
    /// The seal of what was seen, see [`crate::drawn`]: what came in its place meanwhile stays.
    pub fn drawn_from(self, stands: &str) -> String {
        crate::drawn::of([self.text(), stands])
    }
}
