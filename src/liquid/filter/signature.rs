//! What each filter is made for: the kinds of values that go in and come out.

use std::sync::Arc;

use crate::liquid::kind::{Family, Kind};
use crate::liquid::shape::Shape;

/// What a filter wants as its input, or as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Takes {
    Anything,
    Text,
    Number,
    /// A date, a moment, or a text or number that stands for one.
    Moment,
    /// A list; a single value counts as a list of itself.
    List,
    /// A list of things with properties.
    Items,
    /// A `strftime` pattern.
    Pattern,
    /// A time zone's name.
    Zone,
    /// How many digits, or else a locale.
    Digits,
    /// A currency's code.
    Currency,
    /// A language, with or without a country.
    Locale,
}

/// How well a value does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Fit {
    Fits,
    /// It may, depending on the value.
    Doubtful,
    Never,
}

/// What is known of a filter besides how it is called.
#[derive(Clone, Copy, Debug)]
pub(in crate::liquid) struct Signature {
    pub(in crate::liquid) takes: Takes,
    /// By position.
    pub(in crate::liquid) arguments: &'static [Takes],
    /// Which single value comes out, if it is always the same kind.
    pub(in crate::liquid) gives: Option<Gives>,
    /// Whether nothing comes out when nothing goes in.
    pub(in crate::liquid) keeps_missing: bool,
}

/// The kind of what comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Gives {
    Text,
    Number,
    YesNo,
    Time,
}

impl Gives {
    pub(in crate::liquid) fn shape(self) -> Shape {
        Shape::Of(match self {
            Self::Text => Kind::Text,
            Self::Number => Kind::Number,
            Self::YesNo => Kind::YesNo,
            Self::Time => Kind::Time,
        })
    }
}

impl Takes {
    /// With its article.
    pub(in crate::liquid) fn name(self) -> &'static str {
        match self {
            Self::Anything => "any value",
            Self::Text => "a text",
            Self::Number | Self::Digits => "a number",
            Self::Moment => "a date",
            Self::List | Self::Items => "a list",
            Self::Pattern => "a pattern",
            Self::Zone => "a time zone",
            Self::Currency => "a currency",
            Self::Locale => "a locale",
        }
    }

    /// How well a value of this shape does.
    pub(in crate::liquid) fn fit(self, shape: &Shape) -> Fit {
        let shape = shape.present();
        if matches!(shape, Shape::Any | Shape::Scalar | Shape::Optional(_)) {
            return Fit::Fits;
        }
        let is_single = matches!(shape, Shape::Of(_));
        match (self, shape) {
            (Self::Number, Shape::Of(kind)) => number(kind),
            (Self::Digits, Shape::Of(kind)) if kind.family() != Family::Text => number(kind),
            (Self::Moment, Shape::Of(kind)) => moment(kind),
            (Self::Items, Shape::Of(_)) | (Self::Number | Self::Moment, _) => Fit::Never,
            (Self::Currency | Self::Locale, Shape::Of(kind)) if kind.family() != Family::Text => {
                Fit::Never
            }
            (Self::List, _) if is_single => Fit::Doubtful,
            (Self::Digits | Self::Currency | Self::Locale, _) if !is_single => Fit::Never,
            (Self::Text | Self::Pattern | Self::Zone, _) if !is_single => Fit::Doubtful,
            _ => Fit::Fits,
        }
    }
}

fn number(kind: &Kind) -> Fit {
    match (kind, kind.family()) {
        (_, Family::Number) => Fit::Fits,
        (Kind::OneOf(options), _) => any(options, |text| text.trim().parse::<f64>().is_ok()),
        (_, Family::Text) => Fit::Doubtful,
        _ => Fit::Never,
    }
}

fn moment(kind: &Kind) -> Fit {
    match kind {
        Kind::Money | Kind::YesNo => Fit::Never,
        Kind::OneOf(options) => any(options, super::date::is_moment),
        _ => Fit::Fits,
    }
}

fn any(options: &Arc<[String]>, fits: impl Fn(&str) -> bool) -> Fit {
    if options.iter().any(|option| fits(option)) {
        Fit::Fits
    } else {
        Fit::Never
    }
}

