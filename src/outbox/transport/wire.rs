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
    probe: Option<Probe>,
}

/// A second handle on the socket. The runtime learns of bytes a moment after the kernel does; between the last reply
/// and the next step only the kernel's own word is good enough.
pub(super) struct Probe {
    socket: std::net::TcpStream,
    /// Waiting bytes may be TLS's own; only reading them tells.
    encrypted: bool,
}

impl Probe {
    /// Splits a probe off a connected socket.
    pub(super) fn of(tcp: tokio::net::TcpStream) -> io::Result<(tokio::net::TcpStream, Self)> {
        let socket = tcp.into_std()?;
        let probe = Self { socket: socket.try_clone()?, encrypted: false };
        Ok((tokio::net::TcpStream::from_std(socket)?, probe))
    }

    fn look(&self) -> Result<(), Trouble> {
        match self.socket.peek(&mut [0]) {
            Ok(0) => Err(Trouble::Closed),
            Ok(_) => Err(Trouble::OutOfStep),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(broken(error)),
        }
    }
}

impl Line {
    pub(super) fn new(wire: Box<dyn Wire>, probe: Option<Probe>) -> Self {
        Self { wire, unread: Vec::new(), probe }
    }

    /// Gives the wire up for TLS. Bytes that came before the handshake are not part of what follows.
    pub(super) fn into_parts(self) -> (Box<dyn Wire>, Option<Probe>) {
        (self.wire, self.probe.map(|probe| Probe { encrypted: true, ..probe }))
    }

    pub(super) async fn reply(&mut self, until: Instant) -> Result<Reply, Trouble> {
        loop {
            if let Some((taken, reply)) = Reply::parse(&self.unread).map_err(Trouble::Nonsense)? {
                self.unread.drain(..taken);
                return Ok(reply);
            }
            // Straight into its place: a buffer in this future would be moved with it, step after step.
            self.unread.reserve(CHUNK);
            let read = self.wire.read_buf(&mut self.unread);
            if timeout_at(until, read).await.map_err(|_| Trouble::Silent)?.map_err(broken)? == 0 {
                return Err(Trouble::Closed);
            }
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

    /// `Err` if something lies there that nobody asked for, or the other side has gone. Waits only for TLS's own
    /// bytes to be told from others, and briefly.
    pub(super) async fn check_quiet(&mut self) -> Result<(), Trouble> {
        self.seems_quiet()?;
        let tells_nothing = self.probe.as_ref().is_none_or(|probe| !probe.encrypted || probe.look().is_ok());
        if tells_nothing {
            return Ok(());
        }
        self.unread.reserve(CHUNK);
        match timeout_at(Instant::now() + TLS_BYTES, self.wire.read_buf(&mut self.unread)).await {
            Err(_) => Ok(()),
            Ok(Ok(0)) => Err(Trouble::Closed),
            Ok(Ok(_)) => Err(Trouble::OutOfStep),
            Ok(Err(error)) => Err(broken(error)),
        }
    }

    /// Nothing of what was read is left over.
    pub(super) fn has_nothing_unread(&self) -> bool {
        self.unread.is_empty()
    }

    /// As [`Line::check_quiet`], without waiting at all; on an encrypted line the last bytes may be missed.
    pub(super) fn seems_quiet(&mut self) -> Result<(), Trouble> {
        if !self.unread.is_empty() {
            return Err(Trouble::OutOfStep);
        }
        let mut chunk = [0; 512];
        let mut buffer = ReadBuf::new(&mut chunk);
        match Pin::new(&mut self.wire).poll_read(&mut Context::from_waker(Waker::noop()), &mut buffer) {
            Poll::Pending => match &self.probe {
                Some(probe) if !probe.encrypted => probe.look(),
                _ => Ok(()),
            },
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => Err(Trouble::Closed),
            Poll::Ready(Ok(())) => {
                self.unread.extend_from_slice(buffer.filled());
                Err(Trouble::OutOfStep)
            }
            Poll::Ready(Err(error)) => Err(broken(error)),
        }
    }
}

/// As much as is read at once: a reply is a line or two.
const CHUNK: usize = 512;

/// How long TLS may take to say that waiting bytes were its own.
const TLS_BYTES: std::time::Duration = std::time::Duration::from_millis(20);

/// A close without TLS's goodbye is still only a close.
fn broken(error: io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Trouble::Closed,
        _ => Trouble::Broken(error),
    }
}
