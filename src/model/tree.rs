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

/// A tree of regions or of issues, in memory (about 5,000 nodes at most).
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: HashMap<i64, Node>,
    children: HashMap<i64, Vec<i64>>,
}

/// How a contact's place relates to a release's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Same,
    /// The contact's contains the release's (covers Europe, release is about Germany).
    Contains,
    /// The contact's lies inside the release's.
    Inside,
}

impl Tree {
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Self {
        let mut tree = Self::default();
        for node in nodes {
            if let Some(parent) = node.parent {
                tree.children.entry(parent).or_default().push(node.id);
            }
            tree.nodes.insert(node.id, node);
        }
        for list in tree.children.values_mut() {
            list.sort_unstable();
        }
        tree
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

    /// From the node's parent up to the root. A stored cycle ends the walk.
    pub fn ancestors(&self, id: i64) -> Vec<i64> {
        let mut found = Vec::new();
        let mut at = id;
        while let Some(parent) = self.nodes.get(&at).and_then(|node| node.parent) {
            if found.contains(&parent) || parent == id {
                break;
            }
            found.push(parent);
            at = parent;
        }
        found
    }

    /// Everything below the node.
    pub fn descendants(&self, id: i64) -> Vec<i64> {
        let mut found = BTreeSet::new();
        let mut todo = vec![id];
        while let Some(at) = todo.pop() {
            for &child in self.children(at) {
                if child != id && found.insert(child) {
                    todo.push(child);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Every id a contact may carry to match one of `about`: the same, one that contains it and, with `down`, one
    /// inside it. Sorted.
    pub fn matching(&self, about: &[i64], down: bool) -> Vec<i64> {
        let mut found = BTreeSet::new();
        for &id in about {
            found.insert(id);
            found.extend(self.ancestors(id));
            if down {
                found.extend(self.descendants(id));
            }
        }
        found.into_iter().collect()
    }

    pub fn relation(&self, contact: i64, release: i64) -> Option<Relation> {
        if contact == release {
            Some(Relation::Same)
        } else if self.ancestors(release).contains(&contact) {
            Some(Relation::Contains)
        } else if self.ancestors(contact).contains(&release) {
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
        Tree::new([node(1, None, "World"), node(2, Some(1), "Europe"), node(3, Some(2), "Germany"), node(4, Some(3), "Bavaria"), node(5, Some(1), "Asia")])
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
}
