//! `segue send`

use lettre::Address;
use serde_json::json;

use super::context::{Context, Format};
use super::print::count;
use super::{Exit, print, report};
use crate::diagnostic::{Code, Problem, code};
use crate::evaluate::Log;
use crate::message::Message;
use crate::persona;
use crate::project::{Project, Smtp};
use crate::snapshot::Rendering;
use crate::transport::{Delivery, Secrets, SendProblem, send};
use crate::world::{World, reason_text};

/// Mail a campaign's test messages to the seed inboxes, and only there
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue send autumn_sale --to seeds                     every persona's message to every seed
  segue send autumn_sale --to seeds --persona ana       one persona's
  segue send autumn_sale --to qa@acme.example           to one of the seeds

An address outside [seeds] of segue.toml is refused before a connection is opened.")]
pub(super) struct Args {
    /// The campaign's name
    campaign: String,
    /// `seeds`, or one or more addresses that are seeds
    #[arg(long, value_name = "SEEDS", required = true, value_delimiter = ',')]
    to: Vec<String>,
    /// Send only this persona's message
    #[arg(long, value_name = "NAME")]
    persona: Vec<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return context.report(&mut log);
    };
    let mut renderers = workspace.renderers(&mut log);
    if log.diagnostics.errors() > 0 {
        return context.report(&mut log);
    }
    if super::render::find(&renderers, &args.campaign).is_none() {
        return Exit::Findings;
    }
    renderers.retain(|renderer| renderer.campaign().name == args.campaign);
    let project = &workspace.project;
    let recipients = match recipients(&args.to, project) {
        Ok(recipients) => recipients,
        Err(problem) => return fail(&problem),
    };
    let Some(smtp) = &project.smtp else {
        return fail(&SendCommandProblem::NoServer);
    };
    let clock = context.clock(&workspace);
    let Some(outcomes) = persona::run(
        &workspace,
        &renderers,
        &context.tables(&workspace),
        &clock,
        &mut log,
    ) else {
        return context.report(&mut log);
    };
    let exit = context.report(&mut log);
    let mut messages = Vec::new();
    for cell in outcomes.cells {
        if !args.persona.is_empty() && !args.persona.contains(&cell.persona) {
            continue;
        }
        match cell.rendering {
            Rendering::Message(message) => messages.push(*message),
            Rendering::NotInAudience => {
                context.note(&format!("note: {} is not in the audience", cell.persona));
            }
            Rendering::Failed(reason) => {
                print::note(&format!("error: no message for {}: {reason}", cell.persona));
            }
        }
    }
    if let Some(name) = args
        .persona
        .iter()
        .find(|name| persona::find(&workspace.model, name).is_none())
    {
        let personas = workspace.model.personas.iter();
        let known = personas.map(|persona| persona.name.as_str());
        return report::unknown("persona", name, known);
    }
    if messages.is_empty() {
        return fail(&SendCommandProblem::NoMessage);
    }
    let to_seed = |seed: &Address| {
        messages
            .iter()
            .map(|message| message.addressed_to(seed))
            .collect::<Vec<_>>()
    };
    let addressed: Vec<Message> = recipients.iter().flat_map(to_seed).collect();
    exit.max(deliver(args, context, &addressed, smtp, project))
}

fn recipients(to: &[String], project: &Project) -> Result<Vec<Address>, SendCommandProblem> {
    let all = to.iter().flat_map(|to| match to.as_str() {
        "seeds" => project.seeds.clone(),
        address => vec![address.to_owned()],
    });
    let mut recipients = Vec::new();
    for address in all {
        let parsed = address
            .parse()
            .map_err(|_| SendCommandProblem::BadAddress { address })?;
        if !recipients.contains(&parsed) {
            recipients.push(parsed);
        }
    }
    if recipients.is_empty() {
        return Err(SendCommandProblem::NoSeeds);
    }
    Ok(recipients)
}

