//! An explanation for people.

use super::Args;
use super::clauses::{Clauses, Detail, summary};
use super::experiment;
use super::page::cut;
use super::why_not;
use crate::explain::{
    ArmExplanation, CampaignExplanation, Choice, ChoiceOf, Explanation, Known, SegmentExplanation,
};
use crate::model::Model;
use crate::persona;

/// Characters of a text that an arm gives.
const TEXT: usize = 60;

/// The same with a place behind it.
const PLACED: usize = 44;

pub(super) fn human(explanation: &Explanation, args: &Args, model: &Model) -> String {
    let detail = match args.target {
        Some(_) => Detail::Full,
        None => Detail::Brief,
    };
    let mut drawing = Drawing {
        clauses: Clauses::new(detail),
        detail,
    };
    let persona = persona::find(model, &args.customer);
    let behind = match persona {
        Some(persona) => {
            let title = persona.title.as_ref().map(|title| format!("  {title}"));
            format!("{}  (persona)", title.unwrap_or_default())
        }
        None => String::new(),
    };
    drawing.clauses.page.heading(&args.customer, &behind);
    drawing.clauses.page.aside(
        0,
        &format!("as of {} in {}", explanation.now, explanation.timezone),
    );
    if let Some(why_not) = &explanation.why_not {
        why_not::draw(&mut drawing.clauses.page, why_not);
    }
    drawing.facts(&explanation.facts);
    drawing.groups(&explanation.groups);
    drawing.segments(&explanation.segments);
    for campaign in &explanation.campaigns {
        drawing.campaign(campaign);
    }
    drawing.clauses.page.text
}

struct Drawing {
    clauses: Clauses,
    detail: Detail,
}

impl Drawing {
    fn title(&mut self, name: &str, behind: &str) {
        self.clauses.page.blank();
        self.clauses.page.heading(name, behind);
    }

    fn facts(&mut self, facts: &[Known]) {
        if let (Detail::Full, [fact]) = (self.detail, facts) {
            return self.fact(fact);
        }
        if facts.is_empty() {
            return;
        }
        self.title("traits and scores", "");
        let names = facts.iter().map(|fact| fact.name.chars().count());
        let width = names.max().unwrap_or_default();
        let values = facts.iter().map(|fact| fact.shown.chars().count());
        let column = values.filter(|length| *length <= 20).max().unwrap_or(0);
        // Many traits are about the same events, which are told once.
        let mut told = Vec::new();
        for fact in facts {
            let why = match fact.events.as_slice() {
                [events] if told.contains(&&events.which) => String::new(),
                [events] if events.counted > 0 || !events.missed.is_empty() => {
                    told.push(&events.which);
                    summary(events, false)
                }
                _ => String::new(),
            };
            let said = format!("{:width$}  {}", fact.name, fact.shown);
            let column = width + 2 + column;
            self.clauses.page.padded(1, None, &said, column, &why);
        }
    }

    /// All about one fact.
    fn fact(&mut self, fact: &Known) {
        self.title(&fact.name, &format!(" is {}", fact.shown));
        let place = format!("{}:{}", fact.place.file, fact.place.line);
        self.clauses.page.aside(1, &place);
        if let Some(text) = &fact.text {
            self.clauses.page.line(1, None, &format!("= {text}"), "");
        }
        for part in &fact.made_of {
            let said = format!("{} is {}", part.name, part.shown);
            self.clauses.page.line(1, None, &said, "");
        }
        for evidence in &fact.events {
            self.clauses.page.line(
                1,
                None,
                &evidence.which,
                &summary(evidence, evidence.counted == 0),
            );
            let direct = crate::explain::Evidence {
                of: None,
                ..evidence.clone()
            };
            self.clauses.evidence(&direct, true, false, 2);
        }
    }

    fn groups(&mut self, groups: &[Choice]) {
        if groups.is_empty() {
            return;
        }
        if self.detail == Detail::Full {
            for group in groups {
                let member = group.taken.as_deref().unwrap_or("no member");
                self.title(&format!("group {}", group.name), &format!(": {member}"));
                self.arms(group, 1);
            }
            return;
        }
        self.title("groups", "");
        for group in groups {
            let taken = group.arms.iter().find(|arm| arm.holds);
            let member = group.taken.as_deref().unwrap_or("no member");
            let why = match taken {
                Some(ArmExplanation {
                    when: Some(when), ..
                }) => format!("when {}", when.text),
                Some(_) => "no other member holds".to_owned(),
                None => "none holds".to_owned(),
            };
            let title = taken.and_then(|arm| arm.title.as_ref());
            let title = title
                .map(|title| format!("  \"{title}\""))
                .unwrap_or_default();
            let said = format!("{}  {member}{title}", group.name);
            self.clauses.page.line(1, None, &said, &why);
        }
    }

