//! The place a demo runs in: one directory with its database, key and mailbox, and settings of its own. Nothing of the
//! user's configuration is read, so no relay but the catcher can be in it.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::catcher::Loopback;
use super::office;
use crate::clock::Millis;
use crate::config::{Config, Relay};
use crate::model::ids::new_uid;
use crate::model::rate::Rate;

/// Tells a demo's directory from any other.
const DATABASE: &str = "demo.db";

#[derive(Debug)]
pub struct House {
    path: PathBuf,
    /// Ours to take away again.
    temporary: bool,
    /// An earlier demo left its database here.
    pub reused: bool,
}

impl House {
    /// `None` makes a directory for this run only.
    pub fn open(dir: Option<&Path>, now: Millis) -> anyhow::Result<Self> {
        let (path, temporary) = match dir {
            Some(dir) => (dir.to_owned(), false),
            None => (std::env::temp_dir().join(format!("dateline-demo-{}", new_uid(now).simple())), true),
        };
        let reused = path.join(DATABASE).exists();
        if !reused && !is_free(&path).with_context(|| format!("looking into {}", path.display()))? {
            bail!("{} has files in it that no demo made; name an empty or a new directory", path.display());
        }
        make(&path, temporary).with_context(|| format!("making {}", path.display()))?;
        let path = path.canonicalize().with_context(|| format!("finding {}", path.display()))?;
        Ok(Self { path, temporary, reused })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn is_temporary(&self) -> bool {
        self.temporary
    }

    pub fn mailbox(&self) -> PathBuf {
        self.path.join("mailbox")
    }

    /// The settings of this demo. The only relay is `catcher`, and a [`Loopback`] cannot be anything but this machine.
    pub fn config(&self, catcher: Loopback, web: SocketAddr, pace: Pace) -> anyhow::Result<Config> {
        let mut config = Config::from_toml("")?;
        config.database.url = format!("sqlite:{}", self.path.join(DATABASE).display());
        config.web.bind = web;
        config.web.public_url = format!("http://{web}");
        config.office.name = office::NAME.to_owned();
        config.office.postal_address = office::POSTAL_ADDRESS.to_owned();
        config.office.contact = office::CONTACT.to_owned();
        config.office.boilerplate = office::BOILERPLATE.to_owned();
        config.sender.from = office::FROM.to_owned();
        config.sender.reply_to = office::REPLY_TO.to_owned();
        config.approval.policy = "never".to_owned();
        config.secrets.key_file = self.path.join("demo.key");
        config.outbox.hold_seconds = 0;
        config.outbox.look_up_mx = false;
        config.outbox.halt_file = self.path.join("STOP-SENDING");
        let rate = Rate { messages: pace.per_second, window: crate::clock::SECOND };
        let relay = Relay { url: catcher.relay_url(), rate, connections: pace.connections, weight: 1, lane: BTreeMap::new() };
        config.relay = [("catcher".to_owned(), relay)].into();
        Ok(config)
    }

    /// Takes the directory away if it was made for this run only.
    pub fn leave(&self) -> io::Result<()> {
        if self.temporary { std::fs::remove_dir_all(&self.path) } else { Ok(()) }
    }
}

/// How fast the demo hands over.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub per_second: u32,
    pub connections: u16,
}

fn is_free(path: &Path) -> io::Result<bool> {
    match std::fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// A directory of our own is nobody else's to read: the key and the mail are in it.
fn make(path: &Path, private: bool) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    builder.create(path)
}