fn deliver(
    args: &Args,
    context: &Context,
    messages: &[Message],
    smtp: &Smtp,
    project: &Project,
) -> Exit {
    let password = smtp
        .password_env
        .as_ref()
        .and_then(|name| std::env::var(name).ok());
    let certificates = match smtp.ca_file.as_ref().map(|path| context.world.read(path)) {
        Some(Err(error)) => {
            let reason = reason_text(&error);
            return report::fail(
                &SendCommandProblem::Certificates { reason },
                Exit::Environment,
            );
        }
        Some(Ok(certificates)) => Some(certificates),
        None => None,
    };
    let secrets = Secrets {
        password: password.as_deref(),
        certificates: certificates.as_deref(),
    };
    match send(messages, smtp, &project.seeds, secrets) {
        Err(problems) => {
            let environment = problems.iter().any(SendProblem::is_environment);
            let exit = if environment {
                Exit::Environment
            } else {
                Exit::Findings
            };
            report::fail_all(&problems, exit)
        }
        Ok(deliveries) => delivered(args, context, &deliveries),
    }
}

fn delivered(args: &Args, context: &Context, deliveries: &[Delivery]) -> Exit {
    let failed = deliveries
        .iter()
        .filter(|delivery| delivery.outcome.is_err())
        .count();
    if args.format == Format::Json {
        let lines = deliveries.iter().map(|delivery| {
            json!({
                "customer_id": delivery.customer_id,
                "seed": delivery.seed.to_string(),
                "sent": delivery.outcome.is_ok(),
                "answer": match &delivery.outcome {
                    Ok(answer) => answer.clone(),
                    Err(problem) => problem.message(),
                },
            })
        });
        print::json(&lines.collect());
    } else {
        for delivery in deliveries {
            match &delivery.outcome {
                Ok(_) => context.note(&format!("✓ {} → {}", delivery.customer_id, delivery.seed)),
                Err(problem) => print::note(&format!(
                    "✗ {} → {}: {}",
                    delivery.customer_id,
                    delivery.seed,
                    problem.message()
                )),
            }
        }
        let sent = count(deliveries.len() - failed, "message");
        context.note(&format!("{sent} sent, {failed} failed"));
    }
    if failed > 0 {
        Exit::Findings
    } else {
        Exit::Success
    }
}

fn fail(problem: &impl Problem) -> Exit {
    report::fail(problem, Exit::Findings)
}

/// Why there is nothing to hand to the transport.
enum SendCommandProblem {
    BadAddress { address: String },
    NoSeeds,
    NoServer,
    NoMessage,
    Certificates { reason: String },
}

impl Problem for SendCommandProblem {
    fn code(&self) -> Code {
        match self {
            Self::BadAddress { .. } => code::BAD_ADDRESS,
            Self::NoSeeds => code::NO_SEEDS,
            Self::NoServer => code::NO_SMTP,
            Self::NoMessage => code::NO_MESSAGE,
            Self::Certificates { .. } => code::BAD_CA_FILE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::BadAddress { address } => format!("`{address}` is no email address"),
            Self::NoSeeds => "the project has no seed inboxes".to_owned(),
            Self::NoServer => "the project has no SMTP server".to_owned(),
            Self::NoMessage => "there is no message to send".to_owned(),
            Self::Certificates { reason } => format!("cannot read `ca_file`: {reason}"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::BadAddress { .. } => {
                vec!["write `--to seeds`, or the address of a seed".to_owned()]
            }
            Self::NoSeeds => {
                vec!["list them in `segue.toml`: `[seeds]` with `inboxes = [\"…\"]`".to_owned()]
            }
            Self::NoServer => vec!["add `[smtp]` with `host = \"…\"` to `segue.toml`".to_owned()],
            Self::NoMessage => vec!["no persona is in the campaign's audience".to_owned()],
            Self::Certificates { .. } => Vec::new(),
        }
    }
}
