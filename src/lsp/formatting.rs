//! `textDocument/formatting`: the one style, as `segue fmt` has it.

use lsp_types::TextEdit;

use super::position::Lines;
use crate::diagnostic::Diagnostics;
use crate::rules::format;
use crate::source::Sources;

/// What is to be replaced; none when the text has syntax errors, nothing when it is in the style.
pub(super) fn formatting(text: &str) -> Option<Vec<TextEdit>> {
    let mut sources = Sources::default();
    let source = sources.add("", text);
    let formatted = format(source, &sources, &mut Diagnostics::default())?;
    if formatted == text {
        return Some(Vec::new());
    }
    Some(vec![TextEdit::new(Lines::of(text).whole(), formatted)])
}
