//! Messages: their MIME form and their text part.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the suite reads its cases, and fails where it cannot"
)]

use lettre::message::Mailbox;
use mailparse::MailHeaderMap;
use segue::diagnostic::Problem;
use segue::message::{Message, text_from_html};

/// A message of a test case; what the case does not say is filled in.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Case {
    from: Option<String>,
    from_name: Option<String>,
    to: Option<String>,
    reply_to: Option<String>,
    reply_name: Option<String>,
    subject: Option<String>,
    subject_repeated: Option<usize>,
    html: String,
    text: String,
    unsubscribe_url: Option<String>,
    unsubscribe_repeated: Option<usize>,
    unsubscribe_email: Option<String>,
    list_id: Option<String>,
    message_id_domain: Option<String>,
}

/// A message that is right in every header.
pub(crate) fn message(customer_id: &str, to: &str) -> Message {
    Message {
        campaign: "spring".into(),
        customer_id: customer_id.into(),
        to: to.parse().unwrap(),
        from: "Alder & Pine <hello@alder.example>".parse().unwrap(),
        reply_to: None,
        subject: "Your boots are due a rest".into(),
        preheader: "20 % off until Sunday".into(),
        html: "<p>Hello</p>\n".into(),
        text: "Hello\n".into(),
        date: "2026-04-01T09:00:00+02:00".parse().unwrap(),
        unsubscribe_url: Some("https://alder.example/unsubscribe?c=10017".into()),
        unsubscribe_email: None,
        list_id: None,
        message_id_domain: "alder.example".into(),
        experiments: Vec::new(),
        send_at: None,
        blocks: vec![
            ("hero".into(), "winter".into()),
            ("foot".into(), "plain".into()),
        ],
    }
}

fn read(text: &str) -> Message {
    let case: Case = toml::from_str(text).unwrap();
    let complete = message(
        "10017",
        case.to.as_deref().unwrap_or("ann@customers.example"),
    );
    let mailbox = |value: &str| {
        // lettre's parser reads no address outside ASCII in angle brackets
        let (name, address) = value.rsplit_once(" <").unwrap_or(("", value));
        let name = (!name.is_empty()).then(|| name.trim_matches('"').to_owned());
        Mailbox::new(name, address.trim_end_matches('>').parse().unwrap())
    };
    let mut from = case
        .from
        .as_deref()
        .map_or_else(|| complete.from.clone(), mailbox);
    if case.from_name.is_some() {
        from.name = case.from_name;
    }
    let service = || "care@alder.example".parse().unwrap();
    let named = case
        .reply_name
        .map(|name| Mailbox::new(Some(name), service()));
    let long = |length: usize| "a".repeat(length);
    let long_url = |length| format!("https://alder.example/{}", long(length));
    Message {
        from,
        reply_to: case.reply_to.as_deref().map(mailbox).or(named),
        subject: case
            .subject
            .or(case.subject_repeated.map(long))
            .unwrap_or(complete.subject),
        html: case.html,
        text: case.text,
        unsubscribe_url: case
            .unsubscribe_url
            .or(case.unsubscribe_repeated.map(long_url)),
        unsubscribe_email: case.unsubscribe_email,
        list_id: case.list_id,
        message_id_domain: case.message_id_domain.unwrap_or(complete.message_id_domain),
        ..complete
    }
}

macro_rules! snapshots {
    ($body:block) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/message",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, $body)
    };
}

#[test]
fn mime_form() {
    snapshots!({
        insta::glob!("../cases/message", "ok/*.toml", |path| {
            let case = std::fs::read_to_string(path).unwrap();
            let message = read(&case);
            let eml = message.to_eml().unwrap();
            assert_eq!(eml, message.to_eml().unwrap(), "two builds differ");
            check(&message, &eml);
            let eml = String::from_utf8(eml).unwrap();
            let eml = eml.replace("\r\n", "\n").replace('\r', "␍");
            insta::assert_snapshot!("eml", format!("{case}\n=== eml ===\n{eml}"));
        });
    });
}

