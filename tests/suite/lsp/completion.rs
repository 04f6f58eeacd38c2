//! What can stand at the cursor, while what is being typed cannot be read yet.

use super::play;
use crate::harness::Session;

fn offered(script: &str) -> String {
    let session = Session::project("tests/cases/lsp");
    let opened = "
open rules/data.seg
open rules/rules.seg
";
    let shown = play(&session, &format!("{opened}{script}"));
    shown.lines().skip(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn who_is_in() {
    let shown = offered(
        r#"
complete rules/rules.seg :: segment open when => segment open when in |
complete rules/rules.seg :: segment open when => segment open when state = "CA" and not in lifecycle.|
complete rules/rules.seg :: segment open when => segment open when tier in (|
complete rules/rules.seg :: segment open when => segment open when last_order in |
complete rules/rules.seg :: expect in vip => expect in |
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > complete rules/rules.seg :: segment open when => segment open when in |
    vip (value; segment)
    near (value; segment)
    open (value; segment)
    lifecycle.new (enummember; New)
    lifecycle.other (enummember; Others)
    last (keyword; window)
    > complete rules/rules.seg :: segment open when => segment open when state = "CA" and not in lifecycle.|
    new (enummember; New)
    other (enummember; Others)
    > complete rules/rules.seg :: segment open when => segment open when tier in (|
    "none" (enummember; option)
    "silver" (enummember; option)
    "gold" (enummember; option)
    > complete rules/rules.seg :: segment open when => segment open when last_order in |
    last (keyword; window)
    > complete rules/rules.seg :: expect in vip => expect in |
    vip (value; segment)
    near (value; segment)
    open (value; segment)
    lifecycle.new (enummember; New)
    lifecycle.other (enummember; Others)
    sale (module; campaign)
    exit status 0
    "#);
}

#[test]
fn parts_behind_a_dot() {
    let shown = offered(
        "
complete rules/rules.seg :: segment open when => segment open when total purchase.|
complete rules/rules.seg :: segment open when => segment open when purchase where product.|
complete rules/rules.seg :: segment open when => segment open when most frequent purchase.product.na|
complete rules/rules.seg :: segment open when => segment open when rfm.|
complete rules/rules.seg :: segment open when => segment open when customer.st|
complete rules/rules.seg :: expect in vip => expect sale.|
",
    );
    insta::assert_snapshot!(shown, @r#"
    > complete rules/rules.seg :: segment open when => segment open when total purchase.|
    at (field; time)
    product (field; product)
    amount (field; money)
    paid (field; yes/no)
    > complete rules/rules.seg :: segment open when => segment open when purchase where product.|
    sku (field; id)
    name (field; text)
    maker (field; text, may be missing)
    > complete rules/rules.seg :: segment open when => segment open when most frequent purchase.product.na|
    sku (field; id)
    name (field; text)
    maker (field; text, may be missing)
    > complete rules/rules.seg :: segment open when => segment open when rfm.|
    recency (property; number, may be missing)
    frequency (property; number, may be missing)
    monetary (property; number, may be missing)
    code (property; text, may be missing)
    > complete rules/rules.seg :: segment open when => segment open when customer.st|
    customer_id (field; id)
    email (field; email, personal data)
    state (field; text, may be missing)
    tier (field; one of "none", "silver", "gold")
    email_consent (field; yes/no, nobody without it gets mail)
    > complete rules/rules.seg :: expect in vip => expect sale.|
    hero (property; block)
    subject (property; text of the message)
    preheader (property; text of the message)
    from (property; text of the message)
    text (property; text of the message)
    html (property; text of the message)
    exit status 0
    "#);
}

#[test]
fn fields_behind_where() {
    let shown = offered(
        "
complete rules/rules.seg :: segment open when => segment open when purchase where |
complete rules/rules.seg :: segment open when => trait open = count of purchase where amount > 3 and |
complete rules/rules.seg :: segment open when => segment open when (no purchase where paid = |
complete rules/rules.seg :: segment open when => trait open = case when (purchase where paid) and tier = |
",
    );
    insta::assert_snapshot!(shown, @r#"
    > complete rules/rules.seg :: segment open when => segment open when purchase where |
    at (field; time)
    product (field; product)
    amount (field; money)
    paid (field; yes/no)
    > complete rules/rules.seg :: segment open when => trait open = count of purchase where amount > 3 and |
    at (field; time)
    product (field; product)
    amount (field; money)
    paid (field; yes/no)
    > complete rules/rules.seg :: segment open when => segment open when (no purchase where paid = |
    yes (keyword; yes/no)
    no (keyword; yes/no)
    > complete rules/rules.seg :: segment open when => trait open = case when (purchase where paid) and tier = |
    "none" (enummember; option)
    "silver" (enummember; option)
    "gold" (enummember; option)
    exit status 0
    "#);
}

#[test]
fn options_units_types_and_files() {
    let shown = offered(
        r#"
complete rules/rules.seg :: segment open when => segment open when tier = |
complete rules/rules.seg :: segment open when => segment open when tier = "g|
complete rules/rules.seg :: segment open when => segment open when purchase in last 30 |
complete rules/rules.seg :: purchase 12 days ago => purchase 12 |
complete rules/rules.seg :: show "hero/gold.liquid" => show |
complete rules/rules.seg :: show "hero/gold.liquid" => show "hero/g|
complete rules/rules.seg :: template "campaigns/sale.liquid" => template "|
complete rules/rules.seg :: block hero => block |
complete rules/data.seg :: state text? => state |
complete rules/data.seg :: state text? => state text? |
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > complete rules/rules.seg :: segment open when => segment open when tier = |
    "none" (enummember; option)
    "silver" (enummember; option)
    "gold" (enummember; option)
    > complete rules/rules.seg :: segment open when => segment open when tier = "g|
    "none" (enummember; option)
    "silver" (enummember; option)
    "gold" (enummember; option)
    > complete rules/rules.seg :: segment open when => segment open when purchase in last 30 |
    days (unit; unit of time)
    hours (unit; unit of time)
    minutes (unit; unit of time)
    weeks (unit; unit of time)
    months (unit; unit of time)
    years (unit; unit of time)
    calendar days (unit; unit of time)
    > complete rules/rules.seg :: purchase 12 days ago => purchase 12 |
    days ago (unit; unit of time)
    hours ago (unit; unit of time)
    minutes ago (unit; unit of time)
    weeks ago (unit; unit of time)
    months ago (unit; unit of time)
    years ago (unit; unit of time)
    > complete rules/rules.seg :: show "hero/gold.liquid" => show |
    "hero/all.liquid" (file; template)
    "hero/gold.liquid" (file; template)
    > complete rules/rules.seg :: show "hero/gold.liquid" => show "hero/g|
    "hero/all.liquid" (file; template)
    "hero/gold.liquid" (file; template)
    > complete rules/rules.seg :: template "campaigns/sale.liquid" => template "|
    "campaigns/sale.liquid" (file; template)
    > complete rules/rules.seg :: block hero => block |
    hero (property; block)
    > complete rules/data.seg :: state text? => state |
    product (class; catalog)
    text (keyword; type)
    number (keyword; type)
    money (keyword; type)
    yes/no (keyword; type)
    date (keyword; type)
    time (keyword; type)
    duration (keyword; type)
    email (keyword; type)
    url (keyword; type)
    id (keyword; type)
    timezone (keyword; type)
    one of (keyword; type)
    list of (keyword; type)
    > complete rules/data.seg :: state text? => state text? |
    pii (keyword; mark)
    consent (keyword; mark)
    exit status 0
    "#);
}

#[test]
fn words_where_lines_begin() {
    let shown = offered(
        r#"
complete rules/rules.seg :: segment open when => se|
complete rules/rules.seg :: template "campaigns/sale.liquid" => te|
complete rules/rules.seg :: otherwise show => o|
complete rules/rules.seg :: email_consent = yes => |
complete rules/rules.seg :: { product = "A", amount = 1.00 } => { |
complete rules/rules.seg :: segment open when => # segment open when |
complete rules/rules.seg :: segment open when => segment |
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > complete rules/rules.seg :: segment open when => se|
    customer (keyword; begins an item)
    event (keyword; begins an item)
    catalog (keyword; begins an item)
    trait (keyword; begins an item)
    score (keyword; begins an item)
    segment (keyword; begins an item)
    group (keyword; begins an item)
    campaign (keyword; begins an item)
    persona (keyword; begins an item)
    expect (keyword; begins an item)
    > complete rules/rules.seg :: template "campaigns/sale.liquid" => te|
    audience (keyword; clause)
    template (keyword; clause)
    from (keyword; clause)
    subject (keyword; clause)
    preheader (keyword; clause)
    block (keyword; clause)
    experiment (keyword; clause)
    limit (keyword; clause)
    send (keyword; clause)
    utm (keyword; clause)
    > complete rules/rules.seg :: otherwise show => o|
    when (keyword; arm)
    otherwise (keyword; arm)
    > complete rules/rules.seg :: email_consent = yes => |
    expect (keyword; what must hold)
    customer_id (field; id)
    email (field; email, personal data)
    state (field; text, may be missing)
    tier (field; one of "none", "silver", "gold")
    email_consent (field; yes/no, nobody without it gets mail)
    purchase (event; event)
    > complete rules/rules.seg :: { product = "A", amount = 1.00 } => { |
    at (field; time)
    product (field; product)
    amount (field; money)
    paid (field; yes/no)
    > complete rules/rules.seg :: segment open when => # segment open when |
    nothing
    > complete rules/rules.seg :: segment open when => segment |
    nothing
    exit status 0
    "#);
}

#[test]
fn values_and_operators() {
    let shown = offered(
        "
complete rules/rules.seg :: segment open when => segment open when |
complete rules/rules.seg :: segment open when => segment open when state |
complete rules/rules.seg :: segment open when => segment open when at least 2 |
",
    );
    insta::assert_snapshot!(shown, @r#"
    > complete rules/rules.seg :: segment open when => segment open when |
    customer_id (field; id)
    email (field; email, personal data)
    state (field; text, may be missing)
    tier (field; one of "none", "silver", "gold")
    email_consent (field; yes/no, nobody without it gets mail)
    last_order (variable; time, may be missing)
    rfm.recency (variable; `.recency` number, may be missing)
    rfm.frequency (variable; `.frequency` number, may be missing)
    rfm.monetary (variable; `.monetary` number, may be missing)
    rfm.code (variable; `.code` text, may be missing)
    purchase (event; event)
    in (keyword; begins a value)
    not (keyword; begins a value)
    no (keyword; begins a value)
    at least (keyword; begins a value)
    at most (keyword; begins a value)
    exactly (keyword; begins a value)
    count of (keyword; begins a value)
    count of distinct (keyword; begins a value)
    total (keyword; begins a value)
    average (keyword; begins a value)
    smallest (keyword; begins a value)
    largest (keyword; begins a value)
    latest (keyword; begins a value)
    first (keyword; begins a value)
    most frequent (keyword; begins a value)
    distinct (keyword; begins a value)
    case (keyword; begins a value)
    percentile of (keyword; begins a value)
    top (keyword; begins a value)
    and 7 more
    > complete rules/rules.seg :: segment open when => segment open when state |
    and (keyword; operator)
    or (keyword; operator)
    in (keyword; operator)
    not in (keyword; operator)
    is known (keyword; operator)
    is missing (keyword; operator)
    between (keyword; operator)
    contains (keyword; operator)
    contains any of (keyword; operator)
    starts with (keyword; operator)
    ends with (keyword; operator)
    matches (keyword; operator)
    before (keyword; operator)
    after (keyword; operator)
    has anniversary within (keyword; operator)
    where (keyword; operator)
    in last (keyword; operator)
    since (keyword; operator)
    followed by (keyword; operator)
    not followed by (keyword; operator)
    > complete rules/rules.seg :: segment open when => segment open when at least 2 |
    purchase (event; event)
    exit status 0
    "#);
}

#[test]
fn clauses_of_a_campaign() {
    let shown = offered(
        r#"
gaps
edit rules/data.seg :: catalog => campaign early { audience email_consent limit 1 per week across promotions }\ncatalog
complete rules/rules.seg :: subject  "Sale" => e|
complete rules/rules.seg :: subject  "Sale" => experiment cta { |
complete rules/rules.seg :: subject  "Sale" => experiment cta { split 50% "A", |
complete rules/rules.seg :: subject  "Sale" => limit 1 |
complete rules/rules.seg :: subject  "Sale" => limit 1 per |
complete rules/rules.seg :: subject  "Sale" => limit 1 per 7 |
complete rules/rules.seg :: subject  "Sale" => limit 1 per 7 days |
complete rules/rules.seg :: subject  "Sale" => limit 1 per day across |
complete rules/rules.seg :: subject  "Sale" => send |
complete rules/rules.seg :: subject  "Sale" => send at 09:00 |
complete rules/rules.seg :: subject  "Sale" => send at 09:00 customer time, |
complete rules/rules.seg :: subject  "Sale" => send not between 21:00 |
complete rules/rules.seg :: subject  "Sale" => utm |
complete rules/rules.seg :: subject  "Sale" => utm source "a", |
complete rules/rules.seg :: subject  "Sale" => utm source "a"\n  |
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > gaps
    > edit rules/data.seg :: catalog => campaign early { audience email_consent limit 1 per week across promotions }\ncatalog
    > complete rules/rules.seg :: subject  "Sale" => e|
    audience (keyword; clause)
    template (keyword; clause)
    from (keyword; clause)
    subject (keyword; clause)
    preheader (keyword; clause)
    block (keyword; clause)
    experiment (keyword; clause) writes experiment ${1:name} { split ${2:50}% "${3:A}", ${4:50}% "${5:B}" }
    limit (keyword; clause) writes limit ${1:1} per ${2:7 days}
    send (keyword; clause) writes send at ${1:09:00} customer time
    utm (keyword; clause) writes utm source "${1:newsletter}", medium "${2:email}", campaign "${3:name}"
    > complete rules/rules.seg :: subject  "Sale" => experiment cta { |
    split (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => experiment cta { split 50% "A", |
    holdout (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => limit 1 |
    per (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => limit 1 per |
    day (keyword; clause)
    week (keyword; clause)
    month (keyword; clause)
    year (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => limit 1 per 7 |
    days (unit; unit of time)
    hours (unit; unit of time)
    minutes (unit; unit of time)
    weeks (unit; unit of time)
    months (unit; unit of time)
    years (unit; unit of time)
    calendar days (unit; unit of time)
    > complete rules/rules.seg :: subject  "Sale" => limit 1 per 7 days |
    across (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => limit 1 per day across |
    promotions (value; limit of several campaigns)
    > complete rules/rules.seg :: subject  "Sale" => send |
    at (keyword; clause)
    not between (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => send at 09:00 |
    customer time (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => send at 09:00 customer time, |
    not between (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => send not between 21:00 |
    and (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => utm |
    source (keyword; clause)
    medium (keyword; clause)
    campaign (keyword; clause)
    term (keyword; clause)
    content (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => utm source "a", |
    source (keyword; clause)
    medium (keyword; clause)
    campaign (keyword; clause)
    term (keyword; clause)
    content (keyword; clause)
    > complete rules/rules.seg :: subject  "Sale" => utm source "a"\n  |
    audience (keyword; clause)
    template (keyword; clause)
    from (keyword; clause)
    subject (keyword; clause)
    preheader (keyword; clause)
    block (keyword; clause)
    experiment (keyword; clause) writes experiment ${1:name} { split ${2:50}% "${3:A}", ${4:50}% "${5:B}" }
    limit (keyword; clause) writes limit ${1:1} per ${2:7 days}
    send (keyword; clause) writes send at ${1:09:00} customer time
    utm (keyword; clause) writes utm source "${1:newsletter}", medium "${2:email}", campaign "${3:name}"
    exit status 0
    "#);
}
