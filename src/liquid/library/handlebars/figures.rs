//! How `numberFormat` writes numbers: Java's styles and patterns.

use super::words::{Argument, Call};
use crate::liquid::Value;
use crate::source::Span;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Number,
    Percent,
    Money,
}

/// How a number is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figures {
    pub(super) style: Style,
    /// Digits behind the point.
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) is_grouped: bool,
    /// A filter that rounds to whole numbers.
    pub(super) rounding: Option<&'static str>,
}

/// Digits behind the point that anybody reads.
const MAX_DIGITS: usize = 20;

/// What cannot be used, and what can.
type Unusable = (Option<Span>, String);

/// Reads the pattern and the settings of `numberFormat`.
pub(super) fn figures(call: &Call, rest: &[Argument]) -> Result<Figures, Unusable> {
    let mut figures = Figures {
        style: Style::Number,
        least: 0,
        most: 3,
        is_grouped: true,
        rounding: None,
    };
    if let Some(pattern) = rest.first() {
        let unusable = |hint: &str| (Some(pattern.span()), hint.to_owned());
        let Some(text) = pattern.text() else {
            return Err(unusable("write the pattern in quotes"));
        };
        figures = pattern_of(text).ok_or_else(|| {
            unusable(
                "write \"integer\", \"percent\", \"currency\", or a pattern such as \"#,##0.00\"",
            )
        })?;
    }
    for (name, value) in &call.named {
        setting(&mut figures, &name.text, value).ok_or_else(|| {
            let hint = "digits are whole numbers up to 20, and numbers are rounded by \"half_up\", \"ceiling\" or \"floor\"";
            (Some(value.span()), hint.to_owned())
        })?;
    }
    Ok(figures)
}

fn setting(figures: &mut Figures, name: &str, value: &Argument) -> Option<()> {
    let digits = match value {
        Argument::Constant(Value::Integer(digits), _) => usize::try_from(*digits).ok(),
        _ => None,
    };
    let digits = digits.filter(|digits| *digits <= MAX_DIGITS);
    match name {
        "minimumFractionDigits" => {
            figures.least = digits?;
            figures.most = figures.most.max(figures.least);
        }
        "maximumFractionDigits" => {
            figures.most = digits?;
            figures.least = figures.least.min(figures.most);
        }
        "groupingUsed" => match value {
            Argument::Constant(Value::Bool(is_grouped), _) => figures.is_grouped = *is_grouped,
            _ => return None,
        },
        _ => match value.text()?.to_lowercase().as_str() {
            "half_up" | "half_even" | "half_down" => {}
            "ceiling" if figures.most == 0 => figures.rounding = Some("ceil"),
            "floor" if figures.most == 0 => figures.rounding = Some("floor"),
            _ => return None,
        },
    }
    Some(())
}

fn pattern_of(text: &str) -> Option<Figures> {
    let figures = |style, least, most, is_grouped| {
        Some(Figures {
            style,
            least,
            most,
            is_grouped,
            rounding: None,
        })
    };
    match text {
        "integer" => return figures(Style::Number, 0, 0, true),
        "percent" => return figures(Style::Percent, 0, 0, false),
        "currency" => return figures(Style::Money, 0, 0, true),
        _ => {}
    }
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = !whole.is_empty() && whole.chars().all(|c| matches!(c, '#' | '0' | ','));
    let zeros = places.len() - places.trim_start_matches('0').len();
    let is_places = places[zeros..].chars().all(|c| c == '#') && places.len() <= MAX_DIGITS;
    if !is_whole || !is_places {
        return None;
    }
    figures(Style::Number, zeros, places.len(), whole.contains(','))
}
