//! Every code that a finding can have, each with its page: what it means, why it matters, how to
//! mend it, and an example of the wrong and of the right.
//!
//! A page is the doc comment of its entry in one of the files below; `segue errors` prints it, and
//! `docs/errors/` is written from it (see `tests/README.md`). [`Problem::code`](super::Problem)
//! returns a [`Code`], which only an entry makes: a code without a page does not compile, and one
//! that no problem has is dead code.

mod entry;

mod settings;

mod syntax;

mod tables;

mod names;

mod values;

mod proofs;

mod campaigns;

mod clauses;

mod personas;

mod expectations;

mod templates;

mod handlebars;

mod safety;

mod data;

mod output;

mod sending;

pub use entry::{Entry, Example, Examples};

pub(crate) use self::{
    campaigns::*, clauses::*, data::*, expectations::*, handlebars::*, names::*, output::*,
    personas::*, proofs::*, safety::*, sending::*, settings::*, syntax::*, tables::*, templates::*,
    values::*,
};

/// The stable name of a kind of mistake, as in `unknown-name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Code(&'static str);

impl Code {
    /// The name.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.0)
    }
}

/// Codes of one subject.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// For people.
    pub title: &'static str,
    /// In reading order.
    pub entries: &'static [Entry],
}

/// All codes, by subject.
pub const GROUPS: &[Group] = &[
    group("Settings and files", settings::ENTRIES),
    group("The text of rules", syntax::ENTRIES),
    group("The shape of data", tables::ENTRIES),
    group("Names", names::ENTRIES),
    group("Values and conditions", values::ENTRIES),
    group("Proofs", proofs::ENTRIES),
    group("Campaigns", campaigns::ENTRIES),
    group("Experiments, limits and times", clauses::ENTRIES),
    group("Personas", personas::ENTRIES),
    group("Expectations", expectations::ENTRIES),
    group("Templates", templates::ENTRIES),
    group("Handlebars templates", handlebars::ENTRIES),
    group("Safety", safety::ENTRIES),
    group("Data", data::ENTRIES),
    group("Output", output::ENTRIES),
    group("Test messages", sending::ENTRIES),
];

const fn group(title: &'static str, entries: &'static [Entry]) -> Group {
    Group { title, entries }
}

/// All entries, in the order of [`GROUPS`].
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|group| group.entries)
}

/// The entry of a code.
///
/// ```
/// let entry = segue::diagnostic::code::find("unclosed-text").expect("there is such a code");
/// assert_eq!(entry.summary(), "A text has no second quote on its line.");
/// ```
pub fn find(code: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.code.as_str() == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::entries;

    #[test]
    fn a_code_has_one_entry() {
        let codes: BTreeSet<_> = entries().map(|entry| entry.code).collect();
        assert_eq!(codes.len(), entries().count());
    }

    #[test]
    fn a_page_says_what_it_means_why_it_matters_and_how_to_mend_it() {
        for entry in entries() {
            let paragraphs = entry.paragraphs();
            assert_eq!(paragraphs.len(), 3, "{}: {paragraphs:#?}", entry.code);
            for paragraph in paragraphs {
                assert!(paragraph.ends_with('.'), "{}: {paragraph}", entry.code);
            }
        }
    }
}
