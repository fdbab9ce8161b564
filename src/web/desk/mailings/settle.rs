//! A person decides what nobody can know: a copy in doubt arrived, or is sent once more. One, or all of a mailing.

use axum::extract::{Path, State};
use serde::Serialize;

use super::chosen::{self, Chosen};
use crate::clock::Millis;
use crate::model::delivery::DeliveryState;
use crate::model::ids::{DeliveryId, MailingId};
use crate::store::doubts::{self, Decision, Settled};
use crate::store::lists::{self, After, Wanted};
use crate::store::report::{self, Person};
use crate::store::{Store, StoreError};
use crate::web::desk::Desk;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::Noun;
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem, hidden};
use crate::web::desk::route::Right;
use crate::web::desk::when;
use crate::web::desk::who::Who;

/// The pages that ask, of one copy.
#[derive(Serialize)]
pub(super) struct Links {
    arrived: String,
    /// Empty for whoever may not send.
    again: String,
}

/// How this officer may decide about a copy; `None` where there is nothing to decide, or it is not theirs.
pub(super) fn links(who: &Who, delivery: DeliveryId, state: DeliveryState) -> Option<Links> {
    (state == DeliveryState::InDoubt && Right::Write.is_held_by(Some(who.role))).then(|| {
        let href = |how: &str| format!("/deliveries/{delivery}/settle?as={how}");
        let may_again = Right::Approve.is_held_by(Some(who.role));
        Links { arrived: href("arrived"), again: if may_again { href("again") } else { String::new() } }
    })
}

/// The decision a form or an address names. A second copy takes the right to send.
fn decision(who: &Who, fields: &Fields) -> Result<(Decision, &'static str, &'static str), Problem> {
    match fields.line("as").as_str() {
        "arrived" => Ok((Decision::Accepted, "arrived", "settle_arrived")),
        "again" if Right::Approve.is_held_by(Some(who.role)) => Ok((Decision::Resend, "again", "settle_again")),
        "again" => Err(Problem::Forbidden),
        _ => Err(Problem::BadRequest),
    }
}

async fn person(desk: &Desk, id: i64) -> Result<Person, Problem> {
    report::person(&desk.store, DeliveryId(id)).await?.ok_or(Problem::NotFound)
}

/// Asks about one copy.
pub async fn ask_one(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let person = person(&desk, id).await?;
    if person.state != DeliveryState::InDoubt {
        return Err(Problem::Conflict);
    }
    let (_, how, of) = decision(&who, &fields)?;
    let mut page = Confirm::new(of, &person.name, format!("/deliveries/{id}/settle"), format!("/deliveries/{id}"));
    page.n = 1;
    page.form.fields = hidden(&[("as", how)]);
    page.show(&desk, &who, Noun::Releases).await
}

/// Decides about one copy.
pub async fn one(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let person = person(&desk, id).await?;
    let (decision, ..) = decision(&who, &fields)?;
    let back = format!("/deliveries/{id}");
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let settled = doubts::settle(&desk.store, person.mailing, person.delivery, decision, &who.name, "", desk.now()).await?;
    press.done(&back, Some(said(&who, settled))).await
}

/// What one decision came to.
fn said(who: &Who, settled: Settled) -> Flash {
    let at = |at: Millis| when::text(at, who.lang, &who.zone);
    match settled {
        Settled::Done => Flash::done("flash-settled").n(1),
        Settled::NotInDoubt(_) | Settled::NoSuchDelivery => Flash::warn("flash-settle-not"),
        Settled::ReplyMayStillCome(until) => Flash::warn("flash-settle-early").what(at(until)),
        Settled::MailingIsClosed(_) => Flash::warn("flash-settle-closed"),
        Settled::TooLate(since) => Flash::warn("flash-settle-late").what(at(since)),
    }
}

fn list(chosen: &Chosen) -> String {
    super::chosen::Links::of(chosen.release.id, chosen.report.id).list(chosen::Of::InDoubt, &[])
}

/// Asks about all of a mailing.
pub async fn ask_all(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let (_, how, of) = decision(&who, &fields)?;
    let n = chosen.report.ledger.in_doubt;
    if n == 0 {
        return Err(Problem::Conflict);
    }
    let mut page = Confirm::new(of, &chosen.report.title, format!("/releases/{id}/settle"), list(&chosen));
    page.n = n;
    page.form.fields = hidden(&[("as", how), ("mailing", &chosen.report.id.to_string()), ("count", &n.to_string())]);
    page.show(&desk, &who, Noun::Releases).await
}

/// Decides about all of a mailing, if there are still as many as were shown.
pub async fn all(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let (decision, ..) = decision(&who, &fields)?;
    let back = list(&chosen);
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let n = chosen.report.ledger.in_doubt;
    if fields.number("count") != Some(n) {
        return press.done(&back, Some(Flash::warn("flash-settle-changed").n(n))).await;
    }
    // Whoever leaves the page in the middle has decided all the same.
    let work = settle_all(desk.store.clone(), chosen.report.id, decision, who.name.clone(), desk.now());
    let (done, not) = tokio::spawn(work).await.map_err(|problem| Problem::broken(&problem))??;
    let flash = match not {
        0 => Flash::done("flash-settled").n(done),
        _ => Flash::warn("flash-settled-some").n(done).what(not.to_string()),
    };
    press.done(&back, Some(flash)).await
}

/// How many were settled, and how many could not be.
async fn settle_all(
    store: Store,
    mailing: MailingId,
    decision: Decision,
    actor: String,
    now: Millis,
) -> Result<(i64, i64), StoreError> {
    let wanted = Wanted { states: vec![DeliveryState::InDoubt], ..Wanted::of(mailing) };
    let (mut done, mut not, mut after) = (0, 0, After::default());
    loop {
        let part = lists::page(&store, &wanted, &after, 0, 500).await?;
        let Some(last) = part.last() else { return Ok((done, not)) };
        after = last.place();
        for line in &part {
            match doubts::settle(&store, mailing, line.delivery, decision, &actor, "", now).await? {
                Settled::Done => done += 1,
                _ => not += 1,
            }
        }
    }
}
