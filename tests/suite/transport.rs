//! Test messages over SMTP, to a real server on loopback.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the suite reads what the server wrote, and fails where it cannot"
)]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mailparse::MailHeaderMap;
use segue::diagnostic::Problem;
use segue::message::Message;
use segue::project::{Security, Smtp};
use segue::transport::{Delivery, Secrets, SendProblem, send};

use crate::message::message;
use crate::python::{INSTALL, interpreter};

/// `tests/smtp_server.py`, until it is dropped.
struct SmtpServer {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl SmtpServer {
    fn start(arguments: &[&str]) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(interpreter())
            .arg(tests.join("smtp_server.py"))
            .arg(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut port).unwrap();
        let Ok(port) = port.trim().parse() else {
            let output = process.wait_with_output().unwrap();
            panic!(
                "tests/smtp_server.py does not start; {INSTALL}. It said:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        };
        Self {
            process,
            port,
            folder,
        }
    }

    fn authority(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("ca.pem")).unwrap()
    }

    /// Each received message with its envelope, in the order of their bytes.
    fn received(&self) -> Vec<(Vec<u8>, serde_json::Value)> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let messages = paths.filter(|path| path.extension().is_some_and(|it| it == "eml"));
        let mut received: Vec<_> = messages
            .map(|path| {
                let envelope = std::fs::read(path.with_extension("json")).unwrap();
                let envelope = serde_json::from_slice(&envelope).unwrap();
                (std::fs::read(path).unwrap(), envelope)
            })
            .collect();
        received.sort_by(|one, other| one.0.cmp(&other.0));
        received
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn smtp(port: u16, security: Security) -> Smtp {
    Smtp {
        host: "127.0.0.1".into(),
        port: Some(port),
        security,
        username: None,
        password_env: None,
        ca_file: None,
        timeout: None,
    }
}

fn seeds(addresses: &[&str]) -> Vec<String> {
    addresses
        .iter()
        .map(|address| (*address).to_owned())
        .collect()
}

/// The outcomes as a person reads them.
fn shown(deliveries: &[Delivery]) -> String {
    let line = |delivery: &Delivery| match &delivery.outcome {
        Ok(answer) => format!(
            "{}: {}",
            delivery.seed,
            answer.split(" as ").next().unwrap()
        ),
        Err(problem) => format!(
            "{}: {}: {}",
            delivery.seed,
            problem.code(),
            problem.message()
        ),
    };
    deliveries.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn problems(problems: &[SendProblem], port: u16) -> String {
    let line = |problem: &SendProblem| {
        let class = if problem.is_environment() {
            "environment"
        } else {
            "input"
        };
        let hints = problem.hints().join("\n  ");
        format!(
            "{} ({class}): {}\n  {hints}",
            problem.code(),
            problem.message()
        )
    };
    let lines: Vec<_> = problems.iter().map(line).collect();
    lines.join("\n").replace(&format!(":{port}`"), ":PORT`")
}

macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/transport",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $value) })
    };
}

/// Messages whose bytes a careless client would change.
fn awkward_messages() -> Vec<Message> {
    let texts = [
        "plain\n",
        ".\n..\n.dot first\n",
        "no line end",
        "\n\nblank lines around\n\n",
        "QUIT\n.\nMAIL FROM:<x@y.example>\n",
    ];
    let mut messages: Vec<Message> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| Message {
            text: (*text).into(),
            ..message(&format!("c{at}"), "qa@alder.example")
        })
        .collect();
    messages[1].html = format!("<p>{}</p>", "a long line without a break ".repeat(100));
    messages[2].html = format!("<p>{}</p>", "støvler ".repeat(300));
    messages[3].subject = "Kjære Åse 🥾, støvlene dine trenger en pause".into();
    messages
}

