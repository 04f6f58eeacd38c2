//! Expressions: names looked up, types settled from the leaves up.

use super::literal::own_type;
use super::sequence::Then;
use super::{CheckProblem, Checker};
use crate::model::{Expr, ExprKind, Literal};
use crate::rules::ast::{self, Operator};
use crate::schema::Type;
use crate::source::Span;

/// A declared table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TableRef {
    Customer,
    Event(usize),
    Catalog(usize),
}

/// What the names in an expression can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    /// A customer with everything the rules say about them.
    Customer,
    /// One row of a table: only its fields declared so far.
    Row(TableRef),
}

impl Expr {
    pub(super) fn new(kind: ExprKind, ty: Type, optional: bool, span: Span) -> Self {
        let parts = missing_with(&kind);
        let guarded = !optional && parts.iter().any(|part| part.optional || part.guarded);
        Self {
            kind,
            ty,
            optional,
            guarded,
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
        let expr = self.expr_by_itself(ast, scope)?;
        Some(self.narrowed(expr, scope))
    }

    /// Any expression, whatever is known before it.
    fn expr_by_itself(&mut self, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
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
        let is_and = operator == Operator::And;
        let mark = self.mark();
        let parts: Vec<_> = parts
            .into_iter()
            .rev()
            .map(|part| {
                let part = self.condition(part, scope);
                self.learn(part.as_ref(), is_and, scope);
                part
            })
            .collect();
        self.forget(mark);
        let parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
        let kind = if is_and {
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
        let (mut conditions, mut varying) = (Vec::new(), Vec::new());
        let mark = self.mark();
        for (when, value) in arms {
            let when = self.condition(when, scope);
            varying.push(self.behind(when.as_ref(), scope, |checker| {
                checker.unless_constant(value, scope)
            }));
            self.learn(when.as_ref(), false, scope);
            conditions.push(when);
        }
        varying.extend(otherwise.map(|value| self.unless_constant(value, scope)));
        self.forget(mark);
        let values = arms.iter().map(|(_, value)| value).chain(otherwise);
        let mut values = self.same_type(values, varying, scope)?;
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

    fn unless_constant(&mut self, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
        match own_type(ast) {
            Some(_) => None,
            None => self.expr(ast, scope),
        }
    }

    /// All values in one type; `varying` has those that are no constants.
    fn same_type<'a>(
        &mut self,
        values: impl Iterator<Item = &'a ast::Expr> + Clone,
        varying: Vec<Option<Expr>>,
        scope: Scope,
    ) -> Option<Vec<Expr>> {
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
}

/// The parts without which the value is missing.
fn missing_with(kind: &ExprKind) -> Vec<&Expr> {
    match kind {
        ExprKind::Lookup { key: inner, .. }
        | ExprKind::Elapsed(_, _, inner)
        | ExprKind::DateOf(inner)
        | ExprKind::StartOf(inner) => vec![inner],
        ExprKind::Arithmetic(_, left, right) => vec![left, right],
        ExprKind::Digits(parts) => parts.iter().collect(),
        ExprKind::Case(arms, otherwise) => {
            let values = arms.iter().map(|(_, value)| value);
            values.chain(otherwise.as_deref()).collect()
        }
        _ => Vec::new(),
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
