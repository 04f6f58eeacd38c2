//! A year of what customers did, ending at the project's as-of time.

use jiff::{Span, Timestamp};

use super::customers::{Customer, Habit};
use super::products::{ALL, Product};
use super::random::Random;

/// What everybody did, each list by time.
#[derive(Default)]
pub(super) struct History {
    pub(super) purchases: Vec<Purchase>,
    pub(super) cart_adds: Vec<CartAdd>,
    pub(super) visits: Vec<Visit>,
    pub(super) opens: Vec<Open>,
    pub(super) sent: Vec<Sent>,
}

/// One line of an order.
pub(super) struct Purchase {
    pub(super) order: String,
    pub(super) customer: String,
    pub(super) at: Timestamp,
    pub(super) product: &'static Product,
    pub(super) quantity: i64,
    /// In cents, of the whole line.
    pub(super) amount: i64,
}

/// Something was put into the cart.
pub(super) struct CartAdd {
    pub(super) customer: String,
    pub(super) at: Timestamp,
    pub(super) product: &'static Product,
}

/// A page was read.
pub(super) struct Visit {
    pub(super) customer: String,
    pub(super) at: Timestamp,
    pub(super) page: String,
    pub(super) seconds: i64,
}

/// A message was opened.
pub(super) struct Open {
    pub(super) customer: String,
    pub(super) at: Timestamp,
    pub(super) campaign: &'static str,
}

/// A message was sent.
pub(super) struct Sent {
    pub(super) customer: String,
    pub(super) at: Timestamp,
    pub(super) campaign: &'static str,
}

/// 2026-11-01T09:00:00Z; a day ends there, so that nothing lies after it.
const AS_OF: Timestamp = Timestamp::constant(1_793_523_600, 0);

/// Messages of the last half year, and how many days ago they went out.
const MAILINGS: [(&str, i64); 12] = [
    ("spring-trails", 178),
    ("tent-week", 163),
    ("first-light", 149),
    ("summer-sale", 132),
    ("packs-guide", 117),
    ("heat-tips", 101),
    ("late-summer", 86),
    ("boot-care", 71),
    ("fall-preview", 54),
    ("layering-101", 38),
    ("leaf-season", 22),
    ("first-frost", 8),
];

/// Share of days that see orders, January first: holidays and summer are busy.
const SEASON: [i64; 12] = [34, 30, 42, 56, 72, 88, 92, 84, 60, 54, 78, 100];

/// What these customers did.
pub(super) fn of(customers: &[Customer]) -> History {
    let mut random = Random::new(1_101);
    let mut history = History::default();
    for customer in customers {
        let favourite = favourite(customer, &mut random);
        orders(&mut history, customer, favourite, &mut random);
        looks(&mut history, customer, favourite, &mut random);
        opens(&mut history, customer, &mut random);
    }
    history
        .purchases
        .sort_by_cached_key(|line| (line.at, line.order.clone()));
    history.cart_adds.sort_by_key(|added| added.at);
    history.visits.sort_by_key(|visit| visit.at);
    history.opens.sort_by_key(|open| open.at);
    // of its own, so that what was sent changes nothing else
    sent(&mut history, customers, &mut Random::new(1_102));
    number_orders(&mut history.purchases);
    history
}

fn favourite(customer: &Customer, random: &mut Random) -> &'static str {
    match customer.interests.first() {
        Some(&"hiking" | &"trail running") => "footwear",
        Some(&"camping") => random.choose(&["tents", "sleeping"]),
        Some(&"backpacking") => random.choose(&["packs", "sleeping"]),
        Some(&"climbing") => "jackets",
        Some(&"travel") => "packs",
        _ => random.choose(&["footwear", "jackets", "packs", "accessories"]),
    }
}

fn orders(history: &mut History, customer: &Customer, favourite: &str, random: &mut Random) {
    let (count, from, to) = match customer.habit {
        Habit::Browser => (0, 1, 2),
        Habit::Newcomer => (random.between(1, 3), 2, 28),
        Habit::OneTimer => (1, 40, 362),
        Habit::Occasional => (random.between(2, 5), 12, 362),
        Habit::Regular => (random.between(5, 10), 4, 362),
        Habit::Champion => (random.between(10, 20), 2, 362),
        Habit::Lapsed => (random.between(3, 8), 150, 362),
    };
    for index in 0..count {
        let at = if customer.habit == Habit::Champion && index == 0 {
            moment(random.between(1, 20), random)
        } else {
            season_moment(from, to, random)
        };
        let lines = random.weighted(&[(36, 1), (32, 2), (20, 3), (12, 4)]);
        for _ in 0..lines {
            let line = line(customer, at, favourite, random);
            history.purchases.push(line);
        }
    }
}

