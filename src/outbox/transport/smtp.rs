//! The SMTP conversation of one message after another (RFC 5321), in our own words because the delivery protocol needs
//! what lettre's connection does not give: the envelope and the body as two steps with a commit between them, every
//! pipelined reply judged by itself with its enhanced code, a look for unsolicited bytes before each step, replies of
//! bounded size whatever bytes they hold, a deadline per phase, and no QUIT on a connection that is out of step.

use std::fmt;

use tokio::time::Instant;

use super::opening::Extensions;
use super::reply::Reply;
use super::wire::{Line, Trouble};
use super::{Blame, Deadlines, Envelope, MESSAGES_PER_CONNECTION, Verdict};
use crate::model::delivery::{Outcome, Phase};
use crate::outbox::outcome::{judge, judge_no_reply};

/// How long a goodbye may take.
const QUIT: std::time::Duration = std::time::Duration::from_secs(3);

/// Where the two sides stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Nothing is asked and nothing is owed.
    Quiet,
    /// As quiet, but a refused transaction lies open: RSET goes first.
    Dirty,
    /// The 354 is there; the body may follow.
    AtBody,
    /// The next envelope went out behind the dot; its replies are still to be read.
    Asked,
    /// Something was asked and the answer not read to its end. Whoever finds it so hangs up: a step that was
    /// cancelled half-way leaves this behind.
    Broken,
}

/// One connection to a relay, greeted and signed in.
pub struct Conversation {
    pub(super) line: Line,
    pub(super) deadlines: Deadlines,
    pub(super) extensions: Extensions,
    step: Step,
    /// Messages offered so far.
    offered: u32,
    /// When the whole transaction must be over.
    until: Instant,
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conversation({:?}, {} offered)", self.step, self.offered)
    }
}

impl Conversation {
    pub(super) fn ready(line: Line, deadlines: Deadlines, extensions: Extensions) -> Self {
        Self { line, deadlines, extensions, step: Step::Quiet, offered: 0, until: Instant::now() }
    }

    pub(super) fn is_usable(&mut self) -> bool {
        matches!(self.step, Step::Quiet | Step::Dirty)
            && self.offered < MESSAGES_PER_CONNECTION
            && self.line.seems_quiet().is_ok()
    }

    pub(super) async fn offer(&mut self, envelope: &Envelope) -> Result<(), Verdict> {
        if let Some(why) = self.extensions.cannot_take(envelope) {
            let reusable = self.is_usable();
            let outcome = Outcome::Refused { dead_address: false };
            return Err(Verdict { outcome, phase: Phase::Mail, code: None, reply: why, reusable, blame: Blame::Nobody });
        }
        let step = std::mem::replace(&mut self.step, Step::Broken);
        let quiet = self.line.check_quiet().await;
        let (Step::Quiet | Step::Dirty, Ok(())) = (step, &quiet) else {
            let trouble = quiet.err().unwrap_or(Trouble::OutOfStep);
            // A relay may close what has stood idle; on a fresh connection the same is a fault.
            let blame = if self.offered > 0 { Blame::Nobody } else { Blame::Relay };
            return Err(Verdict { blame, ..no_reply(Phase::Mail, &trouble) });
        };
        self.offered += 1;
        self.until = Instant::now() + self.deadlines.transaction;
        let commands = self.commands(envelope, step == Step::Dirty);
        let refused =
            if self.extensions.pipelining { self.ask_together(&commands).await? } else { self.ask_in_turn(&commands).await? };
        self.taken(refused)
    }

    fn taken(&mut self, refused: Option<Verdict>) -> Result<(), Verdict> {
        match refused {
            None => {
                self.step = Step::AtBody;
                Ok(())
            }
            Some(verdict) => {
                if verdict.reusable {
                    self.step = Step::Dirty;
                }
                Err(Verdict { reusable: verdict.reusable && self.offered < MESSAGES_PER_CONNECTION, ..verdict })
            }
        }
    }

