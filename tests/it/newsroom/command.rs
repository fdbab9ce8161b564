//! `dateline release` as a person types it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("release")
            .args(arguments)
            .current_dir(self.0.path())
            .env("DATELINE_DATABASE__URL", "sqlite:office.db")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_bad_item_is_named_by_position_and_the_rest_is_imported() {
    let office = Office::new();
    office.write("feed.json", include_str!("fixtures/feed.json"));

    let output = office.run(&["import", "feed.json"]);

    assert_eq!(code(&output), 6);
    assert!(said(&output).contains("item 2 has no title (title.missing)"), "{output:?}");
    assert!(said(&output).ends_with("2 new, 1 failed\n"), "{output:?}");
    let listed = office.run(&["list", "--json"]);
    assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), 2);
}

#[test]
fn an_unreadable_feed_is_one_clear_line_and_stores_nothing() {
    let office = Office::new();
    office.write("broken.xml", "<rss version='2.0'><channel><item><title>T</title>");
    office.write("page.html", "<!doctype html><title>x</title>");

    for (file, words) in [
        ("broken.xml", "the feed cannot be read"),
        ("page.html", "a web page, not a feed"),
        ("nothing.xml", "there is no such file"),
    ] {
        let output = office.run(&["import", file]);
        assert_eq!(code(&output), 1, "{output:?}");
        assert!(said(&output).starts_with(&format!("dateline: {file}: ")) && said(&output).contains(words), "{output:?}");
        assert_eq!((said(&output).lines().count(), output.stdout.len()), (1, 0));
    }
    assert!(!Path::new(&office.0.path().join("office.db")).exists());
}

#[test]
fn an_import_as_json_counts_states_and_kinds() {
    let office = Office::new();
    office.write("feed.xml", include_str!("fixtures/newsroom.xml"));

    let rehearsed = office.json(&["import", "feed.xml", "--dry-run"]);
    assert_eq!(rehearsed["states"]["draft"], 3);
    let imported = office.json(&["import", "feed.xml"]);
    assert_eq!((imported["items"].as_i64(), imported["states"]["new"].as_i64()), (Some(3), Some(3)));
    assert_eq!(imported["kinds"], serde_json::json!({"media_advisory": 1, "release": 1, "report": 1}));
    assert_eq!(imported["releases"][0]["image"]["credit"], "Photo by Ana Nobody/Harbour Pictures");
    assert_eq!(imported["releases"][0]["regions"][0]["code"], "PE");
    assert_eq!(office.json(&["import", "feed.xml"])["states"]["known"], 3);
}

#[test]
fn a_release_is_written_shown_and_placed() {
    let office = Office::new();
    office.write(
        "one.md",
        "---\ntitle: Ferries run again\nregions: [Peru]\nsource: desk-1\n---\nThe ferries run again from Monday.\n",
    );

    let stored = office.json(&["new", "one.md"]);
    assert_eq!((stored["release"].as_i64(), stored["regions"][0]["proposed"].as_bool()), (Some(1), Some(false)));
    assert_eq!(code(&office.run(&["new", "one.md"])), 0);
    let shown = String::from_utf8(office.run(&["show", "1"]).stdout).unwrap();
    assert!(shown.contains("Regions    Peru (PE)\nIssues     not placed\n\nThe ferries run again from Monday.\n"), "{shown}");

    let unknown = office.run(&["place", "1", "--region", "Germny"]);
    assert_eq!(code(&unknown), 2);
    assert!(said(&unknown).contains("there is no region “Germny”; did you mean “Germany”"), "{unknown:?}");
    let placed = office.json(&["place", "1", "--region", "Philippines", "--issue", "all issues"]);
    assert_eq!((placed["regions"][0]["code"].as_str(), placed["issues"][0]["name"].as_str()), (Some("PH"), Some("All issues")));
    assert_eq!(office.json(&["show", "1"])["regions"][0]["code"], "PH");
    assert_eq!(code(&office.run(&["place", "1"])), 2);
    assert_eq!(code(&office.run(&["show", "2"])), 1);
}

#[test]
fn proposals_become_choices_when_accepted() {
    let office = Office::new();
    office.write("feed.xml", include_str!("fixtures/newsroom.xml"));
    office.run(&["import", "feed.xml"]);

    let accepted = office.json(&["place", "1", "--accept"]);

    assert_eq!(accepted["regions"][0]["proposed"], false);
    assert_eq!(accepted["regions"][0]["reason"], "“Peru” in the title");
    assert_eq!(office.json(&["show", "1"])["regions"][0]["proposed"], false);
}

#[test]
fn every_mistake_in_a_file_is_named_and_nothing_stored() {
    let office = Office::new();
    office.write("bad.md", "---\ntitel: x\nregions: [Germny]\nembargo: 2026-03-01T10:00\n---\n# T\n\ntext\n");

    let output = office.run(&["new", "bad.md"]);

    assert_eq!(code(&output), 1);
    let lines = said(&output);
    assert!(lines.contains("bad.md: line 2: unknown key `titel`; did you mean “title”?"), "{lines}");
    assert!(lines.contains("bad.md: line 3: there is no region “Germny”"), "{lines}");
    assert!(lines.contains("bad.md: line 4: `embargo` needs a time with its zone"), "{lines}");
    assert!(office.run(&["list", "--json"]).stdout.is_empty());
}
