//! Handlebars files.

use super::entry::{Example, entries, file};

/// A template beside those that the rules of the example project show.
const fn block(text: &'static str) -> Example {
    file("templates/blocks/hero/sale.hbs", text)
}

entries! {
    /// What stands inside of a tag makes no sense in Handlebars, or is a part of it that Segue does not
    /// know: decorators, inline partials, partials with content.
    ///
    /// The template would show nothing, or something else than where it comes from.
    ///
    /// Correct it at the mark, or write it as the hint says.
    HANDLEBARS_SYNTAX = "handlebars-syntax" {
        wrong: block("{{#if tier == \"gold\"}}Hello{{/if}}"),
        right: block("{{#equals tier \"gold\"}}Hello{{/equals}}"),
    }

    /// There is no helper of this name.
    ///
    /// Handlebars elsewhere stops there, and nobody gets the message.
    ///
    /// Take the helper that is suggested; `docs/handlebars.md` lists all of them.
    UNKNOWN_HELPER = "unknown-helper" {
        wrong: block("{{uper customer.first_name}}"),
        right: block("{{upper customer.first_name}}"),
    }

    /// A helper is given too few or too many values, one that it cannot use, or one with a name that
    /// it does not have.
    ///
    /// It would show something else than what was asked.
    ///
    /// Write it as the hint says. Patterns are written in quotes, so that they can be checked.
    HELPER_ARGUMENTS = "helper-arguments" {
        wrong: block("{{#equals customer.tier}}Hello{{/equals}}"),
        right: block("{{#equals customer.tier \"gold\"}}Hello{{/equals}}"),
    }
}
