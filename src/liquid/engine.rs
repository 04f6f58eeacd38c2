//! Liquid for programs that embed it: templates from texts, with no project around them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value as Json;

use super::compile::{Facts, compile};
use super::{
    ErrorMode, Escape, FilterSettings, Library, Limits, Outcome, Program, Shape, SlotPath, Value,
    check, compose,
};
use crate::diagnostic::{Diagnostics, Style, draw};
use crate::locale::Locale;
use crate::project::Currency;
use crate::source::{Sources, Span};
use crate::world::Memory;

/// What templates are compiled with.
///
/// ```
/// use segue::liquid::Engine;
/// use serde_json::json;
///
/// let engine = Engine::new().partial("sign", "Yours, {{ who }}");
/// let page = engine.page("Hi {{ name | default: 'there' }}! {% render 'sign', who: 'Fern' %}")?;
/// assert_eq!(page.render(&json!({"name": "<Ana>"}))?, "Hi &lt;Ana&gt;! Yours, Fern");
/// assert_eq!(page.render(&json!({}))?, "Hi there! Yours, Fern");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What templates can count on makes every other name an error, before any data is seen:
///
/// ```
/// use segue::liquid::{Engine, Shape};
///
/// let customer = Shape::object([("first_name", Shape::Scalar)]);
/// let engine = Engine::new().globals(Shape::object([("customer", customer)]));
/// let faults = engine.page("Hi {{ customer.frist_name }}").unwrap_err();
/// assert!(faults.to_string().contains("did you mean `first_name`?"), "{faults}");
/// ```
///
/// Constants are folded into the page, and rows are read where they stand:
///
/// ```
/// use segue::liquid::{Engine, Value};
///
/// let engine = Engine::new().constant("shop", "Fern & Stone");
/// let page = engine.page("{{ shop }} owes you {{ credit | money }}, {{ name }}.")?;
/// let slots: Vec<String> = page.program().slots().iter().map(ToString::to_string).collect();
/// assert_eq!(slots, ["shop", "credit", "name"]);
///
/// let mut out = String::new();
/// for (name, credit) in [("Ana", 12.5), ("Bo", 3.0)] {
///     let row = [Value::Nil, Value::Float(credit), Value::from(name)];
///     page.program().render(&row, &mut out)?;
/// }
/// assert_eq!(out, "Fern &amp; Stone owes you $12.50, Ana.Fern &amp; Stone owes you $3.00, Bo.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    partials: BTreeMap<String, String>,
    globals: Shape,
    constants: Json,
    personal: Vec<SlotPath>,
    escape: Escape,
    mode: ErrorMode,
    settings: FilterSettings,
    limits: Limits,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            partials: BTreeMap::new(),
            globals: Shape::Any,
            constants: Json::Object(serde_json::Map::new()),
            personal: Vec::new(),
            escape: Escape::Html,
            mode: ErrorMode::Strict,
            settings: FilterSettings {
                currency: Currency {
                    code: "USD".to_owned(),
                    digits: 2,
                },
                locale: None,
            },
            limits: Limits::default(),
        }
    }
}

impl Engine {
    /// HTML pages in strict mode, amounts in US dollars, any names of variables, and no partials.
    pub fn new() -> Self {
        Self::default()
    }

    /// A template that others show with `render` and `include`.
    #[must_use]
    pub fn partial(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.partials.insert(name.into(), text.into());
        self
    }

    /// What templates can count on, by name: any other name is an error.
    #[must_use]
    pub fn globals(mut self, globals: Shape) -> Self {
        self.globals = globals;
        self
    }

