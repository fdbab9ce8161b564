//! What was seen, written down part by part, so that when it is no longer so a page can say what differs (R4). It says
//! so and nothing else: whether it differs is decided by the seal.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::diff;
use crate::clock::Millis;
use crate::model::release::Release;
use crate::review::Review;
use crate::store::releases;
use crate::web::desk::Desk;
use crate::web::desk::messages;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Change, ReleaseHead};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::head;
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::layout::direction;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    version: i64,
    /// The digest of the audience.
    people: String,
    count: i64,
    at: Option<Millis>,
    #[serde(default)]
    morning: bool,
    embargo: Option<Millis>,
    sender: String,
    /// SHA-256 of the templates; empty in what was written down before offices had their own.
    #[serde(default)]
    template: String,
}

impl Seen {
    pub fn of(desk: &Desk, found: &Review) -> Result<Self, Problem> {
        let office = desk.office()?;
        Ok(Self {
            version: found.release.version,
            people: found.audience_digest.clone(),
            count: found.count,
            at: found.at,
            morning: found.morning.is_some(),
            embargo: found.release.embargo,
            sender: format!("{} <{}>", office.from_name, office.from.as_str()),
            template: found.templates.digest().to_owned(),
        })
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What came back from a form or was stored; `None` when it is not one.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// What differs between then and now; empty when nothing that is written down does.
pub async fn between(desk: &Desk, who: &Who, seen: &Seen, found: &Review) -> Result<Vec<Change>, Problem> {
    let now = Seen::of(desk, found)?;
    let mut changes = Vec::new();
    if seen.version != now.version {
        let old = releases::load(&desk.store, found.release.id, Some(seen.version)).await?;
        changes.extend(texts(old.as_ref(), &found.release));
    }
    if seen.people != now.people {
        let then = messages::number(who.lang, seen.count);
        changes.push(if seen.count == now.count {
            said("audience", "changed-audience-same", 0, "")
        } else {
            said("audience", "changed-audience", now.count, &then)
        });
    }
    let exact = |at| when::exact(at, who.lang, &who.zone);
    if (seen.at, seen.morning) != (now.at, now.morning) {
        changes.push(match now.at {
            _ if now.morning => said("time", "changed-time-morning", 0, ""),
            Some(at) => said("time", "changed-time", 0, &exact(at)),
            None => said("time", "changed-time-now", 0, ""),
        });
    }
    if seen.embargo != now.embargo {
        changes.push(match now.embargo {
            Some(lift) => said("embargo", "changed-embargo", 0, &exact(lift)),
            None => said("embargo", "changed-embargo-none", 0, ""),
        });
    }
    if seen.sender != now.sender {
        changes.push(said("sender", "changed-sender", 0, &now.sender));
    }
    if seen.template != now.template && !seen.template.is_empty() {
        changes.push(said("template", "changed-template", 0, "release"));
    }
    Ok(changes)
}

fn said(field: &'static str, key: &str, n: i64, what: &str) -> Change {
    Change { field, key: key.to_owned(), n, what: what.to_owned(), ..Change::default() }
}

/// Headline and text, word by word; anything else of a version is said to differ.
fn texts(old: Option<&Release>, new: &Release) -> Vec<Change> {
    let body = |release: &Release| format!("{}\n\n{}", release.teaser, release.body);
    let mut changes = Vec::new();
    let mut add = |field: &'static str, old: &str, new_text: &str| {
        let parts = diff::words(old, new_text);
        if !parts.is_empty() {
            let dir = direction(&new.language);
            changes.push(Change { field, parts, lang: new.language.clone(), dir, ..Change::default() });
        }
    };
    if let Some(old) = old {
        add("title", &old.title, &new.title);
        add("text", &body(old), &body(new));
    }
    let embargo_differs = old.is_some_and(|old| old.embargo != new.embargo);
    if changes.is_empty() && !embargo_differs {
        changes.push(said("text", "changed-details", 0, ""));
    }
    changes
}

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    act: &'static str,
    changes: Vec<Change>,
    who: String,
    review: String,
}

/// The 409 page. `act`: `send`, `schedule`, `ask` or `approve`; `review` leads to the page as it is now.
pub async fn show(desk: &Desk, who: &Who, seen: Option<&Seen>, found: &Review, act: &'static str, review: String) -> Answer {
    let mut changes = match seen {
        Some(seen) => between(desk, who, seen, found).await?,
        None => Vec::new(),
    };
    if changes.is_empty() {
        changes.push(said("template", "changed-else", 0, ""));
    }
    let release = head(desk, who, &found.release, "send").await?;
    let page = Page { release, act, changes, who: String::new(), review };
    let title = who.say("changed-title", &[]);
    View::new(desk, who, Noun::Releases, title).status(StatusCode::CONFLICT).show("changed", &page).await
}
