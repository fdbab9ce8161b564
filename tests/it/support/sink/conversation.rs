//! One conversation of the sink: a strict SMTP server that follows its script.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::script::{Act, Step};
use super::{Entry, PASSWORD, Shared, USER};

enum Io {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    Gone,
}

impl Io {
    async fn read(&mut self, chunk: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(chunk).await,
            Self::Tls(tls) => tls.read(chunk).await,
            Self::Gone => Ok(0),
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.write_all(bytes).await,
            Self::Tls(tls) => {
                tls.write_all(bytes).await?;
                tls.flush().await
            }
            Self::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn tcp(&self) -> Option<&TcpStream> {
        match self {
            Self::Plain(tcp) => Some(tcp),
            Self::Tls(tls) => Some(tls.get_ref().0),
            Self::Gone => None,
        }
    }
}

struct Conversation {
    io: Io,
    unread: Vec<u8>,
    number: usize,
    shared: Arc<Shared>,
    mail: Option<Duration>,
    rcpt: Option<String>,
    signed_in: bool,
}

/// What was said at a step.
enum Said {
    /// The first digit.
    Digit(u8),
    /// The conversation is over.
    Over,
}

pub(super) async fn hold(stream: TcpStream, number: usize, shared: Arc<Shared>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut talk =
        Conversation { io: Io::Plain(stream), unread: Vec::new(), number, shared, mail: None, rcpt: None, signed_in: false };
    if talk.shared.offer.tls {
        talk.encrypt().await?;
    }
    let full = { talk.shared.offer.max.is_some_and(|max| talk.shared.notes().open > max) };
    if full {
        return talk.io.write(b"421 4.7.0 too many connections\r\n").await;
    }
    if let Said::Over = talk.answer(Step::Connect, "", "220 sink.example ESMTP").await? {
        return Ok(());
    }
    while let Some(line) = talk.line().await? {
        if let Said::Over = talk.command(&line).await? {
            return Ok(());
        }
    }
    Ok(())
}

impl Conversation {
    async fn command(&mut self, line: &str) -> io::Result<Said> {
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        self.shared.notes().commands.push(verb.clone());
        if !self.unread.is_empty() && (!self.shared.offer.pipelining || !matches!(verb.as_str(), "RSET" | "MAIL" | "RCPT")) {
            self.violation(&format!("something followed {verb} before it was answered"));
        }
        match verb.as_str() {
            "EHLO" => self.ehlo(line).await,
            "HELO" => self.answer(Step::Helo, line, "250 sink.example").await,
            "STARTTLS" => self.starttls().await,
            "AUTH" => self.auth(line).await,
            "MAIL" => self.mail(line).await,
            "RCPT" => self.rcpt(line).await,
            "DATA" => self.data().await,
            "RSET" => {
                (self.mail, self.rcpt) = (None, None);
                self.answer(Step::Rset, line, "250 2.0.0 ok").await
            }
            "NOOP" => self.say(b"250 2.0.0 ok\r\n").await,
            "QUIT" => {
                // Whoever has said goodbye may come anew before this task has ended.
                self.shared.notes().said_goodbye(self.number);
                self.answer(Step::Quit, line, "221 2.0.0 bye").await?;
                Ok(Said::Over)
            }
            _ => {
                self.violation(&format!("no command: {line:?}"));
                self.say(b"500 5.5.2 unknown\r\n").await
            }
        }
    }

    async fn ehlo(&mut self, line: &str) -> io::Result<Said> {
        let offer = self.shared.offer.clone();
        if offer.helo_only {
            return self.say(b"502 5.5.1 only HELO here\r\n").await;
        }
        let mut lines = vec!["sink.example".to_owned(), "ENHANCEDSTATUSCODES".to_owned()];
        lines.extend(offer.pipelining.then(|| "PIPELINING".to_owned()));
        lines.extend(offer.smtputf8.then(|| "SMTPUTF8".to_owned()));
        lines.extend(offer.size.map(|bytes| format!("SIZE {bytes}")));
        lines.extend((offer.starttls && matches!(self.io, Io::Plain(_))).then(|| "STARTTLS".to_owned()));
        lines.extend(offer.auth.map(|mechanisms| format!("AUTH {mechanisms}")));
        let last = lines.len() - 1;
        let usual: Vec<_> =
            lines.iter().enumerate().map(|(n, text)| format!("250{}{text}", if n == last { ' ' } else { '-' })).collect();
        self.answer(Step::Ehlo, line, &usual.join("\r\n")).await
    }

