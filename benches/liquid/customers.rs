//! Customers and products, made by arithmetic so that every run has the same ones.

use serde_json::{Value as Json, json};

/// What a shop sells.
#[derive(Clone, Debug)]
pub(crate) struct Product {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) image: String,
    pub(crate) sku: String,
    pub(crate) category: &'static str,
    pub(crate) color: &'static str,
    pub(crate) description: String,
    pub(crate) badge: Option<&'static str>,
    pub(crate) rating: f64,
    pub(crate) reviews: i64,
    pub(crate) price: f64,
    pub(crate) was: f64,
    pub(crate) stock: i64,
}

/// Who gets an email.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) id: i64,
    pub(crate) first_name: Option<&'static str>,
    pub(crate) city: Option<&'static str>,
    pub(crate) tier: &'static str,
    pub(crate) points: i64,
    pub(crate) missing: i64,
    pub(crate) credit: f64,
    /// Which products are shown.
    pub(crate) products: [usize; PRODUCTS_EACH],
}

/// Products in an email.
pub(crate) const PRODUCTS_EACH: usize = 6;

/// What all emails share.
pub(crate) const STORE: [(&str, &str); 5] = [
    ("name", "Fern & Stone"),
    ("url", "https://fern.example"),
    ("logo", "https://fern.example/logo.png"),
    ("street", "12 Mill Lane"),
    ("town", "Portland, OR 97201"),
];

pub(crate) const CAMPAIGN: &str = "spring";
pub(crate) const SUBJECT: &str = "Spring is here";
pub(crate) const PREHEADER: &str = "Six things for your next walk";
pub(crate) const UNSUBSCRIBE: &str = "https://fern.example/unsubscribe";

const FIRST_NAMES: [&str; 8] = [
    "Ana", "Ben", "Chloë", "D'Arcy", "Eve", "Finn", "Grace", "Hiro",
];
const CITIES: [&str; 6] = [
    "Boise",
    "Coeur d'Alene",
    "Portland",
    "Reno",
    "Salt Lake City",
    "Tacoma",
];
const KINDS: [&str; 8] = [
    "Tent",
    "Boot",
    "Lamp",
    "Stove",
    "Rope",
    "Map & Case",
    "Pack",
    "Jacket",
];
const COLORS: [&str; 5] = ["moss", "slate", "rust", "sand", "night"];
const CATEGORIES: [&str; 4] = ["Camp & Sleep", "Walk", "Cook", "Wear"];

/// The whole catalogue.
pub(crate) fn products() -> Vec<Product> {
    (0..500_usize)
        .map(|index| {
            let kind = KINDS[index % KINDS.len()];
            let price = 9.5 + (index * 37 % 400) as f64 * 0.75;
            Product {
                name: format!("{kind} No. {index}"),
                url: format!("https://fern.example/p/{index}"),
                image: format!("https://cdn.fern.example/img/{index}-400.jpg"),
                sku: format!("FS-{:05}", index * 7),
                category: CATEGORIES[index % CATEGORIES.len()],
                color: COLORS[index % COLORS.len()],
                description: format!(
                    "Made for long days outside: the {kind} keeps what it promises when the weather does not, \
                     weighs {} grams, and comes with a \"forever\" repair promise.",
                    120 + index % 700
                ),
                badge: (index % 3 == 0).then_some("new"),
                rating: [3.6, 4.1, 4.6, 4.9][index % 4],
                reviews: (index * 13 % 900) as i64,
                price,
                was: if index % 2 == 0 { price + 12.4 } else { price },
                stock: (index * 5 % 40) as i64,
            }
        })
        .collect()
}

/// The customer of a number.
pub(crate) fn customer(number: usize, products: usize) -> Customer {
    let points = (number * 31 % 2_000) as i64;
    Customer {
        id: 100_000 + number as i64,
        first_name: (!number.is_multiple_of(10)).then(|| FIRST_NAMES[number % FIRST_NAMES.len()]),
        city: (!number.is_multiple_of(7)).then(|| CITIES[number % CITIES.len()]),
        tier: ["gold", "silver", "none"][number % 3],
        points,
        missing: (2_000 - points).max(0),
        credit: points as f64 / 100.0,
        products: std::array::from_fn(|place| (number * 17 + place * 71) % products),
    }
}

/// As an export has it: everything of the customer in one record.
pub(crate) fn record(customer: &Customer, products: &[Product]) -> Json {
    let shown: Vec<Json> = customer
        .products
        .iter()
        .map(|index| {
            let product = &products[*index];
            json!({
                "name": product.name, "url": product.url, "image": product.image, "sku": product.sku,
                "category": product.category, "color": product.color,
                "description": product.description, "badge": product.badge,
                "rating": product.rating, "reviews": product.reviews, "price": product.price,
                "was": product.was, "stock": product.stock,
            })
        })
        .collect();
    let store: serde_json::Map<String, Json> = STORE
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    json!({
        "customer": {
            "id": customer.id, "first_name": customer.first_name, "city": customer.city,
            "tier": customer.tier, "points": customer.points, "missing": customer.missing,
            "credit": customer.credit,
        },
        "products": shown,
        "store": store,
        "campaign": {"name": CAMPAIGN},
        "subject": SUBJECT,
        "preheader": PREHEADER,
        "unsubscribe_url": UNSUBSCRIBE,
    })
}

/// `1234.5` as `$1,234.50`: what every engine but ours is lent.
pub(crate) fn money(amount: f64) -> String {
    let cents = (amount * 100.0).round() as i64;
    let (whole, rest) = (cents / 100, cents % 100);
    let mut text = if whole >= 1_000 {
        format!("${},{:03}", whole / 1_000, whole % 1_000)
    } else {
        format!("${whole}")
    };
    text.push('.');
    text.push(char::from(b'0' + (rest / 10) as u8));
    text.push(char::from(b'0' + (rest % 10) as u8));
    text
}

/// The first characters of a text, 90 with the dots: what engines are lent that cannot do so.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(90) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.char_indices().nth(87).map_or(text.len(), |(at, _)| at);
            format!("{}...", &text[..end])
        }
    }
}
