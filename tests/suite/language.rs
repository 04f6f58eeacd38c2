//! The whole rule language in one project, `cases/language`: it is checked without a finding, its
//! personas and expectations hold, and its campaign is rendered from data.

use std::fmt::Write;

use insta::assert_snapshot;

use crate::harness::Session;

/// Customers with purchases; a fifth of them have each quintile of every ranking.
const BUYERS: u32 = 300;

/// The project with data: of each buyer, the later their number, the more they ordered for more
/// money and the more recently, except that every tenth came last long ago.
fn project() -> Session {
    let mut customers = String::from(
        "customer_id,email,first_name,birth_date,state,loyalty_tier,interests,timezone,email_consent,purchase_likelihood,last_call\n",
    );
    let mut purchases = String::from("customer_id,at,product,quantity,amount\n");
    let mut opens = String::from("customer_id,at,campaign\n");
    for number in 0..BUYERS {
        let state = ["CA", "NY", ""][number as usize % 3];
        let tier = ["none", "silver", "gold"][number as usize % 3];
        let interests = if number % 4 == 0 {
            "shoes;maps"
        } else {
            "maps"
        };
        let agreed = if number % 7 == 0 { "no" } else { "yes" };
        writeln!(
            customers,
            "c{number},c{number}@example.com,,,{state},{tier},{interests},,{agreed},,"
        )
        .ok();
        let since = if number % 10 == 0 {
            number + 1
        } else {
            BUYERS - number
        };
        for order in 0..=number / 60 {
            let at = day(since + order);
            writeln!(purchases, "c{number},{at},SKU-1,1,{number}.50").ok();
        }
        if number % 2 == 0 {
            writeln!(opens, "c{number},{},winter", day(5)).ok();
        }
    }
    let none = |header: &str| format!("{header}\n");
    Session::project("tests/cases/language")
        .file("data/customers.csv", customers)
        .file("data/purchases.csv", purchases)
        .file("data/opens.csv", opens)
        .file(
            "data/order_lines.csv",
            none("customer_id,at,order_no,quantity,unit_price"),
        )
        .file("data/visits.csv", none("customer_id,at,page,seconds"))
        .file("data/cart_adds.csv", none("customer_id,at,product"))
        .file("data/sent.csv", none("customer_id,at,campaign"))
        .file(
            "data/products.csv",
            "sku,name,category,price,image,link,stock\n\
             SKU-1,Trail runner,shoes,80.00,,https://www.acme.example/sku-1,12\n\
             SKU-3,Storm tent,tents,900.00,https://www.acme.example/sku-3.jpg,https://www.acme.example/sku-3,\n\
             SKU-7,Camp sandal,shoes,27.75,,https://www.acme.example/sku-7,0\n",
        )
}

/// Ten o'clock so many days before the project's now.
fn day(ago: u32) -> String {
    let now: jiff::civil::Date = jiff::civil::date(2026, 3, 1);
    let at = now.saturating_sub(jiff::Span::new().days(i64::from(ago)));
    format!("{at}T10:00:00Z")
}

