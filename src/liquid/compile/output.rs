//! Texts, outputs and captures.

use super::Compiler;
use crate::liquid::Value;
use crate::liquid::escape::{Context, Escaper, Fault};
use crate::liquid::filter::{self, Applied};
use crate::liquid::problem::Problem;
use crate::liquid::program::{Chain, Escape, FilterCode, Op, Operand, Root};
use crate::liquid::tree::{Filtered, Node};
use crate::source::Span;

/// Filters whose result is HTML.
const ESCAPING: [&str; 3] = ["escape", "escape_once", "h"];

/// Filters whose result is part of an address.
const ENCODING: [&str; 4] = [
    "url_encode",
    "url_escape",
    "url_param_escape",
    "base64_url_safe_encode",
];

impl Compiler<'_> {
    /// Literal text, added to the text before it.
    pub(super) fn text(&mut self, text: &str) {
        self.context.text(text);
        self.printed(text);
    }

    /// What is always printed.
    fn printed(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let from = self.program.text.len() as u32;
        self.program.text.push_str(text);
        let to = self.program.text.len() as u32;
        let mergeable = self.ops.len() > self.barrier;
        match self.ops.last_mut() {
            Some(Op::Text { end, .. }) if mergeable && *end == from => *end = to,
            _ => self.ops.push(Op::Text {
                start: from,
                end: to,
            }),
        }
    }

    pub(super) fn output(&mut self, value: &Filtered) {
        let mut chain = self.chain(value);
        let last = value.filters.last().map(|filter| filter.name.text.as_str());
        let is_escaping = last.is_some_and(|last| ESCAPING.contains(&last));
        let escaper = match last {
            Some("raw") => Escaper::None,
            _ if value.aborts() => Escaper::None,
            Some(last) => match self.escaper(value.span) {
                Escaper::Html | Escaper::Quoted if last == "escape_once" => Escaper::None,
                Escaper::Query if ENCODING.contains(&last) => Escaper::Path,
                escaper => escaper,
            },
            None => self.escaper(value.span),
        };
        // the place has an escaping of its own, which prints straight to the output
        let is_left_out = is_escaping && escaper != Escaper::None;
        if is_left_out {
            let mut filters = chain.filters.into_vec();
            filters.pop();
            chain.filters = filters.into();
        }
        self.context.value();
        if let Some(text) = self.folded(&chain, escaper, is_left_out) {
            self.printed(&text);
            return;
        }
        if chain.filters.is_empty() && (is_left_out || !self.is_variable(chain.value)) {
            self.ops.push(Op::Show {
                value: chain.value,
                escaper,
                as_text: is_left_out,
            });
            return;
        }
        let chain = self.add_chain(chain);
        self.ops.push(Op::Print {
            chain,
            escaper,
            as_text: is_left_out,
        });
    }

    /// What is done to a value here; a place for no value is reported.
    pub(super) fn escaper(&mut self, span: Span) -> Escaper {
        match self.context.escaper() {
            Ok(escaper) => escaper,
            Err(fault) => {
                if self.reported.insert(span) {
                    let problem = match fault {
                        Fault::Markup => Problem::OutputInMarkup,
                        Fault::Unquoted => Problem::UnquotedOutput,
                        Fault::Script => Problem::OutputInScript,
                    };
                    self.diagnostics.report(&problem, span);
                }
                Escaper::Html
            }
        }
    }

    /// Whether it is a variable as a whole, which may have captured HTML.
    fn is_variable(&self, operand: Operand) -> bool {
        let Operand::Path(path) = operand else {
            return false;
        };
        let path = self.program.paths.get(path as usize);
        path.is_some_and(|path| matches!(path.root, Root::Cell(_)) && path.steps.is_empty())
    }

    /// What a chain always prints; none when that depends on the row or the clock.
    fn folded(&self, chain: &Chain, escaper: Escaper, as_text: bool) -> Option<String> {
        let value = self.constant(chain)?;
        let mut out = String::new();
        let text = if as_text {
            value.to_text()
        } else {
            value.to_string().into()
        };
        escaper.write(&text, &mut out).ok()?;
        Some(out)
    }

    fn constant(&self, chain: &Chain) -> Option<Value<'static>> {
        let mut value = self.constant_of(chain.value)?.clone();
        for filter in &chain.filters {
            value = self.constant_filter(filter, &value)?;
        }
        Some(value)
    }

    fn constant_filter(
        &self,
        filter: &FilterCode,
        input: &Value<'static>,
    ) -> Option<Value<'static>> {
        if self.program.depends_on_row(filter.row) {
            return None;
        }
        let positional = filter.positional.iter();
        let positional = positional
            .map(|operand| self.constant_of(*operand).cloned())
            .collect::<Option<Vec<_>>>()?;
        let keyword = filter.keyword.iter();
        let keyword = keyword
            .map(|(name, operand)| Some((name.as_str(), self.constant_of(*operand)?.clone())))
            .collect::<Option<Vec<_>>>()?;
        let call = filter::Call {
            input,
            positional: &positional,
            keyword: &keyword,
            settings: &self.facts.settings,
            now: &Value::Nil,
            locale: &Value::Nil,
        };
        let mut out = String::new();
        match filter::apply(filter.row, &call, &mut out).ok()? {
            Applied::Written => Some(out.into()),
            Applied::Value(value) => Some(value),
            Applied::Input => Some(input.clone()),
        }
    }

    fn constant_of(&self, operand: Operand) -> Option<&Value<'static>> {
        match operand {
            Operand::Constant(index) => self.program.constants.get(index as usize),
            _ => None,
        }
    }

    pub(super) fn capture(&mut self, name: &str, body: &[Node]) {
        let is_html = self.facts.escape == Escape::Html && self.context != Context::Plain;
        let is_markup = is_html && self.has_markup(body);
        let inside = if is_markup {
            Context::Text
        } else {
            Context::Plain
        };
        let cell = self.cell(name);
        let at = self.ops.len();
        self.ops.push(Op::Capture {
            cell,
            end: 0,
            is_markup,
        });
        let outer = std::mem::replace(&mut self.context, inside);
        self.body(body);
        self.context = outer;
        let end = self.here();
        self.ops[at] = Op::Capture {
            cell,
            end,
            is_markup,
        };
    }

    /// Whether the literal text has tags or entities; all else is text, and escaped where it is
    /// printed.
    fn has_markup(&self, nodes: &[Node]) -> bool {
        nodes.iter().any(|node| match node {
            Node::Text(span) => {
                let text = self.sources.slice(*span);
                let mut parts = text.split('&').skip(1);
                text.contains('<') || parts.any(|part| part.split_once(';').is_some_and(is_name))
            }
            Node::TableRow(_) | Node::Include(_) | Node::Render(_) | Node::Block(..) => true,
            other => other.bodies().into_iter().any(|body| self.has_markup(body)),
        })
    }
}

/// Whether what stands before the `;` is the name of an entity.
fn is_name((name, _): (&str, &str)) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
