//! Why a customer is in or out, and sees what they see: each clause with the values it saw.

use serde::Serialize;

use crate::evaluate::Rows;
use crate::model::{Arm, Campaign, Expr, ExprKind, FactKind, Model, Show};
use crate::schema::{Column, Type, from_day};
use crate::source::Sources;

/// Stands for a value that is marked `pii`.
const HIDDEN: &str = "(pii)";

/// A condition and what it came to for one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// As written in the rules.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The values it looked at, as `("orders", "3")`.
    pub saw: Vec<(String, String)>,
    /// The conditions it is made of.
    pub parts: Vec<Clause>,
}

/// What is known of a customer under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    /// The trait, score or group.
    pub name: String,
    /// Its value; of a group the member.
    pub value: String,
    /// The member's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What the rules decide for one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The customer's id.
    pub customer_id: String,
    /// Traits, scores and groups with their values.
    pub facts: Vec<Known>,
    /// Every segment.
    pub segments: Vec<(String, Clause)>,
    /// Every campaign asked for.
    pub campaigns: Vec<CampaignExplanation>,
}

/// What a campaign decides for one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignExplanation {
    /// The campaign's name.
    pub campaign: String,
    /// Whether they get it.
    pub audience: Clause,
    /// What each block shows; looked at also for those who do not get it.
    pub blocks: Vec<BlockExplanation>,
}

/// What a block shows to one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockExplanation {
    /// The block's name.
    pub block: String,
    /// The template shown; none for the page's own default.
    pub shows: Option<String>,
    /// The arms in order up to the one that holds, each with its template.
    pub arms: Vec<(String, Option<Clause>)>,
}

/// What is being explained, and how values are shown.
pub struct Explainer<'a> {
    /// The rules.
    pub model: &'a Model,
    /// Their texts.
    pub sources: &'a Sources,
    /// The row's batch; facts and the campaigns' needs are planned.
    pub rows: &'a Rows<'a>,
    /// Which row.
    pub row: usize,
    /// Minor units in one unit of the currency.
    pub money_digits: u8,
    /// Whether values marked `pii` are shown.
    pub show_pii: bool,
}

