//! A school's own colour: whether it can be read on our pages (WCAG 2.2, contrast of text), the nearest one that can,
//! and the shades the frame takes from it in both themes.

use std::fmt;
use std::str::FromStr;

use crate::ParseTextError;

/// A colour of sRGB, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// The least contrast of text with what it stands on (WCAG 2.2, 1.4.3).
pub const TEXT: f64 = 4.5;

/// Text on the accent, in each theme: `--on-accent` of the style.
const ON_LIGHT: Rgb = Rgb([0xfd, 0xfc, 0xf7]);
const ON_DARK: Rgb = Rgb([0x0b, 0x21, 0x1b]);
/// The page, the sheet on it and what lies under it, as the style has them.
const LIGHT: [Rgb; 3] = [Rgb([0xf6, 0xf5, 0xf0]), Rgb([0xfe, 0xfd, 0xfa]), Rgb([0xee, 0xec, 0xe4])];
const DARK: [Rgb; 3] = [Rgb([0x17, 0x18, 0x15]), Rgb([0x1f, 0x21, 0x1d]), Rgb([0x12, 0x13, 0x10])];
/// Text on the bar at the top: `--cloth-ink`.
const CLOTH_INK: Rgb = Rgb([0xf5, 0xf3, 0xea]);
const BLACK: Rgb = Rgb([0; 3]);
const WHITE: Rgb = Rgb([255; 3]);

/// Which of the two looks a shade is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Light,
    Dark,
}

/// How well an accent can be read: the least contrast in each place it is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    /// Text upon the accent, on buttons.
    pub text_on_it: f64,
    /// The accent as text on the page.
    pub on_page: f64,
}

impl Ratios {
    pub fn pass(self) -> bool {
        self.text_on_it >= TEXT && self.on_page >= TEXT
    }
}

impl Rgb {
    /// The relative luminance of WCAG 2.2, 0 to 1.
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio with another colour, 1 to 21.
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This with a share of another in it.
    fn mix(self, other: Rgb, share: f64) -> Rgb {
        let part = |index: usize| {
            let (own, its) = (f64::from(self.0[index]), f64::from(other.0[index]));
            (own + (its - own) * share).round().clamp(0.0, 255.0) as u8
        };
        Rgb([part(0), part(1), part(2)])
    }

    /// How well it can be read as the accent of a look.
    pub fn ratios(self, look: Look) -> Ratios {
        let (text, surfaces) = match look {
            Look::Light => (ON_LIGHT, LIGHT),
            Look::Dark => (ON_DARK, DARK),
        };
        let least = surfaces.into_iter().chain([self.wash(look)]).map(|it| self.contrast(it)).fold(21.0, f64::min);
        Ratios { text_on_it: self.contrast(text), on_page: least }
    }

    /// The nearest colour of the same hue that can be read in that look: itself, if it can.
    pub fn nearest(self, look: Look) -> Rgb {
        self.shaded(look, |it| it.ratios(look).pass())
    }

    /// A light tint of the page, behind what is chosen.
    fn wash(self, look: Look) -> Rgb {
        match look {
            Look::Light => LIGHT[1].mix(self, 0.06),
            Look::Dark => DARK[1].mix(self, 0.08),
        }
    }

    /// Darker or lighter, by as little as it takes. Black and white end every search.
    fn shaded(self, look: Look, fits: impl Fn(Rgb) -> bool) -> Rgb {
        let (hue, saturation, start) = self.hsl();
        let end = match look {
            Look::Light => 0.0,
            Look::Dark => 1.0,
        };
        let shade = |step: u32| match step {
            0 => self,
            step => Rgb::of_hsl(hue, saturation, start + (end - start) * f64::from(step) / 400.0),
        };
        (0..=400).map(shade).find(|it| fits(*it)).unwrap_or(if look == Look::Light { BLACK } else { WHITE })
    }

    /// Hue in sixths of the circle, saturation and lightness from 0 to 1.
    fn hsl(self) -> (f64, f64, f64) {
        let [r, g, b] = self.0.map(|part| f64::from(part) / 255.0);
        let (most, least) = (r.max(g).max(b), r.min(g).min(b));
        let (lightness, spread) = ((most + least) / 2.0, most - least);
        if spread == 0.0 {
            return (0.0, 0.0, lightness);
        }
        let saturation = spread / (1.0 - (2.0 * lightness - 1.0).abs());
        let hue = if most == r {
            ((g - b) / spread).rem_euclid(6.0)
        } else if most == g {
            (b - r) / spread + 2.0
        } else {
            (r - g) / spread + 4.0
        };
        (hue, saturation, lightness)
    }

    fn of_hsl(hue: f64, saturation: f64, lightness: f64) -> Rgb {
        let chroma = (1.0 - (2.0 * lightness - 1.0).abs()) * saturation;
        let second = chroma * (1.0 - (hue % 2.0 - 1.0).abs());
        let (r, g, b) = match hue as u32 {
            0 => (chroma, second, 0.0),
            1 => (second, chroma, 0.0),
            2 => (0.0, chroma, second),
            3 => (0.0, second, chroma),
            4 => (second, 0.0, chroma),
            _ => (chroma, 0.0, second),
        };
        let rest = lightness - chroma / 2.0;
        Rgb([r, g, b].map(|part| ((part + rest) * 255.0).round().clamp(0.0, 255.0) as u8))
    }
}

