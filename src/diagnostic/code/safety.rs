//! What a message must not show, and what it must.

use super::entry::{Example, entries, file, rules};

/// What the rules of the example project show.
const fn block(text: &'static str) -> Example {
    file("templates/blocks/hero/sale.liquid", text)
}

/// What every page of the example project ends with.
const fn footer(text: &'static str) -> Example {
    file("templates/partials/footer.liquid", text)
}

entries! {
    /// The subject or the preheader shows personal data: a field marked `pii`, or a fact that
    /// repeats one.
    ///
    /// Both are read beside an inbox and on a locked screen by whoever stands near, and kept in the
    /// logs of every server on the way. A text whose name contains `name`, such as `first_name`,
    /// may stand there, because that is how people are greeted.
    ///
    /// Say it inside of the message instead. If it is meant, mark the field with `in_subject`:
    /// `birth_date date? pii in_subject`.
    PII_IN_SUBJECT = "pii-in-subject" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"News for {{ customer.email }}\"
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"News for {{ customer.first_name | default: 'you' }}\"
            }
        "),
    }

    /// An address shows personal data: a field marked `pii`, or a fact that repeats one, stands in a
    /// link, in the place of a picture, or in the address to unsubscribe.
    ///
    /// Addresses are kept in the logs of web servers, in the history of browsers, and are handed on
    /// to every other site that the page loads something from.
    ///
    /// Say who it is by an id that means nothing elsewhere: `?c={{ customer.customer_id }}`. If it
    /// is meant, mark the field with `in_url`: `email email pii in_url`.
    PII_IN_URL = "pii-in-url" {
        wrong: block("<a href=\"https://shop.example/sale?e={{ customer.email | url_encode }}\">Sale</a>"),
        right: block("<a href=\"https://shop.example/sale?c={{ customer.customer_id }}\">Sale</a>"),
    }

    /// A value of the `utm` clause shows personal data: a field marked `pii`, or a fact that repeats
    /// one.
    ///
    /// The value is added to every link of the message. It ends up in the reports of web analytics,
    /// whose terms forbid personal data, and from there it cannot be taken back.
    ///
    /// Say what was sent instead of to whom: a fixed word, the arm of an experiment, a segment. If it
    /// is meant, mark the field with `in_url`: `first_name text? pii in_url`.
    PII_IN_UTM = "pii-in-utm" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              utm      source \"newsletter\", content \"{{ customer.email }}\"
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              utm      source \"newsletter\", content \"{{ customer.tier }}\"
            }
        "),
    }

    /// A page, or the text part written beside it, has no link to unsubscribe.
    ///
    /// The law wants one in every commercial message: the CAN-SPAM Act in the United States
    /// (15 U.S.C. 7704(a)(5)), CASL in Canada, the rules on direct marketing in Europe. Without one,
    /// people press the button that says spam.
    ///
    /// Print `{{ unsubscribe_url }}`, which `[message]` in `segue.toml` sets, in a link. A text that
    /// says `unsubscribe` or `opt out` counts as well.
    MISSING_UNSUBSCRIBE = "missing-unsubscribe" {
        wrong: footer("<p>{{ brand.address }}</p>"),
        right: footer("<p>{{ brand.address }}</p><p><a href=\"{{ unsubscribe_url }}\">Unsubscribe</a></p>"),
    }

    /// A page, or the text part written beside it, does not show the postal address that
    /// `[brand]` in `segue.toml` has.
    ///
    /// The CAN-SPAM Act wants a valid physical postal address of the sender in every commercial
    /// message (15 U.S.C. 7704(a)(5)(A)(iii)), and so does CASL.
    ///
    /// Print `{{ brand.address }}`, best in a footer that every page has.
    MISSING_POSTAL_ADDRESS = "missing-postal-address" {
        wrong: footer("<p><a href=\"{{ unsubscribe_url }}\">Unsubscribe</a></p>"),
        right: footer("<p>{{ brand.address }}</p><p><a href=\"{{ unsubscribe_url }}\">Unsubscribe</a></p>"),
    }
}
