//! One copy to one person: its state, every attempt with the relay's own words, the exact mail.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use super::{settle, words};
use crate::compose::letter::Letter;
use crate::model::delivery::DeliveryState;
use crate::model::ids::DeliveryId;
use crate::outbox::again::{Again, AgainError, again};
use crate::store::afterwards::{self, Happened};
use crate::store::deliveries::Claimed;
use crate::store::queue;
use crate::store::report::{self, Attempt, Person};
use crate::web::desk::Desk;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Moment, ReleaseHead, State as Standing};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    /// `None`: a single message, which is of no release.
    release: Option<ReleaseHead>,
    who: Reader,
    state: Standing,
    said: String,
    why: String,
    message_id: String,
    digest: String,
    attempts: Vec<Try>,
    events: Vec<Event>,
    settle: Option<settle::Links>,
    eml: String,
    /// What would be made now is not what went out.
    differs: bool,
    back: String,
}

#[derive(Serialize)]
struct Reader {
    name: String,
    href: String,
    address: String,
}

#[derive(Serialize)]
struct Try {
    n: i64,
    at: Moment,
    relay: String,
    phase: String,
    reply: String,
    state: Standing,
}

#[derive(Serialize)]
struct Event {
    kind: String,
    at: Moment,
    detail: String,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    show(&desk, &who, DeliveryId(id), StatusCode::OK).await
}

/// The bytes as they went out, made again and compared with the digest kept from then.
pub async fn eml(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let id = DeliveryId(id);
    match again(&desk.store, &desk.keys, id).await {
        Ok(Again::NoSuchDelivery) => Err(Problem::NotFound),
        Ok(Again::Erased) => show(&desk, &who, id, StatusCode::GONE).await,
        Ok(Again::Copy { sha256, recorded: Some(recorded), .. }) if recorded != sha256 => {
            show(&desk, &who, id, StatusCode::CONFLICT).await
        }
        Ok(Again::Copy { bytes, .. }) => {
            let headers = [
                (header::CONTENT_TYPE, "message/rfc822".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"delivery-{id}.eml\"")),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(AgainError::Store(error)) => Err(error.into()),
        Err(problem) => Err(Problem::broken(&problem)),
    }
}

/// 409 says that the mail cannot be made as it went out, 410 that it cannot be made any more.
async fn show(desk: &Desk, who: &Who, id: DeliveryId, status: StatusCode) -> Answer {
    let person = report::person(&desk.store, id).await?.ok_or(Problem::NotFound)?;
    let copy = report::copy(&desk.store, id).await?.ok_or(Problem::NotFound)?;
    let is_single = person.mailing.0 == 0;
    let release = match is_single {
        true => None,
        false => afterwards::release_of(&desk.store, person.mailing).await?,
    };
    let is_erased = !is_single && copy.slots.as_ref().is_none_or(|slots| slots.language.is_empty());
    let page = Page {
        back: release.map_or_else(String::new, |release| format!("/releases/{release}/report?mailing={}", person.mailing)),
        release: match release {
            Some(release) => Some(head::head(desk, who, &head::load(desk, release.0).await?, "report").await?),
            None => None,
        },
        who: reader(&person, is_erased),
        state: words::delivery(person.state),
        said: words::why(who, &words::Copy::from(&person)),
        why: copy.slots.as_ref().map(|slots| slots.reason.clone()).unwrap_or_default(),
        message_id: message_id(desk, &person).await?.unwrap_or_else(|| "—".to_owned()),
        digest: digest(&copy),
        attempts: (1..).zip(&person.attempts).map(|(n, attempt)| tried(who, n, attempt)).collect(),
        events: afterwards::events_of(&desk.store, id).await?.iter().map(|event| happened(who, event)).collect(),
        settle: settle::links(who, id, person.state),
        eml: if is_erased { String::new() } else { format!("/deliveries/{id}/message.eml") },
        differs: status == StatusCode::CONFLICT,
    };
    let title = who.say("delivery-title", &[("who", (&page.who.name).into())]);
    View::new(desk, who, Noun::Releases, title).status(status).show("delivery", &page).await
}

fn reader(person: &Person, is_erased: bool) -> Reader {
    let name = if person.name.is_empty() { &person.address } else { &person.name };
    let href = if is_erased || person.contact.0 == 0 { String::new() } else { format!("/reporters/{}", person.contact) };
    Reader { name: name.clone(), href, address: person.address.clone() }
}

fn digest(copy: &Claimed) -> String {
    copy.sha256.clone().filter(|digest| !digest.is_empty()).unwrap_or_else(|| "—".to_owned())
}

/// It needs the letter and the copy's number only, so it is known after erasure too.
async fn message_id(desk: &Desk, person: &Person) -> Result<Option<String>, Problem> {
    if person.mailing.0 == 0 {
        let made = again(&desk.store, &desk.keys, person.delivery).await.ok();
        let Some(Again::Copy { bytes, .. }) = made else { return Ok(None) };
        let read = mail_parser::MessageParser::default().parse(&bytes);
        return Ok(read.and_then(|mail| mail.message_id().map(|id| format!("<{id}>"))));
    }
    let letter = queue::any_letter(&desk.store, person.mailing).await?;
    let letter: Option<Letter> = letter.and_then(|text| serde_json::from_str(&text).ok());
    Ok(letter.and_then(|letter| letter.message_id(&desk.keys, person.delivery)))
}

fn tried(who: &Who, n: i64, attempt: &Attempt) -> Try {
    let state = match attempt.outcome.as_deref() {
        Some("accepted") => DeliveryState::Accepted,
        Some("deferred") => DeliveryState::Deferred,
        Some("refused") => DeliveryState::Refused,
        Some("in_doubt") => DeliveryState::InDoubt,
        _ => DeliveryState::Attempting,
    };
    Try {
        n,
        at: who.moment(attempt.at),
        relay: attempt.relay.clone(),
        phase: format!("phase-{}", attempt.phase.as_deref().unwrap_or("under-way")),
        reply: words::reply(attempt.code, attempt.reply.as_deref().unwrap_or_default()),
        state: words::delivery(state),
    }
}

fn happened(who: &Who, event: &Happened) -> Event {
    Event { kind: event.kind.clone(), at: who.moment(event.at_ms), detail: event.detail.clone() }
}
