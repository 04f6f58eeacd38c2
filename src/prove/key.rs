//! What an expression is, whoever wrote it where: equal keys, equal values.

use std::fmt::Write;

use super::Prover;
use super::translate::{MOST_DEPTH, Scope};
use crate::model::{Expr, ExprKind};

impl Prover<'_> {
    /// A text that only expressions of equal value share.
    pub(super) fn key(&mut self, expr: &Expr, scope: Scope) -> String {
        let mut key = String::new();
        self.write_key(expr, scope, &mut key);
        key
    }

    fn write_key(&mut self, expr: &Expr, scope: Scope, key: &mut String) {
        if self.depth == MOST_DEPTH {
            self.unique += 1;
            let _ = write!(key, "#{}", self.unique);
            return;
        }
        self.depth += 1;
        self.write_node(expr, scope, key);
        self.depth -= 1;
    }

    fn write_node(&mut self, expr: &Expr, scope: Scope, key: &mut String) {
        // Writing to a text never fails.
        let _ = match &expr.kind {
            ExprKind::Literal(literal) => write!(key, "{literal:?}"),
            ExprKind::Field(field) => match scope {
                Scope::Customer => write!(key, "f{field}"),
                Scope::Row(event) => write!(key, "e{event}.{field}"),
            },
            ExprKind::Fact(fact) => match self.seen_through(*fact) {
                Some(value) => return self.write_key(value, Scope::Customer, key),
                None => write!(key, "t{fact}"),
            },
            ExprKind::Aggregate(aggregate) => write!(key, "a{}", self.first_alike(*aggregate)),
            ExprKind::Quintile(ranking) => write!(key, "q{ranking}"),
            ExprKind::Percentile(ranking) => write!(key, "p{ranking}"),
            ExprKind::Top(ranking, share) => {
                write!(key, "top{ranking}:{}/{}", share.mantissa, share.scale)
            }
            ExprKind::Lookup { catalog, field, .. } => write!(key, "l{catalog}.{field}"),
            ExprKind::Not(_) => key.write_str("not"),
            ExprKind::And(_) => key.write_str("and"),
            ExprKind::Or(_) => key.write_str("or"),
            ExprKind::Compare(comparison, ..) => write!(key, "{comparison:?}"),
            ExprKind::Arithmetic(operator, ..) => write!(key, "{operator:?}"),
            ExprKind::OneOf(_, list) => write!(key, "one{list:?}"),
            ExprKind::ContainsAny(_, list) => write!(key, "any{list:?}"),
            ExprKind::Contains(..) => key.write_str("contains"),
            ExprKind::StartsWith(..) => key.write_str("starts"),
            ExprKind::EndsWith(..) => key.write_str("ends"),
            ExprKind::Matches(_, pattern) => write!(key, "matches{:?}", pattern.0.as_str()),
            ExprKind::Known(_) => key.write_str("known"),
            ExprKind::Within(_, window) => write!(key, "{window:?}"),
            ExprKind::Followed(sequence) => {
                write!(key, "followed{}{}", sequence.within, sequence.negated)
            }
            ExprKind::Item(_, index) => write!(key, "item{index}"),
            ExprKind::Anniversary(_, days) => write!(key, "anniversary{days}"),
            ExprKind::Elapsed(unit, direction, _) => write!(key, "{unit:?}{direction:?}"),
            ExprKind::DateOf(_) => key.write_str("date"),
            ExprKind::StartOf(_) => key.write_str("start"),
            ExprKind::Digits(_) => key.write_str("digits"),
            ExprKind::Bucket(salt, _) => write!(key, "bucket{salt:?}"),
            ExprKind::Case(_, otherwise) => write!(key, "case{}", otherwise.is_some()),
            // A score is not taken apart: each is its own.
            ExprKind::Points(_) => {
                self.unique += 1;
                write!(key, "#{}", self.unique)
            }
        };
        let children = match &expr.kind {
            ExprKind::Points(_) => Vec::new(),
            _ => expr.children(),
        };
        if !children.is_empty() {
            key.push('(');
            for child in children {
                self.write_key(child, scope, key);
                key.push(' ');
            }
            key.push(')');
        }
    }
}
