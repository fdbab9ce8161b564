//! `/u/{token}`: a page with a few buttons, and the one-click POST of RFC 8058. Looking changes nothing; a POST needs no
//! cookie, no session and no other proof than the link, is never redirected, and is answered after the commit.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::words::{Words, fill};
use super::{message, not_now, unknown_link};
use crate::clock::Millis;
use crate::compose::links::{self, Purpose};
use crate::feedback::leaving::{self, Choice, PAUSE, Undone, Way};
use crate::model::ids::DeliveryId;
use crate::store::feedback::{self, ReaderCopy};
use crate::store::suppressions::{self, Left, Reason, Scope, Suppression};
use crate::store::{Store, StoreError};
use crate::web::Site;
use crate::web::form;
use crate::web::layout::{self, Frame};
use crate::web::paths::Unsubscribe;

pub async fn options() -> Response {
    (StatusCode::NO_CONTENT, [(header::ALLOW, "GET, HEAD, OPTIONS, POST")]).into_response()
}

pub async fn get(State(site): State<Site>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let (copy, words) = match look_up(&site, &token, &headers).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let now = site.clock.now();
    match standing(&site.store, &copy, now).await {
        Ok((in_force, through_this)) => choices(&site, words, &copy, &in_force, &through_this, now),
        Err(error) => store_trouble(&site, words, &error),
    }
}

pub async fn post(
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (copy, words) = match look_up(&site, &token, &headers).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let unclear = || message(&site, words, StatusCode::BAD_REQUEST, words.unclear, words.unclear_why);
    let Some(wish) = body.ok().and_then(|body| Wish::read(&headers, &body)) else { return unclear() };
    let now = site.clock.now();
    // In a task of its own: a client that hangs up must not leave a transaction half way.
    let (store, subject) = (site.store.clone(), copy.clone());
    let done = tokio::spawn(async move { fulfil(&store, &subject, wish, now).await }).await;
    match done {
        Ok(Ok(Some(Outcome::Left(_)))) if wish == Wish::OneClick => "Unsubscribed.\n".into_response(),
        Ok(Ok(Some(Outcome::Left(left)))) => done_page(&site, words, &copy, &token, wish, left, now),
        Ok(Ok(Some(Outcome::Undone(undone)))) => undone_page(&site, words, &copy, &token, undone),
        Ok(Ok(None)) => unclear(),
        Ok(Err(error)) => store_trouble(&site, words, &error),
        Err(error) => {
            tracing::error!(error = %error, "leaving ended in a panic");
            not_now(&site, words)
        }
    }
}

/// What a POST asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    OneClick,
    Leave(Choice),
    Undo(Choice),
}

impl Wish {
    /// Other fields are ignored (RFC 8058 §3.2).
    fn read(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let fields = form::fields(media_type, body);
        let value = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        if let Some(value) = value("List-Unsubscribe") {
            return value.eq_ignore_ascii_case("One-Click").then_some(Self::OneClick);
        }
        match (value("choice"), value("undo")) {
            (Some(choice), None) => Choice::parse(choice).map(Self::Leave),
            (None, Some(choice)) => Choice::parse(choice).map(Self::Undo),
            _ => None,
        }
    }

    fn choice(self) -> Choice {
        match self {
            Self::OneClick => Choice::Everything,
            Self::Leave(choice) | Self::Undo(choice) => choice,
        }
    }
}

enum Outcome {
    Left(Left),
    Undone(Undone),
}

/// `None`: this copy knows no such choice.
async fn fulfil(store: &Store, copy: &ReaderCopy, wish: Wish, now: Millis) -> Result<Option<Outcome>, StoreError> {
    let choice = wish.choice();
    Ok(match wish {
        Wish::OneClick => leaving::leave(store, copy, choice, Way::OneClick, now).await?.map(Outcome::Left),
        Wish::Leave(_) => leaving::leave(store, copy, choice, Way::Page, now).await?.map(Outcome::Left),
        Wish::Undo(_) => leaving::undo(store, copy, choice, now).await?.map(Outcome::Undone),
    })
}

/// The copy a token stands for, and the words of its language; or the answer for a link that is not one of ours.
async fn look_up(site: &Site, token: &str, headers: &HeaderMap) -> Result<(ReaderCopy, &'static Words), Box<Response>> {
    let Some(number) = links::read(&site.keys, Purpose::Unsubscribe, token) else {
        return Err(Box::new(unknown_link(site, headers)));
    };
    match feedback::find_copy(&site.store, DeliveryId(number)).await {
        Ok(Some(copy)) => {
            let words = if copy.language.is_empty() { super::wished(headers) } else { Words::of(&copy.language) };
            Ok((copy, words))
        }
        Ok(None) => Err(Box::new(unknown_link(site, headers))),
        Err(error) => Err(Box::new(store_trouble(site, super::wished(headers), &error))),
    }
}

/// What is in force for the address, and which of it this link may take back.
async fn standing(store: &Store, copy: &ReaderCopy, now: Millis) -> Result<(Vec<Suppression>, Vec<Scope>), StoreError> {
    Ok((suppressions::list(store, &copy.address_key, now).await?, feedback::left_through(store, copy, now).await?))
}

