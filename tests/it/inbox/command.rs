//! `dateline inbox` as a mail server's pipe and an operator use it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::world::message;

struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let settings = "[database]\nurl = 'sqlite:office.db'\n[sender]\nfrom = 'Press <press@office.example>'\n\
             reply_to = 'media@office.example'\n[inbox]\nmax_megabytes = 1\n";
        std::fs::write(dir.path().join("dateline.toml"), settings).unwrap();
        Self(dir)
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("inbox")
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may have had enough before the end.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let done = self.run(&[arguments, &["--json"]].concat(), b"");
        String::from_utf8(done.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn code(done: &Output) -> i32 {
    done.status.code().unwrap()
}

#[test]
fn a_pipe_keeps_a_message_once_and_gives_it_back_byte_by_byte() {
    let office = Office::new();
    let body = message(1) + "\0 and a nul\n";
    let envelope = ["receive", "--from", "jane@paper.example", "--to", "meda@office.example"];
    for _ in 0..2 {
        assert_eq!(code(&office.run(&envelope, body.as_bytes())), 0);
    }
    let shown = &office.json(&["message", "1"])[0];
    assert_eq!((&shown["return_path"], &shown["misspelt"][0]), (&"jane@paper.example".into(), &"meda@office.example".into()));
    assert_eq!((&shown["source"], &shown["state"]), (&"receive".into(), &"ready".into()));
    assert_eq!(office.run(&["message", "1", "--raw"], b"").stdout, body.as_bytes());
    assert_eq!(code(&office.run(&["message", "2"], b"")), 1);
    let words = String::from_utf8(office.run(&["message", "1"], b"").stdout).unwrap();
    assert!(words.contains("From: Jane <jane1@paper.example>") && words.contains("Misspelt: meda@office.example"), "{words}");
    assert_eq!(office.json(&["sources"])[0]["kept"], 1);
    assert_eq!(code(&office.run(&["check"], b"")), 0);
}

#[test]
fn a_pipe_that_cannot_keep_a_message_has_the_server_try_again() {
    let office = Office::new();
    std::fs::write(office.0.path().join("office.db"), "this is no database, and long enough to be seen as none").unwrap();
    let done = office.run(&["receive"], message(1).as_bytes());
    assert_eq!(code(&done), 75, "{done:?}");
    std::fs::write(office.0.path().join("dateline.toml"), "[inbox]\nmax_megabytes = 'many'\n").unwrap();
    let done = office.run(&["receive"], message(1).as_bytes());
    assert_eq!(code(&done), 75, "{done:?}");
    assert_eq!(code(&office.run(&["parked"], b"")), 2, "everybody else is told that the settings are wrong");
}

#[test]
fn a_pipe_refuses_for_good_what_is_too_large_or_nothing() {
    let office = Office::new();
    let done = office.run(&["receive"], &vec![b'x'; 1024 * 1024 + 1]);
    assert_eq!((code(&done), String::from_utf8_lossy(&done.stderr).contains("inbox.max_megabytes")), (65, true));
    assert_eq!(code(&office.run(&["receive"], b"")), 65);
    assert_eq!(code(&office.run(&["parked"], b"")), 0);
}

#[test]
fn a_folder_is_written_and_brought_in_elsewhere() {
    let (office, other) = (Office::new(), Office::new());
    for n in 0..3 {
        assert_eq!(code(&office.run(&["receive"], message(n).as_bytes())), 0);
    }
    let folder = other.0.path().join("all");
    let folder = folder.to_str().unwrap();
    assert_eq!(office.json(&["export", folder])[0]["written"], 3);
    assert_eq!(other.json(&["import", folder])[0]["new"], 3);
    assert_eq!(other.json(&["import", folder])[0]["known"], 3);
    assert_eq!(code(&other.run(&["retry", "1"], b"")), 1, "it is not parked");
}
