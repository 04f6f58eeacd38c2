//! What can be proved of rules that it would be a mistake to send with.

use crate::diagnostic::{Code, Problem, Severity, code};

/// Something proved.
#[derive(Clone, Debug)]
pub(super) enum ProveProblem {
    /// A condition that nobody can satisfy.
    Never {
        /// The condition as written.
        condition: String,
        /// What it contradicts, where it does not contradict itself.
        with: Vec<String>,
        costs: Costs,
        why: Option<String>,
    },
    /// A condition that everybody satisfies.
    Always {
        condition: String,
        why: Option<String>,
    },
    /// An arm that is never chosen.
    Unreachable {
        what: &'static str,
        otherwise: bool,
        cover: Cover,
        example: Option<String>,
    },
    /// A comparison that holds because there is nothing to compare.
    MissingIncluded {
        condition: String,
        value: String,
        row: Option<String>,
        example: Option<String>,
        /// Whether a `not` before it is what makes it hold.
        under_not: bool,
    },
    /// Two segments of the same customers.
    EqualSegments { name: String, other: String },
    /// A fact that nothing uses.
    Unused { what: &'static str, name: String },
}

/// What a condition that never holds makes useless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Costs {
    /// A segment, or a member of a group.
    Segment(String),
    /// A campaign.
    Audience(String),
    /// Nothing but itself.
    Itself,
}

/// Who takes those that an arm asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// One arm above.
    Arm,
    /// Several arms above together.
    Arms,
    /// None of them is in the audience.
    Audience,
    /// The audience leaves only those whom arms above take.
    Both,
}

impl Problem for ProveProblem {
    fn code(&self) -> Code {
        match self {
            Self::Never { costs, .. } => match costs {
                Costs::Segment(_) => code::EMPTY_SEGMENT,
                Costs::Audience(_) => code::EMPTY_AUDIENCE,
                Costs::Itself => code::NEVER_TRUE,
            },
            Self::Always { .. } => code::ALWAYS_TRUE,
            Self::Unreachable { .. } => code::UNREACHABLE_ARM,
            Self::MissingIncluded { .. } => code::MISSING_SURPRISES,
            Self::EqualSegments { .. } => code::EQUAL_SEGMENTS,
            Self::Unused {
                what: "segment" | "group",
                ..
            } => code::UNUSED_SEGMENT,
            Self::Unused { .. } => code::UNUSED_TRAIT,
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::Never { .. } | Self::Unreachable { .. } => Severity::Error,
            _ => Severity::Warning,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Never {
                condition,
                with,
                costs,
                ..
            } => {
                let never = match with.as_slice() {
                    [] => format!("`{condition}` never holds"),
                    with => {
                        let with = with.join("` and `");
                        format!("`{condition}` never holds together with `{with}`")
                    }
                };
                match costs {
                    Costs::Segment(name) => format!("nobody can be in `{name}`: {never}"),
                    Costs::Audience(name) => format!("nobody can get `{name}`: {never}"),
                    Costs::Itself => never,
                }
            }
            Self::Always { condition, .. } => format!("`{condition}` always holds"),
            Self::Unreachable {
                what,
                otherwise,
                cover,
                ..
            } => {
                let this = if *otherwise {
                    "`otherwise` is never reached".to_owned()
                } else {
                    format!("this {what} is never chosen")
                };
                let why = match (cover, otherwise) {
                    (Cover::Arm, false) => "the one above takes everybody it asks for",
                    (Cover::Arm, true) => "the one above takes everybody",
                    (Cover::Arms, false) => "those above take everybody it asks for",
                    (Cover::Arms, true) => "those above take everybody",
                    (Cover::Audience, _) => "nobody in the audience is asked for",
                    (Cover::Both, _) => "those above take everybody in the audience it is for",
                };
                format!("{this}: {why}")
            }
            Self::MissingIncluded { value, row, .. } => match row {
                Some(event) => {
                    format!("this also holds for each `{event}` whose `{value}` is missing")
                }
                None => format!("this also holds for customers whose `{value}` is missing"),
            },
            Self::EqualSegments { name, other } => {
                format!("`{name}` and `{other}` are always the same customers")
            }
            Self::Unused { what, name } => format!("nothing uses the {what} `{name}`"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Never { why, .. } | Self::Always { why, .. } => why.clone().into_iter().collect(),
            Self::Unreachable { example, cover, .. } => {
                let example = example.as_ref().map(|example| match cover {
                    Cover::Audience => format!("for example, `{example}` is not in the audience"),
                    _ => format!("for example, `{example}` is taken above"),
                });
                let todo = match cover {
                    Cover::Audience => "remove it, or widen the audience",
                    _ => "remove it, or move it up",
                };
                example.into_iter().chain([todo.to_owned()]).collect()
            }
            Self::MissingIncluded {
                condition,
                value,
                example,
                under_not,
                ..
            } => {
                let example = example.as_ref().map(|one| format!("for example: {one}"));
                if *under_not {
                    let known = format!("add `{value} is known and …` where they are not meant");
                    return example.into_iter().chain([known]).collect();
                }
                let out = format!("`{value} is known and {condition}` leaves them out");
                let meant =
                    format!("`({value} is missing or {condition})` says that they are meant");
                example.into_iter().chain([out, meant]).collect()
            }
            Self::EqualSegments { .. } => vec!["keep one of them".to_owned()],
            Self::Unused { .. } => vec!["remove it, or use it in a rule or a template".to_owned()],
        }
    }
}
