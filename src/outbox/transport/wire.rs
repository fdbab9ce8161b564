//! Bytes to and from a relay: whole replies read under a deadline, one write per step, and a look for bytes that
//! nobody asked for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout_at};

use super::reply::Reply;

/// What a conversation runs over: TCP, TLS, or a pipe a test holds the other end of.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Why no valid reply came.
#[derive(Debug)]
pub(super) enum Trouble {
    Silent,
    Closed,
    Broken(io::Error),
    Nonsense(&'static str),
    /// A valid reply that does not answer what was asked, or one that nobody asked for.
    OutOfStep,
}

impl Trouble {
    /// In our own words, for the record.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Silent => "no reply in time".to_owned(),
            Self::Closed => "the relay closed the connection".to_owned(),
            Self::Broken(error) => format!("the connection broke: {error}"),
            Self::Nonsense(what) => format!("not understood: {what}"),
            Self::OutOfStep => "the relay answered out of step".to_owned(),
        }
    }
}

pub(super) struct Line {
    wire: Box<dyn Wire>,
    /// Bytes read and not yet taken.
    unread: Vec<u8>,
}

impl Line {
    pub(super) fn new(wire: Box<dyn Wire>) -> Self {
        Self { wire, unread: Vec::new() }
    }

    /// Gives the wire up for TLS. Bytes that came before the handshake are not part of what follows.
    pub(super) fn into_wire(self) -> Box<dyn Wire> {
        self.wire
    }

    pub(super) async fn reply(&mut self, until: Instant) -> Result<Reply, Trouble> {
        loop {
            if let Some((taken, reply)) = Reply::parse(&self.unread).map_err(Trouble::Nonsense)? {
                self.unread.drain(..taken);
                return Ok(reply);
            }
            let mut chunk = [0; 4096];
            let read = timeout_at(until, self.wire.read(&mut chunk)).await.map_err(|_| Trouble::Silent)?.map_err(broken)?;
            if read == 0 {
                return Err(Trouble::Closed);
            }
            self.unread.extend_from_slice(&chunk[..read]);
        }
    }

    /// Writes all of it, as one piece as far as the system allows.
    pub(super) async fn write(&mut self, bytes: &[u8], until: Instant) -> Result<(), Trouble> {
        let written = async {
            self.wire.write_all(bytes).await?;
            self.wire.flush().await
        };
        timeout_at(until, written).await.map_err(|_| Trouble::Silent)?.map_err(broken)
    }

    /// `Err` if something lies there that nobody asked for, or the other side has gone. Never waits.
    pub(super) fn check_quiet(&mut self) -> Result<(), Trouble> {
        if !self.unread.is_empty() {
            return Err(Trouble::OutOfStep);
        }
        let mut chunk = [0; 512];
        let mut buffer = ReadBuf::new(&mut chunk);
        match Pin::new(&mut self.wire).poll_read(&mut Context::from_waker(Waker::noop()), &mut buffer) {
            Poll::Pending => Ok(()),
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => Err(Trouble::Closed),
            Poll::Ready(Ok(())) => {
                self.unread.extend_from_slice(buffer.filled());
                Err(Trouble::OutOfStep)
            }
            Poll::Ready(Err(error)) => Err(broken(error)),
        }
    }
}

/// A close without TLS's goodbye is still only a close.
fn broken(error: io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Trouble::Closed,
        _ => Trouble::Broken(error),
    }
}
