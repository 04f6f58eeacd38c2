//! The check that a recipient is a seed. It is the only maker of what a connection takes.

use std::collections::BTreeSet;

use lettre::Address;
use lettre::address::Envelope;

use super::SendProblem;
use crate::message::Message;

/// An envelope whose only recipient is in the seed list.
pub(super) struct SeedEnvelope(Envelope);

impl SeedEnvelope {
    pub(super) fn as_envelope(&self) -> &Envelope {
        &self.0
    }
}

/// One envelope for each message, or every reason why none may leave.
pub(super) fn check(
    messages: &[Message],
    seeds: &[String],
) -> Result<Vec<SeedEnvelope>, Vec<SendProblem>> {
    let mut known = BTreeSet::new();
    let mut problems = Vec::new();
    for seed in seeds {
        match seed.parse::<Address>().ok().as_ref().and_then(in_ascii) {
            Some(address) => {
                known.insert(address);
            }
            None => problems.push(SendProblem::BadSeed(seed.clone())),
        }
    }
    let mut envelopes = Vec::with_capacity(messages.len());
    for message in messages {
        match envelope(message, &known) {
            Ok(envelope) => envelopes.push(envelope),
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(envelopes)
    } else {
        Err(problems)
    }
}

fn envelope(message: &Message, seeds: &BTreeSet<Address>) -> Result<SeedEnvelope, SendProblem> {
    let seed = in_ascii(&message.to).filter(|to| seeds.contains(to));
    let seed = seed.ok_or_else(|| SendProblem::NotASeed(message.to.clone()))?;
    let sender = &message.from.email;
    let bad_sender = || SendProblem::BadSender(sender.clone());
    let from = in_ascii(sender).ok_or_else(bad_sender)?;
    let envelope = Envelope::new(Some(from), vec![seed]).map_err(|_| bad_sender())?;
    Ok(SeedEnvelope(envelope))
}

/// The address as servers compare it: the domain in ASCII and lower case.
fn in_ascii(address: &Address) -> Option<Address> {
    let domain = if address.domain().starts_with('[') {
        address.domain().to_ascii_lowercase()
    } else {
        idna::domain_to_ascii(address.domain()).ok()?
    };
    Address::new(address.user(), domain).ok()
}
