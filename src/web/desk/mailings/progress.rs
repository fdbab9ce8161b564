//! A mailing under way: the sentence, the arithmetic, the pace and what stands in the way; and the brakes on it.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Serialize;

use super::chosen::{self, Links, Of};
use super::live::{Hub, Seen, look};
use super::{obstacles, words};
use crate::clock::{HOUR, MINUTE, Millis};
use crate::model::ids::ReleaseId;
use crate::model::mailing::MailingState;
use crate::store::control::{self, Step};
use crate::store::lists::Lane;
use crate::store::relays::Level;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Count, Ledger, ReleaseHead, Said, State as Standing};
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::route::{Right, is_fragment};
use crate::web::desk::when;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    #[serde(flatten)]
    shown: Shown,
}

/// The part that changes.
#[derive(Serialize)]
pub(super) struct Shown {
    live: Live,
    state: Standing,
    sentence: Said,
    percent: i64,
    ledger: Ledger,
    pace: Option<Pace>,
    obstacles: Vec<obstacles::Shown>,
    lanes: Vec<LaneRow>,
    acts: Acts,
}

#[derive(Serialize)]
struct Live {
    events: String,
    fragment: String,
    over: bool,
    milestone: String,
    passed: String,
    title: String,
}

#[derive(Serialize)]
struct Pace {
    n: i64,
    left: String,
}

#[derive(Serialize)]
struct LaneRow {
    name: String,
    relay: String,
    accepted: Count,
    retrying: Count,
    refused: Count,
    state: Standing,
}

#[derive(Serialize)]
struct Acts {
    /// The mailing they act on.
    mailing: i64,
    pause: Option<Act>,
    resume: Option<Act>,
    stop: String,
    withdraw: String,
    settle: Count,
    report: String,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, headers: HeaderMap, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let mailing = chosen.report.id;
    let seen = if is_fragment(&headers) {
        // Whoever asks every few seconds shares the look of the others.
        let mut follower = Hub::follow(&desk, mailing);
        let seen = follower.wait_for(Option::is_some).await.ok().and_then(|seen| seen.clone());
        seen.map(|seen| shown(&who, &seen))
    } else {
        look(&desk, mailing).await?.map(|seen| shown(&who, &seen))
    };
    let shown = seen.ok_or(Problem::NotFound)?;
    let release = head::head(&desk, &who, &chosen.release, "progress").await?;
    let page = Page { release, shown };
    let view = View::new(&desk, &who, Noun::Releases, page.shown.live.title.clone());
    if is_fragment(&headers) {
        return view.fragments("progress", &page, &["progress"]);
    }
    view.show("progress", &page).await
}

/// A mailing as this officer sees it.
pub(super) fn shown(who: &Who, seen: &Seen) -> Shown {
    let report = &seen.report;
    let (release, ledger) = (report.release, &report.ledger);
    let links = Links::of(release, report.id);
    let settled = ledger.approved - ledger.waiting - ledger.retrying;
    let percent = share(settled, ledger.approved);
    let is_over = seen.is_over();
    let (milestone, passed) = milestone(who, seen);
    let title = if is_over {
        report.title.clone()
    } else {
        who.say("progress-tab", &[("n", percent.into()), ("what", (&report.title).into())])
    };
    Shown {
        live: Live {
            events: if is_over { String::new() } else { format!("/releases/{release}/progress/events?mailing={}", report.id) },
            fragment: format!("/releases/{release}/progress?mailing={}", report.id),
            over: is_over,
            milestone,
            passed,
            title,
        },
        state: words::mailing(report, seen.has_begun),
        sentence: sentence(who, seen),
        percent,
        ledger: links.ledger(report),
        pace: seen.pace.map(|(n, left)| Pace { n, left: left_of(who, left) }),
        obstacles: obstacles::shown(who, &seen.obstacles),
        lanes: seen.lanes.iter().map(|lane| lane_row(&links, lane, &seen.levels)).collect(),
        acts: acts(who, seen, &links),
    }
}

/// Whole per cent, 100 only for all.
fn share(part: i64, all: i64) -> i64 {
    if all <= 0 { 100 } else { (part.max(0).saturating_mul(100) / all).min(100) }
}

/// What was passed last, and how it is said: quarters of what was accepted, the end, and that there is trouble.
fn milestone(who: &Who, seen: &Seen) -> (String, String) {
    let ledger = &seen.report.ledger;
    let quarter = match share(ledger.accepted, ledger.approved) {
        _ if ledger.approved > 0 && ledger.is_finished() => "p100",
        75.. => "p75",
        50.. => "p50",
        25.. => "p25",
        _ => "",
    };
    let trouble = if ledger.refused + ledger.in_doubt > 0 { "trouble" } else { "" };
    let said = [quarter, trouble].into_iter().filter(|milestone| !milestone.is_empty());
    let said: Vec<String> = said.map(|milestone| who.say("progress-passed", &[("milestone", milestone.into())])).collect();
    (format!("{quarter}{trouble}"), said.join(" "))
}

