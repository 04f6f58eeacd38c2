//! Messages held against approved ones.

use std::io;

use super::Args;
use crate::cli::context::Context;
use crate::diagnostic::{Problem as _, Style};
use crate::snapshot::{self, Cell, Comparison, Problem};

/// What became of the snapshots.
pub(super) struct Snapshots {
    /// Of each cell.
    pub(super) states: Vec<State>,
    /// What is wrong with files that belong to no cell.
    pub(super) orphans: Vec<String>,
}

/// What a message is to its snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Approved,
    /// By this run.
    Accepted,
    New,
    Changed,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Accepted => "accepted",
            Self::New => "new",
            Self::Changed => "changed",
        }
    }

    /// Whether somebody has to look at it.
    pub(super) fn is_pending(self) -> bool {
        matches!(self, Self::New | Self::Changed)
    }
}

impl Snapshots {
    /// Compares `cells`, and accepts what `args` or the person at the terminal says.
    pub(super) fn of(
        args: &Args,
        context: &Context,
        cells: &[Cell],
        campaigns: &[&str],
        personas: &[&str],
    ) -> Result<Self, Problem> {
        let mut states = Vec::new();
        for cell in cells {
            let comparison = snapshot::check(&context.world, &context.root, cell)?;
            states.push(match comparison {
                Comparison::Same => State::Approved,
                Comparison::New => State::New,
                Comparison::Changed { .. } => State::Changed,
            });
        }
        let orphans = snapshot::orphans(&context.world, campaigns, personas)?;
        let mut snapshots = Self {
            states,
            orphans: orphans.iter().map(Problem::message).collect(),
        };
        if args.accept {
            snapshots.accept(context, cells)?;
        } else if args.review {
            snapshots.review(context, cells)?;
        }
        Ok(snapshots)
    }

    fn accept(&mut self, context: &Context, cells: &[Cell]) -> Result<(), Problem> {
        for (state, cell) in self.states.iter_mut().zip(cells) {
            if state.is_pending() {
                snapshot::accept(&context.root, &cell.name())?;
                *state = State::Accepted;
            }
        }
        Ok(())
    }

    fn review(&mut self, context: &Context, cells: &[Cell]) -> Result<(), Problem> {
        snapshot::review(
            &context.world,
            &context.root,
            Style::Color,
            io::stdin().lock(),
            anstream::stdout(),
        )?;
        for (state, cell) in self.states.iter_mut().zip(cells) {
            let rendered = snapshot::content(&cell.rendering);
            let now = snapshot::compare(&context.world, &cell.name(), &rendered)?;
            if state.is_pending() && matches!(now, Comparison::Same) {
                *state = State::Accepted;
            }
        }
        Ok(())
    }
}
