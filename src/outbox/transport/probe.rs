//! A relay tried without a message: every step of the way to where one could be offered, with what the relay said. For
//! the desk's button and `dateline relay test`.

use std::path::Path;
use std::time::Duration;

use data_encoding::BASE64;
use tokio::time::timeout;

use super::reply::{Reply, kept};
use super::smtp::Conversation;
use super::target::{Login, Relay, TlsMode};
use super::{Deadlines, local};
use crate::model::delivery::Phase;

/// A person waits for it: no step takes longer than they would, nor all of them together.
const WHOLE: Duration = Duration::from_secs(45);

impl Deadlines {
    /// For a person who waits for the answer.
    pub fn impatient() -> Self {
        let (short, long) = (Duration::from_secs(10), Duration::from_secs(15));
        Self { connect: short, greeting: long, command: long, ..Self::default() }
    }
}

/// A step on the way, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Name,
    Connect,
    Greeting,
    Hello,
    Tls,
    SignIn,
    Noop,
    Quit,
    /// The folder of a maildir.
    Folder,
}

impl At {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Hello => "hello",
            Self::Tls => "tls",
            Self::SignIn => "sign_in",
            Self::Noop => "noop",
            Self::Quit => "quit",
            Self::Folder => "folder",
        }
    }
}

/// What was heard at a step: the relay's words, or an address or version. Bounded, safe to print, without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub at: At,
    pub said: String,
}

impl Heard {
    pub(super) fn new(at: At, said: impl AsRef<str>) -> Self {
        Self { at, said: kept(said.as_ref()) }
    }

    pub(super) fn reply(at: At, reply: &Reply) -> Self {
        Self::new(at, format!("{} {}", reply.code, reply.text()))
    }
}

/// How far it came, and where it failed, if it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    pub heard: Vec<Heard>,
    pub failed: Option<Heard>,
}

impl Probed {
    pub fn is_well(&self) -> bool {
        self.failed.is_none()
    }
}

pub(super) async fn maildir(folder: &Path) -> Probed {
    let shown = folder.display().to_string();
    match local::Maildir::open(folder).await {
        Ok(_) => Probed { heard: vec![Heard::new(At::Folder, shown)], failed: None },
        Err(error) => Probed { heard: Vec::new(), failed: Some(Heard::new(At::Folder, format!("{shown}: {error}"))) },
    }
}

pub(super) async fn smtp(relay: &Relay, hello: &str, deadlines: Deadlines) -> Probed {
    let mut heard = Vec::new();
    let failed = match timeout(WHOLE, talk(relay, hello, deadlines, &mut heard)).await {
        Ok(failed) => failed,
        Err(_) => Some(Heard::new(next(relay, &heard), "no reply in time")),
    };
    let mut probed = Probed { heard, failed };
    if let Some(login) = &relay.login {
        probed.heard.iter_mut().chain(probed.failed.as_mut()).for_each(|heard| heard.said = without(&heard.said, login));
    }
    probed
}

async fn talk(relay: &Relay, hello: &str, deadlines: Deadlines, heard: &mut Vec<Heard>) -> Option<Heard> {
    let mut conversation = match Conversation::open_heard(relay, hello, deadlines, heard).await {
        Ok(conversation) => conversation,
        Err(verdict) => {
            let at = match verdict.phase {
                Phase::Greeting => At::Greeting,
                Phase::Ehlo => At::Hello,
                Phase::StartTls => At::Tls,
                Phase::Auth => At::SignIn,
                _ => next(relay, heard),
            };
            let code = verdict.code.map(|code| format!("{code} ")).unwrap_or_default();
            return Some(Heard::new(at, format!("{code}{}", verdict.reply)));
        }
    };
    match conversation.noop().await {
        Ok(reply) => heard.push(Heard::reply(At::Noop, &reply)),
        Err(verdict) => {
            let code = verdict.code.map(|code| format!("{code} ")).unwrap_or_default();
            return Some(Heard::new(At::Noop, format!("{code}{}", verdict.reply)));
        }
    }
    // A relay that is not polite enough to say goodbye takes mail all the same.
    heard.extend(conversation.quit_heard().await.map(|reply| Heard::reply(At::Quit, &reply)));
    None
}

/// The step after those that went well.
fn next(relay: &Relay, heard: &[Heard]) -> At {
    match heard.last().map(|heard| heard.at) {
        None => At::Name,
        Some(At::Name) => At::Connect,
        Some(At::Connect) if relay.tls == TlsMode::Implicit => At::Tls,
        Some(At::Connect | At::Tls) => At::Greeting,
        Some(At::Greeting) => At::Hello,
        Some(At::Hello) if relay.login.is_some() => At::SignIn,
        Some(_) => At::Noop,
    }
}

/// Some relays repeat what they were given.
fn without(said: &str, login: &Login) -> String {
    let whole = BASE64.encode(format!("\0{}\0{}", login.user, login.password).as_bytes());
    let secrets = [whole, BASE64.encode(login.password.as_bytes()), login.password.clone(), BASE64.encode(login.user.as_bytes())];
    let found = secrets.iter().filter(|secret| !secret.is_empty());
    found.fold(said.to_owned(), |said, secret| said.replace(secret.as_str(), "•••"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_relay_repeats_of_a_password_is_not_shown() {
        let login = Login { user: "press".to_owned(), password: "hunter2".to_owned() };
        let whole = BASE64.encode(b"\0press\0hunter2");
        for said in
            ["535 5.7.8 no hunter2 here", &format!("535 AUTH PLAIN {whole}?"), &format!("334 {}", BASE64.encode(b"hunter2"))]
        {
            let shown = without(said, &login);
            assert!(shown.contains("•••") && !shown.contains("hunter2") && !shown.contains(&whole), "{shown}");
        }
        assert_eq!(without("235 2.7.0 welcome", &login), "235 2.7.0 welcome");
    }
}
