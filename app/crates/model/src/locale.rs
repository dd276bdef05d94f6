//! The languages the product speaks (product.md section 3) and the looks it has.

use crate::Key;
use crate::text::me as t;

crate::text_enum! {
    /// A language, by its BCP 47 tag.
    pub enum Locale {
        En = "en",
        Ar = "ar",
    }
}

impl Locale {
    /// The language's name in itself, for the choice of one.
    pub const fn name(self) -> &'static str {
        match self {
            Locale::En => "English",
            Locale::Ar => "العربية",
        }
    }

    /// The writing direction, as HTML's `dir` takes it.
    pub const fn dir(self) -> &'static str {
        match self {
            Locale::En => "ltr",
            Locale::Ar => "rtl",
        }
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110), if it names one of them.
    pub fn accepted(header: &str) -> Option<Locale> {
        let weighed = header.split(',').filter_map(|part| {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next()?.trim();
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
            let language = tag.split('-').next()?.to_ascii_lowercase();
            Some((language.parse().ok()?, weight)).filter(|(_, weight)| *weight > 0.0)
        });
        // Of equals the first one counts.
        weighed.reduce(|best: (Locale, f32), next| if next.1 > best.1 { next } else { best }).map(|(locale, _)| locale)
    }
}

crate::text_enum! {
    /// The look a person chose; the system's, unless they did.
    pub enum Theme {
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

impl Theme {
    pub const fn label(self) -> Key {
        match self {
            Theme::System => t::THEME_SYSTEM,
            Theme::Light => t::THEME_LIGHT,
            Theme::Dark => t::THEME_DARK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_our_languages_is_taken() {
        for (header, locale) in [
            ("en-US,en;q=0.9", Some(Locale::En)),
            ("ar-EG,ar;q=0.9,en;q=0.8", Some(Locale::Ar)),
            ("fr, ar;q=0.4, en;q=0.5", Some(Locale::En)),
            ("fr-CH, fr;q=0.9", None),
            ("ar;q=0, en;q=0.1", Some(Locale::En)),
            ("", None),
            ("*", None),
            ("ar;q=abc", None),
        ] {
            assert_eq!(Locale::accepted(header), locale, "{header}");
        }
    }
}
