//! Declarations: tables, traits, scores, segments and groups.

use super::expression::expression;
use super::literal::{named, number, text, title};
use super::{Block, Node, Rule, all, campaign, claim, each, find, literal, persona};
use crate::rules::ast::{
    Expr, Field, Group, Item, Member, Score, ScoreTerm, Segment, Table, Trait, TypeName,
    TypeNameKind,
};

pub(super) fn item(block: &mut Block, node: &Node) -> Option<Item> {
    match node.as_rule() {
        Rule::customer => table(block, node).map(Item::Customer),
        Rule::event => table(block, node).map(Item::Event),
        Rule::catalog => table(block, node).map(Item::Catalog),
        Rule::trait_item => trait_item(block, node).map(Item::Trait),
        Rule::score => score(block, node).map(Item::Score),
        Rule::segment => segment(block, node).map(Item::Segment),
        Rule::group => group(block, node).map(Item::Group),
        Rule::campaign => campaign::campaign(block, node).map(Item::Campaign),
        Rule::persona => persona::persona(block, node).map(Item::Persona),
        Rule::claims => claim::claims(block, node).map(Item::Expect),
        _ => None,
    }
}

fn table(block: &mut Block, node: &Node) -> Option<Table> {
    let inner = node.clone().into_inner();
    let keyword = find(&inner, Rule::k_customer).map(|keyword| literal::name(block, &keyword));
    let fields = find(&inner, Rule::fields)?;
    let fields = all(each(fields.into_inner(), Rule::field).map(|node| field(block, &node)));
    Some(Table {
        name: keyword.or_else(|| named(block, node))?,
        fields: fields?,
    })
}

fn field(block: &mut Block, node: &Node) -> Option<Field> {
    let inner = node.clone().into_inner();
    let declared = find(&inner, Rule::declared)?.into_inner();
    let value = optional_value(block, node);
    let marks = each(declared.clone(), Rule::mark);
    Some(Field {
        name: named(block, node)?,
        ty: type_name(block, find(&declared, Rule::type_name)?)?,
        optional: find(&declared, Rule::optional).is_some(),
        marks: marks.map(|mark| literal::name(block, &mark)).collect(),
        value: value?,
    })
}

/// The value behind `=`: none inside when there is none, none outside when it is broken.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether it can be read"
)]
fn optional_value(block: &mut Block, node: &Node) -> Option<Option<Expr>> {
    let inner = node.clone().into_inner();
    match find(&inner, Rule::value) {
        Some(value) => expression(block, value).map(Some),
        None => Some(None),
    }
}

fn type_name(block: &mut Block, node: Node) -> Option<TypeName> {
    let span = block.span(&node);
    let form = each_form(node)?;
    let kind = match form.as_rule() {
        Rule::one_of => {
            let options = each(form.into_inner(), Rule::string);
            TypeNameKind::OneOf(all(options.map(|option| text(block, &option)))?)
        }
        Rule::list_of => {
            let item = find(&form.into_inner(), Rule::type_name)?;
            TypeNameKind::List(Box::new(type_name(block, item)?))
        }
        Rule::yes_no_type => TypeNameKind::Named("yes/no".to_owned()),
        _ => TypeNameKind::Named(form.as_str().to_owned()),
    };
    Some(TypeName { kind, span })
}

/// The node behind the mark that counts the nesting.
fn each_form(node: Node) -> Option<Node> {
    node.into_inner()
        .find(|inner| inner.as_rule() != Rule::deeper)
}

fn trait_item(block: &mut Block, node: &Node) -> Option<Trait> {
    Some(Trait {
        name: named(block, node)?,
        value: optional_value(block, node)??,
    })
}

fn score(block: &mut Block, node: &Node) -> Option<Score> {
    let terms = each(node.clone().into_inner(), Rule::score_term);
    let terms = all(terms.map(|node| score_term(block, node)));
    Some(Score {
        name: named(block, node)?,
        terms: terms?,
    })
}

fn score_term(block: &mut Block, node: Node) -> Option<ScoreTerm> {
    let value = optional_value(block, &node);
    let mut numbers = each(node.into_inner(), Rule::number);
    Some(ScoreTerm {
        weight: number(block, &numbers.next()?)?,
        value: value??,
        full_at: number(block, &numbers.next()?)?,
    })
}

fn segment(block: &mut Block, node: &Node) -> Option<Segment> {
    let title = title(block, node);
    let condition = condition(block, node);
    Some(Segment {
        name: named(block, node)?,
        title: title?,
        condition: condition??,
    })
}

fn group(block: &mut Block, node: &Node) -> Option<Group> {
    let title = title(block, node);
    let members = each(node.clone().into_inner(), Rule::member);
    let members = all(members.map(|node| member(block, &node)));
    Some(Group {
        name: named(block, node)?,
        title: title?,
        members: members?,
    })
}

fn member(block: &mut Block, node: &Node) -> Option<Member> {
    let title = title(block, node);
    let condition = condition(block, node);
    Some(Member {
        name: named(block, node)?,
        title: title?,
        condition: condition?,
    })
}

/// The condition behind `when`: none inside for `otherwise`, none outside when it is broken.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether it can be read"
)]
pub(super) fn condition(block: &mut Block, node: &Node) -> Option<Option<Expr>> {
    let inner = node.clone().into_inner();
    match find(&inner, Rule::condition) {
        Some(condition) => expression(block, condition).map(Some),
        None => Some(None),
    }
}
