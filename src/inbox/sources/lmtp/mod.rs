//! The office's own mail server hands mail over by LMTP (RFC 2033), on loopback or a unix socket. Whom a message is for is
//! judged before it is taken, and it is acknowledged when it is on disk. There is no listener for the world: that is the mail
//! server's business.

mod input;
mod peers;
mod session;

use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

pub use self::peers::{BadNetwork, Peers};
pub use self::session::Session;
use super::Pulse;
use crate::inbox::keep::Keeper;
use crate::model::ids::SourceId;

/// What a session keeps to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connections: usize,
    /// Of one transaction; more come in the next (RFC 5321 §4.5.3.1.8).
    pub recipients: usize,
    /// A command with its CRLF.
    pub line: usize,
    /// A client may be silent for so long (RFC 5321 §4.5.3.2.7), and a reply may take so long to be read.
    pub idle: Duration,
    pub commands: usize,
    /// Commands that were refused, before the connection is.
    pub errors: usize,
    /// For the message in hand when we stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 50,
            recipients: 100,
            line: 2_048,
            idle: Duration::from_secs(5 * 60),
            commands: 10_000,
            errors: 20,
            grace: Duration::from_secs(20),
        }
    }
}

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl Bind {
    /// `127.0.0.1:2424`, or `unix:/run/dateline/lmtp`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("unix:") {
            Some(path) => Some(Self::Unix(PathBuf::from(path))).filter(|_| path.starts_with('/')),
            None => text.parse().ok().map(Self::Tcp),
        }
    }
}

impl std::fmt::Display for Bind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener, PathBuf),
}

/// A listener that is bound, and not heard yet.
#[derive(Debug)]
pub struct Lmtp {
    socket: Socket,
    keeper: Keeper,
    source: SourceId,
    peers: Arc<Peers>,
    limits: Limits,
}

impl Lmtp {
    pub async fn bind(bind: &Bind, keeper: Keeper, source: SourceId, peers: Peers, limits: Limits) -> io::Result<Self> {
        let socket = match bind {
            Bind::Tcp(address) => Socket::Tcp(TcpListener::bind(address).await?),
            Bind::Unix(path) => Socket::Unix(unix(path).await?, path.clone()),
        };
        Ok(Self { socket, keeper, source, peers: Arc::new(peers), limits })
    }

    /// Where it listens, on TCP.
    pub fn address(&self) -> Option<SocketAddr> {
        match &self.socket {
            Socket::Tcp(listener) => listener.local_addr().ok(),
            Socket::Unix(..) => None,
        }
    }

    /// Takes mail until `stop`: then the messages in hand are finished, and everybody else is sent away with 421.
    pub async fn run(self, stop: CancellationToken) {
        let (places, sessions) = (Arc::new(Semaphore::new(self.limits.connections)), TaskTracker::new());
        let mut pulse = Pulse::new(self.keeper.store.clone(), self.keeper.clock.clone(), self.source);
        let mut beat = tokio::time::interval(Duration::from_secs(60));
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = beat.tick() => pulse.well().await,
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, peer)) => self.admit(stream, peer, &places, &sessions, &stop),
                    // Out of descriptors, most likely: the next moment has one.
                    Err(problem) => {
                        warn!(%problem, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                }
            }
        }
        sessions.close();
        sessions.wait().await;
        if let Socket::Unix(_, path) = &self.socket {
            let _ = std::fs::remove_file(path);
        }
    }

    fn admit(
        &self,
        mut stream: Box<dyn Stream>,
        peer: Option<SocketAddr>,
        places: &Arc<Semaphore>,
        sessions: &TaskTracker,
        stop: &CancellationToken,
    ) {
        let allowed = peer.is_none_or(|peer| self.peers.allow(peer.ip()));
        let place = places.clone().try_acquire_owned();
        let refused: &'static [u8] = match (&place, allowed) {
            (_, false) => b"554 5.7.1 this address may not hand mail over; see `inbox.lmtp.allow`\r\n",
            (Err(_), true) => b"421 4.3.2 too many connections; try again\r\n",
            (Ok(_), true) => b"",
        };
        let Some(place) = place.ok().filter(|_| allowed) else {
            info!(allowed, "a connection was refused");
            sessions.spawn(async move {
                let _ = tokio::time::timeout(Duration::from_secs(5), stream.write_all(refused)).await;
            });
            return;
        };
        let peer = peer.map_or_else(|| "unix".to_owned(), |peer| peer.ip().to_string());
        let session = Session::new(self.keeper.clone(), self.source, peer, self.limits);
        let stop = stop.clone();
        sessions.spawn(async move {
            session.run(stream, stop).await;
            drop(place);
        });
    }
}

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Socket {
    async fn accept(&self) -> io::Result<(Box<dyn Stream>, Option<SocketAddr>)> {
        match self {
            Self::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok((Box::new(stream), Some(peer)))
            }
            Self::Unix(listener, _) => Ok((Box::new(listener.accept().await?.0), None)),
        }
    }
}

/// A socket that was left behind is taken over; one that somebody listens at is not, and nothing else is ever removed.
async fn unix(path: &Path) -> io::Result<UnixListener> {
    if let Ok(there) = std::fs::symlink_metadata(path)
        && there.file_type().is_socket()
        && tokio::net::UnixStream::connect(path).await.is_err()
    {
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    // Who may reach it is said by its folder; a mail server runs under a user of its own.
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666))?;
    Ok(listener)
}
