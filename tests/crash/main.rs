//! The real binary is killed while it sends; then the relay's ledger and the database must tell the same story:
//! nothing lost, nothing doubled, and no more doubts than there were connections open at a kill.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed, and says where")]

mod inbox;
#[expect(dead_code, unused_imports, unused_macros, reason = "shared with the other tests, which use more of it")]
#[path = "../it/support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dateline::model::address::EmailAddress;
use dateline::store::{Store, queue};
use sqlx::{Connection, PgConnection, SqliteConnection};

use self::support::TestDb;
use self::support::sink::Sink;

/// Single messages beside the planned ones.
const SINGLES: usize = 100;
const CONNECTIONS: usize = 4;
/// No run may take longer without a new entry in the ledger.
const STUCK: Duration = Duration::from_secs(60);

/// Where the binary ends itself, and how often it passes there per message, roughly.
const POINTS: &[&str] = &[
    "outbox.before_offer",
    "outbox.at_354",
    "outbox.after_intent",
    "outbox.after_reply",
    "gate.before_commit",
    "gate.after_commit",
    "dispatch.after_claim",
    "keep.after_reap",
];

/// `full`, or `soak`: many more kills, and copies to go with them.
fn form() -> String {
    std::env::var("DATELINE_TEST_CRASH").unwrap_or_default()
}

fn is_full() -> bool {
    form() == "full"
}

/// Copies of one approved mailing.
fn planned() -> usize {
    if form() == "soak" { 12_000 } else { 2_100 }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

struct Office {
    dir: tempfile::TempDir,
    url: String,
    sink: Sink,
}

impl Office {
    async fn open(db: &TestDb) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sink = Sink::start("").await;
        sink.write_to(&dir.path().join("ledger"));
        let office = Self { dir, url: db.url.clone(), sink };
        let file = |name: &str| office.dir.path().join(name).display().to_string();
        let config = format!(
            "[database]\nurl = \"{}\"\n\
             [office]\nname = \"Crash Test\"\npostal_address = \"1 Test Road\"\ncontact = \"The desk, desk@office.example\"\n\
             [sender]\nfrom = \"press@office.example\"\n\
             [secrets]\nkey_file = \"{}\"\n\
             [checks]\nlinks = false\ndns = false\n[outbox]\nhold_seconds = 0\nlook_up_mx = false\nhalt_file = \"{}\"\n\
             [relay.office]\nurl = \"{}\"\nrate = \"400/s\"\nconnections = {CONNECTIONS}\n",
            office.url,
            file("key"),
            file("HALT"),
            office.sink.url(),
        );
        std::fs::write(office.config(), config).unwrap();
        queue_singles(&db.store).await;
        office.approve();
        office
    }

    /// As a press officer would: a spreadsheet, a release, its review, and the word to send it. The first to plan it is
    /// killed with its rows half written.
    fn approve(&self) {
        let mut people = "Name,Email,Regions,Issues\n".to_owned();
        for n in 0..planned() {
            people.push_str(&format!("Reporter {n},reporter{n}@paper.example,Kenya,Fisheries\n"));
        }
        std::fs::write(self.dir.path().join("people.csv"), people).unwrap();
        std::fs::write(self.dir.path().join("release.md"), RELEASE).unwrap();
        self.run(&["contact", "import", "people.csv", "--create-issues"], None);
        self.run(&["release", "new", "release.md"], None);
        let review: serde_json::Value = serde_json::from_str(&self.run(&["release", "review", "1"], None)).unwrap();
        assert_eq!(review["count"], planned());
        let count = planned().to_string();
        let send = ["release", "send", "1", "--seal", review["seal"].as_str().unwrap(), "--count", &count];
        self.run(&send, Some("plan.after_slice"));
    }

    /// One command to its end, which is its death if a point is named. Returns the last line it printed.
    fn run(&self, arguments: &[&str], failpoint: Option<&str>) -> String {
        let mut command = self.binary(failpoint.map(str::to_owned));
        let done = command.args(arguments).arg("--json").stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.success(), failpoint.is_none(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&done.stdout).lines().last().unwrap_or_default().to_owned()
    }

    fn config(&self) -> PathBuf {
        self.dir.path().join("dateline.toml")
    }

    fn worker(&self, failpoint: Option<String>) -> Worker {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        Worker(self.binary(failpoint).arg("worker").stdout(Stdio::null()).stderr(log).spawn().unwrap())
    }

    fn binary(&self, failpoint: Option<String>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.arg("--config").arg(self.config()).current_dir(self.dir.path());
        command.stdin(Stdio::null()).env_remove("DATELINE_FAILPOINT");
        if let Some(point) = failpoint {
            command.env("DATELINE_FAILPOINT", point);
        }
        command
    }

    fn log(&self) -> PathBuf {
        self.dir.path().join("log")
    }

    /// Until the worker is gone or the ledger has grown by `entries`; the ledger tells the time here.
    async fn watch(&self, workers: &mut [Worker], entries: usize) {
        let goal = self.sink.ledger().len() + entries;
        let patience = tokio::time::Instant::now() + STUCK;
        let mut looks = 0;
        while self.sink.ledger().len() < goal && workers.iter_mut().all(Worker::is_alive) {
            if tokio::time::Instant::now() > patience {
                panic!("no progress for {STUCK:?}; the log ends:\n{}", tail(&self.log()));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
            looks += 1;
            if looks % 100 == 0 && self.unsettled().await == 0 {
                return;
            }
        }
    }

    /// Address, state and digest of every delivery, read past Dateline's own store.
    async fn rows(&self) -> Vec<(String, String, String)> {
        const ROWS: &str = "SELECT address, state, COALESCE(sha256, '') FROM deliveries";
        if self.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_as(ROWS).fetch_all(&mut connection).await.unwrap()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_as(ROWS).fetch_all(&mut connection).await.unwrap()
        }
    }

    async fn unsettled(&self) -> usize {
        let is_open = |state: &str| matches!(state, "pending" | "claimed" | "attempting" | "deferred");
        self.rows().await.iter().filter(|(_, state, _)| is_open(state)).count()
    }
}

