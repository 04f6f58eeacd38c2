//! The helpers: one table, from which they are checked, suggested and told apart.

/// What a helper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Shows its content or not; elsewhere it is true or false.
    Condition,
    /// Makes a value of its first one, or of what stands in its block.
    Value,
    /// Makes a value of something that is no text.
    Inline,
    /// `each`, `with` and `block`
    Block,
    /// `layout`, `snippet` and `sendSkip`
    Tag,
}

/// One helper.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) least: usize,
    pub(super) most: usize,
    /// What may be given by name.
    pub(super) named: &'static [&'static str],
    usage: &'static str,
}

/// Any number of values.
const MANY: usize = usize::MAX;

const YES_NO: &[&str] = &["yes", "no"];

const fn condition(name: &'static str, values: usize, usage: &'static str) -> Row {
    row(name, Kind::Condition, (values, values), YES_NO, usage)
}

const fn value(name: &'static str, values: (usize, usize), usage: &'static str) -> Row {
    row(name, Kind::Value, values, &[], usage)
}

const fn inline(name: &'static str, values: (usize, usize), usage: &'static str) -> Row {
    row(name, Kind::Inline, values, &[], usage)
}

const fn row(
    name: &'static str,
    kind: Kind,
    (least, most): (usize, usize),
    named: &'static [&'static str],
    usage: &'static str,
) -> Row {
    Row {
        name,
        kind,
        least,
        most,
        named,
        usage,
    }
}

const ZERO: &[&str] = &["includeZero"];

const FIGURES: &[&str] = &[
    "groupingUsed",
    "maximumFractionDigits",
    "minimumFractionDigits",
    "roundingMode",
];

static HELPERS: [Row; 55] = [
    row("if", Kind::Condition, (1, 1), ZERO, "{{#if x}}"),
    row("unless", Kind::Condition, (1, 1), ZERO, "{{#unless x}}"),
    row("each", Kind::Block, (1, 1), &[], "{{#each list}}"),
    row("with", Kind::Block, (1, 1), &[], "{{#with object}}"),
    inline("lookup", (2, 2), "{{lookup object key}}"),
    // SendGrid
    row("and", Kind::Condition, (1, MANY), YES_NO, "{{#and x y}}"),
    row("or", Kind::Condition, (1, MANY), YES_NO, "{{#or x y}}"),
    condition("equals", 2, "{{#equals x y}}"),
    condition("notEquals", 2, "{{#notEquals x y}}"),
    condition("greaterThan", 2, "{{#greaterThan x y}}"),
    condition("lessThan", 2, "{{#lessThan x y}}"),
    inline("length", (1, 1), "{{length list}}"),
    inline(
        "formatDate",
        (2, 3),
        "{{formatDate time \"MMMM DD, YYYY\"}}",
    ),
    inline("insert", (1, 2), "{{insert x \"default=there\"}}"),
    // Iterable
    condition("not", 1, "{{#not x}}"),
    condition("eq", 2, "{{#eq x y}}"),
    condition("neq", 2, "{{#neq x y}}"),
    condition("gt", 2, "{{#gt x y}}"),
    condition("gte", 2, "{{#gte x y}}"),
    condition("lt", 2, "{{#lt x y}}"),
    condition("lte", 2, "{{#lte x y}}"),
    condition("ifEq", 2, "{{#ifEq x y}}"),
    condition("ifGt", 2, "{{#ifGt x y}}"),
    condition("ifGte", 2, "{{#ifGte x y}}"),
    condition("ifLt", 2, "{{#ifLt x y}}"),
    condition("ifLte", 2, "{{#ifLte x y}}"),
    condition("ifModEq", 3, "{{#ifModEq x 7 0}}"),
    condition("ifContainsStr", 2, "{{#ifContainsStr x \"part\"}}"),
    condition(
        "ifMatchesRegexStr",
        2,
        "{{#ifMatchesRegexStr x \"[Pp]art.*\"}}",
    ),
    value("defaultIfEmpty", (2, 2), "{{defaultIfEmpty x \"there\"}}"),
    value("capitalizeFirst", (1, 1), "{{capitalizeFirst x}}"),
    row(
        "capitalize",
        Kind::Value,
        (1, 1),
        &["fully"],
        "{{capitalize x}}",
    ),
    value("upper", (1, 1), "{{upper x}}"),
    value("lower", (1, 1), "{{lower x}}"),
    value("cut", (1, 2), "{{cut x \" \"}}"),
    value("replace", (3, 3), "{{replace x \"a\" \"b\"}}"),
    value("substring", (2, 3), "{{substring x 0 3}}"),
    value("abbreviate", (2, 2), "{{abbreviate x 20}}"),
    value("slugify", (1, 1), "{{slugify x}}"),
    value("urlEncode", (1, 1), "{{urlEncode x}}"),
    value("base64", (1, 1), "{{base64 x}}"),
    value("md5", (1, 1), "{{md5 x}}"),
    value("sha1", (1, 1), "{{sha1 x}}"),
    value("sha256", (1, 1), "{{sha256 x}}"),
    row(
        "hmacSHA1",
        Kind::Value,
        (1, MANY),
        &["key"],
        "{{hmacSHA1 x key=secret}}",
    ),
    row(
        "hmacSHA256",
        Kind::Value,
        (1, MANY),
        &["key"],
        "{{hmacSHA256 x key=secret}}",
    ),
    inline("toJson", (1, 1), "{{toJson x}}"),
    inline("toUrlEncodedJson", (1, 1), "{{toUrlEncodedJson x}}"),
    row(
        "join",
        Kind::Inline,
        (2, 2),
        &["prefix", "suffix"],
        "{{join list \", \"}}",
    ),
    inline("math", (3, 3), "{{math x '+' 1}}"),
    row(
        "numberFormat",
        Kind::Inline,
        (1, 3),
        FIGURES,
        "{{numberFormat x \"#,##0.00\"}}",
    ),
    row(
        "dateFormat",
        Kind::Inline,
        (1, 4),
        &["format", "locale", "tz"],
        "{{dateFormat x \"MMMM d, yyyy\"}}",
    ),
    row(
        "now",
        Kind::Inline,
        (0, 2),
        &["format", "tz"],
        "{{now \"yyyy\"}}",
    ),
    row("snippet", Kind::Tag, (1, 1), &["*"], "{{snippet \"name\"}}"),
    row(
        "sendSkip",
        Kind::Tag,
        (0, 0),
        &["*"],
        "{{sendSkip cause=\"reason\"}}",
    ),
];

/// What composes pages here, and what no other system calls so.
static OWN: [Row; 2] = [
    row("block", Kind::Block, (1, 1), &[], "{{#block \"hero\"}}"),
    row(
        "layout",
        Kind::Tag,
        (1, 1),
        &[],
        "{{layout \"layouts/base.liquid\"}}",
    ),
];

/// The helper called `name`.
pub(super) fn find(name: &str) -> Option<&'static Row> {
    all().find(|row| row.name == name)
}

fn all() -> impl Iterator<Item = &'static Row> {
    HELPERS.iter().chain(&OWN)
}

/// The names of all helpers of Handlebars files.
pub(in crate::liquid::library) fn helpers() -> impl Iterator<Item = &'static str> {
    all().map(|row| row.name)
}

/// How the helper called `name` is written, as in `{{#each list}}`.
pub(super) fn usage(name: &str) -> Option<&'static str> {
    find(name).map(|row| row.usage)
}

impl Row {
    /// Whether anything may be given by name.
    pub(super) fn takes_any_name(&self) -> bool {
        self.named == ["*"]
    }
}
