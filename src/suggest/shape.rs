//! A customer's record → a persona that reaches the same, with nothing personal and nothing more
//! than that takes.

use std::collections::BTreeSet;

use super::Input;
use super::disguise::{self, tokens};
use super::lab::Lab;
use crate::evaluate::{Clock, Record};
use crate::model::{Bound, Field, Literal, Model, Moment, Persona, Unit};
use crate::schema::Type;
use crate::source::{SourceId, Span};

/// Tries at leaving events out, for one persona.
const TRIES: usize = 400;

/// A persona in the making.
pub(super) struct Draft {
    pub(super) persona: Persona,
    /// The points that were lost, and why.
    pub(super) losses: Vec<(usize, String)>,
    /// What it must go on to reach.
    required: BTreeSet<usize>,
}

/// Shapes a persona that reaches `required`. None when a catalog could not be read any more.
pub(super) fn shape(
    record: Record,
    required: BTreeSet<usize>,
    taken: &BTreeSet<String>,
    lab: &mut Lab,
    input: &Input,
) -> Option<Draft> {
    let model = &input.workspace.model;
    let nowhere = input.workspace.project.source;
    let mut draft = Draft {
        persona: Persona {
            name: String::new(),
            title: None,
            span: place(nowhere),
            fields: record.fields,
            arms: arms(&required, input),
            events: record.events,
            expectations: Vec::new(),
        },
        losses: Vec::new(),
        required,
    };
    draft.rename(taken, model, lab)?;
    draft.leave_events_out(lab)?;
    draft.attributes(model, lab)?;
    draft.event_fields(model, lab)?;
    draft.round_moments(input.clock, lab)?;
    draft.sort(input.clock);
    Some(draft)
}

fn place(source: SourceId) -> Span {
    Span::new(source, 0..0)
}

/// The arms that are to be reached, which chance would not deal to another id.
fn arms(required: &BTreeSet<usize>, input: &Input) -> Vec<(usize, Option<Literal>)> {
    let arms = required
        .iter()
        .filter_map(|&point| input.coverage.arm(point));
    arms.map(|(fact, arm)| (fact, arm.map(|arm| Literal::Text(arm.into()))))
        .collect()
}

impl Draft {
    /// Takes `candidate` when it reaches as much as is required.
    fn takes(&mut self, candidate: Persona, lab: &mut Lab) -> Option<bool> {
        let keeps = self.required.is_subset(&lab.reaches(&candidate)?);
        if keeps {
            self.persona = candidate;
        }
        Some(keeps)
    }

    /// Takes `candidate` even so, and notes what is lost.
    fn loses(&mut self, candidate: Persona, why: &str, lab: &mut Lab) -> Option<()> {
        let reached = lab.reaches(&candidate)?;
        let lost = self.required.difference(&reached);
        self.losses
            .extend(lost.map(|&point| (point, why.to_owned())));
        self.required.retain(|point| reached.contains(point));
        self.persona = candidate;
        Some(())
    }

    /// The first of `options` that keeps what is required. When none does and the value cannot
    /// stay, the last one is taken all the same.
    fn choose(
        &mut self,
        options: Vec<Persona>,
        stays: bool,
        what: &str,
        lab: &mut Lab,
    ) -> Option<()> {
        let last = options.last().cloned();
        for option in options {
            if self.takes(option, lab)? {
                return Some(());
            }
        }
        match last {
            Some(last) if !stays => {
                let why = format!("depends on `{what}`, which is personal");
                self.loses(last, &why, lab)
            }
            _ => Some(()),
        }
    }

    /// A name of its own, from which id and address follow. A share of customers by chance goes
    /// by the id, hence several tries.
    fn rename(&mut self, taken: &BTreeSet<String>, model: &Model, lab: &mut Lab) -> Option<()> {
        let names = disguise::names(taken);
        let options = names.map(|name| {
            let mut persona = self.persona.clone();
            for (value, field) in persona.fields.iter_mut().zip(&model.customer.fields) {
                if let Some(follows) = disguise::follows(field, &name) {
                    *value = Some(follows);
                }
            }
            persona.name = name;
            persona
        });
        let key = model
            .customer
            .key
            .map(|key| model.customer.fields[key].name.as_str());
        let mut options: Vec<Persona> = options.collect();
        // Loses least when none keeps all: the first name.
        options.extend(options.first().cloned());
        self.choose(options, false, key.unwrap_or("id"), lab)
    }

    /// Leaves out as many events as can be, in ever smaller runs of neighbours.
    fn leave_events_out(&mut self, lab: &mut Lab) -> Option<()> {
        let mut tries = 0;
        let mut size = self.persona.events.len();
        while size > 0 {
            let mut start = 0;
            while start < self.persona.events.len() && tries < TRIES {
                let mut without = self.persona.clone();
                let end = (start + size).min(without.events.len());
                without.events.drain(start..end);
                tries += 1;
                if !self.takes(without, lab)? {
                    start += size;
                }
            }
            size /= 2;
        }
        Some(())
    }

