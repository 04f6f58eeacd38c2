//! A message as RFC 5322 and MIME write it; the same message gives the same bytes.

use lettre::Address;
use lettre::message::header::{self, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Mailboxes, MultiPart, MultiPartKind, SinglePart};
use md5::{Digest, Md5};

use super::Message;
use crate::diagnostic::{Code, Problem, code};

/// Octets of a line without its CRLF: RFC 5322, section 2.1.1.
const LONGEST_LINE: usize = 998;

/// A message's header fields: checked, not yet encoded or folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// `From`, its domain in ASCII.
    pub from: Mailbox,
    /// `To`, its domain in ASCII.
    pub to: Address,
    /// `Reply-To`, its domain in ASCII.
    pub reply_to: Option<Mailbox>,
    /// `Date`, in UTC.
    pub date: String,
    /// `Message-ID`, in angle brackets.
    pub message_id: String,
    /// `List-Id`, in angle brackets.
    pub list_id: Option<String>,
    /// `List-Unsubscribe`: the URL first, then the address.
    pub list_unsubscribe: Option<String>,
    /// `List-Unsubscribe-Post`, where an `https` URL allows one click (RFC 8058).
    pub list_unsubscribe_post: Option<&'static str>,
    /// `X-Segue-Send-At` and `X-Segue-Send-At-Local`, for whatever hands the message on.
    pub send_at: Option<[String; 2]>,
}

/// Why a message has no MIME form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderProblem {
    /// A line break or another control character in a value; it could begin a header of its own.
    ControlCharacter {
        /// The header.
        header: &'static str,
        /// Its value.
        value: String,
    },
    /// A word without a place to fold the line.
    TooLong {
        /// The header.
        header: String,
        /// Its longest line.
        octets: usize,
    },
    /// A domain that has no form in ASCII.
    BadDomain {
        /// The header.
        header: &'static str,
        /// The domain.
        domain: String,
    },
    /// Nothing that a mail client could unsubscribe by.
    BadUnsubscribe {
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        value: String,
    },
}

impl Problem for HeaderProblem {
    fn code(&self) -> Code {
        match self {
            Self::ControlCharacter { .. } => code::CONTROL_CHARACTER_IN_HEADER,
            Self::TooLong { .. } => code::HEADER_TOO_LONG,
            Self::BadDomain { .. } => code::BAD_DOMAIN,
            Self::BadUnsubscribe { .. } => code::BAD_UNSUBSCRIBE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::ControlCharacter { header, value } => format!(
                "the `{header}` header must be one line of text, found `{}`",
                value.escape_debug()
            ),
            Self::TooLong { header, octets } => format!(
                "the `{header}` header has a line of {octets} octets, expected at most {LONGEST_LINE}"
            ),
            Self::BadDomain { header, domain } => {
                format!("`{domain}` in the `{header}` header is not a domain")
            }
            Self::BadUnsubscribe { expected, value } => format!(
                "expected {expected} in the `List-Unsubscribe` header, found `{}`",
                value.escape_debug()
            ),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::ControlCharacter { .. } => {
                vec!["`| strip_newlines` removes line breaks from a value".to_owned()]
            }
            Self::TooLong { .. } => {
                vec!["mail servers refuse longer lines; shorten the value".to_owned()]
            }
            Self::BadDomain { .. } | Self::BadUnsubscribe { .. } => Vec::new(),
        }
    }
}

impl Message {
    /// The Message-ID without angle brackets.
    ///
    /// It follows from the recipient and the content, so that a test sent again after a change is
    /// not taken for the earlier one.
    pub fn message_id(&self) -> String {
        let date = self.date.to_string();
        let to: &str = self.to.as_ref();
        let parts = [&self.campaign, &self.customer_id, &date, to];
        let content = [&*self.subject, &*self.html, &*self.text];
        let left = fingerprint(parts.into_iter().chain(content));
        let domain = idna::domain_to_ascii(&self.message_id_domain);
        let domain = domain.as_deref().unwrap_or(&self.message_id_domain);
        format!("{left}@{domain}")
    }

    /// The header fields.
    ///
    /// # Errors
    /// When a value cannot stand in its header.
    pub fn headers(&self) -> Result<Headers, HeaderProblem> {
        one_line("Subject", &self.subject)?;
        ascii_domain("Message-ID", &self.message_id_domain)?;
        let url = self.unsubscribe_url.as_deref();
        let one_click = url.is_some_and(|url| starts_with(url, "https://"));
        Ok(Headers {
            from: ascii_mailbox("From", &self.from)?,
            to: ascii_address("To", &self.to)?,
            reply_to: self
                .reply_to
                .as_ref()
                .map(|mailbox| ascii_mailbox("Reply-To", mailbox))
                .transpose()?,
            date: self
                .date
                .strftime("%a, %d %b %Y %H:%M:%S +0000")
                .to_string(),
            message_id: format!("<{}>", self.message_id()),
            list_id: self.list_id.as_deref().map(list_id).transpose()?,
            list_unsubscribe: list_unsubscribe(url, self.unsubscribe_email.as_deref())?,
            list_unsubscribe_post: one_click.then_some("List-Unsubscribe=One-Click"),
            send_at: self.send_times(),
        })
    }

