//! The brakes of one mailing: the seconds in which everything can still be stopped (R7), and stopping at any time after,
//! which says how many it can no longer reach (R15).

use axum::extract::{Path, State};
use serde::Serialize;

use super::{Led, settle, to_its_end};
use crate::clock::{Millis, SECOND};
use crate::model::delivery::{Ledger as Sum, LeftOut};
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::mailing::MailingState;
use crate::model::release::Release;
use crate::store::control::{self, Step};
use crate::store::officers::Role;
use crate::store::outgoing::{self, Outgoing};
use crate::store::{mailings, report};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Count, Field, Ledger, Moment, Piece, ReleaseHead, Sentence, Wrong};
use crate::web::desk::press::{self, Flash, see};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::{head, load};
use crate::web::desk::when;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Hold {
    release: ReleaseHead,
    n: i64,
    left: i64,
    clock: String,
    at: Moment,
    /// Of whoever may stop it.
    stop: Option<StopAct>,
    sentence: Sentence,
    /// Why it goes out without a second person; empty = it does not.
    alone: String,
    progress: String,
}

#[derive(Serialize)]
struct StopAct {
    action: String,
    once: String,
    mailing: i64,
}

#[derive(Serialize)]
struct Stop {
    release: ReleaseHead,
    errors: Vec<Wrong>,
    ledger: Ledger,
    n: i64,
    accepted: i64,
    form: Form,
    back: String,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
    mailing: i64,
    reason: Field,
}

/// `GET /releases/{id}/hold`: how long it can still be stopped. Afterwards the progress, and where nothing was sent the
/// send page.
pub async fn hold(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let release = load(&desk, id).await?;
    let Some(mailing) = outgoing::newest(&desk.store, release.id).await? else {
        return Ok(see(&format!("/releases/{id}/send")));
    };
    let left = mailing.not_before - desk.now();
    match mailing.state {
        MailingState::Planning | MailingState::Sending if left > 0 => {}
        MailingState::Void => return Ok(see(&format!("/releases/{id}/send"))),
        _ => return Ok(see(&format!("/releases/{id}/progress"))),
    }
    let terms = mailings::approved(&desk.store, mailing.id).await?.map(|approved| approved.terms);
    let (read, alone) = terms.map(|terms| (terms.sentence, terms.alone)).unwrap_or_default();
    let may_stop = who.role >= Role::Writer;
    let seconds = (left + SECOND - 1) / SECOND;
    let page = Hold {
        release: head(&desk, &who, &release, "send").await?,
        n: mailing.approved,
        left: seconds,
        clock: format!("{}:{:02}", seconds / 60, seconds % 60),
        at: first_copy(&desk, &who, mailing.not_before),
        stop: may_stop.then(|| StopAct { action: format!("/releases/{id}/stop"), once: press::once(), mailing: mailing.id.0 }),
        sentence: Sentence { pieces: vec![Piece { text: read, ..Piece::default() }] },
        alone: alone.unwrap_or_default(),
        progress: format!("/releases/{id}/progress"),
    };
    let title = who.say("hold-title", &[("n", mailing.approved.into())]);
    View::new(&desk, &who, Noun::Releases, title).show("hold", &page).await
}

/// To the second, where it is today.
fn first_copy(desk: &Desk, who: &Who, at: Millis) -> Moment {
    let (time, now) = (when::zoned(at, &who.zone), when::zoned(desk.now(), &who.zone));
    let moment = who.moment(at);
    if time.date() == now.date() { Moment { text: time.strftime("%H:%M:%S").to_string(), ..moment } } else { moment }
}

/// `GET /releases/{id}/stop`: what stopping would come to.
pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let release = load(&desk, id).await?;
    let Some(mailing) = open(&desk, &release, None).await? else { return Ok(see(&format!("/releases/{id}/progress"))) };
    let found = report::find(&desk.store, mailing.id, desk.now()).await?.ok_or(Problem::NotFound)?;
    let sum = &found.ledger;
    let page = Stop {
        release: head(&desk, &who, &release, "progress").await?,
        errors: Vec::new(),
        n: sum.waiting + sum.retrying,
        accepted: sum.accepted,
        ledger: ledger(release.id, sum),
        form: Form {
            action: format!("/releases/{id}/stop"),
            once: press::once(),
            mailing: mailing.id.0,
            reason: Field::new("reason", ""),
        },
        back: format!("/releases/{id}/progress"),
    };
    View::new(&desk, &who, Noun::Releases, who.say("stop-title", &[])).show("stop", &page).await
}

fn ledger(release: ReleaseId, sum: &Sum) -> Ledger {
    let count = |n: i64, state: &str| {
        let href = if n == 0 { String::new() } else { format!("/releases/{release}/people/{state}") };
        Count::new(n, href)
    };
    let missing = sum.approved - sum.sum();
    Ledger {
        approved: count(sum.approved, "approved"),
        accepted: count(sum.accepted, "accepted"),
        waiting: count(sum.waiting, "waiting"),
        retrying: count(sum.retrying, "retrying"),
        refused: count(sum.refused, "refused"),
        in_doubt: count(sum.in_doubt, "in_doubt"),
        left_out: count(sum.left_out, "left_out"),
        closes: missing == 0,
        missing,
    }
}

/// The newest mailing of a release, if a copy of it may still be begun and it is the one meant.
async fn open(desk: &Desk, release: &Release, meant: Option<MailingId>) -> Result<Option<Outgoing>, Problem> {
    let newest = outgoing::newest(&desk.store, release.id).await?;
    Ok(newest.filter(|mailing| mailing.is_open() && meant.is_none_or(|meant| meant == mailing.id)))
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields)).await
}

async fn pressed(desk: Desk, who: Who, id: i64, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}/progress")).await?;
    let led = stop(&desk, &who, &release, &fields).await;
    settle(press, led).await
}

async fn stop(desk: &Desk, who: &Who, release: &Release, fields: &Fields) -> Result<Led, Problem> {
    let progress = format!("/releases/{}/progress", release.id);
    let late = || Led::To(progress.clone(), Some(Flash::warn("flash-stop-late")));
    let Some(mailing) = open(desk, release, fields.number("mailing").map(MailingId)).await? else { return Ok(late()) };
    let reason: String = fields.line("reason").chars().take(500).collect();
    if control::stop(&desk.store, mailing.id, &who.name, &reason, desk.now()).await? != Step::Done {
        return Ok(late());
    }
    let found = report::find(&desk.store, mailing.id, desk.now()).await?.ok_or(Problem::NotFound)?;
    let stopped = found.left_out.get(&LeftOut::Stopped).copied().unwrap_or(0) + found.unplanned;
    let nobody_has_it = found.ledger.accepted + found.ledger.in_doubt + found.in_hand == 0;
    let to = if nobody_has_it { format!("/releases/{}/send", release.id) } else { progress };
    Ok(Led::To(to, Some(Flash::done("flash-stopped").n(stopped))))
}
