//! The data files' text.

use std::fmt::Write;

use super::customers::Customer;
use super::events::History;
use super::products;

/// One JSON object a line.
pub(super) fn products() -> String {
    let mut text = String::new();
    for product in &products::ALL {
        row(
            &mut text,
            format_args!(
                r#"{{"sku":"{}","name":"{}","category":"{}","price":{},"image":"{}","link":"{}","stock":{}}}"#,
                product.sku,
                product.name,
                product.category,
                dollars(product.price),
                product.image(),
                product.link(),
                product.stock
            ),
        );
    }
    text
}

/// CSV; interests are separated by semicolons.
pub(super) fn customers(customers: &[Customer]) -> String {
    let mut text = "customer_id,email,first_name,last_name,birth_date,state,loyalty_tier,interests,timezone,email_consent\n".to_owned();
    for customer in customers {
        let cells = [
            customer.id.clone(),
            customer.email.clone(),
            customer.first_name.unwrap_or_default().to_owned(),
            customer.last_name.to_owned(),
            customer
                .birth_date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            customer.state.unwrap_or_default().to_owned(),
            customer.loyalty_tier.to_owned(),
            customer.interests.join(";"),
            customer.timezone.unwrap_or_default().to_owned(),
            if customer.consents { "yes" } else { "no" }.to_owned(),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// CSV, one order line a row.
pub(super) fn purchases(history: &History) -> String {
    let mut text = "order_no,customer_id,ordered_at,sku,quantity,amount\n".to_owned();
    for line in &history.purchases {
        row(
            &mut text,
            format_args!(
                "{},{},{},{},{},{}",
                line.order,
                line.customer,
                line.at,
                line.product.sku,
                line.quantity,
                dollars(line.amount)
            ),
        );
    }
    text
}

/// CSV.
pub(super) fn cart_adds(history: &History) -> String {
    let mut text = "customer_id,added_at,sku\n".to_owned();
    for added in &history.cart_adds {
        row(
            &mut text,
            format_args!("{},{},{}", added.customer, added.at, added.product.sku),
        );
    }
    text
}

/// One JSON object a line.
pub(super) fn visits(history: &History) -> String {
    let mut text = String::new();
    for visit in &history.visits {
        row(
            &mut text,
            format_args!(
                r#"{{"customer_id":"{}","at":"{}","page":"{}","seconds":{}}}"#,
                visit.customer, visit.at, visit.page, visit.seconds
            ),
        );
    }
    text
}

/// CSV.
pub(super) fn opens(history: &History) -> String {
    let mut text = "customer_id,at,campaign\n".to_owned();
    for open in &history.opens {
        row(
            &mut text,
            format_args!("{},{},{}", open.customer, open.at, open.campaign),
        );
    }
    text
}

/// CSV.
pub(super) fn sent(history: &History) -> String {
    let mut text = "customer_id,at,campaign\n".to_owned();
    for sent in &history.sent {
        row(
            &mut text,
            format_args!("{},{},{}", sent.customer, sent.at, sent.campaign),
        );
    }
    text
}

fn row(text: &mut String, cells: std::fmt::Arguments) {
    // writing to a string cannot fail
    let _ = writeln!(text, "{cells}");
}

fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
