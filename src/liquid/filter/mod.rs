//! The filters: one table, from which they are checked, suggested and run.

mod date;
mod lent;
mod list;
mod money;
mod text;

use Run::{Fallible, Lent, Own, Text};
use Yields::{Any, Item, Same, Scalar};
use liquid_lib::stdlib;

use super::Value;
use super::problem::Problem;
use super::tree::{Filter, Filtered};
use crate::diagnostic::Diagnostics;
pub(super) use date::is_now;

/// What filters depend on besides their input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterSettings {
    /// What `money` counts in.
    pub currency: crate::project::Currency,
}

/// The names of all filters.
pub fn filters() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(|row| row.name)
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
    /// Appends a text, which may go straight to the output.
    Text(for<'v> fn(&Call<'_, 'v>, &mut String) -> Result<(), String>),
    /// Of the `liquid` crate, on single values.
    Lent(lent::Make),
}

/// A filter's input and arguments.
pub(super) struct Call<'c, 'v> {
    pub(super) input: &'c Value<'v>,
    pub(super) positional: &'c [Value<'v>],
    pub(super) keyword: &'c [(&'c str, Value<'v>)],
    pub(super) settings: &'c FilterSettings,
    /// The `now` of the templates; missing when the caller has none.
    pub(super) now: &'c Value<'v>,
}

impl<'v> Call<'_, 'v> {
    fn argument(&self, index: usize) -> &Value<'v> {
        self.positional.get(index).unwrap_or(&Value::Nil)
    }

    fn flag(&self, name: &str) -> bool {
        let mut flags = self.keyword.iter();
        flags.any(|(keyword, value)| *keyword == name && value.is_truthy())
    }
}

const fn row(name: &'static str, (least, most): (usize, usize), yields: Yields, run: Run) -> Row {
    Row {
        name,
        least,
        most,
        keywords: &[],
        yields,
        run,
    }
}

