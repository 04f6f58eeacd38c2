//! What can be wrong with templates.

use super::foreign;
use crate::diagnostic::{self, Code, Severity, code, suggest};

/// A mistake in a template, or in how rules use one.
#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// `{{` without `}}`
    UnclosedDelimiter(String),
    /// `{% if %}` without `{% endif %}`
    UnclosedTag(String),
    /// `{% endif %}` or `{% else %}` where nothing is open.
    UnexpectedTag(String),
    /// No such tag.
    UnknownTag(String),
    /// A tag that was probably meant to be another.
    MisspeltTag { tag: String, meant: String },
    /// `{% else if … %}`
    ElseIf,
    /// `{%  %}`
    NamelessTag,
    /// `{{#if}}` and the like.
    Handlebars(String),
    /// No such filter.
    UnknownFilter(String),
    /// Too few or too many.
    FilterArguments {
        filter: String,
        least: usize,
        most: usize,
        found: usize,
    },
    /// `truncate: length: 3`
    FilterKeyword { filter: String, keyword: String },
    /// Markup that stops making sense.
    Syntax {
        expected: Vec<&'static str>,
        found: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// `“` where a text should begin.
    TypographicQuote(char),
    /// A string literal without its second quote.
    UnclosedQuote(String),
    /// Markup nested without end.
    TooManyBrackets(usize),
    /// Blocks nested without end.
    TooDeep(usize),
    /// `limit`, `offset`, …
    UnknownSetting {
        name: String,
        known: Vec<&'static str>,
    },
    /// `{% include %}` where `{% render %}` shuts out what is around.
    IncludeInRender,
    /// `{% include variable %}`
    ComputedPartial(String),
    /// The file cannot be read.
    Unreadable { path: String, reason: String },
    /// The file is not text.
    NotUtf8(String),
    /// No such file below `folder`.
    MissingTemplate {
        path: String,
        folder: &'static str,
        known: Vec<String>,
    },
    /// A partial or layout that leads back to itself.
    Cycle(Vec<String>),
    /// The rules fill a block that is not there.
    UnknownBlock {
        block: String,
        template: String,
        known: Vec<String>,
    },
    /// A block that only shows something when rules fill it.
    UnfilledBlock(String),
    /// Two regions of one name.
    RepeatedBlock(String),
    /// `{% layout %}` after something else, or in a partial.
    MisplacedLayout,
    /// Content that the layout has no place for.
    OutsideBlocks(String),
    /// `<{{ tag }}>`, `<td {{ attributes }}>`
    OutputInMarkup,
    /// `<a href={{ url }}>`
    UnquotedOutput,
    /// Inside of `<script>`, or `onclick="…"`.
    OutputInScript,
    /// Ways through a tag that end in different places of the page.
    SplitContext,
    /// A variable that nothing sets.
    UnknownVariable { name: String, hints: Vec<String> },
    /// A property that its object lacks.
    UnknownProperty {
        of: String,
        name: String,
        hints: Vec<String>,
    },
}

