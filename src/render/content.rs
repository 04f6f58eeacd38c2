//! A campaign's texts and page, composed, checked and compiled.

use lettre::message::Mailbox;

use super::globals::globals;
use super::known::{Told, told};
use super::safety::{Kind, Safety};
use super::slot::Slot;
use crate::diagnostic::{Code, Diagnostics, Problem, code};
use crate::liquid::{
    self, Composition, Escape, Facts, Filling, FilterSettings, Library, Name, Parameter, Program,
    Resolved, Shape, SlotPath, Variant,
};
use crate::model::{Arm, Campaign, Expr, Model, ParameterValue};
use crate::project::Project;
use crate::rules::ast;
use crate::source::{Sources, Span};
use crate::uses::Uses;

/// Everything that a campaign's messages are made of.
#[derive(Debug)]
pub(super) struct Content<'a> {
    pub(super) unsubscribe: Option<Text>,
    pub(super) from: Choice<'a>,
    pub(super) subject: Choice<'a>,
    pub(super) preheader: Choice<'a>,
    pub(super) html: Text,
    /// A text part of its own; derived from the HTML without one.
    pub(super) text: Option<Text>,
    pub(super) reply_to: Option<Mailbox>,
    /// What is added to links.
    pub(super) utm: Vec<(String, Text)>,
    pub(super) notes: Notes,
}

/// What is to be known of templates besides what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Every filter `raw` of an output.
    pub raw: Vec<Span>,
    /// Variables that `assign` and `capture` set.
    pub(crate) assigned: Vec<Name>,
}

/// A program, and where each of its slots comes from.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) program: Program,
    pub(super) slots: Vec<Slot>,
}

/// Texts of which the first whose condition holds is taken.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    pub(super) arms: Vec<ChoiceArm<'a>>,
}

#[derive(Debug)]
pub(super) struct ChoiceArm<'a> {
    pub(super) condition: Option<&'a Expr>,
    pub(super) text: Text,
}

impl Content<'_> {
    /// Everything that is rendered.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        let choices = [&self.from, &self.subject, &self.preheader];
        let arms = choices.into_iter().flat_map(|choice| &choice.arms);
        let single = [
            self.unsubscribe.as_ref(),
            Some(&self.html),
            self.text.as_ref(),
        ];
        let single = single.into_iter().flatten();
        let utm = self.utm.iter().map(|(_, text)| text);
        single.chain(arms.map(|arm| &arm.text)).chain(utm)
    }

    /// The slots of all programs.
    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.texts().flat_map(|text| &text.slots)
    }
}

/// What templates are prepared with.
struct Preparation<'p, 'a> {
    campaign: &'a Campaign,
    model: &'a Model,
    project: &'a Project,
    library: &'p Library,
    globals: Shape,
    sources: &'p Sources,
    diagnostics: &'p mut Diagnostics,
    /// Errors of what was prepared before.
    before: usize,
    uses: &'p mut Uses,
    notes: Notes,
    /// What the rules say is there: for whom a text is, and before that for the audience.
    known: Vec<SlotPath>,
}

/// Prepares all texts; every error of each is reported.
pub(super) fn prepare<'a>(
    campaign: &'a Campaign,
    model: &'a Model,
    project: &'a Project,
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    uses: &mut Uses,
) -> Option<Content<'a>> {
    let mut preparation = Preparation {
        before: diagnostics.errors(),
        notes: Notes::default(),
        known: told(&[Told::Holds(&campaign.audience)], model),
        globals: globals(model, project, campaign),
        campaign,
        model,
        project,
        library,
        sources,
        diagnostics,
        uses,
    };
    preparation.content()
}

