//! From nothing to a conversation: TCP, greeting, EHLO, TLS, EHLO again, AUTH. What goes wrong here is the relay's
//! trouble or ours; no recipient has been named.

use data_encoding::BASE64;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout_at};

use super::probe::{At, Heard};
use super::reply::Reply;
use super::smtp::{Conversation, negative, no_reply, out_of_step};
use super::target::{Login, Relay, TlsMode};
use super::tls::{self, TlsTrouble};
use super::wire::{Line, Probe, Trouble, Wire};
use super::{Blame, Deadlines, Envelope, Verdict};
use crate::model::delivery::{Outcome, Phase};

/// What the relay offers, as of the last EHLO.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extensions {
    pub pipelining: bool,
    /// Offered at all, and the limit if it names one.
    pub size: Option<Option<usize>>,
    pub smtputf8: bool,
    starttls: bool,
    plain: bool,
    login: bool,
}

impl Extensions {
    fn read(reply: &Reply) -> Self {
        let mut found = Self::default();
        for line in reply.lines.iter().skip(1) {
            let line = line.to_ascii_uppercase();
            // `AUTH=LOGIN` is how some old servers say it.
            let mut words = line.split([' ', '=']).filter(|word| !word.is_empty());
            match words.next() {
                Some("PIPELINING") => found.pipelining = true,
                Some("SMTPUTF8") => found.smtputf8 = true,
                Some("STARTTLS") => found.starttls = true,
                // 0 and no number both mean that no limit is named (RFC 1870 §4).
                Some("SIZE") => found.size = Some(words.next().and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0)),
                Some("AUTH") => {
                    for mechanism in words {
                        found.plain |= mechanism == "PLAIN";
                        found.login |= mechanism == "LOGIN";
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Why this relay cannot take a message of this envelope, known without asking it.
    pub(super) fn cannot_take(&self, envelope: &Envelope) -> Option<String> {
        if envelope.needs_smtputf8() && !self.smtputf8 {
            return Some("5.6.7 the address needs SMTPUTF8, which the relay does not offer".to_owned());
        }
        match self.size {
            Some(Some(limit)) if envelope.size > limit => {
                Some(format!("5.3.4 the message has {} bytes, the relay takes {limit}", envelope.size))
            }
            _ => None,
        }
    }
}

impl Conversation {
    pub(super) async fn open(relay: &Relay, hello: &str, deadlines: Deadlines) -> Result<Self, Verdict> {
        Self::open_heard(relay, hello, deadlines, &mut Vec::new()).await
    }

    /// As [`Conversation::open`], writing down what was heard at each step, to the one that failed.
    pub(super) async fn open_heard(
        relay: &Relay,
        hello: &str,
        deadlines: Deadlines,
        heard: &mut Vec<Heard>,
    ) -> Result<Self, Verdict> {
        let until = Instant::now() + deadlines.connect;
        let mut line = connect(relay, until, heard).await?;
        if relay.tls == TlsMode::Implicit {
            let version;
            (line, version) = tls::encrypt(line, relay, until).await.map_err(|trouble| no_tls(Phase::Connect, &trouble))?;
            heard.push(Heard::new(At::Tls, version));
        }
        let mut opening = Opening { line, hello: hello_name(hello), deadlines, heard };
        opening.greeting().await?;
        let mut extensions = opening.ehlo().await?;
        if matches!(relay.tls, TlsMode::Required | TlsMode::Opportunistic) {
            (opening, extensions) = opening.starttls(relay, extensions).await?;
        }
        if let Some(login) = &relay.login {
            opening.sign_in(login, &extensions).await?;
        }
        Ok(Self::ready(opening.line, deadlines, extensions))
    }

    /// A conversation over a connection that is there already, without TLS or AUTH: for tests in virtual time.
    pub async fn over(wire: Box<dyn Wire>, hello: &str, deadlines: Deadlines) -> Result<Self, Verdict> {
        let heard = &mut Vec::new();
        let mut opening = Opening { line: Line::new(wire, None), hello: hello_name(hello), deadlines, heard };
        opening.greeting().await?;
        let extensions = opening.ehlo().await?;
        Ok(Self::ready(opening.line, deadlines, extensions))
    }
}

async fn connect(relay: &Relay, until: Instant, heard: &mut Vec<Heard>) -> Result<Line, Verdict> {
    let broken = |error| no_reply(Phase::Connect, &Trouble::Broken(error));
    let silent = |_| no_reply(Phase::Connect, &Trouble::Silent);
    let found = timeout_at(until, lookup_host((relay.host.as_str(), relay.port))).await.map_err(silent)?.map_err(broken)?;
    let found: Vec<std::net::SocketAddr> = found.collect();
    heard.push(Heard::new(At::Name, found.iter().map(|at| at.ip().to_string()).collect::<Vec<_>>().join(", ")));
    let tcp = timeout_at(until, TcpStream::connect(found.as_slice())).await.map_err(silent)?.map_err(broken)?;
    heard.push(Heard::new(At::Connect, tcp.peer_addr().map(|at| at.to_string()).unwrap_or_default()));
    // Body and dot leave in one write; Nagle would hold its last segment back for a round trip.
    let ready = tcp.set_nodelay(true).and_then(|()| Probe::of(tcp));
    let (tcp, probe) = ready.map_err(|error| no_reply(Phase::Connect, &Trouble::Broken(error)))?;
    Ok(Line::new(Box::new(tcp), Some(probe)))
}

struct Opening<'h> {
    line: Line,
    hello: String,
    deadlines: Deadlines,
    heard: &'h mut Vec<Heard>,
}

impl Opening<'_> {
    async fn greeting(&mut self) -> Result<(), Verdict> {
        let until = Instant::now() + self.deadlines.greeting;
        let reply = self.line.reply(until).await.map_err(|trouble| no_reply(Phase::Greeting, &trouble))?;
        if reply.code != 220 {
            return Err(unwelcome(Phase::Greeting, &reply));
        }
        self.heard.push(Heard::reply(At::Greeting, &reply));
        Ok(())
    }

    async fn ask(&mut self, phase: Phase, command: &str) -> Result<Reply, Verdict> {
        let until = Instant::now() + self.deadlines.command;
        let lost = |trouble: Trouble| no_reply(phase, &trouble);
        self.line.check_quiet().await.map_err(lost)?;
        self.line.write(command.as_bytes(), until).await.map_err(lost)?;
        self.line.reply(until).await.map_err(lost)
    }

    /// EHLO, or HELO for a server that does not know it (RFC 5321 §3.2).
    async fn ehlo(&mut self) -> Result<Extensions, Verdict> {
        let command = format!("EHLO {}\r\n", self.hello);
        let reply = self.ask(Phase::Ehlo, &command).await?;
        if reply.is_positive() {
            self.heard.push(Heard::reply(At::Hello, &reply));
            return Ok(Extensions::read(&reply));
        }
        if !matches!(reply.code, 500 | 501 | 502 | 504 | 550) {
            return Err(unwelcome(Phase::Ehlo, &reply));
        }
        let command = format!("HELO {}\r\n", self.hello);
        let reply = self.ask(Phase::Ehlo, &command).await?;
        if !reply.is_positive() {
            return Err(unwelcome(Phase::Ehlo, &reply));
        }
        self.heard.push(Heard::reply(At::Hello, &reply));
        Ok(Extensions::default())
    }

    async fn starttls(mut self, relay: &Relay, extensions: Extensions) -> Result<(Self, Extensions), Verdict> {
        let optional = relay.tls == TlsMode::Opportunistic;
        if !extensions.starttls {
            return if optional {
                Ok((self, extensions))
            } else {
                Err(halt(Phase::StartTls, "the relay does not offer STARTTLS"))
            };
        }
        let reply = self.ask(Phase::StartTls, "STARTTLS\r\n").await?;
        if reply.code != 220 {
            return if optional && reply.is_negative() && reply.code != 421 {
                Ok((self, extensions))
            } else {
                Err(unwelcome(Phase::StartTls, &reply))
            };
        }
        let until = Instant::now() + self.deadlines.command;
        let (line, version) = tls::encrypt(self.line, relay, until).await.map_err(|trouble| no_tls(Phase::StartTls, &trouble))?;
        self.heard.push(Heard::new(At::Tls, version));
        let mut opening = Self { line, ..self };
        let extensions = opening.ehlo().await?;
        Ok((opening, extensions))
    }

    async fn sign_in(&mut self, login: &Login, extensions: &Extensions) -> Result<(), Verdict> {
        let mut reply;
        if extensions.plain {
            let secret = BASE64.encode(format!("\0{}\0{}", login.user, login.password).as_bytes());
            reply = self.ask(Phase::Auth, &format!("AUTH PLAIN {secret}\r\n")).await?;
            if reply.code == 334 {
                reply = self.ask(Phase::Auth, &format!("{secret}\r\n")).await?;
            }
        } else if extensions.login {
            reply = self.ask(Phase::Auth, "AUTH LOGIN\r\n").await?;
            for answer in [&login.user, &login.password] {
                if reply.code == 334 {
                    reply = self.ask(Phase::Auth, &format!("{}\r\n", BASE64.encode(answer.as_bytes()))).await?;
                }
            }
        } else {
            return Err(halt(Phase::Auth, "the relay offers neither AUTH PLAIN nor AUTH LOGIN"));
        }
        if reply.code != 235 {
            return Err(unwelcome(Phase::Auth, &reply));
        }
        self.heard.push(Heard::reply(At::SignIn, &reply));
        Ok(())
    }
}

/// A reply that ends the opening.
fn unwelcome(phase: Phase, reply: &Reply) -> Verdict {
    if reply.is_negative() { Verdict { reusable: false, ..negative(phase, reply) } } else { out_of_step(phase, reply) }
}

fn no_tls(phase: Phase, trouble: &TlsTrouble) -> Verdict {
    match trouble {
        TlsTrouble::Standing(why) => halt(phase, why),
        TlsTrouble::Passing(trouble) => no_reply(phase, trouble),
    }
}

fn halt(phase: Phase, why: &str) -> Verdict {
    let outcome = Outcome::Deferred { counts: false, not_before: None };
    Verdict { outcome, phase, code: None, reply: super::reply::kept(why), reusable: false, blame: Blame::Halt }
}

/// Nothing but a host name or address literal can enter the EHLO line.
fn hello_name(name: &str) -> String {
    let plain = !name.is_empty() && name.len() <= 255 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    if plain { name.to_owned() } else { "localhost".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address::EmailAddress;

    #[test]
    fn extensions_are_read_whatever_their_case_and_order() {
        let reply = Reply {
            code: 250,
            lines: ["relay greets you, PIPELINING", "size 1000", "AUTH=LOGIN PLAIN", "SmtpUtf8", "STARTTLS", "X-ODD"]
                .map(str::to_owned)
                .to_vec(),
        };
        let found = Extensions::read(&reply);
        assert_eq!(
            found,
            Extensions { pipelining: false, size: Some(Some(1000)), smtputf8: true, starttls: true, plain: true, login: true }
        );
        let to = EmailAddress::parse("a@x.example").unwrap();
        assert_eq!(found.cannot_take(&Envelope::new("", to.clone(), 1000).unwrap()), None);
        assert!(found.cannot_take(&Envelope::new("", to, 1001).unwrap()).is_some());
    }

    #[test]
    fn nothing_can_be_smuggled_into_the_greeting() {
        assert_eq!(hello_name("mail.x.example"), "mail.x.example");
        assert_eq!(hello_name("a\r\nMAIL FROM:<>"), "localhost");
        assert_eq!(hello_name(""), "localhost");
    }
}
