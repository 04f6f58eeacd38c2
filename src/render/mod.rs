//! A campaign's templates × rows → one [`Message`] a recipient.

mod content;
mod globals;
mod known;
mod safety;
mod schedule;
mod slot;
mod trace;

use arrow_buffer::BooleanBuffer;
use jiff::Zoned;
use lettre::Address;
use lettre::message::Mailbox;

use crate::diagnostic::Diagnostics;
use crate::evaluate::{Population, Rows};
use crate::liquid::{Library, Outcome, Value};
use crate::message::{LinkTags, Message, text_from_html};
use crate::model::{Campaign, Model};
use crate::plan::Needs;
use crate::project::Project;
use crate::schema::{Column, Type};
use crate::source::Sources;
use crate::uses::Uses;

pub use content::Notes;
use content::{Choice, Content, Text};
pub use slot::Shared;
use slot::Slot;
pub use trace::Choice as TextChoice;

/// A campaign whose templates are composed, checked and compiled.
#[derive(Debug)]
pub struct Renderer<'a> {
    campaign: &'a Campaign,
    model: &'a Model,
    project: &'a Project,
    content: Content<'a>,
}

/// Why a member of the audience gets no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The customer's id.
    pub customer_id: String,
    /// Line or row number in the customer file.
    pub place: u64,
    /// Lower case, no final period.
    pub reason: String,
    /// Whether the template wants it so: `{% abort %}`.
    pub is_aborted: bool,
    /// Where in which template it happened, if it did in one, and with which values.
    pub outcome: Option<Box<Outcome>>,
}

/// Why a message cannot be made.
struct Refusal {
    reason: String,
    is_aborted: bool,
    outcome: Option<Box<Outcome>>,
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self {
            reason,
            is_aborted: false,
            outcome: None,
        }
    }
}

impl From<Outcome> for Refusal {
    fn from(outcome: Outcome) -> Self {
        Self {
            reason: outcome.to_string(),
            is_aborted: outcome.aborted().is_some(),
            outcome: Some(Box::new(outcome)),
        }
    }
}

/// Who is eligible for a campaign and gets no message all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptBack {
    /// Those held out of an experiment.
    pub held_out: usize,
    /// Others, who have had enough messages.
    pub limited: usize,
}

impl std::ops::AddAssign for KeptBack {
    fn add_assign(&mut self, other: Self) {
        self.held_out += other.held_out;
        self.limited += other.limited;
    }
}

/// Puts a campaign's templates together. None when something is wrong, which is reported. What each
/// name in its texts and templates stands for goes to `uses`.
pub fn prepare<'a>(
    campaign: &'a Campaign,
    model: &'a Model,
    project: &'a Project,
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    uses: &mut Uses,
) -> Option<Renderer<'a>> {
    let content = content::prepare(
        campaign,
        model,
        project,
        library,
        sources,
        diagnostics,
        uses,
    )?;
    Some(Renderer {
        campaign,
        model,
        project,
        content,
    })
}

impl<'a> Renderer<'a> {
    /// The campaign.
    pub fn campaign(&self) -> &'a Campaign {
        self.campaign
    }

    /// What is to be known of its templates besides what is wrong.
    pub fn notes(&self) -> &Notes {
        &self.content.notes
    }

    /// Adds what the campaign's rules and templates use.
    pub fn needs(&self, needs: &mut Needs<'a>) {
        needs.exprs.push(&self.campaign.audience);
        needs.exprs.extend(self.campaign.conditions());
        needs.exprs.extend(self.campaign.parameters());
        let experiments = self.campaign.experiments.iter();
        needs.facts.extend(experiments.filter_map(|one| one.fact));
        needs.zoned |= self.campaign.send.is_some_and(|send| send.by_customer);
        needs.fields.extend(self.email());
        for slot in self.content.slots() {
            slot.needs(self.model, needs);
        }
    }

    fn email(&self) -> Option<usize> {
        self.model.customer.find(|field| field.ty == Type::Email)
    }

    /// What all recipients share: constants and catalogs as templates see them.
    pub fn shared(&self, population: &Population) -> Shared {
        Shared::new(self.model, self.project, population)
    }

    /// Chooses the content of every row.
    pub fn select<'r>(&'r self, rows: &'r Rows<'r>, shared: &'r Shared) -> Selected<'r, 'a> {
        let choose = |conditions: Vec<Option<&crate::model::Expr>>| choose(&conditions, rows);
        let texts =
            |choice: &Choice<'_>| choose(choice.arms.iter().map(|arm| arm.condition).collect());
        let blocks = self.campaign.blocks.iter().map(|block| {
            choose(
                block
                    .arms
                    .iter()
                    .map(|arm| arm.condition.as_ref())
                    .collect(),
            )
        });
        Selected {
            renderer: self,
            rows,
            shared,
            audience: rows.truth(&self.campaign.audience),
            from: texts(&self.content.from),
            subject: texts(&self.content.subject),
            preheader: texts(&self.content.preheader),
            blocks: blocks.collect(),
            parameters: self
                .campaign
                .parameters()
                .map(|value| rows.evaluate(value))
                .collect(),
        }
    }
}

