//! Paths: what a name stands for, and a name's parts.

use super::expression::{Scope, TableRef};
use super::foreign;
use super::names::{dotted, narrowed, path_span};
use super::{CheckProblem, Checker};
use crate::model::{Comparison, Expr, ExprKind, FactKind, Literal};
use crate::rules::ast::Name;
use crate::schema::Type;
use crate::source::Span;

impl Checker<'_> {
    /// A name, or a name's part.
    pub(super) fn path(&mut self, path: &[Name], scope: Scope) -> Option<Expr> {
        match scope {
            Scope::Row(table) => self.row_path(path, table),
            Scope::Customer => self.customer_path(path),
        }
    }

    fn row_path(&mut self, path: &[Name], table: TableRef) -> Option<Expr> {
        let own = &self.table(table).name;
        let path = match path {
            [first, rest @ ..] if !rest.is_empty() && first.text == *own => {
                self.uses_table(first, table);
                rest
            }
            path => path,
        };
        let first = path.first()?;
        if let Some(index) = self.table(table).field(&first.text) {
            self.uses_field(first, table, index);
            let field = &self.table(table).fields[index];
            let expr = Expr::new(
                ExprKind::Field(index),
                field.ty.clone(),
                field.optional,
                first.span,
            );
            return self.parts(expr, &path[1..]);
        }
        if self.is_broken(table, &first.text) {
            return None;
        }
        if self.names.events.contains_key(&first.text) {
            return self.fail(&CheckProblem::NotInRow, first.span);
        }
        let name = first.text.clone();
        let of_customer =
            self.model.customer.field(&name).is_some() || self.names.facts.contains_key(&name);
        if let TableRef::Event(event) = table
            && of_customer
        {
            let event = self.model.events[event].name.clone();
            return self.fail(
                &CheckProblem::CustomerNameInWhere { name, event },
                first.span,
            );
        }
        self.unknown_field(table, first)
    }

    /// Whether the field is declared, but wrongly.
    pub(super) fn is_broken(&self, table: TableRef, field: &str) -> bool {
        match table {
            TableRef::Customer => {
                let mut broken = self.names.broken_fields.iter();
                self.names.broken_customer || broken.any(|name| name == field)
            }
            _ => {
                let mut broken = self.names.broken_columns.iter();
                broken.any(|(of, name)| *of == table && name == field)
            }
        }
    }

    /// Reports a name that the table has no field for.
    pub(super) fn unknown_field<T>(&mut self, table: TableRef, name: &Name) -> Option<T> {
        let shape = self.table(table);
        let problem = CheckProblem::UnknownField {
            table: shape.name.clone(),
            name: name.text.clone(),
            candidates: shape
                .fields
                .iter()
                .map(|field| field.name.clone())
                .collect(),
        };
        self.fail(&problem, name.span)
    }

    fn customer_path(&mut self, path: &[Name]) -> Option<Expr> {
        let path = match path {
            [first, rest @ ..] if !rest.is_empty() && first.text == "customer" => rest,
            path => path,
        };
        let first = path.first()?;
        if let Some(index) = self.model.customer.field(&first.text) {
            self.uses_field(first, TableRef::Customer, index);
            let field = &self.model.customer.fields[index];
            let expr = Expr::new(
                ExprKind::Field(index),
                field.ty.clone(),
                field.optional,
                first.span,
            );
            return self.parts(expr, &path[1..]);
        }
        if self.is_broken(TableRef::Customer, &first.text) {
            return None;
        }
        for length in (1..=path.len().min(2)).rev() {
            if let Some(&fact) = self.names.facts.get(&dotted(&path[..length])) {
                match fact {
                    Some(fact) if self.model.facts[fact].kind == FactKind::Experiment => {
                        self.uses_experiment(path, fact);
                    }
                    _ => self.uses(first),
                }
                let expr = self.fact(fact?, path_span(&path[..length])?);
                return self
                    .group_member(&expr, path)
                    .and_then(|()| self.parts(expr, &path[length..]));
            }
        }
        if self.names.events.contains_key(&first.text) && path.len() == 1 {
            return self.did_once(first);
        }
        self.unknown_value(path)
    }

    pub(super) fn fact(&self, index: usize, span: Span) -> Expr {
        let fact = &self.model.facts[index];
        Expr::new(
            ExprKind::Fact(index),
            fact.value.ty.clone(),
            fact.value.optional,
            span,
        )
    }

    /// `lifecycle.champion` is no value: it is asked with `in`.
    fn group_member(&mut self, expr: &Expr, path: &[Name]) -> Option<()> {
        let ExprKind::Fact(fact) = expr.kind else {
            return Some(());
        };
        let is_group = matches!(self.model.facts[fact].kind, FactKind::Group(_));
        if !is_group || path.len() == 1 {
            return Some(());
        }
        let name = dotted(path);
        let problem = CheckProblem::NotACondition {
            hint: format!("write `in {name}`"),
            name,
            what: "group's member",
        };
        self.fail(&problem, path_span(path)?)
    }

    /// `.category` behind a reference to a catalog.
    fn parts(&mut self, mut expr: Expr, parts: &[Name]) -> Option<Expr> {
        for part in parts {
            let catalog = match &expr.ty {
                Type::Catalog(name) => self.names.catalogs.get(&**name).copied().flatten(),
                _ => None,
            };
            let fields = catalog.map(|index| &self.model.catalogs[index]);
            let found = fields.and_then(|table| table.field(&part.text));
            let Some(catalog) = catalog else {
                let (part_name, ty) = (part.text.clone(), expr.ty);
                return self.fail(
                    &CheckProblem::NoParts {
                        part: part_name,
                        ty,
                    },
                    part.span,
                );
            };
            let Some(field) = found else {
                let table = TableRef::Catalog(catalog);
                if self.is_broken(table, &part.text) {
                    return None;
                }
                return self.unknown_field(table, part);
            };
            self.uses_field(part, TableRef::Catalog(catalog), field);
            let ty = self.model.catalogs[catalog].fields[field].ty.clone();
            let span = expr.span.to(part.span);
            let key = Box::new(expr);
            // The id may name a row that the catalog does not have.
            expr = Expr::new(
                ExprKind::Lookup {
                    catalog,
                    field,
                    key,
                },
                ty,
                true,
                span,
            );
        }
        Some(expr)
    }

    fn unknown_value<T>(&mut self, path: &[Name]) -> Option<T> {
        // The experiment may be among what cannot be read.
        if path.len() > 1 && self.names.broken_campaigns.contains(&path[0].text) {
            return None;
        }
        let first = path.first()?;
        let values = self.names.values(&self.model.customer);
        // `rfm.cod`: the first word is fine, the second is not.
        let of_first = format!("{}.", first.text);
        let parts = &values[values.partition_point(|name| *name < of_first)..];
        let parts = &parts[..parts.partition_point(|name| name.starts_with(&of_first))];
        let (name, candidates) = match path.get(1) {
            Some(part) if !parts.is_empty() => {
                let behind = |whole: &String| whole[of_first.len()..].to_owned();
                (part, parts.iter().map(behind).collect())
            }
            None if !parts.is_empty() => (first, parts.to_vec()),
            _ => (first, narrowed(&first.text, values)),
        };
        let problem = CheckProblem::UnknownName {
            name: name.text.clone(),
            what: foreign::VALUE,
            candidates,
        };
        self.fail(&problem, name.span)
    }

    /// `in vip`, `in lifecycle.champion`.
    pub(super) fn membership(&mut self, path: &[Name]) -> Option<Expr> {
        let span = path_span(path)?;
        let first = path.first()?;
        let Some(fact) = self.names.facts.get(&first.text).copied() else {
            return self.unknown_segment(first);
        };
        self.uses(first);
        let fact = fact?;
        match (&self.model.facts[fact].kind, path) {
            (FactKind::Segment, [_]) => Some(self.fact(fact, span)),
            (FactKind::Group(members), [_, member]) => {
                if members.iter().any(|(name, _)| *name == member.text) {
                    self.uses_member(member, fact);
                    let left = Box::new(self.fact(fact, first.span));
                    let literal = Literal::Text(member.text.as_str().into());
                    let right = Box::new(Expr::literal(literal, left.ty.clone(), member.span));
                    let kind = ExprKind::Compare(Comparison::Equal, left, right);
                    return Some(Expr::condition(kind, span));
                }
                let problem = CheckProblem::UnknownName {
                    name: member.text.clone(),
                    what: "member of that group",
                    candidates: members.iter().map(|(name, _)| name.clone()).collect(),
                };
                self.fail(&problem, member.span)
            }
            (FactKind::Group(members), [_]) => {
                let example = members.first().map_or("member", |(name, _)| name);
                let problem = CheckProblem::NotACondition {
                    name: first.text.clone(),
                    what: "group",
                    hint: format!("name one of its members: `in {}.{example}`", first.text),
                };
                self.fail(&problem, span)
            }
            _ => self.unknown_segment(first),
        }
    }

    fn unknown_segment<T>(&mut self, name: &Name) -> Option<T> {
        let problem = CheckProblem::UnknownName {
            name: name.text.clone(),
            what: "segment or group",
            candidates: narrowed(&name.text, &self.names.segments),
        };
        self.fail(&problem, name.span)
    }
}
