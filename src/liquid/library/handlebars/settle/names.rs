//! The names of a path.

use super::{Level, Settler, is_key, is_of_page};
use crate::liquid::Value;
use crate::liquid::library::handlebars::partial::THIS;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Expression, Name, Path, Segment};
use crate::source::Span;

/// What mailing systems call things that are called otherwise here.
const ALIASES: [(&str, &[&str]); 11] = [
    ("unsubscribe", &["unsubscribe_url"]),
    ("unsubscribeUrl", &["unsubscribe_url"]),
    ("unsubscribeMessageTypeUrl", &["unsubscribe_url"]),
    ("hostedUnsubscribeUrl", &["unsubscribe_url"]),
    ("unsubscribe_preferences", &["unsubscribe_url"]),
    ("pm:unsubscribe", &["unsubscribe_url"]),
    ("pm:unsubscribe_url", &["unsubscribe_url"]),
    ("companyName", &["brand", "name"]),
    ("physicalAddress", &["brand", "address"]),
    ("campaignName", &["campaign", "name"]),
    ("preheaderText", &["preheader"]),
];

impl Settler<'_> {
    pub(super) fn path(&self, path: &mut Path) {
        if is_of_page(path) {
            if let Some(Segment::Name(name) | Segment::Key(name)) = path.segments.first().cloned() {
                path.segments.remove(0);
                path.root = name;
                self.global(path);
            }
            return;
        }
        let mut levels = self.levels.iter().rev();
        if let Some(level) = levels.clone().find(|level| is_key(path, &level.variable)) {
            key(path, level);
        } else if let Some(level) = levels.find(|level| level.variable == path.root.text) {
            self.item(path, level);
        } else if let Some(arguments) = &self.arguments
            && !is_hidden(&path.root.text)
            && !arguments.contains(&path.root.text)
        {
            // a partial with a context: its names are those of the context
            path.segments.insert(0, Segment::Name(path.root.clone()));
            THIS.clone_into(&mut path.root.text);
            if let Some(level) = self.levels.first() {
                self.item(path, level);
            }
        } else {
            self.global(path);
        }
    }

    /// Something of an item, or what stands around it under a name that the item lacks.
    fn item(&self, path: &mut Path, level: &Level) {
        if let Some(Segment::Name(name)) = path.segments.first()
            && level.lacks(name)
            && self.is_bare(path)
        {
            let mut outer = path.clone();
            outer.root = name.clone();
            outer.segments.remove(0);
            if self.found_around(&mut outer, level) {
                *path = outer;
                return;
            }
        }
        level.lead(path);
    }

    /// Whether nothing but names is written: no `this`, no `../`.
    fn is_bare(&self, path: &Path) -> bool {
        let written = self.sources.slice(path.root.span);
        let word = written.split(['.', '/']).next().unwrap_or("");
        matches!(path.segments.first(), Some(Segment::Name(name)) if name.text == word)
    }

    /// Whether a name that an item lacks is one of what stands around.
    fn found_around(&self, path: &mut Path, inner: &Level) -> bool {
        let levels = self.levels.iter().rev();
        let outer = levels
            .skip_while(|level| level.variable != inner.variable)
            .skip(1);
        for level in outer {
            if level.shape.entry(&path.root.text).is_some() {
                path.segments.insert(0, Segment::Name(path.root.clone()));
                path.root.text.clone_from(&level.variable);
                level.lead(path);
                return true;
            }
        }
        self.global(path);
        let root = &path.root.text;
        self.globals.entry(root).is_some() || self.set.contains(root)
    }

    /// A name of the page: a variable, a field of the customer, or what another system calls so.
    fn global(&self, path: &mut Path) {
        let root = path.root.text.as_str();
        if self.set.contains(root) || self.globals.entry(root).is_some() {
            return;
        }
        let customer = self.globals.entry("customer");
        if customer.is_some_and(|customer| customer.entry(root).is_some()) {
            let field = root.to_owned();
            prefix(path, &["customer", &field]);
            return;
        }
        if let Some((_, names)) = ALIASES.iter().find(|(alias, _)| *alias == root) {
            prefix(path, names);
        }
    }
}

impl Level {
    /// Whether there can be no such thing in the value.
    fn lacks(&self, name: &Name) -> bool {
        match self.shape.present() {
            Shape::Object(entries) => !entries.contains_key(&name.text),
            Shape::Any => self.alias.is_some(),
            shape => shape.step(&Segment::Name(name.clone())).is_none(),
        }
    }

    /// Leads a path that begins with the variable to the value.
    fn lead(&self, path: &mut Path) {
        if self.is_pair {
            path.segments.insert(0, index(1, path.root.span));
        }
        if let Some(alias) = &self.alias {
            let span = path.root.span;
            path.root = alias.root.clone();
            path.root.span = span;
            path.segments.splice(0..0, alias.segments.iter().cloned());
        }
    }
}

/// The key of an object's entry; an item's number.
fn key(path: &mut Path, level: &Level) {
    if level.is_pair {
        path.root.text.clone_from(&level.variable);
        path.segments = vec![index(0, path.root.span)];
    } else if let Some(Segment::Name(name)) = path.segments.first().cloned() {
        path.segments.remove(0);
        path.root = name;
    }
}

/// Takes the names for the root of a path.
fn prefix(path: &mut Path, names: &[&str]) {
    let span = path.root.span;
    let mut names = names.iter().map(|text| Name {
        text: (*text).to_owned(),
        span,
    });
    if let Some(root) = names.next() {
        path.root = root;
        path.segments.splice(0..0, names.map(Segment::Name));
    }
}

fn index(index: i64, span: Span) -> Segment {
    Segment::Index(Expression::Literal(Value::Integer(index), span))
}

/// Whether no file can write this name.
fn is_hidden(name: &str) -> bool {
    name == "forloop" || name.starts_with("_(") || name.starts_with("_{")
}
