//! Constants, in the type that their place asks for.

use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::{CheckProblem, Checker};
use crate::model::{Literal, Unit};
use crate::rules::ast::{Expr, ExprKind, Length, Name};
use crate::schema::{Decimal, Type, epoch_day};
use crate::source::Span;

const UNITS: [&str; 6] = ["minutes", "hours", "days", "weeks", "months", "years"];

/// The type a constant has by itself; none when `ast` is not a constant.
pub(super) fn own_type(ast: &Expr) -> Option<Type> {
    Some(match &ast.kind {
        ExprKind::Text(_) => Type::Text,
        ExprKind::Number(_) => Type::Number,
        ExprKind::YesNo(_) => Type::YesNo,
        ExprKind::Date(_) => Type::Date,
        ExprKind::Time(_) => Type::Time,
        ExprKind::Length(_) => Type::Duration,
        ExprKind::Negate(inner) if matches!(inner.kind, ExprKind::Number(_)) => Type::Number,
        ExprKind::List(items) => {
            let item = items.first().and_then(own_type).unwrap_or(Type::Text);
            Type::List(Arc::new(item))
        }
        _ => return None,
    })
}

impl Checker<'_> {
    /// The constant `ast` as a value of type `ty`.
    pub(super) fn literal(&mut self, ast: &Expr, ty: &Type) -> Option<Literal> {
        match (&ast.kind, ty) {
            (ExprKind::Text(text), Type::OneOf(options)) => self.option(text, options, ast.span),
            (ExprKind::Text(text), Type::Timezone) => self.time_zone(text, ast.span),
            (ExprKind::Text(text), ty) if ty.is_textual() => {
                Some(Literal::Text(text.as_str().into()))
            }
            (ExprKind::YesNo(value), Type::YesNo) => Some(Literal::YesNo(*value)),
            (ExprKind::Number(number), ty) => self.number(*number, ty, ast.span),
            (ExprKind::Negate(inner), ty) => match inner.kind {
                ExprKind::Number(number) => {
                    let negative = Decimal {
                        mantissa: -number.mantissa,
                        ..number
                    };
                    self.number(negative, ty, ast.span)
                }
                _ => self.fail(&CheckProblem::NotConstant { word: None }, ast.span),
            },
            (ExprKind::Date(date), Type::Date) => Some(Literal::Date(epoch_day(*date))),
            (ExprKind::Date(date), Type::Time) => {
                self.moment(date.to_datetime(civil::Time::midnight()), ast.span)
            }
            (ExprKind::Time(text), Type::Time) => self.time(text, ast.span),
            (ExprKind::Length(length), Type::Duration) => self.duration(length),
            (ExprKind::List(items), Type::List(item)) => {
                let items: Vec<_> = items.iter().map(|one| self.literal(one, item)).collect();
                items.into_iter().collect::<Option<_>>().map(Literal::List)
            }
            // `("travel")` is a text in parentheses, meant as a list of one.
            (_, Type::List(item)) if own_type(ast).is_some_and(|own| own != *ty) => {
                Some(Literal::List(vec![self.literal(ast, item)?]))
            }
            _ => self.wrong_literal(ast, ty),
        }
    }

    fn option(&mut self, text: &str, options: &Arc<[String]>, span: Span) -> Option<Literal> {
        if options.iter().any(|option| option == text) {
            return Some(Literal::Text(text.into()));
        }
        let problem = CheckProblem::UnknownOption {
            option: text.to_owned(),
            options: options.to_vec(),
        };
        self.fail(&problem, span)
    }

    fn money(&mut self, amount: Decimal, span: Span) -> Option<Literal> {
        let digits = self.project.currency.digits;
        if !amount.is_whole_at(digits) {
            return self.fail(&CheckProblem::MoneyDigits { digits }, span);
        }
        match amount.to_minor_units(digits) {
            Some(minor) => Some(Literal::Money(minor)),
            None => self.fail(&CheckProblem::TooLarge, span),
        }
    }

    fn time_zone(&mut self, name: &str, span: Span) -> Option<Literal> {
        if let Ok(zone) = TimeZone::get(name) {
            return Some(Literal::Text(zone.iana_name().unwrap_or(name).into()));
        }
        let zones = jiff::tz::db().available();
        let problem = CheckProblem::UnknownName {
            name: name.to_owned(),
            what: "time zone",
            candidates: zones.map(|zone| zone.to_string()).collect(),
        };
        self.fail(&problem, span)
    }

    fn number(&mut self, number: Decimal, ty: &Type, span: Span) -> Option<Literal> {
        match ty {
            Type::Number => Some(Literal::Number(number.to_f64())),
            Type::Money => self.money(number, span),
            _ => {
                let hint = ty.is_textual().then(|| "texts stand in quotes".to_owned());
                let problem = CheckProblem::Mismatch {
                    expected: ty.to_string(),
                    found: Type::Number,
                    hint,
                };
                self.fail(&problem, span)
            }
        }
    }

    fn time(&mut self, text: &str, span: Span) -> Option<Literal> {
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Some(Literal::Time(moment.as_microsecond()));
        }
        match text.parse::<DateTime>() {
            Ok(local) => self.moment(local, span),
            Err(_) => self.fail(&not_a_time(), span),
        }
    }

    /// A local time of the project's time zone.
    fn moment(&mut self, local: DateTime, span: Span) -> Option<Literal> {
        match local.to_zoned(self.project.timezone.clone()) {
            Ok(zoned) => Some(Literal::Time(zoned.timestamp().as_microsecond())),
            Err(_) => self.fail(&not_a_time(), span),
        }
    }

    pub(super) fn duration(&mut self, length: &Length) -> Option<Literal> {
        let (count, unit) = self.length(length)?;
        let seconds = match unit {
            Unit::Minutes => 60,
            Unit::Hours => 3_600,
            Unit::Days => 86_400,
            Unit::Weeks => 7 * 86_400,
            Unit::Months | Unit::Years => {
                let problem = CheckProblem::UnknownName {
                    name: length.unit.text.clone(),
                    what: "unit of fixed length",
                    candidates: UNITS[..4].iter().map(ToString::to_string).collect(),
                };
                return self.fail(&problem, length.unit.span);
            }
        };
        Some(Literal::Duration(count * seconds * 1_000_000))
    }

    /// A whole number of units, none negative.
    pub(super) fn length(&mut self, length: &Length) -> Option<(i64, Unit)> {
        let count = self.whole(length.count.value, length.count.span);
        let unit = self.unit(&length.unit);
        Some((count?, unit?))
    }

    /// A whole number from 0 to a million.
    pub(super) fn whole(&mut self, number: Decimal, span: Span) -> Option<i64> {
        let value = number.to_minor_units(0)?;
        if number.scale == 0 && (0..=1_000_000).contains(&value) {
            return Some(value);
        }
        let found = number.to_f64().to_string();
        self.fail(&CheckProblem::WholeNumber { found, least: 0 }, span)
    }

    /// Looks a unit of time up.
    pub(super) fn unit(&mut self, name: &Name) -> Option<Unit> {
        if let Some(unit) = unit(&name.text) {
            return Some(unit);
        }
        let problem = CheckProblem::UnknownName {
            name: name.text.clone(),
            what: "unit of time",
            candidates: UNITS.map(str::to_owned).to_vec(),
        };
        self.fail(&problem, name.span)
    }

    /// Whether something of a customer is called so.
    fn is_value(&self, name: &str) -> bool {
        self.model.customer.field(name).is_some() || self.names.facts.contains_key(name)
    }

    fn wrong_literal(&mut self, ast: &Expr, ty: &Type) -> Option<Literal> {
        let Some(found) = own_type(ast) else {
            let word = match &ast.kind {
                ExprKind::Path(path) if path.len() == 1 && !self.is_value(&path[0].text) => {
                    Some(path[0].text.clone())
                }
                _ => None,
            };
            return self.fail(&CheckProblem::NotConstant { word }, ast.span);
        };
        let hint = match (&found, ty) {
            (Type::Text, Type::Date) => Some("dates stand without quotes: 2026-03-01"),
            (Type::Text, Type::Time) => Some("times stand without quotes: 2026-03-01T10:00"),
            (Type::Text, Type::YesNo) => Some("write yes or no without quotes"),
            (Type::Text, Type::Number | Type::Money) => Some("numbers stand without quotes"),
            (Type::Duration, Type::Number | Type::Money) => Some("a number stands without a unit"),
            (Type::Date, Type::YesNo) => Some(
                "a window stands directly behind its event: `purchase since 2026-01-01`, `purchase between … and …`",
            ),
            _ => None,
        };
        let problem = CheckProblem::Mismatch {
            expected: ty.to_string(),
            found,
            hint: hint.map(str::to_owned),
        };
        self.fail(&problem, ast.span)
    }
}

/// The unit of time that a word stands for.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "minute" | "minutes" => Unit::Minutes,
        "hour" | "hours" => Unit::Hours,
        "day" | "days" => Unit::Days,
        "week" | "weeks" => Unit::Weeks,
        "month" | "months" => Unit::Months,
        "year" | "years" => Unit::Years,
        _ => return None,
    })
}

fn not_a_time() -> CheckProblem {
    CheckProblem::Mismatch {
        expected: "a time".to_owned(),
        found: Type::Text,
        hint: Some("times are written 2026-03-01T10:00".to_owned()),
    }
}
