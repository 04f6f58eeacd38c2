//! What the formatter needs to know of a file beside its tokens: where things begin, and where a
//! long line may be broken.

use std::collections::{HashMap, HashSet};

use pest::Parser;

use super::grammar::{Grammar, Rule};
use super::{Node, each_part};
use crate::rules::split::{Part, split};

/// What the token at a place is to its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Role {
    /// A name for people.
    Title,
    /// `when` or `otherwise` behind a name, or at the start of an arm.
    Choice,
    /// `show`
    Show,
    /// The name of a `show`'s parameter.
    Parameter,
    /// The text that an arm chooses.
    Text,
    /// A field's type.
    Type,
    /// `pii`
    Mark,
    /// The `=` between a name and its value.
    Assign,
    /// The `full` of `full at 20`.
    FullAt,
    /// A sign, as opposed to a subtraction.
    Negative,
}

/// What a long line can be broken before, best places first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rules) enum Joint {
    /// `when` or `otherwise` of a `case`.
    Arm,
    /// `or`
    Or,
    /// `and`
    And,
    /// `followed by …`, `not followed by …`
    Followed,
    /// `where …`, `in last …`, `counting …` behind an event.
    Tail,
    /// `then`: no place to break at, but one to align.
    Then,
}

/// How deep in the expression a joint is, and which it is; the outermost come first.
pub(in crate::rules) type Level = (usize, Joint);

/// Facts about a text's tokens, each by the byte where the token begins.
#[derive(Debug, Default)]
pub(in crate::rules) struct Outline {
    /// Tokens that begin a line of what stands in braces.
    pub(in crate::rules) entries: HashSet<usize>,
    /// What tokens are to their line.
    pub(in crate::rules) roles: HashMap<usize, Role>,
    /// Joints of expressions.
    pub(in crate::rules) joints: HashMap<usize, Level>,
    /// Tokens that are written without white space up to the byte given.
    pub(in crate::rules) solid: HashMap<usize, usize>,
    /// Tokens that begin an item.
    pub(in crate::rules) items: HashSet<usize>,
}

/// The outline of a text without faults; none of one that has any.
pub(in crate::rules) fn outline(text: &str) -> Option<Outline> {
    let outlines = each_part(&split(text), |part| {
        let Part::Item(range) = part else {
            return None;
        };
        let mut outline = Outline::default();
        for node in Grammar::parse(Rule::item, text.get(range.clone())?).ok()? {
            outline.add(&node, Rule::item, range.start, 0);
        }
        outline.items.insert(range.start);
        Some(outline)
    });
    let mut all = Outline::default();
    for outline in outlines {
        let outline = outline?;
        all.entries.extend(outline.entries);
        all.roles.extend(outline.roles);
        all.joints.extend(outline.joints);
        all.solid.extend(outline.solid);
        all.items.extend(outline.items);
    }
    Some(all)
}

impl Outline {
    /// Takes in `node` of an item that begins at byte `origin`.
    fn add(&mut self, node: &Node, parent: Rule, origin: usize, depth: usize) {
        let rule = node.as_rule();
        let start = origin + node.as_span().start();
        if is_entry(rule, parent) {
            self.entries.insert(start);
        }
        if let Some(role) = role(rule, parent) {
            self.roles.entry(start).or_insert(role);
        }
        if let Some(joint) = joint(node, parent) {
            self.joints.insert(start, (depth, joint));
        }
        if is_solid(node) {
            let end = self.solid.entry(start).or_default();
            *end = (*end).max(origin + node.as_span().end());
        }
        let nests = matches!(
            rule,
            Rule::condition | Rule::filter_condition | Rule::comparison | Rule::filter_comparison
        );
        for inner in node.clone().into_inner() {
            self.add(&inner, rule, origin, depth + usize::from(nests));
        }
    }
}

fn is_entry(rule: Rule, parent: Rule) -> bool {
    match rule {
        Rule::field
        | Rule::score_term
        | Rule::member
        | Rule::clause
        | Rule::content_arm
        | Rule::block_arm
        | Rule::happening
        | Rule::given_arm
        | Rule::split
        | Rule::expect => true,
        Rule::assignment => parent != Rule::show,
        _ => false,
    }
}

fn role(rule: Rule, parent: Rule) -> Option<Role> {
    Some(match rule {
        Rule::title => Role::Title,
        Rule::k_when if parent != Rule::case_arm => Role::Choice,
        Rule::k_otherwise if parent != Rule::case => Role::Choice,
        Rule::k_show => Role::Show,
        Rule::assignment if parent == Rule::show => Role::Parameter,
        Rule::string if parent == Rule::content_arm => Role::Text,
        Rule::declared => Role::Type,
        Rule::mark => Role::Mark,
        Rule::assign => Role::Assign,
        Rule::k_full_at => Role::FullAt,
        Rule::negative => Role::Negative,
        _ => return None,
    })
}

fn joint(node: &Node, parent: Rule) -> Option<Joint> {
    let joint = match node.as_rule() {
        Rule::case_arm => Joint::Arm,
        Rule::k_otherwise if parent == Rule::case => Joint::Arm,
        Rule::or if parent == Rule::logical => Joint::Or,
        Rule::and if parent == Rule::logical => Joint::And,
        Rule::followed => Joint::Followed,
        Rule::filter | Rule::window | Rule::counting => Joint::Tail,
        Rule::k_then => Joint::Then,
        _ => return None,
    };
    Some(joint)
}

/// Whether the grammar allows no white space inside of the node, or no line break and it reads
/// better without: `2026-03-01`, `rfm.code`, `yes/no`.
fn is_solid(node: &Node) -> bool {
    match node.as_rule() {
        Rule::path | Rule::yes_no_type => true,
        Rule::string => false,
        _ => {
            let is_leaf = node.clone().into_inner().next().is_none();
            is_leaf
                && !node
                    .as_str()
                    .contains(|char: char| char.is_whitespace() || char == '#')
        }
    }
}
