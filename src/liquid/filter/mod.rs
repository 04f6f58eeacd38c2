//! The filters: one table, from which they are checked, suggested and run.

mod arithmetic;
mod base64;
mod cut;
pub(super) mod date;
mod figures;
mod handlebars;
mod hash;
mod html;
mod item;
mod json;
mod limit;
mod list;
mod local;
mod money;
mod shift;
pub(super) mod signature;
mod table;
mod text;
mod url;
mod wording;

use std::fmt;

use Run::{Either, Fallible, Own, Printing};
use table::FILTERS;

pub(super) use handlebars::{
    CAPITALIZE, CAPITALIZE_FIRST, DIVIDE, FIGURES, MATCHES, SLUGIFY, SUBSTRING,
};

use super::abort::ABORT;
use super::parse::ErrorMode;
use super::problem::Problem;
use super::tree::Filtered;
use super::{Text, Value};
use crate::diagnostic::Diagnostics;

/// What filters depend on besides their input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterSettings {
    /// What `money` counts in.
    pub currency: crate::project::Currency,
    /// How dates, money and numbers are written for whoever has no locale of their own; as in
    /// Shopify's Liquid when there is none.
    pub locale: Option<crate::locale::Locale>,
}

/// The names of all filters.
pub fn filters() -> impl Iterator<Item = &'static str> {
    let names = FILTERS.iter().map(|row| row.name);
    names.filter(|name| *name != ABORT)
}

/// Whether the filter's first argument names a property of the items that go in.
pub(super) fn takes_property(filter: &str) -> bool {
    matches!(
        filter,
        "compact"
            | "find"
            | "find_index"
            | "has"
            | "map"
            | "reject"
            | "sort"
            | "sort_natural"
            | "sum"
            | "uniq"
            | "where"
    )
}

/// Whether there is such a time zone.
pub(super) fn is_zone(name: &str) -> bool {
    shift::zone(name).is_some()
}

/// Whether the filter may look at the present.
pub(super) fn needs_now(filter: &str) -> bool {
    let is_shift = |name: &str| name.starts_with("add_") || name.starts_with("subtract_");
    matches!(
        filter,
        "date" | "days_ago" | "format_date_in_locale" | "days_until" | "time_zone" | "timezone"
    ) || is_shift(filter)
}

/// Whether the filter writes as the customer's country does.
pub(super) fn writes_locale(filter: &str) -> bool {
    find(filter).is_some_and(Row::writes_locale)
}

/// One filter.
pub(super) struct Row {
    /// As templates call it.
    pub(super) name: &'static str,
    least: usize,
    most: usize,
    keywords: &'static [&'static str],
    /// What kind of value comes out.
    pub(super) yields: Yields,
    run: Run,
}

/// What kind of value comes out of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yields {
    /// The kind that went in.
    Same,
    /// An item of the list that went in.
    Item,
    /// A text or number.
    Scalar,
    /// Anything.
    Any,
}

enum Run {
    Own(for<'v> fn(&Call<'_, 'v>) -> Value<'v>),
    Fallible(for<'v> fn(&Call<'_, 'v>) -> Result<Value<'v>, String>),
    /// Appends a text, unless a value is at hand.
    Either(for<'v> fn(&Call<'_, 'v>, &mut String) -> Result<Applied<'v>, String>),
    /// Appends a text, which may go straight to the output.
    Printing(for<'v> fn(&Call<'_, 'v>, &mut String)),
}

/// A filter's input and arguments.
pub(super) struct Call<'c, 'v> {
    pub(super) input: &'c Value<'v>,
    pub(super) positional: &'c [Value<'v>],
    pub(super) keyword: &'c [(&'c str, Value<'v>)],
    pub(super) settings: &'c FilterSettings,
    /// The `now` of the templates; missing when the caller has none.
    pub(super) now: &'c Value<'v>,
    /// The name of the customer's locale; missing when there is none.
    pub(super) locale: &'c Value<'v>,
}

impl<'v> Call<'_, 'v> {
    fn argument(&self, index: usize) -> &Value<'v> {
        self.positional.get(index).unwrap_or(&Value::Nil)
    }

    /// The input as a text.
    fn text(&self) -> Text<'v> {
        self.input.to_text()
    }

    fn flag(&self, name: &str) -> bool {
        let mut flags = self.keyword.iter();
        flags.any(|(keyword, value)| *keyword == name && value.is_truthy())
    }
}

/// The filter called `name`.
pub(super) fn find(name: &str) -> Option<&'static Row> {
    let mut rows = FILTERS.iter().chain(&handlebars::HELPERS);
    rows.find(|row| row.name == name)
}

/// Reports filters that do not exist, unless that is overlooked, and arguments that they do not
/// take.
pub(super) fn check(value: &Filtered, mode: ErrorMode, diagnostics: &mut Diagnostics) {
    for filter in &value.filters {
        let name = || filter.name.text.clone();
        let Some(row) = find(&filter.name.text) else {
            if mode == ErrorMode::Lax {
                continue;
            }
            diagnostics.report(&Problem::UnknownFilter(name()), filter.name.span);
            continue;
        };
        let found = filter.positional.len();
        if !(row.least..=row.most).contains(&found) {
            let problem = Problem::FilterArguments {
                filter: name(),
                least: row.least,
                most: row.most,
                found,
            };
            diagnostics.report(&problem, filter.name.span);
        }
        for (keyword, _) in &filter.keyword {
            if !row.keywords.contains(&keyword.text.as_str()) {
                let problem = Problem::FilterKeyword {
                    filter: name(),
                    keyword: keyword.text.clone(),
                };
                diagnostics.report(&problem, keyword.span);
            }
        }
    }
}

/// What a filter gives.
pub(super) enum Applied<'v> {
    /// A value.
    Value(Value<'v>),
    /// What went in.
    Input,
    /// A text, which was written.
    Written,
}

/// Applies a filter; a text may be appended to `out`.
///
/// # Errors
/// When the filter cannot work with the values, as in `1 | divided_by: 0`.
pub(super) fn apply<'v>(
    row: &Row,
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    let failed = |reason| format!("filter `{}`: {reason}", row.name);
    match row.run {
        Own(run) => Ok(Applied::Value(run(call))),
        Fallible(run) => run(call).map(Applied::Value).map_err(failed),
        Either(run) => run(call, out).map_err(failed),
        Printing(run) => {
            run(call, out);
            Ok(Applied::Written)
        }
    }
}

impl Row {
    /// Whether it prints a text and keeps nothing of its input.
    pub(super) fn prints(&self) -> bool {
        matches!(self.run, Printing(_))
    }

    /// Whether the same input may be written in another way for another customer.
    pub(super) fn writes_locale(&self) -> bool {
        self.keywords.contains(&"locale")
    }

    /// Whether the same input may give something else later.
    pub(super) fn reads_clock(&self) -> bool {
        needs_now(self.name)
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