    fn commands(&self, envelope: &Envelope, dirty: bool) -> Vec<(Ask, String)> {
        let size = if self.extensions.size.is_some() { format!(" SIZE={}", envelope.size) } else { String::new() };
        let utf8 = if envelope.needs_smtputf8() { " SMTPUTF8" } else { "" };
        let mut commands = Vec::with_capacity(4);
        if dirty {
            commands.push((Ask::Rset, "RSET\r\n".to_owned()));
        }
        commands.push((Ask::Mail, format!("MAIL FROM:<{}>{size}{utf8}\r\n", envelope.from)));
        commands.push((Ask::Rcpt, format!("RCPT TO:<{}>\r\n", envelope.to.as_str())));
        commands.push((Ask::Data, "DATA\r\n".to_owned()));
        commands
    }

    /// All in one write; every reply is read and judged. The first refusal is the verdict.
    async fn ask_together(&mut self, commands: &[(Ask, String)]) -> Result<Option<Verdict>, Verdict> {
        let together: String = commands.iter().map(|(_, text)| text.as_str()).collect();
        let until = self.by(self.deadlines.command);
        self.line.write(together.as_bytes(), until).await.map_err(|trouble| no_reply(Phase::Mail, &trouble))?;
        self.read_together(commands.iter().map(|(ask, _)| *ask)).await
    }

    async fn read_together(&mut self, asked: impl Iterator<Item = Ask>) -> Result<Option<Verdict>, Verdict> {
        let mut refused: Option<Verdict> = None;
        for ask in asked {
            let answer = self.answer(ask).await;
            match (answer, refused.as_mut()) {
                (Answer::Yes, None) => {}
                // The relay opened the body although it refused: no body and no bare dot follow, so hang up.
                (Answer::Yes, Some(first)) if ask == Ask::Data => first.reusable = false,
                (Answer::Yes, Some(_)) => {}
                (Answer::No(verdict), None) => {
                    if !verdict.reusable {
                        return Err(verdict);
                    }
                    refused = Some(verdict);
                }
                (Answer::No(later), Some(first)) => first.reusable &= later.reusable,
                (Answer::Lost(verdict), None) => return Err(verdict),
                (Answer::Lost(_), Some(first)) => {
                    first.reusable = false;
                    break;
                }
            }
        }
        Ok(refused)
    }

    /// One by one, stopping at the first refusal.
    async fn ask_in_turn(&mut self, commands: &[(Ask, String)]) -> Result<Option<Verdict>, Verdict> {
        for (ask, text) in commands {
            self.line.check_quiet().await.map_err(|trouble| no_reply(ask.phase(), &trouble))?;
            let until = self.by(self.deadlines.command);
            self.line.write(text.as_bytes(), until).await.map_err(|trouble| no_reply(ask.phase(), &trouble))?;
            match self.answer(*ask).await {
                Answer::Yes => {}
                Answer::No(verdict) if verdict.reusable => return Ok(Some(verdict)),
                Answer::No(verdict) | Answer::Lost(verdict) => return Err(verdict),
            }
        }
        Ok(None)
    }

    async fn answer(&mut self, ask: Ask) -> Answer {
        let limit = if ask == Ask::Data { self.deadlines.data } else { self.deadlines.command };
        let until = self.by(limit);
        let reply = match self.line.reply(until).await {
            Ok(reply) => reply,
            Err(trouble) => return Answer::Lost(no_reply(ask.phase(), &trouble)),
        };
        let yes = if ask == Ask::Data { reply.code == 354 } else { reply.is_positive() };
        match ask {
            _ if yes => Answer::Yes,
            Ask::Mail | Ask::Rcpt | Ask::Data if reply.is_negative() => Answer::No(negative(ask.phase(), &reply)),
            _ => Answer::Lost(out_of_step(ask.phase(), &reply)),
        }
    }

    /// Whether the next envelope may go out behind the dot (RFC 2920 §3.1 lets a group begin with message content).
    pub(super) fn may_take_along(&self) -> bool {
        self.step == Step::AtBody && self.extensions.pipelining && self.offered < MESSAGES_PER_CONNECTION
    }

    pub(super) fn takes_along(&self, next: &Envelope) -> bool {
        self.may_take_along() && self.extensions.cannot_take(next).is_none()
    }

