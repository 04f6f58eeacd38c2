//! An SMTP server that let us in.

use std::error::Error as _;
use std::net::IpAddr;
use std::num::NonZero;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{SmtpTransport, Transport};

use super::seed::SeedEnvelope;
use super::{CONNECTIONS, DeliveryProblem, Secrets, SendProblem};
use crate::message::Message;
use crate::project::{Security, Smtp};

/// For how many seconds a server may keep us waiting unless the settings say.
const TIMEOUT: u16 = 30;

/// How a certificate begins in a PEM file.
const PEM_BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Connections to a server.
pub(super) struct Server(SmtpTransport);

impl Server {
    /// Opens the first connection, secures it and logs in.
    pub(super) fn connect(smtp: &Smtp, secrets: Secrets<'_>) -> Result<Self, SendProblem> {
        let port = smtp.port.unwrap_or(match smtp.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        });
        let transport = transport(smtp, port, secrets)?;
        match transport.test_connection() {
            Ok(true) => Ok(Self(transport)),
            Ok(false) => Err(unreachable(smtp, port, "it closed the connection")),
            Err(error) => Err(refusal(smtp, port, &error)),
        }
    }

    /// Sends the message as [`Message::to_eml`] writes it.
    pub(super) fn deliver(
        &self,
        message: &Message,
        envelope: &SeedEnvelope,
    ) -> Result<String, DeliveryProblem> {
        let eml = message.to_eml().map_err(DeliveryProblem::Header)?;
        // lettre ends the last line itself
        let bytes = eml.strip_suffix(b"\r\n").unwrap_or(&eml);
        let answer = self.0.send_raw(envelope.as_envelope(), bytes);
        let answer = answer.map_err(|error| delivery_problem(&error))?;
        let text: Vec<&str> = answer.message().collect();
        Ok(format!("{} {}", answer.code(), text.join(" ")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.0.shutdown();
    }
}

#[expect(clippy::disallowed_methods, reason = "`SeedEnvelope` is the check")]
fn transport(smtp: &Smtp, port: u16, secrets: Secrets<'_>) -> Result<SmtpTransport, SendProblem> {
    let tls = match smtp.security {
        Security::None if !is_loopback(&smtp.host) => {
            return Err(SendProblem::Insecure {
                host: smtp.host.clone(),
            });
        }
        Security::None => Tls::None,
        Security::Starttls => Tls::Required(tls(&smtp.host, secrets.certificates)?),
        Security::Tls => Tls::Wrapper(tls(&smtp.host, secrets.certificates)?),
    };
    let timeout = smtp.timeout.map_or(TIMEOUT, NonZero::get);
    let mut builder = SmtpTransport::builder_dangerous(&smtp.host)
        .port(port)
        .tls(tls)
        .timeout(Some(Duration::from_secs(timeout.into())))
        .pool_config(PoolConfig::new().max_size(CONNECTIONS as u32));
    if let Some(username) = &smtp.username {
        let missing = || SendProblem::NoPassword {
            variable: smtp.password_env.clone(),
        };
        let password = secrets.password.ok_or_else(missing)?;
        builder = builder.credentials(Credentials::new(username.clone(), password.to_owned()));
    }
    Ok(builder.build())
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    address.map_or_else(
        |_| host.eq_ignore_ascii_case("localhost"),
        |address| address.is_loopback(),
    )
}

fn tls(host: &str, certificates: Option<&[u8]>) -> Result<TlsParameters, SendProblem> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = certificates {
        let certificate = Certificate::from_pem(pem).ok();
        // lettre takes a file without any certificate for one
        let begins = pem.windows(PEM_BEGIN.len()).any(|bytes| bytes == PEM_BEGIN);
        let certificate = certificate.filter(|_| begins);
        builder = builder.add_root_certificate(certificate.ok_or(SendProblem::BadCertificates)?);
    }
    builder.build().map_err(|_| SendProblem::BadCertificates)
}

fn unreachable(smtp: &Smtp, port: u16, reason: impl Into<String>) -> SendProblem {
    SendProblem::Unreachable {
        host: smtp.host.clone(),
        port,
        security: smtp.security,
        reason: reason.into(),
    }
}

fn refusal(smtp: &Smtp, port: u16, error: &Error) -> SendProblem {
    match error.status() {
        Some(code) => SendProblem::Refused {
            host: smtp.host.clone(),
            port,
            answer: format!("{code} {}", reason(error)),
            password_env: smtp.password_env.clone(),
        },
        None => unreachable(smtp, port, reason(error)),
    }
}

fn delivery_problem(error: &Error) -> DeliveryProblem {
    let code = error.status().map(u16::from);
    // the client's own refusals, as of an address that needs SMTPUTF8, would only come again
    let permanent = error.is_permanent() || error.is_client();
    let reason = reason(error);
    if permanent {
        DeliveryProblem::Permanent { code, reason }
    } else {
        DeliveryProblem::Transient { code, reason }
    }
}

/// The innermost cause, in words for those that libraries give by their own names.
fn reason(error: &Error) -> String {
    let text = error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string);
    let known = [
        // how Linux says that time is up
        (
            "Resource temporarily unavailable",
            "it does not answer in time",
        ),
        ("UnknownIssuer", "nobody known vouches for its certificate"),
        ("InvalidContentType", "it does not answer in TLS"),
        ("STARTTLS is not supported", "it does not offer STARTTLS"),
        (
            "not support SMTPUTF8",
            "the server takes no addresses outside ASCII (SMTPUTF8)",
        ),
        (
            "No compatible authentication",
            "it offers no authentication by password",
        ),
    ];
    match known.iter().find(|(name, _)| text.contains(name)) {
        Some((_, words)) => (*words).to_owned(),
        None => text.split(" (os error").next().unwrap_or(&text).to_owned(),
    }
}