    /// The whole message with CRLF line ends: the headers, the text part, the HTML part.
    ///
    /// Names and subjects outside ASCII are encoded words (RFC 2047); a part is written as it is
    /// where its lines are short and ASCII, else as quoted-printable or base64, whichever is
    /// shorter.
    ///
    /// # Errors
    /// When a value cannot stand in its header.
    pub fn to_eml(&self) -> Result<Vec<u8>, HeaderProblem> {
        let fields = self.headers()?;
        let builder = MultiPart::builder()
            .header(header::From::from(Mailboxes::from(fields.from)))
            .header(header::To::from(Mailboxes::from(Mailbox::from(fields.to))))
            .header(header::Subject::from(self.subject.clone()))
            .header(header::MessageId::from(fields.message_id))
            .header(header::MIME_VERSION_1_0)
            .kind(MultiPartKind::Alternative)
            .boundary(self.boundary());
        let mut mail = builder
            .singlepart(part(ContentType::TEXT_PLAIN, &self.text))
            .singlepart(part(ContentType::TEXT_HTML, &self.html));
        let headers = mail.headers_mut();
        if let Some(reply_to) = fields.reply_to {
            headers.set(header::ReplyTo::from(Mailboxes::from(reply_to)));
        }
        let post = fields.list_unsubscribe_post.map(str::to_owned);
        let [send_at, send_at_local] = match fields.send_at {
            Some(times) => times.map(Some),
            None => [None, None],
        };
        let name = HeaderName::new_from_ascii_str;
        for (name, value) in [
            (name("Date"), Some(fields.date)),
            (name("List-Id"), fields.list_id),
            (name("List-Unsubscribe"), fields.list_unsubscribe),
            (name("List-Unsubscribe-Post"), post),
            (name("X-Segue-Send-At"), send_at),
            (name("X-Segue-Send-At-Local"), send_at_local),
        ] {
            if let Some(value) = value {
                headers.insert_raw(HeaderValue::new(name, value));
            }
        }
        let bytes = mail.formatted();
        check_line_lengths(&bytes)?;
        Ok(bytes)
    }

    /// A boundary that occurs in no part.
    fn boundary(&self) -> String {
        let date = self.date.to_string();
        let mut mark = fingerprint([&*self.campaign, &self.customer_id, &date]);
        while self.html.contains(&mark) || self.text.contains(&mark) {
            mark = fingerprint([&*mark]);
        }
        format!("segue_{mark}")
    }
}

/// MD5 in hexadecimal; lengths keep `["ab", "c"]` and `["a", "bc"]` apart.
fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Md5::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let hash: [u8; 16] = hash.finalize().into();
    format!("{:032x}", u128::from_be_bytes(hash))
}

fn part(kind: ContentType, content: &str) -> SinglePart {
    // a lone CR would reach the server as it is, which RFC 5321 forbids
    let content = content.replace("\r\n", "\n").replace('\r', "\n");
    SinglePart::builder().content_type(kind).body(content)
}

fn one_line(header: &'static str, value: &str) -> Result<(), HeaderProblem> {
    if value.contains(char::is_control) {
        let value = value.to_owned();
        return Err(HeaderProblem::ControlCharacter { header, value });
    }
    Ok(())
}

fn starts_with(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

fn ascii_mailbox(header: &'static str, mailbox: &Mailbox) -> Result<Mailbox, HeaderProblem> {
    one_line(header, mailbox.name.as_deref().unwrap_or_default())?;
    let address = ascii_address(header, &mailbox.email)?;
    Ok(Mailbox::new(mailbox.name.clone(), address))
}

/// The address with its domain as DNS knows it; the local part stays, whatever its script.
fn ascii_address(header: &'static str, address: &Address) -> Result<Address, HeaderProblem> {
    one_line(header, address.as_ref())?;
    if address.domain().is_ascii() {
        return Ok(address.clone());
    }
    let domain = ascii_domain(header, address.domain())?;
    Address::new(address.user(), &domain).map_err(|_| HeaderProblem::BadDomain { header, domain })
}

fn ascii_domain(header: &'static str, domain: &str) -> Result<String, HeaderProblem> {
    let ascii = idna::domain_to_ascii(domain).ok();
    let usable = |ascii: &String| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        !ascii.is_empty() && ascii.bytes().all(known)
    };
    ascii
        .filter(usable)
        .ok_or_else(|| HeaderProblem::BadDomain {
            header,
            domain: domain.to_owned(),
        })
}

fn list_id(value: &str) -> Result<String, HeaderProblem> {
    one_line("List-Id", value)?;
    Ok(if value.contains('<') {
        value.to_owned()
    } else {
        format!("<{value}>")
    })
}

fn list_unsubscribe(
    url: Option<&str>,
    email: Option<&str>,
) -> Result<Option<String>, HeaderProblem> {
    let mut values = Vec::new();
    if let Some(url) = url {
        let web = starts_with(url, "https://") || starts_with(url, "http://");
        if !web || url.contains(|c: char| !c.is_ascii_graphic() || "<>\"".contains(c)) {
            return Err(HeaderProblem::BadUnsubscribe {
                expected: "an http or https URL in ASCII",
                value: url.to_owned(),
            });
        }
        values.push(format!("<{url}>"));
    }
    if let Some(email) = email {
        let address = email.parse();
        let address = address.map_err(|_| HeaderProblem::BadUnsubscribe {
            expected: "an email address",
            value: email.to_owned(),
        })?;
        let address = ascii_address("List-Unsubscribe", &address)?;
        values.push(format!("<mailto:{address}>"));
    }
    Ok((!values.is_empty()).then(|| values.join(", ")))
}

/// lettre folds lines only where a space lets it.
fn check_line_lengths(message: &[u8]) -> Result<(), HeaderProblem> {
    let mut header = String::new();
    for line in message.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if !line.starts_with(b" ") {
            let name = line.split(|byte| *byte == b':').next().unwrap_or(line);
            header = String::from_utf8_lossy(name).into_owned();
        }
        if line.len() > LONGEST_LINE {
            let octets = line.len();
            return Err(HeaderProblem::TooLong { header, octets });
        }
    }
    Ok(())
}
