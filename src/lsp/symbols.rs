//! `textDocument/documentSymbol`: the outline of a rule file, whose items may be broken.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::position::Lines;
use crate::diagnostic::Diagnostics;
use crate::rules::ast::{Clause, Item, Name, Table, Text};
use crate::rules::{items, parse};
use crate::source::{Sources, Span};

/// The items of `text` and what each declares.
pub(super) fn symbols(text: &str) -> Vec<DocumentSymbol> {
    let mut sources = Sources::default();
    let source = sources.add("", text);
    let parsed = parse(source, &sources, &mut Diagnostics::default());
    let outline = Outline {
        lines: Lines::of(text),
        sources: &sources,
    };
    let ranges: Vec<_> = items(text).collect();
    let item = |item: &Item| {
        let name = name(item)?;
        let symbol = outline.item(item, name);
        let at = name.span.start as usize;
        let whole = ranges.iter().find(|range| range.contains(&at));
        let whole = whole.map_or(symbol.range, |range| outline.lines.range(range.clone()));
        Some(DocumentSymbol {
            range: whole,
            ..symbol
        })
    };
    parsed.iter().filter_map(item).collect()
}

/// What an item is called; expectations are not.
fn name(item: &Item) -> Option<&Name> {
    Some(match item {
        Item::Customer(one) | Item::Event(one) | Item::Catalog(one) => &one.name,
        Item::Trait(one) => &one.name,
        Item::Score(one) => &one.name,
        Item::Segment(one) => &one.name,
        Item::Group(one) => &one.name,
        Item::Campaign(one) => &one.name,
        Item::Persona(one) => &one.name,
        Item::Broken(one) => &one.name,
        Item::Expect(_) => return None,
    })
}

/// The nearest thing that editors know to the item that `keyword` begins.
fn kind_of(keyword: &str) -> SymbolKind {
    match keyword {
        "trait" => SymbolKind::VARIABLE,
        "score" => SymbolKind::NUMBER,
        "segment" => SymbolKind::BOOLEAN,
        "group" => SymbolKind::ENUM,
        "campaign" => SymbolKind::MODULE,
        "persona" => SymbolKind::OBJECT,
        _ => SymbolKind::STRUCT,
    }
}

struct Outline<'a> {
    lines: Lines<'a>,
    sources: &'a Sources,
}

impl Outline<'_> {
    fn item(&self, item: &Item, name: &Name) -> DocumentSymbol {
        let title = |title: &Option<Text>| title.as_ref().map(|title| title.value.clone());
        let (kind, detail, inside) = match item {
            Item::Customer(table) | Item::Event(table) | Item::Catalog(table) => {
                (kind_of("event"), None, self.fields(table))
            }
            Item::Trait(_) => (kind_of("trait"), Some("trait".to_owned()), Vec::new()),
            Item::Score(_) => (kind_of("score"), Some("score".to_owned()), Vec::new()),
            Item::Segment(one) => (kind_of("segment"), title(&one.title), Vec::new()),
            Item::Group(one) => {
                let member = |member: &crate::rules::ast::Member| {
                    self.symbol(&member.name, SymbolKind::ENUM_MEMBER, title(&member.title))
                };
                let members = one.members.iter().map(member).collect();
                (kind_of("group"), title(&one.title), members)
            }
            Item::Campaign(one) => {
                let clauses = one.clauses.iter().filter_map(|clause| {
                    let (name, kind, detail) = match clause {
                        Clause::Block(name, _) => (name, SymbolKind::PROPERTY, "block"),
                        Clause::Experiment(one) => (&one.name, SymbolKind::ENUM, "experiment"),
                        _ => return None,
                    };
                    Some(self.symbol(name, kind, Some(detail.to_owned())))
                });
                (kind_of("campaign"), title(&one.title), clauses.collect())
            }
            Item::Persona(one) => (kind_of("persona"), title(&one.title), Vec::new()),
            Item::Expect(_) => (SymbolKind::NULL, None, Vec::new()),
            Item::Broken(one) => {
                let detail = format!("{}, cannot be read", one.keyword);
                (kind_of(&one.keyword), Some(detail), Vec::new())
            }
        };
        DocumentSymbol {
            children: (!inside.is_empty()).then_some(inside),
            ..self.symbol(name, kind, detail)
        }
    }

    fn fields(&self, table: &Table) -> Vec<DocumentSymbol> {
        let fields = table.fields.iter().map(|field| {
            let ty = self.sources.slice(field.ty.span).to_owned();
            self.symbol(&field.name, SymbolKind::FIELD, Some(ty))
        });
        fields.collect()
    }

    fn symbol(&self, name: &Name, kind: SymbolKind, detail: Option<String>) -> DocumentSymbol {
        let range = self.range(name.span);
        #[expect(deprecated, reason = "the field has to be given")]
        DocumentSymbol {
            name: name.text.clone(),
            detail,
            kind,
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        }
    }

    fn range(&self, span: Span) -> lsp_types::Range {
        self.lines.range(span.range())
    }
}
