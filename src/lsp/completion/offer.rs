//! The names and words for each context.

use std::collections::BTreeSet;

use lsp_types::CompletionItemKind as Kind;

use super::Offer;
use super::clause::CLAUSES;
use super::context::{Context, Scope};
use crate::lsp::analysis::Analysis;
use crate::lsp::declaration::{Kind as Declared, declarations, told_fact, told_field};
use crate::model::{FactKind, Model, Part, Table};
use crate::rules::ast::{Clause, Item};
use crate::schema::Type;

const ITEMS: &[&str] = &[
    "customer", "event", "catalog", "trait", "score", "segment", "group", "campaign", "persona",
    "expect",
];
const TYPES: &[&str] = &[
    "text", "number", "money", "yes/no", "date", "time", "duration", "email", "url", "id",
    "timezone", "one of", "list of",
];
const UNITS: &[&str] = &["days", "hours", "minutes", "weeks", "months", "years"];
/// What begins a value or a condition about customers.
const OPENERS: &[&str] = &[
    "in",
    "not",
    "no",
    "at least",
    "at most",
    "exactly",
    "count of",
    "count of distinct",
    "total",
    "average",
    "smallest",
    "largest",
    "latest",
    "first",
    "most frequent",
    "distinct",
    "case",
    "percentile of",
    "top",
    "rfm of",
];
const OPERATORS: &[&str] = &[
    "and",
    "or",
    "in",
    "not in",
    "is known",
    "is missing",
    "between",
    "contains",
    "contains any of",
    "starts with",
    "ends with",
    "matches",
    "before",
    "after",
    "has anniversary within",
    "where",
    "in last",
    "since",
    "followed by",
    "not followed by",
];

/// What was found so far.
pub(super) struct Offers<'a> {
    analysis: &'a Analysis,
    /// Whether the quote before it is typed already.
    inside_text: bool,
    pub(super) all: Vec<Offer>,
}

impl<'a> Offers<'a> {
    pub(super) fn of(analysis: &'a Analysis, inside_text: bool) -> Self {
        Self {
            analysis,
            inside_text,
            all: Vec::new(),
        }
    }

