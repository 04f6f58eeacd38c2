//! What goes into filters.

use super::Checker;
use super::finding::{Finding, Input};
use super::known::key;
use crate::diagnostic::suggest;
use crate::liquid::Value;
use crate::liquid::compile::LOCALE;
use crate::liquid::filter::date::pattern::{Fault, faults};
use crate::liquid::filter::signature::{Fit, Signature, Takes, signature};
use crate::liquid::filter::{self, Yields};
use crate::liquid::kind::Kind;
use crate::liquid::program::SlotPath;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Expression, Filter, Filtered, Name};
use crate::locale::Locale;
use crate::project::Currency;
use crate::source::Span;

impl Checker<'_> {
    /// What comes out of all filters.
    pub(super) fn filtered(&mut self, value: &Filtered) -> Shape {
        let mut shape = self.value(&value.value);
        // as long as nothing was done to it, a text is known to be this one
        let mut input = literal(&value.value).unwrap_or_else(|| shape.clone());
        let mut start = Some(&value.value);
        for filter in &value.filters {
            let keywords = filter.keyword.iter().map(|(_, value)| value);
            let mut arguments = Vec::new();
            for argument in &filter.positional {
                let shape = self.value(argument);
                arguments.push(literal(argument).unwrap_or(shape));
            }
            for argument in keywords {
                self.value(argument);
            }
            self.locale(filter);
            if filter::needs_now(&filter.name.text) {
                self.needs_if_known("now");
            }
            self.property(filter, &shape);
            if let Some(signature) = signature(&filter.name.text) {
                let value = start.take();
                let name = value.and_then(written);
                self.fit(
                    filter,
                    signature.takes,
                    (value, &input),
                    filter.name.span,
                    Input::Value(name),
                );
                self.filter_arguments(filter, &signature, &arguments);
                shape = outcome(filter, &signature, &shape, &arguments);
            } else {
                shape = Shape::Any;
            }
            input = shape.clone();
        }
        shape
    }

    /// The property that the filter asks of each item.
    fn property(&mut self, filter: &Filter, shape: &Shape) {
        let Some(property) = &filter.quoted else {
            return;
        };
        if !filter::takes_property(&filter.name.text) {
            return;
        }
        let item = shape.item();
        if let Some(declared) = item.declared(&property.text) {
            self.found.uses.add(property.span, declared);
        }
        let is_nested = property.text.contains(['.', '[']);
        if let Shape::Object(entries) = &item
            && !entries.contains_key(&property.text)
            && !is_nested
        {
            self.unknown_property("an item", &item, property);
        }
    }

    /// Reports a value that does not do; the expression is what it is before any filter.
    fn fit(
        &mut self,
        filter: &Filter,
        takes: Takes,
        (value, shape): (Option<&Expression>, &Shape),
        span: Span,
        input: Input,
    ) {
        let fit = takes.fit(shape);
        let Some(found) = shape.name().filter(|_| fit != Fit::Fits) else {
            return;
        };
        // texts that templates make may well be numbers
        let is_made = !value.is_some_and(|value| self.is_declared(value));
        if fit == Fit::Doubtful && takes == Takes::Number && is_made {
            return;
        }
        let finding = Finding::FilterInput {
            filter: filter.name.text.clone(),
            input,
            takes,
            found,
            is_certain: fit == Fit::Never,
        };
        self.find(&finding, span);
    }

    /// Whether it is the rules that say what the value is.
    fn is_declared(&self, value: &Expression) -> bool {
        match value {
            Expression::Path(path) => !self.scope.assigned.contains_key(&path.root.text),
            _ => false,
        }
    }

    fn filter_arguments(&mut self, filter: &Filter, signature: &Signature, shapes: &[Shape]) {
        let given = filter.positional.iter().zip(shapes);
        for ((argument, shape), takes) in given.zip(signature.arguments) {
            let span = match argument {
                Expression::Literal(_, span) => *span,
                Expression::Path(path) => path.span(),
                _ => continue,
            };
            self.fit(
                filter,
                *takes,
                (Some(argument), shape),
                span,
                Input::Argument,
            );
            if let Some(text) = text(argument) {
                match takes {
                    Takes::Pattern => self.pattern(&text),
                    Takes::Zone => self.zone(&text),
                    Takes::Currency => self.currency(&text),
                    Takes::Locale => self.locale_name(&text),
                    Takes::Digits if text.text.parse::<u32>().is_err() => self.locale_name(&text),
                    _ => {}
                }
            }
        }
    }

    fn pattern(&mut self, pattern: &Name) {
        for fault in faults(&pattern.text) {
            let (Fault::Unknown(range) | Fault::TooWide(range)) = &fault else {
                self.find(&Finding::NoDirective, pattern.span);
                continue;
            };
            let start = pattern.span.start as usize;
            let place = start + range.start..start + range.end;
            let finding = Finding::Directive {
                directive: pattern.text[range.clone()].to_owned(),
                is_known: matches!(fault, Fault::TooWide(_)),
            };
            self.find(&finding, Span::new(pattern.span.source, place));
        }
    }

    /// A locale that is named, or else the customer's, which is read.
    fn locale(&mut self, filter: &Filter) {
        if !filter::writes_locale(&filter.name.text) {
            return;
        }
        let path = SlotPath::of(LOCALE);
        let mut names = path.0.iter();
        let found = names.try_fold(self.globals, |shape, name| shape.entry(name));
        if found.is_some() {
            self.needs(path);
        }
        let mut keywords = filter.keyword.iter();
        if let Some((_, value)) = keywords.find(|(name, _)| name.text == "locale")
            && let Some(name) = text(value)
        {
            self.locale_name(&name);
        }
    }

    fn locale_name(&mut self, name: &Name) {
        if Locale::find(&name.text).is_none() {
            let finding = Finding::Locale {
                name: name.text.clone(),
            };
            self.find(&finding, name.span);
        }
    }

    fn currency(&mut self, code: &Name) {
        if Currency::from_code(&code.text.to_uppercase()).is_none() {
            let finding = Finding::Currency {
                code: code.text.clone(),
            };
            self.find(&finding, code.span);
        }
    }

    fn zone(&mut self, zone: &Name) {
        if filter::is_zone(&zone.text) {
            return;
        }
        let known: Vec<String> = jiff::tz::db()
            .available()
            .map(|zone| zone.to_string())
            .collect();
        let finding = Finding::Zone {
            name: zone.text.clone(),
            hints: suggest(&zone.text, known.iter().map(String::as_str)),
        };
        self.find(&finding, zone.span);
    }
}