    async fn starttls(&mut self) -> io::Result<Said> {
        let said = self.answer(Step::StartTls, "", "220 2.0.0 go ahead").await?;
        if let Said::Digit(2) = said {
            self.encrypt().await?;
        }
        Ok(said)
    }

    async fn encrypt(&mut self) -> io::Result<()> {
        let acceptor = self.shared.acceptor.clone().ok_or(io::ErrorKind::Unsupported)?;
        if let Io::Plain(tcp) = std::mem::replace(&mut self.io, Io::Gone) {
            self.io = Io::Tls(Box::new(acceptor.accept(tcp).await?));
        }
        Ok(())
    }

    async fn auth(&mut self, line: &str) -> io::Result<Said> {
        let acts = self.shared.notes().script.acts(Step::Auth, line);
        if !acts.is_empty() {
            return self.act(acts, "235 2.7.0 welcome").await;
        }
        let mut words = line.split(' ').skip(1);
        let given = match (words.next(), words.next()) {
            (Some("PLAIN"), Some(secret)) => BASE64.decode(secret.as_bytes()).unwrap_or_default(),
            _ => {
                let mut given = Vec::new();
                for prompt in ["334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n"] {
                    self.say(prompt.as_bytes()).await?;
                    let answer = self.line().await?.unwrap_or_default();
                    given.push(0);
                    given.extend(BASE64.decode(answer.as_bytes()).unwrap_or_default());
                }
                given
            }
        };
        self.signed_in = given == format!("\0{USER}\0{PASSWORD}").into_bytes();
        let reply: &[u8] = if self.signed_in { b"235 2.7.0 welcome\r\n" } else { b"535 5.7.8 who are you\r\n" };
        self.say(reply).await
    }

    async fn mail(&mut self, line: &str) -> io::Result<Said> {
        if self.mail.is_some() {
            self.violation("MAIL inside a transaction");
        }
        let at = self.shared.started.elapsed();
        let usual = if self.shared.offer.auth.is_some() && !self.signed_in { "530 5.7.0 sign in first" } else { "250 2.1.0 ok" };
        let said = self.answer(Step::Mail, line, usual).await?;
        if let Said::Digit(2) = said {
            self.mail = Some(at);
        }
        Ok(said)
    }

    async fn rcpt(&mut self, line: &str) -> io::Result<Said> {
        let usual = if self.mail.is_some() { "250 2.1.5 ok" } else { "503 5.5.1 MAIL first" };
        let said = self.answer(Step::Rcpt, line, usual).await?;
        if let Said::Digit(2) = said {
            let address = line.split(['<', '>']).nth(1).unwrap_or_default();
            self.rcpt = Some(address.to_owned());
        }
        Ok(said)
    }

    async fn data(&mut self) -> io::Result<Said> {
        let usual = if self.rcpt.is_some() { "354 go ahead" } else { "554 5.5.1 no valid recipients" };
        let said = self.answer(Step::Data, "", usual).await?;
        let Said::Digit(3) = said else { return Ok(said) };
        let rcpt = self.rcpt.take();
        let mail = self.mail.take();
        let acts = self.shared.notes().script.acts(Step::Body, "");
        if !acts.is_empty() {
            // The first byte is there before anything goes wrong.
            if !self.more().await? {
                return Ok(Said::Over);
            }
            if let Said::Over = self.act(acts, "").await? {
                return Ok(Said::Over);
            }
        }
        let Some(message) = self.body().await? else { return Ok(Said::Over) };
        let about = rcpt.clone().unwrap_or_default();
        let acts = self.shared.notes().script.acts(Step::Dot, &about);
        let refuses = matches!(acts.first(), Some(Act::Say(bytes)) if matches!(bytes.first(), Some(b'4' | b'5')));
        self.enter(message, about, mail, !refuses);
        self.act(acts, &format!("250 2.0.0 ok: queued as {}", self.number)).await
    }

