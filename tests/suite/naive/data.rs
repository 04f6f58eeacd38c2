//! Random rows over a fixed schema: cells are missing or stand on the edges of windows.

use std::fmt::Write;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use segue::model::{Field, Model, Table};
use segue::schema::Type;
use segue::world::Memory;

use super::calendar::{day_number, start_of};
use super::interpret::empty;
use super::value::Value;
use crate::random::Random;

/// A month's end after clocks went forward, both ends of February, an hour that comes twice.
const NOWS: [&str; 4] = [
    "2026-03-31T12:00:00Z",
    "2026-02-28T12:00:00Z",
    "2028-02-29T23:30:00Z",
    "2026-11-01T06:30:00Z",
];

/// `as_of` follows.
const SETTINGS: &str = r#"
customer.file = "customer.csv"
events.purchase.file = "purchase.csv"
events.visit.file = "visit.csv"
events.sent.file = "sent.csv"
catalogs.product.file = "product.csv"
name = "naive"
timezone = "America/New_York"
"#;

pub(super) const SCHEMA: &str = r#"
customer {
  customer_id id, email email, name text?, state text?, tier one of "none", "silver", "gold"
  member yes/no?, age number?, credit money?, born date?, joined time?, interests list of text
  agreed yes/no? consent, zone timezone = "Asia/Tokyo"
}
event purchase {
  product product?, quantity number?, amount money? = quantity * product.price, gift yes/no?
  note text?, day date?
}
event visit { page text?, seconds number? }
event sent { campaign text? }
catalog product { sku id, category text?, price money?, stock number? }
"#;

