//! What can be wrong with a Handlebars file besides what can be wrong with any template.

use crate::diagnostic::{Code, Problem, code, suggest};

/// A mistake in a Handlebars file.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// What cannot be read.
    Syntax(String),
    /// `{{#if}}` without `{{/if}}`
    Unclosed(String),
    /// A name that no helper has.
    UnknownHelper(String),
    /// A helper that is no block, or nothing else.
    WrongForm { helper: String, is_block: bool },
    /// Too few or too many values.
    Arguments {
        helper: &'static str,
        least: usize,
        most: usize,
        found: usize,
    },
    /// `name=value` that the helper does not take.
    Named {
        helper: &'static str,
        name: String,
        known: &'static [&'static str],
    },
    /// What must be written in quotes.
    NotWritten { helper: String, what: &'static str },
    /// What a pattern or setting cannot be.
    Unusable {
        helper: String,
        found: String,
        hint: String,
    },
    /// `../`, `this` or `@index` where nothing stands for it.
    Nothing { found: String, hint: &'static str },
    /// What other engines know and this one does not.
    Unsupported {
        found: &'static str,
        hint: &'static str,
    },
}

impl Problem for Fault {
    fn code(&self) -> Code {
        match self {
            Self::Unclosed(_) => code::UNCLOSED_TAG,
            Self::UnknownHelper(_) => code::UNKNOWN_HELPER,
            Self::WrongForm { .. }
            | Self::Arguments { .. }
            | Self::Named { .. }
            | Self::NotWritten { .. }
            | Self::Unusable { .. } => code::HELPER_ARGUMENTS,
            Self::Syntax(_) | Self::Unsupported { .. } => code::HANDLEBARS_SYNTAX,
            Self::Nothing { .. } => code::UNKNOWN_VARIABLE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Syntax(found) => format!("`{found}` makes no sense here in Handlebars"),
            Self::Unclosed(name) => format!("`{name}` is never closed"),
            Self::UnknownHelper(name) => format!("unknown helper `{name}`"),
            Self::WrongForm {
                helper,
                is_block: true,
            } => format!("`{helper}` is a block"),
            Self::WrongForm { helper, .. } => format!("`{helper}` is no block"),
            Self::Arguments {
                helper,
                least,
                most,
                found,
            } => {
                let wanted = match (*least, *most) {
                    (0, 0) => "no values".to_owned(),
                    (1, 1) => "1 value".to_owned(),
                    (least, usize::MAX) => format!("at least {least}"),
                    (least, most) if least == most => format!("{least} values"),
                    (least, most) => format!("{least} to {most} values"),
                };
                format!("`{helper}` takes {wanted}, found {found}")
            }
            Self::Named { helper, name, .. } => format!("`{helper}` has no `{name}`"),
            Self::NotWritten { helper, what } => {
                format!("the {what} of `{helper}` must be written in quotes")
            }
            Self::Unusable { helper, found, .. } => format!("`{helper}` cannot use `{found}`"),
            Self::Nothing { found, .. } => format!("`{found}` stands for nothing here"),
            Self::Unsupported { found, .. } => format!("there are no {found}"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Syntax(found) => operator(found).into_iter().collect(),
            Self::Unclosed(name) => vec![format!("close it with `{{{{/{name}}}}}`")],
            Self::UnknownHelper(name) => suggest(name, super::helpers()),
            Self::WrongForm {
                helper,
                is_block: true,
            } => vec![format!("write `{{{{#{helper} …}}}}…{{{{/{helper}}}}}`")],
            Self::WrongForm { helper, .. } => vec![format!("write `{{{{{helper} …}}}}`")],
            Self::Arguments { helper, .. } => {
                let usage = super::helper::usage(helper).unwrap_or(helper);
                vec![format!("write `{usage}`")]
            }
            Self::Named { name, known, .. } => suggest(name, known.iter().copied()),
            Self::NotWritten { .. } => {
                vec!["it must be the same for everybody, so that it can be checked".to_owned()]
            }
            Self::Unusable { hint, .. } => vec![hint.clone()],
            Self::Nothing { hint, .. } | Self::Unsupported { hint, .. } => {
                vec![(*hint).to_owned()]
            }
        }
    }
}

/// What to write for an operator.
fn operator(found: &str) -> Option<String> {
    let usage = match found {
        "==" | "===" | "=" => "{{#equals x y}}",
        "!=" | "!==" => "{{#notEquals x y}}",
        ">" | ">=" => "{{#greaterThan x y}}",
        "<" | "<=" => "{{#lessThan x y}}",
        "&&" => "{{#and x y}}",
        "||" => "{{#or x y}}",
        "|" => "{{defaultIfEmpty x \"there\"}}",
        _ => return None,
    };
    Some(format!(
        "Handlebars has helpers instead of operators: `{usage}`"
    ))
}