const RELEASE: &str = "---\ntitle: The harbour is open again\nkind: release\ndate: 2026-11-23\nlanguage: en\n\
     dateline: MOMBASA, Kenya\nregions: [Kenya]\nissues: [Fisheries]\n---\n\nShips land their catch again since this morning.\n";

async fn queue_singles(store: &Store) {
    let now = dateline::clock::Clock::system().now();
    for n in 0..SINGLES {
        let to = EmailAddress::parse(&format!("asked{n}@paper.example")).unwrap();
        let message = format!(
            "Message-ID: <{n}@office.example>\r\nTo: {}\r\nSubject: Number {n}\r\n\r\n{}",
            to.as_str(),
            "A line.\r\n".repeat(300)
        );
        let single = queue::NewSingle {
            purpose: queue::Purpose::Notice,
            author: "operator",
            to: &to,
            sender: "press@office.example",
            message: message.as_bytes(),
        };
        queue::queue_single(store, &single, now).await.unwrap();
    }
}

/// A running binary; killed when the test gives it up.
struct Worker(Child);

impl Worker {
    fn is_alive(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }

    /// As `kill -9` does. Returns whether there was anything left to kill.
    fn kill(&mut self) {
        drop(self.0.kill());
        self.0.wait().unwrap();
    }

    fn ask_to_stop(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}

/// Every second kill at a named point, every other after some more copies, whenever that is.
async fn kill_often(office: &Office, kills: usize, workers_at_once: usize) -> usize {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let share = ((planned() + SINGLES) * 8 / 10 / kills).max(2);
    let mut done = 0;
    while done < kills && office.unsettled().await > 0 {
        let named = done % 2 == 0;
        let point = named.then(|| {
            let name = POINTS[(done / 2) % POINTS.len()];
            // A claim takes many copies and a predecessor is buried once; the rest passes once per copy or group.
            let times = if matches!(name, "dispatch.after_claim" | "keep.after_reap") {
                1
            } else {
                1 + dice.below(share / workers_at_once)
            };
            format!("{name}:{times}")
        });
        let mut workers: Vec<_> = (0..workers_at_once).map(|n| office.worker(point.clone().filter(|_| n == 0))).collect();
        // A point that is not passed in time gives way to the kill from outside.
        office.watch(&mut workers, if named { 2 * share } else { 1 + dice.below(share) }).await;
        let all = workers_at_once == 1 || dice.below(2) == 0;
        for worker in workers.iter_mut().take(if all { workers_at_once } else { 1 }) {
            worker.kill();
            done += 1;
        }
    }
    done
}

/// Undisturbed until nothing is waiting; then an orderly stop.
async fn finish(office: &Office, workers_at_once: usize) {
    let mut workers: Vec<_> = (0..workers_at_once).map(|_| office.worker(None)).collect();
    while office.unsettled().await > 0 {
        office.watch(&mut workers, 1).await;
        assert!(workers.iter_mut().all(Worker::is_alive), "a worker ended by itself; the log ends:\n{}", tail(&office.log()));
    }
    for mut worker in workers {
        worker.ask_to_stop();
        let status = worker.0.wait().unwrap();
        assert!(status.success(), "an orderly stop is a success: {status}; the log ends:\n{}", tail(&office.log()));
    }
}

async fn compare(office: &Office, kills: usize) {
    let ledger: serde_json::Value = serde_json::from_str(&office.run(&["mailing", "list"], None)).unwrap();
    assert_eq!(ledger["ledger"]["approved"], planned(), "{ledger}");
    let mut copies: HashMap<String, Vec<String>> = HashMap::new();
    for entry in office.sink.ledger() {
        assert!(entry.kept);
        copies.entry(entry.rcpt).or_default().push(entry.sha256);
    }
    let rows = office.rows().await;
    let mut states: HashMap<String, usize> = HashMap::new();
    let mut wrong = Vec::new();
    let count = rows.len();
    for (address, state, sha256) in rows {
        let have = copies.remove(&address).unwrap_or_default();
        let agrees = match state.as_str() {
            "accepted" => have == [sha256],
            "in_doubt" => have.is_empty() || have == [sha256],
            _ => false,
        };
        if !agrees {
            wrong.push(format!("{address} is {state}, the relay has {}", have.len()));
        }
        *states.entry(state).or_default() += 1;
    }
    let in_doubt = states.get("in_doubt").copied().unwrap_or(0);
    println!("{count} deliveries, {kills} kills: {states:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(copies.is_empty(), "the relay has copies nobody planned: {copies:?}");
    assert_eq!(count, planned() + SINGLES, "every delivery is there");
    assert!(in_doubt <= kills * CONNECTIONS, "{in_doubt} in doubt after {kills} kills with {CONNECTIONS} connections");
    assert!(office.sink.violations().is_empty(), "{:?}", office.sink.violations());
}

/// How many, in each form.
fn kills(short: usize, full: usize, soak: usize) -> usize {
    match form().as_str() {
        "full" => full,
        "soak" => soak,
        _ => short,
    }
}

async fn survive(db: TestDb, kills: usize, workers_at_once: usize) {
    let office = Office::open(&db).await;
    let done = kill_often(&office, kills, workers_at_once).await;
    assert!(done >= kills, "everything was sent after {done} of {kills} kills");
    finish(&office, workers_at_once).await;
    compare(&office, done).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_however_often_a_sender_is_killed_on_sqlite() {
    survive(TestDb::sqlite().await, kills(12, 200, 1_000), 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_however_often_two_senders_are_killed_on_postgresql() {
    survive(TestDb::postgres().await, kills(5, 50, 300), 2).await;
}

/// Most MAIL commands the relay read within any window of this length.
fn fullest(starts: &[Duration], window: Duration) -> usize {
    let within = |at: usize| starts[at..].iter().take_while(|start| **start < starts[at] + window).count();
    (0..starts.len()).map(within).max().unwrap_or(0)
}

/// One sends already when the other comes, and when it goes again the first takes back what is free.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_senders_together_keep_to_the_relays_connections() {
    let db = TestDb::postgres().await;
    let office = Office::open(&db).await;
    let mut workers = vec![office.worker(None)];
    office.watch(&mut workers, 300).await;
    workers.push(office.worker(None));
    office.watch(&mut workers, 1_000).await;
    workers[0].ask_to_stop();
    assert!(workers[0].0.wait().unwrap().success());
    office.watch(&mut workers[1..], 300).await;
    drop(workers);
    let most = office.sink.most_open();
    println!("at most {most} connections open at once of {CONNECTIONS}");
    assert!((2..=CONNECTIONS).contains(&most), "{most}");
}

/// A limit of 500 in ten seconds, two senders on one database, one of them killed and started anew in the middle. The
/// time counted is the one at which the relay read the MAIL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rate_holds_in_every_window_over_two_senders_a_kill_and_a_restart() {
    const LIMIT: usize = 500;
    const WINDOW: Duration = Duration::from_secs(10);
    let db = TestDb::postgres().await;
    let office = Office::open(&db).await;
    let config = std::fs::read_to_string(office.config()).unwrap().replace("400/s", &format!("{LIMIT}/10s"));
    std::fs::write(office.config(), config).unwrap();
    let mut workers = vec![office.worker(None), office.worker(None)];
    office.watch(&mut workers, 700).await;
    workers[0].kill();
    workers[0] = office.worker(None);
    office.watch(&mut workers, 900).await;
    drop(workers);

    let mut starts: Vec<Duration> = office.sink.ledger().iter().map(|entry| entry.mail_at).collect();
    starts.sort();
    let most = fullest(&starts, WINDOW);
    let used = starts.len() as f64 / ((starts[starts.len() - 1] - starts[0]).as_secs_f64() * LIMIT as f64) * WINDOW.as_secs_f64();
    println!(
        "{} copies: at most {most} in any {WINDOW:?} of {LIMIT} allowed; {:.1} % of the allowance used",
        starts.len(),
        used * 100.0
    );
    assert!(most <= LIMIT, "{most} in {WINDOW:?}");
    assert!(!is_full() || used >= 0.95, "only {:.1} % of the allowance used", used * 100.0);
    assert!(office.sink.violations().is_empty(), "{:?}", office.sink.violations());
}