const ZONES: [&str; 4] = ["", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"];

/// An event and whose it is.
pub(super) struct Event {
    pub(super) customer: Option<usize>,
    pub(super) fields: Vec<Value>,
}

/// The rows as values, in the order of the files.
pub(super) struct Data {
    pub(super) customers: Vec<Vec<Value>>,
    pub(super) zones: Vec<TimeZone>,
    /// By the model's number.
    pub(super) events: Vec<Vec<Event>>,
    /// By the model's number.
    pub(super) catalogs: Vec<Vec<Vec<Value>>>,
}

/// The rows as cells of files.
pub(super) struct Files {
    pub(super) now: Timestamp,
    customers: Vec<Vec<String>>,
    purchases: Vec<Vec<String>>,
    visits: Vec<Vec<String>>,
    sent: Vec<Vec<String>>,
    products: Vec<Vec<String>>,
}

impl Files {
    pub(super) fn new(random: &mut Random) -> Self {
        let customers = 1 + random.below(9);
        let events = random.below(6 * customers);
        let now: Timestamp = random.pick(&NOWS).parse().unwrap();
        Self {
            now,
            customers: (0..customers).map(|id| customer(id, now, random)).collect(),
            purchases: (0..events)
                .map(|_| purchase(customers, now, random))
                .collect(),
            visits: (0..events).map(|_| visit(customers, now, random)).collect(),
            sent: (0..events).map(|_| sent(customers, now, random)).collect(),
            products: (0..4).map(|id| product(id, random)).collect(),
        }
    }

    pub(super) fn world(&self, rules: &str) -> Memory {
        let mut world = Memory::default();
        let files = [
            (
                "segue.toml",
                format!("{SETTINGS}as_of = \"{}\"\n", self.now),
            ),
            ("rules.seg", format!("{SCHEMA}{rules}")),
            ("customer.csv", csv(CUSTOMER, &self.customers)),
            ("purchase.csv", csv(PURCHASE, &self.purchases)),
            ("visit.csv", csv(VISIT, &self.visits)),
            ("sent.csv", csv(SENT, &self.sent)),
            ("product.csv", csv(PRODUCT, &self.products)),
        ];
        let files = files.map(|(path, text)| (PathBuf::from(path), text.into_bytes()));
        world.files.extend(files);
        world
    }

    /// The same rows as values, before fallbacks.
    pub(super) fn data(&self, model: &Model) -> Data {
        let customers = rows(CUSTOMER, &self.customers, &model.customer);
        let ids: Vec<&str> = self.customers.iter().map(|row| row[0].as_str()).collect();
        let zones = self.customers.iter().map(|row| {
            let zone = row.last().unwrap();
            TimeZone::get(if zone.is_empty() { "Asia/Tokyo" } else { zone }).unwrap()
        });
        let events = model.events.iter().map(|table| {
            let (header, cells) = match table.name.as_str() {
                "purchase" => (PURCHASE, &self.purchases),
                "visit" => (VISIT, &self.visits),
                _ => (SENT, &self.sent),
            };
            let fields = rows(header, cells, table).into_iter();
            let of = |row: &Vec<String>| ids.iter().position(|id| *id == row[0]);
            let customers = cells.iter().map(of);
            let events = fields.zip(customers);
            events
                .map(|(fields, customer)| Event { customer, fields })
                .collect()
        });
        Data {
            events: events.collect(),
            catalogs: vec![rows(PRODUCT, &self.products, &model.catalogs[0])],
            zones: zones.collect(),
            customers,
        }
    }
}

const CUSTOMER: &str =
    "customer_id,email,name,state,tier,member,age,credit,born,joined,interests,agreed,zone";
const PURCHASE: &str = "customer_id,at,product,quantity,amount,gift,note,day";
const VISIT: &str = "customer_id,at,page,seconds";
const SENT: &str = "customer_id,at,campaign";
const PRODUCT: &str = "sku,category,price,stock";

fn customer(id: u64, now: Timestamp, random: &mut Random) -> Vec<String> {
    let mut cells = vec![format!("c{id}"), format!("c{id}@x.example")];
    cells.push(word(random));
    cells.push(random.pick(&["", "CA", "NY", "ca"]).to_owned());
    cells.push(random.pick(&["none", "silver", "gold"]).to_owned());
    cells.push(yes_no(random));
    cells.push(random.pick(&["", "0", "18", "30", "30.5", "70"]).to_owned());
    cells.push(money(random));
    cells.push(day(random));
    let joined = moment(now, random);
    cells.push(random.mostly(joined));
    cells.push(
        random
            .pick(&["", "shoes", "shoes;tents", "Ann;shoes;x"])
            .to_owned(),
    );
    cells.push(yes_no(random));
    cells.push(random.pick(&ZONES).to_owned());
    cells
}

fn purchase(customers: u64, now: Timestamp, random: &mut Random) -> Vec<String> {
    vec![
        // One more than there are: some events are nobody's.
        format!("c{}", random.below(customers + 1)),
        moment(now, random),
        random.pick(&["", "p0", "p1", "p2", "p9"]).to_owned(),
        random.pick(&["", "0", "1", "2", "0.5"]).to_owned(),
        money(random),
        yes_no(random),
        word(random),
        day(random),
    ]
}

fn visit(customers: u64, now: Timestamp, random: &mut Random) -> Vec<String> {
    vec![
        format!("c{}", random.below(customers + 1)),
        moment(now, random),
        word(random),
        random
            .pick(&["", "0", "1", "30", "300", "12.25"])
            .to_owned(),
    ]
}

fn sent(customers: u64, now: Timestamp, random: &mut Random) -> Vec<String> {
    vec![
        format!("c{}", random.below(customers + 1)),
        moment(now, random),
        random.pick(&["", "mail", "mail", "other"]).to_owned(),
    ]
}

fn product(id: u64, random: &mut Random) -> Vec<String> {
    vec![
        format!("p{id}"),
        random.pick(&["", "shoes", "tents"]).to_owned(),
        money(random),
        random.pick(&["", "0", "3"]).to_owned(),
    ]
}

fn word(random: &mut Random) -> String {
    random
        .pick(&["", "Ann", "ann", "Anna", "x", "é", "shoes"])
        .to_owned()
}

fn yes_no(random: &mut Random) -> String {
    random.pick(&["", "yes", "no"]).to_owned()
}

fn money(random: &mut Random) -> String {
    random
        .pick(&["", "0.00", "10.00", "10.01", "12.50", "99.99", "-5.00"])
        .to_owned()
}

/// Around today's anniversaries, leap days and the ends of months.
fn day(random: &mut Random) -> String {
    let day = random.pick(&[
        "1990-03-31",
        "1990-04-01",
        "1990-03-30",
        "2004-02-29",
        "2000-12-31",
        "2026-03-31",
        "2026-03-30",
        "2026-03-01",
        "2026-02-28",
        "2026-04-07",
        "2027-01-01",
        "1990-04-07",
    ]);
    random.mostly(day.to_owned())
}

/// On the edge of a window, or a microsecond or an hour beside it; sometimes in the future.
fn moment(now: Timestamp, random: &mut Random) -> String {
    const HOUR: i64 = 3_600_000_000;
    let edge = match random.below(3) {
        0 => now.as_microsecond() - HOUR * random.pick(&[0, 1, 3, 24, 48, 72, 168, 720]),
        1 => {
            let today = now.to_zoned(TimeZone::UTC).date();
            let back = i64::from(random.pick(&[0, 1, 2, 3, 9, 30, 31]));
            let zone = TimeZone::get(random.pick(&ZONES[1..])).unwrap();
            start_of(today.checked_sub(back.days()).unwrap(), &zone)
        }
        _ => {
            let zone = TimeZone::get("America/New_York").unwrap();
            let months = i64::from(random.pick(&[1, 2, 12]));
            let local = now.to_zoned(zone).checked_sub(months.months()).unwrap();
            local.timestamp().as_microsecond()
        }
    };
    let beside = random.pick(&[0, 0, 0, 1, -1, HOUR, -HOUR]);
    Timestamp::from_microsecond(edge + beside)
        .unwrap()
        .to_string()
}

fn csv(header: &str, rows: &[Vec<String>]) -> String {
    let mut text = format!("{header}\n");
    for row in rows {
        let _ = writeln!(text, "{}", row.join(","));
    }
    text
}

fn rows(header: &str, rows: &[Vec<String>], table: &Table) -> Vec<Vec<Value>> {
    let columns: Vec<&str> = header.split(',').collect();
    let cell = |row: &Vec<String>, field: &Field| {
        let column = columns.iter().position(|name| *name == field.name).unwrap();
        value(&row[column], &field.ty)
    };
    let row = |row| table.fields.iter().map(|field| cell(row, field)).collect();
    rows.iter().map(row).collect()
}

pub(super) fn value(cell: &str, ty: &Type) -> Value {
    if cell.is_empty() {
        return empty(ty);
    }
    match ty {
        Type::Number => Value::Number(cell.parse().unwrap()),
        Type::Money => Value::Money((cell.parse::<f64>().unwrap() * 100.0).round() as i64),
        Type::YesNo => Value::YesNo(cell == "yes"),
        Type::Date => Value::Date(day_number(cell.parse().unwrap())),
        Type::Time => Value::Time(cell.parse::<Timestamp>().unwrap().as_microsecond()),
        Type::List(_) => Value::List(
            cell.split(';')
                .map(|item| Value::Text(item.to_owned()))
                .collect(),
        ),
        _ => Value::Text(cell.to_owned()),
    }
}
