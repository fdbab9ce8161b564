//! A relay that does exactly what a script says, and writes down what it has before it answers: the ledger that every
//! promise is checked against.

mod certs;
mod conversation;
mod script;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

pub use self::certs::{Certs, Leaf};
use self::script::Script;

/// One message whose dot arrived.
#[derive(Clone, Debug)]
pub struct Entry {
    pub connection: usize,
    pub message_id: String,
    pub rcpt: String,
    pub sha256: String,
    /// The relay has it, or may have: everything but a plain refusal.
    pub kept: bool,
    /// When MAIL was read, since the sink started.
    pub mail_at: Duration,
    pub message: Vec<u8>,
}

/// What the sink offers in EHLO, and how it is reached. Read from words: `pipelining smtputf8 size=N starttls tls
/// auth helo cert=good|wrong|expired|unknown max=N`.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    pub pipelining: bool,
    pub smtputf8: bool,
    pub size: Option<usize>,
    pub starttls: bool,
    /// TLS from the first byte.
    pub tls: bool,
    pub auth: Option<&'static str>,
    pub helo_only: bool,
    pub leaf: Option<Leaf>,
    pub max: Option<usize>,
}

/// The one login the sink knows.
pub const USER: &str = "desk";
pub const PASSWORD: &str = "secret-of-this-test";

impl Offer {
    pub fn parse(words: &str) -> Self {
        let mut offer = Self::default();
        for word in words.split_whitespace() {
            match word.split_once('=').unwrap_or((word, "")) {
                ("pipelining", _) => offer.pipelining = true,
                ("smtputf8", _) => offer.smtputf8 = true,
                ("starttls", _) => offer.starttls = true,
                ("tls", _) => offer.tls = true,
                ("helo", _) => offer.helo_only = true,
                ("auth", "login") => offer.auth = Some("LOGIN"),
                ("auth", _) => offer.auth = Some("PLAIN LOGIN"),
                ("size", bytes) => offer.size = Some(bytes.parse().unwrap()),
                ("max", count) => offer.max = Some(count.parse().unwrap()),
                ("cert", "good") => offer.leaf = Some(Leaf::Good),
                ("cert", "wrong") => offer.leaf = Some(Leaf::WrongHost),
                ("cert", "expired") => offer.leaf = Some(Leaf::Expired),
                ("cert", "unknown") => offer.leaf = Some(Leaf::Unknown),
                _ => panic!("the sink cannot offer {word:?}"),
            }
        }
        offer
    }
}

#[derive(Default)]
struct Notes {
    script: Script,
    ledger: Vec<Entry>,
    file: Option<std::fs::File>,
    /// Each command as it came, without its arguments' values.
    commands: Vec<String>,
    /// Where the client broke the protocol.
    violations: Vec<String>,
    connections: usize,
    open: usize,
    most_open: usize,
    /// Goodbye was said, but the conversation has not ended.
    gone: std::collections::HashSet<usize>,
}

struct Shared {
    notes: Mutex<Notes>,
    offer: Offer,
    acceptor: Option<tokio_rustls::TlsAcceptor>,
    started: Instant,
    held: Semaphore,
    ended: Notify,
    gate: Semaphore,
}

impl Shared {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

pub struct Sink {
    shared: Arc<Shared>,
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Sink {
    /// A good relay with PIPELINING, but for what the script says.
    pub async fn start(script: &str) -> Self {
        Self::offering("pipelining", script).await
    }

    pub async fn offering(offer: &str, script: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let offer = Offer::parse(offer);
        let acceptor = (offer.starttls || offer.tls)
            .then(|| tokio_rustls::TlsAcceptor::from(Certs::get().server(offer.leaf.unwrap_or(Leaf::Good))));
        let address = listener.local_addr().unwrap();
        let notes = Mutex::new(Notes { script: Script::parse(script), ..Notes::default() });
        let shared = Arc::new(Shared {
            notes,
            offer,
            acceptor,
            started: Instant::now(),
            held: Semaphore::new(0),
            ended: Notify::new(),
            gate: Semaphore::new(0),
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { shared, address, task }
    }

    /// Every entry also goes to this file, synced before the relay answers.
    pub fn write_to(&self, file: &Path) {
        self.shared.notes().file = Some(std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap());
    }

    /// From now on this script; counts begin anew.
    pub fn play(&self, script: &str) {
        self.shared.notes().script = Script::parse(script);
    }

    /// `smtp://127.0.0.1:PORT`, or `smtps://`.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.shared.offer.tls { "smtps" } else { "smtp" }, self.address)
    }

    /// The same with the sink's login.
    pub fn url_with_login(&self) -> String {
        self.url().replacen("://", &format!("://{USER}:{PASSWORD}@"), 1)
    }

    pub fn ledger(&self) -> Vec<Entry> {
        self.shared.notes().ledger.clone()
    }

    /// How many copies the relay has, or may have.
    pub fn kept(&self) -> usize {
        self.shared.notes().ledger.iter().filter(|entry| entry.kept).count()
    }

    pub fn commands(&self) -> Vec<String> {
        self.shared.notes().commands.clone()
    }

    pub fn violations(&self) -> Vec<String> {
        self.shared.notes().violations.clone()
    }

    pub fn connections(&self) -> usize {
        self.shared.notes().connections
    }

    pub fn most_open(&self) -> usize {
        self.shared.notes().most_open
    }

    /// Waits until the sink has seen this many connections come to their end, on its own side.
    pub async fn hung_up(&self, count: usize) {
        loop {
            let ended = self.shared.ended.notified();
            {
                let notes = self.shared.notes();
                if notes.connections - notes.open >= count {
                    return;
                }
            }
            ended.await;
        }
    }

    /// Waits until a conversation stands at a `hold`.
    pub async fn held(&self) {
        self.shared.held.acquire().await.unwrap().forget();
    }

    /// Lets one held conversation go on.
    pub fn release(&self) {
        self.shared.gate.add_permits(1);
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task, and with it every conversation.
    let mut conversations = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        while conversations.try_join_next().is_some() {}
        let number = {
            let mut notes = shared.notes();
            notes.connections += 1;
            notes.open += 1;
            notes.most_open = notes.most_open.max(notes.open);
            notes.connections
        };
        let shared = Arc::clone(&shared);
        conversations.spawn(async move {
            let _open = Open(Arc::clone(&shared), number);
            // An error is the client's hanging up; the ledger has what came before.
            drop(conversation::hold(stream, number, shared).await);
        });
    }
}

struct Open(Arc<Shared>, usize);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.notes().said_goodbye(self.1);
        self.0.notes().gone.remove(&self.1);
        self.0.ended.notify_waiters();
    }
}

impl Notes {
    /// This conversation does not count as open any more.
    fn said_goodbye(&mut self, number: usize) {
        if self.gone.insert(number) {
            self.open -= 1;
        }
    }

    fn write_down(&mut self, entry: Entry) {
        if let Some(file) = &mut self.file {
            let kept = if entry.kept { "accepted" } else { "refused" };
            let Entry { connection, message_id, rcpt, sha256, mail_at, .. } = &entry;
            writeln!(file, "{connection}\t{message_id}\t{rcpt}\t{sha256}\t{kept}\t{}", mail_at.as_micros()).unwrap();
            file.sync_data().unwrap();
        }
        self.ledger.push(entry);
    }
}
