//! Rules that cannot be read.

use super::entry::{entries, rules};

entries! {
    /// The rule language has something else at this place.
    ///
    /// A rule that cannot be read has no meaning, and leaving it out in silence would send the wrong
    /// mail. Only the declaration in which it stands is left out; the rest of the file is still
    /// checked.
    ///
    /// The message says what is expected at the mark, and the hint how it is written here when it
    /// looks like a habit from another language, such as `==` or `&&`.
    SYNTAX = "syntax" {
        wrong: rules("segment big when spend => 100"),
        right: rules("segment big when spend >= 100"),
    }

    /// A line begins with no word that begins a declaration.
    ///
    /// Every line of a rule file belongs to a declaration. Text outside of all of them would be
    /// lost.
    ///
    /// Begin it with `segment`, `trait`, `campaign` or another word from the hint. A comment begins
    /// with `#`.
    UNKNOWN_ITEM = "unknown-item" {
        wrong: rules("segmnt big when spend >= 100"),
        right: rules("segment big when spend >= 100"),
    }

    /// A `{` or `(` has no partner.
    ///
    /// Where a bracket ends decides what belongs together, so it is not guessed.
    ///
    /// Add the `}` or `)` where it should end. The mark shows where it was opened.
    UNCLOSED_BRACKET = "unclosed-bracket" {
        wrong: rules("segment coast when state in (\"CA\", \"OR\""),
        right: rules("segment coast when state in (\"CA\", \"OR\")"),
    }

    /// A text has no second quote on its line.
    ///
    /// Otherwise the rest of the file would become part of the text.
    ///
    /// Add the `"`. A quote inside of a text is written `\"`, a line break `\n`.
    UNCLOSED_TEXT = "unclosed-text" {
        wrong: rules("segment home when state = \"CA"),
        right: rules("segment home when state = \"CA\""),
    }

    /// A backslash stands before a character that has no special meaning with it.
    ///
    /// It is not clear whether the backslash itself is meant.
    ///
    /// Write `\\` for a backslash, `\"` for a quote and `\n` for a line break.
    UNKNOWN_ESCAPE = "unknown-escape" {
        wrong: rules("trait place = \"CA\\NY\""),
        right: rules("trait place = \"CA\\\\NY\""),
    }

    /// A date is on no calendar.
    ///
    /// `2026-02-30` could mean the end of February or the second of March.
    ///
    /// Write year, month and day as in `2026-03-01`.
    INVALID_DATE = "invalid-date" {
        wrong: rules("segment young when birth_date after 2008-02-30"),
        right: rules("segment young when birth_date after 2008-02-29"),
    }

    /// What follows a date is no time of day.
    ///
    /// A window that begins at the wrong hour counts the wrong events.
    ///
    /// Write it as in `2026-03-01T10:00`, with `Z` or `+02:00` behind it when it is not in the
    /// project's time zone.
    INVALID_TIME = "invalid-time" {
        wrong: rules("segment early when joined before 2026-01-01T25:00"),
        right: rules("segment early when joined before 2026-01-01T23:00"),
    }

    /// A number has more than 18 digits.
    ///
    /// Numbers of that length cannot be kept exactly.
    ///
    /// Shorten it. What has so many digits is most often an id, and ids are texts: put it in quotes.
    LONG_NUMBER = "long-number" {
        wrong: rules("segment big when spend > 12345678901234567890"),
        right: rules("segment big when spend > 1234567890"),
    }

    /// Too many brackets or conditions stand inside one another.
    ///
    /// Nobody can read such a rule, and reading it would take more memory than it should.
    ///
    /// Give the inner parts names of their own with `trait` or `segment`, and use these.
    TOO_NESTED = "too-nested" {
        no_example: "it takes hundreds of brackets",
    }

    /// One expression has too many operators.
    ///
    /// Most often it compares one field with many values, which is slower and harder to read than
    /// a list.
    ///
    /// Write `state in ("CA", "OR", …)`, or give parts of the expression names with `segment`.
    TOO_LONG = "too-long" {
        no_example: "it takes thousands of operators",
    }

    /// The rule uses a part of the language that this version does not have yet.
    ///
    /// Rules that are written for a later version are understood, but not left out in silence.
    ///
    /// Leave the clause out, or use a newer version of Segue.
    UNSUPPORTED = "unsupported" {
        wrong: rules("
            campaign later {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Later\"
              block hero show \"hero/sale.liquid\" with products = 6 from also_bought
            }
        "),
        right: rules("
            campaign later {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Later\"
              block hero show \"hero/sale.liquid\"
            }
        "),
    }
}
