use model::text::me as m;

use crate::prelude::*;

type Choices = Vec<(Text, Text)>;

/// Zones under their part of the world: `Africa/Accra` is Accra in Africa. They come sorted.
pub fn grouped(zones: Vec<String>) -> Vec<(Text, Choices)> {
    let mut groups: Vec<(Text, Choices)> = Vec::new();
    for zone in zones {
        let (part, city) = match zone.split_once('/') {
            Some((part, city)) => (Text::from(part.to_owned()), city.replace('_', " ").replace('/', ", ")),
            None => (Text::from(t(m::OTHER_ZONES)), zone.clone()),
        };
        match groups.iter_mut().find(|(known, _)| *known == part) {
            Some((_, choices)) => choices.push((zone.into(), city.into())),
            None => groups.push((part, vec![(zone.into(), city.into())])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_stand_under_their_part_of_the_world() {
        let zones = ["Africa/Accra", "Africa/Cairo", "America/Argentina/Buenos_Aires", "UTC"].map(str::to_owned).to_vec();
        let groups = grouped(zones);
        let names: Vec<_> = groups.iter().map(|(name, choices)| (name.as_str(), choices.len())).collect();
        assert_eq!(names, [("Africa", 2), ("America", 1), ("Others", 1)]);
        assert_eq!(groups[1].1[0].1.as_str(), "Argentina, Buenos Aires");
        assert_eq!(groups[1].1[0].0.as_str(), "America/Argentina/Buenos_Aires");
    }
}
