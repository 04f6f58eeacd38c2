//! The element tree of a page, as a browser builds it, and what of it a value must not change.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write;
use std::rc::{Rc, Weak};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, QualName, parse_document};

/// The elements of a page inside one another, with the names of their attributes. Of addresses also
/// whether they run something, of styles how many declarations they have, of scripts everything.
pub(super) fn elements(html: &str) -> String {
    let document = parse_document(Sink::default(), html5ever::ParseOpts::default()).one(html);
    let mut shown = String::new();
    show(&document, 0, &mut shown);
    shown
}

fn show(node: &Node, depth: usize, shown: &mut String) {
    if let Some(name) = &node.name {
        let _ = write!(shown, "{:depth$}{}", "", &*name.local);
        for attribute in node.attributes.borrow().iter() {
            let name = &*attribute.name.local;
            let _ = write!(
                shown,
                " {}",
                super::described_attribute(name, &attribute.value)
            );
        }
        match &*name.local {
            "style" => {
                let _ = write!(shown, " {}", super::signs(&node.text()));
            }
            "script" => {
                let _ = write!(shown, " {}", node.text());
            }
            _ => {}
        }
        shown.push('\n');
    }
    for child in node.children.borrow().iter() {
        show(child, depth + 1, shown);
    }
}

#[derive(Default)]
struct Node {
    /// None of what is no element.
    name: Option<QualName>,
    attributes: RefCell<Vec<Attribute>>,
    children: RefCell<Vec<Rc<Node>>>,
    content: RefCell<String>,
    parent: RefCell<Weak<Node>>,
}

impl Node {
    fn text(&self) -> String {
        let children = self.children.borrow();
        children
            .iter()
            .map(|child| child.content.borrow().clone())
            .collect()
    }

    fn with_text(text: &str) -> Rc<Self> {
        Rc::new(Self {
            content: RefCell::new(text.to_owned()),
            ..Self::default()
        })
    }
}

fn attach(parent: &Rc<Node>, child: Rc<Node>, at: Option<usize>) {
    *child.parent.borrow_mut() = Rc::downgrade(parent);
    let mut children = parent.children.borrow_mut();
    let at = at.unwrap_or(children.len());
    children.insert(at, child);
}

fn detach(node: &Rc<Node>) {
    let parent = node.parent.take().upgrade();
    if let Some(parent) = parent {
        parent
            .children
            .borrow_mut()
            .retain(|child| !Rc::ptr_eq(child, node));
    }
}

fn made(child: NodeOrText<Rc<Node>>) -> Rc<Node> {
    match child {
        NodeOrText::AppendNode(node) => {
            detach(&node);
            node
        }
        NodeOrText::AppendText(text) => Node::with_text(&text),
    }
}

#[derive(Default)]
struct Sink {
    document: Rc<Node>,
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = Rc<Node>;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Rc<Node> {
        self.document
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        target.name.as_ref().unwrap().expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Rc<Node> {
        Rc::new(Node {
            name: Some(name),
            attributes: RefCell::new(attrs),
            ..Node::default()
        })
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        Rc::default()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        Rc::default()
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        attach(parent, made(child), None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Node>,
        previous: &Rc<Node>,
        child: NodeOrText<Rc<Node>>,
    ) {
        let has_parent = element.parent.borrow().upgrade().is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        Rc::clone(target)
    }

    fn same_node(&self, x: &Rc<Node>, y: &Rc<Node>) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let child = made(child);
        let parent = sibling.parent.borrow().upgrade().unwrap();
        let at = {
            let children = parent.children.borrow();
            children.iter().position(|one| Rc::ptr_eq(one, sibling))
        };
        attach(&parent, child, at);
    }

    fn add_attrs_if_missing(&self, target: &Rc<Node>, attrs: Vec<Attribute>) {
        let mut known = target.attributes.borrow_mut();
        for attribute in attrs {
            if known.iter().all(|one| one.name != attribute.name) {
                known.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Rc<Node>) {
        detach(target);
    }

    fn reparent_children(&self, node: &Rc<Node>, new_parent: &Rc<Node>) {
        let children = std::mem::take(&mut *node.children.borrow_mut());
        for child in children {
            attach(new_parent, child, None);
        }
    }
}
