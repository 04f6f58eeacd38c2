//! What a path stands for: `this`, `../`, `@index`, block parameters.

use std::ops::Range;

use super::problem::Fault;
use super::translate::Translator;
use crate::liquid::Value;
use crate::liquid::tree::{Expression, Name, Path, Segment};
use crate::source::Span;

/// Behind the variable of a loop: the key of its entry. What the path says behind it is taken when
/// the loop goes through a list, whose items have numbers.
pub(super) const KEY: &str = "@key";

/// The variable whose entries are those of the whole page, whatever `this` is.
pub(super) const ROOT: &str = "@root";

/// A path that begins with the page's own names.
pub(super) fn of_page(segments: Vec<Segment>, span: Span) -> Path {
    let text = ROOT.to_owned();
    Path {
        root: Name { text, span },
        segments,
    }
}

/// What names stand for inside of a block.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// What `this` is; none for the whole page.
    pub(super) this: Option<Path>,
    /// `as |x y|`
    pub(super) parameters: Vec<(String, Path)>,
    /// The loop's variable, in `each`.
    pub(super) variable: Option<String>,
}

/// A step as written.
struct Step<'a> {
    text: &'a str,
    /// Whether it stands in square brackets.
    is_literal: bool,
    range: Range<usize>,
}

/// A path without what leads to its scope.
struct Written<'a> {
    /// How many scopes further out.
    outwards: usize,
    is_root: bool,
    is_local: bool,
    /// Whether `this` or `./` stands before it.
    is_this: bool,
    steps: Vec<Step<'a>>,
}

impl Translator<'_> {
    /// The value of a path; one that stands for nothing is reported.
    pub(super) fn path(&mut self, word: &Name) -> Option<Expression> {
        let written = Written::of(word);
        let (span, this) = (word.span, self.span_source());
        if written.is_local {
            return self.local(word, &written);
        }
        let segments = |steps: &[Step<'_>]| -> Vec<Segment> {
            let last = steps.len();
            let steps = steps.iter().enumerate();
            steps
                .map(|(at, step)| segment(step, at + 1 == last, this))
                .collect()
        };
        if let (0, false, [first, rest @ ..]) =
            (written.outwards, written.is_this, written.steps.as_slice())
            && !written.is_root
            && let Some(mut path) = self.parameter(first.text)
        {
            path.root.span = span;
            path.segments.extend(segments(rest));
            return Some(Expression::Path(path));
        }
        let scope = if written.is_root {
            Some(0)
        } else {
            (self.scopes.len() - 1).checked_sub(written.outwards)
        };
        let Some(scope) = scope.and_then(|scope| self.scopes.get(scope)) else {
            return self.nothing(word, "there is nothing around the page");
        };
        if let Some(mut path) = scope.this.clone() {
            path.root.span = span;
            path.segments.extend(segments(&written.steps));
            return Some(Expression::Path(path));
        }
        let [first, rest @ ..] = written.steps.as_slice() else {
            return self.nothing(word, "outside of `each` and `with`, name what you mean");
        };
        if written.is_root {
            return Some(Expression::Path(of_page(segments(&written.steps), span)));
        }
        let root = Name {
            text: first.text.to_owned(),
            span: Span::new(this, first.range.clone()),
        };
        Some(Expression::Path(Path {
            root,
            segments: segments(rest),
        }))
    }

    fn parameter(&self, name: &str) -> Option<Path> {
        let scopes = self.scopes.iter().rev();
        let mut parameters = scopes.flat_map(|scope| &scope.parameters);
        let found = parameters.find(|(one, _)| one == name);
        found.map(|(_, path)| path.clone())
    }

    /// `@index`, `@first`, `@last` and `@key`.
    fn local(&mut self, word: &Name, written: &Written<'_>) -> Option<Expression> {
        let loops = self.scopes.iter().rev();
        let mut loops = loops.filter_map(|scope| scope.variable.as_ref());
        let variable = loops.nth(written.outwards).cloned();
        let steps: Vec<&str> = written.steps.iter().map(|step| step.text).collect();
        let property = match steps.as_slice() {
            ["index" | "key"] => "index0",
            ["first"] => "first",
            ["last"] => "last",
            _ => {
                return self.nothing(word, "there are `@index`, `@key`, `@first` and `@last`");
            }
        };
        let Some(variable) = variable else {
            return self.nothing(word, "it is known inside of `{{#each …}}`");
        };
        let path = position(written.outwards, property, word.span);
        Some(Expression::Path(match steps.as_slice() {
            ["key"] => keyed(&variable, path),
            _ => path,
        }))
    }

    fn nothing(&mut self, word: &Name, hint: &'static str) -> Option<Expression> {
        let found = word.text.clone();
        self.report(&Fault::Nothing { found, hint }, word.span);
        None
    }
}