impl Explainer<'_> {
    /// Explains the segments and these campaigns.
    pub fn explain(&self, campaigns: &[&Campaign]) -> Explanation {
        let mut facts = Vec::new();
        let mut segments = Vec::new();
        for (index, fact) in self.model.facts.iter().enumerate() {
            if fact.kind == FactKind::Segment {
                segments.push((fact.name.clone(), self.clause(&fact.value)));
            } else {
                facts.push(self.known(index));
            }
        }
        let key = self.model.customer.key.and_then(|key| self.rows.field(key));
        Explanation {
            customer_id: match key {
                Some(Column::Text(ids)) => ids.value(self.row).to_owned(),
                _ => String::new(),
            },
            facts,
            segments,
            campaigns: campaigns
                .iter()
                .map(|campaign| self.campaign(campaign))
                .collect(),
        }
    }

    fn known(&self, index: usize) -> Known {
        let fact = &self.model.facts[index];
        let mut known = Known {
            name: fact.name.clone(),
            value: String::new(),
            title: None,
        };
        let Some(column) = self.rows.fact(index) else {
            return known;
        };
        known.value = match (&fact.kind, column) {
            _ if self.hides_fact(index) => HIDDEN.to_owned(),
            (FactKind::Group(members), Column::Text(names)) if column.is_known(self.row) => {
                let name = names.value(self.row);
                let member = members.iter().find(|(member, _)| member == name);
                known.title = member.and_then(|(_, title)| title.clone());
                name.to_owned()
            }
            _ => self.shown(column, &fact.value.ty),
        };
        known
    }

    fn campaign(&self, campaign: &Campaign) -> CampaignExplanation {
        let blocks = campaign
            .blocks
            .iter()
            .map(|block| self.block(&block.name, &block.arms));
        CampaignExplanation {
            campaign: campaign.name.clone(),
            audience: self.clause(&campaign.audience),
            blocks: blocks.collect(),
        }
    }

    fn block(&self, name: &str, arms: &[Arm<Show>]) -> BlockExplanation {
        let mut explained = BlockExplanation {
            block: name.to_owned(),
            shows: None,
            arms: Vec::new(),
        };
        for arm in arms {
            let template = arm.value.template.value.clone();
            let clause = arm
                .condition
                .as_ref()
                .map(|condition| self.clause(condition));
            let holds = clause.as_ref().is_none_or(|clause| clause.holds);
            explained.arms.push((template.clone(), clause));
            if holds {
                explained.shows = Some(template);
                break;
            }
        }
        explained
    }

    /// The condition with its parts; a segment is opened up to its own condition.
    pub fn clause(&self, expr: &Expr) -> Clause {
        let parts = match &expr.kind {
            // A consent that was asked for anyway.
            ExprKind::And(parts) if parts.len() == 1 => return self.clause(&parts[0]),
            // `between` is two comparisons under one text.
            ExprKind::And(parts) | ExprKind::Or(parts)
                if parts.iter().any(|part| part.span != expr.span) =>
            {
                parts.iter().map(|part| self.clause(part)).collect()
            }
            // `not in vip` has no text of its own for `in vip`.
            ExprKind::Not(inner) if opens(inner, self.model) && inner.span == expr.span => {
                self.clause(inner).parts
            }
            ExprKind::Not(inner) if opens(inner, self.model) => vec![self.clause(inner)],
            ExprKind::Fact(fact) if self.model.facts[*fact].kind == FactKind::Segment => {
                vec![self.clause(&self.model.facts[*fact].value)]
            }
            _ => Vec::new(),
        };
        Clause {
            text: self.text(expr),
            holds: self.rows.truth(expr).value(self.row),
            saw: if parts.is_empty() {
                self.saw(expr)
            } else {
                Vec::new()
            },
            parts,
        }
    }

    fn text(&self, expr: &Expr) -> String {
        if let Some(wording) = self.model.wordings.get(&expr.span) {
            return wording.clone();
        }
        let text = self.sources.slice(expr.span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What decides about being in the top of a ranking.
    fn percentile(&self, ranking: usize) -> (String, String) {
        let ranked = &self.model.rankings[ranking].value;
        let percentile = Expr {
            kind: ExprKind::Percentile(ranking),
            ty: Type::Number,
            ..ranked.clone()
        };
        let label = format!("percentile of {}", self.text(ranked));
        let value = self.rows.evaluate(&percentile);
        (label, self.shown(&value, &percentile.ty))
    }

    /// The values at the leaves of a condition: what varies from customer to customer.
    fn saw(&self, expr: &Expr) -> Vec<(String, String)> {
        let mut saw = Vec::new();
        expr.walk(&mut |leaf| {
            let hidden = match &leaf.kind {
                ExprKind::Field(field) => self.model.customer.fields[*field].pii && !self.show_pii,
                ExprKind::Fact(fact) => self.hides_fact(*fact),
                ExprKind::Aggregate(_)
                | ExprKind::Lookup { .. }
                | ExprKind::Quintile(_)
                | ExprKind::Percentile(_) => false,
                ExprKind::Top(ranking, _) => return saw.push(self.percentile(*ranking)),
                _ => return,
            };
            let value = if hidden {
                HIDDEN.to_owned()
            } else {
                self.shown(&self.rows.evaluate(leaf), &leaf.ty)
            };
            let seen = (self.label(leaf), value);
            if !saw.contains(&seen) {
                saw.push(seen);
            }
        });
        saw.reverse();
        saw
    }

    /// Whether a fact repeats personal data, as a first name does and an age does not.
    fn hides_fact(&self, index: usize) -> bool {
        !self.show_pii && !self.model.personal_in_fact(index).is_empty()
    }

    fn label(&self, leaf: &Expr) -> String {
        match &leaf.kind {
            ExprKind::Field(field) => self.model.customer.fields[*field].name.clone(),
            ExprKind::Fact(fact) => self.model.facts[*fact].name.clone(),
            _ => self.text(leaf),
        }
    }

    fn shown(&self, column: &Column, ty: &Type) -> String {
        let row = self.row;
        if !column.is_known(row) {
            return "missing".to_owned();
        }
        match column {
            Column::Text(array) => format!("\"{}\"", array.value(row)),
            Column::Number(array) => rounded(array.value(row)),
            Column::Money(array) => self.money(array.value(row)),
            Column::YesNo(array) => if array.value(row) { "yes" } else { "no" }.to_owned(),
            Column::Date(array) => from_day(array.value(row))
                .map(|day| day.to_string())
                .unwrap_or_default(),
            Column::Time(array) => match jiff::Timestamp::from_microsecond(array.value(row)) {
                Ok(moment) => moment
                    .to_zoned(self.rows.zone(row).clone())
                    .strftime("%Y-%m-%d %H:%M")
                    .to_string(),
                Err(_) => "out of range".to_owned(),
            },
            Column::Duration(array) => format!("{} s", rounded(array.value(row) as f64 / 1e6)),
            Column::List(array) => {
                let items = Column::from_array(&array.value(row));
                let item_type = match ty {
                    Type::List(item) => (**item).clone(),
                    _ => Type::Text,
                };
                items
                    .map(|items| self.list(&items, &item_type))
                    .unwrap_or_default()
            }
        }
    }

    fn list(&self, items: &Column, ty: &Type) -> String {
        let shown = (0..items.len()).map(|item| Self { row: item, ..*self }.shown(items, ty));
        format!("({})", shown.collect::<Vec<_>>().join(", "))
    }

    fn money(&self, minor: i64) -> String {
        let digits = usize::from(self.money_digits);
        format!(
            "{:.digits$}",
            minor as f64 / 10_f64.powi(i32::from(self.money_digits))
        )
    }
}

fn opens(expr: &Expr, model: &Model) -> bool {
    match &expr.kind {
        ExprKind::And(_) | ExprKind::Or(_) => true,
        ExprKind::Fact(fact) => model.facts[*fact].kind == FactKind::Segment,
        _ => false,
    }
}

/// At most two digits behind the point.
fn rounded(number: f64) -> String {
    ((number * 100.0).round() / 100.0).to_string()
}
