//! What is proved of conditions before any customer is looked at.

use super::entry::{entries, rules};

entries! {
    /// Nobody can be in a segment, or in a member of a group, whatever the data is.
    ///
    /// What uses it, content and exports alike, would be for nobody, and nothing would say so.
    ///
    /// Look at the condition that is underlined, and at the one it contradicts. Often `or` is meant
    /// where `and` is written.
    EMPTY_SEGMENT = "empty-segment" {
        wrong: rules("segment members when tier = \"gold\" and tier = \"silver\""),
        right: rules("segment members when tier = \"gold\" or tier = \"silver\""),
    }

    /// Nobody can get a campaign, whatever the data is.
    ///
    /// It would be sent to nobody.
    ///
    /// Look at the condition that is underlined, and at the one it contradicts. Consent is part of
    /// every audience, written or not.
    EMPTY_AUDIENCE = "empty-audience" {
        wrong: rules("
            campaign thanks {
              audience email_consent and in lifecycle.visitor and purchase in last 30 days
              template \"campaigns/spring.liquid\"
              subject  \"Thank you\"
              block hero show \"hero/sale.liquid\"
            }
        "),
        right: rules("
            campaign thanks {
              audience email_consent and in lifecycle.buyer and purchase in last 30 days
              template \"campaigns/spring.liquid\"
              subject  \"Thank you\"
              block hero show \"hero/sale.liquid\"
            }
        "),
    }

    /// A condition, or a part of one, always holds.
    ///
    /// It asks for nothing, so it is probably not what was meant.
    ///
    /// Remove it, or correct the number: counts are never below 0. Who means everybody writes `yes`. In a
    /// template 0 is not false: `{% if customer.orders > 0 %}`.
    ALWAYS_TRUE = "always-true" {
        wrong: rules("segment buyers when count of purchase >= 0"),
        right: rules("segment buyers when count of purchase >= 1"),
    }

    /// Two segments are always the same customers.
    ///
    /// One of them was probably meant to be another; otherwise there are two names to keep in step.
    ///
    /// Keep one of them, or correct the other.
    EQUAL_SEGMENTS = "equal-segments" {
        wrong: rules("
            segment frequent when at least 3 visit in last 14 days
            segment eager    when count of visit in last 2 weeks > 2
        "),
        right: rules("
            segment frequent when at least 3 visit in last 14 days
            segment eager    when count of visit in last 2 weeks > 5
        "),
    }

    /// A negated comparison also holds where there is no value.
    ///
    /// A comparison with a missing value does not hold, so its opposite does: customers without a
    /// state are among those whose state is not California.
    ///
    /// Say which is meant: `state is known and …` leaves them out, `state is missing or …` keeps
    /// them. A segment, an audience or an arm above that settles it is as good.
    MISSING_SURPRISES = "missing-surprises" {
        wrong: rules("segment elsewhere when state != \"CA\""),
        right: rules("segment elsewhere when state is known and state != \"CA\""),
    }

    /// No other rule, no expectation and no template uses a trait or a score.
    ///
    /// It may be left over, or a name that was meant to be used is not. It is told only on request,
    /// by `segue check --unused`, since `segue segments --export` writes every trait out.
    ///
    /// Remove it, or use it.
    UNUSED_TRAIT = "unused-trait" {
        no_example: "the example project uses all of its traits",
    }

    /// No other rule, no expectation and no template uses a segment or a group.
    ///
    /// It may be left over, or a name that was meant to be used is not. It is told only on request,
    /// by `segue check --unused`, since `segue segments` counts and lists every segment.
    ///
    /// Remove it, or use it.
    UNUSED_SEGMENT = "unused-segment" {
        no_example: "the example project uses all of its segments",
    }
}
