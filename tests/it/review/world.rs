//! A small world to send releases to: trees of regions and issues, contacts, and people who left.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dateline::model::tree::{Node, Tree};

use crate::support::TestDb;

pub const NOW: i64 = 1_790_000_000_000;

/// Region ids begin here, clear of the shipped ones.
pub const R: i64 = 2_000_000;
/// Issue ids begin here.
pub const I: i64 = 1_000;

/// Names by number; the parent of each is told by `parent`.
pub fn tree(first: i64, parents: &[i64]) -> Tree {
    Tree::new(parents.iter().enumerate().map(|(at, &parent)| Node {
        id: first + at as i64,
        parent: (at > 0).then_some(first + parent),
        code: String::new(),
        name: format!("Place {}", first + at as i64),
    }))
}

pub async fn store_trees(db: &TestDb, regions: &Tree, issues: &Tree) {
    let shipped = if db.is_sqlite() { "0" } else { "FALSE" };
    let mut text = String::new();
    for node in sorted(regions) {
        let parent = node.parent.map_or("NULL".to_owned(), |id| id.to_string());
        writeln!(
            text,
            "INSERT INTO regions (id, code, name, parent_id, shipped) VALUES ({0}, 'T{0}', '{1}', {parent}, {shipped});",
            node.id, node.name
        )
        .unwrap();
    }
    for node in sorted(issues) {
        let parent = node.parent.map_or("NULL".to_owned(), |id| id.to_string());
        writeln!(
            text,
            "INSERT INTO issues (id, name, name_key, parent_id, created_ms) VALUES ({0}, '{1}', 't{0}', {parent}, 0);",
            node.id, node.name
        )
        .unwrap();
    }
    db.sql(&text).await;
}

fn sorted(tree: &Tree) -> Vec<Node> {
    let by_id: BTreeMap<i64, Node> = tree.nodes().map(|node| (node.id, node.clone())).collect();
    by_id.into_values().collect()
}

#[derive(Clone, Debug, Default)]
pub struct Person {
    pub id: i64,
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
    pub language: &'static str,
    pub outlet: &'static str,
    pub person: Option<u64>,
}

impl Person {
    pub fn key(&self) -> String {
        format!("p{}@paper.example", self.id)
    }
}

pub async fn store_people(db: &TestDb, people: &[Person]) {
    let mut text = String::new();
    for one in people {
        let person = one.person.map_or("NULL".to_owned(), |number| db.uuid(number));
        writeln!(
            text,
            "INSERT INTO contacts (id, uid, address, address_key, name, outlet, language, person, created_ms, updated_ms) \
             VALUES ({}, {}, '{}', '{}', 'Person {}', '{}', '{}', {person}, 0, 0);",
            one.id,
            db.uuid(one.id as u64),
            one.key(),
            one.key(),
            one.id,
            one.outlet,
            one.language
        )
        .unwrap();
        for region in &one.regions {
            writeln!(text, "INSERT INTO contact_regions (region_id, contact_id) VALUES ({region}, {});", one.id).unwrap();
        }
        for issue in &one.issues {
            writeln!(text, "INSERT INTO contact_issues (issue_id, contact_id) VALUES ({issue}, {});", one.id).unwrap();
        }
    }
    if !db.is_sqlite() {
        // As the store itself does after giving ids.
        text.push_str("SELECT setval(pg_get_serial_sequence('contacts', 'id'), (SELECT MAX(id) FROM contacts));");
    }
    db.sql(&text).await;
}

#[derive(Clone, Debug)]
pub struct Out {
    pub key: String,
    pub scope: &'static str,
    pub scope_id: i64,
    pub reason: &'static str,
    pub until: Option<i64>,
    pub created: i64,
    pub lifted: Option<i64>,
}

pub async fn store_outs(db: &TestDb, outs: &[Out]) {
    let null = |value: Option<i64>| value.map_or("NULL".to_owned(), |at| at.to_string());
    let mut text = String::new();
    for out in outs {
        writeln!(
            text,
            "INSERT INTO suppressions (address_key, scope, scope_id, reason, source, until_ms, created_ms, lifted_ms) \
             VALUES ('{}', '{}', {}, '{}', 'test', {}, {}, {}) ON CONFLICT DO NOTHING;",
            out.key,
            out.scope,
            out.scope_id,
            out.reason,
            null(out.until),
            out.created,
            null(out.lifted)
        )
        .unwrap();
    }
    if !text.is_empty() {
        db.sql(&text).await;
    }
}

/// Numbers that look thrown, the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as i64
    }

    pub fn one_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }

    /// Up to `most` distinct numbers from `first` on, out of `range`.
    pub fn some(&mut self, first: i64, range: i64, most: i64) -> Vec<i64> {
        let mut found: Vec<i64> = (0..self.below(most + 1)).map(|_| first + self.below(range)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