/// Custom properties of the style that a school's colour sets; without one the house's own hold.
pub const PROPERTIES: [&str; 12] = [
    "--brand-accent",
    "--brand-accent-strong",
    "--brand-wash",
    "--brand-cloth",
    "--brand-cloth-raised",
    "--brand-cloth-muted",
    "--brand-dark-accent",
    "--brand-dark-accent-strong",
    "--brand-dark-wash",
    "--brand-dark-cloth",
    "--brand-dark-cloth-raised",
    "--brand-dark-cloth-muted",
];

/// The value of each of [`PROPERTIES`] for a school's colour. Whatever the colour is, all of it can be read.
pub fn palette(color: Rgb) -> [(&'static str, Rgb); 12] {
    let shades = |look: Look| {
        let accent = color.nearest(look);
        let (strong, least) = match look {
            Look::Light => (accent.mix(BLACK, 0.25), 8.0),
            Look::Dark => (accent.mix(WHITE, 0.25), 11.0),
        };
        // The binding is dark in both looks.
        let cloth = color.shaded(Look::Light, |it| it.contrast(CLOTH_INK) >= least);
        [accent, strong, accent.wash(look), cloth, cloth.mix(CLOTH_INK, 0.08), CLOTH_INK.mix(cloth, 0.15)]
    };
    let (light, dark) = (shades(Look::Light), shades(Look::Dark));
    std::array::from_fn(|index| (PROPERTIES[index], if index < 6 { light[index] } else { dark[index - 6] }))
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl FromStr for Rgb {
    type Err = ParseTextError;
    /// Takes `#` and six hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('#').filter(|it| it.len() == 6 && it.bytes().all(|b| b.is_ascii_hexdigit()));
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or(ParseTextError("colour"))?;
        let [_, r, g, b] = number.to_be_bytes();
        Ok(Rgb([r, g, b]))
    }
}

crate::as_text!(Rgb);

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(text: &str) -> Rgb {
        text.parse().unwrap()
    }

    #[test]
    fn contrast_is_as_the_guideline_counts_it() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 0.001);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 0.001);
        // The well known lightest grey that passes on white, and the next one that does not.
        assert!(rgb("#767676").contrast(WHITE) >= TEXT && rgb("#777777").contrast(WHITE) < TEXT);
        assert!((rgb("#ff0000").contrast(WHITE) - 3.998).abs() < 0.001);
    }

    #[test]
    fn a_colour_is_read_and_written() {
        assert_eq!(rgb("#0F5c4C").to_string(), "#0f5c4c");
        for wrong in ["", "#fff", "0f5c4c", "#0f5c4g", "#0f5c4c0", "red", "#+f5c4c", "#é5c4c"] {
            assert!(wrong.parse::<Rgb>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_nearest_colour_that_can_be_read_keeps_its_hue_and_changes_little() {
        assert_eq!(rgb("#0f5c4c").nearest(Look::Light), rgb("#0f5c4c"), "the house colour stays");
        for (chosen, look) in [("#ffcc00", Look::Light), ("#ff69b4", Look::Light), ("#00247d", Look::Dark)] {
            let (chosen, nearest) = (rgb(chosen), rgb(chosen).nearest(look));
            assert!(!chosen.ratios(look).pass() && nearest.ratios(look).pass(), "{chosen} {nearest}");
            let (before, after) = (chosen.hsl().0, nearest.hsl().0);
            assert!((before - after).abs() < 0.1, "{chosen} {nearest}: {before} {after}");
            assert!(nearest.ratios(look).on_page < 4.8, "{chosen} {nearest}: not further than it must");
        }
        assert_eq!(WHITE.nearest(Look::Dark), WHITE);
        assert!(WHITE.nearest(Look::Light).ratios(Look::Light).pass() && BLACK.nearest(Look::Dark).ratios(Look::Dark).pass());
    }

    #[test]
    fn everything_a_palette_is_used_for_can_be_read_whatever_the_colour() {
        for n in 0..216_u8 {
            let color = Rgb([n / 36 * 51, n / 6 % 6 * 51, n % 6 * 51]);
            let shades = palette(color).map(|(_, shade)| shade);
            for (look, part) in [(Look::Light, &shades[..6]), (Look::Dark, &shades[6..])] {
                let [accent, strong, wash, cloth, raised, muted] = part else { panic!("six") };
                assert!(accent.ratios(look).pass() && strong.ratios(look).text_on_it >= TEXT, "{color} {look:?}");
                assert!(accent.contrast(*wash) >= TEXT, "{color} {look:?} {wash}");
                for ground in [cloth, raised] {
                    let least = CLOTH_INK.contrast(*ground).min(muted.contrast(*ground));
                    assert!(least >= TEXT, "{color} {look:?} {ground}: {least}");
                }
            }
        }
    }
}
