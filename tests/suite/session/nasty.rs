//! Input nobody wants to get: each ends in a clear message, none in a panic.

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn files_that_are_no_text() {
    let latin = b"segment caf\xe9 when orders > 1\n";
    assert_snapshot!(Session::shop().file("rules/cafe.seg", latin).run("check"), @r"
    stderr:
    error[unreadable-file]: `rules/cafe.seg` is not UTF-8 text
     --> rules/cafe.seg:1:12
      |
    1 | segment caf� when orders > 1
      |            ^
      |
      = hint: save the file as UTF-8

    error[syntax]: expected a text in quotes or `when`, found `�`
     --> rules/cafe.seg:1:12
      |
    1 | segment caf� when orders > 1
      |            ^
      |
      = hint: names are made of the letters a to z, digits and `_`

    2 errors; more with `segue errors CODE`
    exit status: 1
    ");
    let page = b"<h1>caf\xe9</h1>\n";
    let session = Session::shop().file("templates/blocks/hero/sale.liquid", page);
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[unreadable-template]: `templates/blocks/hero/sale.liquid` is not UTF-8 text
     --> templates/blocks/hero/sale.liquid:1:8
      |
    1 | <h1>caf�</h1>
      |        ^
      |
      = hint: save the file as UTF-8

    1 error; more with `segue errors unreadable-template`
    exit status: 1
    ");
    let session = Session::shop().file("segue.toml", b"name = \"caf\xe9\"");
    assert_snapshot!(session.run("check"), @r#"
    stderr:
    error[bad-settings]: `segue.toml` is not UTF-8 text
     --> segue.toml:1:12
      |
    1 | name = "caf�"
      |            ^
      |
      = hint: save the file as UTF-8

    1 error; more with `segue errors bad-settings`
    exit status: 1
    "#);
}

#[test]
fn a_picture_as_customers() {
    let picture = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0xff; 400]].concat();
    let session = Session::shop().file("data/customers.csv", &picture);
    assert_snapshot!(session.run("check"), @r#"
    stderr:
    error[missing-column]: `data/customers.csv` has no column `customer_id`
     --> data/customers.csv:1:1
      |
    1 | �PNG
      | ^^^^
      |
      = hint: there is: `�PNG`
      = hint: if it has another name in the file, say so in segue.toml: `columns = { customer_id = "…" }`

    error[missing-column]: `data/customers.csv` has no column `email`
     --> data/customers.csv:1:1
      |
    1 | �PNG
      | ^^^^
      |
      = hint: there is: `�PNG`
      = hint: if it has another name in the file, say so in segue.toml: `columns = { email = "…" }`

    error[missing-column]: `data/customers.csv` has no column `first_name`
     --> data/customers.csv:1:1
      |
    1 | �PNG
      | ^^^^
      |
      = hint: there is: `�PNG`
      = hint: if it has another name in the file, say so in segue.toml: `columns = { first_name = "…" }`

    error[missing-column]: `data/customers.csv` has no column `state`
     --> data/customers.csv:1:1
      |
    1 | �PNG
      | ^^^^
      |
      = hint: there is: `�PNG`
      = hint: if it has another name in the file, say so in segue.toml: `columns = { state = "…" }`

    error[missing-column]: `data/customers.csv` has no column `email_consent`
     --> data/customers.csv:1:1
      |
    1 | �PNG
      | ^^^^
      |
      = hint: there is: `�PNG`
      = hint: if it has another name in the file, say so in segue.toml: `columns = { email_consent = "…" }`

    5 errors; more with `segue errors missing-column`
    exit status: 1
    "#);
    let session = Session::shop()
        .edit("segue.toml", "customers.csv", "customers.parquet")
        .file("data/customers.parquet", &picture);
    assert_snapshot!(session.run("check"), @r#"
    stderr:
    error[unreadable-file]: expected Parquet in `data/customers.parquet`, found something else
      hint: set `format` in segue.toml to "csv" or "ndjson" if it is one of them

    1 error; more with `segue errors unreadable-file`
    exit status: 1
    "#);
}

#[test]
fn data_that_is_not_there() {
    let session = Session::shop()
        .without("data/customers.csv")
        .without("data/purchases.csv");
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[missing-file]: there is no file `data/purchases.csv`
      hint: `file` in segue.toml is taken from the project's folder

    error[missing-file]: there is no file `data/customers.csv`
      hint: `file` in segue.toml is taken from the project's folder

    2 errors; more with `segue errors missing-file`
    exit status: 1
    ");
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    error[missing-file]: there is no file `data/customers.csv`
      hint: `file` in segue.toml is taken from the project's folder

    error[missing-file]: there is no file `data/purchases.csv`
      hint: `file` in segue.toml is taken from the project's folder

    exit status: 1
    ");
    let session = session.file("data/customers.csv/part-0", "");
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[missing-file]: there is no file `data/purchases.csv`
      hint: `file` in segue.toml is taken from the project's folder

    error[unreadable-file]: cannot read `data/customers.csv`: is a directory

    2 errors; more with `segue errors CODE`
    exit status: 1
    ");
}

#[test]
fn empty_files() {
    let session = Session::shop()
        .file("data/customers.csv", "")
        .file("data/purchases.csv", "");
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[empty-file]: `data/purchases.csv` is empty
      hint: a CSV file has at least a header line

    error[empty-file]: `data/customers.csv` is empty
      hint: a CSV file has at least a header line

    2 errors; more with `segue errors empty-file`
    exit status: 1
    ");
    let header = "customer_id,email,first_name,state,email_consent\n";
    let session = Session::shop().file("data/customers.csv", header);
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    note: 3 rows of `purchase` of customers that the customer table lacks do not count
    0 messages for an audience of 0 among 0 customers, in [TIME]
    exit status: 0
    ");
    let session = Session::shop().file("rules/shop.seg", "");
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[missing-customer]: the rules have no `customer` block
      hint: `segue schema infer FILE…` writes one from your data

    error[unknown-table]: the rules declare no table for `events.purchase`
     --> segue.toml:7:2
      |
    7 | [events.purchase]
      |  ^^^^^^^^^^^^^^^

    2 errors; more with `segue errors CODE`
    exit status: 1
    ");
    let session = Session::shop().without("rules/shop.seg");
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[no-rules]: the project has no rules
      hint: rules are files that end in `.seg`, in the folder `rules`

    1 error; more with `segue errors no-rules`
    exit status: 1
    ");
}

#[test]
fn settings_with_faults() {
    let check = |from: &str, to: &str| Session::shop().edit("segue.toml", from, to).run("check");
    assert_snapshot!(check("[message]", "[mesage]"), @r"
    stderr:
    error[unknown-setting]: there is no setting called `mesage`
      --> segue.toml:10:2
       |
    10 | [mesage]
       |  ^^^^^^
       |
       = hint: did you mean `message`?

    1 error; more with `segue errors unknown-setting`
    exit status: 1
    ");
    assert_snapshot!(check("port = 1", "port = \"one\""), @r#"
    stderr:
    error[bad-settings]: expected a number from 0 to 65535, found string "one"
      --> segue.toml:16:8
       |
    16 | port = "one"
       |        ^^^^^

    1 error; more with `segue errors bad-settings`
    exit status: 1
    "#);
    assert_snapshot!(check("name = \"shop\"", "name = \"shop"), @r#"
    stderr:
    error[bad-settings]: invalid basic string, expected `"`
     --> segue.toml:1:13
      |
    1 | name = "shop
      |             ^

    1 error; more with `segue errors bad-settings`
    exit status: 1
    "#);
    assert_snapshot!(check("name = \"shop\"", "name = \"shop\"\ncurrency = \"EURO\"\ntimezone = \"Europe/Londn\""), @r#"
    stderr:
    error[unknown-currency]: `EURO` is no currency of ISO 4217
     --> segue.toml:2:12
      |
    2 | currency = "EURO"
      |            ^^^^^^
      |
      = hint: write it as in `USD`, `EUR`, `GBP`

    error[unknown-timezone]: there is no time zone called `Europe/Londn`
     --> segue.toml:3:12
      |
    3 | timezone = "Europe/Londn"
      |            ^^^^^^^^^^^^^^
      |
      = hint: did you mean `Europe/London`?

    2 errors; more with `segue errors CODE`
    exit status: 1
    "#);
    assert_snapshot!(check("2026-11-01T09:00:00Z", "1 November"), @r#"
    stderr:
    error[bad-moment]: expected a moment
     --> segue.toml:2:9
      |
    2 | as_of = "1 November"
      |         ^^^^^^^^^^^^
      |
      = hint: write it as in `2026-11-01T09:00:00Z`

    1 error; more with `segue errors bad-moment`
    exit status: 1
    "#);
    assert_snapshot!(check("qa@shop.example", "qa at shop.example"), @r#"
    stderr:
    error[bad-seed]: `qa at shop.example` is no email address
      --> segue.toml:20:12
       |
    20 | inboxes = ["qa at shop.example"]
       |            ^^^^^^^^^^^^^^^^^^^^

    1 error; more with `segue errors bad-seed`
    exit status: 1
    "#);
    assert_snapshot!(check("[events.purchase]", "[events.purchases]"), @r#"
    stderr:
    error[unbound-table]: `segue.toml` does not say where `purchase` is read from
     --> rules/shop.seg:9:7
      |
    9 | event purchase { amount money }
      |       ^^^^^^^^
      |
      = hint: add `[events.purchase]` with `file = "data/…"`

    error[unknown-table]: the rules declare no table for `events.purchases`
     --> segue.toml:7:2
      |
    7 | [events.purchases]
      |  ^^^^^^^^^^^^^^^^
      |
      = hint: did you mean `purchase`?

    2 errors; more with `segue errors CODE`
    exit status: 1
    "#);
}

#[test]
fn segments_in_a_circle() {
    let circle = "\nsegment a when in b\nsegment b when in c\nsegment c when not in a\n";
    assert_snapshot!(Session::shop().append("rules/shop.seg", circle).run("check"), @r"
    stderr:
    error[cycle]: these define each other: `a` → `b` → `c` → `a`
      --> rules/shop.seg:46:9
       |
    46 | segment a when in b
       |         ^
       |
       = hint: break the circle at one of them

    1 error; more with `segue errors cycle`
    exit status: 1
    ");
}

/// One line of 200 MB.
#[test]
fn a_line_without_an_end() {
    let long = "x".repeat(200 << 20);
    let session = Session::shop().append("data/customers.csv", &long);
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[bad-row]: the row is longer than 16 MiB
     --> data/customers.csv:5:1
      |
    5 | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      | ^
      |
      = hint: is there a quote that never closes?

    1 rejected row; more with `segue errors bad-row`
    exit status: 1
    ");
    let session = Session::shop()
        .edit("segue.toml", "purchases.csv", "purchases.ndjson")
        .file(
            "data/purchases.ndjson",
            format!("{{\"customer_id\":\"{long}"),
        );
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[unreadable-file]: the first line of `data/purchases.ndjson` is longer than 16 MiB
      hint: write one JSON object a line, as `jq -c .` does

    1 error; more with `segue errors unreadable-file`
    exit status: 1
    ");
}

#[test]
fn names_that_would_be_markup_or_headers() {
    let customers = "customer_id,email,first_name,state,email_consent\n\
        ../../up,ann@example.com,<script>alert(1)</script>,CA,yes\n\
        c-2,bob@example.com,\"Bob\r\nBcc: all@example.com\",CA,yes\n";
    let orders = "customer_id,at,amount\n\
        c-2,2026-10-02T10:00:00Z,25.00\n\
        c-2,2026-10-12T10:00:00Z,12.50\n";
    let session = Session::shop()
        .file("data/customers.csv", customers)
        .file("data/purchases.csv", orders);
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    2 messages for an audience of 2 among 2 customers, in [TIME]
    exit status: 0
    ");
    assert_snapshot!(session.list("."), @r"
    data/customers.csv
    data/purchases.csv
    mail/%2E.%2F..%2Fup.html
    mail/c-2.html
    rules/shop.seg
    segue.toml
    templates/blocks/hero/early.liquid
    templates/blocks/hero/sale.liquid
    templates/campaigns/spring.liquid
    ");
    assert_snapshot!(session.read("mail/%2E.%2F..%2Fup.html"), @r#"
    <html>
    <body>
    <p>Hello &lt;script&gt;alert(1)&lt;/script&gt;</p>
    <h1>Spring sale</h1>

    <p><a href="https://shop.example/unsubscribe?c=../../up">Unsubscribe</a></p>
    </body>
    </html>
    "#);
    session.output("render spring --format eml --out eml");
    let headers: Vec<String> = session
        .read("eml/c-2.eml")
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| {
            line.starts_with("Subject") || line.starts_with("Bcc") || line.starts_with(' ')
        })
        .map(str::to_owned)
        .collect();
    assert_snapshot!(headers.join("\n"), @r#"
    Subject: Early access, Bob Bcc: all@example.com
     boundary="segue_50f9b686895bf588bc8864f42f1842fa"
    "#);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::symlink;
    // Root may read every file, so a link to itself stands for one that cannot be opened.
    let session = Session::shop()
        .without("data/customers.csv")
        .without("templates/blocks/hero/sale.liquid");
    symlink("customers.csv", session.path("data/customers.csv")).unwrap();
    symlink(
        "sale.liquid",
        session.path("templates/blocks/hero/sale.liquid"),
    )
    .unwrap();
    assert_snapshot!(session.run("check"), @r#"
    stderr:
    error[unreadable-template]: cannot read `templates/blocks/hero/sale.liquid`: too many levels of symbolic links

    error[unreadable-file]: cannot read `data/customers.csv`: too many levels of symbolic links

    error[missing-template]: there is no template `hero/sale.liquid`
      --> rules/shop.seg:29:20
       |
    29 |     otherwise show "hero/sale.liquid"
       |                    ^^^^^^^^^^^^^^^^^^
       |
       = hint: did you mean `hero/early.liquid`?

    3 errors; more with `segue errors CODE`
    exit status: 1
    "#);
    symlink("loop.seg", session.path("rules/loop.seg")).unwrap();
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[unreadable-file]: cannot read `rules/loop.seg`: too many levels of symbolic links

    1 error; more with `segue errors unreadable-file`
    exit status: 1
    ");
}
