//! `segue explain`

use std::fmt::Write;

use super::context::{Context, Format};
use super::{Exit, print, report};
use crate::evaluate::{Log, Personas, Population, Tables};
use crate::explain::{CampaignExplanation, Clause, Explainer, Explanation, Known};
use crate::model::Campaign;
use crate::persona;
use crate::plan::plan;
use crate::schema::Column;
use crate::workspace::Workspace;

/// Say why a customer is in or out, and sees what they see
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue explain 10042                  every segment of customer 10042, clause by clause
  segue explain 10042 autumn_sale      and what that campaign shows them, and why
  segue explain ana autumn_sale        the same for the persona ana")]
pub(super) struct Args {
    /// A persona's name or a customer's id
    customer: String,
    /// Explain only this campaign, not all
    campaign: Option<String>,
    /// Show values marked pii
    #[arg(long)]
    show_pii: bool,
    /// How the explanation is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return context.report(&mut log);
    };
    if log.diagnostics.errors() > 0 {
        return context.report(&mut log);
    }
    let model = &workspace.model;
    let wanted = |campaign: &&Campaign| {
        args.campaign
            .as_ref()
            .is_none_or(|name| campaign.name == *name)
    };
    let campaigns: Vec<&Campaign> = model.campaigns.iter().filter(wanted).collect();
    if let (Some(name), []) = (&args.campaign, campaigns.as_slice()) {
        let names = model
            .campaigns
            .iter()
            .map(|campaign| campaign.name.as_str());
        return report::unknown("campaign", name, names);
    }
    let explained = explain(args, context, &workspace, &campaigns, &mut log);
    let exit = context.report(&mut log);
    match explained {
        Some(Some(explanation)) => {
            match args.format {
                Format::Human => print::out(human(&explanation).trim_end()),
                Format::Json => print::json(&serde_json::json!(explanation)),
            }
            exit
        }
        Some(None) => {
            let personas = model.personas.iter().map(|persona| persona.name.as_str());
            report::unknown("customer or persona", &args.customer, personas)
        }
        None => exit,
    }
}

/// None when a table could not be read; nothing inside when there is no such customer.
fn explain(
    args: &Args,
    context: &Context,
    workspace: &Workspace,
    campaigns: &[&Campaign],
    log: &mut Log,
) -> Option<Option<Explanation>> {
    let model = &workspace.model;
    let mut needs = workspace.all_facts();
    needs.fields.extend(0..model.customer.fields.len());
    for campaign in &model.campaigns {
        needs.exprs.push(&campaign.audience);
        needs.exprs.extend(campaign.conditions());
    }
    let plan = plan(model, &needs);
    let clock = context.clock(workspace);
    let persona = persona::find(model, &args.customer);
    let tables = Tables {
        personas: persona.map(|found| Personas::new([found], model, &clock)),
        ..context.tables(workspace)
    };
    let population = match persona {
        Some(_) => persona::population(model, &plan, &clock, &tables, log),
        None => Population::new(model, &plan, clock, &tables, None, log),
    }?;
    let id = match persona {
        Some(_) => persona_id(&population, &tables, workspace, log)?,
        None => args.customer.clone(),
    };
    if population.position(&id).is_none() {
        return Some(None);
    }
    let mut customers = population.customers(&tables, log)?;
    while let Some(batch) = customers.next(log)? {
        let rows = population.rows(&batch);
        let Some(Column::Text(ids)) = model.customer.key.and_then(|key| rows.field(key)) else {
            continue;
        };
        let row = (0..rows.len()).find(|&row| ids.value(row) == id);
        if let Some(row) = row {
            let explainer = Explainer {
                model,
                sources: &log.sources,
                rows: &rows,
                row,
                money_digits: workspace.project.currency.digits,
                show_pii: args.show_pii,
            };
            return Some(Some(explainer.explain(campaigns)));
        }
    }
    Some(None)
}

/// The id of the only persona.
fn persona_id(
    population: &Population,
    tables: &Tables,
    workspace: &Workspace,
    log: &mut Log,
) -> Option<String> {
    let mut customers = population.customers(tables, log)?;
    let batch = customers.next(log)??;
    let rows = population.rows(&batch);
    match rows.field(workspace.model.customer.key?)? {
        Column::Text(ids) if !rows.is_empty() => Some(ids.value(0).to_owned()),
        _ => None,
    }
}

fn human(explanation: &Explanation) -> String {
    let mut text = format!("{BOLD}{}{RESET}\n\n", explanation.customer_id);
    let widths = explanation.facts.iter().map(|known| known.name.len());
    let width = widths.max().unwrap_or_default();
    for Known { name, value, title } in &explanation.facts {
        let title = title.as_ref().map(|title| format!("  {DIM}{title}{RESET}"));
        let _ = writeln!(
            text,
            "  {name:width$}  {value}{}",
            title.unwrap_or_default()
        );
    }
    let _ = writeln!(text, "\n{BOLD}segments{RESET}");
    for (name, clause) in &explanation.segments {
        // A single condition stands beside the name, several below it.
        match clause.parts.as_slice() {
            [] => {
                let why = format!("{name}  {DIM}when{RESET} {}", line(clause));
                let _ = writeln!(text, "  {} {why}", mark(clause.holds));
            }
            parts => {
                let _ = writeln!(text, "  {} {name}", mark(clause.holds));
                for part in parts {
                    write_clause(&mut text, part, 2);
                }
            }
        }
    }
    for campaign in &explanation.campaigns {
        write_campaign(&mut text, campaign);
    }
    text
}

fn write_campaign(text: &mut String, campaign: &CampaignExplanation) {
    let holds = campaign.audience.holds;
    let gets = if holds { "gets it" } else { "does not get it" };
    let name = &campaign.campaign;
    let _ = writeln!(text, "\n{BOLD}campaign {name}{RESET}: {gets}");
    write_clause(text, &campaign.audience, 1);
    for block in &campaign.blocks {
        let shows = block.shows.as_deref().unwrap_or("what the page has there");
        let would = if holds { "shows" } else { "would show" };
        let _ = writeln!(text, "  {} {would} {BOLD}{shows}{RESET}", block.block);
        for (template, clause) in &block.arms {
            write_arm(text, template, clause.as_ref());
        }
    }
}

fn write_arm(text: &mut String, template: &str, clause: Option<&Clause>) {
    let Some(clause) = clause else {
        let _ = writeln!(text, "    {} {template}  {DIM}otherwise{RESET}", mark(true));
        return;
    };
    let why = format!("{template}  {DIM}when{RESET} {}", line(clause));
    let _ = writeln!(text, "    {} {why}", mark(clause.holds));
    for part in &clause.parts {
        write_clause(text, part, 3);
    }
}

fn write_clause(text: &mut String, clause: &Clause, depth: usize) {
    let indent = "  ".repeat(depth);
    let _ = writeln!(text, "{indent}{} {}", mark(clause.holds), line(clause));
    for part in &clause.parts {
        write_clause(text, part, depth + 1);
    }
}

/// The condition, and the values that it saw.
fn line(clause: &Clause) -> String {
    let saw: Vec<String> = match clause.saw.as_slice() {
        [] => return clause.text.clone(),
        [(name, value)] if *name == clause.text => vec![value.clone()],
        saw => saw
            .iter()
            .map(|(name, value)| format!("{name} is {value}"))
            .collect(),
    };
    format!("{}  {DIM}← {}{RESET}", clause.text, saw.join(", "))
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

fn mark(holds: bool) -> &'static str {
    if holds {
        "\x1b[32m✓\x1b[0m"
    } else {
        "\x1b[31m✗\x1b[0m"
    }
}
