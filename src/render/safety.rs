//! What a campaign's messages must not show, and what they must: warnings, each at its place.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Problem, Severity, code};
use crate::liquid::{Composition, Medium, Output, SlotPath, flow};
use crate::model::{Campaign, Field, Model};
use crate::project::Project;
use crate::schema::Type;
use crate::source::Sources;

/// What a template is a template of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The sender.
    From,
    /// The subject.
    Subject,
    /// What an inbox shows behind the subject.
    Preheader,
    /// The address that a mail client unsubscribes by.
    Unsubscribe,
    /// What is added to links.
    Utm,
    /// The page.
    Page,
    /// The text part written beside it.
    TextPart,
}

/// A campaign's messages, and what they are made from.
pub(super) struct Safety<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) model: &'a Model,
    pub(super) project: &'a Project,
}

impl Safety<'_> {
    /// Reports what is unsafe about one of the campaign's templates.
    pub(super) fn check(
        &self,
        kind: Kind,
        composition: &Composition,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let medium = match kind {
            Kind::Unsubscribe | Kind::Utm => Medium::Address,
            _ => Medium::Page,
        };
        let flow = flow(composition, medium, sources);
        for output in &flow.outputs {
            for problem in self.personal(kind, output) {
                let mut diagnostic = Diagnostic::new(&problem, output.span);
                for place in output.included.iter().rev() {
                    diagnostic = diagnostic.note(*place, "included here");
                }
                diagnostics.push(diagnostic);
            }
        }
        if matches!(kind, Kind::Page | Kind::TextPart) {
            let page = Page {
                outputs: &flow.outputs,
                is_html: kind == Kind::Page,
                texts: flow.texts.iter().map(|span| sources.slice(*span)).collect(),
            };
            for problem in self.missing(&page) {
                diagnostics.report(&problem, self.campaign.template.span);
            }
        }
    }

    fn personal(&self, kind: Kind, output: &Output) -> Vec<SafetyProblem> {
        let mut problems = Vec::new();
        for origin in &output.origins {
            for field in self.personal_in(origin) {
                let field = &self.model.customer.fields[field];
                let shown = Shown::new(origin, field);
                match kind {
                    Kind::Subject | Kind::Preheader if !may_be_in_subject(field) => {
                        let is_subject = kind == Kind::Subject;
                        problems.push(SafetyProblem::InSubject { shown, is_subject });
                    }
                    Kind::Unsubscribe | Kind::Page | Kind::TextPart
                        if output.is_in_address && !field.allowed.in_url =>
                    {
                        let id = self.harmless_id();
                        problems.push(SafetyProblem::InUrl { shown, id });
                    }
                    Kind::Utm if !field.allowed.in_url => {
                        problems.push(SafetyProblem::InUtm { shown });
                    }
                    _ => {}
                }
            }
        }
        problems
    }

    /// Whether a global variable shows personal fields.
    pub(super) fn is_personal(&self, origin: &SlotPath) -> bool {
        !self.personal_in(origin).is_empty()
    }

    /// The personal fields that a global variable shows.
    fn personal_in(&self, origin: &SlotPath) -> BTreeSet<usize> {
        let names: Vec<&str> = origin.0.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["customer", name, parts @ ..] => {
                if let Some(field) = self.model.customer.field(name) {
                    let is_personal = self.model.customer.fields[field].pii;
                    return is_personal.then_some(field).into_iter().collect();
                }
                let part = format!("{name}.{}", parts.first().unwrap_or(&""));
                let facts = self.model.facts.iter().enumerate();
                let repeating = facts.filter(|(_, fact)| fact.name == *name || fact.name == part);
                repeating
                    .flat_map(|(index, _)| self.model.personal_in_fact(index))
                    .collect()
            }
            ["segue", "parameter", number] => {
                let number = number.strip_prefix('p').and_then(|text| text.parse().ok());
                let value = number.and_then(|number| self.campaign.parameters().nth(number));
                value.map_or_else(BTreeSet::new, |value| self.model.personal_in(value))
            }
            _ => BTreeSet::new(),
        }
    }

    /// The field that stands for a customer without saying who it is.
    fn harmless_id(&self) -> Option<String> {
        let customer = &self.model.customer;
        let key = &customer.fields[customer.key?];
        (!key.pii).then(|| key.name.clone())
    }

    fn missing(&self, page: &Page) -> Vec<SafetyProblem> {
        let mut problems = Vec::new();
        if !page.unsubscribes() {
            problems.push(SafetyProblem::NoUnsubscribe {
                is_html: page.is_html,
                is_set: self.project.message.unsubscribe_url.is_some(),
            });
        }
        let address = self.project.brand.get("address");
        if address.is_some_and(|address| !page.shows_address(address.as_str())) {
            problems.push(SafetyProblem::NoPostalAddress {
                is_html: page.is_html,
            });
        }
        problems
    }
}

/// A name greets; an address, a number or a day says who somebody is.
fn may_be_in_subject(field: &Field) -> bool {
    field.allowed.in_subject || (field.ty == Type::Text && field.name.contains("name"))
}

