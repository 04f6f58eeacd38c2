//! Data files and their rows.

use super::entry::{Example, entries, file, settings};

const fn purchases(text: &'static str) -> Example {
    file("data/purchases.csv", text)
}

entries! {
    /// There is no file where `segue.toml` says that data is.
    ///
    /// Without it nobody would have bought, opened or visited anything.
    ///
    /// Correct `file` in `segue.toml`, or put the file there. `--data DIR` reads the files of
    /// another folder.
    MISSING_FILE = "missing-file" {
        wrong: settings!("", "purchase.csv"),
        right: settings!("", "purchases.csv"),
    }

    /// A data file has no bytes.
    ///
    /// An export that failed looks just like that, and a run with it would take everybody for new.
    ///
    /// Export it again. A table without rows still has its line of column names.
    EMPTY_FILE = "empty-file" {
        wrong: purchases(""),
        right: purchases("customer_id,at,order_no,quantity,amount"),
    }

    /// A CSV file begins with values instead of column names.
    ///
    /// The first row would be taken for the names, and no column would be found.
    ///
    /// Add a line with the names of the columns.
    MISSING_HEADER = "missing-header" {
        wrong: purchases("c-1,2026-10-02T10:00:00Z,1,1,25.00"),
        right: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,25.00
        "),
    }

    /// A data file lacks a column that the rules read.
    ///
    /// Every customer would lack the value, and every condition on it would fail.
    ///
    /// Add the column, say with `columns` in `segue.toml` what it is called, or declare the field
    /// with `?` and remove it from the rules.
    MISSING_COLUMN = "missing-column" {
        wrong: purchases("
            customer_id,at,order_no,quantity,amout
            c-1,2026-10-02T10:00:00Z,1,1,25.00
        "),
        right: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,25.00
        "),
    }

    /// Two columns of a data file have the name that the rules read.
    ///
    /// They could hold different values, and which is right is not known.
    ///
    /// Rename or remove one of them in the file.
    AMBIGUOUS_COLUMN = "ambiguous-column" {
        wrong: purchases("
            customer_id,at,order_no,quantity,amount,amount
            c-1,2026-10-02T10:00:00Z,1,1,25.00,30.00
        "),
        right: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,25.00
        "),
    }

    /// A column of a Parquet file has a type that no field can have.
    ///
    /// Nested records, maps and raw bytes are no values that a rule could compare.
    ///
    /// Export the column as text, number, date or time.
    UNREADABLE_COLUMN = "unreadable-column" {
        no_example: "it takes a Parquet file",
    }

    /// A row lacks a value that may not be missing.
    ///
    /// Only this row is left out; it is counted and written to the rejects file, and the run goes
    /// on.
    ///
    /// Fill the cell, or declare the field with `?` when it may be missing.
    MISSING_VALUE = "missing-value" {
        wrong: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,,25.00
        "),
        right: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,25.00
        "),
    }

    /// A cell holds something that is not of its field's type.
    ///
    /// Only this row is left out; it is counted and written to the rejects file, and the run goes
    /// on. Personal data are masked in the report.
    ///
    /// Correct the cell as the hint says, or declare the field as `text` when it may hold anything.
    BAD_VALUE = "bad-value" {
        wrong: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,twenty
        "),
        right: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,20.00
        "),
    }

    /// A customer's address is not one that mail can go to.
    ///
    /// Sending to such addresses costs reputation. The customer is left out and counted.
    ///
    /// Correct the address in the data.
    BAD_EMAIL = "bad-email" {
        wrong: file("data/customers.csv", "
            customer_id,email,first_name,birth_date,state,tier,credit,joined,email_consent
            c-1,ann.example.com,Ann,1991-03-02,CA,gold,,2026-01-01T10:00:00Z,yes
        "),
        right: file("data/customers.csv", "
            customer_id,email,first_name,birth_date,state,tier,credit,joined,email_consent
            c-1,ann@example.com,Ann,1991-03-02,CA,gold,,2026-01-01T10:00:00Z,yes
        "),
    }

    /// Two rows of the customer file have the same id.
    ///
    /// One person would be mailed twice, perhaps with different content. The first row counts, the
    /// later one is left out.
    ///
    /// Merge the rows in the data.
    DUPLICATE_ID = "duplicate-id" {
        wrong: file("data/customers.csv", "
            customer_id,email,first_name,birth_date,state,tier,credit,joined,email_consent
            c-1,ann@example.com,Ann,1991-03-02,CA,gold,,2026-01-01T10:00:00Z,yes
            c-1,ann@example.org,Ann,1991-03-02,NY,none,,2026-01-01T10:00:00Z,yes
        "),
        right: file("data/customers.csv", "
            customer_id,email,first_name,birth_date,state,tier,credit,joined,email_consent
            c-1,ann@example.com,Ann,1991-03-02,CA,gold,,2026-01-01T10:00:00Z,yes
            c-2,ann@example.org,Ann,1991-03-02,NY,none,,2026-01-01T10:00:00Z,yes
        "),
    }

    /// A row cannot be read at all: it has too few or too many cells, a quote that never closes, or
    /// is no JSON object.
    ///
    /// Only this row is left out; it is counted and written to the rejects file, and the run goes
    /// on.
    ///
    /// In a CSV file, put a cell that holds a comma in double quotes, and write a quote inside of
    /// it as two. In an NDJSON file, write one JSON object a line.
    BAD_ROW = "bad-row" {
        wrong: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,1,250.00
        "),
        right: purchases("
            customer_id,at,order_no,quantity,amount
            c-1,2026-10-02T10:00:00Z,1,1,1250.00
        "),
    }
}
