//! The real binary, three processes at once: one sends as fast as it can, one imports, and one pauses the mailing.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::both_databases;
use crate::support::sink::Sink;

const CONNECTIONS: usize = 8;
const PEOPLE: usize = 4_000;
const RELEASE: &str = "---\ntitle: The harbour is open again\nkind: release\ndate: 2026-11-23\nlanguage: en\n\
     dateline: MOMBASA, Kenya\nregions: [Kenya]\nissues: [Fisheries]\n---\n\nShips land their catch again since this morning.\n";

fn people(name: &str, count: usize) -> String {
    let row = |n| format!("{name} {n},{name}{n}@paper.example,Kenya,Fisheries\n");
    "Name,Email,Regions,Issues\n".to_owned() + &(0..count).map(row).collect::<String>()
}

fn settle_in(dir: &Path, url: &str, relay: &str) {
    let file = |name: &str| dir.join(name).display().to_string();
    let config = format!(
        "[database]\nurl = \"{url}\"\n[office]\nname = \"Two Hands\"\npostal_address = \"1 Test Road\"\ncontact = \"The desk, desk@office.example\"\n\
         [sender]\nfrom = \"press@office.example\"\n[secrets]\nkey_file = \"{}\"\n\
         [checks]\nlinks = false\ndns = false\n[outbox]\nhold_seconds = 0\nlook_up_mx = false\nhalt_file = \"{}\"\n\
         [relay.office]\nurl = \"{relay}\"\nrate = \"100000/s\"\nconnections = {CONNECTIONS}\n",
        file("key"),
        file("HALT"),
    );
    std::fs::write(dir.join("dateline.toml"), config).unwrap();
    std::fs::write(dir.join("people.csv"), people("reporter", PEOPLE)).unwrap();
    std::fs::write(dir.join("more.csv"), people("other", 20_000)).unwrap();
    std::fs::write(dir.join("release.md"), RELEASE).unwrap();
}

fn dateline(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(dir).args(arguments).stdin(Stdio::null());
    command
}

fn run(dir: &Path, arguments: &[&str]) -> serde_json::Value {
    let done = dateline(dir, arguments).arg("--json").output().unwrap();
    assert!(
        done.status.success(),
        "{arguments:?}: {}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    let said = String::from_utf8(done.stdout).unwrap();
    said.lines().last().map(|line| serde_json::from_str(line).unwrap()).unwrap_or_default()
}

/// Ended with the test, however the test ends.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn until_the_relay_has(sink: &Sink, copies: usize) {
    let patience = Instant::now() + Duration::from_secs(60);
    while sink.kept() < copies {
        assert!(Instant::now() < patience, "the relay has {} of {copies}", sink.kept());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

both_databases! {
    async fn once_a_pause_from_another_process_is_answered_nothing_more_is_begun(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let sink = Sink::start("").await;
        settle_in(dir.path(), &db.url, &sink.url());
        let at = dir.path();
        run(at, &["contact", "import", "people.csv", "--create-issues"]);
        run(at, &["release", "new", "release.md"]);
        let review = run(at, &["release", "review", "1"]);
        let count = PEOPLE.to_string();
        run(at, &["release", "send", "1", "--seal", review["seal"].as_str().unwrap(), "--count", &count]);
        let _sender = Running::start(&mut dateline(at, &["worker"]));
        let importer = Running::start(&mut dateline(at, &["contact", "import", "more.csv"]));
        until_the_relay_has(&sink, 200).await;

        let asked = Instant::now();
        run(at, &["mailing", "pause", "1", "--reason", "a typo"]);
        let (answered, had) = (asked.elapsed(), sink.kept());

        drop(importer);
        let show = run(at, &["mailing", "list"]);
        // Another command later everything that was on its way has arrived, and nothing came after it.
        let arrived = sink.kept();
        run(at, &["mailing", "list"]);
        println!("answered after {answered:?} with {had} copies handed over; {} more were on their way", arrived - had);
        assert!(arrived - had <= CONNECTIONS, "{} copies were begun after the answer", arrived - had);
        assert_eq!(sink.kept(), arrived);
        assert!(arrived < PEOPLE, "everything was sent before the pause; nothing was shown");
        assert_eq!((&show["state"], show["ledger"]["approved"].as_u64()), (&"paused".into(), Some(PEOPLE as u64)), "{show}");
        assert!(sink.violations().is_empty(), "{:?}", sink.violations());
    }
}
