//! Regions and issues are trees. What matches what, and why, follows from the tree alone.

use std::collections::{BTreeSet, HashMap};

/// A node as stored. Ids are dense; the root (World, All issues) has no parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: i64,
    pub parent: Option<i64>,
    /// Region code (`US-NV`, `019`); empty for issues.
    pub code: String,
    pub name: String,
}

/// A tree of regions or of issues, in memory (about 5,000 nodes at most). A region may belong to further ones
/// beside its parent: Egypt lies in Northern Africa and also in the Middle East.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: HashMap<i64, Node>,
    children: HashMap<i64, Vec<i64>>,
    /// Beyond the parent: what else contains this node.
    also_in: HashMap<i64, Vec<i64>>,
    members: HashMap<i64, Vec<i64>>,
}

/// How a contact's place relates to a release's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Same,
    /// The contact's contains the release's (covers Europe, release is about Germany).
    Contains,
    /// The contact's lies inside the release's, or shares a part with it (covers the Middle East, release is about Africa).
    Inside,
}

impl Tree {
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Self {
        let mut tree = Self::default();
        for node in nodes {
            tree.insert(node);
        }
        tree
    }

    pub fn insert(&mut self, node: Node) {
        if let Some(parent) = node.parent {
            let siblings = self.children.entry(parent).or_default();
            if let Err(at) = siblings.binary_search(&node.id) {
                siblings.insert(at, node.id);
            }
        }
        self.nodes.insert(node.id, node);
    }

    /// Says that each member lies in a further region beside its parent: pairs of (member, region).
    #[must_use]
    pub fn with_members(mut self, pairs: impl IntoIterator<Item = (i64, i64)>) -> Self {
        for (member, of) in pairs {
            self.also_in.entry(member).or_default().push(of);
            self.members.entry(of).or_default().push(member);
        }
        self
    }

    pub fn get(&self, id: i64) -> Option<&Node> {
        self.nodes.get(&id)
    }

