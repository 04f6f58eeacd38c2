//! What names stand for.

use super::entry::{entries, rules};

entries! {
    /// Nothing has this name: no field, trait, event, segment or campaign that could stand here.
    ///
    /// A misspelt name would be a condition that nobody meets, and a campaign that nobody gets.
    ///
    /// Take the name that is suggested, or declare it. What stands before a point says where it is
    /// looked for: `purchase.amount` is the field `amount` of the event `purchase`.
    UNKNOWN_NAME = "unknown-name" {
        wrong: rules("segment coast when stat in (\"CA\", \"OR\")"),
        right: rules("segment coast when state in (\"CA\", \"OR\")"),
    }

    /// Two declarations, or two fields of one table, have the same name.
    ///
    /// Wherever the name is used, it would not be clear which is meant.
    ///
    /// Rename one of them, or remove the one that is left over.
    DUPLICATE_NAME = "duplicate-name" {
        wrong: rules("
            segment big when spend >= 100.00
            segment big when spend >= 200.00
        "),
        right: rules("
            segment big  when spend >= 100.00
            segment huge when spend >= 200.00
        "),
    }

    /// Declarations use each other in a ring, or one uses itself.
    ///
    /// None of them could be computed first.
    ///
    /// Break the ring at one of them: name what it depends on without the others.
    CYCLE = "cycle" {
        wrong: rules("
            segment loyal when in big and spend >= 100.00
            segment big   when in loyal or spend >= 900.00
        "),
        right: rules("
            segment loyal when in big and spend >= 100.00
            segment big   when spend >= 900.00
        "),
    }

    /// A group stands where a condition should be.
    ///
    /// `lifecycle` alone does not say which of its members is meant.
    ///
    /// Write `in GROUP.MEMBER`, and join several members with `or`.
    NOT_A_CONDITION = "not-a-condition" {
        wrong: rules("segment again when in lifecycle"),
        right: rules("segment again when in lifecycle.buyer"),
    }

    /// A condition behind `where` uses something that belongs to the customer.
    ///
    /// `where` chooses among events, and sees only the event's own fields and those of the catalog
    /// rows it refers to.
    ///
    /// Put the event and its filter in parentheses, and the question about the customer behind
    /// them: `(purchase where …) and …`.
    CUSTOMER_NAME_IN_WHERE = "customer-name-in-where" {
        wrong: rules("segment big when purchase where quantity > 2 and state = \"CA\""),
        right: rules("segment big when (purchase where quantity > 2) and state = \"CA\""),
    }

    /// A question about the customer, such as `no purchase` or `in vip`, stands where only the
    /// fields of one row can be asked for.
    ///
    /// A row of a file or a single event does not know what else its customer did.
    ///
    /// Put the event and its filter in parentheses, and the question behind them:
    /// `(purchase where …) and …`.
    NOT_IN_ROW = "not-in-row" {
        wrong: rules("segment once when visit where page = \"/\" and no purchase"),
        right: rules("segment once when (visit where page = \"/\") and no purchase"),
    }

    /// An aggregate such as `total` or `average` names an event, and no field of it.
    ///
    /// There is nothing to add up: an event has several values.
    ///
    /// Write the field behind a point, as in `total purchase.amount`.
    NEEDS_FIELD = "needs-field" {
        wrong: rules("trait money = total purchase"),
        right: rules("trait money = total purchase.amount"),
    }

    /// What stands before `followed by` is no event.
    ///
    /// The question is whether an event came after another; a condition such as `no visit` has no
    /// time of its own.
    ///
    /// Begin with the event: `visit in last 24 hours not followed by purchase`.
    NOT_AN_EVENT = "not-an-event" {
        wrong: rules("segment left when no visit not followed by purchase"),
        right: rules("segment left when visit in last 24 hours not followed by purchase"),
    }

    /// An expectation with `shows` does not name a block of a campaign.
    ///
    /// What a persona sees is decided for each block of each campaign.
    ///
    /// Write both, as in `expect spring.hero shows "hero/sale.liquid"`.
    NOT_A_BLOCK = "not-a-block" {
        wrong: rules("
            persona ana {
              tier = \"gold\", email_consent = yes
              expect spring shows \"hero/early.liquid\"
            }
        "),
        right: rules("
            persona ana {
              tier = \"gold\", email_consent = yes
              expect spring.hero shows \"hero/early.liquid\"
            }
        "),
    }
}
