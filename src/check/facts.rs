//! Traits, scores, segments and groups.

use std::collections::HashMap;

use super::behaviour::Rfm;
use super::expression::Scope;
use super::names::{each_root, order};
use super::{CheckProblem, Checker};
use crate::model::{Expr, ExprKind, Fact, FactKind, Literal, Points};
use crate::rules::ast::{self, Item, Name, Text};
use crate::schema::Type;
use crate::source::Span;

/// A declaration of a fact.
#[derive(Clone, Copy)]
enum Declaration<'a> {
    Trait(&'a ast::Trait),
    Score(&'a ast::Score),
    Segment(&'a ast::Segment),
    Group(&'a ast::Group),
}

impl<'a> Declaration<'a> {
    fn of(item: &'a Item) -> Option<Self> {
        Some(match item {
            Item::Trait(one) => Self::Trait(one),
            Item::Score(one) => Self::Score(one),
            Item::Segment(one) => Self::Segment(one),
            Item::Group(one) => Self::Group(one),
            _ => return None,
        })
    }

    fn name(self) -> &'a Name {
        match self {
            Self::Trait(one) => &one.name,
            Self::Score(one) => &one.name,
            Self::Segment(one) => &one.name,
            Self::Group(one) => &one.name,
        }
    }

    fn exprs(self) -> Vec<&'a ast::Expr> {
        match self {
            Self::Trait(one) => vec![&one.value],
            Self::Score(one) => one.terms.iter().map(|term| &term.value).collect(),
            Self::Segment(one) => vec![&one.condition],
            Self::Group(one) => {
                let conditions = one.members.iter().map(|member| &member.condition);
                conditions.flatten().collect()
            }
        }
    }
}

impl Checker<'_> {
    /// Checks the facts, each after those it uses.
    pub(super) fn facts(&mut self, items: &[Item]) {
        let mut declarations = Vec::new();
        let mut by_name = HashMap::new();
        self.declare_broken_facts(items);
        for declaration in items.iter().filter_map(Declaration::of) {
            let name = declaration.name();
            if let Some(&first) = self.names.declared.get(&name.text) {
                self.report_duplicate(&name.text, name.span, first);
                continue;
            }
            self.names.declared.insert(name.text.clone(), name.span);
            self.names.facts.insert(name.text.clone(), None);
            if matches!(declaration, Declaration::Segment(_) | Declaration::Group(_)) {
                self.names.segments.push(name.text.clone());
            }
            by_name.insert(name.text.as_str(), declarations.len());
            declarations.push(declaration);
        }
        self.names.segments.sort();
        let uses: Vec<Vec<usize>> = declarations
            .iter()
            .map(|declaration| {
                let mut used = Vec::new();
                for expr in declaration.exprs() {
                    each_root(expr, &mut |name| {
                        used.extend(by_name.get(name.text.as_str()));
                    });
                }
                used.sort_unstable();
                used.dedup();
                used
            })
            .collect();
        let (order, rings) = order(&uses);
        for ring in rings {
            let names = ring
                .iter()
                .map(|&one| declarations[one].name().text.clone());
            let problem = CheckProblem::Cycle {
                names: names.collect(),
            };
            self.report(&problem, declarations[ring[0]].name().span);
        }
        for one in order {
            self.declaration(declarations[one]);
        }
    }

    fn declare_broken_facts(&mut self, items: &[Item]) {
        for item in items {
            let Item::Broken(ast::Broken { keyword, name }) = item else {
                continue;
            };
            match keyword.as_str() {
                "segment" | "group" => self.names.segments.push(name.text.clone()),
                "trait" | "score" => {}
                _ => continue,
            }
            let declared = self.names.declared.entry(name.text.clone());
            declared.or_insert(name.span);
            self.names.facts.insert(name.text.clone(), None);
        }
    }

    fn declaration(&mut self, declaration: Declaration) {
        match declaration {
            Declaration::Trait(one) => self.trait_(one),
            Declaration::Score(one) => {
                let value = self.score(one);
                self.add_fact(&one.name, None, FactKind::Score, value);
            }
            Declaration::Segment(one) => {
                let value = self.condition(&one.condition, Scope::Customer);
                let value = value.map(Expr::two_valued);
                self.add_fact(&one.name, one.title.as_ref(), FactKind::Segment, value);
            }
            Declaration::Group(one) => self.group(one),
        }
    }

    pub(super) fn add_fact(
        &mut self,
        name: &Name,
        title: Option<&Text>,
        kind: FactKind,
        value: Option<Expr>,
    ) {
        let Some(value) = value else { return };
        let index = self.model.facts.len();
        self.names.facts.insert(name.text.clone(), Some(index));
        self.model.facts.push(Fact {
            name: name.text.clone(),
            title: title.map(|title| title.value.clone()),
            span: name.span,
            kind,
            value,
        });
    }

    fn trait_(&mut self, ast: &ast::Trait) {
        let ast::ExprKind::Rfm {
            path,
            filter,
            window,
            counting,
        } = &ast.value.kind
        else {
            let value = self.expr(&ast.value, Scope::Customer);
            return self.add_fact(&ast.name, None, FactKind::Trait, value);
        };
        let filter = filter.as_deref();
        let rfm = self.rfm(
            path,
            filter,
            window.as_ref(),
            counting.as_deref(),
            ast.value.span,
        );
        let Some(Rfm {
            recency,
            frequency,
            monetary,
            code,
        }) = rfm
        else {
            return;
        };
        // Only the parts are values; the whole is known by its parts.
        self.names.facts.remove(&ast.name.text);
        let parts = [
            ("recency", recency),
            ("frequency", frequency),
            ("monetary", monetary),
            ("code", code),
        ];
        for (part, value) in parts {
            let name = Name {
                text: format!("{}.{part}", ast.name.text),
                span: ast.name.span,
            };
            self.add_fact(&name, None, FactKind::Trait, Some(value));
        }
    }

    fn score(&mut self, ast: &ast::Score) -> Option<Expr> {
        let terms: Vec<_> = ast.terms.iter().map(|term| self.points(term)).collect();
        let sum: f64 = ast
            .terms
            .iter()
            .map(|term| term.weight.value.to_f64())
            .sum();
        // Weights are decimals: what binary floats add to the last digits is not to be shown.
        let sum = (sum * 1e9).round() / 1e9 + 0.0;
        if (sum - 100.0).abs() > f64::EPSILON {
            self.report(&CheckProblem::ScoreSum { sum }, ast.name.span);
        }
        let terms: Vec<Points> = terms.into_iter().collect::<Option<_>>()?;
        let span = ast.name.span;
        Some(Expr::new(
            ExprKind::Points(terms),
            Type::Number,
            false,
            span,
        ))
    }

    fn points(&mut self, ast: &ast::ScoreTerm) -> Option<Points> {
        let value = self.expr(&ast.value, Scope::Customer)?;
        let digits = self.project.currency.digits;
        let full_at = match value.ty {
            Type::Number => Some(ast.full_at.value.to_f64()),
            Type::Money => ast
                .full_at
                .value
                .to_minor_units(digits)
                .map(|minor| minor as f64),
            _ => {
                return self.mismatch("a number or money", value.ty, ast.value.span);
            }
        };
        match full_at.filter(|&full_at| full_at > 0.0) {
            Some(full_at) => Some(Points {
                weight: ast.weight.value.to_f64(),
                value,
                full_at,
            }),
            None => self.fail(&CheckProblem::FullAt, ast.full_at.span),
        }
    }

    /// A group is the name of its first member that holds.
    fn group(&mut self, ast: &ast::Group) {
        let names = ast.members.iter().map(|member| member.name.text.clone());
        let ty = Type::OneOf(names.collect());
        let mut arms = Some(Vec::new());
        let mut otherwise = None;
        let mut first_spans: HashMap<&str, Span> = HashMap::new();
        let mark = self.mark();
        for member in &ast.members {
            let name = &member.name;
            if let Some(&first) = first_spans.get(name.text.as_str()) {
                self.report_duplicate(&name.text, name.span, first);
            }
            first_spans.entry(&name.text).or_insert(name.span);
            if otherwise.is_some() {
                self.report(
                    &CheckProblem::UnreachableMember { what: "member" },
                    name.span,
                );
            }
            let literal = Literal::Text(name.text.as_str().into());
            let value = Expr::literal(literal, ty.clone(), name.span);
            match &member.condition {
                None => otherwise = Some(Box::new(value)),
                Some(condition) => {
                    let condition = self.condition(condition, Scope::Customer);
                    self.learn(condition.as_ref(), false, Scope::Customer);
                    arms = arms.zip(condition).map(|(mut arms, condition)| {
                        arms.push((condition, value));
                        arms
                    });
                }
            }
        }
        self.forget(mark);
        let members = ast.members.iter().map(|member| {
            let title = member.title.as_ref().map(|title| title.value.clone());
            (member.name.text.clone(), title)
        });
        let kind = FactKind::Group(members.collect());
        let optional = otherwise.is_none();
        let value = arms
            .map(|arms| Expr::new(ExprKind::Case(arms, otherwise), ty, optional, ast.name.span));
        self.add_fact(&ast.name, ast.title.as_ref(), kind, value);
    }
}
