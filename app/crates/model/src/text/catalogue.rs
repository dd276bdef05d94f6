//! A further language: in `locales/<tag>/` a file for each area, a line for each text.

use super::{Form, Key, Plural};

/// The texts of one language.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Area, id and text, in order.
    lines: Vec<(&'static str, &'static str, &'static str)>,
}

impl Catalogue {
    /// Reads areas one after the other, each below its name in brackets. A line is `NAME = text`, or `NAME.few = text`
    /// for a form of one that counts; `\n` in it is a new line, and what begins with `#` is a note to who translates.
    pub fn read(source: &'static str) -> Catalogue {
        let (mut lines, mut area) = (Vec::new(), "");
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                area = name;
            } else if let Some((id, text)) = line.split_once(" = ") {
                lines.push((area, id, if text.contains("\\n") { text.replace("\\n", "\n").leak() } else { text }));
            }
        }
        lines.sort_unstable();
        Catalogue { lines }
    }

    pub fn text(&self, key: Key) -> Option<&'static str> {
        self.find(key.area, key.id)
    }

    /// The text for a form, under the name of the English ones.
    pub fn form(&self, plural: Plural, form: Form) -> Option<&'static str> {
        let name = plural.other.id.strip_suffix(Form::Other.name())?;
        self.find(plural.other.area, &format!("{name}{}", form.name()))
    }

    /// Area and id of every text there is.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.lines.iter().map(|(area, id, _)| (*area, *id))
    }

    fn find(&self, area: &str, id: &str) -> Option<&'static str> {
        let at = self.lines.binary_search_by(|line| (line.0, line.1).cmp(&(area, id))).ok()?;
        Some(self.lines[at].2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{classes, common};

    #[test]
    fn a_catalogue_is_lines_below_their_areas() {
        let all = Catalogue::read(
            "[common]\n# a note\nBACK = Zurück\n\n[classes]\nCOUNT_STUDENTS.few = {n} = ein paar\nNAME = Na\\nme\nno line\n",
        );
        assert_eq!((all.text(common::BACK), all.text(common::HOME)), (Some("Zurück"), None));
        assert_eq!(all.form(classes::COUNT_STUDENTS, Form::Few), Some("{n} = ein paar"));
        assert_eq!(all.form(classes::COUNT_STUDENTS, Form::Other), None);
        assert_eq!(all.text(classes::NAME), Some("Na\nme"));
        assert_eq!(all.names().count(), 3);
    }
}
