//! Markup that cannot be read, taken as far as it can be: what Shopify's engine does unless it is
//! told to be strict. A fragment is a quoted text, or everything up to white space, `,` or `|`.

use std::ops::Range;

use pest::Parser as _;

use super::fault::first_word;
use super::{Grammar, LoopHead, Markup, Rule, constant, named};
use crate::diagnostic::Diagnostics;
use crate::liquid::Value;
use crate::liquid::tree::{Comparison, Condition, Expression, Filter, Filtered, Name, Segment};
use crate::source::Span;

type Cycle = (Option<Expression>, Vec<Expression>);

impl Markup<'_> {
    /// The first fragment, and the filters behind the first `|`.
    pub(super) fn lax_output(&self) -> Filtered {
        let span = Span::new(self.source, self.range.clone());
        let first = self.fragment(self.range.start);
        let mut parts = first.iter().flat_map(|first| self.filters(first.end));
        Filtered {
            span,
            value: first
                .as_ref()
                .map_or_else(|| self.nil(), |first| self.at(first).lax_value()),
            filters: parts.by_ref().collect(),
            mode: self.mode,
        }
    }

    /// `name = …`
    pub(super) fn lax_assign(&self) -> Option<(Name, Filtered)> {
        let text = &self.text[self.range.clone()];
        let (name, equals) = text.match_indices('=').find_map(|(equals, _)| {
            let before = text[..equals].trim_end();
            let name = before.trim_end_matches(is_label).len()..before.len();
            (!name.is_empty()).then_some((name, equals))
        })?;
        let start = self.range.start;
        let name = self.named_at(start + name.start..start + name.end);
        let value = self.at(&(start + equals + 1..self.range.end));
        // the right side may be readable
        let value = value.output(&mut Diagnostics::default())?;
        Some((name, value))
    }

    /// What is set.
    pub(super) fn lax_label(&self) -> Option<Name> {
        let text = &self.text[self.range.clone()];
        let start = self.range.start + text.find(is_label)?;
        let rest = &self.text[start..self.range.end];
        let end = start + rest.find(|c| !is_label(c)).unwrap_or(rest.len());
        Some(self.named_at(start..end))
    }

    /// `a == b and c`; none when it makes no sense either way.
    pub(super) fn lax_condition(&self) -> Option<Condition> {
        let mut parts = Vec::from([self.range.clone()]);
        let mut words = Vec::new();
        let mut at = self.range.start;
        while let Some(fragment) = self.fragment(at) {
            at = fragment.end;
            let word = &self.text[fragment.clone()];
            if matches!(word, "and" | "or") {
                words.push(word);
                if let Some(last) = parts.last_mut() {
                    last.end = fragment.start;
                }
                parts.push(fragment.end..self.range.end);
            }
        }
        let mut parts = parts.iter().rev();
        let mut condition = self.at(parts.next()?).lax_comparison()?;
        for (part, word) in parts.zip(words.iter().rev()) {
            let left = Box::new(self.at(part).lax_comparison()?);
            condition = match *word {
                "and" => Condition::And(left, Box::new(condition)),
                _ => Condition::Or(left, Box::new(condition)),
            };
        }
        Some(condition)
    }

    fn lax_comparison(&self) -> Option<Condition> {
        let left = self.fragment(self.range.start)?;
        let rest = self.text[left.end..self.range.end].trim_start();
        let start = self.range.end - rest.len();
        let is_operator = |c: char| c.is_ascii_lowercase() || "=!<>_".contains(c);
        let length = rest.find(|c| !is_operator(c)).unwrap_or(rest.len());
        let operator = match &rest[..length] {
            "" => return Some(Condition::Truthy(self.at(&left).lax_value())),
            "==" => Comparison::Equal,
            "!=" | "<>" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            "contains" => Comparison::Contains,
            _ => return None,
        };
        let right = self.fragment(start + length);
        let right = right.map_or_else(|| self.nil(), |right| self.at(&right).lax_value());
        Some(Condition::Compare(
            operator,
            self.at(&left).lax_value(),
            right,
        ))
    }

    /// `a, b or c`, up to where that stops.
    pub(super) fn lax_choices(&self) -> Option<Vec<Expression>> {
        let mut next = self.fragment(self.range.start);
        let mut choices = Vec::new();
        while let Some(found) = next {
            choices.push(self.at(&found).lax_value());
            let rest = self.text[found.end..self.range.end].trim_start();
            let more = match rest.strip_prefix(',') {
                Some(more) => Some(more),
                None => rest
                    .strip_prefix("or")
                    .filter(|more| more.starts_with(char::is_whitespace)),
            };
            next = more.and_then(|more| self.fragment(self.range.end - more.len()));
        }
        (!choices.is_empty()).then_some(choices)
    }

    /// `item in list reversed limit: 3`, without what makes no sense.
    pub(super) fn lax_loop(&self) -> Option<LoopHead> {
        let (word, rest) = self.word(self.range.start)?;
        let (inner, rest) = self.word(rest)?;
        if self.text[inner] != *"in" {
            return None;
        }
        let list = self.list(rest)?;
        let mut at = list.end;
        let mut head = LoopHead {
            name: format!("{}-{}", &self.text[word.clone()], &self.text[list.clone()]),
            variable: self.named_at(word),
            list: self.at(&list).lax_value(),
            settings: Vec::new(),
            reversed: false,
        };
        if let Some((next, rest)) = self.word(at)
            && self.text[next] == *"reversed"
        {
            head.reversed = true;
            at = rest;
        }
        while let Some((key, rest)) = self.word(self.skip(at, &[','])) {
            let colon = self.skip(rest, &[]);
            if !self.text[colon..self.range.end].starts_with(':') {
                break;
            }
            let Some(value) = self.fragment(colon + 1) else {
                break;
            };
            at = value.end;
            let value = self.at(&value).lax_value();
            head.settings.push((self.named_at(key), value));
        }
        Some(head)
    }

    /// `group: a, b`
    pub(super) fn lax_cycle(&self) -> Option<Cycle> {
        let first = self.fragment(self.range.start)?;
        let text = &self.text[first.clone()];
        let colon = self.skip(first.end, &[]);
        let (group, values) = if let Some(name) = text.strip_suffix(':') {
            let name = first.start..first.start + name.len();
            (Some(self.at(&name).lax_value()), first.end)
        } else if self.text[colon..self.range.end].starts_with(':') {
            (Some(self.at(&first).lax_value()), colon + 1)
        } else {
            (None, self.range.start)
        };
        let mut at = values;
        let mut found = Vec::new();
        for part in self.text[values..self.range.end].split(',') {
            let inside = self.at(&(at..at + part.len()));
            found.extend(inside.fragment(at).map(|value| self.at(&value).lax_value()));
            at += part.len() + 1;
        }
        Some((group, found))
    }

    /// The value of one fragment; whatever it is, it is no error.
    pub(super) fn lax_value(&self) -> Expression {
        let text = &self.text[self.range.clone()];
        let read = Grammar::parse(Rule::subject, text).ok();
        let pair = read.and_then(|mut pairs| pairs.next()?.into_inner().next());
        if let Some(found) = pair.and_then(|pair| self.value(pair)) {
            return found;
        }
        if let Some(number) = number_prefix(text) {
            return Expression::Literal(number, self.whole());
        }
        let mut names = self.lookups().into_iter();
        let Some(first) = names.next() else {
            return self.nil();
        };
        let segments: Vec<Segment> = names.collect();
        match first {
            Segment::Name(name) if segments.is_empty() && is_constant(&name.text) => {
                constant(&name.text, name.span)
            }
            Segment::Name(name) | Segment::Key(name) => named(name, segments),
            Segment::Index(name) => Expression::Named(Box::new(name), segments),
        }
    }

    fn nil(&self) -> Expression {
        Expression::Literal(Value::Nil, self.whole())
    }

    fn whole(&self) -> Span {
        Span::new(self.source, self.range.clone())
    }

    /// Words and brackets, whatever stands between them.
    fn lookups(&self) -> Vec<Segment> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let mut found = Vec::new();
        let mut at = self.range.start;
        while let Some(c) = self.text[at..self.range.end].chars().next() {
            let rest = &self.text[at..self.range.end];
            if is_name(c) {
                let mut length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                length += usize::from(rest[length..].starts_with('?'));
                found.push(Segment::Name(self.named_at(at..at + length)));
                at += length;
            } else if c == '[' && balanced(rest).is_some() {
                let length = balanced(rest).unwrap_or(rest.len());
                let inside = self.at(&(at + 1..at + length - 1));
                found.push(match inside.lax_value() {
                    Expression::Literal(Value::Text(key), _) => Segment::Key(Name {
                        text: key.to_string(),
                        span: Span::new(self.source, inside.range),
                    }),
                    index => Segment::Index(index),
                });
                at += length;
            } else {
                at += c.len_utf8();
            }
        }
        found
    }

    /// The filters behind the first `|` after `from`.
    fn filters(&self, from: usize) -> Vec<Filter> {
        let mut at = from;
        let mut bars = Vec::new();
        while at < self.range.end {
            let rest = &self.text[at..self.range.end];
            match rest.chars().next() {
                Some('|') => bars.push(at),
                Some(quote @ ('"' | '\'')) => at += rest[1..].find(quote).map_or(0, |end| end + 1),
                _ => {}
            }
            at += rest.chars().next().map_or(1, char::len_utf8);
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
        }
        bars.push(self.range.end);
        let parts = bars.windows(2);
        parts
            .filter_map(|part| self.at(&(part[0] + 1..part[1])).filter_call())
            .collect()
    }

    fn filter_call(&self) -> Option<Filter> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let text = &self.text[self.range.clone()];
        let start = self.range.start + text.find(is_name)?;
        let rest = &self.text[start..self.range.end];
        let mut at = start + rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let mut filter = Filter {
            name: self.named_at(start..at),
            positional: Vec::new(),
            quoted: None,
            keyword: Vec::new(),
        };
        while let Some(next) = self.text[at..self.range.end].find([':', ',']) {
            at += next + 1;
            let start = self.skip(at, &[]);
            let word = first_word(&self.text[start..self.range.end]);
            let colon = self.skip(start + word.len(), &[]);
            let is_keyword = !word.is_empty()
                && word.chars().all(is_name)
                && self.text[colon..self.range.end].starts_with(':');
            let Some(value) = self.fragment(if is_keyword { colon + 1 } else { start }) else {
                continue;
            };
            at = value.end;
            let value = self.at(&value).lax_value();
            if is_keyword {
                let name = self.named_at(start..start + word.len());
                filter.keyword.push((name, value));
            } else {
                filter.positional.push(value);
            }
        }
        Some(filter)
    }

    /// The first fragment at or behind `from`.
    fn fragment(&self, from: usize) -> Option<Range<usize>> {
        let is_end = |c: char| c.is_ascii_whitespace() || c == ',' || c == '|';
        let mut start = from;
        loop {
            start = self.skip(start, &[',', '|']);
            let rest = &self.text[start..self.range.end];
            match rest.chars().next()? {
                quote @ ('"' | '\'') => match rest[1..].find(quote) {
                    Some(end) => return Some(start..start + end + 2),
                    None => start += 1,
                },
                _ => break,
            }
        }
        let mut end = start;
        loop {
            let rest = &self.text[end..self.range.end];
            end += match rest.chars().next() {
                None => break,
                Some(quote @ ('"' | '\'')) => match rest[1..].find(quote) {
                    Some(closing) => closing + 2,
                    None => break,
                },
                Some(c) if is_end(c) => break,
                Some(c) => c.len_utf8(),
            };
        }
        Some(start..end)
    }

    /// A list as a loop has it: a fragment, or a range in parentheses.
    fn list(&self, from: usize) -> Option<Range<usize>> {
        let start = self.skip(from, &[]);
        let rest = &self.text[start..self.range.end];
        if rest.starts_with('(') {
            let end = rest.find(')').map_or(rest.len(), |end| end + 1);
            return Some(start..start + end);
        }
        self.fragment(start)
    }

    /// The word that begins at or behind `from`, and where it ends.
    fn word(&self, from: usize) -> Option<(Range<usize>, usize)> {
        let start = self.skip(from, &[]);
        let rest = &self.text[start..self.range.end];
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_-?".contains(c);
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        (length > 0).then(|| (start..start + length, start + length))
    }

    /// The place behind white space and `signs`.
    fn skip(&self, from: usize, signs: &[char]) -> usize {
        let rest = &self.text[from.min(self.range.end)..self.range.end];
        let is_skipped = |c: char| c.is_ascii_whitespace() || signs.contains(&c);
        self.range.end - rest.trim_start_matches(is_skipped).len()
    }

    fn at(&self, range: &Range<usize>) -> Self {
        Self {
            range: range.clone(),
            ..self.clone()
        }
    }

    fn named_at(&self, range: Range<usize>) -> Name {
        Name {
            text: self.text[range.clone()].to_owned(),
            span: Span::new(self.source, range),
        }
    }
}

/// `1.2` of `1.2.3`
fn number_prefix(text: &str) -> Option<Value<'static>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.chars().all(is_number) {
        return None;
    }
    let second = text
        .match_indices('.')
        .nth(1)
        .map_or(text.len(), |(at, _)| at);
    text[..second].parse().ok().map(Value::Float)
}

/// What names of variables are made of, as far as setting them goes.
fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.[]()".contains(c)
}

/// Length of the brackets that `text` begins with.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn is_constant(word: &str) -> bool {
    matches!(word, "true" | "false" | "nil" | "null" | "empty" | "blank")
}
