//! Values with what is done to them, and the nodes they make.

use crate::liquid::parse::ErrorMode;
use crate::liquid::tree::{Condition, Expression, Filter, Filtered, Name, Node, Path};
use crate::source::Span;

/// A value and what is done to it.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) value: Expression,
    pub(super) filters: Vec<Filter>,
}

impl From<Expression> for Chain {
    fn from(value: Expression) -> Self {
        Self {
            value,
            filters: Vec::new(),
        }
    }
}

impl Chain {
    /// With the last filter's `locale`, if there is one.
    pub(super) fn in_locale(mut self, locale: Option<Expression>, span: Span) -> Self {
        if let (Some(locale), Some(last)) = (locale, self.filters.last_mut()) {
            let text = "locale".to_owned();
            last.keyword.push((Name { text, span }, locale));
        }
        self
    }

    /// With one more filter.
    pub(super) fn then(mut self, name: &str, positional: Vec<Expression>, span: Span) -> Self {
        self.filters.push(Filter {
            name: Name {
                text: name.to_owned(),
                span,
            },
            positional,
            quoted: None,
            keyword: Vec::new(),
        });
        self
    }
}

pub(super) fn filtered(value: Expression, filters: Vec<Filter>, span: Span) -> Filtered {
    Filtered {
        span,
        value,
        filters,
        mode: ErrorMode::Strict,
    }
}

pub(super) fn printed(value: Expression, filters: Vec<Filter>, span: Span, is_raw: bool) -> Node {
    let mut chain = Chain { value, filters };
    if is_raw {
        chain = chain.then("raw", Vec::new(), span);
    }
    Node::Output(filtered(chain.value, chain.filters, span))
}

/// A choice that is no branch of the template.
pub(super) fn choice(condition: Condition, yes: Vec<Node>, no: Vec<Node>) -> Node {
    Node::If {
        arms: vec![(condition, yes)],
        otherwise: no,
        branches: Vec::new(),
    }
}

/// The variable called `text`.
pub(super) fn variable(text: String, span: Span) -> Path {
    Path {
        root: Name { text, span },
        segments: Vec::new(),
    }
}
