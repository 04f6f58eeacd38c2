//! Whatever customers type, a page keeps its tags: a browser's tokenizer reads the same ones from
//! a page with a hostile value as from a page with a harmless one.

use std::cell::RefCell;
use std::path::Path;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use segue::diagnostic::Diagnostics;
use segue::liquid::{
    Escape, Facts, FilterSettings, Library, Program, Shape, Value, check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;

use crate::random::Random;

/// Places for a value, and whether one may stand there.
const PLACES: [(&str, bool); 30] = [
    ("<p>{{ a }}</p>", true),
    ("<p title=\"{{ a }}\">x</p>", true),
    ("<p title='{{ a }} {{ b }}'>x</p>", true),
    ("<a href=\"{{ a }}\">x</a>", true),
    ("<a href=\"{{ a }}{{ b }}\">x</a>", true),
    ("<a href='/shop/{{ a }}?b={{ b }}'>x</a>", true),
    (
        "<a href=\"https://shop.example/{{ a }}#{{ b }}\">x</a>",
        true,
    ),
    ("<img src=\"{{ a }}\" alt='{{ b }}'>", true),
    ("<p style=\"color: {{ a }}; width: {{ b }}%\">x</p>", true),
    (
        "<td style='background:url({{ a }})' background=\"{{ b }}\">x</td>",
        true,
    ),
    ("<style>p { color: {{ a }} }</style><p>{{ b }}</p>", true),
    ("<title>{{ a }}</title><textarea>{{ b }}</textarea>", true),
    ("<!-- {{ a }} --><p>{{ b }}</p>", true),
    (
        "<!--[if mso]><v:rect href=\"{{ a }}\"><![endif]--><p>{{ b }}</p>",
        true,
    ),
    (
        "{% if a %}<p>{% else %}<div>{% endif %}{{ a }}{{ b }}",
        true,
    ),
    (
        "<p{% if a %} class=\"x\"{% endif %} title=\"{{ a }}\">{{ b }}</p>",
        true,
    ),
    (
        "<a href=\"{% if a %}/x{% else %}https://y.example/?c={% endif %}{{ b }}\">x</a>",
        true,
    ),
    (
        "{% for i in (1..3) %}<i title=\"{{ a }}\">{{ b }}</i>{% endfor %}",
        true,
    ),
    (
        "{% capture c %}<b>{{ a }}</b>{% endcapture %}{{ c }}<p title=\"{{ c }}\">{{ b }}</p>",
        true,
    ),
    (
        "{% capture c %}{{ a }}{% endcapture %}<a href=\"{{ c }}\">{{ c }}</a>",
        true,
    ),
    (
        "{% assign c = a | append: b %}<p>{{ c }}</p>{{ c | upcase }}{{ a | escape }}",
        true,
    ),
    ("1 < 2 {{ a }} <br/>{{ b }}", true),
    ("<{{ a }}>", false),
    ("<p {{ a }}>", false),
    ("<p title={{ a }}>", false),
    ("<p onclick=\"go({{ a }})\">", false),
    ("<script>var a = \"{{ a }}\"</script>", false),
    ("<iframe srcdoc=\"{{ a }}\"></iframe>", false),
    ("<p title=\"{% if a %}x\">{% endif %}{{ b }}", false),
    ("{% if a %}<!--{% endif %}{{ b }}", false),
];

/// What people type who want more than a name.
const HOSTILE: [&str; 24] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    ":alert(1)",
    "javascript",
    "-->",
    "--!>",
    "<!--",
    "]]>",
    "</style><script>",
    "</title><script>",
    "</textarea><p>",
    "expression(alert(1))",
    "url(javascript:alert(1))",
    "red; background:url(x)",
    "\\3c script\\3e",
    "&quot;&#39;&lt;",
    "`<>&=",
];

#[test]
fn a_value_never_becomes_markup() {
    let mut random = Random(7);
    let mut compared = 0;
    let mut refused = 0;
    for (page, _) in PLACES.iter().filter(|(_, is_safe)| *is_safe) {
        let program = program(page).unwrap_or_else(|| panic!("{page} is refused"));
        let harmless = tags(&print(&program, "x", "y").unwrap());
        for round in 0..400 {
            let known = HOSTILE.get(round).map(|value| (*value).to_owned());
            let mut value = || {
                let made = (0..=random.below(3)).map(|_| piece(&mut random)).collect();
                known.clone().unwrap_or(made)
            };
            let (a, b) = (value(), value());
            match print(&program, &a, &b) {
                Some(html) => {
                    assert_eq!(tags(&html), harmless, "{page} with {a:?} and {b:?}: {html}");
                    compared += 1;
                }
                None => refused += 1,
            }
        }
    }
    // a value that no writing makes harmless costs its message, but that is the exception
    assert!(
        refused > 0 && compared > refused * 4,
        "{compared} {refused}"
    );
}

