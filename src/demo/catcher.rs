//! An SMTP server on loopback that takes every well-formed message and passes none on. Strict where sloppy mail would
//! break elsewhere: CRLF only, lines of at most 998 octets, SMTPUTF8 asked for when an address needs it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::web::mailbox::Mailbox;

const MAX_BYTES: usize = 10 * 1024 * 1024;
const MAX_COMMAND: u64 = 2_048;
/// RFC 5322 §2.1.1, without the CRLF.
const MAX_LINE: usize = 998;
const MAX_RECIPIENTS: usize = 1_000;
const MAX_CONNECTIONS: usize = 64;
const IDLE: Duration = Duration::from_secs(300);

/// The address of a server on this machine. Nothing else can be put into it, which is why the demo cannot reach a real
/// mail server: its only relay is made from one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loopback(SocketAddr);

impl Loopback {
    pub fn new(address: SocketAddr) -> Option<Self> {
        address.ip().is_loopback().then_some(Self(address))
    }

    pub fn address(self) -> SocketAddr {
        self.0
    }

    /// As a relay's URL; plain text, since it never leaves the machine.
    pub fn relay_url(self) -> String {
        format!("smtp://{}?tls=never", self.0)
    }
}

/// A running catcher; [`Catcher::stop`] ends it.
pub struct Catcher {
    address: Loopback,
    stop: CancellationToken,
    conversations: TaskTracker,
}

impl Catcher {
    pub async fn start(mailbox: Arc<Mailbox>, clock: Clock) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = Loopback::new(listener.local_addr()?).ok_or(io::ErrorKind::AddrNotAvailable)?;
        let (stop, conversations) = (CancellationToken::new(), TaskTracker::new());
        let accepting = accept(listener, mailbox, clock, stop.clone(), conversations.clone());
        conversations.spawn(accepting);
        conversations.close();
        Ok(Self { address, stop, conversations })
    }

    pub fn address(&self) -> Loopback {
        self.address
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.conversations.wait().await;
    }
}

async fn accept(listener: TcpListener, mailbox: Arc<Mailbox>, clock: Clock, stop: CancellationToken, conversations: TaskTracker) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((mut stream, _)) = accepted else { continue };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            // Best effort: the caller is being turned away either way.
            let _ = stream.try_write(b"421 4.3.2 too many connections\r\n");
            let _ = stream.shutdown().await;
            continue;
        };
        let (mailbox, clock, stop) = (Arc::clone(&mailbox), clock.clone(), stop.clone());
        conversations.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                // A caller that goes away is no trouble of ours.
                _ = Conversation::new(stream, mailbox, clock).run() => {}
            }
            drop(place);
        });
    }
}

struct Conversation {
    input: BufReader<OwnedReadHalf>,
    output: OwnedWriteHalf,
    /// Replies not yet written; they go out together when no further command is waiting (RFC 2920 §3.2).
    replies: Vec<u8>,
    mailbox: Arc<Mailbox>,
    clock: Clock,
    greeted: bool,
    envelope: Option<Envelope>,
}

struct Envelope {
    from: String,
    utf8: bool,
    to: Vec<String>,
}

enum Next {
    Go,
    Close,
}

impl Conversation {
    fn new(stream: TcpStream, mailbox: Arc<Mailbox>, clock: Clock) -> Self {
        // Without it a reply may wait for the next one; an error costs only time.
        let _ = stream.set_nodelay(true);
        let (input, output) = stream.into_split();
        Self {
            input: BufReader::with_capacity(32 * 1024, input),
            output,
            replies: Vec::new(),
            mailbox,
            clock,
            greeted: false,
            envelope: None,
        }
    }

    async fn run(mut self) -> io::Result<()> {
        self.reply("220 catcher.demo.test ESMTP: takes mail, passes none on");
        loop {
            if self.input.buffer().is_empty() {
                self.flush().await?;
            }
            let Some(line) = self.command().await? else { return self.output.shutdown().await };
            if let Next::Close = self.answer(&line).await? {
                self.flush().await?;
                return self.output.shutdown().await;
            }
        }
    }

