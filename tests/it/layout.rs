//! Dependencies run one way. This reads the `use` lines and paths of every source file and fails on a wrong one.

use std::path::{Path, PathBuf};

/// What each room may name among the others. `main` and `app` may name everything.
const MAY_USE: [(&str, &[&str]); 13] = [
    ("model", &["clock"]),
    ("store", &["clock", "model"]),
    // The web outside, for the rooms that look at pages others chose: one place that knows what is private.
    ("fetch", &["model"]),
    ("newsroom", &["clock", "model", "store", "fetch"]),
    ("directory", &["clock", "model", "store"]),
    ("compose", &["clock", "model", "store", "secrets"]),
    ("review", &["clock", "model", "store", "secrets", "compose", "fetch"]),
    ("outbox", &["clock", "model", "store", "secrets", "compose"]),
    ("feedback", &["clock", "model", "store", "secrets", "compose"]),
    ("inbox", &["clock", "model", "store", "secrets", "compose", "feedback"]),
    (
        "web",
        &[
            "clock",
            "fetch",
            "config",
            "model",
            "store",
            "secrets",
            "newsroom",
            "directory",
            "review",
            "compose",
            "outbox",
            "feedback",
            "inbox",
            "telemetry",
        ],
    ),
    (
        "demo",
        &[
            "clock",
            "config",
            "model",
            "store",
            "secrets",
            "newsroom",
            "directory",
            "review",
            "compose",
            "outbox",
            "feedback",
            "web",
            "app",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "clock",
            "fetch",
            "config",
            "model",
            "store",
            "secrets",
            "newsroom",
            "directory",
            "review",
            "compose",
            "outbox",
            "feedback",
            "inbox",
            "web",
            "app",
            "demo",
            "telemetry",
        ],
    ),
];

/// Crates that belong to one place.
const ONLY_IN: [(&str, &[&str]); 7] = [
    ("sqlx", &["store/"]),
    ("axum", &["web/"]),
    // Mail servers in the one, what a link or a sender's name stands for in the other.
    ("hickory_resolver", &["outbox/mx/dns", "fetch/dns"]),
    ("lettre", &["outbox/transport", "compose/message"]),
    ("handlebars", &["compose/templates", "web/"]),
    ("smtp_proto", &["inbox/sources/lmtp/"]),
    ("async_imap", &["inbox/sources/imap/"]),
];

#[test]
fn dependencies_run_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = path.split(['/', '.']).next().unwrap().to_owned();
        if let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) {
            for used in
                text.split("crate::").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
            {
                let is_room =
                    MAY_USE.iter().any(|(name, _)| *name == used) || ["app", "config", "secrets", "telemetry"].contains(&used);
                if is_room && used != room && !allowed.contains(&used) {
                    wrong.push(format!("src/{path} names {used}"));
                }
            }
        }
        for (krate, places) in ONLY_IN {
            let named = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(&format!("{krate}::")));
            if named && !places.iter().any(|place| path.starts_with(place)) {
                wrong.push(format!("src/{path} names the crate {krate}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_grows_past_one_room() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(path, text)| (text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count(), path))
        .filter(|(lines, _)| *lines > 400)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut todo: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}