#[test]
fn no_value_may_stand_in_markup_and_scripts() {
    for (page, _) in PLACES.iter().filter(|(_, is_safe)| !is_safe) {
        assert!(program(page).is_none(), "{page} is let through");
    }
}

#[test]
fn a_raw_value_is_caught_by_the_comparison() {
    let program = program("<p>{{ a | raw }}</p>").unwrap();
    let harmless = tags(&print(&program, "x", "y").unwrap());
    assert_ne!(tags(&print(&program, "<b>", "y").unwrap()), harmless);
}

fn piece(random: &mut Random) -> String {
    const LETTERS: &str = "ab<>\"'&/=:;()%# \t\n-!\\`é\u{0}{}";
    if random.once_in(3) {
        return random.pick(&HOSTILE).to_owned();
    }
    let letters: Vec<char> = LETTERS.chars().collect();
    (0..random.below(6))
        .map(|_| random.pick(&letters))
        .collect()
}

/// The page compiled; none when it is refused.
fn program(page: &str) -> Option<Program> {
    let mut world = Memory::default();
    world
        .files
        .insert("templates/page.liquid".into(), page.into());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let library = Library::load(
        &world,
        Path::new("templates"),
        &mut sources,
        &mut diagnostics,
    );
    let rules = sources.add("rules/all.seg", "");
    let nowhere = Span::new(rules, 0..0);
    let page = compose(
        "page.liquid",
        nowhere,
        &[],
        &library,
        &sources,
        &mut diagnostics,
    )?;
    let slots = check(&page, &Shape::Any, &mut diagnostics);
    let currency = Currency::from_code("USD")?;
    let facts = Facts::new(
        &slots,
        Escape::Html,
        FilterSettings {
            currency,
            locale: None,
        },
    );
    let program = compile(&page, &facts, &sources, &mut diagnostics);
    (diagnostics.errors() == 0).then_some(program)
}

fn print(program: &Program, a: &str, b: &str) -> Option<String> {
    let slots = program.slots().iter();
    let values: Vec<Value<'_>> = slots
        .map(|slot| if slot.0[0] == "a" { a.into() } else { b.into() })
        .collect();
    let mut out = String::new();
    program.render(&values, &mut out).ok().map(|()| out)
}

/// The tags of a page with the names of their attributes, as a browser reads them; of addresses
/// also the scheme.
fn tags(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.tags.into_inner()
}

#[derive(Default)]
struct Sink {
    tags: RefCell<Vec<String>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        self.tags.borrow_mut().push(described(&tag));
        match (tag.kind, &*tag.name) {
            (TagKind::StartTag, "script") => TokenSinkResult::RawData(RawKind::ScriptData),
            (TagKind::StartTag, "style") => TokenSinkResult::RawData(RawKind::Rawtext),
            (TagKind::StartTag, "title" | "textarea") => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

fn described(tag: &Tag) -> String {
    let mut described = vec![format!("{:?} {}", tag.kind, &*tag.name)];
    for attribute in &tag.attrs {
        let name = &*attribute.name.local;
        described.push(name.to_owned());
        // browsers leave out what stands before and inside of a scheme
        let value = attribute.value.trim_start_matches(|c: char| c <= ' ');
        let value: String = value.chars().filter(|c| !"\t\r\n".contains(*c)).collect();
        let value = value.to_ascii_lowercase();
        let mut schemes = ["javascript:", "vbscript:", "data:"].iter();
        if schemes.any(|scheme| value.starts_with(scheme))
            && matches!(name, "href" | "src" | "background")
        {
            described.push("runs".to_owned());
        }
        if name == "style" {
            // one declaration more would be the value's own; an address may have such letters
            let parts = attribute.value.split_once("url(");
            let (before, address) = parts.unwrap_or((&attribute.value, ""));
            let after = address.split_once(')').map_or("", |(_, after)| after);
            let signs = [before, after].map(|part| part.matches([';', ':', '(', ')']).count());
            described.push(format!("{signs:?}"));
        }
    }
    described.join(" ")
}
