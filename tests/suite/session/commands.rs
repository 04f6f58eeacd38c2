//! Each command on a project without faults.

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn new_and_what_it_suggests() {
    let session = Session::new();
    assert_snapshot!(session.run("new spring"), @r"
    stderr:
    A project is in `spring`. Try:

      cd spring
      segue check                              prove rules, templates and data right
      segue preview --static gallery           see every persona's messages
      segue test                               personas' expectations and snapshots
      segue render autumn_sale --out mail      one message for each customer
    exit status: 0
    ");
    assert_snapshot!(session.run("--project spring check"), @r"
    stderr:
    no findings: 19 traits, 1 score, 12 segments, 1 group, 2 campaigns, 6 personas, 10,577 rows read
    exit status: 0
    ");
    assert_snapshot!(session.run("--project spring test --accept --quiet"), @r#"
    stdout:
    persona  campaign     gets                                                snapshot
    priya    autumn_sale  Priya, the winter gear is yours first               ✓ approved
                          hero/early-access, products/grid, loyalty/gold
             win_back     – not in the audience                               ✓ approved
    noah     autumn_sale  Welcome to Northbound: make the most of autumn      ✓ approved
                          hero/welcome, products/grid, loyalty/join
             win_back     – not in the audience                               ✓ approved
    elena    autumn_sale  – not in the audience                               ✓ approved
             win_back     Elena, the trail misses you                         ✓ approved
                          hero/missed-member, reminder: products/last-order,
                          products/bestsellers
    theo     autumn_sale  Happy birthday, Theo: $25 for your next trip        ✓ approved
                          hero/birthday, products/grid, loyalty/silver
             win_back     – not in the audience                               ✓ approved
    sam      autumn_sale  The autumn sale is on: up to 30% off                ✓ approved
                          hero/sale, products/bestsellers, loyalty/join
             win_back     – not in the audience                               ✓ approved
    june     autumn_sale  The autumn sale is on: up to 30% off                ✓ approved
                          hero/story, products/cart, loyalty/join
             win_back     – not in the audience                               ✓ approved

    persona        expected                                                    place
    priya          ✓ in lifecycle.champion, in best_customers, in              rules/personas.seg:27
                   gear_builders, not in drifting
                   ✓ in autumn_sale, not in win_back                           rules/personas.seg:28
                   ✓ rfm.frequency = 5, engagement_level = "moderate"          rules/personas.seg:29
                   ✓ autumn_sale.subject = "Priya, the winter gear is yours    rules/personas.seg:30
                   first"
                   ✓ autumn_sale.hero shows "hero/early-access.liquid"         rules/personas.seg:31
                   ✓ autumn_sale.products shows "products/grid.liquid"         rules/personas.seg:32
                   ✓ autumn_sale.loyalty shows "loyalty/gold.liquid"           rules/personas.seg:33
    noah           ✓ in lifecycle.new, in west_coast, in young_explorers, not  rules/personas.seg:46
                   in best_customers
                   ✓ autumn_sale.hero shows "hero/welcome.liquid"              rules/personas.seg:47
                   ✓ autumn_sale.loyalty shows "loyalty/join.liquid"           rules/personas.seg:48
    elena          ✓ in lifecycle.at_risk, in drifting, in quiet               rules/personas.seg:61
                   ✓ in win_back, not in autumn_sale                           rules/personas.seg:62
                   ✓ win_back.hero shows "hero/missed-member.liquid"           rules/personas.seg:63
                   ✓ win_back.reminder shows "products/last-order.liquid"      rules/personas.seg:64
    theo           ✓ in lifecycle.active, in birthday_week, in trail_people    rules/personas.seg:77
                   ✓ autumn_sale.hero shows "hero/birthday.liquid"             rules/personas.seg:78
                   ✓ autumn_sale.loyalty shows "loyalty/silver.liquid",        rules/personas.seg:79
                   autumn_sale.text contains "Theo"
    sam            ✓ in lifecycle.prospect, in incomplete_profile, in quiet    rules/personas.seg:86
                   ✓ autumn_sale.hero shows "hero/sale.liquid"                 rules/personas.seg:87
                   ✓ autumn_sale.products shows "products/bestsellers.liquid"  rules/personas.seg:88
                   ✓ autumn_sale.loyalty shows "loyalty/join.liquid"           rules/personas.seg:89
    june           ✓ in lifecycle.prospect, in cart_waiting, in                rules/personas.seg:103
                   window_shoppers, in campers
                   ✓ autumn_sale.hero shows "hero/story.liquid"                rules/personas.seg:104
                   ✓ autumn_sale.products shows "products/cart.liquid"         rules/personas.seg:105
    all customers  ✓ no overlap between autumn_sale and win_back: nobody is    rules/expectations.seg:4
                   in both
                   ✓ share of drifting below 50%: 34.6%, 173 of 500 customers  rules/expectations.seg:5
                   ✓ share of cart_waiting in autumn_sale between 1% and 15%:  rules/expectations.seg:6
                   5.5%, 15 of 272 in `autumn_sale`
                   ✓ size of best_customers at least 40: 60 customers          rules/expectations.seg:7

    expectations  47 of 47 hold
    snapshots     12 of 12 as approved
    coverage      86%, 74 of 86; `segue test --coverage` lists the rest
    exit status: 0
    "#);
    assert_snapshot!(session.run("--project spring render win_back --out mail"), @r"
    stderr:
    146 messages for an audience of 146 among 500 customers, in [TIME]
    5 customers left out by a limit
    exit status: 0
    ");
}

#[test]
fn new_takes_no_folder_that_is_in_use() {
    assert_snapshot!(Session::shop().run("new ."), @r"
    stderr:
    error[folder-in-use]: the folder `.` is not empty
      hint: name one that does not exist yet: `segue new spring`
    exit status: 1
    ");
    assert_snapshot!(Session::new().file("spring", "").run("new spring"), @r"
    stderr:
    error[cannot-write]: cannot write `spring`: file exists
    exit status: 3
    ");
}

#[test]
fn check() {
    let session = Session::shop();
    assert_snapshot!(session.run("check"), @r"
    stderr:
    no findings: 1 trait, 1 segment, 1 group, 1 campaign, 2 personas, 6 rows read
    exit status: 0
    ");
    assert_snapshot!(session.run("check --no-data"), @r"
    stderr:
    no findings: 1 trait, 1 segment, 1 group, 1 campaign, 2 personas
    exit status: 0
    ");
    assert_snapshot!(session.run("check --quiet"), @"exit status: 0");
    assert_snapshot!(session.run("check --format json"), @r#"
    stdout:
    {
      "diagnostics": [],
      "rejects": [],
      "unmatched": [],
      "raw": []
    }
    exit status: 0
    "#);
}

#[test]
fn segments() {
    let session = Session::shop();
    assert_snapshot!(session.run("segments"), @r"
    stdout:
    segment              customers   share
    regular  Regulars            1  33.3 %  ███████
    region
      .west  West coast          2  66.7 %  ██████████████
      .rest  Elsewhere           1  33.3 %  ███████

    3 customers
    exit status: 0
    ");
    assert_snapshot!(session.run("segments --list region.west"), @r"
    stdout:
    c-1
    c-3
    exit status: 0
    ");
    assert_snapshot!(session.run("segments --list regular --out list.txt"), @"exit status: 0");
    assert_eq!(session.read("list.txt"), "c-1\n");
    assert_snapshot!(session.run("segments --format json"), @r#"
    stdout:
    {
      "customers": 3,
      "segments": [
        {
          "name": "region.west",
          "title": "West coast",
          "customers": 2,
          "share": 0.6666666666666666
        },
        {
          "name": "region.rest",
          "title": "Elsewhere",
          "customers": 1,
          "share": 0.3333333333333333
        },
        {
          "name": "regular",
          "title": "Regulars",
          "customers": 1,
          "share": 0.3333333333333333
        }
      ]
    }
    exit status: 0
    "#);
}

#[test]
fn segments_of_another_day() {
    assert_snapshot!(Session::shop().run("segments --as-of 2026-10-05"), @r"
    stdout:
    segment              customers   share
    regular  Regulars            0   0.0 %
    region
      .west  West coast          2  66.7 %  ██████████████
      .rest  Elsewhere           1  33.3 %  ███████

    3 customers
    exit status: 0
    ");
}

#[test]
fn segments_that_are_empty_or_unknown() {
    let session = Session::shop();
    assert_snapshot!(session.run("segments --list regular --as-of 2026-10-05"), @"exit status: 0");
    assert_snapshot!(session.run("segments --list region.wets"), @r"
    stderr:
    error[unknown-name]: there is no segment called `region.wets`
      hint: did you mean `region.west` or `region.rest`?
    exit status: 1
    ");
    assert_snapshot!(session.run("segments --list region"), @r"
    stderr:
    error[unknown-name]: there is no segment called `region`
      hint: there is: `region.west`, `region.rest`, `regular`
    exit status: 1
    ");
}

#[test]
fn preview() {
    let session = Session::shop();
    assert_snapshot!(session.run("preview --static gallery"), @r"
    stderr:
    2 messages: open gallery/index.html
    exit status: 0
    ");
    assert_snapshot!(session.list("gallery"), @r"
    gallery/index.html
    gallery/messages/spring@ana.eml
    gallery/messages/spring@ana.html
    gallery/messages/spring@ana.txt
    ");
    assert_snapshot!(session.run("preview sprin --static gallery"), @r"
    stderr:
    error[unknown-name]: there is no campaign called `sprin`
      hint: did you mean `spring`?
    exit status: 1
    ");
    assert_snapshot!(session.run("preview --static segue.toml"), @r"
    stderr:
    error[cannot-write-gallery]: cannot write `segue.toml`: a file is where a folder should be
      hint: give `--static` a folder that can be created and written
    exit status: 3
    ");
}

#[test]
fn schema_infer() {
    let session = Session::shop();
    assert_snapshot!(session.run("schema infer data/customers.csv data/purchases.csv"), @r#"
    stdout:
    customer {
      customer_id    id
      email          email   pii
      first_name     text?   pii
      state          text
      email_consent  yes/no  consent
    }

    event purchase {
      amount  money
    }

    # For segue.toml:
    #
    # [customer]
    # file = "data/customers.csv"
    #
    # [events.purchase]
    # file = "data/purchases.csv"
    exit status: 0
    "#);
    assert_snapshot!(session.run("schema infer data/orders.csv"), @r"
    stderr:
    error[missing-file]: there is no file `data/orders.csv`
      hint: `file` in segue.toml is taken from the project's folder

    exit status: 1
    ");
}

#[test]
fn completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let told = Session::new().output(&format!("completions {shell}"));
        let script = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(script.contains("segments"), "{shell}: {script}");
        assert!(told.stderr.is_empty() && told.status.success(), "{shell}");
    }
    assert_snapshot!(Session::new().run("completions tcsh"), @r"
    stderr:
    error: invalid value 'tcsh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    exit status: 2
    ");
}

#[test]
fn wrong_usage() {
    let session = Session::shop();
    assert_snapshot!(session.run("chek"), @r"
    stderr:
    error: unrecognized subcommand 'chek'

      tip: some similar subcommands exist: 'schema', 'check'

    Usage: segue [OPTIONS] <COMMAND>

    For more information, try '--help'.
    exit status: 2
    ");
    assert_snapshot!(session.run("render"), @r"
    stderr:
    error: the following required arguments were not provided:
      --out <OUT>
      <CAMPAIGN>

    Usage: segue render --out <OUT> <CAMPAIGN>

    For more information, try '--help'.
    exit status: 2
    ");
    assert_snapshot!(session.run("segments --as-of yesterday"), @r"
    stderr:
    error: `yesterday` is no moment; write it as in 2026-11-01T09:00:00Z

    Usage: segue [OPTIONS] <COMMAND>

    For more information, try '--help'.
    exit status: 2
    ");
    assert_snapshot!(session.run("render spring --out mail --format pdf"), @r"
    stderr:
    error: invalid value 'pdf' for '--format <FORMAT>'
      [possible values: html, eml, ndjson]

    For more information, try '--help'.
    exit status: 2
    ");
}

#[test]
fn outside_of_a_project() {
    assert_snapshot!(Session::new().run("check"), @r"
    stderr:
    error[no-project]: the folder has no `segue.toml`
      hint: run this in a project's folder, or name it: `segue --project DIR …`
      hint: `segue new DIR` starts a project

    1 error; more with `segue errors no-project`
    exit status: 1
    ");
    assert_snapshot!(Session::new().run("--project spring check"), @r"
    stderr:
    error[no-project]: there is no folder `spring`
      hint: `segue new spring` starts a project there

    1 error; more with `segue errors no-project`
    exit status: 1
    ");
}
