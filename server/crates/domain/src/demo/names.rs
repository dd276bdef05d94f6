//! Who goes to the demo's schools, and what the schools are.

use super::subjects::{self, Subject};
use model::Role;

/// A school of the demo.
pub(super) struct SchoolPlan {
    pub slug: &'static str,
    pub name: &'static str,
    pub zone: &'static str,
    pub currency: &'static str,
    pub teachers: usize,
    pub students: usize,
    pub parents: usize,
    /// Members with a desk of their own.
    pub staff: &'static [(Role, &'static str)],
    pub departments: &'static [&'static str],
    pub classes: &'static [&'static str],
    pub subjects: &'static [Subject],
    /// What people are called there.
    pub first: &'static [&'static str],
    pub last: &'static [&'static str],
}

pub(super) static SCHOOLS: &[SchoolPlan] = &[
    SchoolPlan {
        slug: "volta",
        name: "Volta Coast University",
        zone: "Africa/Accra",
        currency: "GHS",
        teachers: 18,
        students: 480,
        parents: 0,
        staff: &[(Role::Registrar, "Efua Baiden"), (Role::Librarian, "Kojo Amissah"), (Role::ItSupport, "Nii Lartey")],
        departments: &["Computing and engineering", "Economics and mathematics"],
        classes: &[
            "Computer Science 1 A",
            "Computer Science 1 B",
            "Computer Science 2",
            "Computer Science 3",
            "Economics 1 A",
            "Economics 1 B",
            "Economics 2",
            "Engineering 1 A",
            "Engineering 1 B",
            "Engineering 2",
            "Engineering 3",
            "Mathematics 1",
            "Mathematics 2",
            "Statistics 1",
        ],
        subjects: subjects::UNIVERSITY,
        first: GHANA_FIRST,
        last: GHANA_LAST,
    },
    SchoolPlan {
        slug: "linden",
        name: "Linden Grammar School",
        zone: "Europe/Berlin",
        currency: "EUR",
        teachers: 14,
        students: 380,
        parents: 36,
        // One of each role there is.
        staff: &[
            (Role::Principal, "Beate Sommerfeld"),
            (Role::DeputyPrincipal, "Henning Voss"),
            (Role::AcademicHead, "Sabine Thoma"),
            (Role::DepartmentHead, "Gregor Lindqvist"),
            (Role::Registrar, "Uwe Kranz"),
            (Role::Bursar, "Silke Ahrens"),
            (Role::Librarian, "Margot Feldmann"),
            (Role::ItSupport, "Tarek Aziz"),
            (Role::Security, "Dragan Petrović"),
            (Role::Mentor, "Irmgard Kuhn"),
            (Role::CorporateRep, "Oliver Brandt"),
            (Role::Management, "Renate Vogel"),
        ],
        departments: &["Languages", "Mathematics and science", "Society and arts"],
        classes: &["8 a", "8 b", "9 a", "9 b", "9 c", "10 a", "10 b", "11 a", "11 b", "12 a", "12 b"],
        subjects: subjects::SECONDARY,
        first: GERMANY_FIRST,
        last: GERMANY_LAST,
    },
    SchoolPlan {
        slug: "meridian",
        name: "Meridian Company Academy",
        zone: "Asia/Kolkata",
        currency: "INR",
        teachers: 8,
        students: 140,
        parents: 0,
        staff: &[(Role::Management, "Ritu Kapoor"), (Role::CorporateRep, "Daniel Okafor")],
        departments: &["Training"],
        classes: &["New joiners, autumn", "Team leads", "Project office", "Customer desk", "Finance"],
        subjects: subjects::COMPANY,
        first: INDIA_FIRST,
        last: INDIA_LAST,
    },
];

#[rustfmt::skip]
static GHANA_FIRST: &[&str] = &[
    "Ama", "Kwame", "Akosua", "Kofi", "Abena", "Yaw", "Esi", "Kwaku", "Adwoa", "Kojo", "Efua", "Kwabena", "Afia", "Fiifi",
    "Akua", "Ekow", "Araba", "Nii", "Naa", "Edem", "Selorm", "Elikem", "Dela", "Mawuli", "Sena", "Kafui", "Yayra", "Fafa",
    "Grace", "Emmanuel", "Priscilla", "Samuel", "Mercy", "Daniel", "Josephine", "Isaac", "Amina", "Ibrahim", "Fati", "Issah",
];

#[rustfmt::skip]
static GHANA_LAST: &[&str] = &[
    "Mensah", "Owusu", "Boateng", "Asante", "Osei", "Appiah", "Agyeman", "Ofori", "Darko", "Amoah", "Antwi", "Sarpong",
    "Addo", "Quaye", "Tetteh", "Lartey", "Nartey", "Ankrah", "Quartey", "Lamptey", "Agbeko", "Dzokoto", "Kumordzi", "Amegashie",
    "Gbeho", "Attah", "Frimpong", "Gyamfi", "Bonsu", "Opoku", "Donkor", "Baiden", "Essien", "Aidoo", "Eshun", "Yakubu",
    "Alhassan", "Mahama", "Abubakar", "Iddrisu",
];

#[rustfmt::skip]
static GERMANY_FIRST: &[&str] = &[
    "Emma", "Ben", "Mia", "Paul", "Hannah", "Jonas", "Lea", "Finn", "Anna", "Luis", "Clara", "Felix", "Ida", "Emil", "Frieda",
    "Oskar", "Greta", "Anton", "Mathilda", "Jakob", "Charlotte", "Karl", "Johanna", "Moritz", "Zoë", "Björn", "Jürgen", "Käthe",
    "Aylin", "Emre", "Elif", "Can", "Layla", "Omar", "Nour", "Mikołaj", "Zofia", "Linh", "Minh", "Ilse",
];

#[rustfmt::skip]
static GERMANY_LAST: &[&str] = &[
    "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann", "Schäfer", "Koch",
    "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann", "Braun", "Krüger", "Hofmann", "Hartmann",
    "Lange", "Krause", "Lehmann", "Köhler", "König", "Walter", "Kaiser", "Fuchs", "Weiß", "Yılmaz", "Demir", "Kaya", "Haddad",
    "Nguyen", "Kowalski", "O'Connor",
];

#[rustfmt::skip]
static INDIA_FIRST: &[&str] = &[
    "Aarav", "Diya", "Vihaan", "Ananya", "Arjun", "Ishita", "Rohan", "Kavya", "Aditya", "Meera", "Karthik", "Priya", "Rahul",
    "Sneha", "Vikram", "Nisha", "Sanjay", "Pooja", "Manish", "Lakshmi", "Deepak", "Anjali", "Suresh", "Radha", "Imran", "Zara",
    "Farhan", "Ayesha", "Joseph", "Maria", "Harpreet", "Gurleen", "Tenzin", "Pema", "Naveen", "Divya", "Ravi", "Sunita",
    "Ashok", "Geeta",
];

#[rustfmt::skip]
static INDIA_LAST: &[&str] = &[
    "Sharma", "Patel", "Reddy", "Nair", "Iyer", "Gupta", "Singh", "Kumar", "Das", "Bose", "Chatterjee", "Mukherjee", "Rao",
    "Menon", "Pillai", "Joshi", "Desai", "Shah", "Mehta", "Kulkarni", "Deshpande", "Patil", "Khan", "Ahmed", "Sheikh", "Fernandes",
    "D'Souza", "Thomas", "Mathew", "Kaur", "Gill", "Sandhu", "Bhutia", "Lepcha", "Choudhury", "Banerjee", "Verma", "Mishra",
    "Pandey", "Yadav",
];
