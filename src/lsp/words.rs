//! What the words of the language mean, in the words of its reference, `docs/language.md`.

use std::ops::Range;

use crate::rules::token::{Token, tokens};

const REFERENCE: &str = include_str!("../../docs/language.md");

/// Words, each with the beginning of the row, bullet, paragraph or heading that explains it. Longer
/// ones stand before those they begin with.
const WORDS: &[(&str, &str)] = &[
    ("customer", "The shape of data"),
    ("event", "The shape of data"),
    ("catalog", "The shape of data"),
    ("trait", "Traits"),
    ("score", "Scores"),
    ("segment", "Segments and groups"),
    ("group", "Segments and groups"),
    ("campaign", "Campaigns"),
    ("persona", "Personas"),
    ("one of", "`one of"),
    ("list of", "`list of"),
    ("yes / no", "`yes/no`"),
    ("pii", "`pii`"),
    ("consent", "`consent`"),
    ("text", "`text`"),
    ("number", "`number`"),
    ("money", "`money`"),
    ("date", "`date`"),
    ("time", "`time`"),
    ("duration", "`duration`"),
    ("email", "`email`"),
    ("url", "`url`"),
    ("id", "`id`"),
    ("timezone", "`timezone`"),
    ("count of distinct", "`count of distinct"),
    ("counting distinct", "By default each event is one order"),
    ("counting", "By default each event is one order"),
    ("count of", "`count of EVENT`"),
    ("count", "`count of EVENT`"),
    ("total", "`total"),
    ("average", "`average"),
    ("smallest", "`smallest"),
    ("largest", "`smallest"),
    ("most frequent", "`most frequent"),
    ("first", "`first"),
    ("latest", "`first"),
    ("distinct", "`distinct"),
    ("rfm of", "`rfm of"),
    ("percentile of", "`percentile of`"),
    ("top", "`percentile of`"),
    ("by", "`percentile of`"),
    ("case", "`case`"),
    ("then", "`case`"),
    ("where", "Each may have `where"),
    ("in last", "`in last 30 days`"),
    ("calendar", "`in last 3 calendar days`"),
    ("since", "`since 2026"),
    ("until", "`years since DATE`"),
    ("years", "`years since DATE`"),
    ("months", "`years since DATE`"),
    ("weeks", "`years since DATE`"),
    ("days", "`in last 30 days`"),
    ("hours", "`in last 6 hours`"),
    ("minutes", "`in last 6 hours`"),
    ("not followed by", "`A not followed by B`"),
    ("followed by", "`A not followed by B`"),
    ("has anniversary", "`date has anniversary"),
    ("within", "`date has anniversary"),
    ("contains any of", "`a contains any of"),
    ("contains", "`list contains"),
    ("starts with", "`text starts with"),
    ("ends with", "`text starts with"),
    ("matches", "`text matches"),
    ("is known", "`a is known`"),
    ("is missing", "`a is known`"),
    ("is", "`a is known`"),
    ("before", "`a before b`"),
    ("after", "`a before b`"),
    ("between", "`a between b and c`"),
    ("at least", "`at least 2"),
    ("at most", "`at least 2"),
    ("exactly", "`at least 2"),
    ("not in", "`in SEGMENT`"),
    ("in", "`in SEGMENT`"),
    ("no overlap between", "`no overlap between"),
    ("no", "`no purchase"),
    ("not", "`not` binds closest"),
    ("and", "`not` binds closest"),
    ("or", "`not` binds closest"),
    ("yes", "Text stands in double quotes"),
    ("!=", "`a = b`"),
    ("=", "`a = b`"),
    ("<=", "`a < b`"),
    (">=", "`a < b`"),
    ("<", "`a < b`"),
    (">", "`a < b`"),
    ("+", "Arithmetic is"),
    ("-", "Arithmetic is"),
    ("*", "Arithmetic is"),
    ("/", "Arithmetic is"),
    ("full at", "Scores"),
    ("from", "`subject`, `preheader` and `from`"),
    ("audience", "`audience`"),
    ("template", "`template`"),
    ("subject", "`subject`, `preheader` and `from`"),
    ("preheader", "`subject`, `preheader` and `from`"),
    ("block", "`block NAME`"),
    ("show", "`block NAME`"),
    ("shows", "`CAMPAIGN.BLOCK shows \""),
    ("with", "`with NAME = VALUE`"),
    ("otherwise", "A choice may end with `otherwise`"),
    ("when", "Segments and groups"),
    ("share of", "`share of X below"),
    ("below", "`share of X below"),
    ("above", "X and Y are a segment"),
    ("size of", "`size of X"),
    ("overlap", "`no overlap between"),
    ("experiment", "Experiments"),
    ("split", "Experiments"),
    ("holdout", "Experiments"),
    ("limit", "How often"),
    ("per", "How often"),
    ("across", "How often"),
    ("send", "`send at 09:00 customer time`"),
    ("utm", "Links"),
    ("default", "`CAMPAIGN.BLOCK shows default`"),
    ("expect", "Attributes are"),
    ("ago", "Attributes are"),
    ("at", "Attributes are"),
];