    /// A global variable that is the same for all rows: what depends on it alone is printed when
    /// the page is compiled.
    ///
    /// # Panics
    /// When the value is none that JSON can hold, as a map whose keys are no texts.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "documented; the program decides the type"
    )]
    pub fn constant(mut self, name: &str, value: impl Serialize) -> Self {
        self.constants[name] = serde_json::to_value(value).expect("a value that JSON can hold");
        self
    }

    /// A path, as `customer.email`, whose values no error tells.
    #[must_use]
    pub fn personal(mut self, path: &str) -> Self {
        self.personal.push(SlotPath::of(path.split('.')));
        self
    }

    /// How outputs are escaped.
    #[must_use]
    pub fn escape(mut self, escape: Escape) -> Self {
        self.escape = escape;
        self
    }

    /// Whether what is written wrong is an error, or overlooked as far as Shopify does.
    #[must_use]
    pub fn mode(mut self, mode: ErrorMode) -> Self {
        self.mode = mode;
        self
    }

    /// What `money` counts in.
    #[must_use]
    pub fn currency(mut self, currency: Currency) -> Self {
        self.settings.currency = currency;
        self
    }

    /// How dates, money and numbers are written where a template names no locale; as in Shopify's
    /// Liquid unless said.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.settings.locale = Some(locale);
        self
    }

    /// What rendering one row may take.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Parses, checks and compiles a template.
    ///
    /// # Errors
    /// All that is wrong with it and with the partials that it shows.
    pub fn page(&self, text: &str) -> Result<Page, Faults> {
        let mut world = Memory::default();
        for (name, text) in &self.partials {
            let path = PathBuf::from(format!("partials/{name}.liquid"));
            world.files.insert(path, text.as_str().into());
        }
        world.files.insert(PathBuf::from(PAGE), text.into());
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let folder = Path::new("");
        let library = Library::load_in(self.mode, &world, folder, &mut sources, &mut diagnostics);
        let start = Span::new(sources.add("", ""), 0..0);
        let page = compose(PAGE, start, &[], &library, &sources, &mut diagnostics);
        let program = page.map(|page| {
            let slots = check(&page, &self.globals, &mut diagnostics);
            let facts = Facts {
                constant: &|slot| self.folded(slot),
                is_personal: &|slot| self.is_personal(slot),
                ..Facts::new(&slots, self.escape, self.settings.clone())
            };
            compile(&page, &facts, &sources, &mut diagnostics).within(self.limits)
        });
        match program {
            Some(program) if diagnostics.errors() == 0 => Ok(Page { program }),
            _ => Err(Faults {
                diagnostics,
                sources,
            }),
        }
    }

    fn folded(&self, SlotPath(path): &SlotPath) -> Option<Value<'static>> {
        let (root, rest) = path.split_first()?;
        let mut value = self.constants.get(root)?;
        for name in rest {
            value = &value[name];
        }
        Some(Value::from(value).into_owned())
    }

    fn is_personal(&self, slot: &SlotPath) -> bool {
        let mut personal = self.personal.iter();
        personal.any(|path| slot.0.starts_with(&path.0) || path.0.starts_with(&slot.0))
    }
}

/// The page's name in messages.
const PAGE: &str = "page.liquid";

/// A template, ready to print.
#[derive(Clone, Debug)]
pub struct Page {
    program: Program,
}

impl Page {
    /// The output for `data`, whose fields are the global variables.
    ///
    /// # Errors
    /// When `data` cannot be JSON, a filter cannot work with it, or a limit is reached.
    pub fn render(&self, data: &impl Serialize) -> Result<String, RenderError> {
        let data = serde_json::to_value(data).map_err(RenderError::Data)?;
        let mut out = String::new();
        self.render_json(&data, &mut out)
            .map_err(|outcome| RenderError::Row(Box::new(outcome)))?;
        Ok(out)
    }

    /// Appends the output for `data` to `out`. The data are read in place.
    ///
    /// # Errors
    /// When a filter cannot work with the data, or a limit is reached.
    pub fn render_json(&self, data: &Json, out: &mut String) -> Result<(), Outcome> {
        let slots = self.program.slots().iter();
        let values = slots.map(|SlotPath(path)| {
            let names = path.iter();
            Value::from(names.fold(data, |data, name| &data[name.as_str()]))
        });
        self.program.render(&values.collect::<Vec<_>>(), out)
    }

    /// The program, for rows in other forms.
    pub fn program(&self) -> &Program {
        &self.program
    }
}

/// Why a page could not be printed for some data.
#[derive(Debug)]
pub enum RenderError {
    /// The data cannot be JSON.
    Data(serde_json::Error),
    /// The row failed.
    Row(Box<Outcome>),
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(error) => error.fmt(f),
            Self::Row(outcome) => outcome.fmt(f),
        }
    }
}

impl std::error::Error for RenderError {}

/// All that is wrong with a template. Shown, it is what `segue check` prints.
#[derive(Debug)]
pub struct Faults {
    diagnostics: Diagnostics,
    sources: Sources,
}

impl Faults {
    /// One by one.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(draw(&self.diagnostics, &self.sources, Style::Plain).trim_end())
    }
}

impl std::error::Error for Faults {}
