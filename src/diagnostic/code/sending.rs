//! Test messages and the server that takes them.

use super::entry::{command, entries};

entries! {
    /// A recipient of a test message is not in the seed list.
    ///
    /// Segue never mails a customer. `send` refuses everybody who is not in `[seeds]`, whatever the
    /// data says, before any connection is made.
    ///
    /// Add the address to `inboxes` under `[seeds]` in `segue.toml` when it is your own.
    NOT_A_SEED = "not-a-seed" {
        wrong: command("send spring --to ann@example.com"),
        right: command("preview --static gallery"),
    }

    /// The sender of a message is no address that a server would take.
    ///
    /// No message could be handed over.
    ///
    /// Correct `from` in the campaign or in `segue.toml`.
    BAD_SENDER = "bad-sender" {
        no_example: "check finds such an address before",
    }

    /// The settings ask for a connection without encryption to another machine.
    ///
    /// The password and every test message could be read on the way.
    ///
    /// Say `security = "starttls"` or `security = "tls"` under `[smtp]`. `"none"` is for a
    /// mail catcher on your own machine.
    INSECURE_SMTP = "insecure-smtp" {
        no_example: "it takes settings for another server",
    }

    /// The server wants a password, and there is none.
    ///
    /// Passwords never stand in `segue.toml`, which is shared; it only names an environment
    /// variable that holds it.
    ///
    /// Set the variable for the command: `SMTP_PASSWORD=… segue send …`.
    NO_SMTP_PASSWORD = "no-smtp-password" {
        no_example: "it takes a server with a password",
    }

    /// The file of trusted certificates cannot be read, or holds none.
    ///
    /// Without it the server's identity cannot be proven.
    ///
    /// Name a PEM file under `ca_file`; it begins with `-----BEGIN CERTIFICATE-----`.
    BAD_CA_FILE = "bad-ca-file" {
        no_example: "it takes a file of certificates",
    }

    /// No secured connection to the mail server came about.
    ///
    /// No test message was sent.
    ///
    /// Check `host`, `port` and `security` under `[smtp]`, and that the server runs.
    SMTP_UNREACHABLE = "smtp-unreachable" {
        wrong: command("send spring --to seeds"),
        right: command("preview --static gallery"),
    }

    /// The mail server refused the user or the password.
    ///
    /// No test message was sent.
    ///
    /// Check `username`, and the variable that `password_env` names.
    SMTP_REFUSED = "smtp-refused" {
        no_example: "it takes a server with a password",
    }

    /// The project lists no seed inboxes.
    ///
    /// Test messages go to the seeds only, so there is nobody to send to.
    ///
    /// List your own inboxes in `segue.toml`: `[seeds]` with `inboxes = ["qa@brand.example"]`.
    NO_SEEDS = "no-seeds" {
        no_example: "the example project has seeds",
    }

    /// The project names no mail server.
    ///
    /// Test messages are handed to your own server; there is no other way out.
    ///
    /// Add `[smtp]` with `host = "…"` to `segue.toml`.
    NO_SMTP = "no-smtp" {
        no_example: "the example project has a server",
    }

    /// No persona is in the audience of the campaign, so there is no message to send.
    ///
    /// A test mail shows what personas get; real customers are never used for it.
    ///
    /// Write a persona that the audience holds for.
    NO_MESSAGE = "no-message" {
        no_example: "the example project has a persona in its audience",
    }

    /// The server did not take a test message now, but may later.
    ///
    /// One of the seeds does not have its message.
    ///
    /// Try again later. What the server said stands in the message.
    DELIVERY_DEFERRED = "delivery-deferred" {
        no_example: "it takes a server that defers",
    }

    /// The server refused a test message for good.
    ///
    /// One of the seeds does not have its message, and trying again will not help.
    ///
    /// What the server said stands in the message: most often it does not know the recipient, or
    /// does not let the sender send.
    DELIVERY_REFUSED = "delivery-refused" {
        no_example: "it takes a server that refuses",
    }
}