impl<'a> Preparation<'_, 'a> {
    fn content(&mut self) -> Option<Content<'a>> {
        let message = &self.project.message;
        let unsubscribe = message
            .unsubscribe_url
            .as_ref()
            .map(|url| self.setting(url, Kind::Unsubscribe));
        let from = match (&message.from, self.campaign.from.is_empty()) {
            (Some(from), true) => {
                self.sender(self.in_settings(from));
                let text = self.setting(from, Kind::From);
                text.map(|text| Choice {
                    arms: vec![ChoiceArm {
                        condition: None,
                        text,
                    }],
                })
            }
            _ => {
                for arm in &self.campaign.from {
                    self.sender(content_of(arm.value.span));
                }
                self.choice(&self.campaign.from, Kind::From)
            }
        };
        let subject = self.choice(&self.campaign.subject, Kind::Subject);
        let preheader = self.choice(&self.campaign.preheader, Kind::Preheader);
        let utm: Vec<_> = self
            .campaign
            .utm
            .iter()
            .map(|parameter| {
                let text = self.literal(content_of(parameter.value.span), Kind::Utm)?;
                Some((parameter.name.clone(), text))
            })
            .collect();
        let html = self.page(&self.campaign.template.value, Kind::Page);
        let text = self
            .text_page()
            .map(|page| self.page(&page, Kind::TextPart));
        let reply_to = message
            .reply_to
            .as_ref()
            .map(|address| self.mailbox(address, self.in_settings(address)));
        Some(Content {
            unsubscribe: complete(unsubscribe)?,
            from: from?,
            subject: subject?,
            preheader: preheader?,
            html: html?,
            text: complete(text)?,
            reply_to: complete(reply_to)?,
            utm: utm.into_iter().collect::<Option<_>>()?,
            notes: std::mem::take(&mut self.notes),
        })
    }

    fn choice(&mut self, arms: &'a [Arm<ast::Text>], kind: Kind) -> Option<Choice<'a>> {
        let of_audience = self.known.clone();
        let known = self.known_in(arms);
        let texts = arms.iter().zip(known);
        let arms: Vec<_> = texts
            .map(|(arm, known)| {
                self.known = known;
                let text = self.literal(content_of(arm.value.span), kind)?;
                Some(ChoiceArm {
                    condition: arm.condition.as_ref(),
                    text,
                })
            })
            .collect();
        self.known = of_audience;
        let arms = arms.into_iter().collect::<Option<_>>()?;
        Some(Choice { arms })
    }

    /// What is there where each of the arms is chosen.
    fn known_in<T>(&self, arms: &[Arm<T>]) -> Vec<Vec<SlotPath>> {
        let mut before = vec![Told::Holds(&self.campaign.audience)];
        let mut known = Vec::new();
        for arm in arms {
            let condition = arm.condition.as_ref();
            let mut all = before.clone();
            all.extend(condition.map(Told::Holds));
            known.push(told(&all, self.model));
            before.extend(condition.map(Told::Fails));
        }
        known
    }

    /// A text in the rules or settings.
    fn literal(&mut self, span: Span, kind: Kind) -> Option<Text> {
        let composition = liquid::compose_text(span, self.library, self.sources, self.diagnostics)?;
        self.compile(&composition, kind)
    }

    /// A text in `segue.toml`, found again by what it says.
    fn setting(&mut self, text: &str, kind: Kind) -> Option<Text> {
        self.literal(self.in_settings(text), kind)
    }

    fn in_settings(&self, text: &str) -> Span {
        let source = self.project.source;
        let settings = &self.sources.get(source).text;
        let start = settings.find(text).unwrap_or_default();
        Span::new(source, start..start + text.len())
    }

    fn page(&mut self, path: &str, kind: Kind) -> Option<Text> {
        let fillings = self.fillings();
        let span = self.campaign.template.span;
        let mut composition = liquid::compose(
            path,
            span,
            &fillings,
            self.library,
            self.sources,
            self.diagnostics,
        )?;
        composition.settle(&self.globals, self.sources);
        self.compile(&composition, kind)
    }

    /// `campaigns/spring.txt.liquid` beside `campaigns/spring.liquid`.
    fn text_page(&self) -> Option<String> {
        let page = &self.campaign.template.value;
        let ends = [".liquid", ".hbs"];
        let stem = ends.iter().find_map(|end| page.strip_suffix(end));
        let stem = stem.unwrap_or(page);
        let mut paths = ends.iter().map(|end| format!("{stem}.txt{end}"));
        paths.find(|path| self.library.get(path).is_some())
    }

    fn compile(&mut self, composition: &Composition, kind: Kind) -> Option<Text> {
        let Resolved {
            slots: paths,
            uses,
            assigned,
            raw,
        } = liquid::resolve(composition, &self.globals, &self.known, self.diagnostics);
        self.uses.extend(uses);
        self.notes.assigned.extend(assigned);
        self.notes.raw.extend(raw);
        // An error leaves a gap in the composition, so that the rest of it can be checked.
        if self.diagnostics.errors() > self.before {
            return None;
        }
        let safety = Safety {
            campaign: self.campaign,
            model: self.model,
            project: self.project,
        };
        safety.check(kind, composition, self.sources, self.diagnostics);
        let settings = FilterSettings {
            currency: self.project.currency.clone(),
            locale: self.project.locale,
        };
        let escape = match kind {
            Kind::Page => Escape::Html,
            _ => Escape::Text,
        };
        let slots = paths.iter();
        let slots = slots.map(|path| Slot::of(path, self.model, self.project, self.campaign));
        let slots: Vec<Slot> = slots.collect();
        let constant = |path: &SlotPath| {
            let slot = paths.iter().position(|known| known == path)?;
            slots.get(slot)?.constant()
        };
        let facts = Facts {
            slots: &paths,
            constant: &constant,
            escape,
            settings,
            is_personal: &|path| safety.is_personal(path),
        };
        let before = self.diagnostics.errors();
        let program = liquid::compile(composition, &facts, self.sources, self.diagnostics);
        if self.diagnostics.errors() > before {
            return None;
        }
        Some(Text { program, slots })
    }

    fn fillings(&self) -> Vec<Filling> {
        let mut computed = 0;
        let mut parameter = |parameter: &crate::model::Parameter| {
            let value = match &parameter.value {
                ParameterValue::Liquid(text) => {
                    liquid::ParameterValue::Template(content_of(text.span))
                }
                ParameterValue::Computed(_) => {
                    computed += 1;
                    liquid::ParameterValue::Global(format!("segue.parameter.p{}", computed - 1))
                }
            };
            Parameter {
                name: parameter.name.clone(),
                span: parameter.span,
                value,
            }
        };
        let blocks = self.campaign.blocks.iter();
        blocks
            .map(|block| Filling {
                name: block.name.clone(),
                span: block.span,
                variants: block
                    .arms
                    .iter()
                    .zip(self.known_in(&block.arms))
                    .map(|(arm, known)| Variant {
                        known,
                        template: arm.value.template.value.clone(),
                        span: arm.value.template.span,
                        parameters: arm.value.parameters.iter().map(&mut parameter).collect(),
                    })
                    .collect(),
            })
            .collect()
    }

    /// A sender that is the same for everybody must be an address; any other is tried for each
    /// recipient.
    fn sender(&mut self, span: Span) {
        let text = self.sources.slice(span);
        if !text.contains(['{', '\\']) {
            self.mailbox(text, span);
        }
    }

    fn mailbox(&mut self, address: &str, span: Span) -> Option<Mailbox> {
        let mailbox = address.parse().ok();
        if mailbox.is_none() {
            let problem = BadAddress {
                address: address.to_owned(),
            };
            self.diagnostics.report(&problem, span);
        }
        mailbox
    }
}

/// What was there but wrong makes the whole nothing.
fn complete<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        Some(part) => part.map(Some),
        None => Some(None),
    }
}

/// A string literal without its quotes.
fn content_of(literal: Span) -> Span {
    Span {
        start: literal.start + 1,
        end: literal.end - 1,
        ..literal
    }
}

/// A sender or an address in the settings that is none.
struct BadAddress {
    address: String,
}

impl Problem for BadAddress {
    fn code(&self) -> Code {
        code::BAD_ADDRESS
    }

    fn message(&self) -> String {
        format!("`{}` is no email address", self.address)
    }

    fn hints(&self) -> Vec<String> {
        vec!["write it as in `Name <name@brand.example>`".to_owned()]
    }
}
