//! Random pages: elements inside of elements, attributes, addresses, style sheets and comments, with
//! values in all of them, in loops, captures and partials.

use std::fmt::Write;

use crate::random::Random;

/// Deeper than this, only text.
const DEPTH: u32 = 4;

/// What a value goes through on its way.
const FILTERS: [&str; 18] = [
    " | append: b",
    " | base64_encode",
    " | capitalize",
    " | default: b",
    " | downcase",
    " | escape",
    " | escape_once",
    " | json",
    " | newline_to_br",
    " | prepend: b",
    " | replace: \"a\", b",
    " | slice: 1, 9",
    " | split: \"<\" | join: b",
    " | strip_html",
    " | truncate: 12",
    " | upcase",
    " | url_decode",
    " | url_encode",
];

/// Addresses around values.
const ADDRESSES: [&str; 9] = [
    "V",
    "VV",
    "/shop/V",
    "https://shop.example/V?q=V#V",
    "mailto:V",
    "?a=V&amp;b=V",
    "V/all/V",
    "{% if yes %}/x/{% else %}https://y.example/?c={% endif %}V",
    " V",
];

/// Style sheets around values.
const STYLES: [&str; 5] = [
    "color: V; width: Vpx",
    "background: url(V)",
    "background: url('/img/V.png?V') no-repeat",
    "font: 12px V",
    "{% if yes %}color: red;{% endif %} margin: V",
];

/// A page and its partials, as files.
pub(super) fn files(random: &mut Random) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (name, next) in [("outer", Some("inner")), ("inner", None)] {
        let mut partial = Page::new(random, next);
        partial.blocks(2);
        files.push((format!("partials/{name}.liquid"), partial.text));
    }
    files.push(("partials/word.liquid".to_owned(), "{{ x }}".to_owned()));
    let mut page = Page::new(random, Some("outer"));
    page.text
        .push_str("<!DOCTYPE html><html><head></head><body>");
    for _ in 0..3 {
        page.blocks(0);
    }
    page.text.push_str("</body></html>");
    files.push(("page.liquid".to_owned(), page.text));
    files
}

struct Page<'a> {
    random: &'a mut Random,
    text: String,
    /// The partial that may be shown here.
    next: Option<&'static str>,
    /// A link may not hold another.
    in_link: bool,
}

impl<'a> Page<'a> {
    fn new(random: &'a mut Random, next: Option<&'static str>) -> Self {
        Self {
            random,
            text: String::new(),
            next,
            in_link: false,
        }
    }

    /// Elements that begin a line of their own.
    fn blocks(&mut self, depth: u32) {
        for _ in 0..=self.random.below(2) {
            self.block(depth + 1);
        }
    }

    fn block(&mut self, depth: u32) {
        match self.random.below(if depth >= DEPTH { 6 } else { 15 }) {
            0..=2 => self.element("p", depth, Self::words),
            3 => self.element("h2", depth, Self::words),
            4 => self.comment(),
            5 => self.set(),
            6 | 7 => self.element("div", depth, Self::blocks),
            8 => {
                self.text.push_str("<table><tr>");
                self.element("td", depth, Self::blocks);
                self.element("td", depth, Self::words);
                self.text.push_str("</tr></table>");
            }
            9 => {
                self.text.push_str("<ul>");
                self.repeated(depth, |page, depth| page.element("li", depth, Self::words));
                self.text.push_str("</ul>");
            }
            10 => {
                self.text
                    .push_str("<table>{% tablerow i in list cols: 2 %}");
                self.words(depth);
                self.text.push_str("{% endtablerow %}</table>");
            }
            11 => self.chosen(depth, Self::blocks),
            12 => self.repeated(depth, Self::blocks),
            13 if self.random.once_in(3) => {
                let style = self.filled(&STYLES);
                let _ = write!(self.text, "<style>p {{ {style} }}</style>");
            }
            _ => self.partial(),
        }
    }

    /// What stands in a line.
    fn words(&mut self, depth: u32) {
        for _ in 0..=self.random.below(3) {
            match self.random.below(if depth >= DEPTH { 6 } else { 12 }) {
                0 | 1 => self.text.push_str("Hello, "),
                2..=5 => {
                    let value = self.value();
                    self.text.push_str(&value);
                }
                6 => self.element("b", depth + 1, Self::words),
                7 if !self.in_link => self.link(depth),
                8 => self.image(),
                9 => {
                    let value = self.value();
                    let _ = write!(self.text, "<textarea>{value}</textarea>");
                }
                10 => self.chosen(depth + 1, Self::words),
                _ => self.element("span", depth + 1, Self::words),
            }
        }
    }

    fn element(&mut self, name: &str, depth: u32, inside: fn(&mut Self, u32)) {
        let _ = write!(self.text, "<{name}");
        self.attributes();
        self.text.push('>');
        inside(self, depth + 1);
        let _ = write!(self.text, "</{name}>");
    }