    fn model(&self) -> Option<&'a Model> {
        let workspace = self.analysis.workspace.as_ref();
        workspace.map(|workspace| &workspace.model)
    }

    /// Adds what fits the context.
    pub(super) fn add(&mut self, context: &Context) {
        match context {
            Context::Nothing => {}
            Context::Item => self.words(ITEMS, "begins an item"),
            Context::Clause => self.clauses(),
            Context::Words(words) => self.words(words, "clause"),
            Context::Across => self.across(),
            Context::Arm => self.words(&["when", "otherwise"], "arm"),
            Context::Type => {
                self.items("catalog", Kind::CLASS);
                self.words(TYPES, "type");
            }
            Context::Mark => self.words(&["pii", "consent"], "mark"),
            Context::PersonaLine => {
                self.words(&["expect"], "what must hold");
                self.customer_fields();
                self.items("event", Kind::EVENT);
            }
            Context::Template(folder) => self.templates(folder),
            Context::Block => self.blocks(),
            Context::Crowd(with_campaigns) => {
                self.crowd();
                if *with_campaigns {
                    self.items("campaign", Kind::MODULE);
                } else {
                    self.words(&["last"], "window");
                }
            }
            Context::Last => self.words(&["last"], "window"),
            Context::Unit(ago) => {
                let unit = |unit: &&str| {
                    if *ago {
                        format!("{unit} ago")
                    } else {
                        (*unit).to_owned()
                    }
                };
                let units = UNITS.iter().map(unit);
                let calendar = (!ago).then(|| "calendar days".to_owned());
                for unit in units.chain(calendar) {
                    self.push(unit, Kind::UNIT, "unit of time");
                }
            }
            Context::Part(path, scope) => self.parts(path, scope),
            Context::Constant(path, scope) => self.constants(path, scope),
            Context::Event => self.items("event", Kind::EVENT),
            Context::Value(scope) => self.values(scope),
            Context::Operator(_) => self.words(OPERATORS, "operator"),
        }
    }

    fn push(&mut self, text: impl Into<String>, kind: Kind, detail: impl Into<String>) {
        self.all.push(Offer {
            text: text.into(),
            kind,
            detail: detail.into(),
            snippet: None,
        });
    }

    /// The clauses of a campaign.
    fn clauses(&mut self) {
        for (word, snippet) in CLAUSES {
            self.push(*word, Kind::KEYWORD, "clause");
            if let Some(offer) = self.all.last_mut() {
                offer.snippet = *snippet;
            }
        }
    }

    /// Names by which campaigns count together so far.
    fn across(&mut self) {
        let campaigns = self.analysis.items().iter().filter_map(|item| match item {
            Item::Campaign(campaign) => Some(&campaign.clauses),
            _ => None,
        });
        let names = campaigns.flatten().filter_map(|clause| match clause {
            Clause::Limit(limit) => limit.across.as_ref().map(|name| name.text.as_str()),
            _ => None,
        });
        let names: BTreeSet<&str> = names.collect();
        for name in names {
            self.push(name, Kind::VALUE, "limit of several campaigns");
        }
    }

    fn words(&mut self, words: &[&str], detail: &str) {
        for word in words {
            self.push(*word, Kind::KEYWORD, detail);
        }
    }

    /// Every item of a kind, those that cannot be read included.
    fn items(&mut self, keyword: &str, kind: Kind) {
        for one in declarations(self.analysis.items()) {
            if matches!(one.kind, Declared::Item(of) if of == keyword) {
                self.push(one.name.text.clone(), kind, keyword);
            }
        }
    }

    fn fields(&mut self, table: &Table) {
        for field in &table.fields {
            self.push(field.name.clone(), Kind::FIELD, told_field(field));
        }
    }

    fn customer_fields(&mut self) {
        if let Some(model) = self.model() {
            self.fields(&model.customer);
        }
    }

    /// Segments and the members of groups.
    fn crowd(&mut self) {
        self.items("segment", Kind::VALUE);
        let Some(model) = self.model() else { return };
        for fact in &model.facts {
            if let FactKind::Group(members) = &fact.kind {
                for (member, title) in members {
                    let detail = title.clone().unwrap_or_else(|| "group's member".to_owned());
                    self.push(format!("{}.{member}", fact.name), Kind::ENUM_MEMBER, detail);
                }
            }
        }
    }

    fn values(&mut self, scope: &Scope) {
        let Some(model) = self.model() else { return };
        match scope {
            Scope::Event(name) | Scope::Table(name) if name != "customer" => {
                if let Some(table) = table(model, name) {
                    self.fields(table);
                }
                return;
            }
            Scope::Table(_) => return self.customer_fields(),
            Scope::Customer | Scope::Event(_) => {}
        }
        self.customer_fields();
        for fact in &model.facts {
            if matches!(fact.kind, FactKind::Trait | FactKind::Score) {
                self.push(fact.name.clone(), Kind::VARIABLE, told_fact(fact));
            }
        }
        for keyword in ["trait", "score"] {
            self.broken(keyword);
        }
        self.items("event", Kind::EVENT);
        self.words(OPENERS, "begins a value");
        for unit in UNITS {
            self.push(format!("{unit} since"), Kind::KEYWORD, "length of time");
        }
    }

    /// Items that are declared but wrong, so that the model lacks them.
    fn broken(&mut self, keyword: &str) {
        let Some(model) = self.model() else { return };
        for one in declarations(self.analysis.items()) {
            let is_known = model.facts.iter().any(|fact| fact.span == one.name.span);
            if !is_known && matches!(one.kind, Declared::Item(of) if of == keyword) {
                let detail = format!("{keyword}, with errors");
                self.push(one.name.text.clone(), Kind::VARIABLE, detail);
            }
        }
    }

    /// What a dot leads to.
    fn parts(&mut self, path: &[String], scope: &Scope) {
        let Some(model) = self.model() else { return };
        let Some(first) = path.first() else { return };
        let group = model.facts.iter().find(|fact| fact.name == *first);
        if let (Some(FactKind::Group(members)), [_]) = (group.map(|group| &group.kind), path) {
            for (member, title) in members {
                let detail = title.clone().unwrap_or_else(|| "group's member".to_owned());
                self.push(member.clone(), Kind::ENUM_MEMBER, detail);
            }
            return;
        }
        if let Some(campaign) = model.campaigns.iter().find(|one| one.name == *first) {
            for block in &campaign.blocks {
                self.push(block.name.clone(), Kind::PROPERTY, "block");
            }
            for (part, _) in Part::ALL {
                self.push(part, Kind::PROPERTY, "text of the message");
            }
            return;
        }
        let dotted = format!("{first}.");
        for fact in &model.facts {
            if let Some(part) = fact.name.strip_prefix(&dotted) {
                self.push(
                    part,
                    Kind::PROPERTY,
                    told_fact(fact).replace(&format!("`.{part}` "), ""),
                );
            }
        }
        if let Some(table) = led_to(model, path, scope) {
            self.fields(table);
        }
    }

    /// What the value of the path may be; any value where there is no list of them.
    fn constants(&mut self, path: &[String], scope: &Scope) {
        let ty = self.model().and_then(|model| type_of(model, path, scope));
        match ty {
            Some(Type::OneOf(options)) => {
                for option in options.iter() {
                    self.push(quoted(option), Kind::ENUM_MEMBER, "option");
                }
            }
            Some(Type::YesNo) => self.words(&["yes", "no"], "yes/no"),
            _ if self.inside_text => {}
            _ => self.values(scope),
        }
    }

    /// Templates below a folder of `templates/`, pages without what they are made of.
    fn templates(&mut self, folder: &str) {
        let Some(workspace) = &self.analysis.workspace else {
            return;
        };
        let parts = ["blocks/", "partials/", "layouts/"];
        for path in workspace.library.paths() {
            let is_page =
                !parts.iter().any(|part| path.starts_with(part)) && !path.ends_with(".txt.liquid");
            let shown = if folder.is_empty() {
                is_page.then_some(path)
            } else {
                path.strip_prefix(folder)
            };
            if let Some(path) = shown {
                self.push(quoted(path), Kind::FILE, "template");
            }
        }
    }

    /// Blocks that any template has.
    fn blocks(&mut self) {
        let Some(workspace) = &self.analysis.workspace else {
            return;
        };
        for name in workspace.library.blocks() {
            self.push(name, Kind::PROPERTY, "block");
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn table<'m>(model: &'m Model, name: &str) -> Option<&'m Table> {
    let mut tables = model.events.iter().chain(&model.catalogs);
    tables.find(|table| table.name == name)
}

