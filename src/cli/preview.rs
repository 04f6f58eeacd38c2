//! `segue preview`

use std::path::{Path, PathBuf};

use super::context::Context;
use super::print::count;
use super::{Exit, report};
use crate::evaluate::Log;
use crate::persona;
use crate::preview::{Campaign, Gallery, Persona, write_gallery};

/// Show every persona and campaign on a web page
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue preview --static gallery                 then open gallery/index.html
  segue preview autumn_sale --static gallery     one campaign only")]
pub(super) struct Args {
    /// Show this campaign only
    campaign: Option<String>,
    /// Write the page and its files into this folder
    #[arg(long = "static", value_name = "DIR")]
    folder: PathBuf,
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
    if let Some(name) = &args.campaign {
        if super::render::find(&renderers, name).is_none() {
            return Exit::Findings;
        }
        renderers.retain(|renderer| renderer.campaign().name == *name);
    }
    let clock = context.clock(&workspace);
    let tables = context.tables(&workspace);
    let Some(outcomes) = persona::run(&workspace, &renderers, &tables, &clock, &mut log) else {
        return context.report(&mut log);
    };
    let personas = workspace.model.personas.iter().zip(outcomes.facts);
    let gallery = Gallery {
        project: workspace.project.name.clone(),
        as_of: clock
            .now()
            .to_zoned(clock.zone(0).clone())
            .strftime("%-d %B %Y, %H:%M %Z")
            .to_string(),
        campaigns: renderers
            .iter()
            .map(|renderer| Campaign {
                name: renderer.campaign().name.clone(),
                title: renderer.campaign().title.clone().unwrap_or_default(),
            })
            .collect(),
        personas: personas
            .map(|(persona, facts)| Persona {
                name: persona.name.clone(),
                title: persona.title.clone().unwrap_or_default(),
                facts,
            })
            .collect(),
        cells: outcomes.cells,
        diagnostics: &log.diagnostics,
        sources: &log.sources,
    };
    let written = write_gallery(
        &gallery,
        &context.world,
        Path::new("templates/assets"),
        &args.folder,
    );
    let (cells, exit) = (gallery.cells.len(), context.report(&mut log));
    match written {
        Ok(_) => {
            let page = args.folder.join("index.html");
            context.note(&format!(
                "{}: open {}",
                count(cells, "message"),
                page.display()
            ));
            exit
        }
        Err(problem) => report::fail(&problem, Exit::Environment),
    }
}
