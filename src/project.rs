//! `segue.toml`: where data comes from, who sends, and where tests go.

mod currency;

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Code, Diagnostics, Problem, code, nearest};
use crate::locale::Locale;
use crate::source::{SourceId, Sources, Span};
use crate::world::{World, reason_text};

pub use currency::Currency;
pub(crate) use currency::grouped;

/// The settings' file, in the project's folder.
pub const FILE: &str = "segue.toml";

/// A project's settings, checked.
#[derive(Clone, Debug)]
pub struct Project {
    /// The text of `segue.toml`.
    pub source: SourceId,
    /// The project's name.
    pub name: String,
    /// What money is counted in.
    pub currency: Currency,
    /// The zone of times without one, and of day boundaries for customers without one.
    pub timezone: TimeZone,
    /// How dates, money and numbers are written in messages to customers without a locale of their
    /// own; none writes them alike for everybody.
    pub locale: Option<Locale>,
    /// The moment to take as now when `--as-of` is not given.
    pub as_of: Option<Timestamp>,
    /// The folder that the bindings' files are relative to.
    pub data: PathBuf,
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

/// Which file a table is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Relative to [`Project::data`].
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
    /// For how many seconds the server may keep us waiting for a connection or an answer; 30 unless
    /// said.
    pub timeout: Option<NonZero<u16>>,
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

/// Reads `segue.toml`. Everything wrong with it is reported; then there is no project.
pub fn load(
    world: &dyn World,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    let bytes = match world.read(Path::new(FILE)) {
        Ok(bytes) => bytes,
        Err(error) => {
            let missing = error.kind() == io::ErrorKind::NotFound;
            let reason = (!missing).then(|| reason_text(&error));
            diagnostics.report(&ProjectProblem::Unreadable { reason }, None);
            return None;
        }
    };
    let (source, fault) = sources.add_bytes(FILE, &bytes);
    if fault.is_some() {
        diagnostics.report(&ProjectProblem::NotText, fault);
        return None;
    }
    match toml::from_str::<Raw>(&sources.get(source).text) {
        Ok(raw) => raw.check(source, diagnostics),
        Err(error) => {
            let span = error.span().map(|range| Span::new(source, range));
            diagnostics.report(&ProjectProblem::malformed(error.message()), span);
            None
        }
    }
}

/// `segue.toml` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    currency: Option<Spanned<String>>,
    timezone: Option<Spanned<String>>,
    locale: Option<Spanned<String>>,
    as_of: Option<Spanned<toml::Value>>,
    #[serde(default)]
    data: PathBuf,
    customer: Option<RawBinding>,
    #[serde(default)]
    events: BTreeMap<String, RawBinding>,
    #[serde(default)]
    catalogs: BTreeMap<String, RawBinding>,
    #[serde(default)]
    brand: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    message: MessageSettings,
    smtp: Option<Smtp>,
    #[serde(default)]
    seeds: RawSeeds,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBinding {
    file: Spanned<PathBuf>,
    format: Option<Format>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawSeeds {
    inboxes: Vec<Spanned<String>>,
}

impl Raw {
    fn check(self, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Project> {
        let before = diagnostics.errors();
        let mut report =
            |problem: &ProjectProblem, range| diagnostics.report(problem, Span::new(source, range));
        let currency = match &self.currency {
            None => Currency::from_code("USD"),
            Some(code) => Currency::from_code(code.get_ref()).or_else(|| {
                let code_text = code.get_ref().clone();
                report(&ProjectProblem::Currency { code: code_text }, code.span());
                None
            }),
        };
        let timezone = match &self.timezone {
            None => Some(TimeZone::UTC),
            Some(name) => TimeZone::get(name.get_ref()).ok().or_else(|| {
                let name_text = name.get_ref().clone();
                report(&ProjectProblem::Timezone { name: name_text }, name.span());
                None
            }),
        };
        let locale = self.locale.as_ref().and_then(|name| {
            Locale::find(name.get_ref()).or_else(|| {
                let name_text = name.get_ref().clone();
                report(&ProjectProblem::Locale { name: name_text }, name.span());
                None
            })
        });
        let as_of = self.as_of.as_ref().and_then(|value| {
            let text = match value.get_ref() {
                toml::Value::String(text) => text.clone(),
                toml::Value::Datetime(moment) => moment.to_string(),
                _ => String::new(),
            };
            let zone = timezone.clone().unwrap_or(TimeZone::UTC);
            parse_moment(&text, &zone).or_else(|| {
                report(&ProjectProblem::AsOf, value.span());
                None
            })
        });
        let mut bind = |raw: RawBinding| {
            let format = raw.format.or_else(|| Format::of(raw.file.get_ref()));
            if format.is_none() {
                report(&ProjectProblem::Format, raw.file.span());
            }
            Some(Binding {
                file: raw.file.into_inner(),
                format: format?,
                columns: raw.columns,
            })
        };
        let customer = self.customer.and_then(&mut bind);
        let mut bind_all = |all: BTreeMap<String, RawBinding>| {
            let bound = all
                .into_iter()
                .filter_map(|(name, raw)| Some((name, bind(raw)?)));
            bound.collect::<BTreeMap<_, _>>()
        };
        let (events, catalogs) = (bind_all(self.events), bind_all(self.catalogs));
        for seed in &self.seeds.inboxes {
            if seed.get_ref().parse::<lettre::Address>().is_err() {
                let address = seed.get_ref().clone();
                report(&ProjectProblem::Seed { address }, seed.span());
            }
        }
        (diagnostics.errors() == before).then_some(Project {
            source,
            name: self.name,
            currency: currency?,
            timezone: timezone?,
            locale,
            as_of,
            data: self.data,
            customer,
            events,
            catalogs,
            brand: self.brand,
            message: self.message,
            smtp: self.smtp,
            seeds: self
                .seeds
                .inboxes
                .into_iter()
                .map(Spanned::into_inner)
                .collect(),
        })
    }
}

/// A moment as `--as-of` and `as_of` take it: `2026-11-01`, `2026-11-01T09:00`, or with an offset
/// or `Z`; without one it is local to `zone`.
pub fn parse_moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let local: jiff::civil::DateTime = text.parse().ok()?;
    Some(local.to_zoned(zone.clone()).ok()?.timestamp())
}

impl Format {
    /// The format that a file's extension tells.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }
}

impl Currency {
    /// The currency with this code of ISO 4217.
    pub fn from_code(code: &str) -> Option<Self> {
        let known = iso_currency::Currency::from_code(code)?;
        Some(Self {
            code: known.code().to_owned(),
            digits: known.exponent().unwrap_or(2) as u8,
        })
    }
}

/// A mistake in `segue.toml`.
#[derive(Clone, Debug)]
enum ProjectProblem {
    /// Without a reason it is not there.
    Unreadable {
        reason: Option<String>,
    },
    NotText,
    UnknownSetting {
        name: String,
        known: Vec<String>,
    },
    Malformed {
        reason: String,
    },
    Currency {
        code: String,
    },
    Timezone {
        name: String,
    },
    Locale {
        name: String,
    },
    AsOf,
    Format,
    Seed {
        address: String,
    },
}

impl ProjectProblem {
    /// What the `toml` and `serde` crates say of a mistake, in the words of this project.
    fn malformed(message: &str) -> Self {
        if let Some(unknown) = message.strip_prefix("unknown field ") {
            let mut quoted = unknown.split('`').skip(1).step_by(2).map(str::to_owned);
            return Self::UnknownSetting {
                name: quoted.next().unwrap_or_default(),
                known: quoted.collect(),
            };
        }
        let reason = match message.split_once(", expected ") {
            Some((found, expected)) => match found.strip_prefix("invalid type: ") {
                Some(found) => format!("expected {}, found {found}", plain(expected)),
                None => format!("{found}, expected {}", plain(expected)),
            },
            None => message.replacen("missing field", "there is no setting called", 1),
        };
        Self::Malformed { reason }
    }
}

/// A type as people call it.
fn plain(expected: &str) -> &str {
    match expected {
        "u16" => "a number from 0 to 65535",
        "a string" | "path string" => "a text in quotes",
        "a sequence" => "a list in brackets",
        "a map" => "a table",
        other if other.starts_with("struct ") => "a table",
        other => other,
    }
}

impl Problem for ProjectProblem {
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => code::NO_PROJECT,
            Self::UnknownSetting { .. } => code::UNKNOWN_SETTING,
            Self::NotText | Self::Malformed { .. } => code::BAD_SETTINGS,
            Self::Currency { .. } => code::UNKNOWN_CURRENCY,
            Self::Timezone { .. } => code::UNKNOWN_TIMEZONE,
            Self::Locale { .. } => code::UNKNOWN_LOCALE,
            Self::AsOf => code::BAD_MOMENT,
            Self::Format => code::UNKNOWN_FORMAT,
            Self::Seed { .. } => code::BAD_SEED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unreadable { reason: None } => format!("the folder has no `{FILE}`"),
            Self::Unreadable {
                reason: Some(reason),
            } => format!("cannot read `{FILE}`: {reason}"),
            Self::UnknownSetting { name, .. } => format!("there is no setting called `{name}`"),
            Self::NotText => format!("`{FILE}` is not UTF-8 text"),
            Self::Malformed { reason } => reason.clone(),
            Self::Currency { code } => format!("`{code}` is no currency of ISO 4217"),
            Self::Timezone { name } => format!("there is no time zone called `{name}`"),
            Self::Locale { name } => format!("there is no locale called `{name}`"),
            Self::AsOf => "expected a moment".to_owned(),
            Self::Format => "the file's extension does not tell its format".to_owned(),
            Self::Seed { address } => format!("`{address}` is no email address"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unreadable { .. } => vec![
                "run this in a project's folder, or name it: `segue --project DIR …`".to_owned(),
                "`segue new DIR` starts a project".to_owned(),
            ],
            Self::NotText => vec!["save the file as UTF-8".to_owned()],
            Self::UnknownSetting { name, known } => {
                match nearest(name, known.iter().map(String::as_str)).first() {
                    Some(near) => vec![format!("did you mean `{near}`?")],
                    None => vec![format!("there is: `{}`", known.join("`, `"))],
                }
            }
            Self::Currency { .. } => vec!["write it as in `USD`, `EUR`, `GBP`".to_owned()],
            Self::Locale { name } => Locale::hints(name),
            Self::Timezone { name } => {
                let names: Vec<String> = jiff::tz::db()
                    .available()
                    .map(|zone| zone.to_string())
                    .collect();
                let near = nearest(name, names.iter().map(String::as_str));
                match near.first() {
                    Some(near) => vec![format!("did you mean `{near}`?")],
                    None => vec!["write it as in `Europe/London`".to_owned()],
                }
            }
            Self::AsOf => vec!["write it as in `2026-11-01T09:00:00Z`".to_owned()],
            Self::Format => {
                vec!["say it: `format = \"csv\"`, `\"ndjson\"` or `\"parquet\"`".to_owned()]
            }
            _ => Vec::new(),
        }
    }
}
