//! What must hold for rules on the way to their values.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use segue::evaluate::{Log, Population, Tables};
use segue::plan::plan;
use segue::workspace::{Workspace, load};
use segue::world::{Memory, World};

use crate::findings;

const SETTINGS: &str = r#"
name = "fuzz"
currency = "USD"
timezone = "America/New_York"
as_of = "2026-03-01T12:00:00Z"
message.from = "Acme <news@acme.example>"
customer.file = "customers.csv"
events.purchase.file = "purchase.csv"
events.visit.file = "visit.csv"
events.cart_add.file = "cart_add.csv"
catalogs.product.file = "product.csv"
catalogs.brand.file = "brand.csv"
"#;

/// The same tables as those of the checker's cases.
const PRELUDE: &str = include_str!("../../tests/cases/check/prelude.seg");

const DATA: [(&str, &str); 6] = [
    (
        "customers.csv",
        "customer_id,email,first_name,birth_date,state,loyalty_tier,interests,timezone,signed_up,member,credit,last_call,email_consent
c-1,a@example.com,Ana,1991-03-02,CA,gold,shoes;tents,America/New_York,2020-01-01T00:00:00Z,yes,10.05,90,yes
c-2,b@example.com,,,,none,,Asia/Tokyo,2026-02-28T23:59:59Z,,,,no
c-3,c@example.com,Ünal,2000-02-29,NY,silver,tents,,2025-03-01T12:00:00Z,no,-0.01,0,yes
",
    ),
    (
        "purchase.csv",
        "customer_id,at,order_no,product,quantity,amount,gift
c-1,2026-02-28T10:00:00Z,o-1,SKU-1,2,,yes
c-1,2026-03-01T12:00:00Z,o-2,SKU-9,0.5,3.33,
c-3,2020-02-29T00:00:00Z,o-3,SKU-2,-1,,no
",
    ),
    (
        "visit.csv",
        "customer_id,at,page,seconds,stay,tags
c-1,2026-02-20T10:00:00Z,/home,30,60,a;b
c-2,2026-03-01T11:59:59Z,,,,
",
    ),
    (
        "cart_add.csv",
        "customer_id,at,product\nc-1,2026-03-01T11:00:00Z,SKU-1\nc-9,2026-03-01T11:00:00Z,SKU-1\n",
    ),
    (
        "product.csv",
        "sku,name,category,price,stock,brand\nSKU-1,Shoe,shoes,79.99,3,b-1\nSKU-2,Tent,tents,0.01,,b-2\n",
    ),
    ("brand.csv", "brand_id,country\nb-1,DE\n"),
];

/// Whatever stands behind the tables, it is reported or it can be planned and run.
pub fn laws(text: &str) {
    let mut world = project();
    world.files.insert("rules/any.seg".into(), text.into());
    let mut log = Log::default();
    let Some(workspace) = load(&world, &mut log) else {
        unreachable!("the settings are fine");
    };
    let wrong = log.diagnostics.errors() > 0;
    findings::laws(&mut log.diagnostics, &log.sources);
    if !wrong {
        run(&workspace, &world);
    }
}

/// Computes everything that the rules say of the customers.
fn run(workspace: &Workspace, world: &dyn World) {
    let mut log = Log::default();
    let model = &workspace.model;
    let mut needs = workspace.all_facts();
    for campaign in &model.campaigns {
        needs.exprs.push(&campaign.audience);
        needs.exprs.extend(campaign.conditions());
        needs.exprs.extend(campaign.parameters());
    }
    let plan = plan(model, &needs);
    let tables = Tables {
        world,
        project: &workspace.project,
        folder: &workspace.project.data,
        personas: None,
    };
    let clock = workspace.clock(world);
    let population = Population::new(model, &plan, clock, &tables, None, &mut log);
    if let Some(population) = population
        && let Some(mut customers) = population.customers(&tables, &mut log)
    {
        while let Some(Some(batch)) = customers.next(&mut log) {
            let rows = population.rows(&batch);
            for expr in &needs.exprs {
                assert_eq!(rows.evaluate(expr).len(), rows.len());
            }
        }
    }
    findings::laws(&mut log.diagnostics, &log.sources);
}

/// The project without the text at hand.
fn project() -> Memory {
    static FILES: OnceLock<BTreeMap<PathBuf, Vec<u8>>> = OnceLock::new();
    let rules = [("segue.toml", SETTINGS), ("rules/all.seg", PRELUDE)];
    let files = FILES.get_or_init(|| {
        let files = rules.into_iter().chain(DATA);
        let file = |(path, text): (&str, &str)| (path.into(), text.into());
        files.map(file).collect()
    });
    Memory {
        files: files.clone(),
        ..Memory::default()
    }
}
