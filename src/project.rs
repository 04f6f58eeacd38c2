//! `segue.toml`: where data comes from, who sends, and where tests go.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A project's settings, checked.
#[derive(Clone, Debug)]
pub struct Project {
    /// The project's name.
    pub name: String,
    /// What money is counted in.
    pub currency: Currency,
    /// The zone of times without one, and of day boundaries for customers without one.
    pub timezone: TimeZone,
    /// The moment to take as now when `--as-of` is not given.
    pub as_of: Option<Timestamp>,
    /// The customer table.
    pub customer: Option<Binding>,
    /// Event tables by event.
    pub events: BTreeMap<String, Binding>,
    /// Catalog tables by catalog.
    pub catalogs: BTreeMap<String, Binding>,
    /// `{{ brand.* }}` in templates.
    pub brand: serde_json::Map<String, serde_json::Value>,
    /// What every message carries.
    pub message: MessageSettings,
    /// The server for test messages.
    pub smtp: Option<Smtp>,
    /// The only addresses that test messages may go to.
    pub seeds: Vec<String>,
}

/// The project's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217, as in `USD`.
    pub code: String,
    /// How many digits follow the point: 2 for cents, 0 for yen.
    pub digits: u8,
}

/// Which file a table is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Relative to the project (or to `--data`, when given).
    pub file: PathBuf,
    /// How it is written; by the file's extension unless said.
    pub format: Format,
    /// The file's column for a name of the rules, where they differ.
    pub columns: BTreeMap<String, String>,
}

/// Formats of data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is its name")]
pub enum Format {
    Csv,
    Ndjson,
    Parquet,
}

/// Headers common to every message.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MessageSettings {
    /// `From` for campaigns that do not say.
    pub from: Option<String>,
    /// `Reply-To`.
    pub reply_to: Option<String>,
    /// Liquid for the one-click URL of RFC 8058: `https://…?c={{ customer.customer_id }}`;
    /// `{{ unsubscribe_url }}` in templates.
    pub unsubscribe_url: Option<String>,
    /// An address that unsubscribes whoever writes to it.
    pub unsubscribe_email: Option<String>,
    /// `List-Id` of RFC 2919.
    pub list_id: Option<String>,
    /// Domain of Message-IDs; that of the From address unless said.
    pub message_id_domain: Option<String>,
}

/// The SMTP server that test messages are handed to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Name or address.
    pub host: String,
    /// 587 for STARTTLS, 465 for TLS, 25 for none unless said.
    pub port: Option<u16>,
    /// How the connection is secured.
    #[serde(default)]
    pub security: Security,
    /// Who logs in.
    pub username: Option<String>,
    /// The environment variable that holds the password.
    pub password_env: Option<String>,
    /// Certificates (PEM) to trust beside the public ones, for a server of one's own.
    pub ca_file: Option<PathBuf>,
}

/// How an SMTP connection is secured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Plain first, then TLS is required.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// No TLS; only for a loopback address.
    None,
}