/// What is known of the filter called `name`; none when there is no such filter.
pub(in crate::liquid) fn signature(name: &str) -> Option<Signature> {
    use Takes::{
        Anything, Currency, Digits, Items, List, Locale, Moment, Number, Pattern, Text, Zone,
    };
    let (takes, arguments, gives): (Takes, &'static [Takes], Option<Gives>) = match name {
        "abs" | "ceil" | "floor" => (Number, &[], Some(Gives::Number)),
        "at_least" | "at_most" | "divided_by" | "minus" | "modulo" | "plus" | "round" | "times" => {
            (Number, &[Number], Some(Gives::Number))
        }
        "format_number" | "number_with_precision" | "percentage" => {
            (Number, &[Digits, Locale], Some(Gives::Text))
        }
        "number_with_delimiter" => (Number, &[Text], Some(Gives::Text)),
        "format_date_in_locale" => (Moment, &[Pattern, Locale], Some(Gives::Text)),
        "currency"
        | "rounded_currency"
        | "money"
        | "money_with_currency"
        | "money_without_currency"
        | "money_without_trailing_zeros" => (Number, &[Currency, Locale], Some(Gives::Text)),
        "pluralize" => (Number, &[Text, Text], Some(Gives::Text)),
        "date" => (Moment, &[Pattern], Some(Gives::Text)),
        "days_ago" | "days_until" => (Moment, &[], Some(Gives::Number)),
        "time_zone" | "timezone" => (Moment, &[Zone], Some(Gives::Time)),
        "concat" => (List, &[Items], None),
        "compact" | "first" | "last" | "reverse" | "sort" | "sort_natural" | "uniq" => (
            if matches!(name, "first" | "last") {
                Anything
            } else {
                List
            },
            &[Text],
            None,
        ),
        "join" => (List, &[Text], Some(Gives::Text)),
        "sum" => (List, &[Text], Some(Gives::Number)),
        "find" | "map" | "reject" | "where" => (Items, &[Text], None),
        "find_index" => (Items, &[Text], Some(Gives::Number)),
        "has" => (Items, &[Text], Some(Gives::YesNo)),
        "default" | "lookup" | "property_accessor" | "raw" | super::ABORT => (Anything, &[], None),
        "slice" => (Anything, &[Number, Number], None),
        "size" => (Anything, &[], Some(Gives::Number)),
        "as_json_string" | "json" | "to_json" => (Anything, &[], Some(Gives::Text)),
        "split" => (Text, &[Text], None),
        "abbreviate" | "truncate" | "truncatewords" => (Text, &[Number, Text], Some(Gives::Text)),
        "append" | "prepend" | "remove" | "remove_first" | "remove_last" | "replace"
        | "replace_first" | "replace_last" => (Text, &[Text, Text], Some(Gives::Text)),
        "base64_decode"
        | "base64_encode"
        | "base64_url_safe_decode"
        | "base64_url_safe_encode"
        | "capitalize"
        | "downcase"
        | "escape"
        | "escape_once"
        | "h"
        | "handleize"
        | "json_escape"
        | "lstrip"
        | "newline_to_br"
        | "rstrip"
        | "strip"
        | "strip_html"
        | "strip_newlines"
        | "titlecase"
        | "upcase"
        | "url_decode"
        | "url_encode"
        | "url_escape"
        | "url_param_escape"
        | "md5"
        | "sha1"
        | "sha2"
        | "sha256" => (Text, &[], Some(Gives::Text)),
        _ if name.starts_with("hmac_") => (Text, &[Text], Some(Gives::Text)),
        _ if name.starts_with("add_") || name.starts_with("subtract_") => {
            (Moment, &[Number], Some(Gives::Time))
        }
        _ => return None,
    };
    let fills = matches!(
        name,
        "as_json_string" | "json" | "to_json" | "size" | "md5" | "sha1" | "sha2" | "sha256"
    );
    let counts = takes == Number && gives == Some(Gives::Number) || name == "pluralize";
    Some(Signature {
        takes,
        arguments,
        gives,
        keeps_missing: !fills && !counts && !name.starts_with("hmac_"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::table::FILTERS;
    use super::signature;

    #[test]
    fn every_filter_has_one() {
        for row in &FILTERS {
            assert!(signature(row.name).is_some(), "{}", row.name);
        }
    }
}
