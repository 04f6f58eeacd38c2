//! Values in style sheets and `style` attributes.

/// A colour, length, name or number.
///
/// # Errors
/// When it has characters that could end it: quotes, brackets, `:`, `;`, `/`, `\`, `@`, ….
pub(super) fn value(text: &str, out: &mut String) -> Result<(), String> {
    let is_harmless = |c: char| c.is_alphanumeric() || " #.,%+-_!".contains(c);
    if let Some(c) = text.chars().find(|c| !is_harmless(*c)) {
        return Err(format!("a value with `{c}` cannot be shown in CSS"));
    }
    out.push_str(text);
    Ok(())
}