#[test]
fn every_line_is_checked_without_a_finding() {
    assert_snapshot!(project().run("check"), @r#"
    stderr:
    no findings: 29 traits, 1 score, 27 segments, 1 group, 1 campaign, 9 personas, 1,353 rows read
    exit status: 0
    "#);
}

#[test]
fn its_personas_and_expectations_hold() {
    let session = project();
    session.run("test --accept");
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign     gets                                               snapshot
    jo       spring_sale  – not in the audience                              ✓ approved
    ana      spring_sale  Spring is here                                     ✓ approved
                          hero/shoes, recommendations: products/grid
    bo       spring_sale  Spring is here                                     ✓ approved
                          hero/sale, recommendations: products/grid
    cy       spring_sale  Cy, early access is open                           ✓ approved
                          hero/early-access, recommendations: products/grid
    dee      spring_sale  Spring is here                                     ✓ approved
                          hero/exclusive, recommendations: products/grid
    eve      spring_sale  – not in the audience                              ✓ approved
    flo      spring_sale  – not in the audience                              ✓ approved
    gus      spring_sale  – not in the audience                              ✓ approved
    hal      spring_sale  – not in the audience                              ✓ approved

    persona        expected                                                      place
    jo             ✓ dearest = 60.00, cheapest = 40.00, this_year = 100.00,      rules/operators.seg:43
                   january = 1, lately = 1, weeks = 3, months = 3
                   ✓ in both, in compares, in among, not in nested, in ranged,   rules/operators.seg:44
                   in wants, in spelled, in known
                   ✓ in before_after, in elapsed, in ahead, in did, in did_not,  rules/operators.seg:45
                   in some, in waited, in returned
                   ✓ in ranked, not in top_tenth, in leap, in called, in         rules/operators.seg:46
                   arithmetic
    ana            ✓ in shoe_lovers, not in quiet                                rules/personas.seg:6
                   ✓ spring_sale.hero shows "hero/shoes.liquid"                  rules/personas.seg:7
                   ✓ age = 34, spend = 135.50, average_order = 67.75,            rules/personas.seg:8
                   days_since_order = 12, favourite = "shoes"
                   ✓ in birthday_california, in lifecycle.other, engagement =    rules/personas.seg:9
                   5, engagement_level = "low"
                   ✓ spring_sale.subject = "Spring is here", spring_sale.text    rules/personas.seg:10
                   contains "New shoes in CA"
                   ✓ spring_sale.html contains "Shop now", not spring_sale.html  rules/personas.seg:11
                   contains "See what's new"
    bo             ✓ in abandoned_cart, in not_vip_yet, orders = 0, last_order   rules/personas.seg:18
                   is missing, spend_rank < 10
                   ✓ basket contains "SKU-3", basket contains "SKU-1", not       rules/personas.seg:19
                   basket contains "SKU-7"
                   ✓ spring_sale.hero shows "hero/sale.liquid",                  rules/personas.seg:20
                   spring_sale.text contains "Storm tent"
    cy             ✓ in vip, in lifecycle.champion, rfm.code = "555",            rules/personas.seg:32
                   spend_rank >= 99
                   ✓ spring_sale.subject = "Cy, early access is open",           rules/personas.seg:33
                   spring_sale.hero shows "hero/early-access.liquid"
    dee            ✓ engagement = 72, engagement_level = "high"                  rules/personas.seg:52
                   ✓ spring_sale.hero shows "hero/exclusive.liquid"              rules/personas.seg:53
    eve            ✓ not in spring_sale                                          rules/personas.seg:58
    flo            ✓ not in spring_sale                                          rules/personas.seg:63
    gus            ✓ not in spring_sale                                          rules/personas.seg:67
    hal            ✓ in lifecycle.new, in quiet, not in spring_sale              rules/personas.seg:74
                   ✓ line_rfm.code is known, total order_line.amount = 20.00     rules/personas.seg:75
    all customers  ✓ share of lifecycle.at_risk below 20%: 4.0%, 12 of 300       rules/personas.seg:78
                   customers
                   ✓ size of vip at least 50: 54 customers                       rules/personas.seg:78
                   ✓ share of lifecycle.at_risk in lifecycle.at_risk exactly     rules/personas.seg:79
                   100%: 100.0%, 12 of 12 in `lifecycle.at_risk`
                   ✓ no overlap between vip and lifecycle.at_risk: nobody is in  rules/personas.seg:80
                   both

    expectations  75 of 75 hold
    snapshots     9 of 9 as approved
    coverage      91%, 67 of 73; `segue test --coverage` lists the rest
    exit status: 0
    "#);
}

#[test]
fn its_campaign_is_rendered_from_data() {
    let session = project();
    assert_snapshot!(session.run("render spring_sale --format ndjson --out mail.ndjson"), @r#"
    stderr:
    73 messages for an audience of 73 among 300 customers, in [TIME]
    12 customers held out of an experiment
    exit status: 0
    "#);
    let mail = session.read("mail.ndjson");
    assert_snapshot!(mail.lines().next().unwrap_or(""), @r#"
    {"campaign":"spring_sale","customer_id":"c6","to":"c6@example.com","from":"Acme Outdoors <news@acme.example>","subject":"Spring is here","preheader":"New arrivals picked for you","send_at":"2026-03-01T14:00:00Z","send_at_local":"2026-03-01T09:00:00-05:00","html":"<html lang=\"en\"><body>\n<h1>Spring sale</h1>\n\n<p><a href=\"https://www.acme.example/spring?utm_source=newsletter&amp;utm_medium=email&amp;utm_campaign=spring_sale\">Shop now</a></p>\n\n\n<p>Acme Outdoors, 1 Quarry Road, Burlington, VT 05401, USA <a href=\"https://www.acme.example/bye?c=c6\">Unsubscribe</a></p>\n</body></html>\n","text":"Spring sale\n===========\n\nShop now\n(https://www.acme.example/spring?utm_source=newsletter&utm_medium=email&utm_campaign=spring_sale)\n\nAcme Outdoors, 1 Quarry Road, Burlington, VT 05401, USA Unsubscribe\n(https://www.acme.example/bye?c=c6)\n","headers":{"Date":"Sun, 01 Mar 2026 12:00:00 +0000","Message-ID":"<f19cf75c7ce072f8c14bd883b6f59ee5@acme.example>","List-Unsubscribe":"<https://www.acme.example/bye?c=c6>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"},"blocks":{"hero":"hero/sale.liquid","recommendations":"products/grid.liquid"},"experiments":{"cta":"Shop now"}}
    "#);
    let shows = |hero: &str| {
        let shown = format!("\"hero\":\"hero/{hero}.liquid\"");
        mail.lines().filter(|line| line.contains(&shown)).count()
    };
    let heroes = ["early-access", "shoes", "sale"].map(shows);
    assert_eq!(heroes, [23, 27, 23]);
}

/// What the language promises to find, each by a change to one line.
#[test]
fn what_is_wrong_with_a_line_is_found() {
    let session = project();
    for (file, from, to, code) in WRONG {
        let right = session.read(file);
        assert!(right.contains(from), "`{file}` lacks `{from}`");
        session.write(file, right.replacen(from, to, 1));
        let found: serde_json::Value =
            serde_json::from_slice(&session.output("check --no-data --format json").stdout)
                .unwrap();
        let codes = found["diagnostics"].as_array().unwrap().iter();
        let codes: Vec<&str> = codes.map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(codes.join(" "), *code, "`{to}` in place of `{from}`");
        session.write(file, &right);
    }
}

/// File, what stands there, what is written instead, and the codes of what is found.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "rules/facts.seg",
        "and not in vip",
        "and not in vp",
        "unknown-name",
    ),
    (
        "rules/facts.seg",
        "= \"silver\"",
        "= \"glod\"",
        "unknown-option",
    ),
    (
        "rules/facts.seg",
        "orders >= 2",
        "orders >= \"2\"",
        "type-mismatch",
    ),
    (
        "rules/facts.seg",
        "age between 25 and 35",
        "age > 40 and age < 30",
        "empty-segment",
    ),
    (
        "rules/facts.seg",
        "rfm.recency <= 2 and rfm.frequency >= 3",
        "rfm.recency = 5 and rfm.frequency = 4",
        "unreachable-arm",
    ),
    (
        "rules/operators.seg",
        "spend between 99.99 and 100.01",
        "top 10% by spend",
        "equal-segments",
    ),
    (
        "rules/facts.seg",
        "shoe_orders >= 2 or",
        "in not_vip_yet or in shoe_lovers or",
        "cycle",
    ),
    (
        "rules/facts.seg",
        "40 from count of open",
        "30 from count of open",
        "score-sum",
    ),
    ("rules/campaign.seg", "split 45%", "split 40%", "split-sum"),
    (
        "templates/campaigns/spring.liquid",
        "{% block recommendations %}{% endblock %}",
        "",
        "unknown-block",
    ),
    (
        "rules/campaign.seg",
        "block recommendations show \"products/grid.liquid\" with products = basket",
        "",
        "unfilled-block",
    ),
    (
        "templates/campaigns/spring.liquid",
        "{% block hero %}",
        "{{ customer.nickname }}{% block hero %}",
        "unknown-variable",
    ),
    (
        "rules/campaign.seg",
        "\"Spring is here\"",
        "\"For {{ customer.email }}\"",
        "pii-in-subject",
    ),
    (
        "rules/campaign.seg",
        "source \"newsletter\"",
        "source \"{{ customer.email }}\"",
        "pii-in-utm",
    ),
    (
        "templates/campaigns/spring.liquid",
        "acme.example/spring",
        "acme.example/spring?c={{ customer.email }}",
        "pii-in-url",
    ),
    (
        "rules/shape.seg",
        "yes/no     consent",
        "yes/no",
        "no-consent",
    ),
    (
        "templates/campaigns/spring.liquid",
        "<a href=\"{{ unsubscribe_url }}\">Unsubscribe</a>",
        "",
        "missing-unsubscribe",
    ),
    (
        "templates/campaigns/spring.liquid",
        "{{ brand.address }}",
        "",
        "missing-postal-address",
    ),
    (
        "rules/campaign.seg",
        "state is known",
        "state != \"CA\"",
        "missing-surprises missing-default",
    ),
    (
        "rules/operators.seg",
        "(\"OR\", \"WA\")",
        "()",
        "empty-list",
    ),
];
