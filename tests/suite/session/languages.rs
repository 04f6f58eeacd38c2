//! Messages in the language of each customer.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use insta::assert_snapshot;

use crate::harness::Session;

const CUSTOMERS: &str = "\
customer_id,email,first_name,state,language,email_consent
c-2,bob@example.com,,NY,,yes
c-3,cy@example.com,Cy,OR,pt-BR,yes
c-4,di@example.com,Di,OR,DE,yes
c-5,ed@example.com,Ed,OR,klingon,yes
";

#[test]
fn dates_and_amounts_are_written_as_the_customer_reads_them() {
    let session = Session::shop()
        .edit(
            "rules/shop.seg",
            "  state          text?\n",
            "  state          text?\n  language       text?\n",
        )
        .edit(
            "rules/shop.seg",
            "otherwise \"Spring is here\"",
            "otherwise \"{{ now | date: '%-d %B' }}\"",
        )
        .file(
            "templates/blocks/hero/sale.liquid",
            "<h1>{{ 1234.5 | money }}, {{ 1234.5 | money: 'USD', locale: 'fr' }}, {{ now | date: '%A' }}</h1>\n",
        )
        .file("data/customers.csv", CUSTOMERS);
    assert_snapshot!(headlines(&session), @r"
    c-2: 1 November | $1,234.50, 1~234,50~$, Sunday
    c-3: 1 November | $1,234.50, 1~234,50~$, Sunday
    c-4: 1 November | $1,234.50, 1~234,50~$, Sunday
    c-5: 1 November | $1,234.50, 1~234,50~$, Sunday
    ");
    let settings = session.read("segue.toml");
    session.write(
        "segue.toml",
        format!("currency = \"EUR\"\nlocale = \"en_GB\"\n{settings}"),
    );
    assert_snapshot!(headlines(&session), @r"
    c-2: 1 November | €1,234.50, 1~234,50~$, Sunday
    c-3: 1 novembro | €~1.234,50, 1~234,50~$, domingo
    c-4: 1 November | 1.234,50~€, 1~234,50~$, Sonntag
    c-5: 1 November | €1,234.50, 1~234,50~$, Sunday
    ");
}

/// The subject and headline of each message, no-break spaces as `~`.
fn headlines(session: &Session) -> String {
    session.run("render spring --format ndjson --out mail.ndjson");
    let mail = session.read("mail.ndjson");
    let mut told = String::new();
    for line in mail.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let html = message["html"].as_str().unwrap_or_default();
        let headline = html.split("<h1>").nth(1).unwrap_or_default();
        let headline = headline.split("</h1>").next().unwrap_or_default();
        told.push_str(message["customer_id"].as_str().unwrap_or_default());
        told.push_str(": ");
        told.push_str(message["subject"].as_str().unwrap_or_default());
        told.push_str(" | ");
        told.push_str(&headline.replace(['\u{a0}', '\u{202f}'], "~"));
        told.push('\n');
    }
    told
}
