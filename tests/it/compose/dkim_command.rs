//! `dateline dkim` as a person types it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

struct Office(tempfile::TempDir);

const SETTINGS: &str = "[office]\nname = 'Harbour'\npostal_address = '1 Quay'\n[sender]\nfrom = 'press@harbour.example'\n\
                        [relay.out]\nurl = 'discard:'\n[dkim]\nmode = 'sign'\n";

impl Office {
    fn new(settings: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("dateline.toml"), settings).unwrap();
        Self(dir)
    }

    fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(line.split(' '))
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    fn code(&self, line: &str) -> i32 {
        self.run(line).status.code().unwrap()
    }

    fn said(&self, line: &str) -> String {
        String::from_utf8(self.run(line).stderr).unwrap()
    }

    fn json(&self, line: &str) -> Vec<Value> {
        let output = self.run(&format!("{line} --json"));
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Selector and state of each key, in order.
    fn states(&self, line: &str) -> Vec<String> {
        let text = |key: &Value, field: &str| key[field].as_str().unwrap().to_owned();
        self.json(line).iter().map(|key| format!("{} {}", &text(key, "selector")[..1], text(key, "state"))).collect()
    }
}

#[test]
fn keys_are_made_published_used_changed_and_removed() {
    let office = Office::new(SETTINGS);
    assert_eq!(office.code("config check"), 3);
    let wanting = String::from_utf8(office.run("config check").stdout).unwrap();
    assert!(wanting.contains("`dkim.mode` is sign") && wanting.contains("`dateline dkim make`"), "{wanting}");
    let sender = office.run("worker");
    assert!(sender.status.code() == Some(1) && String::from_utf8_lossy(&sender.stderr).contains("dkim make"), "{sender:?}");

    let made = office.json("dkim make");
    assert_eq!(made.len(), 2);
    let first = made[0]["selector"].as_str().unwrap().to_owned();
    assert!(office.said("dkim make").contains("wait already"), "twice is once");
    assert_eq!(office.states("dkim list"), ["r waiting", "e waiting"]);
    let records = String::from_utf8(office.run("dkim records").stdout).unwrap();
    assert!(records.contains(&format!("\n{first}._domainkey.harbour.example. IN TXT ( \"v=DKIM1; k=rsa; p=MII")), "{records}");
    assert!(records.lines().all(|line| line.is_empty() || line.starts_with(';') || line.contains(" IN TXT ( \"")), "{records}");
    assert!(String::from_utf8(office.run("config check").stdout).unwrap().contains("`dateline dkim records`"));

    assert_eq!(office.states("dkim rotate"), ["r signing", "e signing"]);
    assert_eq!(office.code("config check"), 0);
    assert_eq!(office.code("dkim rotate"), 1);
    assert!(office.said("dkim rotate").contains("`dateline dkim make`"));

    office.json("dkim make");
    let rotated = office.run("dkim rotate");
    assert!(String::from_utf8_lossy(&rotated.stderr).contains(&format!("stay with {first} and ")), "{rotated:?}");
    assert_eq!(office.states("dkim list"), ["r retired", "e retired", "r signing", "e signing"]);
    let listed = office.json("dkim list");
    assert!(listed[0]["publish_until"].is_string() && listed[2]["publish_until"].is_null());

    let early = office.run(&format!("dkim remove {first}"));
    assert!(early.status.code() == Some(1) && String::from_utf8_lossy(&early.stderr).contains("--force"), "{early:?}");
    assert_eq!(office.code(&format!("dkim remove {first} --force")), 0);
    assert!(!office.0.path().join(format!("dkim/harbour.example/{first}.pem")).exists());
    assert_eq!(office.code(&format!("dkim use {first}")), 1);
    assert_eq!(office.code(&format!("dkim use {} {}", listed[0]["selector"], listed[2]["selector"])), 1);
}

#[test]
fn another_domain_has_keys_of_its_own_and_a_wrong_one_is_a_usage_error() {
    let office = Office::new(SETTINGS);
    assert_eq!(office.code("dkim make --domain ../harbour.example"), 2);
    assert!(office.said("dkim make --domain Bücher.example").contains("dkim rotate --domain xn--bcher-kva.example"));
    assert!(office.0.path().join("dkim/xn--bcher-kva.example/index").exists());
    assert_eq!(office.states("dkim list"), ["r waiting", "e waiting"]);
    assert!(office.states("dkim list --domain harbour.example").is_empty());
    assert!(!Path::new(&office.0.path().join("dateline.key")).exists(), "no other key is needed for this");
}

#[test]
fn while_the_relay_signs_the_commands_say_so_and_work() {
    let office = Office::new("[sender]\nfrom = 'press@harbour.example'");
    assert_eq!(office.code("dkim make"), 0);
    assert!(office.said("dkim rotate").contains("`dkim.mode` is relay"));
    let nobody = Office::new("");
    assert_eq!(nobody.code("dkim make"), 1);
    assert!(nobody.said("dkim make").contains("--domain"));
}