    fn attributes(&mut self, model: &Model, lab: &mut Lab) -> Option<()> {
        for (index, field) in model.customer.fields.iter().enumerate() {
            let follows = disguise::follows(field, &self.persona.name);
            let Some(value) = self.persona.fields[index]
                .clone()
                .filter(|_| follows.is_none())
            else {
                continue;
            };
            let with = |value: Option<Literal>| {
                let mut persona = self.persona.clone();
                persona.fields[index] = value;
                persona
            };
            let mut options = Vec::new();
            if may_lack(field) {
                options.push(with(None));
            }
            let is_personal = disguise::is_personal(field);
            if is_personal {
                let invented = disguise::invented(&value, field, &self.persona.name);
                options.extend(invented.into_iter().map(|value| with(Some(value))));
                if options.is_empty() {
                    options.push(with(None));
                }
            } else {
                let others = [disguise::plainer(&value, field), disguise::writable(&value)];
                options.extend(others.into_iter().flatten().map(|value| with(Some(value))));
            }
            self.choose(options, !is_personal, &field.name, lab)?;
        }
        Some(())
    }

    /// Of events, a field at a time in all events of a kind, so that equal values stay equal.
    fn event_fields(&mut self, model: &Model, lab: &mut Lab) -> Option<()> {
        for (event, table) in model.events.iter().enumerate() {
            for (index, field) in table.fields.iter().enumerate() {
                let column = Column { event, index };
                let values = column.values(&self.persona);
                if values.is_empty() {
                    continue;
                }
                let what = format!("{}.{}", table.name, field.name);
                self.event_field(column, field, &values, &what, lab)?;
            }
        }
        Some(())
    }

    fn event_field(
        &mut self,
        column: Column,
        field: &Field,
        values: &[Literal],
        what: &str,
        lab: &mut Lab,
    ) -> Option<()> {
        let mut options = Vec::new();
        if may_lack(field) {
            options.push(column.with(&self.persona, &|_| None));
        }
        let is_personal = disguise::is_personal(field);
        let tokens = if is_personal || field.ty == Type::Text {
            tokens(values, field, &self.persona.name)
        } else {
            Vec::new()
        };
        let stand_in = |value: &Literal| {
            let found = tokens.iter().find(|(real, _)| real == value);
            let token = found.map(|(_, token)| token.clone());
            token.or_else(|| disguise::writable(value))
        };
        options.push(column.with(&self.persona, &|value| {
            stand_in(value).or_else(|| Some(value.clone()))
        }));
        self.choose(options, !is_personal, what, lab)?;
        // Where some of the texts matter, the others need not be told.
        for (real, token) in tokens {
            if column.values(&self.persona).contains(&real) {
                let one = column.with(&self.persona, &|value| {
                    Some(if *value == real { &token } else { value }.clone())
                });
                self.takes(one, lab)?;
            }
        }
        Some(())
    }

    /// Whole days where they do, else hours or minutes; the exact moment where nothing else does.
    fn round_moments(&mut self, clock: &Clock, lab: &mut Lab) -> Option<()> {
        for unit in [Unit::Days, Unit::Hours, Unit::Minutes] {
            let mut rounded = self.persona.clone();
            for event in &mut rounded.events {
                event.at = ago(event.at, unit, clock);
            }
            if self.takes(rounded, lab)? {
                return Some(());
            }
        }
        for index in 0..self.persona.events.len() {
            for unit in [Unit::Days, Unit::Hours, Unit::Minutes] {
                let mut rounded = self.persona.clone();
                rounded.events[index].at = ago(rounded.events[index].at, unit, clock);
                if self.takes(rounded, lab)? {
                    break;
                }
            }
        }
        Some(())
    }

    /// By kind, the latest first.
    fn sort(&mut self, clock: &Clock) {
        let events = &mut self.persona.events;
        events.sort_by_key(|one| (one.event, std::cmp::Reverse(clock.moment(one.at))));
    }
}

/// A field of all events of a kind.
#[derive(Clone, Copy)]
struct Column {
    event: usize,
    index: usize,
}

impl Column {
    /// The different values that the persona has there.
    fn values(self, persona: &Persona) -> Vec<Literal> {
        let events = persona.events.iter().filter(|one| one.event == self.event);
        let mut values: Vec<Literal> = Vec::new();
        for value in events.filter_map(|one| one.fields[self.index].as_ref()) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    }

    /// The persona with other values there.
    fn with(self, persona: &Persona, change: &dyn Fn(&Literal) -> Option<Literal>) -> Persona {
        let mut persona = persona.clone();
        for one in persona
            .events
            .iter_mut()
            .filter(|one| one.event == self.event)
        {
            let value = &mut one.fields[self.index];
            *value = value.as_ref().and_then(change);
        }
        persona
    }
}

/// So many whole units before now; of less than one unit the next smaller one.
fn ago(at: Moment, unit: Unit, clock: &Clock) -> Moment {
    let Moment::At(Bound::Moment(moment)) = at else {
        return at;
    };
    let minutes = (clock.now().as_microsecond() - moment) / 60_000_000;
    match unit {
        Unit::Days if minutes >= 24 * 60 => Moment::Ago(minutes / (24 * 60), Unit::Days),
        Unit::Days | Unit::Hours if minutes >= 60 => Moment::Ago(minutes / 60, Unit::Hours),
        _ => Moment::Ago(minutes, Unit::Minutes),
    }
}

fn may_lack(field: &Field) -> bool {
    field.optional || field.fallback.is_some() || matches!(field.ty, Type::List(_))
}
