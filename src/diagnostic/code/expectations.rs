//! What is expected of personas and of the data.

use super::entry::{Example, entries, rules};

/// A persona for whom something is expected.
macro_rules! ana {
    ($expected:literal) => {
        rules(concat!(
            "persona ana {\n  tier = \"gold\", email_consent = yes\n  ",
            $expected,
            "\n}"
        ))
    };
}

const SHARE: Example = rules("expect share of lifecycle.buyer above 20%");

entries! {
    /// What is expected of all customers together stands among what is expected of one persona.
    ///
    /// A persona has no share and no size, so it would never be looked at.
    ///
    /// Move it out of the persona's braces, into an `expect` of its own.
    MISPLACED_EXPECTATION = "misplaced-expectation" {
        wrong: ana!("expect share of lifecycle.buyer above 20%"),
        right: SHARE,
    }

    /// A block is expected to show its default, but its last arm is for everybody else.
    ///
    /// One of the arms always holds, so the expectation could never be met.
    ///
    /// Name the template that the block should show.
    NEVER_DEFAULT = "never-default" {
        wrong: ana!("expect spring.hero shows default"),
        right: ana!("expect spring.hero shows \"hero/sale.liquid\""),
    }

    /// A block stands where the text of a message is asked for.
    ///
    /// A block shows a template; what it reads like is part of the whole message.
    ///
    /// Write `CAMPAIGN.BLOCK shows "TEMPLATE"`, or look for the words in `CAMPAIGN.text`.
    BLOCK_AS_VALUE = "block-as-value" {
        wrong: ana!("expect spring.hero = \"hero/sale.liquid\""),
        right: ana!("expect spring.hero shows \"hero/sale.liquid\""),
    }

    /// A part of a message is not compared with a text in a way that could hold.
    ///
    /// Messages are made of text, and a whole page is never equal to a few words.
    ///
    /// Compare a subject with `=`, `contains`, `starts with`, `ends with` or `matches`, and look for
    /// a part of a page with `contains`.
    MESSAGE_TEXT = "message-text" {
        wrong: ana!("expect spring.text = \"Spring sale\""),
        right: ana!("expect spring.text contains \"Spring sale\""),
    }

    /// What a campaign gives a persona stands inside of a larger condition.
    ///
    /// When such a condition fails, nobody could say which part of it was wrong.
    ///
    /// Write each expectation on its own, with commas between them.
    CAMPAIGN_INSIDE = "campaign-inside" {
        wrong: ana!("expect spring.subject contains \"Spring\" or in lifecycle.buyer"),
        right: ana!("expect spring.subject contains \"Spring\", in lifecycle.visitor"),
    }

    /// A share is compared with something that is no percentage from 0% to 100%.
    ///
    /// A share of `0.2` could mean a fifth or a five-hundredth.
    ///
    /// Write it with its sign, as in `share of vip below 20%`.
    SHARE_PERCENT = "share-percent" {
        wrong: rules("expect share of lifecycle.buyer above 0.2"),
        right: SHARE,
    }

    /// A size is compared with a percentage.
    ///
    /// A size is a number of customers.
    ///
    /// Write `size of …` with a number, or `share of …` with a percentage.
    SIZE_PERCENT = "size-percent" {
        wrong: rules("expect size of lifecycle.buyer above 20%"),
        right: SHARE,
    }

    /// A limit on a size or share can never be kept.
    ///
    /// The expectation would fail with any data, so it says nothing about yours.
    ///
    /// Correct the number: nothing is below 0 or above 100%, and the lower end comes first.
    IMPOSSIBLE_LIMIT = "impossible-limit" {
        wrong: rules("expect share of lifecycle.buyer between 80% and 20%"),
        right: rules("expect share of lifecycle.buyer between 20% and 80%"),
    }
}
