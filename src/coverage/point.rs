//! What there is to reach.

use std::collections::BTreeMap;

use crate::liquid::{Branch, Way};
use crate::model::{Arm, Campaign, Experiment, Expr, ExprKind, FactKind, Literal, Model};
use crate::render::{Renderer, TextChoice as Choice};
use crate::source::{Sources, Span};

/// Something that a person can reach.
#[derive(Clone, Debug)]
pub struct Point<'a> {
    /// Of which kind.
    pub kind: Kind,
    /// What it is, in words: `not in vip`, `sale.hero: when in vip`.
    pub what: String,
    /// Where it is written.
    pub span: Span,
    /// What a persona that reaches it can be expected to be or get, as rules say it.
    pub expect: Option<String>,
    /// Who reaches it.
    pub(super) test: Test<'a>,
}

/// The kinds of points, in the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Kind {
    Segment,
    Member,
    Case,
    Audience,
    Text,
    Block,
    Experiment,
    Branch,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Segment,
        Self::Member,
        Self::Case,
        Self::Audience,
        Self::Text,
        Self::Block,
        Self::Experiment,
        Self::Branch,
    ];

    /// Its name, for several.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Segment => "segments, in and out",
            Self::Member => "group members",
            Self::Case => "arms of traits",
            Self::Audience => "audiences, in and out",
            Self::Text => "arms of texts",
            Self::Block => "arms of blocks",
            Self::Experiment => "arms of experiments",
            Self::Branch => "template branches",
        }
    }

    /// Its name, for one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Member => "group",
            Self::Case => "trait",
            Self::Audience => "audience",
            Self::Text => "text",
            Self::Block => "block",
            Self::Experiment => "experiment",
            Self::Branch => "template",
        }
    }
}

