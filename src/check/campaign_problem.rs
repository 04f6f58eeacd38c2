//! What can be wrong with the clauses of a campaign that are its own.

use jiff::civil::Time;

use crate::diagnostic::Problem;
use crate::diagnostic::code::{self, Code};

/// A mistake in an experiment, a limit or a time of sending, or what a persona says of them.
#[derive(Clone, Debug)]
pub(crate) enum CampaignProblem {
    SplitSum {
        /// Hundredths of a percent.
        hundredths: i64,
    },
    Share,
    NoArm,
    ArmIsTemplate,
    NotAnExperiment {
        name: String,
    },
    NoHoldout {
        name: String,
    },
    LimitWithoutHistory {
        has_event: bool,
    },
    EmptyQuietHours,
    SendInQuietHours {
        from: Time,
        to: Time,
    },
}

impl Problem for CampaignProblem {
    fn code(&self) -> Code {
        match self {
            Self::SplitSum { .. } => code::SPLIT_SUM,
            Self::Share => code::PERCENT,
            Self::NoArm => code::NO_ARM,
            Self::ArmIsTemplate => code::ARM_IS_TEMPLATE,
            Self::NotAnExperiment { .. } => code::NOT_AN_EXPERIMENT,
            Self::NoHoldout { .. } => code::NO_HOLDOUT,
            Self::LimitWithoutHistory { .. } => code::LIMIT_WITHOUT_HISTORY,
            Self::EmptyQuietHours => code::EMPTY_QUIET_HOURS,
            Self::SendInQuietHours { .. } => code::SEND_IN_QUIET_HOURS,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::SplitSum { hundredths } => {
                let sum = percent(*hundredths);
                format!("expected shares that add up to 100%, found {sum}")
            }
            Self::Share => {
                "expected a share from 0.01% to 100%, with at most two digits behind the point"
                    .to_owned()
            }
            Self::NoArm => "expected an arm beside the holdout".to_owned(),
            Self::ArmIsTemplate => "an arm is a plain text, not a template".to_owned(),
            Self::NotAnExperiment { name } => {
                format!("expected CAMPAIGN.EXPERIMENT, found `{name}`")
            }
            Self::NoHoldout { name } => format!("nobody is held out of `{name}`"),
            Self::LimitWithoutHistory { has_event: false } => {
                "a limit counts the event `sent`, and there is none".to_owned()
            }
            Self::LimitWithoutHistory { has_event: true } => {
                "a limit needs the text field `campaign` of the event `sent`".to_owned()
            }
            Self::EmptyQuietHours => "these quiet hours end when they begin".to_owned(),
            Self::SendInQuietHours { .. } => "this time lies in the quiet hours".to_owned(),
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::SplitSum { hundredths } if *hundredths < 10_000 => format!(
                "who is to get nothing is a share too: `holdout {}`",
                percent(10_000 - hundredths)
            ),
            Self::NoArm => "add a share with a text, as in `90% \"Shop now\"`".to_owned(),
            Self::ArmIsTemplate => {
                "ask for the arm in a template: `{% if experiment.cta == 'short' %}`".to_owned()
            }
            Self::NoHoldout { .. } => "a share such as `holdout 10%` would do that".to_owned(),
            Self::LimitWithoutHistory { .. } => {
                "declare what was sent before: `event sent { campaign text }`".to_owned()
            }
            Self::SendInQuietHours { from, to } => format!(
                "send before {} or from {} on",
                from.strftime("%H:%M"),
                to.strftime("%H:%M")
            ),
            Self::SplitSum { .. }
            | Self::Share
            | Self::NotAnExperiment { .. }
            | Self::EmptyQuietHours => return Vec::new(),
        };
        vec![hint]
    }
}

/// Hundredths of a percent as people write them: `99.5%`.
fn percent(hundredths: i64) -> String {
    format!("{}%", hundredths as f64 / 100.0)
}