/// The table whose fields follow the path.
fn led_to<'m>(model: &'m Model, path: &[String], scope: &Scope) -> Option<&'m Table> {
    match path {
        [first] if first == "customer" => Some(&model.customer),
        [first] if model.events.iter().any(|event| event.name == *first) => table(model, first),
        _ => match type_of(model, path, scope)? {
            Type::Catalog(name) => model.catalogs.iter().find(|table| table.name == *name),
            _ => None,
        },
    }
}

/// The type of what the path stands for.
fn type_of(model: &Model, path: &[String], scope: &Scope) -> Option<Type> {
    let (first, rest) = path.split_first()?;
    let own = match scope {
        Scope::Event(name) | Scope::Table(name) if name != "customer" => table(model, name)?,
        _ => &model.customer,
    };
    if rest.is_empty() || own.field(first).is_some() {
        let field = own.field(first).map(|field| own.fields[field].ty.clone());
        let fact = || model.facts.iter().find(|fact| fact.name == *first);
        let ty = field.or_else(|| fact().map(|fact| fact.value.ty.clone()))?;
        return inside(model, ty, rest);
    }
    let start = match table(model, first) {
        Some(table) => table,
        None if first == "customer" => &model.customer,
        None => return None,
    };
    let (field, rest) = rest.split_first()?;
    let ty = start.fields.get(start.field(field)?)?.ty.clone();
    inside(model, ty, rest)
}

/// The type at the end of a path through catalogs.
fn inside(model: &Model, ty: Type, path: &[String]) -> Option<Type> {
    let Some((field, rest)) = path.split_first() else {
        return Some(ty);
    };
    let Type::Catalog(name) = ty else { return None };
    let table = model.catalogs.iter().find(|table| table.name == *name)?;
    inside(model, table.fields[table.field(field)?].ty.clone(), rest)
}