    /// The replies to the envelope that went out behind the last dot.
    pub(super) async fn offered(&mut self) -> Result<(), Verdict> {
        if std::mem::replace(&mut self.step, Step::Broken) != Step::Asked {
            return Err(no_reply(Phase::Mail, &Trouble::OutOfStep));
        }
        let refused = self.read_together([Ask::Mail, Ask::Rcpt, Ask::Data].into_iter()).await?;
        self.taken(refused)
    }

    /// Body and dot, and the next envelope where one is taken along.
    pub(super) async fn deliver(&mut self, message: Vec<u8>, next: Option<&Envelope>) -> Verdict {
        let next = next.filter(|next| self.takes_along(next));
        if std::mem::replace(&mut self.step, Step::Broken) != Step::AtBody {
            return no_reply(Phase::Data, &Trouble::OutOfStep);
        }
        let Some(mut body) = on_the_wire(message) else {
            let outcome = Outcome::Refused { dead_address: false };
            let reply = "5.6.0 the message has a bare CR or LF; not sent".to_owned();
            return Verdict { outcome, phase: Phase::Data, code: None, reply, reusable: false, blame: Blame::Us };
        };
        if let Err(trouble) = self.line.check_quiet().await {
            return no_reply(Phase::Data, &trouble);
        }
        for (_, command) in next.iter().flat_map(|next| self.commands(next, false)) {
            body.extend_from_slice(command.as_bytes());
        }
        let until = self.by(self.deadlines.dot);
        // From here on nobody knows what the relay has, unless it says so.
        let written = self.line.write(&body, until).await;
        let reply = match self.line.reply(until).await {
            Ok(reply) => reply,
            Err(trouble) => return no_reply(Phase::Dot, written.as_ref().err().unwrap_or(&trouble)),
        };
        if reply.is_negative() {
            let verdict = negative(Phase::Dot, &reply);
            return self.settled(Verdict { reusable: verdict.reusable && written.is_ok(), ..verdict }, next.is_some());
        }
        // A yes to a body it cannot have read is none.
        if !reply.is_positive() || written.is_err() {
            return out_of_step(Phase::Dot, &reply);
        }
        let (code, text) = (Some(reply.code), reply.text());
        let (outcome, phase, blame) = (Outcome::Accepted, Phase::Dot, Blame::Nobody);
        self.settled(Verdict { outcome, phase, code, reply: text, reusable: true, blame }, next.is_some())
    }

    /// After a valid reply to the dot: whether the connection is good for another message.
    fn settled(&mut self, verdict: Verdict, has_asked: bool) -> Verdict {
        if has_asked && verdict.reusable {
            self.step = Step::Asked;
            self.offered += 1;
            self.until = Instant::now() + self.deadlines.transaction;
            return verdict;
        }
        // Whether the line is quiet is looked at before the next message.
        let in_order = verdict.reusable && self.line.has_nothing_unread();
        if in_order {
            self.step = Step::Quiet;
        }
        Verdict { reusable: in_order && self.offered < MESSAGES_PER_CONNECTION, ..verdict }
    }

    /// Asks for nothing, to see that the relay answers.
    pub(super) async fn noop(&mut self) -> Result<Reply, Verdict> {
        let until = Instant::now() + self.deadlines.command;
        let lost = |trouble: Trouble| no_reply(Phase::Mail, &trouble);
        self.line.check_quiet().await.map_err(lost)?;
        self.line.write(b"NOOP\r\n", until).await.map_err(lost)?;
        let reply = self.line.reply(until).await.map_err(lost)?;
        if reply.is_positive() {
            return Ok(reply);
        }
        Err(if reply.is_negative() { negative(Phase::Mail, &reply) } else { out_of_step(Phase::Mail, &reply) })
    }

    /// As [`Conversation::quit`]; what the relay said to it, if anything.
    pub(super) async fn quit_heard(mut self) -> Option<Reply> {
        let until = Instant::now() + QUIT;
        self.line.write(b"QUIT\r\n", until).await.ok()?;
        self.line.reply(until).await.ok()
    }

