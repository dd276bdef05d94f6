//! Schools and memberships (product.md sections 1, 2 and 4).

mod platform;

use serde::{Deserialize, Serialize};

use crate::color::Rgb;
use crate::ids::{SchoolId, UserId};
use crate::money::is_currency;
use crate::settings::brand::logo_path;
use crate::{At, Check, Feature, Features, Key, Locale, Permission, Permissions, Problem, Result, Role, limits};

pub use platform::{SCHOOLS_PAGE, SchoolCard, SchoolFacts, SchoolFilter, SchoolPerson, SchoolSort, SchoolsPage};

crate::text_enum! {
    /// Whether a person belongs to a school now.
    pub enum MembershipStatus {
        Active = "active",
        /// Asked to join and not yet let in.
        Waiting = "waiting",
        Ended = "ended",
    }
}

/// One school as a person sees it in the switcher: theirs, with their role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub school_id: SchoolId,
    pub slug: String,
    pub name: String,
    pub time_zone: String,
    pub locale: Locale,
    /// ISO 4217.
    pub currency: String,
    pub role: Role,
    pub permissions: Permissions,
    pub features: Features,
    pub teacher_label: TeacherLabel,
    /// `#rrggbb`; empty for the house colour.
    pub brand_color: String,
    /// The SHA-256 of the logo; empty without one.
    pub logo: String,
    /// Whether a student of the school is linked to them as their child, whatever their role is.
    pub guardian: bool,
    /// When they first came to the school.
    pub since: At,
}

impl Place {
    pub const fn can(&self, permission: Permission) -> bool {
        self.permissions.can(permission)
    }

    /// Whether they may see this of a child who is linked to them, where the link gives it. It can be taken from a
    /// parent's place; whoever is there as somebody else sees what the link gives.
    pub fn shows(&self, right: Permission) -> bool {
        self.role != Role::Parent || self.can(right)
    }

    pub const fn has(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    /// What the person is called there.
    pub const fn role_label(&self) -> Key {
        self.role.label_in(self.teacher_label)
    }

    /// The school's own colour, where it shows one.
    pub fn color(&self) -> Option<Rgb> {
        if self.has(Feature::CustomBranding) { self.brand_color.parse().ok() } else { None }
    }

    /// Where its logo is, where it shows one.
    pub fn logo_path(&self) -> Option<String> {
        (self.has(Feature::CustomBranding) && !self.logo.is_empty()).then(|| logo_path(&self.slug, &self.logo))
    }
}

crate::text_enum! {
    /// What teachers are called in a school.
    pub enum TeacherLabel {
        Teacher = "teacher",
        Lecturer = "lecturer",
        Faculty = "faculty",
        Instructor = "instructor",
    }
}

impl TeacherLabel {
    /// The word.
    pub const fn label(self) -> Key {
        Role::Teacher.label_in(self)
    }
}

/// Founding a school: by a person, or by the first run with its platform admin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SchoolForm {
    pub name: String,
    /// Empty for one that is made from the name.
    #[serde(default)]
    pub slug: String,
    /// An IANA zone such as `Africa/Accra`.
    pub time_zone: String,
    /// ISO 4217; empty for US dollars.
    #[serde(default)]
    pub currency: String,
    /// Empty for English.
    #[serde(default)]
    pub locale: String,
}

impl SchoolForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new()
            .line("name", &self.name, limits::SCHOOL_NAME)
            .ensure(self.slug.is_empty() || is_slug(&self.slug), "slug", Problem::NotASlug)
            .line("time_zone", &self.time_zone, limits::NAME)
            .ensure(self.currency.is_empty() || is_currency(&self.currency), "currency", Problem::NotACurrency)
            .ensure(self.locale.is_empty() || self.locale.parse::<Locale>().is_ok(), "locale", Problem::Required)
            .done()
    }
}

impl SchoolForm {
    /// The currency it is founded with.
    pub fn money(&self) -> &str {
        if self.currency.is_empty() { "USD" } else { &self.currency }
    }
}

/// Words that are addresses of their own.
const RESERVED: &[&str] = &["admin", "api", "backup", "fn", "health", "join", "login", "me", "new", "pkg", "static", "www"];

/// Small letters, digits and single hyphens, not one of our own addresses.
pub fn is_slug(slug: &str) -> bool {
    limits::SLUG.contains(&slug.len())
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && !slug.contains("--")
        && !RESERVED.contains(&slug)
}

