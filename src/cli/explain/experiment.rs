//! Experiments, for people.

use super::clauses::Detail;
use super::page::Page;
use crate::explain::{ExperimentExplanation, ShareExplanation};

pub(super) fn draw(page: &mut Page, experiment: &ExperimentExplanation, detail: Detail) {
    let name = &experiment.name;
    let said = format!("experiment {name}: {}", arm(experiment.arm.as_deref()));
    let bucket = experiment.bucket;
    let why = if experiment.given {
        format!("given; bucket {bucket} has another")
    } else {
        format!("bucket {bucket} of 10,000")
    };
    page.line(1, None, &said, &why);
    if detail == Detail::Brief {
        return;
    }
    for share in &experiment.shares {
        let ShareExplanation {
            percent, from, to, ..
        } = share;
        let arm = arm(share.arm.as_deref());
        let said = format!("{arm} {percent}%: buckets {from} to {to}");
        let place = format!("{}:{}", share.place.file, share.place.line);
        page.placed(2, Some(share.holds), &said, &place);
    }
}

fn arm(arm: Option<&str>) -> String {
    arm.map_or_else(|| "held out".to_owned(), |arm| format!("{arm:?}"))
}