    pub fn name(&self, id: i64) -> &str {
        self.nodes.get(&id).map_or("?", |node| node.name.as_str())
    }

    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.values()
    }

    pub fn children(&self, id: i64) -> &[i64] {
        self.children.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Everything that contains the node, nearest first. A stored cycle ends the walk.
    pub fn ancestors(&self, id: i64) -> Vec<i64> {
        let mut found = Vec::new();
        let mut next = 0;
        let mut at = id;
        loop {
            let parent = self.nodes.get(&at).and_then(|node| node.parent);
            for up in parent.into_iter().chain(self.also_in.get(&at).into_iter().flatten().copied()) {
                if up != id && !found.contains(&up) {
                    found.push(up);
                }
            }
            let Some(&following) = found.get(next) else { return found };
            at = following;
            next += 1;
        }
    }

    /// Everything inside the node. Sorted.
    pub fn descendants(&self, id: i64) -> Vec<i64> {
        self.walk_down(id, |at| self.members.get(&at).map_or(&[], Vec::as_slice))
    }

    fn walk_down<'t>(&'t self, id: i64, further: impl Fn(i64) -> &'t [i64]) -> Vec<i64> {
        let mut found = BTreeSet::new();
        let mut todo = vec![id];
        while let Some(at) = todo.pop() {
            for &child in self.children(at).iter().chain(further(at)) {
                if child != id && found.insert(child) {
                    todo.push(child);
                }
            }
        }
        found.into_iter().collect()
    }

    /// A named set that crosses the tree, such as the Middle East: not a country with a territory elsewhere.
    fn is_set(&self, id: i64) -> bool {
        self.members.contains_key(&id) && self.get(id).is_some_and(|node| node.code.len() > 2)
    }

    /// What a set is made of; anything else is itself.
    fn parts(&self, id: i64) -> BTreeSet<i64> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([id]);
        let mut todo = vec![id];
        while let Some(at) = todo.pop() {
            if self.is_set(at) {
                todo.extend(self.members[&at].iter().copied().filter(|&member| seen.insert(member)));
            } else {
                found.insert(at);
            }
        }
        found
    }

    /// Regions that share a part with this one without containing it or lying inside it.
    fn overlapping(&self, id: i64) -> BTreeSet<i64> {
        let mut found = BTreeSet::new();
        let parts = self.parts(id);
        let mut inside = parts.clone();
        for &part in &parts {
            inside.extend(self.walk_down(part, |_| &[]));
            if part != id {
                found.extend(self.ancestors(part));
            }
        }
        found.extend(
            self.members.keys().filter(|&&set| self.is_set(set) && self.parts(set).iter().any(|part| inside.contains(part))),
        );
        found
    }

    /// Every id a contact may carry to match one of `about`: the same, one that contains it and, with `down`, one
    /// inside it or sharing a part with it. Sorted.
    pub fn matching(&self, about: &[i64], down: bool) -> Vec<i64> {
        let mut found = BTreeSet::new();
        for &id in about {
            found.insert(id);
            found.extend(self.ancestors(id));
            if down {
                found.extend(self.descendants(id));
                found.extend(self.overlapping(id));
            }
        }
        found.into_iter().collect()
    }

    pub fn relation(&self, contact: i64, release: i64) -> Option<Relation> {
        if contact == release {
            Some(Relation::Same)
        } else if self.ancestors(release).contains(&contact) {
            Some(Relation::Contains)
        } else if self.ancestors(contact).contains(&release) || self.overlapping(release).contains(&contact) {
            Some(Relation::Inside)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let node = |id, parent, name: &str| Node { id, parent, code: String::new(), name: name.to_owned() };
        Tree::new([
            node(1, None, "World"),
            node(2, Some(1), "Europe"),
            node(3, Some(2), "Germany"),
            node(4, Some(3), "Bavaria"),
            node(5, Some(1), "Asia"),
        ])
    }

    #[test]
    fn a_place_matches_what_is_contains_or_lies_inside_it() {
        assert_eq!(tree().matching(&[3], true), [1, 2, 3, 4]);
        assert_eq!(tree().matching(&[3], false), [1, 2, 3]);
        assert_eq!(tree().matching(&[1], true), [1, 2, 3, 4, 5]);
        assert_eq!(tree().relation(2, 3), Some(Relation::Contains));
        assert_eq!(tree().relation(4, 3), Some(Relation::Inside));
        assert_eq!(tree().relation(5, 3), None);
    }

    #[test]
    fn a_stored_cycle_does_not_hang() {
        let node = |id, parent| Node { id, parent: Some(parent), code: String::new(), name: String::new() };
        let tree = Tree::new([node(1, 2), node(2, 1)]);
        assert_eq!(tree.ancestors(1), [2]);
        assert_eq!(tree.descendants(1), [2]);
    }

    #[test]
    fn a_set_that_crosses_the_tree_matches_by_what_it_is_made_of() {
        let node = |id, parent, code: &str| Node { id, parent: Some(parent), code: code.to_owned(), name: String::new() };
        let (africa, egypt, asia, qatar, mideast, kenya) = (2, 3, 4, 5, 6, 7);
        let world = Node { id: 1, parent: None, code: "001".to_owned(), name: String::new() };
        let tree = Tree::new([
            world,
            node(africa, 1, "002"),
            node(egypt, africa, "EG"),
            node(asia, 1, "142"),
            node(qatar, asia, "QA"),
            node(mideast, 1, "MIDEAST"),
            node(kenya, africa, "KE"),
        ])
        .with_members([(egypt, mideast), (qatar, mideast)]);

        assert_eq!(tree.matching(&[egypt], false), [1, africa, egypt, mideast]);
        assert_eq!(tree.matching(&[kenya], true), [1, africa, kenya]);
        assert_eq!(tree.matching(&[mideast], false), [1, mideast]);
        assert_eq!(tree.matching(&[mideast], true), [1, africa, egypt, asia, qatar, mideast]);
        assert_eq!(tree.relation(mideast, egypt), Some(Relation::Contains));
        assert_eq!(tree.relation(qatar, mideast), Some(Relation::Inside));
        assert_eq!(tree.relation(mideast, africa), Some(Relation::Inside));
        assert_eq!(tree.relation(mideast, kenya), None);
    }
}
