//! `--why-not`, for people.

use super::page::Page;
use crate::cli::print::count;
use crate::explain::{Answer, Change, WhyNot};

pub(super) fn draw(page: &mut Page, why_not: &WhyNot) {
    let of = &why_not.of;
    page.blank();
    let ways = why_not.alternatives.as_slice();
    match (why_not.answer, ways) {
        (Answer::In, _) => page.heading(of, ": is in it already"),
        (Answer::Impossible, _) => {
            page.heading(of, ": nobody can be in it");
            page.aside(1, "what it asks for contradicts itself");
        }
        (Answer::OutOfReach, _) | (Answer::Changes, []) => {
            page.heading(of, ": is not in it");
            page.aside(1, "there are too many ways in to find the shortest");
        }
        (Answer::Changes, [first, others @ ..]) => {
            let number = count(first.len(), "change");
            let ways = if others.is_empty() {
                ""
            } else {
                ", in one of these ways"
            };
            page.heading(of, &format!(": {number} would put them in{ways}"));
            draw_way(page, first);
            for way in others {
                page.aside(1, "or");
                draw_way(page, way);
            }
            if why_not.more > 0 {
                page.aside(1, &format!("or {}", count(why_not.more, "other way")));
            }
        }
    }
}

fn draw_way(page: &mut Page, changes: &[Change]) {
    for change in changes {
        page.line(1, None, &change.shown, "");
        let place = format!("{}:{}", change.place.file, change.place.line);
        let below = match &change.note {
            Some(note) => format!("{note} – {place}"),
            None => place,
        };
        page.aside(2, &below);
    }
}
