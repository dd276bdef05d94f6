//! Where log-in lands.

use super::Me;
use crate::schools::Place;
use crate::{PlatformRole, Role};

impl Me {
    /// Where log-in lands: the primary school, the only one, else what the kind of person begins with: the platform's
    /// admin with the platform, a parent with the children, everybody else with the school they were in `last`, and
    /// without one with the place they have had longest, as more than a parent if they are. Only who is in no school gets
    /// the choice of schools.
    pub fn home(&self, last: Option<&str>) -> String {
        let at = |place: &Place| format!("/s/{}", place.slug);
        if let Some(place) = self.primary_place() {
            return at(place);
        }
        let begins_with_children = match self.platform_role {
            PlatformRole::Parent => self.has_children(),
            _ => !self.places.is_empty() && self.places.iter().all(|place| place.role == Role::Parent),
        };
        match (self.places.as_slice(), self.platform_role) {
            ([place], _) => at(place),
            (_, PlatformRole::SuperAdmin) => "/admin".to_owned(),
            _ if begins_with_children => "/parent/children".to_owned(),
            (places, _) => {
                let used = last.and_then(|slug| self.place(slug));
                let more = places.iter().filter(|place| place.role != Role::Parent).min_by_key(|place| place.since);
                used.or(more).or_else(|| self.eldest()).map_or_else(|| "/schools".to_owned(), at)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Closed;
    use crate::ids::{SchoolId, UserId};
    use crate::schools::TeacherLabel;
    use crate::{At, Features, Locale, Theme};

    fn me(platform_role: PlatformRole, places: Vec<Place>) -> Me {
        Me {
            user_id: UserId::from_u128(1),
            name: "Ada Mensah".into(),
            username: "ada".into(),
            email: "ada@lyceum.test".into(),
            platform_role,
            verified: true,
            locale: None,
            time_zone: String::new(),
            theme: Theme::System,
            photo: String::new(),
            primary: None,
            viewer: None,
            places,
            suspended: vec![Closed { slug: "closed".into(), name: "Closed".into() }],
        }
    }

    fn place(number: u128, role: Role) -> Place {
        Place {
            school_id: SchoolId::from_u128(number),
            slug: format!("school{number}"),
            name: format!("School {number}"),
            time_zone: "Africa/Accra".into(),
            locale: Locale::En,
            currency: "GHS".into(),
            role,
            permissions: role.into(),
            features: Features::parse(""),
            teacher_label: TeacherLabel::Teacher,
            brand_color: String::new(),
            logo: String::new(),
            guardian: false,
            since: At(0),
        }
    }

    #[test]
    fn who_is_only_on_the_platform_lands_on_its_page_and_who_is_in_no_school_on_the_choice() {
        for role in PlatformRole::ALL {
            let home = if *role == PlatformRole::SuperAdmin { "/admin" } else { "/schools" };
            assert_eq!(me(*role, Vec::new()).home(Some("closed")), home, "{role}");
        }
    }

    #[test]
    fn the_zone_that_is_followed_is_that_of_the_chosen_school_else_of_the_one_one_has_been_in_longest() {
        let at = |number: u128, zone: &str, since: i64| Place {
            time_zone: zone.into(),
            since: At(since),
            ..place(number, Role::Teacher)
        };
        let nowhere = me(PlatformRole::Staff, Vec::new());
        assert_eq!((nowhere.school_zone(), nowhere.is_in_several_zones()), (None, false));
        let one = me(PlatformRole::Staff, vec![at(1, "Africa/Accra", 2), at(2, "Africa/Accra", 1)]);
        assert_eq!((one.school_zone(), one.is_in_several_zones()), (Some("Africa/Accra"), false));
        let mut two = me(PlatformRole::Staff, vec![at(1, "Africa/Accra", 2), at(2, "Asia/Tokyo", 1)]);
        assert_eq!((two.school_zone(), two.is_in_several_zones()), (Some("Asia/Tokyo"), true));
        two.primary = Some(SchoolId::from_u128(1));
        assert_eq!(two.school_zone(), Some("Africa/Accra"));
    }

    #[test]
    fn who_is_in_schools_lands_in_the_chosen_one_else_in_the_last_else_in_the_first() {
        use Role::{Parent, Student, Teacher};
        type Case<'a> = (&'a [Role], Option<u128>, Option<&'a str>, &'a str);
        let cases: [Case; 13] = [
            (&[Teacher], None, None, "/s/school1"),
            (&[Teacher], Some(9), Some("closed"), "/s/school1"),
            (&[Parent], None, None, "/s/school1"),
            (&[Teacher, Student], None, None, "/s/school1"),
            (&[Teacher, Student], None, Some("school2"), "/s/school2"),
            (&[Teacher, Student], None, Some("closed"), "/s/school1"),
            (&[Teacher, Student], Some(9), Some("school2"), "/s/school2"),
            (&[Teacher, Student], Some(1), Some("school2"), "/s/school1"),
            (&[Teacher, Student], Some(2), None, "/s/school2"),
            (&[Parent, Teacher], None, None, "/s/school2"),
            (&[Parent, Teacher], None, Some("school1"), "/s/school1"),
            (&[Parent, Parent], None, Some("school2"), "/parent/children"),
            (&[Parent, Parent], Some(2), None, "/s/school2"),
        ];
        for (roles, primary, last, home) in cases {
            let places = (1..).zip(roles).map(|(number, role)| place(number, *role)).collect();
            let me = Me { primary: primary.map(SchoolId::from_u128), ..me(PlatformRole::Staff, places) };
            assert_eq!(me.home(last), home, "{roles:?}, primary {primary:?}, last {last:?}");
        }
        let admin = me(PlatformRole::SuperAdmin, vec![place(1, Teacher), place(2, Student)]);
        assert_eq!(admin.home(Some("school2")), "/admin");
    }

    #[test]
    fn without_a_chosen_and_a_last_school_it_is_the_one_they_have_been_in_longest() {
        use Role::{Mentor, Parent, Teacher};
        let since = |number: u128, role: Role, day: i64| Place { since: At(day), ..place(number, role) };
        let teacher = me(PlatformRole::Teacher, vec![since(1, Mentor, 20), since(2, Teacher, 10), since(3, Parent, 5)]);
        assert_eq!(teacher.home(None), "/s/school2", "where they are a parent only is not where they work");
        assert_eq!(teacher.home(Some("school1")), "/s/school1");
        assert_eq!(teacher.eldest().map(|place| place.slug.as_str()), Some("school3"));
        assert_eq!(teacher.main_place(), teacher.eldest());
        let elsewhere = Me { primary: Some(SchoolId::from_u128(9)), ..teacher.clone() };
        assert_eq!(elsewhere.main_place(), teacher.eldest(), "they are no longer in the one they chose");
        let primary = Me { primary: Some(SchoolId::from_u128(1)), ..teacher };
        assert_eq!(primary.home(None), "/s/school1");
        assert_eq!(primary.main_place().map(|place| place.slug.as_str()), Some("school1"));
        assert_eq!(me(PlatformRole::Staff, Vec::new()).main_place(), None);
    }
}
