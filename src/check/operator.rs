//! Operators: which types they take and give.

use super::expression::Scope;
use super::literal::own_type;
use super::moment::date_of;
use super::{CheckProblem, Checker};
use crate::model::{Arithmetic, Comparison, Expr, ExprKind, Literal};
use crate::rules::ast::{self, Operator};
use crate::schema::Type;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn binary(
        &mut self,
        operator: Operator,
        left: &ast::Expr,
        right: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let arithmetic = match operator {
            Operator::Add => Arithmetic::Add,
            Operator::Subtract => Arithmetic::Subtract,
            Operator::Multiply => Arithmetic::Multiply,
            Operator::Divide => Arithmetic::Divide,
            Operator::Contains => return self.contains(left, right, scope, span),
            Operator::StartsWith | Operator::EndsWith => {
                return self.affix(operator, left, right, scope, span);
            }
            _ => return self.compare(comparison(operator), left, right, scope, span),
        };
        self.arithmetic(arithmetic, left, right, scope, span)
    }

    /// Both sides, a constant taking what `like` makes of the other's type.
    fn sides(
        &mut self,
        left: &ast::Expr,
        right: &ast::Expr,
        scope: Scope,
        like: fn(&Type) -> Type,
    ) -> Option<(Expr, Expr)> {
        match (own_type(left), own_type(right)) {
            (None, Some(_)) => {
                let left = self.expr(left, scope)?;
                let right = self.constant_like(right, &like(&left.ty))?;
                Some((left, right))
            }
            (Some(_), None) => {
                let right = self.expr(right, scope)?;
                let left = self.constant_like(left, &like(&right.ty))?;
                Some((left, right))
            }
            _ => {
                let left = self.expr(left, scope);
                let right = self.expr(right, scope);
                Some((left?, right?))
            }
        }
    }

    /// A constant beside a value of type `ty`; beside a time, a date and a length stay what they
    /// are.
    fn constant_like(&mut self, ast: &ast::Expr, ty: &Type) -> Option<Expr> {
        let own = own_type(ast)?;
        let ty = match (ty, own) {
            (Type::Date | Type::Time, Type::Duration) => Type::Duration,
            (Type::Time, Type::Date) => Type::Date,
            (ty, _) => ty.clone(),
        };
        let literal = self.literal(ast, &ty)?;
        Some(Expr::literal(literal, ty, ast.span))
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: &ast::Expr,
        right: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let (left, right) = self.sides(left, right, scope, Type::clone)?;
        if let Some(list) = [&left, &right]
            .into_iter()
            .find(|side| matches!(side.ty, Type::List(_)))
        {
            let problem = CheckProblem::Mismatch {
                expected: "a single value".to_owned(),
                found: list.ty.clone(),
                hint: Some("`contains` asks what is in a list".to_owned()),
            };
            let span = list.span;
            return self.fail(&problem, span);
        }
        let (left, right) = match (&left.ty, &right.ty) {
            (Type::Money, Type::Number) => {
                let right = self.as_money(right);
                (left, right)
            }
            (Type::Number, Type::Money) => (self.as_money(left), right),
            (Type::Time, Type::Date) => (date_of(left), right),
            (Type::Date, Type::Time) => (left, date_of(right)),
            (a, b) if a == b || (a.is_textual() && b.is_textual()) => (left, right),
            (a, b) => {
                let problem = CheckProblem::Incomparable {
                    left: a.clone(),
                    right: b.clone(),
                };
                return self.fail(&problem, span);
            }
        };
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if !equality && left.ty == Type::YesNo {
            return self.fail(&CheckProblem::Unordered, span);
        }
        let kind = ExprKind::Compare(comparison, Box::new(left), Box::new(right));
        Some(Expr::condition(kind, span))
    }

    /// A number of whole units of the currency.
    pub(super) fn as_money(&self, number: Expr) -> Expr {
        let span = number.span;
        let optional = number.optional;
        let one = 10_i64.pow(u32::from(self.project.currency.digits));
        let one = Expr::literal(Literal::Money(one), Type::Money, span);
        let kind = ExprKind::Arithmetic(Arithmetic::Multiply, Box::new(one), Box::new(number));
        Expr::new(kind, Type::Money, optional, span)
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        left: &ast::Expr,
        right: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        use Arithmetic::{Add, Divide, Multiply, Subtract};
        let scales = matches!(operator, Multiply | Divide);
        let (left, right) = if scales {
            let left = self.expr(left, scope);
            let right = self.expr(right, scope);
            (left?, right?)
        } else {
            self.sides(left, right, scope, joined_type)?
        };
        let ty = match (operator, &left.ty, &right.ty) {
            (_, Type::Number, Type::Number) | (Divide, Type::Money, Type::Money) => Type::Number,
            (Add | Subtract, Type::Money, Type::Money)
            | (Multiply | Divide, Type::Money, Type::Number)
            | (Multiply, Type::Number, Type::Money) => Type::Money,
            (Add, a, b) if a.is_textual() && b.is_textual() => Type::Text,
            (Subtract, Type::Time, Type::Time)
            | (Add | Subtract, Type::Duration, Type::Duration) => Type::Duration,
            (Add | Subtract, Type::Time, Type::Duration) => Type::Time,
            (_, a, b) => {
                let problem = CheckProblem::Arithmetic {
                    operator,
                    left: a.clone(),
                    right: b.clone(),
                };
                return self.fail(&problem, span);
            }
        };
        let optional = left.optional || right.optional || operator == Divide;
        let kind = ExprKind::Arithmetic(operator, Box::new(left), Box::new(right));
        Some(Expr::new(kind, ty, optional, span))
    }

    pub(super) fn negate(&mut self, inner: &ast::Expr, scope: Scope, span: Span) -> Option<Expr> {
        let inner = self.expr(inner, scope)?;
        let zero = match inner.ty {
            Type::Number => Literal::Number(0.0),
            Type::Money => Literal::Money(0),
            _ => {
                return self.mismatch("a number or money", inner.ty, inner.span);
            }
        };
        let (ty, optional) = (inner.ty.clone(), inner.optional);
        let zero = Box::new(Expr::literal(zero, ty.clone(), span));
        let kind = ExprKind::Arithmetic(Arithmetic::Subtract, zero, Box::new(inner));
        Some(Expr::new(kind, ty, optional, span))
    }

    /// Constants of a non-empty list.
    fn constants(&mut self, list: &[ast::Expr], ty: &Type, span: Span) -> Option<Vec<Literal>> {
        if list.is_empty() {
            return self.fail(&CheckProblem::EmptyList, span);
        }
        let mut all = Vec::new();
        for one in list {
            let constant = self.literal(one, ty);
            // what is no constant here is none further on: once is enough
            if constant.is_none() && own_type(one).is_none() {
                return None;
            }
            all.push(constant);
        }
        all.into_iter().collect()
    }

    pub(super) fn in_list(
        &mut self,
        value: &ast::Expr,
        list: &[ast::Expr],
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let value = self.expr(value, scope)?;
        let list = self.constants(list, &value.ty, span)?;
        Some(Expr::condition(
            ExprKind::OneOf(Box::new(value), list),
            span,
        ))
    }

    /// `LIST contains x`, `TEXT contains "x"`.
    fn contains(
        &mut self,
        value: &ast::Expr,
        item: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        if own_type(item).is_some() {
            return self.contains_any(value, std::slice::from_ref(item), scope, span);
        }
        let (value, item) = (self.container(value, scope), self.expr(item, scope));
        let ((value, wanted), item) = (value?, item?);
        let item = match (&wanted, &item.ty) {
            (Type::Money, Type::Number) => self.as_money(item),
            (a, b) if a == b || (a.is_textual() && b.is_textual()) => item,
            _ => return self.mismatch(&wanted.to_string(), item.ty, item.span),
        };
        let kind = ExprKind::Contains(Box::new(value), Box::new(item));
        Some(Expr::condition(kind, span))
    }

    /// A list or a text, and the type of what it may contain.
    fn container(&mut self, ast: &ast::Expr, scope: Scope) -> Option<(Expr, Type)> {
        let value = self.expr(ast, scope)?;
        let item = match &value.ty {
            Type::List(item) => (**item).clone(),
            ty if ty.is_textual() => Type::Text,
            _ => {
                return self.mismatch("a list or a text", value.ty, value.span);
            }
        };
        Some((value, item))
    }

    pub(super) fn contains_any(
        &mut self,
        value: &ast::Expr,
        list: &[ast::Expr],
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let (value, item) = self.container(value, scope)?;
        let list = self.constants(list, &item, span)?;
        Some(Expr::condition(
            ExprKind::ContainsAny(Box::new(value), list),
            span,
        ))
    }

    fn affix(
        &mut self,
        operator: Operator,
        value: &ast::Expr,
        affix: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let value = self.value_of(value, &Type::Text, scope);
        let affix = self.value_of(affix, &Type::Text, scope);
        let (value, affix) = (Box::new(value?), Box::new(affix?));
        let kind = match operator {
            Operator::StartsWith => ExprKind::StartsWith(value, affix),
            _ => ExprKind::EndsWith(value, affix),
        };
        Some(Expr::condition(kind, span))
    }

    pub(super) fn between(
        &mut self,
        value: &ast::Expr,
        low: &ast::Expr,
        high: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        if let Some(event) = self.event_name(value, scope) {
            let window = self.between_window(low, high)?;
            return self.did_in(&event, window, span);
        }
        let alike = own_type(low) == own_type(high);
        let low = self.compare(Comparison::GreaterOrEqual, value, low, scope, span);
        // what is wrong with one end is wrong with the other
        if low.is_none() && alike {
            return None;
        }
        let high = self.compare(Comparison::LessOrEqual, value, high, scope, span);
        Some(Expr::condition(ExprKind::And(vec![low?, high?]), span))
    }
}

/// A text joined to one of the options, or to a time zone, need not be one itself.
fn joined_type(ty: &Type) -> Type {
    if ty.is_textual() {
        Type::Text
    } else {
        ty.clone()
    }
}

fn comparison(operator: Operator) -> Comparison {
    match operator {
        Operator::NotEqual => Comparison::NotEqual,
        Operator::Less | Operator::Before => Comparison::Less,
        Operator::LessOrEqual => Comparison::LessOrEqual,
        Operator::Greater | Operator::After => Comparison::Greater,
        Operator::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => Comparison::Equal,
    }
}
