//! Conditions as formulas over subjects: each kept once, its opposite beside it.

use std::hash::{BuildHasher, Hash};

use hashbrown::HashMap;

use super::subject::Subjects;
use super::values::Values;

pub(super) type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// A subject's number.
pub(super) type SubjectId = u32;

/// A formula's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

/// Holds for everybody.
pub(super) const ALWAYS: NodeId = NodeId(0);
/// Holds for nobody.
pub(super) const NEVER: NodeId = NodeId(1);

/// What a formula says. Parts are sorted, so that equal formulas are one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Always,
    Never,
    /// The subject has one of these values.
    In(SubjectId, Values),
    All(Box<[NodeId]>),
    Any(Box<[NodeId]>),
}

/// All formulas.
#[derive(Debug)]
pub(super) struct Formulas {
    nodes: Vec<Node>,
    opposites: Vec<NodeId>,
    /// How many formulas each is made of.
    sizes: Vec<u32>,
    known: Map<u64, Vec<NodeId>>,
    hasher: foldhash::fast::FixedState,
}

/// A part of a formula with no more parts than this is merged into its whole.
const SMALL: usize = 8;

impl Formulas {
    pub(super) fn new() -> Self {
        let mut formulas = Self {
            nodes: Vec::new(),
            opposites: Vec::new(),
            sizes: Vec::new(),
            known: Map::default(),
            hasher: foldhash::fast::FixedState::default(),
        };
        formulas.pair(Node::Always, Node::Never);
        formulas
    }

    pub(super) fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// How many formulas it is made of, counting one that occurs twice twice.
    pub(super) fn size(&self, id: NodeId) -> u32 {
        self.sizes[id.0 as usize]
    }

    pub(super) fn not(&self, id: NodeId) -> NodeId {
        self.opposites[id.0 as usize]
    }

    /// The subject has one of `values`.
    pub(super) fn member(
        &mut self,
        subject: SubjectId,
        values: &Values,
        subjects: &Subjects,
    ) -> NodeId {
        let domain = &subjects.get(subject).domain;
        let inside = domain.and(values);
        let outside = domain.minus(values);
        if inside.is_empty() {
            NEVER
        } else if outside.is_empty() {
            ALWAYS
        } else {
            self.pair(Node::In(subject, inside), Node::In(subject, outside))
        }
    }

    pub(super) fn all(&mut self, parts: &[NodeId], subjects: &Subjects) -> NodeId {
        let mut flat = Vec::new();
        for &part in parts {
            match self.get(part) {
                Node::All(inner) if inner.len() <= SMALL => flat.extend_from_slice(inner),
                _ => flat.push(part),
            }
        }
        let mut members: Vec<(SubjectId, Values)> = Vec::new();
        let mut others = Vec::new();
        for part in flat {
            match self.get(part) {
                Node::Always => {}
                Node::Never => return NEVER,
                Node::In(subject, values) => {
                    match members.iter_mut().find(|(known, _)| known == subject) {
                        Some((_, held)) => *held = held.and(values),
                        None => members.push((*subject, values.clone())),
                    }
                }
                _ => others.push(part),
            }
        }
        for (subject, values) in members {
            match self.member(subject, &values, subjects) {
                NEVER => return NEVER,
                ALWAYS => {}
                part => others.push(part),
            }
        }
        others.sort_unstable();
        others.dedup();
        if others
            .iter()
            .any(|&part| others.binary_search(&self.not(part)).is_ok())
        {
            return NEVER;
        }
        match others.as_slice() {
            [] => ALWAYS,
            [one] => *one,
            _ => {
                let mut opposites: Vec<NodeId> =
                    others.iter().map(|&part| self.not(part)).collect();
                opposites.sort_unstable();
                self.pair(Node::All(others.into()), Node::Any(opposites.into()))
            }
        }
    }

    pub(super) fn any(&mut self, parts: &[NodeId], subjects: &Subjects) -> NodeId {
        let opposites: Vec<NodeId> = parts.iter().map(|&part| self.not(part)).collect();
        let none = self.all(&opposites, subjects);
        self.not(none)
    }

    /// Keeps a formula and its opposite.
    fn pair(&mut self, node: Node, opposite: Node) -> NodeId {
        if let Some(known) = self.find(&node) {
            return known;
        }
        let id = NodeId(self.nodes.len() as u32);
        let other = NodeId(id.0 + 1);
        let size = match &node {
            Node::All(parts) | Node::Any(parts) => {
                let sizes = parts.iter().map(|&part| self.size(part));
                sizes.fold(1, u32::saturating_add)
            }
            _ => 1,
        };
        for (id, node) in [(id, node), (other, opposite)] {
            self.sizes.push(size);
            let hash = self.hasher.hash_one(&node);
            self.known.entry(hash).or_default().push(id);
            self.nodes.push(node);
        }
        self.opposites.extend([other, id]);
        id
    }

    fn find(&self, node: &Node) -> Option<NodeId> {
        let same = self.known.get(&self.hasher.hash_one(node))?;
        same.iter().copied().find(|&id| self.get(id) == node)
    }
}
