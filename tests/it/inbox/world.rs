//! An office with a media inbox, and clients that hand mail over.

use std::sync::Arc;
use std::time::Duration;

use dateline::clock::Clock;
use dateline::compose::links::{Purpose, token};
use dateline::compose::{Office, OpensMode};
use dateline::inbox::keep::Keeper;
use dateline::inbox::ours::Ours;
use dateline::inbox::sources::lmtp::{Limits, Session};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{InboundId, SourceId};
use dateline::secrets::Keyring;
use dateline::store::inbound::{self, Line};
use dateline::store::sources::{self, Kind};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader, DuplexStream};
use tokio_util::sync::CancellationToken;

use crate::support::TestDb;

pub const NOW: i64 = 1_800_000_000_000;
/// Bytes.
pub const LIMIT: usize = 20_000;

pub struct World {
    pub db: TestDb,
    pub clock: Clock,
    pub keys: Arc<Keyring>,
    pub keeper: Keeper,
    pub source: SourceId,
    pub stop: CancellationToken,
}

impl World {
    pub async fn new(db: TestDb) -> Self {
        let (clock, keys) = (Clock::standing_at(NOW), Arc::new(Keyring::for_tests()));
        let addresses = ["media@office.example", "presse@office.example"].map(|text| EmailAddress::parse(text).unwrap());
        let ours = Arc::new(Ours::new(keys.clone(), &addresses, Some("bounce.office.example")));
        let keeper = Keeper { store: db.store.clone(), clock: clock.clone(), ours, limit: LIMIT };
        let source = sources::ensure(&db.store, "lmtp", Kind::Lmtp, NOW).await.unwrap();
        Self { db, clock, keys, keeper, source, stop: CancellationToken::new() }
    }

    pub fn address(&self, purpose: Purpose, number: i64) -> String {
        let token = token(&self.keys, "k2", purpose, number);
        if purpose == Purpose::Bounce {
            format!("b+{token}@bounce.office.example")
        } else {
            format!("media+{token}@office.example")
        }
    }

    /// A client of a session of its own, over a pipe.
    pub async fn client(&self) -> Client<DuplexStream> {
        self.client_with(Limits { grace: Duration::from_secs(5), ..Limits::default() }).await
    }

    pub async fn client_with(&self, limits: Limits) -> Client<DuplexStream> {
        let (near, far) = tokio::io::duplex(4_096);
        let session = Session::new(self.keeper.clone(), self.source, "192.0.2.1".to_owned(), limits);
        tokio::spawn(session.run(far, self.stop.clone()));
        let mut client = Client::new(near);
        assert!(client.reply().await.starts_with("220 "));
        client
    }

    /// One that has said LHLO.
    pub async fn greeted(&self) -> Client<DuplexStream> {
        let mut client = self.client().await;
        assert!(client.ask("LHLO mx.office.example").await.starts_with("250"));
        client
    }

    pub async fn lines(&self) -> Vec<Line> {
        inbound::page(&self.db.store, InboundId(0)).await.unwrap()
    }

    pub async fn body(&self, id: InboundId) -> Vec<u8> {
        inbound::body(&self.db.store, id).await.unwrap().unwrap()
    }

    /// A message is kept, as if it had come over LMTP.
    pub async fn came(&self, to: &str, message: &str) {
        let mut client = self.greeted().await;
        assert_eq!(client.deliver("<jane@paper.example>", &[to], message.as_bytes()).await, ["250 2.0.0 kept"]);
    }
}

pub fn message(number: usize) -> String {
    format!(
        "From: Jane <jane{number}@paper.example>\r\nTo: media@office.example\r\nMessage-ID: <{number}@paper.example>\r\n\
         Subject: Question {number}\r\n\r\nWho can say something?\r\n"
    )
}

pub struct Client<S>(BufReader<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub fn new(stream: S) -> Self {
        Self(BufReader::new(stream))
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// One reply, its lines joined; empty at the end.
    pub async fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).await.unwrap_or(0) == 0 {
                return reply;
            }
            let is_last = line.as_bytes().get(3) != Some(&b'-');
            reply.push_str(line.trim_end());
            if is_last {
                return reply;
            }
            reply.push('\n');
        }
    }

    pub async fn ask(&mut self, command: &str) -> String {
        self.write(format!("{command}\r\n").as_bytes()).await;
        self.reply().await
    }

    /// Everything until the end.
    pub async fn rest(&mut self) -> String {
        let mut text = String::new();
        let _ = self.0.read_to_string(&mut text).await;
        text
    }

    /// The envelope up to the 354.
    pub async fn envelope(&mut self, from: &str, to: &[&str]) {
        assert_eq!(self.ask(&format!("MAIL FROM:{from}")).await, "250 2.1.0 ok");
        for to in to {
            assert_eq!(self.ask(&format!("RCPT TO:<{to}>")).await, "250 2.1.5 ok", "{to}");
        }
        assert!(self.ask("DATA").await.starts_with("354"));
    }

    /// A whole message, and what was said to each recipient.
    pub async fn deliver(&mut self, from: &str, to: &[&str], message: &[u8]) -> Vec<String> {
        self.envelope(from, to).await;
        self.write(message).await;
        self.write(b".\r\n").await;
        let mut replies = Vec::new();
        for _ in to {
            replies.push(self.reply().await);
        }
        replies
    }
}

pub fn office() -> Office {
    let address = |text| EmailAddress::parse(text).unwrap();
    Office {
        name: "Harbour Press Office".to_owned(),
        postal_address: "1 Quay, Harbour".to_owned(),
        contact: "Mia Ode".to_owned(),
        boilerplate: String::new(),
        from_name: "Harbour Press Office".to_owned(),
        from: address("press@office.example"),
        reply_to: address("media@office.example"),
        bounce_domain: Some("bounce.office.example".to_owned()),
        public_url: "https://press.office.example".to_owned(),
        opens: OpensMode::Counted,
    }
}
