//! `segue check` lists what is printed without escaping.

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn every_use_of_raw_is_listed() {
    let session = Session::shop()
        .file(
            "templates/blocks/hero/early.liquid",
            "<h1>{{ '<b>You</b>' | raw }} first</h1>\n{{ '&zwnj;' | raw }}\n",
        )
        .file(
            "templates/blocks/hero/sale.liquid",
            "{% include 'mark' %}{% include 'mark' %}<h1>Spring sale</h1>\n",
        )
        .file("templates/partials/mark.liquid", "{{ '<i>' | raw }}");
    assert_snapshot!(session.run("check --no-data"), @r"
    stderr:
    note: `raw` prints 3 values without escaping:
      templates/blocks/hero/early.liquid:1:23
      templates/blocks/hero/early.liquid:2:15
      templates/partials/mark.liquid:1:12
    no findings: 1 trait, 1 segment, 1 group, 1 campaign, 2 personas
    exit status: 0
    ");
    let told = session.output("check --no-data --format json");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_snapshot!(told["raw"], @r#"[{"file":"templates/blocks/hero/early.liquid","line":1,"column":23},{"file":"templates/blocks/hero/early.liquid","line":2,"column":15},{"file":"templates/partials/mark.liquid","line":1,"column":12}]"#);
}
