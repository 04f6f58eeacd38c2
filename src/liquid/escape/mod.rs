//! What keeps a customer's value from being read as markup: where in a page it is printed decides.

mod context;
mod css;
mod html;
mod url;

pub(super) use context::{Context, Fault};
pub(super) use html::escape;

/// What is done to a value before it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escaper {
    /// Nothing: plain text, or the template says so.
    None,
    /// Between tags.
    Html,
    /// In quoted attributes, comments and titles: the same, but no tag can stand there.
    Quoted,
    /// Captured HTML in such a place: its tags are text, and its entities stay.
    Markup,
    /// The beginning of an address: its scheme must be a harmless one.
    Address,
    /// An address that so far has values only: no scheme can begin here any more.
    Relative,
    /// The path of an address.
    Path,
    /// The query of an address: one value, every reserved character as `%XX`.
    Query,
    /// A value in a style sheet.
    Css,
}

impl Escaper {
    /// The same for HTML that a template captured.
    pub(super) fn of_markup(self) -> Self {
        match self {
            Self::Html => Self::None,
            Self::Quoted => Self::Markup,
            other => other,
        }
    }

    /// Appends `text` to `out`.
    ///
    /// # Errors
    /// When no form of the text would be harmless.
    pub(super) fn write(self, text: &str, out: &mut String) -> Result<(), String> {
        match self {
            Self::None => out.push_str(text),
            Self::Html | Self::Quoted => html::escape(text, out),
            Self::Markup => html::escape_markup(text, out),
            Self::Address => url::address(text, out)?,
            Self::Relative => url::relative(text, out),
            Self::Path => url::path(text, out),
            Self::Query => url::query(text, out),
            Self::Css => css::value(text, out)?,
        }
        Ok(())
    }
}
