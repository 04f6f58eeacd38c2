//! What keeps test messages from their seeds.

use lettre::Address;

use crate::diagnostic::{Code, Problem, code};
use crate::message::HeaderProblem;
use crate::project::Security;

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendProblem {
    /// A recipient outside the seed list.
    NotASeed(Address),
    /// An entry of the seed list that is no address.
    BadSeed(String),
    /// A From address that no server takes.
    BadSender(Address),
    /// An open connection to another machine.
    Insecure {
        /// The server.
        host: String,
    },
    /// A user without a password.
    NoPassword {
        /// Where the password was expected.
        variable: Option<String>,
    },
    /// A `ca_file` without usable certificates.
    BadCertificates,
    /// No secured connection came about.
    Unreachable {
        /// The server.
        host: String,
        /// Its port.
        port: u16,
        /// How the connection should have been secured.
        security: Security,
        /// What happened instead.
        reason: String,
    },
    /// The server let nobody in.
    Refused {
        /// The server.
        host: String,
        /// Its port.
        port: u16,
        /// Its code and words.
        answer: String,
        /// Where the password came from.
        password_env: Option<String>,
    },
}

impl SendProblem {
    /// Whether the machine, the network or the server is at fault, not the project.
    pub fn is_environment(&self) -> bool {
        matches!(
            self,
            Self::NoPassword { .. } | Self::Unreachable { .. } | Self::Refused { .. }
        )
    }
}

impl Problem for SendProblem {
    fn code(&self) -> Code {
        match self {
            Self::NotASeed(_) => code::NOT_A_SEED,
            Self::BadSeed(_) => code::BAD_SEED,
            Self::BadSender(_) => code::BAD_SENDER,
            Self::Insecure { .. } => code::INSECURE_SMTP,
            Self::NoPassword { .. } => code::NO_SMTP_PASSWORD,
            Self::BadCertificates => code::BAD_CA_FILE,
            Self::Unreachable { .. } => code::SMTP_UNREACHABLE,
            Self::Refused { .. } => code::SMTP_REFUSED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NotASeed(address) => {
                format!("`{}` is not a seed; nothing was sent", masked(address))
            }
            Self::BadSeed(seed) => format!("the seed `{seed}` is not an address"),
            Self::BadSender(address) => format!("nobody can send from `{address}`"),
            Self::Insecure { host } => {
                format!("`security = \"none\"` is only for this machine, found the host `{host}`")
            }
            Self::NoPassword { variable: None } => {
                "`[smtp]` has a `username` but no `password_env`".to_owned()
            }
            Self::NoPassword {
                variable: Some(variable),
            } => format!("the environment variable `{variable}` is not set"),
            Self::BadCertificates => "`ca_file` holds no certificate that can be used".to_owned(),
            Self::Unreachable {
                host, port, reason, ..
            } => format!("cannot connect to `{host}:{port}`: {}", lower(reason)),
            Self::Refused {
                host, port, answer, ..
            } => format!("`{host}:{port}` lets nobody in: {answer}"),
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::NotASeed(_) => {
                "tests go to the inboxes of `[seeds]` in segue.toml only; add it there if it is yours"
                    .to_owned()
            }
            Self::BadSeed(_) => "correct it under `[seeds]` in segue.toml".to_owned(),
            Self::BadSender(_) => "correct `from`".to_owned(),
            Self::Insecure { .. } => {
                "say `security = \"starttls\"` or `security = \"tls\"`".to_owned()
            }
            Self::NoPassword { variable: None } => {
                "name the variable that holds the password: `password_env = \"SMTP_PASSWORD\"`"
                    .to_owned()
            }
            Self::NoPassword {
                variable: Some(variable),
            } => format!("run it as `{variable}=… segue send …`"),
            Self::BadCertificates => {
                "it must be PEM, beginning with `-----BEGIN CERTIFICATE-----`".to_owned()
            }
            Self::Unreachable {
                security, reason, ..
            } => connection_hint(*security, reason),
            Self::Refused { password_env, .. } => match password_env {
                Some(variable) => format!("check `username` in `[smtp]` and the variable `{variable}`"),
                None => "the server may want a `username` and a `password_env` in `[smtp]`".to_owned(),
            },
        };
        vec![hint]
    }
}

fn connection_hint(security: Security, reason: &str) -> String {
    let hint = if reason.contains("certificate") {
        "if the server is your own, name its certificate: `ca_file = \"ca.pem\"` in `[smtp]`"
    } else if reason.contains("STARTTLS") {
        "if the server speaks TLS from the first byte, say `security = \"tls\"` in `[smtp]`"
    } else if reason.contains("authentication") {
        "the server takes no password on this connection; check `security` and `username`"
    } else if security == Security::Tls {
        "check `host` and `port` in `[smtp]`; for STARTTLS say `security = \"starttls\"`"
    } else {
        "check `host` and `port` in `[smtp]`, and that the server runs"
    };
    hint.to_owned()
}

/// Why one seed does not have its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryProblem {
    /// The message has no MIME form.
    Header(HeaderProblem),
    /// It may work another time.
    Transient {
        /// The server's code; none when the connection broke.
        code: Option<u16>,
        /// Its words.
        reason: String,
    },
    /// It will not work another time.
    Permanent {
        /// The server's code; none when the message never reached it.
        code: Option<u16>,
        /// Its words.
        reason: String,
    },
}

impl Problem for DeliveryProblem {
    fn code(&self) -> Code {
        match self {
            Self::Header(problem) => problem.code(),
            Self::Transient { .. } => code::DELIVERY_DEFERRED,
            Self::Permanent { .. } => code::DELIVERY_REFUSED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Header(problem) => problem.message(),
            Self::Transient { code, reason } | Self::Permanent { code, reason } => match code {
                Some(code) => format!("the server says `{code} {reason}`"),
                None => lower(reason),
            },
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Header(problem) => problem.hints(),
            Self::Transient { .. } => vec!["try again later".to_owned()],
            Self::Permanent { .. } => Vec::new(),
        }
    }
}

/// The address with its owner left out: `a…@customers.example`.
fn masked(address: &Address) -> String {
    let first = address.user().chars().next();
    let first = first.map(String::from).unwrap_or_default();
    format!("{first}…@{}", address.domain())
}

/// Libraries begin their sentences as they like.
fn lower(sentence: &str) -> String {
    let word = sentence.split(' ').next().unwrap_or_default();
    if word.chars().skip(1).any(char::is_uppercase) {
        return sentence.to_owned();
    }
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
