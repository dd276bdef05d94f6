//! A school's colour and logo.

use serde::{Deserialize, Serialize};

use crate::color::{Look, Rgb};
use crate::{Error, Locale, Problem, Result};

/// Bytes of a logo as it is sent.
pub const LOGO_BYTES: usize = 2 * 1024 * 1024;

/// The colour of the school; empty for the house colour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColorForm {
    #[serde(default)]
    pub color: String,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl ColorForm {
    /// The seal of a colour.
    pub fn drawn_from(color: &str) -> String {
        crate::drawn::of([color])
    }

    /// The colour chosen, if one is.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `color`: no colour, or one that cannot be read as text on the page, with the nearest that can.
    pub fn validate(&self) -> Result<Option<Rgb>> {
        let text = self.color.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let color: Rgb = text.parse().map_err(|_| Error::field("color", Problem::NotAColor))?;
        if color.ratios(Look::Light).pass() {
            Ok(Some(color))
        } else {
            Err(Error::field("color", Problem::LowContrast { nearest: color.nearest(Look::Light) }))
        }
    }
}

/// What the page of the brand shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrandPage {
    /// Whether the school's brand is shown at all: its feature.
    pub on: bool,
    pub name: String,
    pub slug: String,
    /// The host at which strangers see it, without a scheme.
    pub address: String,
    pub color: String,
    pub logo: String,
}

/// A school as strangers see it at its own address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Face {
    pub slug: String,
    pub name: String,
    /// `#rrggbb`; empty for the house colour.
    pub color: String,
    /// The SHA-256 of the logo; empty without one.
    pub logo: String,
    /// What who has no language of their own reads there.
    pub locale: Locale,
}

/// Where the logo of a school is fetched. Its name changes with its content.
pub fn logo_path(slug: &str, sha256: &str) -> String {
    format!("/logos/{slug}/{sha256}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can() {
        let form = |color: &str| ColorForm { color: color.into(), ..ColorForm::default() };
        assert_eq!(form("").validate(), Ok(None));
        assert_eq!(form("#7a1f2b").validate(), Ok(Some(Rgb([0x7a, 0x1f, 0x2b]))));
        assert_eq!(form("maroon").validate().unwrap_err().problem_of("color"), Some(Problem::NotAColor));
        let Some(Problem::LowContrast { nearest }) = form("#ffcc00").validate().unwrap_err().problem_of("color") else {
            panic!("yellow cannot be read on paper")
        };
        assert_eq!(form(&nearest.to_string()).validate(), Ok(Some(nearest)), "what is offered is taken");
    }
}
