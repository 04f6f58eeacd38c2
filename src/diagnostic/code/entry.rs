//! The page of a code.

use super::Code;

/// What there is to say about one code.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// The lines of three paragraphs: what it means, why it matters, how to mend it.
    pub(super) page: &'static [&'static str],
    /// It, made and mended.
    pub examples: Examples,
}

/// A mistake and its repair, in the example project of `docs/errors/`.
#[derive(Clone, Copy, Debug)]
pub enum Examples {
    /// Both are tried by the tests.
    Pair {
        /// Has findings of this code, and no error of another.
        wrong: Example,
        /// Has no error, and no finding of this code.
        right: Example,
    },
    /// There is none, for this reason.
    None(&'static str),
}

/// One change of the example project, or one command run in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// The file is added, or takes the place of the one that was there.
    File {
        /// In the project.
        path: &'static str,
        /// As written in the source, where it is indented.
        text: &'static str,
    },
    /// What comes behind `segue`.
    Command(&'static str),
}

impl Entry {
    /// What it means, in a sentence or two.
    pub fn summary(&self) -> String {
        self.paragraphs().into_iter().next().unwrap_or_default()
    }

    /// Why it matters.
    pub fn reason(&self) -> String {
        self.paragraphs().into_iter().nth(1).unwrap_or_default()
    }

    /// How to mend it.
    pub fn remedy(&self) -> String {
        self.paragraphs().into_iter().nth(2).unwrap_or_default()
    }

    /// Each on one line.
    pub(super) fn paragraphs(&self) -> Vec<String> {
        let lines = self.page.iter().map(|line| line.trim());
        let mut paragraphs = vec![String::new()];
        for line in lines {
            match paragraphs.last_mut() {
                Some(open) if !line.is_empty() => {
                    if !open.is_empty() {
                        open.push(' ');
                    }
                    open.push_str(line);
                }
                _ => paragraphs.push(String::new()),
            }
        }
        paragraphs
    }
}

impl Example {
    /// The file's text, or the command as typed.
    pub fn text(&self) -> String {
        match self {
            Self::File { text, .. } => dedented(text),
            Self::Command(arguments) => format!("segue {arguments}"),
        }
    }
}

/// The text without the indentation that all of its lines share, and without empty lines around it.
fn dedented(text: &str) -> String {
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let indent = filled.map(|line| line.len() - line.trim_start().len());
    let indent = indent.min().unwrap_or(0);
    let lines = text
        .lines()
        .map(|line| line.get(indent..).unwrap_or("").trim_end());
    let lines: Vec<&str> = lines.collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A file of rules beside those of the example project.
pub(super) const fn rules(text: &'static str) -> Example {
    file("rules/example.seg", text)
}

/// A file of the example project.
pub(super) const fn file(path: &'static str, text: &'static str) -> Example {
    Example::File { path, text }
}

/// The settings of the example project, with this at their beginning and this file of purchases.
macro_rules! settings {
    ($first:literal, $purchases:literal) => {
        super::entry::file(
            "segue.toml",
            concat!(
                "name = \"shop\"\n",
                $first,
                "\n[customer]\nfile = \"data/customers.csv\"\n\n",
                "[events.purchase]\nfile = \"data/",
                $purchases,
                "\"\n\n[events.visit]\nfile = \"data/visits.csv\"\n\n",
                "[catalogs.product]\nfile = \"data/products.csv\"\n\n",
                "[brand]\naddress = \"Shop, 1 Main Street, Burlington, VT 05401, USA\"\n\n",
                "[message]\nfrom = \"Shop <news@shop.example>\"\n",
            ),
        )
    };
}

pub(super) use settings;

/// `segue` with these arguments.
pub(super) const fn command(arguments: &'static str) -> Example {
    Example::Command(arguments)
}

/// The entries of a file: a constant for each code, and the list `ENTRIES`.
///
/// The doc comment is the page: three paragraphs, which say what the code means, why it matters and
/// how to mend it.
macro_rules! entries {
    ($(
        $(#[doc = $line:literal])+
        $name:ident = $code:literal {
            $(wrong: $wrong:expr, right: $right:expr,)?
            $(no_example: $reason:literal,)?
        }
    )+) => {
        $($(#[doc = $line])+ pub(crate) const $name: $crate::diagnostic::Code = super::Code($code);)+

        pub(super) const ENTRIES: &[super::Entry] = &[$(super::Entry {
            // not the constant: it is to be unused when no problem has the code
            code: super::Code($code),
            page: &[$($line),+],
            $(examples: super::Examples::Pair { wrong: $wrong, right: $right },)?
            $(examples: super::Examples::None($reason),)?
        }),+];
    };
}

pub(super) use entries;
