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
    Offer { feature: Feature::Analytics, name: t::ANALYTICS, about: t::ANALYTICS_ABOUT, felt: t::ANALYTICS_FELT },
    Offer { feature: Feature::BulkOperations, name: t::BULK, about: t::BULK_ABOUT, felt: t::BULK_FELT },
    Offer { feature: Feature::CustomBranding, name: t::BRANDING, about: t::BRANDING_ABOUT, felt: t::BRANDING_FELT },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureLine {
    pub feature: Feature,
    pub on: bool,
}
