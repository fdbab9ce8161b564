//! A mailing in words, in a table and as JSON: the same facts three times.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};

use crate::clock::{MINUTE, Millis, utc};
use crate::model::mailing::MailingState;
use crate::store::control::Brakes;
use crate::store::report::{MailingReport, RelayHealth};

pub fn state(state: MailingState) -> &'static str {
    match state {
        MailingState::Planning => "being planned",
        other => other.as_str(),
    }
}

/// `1 person`, `812 people`.
pub fn people(count: i64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

/// The sum, and loudly when it does not close.
pub fn arithmetic(report: &MailingReport) -> String {
    let ledger = &report.ledger;
    let sum = format!(
        "{} waiting + {} retrying + {} accepted + {} refused + {} in doubt + {} left out",
        ledger.waiting, ledger.retrying, ledger.accepted, ledger.refused, ledger.in_doubt, ledger.left_out
    );
    if report.closes() {
        return format!("{} approved = {sum}", ledger.approved);
    }
    let off = ledger.approved - ledger.sum();
    format!(
        "ERROR: {} approved, but {sum} = {}; {} missing. Run `dateline mailing stop` and look",
        ledger.approved,
        ledger.sum(),
        off
    )
}

pub fn json(report: &MailingReport) -> Value {
    let left_out: serde_json::Map<String, Value> =
        report.left_out.iter().map(|(reason, people)| (reason.as_str().to_owned(), json!(people))).collect();
    json!({
        "mailing": report.id,
        "release": report.release,
        "version": report.version,
        "title": report.title,
        "state": report.state.as_str(),
        "state_reason": report.state_reason,
        "ledger": report.ledger,
        "closes": report.closes(),
        "finished": report.ledger.is_finished(),
        "left_out": left_out,
        "unplanned": report.unplanned,
        "in_hand": report.in_hand,
        "last_minute": report.last_minute,
        "created": utc(report.created),
        "not_before": utc(report.not_before),
        "useful_until": utc(report.useful_until),
        "started": report.started.map(utc),
        "ended": report.finished.map(utc),
        "next_try": report.next_try.map(utc),
    })
}

pub fn table(reports: &[MailingReport]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table
        .set_header(["no", "state", "approved", "waiting", "retrying", "accepted", "refused", "in doubt", "left out", "release"]);
    for report in reports {
        let ledger = &report.ledger;
        let numbers =
            [ledger.approved, ledger.waiting, ledger.retrying, ledger.accepted, ledger.refused, ledger.in_doubt, ledger.left_out];
        let mut row = vec![report.id.to_string(), report.state.as_str().to_owned()];
        row.extend(numbers.iter().map(ToString::to_string));
        let wrong = if report.closes() { "" } else { "  DOES NOT CLOSE" };
        row.push(format!("{}{wrong}", shortened(&report.title, 60)));
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(2).take(7) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit - 1).collect();
    short.push('…');
    short
}

/// What is known about the senders when somebody asks why a mailing stands still.
#[derive(Debug)]
pub struct Surroundings {
    pub brakes: Brakes,
    pub halt_file: Option<String>,
    pub relays: Vec<RelayHealth>,
    /// The relays this configuration names; others are history.
    pub configured: Vec<String>,
    /// Senders that gave a sign of life within the last minute.
    pub senders: i64,
}

/// Why nothing moves, or moves slowly, one reason a line; empty when all is well or done.
pub fn obstacles(report: &MailingReport, around: &Surroundings, now: Millis) -> Vec<String> {
    let waiting = report.ledger.waiting + report.ledger.retrying;
    let mut found = Vec::new();
    if waiting == 0 {
        return found;
    }
    match report.state {
        MailingState::Paused => {
            found.push(format!("it is paused{}; `dateline mailing resume {}`", because(&report.state_reason), report.id));
        }
        MailingState::Missed => found.push(format!(
            "its time ({}) was missed; `dateline mailing resume {}` sends it now, `stop` ends it",
            utc(report.not_before),
            report.id
        )),
        MailingState::Planning => found.push(format!("{} still to be planned", people(report.unplanned))),
        MailingState::Sending if report.not_before > now => {
            found.push(format!("it begins at {}, in {}", utc(report.not_before), span(report.not_before - now)));
        }
        _ => {}
    }
    found.extend(general_obstacles(around, now).into_iter().map(|reason| format!("{reason}; {waiting} wait")));
    if report.ledger.waiting == 0
        && let Some(next) = report.next_try.filter(|next| *next > now)
    {
        found.push(format!("the next try is at {}, in {}", utc(next), span(next - now)));
    }
    found
}

/// What holds up every mailing.
pub fn general_obstacles(around: &Surroundings, now: Millis) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(killed) = around.brakes.killed {
        let by = around.brakes.killed_by.as_deref().unwrap_or("somebody");
        found.push(format!("the kill switch is on since {} (by {by}); `dateline kill-switch off`", utc(killed)));
    }
    if let Some(file) = &around.halt_file {
        found.push(format!("the halt file {file} exists"));
    }
    if let Some(since) = around.brakes.quarantined {
        found.push(format!(
            "this database lives in another place than before, so it is in quarantine since {}; \
             `dateline kill-switch leave-quarantine` once no other copy of it sends",
            utc(since)
        ));
    }
    if around.senders == 0 {
        found.push("no sender is running: start `dateline serve` or `dateline worker`".to_owned());
    }
    if around.configured.is_empty() {
        found.push("no relay is configured: add a [relay.NAME] table to dateline.toml".to_owned());
    }
    for health in around.relays.iter().filter(|health| around.configured.contains(&health.relay)) {
        let name = if health.lane.is_empty() {
            format!("relay `{}`", health.relay)
        } else {
            format!("relay `{}` to {}", health.relay, health.lane)
        };
        if health.halted.is_some() {
            found.push(format!("{name} is halted{}", because(health.halt_reason.as_deref().unwrap_or_default())));
        } else if health.rests_until > now {
            found.push(format!(
                "{name} rests {} more after {} failures in a row",
                span(health.rests_until - now),
                health.failures
            ));
        }
    }
    found
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(": {reason}") }
}

