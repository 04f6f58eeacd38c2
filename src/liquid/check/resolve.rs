//! What a path stands for.

use super::Checker;
use super::scope::Variable;
use crate::diagnostic::{self, Diagnostic, nearest, suggest};
use crate::liquid::problem::Problem;
use crate::liquid::program::SlotPath;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Expression, Name, Path, Segment};
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn path(&mut self, path: &Path) -> Shape {
        for segment in &path.segments {
            if let Segment::Index(index) = segment {
                self.value(index);
            }
        }
        let root = path.root.text.as_str();
        if let Some(variable) = self.scope.bound(root).cloned() {
            self.uses_variable(&path.root, &variable);
            return self.walk(path, &variable.shape);
        }
        let globals = self.globals;
        let global = globals.entry(root).filter(|_| !self.scope.isolated);
        if let Some(variable) = self.scope.assigned.get(root).cloned() {
            self.uses_variable(&path.root, &variable);
            // where the assignment was not reached, the global still shows
            if global.is_some() {
                self.needs(self.slot(path));
                return Shape::Any;
            }
            if *globals == Shape::Any && !self.scope.isolated {
                self.needs(SlotPath::of([root]));
            }
            return self.walk(path, &variable.shape);
        }
        match global {
            Some(shape) => {
                self.needs(self.slot(path));
                self.walk(path, shape)
            }
            None if *globals == Shape::Any && !self.scope.isolated => {
                self.needs(SlotPath::of([root]));
                Shape::Any
            }
            None => {
                self.unknown_variable(&path.root);
                Shape::Any
            }
        }
    }

    /// A variable whose name is computed: any of them, or none that can be told.
    pub(super) fn named(&mut self, name: &Expression, segments: &[Segment]) -> Shape {
        self.value(name);
        self.reads_any = true;
        for segment in segments {
            if let Segment::Index(index) = segment {
                self.value(index);
            }
        }
        if *self.globals == Shape::Any && !self.scope.isolated {
            self.needs(SlotPath::of([]));
        }
        Shape::Any
    }

    /// Whether a variable is called so.
    pub(super) fn knows(&self, name: &str) -> bool {
        let is_global = self.globals.entry(name).is_some() || *self.globals == Shape::Any;
        self.scope.bound(name).is_some()
            || self.scope.assigned.contains_key(name)
            || is_global && !self.scope.isolated
    }

    fn uses_variable(&mut self, name: &Name, variable: &Variable) {
        for declared in &variable.declared {
            self.found.uses.add(name.span, *declared);
        }
    }

    /// The longest part of a global's path that leads through objects.
    fn slot(&self, path: &Path) -> SlotPath {
        let mut names = vec![path.root.text.as_str()];
        let mut shape = self.globals.entry(names[0]);
        for segment in &path.segments {
            let (Segment::Name(name) | Segment::Key(name)) = segment else {
                break;
            };
            shape = shape.and_then(|shape| shape.entry(&name.text));
            if shape.is_none() {
                break;
            }
            names.push(&name.text);
        }
        SlotPath::of(names)
    }

    /// The shape at the end of `path`, whose root has `shape`.
    fn walk(&mut self, path: &Path, shape: &Shape) -> Shape {
        let mut walked = path.root.text.clone();
        let mut shape = self.narrowed(shape.clone(), &walked);
        for segment in &path.segments {
            let Some(next) = shape.step(segment) else {
                if let Segment::Name(name) | Segment::Key(name) = segment {
                    self.unknown_property(&walked, &shape, name);
                }
                return Shape::Any;
            };
            if let Segment::Name(name) | Segment::Key(name) = segment
                && let Some(declared) = shape.declared(&name.text)
            {
                self.found.uses.add(name.span, declared);
            }
            match segment {
                Segment::Name(name) | Segment::Key(name) => {
                    walked.push('.');
                    walked.push_str(&name.text);
                }
                Segment::Index(_) => walked.push_str("[…]"),
            }
            shape = self.narrowed(next, &walked);
        }
        shape
    }

    /// The shape of what is written so, which is there where that is known.
    fn narrowed(&self, shape: Shape, key: &str) -> Shape {
        match shape {
            Shape::Optional(inner) if self.known.has(key) => *inner,
            shape => shape,
        }
    }

    pub(super) fn needs(&mut self, slot: SlotPath) {
        if !self.found.slots.contains(&slot) {
            self.found.slots.push(slot);
        }
    }

    pub(super) fn needs_if_known(&mut self, name: &str) {
        if self.globals.entry(name).is_some() {
            self.needs(SlotPath::of([name]));
        }
    }

    fn unknown_variable(&mut self, name: &Name) {
        // what is not reported needs no hints
        if *self.globals == Shape::Any {
            return;
        }
        let problem = Problem::UnknownVariable {
            name: name.text.clone(),
            hints: self.hints(&name.text),
        };
        self.find(&problem, name.span);
    }

    fn hints(&self, name: &str) -> Vec<String> {
        let mut inside = Vec::new();
        for object in self.globals.names() {
            let entries = self
                .globals
                .entry(object)
                .into_iter()
                .flat_map(Shape::names);
            for near in nearest(name, entries) {
                inside.push((near != name, format!("{object}.{near}")));
            }
        }
        inside.sort();
        if self.scope.isolated && self.globals.entry(name).is_some() {
            return vec![format!(
                "`render` passes arguments only: add `{name}: {name}` to the tag, or use `include`"
            )];
        }
        if let Some((false, path)) = inside.first() {
            return vec![format!("did you mean `{path}`?")];
        }
        let globals = self.globals.names().filter(|_| !self.scope.isolated);
        let visible: Vec<&str> = self.scope.names().chain(globals).collect();
        let near = nearest(name, visible.iter().copied());
        match (near.first(), inside.first()) {
            (Some(near), _) | (None, Some((_, near))) => vec![format!("did you mean `{near}`?")],
            (None, None) => suggest(name, visible),
        }
    }

    pub(super) fn unknown_property(&mut self, of: &str, shape: &Shape, name: &Name) {
        if *self.globals == Shape::Any {
            return;
        }
        let hints = match shape {
            Shape::List(_) => {
                vec!["a list has `size`, `first`, `last` and items: `[0]`".to_owned()]
            }
            _ => suggest(&name.text, shape.names()),
        };
        let problem = Problem::UnknownProperty {
            of: of.to_owned(),
            name: name.text.clone(),
            hints,
        };
        self.find(&problem, name.span);
    }

    /// Reports what is wrong. Where nothing is known of the variables, nothing is.
    pub(super) fn find(&mut self, problem: &impl diagnostic::Problem, span: Span) {
        if *self.globals != Shape::Any {
            self.report_always(problem, span);
        }
    }

    pub(super) fn report_always(&mut self, problem: &impl diagnostic::Problem, span: Span) {
        if !self.reported.insert((span, problem.code())) {
            return;
        }
        let mut diagnostic = Diagnostic::new(problem, span);
        for place in self.included.iter().rev() {
            diagnostic = diagnostic.note(*place, "included here");
        }
        self.diagnostics.push(diagnostic);
    }
}
