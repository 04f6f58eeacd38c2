//! Tree → text. What each text shows between the tags around it is noted in the tree.

use std::fmt::Write;

use super::datum::Datum;
use super::tree::{
    Call, Condition, Expression, Filter, Filtered, Loop, Node, Offset, Step, Template, What,
};

impl Template {
    /// The page's text and those of the partials, by path.
    pub(super) fn write(&mut self) -> Vec<(String, String)> {
        let mut files = vec![("page.liquid".to_owned(), written(&mut self.page))];
        for (name, nodes) in &mut self.partials {
            files.push((format!("partials/{name}.liquid"), written(nodes)));
        }
        files
    }
}

fn written(nodes: &mut [Node]) -> String {
    let mut writer = Writer::default();
    writer.nodes(nodes);
    let mut shown = writer.shown.into_iter();
    settle(nodes, &mut shown);
    writer.text
}

/// Notes what each text shows.
fn settle(nodes: &mut [Node], shown: &mut impl Iterator<Item = String>) {
    for node in nodes {
        if let What::Text(_, text) = &mut node.what {
            *text = shown.next().unwrap();
        }
        if !matches!(node.what, What::Lines(_)) {
            for body in node.what.bodies_mut() {
                settle(body, shown);
            }
        }
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    /// What each text shows so far.
    shown: Vec<String>,
    /// Whether the last piece is a text.
    after_text: bool,
    /// Whether the next text is trimmed.
    trims: bool,
    /// Whether tags stand in lines of `{% liquid %}`.
    in_lines: bool,
}

impl Writer {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn body(&mut self, nodes: &[Node]) {
        self.nodes(nodes);
    }

    /// A delimited piece.
    fn piece(&mut self, (left, right): (bool, bool), open: &str, inside: &str, close: &str) {
        if left && self.after_text {
            let text = self.shown.last_mut().unwrap();
            *text = text.trim_end().to_owned();
        }
        let (left, dash) = (if left { "-" } else { "" }, if right { "-" } else { "" });
        let _ = write!(self.text, "{open}{left} {inside} {dash}{close}");
        self.after_text = false;
        self.trims = right;
    }

    fn tag(&mut self, dashes: &mut impl Iterator<Item = (bool, bool)>, inside: &str) {
        if self.in_lines {
            let _ = writer_line(&mut self.text, inside);
        } else {
            self.piece(dashes.next().unwrap_or_default(), "{%", inside, "%}");
        }
    }

    fn node(&mut self, node: &Node) {
        let dashes = &mut node.dashes.iter().copied();
        match &node.what {
            What::Text(text, _) => self.literal(text),
            What::Raw(text) => {
                // what is raw is not trimmed from inside
                self.tag(&mut dashes.map(|(left, _)| (left, false)), "raw");
                self.text.push_str(text);
                let right = node.dashes.first().is_some_and(|(_, right)| *right);
                self.piece((false, right), "{%", "endraw", "%}");
            }
            What::Comment(None) => self.tag(dashes, "# nothing to see"),
            What::Comment(Some(text)) => {
                self.tag(&mut dashes.map(|(left, _)| (left, false)), "comment");
                self.text.push_str(if self.in_lines { "" } else { text });
                let right = node.dashes.first().is_some_and(|(_, right)| *right);
                self.tag(&mut [(false, right)].into_iter(), "endcomment");
            }
            What::Output(value) => {
                let dash = dashes.next().unwrap_or_default();
                self.piece(dash, "{{", &filtered(value), "}}");
            }
            What::Echo(value) => self.tag(dashes, &format!("echo {}", filtered(value))),
            What::Assign(name, value) => {
                self.tag(dashes, &format!("assign {name} = {}", filtered(value)));
            }
            What::Capture(name, body) => {
                self.tag(dashes, &format!("capture {name}"));
                self.body(body);
                self.tag(dashes, "endcapture");
            }
            What::If(is_unless, arms, otherwise) => {
                let word = if *is_unless { "unless" } else { "if" };
                for (index, (condition, body)) in arms.iter().enumerate() {
                    let word = if index == 0 { word } else { "elsif" };
                    self.tag(dashes, &format!("{word} {}", shown_condition(condition)));
                    self.body(body);
                }
                self.otherwise(otherwise.as_deref(), dashes);
                self.tag(dashes, &format!("end{word}"));
            }
            What::Case(subject, arms, otherwise) => {
                self.tag(dashes, &format!("case {}", expression(subject)));
                for (choices, body) in arms {
                    self.tag(dashes, &format!("when {}", list(choices, ", ")));
                    self.body(body);
                }
                self.otherwise(otherwise.as_deref(), dashes);
                self.tag(dashes, "endcase");
            }
            What::For(one) => self.repeated("for", one, dashes),
            What::TableRow(one) => self.repeated("tablerow", one, dashes),
            What::Break => self.tag(dashes, "break"),
            What::Continue => self.tag(dashes, "continue"),
            What::Cycle(cycle) => {
                let group = cycle.group.as_ref();
                let group = group.map_or(String::new(), |name| format!("{}: ", expression(name)));
                let values = list(&cycle.values, ", ");
                self.tag(dashes, &format!("cycle {group}{values}"));
            }
            What::Increment(name) => self.tag(dashes, &format!("increment {name}")),
            What::Decrement(name) => self.tag(dashes, &format!("decrement {name}")),
            What::IfChanged(body) => {
                self.tag(dashes, "ifchanged");
                self.body(body);
                self.tag(dashes, "endifchanged");
            }
            What::Include(call) => self.tag(dashes, &format!("include {}", shown_call(call))),
            What::Render(call) => self.tag(dashes, &format!("render {}", shown_call(call))),
            What::Lines(lines) => {
                let dash = dashes.next().unwrap_or_default();
                let mut inner = Self {
                    in_lines: true,
                    ..Self::default()
                };
                inner.nodes(lines);
                self.piece(dash, "{%", &format!("liquid\n{}", inner.text), "%}");
            }
        }
    }

    fn literal(&mut self, text: &str) {
        self.text.push_str(text);
        let text = if self.trims { text.trim_start() } else { text };
        self.shown.push(text.to_owned());
        self.after_text = true;
        self.trims = false;
    }

    fn otherwise(
        &mut self,
        body: Option<&[Node]>,
        dashes: &mut impl Iterator<Item = (bool, bool)>,
    ) {
        if let Some(body) = body {
            self.tag(dashes, "else");
            self.body(body);
        }
    }

    fn repeated(
        &mut self,
        word: &str,
        one: &Loop,
        dashes: &mut impl Iterator<Item = (bool, bool)>,
    ) {
        let mut head = format!("{word} {} in {}", one.variable, expression(&one.list));
        if one.reversed {
            head.push_str(" reversed");
        }
        if let Some(limit) = &one.limit {
            let _ = write!(head, " limit: {}", expression(limit));
        }
        match &one.offset {
            Some(Offset::At(offset)) => {
                let _ = write!(head, " offset: {}", expression(offset));
            }
            Some(Offset::Continue) => head.push_str(" offset: continue"),
            None => {}
        }
        if let Some(columns) = &one.columns {
            let _ = write!(head, " cols: {}", expression(columns));
        }
        self.tag(dashes, &head);
        self.body(&one.body);
        self.otherwise(one.otherwise.as_deref(), dashes);
        self.tag(dashes, &format!("end{word}"));
    }
}

fn writer_line(text: &mut String, inside: &str) -> std::fmt::Result {
    writeln!(text, "  {inside}")
}

fn shown_call(call: &Call) -> String {
    let mut text = format!("\"{}\"", call.partial);
    if let Some(binding) = &call.binding {
        let word = if binding.each { "for" } else { "with" };
        let _ = write!(text, " {word} {}", expression(&binding.value));
        if let Some(variable) = &binding.variable {
            let _ = write!(text, " as {variable}");
        }
    }
    for (name, value) in &call.arguments {
        let _ = write!(text, ", {name}: {}", expression(value));
    }
    text
}

fn filtered(value: &Filtered) -> String {
    let filters = value.filters.iter().map(filter);
    let parts: Vec<String> = std::iter::once(expression(&value.value))
        .chain(filters)
        .collect();
    parts.join(" | ")
}

fn filter(filter: &Filter) -> String {
    let positional = filter.arguments.iter().map(expression);
    let keyword = filter.keyword.iter();
    let keyword = keyword.map(|(name, value)| format!("{name}: {}", expression(value)));
    let arguments: Vec<String> = positional.chain(keyword).collect();
    if arguments.is_empty() {
        return filter.name.to_owned();
    }
    format!("{}: {}", filter.name, arguments.join(", "))
}

fn shown_condition(condition: &Condition) -> String {
    let comparison = |one: &super::tree::Comparison| match &one.right {
        None => expression(&one.left),
        Some((sign, right)) => {
            format!("{} {sign} {}", expression(&one.left), expression(right))
        }
    };
    let mut text = comparison(&condition.first);
    for (is_and, next) in &condition.more {
        let word = if *is_and { "and" } else { "or" };
        let _ = write!(text, " {word} {}", comparison(next));
    }
    text
}

fn list(values: &[Expression], between: &str) -> String {
    let values: Vec<String> = values.iter().map(expression).collect();
    values.join(between)
}

/// An expression as text.
pub(super) fn expression(value: &Expression) -> String {
    match value {
        Expression::Literal(Datum::Text(text)) => format!("\"{text}\""),
        Expression::Literal(Datum::Nil) => "nil".to_owned(),
        Expression::Literal(datum) => datum.printed(),
        Expression::Empty => "empty".to_owned(),
        Expression::Blank => "blank".to_owned(),
        Expression::Range(first, last) => format!("({}..{})", expression(first), expression(last)),
        Expression::Path(root, steps) => format!("{root}{}", shown_steps(steps)),
        Expression::Named(name, steps) => format!("[{}]{}", expression(name), shown_steps(steps)),
    }
}

fn shown_steps(steps: &[Step]) -> String {
    let steps = steps.iter().map(|step| match step {
        Step::Name(name) => format!(".{name}"),
        Step::Key(name) => format!("[\"{name}\"]"),
        Step::Index(index) => format!("[{}]", expression(index)),
    });
    steps.collect()
}