    fn enter(&self, message: Vec<u8>, rcpt: String, mail: Option<Duration>, kept: bool) {
        let text = String::from_utf8_lossy(&message);
        let id =
            text.lines().find_map(|line| line.strip_prefix("Message-ID:")).map(|id| id.trim().to_owned()).unwrap_or_default();
        let sha256 = HEXLOWER.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &message).as_ref());
        let mail_at = mail.unwrap_or_default();
        let entry = Entry { connection: self.number, message_id: id, rcpt, sha256, kept, mail_at, message };
        self.shared.notes().write_down(entry);
    }

    /// The message, dots unstuffed; `None` if the client left before the dot.
    async fn body(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut message = Vec::new();
        loop {
            let Some(end) = self.unread.iter().position(|byte| *byte == b'\n') else {
                if self.more().await? {
                    continue;
                }
                return Ok(None);
            };
            let mut line: Vec<u8> = self.unread.drain(..=end).collect();
            if !line.ends_with(b"\r\n") || line[..line.len() - 2].contains(&b'\r') {
                self.violation("a bare CR or LF in the message");
            }
            if line == b".\r\n" {
                return Ok(Some(message));
            }
            if line.first() == Some(&b'.') {
                line.remove(0);
            }
            message.append(&mut line);
        }
    }

    async fn answer(&mut self, step: Step, about: &str, usual: &str) -> io::Result<Said> {
        let acts = self.shared.notes().script.acts(step, about);
        self.act(acts, usual).await
    }

    async fn act(&mut self, mut acts: Vec<Act>, usual: &str) -> io::Result<Said> {
        if acts.is_empty() || acts.last() == Some(&Act::Hold) {
            acts.push(Act::Usual);
        }
        let mut said = Said::Digit(0);
        for act in acts {
            said = match act {
                Act::Usual => self.say(format!("{usual}\r\n").as_bytes()).await?,
                Act::Say(bytes) => self.say(&bytes).await?,
                Act::Double => self.say(format!("{usual}\r\n{usual}\r\n").as_bytes()).await?,
                Act::Early(more) => self.say(&[format!("{usual}\r\n").as_bytes(), &more].concat()).await?,
                Act::Hold => {
                    self.shared.held.add_permits(1);
                    self.shared.gate.acquire().await.map_err(io::Error::other)?.forget();
                    said
                }
                Act::Drop => Said::Over,
                Act::Rst => {
                    if let Some(tcp) = self.io.tcp() {
                        tcp.set_zero_linger()?;
                    }
                    Said::Over
                }
                Act::Stall => {
                    while self.more().await? {}
                    Said::Over
                }
                // These three go on until the client has had enough and the write fails.
                Act::Dribble => loop {
                    self.io.write(b"2").await?;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                },
                Act::Endless => loop {
                    self.io.write(b"250-and another thing\r\n").await?;
                },
                Act::Huge => loop {
                    self.io.write(&[b'2'; 4096]).await?;
                },
            };
            if let Said::Over = said {
                return Ok(Said::Over);
            }
        }
        Ok(said)
    }

    async fn say(&mut self, bytes: &[u8]) -> io::Result<Said> {
        self.io.write(bytes).await?;
        Ok(Said::Digit(bytes.first().map_or(0, |byte| byte.wrapping_sub(b'0'))))
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        loop {
            if let Some(end) = self.unread.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.unread.drain(..=end).collect();
                if !line.ends_with(b"\r\n") {
                    self.violation("a command that does not end in CRLF");
                }
                return Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()));
            }
            if !self.more().await? {
                return Ok(None);
            }
        }
    }

    /// Reads more; `false` at the end.
    async fn more(&mut self) -> io::Result<bool> {
        let mut chunk = vec![0; 16 * 1024];
        let read = self.io.read(&mut chunk).await?;
        self.unread.extend_from_slice(&chunk[..read]);
        Ok(read > 0)
    }

    fn violation(&self, what: &str) {
        self.shared.notes().violations.push(what.to_owned());
    }
}