#[test]
fn the_server_receives_the_bytes_of_the_eml() {
    let server = SmtpServer::start(&[]);
    let messages = awkward_messages();
    let smtp = smtp(server.port, Security::None);
    let seeds = seeds(&["qa@alder.example"]);
    let deliveries = send(&messages, &smtp, &seeds, Secrets::default()).unwrap();
    let ids: Vec<&str> = deliveries.iter().map(|one| &*one.customer_id).collect();
    assert_eq!(ids, ["c0", "c1", "c2", "c3", "c4"]);
    assert!(
        deliveries.iter().all(|one| one.outcome.is_ok()),
        "{deliveries:?}"
    );

    let mut expected: Vec<Vec<u8>> = messages.iter().map(|one| one.to_eml().unwrap()).collect();
    expected.sort();
    let (received, envelopes): (Vec<_>, Vec<_>) = server.received().into_iter().unzip();
    assert_eq!(received, expected);
    for envelope in envelopes {
        assert_eq!(envelope["from"], "hello@alder.example");
        assert_eq!(envelope["to"], serde_json::json!(["qa@alder.example"]));
    }
    let subjects: Vec<String> = received
        .iter()
        .map(|eml| {
            mailparse::parse_mail(eml)
                .unwrap()
                .headers
                .get_first_value("Subject")
                .unwrap()
        })
        .collect();
    assert!(subjects.contains(&messages[3].subject), "{subjects:?}");
}

#[test]
fn connections_are_secured_and_logged_in() {
    for (name, security, arguments) in [
        (
            "starttls",
            Security::Starttls,
            &["--auth", "ann:s3cret"][..],
        ),
        ("tls", Security::Tls, &["--auth", "ann:s3cret"]),
        (
            "none",
            Security::None,
            &["--auth", "ann:s3cret", "--login-only"],
        ),
    ] {
        let server = SmtpServer::start(&[&["--security", name], arguments].concat());
        let mut smtp = smtp(server.port, security);
        smtp.username = Some("ann".into());
        let authority = (security != Security::None).then(|| server.authority());
        let secrets = Secrets {
            password: Some("s3cret"),
            certificates: authority.as_deref(),
        };
        let messages = [message("c0", "qa@alder.example")];
        let sent = send(&messages, &smtp, &seeds(&["qa@alder.example"]), secrets).unwrap();
        assert_eq!(shown(&sent), "qa@alder.example: 250 2.0.0 kept");
        let (_, envelope) = &server.received()[0];
        assert_eq!(envelope["user"], "ann", "{name}");
        assert_eq!(envelope["tls"], security != Security::None, "{name}");
    }
}

#[test]
fn one_failure_does_not_hold_up_the_others() {
    let server = SmtpServer::start(&[
        "--refuse=gone@alder.example",
        "--defer=busy@alder.example",
        "--no-smtputf8",
    ]);
    let mailboxes = ["one", "gone", "busy", "søren", "broken", "two", "three"];
    let addresses = mailboxes.map(|mailbox| format!("{mailbox}@alder.example"));
    let mut messages = addresses.each_ref().map(|address| message("c0", address));
    messages[4].subject = "two\nlines".into();
    let smtp = smtp(server.port, Security::None);
    let sent = send(&messages, &smtp, &addresses, Secrets::default()).unwrap();
    snapshot!("one_failure_does_not_hold_up_the_others", shown(&sent));
    assert_eq!(server.received().len(), 3);
}

#[test]
fn an_address_outside_ascii_is_sent_where_the_server_takes_it() {
    let server = SmtpServer::start(&[]);
    let messages = [message("c0", "søren@münchen.example")];
    let smtp = smtp(server.port, Security::None);
    let seeds = seeds(&["søren@xn--mnchen-3ya.example"]);
    let sent = send(&messages, &smtp, &seeds, Secrets::default()).unwrap();
    assert_eq!(shown(&sent), "søren@münchen.example: 250 2.0.0 kept");
    let (eml, envelope) = &server.received()[0];
    assert_eq!(
        envelope["to"],
        serde_json::json!(["søren@xn--mnchen-3ya.example"])
    );
    assert_eq!(*eml, messages[0].to_eml().unwrap());
}

#[test]
fn nobody_but_a_seed_is_mailed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let addresses = [
        "qa@alder.example",
        "qa@ALDER.example",
        "ann@customers.example",
        "QA@alder.example",
        "qa@alder.example.evil.example",
        "qa+1@alder.example",
        "ann@customers.example",
        "qа@alder.example", // a Cyrillic а
    ];
    let messages = addresses.map(|address| message("c0", address));
    let seeds = seeds(&["qa@alder.example", "not an address"]);
    let smtp = smtp(port, Security::None);
    let refused = send(&messages, &smtp, &seeds, Secrets::default()).unwrap_err();
    snapshot!("nobody_but_a_seed_is_mailed", problems(&refused, port));
    let connection = listener.accept();
    assert_eq!(
        connection.unwrap_err().kind(),
        std::io::ErrorKind::WouldBlock
    );

    let none = send(&messages[2..3], &smtp, &[], Secrets::default()).unwrap_err();
    assert_eq!(none, [SendProblem::NotASeed(messages[2].to.clone())]);
    assert_eq!(
        listener.accept().unwrap_err().kind(),
        std::io::ErrorKind::WouldBlock
    );
}

