//! Personalized email as code: typed rules and Liquid templates in, one tested message per
//! recipient out.
//!
//! The [`architecture`] page says how the modules hang together; they stand here in reading order.
//! The command line is [`cli::main`]; everything it does can be done from a program:
//!
//! ```
//! use segue::evaluate::{Log, Tables};
//! use segue::snapshot::Rendering;
//! use segue::world::{Memory, World};
//!
//! // A project: settings, rules with a persona, a template, and a table.
//! let mut world = Memory::default();
//! for (path, text) in [
//!     ("segue.toml", "name = 'demo'\n[customer]\nfile = 'customers.csv'"),
//!     (
//!         "rules/all.seg",
//!         r#"
//!         customer { customer_id id, email email, first_name text?, email_consent yes/no consent }
//!         campaign hello {
//!           audience email_consent
//!           from     "Acme <news@acme.example>"
//!           subject  "Hello {{ customer.first_name | default: 'friend' }}"
//!           template "campaigns/hello.liquid"
//!         }
//!         persona ana { first_name = "Ana", email_consent = yes }
//!         "#,
//!     ),
//!     ("templates/campaigns/hello.liquid", "<p>Dear {{ customer.first_name }}"),
//!     ("customers.csv", "customer_id,email,first_name,email_consent"),
//! ] {
//!     world.files.insert(path.into(), text.into());
//! }
//!
//! let mut log = Log::default();
//! let workspace = segue::workspace::load(&world, &mut log).expect("there are settings");
//! let renderers = workspace.renderers(&mut log);
//! assert_eq!(log.diagnostics.errors(), 0);
//!
//! let tables = Tables {
//!     world: &world,
//!     project: &workspace.project,
//!     folder: &workspace.project.data,
//!     personas: None,
//! };
//! let clock = workspace.clock(&world);
//! let outcomes = segue::persona::run(&workspace, &renderers, &tables, &clock, &mut log)
//!     .expect("every table can be read");
//! let Rendering::Message(message) = &outcomes.cells[0].rendering else {
//!     panic!("ana is in the audience");
//! };
//! assert_eq!(message.subject, "Hello Ana");
//! assert_eq!(message.html, "<p>Dear Ana");
//! ```

#[doc = include_str!("../ARCHITECTURE.md")]
pub mod architecture {}

pub mod world;

mod unique;

pub mod source;

pub mod uses;

pub mod diagnostic;

pub mod schema;

pub mod locale;

pub mod project;

pub mod rules;

pub mod model;

pub mod check;

pub mod prove;

pub mod plan;

pub mod data;

pub mod evaluate;

pub mod liquid;

pub mod message;

pub mod render;

pub mod sink;

pub mod transport;

pub mod snapshot;

pub mod workspace;

pub mod persona;

pub mod claim;

pub mod coverage;

pub mod suggest;

pub mod explain;

pub mod preview;

pub mod lsp;

pub mod cli;