/// What the word at byte `at` of a rule file means, and where it stands.
pub(super) fn at(text: &str, at: usize) -> Option<(String, Range<usize>)> {
    let line = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let all: Vec<Token> = tokens(text, line).take(400).collect();
    let index = all.iter().position(|token| token.range.contains(&at))?;
    for (words, beginning) in WORDS {
        let length = words.split(' ').count();
        let first = (index + 1).saturating_sub(length);
        for start in first..=index {
            let Some(found) = all.get(start..start + length) else {
                continue;
            };
            let written = found.iter().map(|token| token.of(text));
            if written.eq(words.split(' ')) {
                let range = found[0].range.start..found[length - 1].range.end;
                return Some((explained(beginning)?, range));
            }
        }
    }
    None
}

/// What `word` means.
pub(super) fn meaning(word: &str) -> Option<String> {
    let (_, beginning) = WORDS.iter().find(|(words, _)| *words == word)?;
    explained(beginning)
}

/// The row, bullet or paragraph of the reference that begins like this, or the first paragraph
/// under the heading.
fn explained(beginning: &str) -> Option<String> {
    let lines: Vec<&str> = REFERENCE.lines().collect();
    let begins = |line: &&str| {
        let bare = ["| ", "- ", "## "]
            .iter()
            .find_map(|mark| line.strip_prefix(mark));
        bare.unwrap_or(line).starts_with(beginning)
    };
    // a row may also begin with something similar
    let inside = |line: &&str| line.starts_with('|') && line.contains(&format!(", {beginning}"));
    let found = lines.iter().position(begins);
    let found = found.or_else(|| lines.iter().position(inside))?;
    let line = lines[found];
    if let Some(row) = line.strip_prefix("| ") {
        let mut cells = row.trim_end_matches(" |").split(" | ");
        let (written, meaning) = (cells.next()?, cells.next()?);
        return Some(format!("{written}: {meaning}"));
    }
    let is_heading = line.starts_with("## ");
    let first = if is_heading { found + 2 } else { found };
    let is_bullet = line.starts_with("- ");
    let more = lines[first + 1..].iter();
    let more = more.take_while(|line| !line.is_empty() && (!is_bullet || line.starts_with("  ")));
    let paragraph = std::iter::once(&lines[first]).chain(more);
    let paragraph: Vec<&str> = paragraph.map(|line| line.trim()).collect();
    let paragraph = paragraph.join(" ");
    let paragraph = paragraph.strip_prefix("- ").unwrap_or(&paragraph);
    let example = if is_heading {
        example(&lines[first..])
    } else {
        None
    };
    Some(match example {
        Some(example) => format!("{paragraph}\n\n```seg\n{example}\n```"),
        None => paragraph.to_owned(),
    })
}

/// The beginning of the section's first example.
fn example(section: &[&str]) -> Option<String> {
    let section = section.iter().take_while(|line| !line.starts_with("## "));
    let example = section.skip_while(|line| !line.starts_with("```seg"));
    let example = example
        .skip(1)
        .take_while(|line| !line.is_empty() && **line != "```");
    let example: Vec<&str> = example.take(5).copied().collect();
    (!example.is_empty()).then(|| example.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{WORDS, at, explained};

    #[test]
    fn the_reference_explains_every_word() {
        let missing = WORDS
            .iter()
            .filter(|(_, begins)| explained(begins).is_none());
        let missing: Vec<&str> = missing.map(|(word, _)| *word).collect();
        assert_eq!(missing, [""; 0]);
    }

    /// Each `k_…` rule is a keyword; what comes in later versions is explained then.
    #[test]
    fn every_keyword_of_the_grammar_is_a_word() {
        let grammar = include_str!("../../grammar/rules.pest");
        let rules = grammar.lines().filter(|line| line.starts_with("k_"));
        let rules = rules.filter(|line| !line.starts_with("k_later"));
        let unknown = rules.filter_map(|rule| {
            let (_, body) = rule.split_once("@{")?;
            let words = body.split('"').skip(1).step_by(2).collect::<Vec<_>>();
            let words = words.join(" ");
            let is_part = |part: &str| {
                WORDS
                    .iter()
                    .any(|(all, _)| all.split(' ').any(|it| it == part))
            };
            (!words.is_empty() && at(&words, 0).is_none() && !is_part(&words)).then_some(words)
        });
        let unknown: Vec<String> = unknown.collect();
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn the_longest_word_counts() {
        let text = "trait a = count of distinct visit.page";
        let (meaning, range) = at(text, 17).expect("it is a keyword");
        assert_eq!(&text[range], "count of distinct");
        assert_eq!(
            meaning,
            "`count of distinct EVENT.FIELD`: how many different values"
        );
    }
}
