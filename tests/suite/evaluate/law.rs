//! Laws that hold for all data, tried on random data that is the same in every run.

use std::fmt::Write;
use std::path::PathBuf;

use segue::evaluate::{History, Log, Population, Tables};
use segue::model::{Expr, ExprKind};
use segue::rules::ast::Function;
use segue::world::Memory;

use super::{Line, Run};
use crate::random::Random;

const SETTINGS: &str = r#"
name = "laws"
timezone = "UTC"
as_of = "2026-03-31T12:00:00Z"
customer.file = "customers.csv"
events.purchase.file = "purchase.csv"
catalogs.product.file = "product.csv"
"#;

const TABLES: &str = r"
customer { customer_id id, email email, zone timezone?, credit money? }
event purchase { product product, quantity number?, amount money? }
catalog product { sku id, price money }
";

/// Every aggregate, with and without filters and windows.
const FACTS: &str = r"
trait orders     = count of purchase in last 60 days
trait days       = count of purchase in last 20 calendar days
trait products   = count of distinct purchase.product where quantity > 1
trait spend      = total purchase.amount since 2026-02-01
trait pieces     = total purchase.quantity
trait mean       = average purchase.quantity where product.price > 2
trait mean_spend = average purchase.amount
trait least      = smallest purchase.amount
trait most       = largest purchase.product
trait last       = latest purchase.product
trait last_at    = latest purchase.at
trait first_one  = first purchase.amount
trait favourite  = most frequent purchase.product in last 90 days
trait basket     = distinct purchase.product
trait day_count  = days since last_at
trait rich       = credit + spend
group level {
  high when orders >= 3 and spend > 10
  some when orders >= 1
  none otherwise
}
score engagement { 70 from orders, full at 5  30 from credit, full at 9 }
segment quiet when no purchase in last 30 days and not in level.high
";

const RFM: &str = "trait rfm = rfm of purchase.amount\n";

/// A purchase of the reference.
struct Purchase {
    customer: u64,
    days_ago: i64,
    cents: Option<i64>,
}

/// Random files: customers by row, and purchases that about an eighth of them never make.
struct Data {
    customers: Vec<String>,
    purchases: String,
    reference: Vec<Purchase>,
}

impl Data {
    fn new(seed: u64, customers: u64, purchases: usize) -> Self {
        let mut random = Random(seed);
        let zones = ["", "Asia/Tokyo", "America/Los_Angeles"];
        let customer = |id: u64| {
            let zone = zones[random.below(3) as usize];
            let credit = random.below(1_000);
            let credit = random.mostly(format!("{}.{:02}", credit / 100, credit % 100));
            format!("c{id},c{id}@x.example,{zone},{credit}")
        };
        let customers_rows = (0..customers).map(customer).collect();
        let mut rows = "customer_id,at,product,quantity,amount\n".to_owned();
        let mut reference = Vec::new();
        for _ in 0..purchases {
            let customer = random.below(customers.div_ceil(8) * 7);
            let days_ago = random.below(100);
            let at =
                super::Timestamp::from_second(1_774_958_400 - 86_400 * days_ago as i64).unwrap();
            let product = random.below(6);
            let quantity = random.below(4).to_string();
            let quantity = random.mostly(quantity);
            let units = random.below(4) * 5;
            let amount = random.mostly(format!("{units}.00"));
            let cents = (!amount.is_empty()).then_some(100 * units as i64);
            let _ = writeln!(rows, "c{customer},{at},p{product},{quantity},{amount}");
            reference.push(Purchase {
                customer,
                days_ago: days_ago as i64,
                cents,
            });
        }
        Self {
            customers: customers_rows,
            purchases: rows,
            reference,
        }
    }

    /// A project of these customers, all purchases and `facts`.
    fn world(&self, customers: &[String], facts: &str) -> Memory {
        let mut world = Memory::default();
        let header = "customer_id,email,zone,credit\n";
        let products = "sku,price\np0,1\np1,2\np2,3\np3,4\np4,5\n";
        let files = [
            ("segue.toml", SETTINGS.to_owned()),
            ("rules.seg", format!("{TABLES}{facts}")),
            (
                "customers.csv",
                format!("{header}{}\n", customers.join("\n")),
            ),
            ("purchase.csv", self.purchases.clone()),
            ("product.csv", products.to_owned()),
        ];
        let files = files.map(|(path, text)| (PathBuf::from(path), text.into_bytes()));
        world.files.extend(files);
        world
    }
}

fn evaluate(world: &Memory) -> Vec<Line> {
    let mut log = Log::default();
    let lines = Run::new(world).evaluate(None, &mut log).unwrap();
    assert!(log.rejects.is_empty() && log.diagnostics.is_empty());
    lines
}

