//! `dateline newsroom` as a person types it.

use std::process::{Command, Output, Stdio};

use dateline::store::Store;
use dateline::store::newsrooms::{self, New};
use serde_json::Value;

use super::server::{Newsroom, feed};

struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    async fn store(&self) -> Store {
        Store::open(&format!("sqlite:{}", self.0.path().join("office.db").display())).await.unwrap()
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.arg("newsroom").args(arguments).current_dir(self.0.path());
        command.env("DATELINE_DATABASE__URL", "sqlite:office.db").stdin(Stdio::null());
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const ITEM: (&str, &str, &str, &str) = ("1", "Court in Peru rules", "The court in Peru ruled.", "Thu, 26 Nov 2026 08:00:00 GMT");

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_the_drafts_also_of_a_private_address_and_stores_nothing() {
    let (office, room) = (Office::new(), Newsroom::start(feed(&[ITEM, ("2", "", "No title", "")])).await);

    let output = office.run(&["preview", &room.url(), "--json"]).await;

    assert_eq!(output.status.code(), Some(6), "{output:?}");
    let drafts = lines(&output);
    assert_eq!((drafts.len(), &drafts[0]["title"]), (1, &Value::from("Court in Peru rules")));
    assert_eq!(drafts[0]["regions"][0]["name"], "Peru");
    assert!(said(&output).contains("item 2 has no title (title.missing)"));
    let store = office.store().await;
    assert_eq!(dateline::store::releases::count(&store).await.unwrap(), 0);
    assert!(newsrooms::list(&store).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_the_own_network_is_not_kept() {
    let (office, room) = (Office::new(), Newsroom::start(feed(&[ITEM])).await);
    for (address, code, why) in [
        (room.url().as_str(), 1, "this machine or its network"),
        ("http://localhost/feed", 1, "this machine or its network"),
        ("ftp://news.example/", 2, "no http or https address"),
    ] {
        let output = office.run(&["add", address]).await;
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(said(&output).contains(why), "{output:?}");
    }
    assert!(room.asked().is_empty());
    let output = office.run(&["list"]).await;
    assert!(output.status.success() && output.stdout.is_empty() && said(&output).contains("no newsroom is kept"));
}

#[tokio::test(flavor = "multi_thread")]
async fn newsrooms_are_listed_fetched_and_removed() {
    let (office, room) = (Office::new(), Newsroom::start(feed(&[ITEM])).await);
    let store = office.store().await;
    newsrooms::add(&store, New { url: &room.url(), name: "Harbour", kind: "rss" }, "Maria", 0).await.unwrap();

    let output = office.run(&["fetch", "--json"]).await;
    assert_eq!(output.status.code(), Some(6), "kept before, it is still not reached: {output:?}");
    let listed = lines(&office.run(&["list", "--json"]).await);
    assert_eq!((&listed[0]["state"], &listed[0]["failures"]), (&Value::from("failing"), &Value::from(1)));
    assert!(listed[0]["problem"].as_str().unwrap().contains("this machine or its network"));
    assert!(room.asked().is_empty());

    assert_eq!(office.run(&["fetch", "7"]).await.status.code(), Some(1));
    assert_eq!(office.run(&["remove", "7"]).await.status.code(), Some(1));
    assert_eq!(office.run(&["remove", "1"]).await.status.code(), Some(0));
    assert!(newsrooms::list(&store).await.unwrap().is_empty());
    store.close().await;
}
