//! The same templates by the engine: parsed, composed, checked, compiled and run.

use std::path::Path;

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::liquid::{
    Composition, Escape, Facts, FilterSettings, Library, Program, Shape, SlotPath, Value, check,
    compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;

/// A template that is parsed and composed.
pub(super) struct Engine {
    sources: Sources,
    composition: Composition,
    escape: Escape,
    /// When nothing is known of the globals.
    pub(super) any: Result<Program, String>,
}

impl Engine {
    pub(super) fn new(files: &[(String, String)], escape: Escape) -> Result<Self, String> {
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
        let composition = compose(page, nowhere, &[], &library, &sources, &mut diagnostics);
        let Some(composition) = composition.filter(|_| diagnostics.errors() == 0) else {
            return Err(draw(&diagnostics, &sources, Style::Plain));
        };
        let mut engine = Self {
            sources,
            composition,
            escape,
            any: Err(String::new()),
        };
        engine.any = engine.compile(&engine.slots(&Shape::Any), &|_| None);
        Ok(engine)
    }

    /// What rows must give when the globals have a shape. Variables that do not exist are missing.
    pub(super) fn slots(&self, shape: &Shape) -> Vec<SlotPath> {
        check(&self.composition, shape, &mut Diagnostics::default())
    }

    /// Compiles it for rows of these slots.
    pub(super) fn compile(
        &self,
        slots: &[SlotPath],
        constant: &dyn Fn(&SlotPath) -> Option<Value<'static>>,
    ) -> Result<Program, String> {
        let mut diagnostics = Diagnostics::default();
        let currency = Currency::from_code("USD").unwrap();
        let settings = FilterSettings {
            currency,
            locale: None,
        };
        let facts = Facts {
            constant,
            ..Facts::new(slots, self.escape, settings)
        };
        let program = compile(&self.composition, &facts, &self.sources, &mut diagnostics);
        if diagnostics.errors() > 0 {
            return Err(draw(&diagnostics, &self.sources, Style::Plain));
        }
        Ok(program)
    }
}

/// What a program prints; none when the message cannot be made.
pub(super) fn print(program: &Program, values: &[Value<'_>]) -> Result<String, String> {
    let mut out = String::new();
    match program.render(values, &mut out) {
        Ok(()) => Ok(out),
        Err(outcome) => Err(outcome.to_string()),
    }
}
