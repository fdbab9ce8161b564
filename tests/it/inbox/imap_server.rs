//! An IMAP server that does what it is told, and what servers do on bad days.

use std::collections::{BTreeMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What it makes of an IDLE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    Announces,
    /// Takes it, and never says a word.
    Silent,
    Refuses,
    /// Answers nothing at all, not even that it begins.
    Ignores,
    /// Closes the connection in the middle.
    Drops,
    /// Announces, and does not answer DONE.
    NeverEnds,
}

#[derive(Debug)]
pub struct State {
    pub validity: u32,
    pub mails: BTreeMap<u32, Vec<u8>>,
    pub idle: Idle,
    pub password: String,
    pub token: String,
    /// It says NO to a FETCH of these, or ends the connection.
    pub refuses: HashSet<u32>,
    pub breaks: HashSet<u32>,
    /// It says NO to every SEARCH.
    pub no_search: bool,
    pub said: Vec<String>,
    pub connections: usize,
}

#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    pub state: Arc<Mutex<State>>,
    changed: watch::Sender<u64>,
}

impl Server {
    pub async fn start(idle: Idle) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = State {
            validity: 77,
            mails: BTreeMap::new(),
            idle,
            password: "secret".to_owned(),
            token: "token-1".to_owned(),
            refuses: HashSet::new(),
            breaks: HashSet::new(),
            no_search: false,
            said: Vec::new(),
            connections: 0,
        };
        let server =
            Self { address: listener.local_addr().unwrap(), state: Arc::new(Mutex::new(state)), changed: watch::Sender::new(0) };
        let running = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                running.state.lock().unwrap().connections += 1;
                tokio::spawn(running.clone().serve(stream));
            }
        });
        server
    }

    pub fn put(&self, uid: u32, mail: &str) {
        self.state.lock().unwrap().mails.insert(uid, mail.as_bytes().to_vec());
        self.changed.send_modify(|count| *count += 1);
    }

    pub fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    async fn serve(self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"* OK at your service\r\n").await.unwrap();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let line = line.trim_end().to_owned();
            self.with(|state| state.said.push(line.clone()));
            let Some((tag, command)) = line.split_once(' ') else { continue };
            if command == "IDLE" {
                if !self.idle(tag, &mut stream).await {
                    return;
                }
                continue;
            }
            let answer = match command.strip_prefix("AUTHENTICATE XOAUTH2") {
                Some(_) => self.authenticate(tag, &mut stream).await,
                None => self.answer(tag, command),
            };
            let Some(answer) = answer else { return };
            if stream.write_all(&answer).await.is_err() {
                return;
            }
        }
    }

    async fn authenticate(&self, tag: &str, stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
        stream.write_all(b"+ \r\n").await.ok()?;
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let said = String::from_utf8(data_encoding::BASE64.decode(line.trim_end().as_bytes()).unwrap()).unwrap();
        let token = self.with(|state| state.token.clone());
        if said == format!("user=press\x01auth=Bearer {token}\x01\x01") {
            return Some(format!("{tag} OK in\r\n").into_bytes());
        }
        stream.write_all(b"+ eyJzdGF0dXMiOiI0MDEifQ==\r\n").await.ok()?;
        stream.read_line(&mut line).await.ok()?;
        Some(format!("{tag} NO expired\r\n").into_bytes())
    }

    fn answer(&self, tag: &str, command: &str) -> Option<Vec<u8>> {
        let state = self.state.lock().unwrap();
        let mut out = Vec::new();
        let end = |mut out: Vec<u8>, word: &str| {
            out.extend_from_slice(format!("{tag} {word}\r\n").as_bytes());
            Some(out)
        };
        if command == "CAPABILITY" {
            out.extend_from_slice(b"* CAPABILITY IMAP4rev1 IDLE\r\n");
        } else if command.starts_with("LOGIN") {
            if command != format!("LOGIN \"press\" \"{}\"", state.password) {
                return end(out, "NO [AUTHENTICATIONFAILED] wrong");
            }
        } else if command.starts_with("EXAMINE") {
            let next = state.mails.keys().next_back().map_or(1, |uid| uid + 1);
            let count = state.mails.len();
            let said = format!("* {count} EXISTS\r\n* OK [UIDVALIDITY {}] ok\r\n* OK [UIDNEXT {next}] ok\r\n", state.validity);
            out.extend_from_slice(said.as_bytes());
        } else if let Some(rest) = command.strip_prefix("UID SEARCH UID ") {
            if state.no_search {
                return end(out, "NO not now");
            }
            let range = rest.split(' ').next().unwrap();
            let (first, last) = range.split_once(':').unwrap();
            let (first, last) = (first.parse::<u32>().unwrap(), last.parse().unwrap_or(u32::MAX));
            let mut found: Vec<_> = state.mails.keys().filter(|uid| (first..=last).contains(uid)).collect();
            // As the standard has it: the last one is always in `n:*`.
            if found.is_empty() && range.ends_with('*') {
                found.extend(state.mails.keys().next_back());
            }
            let found: Vec<_> = found.into_iter().map(u32::to_string).collect();
            out.extend_from_slice(format!("* SEARCH {}\r\n", found.join(" ")).replace(" \r", "\r").as_bytes());
        } else if let Some(rest) = command.strip_prefix("UID FETCH ") {
            let (uids, what) = rest.split_once(' ').unwrap();
            for uid in uids.split(',').map(|uid| uid.parse::<u32>().unwrap()) {
                let Some(mail) = state.mails.get(&uid) else { continue };
                if what.contains("SIZE") {
                    let size = mail.len();
                    out.extend_from_slice(
                        format!("* 1 FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE \"14-Jan-2027 12:00:00 +0200\")\r\n")
                            .as_bytes(),
                    );
                    continue;
                }
                if state.breaks.contains(&uid) {
                    return None;
                }
                let is_header = what.contains("[HEADER]");
                if state.refuses.contains(&uid) && !is_header {
                    return end(out, "NO it cannot be read");
                }
                let header = mail.windows(4).position(|four| four == b"\r\n\r\n").map_or(mail.len(), |at| at + 4);
                let (part, name) = if is_header { (&mail[..header], "HEADER") } else { (&mail[..], "") };
                out.extend_from_slice(format!("* 1 FETCH (UID {uid} BODY[{name}] {{{}}}\r\n", part.len()).as_bytes());
                out.extend_from_slice(part);
                out.extend_from_slice(b")\r\n");
            }
        } else {
            return end(out, "BAD what?");
        }
        end(out, "OK done")
    }

    /// Whether the connection goes on.
    async fn idle(&self, tag: &str, stream: &mut BufReader<TcpStream>) -> bool {
        let mode = self.with(|state| state.idle);
        match mode {
            Idle::Refuses => return stream.write_all(format!("{tag} NO not today\r\n").as_bytes()).await.is_ok(),
            Idle::Drops => {
                let _ = stream.write_all(b"+ idling\r\n").await;
                return false;
            }
            Idle::Ignores => {
                tokio::time::sleep(Duration::from_secs(30)).await;
                return false;
            }
            _ => {}
        }
        let mut changed = self.changed.subscribe();
        if stream.write_all(b"+ idling\r\n").await.is_err() {
            return false;
        }
        let mut line = String::new();
        loop {
            tokio::select! {
                read = stream.read_line(&mut line) => {
                    if read.unwrap_or(0) == 0 {
                        return false;
                    }
                    if mode == Idle::NeverEnds {
                        tokio::time::sleep(Duration::from_secs(30)).await;
                        return false;
                    }
                    return stream.write_all(format!("{tag} OK done\r\n").as_bytes()).await.is_ok();
                }
                _ = changed.changed(), if mode != Idle::Silent => {
                    let count = self.with(|state| state.mails.len());
                    if stream.write_all(format!("* {count} EXISTS\r\n").as_bytes()).await.is_err() {
                        return false;
                    }
                }
            }
        }
    }
}
