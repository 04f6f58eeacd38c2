//! Smaller templates that still differ.

use super::tree::{Node, Template};

/// The smallest template found for which `differs` still holds.
pub(super) fn shrunk(template: Template, differs: &dyn Fn(&mut Template) -> bool) -> Template {
    let mut smallest = template;
    loop {
        let found = smaller(&smallest).find_map(|mut one| differs(&mut one).then_some(one));
        match found {
            Some(smaller) => smallest = smaller,
            None => return smallest,
        }
    }
}

/// Every template with one node less, or with a node's bodies in its place.
fn smaller(template: &Template) -> impl Iterator<Item = Template> {
    let bodies = 0..=template.partials.len();
    let count = |which: usize| {
        body(&mut template.clone(), which)
            .iter()
            .map(size)
            .sum::<usize>()
    };
    let places = bodies.flat_map(move |which| (0..count(which)).map(move |at| (which, at)));
    let ways = places.flat_map(|(which, at)| [(which, at, true), (which, at, false)]);
    ways.filter_map(|(which, mut at, is_removed)| {
        let mut smaller = template.clone();
        cut(body(&mut smaller, which), &mut at, is_removed).then_some(smaller)
    })
}

fn body(template: &mut Template, which: usize) -> &mut Vec<Node> {
    match which {
        0 => &mut template.page,
        which => &mut template.partials[which - 1].1,
    }
}

fn size(node: &Node) -> usize {
    1 + node
        .what
        .bodies()
        .into_iter()
        .flatten()
        .map(size)
        .sum::<usize>()
}

/// Cuts the node at a place counted from the start; says whether it was there to be cut.
fn cut(nodes: &mut Vec<Node>, at: &mut usize, is_removed: bool) -> bool {
    for index in 0..nodes.len() {
        if *at == 0 {
            let node = nodes.remove(index);
            if is_removed {
                return true;
            }
            let inner: Vec<Node> = node.what.bodies().into_iter().flatten().cloned().collect();
            let is_block = !inner.is_empty();
            nodes.splice(index..index, inner);
            return is_block;
        }
        *at -= 1;
        for body in nodes[index].what.bodies_mut() {
            if *at < body.iter().map(size).sum::<usize>() {
                return cut(body, at, is_removed);
            }
            *at -= body.iter().map(size).sum::<usize>();
        }
    }
    false
}
