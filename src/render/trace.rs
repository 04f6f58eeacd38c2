//! Which branches of its templates a row takes, without making a message.

use super::content::Text;
use super::{Renderer, Selected, Texts, squeezed};
use crate::liquid::{Branch, Reached, Value};

impl Renderer<'_> {
    /// Every branch of the campaign's templates and texts that a recipient could take.
    pub fn branches(&self) -> Vec<Branch> {
        let is_filled = |name: &str| {
            let mut blocks = self.campaign.blocks.iter();
            let block = blocks.find(|block| block.name == name);
            let last = block.and_then(|block| block.arms.last());
            last.is_some_and(|arm| arm.condition.is_none())
        };
        let texts = self.content.texts();
        texts
            .flat_map(|text| text.program.branches(&is_filled))
            .collect()
    }
}

/// A text of a message that is chosen by rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Choice {
    From,
    Subject,
    Preheader,
}

impl Selected<'_, '_> {
    /// The number of the arm that gives the row this text.
    pub fn arm_of(&self, choice: Choice, row: usize) -> Option<usize> {
        match choice {
            Choice::From => self.from[row],
            Choice::Subject => self.subject[row],
            Choice::Preheader => self.preheader[row],
        }
    }

    /// The number of the arm that fills a block of the campaign for the row.
    pub fn block_arm(&self, block: usize, row: usize) -> Option<usize> {
        self.blocks[block][row]
    }

    /// Adds the branches that one row takes to `reached`.
    ///
    /// # Errors
    /// When a template cannot be rendered for the row; what was taken up to there is added.
    pub fn trace(&self, row: usize, reached: &mut Reached) -> Result<(), String> {
        let content = &self.renderer.content;
        let mut texts = Texts::default();
        if let Some(program) = &content.unsubscribe {
            texts.unsubscribe_url = Some(self.traced(program, row, &texts, reached)?);
        }
        if let Some(arm) = self.subject[row] {
            let subject = &content.subject.arms[arm].text;
            texts.subject = squeezed(&self.traced(subject, row, &texts, reached)?);
        }
        if let Some(arm) = self.preheader[row] {
            let preheader = &content.preheader.arms[arm].text;
            texts.preheader = squeezed(&self.traced(preheader, row, &texts, reached)?);
        }
        let from = self.from[row].map(|arm| &content.from.arms[arm].text);
        for text in from.into_iter().chain([&content.html]).chain(&content.text) {
            self.traced(text, row, &texts, reached)?;
        }
        Ok(())
    }

    fn traced(
        &self,
        text: &Text,
        row: usize,
        texts: &Texts,
        reached: &mut Reached,
    ) -> Result<String, String> {
        let values = text.slots.iter().map(|slot| self.value(slot, row, texts));
        let values: Vec<Value<'_>> = values.collect();
        let mut out = Vec::new();
        text.program
            .trace(&values, &mut out, reached)
            .map_err(|outcome| outcome.to_string())?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }
}
