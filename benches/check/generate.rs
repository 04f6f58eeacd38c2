//! Rules as a large team writes them: every tenth definition is alike, none is the same.

/// Whether the names in the rules are spelt right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Nothing is wrong.
    Right,
    /// Each segment asks for a trait that does not exist by that name.
    Wrong,
}

pub(crate) const SETTINGS: &str = r#"
name = "large"
currency = "USD"
timezone = "America/New_York"
message.from = "Acme <news@acme.example>"
customer.file = "customers.csv"
events.purchase.file = "purchases.csv"
events.visit.file = "visits.csv"
events.open.file = "opens.csv"
catalogs.product.file = "products.csv"
"#;

const TABLES: &str = r#"customer {
  customer_id    id
  email          email  pii
  first_name     text?  pii
  birth_date     date?  pii
  state          text?
  loyalty_tier   one of "none", "silver", "gold"
  interests      list of text
  signed_up      date?
  timezone       timezone = "America/New_York"
  email_consent  yes/no  consent
}

event purchase { product product, quantity number, amount money = quantity * product.price }
event visit { page text, seconds number? }
event open { campaign text }

catalog product { sku id, name text, category text, price money, stock number? }

"#;

/// How many segments there are for one of these.
const PER_TRAIT: usize = 2;
const PER_GROUP: usize = 20;
const PER_SCORE: usize = 50;
const PER_PERSONA: usize = 50;
const PER_CAMPAIGN: usize = 250;

/// How many arms the hero of a campaign has.
const ARMS: usize = 40;

/// The tables, and the other definitions one by one.
pub(crate) fn rules(segments: usize, spelling: Spelling) -> (String, Vec<String>) {
    let mut items = Vec::new();
    for one in 0..segments {
        if one % PER_TRAIT == 0 {
            items.push(a_trait(one / PER_TRAIT));
        }
        items.push(segment(one, spelling));
        if one % PER_GROUP == 0 {
            items.push(group(one / PER_GROUP));
        }
        if one % PER_SCORE == 0 {
            items.push(score(one / PER_SCORE));
        }
        if one % PER_PERSONA == 0 {
            items.push(persona(one / PER_PERSONA, segments));
        }
        if one % PER_CAMPAIGN == 0 {
            items.push(campaign(one / PER_CAMPAIGN, segments));
        }
    }
    (TABLES.to_owned(), items)
}

/// Seven kinds of traits; the windows and categories differ, so that few aggregates are equal.
fn a_trait(one: usize) -> String {
    let days = 1 + one / 7;
    let category = one % 60;
    let value = match one % 7 {
        0 => format!(
            "count of purchase where product.category = \"c{category}\" in last {days} days"
        ),
        1 => format!("total purchase.amount in last {days} days"),
        2 => format!(
            "average visit.seconds where page starts with \"/{category}/\" in last {days} days"
        ),
        3 => format!("most frequent purchase.product.category in last {days} days"),
        4 => format!("days since signed_up + {days}"),
        5 => format!("distinct purchase.product where quantity > {category} in last {days} days"),
        _ => format!(
            "case when trait_{} > {days} then \"high\" when state = \"CA\" then \"mid\" otherwise \"low\"",
            one - 6
        ),
    };
    format!("trait trait_{one} = {value}")
}

/// A segment of ten kinds; it may use the trait of its number and the segments before it.
fn segment(one: usize, spelling: Spelling) -> String {
    let count_trait = one / PER_TRAIT / 7 * 7;
    let typo = if spelling == Spelling::Wrong { "x" } else { "" };
    let counted = format!("tra{typo}it_{count_trait}");
    let days = 1 + one / 10;
    let before = one.saturating_sub(3);
    let condition = match one % 10 {
        0 => format!(
            "{counted} >= {} and state in (\"CA\", \"NY\", \"T{}\")",
            one % 5,
            one % 40
        ),
        1 => format!("no purchase in last {days} days and {counted} = 0"),
        2 => format!(
            "visit where page contains \"p{}\" in last {days} days or {counted} > 2",
            one % 90
        ),
        3 => format!("not in segment_{before} and {counted} < {days}"),
        4 => format!(
            "interests contains any of (\"shoes\", \"i{}\") and {counted} > 1",
            one % 30
        ),
        5 => format!(
            "birth_date has anniversary within {} days or {counted} = {days}",
            one % 28
        ),
        6 => format!(
            "at least {} open in last {days} days and {counted} >= 1",
            1 + one % 9
        ),
        7 => format!(
            "loyalty_tier = \"gold\" and first_name is known and {counted} between 1 and {days}"
        ),
        8 => format!(
            "in segment_{before} or in segment_{} and {counted} > 0",
            one.saturating_sub(7)
        ),
        _ => format!(
            "visit in last {days} days not followed by purchase within 3 hours or {counted} > 9"
        ),
    };
    format!("segment segment_{one} \"Segment {one}\" when {condition}")
}

fn group(one: usize) -> String {
    let segment = one * PER_GROUP;
    let members = (0..6.min(segment + 1)).map(|member| {
        let of = segment - member;
        format!("  m{member} \"Member {member}\" when in segment_{of} and state = \"S{member}\"\n")
    });
    let members: String = members.collect();
    format!("group group_{one} {{\n{members}  other \"Everyone else\" otherwise\n}}")
}

fn score(one: usize) -> String {
    let days = 1 + one;
    format!(
        "score score_{one} {{
  40 from count of visit in last {days} days, full at 20
  20 from average visit.seconds in last {days} days, full at 300
  40 from count of open in last {days} days, full at 8
}}"
    )
}

fn persona(one: usize, segments: usize) -> String {
    let segment = one * 7 % segments;
    format!(
        "persona persona_{one} \"Persona {one}\" {{
  customer_id = \"p-{one}\", email = \"p{one}@example.com\", state = \"CA\", loyalty_tier = \"gold\", email_consent = yes
  purchase 12 days ago {{ product = \"SKU-1\", quantity = 1, amount = 80.00 }}
  visit 3 days ago {{ page = \"/1/p{one}\", seconds = 30 }}
  expect in segment_{segment}
  expect not in segment_{}
}}",
        segment / 2
    )
}

fn campaign(one: usize, segments: usize) -> String {
    let arms = (0..ARMS).map(|arm| {
        let segment = (one * ARMS + arm) * 3 % segments;
        format!("    when in segment_{segment} and trait_1 > {arm} show \"hero/{arm}.liquid\"\n")
    });
    let arms: String = arms.collect();
    format!(
        "campaign campaign_{one} {{
  audience email_consent and state is known
  template \"campaigns/spring.liquid\"

  subject {{
    when in segment_{one} \"Early access is open\"
    otherwise \"Spring is here\"
  }}

  block hero {{
{arms}    otherwise show \"hero/sale.liquid\"
  }}
}}"
    )
}