fn written(value: &Expression) -> Option<String> {
    match value {
        Expression::Path(path) => Some(key(path)),
        _ => None,
    }
}

/// A text in quotes, without them.
fn text(value: &Expression) -> Option<Name> {
    match value {
        Expression::Literal(Value::Text(text), span) => Some(Name {
            text: text.to_string(),
            span: Span {
                start: span.start + 1,
                end: span.end - 1,
                ..*span
            },
        }),
        _ => None,
    }
}

/// A text as written is the only one that it can be.
fn literal(value: &Expression) -> Option<Shape> {
    match value {
        Expression::Literal(Value::Text(text), _) => {
            Some(Shape::Of(Kind::OneOf([text.to_string()].into())))
        }
        _ => None,
    }
}

fn outcome(filter: &Filter, signature: &Signature, shape: &Shape, arguments: &[Shape]) -> Shape {
    if filter.name.text == "default" {
        let instead = arguments.first();
        return match instead {
            Some(instead) if instead.is_optional() => Shape::Scalar.optional(),
            Some(instead) if instead.kind().map(Kind::family) == shape.kind().map(Kind::family) => {
                match shape.present() {
                    Shape::Of(Kind::OneOf(_)) => Shape::Of(Kind::Text),
                    shape => shape.clone(),
                }
            }
            _ => Shape::Any,
        };
    }
    let property = filter.quoted.as_ref().map(|name| name.text.as_str());
    let of_items = |item: Shape| match property.and_then(|name| item.entry(name)) {
        Some(found) => Shape::list(found.present().clone()),
        None => Shape::Any,
    };
    match filter.name.text.as_str() {
        "map" => return of_items(shape.item()),
        "split" => return Shape::list(Shape::Of(Kind::Text)),
        _ => {}
    }
    let yields = filter::find(&filter.name.text).map(|row| row.yields);
    let made = match (signature.gives, yields) {
        (Some(gives), _) => gives.shape(),
        // a list of one
        (None, Some(Yields::Same)) if signature.takes == Takes::List && shape.kind().is_some() => {
            Shape::Any
        }
        (None, Some(Yields::Same)) => shape.present().clone(),
        (None, Some(Yields::Item)) => shape.item(),
        (None, Some(Yields::Scalar)) => Shape::Scalar,
        (None, Some(Yields::Any) | None) => Shape::Any,
    };
    if shape.is_optional() && signature.keeps_missing {
        made.optional()
    } else {
        made
    }
}
