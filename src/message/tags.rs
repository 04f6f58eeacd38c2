//! Where the links of a page are, found as the tokenizer of the HTML standard finds them.
//!
//! Only what is replaced changes: nothing is parsed into a tree and written anew.

use std::ops::Range;

/// Elements whose content is text, whatever it looks like.
const RAW: [&str; 8] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// The values of `href` of every `a` and `area`, quotes included where they have any. What stands
/// in comments and in [`RAW`] elements is no tag.
pub(super) fn hrefs(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + open + 1;
        let rest = &html[start..];
        at = match rest.bytes().next() {
            Some(b'!') if rest.starts_with("!--") => start + comment_length(rest),
            Some(b'!' | b'?') => start + up_to(rest, ">"),
            Some(b'/') if !rest[1..].starts_with(|char: char| char.is_ascii_alphabetic()) => {
                start + up_to(rest, ">")
            }
            Some(b'/') => Tag::read(html, start + 1).end,
            Some(first) if first.is_ascii_alphabetic() => {
                let tag = Tag::read(html, start);
                let is_link = tag.is("a") || tag.is("area");
                found.extend(tag.href.clone().filter(|_| is_link));
                match RAW.iter().find(|name| tag.is(name)) {
                    Some(name) => tag.end + raw_length(&html[tag.end..], name),
                    None => tag.end,
                }
            }
            _ => start,
        };
    }
    found
}

/// A start or end tag from its name on.
struct Tag<'a> {
    name: &'a str,
    /// The value of its first `href`; none when the tag never ends.
    href: Option<Range<usize>>,
    /// Behind its `>`.
    end: usize,
}

impl<'a> Tag<'a> {
    fn read(html: &'a str, start: usize) -> Self {
        let behind = |at: usize, ends: &[u8]| {
            let rest = html.as_bytes()[at..].iter();
            at + rest.take_while(|byte| !ends.contains(byte)).count()
        };
        let skip = |at: usize, blanks: &[u8]| {
            let rest = html.as_bytes()[at..].iter();
            at + rest.take_while(|byte| blanks.contains(byte)).count()
        };
        let mut at = behind(start, b" \t\n\x0C\r/>");
        let name = &html[start..at];
        let mut href = None;
        loop {
            at = skip(at, b" \t\n\x0C\r/");
            match html.as_bytes().get(at) {
                None => {
                    let href = None;
                    return Self {
                        name,
                        href,
                        end: at,
                    };
                }
                Some(b'>') => {
                    let end = at + 1;
                    return Self { name, href, end };
                }
                Some(_) => {}
            }
            // a mark of equality at its start belongs to the name
            let end = behind(at + 1, b" \t\n\x0C\r/>=");
            let is_href = html
                .get(at..end)
                .is_some_and(|name| name.eq_ignore_ascii_case("href"));
            at = end;
            let assign = skip(at, b" \t\n\x0C\r");
            if html.as_bytes().get(assign) != Some(&b'=') {
                continue;
            }
            let value = skip(assign + 1, b" \t\n\x0C\r");
            at = match html.as_bytes().get(value) {
                Some(quote @ (b'"' | b'\'')) => {
                    let close = behind(value + 1, &[*quote]);
                    (close + 1).min(html.len())
                }
                _ => behind(value, b" \t\n\x0C\r>"),
            };
            if is_href && href.is_none() {
                href = Some(value..at);
            }
        }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Bytes of a comment that begins at `!--`.
fn comment_length(text: &str) -> usize {
    let inside = &text[3..];
    if inside.starts_with('>') {
        return 4;
    }
    if inside.starts_with("->") {
        return 5;
    }
    let ends = ["-->", "--!>"];
    let ends = ends
        .iter()
        .filter_map(|end| Some(inside.find(end)? + end.len()));
    ends.min().map_or(text.len(), |end| 3 + end)
}

/// Bytes up to the end tag of a raw element, which itself is no more than a tag.
fn raw_length(text: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(open) = text[at..].find("</") {
        let start = at + open + 2;
        let end = start + name.len();
        let is_same = text
            .get(start..end)
            .is_some_and(|found| found.eq_ignore_ascii_case(name));
        let ends = text.as_bytes().get(end);
        if is_same && ends.is_none_or(|byte| b" \t\n\x0C\r/>".contains(byte)) {
            return start - 2;
        }
        at = start;
    }
    text.len()
}

fn up_to(text: &str, mark: &str) -> usize {
    text.find(mark).map_or(text.len(), |at| at + mark.len())
}

#[cfg(test)]
mod tests {
    use super::hrefs;

    fn found(html: &str) -> Vec<&str> {
        hrefs(html).into_iter().map(|range| &html[range]).collect()
    }

    #[test]
    fn links_are_found_however_they_are_written() {
        assert_eq!(found("<a href=\"x\">"), ["\"x\""]);
        assert_eq!(found("<A\n class=b HREF = 'x > y' id>"), ["'x > y'"]);
        assert_eq!(
            found("<a href=x/y/>z</a><area href=\"\"/>"),
            ["x/y/", "\"\""]
        );
        assert_eq!(
            found("<a/href=x><a href=a href=b><a =href=c href=d>"),
            ["x", "a", "d"]
        );
        assert_eq!(found("<a title=\"<a href='no'>\" href=yes>"), ["yes"]);
        assert_eq!(found("1 < 2 <a href=x> <3 <a href=y>"), ["x", "y"]);
        assert_eq!(found("<a href=ä><é href=no><a href=\"ö\">"), ["ä", "\"ö\""]);
        assert_eq!(found("</a href=no><a href=yes>"), ["yes"]);
    }

    #[test]
    fn what_is_no_tag_holds_no_link() {
        for html in [
            "<!-- <a href=x> -->",
            "<!--[if mso]><a href=x><![endif]-->",
            "<!-- <a href=x>",
            "<style>a:before { content: '<a href=x>' }</style>",
            "<TITLE><a href=x></title >",
            "<script>'</scripts><a href=x>'",
            "<textarea><a href=x></textarea/>",
            "<? <a href=x",
            "<a href=x",
            "<a href=\"x>",
            "<a href",
            "<a data-href=x><abbr href=x><link href=x><a href><a>",
            "<",
            "</",
            "<a",
            "",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn links_behind_what_is_no_tag_are_found() {
        for html in [
            "<!DOCTYPE html><a href=y>",
            "<!--><a href=y>",
            "<!---><a href=y>",
            "<!-- - --!><a href=y>",
            "<!-- <a href=x> --><a href=y>",
            "<![if !mso]><a href=y><![endif]>",
            "<style></styles></style><a href=y>",
            "</><a href=y>",
            "</ a><a href=y>",
            "<title></TITLE\n><a href=y>",
        ] {
            assert_eq!(found(html), ["y"], "{html}");
        }
    }
}
