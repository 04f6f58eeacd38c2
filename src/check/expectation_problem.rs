//! What can be wrong with what is expected.

use crate::diagnostic::{Code, Problem, code};

/// A mistake in an `expect`.
#[derive(Clone, Debug)]
pub(super) enum ExpectationProblem {
    /// `shows default` of a block that always shows a template.
    NeverDefault { block: String },
    /// A block where a text is asked for.
    BlockAsValue { name: String },
    /// A part of a message that is not compared with a text as it could be.
    MessageText { is_long: bool },
    /// A campaign inside of a condition.
    CampaignInside,
    /// A share that is no percentage.
    SharePercent,
    /// A size that is one.
    SizePercent,
    /// A limit that nothing keeps to.
    ImpossibleLimit,
}

impl Problem for ExpectationProblem {
    fn code(&self) -> Code {
        match self {
            Self::NeverDefault { .. } => code::NEVER_DEFAULT,
            Self::BlockAsValue { .. } => code::BLOCK_AS_VALUE,
            Self::MessageText { .. } => code::MESSAGE_TEXT,
            Self::CampaignInside => code::CAMPAIGN_INSIDE,
            Self::SharePercent => code::SHARE_PERCENT,
            Self::SizePercent => code::SIZE_PERCENT,
            Self::ImpossibleLimit => code::IMPOSSIBLE_LIMIT,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NeverDefault { block } => {
                format!("`{block}` never shows its default: its last arm is for everybody else")
            }
            Self::BlockAsValue { name } => format!("`{name}` is a block, which shows a template"),
            Self::MessageText { is_long: false } => {
                "expected a comparison with a text in quotes".to_owned()
            }
            Self::MessageText { is_long: true } => {
                "expected a comparison with a part of this long text".to_owned()
            }
            Self::CampaignInside => {
                "what a campaign gives is expected on its own, not inside of a condition".to_owned()
            }
            Self::SharePercent => "expected a percentage from 0% to 100%".to_owned(),
            Self::SizePercent => "expected a number of customers, found a percentage".to_owned(),
            Self::ImpossibleLimit => "this can never be the case".to_owned(),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::NeverDefault { .. } => vec!["name the template that it shows".to_owned()],
            Self::BlockAsValue { name } => vec![format!("write `{name} shows \"…\"`")],
            Self::MessageText { is_long: false } => vec![
                "with `=`, `!=`, `contains`, `starts with`, `ends with` or `matches`".to_owned(),
            ],
            Self::MessageText { is_long: true } => vec![
                "with `contains \"…\"`; `segue test` compares whole messages with approved ones"
                    .to_owned(),
            ],
            Self::CampaignInside => {
                vec!["write it as an expectation of its own, behind a comma".to_owned()]
            }
            Self::SharePercent => vec!["as in `share of vip below 20%`".to_owned()],
            Self::SizePercent => {
                vec!["`share of` asks for a percentage, `size of` for a number".to_owned()]
            }
            Self::ImpossibleLimit => Vec::new(),
        }
    }
}
