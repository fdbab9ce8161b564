//! From nothing to a conversation: TCP, greeting, EHLO, TLS, EHLO again, AUTH. What goes wrong here is the relay's
//! trouble or ours; no recipient has been named.

use data_encoding::BASE64;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

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
        let until = Instant::now() + deadlines.connect;
        let mut line = connect(relay, until).await?;
        if relay.tls == TlsMode::Implicit {
            line = tls::encrypt(line, relay, until).await.map_err(|trouble| no_tls(Phase::Connect, &trouble))?;
        }
        let mut opening = Opening { line, hello: hello_name(hello), deadlines };
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
        let mut opening = Opening { line: Line::new(wire, None), hello: hello_name(hello), deadlines };
        opening.greeting().await?;
        let extensions = opening.ehlo().await?;
        Ok(Self::ready(opening.line, deadlines, extensions))
    }
}

async fn connect(relay: &Relay, until: Instant) -> Result<Line, Verdict> {
    let tcp = timeout_at(until, TcpStream::connect((relay.host.as_str(), relay.port))).await;
    let tcp = match tcp {
        Ok(Ok(tcp)) => tcp,
        Ok(Err(error)) => return Err(no_reply(Phase::Connect, &Trouble::Broken(error))),
        Err(_) => return Err(no_reply(Phase::Connect, &Trouble::Silent)),
    };
    // Body and dot leave in one write; Nagle would hold its last segment back for a round trip.
    let ready = tcp.set_nodelay(true).and_then(|()| Probe::of(tcp));
    let (tcp, probe) = ready.map_err(|error| no_reply(Phase::Connect, &Trouble::Broken(error)))?;
    Ok(Line::new(Box::new(tcp), Some(probe)))
}

struct Opening {
    line: Line,
    hello: String,
    deadlines: Deadlines,
}

impl Opening {
    async fn greeting(&mut self) -> Result<(), Verdict> {
        let until = Instant::now() + self.deadlines.greeting;
        let reply = self.line.reply(until).await.map_err(|trouble| no_reply(Phase::Greeting, &trouble))?;
        match reply.code {
            220 => Ok(()),
            _ => Err(unwelcome(Phase::Greeting, &reply)),
        }
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
            return Ok(Extensions::read(&reply));
        }
        if !matches!(reply.code, 500 | 501 | 502 | 504 | 550) {
            return Err(unwelcome(Phase::Ehlo, &reply));
        }
        let command = format!("HELO {}\r\n", self.hello);
        let reply = self.ask(Phase::Ehlo, &command).await?;
        if reply.is_positive() { Ok(Extensions::default()) } else { Err(unwelcome(Phase::Ehlo, &reply)) }
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
        let line = tls::encrypt(self.line, relay, until).await.map_err(|trouble| no_tls(Phase::StartTls, &trouble))?;
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
        if reply.code == 235 { Ok(()) } else { Err(unwelcome(Phase::Auth, &reply)) }
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
