//! The real binary is killed while mail is handed over to it: every message a client was told is kept is there, once, with
//! its envelope; a client sends again what it saw no reply for, as mail servers do.

use std::collections::{BTreeSet, VecDeque};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::support::TestDb;

const MESSAGES: usize = 1_000;
const KILLS: usize = 20;
const CLIENTS: usize = 4;
/// Nothing may stand still for longer.
const STUCK: Duration = Duration::from_secs(120);

const POINTS: &[&str] = &["inbox.before_commit", "inbox.after_commit", "inbox.after_reply"];

struct Office {
    dir: tempfile::TempDir,
    url: String,
    port: u16,
    /// Not handed over yet.
    todo: Mutex<VecDeque<usize>>,
    kept: Mutex<usize>,
}

/// The recipients of each message: one, two or three.
fn recipients(number: usize) -> Vec<&'static str> {
    ["media@office.example", "meda@office.example", "postmaster@office.example"][..1 + number % 3].to_vec()
}

fn message(number: usize) -> String {
    let body = "Who can say something about it?\r\n.. and when?\r\n".repeat(1 + number % 50);
    format!("From: Jane <jane@paper.example>\r\nMessage-ID: <{number}@paper.example>\r\nSubject: Question {number}\r\n\r\n{body}")
}

impl Office {
    fn new(db: &TestDb) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = format!(
            "[database]\nurl = \"{}\"\n[web]\nbind = \"127.0.0.1:0\"\n[office]\nname = \"Crash Test\"\npostal_address = \"1 Test Road\"\n\
             [sender]\nfrom = \"press@office.example\"\nreply_to = \"media@office.example\"\n[inbox.lmtp]\nbind = \"127.0.0.1:{port}\"\n",
            db.url
        );
        std::fs::write(dir.path().join("dateline.toml"), settings).unwrap();
        Self { dir, url: db.url.clone(), port, todo: Mutex::new((0..MESSAGES).collect()), kept: Mutex::new(0) }
    }

    fn serve(&self, failpoint: Option<String>) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.arg("serve").current_dir(self.dir.path()).env_remove("DATELINE_FAILPOINT");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        if let Some(point) = failpoint {
            command.env("DATELINE_FAILPOINT", point);
        }
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.dir.path().join("log")).unwrap();
        Server(command.stderr(log).spawn().unwrap())
    }

    fn is_done(&self) -> bool {
        *self.kept.lock().unwrap() == MESSAGES
    }

    /// Hands over until all is; whatever goes wrong, the message is sent again, also when the word on it was lost.
    async fn client(&self) {
        while !self.is_done() {
            let Ok(stream) = TcpStream::connect(("127.0.0.1", self.port)).await else {
                sleep(Duration::from_millis(20)).await;
                continue;
            };
            let mut stream = BufReader::new(stream);
            if !replied(&mut stream, "220").await || !asked(&mut stream, "LHLO client\r\n", "250").await {
                continue;
            }
            loop {
                let Some(number) = self.todo.lock().unwrap().pop_front() else {
                    sleep(Duration::from_millis(20)).await;
                    break;
                };
                if !deliver(&mut stream, number).await {
                    self.todo.lock().unwrap().push_back(number);
                    break;
                }
                *self.kept.lock().unwrap() += 1;
            }
        }
    }

    async fn kill_often(&self) {
        let share = MESSAGES * 8 / 10 / KILLS;
        let begun = Instant::now();
        for kill in 0..KILLS {
            let point = (kill % 2 == 0).then(|| format!("{}:{}", POINTS[kill / 2 % POINTS.len()], 1 + (kill * 7) % share));
            let mut server = self.serve(point);
            let goal = *self.kept.lock().unwrap() + share;
            while *self.kept.lock().unwrap() < goal && server.is_alive() {
                assert!(begun.elapsed() < STUCK * 4, "nothing moves; the log is in {}", self.log());
                sleep(Duration::from_millis(2)).await;
            }
            assert!(!self.is_done(), "everything was handed over after {kill} kills");
            server.kill();
        }
        let mut server = self.serve(None);
        let patience = Instant::now() + STUCK;
        while !self.is_done() {
            assert!(Instant::now() < patience && server.is_alive(), "it does not end: {}", self.log());
            sleep(Duration::from_millis(5)).await;
        }
        server.stop();
    }

    fn log(&self) -> String {
        let text = std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
        text.lines().rev().take(20).collect::<Vec<_>>().join("\n")
    }

    /// Past Dateline's own store.
    async fn rows(&self) -> Vec<(String, String, Vec<u8>, String)> {
        const ROWS: &str = "SELECT return_path, recipients, body, message_id FROM inbound";
        if self.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_as(ROWS).fetch_all(&mut connection).await.unwrap()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_as(ROWS).fetch_all(&mut connection).await.unwrap()
        }
    }
}

async fn replied(stream: &mut BufReader<TcpStream>, expected: &str) -> bool {
    loop {
        let mut line = String::new();
        match timeout(STUCK, stream.read_line(&mut line)).await {
            Ok(Ok(read)) if read > 0 && line.starts_with(expected) && line.ends_with('\n') => {
                if line.as_bytes()[3] == b' ' {
                    return true;
                }
            }
            _ => return false,
        }
    }
}

async fn asked(stream: &mut BufReader<TcpStream>, command: &str, expected: &str) -> bool {
    stream.write_all(command.as_bytes()).await.is_ok() && replied(stream, expected).await
}

async fn deliver(stream: &mut BufReader<TcpStream>, number: usize) -> bool {
    let recipients = recipients(number);
    let mut envelope = format!("MAIL FROM:<sender{number}@paper.example>\r\n");
    for to in &recipients {
        envelope.push_str(&format!("RCPT TO:<{to}>\r\n"));
    }
    if stream.write_all((envelope + "DATA\r\n").as_bytes()).await.is_err() {
        return false;
    }
    for _ in 0..=recipients.len() {
        if !replied(stream, "250").await {
            return false;
        }
    }
    if !replied(stream, "354").await
        || stream.write_all((message(number).replace("\r\n.", "\r\n..") + ".\r\n").as_bytes()).await.is_err()
    {
        return false;
    }
    for _ in &recipients {
        if !replied(stream, "250").await {
            return false;
        }
    }
    true
}

struct Server(Child);

impl Server {
    fn is_alive(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }

    fn kill(&mut self) {
        drop(self.0.kill());
        self.0.wait().unwrap();
    }

    fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let status = self.0.wait().unwrap();
        assert!(status.success(), "an orderly stop is a success: {status}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn survive(db: TestDb) {
    let office = Office::new(&db);
    let clients = futures_util::future::join_all((0..CLIENTS).map(|_| office.client()));
    tokio::join!(clients, office.kill_often());
    let rows = office.rows().await;
    let mut seen = BTreeSet::new();
    for (return_path, to, body, id) in rows {
        let number: usize = id.strip_suffix("@paper.example").unwrap().parse().unwrap();
        assert!(seen.insert(number), "message {number} is there twice");
        assert_eq!(return_path, format!("sender{number}@paper.example"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&to).unwrap(), recipients(number));
        assert_eq!(body, message(number).as_bytes(), "message {number}");
    }
    println!("{} messages after {KILLS} kills, none lost, none twice", seen.len());
    assert_eq!(seen.len(), MESSAGES);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_was_acknowledged_is_there_once_however_often_we_are_killed_on_sqlite() {
    survive(TestDb::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_was_acknowledged_is_there_once_however_often_we_are_killed_on_postgresql() {
    survive(TestDb::postgres().await).await;
}
