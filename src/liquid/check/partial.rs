//! What partials and blocks are given, and what they do with it.

use super::Checker;
use super::scope::{Scope, Variable};
use crate::liquid::composition::{Argument, Choice};
use crate::liquid::kind::Kind;
use crate::liquid::problem::Problem;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Name, Partial};

impl Checker<'_> {
    pub(super) fn include(&mut self, partial: &Partial) {
        if self.scope.isolated {
            self.report_always(&Problem::IncludeInRender, partial.name.span);
        }
        let mark = self.scope.bound.len();
        let arguments = self.arguments(partial, true);
        let known = self.known.clone();
        for argument in &arguments {
            self.known.forget(&argument.name);
        }
        self.scope.bound.extend(arguments);
        self.partial(partial);
        self.scope.bound.truncate(mark);
        self.known = known;
    }

    pub(super) fn isolated(&mut self, partial: &Partial) {
        let mut inner = Scope {
            isolated: true,
            ..Scope::default()
        };
        inner.bound.extend(self.arguments(partial, false));
        if partial.binding.as_ref().is_some_and(|binding| binding.each) {
            inner.bind("forloop", None, Shape::Any);
        }
        let outer = std::mem::replace(&mut self.scope, inner);
        let known = std::mem::take(&mut self.known);
        self.partial(partial);
        self.known = known;
        self.scope = outer;
    }

    fn arguments(&mut self, partial: &Partial, is_include: bool) -> Vec<Variable> {
        let mut all = Vec::new();
        for (name, value) in &partial.arguments {
            all.push(Variable {
                name: name.text.clone(),
                shape: self.value(value),
                declared: vec![name.span],
            });
        }
        if let Some(binding) = &partial.binding
            && (!binding.implied || self.knows(&partial.name.text))
        {
            let shape = self.value(&binding.value);
            let shape = match (binding.each || is_include, &shape) {
                (true, Shape::List(_)) => shape.item(),
                _ => shape,
            };
            all.push(Variable {
                name: binding.variable.clone(),
                shape,
                declared: Vec::new(),
            });
        }
        all
    }

    fn partial(&mut self, partial: &Partial) {
        let composition = self.composition;
        if let Some(name) = &partial.computed {
            self.value(name);
            let depth = self.included.len();
            for known in composition.partials.keys().filter(|_| depth < 3) {
                let name = Name {
                    text: known.clone(),
                    span: partial.name.span,
                };
                self.partial(&Partial {
                    name,
                    computed: None,
                    binding: None,
                    arguments: Vec::new(),
                });
            }
        }
        // a partial that shows itself was entered by the same tag before
        if let Some(template) = composition.partials.get(&partial.name.text)
            && !self.included.contains(&partial.name.span)
        {
            let given = self.scope.bound.len();
            for name in composition.optional(&template.path) {
                if !self.knows(name) {
                    self.scope.bind(name, None, Shape::Any);
                }
            }
            self.included.push(partial.name.span);
            self.nodes(&template.nodes);
            self.included.pop();
            self.scope.bound.truncate(given);
        }
    }

    pub(super) fn block(&mut self, name: &Name) {
        let composition = self.composition;
        let Some(region) = composition.regions.get(&name.text) else {
            return;
        };
        if !region.variants.is_empty() {
            self.needs(region.slot.clone());
        }
        for choice in &region.variants {
            let known = self.known.clone();
            self.known.learn_all(&choice.known);
            self.variant(choice);
            self.known = known;
        }
        self.body(&region.default);
    }

    fn variant(&mut self, choice: &Choice) {
        let mark = self.scope.bound.len();
        for (name, argument) in &choice.parameters {
            let shape = match argument {
                Argument::Literal(value) => Shape::written(value),
                Argument::Global(path) => {
                    self.needs(path.clone());
                    let mut names = path.0.iter();
                    let found = names.try_fold(self.globals, |shape, name| shape.entry(name));
                    found.cloned().unwrap_or(Shape::Any)
                }
                Argument::Template(nodes) => {
                    let assigned = self.scope.assigned.clone();
                    self.nodes(nodes);
                    self.scope.assigned = assigned;
                    Shape::Of(Kind::Text)
                }
            };
            self.scope.bind(&name.text, Some(name.span), shape);
        }
        let composition = self.composition;
        for name in composition.optional(&choice.template.path) {
            if !self.knows(name) {
                self.scope.bind(name, None, Shape::Any);
            }
        }
        for (name, _) in &choice.parameters {
            self.known.forget(&name.text);
        }
        self.nodes(&choice.template.nodes);
        self.scope.bound.truncate(mark);
    }
}
