//! The filters: one table, from which they are checked, suggested and run.

mod date;
mod lent;
mod list;
mod money;
mod text;

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
    Own(fn(&Call<'_>) -> Result<Value, String>),
    /// Of the `liquid` crate, on single values.
    Lent(lent::Make),
}

/// A filter's input and arguments.
pub(super) struct Call<'a> {
    pub(super) input: Value,
    pub(super) positional: Vec<Value>,
    pub(super) keyword: Vec<(&'a str, Value)>,
    pub(super) settings: &'a FilterSettings,
    /// The `now` of the templates; missing when the caller has none.
    pub(super) now: Value,
}

impl Call<'_> {
    fn argument(&self, index: usize) -> &Value {
        self.positional.get(index).unwrap_or(&Value::Nil)
    }

    fn flag(&self, name: &str) -> bool {
        let mut flags = self.keyword.iter();
        flags.any(|(keyword, value)| *keyword == name && value.is_truthy())
    }
}

const fn own(
    name: &'static str,
    (least, most): (usize, usize),
    yields: Yields,
    run: fn(&Call<'_>) -> Result<Value, String>,
) -> Row {
    Row {
        name,
        least,
        most,
        keywords: &[],
        yields,
        run: Run::Own(run),
    }
}

const fn lent(name: &'static str, (least, most): (usize, usize), make: lent::Make) -> Row {
    Row {
        name,
        least,
        most,
        keywords: &[],
        yields: Yields::Scalar,
        run: Run::Lent(make),
    }
}

static FILTERS: [Row; 54] = [
    lent("abs", (0, 0), || liquid_lib::stdlib::Abs.into()),
    lent("append", (1, 1), || liquid_lib::stdlib::Append.into()),
    lent("at_least", (1, 1), || liquid_lib::stdlib::AtLeast.into()),
    lent("at_most", (1, 1), || liquid_lib::stdlib::AtMost.into()),
    lent("capitalize", (0, 0), || {
        liquid_lib::stdlib::Capitalize.into()
    }),
    lent("ceil", (0, 0), || liquid_lib::stdlib::Ceil.into()),
    own("compact", (0, 1), Yields::Same, list::compact),
    own("concat", (1, 1), Yields::Same, list::concat),
    own("date", (1, 1), Yields::Scalar, date::date),
    Row {
        keywords: &["allow_false"],
        ..own("default", (0, 1), Yields::Any, text::default)
    },
    lent("divided_by", (1, 1), || {
        liquid_lib::stdlib::DividedBy.into()
    }),
    lent("downcase", (0, 0), || liquid_lib::stdlib::Downcase.into()),
    own("escape", (0, 0), Yields::Scalar, text::escape),
    lent("escape_once", (0, 0), || {
        liquid_lib::stdlib::EscapeOnce.into()
    }),
    own("first", (0, 0), Yields::Item, list::first),
    lent("floor", (0, 0), || liquid_lib::stdlib::Floor.into()),
    own("h", (0, 0), Yields::Scalar, text::escape),
    own("join", (0, 1), Yields::Scalar, list::join),
    own("last", (0, 0), Yields::Item, list::last),
    lent("lstrip", (0, 0), || liquid_lib::stdlib::Lstrip.into()),
    own("map", (1, 1), Yields::Any, list::map),
    lent("minus", (1, 1), || liquid_lib::stdlib::Minus.into()),
    lent("modulo", (1, 1), || liquid_lib::stdlib::Modulo.into()),
    own("money", (0, 0), Yields::Scalar, money::money),
    lent("newline_to_br", (0, 0), || {
        liquid_lib::stdlib::NewlineToBr.into()
    }),
    own("pluralize", (2, 2), Yields::Scalar, text::pluralize),
    lent("plus", (1, 1), || liquid_lib::stdlib::Plus.into()),
    lent("prepend", (1, 1), || liquid_lib::stdlib::Prepend.into()),
    own("raw", (0, 0), Yields::Same, text::raw),
    lent("remove", (1, 1), || liquid_lib::stdlib::Remove.into()),
    lent("remove_first", (1, 1), || {
        liquid_lib::stdlib::RemoveFirst.into()
    }),
    lent("replace", (1, 2), || liquid_lib::stdlib::Replace.into()),
    lent("replace_first", (1, 2), || {
        liquid_lib::stdlib::ReplaceFirst.into()
    }),
    own("reverse", (0, 0), Yields::Same, list::reverse),
    lent("round", (0, 1), || liquid_lib::stdlib::Round.into()),
    lent("rstrip", (0, 0), || liquid_lib::stdlib::Rstrip.into()),
    own("size", (0, 0), Yields::Scalar, list::size),
    own("slice", (1, 2), Yields::Same, list::slice),
    own("sort", (0, 1), Yields::Same, list::sort),
    own("sort_natural", (0, 1), Yields::Same, list::sort_natural),
    own("split", (1, 1), Yields::Any, text::split),
    lent("strip", (0, 0), || liquid_lib::stdlib::Strip.into()),
    lent("strip_html", (0, 0), || {
        liquid_lib::stdlib::StripHtml.into()
    }),
    lent("strip_newlines", (0, 0), || {
        liquid_lib::stdlib::StripNewlines.into()
    }),
    own("sum", (0, 1), Yields::Scalar, list::sum),
    lent("times", (1, 1), || liquid_lib::stdlib::Times.into()),
    lent("truncate", (0, 2), || liquid_lib::stdlib::Truncate.into()),
    lent("truncatewords", (0, 2), || {
        liquid_lib::stdlib::TruncateWords.into()
    }),
    own("uniq", (0, 1), Yields::Same, list::uniq),
    lent("upcase", (0, 0), || liquid_lib::stdlib::Upcase.into()),
    lent("url_decode", (0, 0), || {
        liquid_lib::stdlib::UrlDecode.into()
    }),
    lent("url_encode", (0, 0), || {
        liquid_lib::stdlib::UrlEncode.into()
    }),
    own("where", (1, 2), Yields::Same, list::filter_where),
    own("reject", (1, 2), Yields::Same, list::reject),
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
pub(super) fn run(name: &str, call: &Call<'_>) -> Result<Value, String> {
    let Some(row) = find(name) else {
        return Err(format!("unknown filter `{name}`"));
    };
    let result = match row.run {
        Run::Own(run) => run(call),
        Run::Lent(make) => lent::run(make, call),
    };
    let lacks = call.input == Value::Nil || call.positional.contains(&Value::Nil);
    match result {
        Err(_) if lacks => Ok(Value::Nil),
        Err(reason) => Err(format!("filter `{name}`: {reason}")),
        done => done,
    }
}
