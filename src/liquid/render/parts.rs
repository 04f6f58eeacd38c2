//! Partials and blocks.

use super::{Escape, Flow, Rendered, Renderer};
use crate::liquid::Value;
use crate::liquid::composition::Argument;
use crate::liquid::scope::{Local, Scope};
use crate::liquid::tree::{Name, Node, Partial};

/// A variable of a partial.
type Bound<'p> = Option<(&'p str, Value<'p>)>;

impl<'p> Renderer<'p, '_> {
    pub(super) fn include(&mut self, partial: &'p Partial) -> Rendered<Flow> {
        let name = match &partial.computed {
            None => partial.name.text.as_str().into(),
            Some(name) => match self.value(name)? {
                Value::Text(name) => name,
                _ => return Err(format!("`{}` names no partial", partial.name.text)),
            },
        };
        let Some(template) = self.program.composition.partials.get(&*name) else {
            return Err(format!("there is no partial `{}`", &*name));
        };
        let arguments = self.arguments(partial)?;
        let mark = self.scope.mark();
        let mut flow = Flow::Next;
        for bound in self.bound(partial, true)?.0 {
            for (name, value) in arguments.iter().cloned().chain(bound) {
                self.scope.bind(name, Local::Value(value));
            }
            flow = self.within(&template.path, &template.nodes)?;
            self.scope.release(mark);
        }
        Ok(flow)
    }

    /// `{% render %}`: nothing of the caller's variables is seen, and nothing set is kept.
    pub(super) fn isolated(&mut self, partial: &'p Partial) -> Rendered<()> {
        let Some(template) = self.program.composition.partials.get(&partial.name.text) else {
            return Err(format!("there is no partial `{}`", partial.name.text));
        };
        let arguments = self.arguments(partial)?;
        let (all, each) = self.bound(partial, false)?;
        let length = all.len();
        let outer = std::mem::replace(&mut self.scope, Scope::isolated());
        for (index, bound) in all.into_iter().enumerate() {
            self.scope = Scope::isolated();
            if each {
                self.turn()?;
                let name = &partial.name.text;
                let nests = false;
                let position = Local::ForLoop {
                    name,
                    index,
                    length,
                    nests,
                };
                self.scope.bind("forloop", position);
            }
            // the partial may set them anew
            for (name, value) in arguments.iter().cloned().chain(bound) {
                self.scope.assign(name, value);
            }
            self.within(&template.path, &template.nodes)?;
        }
        self.scope = outer;
        Ok(())
    }

    fn arguments(&mut self, partial: &'p Partial) -> Rendered<Vec<(&'p str, Value<'p>)>> {
        let arguments = partial.arguments.iter();
        arguments
            .map(|(name, value)| Ok((name.text.as_str(), self.value(value)?)))
            .collect()
    }

    /// What `with` or `for` binds, once for each time the partial is shown, and whether that is a
    /// loop.
    fn bound(
        &mut self,
        partial: &'p Partial,
        is_include: bool,
    ) -> Rendered<(Vec<Bound<'p>>, bool)> {
        let Some(binding) = &partial.binding else {
            return Ok((vec![None], false));
        };
        let variable = binding.variable.as_str();
        let each = binding.each && !is_include;
        let value = self.value(&binding.value)?;
        let is_loop = match &value {
            Value::List(_) => each || is_include,
            Value::Range(..) | Value::Object(_) => each,
            _ => false,
        };
        if is_loop {
            let items = super::loops::sliced(value, 0, None)?.into_iter();
            let items = items.map(|item| Some((variable, item)));
            return Ok((items.collect(), true));
        }
        let bound = match value {
            Value::Nil if !is_include => vec![None],
            value => vec![Some((variable, value))],
        };
        Ok((bound, false))
    }

    /// Renders `nodes` of another template. The place stays when it fails.
    fn within(&mut self, path: &'p str, nodes: &'p [Node]) -> Rendered<Flow> {
        let outer = std::mem::replace(&mut self.template, path);
        let flow = self.nodes(nodes)?;
        self.template = outer;
        Ok(flow)
    }

    pub(super) fn block(&mut self, name: &str) -> Rendered<Flow> {
        let Some(region) = self.program.composition.regions.get(name) else {
            return Ok(Flow::Next);
        };
        let chosen = match self.global(&region.slot.0) {
            Value::Integer(index) => usize::try_from(index).ok(),
            _ => None,
        };
        let Some(choice) = chosen.and_then(|index| region.variants.get(index)) else {
            return self.nodes(&region.default);
        };
        let mark = self.scope.mark();
        for (Name { text: name, .. }, argument) in &choice.parameters {
            let value = match argument {
                Argument::Literal(value) => value.lend(),
                Argument::Global(path) => self.global(&path.0),
                Argument::Template(nodes) => self.parameter(nodes)?,
            };
            self.scope.bind(name, Local::Value(value));
        }
        let flow = self.within(&choice.template.path, &choice.template.nodes)?;
        self.scope.release(mark);
        Ok(flow)
    }

    /// A parameter's text: not escaped here, but where it is printed.
    fn parameter(&mut self, nodes: &'p [Node]) -> Rendered<Value<'p>> {
        let outer = std::mem::replace(&mut self.escape, Escape::Text);
        // what is captured here is not escaped, and must not pass for it later
        let assigned = self.scope.assigned();
        let (text, _) = self.captured(nodes)?;
        self.scope.restore(assigned);
        self.escape = outer;
        Ok(String::from_utf8_lossy(&text).into_owned().into())
    }
}
