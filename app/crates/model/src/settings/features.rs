//! Which parts of the product a school uses.

use serde::{Deserialize, Serialize};

use crate::{Feature, Key, text::settings as t};

/// A feature a school can turn on and off.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    pub feature: Feature,
    pub name: Key,
    /// What it does.
    pub about: Key,
    /// Where it is felt.
    pub felt: Key,
}

/// Those with something behind them, in the order shown.
pub const OFFERED: &[Offer] = &[
    Offer { feature: Feature::Chat, name: t::CHAT, about: t::CHAT_ABOUT, felt: t::CHAT_FELT },
    Offer { feature: Feature::DirectMessages, name: t::DIRECT, about: t::DIRECT_ABOUT, felt: t::DIRECT_FELT },
    Offer { feature: Feature::Forum, name: t::FORUM, about: t::FORUM_ABOUT, felt: t::FORUM_FELT },
    Offer { feature: Feature::Analytics, name: t::ANALYTICS, about: t::ANALYTICS_ABOUT, felt: t::ANALYTICS_FELT },
    Offer { feature: Feature::BulkOperations, name: t::BULK, about: t::BULK_ABOUT, felt: t::BULK_FELT },
    Offer { feature: Feature::CustomBranding, name: t::BRANDING, about: t::BRANDING_ABOUT, felt: t::BRANDING_FELT },
];

/// A feature with nothing behind it yet: it is told, and cannot be turned on or off.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    pub feature: Feature,
    pub name: Key,
    /// What it will do.
    pub about: Key,
}

/// In the order shown.
pub const PLANNED: &[Planned] = &[
    Planned { feature: Feature::Library, name: t::LIBRARY, about: t::LIBRARY_ABOUT },
    Planned { feature: Feature::Proctoring, name: t::PROCTORING, about: t::PROCTORING_ABOUT },
    Planned { feature: Feature::VideoRooms, name: t::VIDEO_ROOMS, about: t::VIDEO_ROOMS_ABOUT },
    Planned { feature: Feature::Experiments, name: t::EXPERIMENTS, about: t::EXPERIMENTS_ABOUT },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureLine {
    pub feature: Feature,
    pub on: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_offered_or_told_as_planned_and_none_is_both() {
        let offered = OFFERED.iter().map(|it| it.feature);
        let mut told: Vec<&str> = offered.chain(PLANNED.iter().map(|it| it.feature)).map(Feature::text).collect();
        let mut all: Vec<&str> = Feature::ALL.iter().map(|it| it.text()).collect();
        told.sort_unstable();
        all.sort_unstable();
        assert_eq!(told, all);
    }
}