/// For each row the first arm that holds.
fn choose(conditions: &[Option<&crate::model::Expr>], rows: &Rows) -> Vec<Option<usize>> {
    let mut choice = vec![None; rows.len()];
    for (arm, condition) in conditions.iter().enumerate().rev() {
        match condition {
            None => choice.fill(Some(arm)),
            Some(condition) => {
                for row in rows.truth(condition).set_indices() {
                    choice[row] = Some(arm);
                }
            }
        }
    }
    choice
}

/// Rows with everything decided that differs between them.
pub struct Selected<'r, 'a> {
    renderer: &'r Renderer<'a>,
    rows: &'r Rows<'r>,
    shared: &'r Shared,
    audience: BooleanBuffer,
    from: Vec<Option<usize>>,
    subject: Vec<Option<usize>>,
    preheader: Vec<Option<usize>>,
    blocks: Vec<Vec<Option<usize>>>,
    parameters: Vec<Column>,
}

impl Selected<'_, '_> {
    /// The rows in the campaign's audience.
    pub fn audience(&self) -> Vec<usize> {
        self.audience.set_indices().collect()
    }

    /// The rows that would be in the audience if nobody were kept back.
    pub(crate) fn eligible(&self) -> BooleanBuffer {
        self.rows.truth(&self.renderer.campaign.eligible)
    }

    /// How many of the rows are eligible and kept back.
    pub fn kept_back(&self) -> KeptBack {
        let campaign = self.renderer.campaign;
        if campaign.holdouts.is_empty() && campaign.limits.is_empty() {
            return KeptBack::default();
        }
        let eligible = self.eligible();
        let dealt_in = campaign
            .holdouts
            .iter()
            .fold(eligible.clone(), |some, one| &some & &self.rows.truth(one));
        let (eligible, dealt_in) = (eligible.count_set_bits(), dealt_in.count_set_bits());
        KeptBack {
            held_out: eligible - dealt_in,
            limited: dealt_in - self.audience.count_set_bits(),
        }
    }

    /// Whether the row is in the audience.
    pub fn in_audience(&self, row: usize) -> bool {
        self.audience.value(row)
    }

    /// For each block of the campaign the number of the arm that the row gets.
    pub fn arms(&self, row: usize) -> Vec<Option<usize>> {
        self.blocks.iter().map(|block| block[row]).collect()
    }

    /// The message for one row.
    ///
    /// # Errors
    /// When this recipient can get no message.
    pub fn render(&self, row: usize) -> Result<Message, Failure> {
        self.message(row).map_err(|refusal| Failure {
            customer_id: self.customer_id(row),
            place: self.rows.places()[row],
            reason: refusal.reason,
            is_aborted: refusal.is_aborted,
            outcome: refusal.outcome,
        })
    }

    fn message(&self, row: usize) -> Result<Message, Refusal> {
        let renderer = self.renderer;
        let content = &renderer.content;
        let mut texts = Texts::default();
        texts.unsubscribe_url = match &content.unsubscribe {
            Some(program) => Some(self.text(program, row, &texts)?),
            None => None,
        };
        texts.subject = squeezed(&self.chosen(&content.subject, &self.subject, row, &texts)?);
        if texts.subject.is_empty() {
            return Err("the subject is empty".to_owned().into());
        }
        texts.preheader =
            squeezed(&self.chosen(&content.preheader, &self.preheader, row, &texts)?);
        let from = self.chosen(&content.from, &self.from, row, &texts)?;
        let from = squeezed(&from);
        let from: Mailbox = from
            .parse()
            .map_err(|_| format!("`{from}` is no sender's address"))?;
        let (html, text) = self.parts(row, &texts)?;
        let message = &renderer.project.message;
        let domain = message.message_id_domain.clone();
        Ok(Message {
            campaign: renderer.campaign.name.clone(),
            customer_id: self.customer_id(row),
            to: self.address(row)?,
            message_id_domain: domain.unwrap_or_else(|| from.email.domain().to_owned()),
            from,
            reply_to: content.reply_to.clone(),
            subject: texts.subject,
            preheader: texts.preheader,
            html,
            text,
            date: self.rows.population().clock().now(),
            unsubscribe_url: texts.unsubscribe_url,
            unsubscribe_email: message.unsubscribe_email.clone(),
            list_id: message.list_id.clone(),
            blocks: self.shown(row),
            experiments: self.dealt(row),
            send_at: self.send_at(row)?,
        })
    }

