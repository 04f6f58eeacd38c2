//! `customer`, `event` and `catalog` blocks.

use super::entry::{entries, file};

entries! {
    /// The rules have no `customer` block.
    ///
    /// It says what is known of a customer; every segment and every campaign is about customers.
    ///
    /// Declare it once, in any file. `segue schema infer FILE…` writes it from your data.
    MISSING_CUSTOMER = "missing-customer" {
        no_example: "without customers nothing else of the example project is right",
    }

    /// The customer block or a catalog has no field of type `id`.
    ///
    /// The id is how an event finds its customer, and a reference its row.
    ///
    /// Give the field that tells the rows apart the type `id`.
    MISSING_ID = "missing-id" {
        wrong: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku text, name text, category text, price money }
        "),
        right: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
    }

    /// The customer block has no field of type `email`, but there are campaigns.
    ///
    /// Nobody could be written to.
    ///
    /// Give the field that holds the address the type `email`, and mark it `pii`.
    MISSING_EMAIL = "missing-email" {
        wrong: file("rules/customer.seg", "
            customer {
              customer_id   id
              email         text?   pii
              first_name    text?   pii
              birth_date    date?   pii
              state         text?
              tier          one of \"none\", \"silver\", \"gold\"
              credit        money?
              joined        time?
              email_consent yes/no  consent
            }
        "),
        right: file("rules/customer.seg", "
            customer {
              customer_id   id
              email         email   pii
              first_name    text?   pii
              birth_date    date?   pii
              state         text?
              tier          one of \"none\", \"silver\", \"gold\"
              credit        money?
              joined        time?
              email_consent yes/no  consent
            }
        "),
    }

    /// The id of a table carries a `?`.
    ///
    /// A row without its id belongs to nobody, so an id may not be missing.
    ///
    /// Remove the `?`. Rows without an id are rejected and reported; the run goes on.
    OPTIONAL_ID = "optional-id" {
        wrong: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku id?, name text, category text, price money }
        "),
        right: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
    }

    /// An event declares a field that every event has anyway: its time `at`, or the customer's id.
    ///
    /// Two fields of one name could hold different values.
    ///
    /// Remove the field. When the file's column is called otherwise, `columns` in `segue.toml` says
    /// so.
    RESERVED_FIELD = "reserved-field" {
        wrong: file("rules/tables.seg", "
            event purchase { at time, order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
        right: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
    }

    /// The value behind a field's `=` uses the field itself.
    ///
    /// That value is for the case that the field is missing, so it cannot come from it.
    ///
    /// Use other fields or a constant.
    OWN_FALLBACK = "own-fallback" {
        wrong: file("rules/customer.seg", "
            customer {
              customer_id   id
              email         email   pii
              first_name    text?   pii
              nick          text? = nick
              birth_date    date?   pii
              state         text?
              tier          one of \"none\", \"silver\", \"gold\"
              credit        money?
              joined        time?
              email_consent yes/no  consent
            }
        "),
        right: file("rules/customer.seg", "
            customer {
              customer_id   id
              email         email   pii
              first_name    text?   pii
              nick          text? = first_name
              birth_date    date?   pii
              state         text?
              tier          one of \"none\", \"silver\", \"gold\"
              credit        money?
              joined        time?
              email_consent yes/no  consent
            }
        "),
    }

    /// A word behind a field's type is none of its marks.
    ///
    /// A mark protects: a misspelt `pii` would show personal data in reports, a misspelt `consent`
    /// would mail people who said no.
    ///
    /// Write `pii` for personal data, and `consent` for the field without which nobody gets mail.
    UNKNOWN_MARK = "unknown-mark" {
        wrong: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text personal, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
        right: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text pii, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
    }
}
