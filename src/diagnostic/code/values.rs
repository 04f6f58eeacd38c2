//! Types, constants, and conditions that cannot do what they say.

use super::entry::{entries, rules};

entries! {
    /// A value is of another type than the place it stands in.
    ///
    /// Comparing a text with a number, or adding a date to an amount, has no answer. In other
    /// systems it is silently no, and the segment is empty.
    ///
    /// Compare like with like: texts in quotes, numbers and amounts without, dates as in
    /// `2026-03-01`, `yes` and `no` as words. How long ago a date is, `days since …` says.
    TYPE_MISMATCH = "type-mismatch" {
        wrong: rules("segment big when spend > \"100\""),
        right: rules("segment big when spend > 100"),
    }

    /// The text is none of the options that the field can have.
    ///
    /// The comparison could never hold, so a segment would be empty for a misspelt word.
    ///
    /// Take the option that is suggested, or add the new one to `one of …` where the field is
    /// declared.
    UNKNOWN_OPTION = "unknown-option" {
        wrong: rules("segment golden when tier = \"glod\""),
        right: rules("segment golden when tier = \"gold\""),
    }

    /// A list has no values.
    ///
    /// No value is in an empty list, so nobody would be in the segment; and whoever meant
    /// "everybody" would mail everybody elsewhere.
    ///
    /// Fill the list, or leave the comparison out.
    EMPTY_LIST = "empty-list" {
        wrong: rules("segment coast when state in ()"),
        right: rules("segment coast when state in (\"CA\", \"OR\")"),
    }

    /// The text behind `matches` is no regular expression.
    ///
    /// A pattern that cannot be read would match nobody.
    ///
    /// Correct it at the mark. Often `starts with`, `ends with` or `contains` says the same
    /// without a pattern.
    INVALID_PATTERN = "invalid-pattern" {
        wrong: rules("segment acme when email matches \"*@acme.example\""),
        right: rules("segment acme when email ends with \"@acme.example\""),
    }

    /// A value that differs from customer to customer stands where a constant is needed.
    ///
    /// Lists, windows and patterns are the same for everybody in a run.
    ///
    /// Write a text, number or date there.
    NOT_CONSTANT = "not-constant" {
        wrong: rules("segment same when state in (first_name, \"CA\")"),
        right: rules("segment same when state = first_name or state = \"CA\""),
    }

    /// A count or the length of a window is no whole number in the allowed range.
    ///
    /// Half a purchase does not exist, and `in last 0 days` would hold nothing.
    ///
    /// Write a whole number, or take a smaller unit: `in last 36 hours` for a day and a half.
    WHOLE_NUMBER = "whole-number" {
        wrong: rules("segment fresh when visit in last 1.5 days"),
        right: rules("segment fresh when visit in last 36 hours"),
    }

    /// A window counted in events, such as `in last 5 visit`, stands where only a length of time can
    /// be.
    ///
    /// It says how far back events are looked at; a moment or an aggregate has no such count.
    ///
    /// Ask for events with it, as in `no purchase in last 5 visit`, or write a length of time.
    COUNTED_WINDOW = "counted-window" {
        wrong: rules("segment fresh when joined in last 5 visit"),
        right: rules("segment fresh when joined in last 5 days"),
    }

    /// An amount is larger than money can be.
    ///
    /// Amounts are kept exactly, in a whole number of cents, and that has an end.
    ///
    /// Write a smaller amount.
    TOO_LARGE = "too-large" {
        wrong: rules("segment big when spend > 999999999999999999"),
        right: rules("segment big when spend > 999999999"),
    }

    /// An amount has more digits behind the point than the currency.
    ///
    /// There is no half cent, so nobody's spend could be equal to it.
    ///
    /// Round it to the currency's smallest unit.
    MONEY_DIGITS = "money-digits" {
        wrong: rules("segment big when spend > 99.995"),
        right: rules("segment big when spend > 99.99"),
    }

    /// The weights of a score do not add up to 100.
    ///
    /// A score is a number from 0 to 100, and thresholds such as `engagement > 70` count on that.
    ///
    /// Change the weights so that their sum is 100.
    SCORE_SUM = "score-sum" {
        wrong: rules("
            score interest {
              60 from count of visit in last 30 days, full at 8
              30 from count of purchase in last 90 days, full at 3
            }
        "),
        right: rules("
            score interest {
              60 from count of visit in last 30 days, full at 8
              40 from count of purchase in last 90 days, full at 3
            }
        "),
    }

    /// The number behind `full at` is not above zero.
    ///
    /// A line of a score gives all of its weight from that number on, and a share below it; at zero
    /// there is no share.
    ///
    /// Write the value from which somebody deserves the full weight.
    FULL_AT = "full-at" {
        wrong: rules("
            score interest {
              100 from count of visit in last 30 days, full at 0
            }
        "),
        right: rules("
            score interest {
              100 from count of visit in last 30 days, full at 8
            }
        "),
    }

    /// A percentage is not above 0 and up to 100.
    ///
    /// `top 0% by spend` is nobody, and more than all customers there are not.
    ///
    /// Write a number between them, as in `top 10% by spend`.
    PERCENT = "percent" {
        wrong: rules("segment best when top 110% by spend"),
        right: rules("segment best when top 10% by spend"),
    }

    /// `rfm of …` stands inside of a larger expression.
    ///
    /// It has four parts, so it is no single value that could be compared or added.
    ///
    /// Make it a trait of its own, `trait rfm = rfm of purchase.amount`, and use its parts:
    /// `rfm.recency`, `rfm.frequency`, `rfm.monetary`, `rfm.code`.
    RFM_ALONE = "rfm-alone" {
        wrong: rules("segment best when rfm of purchase.amount = \"555\""),
        right: rules("
            trait rfm = rfm of purchase.amount
            segment best when rfm.code = \"555\"
        "),
    }

    /// A condition, or a part of one, can never hold.
    ///
    /// Nobody would be in the segment or see the content, and nothing would say so.
    ///
    /// Look at the parts that contradict each other. A wait of `within 3 hours` for example needs
    /// events that are older than three hours.
    NEVER_TRUE = "never-true" {
        wrong: rules(
            "segment left when visit in last 3 hours not followed by purchase within 3 hours",
        ),
        right: rules(
            "segment left when visit in last 9 hours not followed by purchase within 3 hours",
        ),
    }

    /// A member of a group, or an arm of a choice, is never chosen: those above it take everybody it
    /// asks for, or nobody in the audience is asked for.
    ///
    /// The first that holds is taken, so nobody would ever reach it.
    ///
    /// Move what asks for fewer up and `otherwise` to the end, or remove what is never reached.
    UNREACHABLE_ARM = "unreachable-arm" {
        wrong: rules("
            group region {
              west when state in (\"CA\", \"OR\", \"WA\")
              rest otherwise
              east when state = \"NY\"
            }
        "),
        right: rules("
            group region {
              west when state in (\"CA\", \"OR\", \"WA\")
              east when state = \"NY\"
              rest otherwise
            }
        "),
    }
}