/// Why nothing can be sent to a seed by these settings.
fn refusal(smtp: &Smtp, secrets: Secrets<'_>) -> String {
    let messages = [message("c0", "qa@alder.example")];
    let refused = send(&messages, smtp, &seeds(&["qa@alder.example"]), secrets).unwrap_err();
    problems(&refused, smtp.port.unwrap_or(0))
}

#[test]
fn settings_that_cannot_work() {
    let mut far = smtp(25, Security::None);
    far.host = "mail.alder.example".into();
    let mut nameless = smtp(25, Security::None);
    nameless.username = Some("ann".into());
    let mut unset = nameless.clone();
    unset.password_env = Some("SMTP_PASSWORD".into());
    let damaged = Secrets {
        password: None,
        certificates: Some(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    };
    let empty = Secrets {
        password: None,
        certificates: Some(b"not a certificate"),
    };
    let all = [
        refusal(&far, Secrets::default()),
        refusal(&nameless, Secrets::default()),
        refusal(&unset, Secrets::default()),
        refusal(&smtp(25, Security::Tls), damaged),
        refusal(&smtp(25, Security::Tls), empty),
    ];
    snapshot!("settings_that_cannot_work", all.join("\n\n"));
}

#[test]
fn a_server_that_is_not_there() {
    // A port that was free a moment ago may be another test's by now.
    let reason = refusal(&smtp(1, Security::None), Secrets::default());
    snapshot!("a_server_that_is_not_there", reason);
}

#[test]
fn a_server_that_does_not_answer() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let mut impatient = smtp(port, Security::None);
    impatient.timeout = NonZero::new(1);
    let started = Instant::now();
    let reason = refusal(&impatient, Secrets::default());
    assert!(started.elapsed() < Duration::from_secs(20));
    snapshot!("a_server_that_does_not_answer", reason);
}

/// What the server took before counts, and each message that it did not is told of.
#[test]
fn a_server_that_dies() {
    let server = SmtpServer::start(&["--die-at", "3"]);
    let messages: Vec<Message> = (0..12)
        .map(|one| message(&format!("c{one}"), "qa@alder.example"))
        .collect();
    let smtp = smtp(server.port, Security::None);
    let seeds = seeds(&["qa@alder.example"]);
    let sent = send(&messages, &smtp, &seeds, Secrets::default()).unwrap();
    assert_eq!(sent.len(), 12);
    let (taken, lost): (Vec<_>, Vec<_>) = sent.iter().partition(|one| one.outcome.is_ok());
    assert!(taken.len() <= 2, "{sent:?}");
    for one in lost {
        let problem = one.outcome.as_ref().unwrap_err();
        assert_eq!(problem.code().to_string(), "delivery-deferred", "{one:?}");
    }
}

#[test]
fn a_server_that_lets_nobody_in() {
    let server = SmtpServer::start(&["--security", "tls", "--auth", "ann:s3cret"]);
    let authority = server.authority();
    let mut wrong = smtp(server.port, Security::Tls);
    wrong.username = Some("ann".into());
    wrong.password_env = Some("SMTP_PASSWORD".into());
    let secrets = Secrets {
        password: Some("guess"),
        certificates: Some(&authority),
    };
    let untrusted = smtp(server.port, Security::Tls);
    let plain = SmtpServer::start(&[]);
    let all = [
        format!("wrong password\n{}", refusal(&wrong, secrets)),
        format!(
            "unknown authority\n{}",
            refusal(&untrusted, Secrets::default())
        ),
        format!(
            "no STARTTLS\n{}",
            refusal(&smtp(plain.port, Security::Starttls), Secrets::default())
        ),
        format!(
            "no TLS\n{}",
            refusal(&smtp(plain.port, Security::Tls), Secrets::default())
        ),
    ];
    snapshot!("a_server_that_lets_nobody_in", all.join("\n\n"));
    assert_eq!(server.received().len() + plain.received().len(), 0);
}
