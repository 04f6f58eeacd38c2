//! Personas: invented rows.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::expression::TableRef;
use super::{CheckProblem, Checker};
use crate::diagnostic::Diagnostic;
use crate::model::{AT, Literal, Moment, Persona, PersonaEvent, Table};
use crate::rules::ast::{self, Assignment, Item, Name};
use crate::schema::Type;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn personas(&mut self, items: &[Item]) {
        let mut first_spans: HashMap<&str, Span> = HashMap::new();
        let mut ids = HashMap::new();
        for item in items {
            let Item::Persona(ast) = item else { continue };
            let name = &ast.name;
            if let Some(&first) = first_spans.get(name.text.as_str()) {
                self.report_duplicate(&name.text, name.span, first);
                continue;
            }
            first_spans.insert(&name.text, name.span);
            let persona = self.persona(ast);
            self.own_id(&persona, ast, &mut ids);
            self.model.personas.push(persona);
        }
    }

    /// Rows of one id are one customer, so every persona has an id of its own.
    fn own_id(&mut self, persona: &Persona, ast: &ast::Persona, ids: &mut HashMap<Arc<str>, Span>) {
        let Some(key) = self.model.customer.key else {
            return;
        };
        let Some(Literal::Text(id)) = &persona.fields[key] else {
            return;
        };
        let first = match ids.entry(Arc::clone(id)) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert(persona.span);
                return;
            }
        };
        let field = &self.model.customer.fields[key].name;
        let written = ast.attributes.iter().find(|one| one.name.text == *field);
        let span = written.map_or(ast.name.span, |one| one.value.span);
        let problem = CheckProblem::SameId { id: id.to_string() };
        let twice = Diagnostic::new(&problem, span).note(first, "the other one");
        self.diagnostics.push(twice);
    }

    fn persona(&mut self, ast: &ast::Persona) -> Persona {
        let customer = self.model.customer.clone();
        let mut fields = self.row(&ast.attributes, &customer, TableRef::Customer);
        self.fill_in(&mut fields, &customer, ast);
        let arms = self.given_arms(&ast.arms);
        let events: Vec<_> = ast
            .events
            .iter()
            .map(|event| self.persona_event(event))
            .collect();
        let expectations: Vec<_> = ast
            .expectations
            .iter()
            .flat_map(|one| self.expectation(one))
            .collect();
        Persona {
            name: ast.name.text.clone(),
            title: ast.title.as_ref().map(|title| title.value.clone()),
            span: ast.name.span,
            fields,
            arms,
            events: events.into_iter().flatten().collect(),
            expectations,
        }
    }

    /// A persona needs no id and no address of its own: both follow from its name. Of a choice it has
    /// the first option.
    fn fill_in(&mut self, fields: &mut [Option<Literal>], customer: &Table, ast: &ast::Persona) {
        for (value, field) in fields.iter_mut().zip(&customer.fields) {
            let is_list = matches!(field.ty, Type::List(_));
            if value.is_some() || field.optional || field.fallback.is_some() || is_list {
                continue;
            }
            let name = &ast.name.text;
            let assigned = ast.attributes.iter().any(|one| one.name.text == field.name);
            *value = match &field.ty {
                Type::OneOf(options) if !assigned => options
                    .first()
                    .map(|one| Literal::Text(one.as_str().into())),
                Type::Id => Some(Literal::Text(name.as_str().into())),
                Type::Email => Some(Literal::Text(format!("{name}@persona.example").into())),
                _ => None,
            };
            if value.is_none() && !assigned {
                let problem = CheckProblem::PersonaLacks {
                    persona: name.clone(),
                    field: field.name.clone(),
                    ty: field.ty.clone(),
                };
                self.report(&problem, ast.name.span);
            }
        }
    }

    /// Values for the fields of `table`, as far as they are assigned.
    fn row(
        &mut self,
        assignments: &[Assignment],
        shape: &Table,
        table: TableRef,
    ) -> Vec<Option<Literal>> {
        let mut values = vec![None; shape.fields.len()];
        let mut seen: Vec<&Name> = Vec::new();
        for Assignment { name, value } in assignments {
            if let Some(first) = seen.iter().find(|seen| seen.text == name.text) {
                self.report_duplicate(&name.text, name.span, first.span);
                continue;
            }
            seen.push(name);
            if matches!(table, TableRef::Event(_)) && name.text == "at" {
                let event = shape.name.clone();
                self.report(&CheckProblem::TimeInside { event }, name.span);
                continue;
            }
            match shape.field(&name.text) {
                Some(index) => {
                    self.uses_field(name, table, index);
                    values[index] = self.literal(value, &shape.fields[index].ty);
                }
                None if self.is_broken(table, &name.text) => {}
                None => {
                    self.unknown_field::<()>(table, name);
                }
            }
        }
        values
    }

    fn persona_event(&mut self, ast: &ast::PersonaEvent) -> Option<PersonaEvent> {
        let at = match &ast.at {
            ast::Moment::Ago(length) => self
                .length(length)
                .map(|(count, unit)| Moment::Ago(count, unit)),
            ast::Moment::At(moment) => self.bound(moment).map(Moment::At),
        };
        let event = self.event(&ast.event)?;
        let table = self.model.events[event].clone();
        let fields = self.row(&ast.fields, &table, TableRef::Event(event));
        let required = table.fields.iter().zip(&fields).skip(AT + 1);
        for (field, value) in required {
            let assigned = ast.fields.iter().any(|one| one.name.text == field.name);
            let may_lack =
                field.optional || field.fallback.is_some() || matches!(field.ty, Type::List(_));
            if value.is_none() && !assigned && !may_lack {
                let problem = CheckProblem::EventLacks {
                    event: table.name.clone(),
                    field: field.name.clone(),
                    ty: field.ty.clone(),
                };
                self.report(&problem, ast.event.span);
            }
        }
        Some(PersonaEvent {
            event,
            at: at?,
            fields,
        })
    }
}
