//! Why a row failed: where in which template, and what the values were.

use super::Machine;
use crate::liquid::Value;
use crate::liquid::program::{Operand, Outcome, Program};

/// Characters of a value that are shown at most.
const MAX_SHOWN: usize = 60;

/// What stands for a value that repeats personal data.
const MASK: &str = "•••";

impl Machine<'_, '_> {
    /// The failure of the operation at work, in words.
    pub(super) fn failure(&self, message: String) -> Outcome {
        let program = self.program;
        let Some(routine) = program.routines.get(self.template) else {
            return Outcome {
                message,
                template: None,
                place: None,
                values: Vec::new(),
            };
        };
        let op = routine.ops.get(self.at);
        let operands = op.map_or_else(Vec::new, |op| program.operands(op));
        let mut values: Vec<(String, String)> = Vec::new();
        let mut is_personal = false;
        for operand in operands {
            let Some(name) = name(program, operand) else {
                continue;
            };
            let is_masked = program.is_personal(operand, self.layout as u32);
            is_personal |= is_masked;
            let shown = match self.get(operand) {
                Ok(value) => shown(&value, is_masked),
                Err(_) => continue,
            };
            if values.iter().all(|(known, _)| *known != name) {
                values.push((name, shown));
            }
        }
        let mut outcome = Outcome {
            message,
            template: Some(routine.path.clone()),
            place: routine.places.get(self.at).copied().flatten(),
            values,
        };
        if is_personal && outcome.aborted().is_none() {
            outcome.message = masked(&outcome.message);
        }
        outcome
    }
}

/// What a template calls it; none for what is written there as a value.
fn name(program: &Program, operand: Operand) -> Option<String> {
    match operand {
        Operand::Constant(_) => None,
        Operand::Slot(slot) => program.slots.get(slot as usize).map(ToString::to_string),
        Operand::Path(path) => {
            let path = program.paths.get(path as usize)?;
            (!path.name.is_empty()).then(|| path.name.to_string())
        }
    }
}

fn shown(value: &Value<'_>, is_masked: bool) -> String {
    match value {
        Value::Nil => "missing".to_owned(),
        _ if is_masked => MASK.to_owned(),
        Value::Text(text) => match text.char_indices().nth(MAX_SHOWN) {
            Some((end, _)) => format!("{:?}…", &text[..end]),
            None => format!("{:?}", &**text),
        },
        Value::List(items) => match items.len() {
            1 => "a list of 1 item".to_owned(),
            length => format!("a list of {length} items"),
        },
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string().chars().take(MAX_SHOWN).collect(),
    }
}

/// Without the values that the message quotes; the filter's name is none.
fn masked(message: &str) -> String {
    let head = message
        .strip_prefix("filter `")
        .and_then(|rest| rest.find('`'));
    let (head, rest) = message.split_at(head.map_or(0, |end| end + "filter ``".len()));
    let mut out = head.to_owned();
    for (index, part) in rest.split('`').enumerate() {
        let is_quoted = index % 2 == 1;
        out.push_str(if index > 0 { "`" } else { "" });
        out.push_str(if is_quoted { MASK } else { part });
    }
    out
}
