//! What a client says, in lines and in messages. A command ends at CRLF and a message at CRLF dot CRLF: nothing else ends
//! either, so that nobody reads two messages where another server read one.

use std::io;
use std::time::Duration;

use smtp_proto::request::receiver::{DataReceiver, DummyDataReceiver};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::timeout;

/// Read at once.
const CHUNK: usize = 64 * 1024;
/// Of a message that is too large, so much more than the limit is heard out, that its client may be told; then it is cut off.
const PATIENCE: usize = 8;

/// A command line, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// With its CRLF.
    Line(Vec<u8>),
    TooLong,
    /// Ended by a line feed alone, or with a carriage return inside.
    NotCrlf,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    Whole(Vec<u8>),
    TooLarge,
}

/// Why there is nothing more to read.
#[derive(Debug)]
pub(super) enum Gone {
    /// Nothing was said for too long.
    Silent,
    /// More than anybody has patience for.
    Endless,
    Closed,
}

impl From<io::Error> for Gone {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

pub(super) struct Input<R> {
    from: R,
    /// Read and not used yet.
    rest: Vec<u8>,
    idle: Duration,
}

impl<R: AsyncRead + Unpin> Input<R> {
    pub(super) fn new(from: R, idle: Duration) -> Self {
        Self { from, rest: Vec::new(), idle }
    }

    /// Whether more was said than was answered.
    pub(super) fn is_ahead(&self) -> bool {
        !self.rest.is_empty()
    }

    async fn more(&mut self) -> Result<(), Gone> {
        self.rest.reserve(CHUNK);
        match timeout(self.idle, self.from.read_buf(&mut self.rest)).await {
            Err(_) => Err(Gone::Silent),
            Ok(read) => match read? {
                0 => Err(Gone::Closed),
                _ => Ok(()),
            },
        }
    }

    /// The next command. May be given up and asked again: nothing that was read is lost.
    pub(super) async fn line(&mut self, longest: usize) -> Result<Said, Gone> {
        let mut looked = 0;
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.rest[looked..]) {
                let line: Vec<u8> = self.rest.drain(..=looked + at).collect();
                return Ok(match line.as_slice() {
                    long if long.len() > longest => Said::TooLong,
                    [text @ .., b'\r', b'\n'] if !text.contains(&b'\r') => Said::Line(line),
                    _ => Said::NotCrlf,
                });
            }
            looked = self.rest.len();
            if looked > longest {
                self.skip_line().await?;
                return Ok(Said::TooLong);
            }
            self.more().await?;
        }
    }

    async fn skip_line(&mut self) -> Result<(), Gone> {
        for _ in 0..64 {
            if let Some(at) = memchr::memchr(b'\n', &self.rest) {
                self.rest.drain(..=at);
                return Ok(());
            }
            self.rest.clear();
            self.more().await?;
        }
        Err(Gone::Endless)
    }

    /// The message after a 354, without the dots that were put in and without the last one.
    pub(super) async fn message(&mut self, limit: usize) -> Result<Message, Gone> {
        // The end of the line `DATA` counts for a dot that stands first (RFC 5321 §4.1.1.4).
        let (mut receiver, mut body) = (DataReceiver::new(), Vec::new());
        receiver.ingest(&mut b"\r\n".iter(), &mut body);
        body.clear();
        loop {
            let mut bytes = self.rest.iter();
            let is_done = receiver.ingest(&mut bytes, &mut body);
            let used = self.rest.len() - bytes.as_slice().len();
            self.rest.drain(..used);
            if body.len() > limit {
                drop(body);
                if !is_done {
                    self.swallow(DummyDataReceiver::new_data(&receiver), limit).await?;
                }
                return Ok(Message::TooLarge);
            }
            if is_done {
                return Ok(Message::Whole(body));
            }
            self.more().await?;
        }
    }

    async fn swallow(&mut self, mut receiver: DummyDataReceiver, limit: usize) -> Result<(), Gone> {
        let mut left = limit.saturating_mul(PATIENCE);
        loop {
            self.more().await?;
            let mut bytes = self.rest.iter();
            let is_done = receiver.ingest(&mut bytes);
            let used = self.rest.len() - bytes.as_slice().len();
            self.rest.drain(..used);
            if is_done {
                return Ok(());
            }
            left = left.checked_sub(used).ok_or(Gone::Endless)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn message(chunks: &[&str], limit: usize) -> Message {
        let (mut client, server) = tokio::io::duplex(7);
        let text = chunks.concat();
        let writing = tokio::spawn(async move {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut client, text.as_bytes()).await;
        });
        let mut input = Input::new(server, Duration::from_secs(5));
        let message = input.message(limit).await.expect("ends");
        let _ = writing.await;
        message
    }

    fn whole(text: &str) -> Message {
        Message::Whole(text.as_bytes().to_vec())
    }

    #[tokio::test]
    async fn a_message_ends_at_crlf_dot_crlf_only() {
        for (said, expected) in [
            ("Subject: x\r\n\r\nHello\r\n.\r\n", "Subject: x\r\n\r\nHello\r\n"),
            (".\r\n", ""),
            ("..\r\n.\r\n", ".\r\n"),
            ("..first\r\n..\r\n.a\r\n.\r\n", ".first\r\n.\r\na\r\n"),
            ("a\n.\n\r\n.\r\n", "a\n.\n\r\n"),
            ("a\n.\r\nMAIL FROM:<x@y.example>\r\n.\r\n", "a\n.\r\nMAIL FROM:<x@y.example>\r\n"),
            ("a\r.\r\n.\r\n", "a\r.\r\n"),
            ("a\r\n.\n\r\n.\r\n", "a\r\n\n\r\n"),
            ("a\r\n.\r.\r\n.\r\n", "a\r\n\r.\r\n"),
            ("nul \0 and \u{e9}\r\n.\r\n", "nul \0 and \u{e9}\r\n"),
        ] {
            assert_eq!(message(&[said], 1_000).await, whole(expected), "{said:?}");
        }
    }

    #[tokio::test]
    async fn one_that_is_too_large_is_heard_out_and_not_kept() {
        let long = "x".repeat(120);
        assert_eq!(message(&[&long, "\r\n.\r\n"], 100).await, Message::TooLarge);
        assert_eq!(message(&[&"y".repeat(98), "\r\n.\r\n"], 100).await, whole(&format!("{}\r\n", "y".repeat(98))));
        let (mut client, server) = tokio::io::duplex(64);
        let _writing =
            tokio::spawn(async move { while tokio::io::AsyncWriteExt::write_all(&mut client, &[b'x'; 64]).await.is_ok() {} });
        let ended = Input::new(server, Duration::from_secs(5)).message(100).await;
        assert!(matches!(ended, Err(Gone::Endless)), "{ended:?}");
    }

    #[tokio::test]
    async fn a_command_ends_at_crlf_and_has_a_length() {
        let said = "NOOP\r\nNOOP\nNO\rOP\r\n".to_owned() + &"x".repeat(200) + "\r\nQUIT\r\n";
        let mut input = Input::new(said.as_bytes(), Duration::from_secs(5));
        assert_eq!(input.line(50).await.expect("line"), Said::Line(b"NOOP\r\n".to_vec()));
        assert_eq!(input.line(50).await.expect("line"), Said::NotCrlf);
        assert_eq!(input.line(50).await.expect("line"), Said::NotCrlf);
        assert_eq!(input.line(50).await.expect("line"), Said::TooLong);
        assert_eq!(input.line(50).await.expect("line"), Said::Line(b"QUIT\r\n".to_vec()));
        assert!(matches!(input.line(50).await, Err(Gone::Closed)));
    }
}
