//! Which values repeat personal data.

use std::collections::BTreeSet;

use super::{Expr, ExprKind, Model};
use crate::schema::Type;

impl Model {
    /// The `pii` fields of the customer that a fact repeats, as a greeting does the first name; an
    /// age or a yes/no repeats nothing.
    pub fn personal_in_fact(&self, fact: usize) -> BTreeSet<usize> {
        let value = &self.facts[fact].value;
        let repeats = !matches!(
            value.ty,
            Type::Number | Type::Money | Type::YesNo | Type::Duration | Type::OneOf(_)
        );
        if repeats {
            self.personal_in(value)
        } else {
            BTreeSet::new()
        }
    }

    /// The `pii` fields of the customer that an expression reads, or repeats through facts.
    pub fn personal_in(&self, expr: &Expr) -> BTreeSet<usize> {
        let mut personal = BTreeSet::new();
        expr.walk(&mut |leaf| match &leaf.kind {
            ExprKind::Field(field) if self.customer.fields[*field].pii => {
                personal.insert(*field);
            }
            ExprKind::Fact(fact) => personal.extend(self.personal_in_fact(*fact)),
            _ => {}
        });
        personal
    }
}
