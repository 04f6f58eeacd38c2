//! What conditions ask about: attributes, traits, counts, and questions that are only yes or no.

use std::sync::Arc;

use arrow_array::Array;

use crate::evaluate::sortable;
use crate::explain::Explainer;
use crate::model::{Expr, ExprKind, Literal, Model};
use crate::prove::scale::Scale;
use crate::prove::values::{Known, Values};
use crate::rules::ast::Function;
use crate::schema::{Column, Type};

/// Something about the customer that has one value.
pub(super) struct Subject<'a> {
    pub(super) expr: &'a Expr,
    /// The trait that it is called by.
    pub(super) name: Option<&'a str>,
    pub(super) scale: Scale,
    /// Every value it can have.
    pub(super) domain: Values,
    /// The value it has.
    pub(super) point: Point,
    /// Whether it is a condition of which only the answer is looked at.
    pub(super) is_question: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Point {
    Missing,
    Step(i64),
    Text(Arc<str>),
    List(Vec<Literal>),
}

impl<'a> Subject<'a> {
    /// What the expression gives.
    pub(super) fn new(expr: &'a Expr, name: Option<&'a str>, explainer: &Explainer) -> Self {
        let (scale, mut domain) = domain(expr, explainer.model);
        domain.missing = (expr.optional || expr.guarded) && !matches!(expr.ty, Type::List(_));
        let column = explainer.rows.evaluate(expr);
        let point = point(&column, explainer.row, scale);
        // Arithmetic may give a missing value where nobody expects it.
        domain.missing |= point == Point::Missing;
        Self {
            expr,
            name,
            scale,
            domain,
            point,
            is_question: false,
        }
    }

    /// Whether the condition holds.
    pub(super) fn question(expr: &'a Expr, explainer: &Explainer) -> Self {
        Self {
            expr,
            name: None,
            scale: Scale::YesNo,
            domain: Values::range(0, 1),
            point: Point::Step(i64::from(explainer.holds(expr))),
            is_question: true,
        }
    }

    /// Every value but missing.
    pub(super) fn known(&self) -> Values {
        self.domain.clone().without_missing()
    }
}

fn domain(expr: &Expr, model: &Model) -> (Scale, Values) {
    let whole = |from, to| (Scale::Whole, Values::range(from, to));
    match (&expr.kind, &expr.ty) {
        (ExprKind::Aggregate(index), _) => {
            let aggregate = &model.aggregates[*index];
            match aggregate.function {
                Function::Count | Function::CountDistinct => whole(0, i64::MAX),
                _ => of_type(&expr.ty),
            }
        }
        (ExprKind::Quintile(_), _) => whole(1, 5),
        (ExprKind::Percentile(_), _) => whole(0, 100),
        (ExprKind::Elapsed(..), _) => whole(i64::MIN, i64::MAX),
        (ExprKind::Fact(fact), _) => match &model.facts[*fact].value.kind {
            ExprKind::Points(_) => (Scale::Real, Values::range(sortable(0.0), sortable(100.0))),
            _ => of_type(&expr.ty),
        },
        _ => of_type(&expr.ty),
    }
}

fn of_type(ty: &Type) -> (Scale, Values) {
    let scale = match ty {
        Type::Number => Scale::Real,
        Type::Money => Scale::Money,
        Type::Date => Scale::Date,
        Type::Time => Scale::Time,
        Type::Duration => Scale::Duration,
        Type::YesNo => Scale::YesNo,
        Type::OneOf(options) => {
            let options = options.iter().map(|option| option.as_str().into());
            return (Scale::Text, Known::Texts(options.collect()).into());
        }
        _ => Scale::Text,
    };
    (scale, scale.everything())
}

fn point(column: &Column, row: usize, scale: Scale) -> Point {
    if !column.is_known(row) && !matches!(column, Column::List(_)) {
        return Point::Missing;
    }
    match column {
        Column::Text(array) => Point::Text(array.value(row).into()),
        Column::Number(array) => Point::Step(match scale {
            Scale::Whole => array.value(row) as i64,
            _ => sortable(array.value(row)),
        }),
        Column::Money(array) | Column::Duration(array) => Point::Step(array.value(row)),
        Column::YesNo(array) => Point::Step(i64::from(array.value(row))),
        Column::Date(array) => Point::Step(i64::from(array.value(row))),
        Column::Time(array) => Point::Step(array.value(row)),
        Column::List(array) if array.is_valid(row) => {
            let items = Column::from_array(&array.value(row));
            Point::List(items.map(|items| literals(&items)).unwrap_or_default())
        }
        Column::List(_) => Point::List(Vec::new()),
    }
}

fn literals(items: &Column) -> Vec<Literal> {
    let known = (0..items.len()).filter(|&item| items.is_known(item));
    let literal = |item: usize| match items {
        Column::Text(array) => Literal::Text(array.value(item).into()),
        Column::Number(array) => Literal::Number(array.value(item)),
        Column::Money(array) | Column::Duration(array) => Literal::Money(array.value(item)),
        Column::YesNo(array) => Literal::YesNo(array.value(item)),
        Column::Date(array) => Literal::Date(array.value(item)),
        Column::Time(array) => Literal::Time(array.value(item)),
        Column::List(_) => Literal::List(Vec::new()),
    };
    known.map(literal).collect()
}
