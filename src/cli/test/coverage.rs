//! What no persona reaches, for people and for machines.

use serde_json::{Value, json};

use super::report::Report;
use crate::coverage::{Coverage, Kind, Tally};

/// One line for the summary; none where there is nothing to reach.
pub(super) fn line(coverage: &Coverage) -> Option<String> {
    let total = coverage.total();
    if total.all == 0 {
        return None;
    }
    let rest = if total.reached == total.all {
        ""
    } else {
        "; `segue test --coverage` lists the rest"
    };
    Some(format!("coverage      {}{rest}", share(total)))
}

/// `85%, 71 of 83`
pub(super) fn share(tally: Tally) -> String {
    format!("{}%, {} of {}", tally.percent(), tally.reached, tally.all)
}

/// How much of each kind is reached.
pub(super) fn kinds(coverage: &Coverage) -> impl Iterator<Item = [String; 3]> {
    coverage.tallies().into_iter().map(|(kind, tally)| {
        let count = format!("{} of {}", tally.reached, tally.all);
        [
            kind.plural().to_owned(),
            count,
            format!("{}%", tally.percent()),
        ]
    })
}

/// Everything that no persona reaches: kind, what, place.
pub(super) fn unreached<'r>(
    report: &'r Report,
    coverage: &'r Coverage,
) -> Vec<(Kind, &'r str, String)> {
    let points = coverage.unreached().into_iter();
    let points = points.map(|point| &coverage.points()[point]);
    points
        .map(|point| (point.kind, point.what.as_str(), report.place(point.span)))
        .collect()
}

pub(super) fn as_json(report: &Report, coverage: &Coverage) -> Value {
    let tally = |tally: Tally| json!({ "percent": tally.percent(), "reached": tally.reached, "all": tally.all });
    let kinds = coverage.tallies().into_iter();
    let kinds = kinds.map(|(kind, counted)| (kind.name().to_owned(), tally(counted)));
    let unreached = unreached(report, coverage).into_iter();
    let unreached = unreached
        .map(|(kind, what, place)| json!({ "kind": kind.name(), "what": what, "place": place }));
    let mut value = tally(coverage.total());
    value["kinds"] = kinds.collect();
    value["unreached"] = unreached.collect();
    value
}