    /// The next command without its CRLF; `None` at the end of the stream.
    async fn command(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.input).take(MAX_COMMAND);
        let Ok(read) = tokio::time::timeout(IDLE, limited.read_until(b'\n', &mut line)).await else {
            self.reply("421 4.4.2 idle too long");
            self.flush().await?;
            return Ok(None);
        };
        Ok((read? > 0).then_some(line))
    }

    async fn answer(&mut self, line: &[u8]) -> io::Result<Next> {
        let Some(line) = line.strip_suffix(b"\r\n").filter(|line| !line.iter().any(|b| matches!(b, b'\r' | b'\n' | 0))) else {
            // Nothing after a line that is not ended by CRLF can be trusted to be where it seems to be.
            self.reply("500 5.5.2 lines end with CRLF and are at most 2048 octets");
            return Ok(Next::Close);
        };
        let Ok(line) = std::str::from_utf8(line) else {
            self.reply("500 5.5.2 not UTF-8");
            return Ok(Next::Go);
        };
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.greet(&[
                "catcher.demo.test",
                "PIPELINING",
                &format!("SIZE {MAX_BYTES}"),
                "8BITMIME",
                "ENHANCEDSTATUSCODES",
                "SMTPUTF8",
            ]),
            "HELO" => self.greet(&["catcher.demo.test"]),
            "MAIL" => self.mail(rest),
            "RCPT" => self.rcpt(rest),
            "DATA" => return self.data(rest).await,
            "RSET" => {
                self.envelope = None;
                self.reply("250 2.0.0 forgotten");
            }
            "NOOP" => self.reply("250 2.0.0 yes"),
            "VRFY" => self.reply("252 2.0.0 send it and see"),
            "QUIT" => {
                self.reply("221 2.0.0 good bye");
                return Ok(Next::Close);
            }
            "STARTTLS" | "AUTH" | "BDAT" | "EXPN" | "HELP" => self.reply("502 5.5.1 not offered"),
            _ => self.reply("500 5.5.2 no such command"),
        }
        Ok(Next::Go)
    }

    fn greet(&mut self, lines: &[&str]) {
        self.greeted = true;
        self.envelope = None;
        for (place, line) in lines.iter().enumerate() {
            let mark = if place + 1 == lines.len() { ' ' } else { '-' };
            self.reply(&format!("250{mark}{line}"));
        }
    }

    fn mail(&mut self, rest: &str) {
        let text = match path(rest, "FROM:") {
            _ if !self.greeted => "503 5.5.1 EHLO first",
            _ if self.envelope.is_some() => "503 5.5.1 one MAIL at a time",
            None => "501 5.5.4 MAIL FROM:<address>",
            Some((from, parameters)) => match sender_parameters(parameters) {
                Err(text) => text,
                Ok(utf8) if !utf8 && !from.is_ascii() => "553 5.6.7 this address needs SMTPUTF8",
                Ok(utf8) => {
                    self.envelope = Some(Envelope { from: from.to_owned(), utf8, to: Vec::new() });
                    "250 2.1.0 go on"
                }
            },
        };
        self.reply(text);
    }

    fn rcpt(&mut self, rest: &str) {
        let text = match (&mut self.envelope, path(rest, "TO:")) {
            (None, _) => "503 5.5.1 MAIL first",
            (_, None) => "501 5.5.4 RCPT TO:<address>",
            (_, Some((to, _))) if to.is_empty() || !to.contains('@') => "501 5.1.3 not an address",
            (_, Some((_, parameters))) if !parameters.is_empty() => "555 5.5.4 no parameters known here",
            (Some(envelope), Some((to, _))) if !envelope.utf8 && !to.is_ascii() => "553 5.6.7 this address needs SMTPUTF8",
            (Some(envelope), _) if envelope.to.len() >= MAX_RECIPIENTS => "452 4.5.3 too many recipients",
            (Some(envelope), Some((to, _))) => {
                envelope.to.push(to.to_owned());
                "250 2.1.5 this one too"
            }
        };
        self.reply(text);
    }

    async fn data(&mut self, rest: &str) -> io::Result<Next> {
        if !rest.is_empty() {
            self.reply("501 5.5.4 DATA stands alone");
            return Ok(Next::Go);
        }
        let Some(envelope) = self.envelope.take_if(|envelope| !envelope.to.is_empty()) else {
            self.reply("503 5.5.1 MAIL and RCPT first");
            return Ok(Next::Go);
        };
        self.reply("354 go ahead, end with a dot");
        self.flush().await?;
        let body = match self.body().await? {
            Body::Whole(body) => body,
            Body::Refused(text) => {
                self.reply(text);
                return Ok(Next::Go);
            }
            Body::Gone => return Ok(Next::Close),
        };
        let (mailbox, now) = (Arc::clone(&self.mailbox), self.clock.now());
        let kept = tokio::task::spawn_blocking(move || mailbox.keep(&envelope.from, &envelope.to, &body, now)).await;
        match kept {
            Ok(Ok(Some(number))) => self.reply(&format!("250 2.0.0 kept as {number}")),
            Ok(Ok(None)) => self.reply("452 4.3.1 the mailbox is full"),
            _ => self.reply("451 4.3.0 could not write it down"),
        }
        Ok(Next::Go)
    }

    /// Everything up to CRLF.CRLF, dots unstuffed. A message that breaks a rule is read to its end and then refused.
    async fn body(&mut self) -> io::Result<Body> {
        let (mut body, mut line) = (Vec::new(), Vec::new());
        let mut wrong = None;
        // A dot ends the message only between two CRLFs; after a bare LF it is text (and the message is refused).
        let mut after_crlf = true;
        let mut seen = 0_usize;
        loop {
            line.clear();
            let mut limited = (&mut self.input).take(MAX_BYTES as u64);
            let Ok(read) = tokio::time::timeout(IDLE, limited.read_until(b'\n', &mut line)).await else { return Ok(Body::Gone) };
            seen += read?;
            if !line.ends_with(b"\n") || seen > 4 * MAX_BYTES {
                return Ok(Body::Gone);
            }
            if after_crlf && line == b".\r\n" {
                return Ok(wrong.map_or(Body::Whole(body), Body::Refused));
            }
            let text = line.strip_suffix(b"\r\n");
            after_crlf = text.is_some();
            match text {
                None => wrong = wrong.or(Some("550 5.6.0 a bare LF in the message")),
                Some(text) if text.contains(&b'\r') => wrong = wrong.or(Some("550 5.6.0 a bare CR in the message")),
                Some(text) if text.len() > MAX_LINE => wrong = wrong.or(Some("550 5.6.0 a line over 998 octets")),
                Some(_) if body.len() + line.len() > MAX_BYTES => wrong = wrong.or(Some("552 5.3.4 too big")),
                Some(_) => {}
            }
            if wrong.is_none() {
                body.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            }
        }
    }

    fn reply(&mut self, text: &str) {
        self.replies.extend_from_slice(text.as_bytes());
        self.replies.extend_from_slice(b"\r\n");
    }

    async fn flush(&mut self) -> io::Result<()> {
        if !self.replies.is_empty() {
            self.output.write_all(&self.replies).await?;
            self.replies.clear();
        }
        Ok(())
    }
}