/// What holds for every message, read back by another library.
fn check(message: &Message, eml: &[u8]) {
    for line in eml.split_inclusive(|byte| *byte == b'\n') {
        let text = line.strip_suffix(b"\r\n").unwrap();
        assert!(text.len() <= 998, "a line of {} octets", text.len());
        assert!(!text.contains(&b'\r'), "a lone CR");
    }
    let mail = mailparse::parse_mail(eml).unwrap();
    let headers = message.headers().unwrap();
    let value = |name| mail.headers.get_all_values(name);
    assert_eq!(value("Date"), [headers.date]);
    assert_eq!(value("Message-ID"), [headers.message_id]);
    assert_eq!(value("List-Id"), Vec::from_iter(headers.list_id));
    assert_eq!(
        value("List-Unsubscribe"),
        Vec::from_iter(headers.list_unsubscribe)
    );
    let post = headers.list_unsubscribe_post.map(str::to_owned);
    assert_eq!(value("List-Unsubscribe-Post"), Vec::from_iter(post));
    assert_eq!(value("Bcc"), Vec::<String>::new());
    let kinds: Vec<&str> = mail
        .subparts
        .iter()
        .map(|part| &*part.ctype.mimetype)
        .collect();
    assert_eq!(kinds, ["text/plain", "text/html"]);
    for (part, content) in mail.subparts.iter().zip([&message.text, &message.html]) {
        let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        let body = part.get_body().unwrap();
        assert_eq!(
            lines(&body).trim_end_matches('\n'),
            lines(content).trim_end_matches('\n')
        );
    }
}

#[test]
fn refused_headers() {
    snapshots!({
        insta::glob!("../cases/message", "err/*.toml", |path| {
            let case = std::fs::read_to_string(path).unwrap();
            let problem = read(&case).to_eml().unwrap_err();
            let shown = format!(
                "{case}\n=== error ===\n{}: {}\n{}",
                problem.code(),
                problem.message(),
                problem.hints().join("\n"),
            );
            insta::assert_snapshot!("refused", shown);
        });
    });
}

#[test]
fn text_part() {
    snapshots!({
        insta::glob!("../cases/message", "text/*.html", |path| {
            let html = std::fs::read_to_string(path).unwrap();
            let text = text_from_html(&html);
            insta::assert_snapshot!("text", format!("{html}\n=== text ===\n{text}"));
        });
    });
}

#[test]
fn a_seed_gets_its_own_message_id_and_the_same_content() {
    let original = message("10017", "ann@customers.example");
    let seed = "qa@alder.example".parse().unwrap();
    let test = original.addressed_to(&seed);
    assert_eq!(test.to, seed);
    assert_eq!(test.html, original.html);
    assert_ne!(test.message_id(), original.message_id());
}

#[test]
fn the_boundary_occurs_in_no_part() {
    let mut message = message("10017", "ann@customers.example");
    let boundary = |message: &Message| {
        let eml = message.to_eml().unwrap();
        let mail = mailparse::parse_mail(&eml).unwrap();
        mail.ctype.params["boundary"].clone()
    };
    let first = boundary(&message);
    message.text = format!("--{first}\n");
    let second = boundary(&message);
    assert_ne!(first, second);
    check(&message, &message.to_eml().unwrap());
}

/// A seed looks at a test message now, not when customers get theirs.
#[test]
fn a_test_message_goes_at_once() {
    let mut for_later = message("10017", "ann@customers.example");
    for_later.send_at = Some("2026-04-02T09:00:00+09:00[Asia/Tokyo]".parse().unwrap());
    let test = for_later.addressed_to(&"qa@alder.example".parse().unwrap());
    let has_time = |message: &Message| {
        let eml = String::from_utf8(message.to_eml().unwrap()).unwrap();
        eml.contains("X-Segue-Send-At: 2026-04-02T00:00:00Z\r\n")
    };
    assert!(has_time(&for_later));
    assert!(!has_time(&test));
}
