//! `segue explain`

mod clauses;
mod experiment;
mod human;
mod page;
mod why_not;

use super::context::{Context, Format};
use super::{Exit, print, report};
use crate::evaluate::{History, Log, Personas, single};
use crate::explain::{Explainer, Explanation, Membership, Target};
use crate::model::{FactKind, Model};
use crate::persona;
use crate::plan::plan;
use crate::workspace::Workspace;

/// Say why a customer is in or out, and sees what they see
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue explain 10042                        all that the rules say of customer 10042
  segue explain 10042 autumn_sale            whether they get a campaign, what it shows, and why
  segue explain 10042 cart_waiting           why they are in a segment or not, with their events
  segue explain 10042 lifecycle              why they are in this member of a group
  segue explain 10042 engagement             what a trait or score is made of
  segue explain ana autumn_sale              the same for the persona ana
  segue explain ana --why-not lifecycle.new  what would have to change for ana to be in it")]
pub(super) struct Args {
    /// A persona's name or a customer's id
    customer: String,
    /// A campaign, segment, group, trait or score: explain only this, and its events one by one
    #[arg(value_name = "NAME")]
    target: Option<String>,
    /// Say what would have to change for them to be in this segment, member of a group, or campaign
    #[arg(long, value_name = "NAME", conflicts_with = "target")]
    why_not: Option<String>,
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
    let target = match (args.target.as_deref(), args.why_not.as_deref()) {
        (_, Some(name)) => match membership(name, model) {
            Some(membership) => Target::WhyNot(membership),
            None => return unknown_membership(name, model),
        },
        (None, None) => Target::Everything,
        (Some(name), None) => match find(name, model) {
            Some(target) => target,
            None => return unknown_target(name, model),
        },
    };
    let explained = explain(args, context, &workspace, target, &mut log);
    let exit = context.report(&mut log);
    match explained {
        Some(Some(explanation)) => {
            match args.format {
                Format::Human => {
                    print::out(human::human(&explanation, args, model).trim_end());
                    if matches!(target, Target::Everything) {
                        context.note(&format!("\nhint: {}", more(args)));
                    }
                }
                Format::Json => print::json(&serde_json::json!(explanation)),
            }
            exit
        }
        Some(None) => {
            let personas = model.personas.iter().map(|persona| persona.name.as_str());
            let key = model
                .customer
                .key
                .map(|key| &*model.customer.fields[key].name);
            report::unknown_customer(&args.customer, personas, key)
        }
        None => exit,
    }
}

fn more(args: &Args) -> String {
    format!(
        "`segue explain {} NAME` tells all about one campaign, segment, group or trait",
        args.customer
    )
}

/// A campaign before a fact of the same name.
fn find<'a>(name: &str, model: &'a Model) -> Option<Target<'a>> {
    let campaign = model.campaigns.iter().find(|one| one.name == name);
    if let Some(campaign) = campaign {
        return Some(Target::Campaign(campaign));
    }
    let group = name.split_once('.').map(|(group, _)| group);
    let fact = model.facts.iter().position(|fact| match &fact.kind {
        FactKind::Group(members) if group == Some(&fact.name) => members
            .iter()
            .any(|(member, _)| name == format!("{}.{member}", fact.name)),
        _ => fact.name == name,
    });
    fact.map(Target::Fact)
}

/// A campaign before a segment of the same name.
fn membership<'a>(name: &'a str, model: &'a Model) -> Option<Membership<'a>> {
    match find(name, model)? {
        Target::Campaign(campaign) => Some(Membership::Audience(campaign)),
        Target::Fact(fact) => match (&model.facts[fact].kind, name.split_once('.')) {
            (FactKind::Segment, _) => Some(Membership::Segment(fact)),
            (FactKind::Group(_), Some((_, member))) => Some(Membership::Member(fact, member)),
            _ => None,
        },
        _ => None,
    }
}

fn unknown_membership(name: &str, model: &Model) -> Exit {
    let mut names: Vec<String> = model.campaigns.iter().map(|one| one.name.clone()).collect();
    for fact in &model.facts {
        match &fact.kind {
            FactKind::Segment => names.push(fact.name.clone()),
            FactKind::Group(members) => {
                let of_group = |(member, _): &(String, _)| format!("{}.{member}", fact.name);
                let of_group: Vec<String> = members.iter().map(of_group).collect();
                if fact.name == name {
                    names = of_group;
                    break;
                }
                names.extend(of_group);
            }
            _ => {}
        }
    }
    let names = names.iter().map(String::as_str);
    report::unknown("campaign, segment or member of a group", name, names)
}

fn unknown_target(name: &str, model: &Model) -> Exit {
    let campaigns = model.campaigns.iter().map(|one| one.name.clone());
    let mut names: Vec<String> = campaigns.collect();
    for fact in &model.facts {
        names.push(fact.name.clone());
        if let FactKind::Group(members) = &fact.kind {
            let of_group = |(member, _): &(String, _)| format!("{}.{member}", fact.name);
            names.extend(members.iter().map(of_group));
        }
    }
    let names = names.iter().map(String::as_str);
    report::unknown("campaign, segment, group, trait or score", name, names)
}

/// None when a table could not be read; nothing inside when there is no such customer.
fn explain(
    args: &Args,
    context: &Context,
    workspace: &Workspace,
    target: Target,
    log: &mut Log,
) -> Option<Option<Explanation>> {
    let model = &workspace.model;
    let mut needs = workspace.all_facts();
    needs.fields.extend(0..model.customer.fields.len());
    // Moments are told as the customer's clock shows them.
    needs.zoned = true;
    for campaign in &model.campaigns {
        needs.exprs.push(&campaign.audience);
        needs.exprs.extend(campaign.conditions());
    }
    let plan = plan(model, &needs);
    let clock = context.clock(workspace);
    let customer = match persona::find(model, &args.customer) {
        Some(found) => Personas::new([found], model, &clock),
        None => match single(
            &args.customer,
            model,
            &plan,
            &context.tables(workspace),
            log,
        )? {
            Some(found) => found,
            None => return Some(None),
        },
    };
    let tables = crate::evaluate::Tables {
        personas: Some(customer.clone()),
        ..context.tables(workspace)
    };
    let population = persona::population(model, &plan, &clock, &tables, log)?;
    let mut customers = population.customers(&tables, log)?;
    let Some(batch) = customers.next(log)? else {
        return Some(None);
    };
    let rows = population.rows(&batch);
    let history = History::new(model, &plan, &population, &customer);
    let explainer = Explainer {
        model,
        sources: &log.sources,
        rows: &rows,
        row: 0,
        history: Some(&history),
        currency: &workspace.project.currency,
        show_pii: args.show_pii,
    };
    Some(Some(explainer.explain(target)))
}
