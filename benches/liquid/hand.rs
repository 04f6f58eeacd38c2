//! The email as a Rust programmer would write it, with nothing but `push_str`.

use std::fmt::Write;

use crate::customers::{CAMPAIGN, Customer, PREHEADER, Product, STORE, SUBJECT, UNSUBSCRIBE};

/// Appends `text` with HTML's special characters as entities.
fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

fn money(amount: f64, out: &mut String) {
    let cents = (amount * 100.0).round() as i64;
    let (whole, rest) = (cents / 100, cents % 100);
    out.push('$');
    if whole >= 1_000 {
        let _ = write!(out, "{},{:03}", whole / 1_000, whole % 1_000);
    } else {
        let _ = write!(out, "{whole}");
    }
    out.push('.');
    out.push(char::from(b'0' + (rest / 10) as u8));
    out.push(char::from(b'0' + (rest % 10) as u8));
}

fn number(number: i64, out: &mut String) {
    let _ = write!(out, "{number}");
}

/// The literal parts of a template and what stands between them, in turn.
macro_rules! page {
    ($out:ident; $($part:expr),* $(,)?) => {{ $( $part($out); )* }};
}

fn lit(text: &'static str) -> impl Fn(&mut String) {
    move |out| out.push_str(text)
}

fn esc(text: &str) -> impl Fn(&mut String) + '_ {
    move |out| escape(text, out)
}

/// The literal text of a template file, cut at its tags.
pub(crate) struct Pieces {
    header: Vec<&'static str>,
    email: Vec<&'static str>,
    footer: Vec<&'static str>,
}

impl Pieces {
    pub(crate) fn new() -> Self {
        Self {
            header: pieces(include_str!(
                "../../examples/liquid_email/partials/header.liquid"
            )),
            email: pieces(include_str!("../../examples/liquid_email/email.liquid")),
            footer: pieces(include_str!(
                "../../examples/liquid_email/partials/footer.liquid"
            )),
        }
    }

    /// The whole email.
    pub(crate) fn render(&self, customer: &Customer, products: &[Product], out: &mut String) {
        let [store_name, url, logo, street, town] = STORE.map(|(_, value)| value);
        let (head, body) = (&self.header, &self.email);
        page!(out; lit(head[0]), esc(SUBJECT), lit(head[1]), esc(PREHEADER), lit(head[2]), lit(url),
            lit(head[3]), lit(CAMPAIGN), lit(head[4]), lit(logo), lit(head[5]), esc(store_name), lit(head[6]));
        page!(out; lit(body[1]), esc(customer.first_name.unwrap_or("there")), lit(body[2]));
        match customer.city {
            Some(city) => page!(out; lit(body[3]), esc(city), lit(body[4])),
            None => out.push_str(body[5]),
        }
        out.push_str(body[6]);
        number(customer.products.len() as i64, out);
        out.push_str(body[7]);
        match customer.tier {
            "gold" => {
                out.push_str(body[8]);
                number(customer.points, out);
                out.push_str(body[9]);
                money(customer.credit, out);
                out.push_str(body[10]);
            }
            "silver" => {
                out.push_str(body[11]);
                number(customer.points, out);
                out.push_str(body[12]);
                number(customer.missing, out);
                out.push_str(body[13]);
            }
            _ => {
                out.push_str(body[14]);
                number(customer.missing, out);
                page!(out; lit(body[15]), lit(url), lit(body[16]));
            }
        }
        out.push_str(body[17]);
        for index in customer.products {
            product(&body[18..], &products[index], out);
        }
        self.foot(customer, [store_name, url, street, town], out);
    }

    fn foot(
        &self,
        customer: &Customer,
        [store_name, url, street, town]: [&'static str; 4],
        out: &mut String,
    ) {
        let foot = &self.footer;
        page!(out; lit(foot[0]), esc(store_name), lit(foot[1]));
        if let Some(city) = customer.city {
            page!(out; lit(foot[2]), esc(city), lit(foot[3]));
        }
        out.push_str(foot[4]);
        number(customer.id, out);
        page!(out; lit(foot[5]), esc(store_name), lit(foot[6]), esc(street), lit(foot[7]), esc(town),
            lit(foot[8]), lit(UNSUBSCRIBE), lit(foot[9]), lit(url), lit(foot[10]));
        number(customer.id, out);
        page!(out; lit(foot[11]), lit(url), lit(foot[12]));
    }
}

fn product(part: &[&'static str], product: &Product, out: &mut String) {
    page!(out; lit(part[0]), lit_of(&product.url), lit(part[1]), lit(CAMPAIGN), lit(part[2]),
        lit_of(&product.image), lit(part[3]), esc(&product.name), lit(part[4]));
    if let Some(badge) = product.badge {
        page!(out; lit(part[5]), esc(badge), lit(part[6]));
    }
    page!(out; lit(part[7]), lit_of(&product.url), lit(part[8]), esc(&product.name), lit(part[9]),
        esc(product.category), lit(part[10]), esc(product.color), lit(part[11]), esc(&product.sku),
        lit(part[12]));
    match product.description.char_indices().nth(90) {
        None => escape(&product.description, out),
        Some(_) => {
            let end = product.description.char_indices().nth(87);
            let end = end.map_or(product.description.len(), |(at, _)| at);
            escape(&product.description[..end], out);
            out.push_str("...");
        }
    }
    out.push_str(part[13]);
    if product.rating >= 4.5 {
        out.push_str(part[14]);
    }
    out.push_str(part[15]);
    let _ = write!(out, "{:?}", product.rating);
    out.push_str(part[16]);
    number(product.reviews, out);
    out.push_str(part[17]);
    money(product.price, out);
    out.push_str(part[18]);
    if product.was > product.price {
        out.push_str(part[19]);
        money(product.was, out);
        out.push_str(part[20]);
    }
    out.push_str(part[21]);
    if product.stock < 5 {
        out.push_str(part[22]);
        number(product.stock, out);
        out.push_str(part[23]);
    }
    page!(out; lit(part[24]), lit_of(&product.url), lit(part[25]), lit_of(&product.sku), lit(part[26]));
}

fn lit_of(text: &str) -> impl Fn(&mut String) + '_ {
    move |out| out.push_str(text)
}

/// The text between one tag or output and the next, also where there is none.
fn pieces(template: &'static str) -> Vec<&'static str> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find(['{']).and_then(|_| next_open(rest)) {
        pieces.push(&rest[..open]);
        let close = if rest[open..].starts_with("{{") {
            "}}"
        } else {
            "%}"
        };
        let end = rest[open..]
            .find(close)
            .map_or(rest.len(), |at| open + at + 2);
        rest = &rest[end..];
    }
    pieces.push(rest);
    pieces
}

fn next_open(text: &str) -> Option<usize> {
    let places = [text.find("{{"), text.find("{%")];
    places.into_iter().flatten().min()
}