fn sentence(who: &Who, seen: &Seen) -> Said {
    let report = &seen.report;
    let ledger = &report.ledger;
    let exact = |at: Millis| when::exact(at, who.lang, &who.zone);
    let said = |key: &str| Said::key(key).n(ledger.accepted).of(ledger.approved);
    match report.state {
        MailingState::Planning => said("progress-planning").n(ledger.approved - report.unplanned),
        MailingState::Sending if !seen.has_begun => said("progress-waiting").when(exact(report.not_before)),
        MailingState::Sending if ledger.waiting == 0 && ledger.retrying > 0 => {
            said("progress-retrying").when(exact(report.useful_until))
        }
        MailingState::Sending => said("progress-sending"),
        MailingState::Paused => said("progress-paused"),
        MailingState::Missed => said("progress-missed").when(exact(report.not_before)),
        MailingState::Stopped | MailingState::Withdrawn | MailingState::Void => said("progress-stopped"),
        MailingState::Done => said("progress-done"),
    }
}

/// About how long, in the largest unit that says enough.
fn left_of(who: &Who, left: Millis) -> String {
    let (unit, n) = match left {
        ..MINUTE => ("moment", 0),
        _ if left < 2 * HOUR => ("minutes", (left + MINUTE - 1) / MINUTE),
        _ => ("hours", (left + HOUR - 1) / HOUR),
    };
    who.say("progress-left", &[("unit", unit.into()), ("n", n.into())])
}

fn lane_row(links: &Links, lane: &Lane, levels: &[Level]) -> LaneRow {
    let more = [("lane", lane.lane.as_str())];
    LaneRow {
        name: lane.lane.clone(),
        relay: lane.relays.join(", "),
        accepted: links.count(lane.accepted, Of::Accepted, &more),
        retrying: links.count(lane.retrying, Of::Retrying, &more),
        refused: links.count(lane.refused, Of::Refused, &more),
        state: lane_state(levels.iter().filter(|level| level.lane == lane.lane)),
    }
}

/// The worst of a receiving service's standings with the relays.
pub(in crate::web::desk) fn lane_state<'a>(levels: impl Iterator<Item = &'a Level>) -> Standing {
    let rank = |level: &Level| match level {
        Level { halted: Some(_), .. } => 3,
        Level { failures: 1.., .. } => 2,
        Level { slow: 1.., .. } => 1,
        _ => 0,
    };
    match levels.map(rank).max().unwrap_or(0) {
        3 => Standing::new("state-relay-halted", "bad", "stop"),
        2 => Standing::new("state-relay-rests", "warn", "pause"),
        1 => Standing::new("state-relay-slow", "warn", "waiting"),
        _ => Standing::new("state-relay-well", "ok", "check"),
    }
}

/// What this officer may do about it now.
fn acts(who: &Who, seen: &Seen, links: &Links) -> Acts {
    let report = &seen.report;
    let (release, mailing, state) = (report.release, report.id, report.state);
    let (writes, approves) = (Right::Write.is_held_by(Some(who.role)), Right::Approve.is_held_by(Some(who.role)));
    let is_open = matches!(state, MailingState::Planning | MailingState::Sending | MailingState::Paused | MailingState::Missed);
    let is_halted = matches!(state, MailingState::Paused | MailingState::Missed);
    let may_have_it = report.ledger.accepted + report.ledger.in_doubt > 0;
    let when = |wanted: bool, href: String| if wanted { href } else { String::new() };
    Acts {
        mailing: mailing.0,
        pause: (writes && state == MailingState::Sending && !seen.report.ledger.is_finished())
            .then(|| press::act(format!("/releases/{release}/pause"))),
        resume: (approves && is_halted).then(|| press::act(format!("/releases/{release}/resume"))),
        stop: when(writes && is_open, format!("/releases/{release}/stop?mailing={mailing}")),
        withdraw: when(writes && may_have_it, format!("/releases/{release}/withdraw")),
        settle: links.count(report.ledger.in_doubt, Of::InDoubt, &[]),
        report: when(seen.has_begun, format!("/releases/{release}/report?mailing={mailing}")),
    }
}

/// Hands over no more copies for now: any writer may brake.
pub async fn pause(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let back = page_of(chosen.release.id, &fields);
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let step = control::pause(&desk.store, chosen.report.id, &who.name, "", desk.now()).await?;
    press.done(&back, Some(said(step, "flash-mailing-paused", chosen.report.ledger.waiting))).await
}

/// Goes on after a pause, or sends one now that missed its time: that takes the right to send.
pub async fn resume(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let back = page_of(chosen.release.id, &fields);
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let step = control::resume(&desk.store, chosen.report.id, &who.name, desk.now()).await?;
    let waiting = chosen.report.ledger.waiting + chosen.report.ledger.retrying;
    press.done(&back, Some(said(step, "flash-mailing-resumed", waiting))).await
}

fn page_of(release: ReleaseId, fields: &Fields) -> String {
    match fields.number("mailing") {
        Some(mailing) => format!("/releases/{release}/progress?mailing={mailing}"),
        None => format!("/releases/{release}/progress"),
    }
}

/// What a brake came to.
fn said(step: Step, done: &str, n: i64) -> Flash {
    match step {
        Step::Done => Flash::done(done).n(n),
        Step::Refused(_) | Step::NoSuchMailing => Flash::warn("flash-mailing-moved-on"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_per_cent_is_said_only_of_all() {
        assert_eq!([share(0, 3), share(1, 3), share(999, 1000), share(3, 3), share(0, 0)], [0, 33, 99, 100, 100]);
    }
}
