//! Whatever customers type, a page keeps its elements: a browser reads the same ones from a page with
//! hostile values as from a page with harmless ones. Written pages are compared by their tags, random
//! ones by their element trees.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod dom;
mod page;

use std::cell::RefCell;
use std::path::Path;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::liquid::{
    Escape, Facts, FilterSettings, Library, Program, Shape, Value, check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;
use serde_json::{Value as Json, json};

use crate::random::Random;

/// Places for a value, and whether one may stand there.
const PLACES: [(&str, bool); 32] = [
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
        "{% capture c %}<b class=\"{{ a }}\">x</b>{% endcapture %}<p title=\"{{ c }}\">{{ b }}</p>",
        true,
    ),
    (
        "<title>{% capture c %}<i>{{ a }}</i>{% endcapture %}{{ c }}</title><!-- {{ c }} -->{{ b }}",
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
const HOSTILE: [&str; 25] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    " onmouseover=alert(1) ",
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

/// Values for everything that pages show; as many for one as for another.
fn row(value: &mut impl FnMut() -> String) -> Json {
    let list = [value(), value(), value()];
    json!({
        "a": value(), "b": value(), "list": list, "o": {"k": value()},
        "yes": true, "no": false, "n": 1,
    })
}

#[test]
fn random_pages_keep_their_elements() {
    let (mut compared, mut refused) = (0, 0);
    for seed in 0..300 {
        let random = &mut Random(seed);
        let files = page::files(random);
        let program = compiled(&files).unwrap_or_else(|findings| panic!("{findings}\n{files:?}"));
        let mut number = 0;
        let harmless = row(&mut || {
            number += 1;
            format!("x{number}")
        });
        // an address does not begin with `{"a":`, whoever wrote it
        let Some(expected) = printed(&program, &harmless) else {
            continue;
        };
        let expected = dom::elements(&expected);
        assert!(!expected.contains("<script"));
        for round in 0..6 {
            let mild = ["Ann", "a b", "1.5", "é"];
            let hostile = row(&mut || match random.below(3) {
                // a page fails as a whole, so that most of its values must be printable
                0 if round % 2 == 0 => random.pick(&mild).to_owned(),
                _ => {
                    (0..=random.below(3))
                        .map(|_| piece(random))
                        .collect::<String>()
                        + "!"
                }
            });
            let Some(html) = printed(&program, &hostile) else {
                refused += 1;
                continue;
            };
            compared += 1;
            let found = dom::elements(&html);
            let lines = found.lines().zip(expected.lines());
            let differing = lines.clone().find(|(found, expected)| found != expected);
            assert!(
                found == expected,
                "seed {seed}, found and expected: {differing:?}\n{files:?}\n{hostile}\n{html}"
            );
        }
    }
    assert!(compared > refused && refused > 0, "{compared} {refused}");
}

#[test]
fn no_page_has_values_in_markup_and_scripts() {
    let wrong = PLACES.iter().filter(|(_, is_safe)| !is_safe);
    let wrong: Vec<&str> = wrong.map(|(wrong, _)| *wrong).collect();
    let around = [
        ("", ""),
        ("{% if yes %}", "{% endif %}"),
        ("{% for i in list %}", "{% endfor %}"),
        ("{% capture c %}<b>", "</b>{% endcapture %}"),
    ];
    for seed in 0..100 {
        let random = &mut Random(seed);
        let mut files = page::files(random);
        let (before, behind) = random.pick(&around);
        let wrong = format!("{before}{}{behind}</body>", random.pick(&wrong));
        let page = files.last_mut().unwrap();
        page.1 = page.1.replace("</body>", &wrong);
        assert!(compiled(&files).is_err(), "{wrong} is let through");
    }
}

#[test]
fn a_raw_value_is_caught_by_the_element_tree() {
    let files = [("page.liquid".to_owned(), "<p>{{ a | raw }}</p>".to_owned())];
    let program = compiled(&files).unwrap();
    let mut pages = ["x", "<b>", "<p onclick=y>"].map(|value| {
        let html = printed(&program, &row(&mut || value.to_owned())).unwrap();
        dom::elements(&html)
    });
    pages.sort();
    assert!(pages[0] != pages[1] && pages[1] != pages[2]);
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
    compiled(&[("page.liquid".to_owned(), page.to_owned())]).ok()
}

/// The same with its partials, or what is wrong with it.
fn compiled(files: &[(String, String)]) -> Result<Program, String> {
    let mut world = Memory::default();
    for (path, text) in files {
        let path = Path::new("templates").join(path);
        world.files.insert(path, text.as_str().into());
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load(&world, folder, &mut sources, &mut diagnostics);
    let nowhere = Span::new(sources.add("rules/all.seg", ""), 0..0);
    let page = "page.liquid";
    let page = compose(page, nowhere, &[], &library, &sources, &mut diagnostics);
    let program = page.map(|page| {
        let slots = check(&page, &Shape::Any, &mut diagnostics);
        let currency = Currency::from_code("USD").unwrap();
        let facts = Facts::new(
            &slots,
            Escape::Html,
            FilterSettings {
                currency,
                locale: None,
            },
        );
        compile(&page, &facts, &sources, &mut diagnostics)
    });
    let program = program.filter(|_| diagnostics.errors() == 0);
    program.ok_or_else(|| draw(&diagnostics, &sources, Style::Plain))
}

/// What a row prints, unless a value cannot be made harmless.
fn printed(program: &Program, row: &Json) -> Option<String> {
    let slots = program.slots().iter();
    let values = slots.map(|slot| slot.0.iter().fold(row, |value, name| &value[name]));
    let values: Vec<Value<'_>> = values.map(Value::from).collect();
    let mut out = String::new();
    program.render(&values, &mut out).ok().map(|()| out)
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
    let attributes = tag.attrs.iter();
    let attributes =
        attributes.map(|attribute| described_attribute(&attribute.name.local, &attribute.value));
    let name = format!("{:?} {}", tag.kind, &*tag.name);
    let words: Vec<String> = std::iter::once(name).chain(attributes).collect();
    words.join(" ")
}

/// The name of an attribute, and what of its value no customer may change.
fn described_attribute(name: &str, value: &str) -> String {
    let mut described = name.to_owned();
    // browsers leave out what stands before and inside of a scheme
    let address = value.trim_start_matches(|c: char| c <= ' ');
    let address: String = address.chars().filter(|c| !"\t\r\n".contains(*c)).collect();
    let address = address.to_ascii_lowercase();
    let mut schemes = ["javascript:", "vbscript:", "data:"].iter();
    if schemes.any(|scheme| address.starts_with(scheme))
        && matches!(name, "href" | "src" | "background")
    {
        described.push_str(" runs");
    }
    if name == "style" {
        described.push_str(&signs(value));
    }
    described
}

/// How many signs a style has that begin or end something: one declaration more would be a value's
/// own; an address may have such letters.
fn signs(style: &str) -> String {
    let parts = style.split_once("url(");
    let (before, address) = parts.unwrap_or((style, ""));
    let after = address.split_once(')').map_or("", |(_, after)| after);
    let signs = [before, after].map(|part| part.matches([';', ':', '(', ')', '{', '}']).count());
    format!("{signs:?}")
}