    fn attributes(&mut self) {
        for name in ["title", "class", "data-of"] {
            if !self.random.once_in(4) {
                continue;
            }
            let value = self.plain();
            match self.random.below(3) {
                0 => {
                    let _ = write!(self.text, "{{% if yes %}} {name}='{value}'{{% endif %}}");
                }
                1 => {
                    let _ = write!(self.text, "\n{name} = \"{value}\"");
                }
                _ => {
                    let _ = write!(self.text, " {name}=\"{value}\"");
                }
            }
        }
        if self.random.once_in(12) {
            let style = self.filled(&STYLES).replace('\'', "");
            let _ = write!(self.text, " style='{style}'");
        }
        if self.random.once_in(12) {
            let address = self.filled(&ADDRESSES);
            let _ = write!(self.text, " background=\"{address}\"");
        }
    }

    fn link(&mut self, depth: u32) {
        let address = self.filled(&ADDRESSES);
        let _ = write!(self.text, "<a href=\"{address}\"");
        self.attributes();
        self.text.push('>');
        self.in_link = true;
        self.words(depth + 1);
        self.in_link = false;
        self.text.push_str("</a>");
    }

    fn image(&mut self) {
        let (address, alt) = (self.filled(&ADDRESSES), self.plain());
        let _ = write!(self.text, "<img src='{address}' alt='{alt}'/>");
    }

    fn comment(&mut self) {
        let value = self.plain();
        if self.random.once_in(2) {
            let _ = write!(self.text, "<!-- {value} -->");
            return;
        }
        let address = self.filled(&ADDRESSES);
        let _ = write!(
            self.text,
            "<!--[if mso]><v:rect href=\"{address}\" alt='{value}'><![endif]-->"
        );
    }

    /// Sets a variable, perhaps to a piece of the page.
    fn set(&mut self) {
        if self.random.once_in(2) {
            let values = ["a", "b | append: a", "o.k | downcase", "list | first"];
            let value = self.random.pick(&values);
            let _ = write!(self.text, "{{% assign v = {value} %}}");
            return;
        }
        self.text.push_str("{% capture c %}");
        self.words(DEPTH - 1);
        self.text.push_str("{% endcapture %}");
    }

    fn chosen(&mut self, depth: u32, inside: fn(&mut Self, u32)) {
        let (first, second, end) = self.random.pick(&[
            ("if yes", "else", "endif"),
            ("if no", "elsif yes", "endif"),
            ("unless a", "else", "endunless"),
            ("case n\n %}{% when 1", "else", "endcase"),
        ]);
        let _ = write!(self.text, "{{% {first} %}}");
        inside(self, depth + 1);
        let _ = write!(self.text, "{{%- {second} -%}}");
        inside(self, depth + 1);
        let _ = write!(self.text, "{{% {end} %}}");
    }

    fn repeated(&mut self, depth: u32, inside: impl Fn(&mut Self, u32)) {
        self.text.push_str("{% for i in list %}");
        inside(self, depth + 1);
        self.text.push_str("{% endfor %}");
    }

    fn partial(&mut self) {
        let Some(next) = self.next else {
            self.text.push_str("<br>");
            return;
        };
        let mut ways = vec![
            "include \"P\"",
            "include \"P\" for list as i",
            "render \"P\", a: b, b: a, list: list, o: o, yes: true",
            "render \"P\" for list as i, a: a, b: b, list: list, n: 1",
        ];
        // nothing may be included where something is rendered
        if next == "inner" {
            ways.drain(..2);
        }
        let way = self.random.pick(&ways);
        let _ = write!(self.text, "{{% {} %}}", way.replace('P', next));
    }

    /// What a plain attribute or a comment holds.
    fn plain(&mut self) -> String {
        match self.random.below(5) {
            0 => format!("for {} and {}", self.value(), self.value()),
            1 => "{% render \"word\", x: a %}".to_owned(),
            2 => format!("{{% for i in list %}}{},{{% endfor %}}", self.value()),
            3 => format!("{{% if no %}}x{{% else %}}{}{{% endif %}}", self.value()),
            _ => self.value(),
        }
    }

    /// One of these with values in it.
    fn filled(&mut self, all: &[&str]) -> String {
        let mut filled = String::new();
        for letter in self.random.pick(all).chars() {
            match letter {
                'V' if self.random.once_in(6) => filled.push_str("{% render \"word\", x: b %}"),
                // a style takes next to nothing but letters
                'V' if all == STYLES => {
                    let value = self
                        .random
                        .pick(&["a", "b | upcase", "o.k", "list[0]", "v"]);
                    let _ = write!(filled, "{{{{ {value} }}}}");
                }
                'V' => filled.push_str(&self.value()),
                letter => filled.push(letter),
            }
        }
        filled
    }

    fn value(&mut self) -> String {
        let value = self.random.pick(&[
            "a",
            "a",
            "b",
            "b",
            "i",
            "v",
            "c",
            "o.k",
            "list[0]",
            "list.last",
            "list",
            "o",
        ]);
        let filter = if self.random.once_in(2) {
            ""
        } else {
            self.random.pick(&FILTERS)
        };
        format!("{{{{ {value}{filter} }}}}")
    }
}