/// Who reaches a point. Campaigns are numbers of the renderers.
#[derive(Clone, Debug)]
pub(super) enum Test<'a> {
    /// Those who are in the segment of this fact, or with `false` are not.
    Segment(usize, bool),
    /// Those whom a group puts into this member.
    Member(usize, &'a str),
    /// Those for whom this arm of a `case` is the first that holds; the one behind all arms is
    /// `otherwise`.
    Case(&'a [(Expr, Expr)], usize),
    /// Those who get the campaign, or with `false` do not.
    Audience(usize, bool),
    /// Those who get this arm's text in the campaign.
    Text(usize, Choice, usize),
    /// Those who get this arm of the campaign's block; none for the page's default.
    Block(usize, usize, Option<usize>),
    /// Those who get the campaign with this arm of the experiment that is a fact; or, without one, who
    /// would get it and are held out.
    Experiment(usize, usize, Option<&'a str>),
    /// Those in whose messages a template takes the branch.
    Branch,
}

struct Points<'a, 's> {
    model: &'a Model,
    sources: &'s Sources,
    all: Vec<Point<'a>>,
}

/// Everything there is to reach.
pub(super) fn points<'a>(
    model: &'a Model,
    renderers: &[Renderer<'a>],
    sources: &Sources,
) -> Vec<Point<'a>> {
    let mut points = Points {
        model,
        sources,
        all: Vec::new(),
    };
    points.facts();
    for (number, renderer) in renderers.iter().enumerate() {
        points.campaign(number, renderer.campaign());
    }
    points.branches(renderers);
    points.all
}

impl<'a> Points<'a, '_> {
    fn add(&mut self, kind: Kind, what: String, span: Span, test: Test<'a>) {
        let expect = self.expectation(&what, &test);
        self.all.push(Point {
            kind,
            what,
            span,
            expect,
            test,
        });
    }

    fn expectation(&self, what: &str, test: &Test) -> Option<String> {
        let campaign = |number: usize| &self.model.campaigns[number];
        match *test {
            Test::Segment(..) | Test::Member(..) => Some(what.to_owned()),
            Test::Audience(number, is_in) => self.membership(number, is_in),
            // A persona is given the arm: what it brings is to be expected.
            Test::Experiment(number, _, arm) => self.membership(number, arm.is_some()),
            Test::Block(number, block, arm) => {
                let block = &campaign(number).blocks[block];
                let shown = match arm {
                    Some(arm) => format!("{:?}", block.arms[arm].value.template.value),
                    None => "default".to_owned(),
                };
                Some(format!(
                    "{}.{} shows {shown}",
                    campaign(number).name,
                    block.name
                ))
            }
            Test::Case(..) | Test::Text(..) | Test::Branch => None,
        }
    }

    /// `in NAME` of a campaign; one that is called like a fact means the fact.
    fn membership(&self, campaign: usize, is_in: bool) -> Option<String> {
        let name = &self.model.campaigns[campaign].name;
        let is_fact = self.model.facts.iter().any(|fact| fact.name == *name);
        let words = if is_in { "in" } else { "not in" };
        (!is_fact).then(|| format!("{words} {name}"))
    }

    fn facts(&mut self) {
        for (index, fact) in self.model.facts.iter().enumerate() {
            let name = &fact.name;
            match (&fact.kind, &fact.value.kind) {
                (FactKind::Segment, _) => {
                    for (is_in, words) in [(true, "in"), (false, "not in")] {
                        let test = Test::Segment(index, is_in);
                        self.add(Kind::Segment, format!("{words} {name}"), fact.span, test);
                    }
                }
                (FactKind::Group(_), ExprKind::Case(arms, otherwise)) => {
                    let values = arms.iter().map(|(_, value)| value);
                    for value in values.chain(otherwise.as_deref()) {
                        if let ExprKind::Literal(Literal::Text(member)) = &value.kind {
                            let what = format!("in {name}.{member}");
                            self.add(Kind::Member, what, value.span, Test::Member(index, member));
                        }
                    }
                }
                (FactKind::Trait, ExprKind::Case(arms, otherwise)) => {
                    for (arm, (condition, _)) in arms.iter().enumerate() {
                        let what = format!("{name}: when {}", self.text(condition.span));
                        self.add(Kind::Case, what, condition.span, Test::Case(arms, arm));
                    }
                    if let Some(otherwise) = otherwise {
                        let what = format!("{name}: otherwise");
                        let test = Test::Case(arms, arms.len());
                        self.add(Kind::Case, what, otherwise.span, test);
                    }
                }
                _ => {}
            }
        }
    }

    fn campaign(&mut self, number: usize, campaign: &'a Campaign) {
        let name = &campaign.name;
        for (is_in, words) in [(true, "gets"), (false, "does not get")] {
            let (what, span) = (format!("{words} {name}"), campaign.audience.span);
            self.add(Kind::Audience, what, span, Test::Audience(number, is_in));
        }
        let texts = [
            ("from", Choice::From, &campaign.from),
            ("subject", Choice::Subject, &campaign.subject),
            ("preheader", Choice::Preheader, &campaign.preheader),
        ];
        for (part, choice, arms) in texts {
            for (index, arm) in arms.iter().enumerate().filter(|_| decides(arms)) {
                let what = format!("{name}.{part}: {}", self.when(arm));
                let test = Test::Text(number, choice, index);
                self.add(Kind::Text, what, arm.value.span, test);
            }
        }
        for (block, declared) in campaign.blocks.iter().enumerate() {
            let arms = &declared.arms;
            for (index, arm) in arms.iter().enumerate().filter(|_| decides(arms)) {
                let when = self.when(arm);
                let template = &arm.value.template;
                let what = format!("{name}.{}: {when} show {}", declared.name, template.value);
                let test = Test::Block(number, block, Some(index));
                self.add(Kind::Block, what, template.span, test);
            }
            if arms.last().is_some_and(|arm| arm.condition.is_some()) {
                let what = format!("{name}.{}: default", declared.name);
                let test = Test::Block(number, block, None);
                self.add(Kind::Block, what, declared.span, test);
            }
        }
        for experiment in &campaign.experiments {
            self.experiment(number, experiment);
        }
    }

    /// Chance decides between two shares or more.
    fn experiment(&mut self, number: usize, experiment: &'a Experiment) {
        let (Some(fact), [_, _, ..]) = (experiment.fact, experiment.shares.as_slice()) else {
            return;
        };
        let name = &self.model.facts[fact].name;
        for share in &experiment.shares {
            let what = match &share.arm {
                Some(arm) => format!("{name}: {arm:?}"),
                None => format!("{name}: held out"),
            };
            let test = Test::Experiment(number, fact, share.arm.as_deref());
            self.add(Kind::Experiment, what, share.span, test);
        }
    }

    /// A branch of a template that several campaigns use is one point.
    fn branches(&mut self, renderers: &[Renderer]) {
        let branches = renderers.iter().flat_map(Renderer::branches);
        let all: BTreeMap<Span, Branch> = branches.map(|branch| (branch.span, branch)).collect();
        for branch in all.into_values() {
            let what = self.branch(&branch);
            self.add(Kind::Branch, what, branch.span, Test::Branch);
        }
    }

    fn branch(&self, branch: &Branch) -> String {
        let tag = self.text(branch.tag);
        match branch.way {
            Way::First => tag,
            Way::Other => format!("{} of `{tag}`", self.text(branch.span)),
            Way::Else => format!("else of `{tag}`"),
            Way::Without => format!("none of `{tag}`"),
        }
    }

    fn when<T>(&self, arm: &Arm<T>) -> String {
        match &arm.condition {
            Some(condition) => format!("when {}", self.text(condition.span)),
            None => "otherwise".to_owned(),
        }
    }

    fn text(&self, span: Span) -> String {
        let text = self.sources.slice(span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether it depends on the person which arm is taken.
fn decides<T>(arms: &[Arm<T>]) -> bool {
    arms.first().is_some_and(|arm| arm.condition.is_some())
}
