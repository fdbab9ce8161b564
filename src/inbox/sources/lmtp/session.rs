//! One client's conversation: envelope, message, and a word on each recipient after it is on disk (RFC 2033 §4.2).

use std::borrow::Cow;
use std::time::Duration;

use smtp_proto::{Error as Bad, MAIL_BODY_BINARYMIME, MailFrom, Request};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, split};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::Limits;
use super::input::{Gone, Input, Message, Said};
use crate::inbox::keep::{Arrival, Keeper, Key};
use crate::inbox::ours::Recipient;
use crate::model::ids::SourceId;
use crate::model::inbound::Envelope;

const CLOSING: &str = "421 4.3.2 this server stops now; try again";

/// What is kept for the time of one connection.
#[derive(Debug)]
pub struct Session {
    keeper: Keeper,
    source: SourceId,
    peer: String,
    limits: Limits,
    helo: Option<String>,
    /// MAIL was accepted.
    envelope: Option<Envelope>,
    commands: usize,
    errors: usize,
}

/// Whether the conversation goes on after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Listen,
    Close,
}

type Reply = (Cow<'static, str>, Then);

fn ok(text: &'static str) -> Reply {
    (Cow::Borrowed(text), Then::Listen)
}

impl Session {
    pub fn new(keeper: Keeper, source: SourceId, peer: String, limits: Limits) -> Self {
        Self { keeper, source, peer, limits, helo: None, envelope: None, commands: 0, errors: 0 }
    }

    /// Until the client leaves, or is sent away. What is said after `stop` is not heard, but for the message in hand.
    pub async fn run<S: AsyncRead + AsyncWrite>(mut self, stream: S, stop: CancellationToken) {
        let (from, to) = split(stream);
        let (mut input, mut output) = (Input::new(from, self.limits.idle), Output { to, patience: self.limits.idle });
        if let Err(gone) = self.converse(&mut input, &mut output, &stop).await {
            match gone {
                Gone::Silent => output.say("421 4.4.2 nothing was said for too long").await.unwrap_or(()),
                Gone::Endless => output.say("421 4.5.2 that does not end").await.unwrap_or(()),
                Gone::Closed => {}
            }
        }
        let _ = timeout(Duration::from_secs(5), output.to.shutdown()).await;
    }

    async fn converse<R, W>(&mut self, input: &mut Input<R>, output: &mut Output<W>, stop: &CancellationToken) -> Result<(), Gone>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        output.say("220 LMTP Dateline").await?;
        loop {
            let said = tokio::select! {
                biased;
                () = stop.cancelled() => return output.say(CLOSING).await,
                said = input.line(self.limits.line) => said?,
            };
            self.commands += 1;
            if self.commands > self.limits.commands {
                return output.say("421 4.7.0 too many commands; connect again").await;
            }
            let (reply, then) = match said {
                Said::TooLong => self.wrong("500 5.5.2 that line is too long"),
                // Whoever ends lines otherwise may be heard differently by us than by the server before us.
                Said::NotCrlf => (Cow::Borrowed("500 5.5.2 lines end with CRLF"), Then::Close),
                Said::Line(line) => match Request::parse(&mut line.iter()) {
                    Ok(Request::Data) => match self.data(input, output, stop).await? {
                        Some(reply) => reply,
                        None => continue,
                    },
                    Ok(request) => self.answer(request),
                    Err(bad) => self.misunderstood(&bad),
                },
            };
            output.say(&reply).await?;
            if then == Then::Close {
                return Ok(());
            }
            if self.errors >= self.limits.errors {
                return output.say("421 4.7.0 too many errors").await;
            }
        }
    }

    fn wrong(&mut self, reply: &'static str) -> Reply {
        self.errors += 1;
        ok(reply)
    }

    fn misunderstood(&mut self, bad: &Bad) -> Reply {
        self.wrong(match bad {
            Bad::InvalidSenderAddress => "501 5.1.7 that is not a return path",
            Bad::InvalidRecipientAddress => "501 5.1.3 that is not an address",
            Bad::UnsupportedParameter { .. } | Bad::InvalidParameter { .. } => "555 5.5.4 that parameter is not known here",
            Bad::UnknownCommand => "500 5.5.1 that command is not known here",
            _ => "501 5.5.2 that cannot be understood",
        })
    }

    fn answer(&mut self, request: Request<Cow<'_, str>>) -> Reply {
        match request {
            Request::Lhlo { host } => {
                self.helo = Some(host.into_owned());
                self.envelope = None;
                let size = self.keeper.limit;
                let text = format!(
                    "250-Dateline\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {size}"
                );
                (Cow::Owned(text), Then::Listen)
            }
            Request::Ehlo { .. } | Request::Helo { .. } => self.wrong("500 5.5.1 this is LMTP; say LHLO"),
            Request::Mail { from } => self.mail(&from),
            Request::Rcpt { to } => self.rcpt(&to.address),
            Request::Rset => {
                self.envelope = None;
                ok("250 2.0.0 ok")
            }
            Request::Noop { .. } => ok("250 2.0.0 ok"),
            Request::Vrfy { .. } => ok("252 2.5.0 send a message, and see"),
            Request::Help { .. } => ok("214 2.0.0 RFC 2033"),
            Request::Quit => (Cow::Borrowed("221 2.0.0 goodbye"), Then::Close),
            _ => self.wrong("502 5.5.1 that is not done here"),
        }
    }

    fn mail(&mut self, from: &MailFrom<Cow<'_, str>>) -> Reply {
        if self.helo.is_none() {
            return self.wrong("503 5.5.1 say LHLO first");
        }
        if self.envelope.is_some() {
            return self.wrong("503 5.5.1 one message after the other");
        }
        if from.size > self.keeper.limit {
            return ok(TOO_LARGE);
        }
        if from.flags & MAIL_BODY_BINARYMIME != 0 {
            return self.wrong("555 5.6.1 BINARYMIME is not offered");
        }
        self.envelope = Some(Envelope { return_path: from.address.to_string(), recipients: Vec::new() });
        ok("250 2.1.0 ok")
    }

    fn rcpt(&mut self, address: &str) -> Reply {
        // The parser gives an empty address for `<postmaster>`, the one without a domain (RFC 5321 §4.5.1).
        let address = if address.is_empty() { "postmaster" } else { address };
        let judged = self.keeper.ours.judge(address);
        let most = self.limits.recipients;
        let Some(envelope) = &mut self.envelope else { return self.wrong("503 5.5.1 say MAIL first") };
        if judged == Recipient::NotOurs {
            return self.wrong("550 5.1.1 nobody here has that address");
        }
        if envelope.recipients.len() >= most {
            return ok("452 4.5.3 too many recipients; send the rest in another transaction");
        }
        envelope.recipients.push(address.to_owned());
        ok("250 2.1.5 ok")
    }

    /// The message and the words on each recipient; or the one reply where there is no message.
    async fn data<R, W>(
        &mut self,
        input: &mut Input<R>,
        output: &mut Output<W>,
        stop: &CancellationToken,
    ) -> Result<Option<Reply>, Gone>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        if self.envelope.as_ref().is_none_or(|envelope| envelope.recipients.is_empty()) {
            return Ok(Some(self.wrong("503 5.5.1 no valid recipients")));
        }
        // DATA ends a group of commands (RFC 2920 §3.1): what follows unasked would be read as a message by one of us only.
        if input.is_ahead() {
            return Ok(Some((Cow::Borrowed("503 5.5.0 a message is sent after the 354"), Then::Close)));
        }
        output.say("354 go on, and end with a dot alone").await?;
        let Some(message) = self.hear_out(input, stop).await? else {
            output.say(CLOSING).await?;
            return Err(Gone::Closed);
        };
        let Some(envelope) = self.envelope.take() else { return Ok(None) };
        let recipients = envelope.recipients.len();
        let reply = match message {
            Message::TooLarge => {
                info!(recipients, "a message was larger than the limit and was refused");
                TOO_LARGE
            }
            Message::Whole(body) => self.keep(envelope, body).await,
        };
        // One reply for each that was accepted, in the order they were named.
        output.say(&[reply].repeat(recipients).join("\r\n")).await?;
        Ok(None)
    }

    /// A message that was begun when we stop has some time to end; `None` = it had not.
    async fn hear_out<R: AsyncRead + Unpin>(
        &self,
        input: &mut Input<R>,
        stop: &CancellationToken,
    ) -> Result<Option<Message>, Gone> {
        let limit = self.keeper.limit;
        let message = input.message(limit);
        tokio::pin!(message);
        tokio::select! {
            message = &mut message => return message.map(Some),
            () = stop.cancelled() => {}
        }
        let until = Instant::now() + self.limits.grace;
        tokio::time::timeout_at(until, message).await.map_or(Ok(None), |message| message.map(Some))
    }

    async fn keep(&self, envelope: Envelope, body: Vec<u8>) -> &'static str {
        let mut arrival = Arrival::new(self.source, Key::Content, envelope, body);
        arrival.peer.clone_from(&self.peer);
        arrival.helo = self.helo.clone().unwrap_or_default();
        match self.keeper.keep(arrival).await {
            Ok(_) => "250 2.0.0 kept",
            Err(problem) => {
                warn!(%problem, "a message could not be kept; its sender tries again");
                "451 4.3.0 it cannot be kept now; try again"
            }
        }
    }
}

const TOO_LARGE: &str = "552 5.3.4 that is larger than is taken here";

struct Output<W> {
    to: W,
    patience: Duration,
}

impl<W: AsyncWrite + Unpin> Output<W> {
    async fn say(&mut self, reply: &str) -> Result<(), Gone> {
        let text = format!("{reply}\r\n");
        let write = async {
            self.to.write_all(text.as_bytes()).await?;
            self.to.flush().await
        };
        timeout(self.patience, write).await.map_err(|_| Gone::Closed)??;
        crate::failpoint!("inbox.after_reply");
        Ok(())
    }
}
