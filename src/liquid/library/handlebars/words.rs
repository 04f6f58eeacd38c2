//! What a tag says: a name, and what is given to it. The crate has found it to be in order.

use crate::liquid::Value;
use crate::liquid::tree::Name;
use crate::source::{SourceId, Span};

use super::tags::quoted;

/// `helper argument name=argument as |x y|`
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) name: Name,
    pub(super) arguments: Vec<Argument>,
    pub(super) named: Vec<(Name, Argument)>,
    /// `as |x y|`
    pub(super) parameters: Vec<Name>,
    pub(super) span: Span,
}

/// What is given to a helper.
#[derive(Clone, Debug)]
pub(super) enum Argument {
    /// `customer.name`, `../name`, `@index`
    Path(Name),
    /// `"text"`, without quotes
    Text(Name),
    /// `12`, `true`, `null`
    Constant(Value<'static>, Span),
    /// `(helper argument)`
    Call(Box<Call>),
    /// `[1, 2]`, `{"a": 1}`
    Json(Span),
}

impl Argument {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Path(name) | Self::Text(name) => name.span,
            Self::Constant(_, span) | Self::Json(span) => *span,
            Self::Call(call) => call.span,
        }
    }

    /// The text, if it is written as one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(name) => Some(&name.text),
            _ => None,
        }
    }
}

impl Call {
    /// Whether it is nothing but a name.
    pub(super) fn is_name(&self) -> bool {
        self.arguments.is_empty() && self.named.is_empty() && self.parameters.is_empty()
    }

    /// The argument called `name`.
    pub(super) fn named(&self, name: &str) -> Option<&Argument> {
        let mut named = self.named.iter();
        named
            .find(|(one, _)| one.text == name)
            .map(|(_, value)| value)
    }
}

/// Reads the bytes `range` of a text.
pub(super) fn read(text: &str, source: SourceId, range: std::ops::Range<usize>) -> Call {
    let mut reader = Reader {
        text: &text[..range.end],
        source,
        at: range.start,
    };
    reader.blank();
    if reader.rest().starts_with('(') {
        reader.at += 1;
        return reader.call();
    }
    reader.call()
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn call(&mut self) -> Call {
        self.blank();
        let start = self.at;
        let mut call = Call {
            name: self.word(),
            arguments: Vec::new(),
            named: Vec::new(),
            parameters: Vec::new(),
            span: Span::new(self.source, start..start),
        };
        loop {
            let end = self.at;
            self.blank();
            let rest = self.rest();
            if rest.is_empty() || rest.starts_with(')') {
                call.span = Span::new(self.source, start..end);
                self.at += usize::from(!rest.is_empty());
                return call;
            }
            self.part(&mut call);
        }
    }

    /// One argument, with or without a name, or the names of parameters.
    fn part(&mut self, call: &mut Call) {
        let rest = self.rest();
        if let Some(names) = rest.strip_prefix("as").map(str::trim_start)
            && names.starts_with('|')
        {
            self.at = self.text.len() - names.len() + 1;
            self.parameters(call);
            return;
        }
        if rest.starts_with(['"', '\'', '(', '{']) {
            let argument = self.argument();
            call.arguments.push(argument);
            return;
        }
        let before = self.at;
        let word = self.word();
        let behind = self.rest().trim_start();
        if behind.starts_with('=') && !rest.starts_with('[') {
            self.at = self.text.len() - behind.len() + 1;
            self.blank();
            let value = self.argument();
            call.named.push((word, value));
        } else {
            self.at = before;
            let argument = self.argument();
            call.arguments.push(argument);
        }
    }

    fn parameters(&mut self, call: &mut Call) {
        let length = self.rest().find('|').unwrap_or(self.rest().len());
        let end = self.at + length;
        while self.at < end {
            self.blank();
            let start = self.at;
            let word = &self.text[start..end];
            let length = word.find(char::is_whitespace).unwrap_or(word.len());
            self.at += length;
            if length > 0 {
                call.parameters.push(self.name(start));
            }
        }
        self.at = (end + 1).min(self.text.len());
    }

    fn argument(&mut self) -> Argument {
        let start = self.at;
        let rest = self.rest();
        match rest.chars().next() {
            Some('(') => {
                self.at += 1;
                Argument::Call(Box::new(self.call()))
            }
            Some(quote @ ('"' | '\'')) => {
                self.at += quoted(rest, quote).unwrap_or(rest.len());
                let inner = start + 1..(self.at - 1).max(start + 1);
                Argument::Text(Name {
                    text: unescaped(&self.text[inner.clone()], quote),
                    span: Span::new(self.source, inner),
                })
            }
            Some('{' | '[') if json(rest).is_some() => {
                self.at += json(rest).unwrap_or(rest.len());
                Argument::Json(Span::new(self.source, start..self.at))
            }
            _ => {
                let word = self.word();
                match constant(&word.text) {
                    Some(value) => Argument::Constant(value, word.span),
                    None => Argument::Path(word),
                }
            }
        }
    }

    /// Up to the next blank, bracket or `=`; never nothing.
    fn word(&mut self) -> Name {
        let start = self.at;
        while let Some(c) = self.rest().chars().next() {
            if c.is_whitespace() || matches!(c, ')' | '(' | '=' | '|') {
                break;
            }
            self.at += match c {
                '[' => self.rest().find(']').map_or(1, |end| end + 1),
                c => c.len_utf8(),
            };
        }
        if self.at == start {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        self.name(start)
    }

    fn name(&self, start: usize) -> Name {
        Name {
            text: self.text[start..self.at].to_owned(),
            span: Span::new(self.source, start..self.at),
        }
    }
}

/// How long the JSON is that `text` begins with.
fn json(text: &str) -> Option<usize> {
    let values = serde_json::Deserializer::from_str(text);
    let mut values = values.into_iter::<serde_json::Value>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

fn unescaped(inner: &str, quote: char) -> String {
    let json = match quote {
        '"' => format!("\"{inner}\""),
        _ => format!("\"{}\"", inner.replace("\\'", "'").replace('"', "\\\"")),
    };
    serde_json::from_str(&json).unwrap_or_else(|_| inner.to_owned())
}

fn constant(word: &str) -> Option<Value<'static>> {
    match word {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        "null" | "undefined" => Some(Value::Nil),
        _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            let whole = word.parse().ok().map(Value::Integer);
            whole.or_else(|| word.parse().ok().map(Value::Float))
        }
        _ => None,
    }
}
