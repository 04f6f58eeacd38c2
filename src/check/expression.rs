//! Expressions: names looked up, types settled from the leaves up.

use super::foreign;
use super::literal::own_type;
use super::names::{dotted, narrowed, path_span};
use super::sequence::Then;
use super::{CheckProblem, Checker};
use crate::model::{Comparison, Expr, ExprKind, FactKind, Literal};
use crate::rules::ast::{self, Name, Operator};
use crate::schema::Type;
use crate::source::Span;

/// A declared table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableRef {
    Customer,
    Event(usize),
    Catalog(usize),
}

/// What the names in an expression can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// A customer with everything the rules say about them.
    Customer,
    /// One row of a table: only its fields declared so far.
    Row(TableRef),
}

impl Expr {
    pub(super) fn new(kind: ExprKind, ty: Type, optional: bool, span: Span) -> Self {
        Self {
            kind,
            ty,
            optional,
            span,
        }
    }

    /// A yes/no that is never missing.
    pub(super) fn condition(kind: ExprKind, span: Span) -> Self {
        Self::new(kind, Type::YesNo, false, span)
    }

    /// The condition with no where it is missing: everybody is in a segment or is not.
    pub(super) fn two_valued(self) -> Self {
        if self.optional {
            let span = self.span;
            return Self::condition(ExprKind::And(vec![self]), span);
        }
        self
    }

    pub(super) fn literal(value: Literal, ty: Type, span: Span) -> Self {
        Self::new(ExprKind::Literal(value), ty, false, span)
    }

    pub(super) fn negated(self, negated: bool, span: Span) -> Self {
        if negated {
            Self::condition(ExprKind::Not(Box::new(self)), span)
        } else {
            self
        }
    }
}

