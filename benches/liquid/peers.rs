//! The other engines, each set up as its own documentation says.

use askama::Template as _;
use handlebars::{Handlebars, handlebars_helper};
use liquid_core::{
    Display_filter, Filter, FilterReflection, ParseFilter, Runtime, Value as LiquidValue, ValueView,
};
use minijinja::{AutoEscape, Environment};
use tera::Tera;

use crate::customers::{
    CAMPAIGN, Customer, PREHEADER, Product, STORE, SUBJECT, UNSUBSCRIBE, cut, money,
};

/// The names and texts of a folder of templates.
macro_rules! templates {
    ($folder:literal, $ending:literal) => {
        [
            (
                concat!("email", $ending),
                include_str!(concat!("peers/", $folder, "/email", $ending)),
            ),
            (
                concat!("header", $ending),
                include_str!(concat!("peers/", $folder, "/header", $ending)),
            ),
            (
                concat!("footer", $ending),
                include_str!(concat!("peers/", $folder, "/footer", $ending)),
            ),
        ]
    };
}

pub(crate) fn minijinja() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("money", money);
    environment.add_filter("cut", |text: &str| cut(text));
    for (name, text) in templates!("minijinja", ".html") {
        environment.add_template(name, text).unwrap();
    }
    environment
}

pub(crate) fn tera() -> Tera {
    let mut tera = Tera::new();
    tera.register_filter(
        "money",
        |amount: f64, _: tera::Kwargs, _: &tera::State<'_>| money(amount),
    );
    tera.register_filter("cut", |text: &str, _: tera::Kwargs, _: &tera::State<'_>| {
        cut(text)
    });
    tera.add_raw_templates(templates!("tera", ".html")).unwrap();
    tera
}

handlebars_helper!(money_helper: |amount: f64| money(amount));
handlebars_helper!(cut_helper: |text: str| cut(text));

pub(crate) fn handlebars() -> Handlebars<'static> {
    let mut handlebars = Handlebars::new();
    handlebars.register_helper("money", Box::new(money_helper));
    handlebars.register_helper("cut", Box::new(cut_helper));
    for (name, text) in templates!("handlebars", ".hbs") {
        let name = name.trim_end_matches(".hbs");
        handlebars.register_template_string(name, text).unwrap();
    }
    handlebars
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "money", description = "an amount", parsed(MoneyFilter))]
struct Money;

#[derive(Debug, Default, Display_filter)]
#[name = "money"]
struct MoneyFilter;

impl Filter for MoneyFilter {
    fn evaluate(&self, input: &dyn ValueView, _: &dyn Runtime) -> liquid_core::Result<LiquidValue> {
        let amount = input.as_scalar().and_then(|amount| amount.to_float());
        Ok(LiquidValue::scalar(money(amount.unwrap_or_default())))
    }
}

pub(crate) fn liquid() -> liquid::Template {
    let mut partials = liquid::partials::EagerCompiler::<liquid::partials::InMemorySource>::empty();
    partials.add(
        "header",
        include_str!("../../examples/liquid_email/partials/header.liquid"),
    );
    partials.add(
        "footer",
        include_str!("../../examples/liquid_email/partials/footer.liquid"),
    );
    let builder = liquid::ParserBuilder::with_stdlib()
        .filter(Money)
        .partials(partials);
    let email = include_str!("../../examples/liquid_email/email.liquid");
    builder.build().unwrap().parse(email).unwrap()
}

/// What askama compiles into the binary.
#[derive(askama::Template)]
#[template(path = "email.html")]
struct Email<'a> {
    customer: &'a Customer,
    products: Vec<&'a Product>,
    store: Store,
    campaign: Campaign,
    subject: &'a str,
    preheader: &'a str,
    unsubscribe_url: &'a str,
}

struct Store {
    name: &'static str,
    url: &'static str,
    logo: &'static str,
    street: &'static str,
    town: &'static str,
}

struct Campaign {
    name: &'static str,
}

#[expect(
    clippy::inline_always,
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_wraps,
    unreachable_pub,
    reason = "what askama asks for"
)]
mod filters {
    //! What the templates above call.

    #[askama::filter_fn]
    pub(super) fn money(amount: &f64, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(crate::customers::money(*amount))
    }

    #[askama::filter_fn]
    pub(super) fn cut(text: &str, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(crate::customers::cut(text))
    }
}

pub(crate) fn askama(customer: &Customer, products: &[Product], out: &mut String) {
    let [name, url, logo, street, town] = STORE.map(|(_, value)| value);
    let email = Email {
        customer,
        products: customer
            .products
            .iter()
            .map(|index| &products[*index])
            .collect(),
        store: Store {
            name,
            url,
            logo,
            street,
            town,
        },
        campaign: Campaign { name: CAMPAIGN },
        subject: SUBJECT,
        preheader: PREHEADER,
        unsubscribe_url: UNSUBSCRIBE,
    };
    email.render_into(out).unwrap();
}