    /// The HTML and the text part, their links tagged.
    fn parts(&self, row: usize, texts: &Texts) -> Result<(String, String), Refusal> {
        let content = &self.renderer.content;
        let mut html = self.text(&content.html, row, texts)?;
        let mut own = match &content.text {
            Some(program) => Some(self.text(program, row, texts)?),
            None => None,
        };
        if !content.utm.is_empty() {
            let parameters = content.utm.iter().map(|(name, value)| {
                let value = squeezed(&self.text(value, row, texts)?);
                Ok((name.clone(), value))
            });
            let parameters = parameters.collect::<Result<Vec<_>, Refusal>>()?;
            let tags = LinkTags {
                parameters: &parameters,
                spared: texts.unsubscribe_url.as_deref(),
            };
            html = tags.html(&html);
            own = own.map(|text| tags.text(&text));
        }
        let text = own.unwrap_or_else(|| text_from_html(&html));
        Ok((html, text))
    }

    /// When the message is to be sent.
    fn send_at(&self, row: usize) -> Result<Option<Zoned>, String> {
        let Some(send) = &self.renderer.campaign.send else {
            return Ok(None);
        };
        let clock = self.rows.population().clock();
        let zone = if send.by_customer {
            self.rows.zone(row)
        } else {
            clock.zone(0)
        };
        let moment = schedule::moment(send, &clock.now().to_zoned(zone.clone()));
        moment
            .map(Some)
            .map_err(|_| "the time of sending lies beyond the calendar".to_owned())
    }

    fn customer_id(&self, row: usize) -> String {
        let key = self.renderer.model.customer.key;
        self.cell(key, row).unwrap_or_default().to_owned()
    }

    fn cell(&self, field: Option<usize>, row: usize) -> Option<&str> {
        match self.rows.field(field?)? {
            Column::Text(texts) if arrow_array::Array::is_valid(texts, row) => {
                Some(texts.value(row))
            }
            _ => None,
        }
    }

    fn address(&self, row: usize) -> Result<Address, String> {
        let address = self
            .cell(self.renderer.email(), row)
            .ok_or("there is no email address")?;
        address
            .parse()
            .map_err(|_| "the email address is malformed".to_owned())
    }

    /// The template chosen for each block.
    fn shown(&self, row: usize) -> Vec<(String, String)> {
        let blocks = self.renderer.campaign.blocks.iter().zip(&self.blocks);
        let shown = blocks.filter_map(|(block, choice)| {
            let arm = &block.arms[choice[row]?];
            Some((block.name.clone(), arm.value.template.value.clone()))
        });
        shown.collect()
    }

    /// The arm of each experiment.
    fn dealt(&self, row: usize) -> Vec<(String, String)> {
        let experiments = self.renderer.campaign.experiments.iter();
        let dealt = experiments.filter_map(|experiment| {
            let Column::Text(arms) = self.rows.fact(experiment.fact?)? else {
                return None;
            };
            Some((experiment.name.clone(), arms.value(row).to_owned()))
        });
        dealt.collect()
    }

    fn chosen(
        &self,
        choice: &Choice,
        chosen: &[Option<usize>],
        row: usize,
        texts: &Texts,
    ) -> Result<String, Refusal> {
        match chosen[row] {
            Some(arm) => self.text(&choice.arms[arm].text, row, texts),
            None => Ok(String::new()),
        }
    }

    fn text(&self, text: &Text, row: usize, texts: &Texts) -> Result<String, Refusal> {
        let values: Vec<Value<'_>> = text
            .slots
            .iter()
            .map(|slot| self.value(slot, row, texts))
            .collect();
        let mut out = String::new();
        text.program.render(&values, &mut out)?;
        Ok(out)
    }

    fn value<'t>(&'t self, slot: &'t Slot, row: usize, texts: &'t Texts) -> Value<'t> {
        match slot {
            Slot::Subject => texts.subject.as_str().into(),
            Slot::Preheader => texts.preheader.as_str().into(),
            Slot::UnsubscribeUrl => texts
                .unsubscribe_url
                .as_deref()
                .map_or(Value::Nil, Value::from),
            Slot::Block(block) => {
                self.blocks[*block][row].map_or(Value::Nil, |arm| Value::Integer(arm as i64))
            }
            Slot::Parameter(parameter, ty) => slot::value(
                &self.parameters[*parameter],
                ty,
                row,
                self.rows,
                self.shared,
            ),
            slot => slot.value(row, self.rows, self.shared),
        }
    }
}

/// Texts of a message that its page may show again.
#[derive(Default)]
struct Texts {
    subject: String,
    preheader: String,
    unsubscribe_url: Option<String>,
}

/// Without line breaks and double spaces, as headers want it.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