#[test]
fn together_as_each_alone() {
    let data = Data::new(7, 40, 400);
    let together = evaluate(&data.world(&data.customers, FACTS));
    for (number, customer) in data.customers.iter().enumerate() {
        let alone = evaluate(&data.world(std::slice::from_ref(customer), FACTS));
        for ((name, all), (_, one)) in together.iter().zip(&alone) {
            assert_eq!(
                &all[number..=number],
                one.as_slice(),
                "{name} of {customer}"
            );
        }
    }
}

#[test]
fn picked_out_of_the_files_as_among_all() {
    let data = Data::new(13, 40, 400);
    let world = data.world(&data.customers, &format!("{FACTS}{RFM}"));
    let run = Run::new(&world);
    let mut log = Log::default();
    let together = run.evaluate(None, &mut log).unwrap();
    for (number, id) in together[0].1.iter().enumerate() {
        let picked = run.single(id, &mut log);
        let alone = run.evaluate(Some(picked), &mut log).unwrap();
        for ((name, all), (_, one)) in together.iter().zip(&alone) {
            assert_eq!(&all[number..=number], one.as_slice(), "{name} of {id}");
        }
    }
}

#[test]
fn the_events_of_a_count_are_as_many_as_it_says() {
    let data = Data::new(17, 20, 300);
    let world = data.world(&data.customers, FACTS);
    let run = Run::new(&world);
    let plan = run.plan();
    let mut log = Log::default();
    for (number, customer) in data.customers.iter().enumerate() {
        let (id, _) = customer.split_once(',').unwrap();
        let picked = run.single(id, &mut log);
        let tables = Tables {
            personas: Some(picked.clone()),
            ..run.tables()
        };
        let population =
            Population::new(&run.model, &plan, run.clock(), &tables, None, &mut log).unwrap();
        let mut customers = population.customers(&tables, &mut log).unwrap();
        let batch = customers.next(&mut log).unwrap().unwrap();
        let rows = population.rows(&batch);
        let history = History::new(&run.model, &plan, &population, &picked);
        let own = |one: &&Purchase| one.customer == number as u64;
        let events = data.reference.iter().filter(own).count();
        for (index, aggregate) in run.model.aggregates.iter().enumerate() {
            let found = history.find(aggregate);
            let others = [
                &found.outside,
                &found.filtered,
                &found.neither,
                &found.valueless,
            ];
            let others: usize = others.into_iter().map(Vec::len).sum();
            assert_eq!(
                found.counted.len() + others,
                events,
                "{aggregate:?} of {id}"
            );
            if aggregate.function != Function::Count {
                continue;
            }
            let count = Expr {
                kind: ExprKind::Aggregate(index),
                ty: aggregate.ty.clone(),
                optional: false,
                guarded: false,
                span: run.model.facts[0].span,
            };
            let counted = super::value(&rows.evaluate(&count), 0);
            assert_eq!(
                found.counted.len().to_string(),
                counted,
                "{aggregate:?} of {id}"
            );
        }
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let data = Data::new(11, 500, 25_000);
    let world = data.world(&data.customers, &format!("{FACTS}{RFM}"));
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| evaluate(&world))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn rfm_is_what_counting_by_hand_gives() {
    for (seed, customers, purchases) in [(1, 1, 1), (2, 9, 12), (3, 60, 90), (4, 200, 2_000)] {
        let data = Data::new(seed, customers, purchases);
        let lines = evaluate(&data.world(&data.customers, RFM));
        let codes = lines.iter().find(|(name, _)| name == "rfm.code");
        assert_eq!(
            codes.unwrap().1,
            rfm_codes(customers, &data.reference),
            "seed {seed}"
        );
    }
}

/// The codes by comparing everybody with everybody; `-` for those without a purchase.
fn rfm_codes(customers: u64, purchases: &[Purchase]) -> Vec<String> {
    let values = |customer: u64| {
        let own = || purchases.iter().filter(|one| one.customer == customer);
        let last = own().map(|one| one.days_ago).min()?;
        let total = own().filter_map(|one| one.cents).sum();
        // The larger the better, hence days are negative.
        Some([-last, own().count() as i64, total])
    };
    let all: Vec<Option<[i64; 3]>> = (0..customers).map(values).collect();
    let ranked: Vec<[i64; 3]> = all.iter().flatten().copied().collect();
    let score = |own: i64, part: usize| {
        let worse = ranked.iter().filter(|other| other[part] < own).count();
        let equal = ranked.iter().filter(|other| other[part] == own).count();
        let twice_mean_rank = 2 * worse + equal + 1;
        (5 * twice_mean_rank).div_ceil(2 * ranked.len())
    };
    let code = |own: &[i64; 3]| {
        let digits = own.iter().enumerate();
        digits
            .map(|(part, own)| score(*own, part).to_string())
            .collect()
    };
    let codes = all
        .iter()
        .map(|own| own.as_ref().map_or("-".to_owned(), code));
    codes.collect()
}
