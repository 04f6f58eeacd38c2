//! Campaigns: who gets one, and what it shows to whom.

use crate::rules::ast::Text;
use crate::source::Span;

use super::{Expr, Send, UtmParameter};

/// A campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its name on the command line.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub span: Span,
    /// Who gets it, consent included: the eligible without those kept back.
    pub audience: Expr,
    /// Who would get it if nobody were kept back.
    pub eligible: Expr,
    /// Those for whom one of these does not hold are held out of an experiment.
    pub holdouts: Vec<Expr>,
    /// Those for whom one of these does not hold have had enough messages.
    pub limits: Vec<Expr>,
    /// Its experiments.
    pub experiments: Vec<Experiment>,
    /// The page's path below `templates/`.
    pub template: Text,
    /// Liquid of the sender.
    pub from: Vec<Arm<Text>>,
    /// Liquid of the subject.
    pub subject: Vec<Arm<Text>>,
    /// Liquid of the preheader; no arm when the campaign has none.
    pub preheader: Vec<Arm<Text>>,
    /// Blocks and what fills them.
    pub blocks: Vec<Block>,
    /// When it goes out; whenever its messages are handed on without it.
    pub send: Option<Send>,
    /// What is added to links.
    pub utm: Vec<UtmParameter>,
}

impl Campaign {
    /// Every condition that decides about content.
    pub fn conditions(&self) -> impl Iterator<Item = &Expr> {
        let texts = [&self.from, &self.subject, &self.preheader];
        let texts = texts.into_iter().flatten().map(|arm| &arm.condition);
        let arms = self.blocks.iter().flat_map(|block| &block.arms);
        let blocks = arms.map(|arm| &arm.condition);
        texts.chain(blocks).flatten()
    }

    /// Every value computed for a block's template.
    pub fn parameters(&self) -> impl Iterator<Item = &Expr> {
        let arms = self.blocks.iter().flat_map(|block| &block.arms);
        let parameters = arms.flat_map(|arm| &arm.value.parameters);
        parameters.filter_map(|parameter| match &parameter.value {
            ParameterValue::Computed(value) => Some(value),
            ParameterValue::Liquid(_) => None,
        })
    }
}

/// Content that is dealt out by chance, so that what it brings about can be compared.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// Its name inside the campaign.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// The fact that says who has which arm; none when it is declared wrongly.
    pub fact: Option<usize>,
    /// Its shares in the order written; none when it is declared wrongly.
    pub shares: Vec<Share>,
}

/// A share of an experiment.
#[derive(Clone, Debug)]
pub struct Share {
    /// The arm's text; none for those held out.
    pub arm: Option<String>,
    /// Where it is written.
    pub span: Span,
    /// The customers' buckets, see [`crate::evaluate::bucket()`].
    pub buckets: std::ops::Range<u16>,
}

/// A choice; the first whose condition holds wins.
#[derive(Clone, Debug)]
pub struct Arm<T> {
    /// None always holds.
    pub condition: Option<Expr>,
    /// What is chosen.
    pub value: T,
}

/// A named region of the template.
#[derive(Clone, Debug)]
pub struct Block {
    /// The region's name.
    pub name: String,
    /// Where the campaign names it.
    pub span: Span,
    /// What may fill it.
    pub arms: Vec<Arm<Show>>,
}

/// A template and its variables.
#[derive(Clone, Debug)]
pub struct Show {
    /// Path below `templates/blocks/`.
    pub template: Text,
    /// Variables for that template only.
    pub parameters: Vec<Parameter>,
}

/// A variable for a block's template.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where the rules name it.
    pub span: Span,
    /// Its value.
    pub value: ParameterValue,
}

/// The value of a parameter.
#[derive(Clone, Debug)]
pub enum ParameterValue {
    /// A text, itself a template.
    Liquid(Text),
    /// A value per customer.
    Computed(Expr),
}
