//! Links that tell the site they lead to where its visitors come from.

use std::fmt::Write;

use html_escape::{
    decode_html_entities, encode_double_quoted_attribute, encode_single_quoted_attribute,
};

use super::tags::hrefs;

/// Parameters for links to web pages.
#[derive(Debug)]
pub struct LinkTags<'a> {
    /// Names and values, in the order they are added; an empty value adds nothing.
    pub parameters: &'a [(String, String)],
    /// The link that stays as it is: the one that unsubscribes.
    pub spared: Option<&'a str>,
}

impl LinkTags<'_> {
    /// The page with its links tagged. Everything but the addresses of these links stays as it is;
    /// links in comments are not seen.
    pub fn html(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut end = 0;
        for range in hrefs(html) {
            let value = &html[range.clone()];
            let quote = value.chars().next().filter(|char| "\"'".contains(*char));
            let inside = quote.map_or(value, |quote| value.trim_matches(quote));
            if let Some(tagged) = self.tagged(decode_html_entities(inside).trim()) {
                out.push_str(&html[end..range.start]);
                out.push_str(&quoted(&tagged, quote.unwrap_or('"')));
                end = range.end;
            }
        }
        out.push_str(&html[end..]);
        out
    }

    /// A plain text with its web addresses tagged.
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("http") {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let (url, behind) = from.split_at(url_length(from));
            match self.tagged(url) {
                Some(tagged) => out.push_str(&tagged),
                None => out.push_str(url),
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    /// The link with all parameters that it does not have; none when it stays as it is.
    fn tagged(&self, url: &str) -> Option<String> {
        if !is_web(url) || self.spared == Some(url) {
            return None;
        }
        let (address, fragment) = match url.find('#') {
            Some(at) => url.split_at(at),
            None => (url, ""),
        };
        let query = address.split_once('?').map(|(_, query)| query);
        let has = |name: &str| {
            let mut pairs = query.unwrap_or_default().split('&');
            pairs.any(|pair| pair.split('=').next() == Some(name))
        };
        let added = self.parameters.iter();
        let added = added.filter(|(name, value)| !value.is_empty() && !has(name));
        let added: Vec<String> = added
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if added.is_empty() {
            return None;
        }
        let joint = match query {
            None => "?",
            Some(query) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        Some(format!("{address}{joint}{}{fragment}", added.join("&")))
    }
}

/// An attribute's value.
fn quoted(text: &str, quote: char) -> String {
    let escaped = match quote {
        '"' => encode_double_quoted_attribute(text),
        _ => encode_single_quoted_attribute(text),
    };
    format!("{quote}{escaped}{quote}")
}

fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    })
}

/// Everything but the unreserved characters of RFC 3986 in percent-encoding.
fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // writing to a string cannot fail
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Bytes of the address at the start of `text`, without the marks of the sentence around it; at
/// least one.
fn url_length(text: &str) -> usize {
    let ends = |char: char| char.is_whitespace() || "<>\"".contains(char);
    let mut url = text.split(ends).next().unwrap_or_default();
    let count = |mark: char| url.matches(mark).count();
    let mut unopened = count(')').saturating_sub(count('('));
    while let Some(last) = url.chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '_' => {}
            ')' if unopened > 0 => unopened -= 1,
            _ => break,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::LinkTags;

    fn tags(parameters: &[(String, String)]) -> LinkTags<'_> {
        LinkTags {
            parameters,
            spared: Some("https://a.example/bye?c=1&d=2"),
        }
    }

    fn parameters() -> [(String, String); 2] {
        [("utm_source", "news"), ("utm_campaign", "été & 50%")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    }

    const ADDED: &str = "utm_source=news&amp;utm_campaign=%C3%A9t%C3%A9%20%26%2050%25";

    fn links(html: &str) -> String {
        tags(&parameters()).html(html)
    }

    #[test]
    fn web_links_get_the_parameters_behind_their_own() {
        let cases = [
            ("https://a.example", "https://a.example?+"),
            (
                "https://a.example/b?c=1#d",
                "https://a.example/b?c=1&amp;+#d",
            ),
            ("HTTP://a.example/?", "HTTP://a.example/?+"),
            ("https://a.example/?b&amp;", "https://a.example/?b&amp;+"),
            ("https://a.example/#/?b=1", "https://a.example/?+#/?b=1"),
            (" https://a.example/ ", "https://a.example/?+"),
            (
                "https://a.example/?q=&quot;x&quot;",
                "https://a.example/?q=&quot;x&quot;&amp;+",
            ),
        ];
        for (href, expected) in cases {
            let expected = expected.replace('+', ADDED);
            assert_eq!(
                links(&format!("<a href=\"{href}\">x</a>")),
                format!("<a href=\"{expected}\">x</a>")
            );
        }
        assert_eq!(
            links("<map><area  shape=rect href=https://a.example/></map>"),
            format!("<map><area  shape=rect href=\"https://a.example/?{ADDED}\"></map>")
        );
    }

    #[test]
    fn a_parameter_that_is_there_stays() {
        assert_eq!(
            links("<a href='https://a.example/?utm_campaign=own'>"),
            "<a href='https://a.example/?utm_campaign=own&amp;utm_source=news'>"
        );
        let both = "<a href='https://a.example/?utm_source=&amp;utm_campaign=b'>";
        assert_eq!(links(both), both);
    }

    #[test]
    fn what_is_no_link_to_a_page_stays_as_it_is() {
        for html in [
            "<a href=\"mailto:a@a.example?subject=https://a.example\">",
            "<a href=\"tel:+1\">",
            "<a href=\"#top\"><a href=\"/a\"><a href=\"//a.example\"><a>",
            "<a  href=\"https://a.example/bye?c=1&amp;d=2\" >",
            "<img src=\"https://a.example/a.png\"><link href=\"https://a.example/a.css\">",
            "<style>a { background: url(https://a.example/b) }</style>",
            "<!--[if mso]><a href=\"https://a.example\"><![endif]-->",
            "<p>https://a.example</p> <title><a href=\"https://a.example\"></title>",
            "<a href=\"https://",
        ] {
            assert_eq!(links(html), html);
        }
        let empty = [("utm_source".to_owned(), String::new())];
        let html = "<a href=\"https://a.example\">";
        assert_eq!(tags(&empty).html(html), html);
    }

    #[test]
    fn addresses_in_a_text_end_before_the_marks_of_the_sentence() {
        let cases = [
            ("See https://a.example.", "See https://a.example?+."),
            ("(https://a.example/b)", "(https://a.example/b?+)"),
            ("https://a.example/b_(c)!", "https://a.example/b_(c)?+!"),
            ("<https://a.example/#b>", "<https://a.example/?+#b>"),
            ("http, https and https://", "http, https and https://"),
            ("httphttps://a.example", "httphttps://a.example"),
            (
                "a\nhttps://a.example?b=1\nc",
                "a\nhttps://a.example?b=1&+\nc",
            ),
            (
                "https://a.example/bye?c=1&d=2",
                "https://a.example/bye?c=1&d=2",
            ),
        ];
        for (text, expected) in cases {
            let expected = expected.replace('+', &ADDED.replace("&amp;", "&"));
            assert_eq!(tags(&parameters()).text(text), expected);
        }
    }
}
