//! Test messages to seed inboxes over SMTP, and to nobody else.

mod problem;
mod seed;
mod server;

use std::panic::resume_unwind;
use std::thread;

use lettre::Address;

use crate::message::Message;
use crate::project::Smtp;

pub use problem::{DeliveryProblem, SendProblem};

use seed::SeedEnvelope;
use server::Server;

/// Connections open at the same time; one alone waits about 45 ms for each message, since
/// lettre 0.11 writes a message's end in a packet of its own.
const CONNECTIONS: usize = 4;

/// What the server is told and trusted with, beside `[smtp]`.
#[derive(Clone, Copy, Default)]
pub struct Secrets<'a> {
    /// The value of the variable that `password_env` names.
    pub password: Option<&'a str>,
    /// The content of `ca_file`.
    pub certificates: Option<&'a [u8]>,
}

/// What became of one message.
#[derive(Debug)]
pub struct Delivery {
    /// Whose rendering it is.
    pub customer_id: String,
    /// The seed that it went to.
    pub seed: Address,
    /// The server's answer, or why the seed does not have it.
    pub outcome: Result<String, DeliveryProblem>,
}

/// Hands each message to the server, for the address in its `to`; deliveries are in the order of
/// `messages`.
///
/// Every recipient is compared with `seeds` first, before a name is looked up or a connection
/// opened. The domain is compared without regard to case and script (`münchen.example` is
/// `xn--mnchen-3ya.example`), the local part exactly, since only its server knows what it means.
/// One message that fails does not hold up the others.
///
/// # Errors
/// When nothing was sent: a recipient is not a seed, the settings are wrong, or the server cannot
/// be reached or lets nobody in. [`SendProblem::is_environment`] tells these apart.
pub fn send(
    messages: &[Message],
    smtp: &Smtp,
    seeds: &[String],
    secrets: Secrets<'_>,
) -> Result<Vec<Delivery>, Vec<SendProblem>> {
    let envelopes = seed::check(messages, seeds)?;
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let server = Server::connect(smtp, secrets).map_err(|problem| vec![problem])?;
    let work: Vec<(&Message, SeedEnvelope)> = messages.iter().zip(envelopes).collect();
    let share = work.len().div_ceil(CONNECTIONS);
    let deliveries = thread::scope(|scope| {
        let senders: Vec<_> = work
            .chunks(share)
            .map(|share| scope.spawn(|| deliver_all(&server, share)))
            .collect();
        let shares = senders.into_iter().map(|sender| {
            let share = sender.join();
            share.unwrap_or_else(|panic| resume_unwind(panic))
        });
        shares.flatten().collect()
    });
    Ok(deliveries)
}

fn deliver_all(server: &Server, share: &[(&Message, SeedEnvelope)]) -> Vec<Delivery> {
    let one = |(message, envelope): &(&Message, SeedEnvelope)| Delivery {
        customer_id: message.customer_id.clone(),
        seed: message.to.clone(),
        outcome: server.deliver(message, envelope),
    };
    share.iter().map(one).collect()
}
