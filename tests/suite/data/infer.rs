//! `segue schema infer`: blocks guessed from data files.

use std::path::PathBuf;

use segue::data::infer;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::source::Sources;
use segue::world::Memory;

fn infer_from(files: &[(&str, String)]) -> String {
    let mut world = Memory::default();
    for (path, content) in files {
        let content = content.clone().into_bytes();
        world.files.insert(PathBuf::from(path), content);
    }
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| PathBuf::from(path)).collect();
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let inferred = infer(&world, &paths, &mut sources, &mut diagnostics);
    let findings = draw(&diagnostics, &sources, Style::Plain);
    format!("{inferred}\n{findings}").trim_end().to_owned()
}

/// Lines made by `line` for the rows 0 to 59.
fn rows(header: &str, line: impl Fn(usize) -> String) -> String {
    let lines = (0..60).map(line);
    std::iter::once(header.to_owned()).chain(lines).collect()
}

#[test]
fn a_shop() {
    let customers = rows(
        "Email,customer_id,First Name,birthDate,zip,tier,opt_in,tz,joined\n",
        |row| {
            let tier = ["gold", "none", "silver"][row % 3];
            let name = if row == 5 { "" } else { "Ana" };
            format!(
                "a{row}@example.com,c-{row},{name},1991-03-02,0213{},{tier},yes,America/New_York,2026-03-01T10:00:00Z\n",
                row % 10
            )
        },
    );
    let purchases = rows(
        "order_no,user_id,sku,purchased_at,quantity,unit_price\n",
        |row| {
            format!(
                "{},c-{},S-{},2026-03-01 10:0{}:00,{row},{row}.50\n",
                row / 2,
                row % 9,
                row % 4,
                row % 10
            )
        },
    );
    let visits = rows("", |row| {
        format!(
            "{{\"customer_id\": \"c-{row}\", \"at\": \"2026-03-01\", \"page\": \"https://a.example/{row}\", \"tags\": [\"a\"], \"seconds\": {}}}\n",
            if row % 2 == 0 { "null" } else { "1.5" }
        )
    });
    let products = rows("name,sku,price,is_new\n", |row| {
        format!("Thing {row},S-{row},{row}.99,{}\n", row % 2)
    });
    insta::assert_snapshot!(infer_from(&[
        ("data/purchases.csv", purchases),
        ("data/products.csv", products),
        ("data/customers.csv", customers),
        ("data/visits.ndjson", visits),
    ]), @r##"
    customer {
      customer_id  id
      email        email   pii
      first_name   text?   pii
      birth_date   date    pii
      zip          text
      tier         one of "gold", "none", "silver"
      opt_in       yes/no  consent
      tz           timezone
      joined       time
    }

    event purchase {
      order_no    text
      sku         product
      quantity    number
      unit_price  money
    }

    event visit {
      page     url
      tags     list of text
      seconds  number?
    }

    catalog product {
      sku     id
      name    text
      price   money
      is_new  yes/no
    }

    # For segue.toml:
    #
    # [customer]
    # file = "data/customers.csv"
    # columns = { email = "Email", first_name = "First Name", birth_date = "birthDate" }
    #
    # [events.purchase]
    # file = "data/purchases.csv"
    # columns = { customer_id = "user_id", at = "purchased_at" }
    #
    # [events.visit]
    # file = "data/visits.ndjson"
    #
    # [catalogs.product]
    # file = "data/products.csv"
    "##);
}

#[test]
fn files_that_say_little() {
    insta::assert_snapshot!(infer_from(&[
        ("boxes.csv", "code,note\n".to_owned()),
        ("Stores 2026.csv", "2nd name,city\nA,Paris\nB,\n".to_owned()),
    ]), @r##"
    catalog box {
      code  text?
      note  text?
    }

    catalog stores_2026 {
      column_2nd_name  id
      city             text?
    }

    # For segue.toml:
    #
    # [catalogs.box]
    # file = "boxes.csv"
    #
    # [catalogs.stores_2026]
    # file = "Stores 2026.csv"
    # columns = { column_2nd_name = "2nd name" }
    "##);
}

#[test]
fn files_that_cannot_be_read() {
    insta::assert_snapshot!(infer_from(&[
        ("customers.xlsx", String::new()),
        ("empty.csv", String::new()),
        ("events.ndjson", "[1]".to_owned()),
        ("people.csv", "id,email\n1,ana@example.com\n2\n".to_owned()),
    ]), @r#"
    customer {
      id     id
      email  email  pii
    }

    # For segue.toml:
    #
    # [customer]
    # file = "people.csv"

    error[unknown-format]: cannot tell the format of `customers.xlsx` by its name
      hint: files end in .csv, .ndjson, .jsonl or .parquet

    error[empty-file]: `empty.csv` is empty
      hint: a CSV file has at least a header line

    error[unreadable-file]: expected NDJSON in `events.ndjson`, found a JSON array
      hint: write one object a line, as `jq -c '.[]'` does

    error[bad-row]: expected 2 cells as in the header, found 1
     --> people.csv:3:1
      |
    3 | 0
      | ^
      |
      = hint: an empty cell still needs its comma
    "#);
}
