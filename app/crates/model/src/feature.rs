//! What a school can turn on and off (product.md section 4), with its defaults in one table.

use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// A part of the product that not every school uses.
    pub enum Feature {
        Chat = "chat",
        Forum = "forum",
        Library = "library",
        Analytics = "analytics",
        BulkOperations = "bulk_operations",
        CustomBranding = "custom_branding",
        Proctoring = "proctoring",
        VideoRooms = "video_rooms",
        Experiments = "experiments",
        /// Talks of two people; parents reach teachers without it.
        DirectMessages = "direct_messages",
    }
}

impl Feature {
    /// Whether it is on where the school has said nothing.
    pub const fn default_on(self) -> bool {
        match self {
            Feature::Chat | Feature::Forum | Feature::Library | Feature::Analytics | Feature::BulkOperations => true,
            Feature::CustomBranding
            | Feature::Proctoring
            | Feature::VideoRooms
            | Feature::Experiments
            | Feature::DirectMessages => false,
        }
    }
}

/// The features a school has on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Features(u32);

impl Default for Features {
    fn default() -> Features {
        Feature::ALL.iter().filter(|it| it.default_on()).fold(Features(0), |all, it| all.with(*it, true))
    }
}

impl Features {
    pub const fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u32) != 0
    }

    #[must_use]
    pub const fn with(self, feature: Feature, on: bool) -> Features {
        let bit = 1 << feature as u32;
        if on { Features(self.0 | bit) } else { Features(self.0 & !bit) }
    }

    /// Reads what a school has changed: `chat:off experiments:on`. Words it does not know mean nothing.
    pub fn parse(text: &str) -> Features {
        let changes = text.split_whitespace().filter_map(|word| {
            let (name, state) = word.split_once(':')?;
            Some((name.parse().ok()?, state == "on"))
        });
        changes.fold(Features::default(), |all, (feature, on)| all.with(feature, on))
    }

    /// Only what differs from the defaults, so that a new default is felt where nothing was said.
    pub fn changes(self) -> String {
        let changed = Feature::ALL.iter().filter(|it| self.has(**it) != it.default_on());
        changed.map(|it| format!("{it}:{}", if self.has(*it) { "on" } else { "off" })).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_the_defaults_is_written_and_read() {
        assert_eq!(Features::default().changes(), "");
        let changed = Features::default().with(Feature::Chat, false).with(Feature::Experiments, true);
        assert_eq!(changed.changes(), "chat:off experiments:on");
        assert_eq!(Features::parse(&changed.changes()), changed);
        assert!(!changed.has(Feature::Chat) && changed.has(Feature::Forum));
        assert_eq!(Features::parse("nonsense chat:maybe :on forum"), Features::default().with(Feature::Chat, false));
    }
}