/// A line whose order has no number yet, only its own name for sorting.
fn line(customer: &Customer, at: Timestamp, favourite: &str, random: &mut Random) -> Purchase {
    let product = product(favourite, random);
    let quantity = match product.category {
        "accessories" => random.weighted(&[(70, 1), (22, 2), (8, 4)]),
        _ => random.weighted(&[(94, 1), (6, 2)]),
    };
    let rebate = random.weighted(&[(78, 0), (14, 10), (8, 20)]);
    Purchase {
        order: customer.id.clone(),
        customer: customer.id.clone(),
        at,
        product,
        quantity,
        amount: product.price * quantity * (100 - rebate) / 100,
    }
}

/// Orders are numbered in the order in which they came in.
fn number_orders(lines: &mut [Purchase]) {
    let mut number = 100_000;
    let mut last = None;
    for line in lines {
        let key = (line.at, line.customer.clone());
        if last.as_ref() != Some(&key) {
            number += 1;
            last = Some(key);
        }
        line.order = format!("NB{number}");
    }
}

/// Rather from the favourite category, and rather one of its best sellers.
fn product(favourite: &str, random: &mut Random) -> &'static Product {
    let in_favourite = random.percent(56);
    let choices: Vec<(i64, &Product)> = ALL
        .iter()
        .enumerate()
        .filter(|(_, product)| !in_favourite || product.category == favourite)
        .map(|(index, product)| {
            let cheap = if product.category == "accessories" {
                8
            } else {
                0
            };
            (12 - index as i64 % 8 + cheap, product)
        })
        .collect();
    random.weighted(&choices)
}

/// Visits of the last ninety days, some of which end in the cart.
fn looks(history: &mut History, customer: &Customer, favourite: &str, random: &mut Random) {
    let most = 2 + match customer.habit {
        Habit::Browser | Habit::Regular => 14,
        Habit::Newcomer => 12,
        Habit::OneTimer | Habit::Lapsed => 4,
        Habit::Occasional => 8,
        Habit::Champion => 26,
    };
    for _ in 0..random.between(0, most) {
        let at = moment(random.between(0, 90), random);
        let product = product(favourite, random);
        let page = match random.between(0, 10) {
            0..2 => "/".to_owned(),
            2..5 => format!("/c/{}", product.category),
            _ => format!("/p/{}", product.sku),
        };
        if page.starts_with("/p/") && random.percent(34) {
            history.cart_adds.push(CartAdd {
                customer: customer.id.clone(),
                at: later(at, 2),
                product,
            });
        }
        history.visits.push(Visit {
            customer: customer.id.clone(),
            at,
            page,
            seconds: random.between(4, 60) * random.between(1, 6),
        });
    }
}

fn opens(history: &mut History, customer: &Customer, random: &mut Random) {
    let share = match customer.habit {
        Habit::Browser => random.between(0, 60),
        Habit::Newcomer => random.between(40, 90),
        Habit::OneTimer => random.between(0, 45),
        Habit::Lapsed => random.between(0, 25),
        Habit::Occasional => random.between(10, 70),
        Habit::Regular => random.between(30, 90),
        Habit::Champion => random.between(60, 100),
    };
    for (campaign, days_ago) in MAILINGS {
        if customer.consents && random.percent(share) {
            history.opens.push(Open {
                customer: customer.id.clone(),
                at: later(moment(days_ago, random), random.between(0, 600)),
                campaign,
            });
        }
    }
}

/// The mailings of the last weeks, and a first try of the campaign that wins people back.
fn sent(history: &mut History, customers: &[Customer], random: &mut Random) {
    let recent = MAILINGS.iter().filter(|(_, days_ago)| *days_ago < 30);
    for &(campaign, days_ago) in recent.chain(&[("win_back", 4)]) {
        let share = if campaign == "win_back" { 12 } else { 100 };
        // an hour before the first of them can be opened
        let at = AS_OF - Span::new().hours(days_ago * 24 + 16);
        for customer in customers.iter().filter(|customer| customer.consents) {
            let lapsed = matches!(customer.habit, Habit::Lapsed);
            if random.percent(share) && (lapsed || campaign != "win_back") {
                history.sent.push(Sent {
                    customer: customer.id.clone(),
                    at,
                    campaign,
                });
            }
        }
    }
    history.sent.sort_by_key(|sent| sent.at);
}

/// Some time in these days, more likely in a busy month.
fn season_moment(from: i64, to: i64, random: &mut Random) -> Timestamp {
    loop {
        let at = moment(random.between(from, to), random);
        let month = at.to_zoned(jiff::tz::TimeZone::UTC).month();
        if random.percent(SEASON[month as usize - 1]) {
            return at;
        }
    }
}

/// A daytime moment so many days before the as-of time.
fn moment(days_ago: i64, random: &mut Random) -> Timestamp {
    let before = days_ago * 86_400 + random.between(600, 54_000);
    AS_OF - Span::new().seconds(before)
}

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at + Span::new().minutes(minutes)
}
