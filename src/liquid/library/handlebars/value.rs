//! Helpers that make a value: Liquid's filters under other names, as far as there are such.

use super::chain::Chain;
use super::figures::figures;
use super::helper::{self, Kind};
use super::pattern::{java, moment};
use super::problem::Fault;
use super::scope::of_page;
use super::translate::Translator;
use super::words::{Argument, Call};
use crate::liquid::Value;
use crate::liquid::filter::{CAPITALIZE, CAPITALIZE_FIRST, DIVIDE, FIGURES, SLUGIFY, SUBSTRING};
use crate::liquid::tree::{Expression, Name, Segment};
use crate::source::Span;

impl Translator<'_> {
    /// A value that a node can name.
    pub(super) fn operand(&mut self, argument: &Argument) -> Option<Expression> {
        let chain = self.chain(argument)?;
        Some(self.kept(chain, argument.span()))
    }

    /// A value with what is still to be done to it.
    pub(super) fn chain(&mut self, argument: &Argument) -> Option<Chain> {
        match argument {
            Argument::Path(name) => self.path(name).map(Chain::from),
            Argument::Text(text) => Some(text_at(&text.text, text.span).into()),
            Argument::Constant(value, span) => {
                Some(Expression::Literal(value.clone(), *span).into())
            }
            Argument::Json(span) => {
                let fault = Fault::Unsupported {
                    found: "lists or objects in tags",
                    hint: "set it in `segue.toml` under `[brand]`, and name it: `brand.name`",
                };
                self.report(&fault, *span);
                None
            }
            Argument::Call(call) if call.is_name() && helper::find(&call.name.text).is_none() => {
                self.path(&call.name).map(Chain::from)
            }
            Argument::Call(call) => {
                let row = self.helper(call, 0)?;
                match row.kind {
                    Kind::Condition => self.verdict(call).map(Chain::from),
                    Kind::Value | Kind::Inline => self.value(call, None),
                    Kind::Block | Kind::Tag => {
                        let helper = call.name.text.clone();
                        let is_block = row.kind == Kind::Block;
                        self.report(&Fault::WrongForm { helper, is_block }, call.name.span);
                        None
                    }
                }
            }
        }
    }

    /// What a call makes of its first value, or of `content`.
    pub(super) fn value(&mut self, call: &Call, content: Option<Expression>) -> Option<Chain> {
        let span = call.name.span;
        let name = call.name.text.as_str();
        if name == "now" {
            let now = global(&["now"], span);
            return self.dated(call, now.into(), &call.arguments, java);
        }
        let (first, rest) = match (content, call.arguments.split_first()) {
            (Some(content), _) => (Some(content.into()), call.arguments.as_slice()),
            (None, Some((first, rest))) => (self.chain(first), rest),
            (None, None) => (None, &[][..]),
        };
        match name {
            "formatDate" => return self.dated(call, first?, rest, moment),
            "dateFormat" => return self.dated(call, first?, rest, java),
            "lookup" => return self.looked_up(first?, rest.first()?, span),
            "hmacSHA1" | "hmacSHA256" => return self.signed(call, first?, rest),
            "join" => return self.listed(call, first?, rest),
            "math" => return self.computed(first?, rest, span),
            "numberFormat" => return self.figures(call, first?, rest),
            "insert" => return self.inserted(first?, rest, span),
            _ => {}
        }
        let values: Vec<_> = rest.iter().map(|value| self.operand(value)).collect();
        let mut values: Vec<Expression> = values.into_iter().collect::<Option<_>>()?;
        let first = first?;
        let filter = match name {
            "length" => "size",
            "defaultIfEmpty" => "default",
            "capitalizeFirst" => CAPITALIZE_FIRST,
            "capitalize" if call.named("fully").is_some() => "titlecase",
            "capitalize" => CAPITALIZE,
            "upper" => "upcase",
            "lower" => "downcase",
            "replace" => "replace",
            "substring" => SUBSTRING,
            "slugify" => SLUGIFY,
            "urlEncode" => "url_encode",
            "base64" => "base64_encode",
            "toJson" => "json",
            "toUrlEncodedJson" => {
                let chain = first.then("json", Vec::new(), span);
                return Some(chain.then("url_encode", Vec::new(), span));
            }
            "cut" => {
                if values.is_empty() {
                    values.push(text_at(" ", span));
                }
                "remove"
            }
            "abbreviate" => {
                values.push(text_at("...", span));
                "truncate"
            }
            // `md5`, `sha1` and `sha256` are called the same
            name => name,
        };
        Some(first.then(filter, values, span))
    }

    /// `{{insert name "default=there"}}`
    fn inserted(&mut self, first: Chain, rest: &[Argument], span: Span) -> Option<Chain> {
        let default = match rest.first() {
            None => return Some(first),
            Some(Argument::Text(word)) => {
                let default = word.text.strip_prefix("default=");
                text_at(default.unwrap_or(&word.text), word.span)
            }
            Some(other) => self.operand(other)?,
        };
        Some(first.then("default", vec![default], span))
    }

    pub(super) fn unusable(&mut self, call: &Call, found: &str, hint: String, span: Span) {
        let fault = Fault::Unusable {
            helper: call.name.text.clone(),
            found: found.to_owned(),
            hint,
        };
        self.report(&fault, span);
    }

    fn looked_up(&mut self, first: Chain, key: &Argument, span: Span) -> Option<Chain> {
        let segment = match key {
            Argument::Text(name) => Segment::Key(name.clone()),
            key => Segment::Index(self.operand(key)?),
        };
        match (first.value, segment) {
            (Expression::Path(mut path), segment) if first.filters.is_empty() => {
                path.segments.push(segment);
                Some(Expression::Path(path).into())
            }
            (value, segment) => {
                let key = match segment {
                    Segment::Index(key) => key,
                    Segment::Name(name) | Segment::Key(name) => text_at(&name.text, name.span),
                };
                let filters = first.filters;
                Some(Chain { value, filters }.then("lookup", vec![key], span))
            }
        }
    }

    /// All values in a row, signed.
    fn signed(&mut self, call: &Call, first: Chain, rest: &[Argument]) -> Option<Chain> {
        let span = call.name.span;
        let mut chain = first;
        for value in rest {
            let value = self.operand(value)?;
            chain = chain.then("append", vec![value], span);
        }
        let key = match call.named("key") {
            Some(key) => self.operand(key)?,
            None => global(&["brand", "hmac_secret"], span),
        };
        let filter = match call.name.text.as_str() {
            "hmacSHA1" => "hmac_sha1",
            _ => "hmac_sha256",
        };
        Some(chain.then(filter, vec![key], span))
    }

    fn listed(&mut self, call: &Call, first: Chain, rest: &[Argument]) -> Option<Chain> {
        let span = call.name.span;
        let between = self.operand(rest.first()?)?;
        let mut chain = first.then("join", vec![between], span);
        for (name, filter) in [("prefix", "prepend"), ("suffix", "append")] {
            if let Some(value) = call.named(name) {
                let value = self.operand(value)?;
                chain = chain.then(filter, vec![value], span);
            }
        }
        Some(chain)
    }

    /// `{{math x '+' 1}}`
    fn computed(&mut self, first: Chain, rest: &[Argument], span: Span) -> Option<Chain> {
        let [sign, value] = rest else {
            return None;
        };
        let value = self.operand(value);
        let filter = match sign.text() {
            Some("+") => "plus",
            Some("-") => "minus",
            Some("*") => "times",
            Some("/") => DIVIDE,
            Some("%") => "modulo",
            _ => {
                let fault = Fault::Unusable {
                    helper: "math".to_owned(),
                    found: self.slice(sign.span()).to_owned(),
                    hint: "it knows `'+'`, `'-'`, `'*'`, `'/'` and `'%'`".to_owned(),
                };
                self.report(&fault, sign.span());
                return None;
            }
        };
        Some(first.then(filter, vec![value?], span))
    }

    fn figures(&mut self, call: &Call, first: Chain, rest: &[Argument]) -> Option<Chain> {
        let span = call.name.span;
        let figures = match figures(call, rest) {
            Ok(figures) => figures,
            Err((found, hint)) => {
                let place = found.unwrap_or(span);
                let found = self.slice(place).to_owned();
                self.unusable(call, &found, hint, place);
                return None;
            }
        };
        let number = |number: usize| Expression::Literal(Value::Integer(number as i64), span);
        let locale = match rest.get(1) {
            Some(locale) => Some(self.operand(locale)?),
            None => None,
        };
        let shown = match figures.style {
            super::figures::Style::Money => first.then("money", Vec::new(), span),
            super::figures::Style::Percent => {
                first.then("percentage", vec![number(figures.most)], span)
            }
            super::figures::Style::Number => {
                let first = match figures.rounding {
                    Some(rounding) => first.then(rounding, Vec::new(), span),
                    None => first,
                };
                let grouped = Expression::Literal(Value::Bool(figures.is_grouped), span);
                let values = vec![number(figures.least), number(figures.most), grouped];
                first.then(FIGURES, values, span)
            }
        };
        Some(shown.in_locale(locale, span))
    }
}

fn text_at(text: &str, span: Span) -> Expression {
    Expression::Literal(Value::text(text), span)
}

/// A global variable, wherever one is.
fn global(names: &[&str], span: Span) -> Expression {
    let names = names.iter().map(|name| {
        Segment::Name(Name {
            text: (*name).to_owned(),
            span,
        })
    });
    Expression::Path(of_page(names.collect(), span))
}