/// What a loop knows of its turn; `outwards` counts loops.
pub(super) fn position(outwards: usize, property: &str, span: Span) -> Path {
    let name = |text: &str| Name {
        text: text.to_owned(),
        span,
    };
    let parents = std::iter::repeat_n("parentloop", outwards);
    let names = parents.chain([property]);
    Path {
        root: name("forloop"),
        segments: names.map(|text| Segment::Name(name(text))).collect(),
    }
}

/// The key of a loop's entry, or what `otherwise` says for an item.
pub(super) fn keyed(variable: &str, otherwise: Path) -> Path {
    let mut segments = vec![Segment::Name(otherwise.root.clone())];
    segments.extend(otherwise.segments);
    Path {
        root: Name {
            text: format!("{variable}{KEY}"),
            span: otherwise.root.span,
        },
        segments,
    }
}

fn segment(step: &Step<'_>, is_last: bool, source: crate::source::SourceId) -> Segment {
    if let Ok(index) = step.text.parse::<i64>() {
        let span = Span::new(source, step.range.clone());
        return Segment::Index(Expression::Literal(Value::Integer(index), span));
    }
    let text = match step.text {
        "length" if is_last && !step.is_literal => "size",
        text => text,
    };
    let name = Name {
        text: text.to_owned(),
        span: Span::new(source, step.range.clone()),
    };
    if step.is_literal {
        Segment::Key(name)
    } else {
        Segment::Name(name)
    }
}

impl<'a> Written<'a> {
    fn of(word: &'a Name) -> Self {
        let text = word.text.as_str();
        let mut at = 0;
        let mut written = Self {
            outwards: 0,
            is_root: false,
            is_local: false,
            is_this: false,
            steps: Vec::new(),
        };
        while let Some(length) = written.lead(&text[at..]) {
            at += length;
        }
        let start = word.span.range().start;
        while at < text.len() {
            let rest = &text[at..];
            let (from, to, next) = match rest.strip_prefix('[').and_then(|rest| rest.find(']')) {
                Some(end) => (at + 1, at + 1 + end, at + end + 2),
                None => {
                    let end = rest.find(['.', '/']).unwrap_or(rest.len());
                    (at, at + end, at + end)
                }
            };
            written.steps.push(Step {
                text: &text[from..to],
                is_literal: from > at,
                range: start + from..start + to,
            });
            at = next + usize::from(text[next..].starts_with(['.', '/']));
        }
        written
    }

    /// Takes one part that leads to a scope; gives its length.
    fn lead(&mut self, text: &str) -> Option<usize> {
        let behind = |lead: &str| {
            let rest = text.strip_prefix(lead)?;
            let length = lead.len() + usize::from(rest.starts_with(['.', '/']));
            (rest.is_empty() || rest.starts_with(['.', '/'])).then_some(length)
        };
        if self.is_local && !text.starts_with("..") {
            return None;
        }
        if let Some(length) = behind("@root") {
            self.is_root = true;
            return Some(length);
        }
        if let Some(length) = behind("..") {
            self.outwards += 1;
            return Some(length);
        }
        if let Some(length) = behind("this").or_else(|| behind(".")) {
            self.is_this = true;
            return Some(length);
        }
        if text.starts_with('@') {
            self.is_local = true;
            return Some(1);
        }
        None
    }
}