impl Checker<'_> {
    /// An expression that must be yes or no; a missing one is no.
    pub(super) fn condition(&mut self, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
        let expr = self.expr(ast, scope)?;
        if expr.ty == Type::YesNo {
            return Some(expr);
        }
        self.mismatch("a yes/no condition", expr.ty, ast.span)
    }

    /// An expression whose value is kept as `ty`.
    pub(super) fn value_of(&mut self, ast: &ast::Expr, ty: &Type, scope: Scope) -> Option<Expr> {
        if own_type(ast).is_some() {
            let literal = self.literal(ast, ty)?;
            return Some(Expr::literal(literal, ty.clone(), ast.span));
        }
        let expr = self.expr(ast, scope)?;
        self.keep_as(expr, ty)
    }

    fn keep_as(&mut self, expr: Expr, ty: &Type) -> Option<Expr> {
        let textual = expr.ty.is_textual() && ty.is_textual() && !matches!(ty, Type::OneOf(_));
        if expr.ty == *ty || textual {
            return Some(Expr {
                ty: ty.clone(),
                ..expr
            });
        }
        if (ty, &expr.ty) == (&Type::Money, &Type::Number) {
            return Some(self.as_money(expr));
        }
        let span = expr.span;
        let problem = CheckProblem::Mismatch {
            expected: ty.to_string(),
            found: expr.ty,
            hint: None,
        };
        self.fail(&problem, span)
    }

    /// Any expression.
    pub(super) fn expr(&mut self, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
        if let Some(ty) = own_type(ast) {
            let literal = self.literal(ast, &ty)?;
            return Some(Expr::literal(literal, ty, ast.span));
        }
        match &ast.kind {
            ast::ExprKind::Path(path) => self.path(path, scope),
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(inner, scope)?;
                Some(inner.negated(true, ast.span))
            }
            ast::ExprKind::Negate(inner) => self.negate(inner, scope, ast.span),
            ast::ExprKind::Binary(operator, left, right) => match operator {
                Operator::And | Operator::Or => self.junction(*operator, ast, scope),
                _ => self.binary(*operator, left, right, scope, ast.span),
            },
            ast::ExprKind::InList {
                value,
                list,
                negated,
            } => {
                let found = self.in_list(value, list, scope, ast.span)?;
                Some(found.negated(*negated, ast.span))
            }
            ast::ExprKind::ContainsAny { value, list } => {
                self.contains_any(value, list, scope, ast.span)
            }
            ast::ExprKind::Matches { value, pattern } => {
                self.matches(value, pattern, scope, ast.span)
            }
            ast::ExprKind::InSegment { path, negated } => {
                self.only_for_customers(scope, ast.span)?;
                let member = Expr {
                    span: ast.span,
                    ..self.membership(path)?
                };
                Some(member.negated(*negated, ast.span))
            }
            ast::ExprKind::Between { value, low, high } => {
                self.between(value, low, high, scope, ast.span)
            }
            ast::ExprKind::IsKnown { value, known } => {
                let value = self.expr(value, scope)?;
                let kind = ExprKind::Known(Box::new(value));
                Some(Expr::condition(kind, ast.span).negated(!known, ast.span))
            }
            ast::ExprKind::InWindow { value, window } => {
                self.in_window(value, window, scope, ast.span)
            }
            ast::ExprKind::Anniversary { value, within } => {
                self.anniversary(value, within, scope, ast.span)
            }
            ast::ExprKind::Elapsed {
                unit,
                direction,
                value,
            } => self.elapsed(unit, *direction, value, scope, ast.span),
            ast::ExprKind::Case { arms, otherwise } => {
                self.case(arms, otherwise.as_deref(), scope, ast.span)
            }
            ast::ExprKind::Percentile(of) => {
                self.only_for_customers(scope, ast.span)?;
                self.percentile(of, ast.span)
            }
            ast::ExprKind::Top { percent, by } => {
                self.only_for_customers(scope, ast.span)?;
                self.top(*percent, by, ast.span)
            }
            ast::ExprKind::Followed {
                first,
                negated,
                event,
                filter,
                within,
            } => {
                self.only_for_customers(scope, ast.span)?;
                let then = Then {
                    event,
                    filter: filter.as_deref(),
                    within: within.as_ref(),
                };
                self.sequence(first, *negated, &then, ast.span)
            }
            ast::ExprKind::Aggregate { .. }
            | ast::ExprKind::Did { .. }
            | ast::ExprKind::Rfm { .. } => {
                self.only_for_customers(scope, ast.span)?;
                self.behaviour(ast)
            }
            _ => self.fail(&CheckProblem::NotConstant { word: None }, ast.span),
        }
    }

    fn only_for_customers(&mut self, scope: Scope, span: Span) -> Option<()> {
        match scope {
            Scope::Customer => Some(()),
            Scope::Row(_) => self.fail(&CheckProblem::NotInRow, span),
        }
    }

    /// `a and b and c` as one list, however deep it is nested.
    fn junction(&mut self, operator: Operator, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
        let mut parts = Vec::new();
        let mut left = ast;
        while let ast::ExprKind::Binary(found, inner, right) = &left.kind
            && *found == operator
        {
            parts.push(&**right);
            left = inner;
        }
        parts.push(left);
        let parts: Vec<_> = parts
            .into_iter()
            .rev()
            .map(|part| self.condition(part, scope))
            .collect();
        let parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
        let kind = if operator == Operator::And {
            ExprKind::And(parts)
        } else {
            ExprKind::Or(parts)
        };
        Some(Expr::condition(kind, ast.span))
    }

    fn case(
        &mut self,
        arms: &[(ast::Expr, ast::Expr)],
        otherwise: Option<&ast::Expr>,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let conditions: Vec<_> = arms
            .iter()
            .map(|(when, _)| self.condition(when, scope))
            .collect();
        let values = arms.iter().map(|(_, value)| value).chain(otherwise);
        let mut values = self.same_type(values, scope)?;
        let last = otherwise.and_then(|_| values.pop()).map(Box::new);
        let optional = last.as_ref().is_none_or(|value| value.optional)
            || values.iter().any(|value| value.optional);
        let ty = values.first()?.ty.clone();
        let arms: Option<Vec<_>> = conditions
            .into_iter()
            .zip(values)
            .map(|(when, value)| Some((when?, value)))
            .collect();
        Some(Expr::new(ExprKind::Case(arms?, last), ty, optional, span))
    }

    /// All values in one type.
    fn same_type<'a>(
        &mut self,
        values: impl Iterator<Item = &'a ast::Expr> + Clone,
        scope: Scope,
    ) -> Option<Vec<Expr>> {
        let varying: Vec<Option<Expr>> = values
            .clone()
            .map(|value| match own_type(value) {
                Some(_) => None,
                None => self.expr(value, scope),
            })
            .collect();
        let ty = common_type(values.clone(), varying.iter().flatten())?;
        let all: Vec<_> = values
            .zip(varying)
            .map(|(ast, varying)| match (varying, own_type(ast)) {
                (Some(expr), _) => self.keep_as(expr, &ty),
                (None, Some(_)) => self.value_of(ast, &ty, scope),
                (None, None) => None,
            })
            .collect();
        all.into_iter().collect()
    }

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
                self.uses(first);
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

/// The type that all values are kept in: that of the first that is no constant; text when texts of
/// several kinds come together.
fn common_type<'a, 'e>(
    values: impl Iterator<Item = &'a ast::Expr> + Clone,
    mut varying: impl Iterator<Item = &'e Expr>,
) -> Option<Type> {
    let Some(first) = varying.next() else {
        return values.into_iter().find_map(own_type);
    };
    let mut constants = values.filter_map(|value| match &value.kind {
        ast::ExprKind::Text(text) => Some(text),
        _ => None,
    });
    let one_kind = varying.all(|other| other.ty == first.ty || !other.ty.is_textual())
        && match &first.ty {
            Type::OneOf(options) => constants.all(|text| options.contains(text)),
            _ => true,
        };
    let mixed = first.ty.is_textual() && !one_kind;
    Some(if mixed { Type::Text } else { first.ty.clone() })
}