impl diagnostic::Problem for Problem {
    fn code(&self) -> Code {
        match self {
            Self::UnclosedDelimiter(_) | Self::UnclosedTag(_) => code::UNCLOSED_TAG,
            Self::UnclosedQuote(_) => code::UNCLOSED_QUOTE,
            Self::UnexpectedTag(_) => code::UNEXPECTED_TAG,
            Self::UnknownTag(_) | Self::MisspeltTag { .. } => code::UNKNOWN_TAG,
            Self::OutputInMarkup => code::OUTPUT_IN_MARKUP,
            Self::UnquotedOutput => code::UNQUOTED_OUTPUT,
            Self::OutputInScript => code::OUTPUT_IN_SCRIPT,
            Self::SplitContext => code::SPLIT_CONTEXT,
            Self::UnknownFilter(_) => code::UNKNOWN_FILTER,
            Self::FilterArguments { .. } | Self::FilterKeyword { .. } => code::FILTER_ARGUMENTS,
            Self::Syntax { .. }
            | Self::TypographicQuote(_)
            | Self::ElseIf
            | Self::NamelessTag
            | Self::Handlebars(_)
            | Self::UnknownSetting { .. }
            | Self::IncludeInRender => code::LIQUID_SYNTAX,
            Self::TooManyBrackets(_) | Self::TooDeep(_) => code::TOO_DEEP,
            Self::ComputedPartial(_) => code::COMPUTED_PARTIAL,
            Self::Unreadable { .. } | Self::NotUtf8(_) => code::UNREADABLE_TEMPLATE,
            Self::MissingTemplate { .. } => code::MISSING_TEMPLATE,
            Self::Cycle(_) => code::TEMPLATE_CYCLE,
            Self::UnknownBlock { .. } => code::UNKNOWN_BLOCK,
            Self::UnfilledBlock(_) => code::UNFILLED_BLOCK,
            Self::RepeatedBlock(_) => code::REPEATED_BLOCK,
            Self::MisplacedLayout => code::MISPLACED_LAYOUT,
            Self::OutsideBlocks(_) => code::OUTSIDE_BLOCKS,
            Self::UnknownVariable { .. } | Self::UnknownProperty { .. } => code::UNKNOWN_VARIABLE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::UnclosedDelimiter(open) => format!("`{open}` is never closed"),
            Self::UnclosedTag(tag) => format!("`{tag}` is never closed"),
            Self::UnexpectedTag(tag) => format!("`{tag}` has nothing to belong to here"),
            Self::UnknownTag(tag) | Self::MisspeltTag { tag, .. } => {
                format!("unknown tag `{tag}`")
            }
            Self::ElseIf => "`else` takes no condition".to_owned(),
            Self::NamelessTag => "a tag needs a name".to_owned(),
            Self::Handlebars(found) => format!("`{{{{{found}` is no Liquid but Handlebars"),
            Self::TypographicQuote(quote) => format!("`{quote}` begins no text"),
            Self::UnknownFilter(filter) => format!("unknown filter `{filter}`"),
            Self::FilterArguments {
                filter,
                least,
                most,
                found,
            } => {
                let wanted = match (*least, *most) {
                    (0, 0) => "no arguments".to_owned(),
                    (1, 1) => "1 argument".to_owned(),
                    (least, most) if least == most => format!("{least} arguments"),
                    (least, most) => format!("{least} to {most} arguments"),
                };
                format!("`{filter}` takes {wanted}, found {found}")
            }
            Self::FilterKeyword { filter, keyword } => {
                format!("`{filter}` has no argument named `{keyword}`")
            }
            Self::Syntax {
                expected, found, ..
            } => syntax(expected, found),
            Self::UnclosedQuote(quote) => format!("`{quote}` is never closed"),
            Self::TooManyBrackets(most) => format!("more than {most} brackets in one expression"),
            Self::TooDeep(most) => format!("more than {most} tags inside one another"),
            Self::UnknownSetting { name, .. } => format!("unknown setting `{name}`"),
            Self::IncludeInRender => "`include` is not allowed inside of `render`".to_owned(),
            Self::ComputedPartial(path) => {
                format!("expected a partial's name in quotes, found `{path}`")
            }
            Self::Unreadable { path, reason } => format!("cannot read `{path}`: {reason}"),
            Self::NotUtf8(path) => format!("`{path}` is not UTF-8 text"),
            Self::MissingTemplate { path, .. } => format!("there is no template `{path}`"),
            Self::Cycle(chain) => format!(
                "`{}` leads back to itself: `{}`",
                chain.first().map_or("", String::as_str),
                chain.join("` → `")
            ),
            Self::UnknownBlock {
                block, template, ..
            } => format!("`{template}` has no block `{block}`"),
            Self::UnfilledBlock(block) => {
                format!("block `{block}` is always empty: no rule fills it and it has no default")
            }
            Self::RepeatedBlock(block) => format!("block `{block}` is defined twice"),
            Self::MisplacedLayout => "`layout` must be the first thing in a page".to_owned(),
            Self::OutsideBlocks(layout) => {
                format!("content outside of blocks has no place in layout `{layout}`")
            }
            Self::OutputInMarkup => "a value cannot be the name of a tag or attribute".to_owned(),
            Self::UnquotedOutput => {
                "a value cannot stand in an attribute without quotes".to_owned()
            }
            Self::OutputInScript => "a value cannot stand in a script".to_owned(),
            Self::SplitContext => {
                "the ways on from here end in different places of the page".to_owned()
            }
            Self::UnknownVariable { name, .. } => format!("unknown variable `{name}`"),
            Self::UnknownProperty { of, name, .. } => format!("`{of}` has no `{name}`"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::UnclosedDelimiter(open) => {
                let close = if open == "{{" { "}}" } else { "%}" };
                vec![format!("close it with `{close}`")]
            }
            Self::UnclosedTag(tag) => vec![format!("close it with `{{% end{tag} %}}`")],
            Self::UnknownTag(tag) => match foreign::tag(tag) {
                Some(instead) => vec![instead.to_owned()],
                None => suggest(tag, super::tags()),
            },
            Self::MisspeltTag { meant, .. } => vec![format!("did you mean `{meant}`?")],
            Self::ElseIf => vec!["write `{% elsif … %}`".to_owned()],
            Self::NamelessTag => vec![
                "leave it out; braces that are to be shown stand inside of `{% raw %}`".to_owned(),
            ],
            Self::Handlebars(found) => vec![handlebars(found).to_owned()],
            Self::TypographicQuote(_) => vec!["write straight quotes: `\"`".to_owned()],
            Self::Syntax { hint, .. } => hint.iter().cloned().collect(),
            Self::UnknownFilter(filter) => match foreign::filter(filter) {
                Some(instead) => vec![instead.to_owned()],
                None => suggest(filter, super::filters()),
            },
            Self::UnknownSetting { name, known } => suggest(name, known.iter().copied()),
            Self::IncludeInRender => vec!["show it by `render`, with what it needs".to_owned()],
            Self::ComputedPartial(path) => vec![
                format!("write the name in quotes: `\"{path}\"`"),
                "choose between partials with `{% case %}`".to_owned(),
            ],
            Self::NotUtf8(_) => vec!["save the file as UTF-8".to_owned()],
            Self::MissingTemplate {
                path,
                folder,
                known,
            } => missing(path, folder, known),
            Self::UnknownBlock { block, known, .. } => {
                suggest(block, known.iter().map(String::as_str))
            }
            Self::UnfilledBlock(block) => vec![format!(
                "fill it with `block {block} show …` in the campaign, or give it a default"
            )],
            Self::OutsideBlocks(_) => {
                vec!["move it into a `{% block … %}` that the layout has".to_owned()]
            }
            Self::UnquotedOutput => vec!["write quotes around the attribute's value".to_owned()],
            Self::OutputInMarkup => {
                vec!["choose between written tags with `{% if %}`; only what you write yourself and mark with `| raw` may be markup".to_owned()]
            }
            Self::OutputInScript => {
                vec!["mail programs run no scripts: leave it out".to_owned()]
            }
            Self::SplitContext => {
                vec!["let each way close the quotes, tags and comments that it opens".to_owned()]
            }
            Self::UnknownVariable { hints, .. } | Self::UnknownProperty { hints, .. } => {
                hints.clone()
            }
            _ => Vec::new(),
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnfilledBlock(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// What stands in Liquid for what follows Handlebars' braces.
fn handlebars(found: &str) -> &'static str {
    match found {
        "#if" | "#unless" => "write `{% if … %}` or `{% unless … %}`",
        "#each" => "write `{% for item in list %}`",
        "{" | "&" => "`{{ name | raw }}` prints a value as it is",
        found if found.starts_with('>') => "show a partial: `{% render \"name\" %}`",
        found if found.starts_with('!') => "write `{% comment %}`",
        found if found.starts_with('/') => "Liquid's tags end as `{% endif %}`",
        _ => "conditions and loops are tags: `{% if … %}`, `{% for … %}`",
    }
}

fn syntax(expected: &[&str], found: &str) -> String {
    let found = match found {
        "" => "nothing".to_owned(),
        found => format!("`{found}`"),
    };
    match expected {
        [] | ["the end"] => format!("unexpected {found}"),
        expected => format!("expected {}, found {found}", expected.join(" or ")),
    }
}

fn missing(path: &str, folder: &str, known: &[String]) -> Vec<String> {
    let ends = [".liquid", ".hbs"];
    let has_end = ends.iter().any(|end| path.ends_with(end));
    let known = known.iter().map(|path| {
        let stem = ends.iter().find_map(|end| path.strip_suffix(end));
        stem.filter(|_| !has_end).unwrap_or(path)
    });
    let mut hints = suggest(path, known);
    if hints.is_empty() {
        hints.push(format!("it is looked for in `templates/{folder}`"));
    }
    hints
}
