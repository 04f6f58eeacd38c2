//! Personas.

use super::entry::{entries, rules};

entries! {
    /// A persona does not give a field that every customer has.
    ///
    /// A value nobody wrote would decide what the persona gets, and the test would prove nothing.
    ///
    /// Add the field, or declare it with `?` when customers may lack it too. An id, an address and a
    /// list need not be given, and of a choice the first option is taken.
    PERSONA_LACKS = "persona-lacks" {
        wrong: rules("persona ana { tier = \"gold\" }"),
        right: rules("persona ana { tier = \"gold\", email_consent = yes }"),
    }

    /// An event of a persona does not give a field that every such event has.
    ///
    /// What the rules compute from the event would come from a value that nobody wrote.
    ///
    /// Add the field inside of the event's braces.
    EVENT_LACKS = "event-lacks" {
        wrong: rules("
            persona ana {
              tier = \"gold\", email_consent = yes
              purchase 3 days ago { order_no = \"1\", quantity = 1 }
            }
        "),
        right: rules("
            persona ana {
              tier = \"gold\", email_consent = yes
              purchase 3 days ago { order_no = \"1\", quantity = 1, amount = 9.00 }
            }
        "),
    }

    /// A persona's event gives its time inside of the braces.
    ///
    /// When an event happens decides what it counts for, and it is said before the braces, so the
    /// one inside would be a second time.
    ///
    /// Write `visit 12 days ago { … }` or `visit at 2026-03-01 { … }`.
    TIME_IN_BRACES = "time-in-braces" {
        wrong: rules("
            persona ana {
              tier = \"gold\", email_consent = yes
              visit 3 days ago { page = \"/\", at = 2026-03-01 }
            }
        "),
        right: rules("
            persona ana {
              tier = \"gold\", email_consent = yes
              visit at 2026-03-01 { page = \"/\" }
            }
        "),
    }

    /// Two personas have the same id.
    ///
    /// They would be one customer, with the events of both.
    ///
    /// Leave the id out: it then follows from the persona's name.
    SAME_ID = "same-id" {
        wrong: rules("
            persona ana { customer_id = \"p-1\", tier = \"gold\", email_consent = yes }
            persona ben { customer_id = \"p-1\", tier = \"none\", email_consent = yes }
        "),
        right: rules("
            persona ana { tier = \"gold\", email_consent = yes }
            persona ben { tier = \"none\", email_consent = yes }
        "),
    }
}