enum Body {
    Whole(Vec<u8>),
    Refused(&'static str),
    /// The caller went away, or sends without end.
    Gone,
}

/// `FROM:<a@b> SIZE=1` → `a@b` and `SIZE=1`. No space is allowed after the colon (RFC 5321 §3.3).
fn path<'a>(text: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let (found, rest) = text.split_at_checked(keyword.len())?;
    let rest = rest.strip_prefix('<').filter(|_| found.eq_ignore_ascii_case(keyword))?;
    let (address, parameters) = rest.split_once('>')?;
    let plain = !address.contains(|c: char| c.is_control() || c.is_whitespace() || c == '<');
    (plain && (parameters.is_empty() || parameters.starts_with(' '))).then(|| (address, parameters.trim()))
}

/// Whether SMTPUTF8 was asked for, or the refusal.
fn sender_parameters(text: &str) -> Result<bool, &'static str> {
    let mut utf8 = false;
    for parameter in text.split_ascii_whitespace() {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.to_ascii_uppercase().as_str() {
            "SMTPUTF8" if value.is_empty() => utf8 = true,
            "BODY" if ["7BIT", "8BITMIME"].contains(&value.to_ascii_uppercase().as_str()) => {}
            "SIZE" => match value.parse::<usize>() {
                Ok(size) if size <= MAX_BYTES => {}
                Ok(_) => return Err("552 5.3.4 too big"),
                Err(_) => return Err("501 5.5.4 SIZE is a number"),
            },
            _ => return Err("555 5.5.4 no such parameter"),
        }
    }
    Ok(utf8)
}
