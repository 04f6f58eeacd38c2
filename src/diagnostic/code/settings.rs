//! Settings, and files that cannot be used.

use super::entry::{command, entries, file, settings};

entries! {
    /// The folder is no project: it has no `segue.toml`, or is not there at all.
    ///
    /// Everything else is found from the project's folder, so nothing can be read without it.
    ///
    /// Run the command inside of the project's folder, or name that folder with `--project`. `segue
    /// new DIR` starts a project.
    NO_PROJECT = "no-project" {
        wrong: command("check --project sprng"),
        right: command("check --project ."),
    }

    /// A file or folder is there but cannot be read, or is not of the kind its name promises.
    ///
    /// What stands in it would be missing from the result, so the run stops instead of going on
    /// without it.
    ///
    /// Check that you may read the file, that it is saved as UTF-8, and that its content is what its
    /// name says: a CSV file begins with a line of column names, not with the bytes of a
    /// spreadsheet.
    UNREADABLE_FILE = "unreadable-file" {
        wrong: file("data/customers.csv", "PK\u{3}\u{4} as a spreadsheet begins"),
        right: file(
            "data/customers.csv",
            "customer_id,email,first_name,birth_date,state,tier,credit,joined,email_consent",
        ),
    }

    /// The project has no file of rules.
    ///
    /// Without rules there is no customer, no segment and no campaign, so there is nothing to do.
    ///
    /// Rules are files that end in `.seg`, in the folder `rules`. `segue schema infer FILE…` writes
    /// a first one from your data.
    NO_RULES = "no-rules" {
        no_example: "no file is missing from the example project's rules",
    }

    /// `segue.toml` cannot be read as settings: it is not TOML, a value is of the wrong kind, or a
    /// required key is missing.
    ///
    /// Settings say where the data is and whom a message comes from; guessing them would be wrong.
    ///
    /// Correct the line that is shown. Texts stand in quotes, lists in brackets, and a table begins
    /// with its name in brackets.
    BAD_SETTINGS = "bad-settings" {
        wrong: file("segue.toml", "name = shop"),
        right: settings!("", "purchases.csv"),
    }

    /// `segue.toml` has a key that does not exist.
    ///
    /// A misspelt key would otherwise be ignored in silence, and the setting that was meant would
    /// not be made.
    ///
    /// Take the key that is suggested. `docs/settings.md` lists all of them.
    UNKNOWN_SETTING = "unknown-setting" {
        wrong: file("segue.toml", "name = \"shop\"\ntimzone = \"Europe/London\""),
        right: settings!("timezone = \"Europe/London\"\n", "purchases.csv"),
    }

    /// The project's `currency`, or one that a template names, is no code of ISO 4217.
    ///
    /// The currency says how many digits an amount has behind the point, and how it is printed.
    ///
    /// Write its three letters, as in `USD`, `EUR` or `GBP`.
    UNKNOWN_CURRENCY = "unknown-currency" {
        wrong: file("segue.toml", "name = \"shop\"\ncurrency = \"dollars\""),
        right: settings!("currency = \"USD\"\n", "purchases.csv"),
    }

    /// The project's `timezone`, or one that a template names, is not in the time zone database.
    ///
    /// The project's decides where a day begins, and with it every window, birthday and deadline. A
    /// template's costs each recipient the message.
    ///
    /// Write a region and a city, as in `Europe/London` or `America/New_York`.
    UNKNOWN_TIMEZONE = "unknown-timezone" {
        wrong: file("segue.toml", "name = \"shop\"\ntimezone = \"Europe/Lundon\""),
        right: settings!("timezone = \"Europe/London\"\n", "purchases.csv"),
    }

    /// The project's `locale`, or one that a template names, does not exist.
    ///
    /// It says how dates, amounts of money and numbers are written: `1.234,50 €`, or `€1,234.50`.
    ///
    /// Write a language and a country, as in `de_DE`, or a language alone, as in `de`.
    UNKNOWN_LOCALE = "unknown-locale" {
        wrong: file("segue.toml", "name = \"shop\"\nlocale = \"de_ED\""),
        right: settings!("locale = \"de_DE\"\n", "purchases.csv"),
    }

    /// `as_of` in `segue.toml` is no moment.
    ///
    /// It is what a run takes as now, so every window depends on it.
    ///
    /// Write it as in `2026-11-01T09:00:00Z`, or leave it out to take the moment the run starts.
    BAD_MOMENT = "bad-moment" {
        wrong: file("segue.toml", "name = \"shop\"\nas_of = \"yesterday\""),
        right: settings!("as_of = \"2026-11-01\"\n", "purchases.csv"),
    }

    /// The name of a data file does not say how it is written.
    ///
    /// CSV, NDJSON and Parquet are read in different ways, and a guess could read nonsense.
    ///
    /// Say it with `format = "csv"`, `"ndjson"` or `"parquet"` beside `file`, or give the
    /// file an extension that does.
    UNKNOWN_FORMAT = "unknown-format" {
        wrong: file("segue.toml", "
            name = \"shop\"

            [customer]
            file = \"data/customers.txt\"
        "),
        right: settings!("", "purchases.csv"),
    }

    /// An entry of the seed list is no email address.
    ///
    /// Test messages go to the seeds and nowhere else, so each must be an address that mail can go
    /// to.
    ///
    /// Correct it under `[seeds]` in `segue.toml`: `inboxes = ["qa@brand.example"]`.
    BAD_SEED = "bad-seed" {
        wrong: file("segue.toml", "name = \"shop\"\n\n[seeds]\ninboxes = [\"qa.shop.example\"]"),
        right: file("segue.toml", "
            name = \"shop\"

            [customer]
            file = \"data/customers.csv\"

            [events.purchase]
            file = \"data/purchases.csv\"

            [events.visit]
            file = \"data/visits.csv\"

            [catalogs.product]
            file = \"data/products.csv\"

            [brand]
            address = \"Shop, 1 Main Street, Burlington, VT 05401, USA\"

            [message]
            from = \"Shop <news@shop.example>\"

            [seeds]
            inboxes = [\"qa@shop.example\"]
        "),
    }

    /// The rules declare a customer, event or catalog block, and `segue.toml` does not say which
    /// file it is read from.
    ///
    /// Without a file the block would be empty: nobody would ever have bought anything.
    ///
    /// Add the table that the hint names, with `file = "data/…"`.
    UNBOUND_TABLE = "unbound-table" {
        wrong: file("rules/example.seg", "event refund { amount money }"),
        right: file("rules/example.seg", "trait visits = count of visit"),
    }

    /// `segue.toml` binds a file to a block that the rules do not declare.
    ///
    /// The file would never be read; most often the name is misspelt on one of the two sides.
    ///
    /// Write the same name in the rules and in `segue.toml`, or remove the table from the settings.
    UNKNOWN_TABLE = "unknown-table" {
        wrong: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            catalog product { sku id, name text, category text, price money }
        "),
        right: file("rules/tables.seg", "
            event purchase { order_no text, quantity number, amount money }
            event visit    { page text, seconds number? }
            catalog product { sku id, name text, category text, price money }
        "),
    }
}