    pub(super) async fn quit(mut self) {
        if matches!(self.step, Step::Quiet | Step::Dirty) && self.line.seems_quiet().is_ok() {
            let until = Instant::now() + QUIT;
            if self.line.write(b"QUIT\r\n", until).await.is_ok() {
                drop(self.line.reply(until).await);
            }
        }
    }

    fn by(&self, limit: std::time::Duration) -> Instant {
        (Instant::now() + limit).min(self.until)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    Rset,
    Mail,
    Rcpt,
    Data,
}

enum Answer {
    Yes,
    No(Verdict),
    /// No valid reply, or not to this: the connection is lost.
    Lost(Verdict),
}

impl Ask {
    fn phase(self) -> Phase {
        match self {
            Self::Rset | Self::Mail => Phase::Mail,
            Self::Rcpt => Phase::Rcpt,
            Self::Data => Phase::Data,
        }
    }
}

/// A valid 4yz or 5yz. A 421 closes the connection whatever it answers.
pub(super) fn negative(phase: Phase, reply: &Reply) -> Verdict {
    let text = reply.text();
    let judged = judge(phase, reply.code, reply.enhanced(), &text);
    let reusable = reply.code != 421;
    Verdict { outcome: judged.outcome, phase, code: Some(reply.code), reply: text, reusable, blame: judged.blame }
}

pub(super) fn no_reply(phase: Phase, trouble: &Trouble) -> Verdict {
    let judged = judge_no_reply(phase);
    let reply = super::reply::kept(&trouble.describe());
    Verdict { outcome: judged.outcome, phase, code: None, reply, reusable: false, blame: judged.blame }
}

/// A valid reply to another question than the one asked. Its code is kept for the record.
pub(super) fn out_of_step(phase: Phase, reply: &Reply) -> Verdict {
    let verdict = no_reply(phase, &Trouble::OutOfStep);
    let text = super::reply::kept(&format!("{}: {} {}", verdict.reply, reply.code, reply.text()));
    Verdict { reply: text, ..verdict }
}

/// The message with its dots stuffed and the final dot behind it; `None` if a line ends in anything but CRLF, which
/// could end the message early at a relay that reads it otherwise. Our own encodings leave no dot to stuff, and then
/// nothing is copied.
fn on_the_wire(message: Vec<u8>) -> Option<Vec<u8>> {
    let mut dots = Vec::new();
    let mut line = 0;
    for end in memchr::memchr2_iter(b'\r', b'\n', &message) {
        // The LF of the CRLF just passed.
        if end + 1 == line {
            continue;
        }
        if !message[end..].starts_with(b"\r\n") {
            return None;
        }
        if message[line] == b'.' {
            dots.push(line);
        }
        line = end + 2;
    }
    if message.get(line) == Some(&b'.') {
        dots.push(line);
    }
    let mut body = message;
    if !dots.is_empty() {
        body = stuffed(&body, &dots);
    }
    if !body.ends_with(b"\r\n") {
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b".\r\n");
    Some(body)
}

/// A second dot before each of these.
fn stuffed(message: &[u8], dots: &[usize]) -> Vec<u8> {
    let mut body = Vec::with_capacity(message.len() + dots.len() + 5);
    let mut from = 0;
    for dot in dots {
        body.extend_from_slice(&message[from..*dot]);
        body.push(b'.');
        from = *dot;
    }
    body.extend_from_slice(&message[from..]);
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_stuffed_and_the_end_is_exactly_one_dot() {
        assert_eq!(on_the_wire(b"a\r\n.\r\n..b\r\n".to_vec()).unwrap(), b"a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(on_the_wire(b"no end".to_vec()).unwrap(), b"no end\r\n.\r\n");
        assert_eq!(on_the_wire(b".".to_vec()).unwrap(), b"..\r\n.\r\n");
    }

    #[test]
    fn a_bare_line_end_never_reaches_the_wire() {
        for message in [&b"a\nb\r\n"[..], b"a\rb\r\n", b"a\r\n\r.\r\nb", b"a\n.\nb", b"a\r", b"\n"] {
            assert_eq!(on_the_wire(message.to_vec()), None, "{message:?}");
        }
    }
}