/// A slug made from a name: "St. Mary's School" becomes `st-marys-school`. Empty when the name has no Latin letter.
pub fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let letters = plain(c);
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !letters.is_empty() {
            slug.push_str(letters);
        } else if !matches!(c, '\'' | '’' | '`' | '\u{300}'..='\u{36f}') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(*limits::SLUG.end());
    slug.trim_matches('-').to_owned()
}

/// What to propose as the slug while the name is typed: one that is accepted. Empty when the name has no Latin letter,
/// as what stands for those is the same for all, and likely taken.
pub fn proposed_slug(name: &str) -> String {
    if slug_of(name).is_empty() {
        return String::new();
    }
    slugs_of(name).next().filter(|slug| is_slug(slug)).unwrap_or_default()
}

/// Slugs to try for a school of that name, the best first. They have no end.
pub fn slugs_of(name: &str) -> impl Iterator<Item = String> {
    let base = match slug_of(name) {
        base if is_slug(&base) => base,
        base => format!("{base}-school").trim_matches('-').to_owned(),
    };
    let room = *limits::SLUG.end() - "-9999".len();
    let short = base.chars().take(room).collect::<String>().trim_end_matches('-').to_owned();
    std::iter::once(base).chain((2..).map(move |number: u32| format!("{short}-{number}")))
}

/// The letters that stand for a Latin one with a mark, where people write without marks.
const fn plain(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ɖ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ɛ' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ł' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'ŋ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' | 'ɔ' => "o",
        'ö' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ț' | 'ţ' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// A member of a school, as lists show them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Member {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub role: Role,
    pub status: MembershipStatus,
    pub joined_at: At,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_made_from_a_name_is_one() {
        for (name, slug) in [
            ("St. Mary's School", "st-marys-school"),
            ("  Accra  Academy!", "accra-academy"),
            ("École №7 – lycée", "ecole-7-lycee"),
            ("İzmir Koleji", "izmir-koleji"),
            ("Gymnasium Nürnberg-Süd", "gymnasium-nuernberg-sued"),
            ("A School with a Name Longer than an Address May Be", "a-school-with-a-name-longer-than-an-addr"),
        ] {
            assert_eq!(slug_of(name), slug);
            assert!(is_slug(slug), "{slug}");
        }
        assert_eq!(slug_of("مدرسة"), "");
        for wrong in ["", "a", "A-b", "a--b", "-a", "login", "a/b", "é"] {
            assert!(!is_slug(wrong), "{wrong}");
        }
    }

    #[test]
    fn every_name_has_slugs_without_end_and_each_is_one() {
        for (name, first, second) in [
            ("Accra Academy", "accra-academy", "accra-academy-2"),
            ("مدرسة", "school", "school-2"),
            ("A", "a-school", "a-school-2"),
            ("Login", "login-school", "login-school-2"),
        ] {
            let slugs: Vec<_> = slugs_of(name).take(2).collect();
            assert_eq!(slugs, [first, second]);
        }
        let long = "Gymnasium zum Heiligen Geist von Sankt Blasien";
        for slug in slugs_of(long).take(20).chain(slugs_of(long).skip(9_998).take(1)) {
            assert!(is_slug(&slug), "{slug}");
        }
    }

    #[test]
    fn what_is_proposed_while_a_name_is_typed_is_accepted_or_nothing() {
        for (name, proposed) in [
            ("", ""),
            ("A", "a-school"),
            ("Ac", "ac"),
            ("Accra Academy", "accra-academy"),
            ("Login", "login-school"),
            ("New", "new-school"),
            ("مدرسة", ""),
        ] {
            assert_eq!(proposed_slug(name), proposed);
            assert!(proposed.is_empty() || is_slug(proposed), "{proposed}");
        }
    }

    #[test]
    fn an_address_may_be_left_to_the_name_but_not_be_wrong() {
        let form = |slug: &str| SchoolForm {
            name: "Accra Academy".into(),
            slug: slug.into(),
            time_zone: "UTC".into(),
            ..Default::default()
        };
        assert_eq!(form("").validate(), Ok(()));
        for wrong in [" ", "Accra", "a"] {
            assert_eq!(form(wrong).validate().unwrap_err().problem_of("slug"), Some(Problem::NotASlug), "{wrong:?}");
        }
    }
}
