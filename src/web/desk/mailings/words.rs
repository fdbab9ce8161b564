//! What became of one person's copy, in words: the state, the sentence, and what somebody can do about it.

use crate::model::delivery::{DeliveryState, LeftOut};
use crate::model::mailing::MailingState;
use crate::store::lists::Line;
use crate::store::report::{MailingReport, Person};
use crate::web::desk::parts::State;
use crate::web::desk::when;
use crate::web::desk::who::Who;

/// Where a copy stands.
pub(super) fn delivery(state: DeliveryState) -> State {
    match state {
        DeliveryState::Pending | DeliveryState::Claimed | DeliveryState::Attempting => {
            State::new("state-waiting", "busy", "waiting")
        }
        DeliveryState::Deferred => State::new("state-retrying", "warn", "retry"),
        DeliveryState::Accepted => State::new("state-accepted", "ok", "check"),
        DeliveryState::Refused => State::new("state-refused", "bad", "cross"),
        DeliveryState::InDoubt => State::new("state-in-doubt", "warn", "doubt"),
        DeliveryState::LeftOut => State::new("state-left-out", "off", "left"),
    }
}

/// Where a mailing stands. `has_begun`: its time has come.
pub(super) fn mailing(report: &MailingReport, has_begun: bool) -> State {
    let failed = report.ledger.refused + report.ledger.in_doubt;
    match report.state {
        MailingState::Planning => State::new("state-planning", "warn", "waiting"),
        MailingState::Sending if !has_begun => State::new("state-scheduled", "busy", "calendar"),
        MailingState::Sending => State::new("state-sending", "busy", "send"),
        MailingState::Paused => State::new("state-paused", "warn", "pause"),
        MailingState::Stopped => State::new("state-stopped", "bad", "stop"),
        MailingState::Missed => State::new("state-missed", "bad", "warn"),
        MailingState::Withdrawn => State::new("state-withdrawn", "bad", "cross"),
        MailingState::Void => State::new("state-void", "bad", "warn"),
        MailingState::Done if failed > 0 => State { n: failed, ..State::new("state-done-some", "warn", "done") },
        MailingState::Done => State::new("state-done", "ok", "done"),
    }
}

/// What is known of one copy, whichever query found it.
pub(super) struct Copy<'a> {
    pub state: DeliveryState,
    pub left_out: Option<LeftOut>,
    pub due: i64,
    pub relay: &'a str,
    pub code: Option<i64>,
    pub reply: &'a str,
}

impl<'a> From<&'a Line> for Copy<'a> {
    fn from(line: &'a Line) -> Self {
        let (relay, reply) = (line.relay.as_str(), line.reply.as_str());
        let Line { state, left_out, due, code, .. } = *line;
        Self { state, left_out, due, relay, code, reply }
    }
}

impl<'a> From<&'a Person> for Copy<'a> {
    fn from(person: &'a Person) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
        let (relay, reply) = (text(&person.relay), text(&person.reply));
        let Person { state, left_out, due, code, .. } = *person;
        Self { state, left_out, due, relay, code, reply }
    }
}

/// A reply as it came, on one line.
pub(super) fn reply(code: Option<i64>, reply: &str) -> String {
    let text = format!("{} {reply}", code.map(|code| code.to_string()).unwrap_or_default());
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Address,
    Content,
    Other,
}

/// By the enhanced status code (RFC 3463 §3), where there is one.
fn about(copy: &Copy<'_>) -> About {
    let text = copy.reply.trim_start();
    let text = text.strip_prefix(&copy.code.unwrap_or(0).to_string()).unwrap_or(text).trim_start_matches([' ', '-']);
    let code = text.split_whitespace().next().unwrap_or_default();
    match code.strip_prefix("5.") {
        Some(rest) if rest.starts_with("1.") || rest == "2.1" => About::Address,
        Some(rest) if rest == "3.4" || rest.starts_with("6.") => About::Content,
        _ => About::Other,
    }
}

/// What happened, in a sentence with the last reply.
pub(super) fn why(who: &Who, copy: &Copy<'_>) -> String {
    let said = reply(copy.code, copy.reply);
    let what = [("what", (&said).into())];
    let key = match copy.state {
        DeliveryState::Pending => "why-waiting",
        DeliveryState::Claimed | DeliveryState::Attempting => "why-in-hand",
        DeliveryState::Accepted if said.is_empty() => "why-accepted-only",
        DeliveryState::Accepted => "why-accepted",
        DeliveryState::Deferred => {
            let at = when::text(copy.due, who.lang, &who.zone);
            let key = if said.is_empty() { "why-retrying-only" } else { "why-retrying" };
            return who.say(key, &[("when", (&at).into()), ("what", (&said).into())]);
        }
        DeliveryState::Refused => match about(copy) {
            About::Address => "why-refused-address",
            About::Content => "why-refused-content",
            About::Other => "why-refused",
        },
        DeliveryState::InDoubt => return who.say("why-in-doubt", &[("what", copy.relay.into())]),
        DeliveryState::LeftOut => {
            let why = copy.left_out.map_or("stopped", LeftOut::as_str);
            return who.say("why-left-out", &[("why", why.into())]);
        }
    };
    who.say(key, &what)
}

/// What somebody can do: a message, and whether that is correcting the address.
pub(super) fn todo(copy: &Copy<'_>) -> (&'static str, bool) {
    match copy.state {
        DeliveryState::Deferred => ("report-todo-wait", false),
        DeliveryState::InDoubt => ("report-todo-decide", false),
        DeliveryState::Refused => match about(copy) {
            About::Address => ("report-todo-correct", true),
            About::Content => ("report-todo-content", false),
            About::Other => ("report-todo-none", false),
        },
        _ => ("report-todo-none", false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_about_the_address_the_content_or_something_else() {
        let of = |code: i64, reply: &str| {
            about(&Copy { state: DeliveryState::Refused, left_out: None, due: 0, relay: "north", code: Some(code), reply })
        };
        assert_eq!(of(550, "5.1.1 no such user"), About::Address);
        assert_eq!(of(550, "550 5.1.1 no such user"), About::Address);
        assert_eq!(of(550, "5.2.1 mailbox disabled"), About::Address);
        assert_eq!(of(552, "5.3.4 too big"), About::Content);
        assert_eq!(of(554, "5.6.0 looks odd"), About::Content);
        assert_eq!(of(550, "no"), About::Other);
        assert_eq!(of(550, "5.7.1 policy"), About::Other);
    }

    #[test]
    fn a_reply_stays_on_one_line() {
        assert_eq!(reply(Some(451), "4.7.1\r\nlater\u{1b}[2J"), "451 4.7.1  later [2J");
        assert_eq!(reply(None, ""), "");
    }
}
