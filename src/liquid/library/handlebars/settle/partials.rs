//! Partials that are shown for a value of their own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Level, Settler};
use crate::liquid::library::handlebars::chain::variable;
use crate::liquid::library::handlebars::partial::THIS;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Expression, Name, Partial, Template};

impl Settler<'_> {
    pub(super) fn include(&mut self, partial: &mut Partial) {
        for (_, value) in &mut partial.arguments {
            self.expression(value);
        }
        let has_context = partial.arguments.iter().any(|(name, _)| name.text == THIS);
        if !has_context && self.arguments.is_some() {
            let span = partial.name.span;
            let text = THIS.to_owned();
            let around = Expression::Path(variable(text.clone(), span));
            partial.arguments.push((Name { text, span }, around));
        }
        let mut arguments = partial.arguments.iter();
        if let Some((_, context)) = arguments.find(|(name, _)| name.text == THIS) {
            let shape = self.shape(context);
            self.with_context(partial, shape);
        }
    }

    /// Makes a copy of the partial whose names are those of its context.
    fn with_context(&mut self, partial: &mut Partial, shape: Shape) {
        let Some(template) = self.partials.get(&partial.name.text) else {
            return;
        };
        if !self.files.contains(&template.source) {
            return;
        }
        let template = Arc::clone(template);
        let mut open = self.open.iter();
        if let Some((_, made)) = open.find(|(path, _)| *path == template.path) {
            // it shows itself
            partial.name.text.clone_from(made);
            return;
        }
        self.count += 1;
        // a path of its own, by which the compiler tells it from the others
        let path = format!("{} ({})", template.path, self.count);
        self.open.push((template.path.clone(), path.clone()));
        let mut nodes = template.nodes.clone();
        let names = partial.arguments.iter().map(|(name, _)| name.text.clone());
        let mut names: BTreeSet<String> = names.filter(|name| name != THIS).collect();
        // what it is given elsewhere may be missing here
        let given = self.given.get(&template.path).into_iter().flatten();
        let lacks = |name: &&String| shape != Shape::Any && shape.entry(name).is_none();
        names.extend(given.filter(lacks).cloned());
        let context = Level {
            variable: THIS.to_owned(),
            shape,
            is_pair: false,
            alias: None,
        };
        let levels = std::mem::replace(&mut self.levels, vec![context]);
        let arguments = self.arguments.replace(names);
        self.nodes(&mut nodes);
        self.levels = levels;
        self.arguments = arguments;
        self.open.pop();
        if let Some(given) = self.given.get(&template.path).cloned() {
            self.given.insert(path.clone(), given);
        }
        let source = template.source;
        partial.name.text.clone_from(&path);
        let made = Template {
            path: path.clone(),
            source,
            nodes,
        };
        self.made.insert(path, Arc::new(made));
    }
}
