//! The tree of an item on few lines: what `Debug` prints, without places and wrappers.

const WIDTH: usize = 100;

/// A piece of `Debug` output: `label: Head(children)`.
struct Tree {
    label: String,
    head: String,
    brackets: Option<(char, char)>,
    children: Vec<Tree>,
}

pub(super) fn compact(debug: &str) -> String {
    let mut rest = debug;
    read(&mut rest).print("")
}

fn read(rest: &mut &str) -> Tree {
    let head = take_head(rest);
    let (label, head) = match head.split_once(": ") {
        Some((label, head)) if !label.contains('"') => (format!("{label}: "), head),
        _ => (String::new(), head),
    };
    let brackets = match rest.chars().next() {
        Some('{') => Some(('{', '}')),
        Some('(') => Some(('(', ')')),
        Some('[') => Some(('[', ']')),
        _ => None,
    };
    let mut children = Vec::new();
    if let Some((_, close)) = brackets {
        *rest = &rest[1..];
        while !rest.trim_start().starts_with(close) {
            children.push(read(rest));
            *rest = rest.trim_start().trim_start_matches(',');
        }
        *rest = &rest.trim_start()[1..];
    }
    Tree {
        label,
        head: head.trim().to_owned(),
        brackets,
        children,
    }
}

/// Cuts off everything up to a bracket or comma outside of quotes.
fn take_head<'a>(rest: &mut &'a str) -> &'a str {
    let text = rest.trim_start();
    let (mut quoted, mut escaped) = (false, false);
    let end = text.find(|char| {
        if char == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = char == '\\' && !escaped;
        !quoted && "{}()[],".contains(char)
    });
    let (head, after) = text.split_at(end.unwrap_or(text.len()));
    *rest = after;
    head
}

impl Tree {
    fn print(&self, indent: &str) -> String {
        format!("{}{}", self.label, self.value(indent))
    }

    fn value(&self, indent: &str) -> String {
        let child = |index: usize| self.children[index].value(indent);
        match self.head.as_str() {
            "Expr" | "TypeName" | "Window" | "Text" | "Number" if !self.children.is_empty() => {
                match self.brackets {
                    Some(('{', _)) => child(0),
                    _ => format!("{}({})", self.head, child(0)),
                }
            }
            "Name" => format!("`{}`", child(0).trim_matches('"')),
            "Decimal" => decimal(&child(0), &child(1)),
            "Length" if self.children.len() == 2 => format!("{} {}", child(0), child(1)),
            "Segment" | "Group" | "Campaign" | "Persona" | "Trait" | "Score"
                if self.brackets == Some(('(', ')')) =>
            {
                child(0)
            }
            _ => self.with_children(indent),
        }
    }

    fn with_children(&self, indent: &str) -> String {
        let Some((open, close)) = self.brackets else {
            return self.head.clone();
        };
        let inner = format!("{indent}  ");
        let children = self.children.iter().filter(|child| child.label != "span: ");
        let children: Vec<String> = children.map(|child| child.print(&inner)).collect();
        let line = children.join(", ");
        let head = if open == '{' {
            format!("{} ", self.head)
        } else {
            self.head.clone()
        };
        if !line.contains('\n') && indent.len() + head.len() + line.len() < WIDTH {
            return format!("{head}{open}{line}{close}");
        }
        let lines = children.join(&format!(",\n{inner}"));
        format!("{head}{open}\n{inner}{lines}\n{indent}{close}")
    }
}

fn decimal(mantissa: &str, scale: &str) -> String {
    let scale = scale.parse().unwrap_or(0);
    let value = mantissa.parse().unwrap_or(f64::NAN) / 10_f64.powi(scale);
    format!("{value:.*}", scale as usize)
}
