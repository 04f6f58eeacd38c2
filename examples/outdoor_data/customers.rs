//! Five hundred people and how they shop.

use jiff::civil::Date;

use super::random::Random;

/// A row of the customer table, and what their history is made from.
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) first_name: Option<&'static str>,
    pub(super) last_name: &'static str,
    pub(super) birth_date: Option<Date>,
    pub(super) state: Option<&'static str>,
    pub(super) loyalty_tier: &'static str,
    pub(super) interests: Vec<&'static str>,
    pub(super) timezone: Option<&'static str>,
    pub(super) consents: bool,
    /// How often they buy; no column.
    pub(super) habit: Habit,
}

/// How somebody shops over the year.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Reads and looks, never bought.
    Browser,
    /// First order within the last weeks.
    Newcomer,
    /// One order, some time in the year.
    OneTimer,
    /// A few orders.
    Occasional,
    /// Many orders over the whole year.
    Regular,
    /// The best of all.
    Champion,
    /// Bought often and stopped months ago.
    Lapsed,
}

const FIRST_NAMES: [&str; 48] = [
    "Ada", "Alma", "Amir", "Anika", "Arlo", "Beatriz", "Ben", "Camila", "Carter", "Chloe", "Dana",
    "Darius", "Diego", "Elena", "Eli", "Emma", "Esther", "Felix", "Grace", "Hana", "Hugo", "Imani",
    "Isaac", "Ivy", "Jonah", "José", "June", "Kai", "Leah", "Liam", "Lucía", "Maya", "Miles",
    "Nadia", "Noah", "Nora", "Omar", "Owen", "Priya", "Quinn", "Rosa", "Ruth", "Sam", "Soren",
    "Theo", "Wren", "Yusuf", "Zoë",
];

const LAST_NAMES: [&str; 44] = [
    "Abbott",
    "Alvarez",
    "Banks",
    "Bauer",
    "Brooks",
    "Castillo",
    "Chen",
    "Clarke",
    "Cohen",
    "Dawson",
    "Diaz",
    "Eriksen",
    "Fischer",
    "Flores",
    "Garcia",
    "Gupta",
    "Hayes",
    "Hoffman",
    "Ibrahim",
    "Jensen",
    "Johnson",
    "Kaur",
    "Kim",
    "Larsen",
    "Lopez",
    "Marsh",
    "Mitchell",
    "Morgan",
    "Nakamura",
    "Novak",
    "O'Neill",
    "Okafor",
    "Park",
    "Patel",
    "Quigley",
    "Reyes",
    "Rossi",
    "Sato",
    "Silva",
    "Tran",
    "Underwood",
    "Vance",
    "Walsh",
    "Young",
];

const EASTERN: &str = "America/New_York";
const CENTRAL: &str = "America/Chicago";
const MOUNTAIN: &str = "America/Denver";
const PACIFIC: &str = "America/Los_Angeles";

/// How many customers live where.
const STATES: [(i64, (&str, &str)); 18] = [
    (14, ("CA", PACIFIC)),
    (9, ("CO", MOUNTAIN)),
    (9, ("WA", PACIFIC)),
    (8, ("NY", EASTERN)),
    (7, ("OR", PACIFIC)),
    (6, ("TX", CENTRAL)),
    (5, ("UT", MOUNTAIN)),
    (5, ("MA", EASTERN)),
    (5, ("MN", CENTRAL)),
    (4, ("VT", EASTERN)),
    (4, ("NC", EASTERN)),
    (4, ("IL", CENTRAL)),
    (4, ("PA", EASTERN)),
    (4, ("ME", EASTERN)),
    (3, ("MT", MOUNTAIN)),
    (3, ("AZ", "America/Phoenix")),
    (3, ("AK", "America/Anchorage")),
    (3, ("HI", "Pacific/Honolulu")),
];

const INTERESTS: [&str; 6] = [
    "hiking",
    "camping",
    "trail running",
    "backpacking",
    "climbing",
    "travel",
];

const HABITS: [(i64, Habit); 7] = [
    (12, Habit::Browser),
    (7, Habit::Newcomer),
    (24, Habit::OneTimer),
    (27, Habit::Occasional),
    (15, Habit::Regular),
    (6, Habit::Champion),
    (9, Habit::Lapsed),
];

/// All customers, in the order of their ids.
pub(super) fn all() -> Vec<Customer> {
    let mut random = Random::new(2026);
    (1..=500)
        .map(|number| customer(number, &mut random))
        .collect()
}

fn customer(number: i64, random: &mut Random) -> Customer {
    let first_name = random.choose(&FIRST_NAMES);
    let last_name = random.choose(&LAST_NAMES);
    let habit = random.weighted(&HABITS);
    let (state, timezone) = random.weighted(&STATES);
    let domain = random.choose(&["inbox.example", "post.example", "mail.example"]);
    Customer {
        id: format!("c-{number:04}"),
        email: format!(
            "{}.{}{number}@{domain}",
            plain(first_name),
            plain(last_name)
        ),
        first_name: (!random.percent(7)).then_some(first_name),
        last_name,
        birth_date: birth_date(number, random),
        state: (!random.percent(8)).then_some(state),
        loyalty_tier: loyalty_tier(habit, random),
        interests: interests(random),
        timezone: (!random.percent(10)).then_some(timezone),
        consents: random.percent(90),
        habit,
    }
}

/// A name as it stands in an address.
fn plain(name: &str) -> String {
    name.chars()
        .filter_map(|letter| match letter {
            'é' | 'ë' => Some('e'),
            'í' => Some('i'),
            '\'' => None,
            other => Some(other.to_ascii_lowercase()),
        })
        .collect()
}

/// Some are missing, every fiftieth is a leap day, every thirtieth lies around the as-of date.
fn birth_date(number: i64, random: &mut Random) -> Option<Date> {
    let year = random.between(1952, 2007) as i16;
    let day_of_year = random.between(1, 366) as i16;
    if number % 50 == 7 {
        return Date::new(year - year % 4, 2, 29).ok();
    }
    if number % 30 == 3 {
        let near = Date::new(year, 11, 1).ok()?;
        return near
            .checked_add(jiff::Span::new().days(random.between(-4, 9)))
            .ok();
    }
    if random.percent(9) {
        return None;
    }
    let new_year = Date::new(year, 1, 1).ok()?;
    new_year.with().day_of_year(day_of_year).build().ok()
}

fn loyalty_tier(habit: Habit, random: &mut Random) -> &'static str {
    let (silver, gold) = match habit {
        Habit::Browser | Habit::Newcomer => (4, 0),
        Habit::OneTimer => (12, 1),
        Habit::Occasional => (38, 6),
        Habit::Regular | Habit::Lapsed => (52, 26),
        Habit::Champion => (22, 74),
    };
    random.weighted(&[
        (100 - silver - gold, "none"),
        (silver, "silver"),
        (gold, "gold"),
    ])
}

fn interests(random: &mut Random) -> Vec<&'static str> {
    let count = random.weighted(&[(18, 0), (38, 1), (32, 2), (12, 3)]);
    let mut interests = Vec::new();
    while interests.len() < count {
        let interest = random.choose(&INTERESTS);
        if !interests.contains(&interest) {
            interests.push(interest);
        }
    }
    interests
}