    fn segments(&mut self, segments: &[SegmentExplanation]) {
        if segments.is_empty() {
            return;
        }
        if self.detail == Detail::Full {
            for segment in segments {
                let is = if segment.holds {
                    "is in it"
                } else {
                    "is not in it"
                };
                self.title(&format!("segment {}", segment.name), &format!(": {is}"));
                let place = format!("{}:{}", segment.place.file, segment.place.line);
                let must = Clauses::must_hold(&segment.when);
                self.clauses.page.aside(1, &format!("{must}, {place}"));
                self.clauses.below(&segment.when, 1);
            }
            return;
        }
        self.title("segments", "");
        for segment in segments {
            let title = segment.title.as_ref();
            let title = title
                .map(|title| format!("  \"{title}\""))
                .unwrap_or_default();
            let joined = Clauses::joined(&segment.when);
            let said = format!("{}{title}{joined}", segment.name);
            self.clauses.page.line(1, Some(segment.holds), &said, "");
            self.clauses.below(&segment.when, 2);
        }
    }

    fn campaign(&mut self, campaign: &CampaignExplanation) {
        let gets = if campaign.gets {
            "gets it"
        } else {
            "does not get it"
        };
        self.title(&format!("campaign {}", campaign.name), &format!(": {gets}"));
        if self.detail == Detail::Full {
            let must = Clauses::must_hold(&campaign.audience);
            self.clauses.page.aside(1, must);
        }
        self.clauses.below(&campaign.audience, 1);
        if self.detail == Detail::Brief && !campaign.gets {
            return;
        }
        self.clauses.page.blank();
        for one in &campaign.experiments {
            experiment::draw(&mut self.clauses.page, one, self.detail);
        }
        if !campaign.gets {
            let note = "what they would see if they got it:";
            self.clauses.page.aside(1, note);
        }
        for choice in campaign.texts.iter().chain(&campaign.blocks) {
            self.choice(choice);
        }
    }

    fn choice(&mut self, choice: &Choice) {
        let taken = match (&choice.taken, choice.of) {
            (Some(text), ChoiceOf::Text) => format!("\"{}\"", cut(text, TEXT)),
            (Some(taken), _) => taken.clone(),
            (None, _) => "no arm holds: what the page has there".to_owned(),
        };
        let name = match choice.of {
            ChoiceOf::Template => format!("block {}", choice.name),
            _ => choice.name.clone(),
        };
        let why = choice.arms.iter().find(|arm| arm.holds);
        let why = why.and_then(|arm| arm.when.as_ref());
        if self.detail == Detail::Brief {
            let why = why.map(|when| format!("when {}", when.text));
            let said = format!("{name}: {taken}");
            let why = why.unwrap_or_default();
            return self.clauses.page.line(1, None, &said, &why);
        }
        self.clauses
            .page
            .line(1, None, &format!("{name}: {taken}"), "");
        // Always the same: nothing was chosen.
        if choice.arms.len() == 1 && why.is_none() && choice.not_looked_at.is_empty() {
            return;
        }
        self.arms(choice, 2);
    }

    /// The arms up to the one that is taken, and that nobody looked at the others.
    fn arms(&mut self, choice: &Choice, depth: usize) {
        for arm in &choice.arms {
            let gives = match choice.of {
                ChoiceOf::Text => format!("\"{}\"", cut(&arm.gives, PLACED)),
                _ => arm.gives.clone(),
            };
            let when = arm.when.as_ref();
            let joined = when.map_or(": otherwise", Clauses::joined);
            let place = format!("{}:{}", arm.place.file, arm.place.line);
            let said = format!("{gives}{joined}");
            self.clauses
                .page
                .placed(depth, Some(arm.holds), &said, &place);
            if let Some(when) = when {
                self.clauses.below(when, depth + 1);
            }
        }
        let later = match choice.not_looked_at.len() {
            0 => return,
            1 => "1 later arm was not looked at".to_owned(),
            count => format!("{count} later arms were not looked at"),
        };
        self.clauses
            .page
            .aside(depth, &format!("{later}: the first that holds is taken"));
    }
}