fn store_trouble(site: &Site, words: &Words, error: &StoreError) -> Response {
    tracing::warn!(error = %error, "a reader's choice could not be stored or looked up");
    not_now(site, words)
}

/// Fills a sentence with what is known of the copy.
fn about(site: &Site, copy: &ReaderCopy, sentence: &str, more: &[(&str, &str)]) -> String {
    let address = leaving::masked(copy);
    let name = |named: Option<&str>| named.unwrap_or_default().to_owned();
    let (issue, region) = (name(copy.issue.as_ref().map(|i| i.1.as_str())), name(copy.region.as_ref().map(|r| r.1.as_str())));
    let mut values = vec![("office", site.office.name.as_str()), ("address", &address), ("issue", &issue), ("region", &region)];
    values.extend(more);
    fill(sentence, &values)
}

fn choices(
    site: &Site,
    words: &Words,
    copy: &ReaderCopy,
    in_force: &[Suppression],
    through_this: &[Scope],
    now: Millis,
) -> Response {
    let stands = |choice: Choice| {
        let scope = choice.scope(copy)?;
        let reason = if choice == Choice::Pause { Reason::Paused } else { Reason::Unsubscribed };
        in_force.iter().find(|s| s.scope == scope && s.reason == reason)
    };
    let left = stands(Choice::Everything).is_some();
    let mut stopped = Vec::new();
    let mut offered = Vec::new();
    for choice in [Choice::Issue, Choice::Region, Choice::Pause, Choice::Everything] {
        let Some(scope) = choice.scope(copy) else { continue };
        if let Some(suppression) = stands(choice) {
            let until = words.day(suppression.until.unwrap_or(now));
            let text = about(site, copy, stopped_sentence(words, choice), &[("date", &until)]);
            let undo = through_this.contains(&scope).then_some(choice.as_str());
            if !left || choice == Choice::Everything {
                stopped.push(json!({ "text": text, "undo": undo, "undo_label": words.undo }));
            }
        } else if !left {
            offered.push(button(site, words, copy, choice, now));
        }
    }
    let heading = if left { words.left_already } else { words.choose };
    // Who has left reads it once, beside the way back.
    let intro = if left { String::new() } else { about(site, copy, words.intro, &[]) };
    let page = json!({ "heading": heading, "intro": intro, "stopped": stopped, "choices": offered, "note": words.note });
    layout::page(StatusCode::OK, "reader/choices", Frame::new(words.lang, heading, &site.office.name), page)
}

fn button(site: &Site, words: &Words, copy: &ReaderCopy, choice: Choice, now: Millis) -> Value {
    let (label, why) = match choice {
        Choice::Issue => (words.issue, words.issue_about),
        Choice::Region => (words.region, words.region_about),
        Choice::Pause => (words.pause, words.pause_about),
        Choice::Everything => (words.everything, words.everything_about),
    };
    let end = words.day(now + PAUSE);
    json!({
        "value": choice.as_str(),
        "label": about(site, copy, label, &[]),
        "about": about(site, copy, why, &[("date", &end)]),
        "final": choice == Choice::Everything,
    })
}

fn stopped_sentence(words: &Words, choice: Choice) -> &'static str {
    match choice {
        Choice::Issue => words.issue_stopped,
        Choice::Region => words.region_stopped,
        Choice::Pause => words.paused_until,
        Choice::Everything => words.everything_stopped,
    }
}

fn done_page(site: &Site, words: &Words, copy: &ReaderCopy, token: &str, wish: Wish, left: Left, now: Millis) -> Response {
    let choice = wish.choice();
    let end = words.day(now + PAUSE);
    let since = (!left.already).then(|| fill_plain(words.since, "{time}", &words.moment(now)));
    let on_its_way = match left.maybe_on_its_way {
        0 => None,
        1 => Some(words.one_on_its_way.to_owned()),
        count => Some(about(site, copy, words.some_on_their_way, &[("count", &count.to_string())])),
    };
    let page = json!({
        "heading": words.done,
        "what": about(site, copy, stopped_sentence(words, choice), &[("date", &end)]),
        "since": since,
        "on_its_way": on_its_way,
        "undo": { "value": choice.as_str(), "label": words.undo },
        "more": (choice != Choice::Everything).then_some(words.other_choices),
        "here": Unsubscribe(token).to_string(),
    });
    layout::page(StatusCode::OK, "reader/done", Frame::new(words.lang, words.done, &site.office.name), page)
}

/// The moment is isolated already where it must be.
fn fill_plain(sentence: &str, name: &str, value: &str) -> String {
    sentence.replace(name, value)
}

fn undone_page(site: &Site, words: &Words, copy: &ReaderCopy, token: &str, undone: Undone) -> Response {
    let (heading, what) = match undone {
        Undone::Done => (words.undone, about(site, copy, words.goes_out_again, &[])),
        Undone::Nothing => (words.nothing_to_undo, words.nothing_to_undo_why.to_owned()),
        Undone::NotFromHere => {
            return message(site, words, StatusCode::CONFLICT, words.not_from_here, words.not_from_here_why);
        }
    };
    let page = json!({ "heading": heading, "what": what, "more": words.other_choices, "here": Unsubscribe(token).to_string() });
    layout::page(StatusCode::OK, "reader/undone", Frame::new(words.lang, heading, &site.office.name), page)
}
