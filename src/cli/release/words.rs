//! A release in words and as JSON.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};

use crate::clock::utc;
use crate::model::release::{Placement, Release, ReleaseKind};
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;
use crate::newsroom::text;

pub fn kind(kind: ReleaseKind) -> String {
    kind.as_str().replace('_', " ")
}

/// Titles in tables; whole ones are in `show` and in `--json`.
pub fn short(title: &str) -> String {
    text::shorten(title, 60)
}

/// `1 release`, `12 releases`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

pub fn table(header: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    for &column in numbers {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The names of places in one cell; those nobody has accepted yet with a question mark.
pub fn names<Id: Copy>(places: &[Placement<Id>], tree: &Tree, key: impl Fn(Id) -> i64) -> String {
    if places.is_empty() {
        return "not placed".to_owned();
    }
    let mark = |proposed| if proposed { "?" } else { "" };
    places.iter().map(|place| format!("{}{}", tree.name(key(place.id)), mark(place.proposed))).collect::<Vec<_>>().join(", ")
}

pub fn regions(release: &Release, vocabulary: &Vocabulary) -> String {
    names(&release.regions, &vocabulary.regions, |id| id.0)
}

pub fn issues(release: &Release, vocabulary: &Vocabulary) -> String {
    names(&release.issues, &vocabulary.issues, |id| id.0)
}

/// What stands between this release and its readers, if anything.
pub fn missing_places(release: &Release) -> Option<&'static str> {
    match (release.regions.is_empty(), release.issues.is_empty()) {
        (true, true) => Some("no region and no issue"),
        (true, false) => Some("no region"),
        (false, true) => Some("no issue"),
        (false, false) => None,
    }
}

pub fn json(release: &Release, vocabulary: &Vocabulary) -> Value {
    let regions: Vec<_> =
        release.regions.iter().map(|place| region(place.id.0, place.proposed, &place.reason, vocabulary)).collect();
    let issues = release.issues.iter().map(|place| {
        json!({"issue": place.id, "name": vocabulary.issues.name(place.id.0), "proposed": place.proposed, "reason": place.reason})
    });
    let image = release.image.as_ref();
    let image = image.map(|image| json!({"url": image.url, "alt": image.alt, "caption": image.caption, "credit": image.credit}));
    json!({
        "release": release.id,
        "version": release.version,
        "kind": release.kind.as_str(),
        "title": release.title,
        "date": release.dated.to_string(),
        "dateline": release.dateline,
        "language": release.language,
        "teaser": release.teaser,
        "body": release.body,
        "published": release.published.map(utc),
        "embargo": release.embargo.map(utc),
        "event": release.event.map(utc),
        "withdrawn": release.withdrawn.map(utc),
        "image": image,
        "contact": release.contact,
        "source_url": release.source_url,
        "source_id": release.source_id,
        "follows": release.follows,
        "regions": regions,
        "issues": issues.collect::<Vec<_>>(),
    })
}

fn region(id: i64, proposed: bool, reason: &str, vocabulary: &Vocabulary) -> Value {
    let code = vocabulary.regions.get(id).map(|node| node.code.as_str());
    json!({"region": id, "code": code, "name": vocabulary.regions.name(id), "proposed": proposed, "reason": reason})
}
