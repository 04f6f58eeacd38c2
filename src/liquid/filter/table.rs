//! Every filter in one row: its name, how many arguments it takes, what comes out, and its function.

use super::Run::{Either, Fallible, Own, Printing};
use super::Yields::{Any, Item, Same, Scalar};
use super::{Applied, Call, Row, Run, Yields};
use super::{
    arithmetic, base64, cut, date, figures, hash, html, json, list, money, shift, text, url,
    wording,
};
use crate::liquid::Value;
use crate::liquid::abort::ABORT;

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

/// A filter that works with every value.
const fn own(
    name: &'static str,
    arguments: (usize, usize),
    yields: Yields,
    run: for<'v> fn(&Call<'_, 'v>) -> Value<'v>,
) -> Row {
    row(name, arguments, yields, Own(run))
}

/// A filter that cannot work with some values.
pub(super) const fn fallible(
    name: &'static str,
    arguments: (usize, usize),
    yields: Yields,
    run: for<'v> fn(&Call<'_, 'v>) -> Result<Value<'v>, String>,
) -> Row {
    row(name, arguments, yields, Fallible(run))
}

/// A filter that makes a text or has a value at hand, and cannot work with some values.
const fn either(
    name: &'static str,
    arguments: (usize, usize),
    run: for<'v> fn(&Call<'_, 'v>, &mut String) -> Result<Applied<'v>, String>,
) -> Row {
    row(name, arguments, Scalar, Either(run))
}

/// A filter that writes as a country does.
pub(super) const fn by_locale(
    name: &'static str,
    arguments: (usize, usize),
    run: for<'v> fn(&Call<'_, 'v>, &mut String) -> Result<Applied<'v>, String>,
) -> Row {
    Row {
        keywords: &["locale"],
        ..either(name, arguments, run)
    }
}

/// A filter that makes a text.
pub(super) const fn printing(
    name: &'static str,
    arguments: (usize, usize),
    run: for<'v> fn(&Call<'_, 'v>, &mut String),
) -> Row {
    row(name, arguments, Scalar, Printing(run))
}

