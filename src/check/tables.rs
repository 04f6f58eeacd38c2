//! `customer`, `event` and `catalog` blocks.

use std::sync::Arc;

use super::expression::{Scope, TableRef};
use super::names::{each_path, order};
use super::{CheckProblem, Checker};
use crate::model::{AT, Allowed, Expr, Field, Table};
use crate::rules::ast::{self, Broken, Item, TypeName, TypeNameKind};
use crate::schema::Type;

/// What may stand behind a field's type, in the order in which [`Checker::field`] takes them.
pub(super) const MARKS: [&str; 4] = ["pii", "in_subject", "in_url", "consent"];

const TYPES: [&str; 11] = [
    "text", "number", "money", "yes/no", "date", "time", "duration", "email", "url", "id",
    "timezone",
];

impl Checker<'_> {
    /// Declares every table first, since fields may refer to catalogs below them.
    pub(super) fn tables(&mut self, items: &[Item]) {
        let mut customer = None;
        for item in items {
            match item {
                Item::Customer(table) => match customer {
                    None => customer = Some(table),
                    Some(first) => {
                        let first: &ast::Table = first;
                        self.report_duplicate("customer", table.name.span, first.name.span);
                    }
                },
                Item::Event(table) => self.declare_table(table, TableRef::Event(0)),
                Item::Broken(broken) => self.declare_broken_table(broken),
                _ => {}
            }
        }
        // Fallbacks look catalogs up, so these are known first.
        for table in self.catalogs(items) {
            self.fill_catalog(table);
        }
        for item in items {
            if let Item::Event(table) = item {
                self.fill_event(table);
            }
        }
        match customer {
            Some(table) => self.fill_customer(table),
            None if self.names.broken_customer => {}
            None => self.diagnostics.report(&CheckProblem::MissingTable, None),
        }
    }

    /// Declares the catalogs; gives those that can be filled, each behind those that its fallbacks
    /// look up. They are read in that order too.
    fn catalogs<'a>(&mut self, items: &'a [Item]) -> Vec<&'a ast::Table> {
        let catalogs = items.iter().filter_map(|item| match item {
            Item::Catalog(table) => Some(table),
            _ => None,
        });
        let catalogs: Vec<&ast::Table> = catalogs.collect();
        let uses = catalogs.iter().map(|table| looked_up(table, &catalogs));
        let (order, rings) = order(&uses.collect::<Vec<_>>());
        for &one in &order {
            self.declare_table(catalogs[one], TableRef::Catalog(0));
        }
        for one in (0..catalogs.len()).filter(|one| !order.contains(one)) {
            let name = &catalogs[one].name;
            self.declare_broken_table(&Broken {
                keyword: "catalog".to_owned(),
                name: name.clone(),
            });
        }
        for ring in rings {
            let names = ring.iter().map(|&one| catalogs[one].name.text.clone());
            let problem = CheckProblem::Cycle {
                names: names.collect(),
            };
            self.report(&problem, catalogs[ring[0]].name.span);
        }
        order.into_iter().map(|one| catalogs[one]).collect()
    }

    fn declare_broken_table(&mut self, ast: &Broken) {
        let name = &ast.name;
        let (declared, known) = match ast.keyword.as_str() {
            "customer" => return self.names.broken_customer = true,
            "event" => (&mut self.names.declared, &mut self.names.events),
            "catalog" => (&mut self.names.declared_catalogs, &mut self.names.catalogs),
            _ => return,
        };
        declared.entry(name.text.clone()).or_insert(name.span);
        known.entry(name.text.clone()).or_insert(None);
    }

    fn declare_table(&mut self, table: &ast::Table, kind: TableRef) {
        let name = &table.name;
        let event = matches!(kind, TableRef::Event(_));
        let (declared, known, tables) = if event {
            let names = &mut self.names;
            (
                &mut names.declared,
                &mut names.events,
                &mut self.model.events,
            )
        } else {
            let names = &mut self.names;
            (
                &mut names.declared_catalogs,
                &mut names.catalogs,
                &mut self.model.catalogs,
            )
        };
        if let Some(&first) = declared.get(&name.text) {
            return self.report_duplicate(&name.text, name.span, first);
        }
        declared.insert(name.text.clone(), name.span);
        known.insert(name.text.clone(), Some(tables.len()));
        tables.push(Table {
            name: name.text.clone(),
            span: Some(name.span),
            ..Table::default()
        });
    }

    fn fill_customer(&mut self, ast: &ast::Table) {
        "customer".clone_into(&mut self.model.customer.name);
        for field in &ast.fields {
            if let Some(&first) = self.names.declared.get(&field.name.text) {
                self.report_duplicate(&field.name.text, field.name.span, first);
                continue;
            }
            let name = field.name.text.clone();
            self.names.declared.insert(name.clone(), field.name.span);
            match self.field(field, TableRef::Customer) {
                Some(field) => self.model.customer.fields.push(field),
                None => self.names.broken_fields.push(name),
            }
        }
        self.find_key(TableRef::Customer, ast, "customer_id id");
        let has_email = ast.fields.iter().any(|field| is_named(&field.ty, "email"));
        if !has_email {
            self.report(&CheckProblem::MissingEmail, ast.name.span);
        }
    }

    fn fill_event(&mut self, ast: &ast::Table) {
        let Some(&Some(index)) = self.names.events.get(&ast.name.text) else {
            return;
        };
        if !self.model.events[index].fields.is_empty() {
            return;
        }
        let at = Field {
            name: "at".to_owned(),
            span: ast.name.span,
            ty: Type::Time,
            optional: false,
            pii: false,
            allowed: Allowed::default(),
            consent: false,
            fallback: None,
        };
        self.model.events[index].fields.insert(AT, at);
        for field in &ast.fields {
            if ["at", "customer_id"].contains(&field.name.text.as_str()) {
                let name = field.name.text.clone();
                self.report(&CheckProblem::ReservedField { name }, field.name.span);
                continue;
            }
            self.add_field(field, TableRef::Event(index));
        }
    }

    fn fill_catalog(&mut self, ast: &ast::Table) {
        let Some(&Some(index)) = self.names.catalogs.get(&ast.name.text) else {
            return;
        };
        if !self.model.catalogs[index].fields.is_empty() {
            return;
        }
        for field in &ast.fields {
            self.add_field(field, TableRef::Catalog(index));
        }
        self.find_key(TableRef::Catalog(index), ast, "sku id");
    }

    fn add_field(&mut self, ast: &ast::Field, table: TableRef) {
        let same_name = |field: &Field| field.name == ast.name.text;
        if let Some(first) = self
            .table(table)
            .fields
            .iter()
            .find(|field| same_name(field))
        {
            let first = first.span;
            return self.report_duplicate(&ast.name.text, ast.name.span, first);
        }
        match self.field(ast, table) {
            Some(field) => self.table_mut(table).fields.push(field),
            None => {
                let broken = (table, ast.name.text.clone());
                self.names.broken_columns.push(broken);
            }
        }
    }

    fn find_key(&mut self, table: TableRef, ast: &ast::Table, example: &'static str) {
        let key = self.table(table).find(|field| field.ty == Type::Id);
        self.table_mut(table).key = key;
        let declared = ast.fields.iter().find(|field| is_named(&field.ty, "id"));
        match declared {
            None => {
                let table = ast.name.text.clone();
                self.report(&CheckProblem::MissingKey { table, example }, ast.name.span);
            }
            Some(field) if field.optional => {
                let name = field.name.text.clone();
                self.report(&CheckProblem::OptionalKey { name }, field.ty.span);
            }
            Some(_) => {}
        }
    }

    fn field(&mut self, ast: &ast::Field, table: TableRef) -> Option<Field> {
        let ty = self.type_of(&ast.ty)?;
        let mut marks = MARKS.map(|mark| (mark, false));
        for mark in &ast.marks {
            match marks.iter_mut().find(|(name, _)| *name == mark.text) {
                Some((_, set)) => *set = true,
                None => {
                    let name = mark.text.clone();
                    self.report(&CheckProblem::BadMark { name }, mark.span);
                    // the words behind it belong to it, as in `not null`
                    break;
                }
            }
        }
        let fallback = match &ast.value {
            Some(value) => Some(self.fallback(value, &ty, ast, table)?),
            None => None,
        };
        let [pii, in_subject, in_url, consent] = marks.map(|(_, is_set)| is_set);
        if consent && ty != Type::YesNo {
            let expected = "yes/no for a consent".to_owned();
            let problem = CheckProblem::Mismatch {
                expected,
                found: ty,
                hint: None,
            };
            return self.fail(&problem, ast.ty.span);
        }
        let filled = fallback.as_ref().is_some_and(|value| !value.optional);
        Some(Field {
            name: ast.name.text.clone(),
            span: ast.name.span,
            ty,
            optional: !filled && (ast.optional || fallback.is_some()),
            pii,
            allowed: Allowed { in_subject, in_url },
            consent,
            fallback,
        })
    }

    /// The value behind a field's `=`; it may use the fields above it.
    fn fallback(
        &mut self,
        value: &ast::Expr,
        ty: &Type,
        field: &ast::Field,
        table: TableRef,
    ) -> Option<Expr> {
        if let ast::ExprKind::Path(path) = &value.kind
            && path.len() == 1
            && path[0].text == field.name.text
        {
            let name = field.name.text.clone();
            return self.fail(&CheckProblem::OwnField { name }, value.span);
        }
        self.value_of(value, ty, Scope::Row(table))
    }

    /// Looks a type up.
    fn type_of(&mut self, ast: &TypeName) -> Option<Type> {
        Some(match &ast.kind {
            TypeNameKind::OneOf(options) => {
                Type::OneOf(options.iter().map(|option| option.value.clone()).collect())
            }
            TypeNameKind::List(item) => Type::List(Arc::new(self.type_of(item)?)),
            TypeNameKind::Named(name) => match name.as_str() {
                "text" => Type::Text,
                "number" => Type::Number,
                "money" => Type::Money,
                "yes/no" => Type::YesNo,
                "date" => Type::Date,
                "time" => Type::Time,
                "duration" => Type::Duration,
                "email" => Type::Email,
                "url" => Type::Url,
                "id" => Type::Id,
                "timezone" => Type::Timezone,
                name if self.names.catalogs.contains_key(name) => {
                    self.uses_catalog(name, ast.span);
                    self.names.catalogs[name]?;
                    Type::Catalog(name.into())
                }
                name => {
                    let catalogs = self.names.catalogs.keys().cloned();
                    let problem = CheckProblem::UnknownName {
                        name: name.to_owned(),
                        what: "type or catalog",
                        candidates: TYPES
                            .map(str::to_owned)
                            .into_iter()
                            .chain(catalogs)
                            .collect(),
                    };
                    return self.fail(&problem, ast.span);
                }
            },
        })
    }

    pub(super) fn table(&self, table: TableRef) -> &Table {
        match table {
            TableRef::Customer => &self.model.customer,
            TableRef::Event(index) => &self.model.events[index],
            TableRef::Catalog(index) => &self.model.catalogs[index],
        }
    }

    fn table_mut(&mut self, table: TableRef) -> &mut Table {
        match table {
            TableRef::Customer => &mut self.model.customer,
            TableRef::Event(index) => &mut self.model.events[index],
            TableRef::Catalog(index) => &mut self.model.catalogs[index],
        }
    }
}

/// The catalogs that the fallbacks of `table` look up, by number.
fn looked_up(table: &ast::Table, catalogs: &[&ast::Table]) -> Vec<usize> {
    let mut used = Vec::new();
    for value in table.fields.iter().filter_map(|field| field.value.as_ref()) {
        each_path(value, &mut |path| {
            let mut at = table;
            // Only what stands before a dot is looked up.
            for part in &path[..path.len() - 1] {
                let field = at.fields.iter().find(|field| field.name.text == part.text);
                let refers = |catalog: &&ast::Table| {
                    field.is_some_and(|field| is_named(&field.ty, &catalog.name.text))
                };
                if let Some(found) = catalogs.iter().position(refers) {
                    used.push(found);
                    at = catalogs[found];
                }
            }
        });
    }
    used.sort_unstable();
    used.dedup();
    used
}

fn is_named(ty: &TypeName, name: &str) -> bool {
    matches!(&ty.kind, TypeNameKind::Named(named) if named == name)
}