/// `40 s`, `12 min`, `3 h 5 min`.
pub fn span(length: Millis) -> String {
    let seconds = (length.max(0) + 999) / 1_000;
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

/// How long the rest takes at the pace of the last minute.
pub fn remaining(report: &MailingReport) -> Option<String> {
    (report.last_minute > 0 && report.ledger.waiting > 0).then(|| span(report.ledger.waiting * MINUTE / report.last_minute))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::delivery::Ledger;
    use crate::model::ids::{MailingId, ReleaseId};

    const NOW: Millis = 1_795_000_000_000;

    fn report(state: MailingState, ledger: Ledger) -> MailingReport {
        MailingReport {
            id: MailingId(3),
            release: ReleaseId(1),
            version: 1,
            title: "A title".to_owned(),
            state,
            state_reason: String::new(),
            not_before: NOW - MINUTE,
            useful_until: NOW + 60 * MINUTE,
            created: NOW - MINUTE,
            started: Some(NOW - MINUTE),
            finished: None,
            ledger,
            unplanned: 0,
            in_hand: 0,
            left_out: BTreeMap::new(),
            next_try: None,
            last_minute: 0,
        }
    }

    fn all_well() -> Surroundings {
        Surroundings {
            brakes: Brakes::default(),
            halt_file: None,
            relays: Vec::new(),
            configured: vec!["office".to_owned()],
            senders: 1,
        }
    }

    #[test]
    fn a_sum_that_does_not_close_is_said_to_be_wrong() {
        let whole = report(MailingState::Sending, Ledger { approved: 3, waiting: 1, accepted: 2, ..Ledger::default() });
        let short = report(MailingState::Done, Ledger { approved: 4, accepted: 2, refused: 1, ..Ledger::default() });

        assert!(arithmetic(&whole).starts_with("3 approved = 1 waiting"));
        assert!(arithmetic(&short).starts_with("ERROR") && arithmetic(&short).contains("1 missing"));
        assert_eq!(json(&short)["closes"], false);
    }

    #[test]
    fn a_halted_relay_is_named_with_its_reason_and_the_number_who_wait() {
        let waiting = report(MailingState::Sending, Ledger { approved: 812, waiting: 812, ..Ledger::default() });
        let health = RelayHealth {
            relay: "office".to_owned(),
            lane: String::new(),
            failures: 1,
            rests_until: 0,
            halted: Some(NOW),
            halt_reason: Some("535 the password is wrong".to_owned()),
        };
        let around = Surroundings { relays: vec![health], ..all_well() };

        assert_eq!(obstacles(&waiting, &around, NOW), ["relay `office` is halted: 535 the password is wrong; 812 wait"]);
        assert!(obstacles(&waiting, &all_well(), NOW).is_empty());
    }

    #[test]
    fn nobody_who_is_done_is_told_of_an_obstacle() {
        let done = report(MailingState::Done, Ledger { approved: 1, accepted: 1, ..Ledger::default() });
        assert!(obstacles(&done, &Surroundings { senders: 0, ..all_well() }, NOW).is_empty());
    }

    #[test]
    fn spans_are_rounded_up_to_a_second() {
        assert_eq!([span(1), span(119_000), span(120_000), span(11_100_000)], ["1 s", "119 s", "2 min", "3 h 5 min"]);
    }
}