pub(super) static FILTERS: [Row; 113] = [
    own("abs", (0, 0), Scalar, arithmetic::abs),
    printing("append", (1, 1), text::append),
    own("at_least", (1, 1), Scalar, arithmetic::at_least),
    own("at_most", (1, 1), Scalar, arithmetic::at_most),
    fallible("base64_decode", (0, 0), Scalar, base64::decode),
    printing("base64_encode", (0, 0), base64::encode),
    fallible(
        "base64_url_safe_decode",
        (0, 0),
        Scalar,
        base64::url_safe_decode,
    ),
    printing("base64_url_safe_encode", (0, 0), base64::url_safe_encode),
    printing("capitalize", (0, 0), text::capitalize),
    own("ceil", (0, 0), Scalar, arithmetic::ceil),
    fallible("compact", (0, 1), Same, list::compact),
    fallible("concat", (1, 1), Same, list::concat),
    by_locale("date", (1, 1), date::date),
    Row {
        keywords: &["allow_false"],
        yields: Any,
        ..either("default", (0, 1), text::default)
    },
    fallible("divided_by", (1, 1), Scalar, arithmetic::divided_by),
    printing("downcase", (0, 0), text::downcase),
    own("escape", (0, 0), Scalar, html::escape),
    printing("escape_once", (0, 0), html::escape_once),
    fallible("find", (1, 2), Item, list::find),
    fallible("find_index", (1, 2), Scalar, list::find_index),
    own("first", (0, 0), Item, list::first),
    own("floor", (0, 0), Scalar, arithmetic::floor),
    own("h", (0, 0), Scalar, html::escape),
    fallible("has", (1, 2), Scalar, list::has),
    fallible("join", (0, 1), Scalar, list::join),
    own("last", (0, 0), Item, list::last),
    printing("lstrip", (0, 0), text::lstrip),
    fallible("map", (1, 1), Any, list::map),
    fallible("minus", (1, 1), Scalar, arithmetic::minus),
    fallible("modulo", (1, 1), Scalar, arithmetic::modulo),
    by_locale("money", (0, 2), money::money),
    printing("newline_to_br", (0, 0), html::newline_to_br),
    fallible("pluralize", (2, 2), Scalar, text::pluralize),
    fallible("plus", (1, 1), Scalar, arithmetic::plus),
    printing("prepend", (1, 1), text::prepend),
    own("raw", (0, 0), Same, text::raw),
    fallible("reject", (1, 2), Same, list::reject),
    fallible("remove", (1, 1), Scalar, text::replace),
    printing("remove_first", (1, 1), text::replace_first),
    printing("remove_last", (1, 1), text::replace_last),
    fallible("replace", (1, 2), Scalar, text::replace),
    printing("replace_first", (1, 2), text::replace_first),
    printing("replace_last", (2, 2), text::replace_last),
    fallible("reverse", (0, 0), Same, list::reverse),
    own("round", (0, 1), Scalar, arithmetic::round),
    printing("rstrip", (0, 0), text::rstrip),
    own("size", (0, 0), Scalar, list::size),
    fallible("slice", (1, 2), Same, cut::slice),
    fallible("sort", (0, 1), Same, list::sort),
    fallible("sort_natural", (0, 1), Same, list::sort_natural),
    fallible("split", (1, 1), Any, cut::split),
    printing("strip", (0, 0), text::strip),
    printing("strip_html", (0, 0), html::strip_html),
    printing("strip_newlines", (0, 0), html::strip_newlines),
    fallible("sum", (0, 1), Scalar, list::sum),
    fallible("times", (1, 1), Scalar, arithmetic::times),
    either("truncate", (0, 2), cut::truncate),
    fallible("truncatewords", (0, 2), Scalar, cut::truncatewords),
    fallible("uniq", (0, 1), Same, list::uniq),
    printing("upcase", (0, 0), text::upcase),
    fallible("url_decode", (0, 0), Scalar, url::url_decode),
    own("url_encode", (0, 0), Scalar, url::url_encode),
    fallible("where", (1, 2), Same, list::filter_where),
    fallible(ABORT, (0, 0), Scalar, text::abort),
    // what other mailing systems call by these names
    fallible("abbreviate", (1, 2), Scalar, wording::abbreviate),
    fallible("add_day", (1, 1), Scalar, shift::add_day),
    fallible("add_hour", (1, 1), Scalar, shift::add_hour),
    fallible("add_minute", (1, 1), Scalar, shift::add_minute),
    fallible("add_month", (1, 1), Scalar, shift::add_month),
    fallible("add_second", (1, 1), Scalar, shift::add_second),
    fallible("add_week", (1, 1), Scalar, shift::add_week),
    fallible("add_year", (1, 1), Scalar, shift::add_year),
    printing("as_json_string", (0, 0), json::json),
    by_locale("currency", (0, 2), money::money),
    fallible("days_ago", (0, 0), Scalar, shift::days_ago),
    fallible("days_until", (0, 0), Scalar, shift::days_until),
    by_locale("format_date_in_locale", (2, 2), date::date),
    by_locale("format_number", (0, 2), figures::format_number),
    printing("handleize", (0, 0), wording::handleize),
    fallible("hmac_sha1", (1, 1), Scalar, hash::hmac_sha1),
    fallible("hmac_sha1_base64", (1, 1), Scalar, hash::hmac_sha1_base64),
    fallible("hmac_sha1_hex", (1, 1), Scalar, hash::hmac_sha1),
    fallible("hmac_sha256", (1, 1), Scalar, hash::hmac_sha256),
    fallible(
        "hmac_sha256_base64",
        (1, 1),
        Scalar,
        hash::hmac_sha256_base64,
    ),
    fallible("hmac_sha256_hex", (1, 1), Scalar, hash::hmac_sha256),
    printing("json", (0, 0), json::json),
    printing("json_escape", (0, 0), json::json_escape),
    own("lookup", (1, 1), Any, wording::property_accessor),
    printing("md5", (0, 0), hash::md5),
    by_locale("money_with_currency", (0, 2), money::money_with_currency),
    by_locale(
        "money_without_currency",
        (0, 2),
        money::money_without_currency,
    ),
    by_locale(
        "money_without_trailing_zeros",
        (0, 2),
        money::money_without_trailing_zeros,
    ),
    by_locale(
        "number_with_delimiter",
        (0, 1),
        figures::number_with_delimiter,
    ),
    by_locale(
        "number_with_precision",
        (0, 2),
        figures::number_with_precision,
    ),
    by_locale("percentage", (0, 2), figures::percentage),
    own("property_accessor", (1, 1), Any, wording::property_accessor),
    by_locale("rounded_currency", (0, 2), money::rounded_currency),
    printing("sha1", (0, 0), hash::sha1),
    printing("sha2", (0, 0), hash::sha256),
    printing("sha256", (0, 0), hash::sha256),
    fallible("subtract_day", (1, 1), Scalar, shift::subtract_day),
    fallible("subtract_hour", (1, 1), Scalar, shift::subtract_hour),
    fallible("subtract_minute", (1, 1), Scalar, shift::subtract_minute),
    fallible("subtract_month", (1, 1), Scalar, shift::subtract_month),
    fallible("subtract_second", (1, 1), Scalar, shift::subtract_second),
    fallible("subtract_week", (1, 1), Scalar, shift::subtract_week),
    fallible("subtract_year", (1, 1), Scalar, shift::subtract_year),
    fallible("time_zone", (1, 1), Scalar, shift::timezone),
    fallible("timezone", (1, 1), Scalar, shift::timezone),
    printing("titlecase", (0, 0), wording::titlecase),
    printing("to_json", (0, 0), json::json),
    own("url_escape", (0, 0), Scalar, url::url_escape),
    own("url_param_escape", (0, 0), Scalar, url::url_param_escape),
];