/// What a page prints.
struct Page<'a> {
    outputs: &'a [Output],
    texts: Vec<&'a str>,
    /// Or else plain text.
    is_html: bool,
}

impl Page<'_> {
    /// Whether there is a way out for whoever reads it.
    fn unsubscribes(&self) -> bool {
        let says_so = |text: &str| {
            let text = text.to_lowercase();
            ["unsubscribe", "opt-out", "opt out", "opt_out"]
                .iter()
                .any(|word| text.contains(word))
        };
        let mut origins = self.outputs.iter().flat_map(|output| &output.origins);
        origins.any(|origin| says_so(&origin.to_string()))
            || self.texts.iter().any(|text| says_so(text))
    }

    fn shows_address(&self, address: Option<&str>) -> bool {
        let setting = SlotPath::of(["brand", "address"]);
        let mut outputs = self.outputs.iter();
        let is_written = |address| self.texts.iter().any(|text| text.contains(address));
        outputs.any(|output| output.origins.contains(&setting)) || address.is_some_and(is_written)
    }
}

/// Personal data that is printed.
#[derive(Clone, Debug)]
struct Shown {
    /// The field that is `pii`.
    field: String,
    /// The fact that repeats it.
    through: Option<String>,
}

impl Shown {
    fn new(origin: &SlotPath, field: &Field) -> Self {
        let name = origin.0.get(1).filter(|_| origin.0[0] == "customer");
        Self {
            field: field.name.clone(),
            through: name.filter(|name| **name != field.name).cloned(),
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = &self.field;
        match &self.through {
            None => write!(formatter, "`{field}`, which is personal"),
            Some(fact) => write!(formatter, "`{fact}`, which repeats the personal `{field}`"),
        }
    }
}

/// What is unsafe about a campaign.
#[derive(Clone, Debug)]
enum SafetyProblem {
    /// Personal data where everybody sees them who sees the inbox.
    InSubject { shown: Shown, is_subject: bool },
    /// Personal data where servers on the way keep them.
    InUrl { shown: Shown, id: Option<String> },
    /// Personal data in what links tell the site's statistics.
    InUtm { shown: Shown },
    /// A page without a way out.
    NoUnsubscribe { is_html: bool, is_set: bool },
    /// A page that does not say where its sender is.
    NoPostalAddress { is_html: bool },
}

impl Problem for SafetyProblem {
    fn code(&self) -> Code {
        match self {
            Self::InSubject { .. } => code::PII_IN_SUBJECT,
            Self::InUrl { .. } => code::PII_IN_URL,
            Self::InUtm { .. } => code::PII_IN_UTM,
            Self::NoUnsubscribe { .. } => code::MISSING_UNSUBSCRIBE,
            Self::NoPostalAddress { .. } => code::MISSING_POSTAL_ADDRESS,
        }
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn message(&self) -> String {
        match self {
            Self::InSubject {
                shown,
                is_subject: true,
            } => format!("the subject shows {shown}"),
            Self::InSubject { shown, .. } => format!("the preheader shows {shown}"),
            Self::InUrl { shown, .. } => format!("a URL shows {shown}"),
            Self::InUtm { shown } => format!("a UTM value shows {shown}"),
            Self::NoUnsubscribe { is_html, .. } => {
                format!("{} has no link to unsubscribe", part(*is_html))
            }
            Self::NoPostalAddress { is_html } => {
                format!("{} does not show the postal address", part(*is_html))
            }
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::InSubject { shown, .. } => vec![format!(
                "if it may be read beside an inbox, mark `{}` with `in_subject`",
                shown.field
            )],
            Self::InUrl { shown, id } => {
                let id = id.iter();
                let mut hints: Vec<String> = id
                    .map(|id| {
                        format!("say who it is without personal data: `{{{{ customer.{id} }}}}`")
                    })
                    .collect();
                hints.push(in_url(&shown.field));
                hints
            }
            Self::InUtm { shown } => vec![
                "say what was sent, not to whom: a segment, an experiment's arm, a fixed word"
                    .to_owned(),
                in_url(&shown.field),
            ],
            Self::NoUnsubscribe { is_html, is_set } => {
                let link = if *is_html {
                    "`<a href=\"{{ unsubscribe_url }}\">Unsubscribe</a>`"
                } else {
                    "`{{ unsubscribe_url }}`"
                };
                let set = "set `unsubscribe_url` under `[message]` in segue.toml";
                vec![match is_set {
                    true => format!("add {link}"),
                    false => format!("{set}, and add {link}"),
                }]
            }
            Self::NoPostalAddress { .. } => {
                vec!["add `{{ brand.address }}`, for example to the footer".to_owned()]
            }
        }
    }
}

fn in_url(field: &str) -> String {
    format!("if servers may see and keep it, mark `{field}` with `in_url`")
}

fn part(is_html: bool) -> &'static str {
    if is_html {
        "this page"
    } else {
        "the text part of this page"
    }
}