static FILTERS: [Row; 54] = [
    row("abs", (0, 0), Scalar, Lent(|| stdlib::Abs.into())),
    row("append", (1, 1), Scalar, Lent(|| stdlib::Append.into())),
    row("at_least", (1, 1), Scalar, Lent(|| stdlib::AtLeast.into())),
    row("at_most", (1, 1), Scalar, Lent(|| stdlib::AtMost.into())),
    row(
        "capitalize",
        (0, 0),
        Scalar,
        Lent(|| stdlib::Capitalize.into()),
    ),
    row("ceil", (0, 0), Scalar, Lent(|| stdlib::Ceil.into())),
    row("compact", (0, 1), Same, Own(list::compact)),
    row("concat", (1, 1), Same, Fallible(list::concat)),
    row("date", (1, 1), Scalar, Fallible(date::date)),
    Row {
        keywords: &["allow_false"],
        ..row("default", (0, 1), Any, Own(text::default))
    },
    row(
        "divided_by",
        (1, 1),
        Scalar,
        Lent(|| stdlib::DividedBy.into()),
    ),
    row("downcase", (0, 0), Scalar, Lent(|| stdlib::Downcase.into())),
    row("escape", (0, 0), Scalar, Own(text::escape)),
    row(
        "escape_once",
        (0, 0),
        Scalar,
        Lent(|| stdlib::EscapeOnce.into()),
    ),
    row("first", (0, 0), Item, Own(list::first)),
    row("floor", (0, 0), Scalar, Lent(|| stdlib::Floor.into())),
    row("h", (0, 0), Scalar, Own(text::escape)),
    row("join", (0, 1), Scalar, Own(list::join)),
    row("last", (0, 0), Item, Own(list::last)),
    row("lstrip", (0, 0), Scalar, Lent(|| stdlib::Lstrip.into())),
    row("map", (1, 1), Any, Own(list::map)),
    row("minus", (1, 1), Scalar, Lent(|| stdlib::Minus.into())),
    row("modulo", (1, 1), Scalar, Lent(|| stdlib::Modulo.into())),
    row("money", (0, 0), Scalar, Text(money::money)),
    row(
        "newline_to_br",
        (0, 0),
        Scalar,
        Lent(|| stdlib::NewlineToBr.into()),
    ),
    row("pluralize", (2, 2), Scalar, Fallible(text::pluralize)),
    row("plus", (1, 1), Scalar, Lent(|| stdlib::Plus.into())),
    row("prepend", (1, 1), Scalar, Lent(|| stdlib::Prepend.into())),
    row("raw", (0, 0), Same, Own(text::raw)),
    row("remove", (1, 1), Scalar, Lent(|| stdlib::Remove.into())),
    row(
        "remove_first",
        (1, 1),
        Scalar,
        Lent(|| stdlib::RemoveFirst.into()),
    ),
    row("replace", (1, 2), Scalar, Lent(|| stdlib::Replace.into())),
    row(
        "replace_first",
        (1, 2),
        Scalar,
        Lent(|| stdlib::ReplaceFirst.into()),
    ),
    row("reverse", (0, 0), Same, Own(list::reverse)),
    row("round", (0, 1), Scalar, Lent(|| stdlib::Round.into())),
    row("rstrip", (0, 0), Scalar, Lent(|| stdlib::Rstrip.into())),
    row("size", (0, 0), Scalar, Own(list::size)),
    row("slice", (1, 2), Same, Fallible(list::slice)),
    row("sort", (0, 1), Same, Own(list::sort)),
    row("sort_natural", (0, 1), Same, Own(list::sort_natural)),
    row("split", (1, 1), Any, Own(text::split)),
    row("strip", (0, 0), Scalar, Lent(|| stdlib::Strip.into())),
    row(
        "strip_html",
        (0, 0),
        Scalar,
        Lent(|| stdlib::StripHtml.into()),
    ),
    row(
        "strip_newlines",
        (0, 0),
        Scalar,
        Lent(|| stdlib::StripNewlines.into()),
    ),
    row("sum", (0, 1), Scalar, Own(list::sum)),
    row("times", (1, 1), Scalar, Lent(|| stdlib::Times.into())),
    row("truncate", (0, 2), Scalar, Lent(|| stdlib::Truncate.into())),
    row(
        "truncatewords",
        (0, 2),
        Scalar,
        Lent(|| stdlib::TruncateWords.into()),
    ),
    row("uniq", (0, 1), Same, Own(list::uniq)),
    row("upcase", (0, 0), Scalar, Lent(|| stdlib::Upcase.into())),
    row(
        "url_decode",
        (0, 0),
        Scalar,
        Lent(|| stdlib::UrlDecode.into()),
    ),
    row(
        "url_encode",
        (0, 0),
        Scalar,
        Lent(|| stdlib::UrlEncode.into()),
    ),
    row("where", (1, 2), Same, Own(list::filter_where)),
    row("reject", (1, 2), Same, Own(list::reject)),
];

/// The filter called `name`.
pub(super) fn find(name: &str) -> Option<&'static Row> {
    FILTERS.iter().find(|row| row.name == name)
}

/// Reports filters that do not exist, and arguments that they do not take.
pub(super) fn check(value: &Filtered, diagnostics: &mut Diagnostics) {
    for filter in &value.filters {
        let name = || filter.name.text.clone();
        let Some(row) = find(&filter.name.text) else {
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

/// Whether what comes out of `filters` is printed as it is.
pub(super) fn is_escaped(filters: &[Filter]) -> bool {
    let last = filters.last().map(|filter| filter.name.text.as_str());
    matches!(last, Some("raw" | "escape" | "escape_once" | "h"))
}

/// Applies the filter `name`. A missing input or argument that the filter has no use for gives a
/// missing value.
///
/// # Errors
/// When the filter cannot work with the values, as in `"ten" | plus: 1`.
pub(super) fn run<'v>(name: &str, call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let Some(row) = find(name) else {
        return Err(format!("unknown filter `{name}`"));
    };
    let result = match row.run {
        Own(run) => Ok(run(call)),
        Fallible(run) => run(call),
        Text(run) => {
            let mut out = String::new();
            run(call, &mut out).map(|()| out.into())
        }
        Lent(make) => lent::run(make, call),
    };
    let lacks = *call.input == Value::Nil || call.positional.contains(&Value::Nil);
    match result {
        Err(_) if lacks => Ok(Value::Nil),
        Err(reason) => Err(format!("filter `{name}`: {reason}")),
        done => done,
    }
}
