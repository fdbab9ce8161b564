//! The second person's page: what was asked for, what differs since, the same sentence, checks, people and mail, and
//! three outcomes. Whoever asked cannot approve; a yes counts for what was seen on this page and for nothing else.

use axum::extract::{Path, State};
use serde::Serialize;

use super::changed::{self, Seen};
use super::page::{self, Again};
use super::people::{People, people};
use super::sentence::{self, About};
use super::wish::Wish;
use super::{Led, act, looked, settle, to_its_end, word};
use crate::model::release::Release;
use crate::review::{self, Review, Seal, Word};
use crate::store::mailings;
use crate::store::requests::{self, Request, State as Asked};
use crate::web::desk::Desk;
use crate::web::desk::door::step_up;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Change, Checks, Field, Hidden, Mail, ReleaseHead, Sentence, Wrong};
use crate::web::desk::press::{self, see};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::{head, load};
use crate::web::desk::releases::mail::{self, Wanted};
use crate::web::desk::when;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    errors: Vec<Wrong>,
    asked: By,
    sentence: Sentence,
    changes: Vec<Change>,
    checks: Checks,
    who: People,
    mail: Mail,
    may: bool,
    why_not: &'static str,
    others: Vec<Name>,
    #[serde(rename = "do")]
    button: Option<Button>,
    blocked_n: i64,
    back: No,
    no: No,
}

#[derive(Serialize)]
struct By {
    who: String,
    when: String,
}

#[derive(Serialize)]
struct Name {
    name: String,
}

#[derive(Serialize)]
struct Button {
    action: String,
    once: String,
    seal: String,
    count: i64,
    n: i64,
    at: bool,
    typed: Option<Field>,
    fields: Vec<Hidden>,
}

#[derive(Serialize)]
struct No {
    action: String,
    once: String,
    note: Field,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    if who.role.may_approve() {
        step_up(&desk, &who, &format!("/releases/{id}/approve"))?;
    }
    let Some(request) = waiting(&desk, &release).await? else { return Ok(see(&format!("/releases/{id}/send"))) };
    let again = Again { mail: Wanted::of(&fields), ..Again::default() };
    show(&desk, &who, &release, &request, again, &Fields::default()).await
}

/// What waits for a second person and is still about the newest version.
pub async fn waiting(desk: &Desk, release: &Release) -> Result<Option<Request>, Problem> {
    let newest = requests::newest(&desk.store, release.id).await?;
    Ok(newest.filter(|request| request.state == Asked::Waiting && request.version == release.version))
}

/// What was asked for, as it was written down.
fn wish(request: &Request) -> Result<Wish, Problem> {
    Wish::from_json(&request.terms).ok_or_else(|| Problem::broken(&format!("the terms of request {} cannot be read", request.id)))
}

pub async fn show(desk: &Desk, who: &Who, release: &Release, request: &Request, again: Again, fields: &Fields) -> Answer {
    let id = release.id;
    let wish = wish(request)?;
    let seen = looked::see(desk, &wish.order(desk, release).await?, looked::PATIENT).await?;
    let found = seen.glance();
    let (words, original) = page::context(desk, release).await?;
    let here = format!("/releases/{id}/approve");
    let checks = looked::checks(desk, who, &seen, &again.ticked, here.clone());
    let (mut changes, mut button) = (Vec::new(), None);
    if let looked::Seen::Whole(found, _) = &seen {
        if let Some(seen) = Seen::from_json(&request.seen) {
            changes = changed::between(desk, who, &seen, found).await?;
        }
        if checks.blocks.is_empty() {
            button = Some(self::button(desk, found, &again).await?);
        }
    }
    let is_own = request.submitter.id == who.officer;
    let may = who.role.may_approve() && !is_own;
    let others = if may { Vec::new() } else { requests::other_approvers(&desk.store, request.submitter.id).await? };
    let about = About { words: &words, segment: wish.segment.as_deref().unwrap_or(""), original: original.as_deref() };
    let no = |what: &str, name: &str| No {
        action: format!("/releases/{id}/{what}"),
        once: press::once(),
        note: Field::new(name, fields.lines(name)).checked(&again.errors),
    };
    let page = Page {
        release: head(desk, who, release, "send").await?,
        asked: By { who: request.submitter.name.clone(), when: when::text(request.asked, who.lang, &who.zone) },
        sentence: sentence::say(desk, who, &found, about)?,
        changes,
        blocked_n: i64::try_from(checks.blocks.len()).unwrap_or(i64::MAX),
        checks,
        who: people(desk, who, &found, &words, original.as_deref()).await?,
        mail: mail::mail(desk, who, release, again.mail, &here).await?,
        may,
        why_not: if is_own { "approve-not-own" } else { "approve-not-role" },
        others: others.into_iter().map(|officer| Name { name: officer.name }).collect(),
        button,
        back: no("return", "return-note"),
        no: no("reject", "reject-note"),
        errors: again.errors,
    };
    let title = who.say("approve-title", &[("what", (&page.release.title.text).into())]);
    View::new(desk, who, Noun::Releases, title).refused(page.errors.len()).show("approve", &page).await
}

async fn button(desk: &Desk, found: &Review, again: &Again) -> Result<Button, Problem> {
    let typed = act::must_be_typed(desk, found).await?;
    Ok(Button {
        action: format!("/releases/{}/approve", found.release.id),
        once: press::once(),
        seal: found.seal.groups(),
        count: found.count,
        n: found.count,
        at: found.scheduled().is_some(),
        typed: typed.then(|| Field::new("typed", &again.number).checked(&again.errors)),
        fields: vec![Hidden { name: "was".to_owned(), value: Seen::of(desk, found)?.to_json() }],
    })
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields)).await
}

async fn pressed(desk: Desk, who: Who, id: i64, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    step_up(&desk, &who, &format!("/releases/{id}/approve"))?;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}/hold")).await?;
    let led = weigh(&desk, &who, &release, &fields).await;
    settle(press, led).await
}

async fn weigh(desk: &Desk, who: &Who, release: &Release, fields: &Fields) -> Result<Led, Problem> {
    let id = release.id;
    let seal = fields.line("seal");
    if let Some(start) = Seal::stored_start(&seal)
        && mailings::find_sealed(&desk.store, id, &start).await?.is_some()
    {
        return Ok(Led::To(format!("/releases/{id}/hold"), None));
    }
    let newest = requests::newest(&desk.store, id).await?.filter(|request| request.state == Asked::Waiting);
    let request = newest.ok_or(Problem::Conflict)?;
    if request.submitter.id == who.officer {
        return Err(Problem::Forbidden);
    }
    let wish = wish(&request)?;
    let mut found = looked::look(desk, &wish.order(desk, release).await?).await?;
    if request.version != release.version {
        requests::void(&desk.store, &request, "the text was changed", &who.name, desk.now()).await?;
        let seen = Seen::from_json(&request.seen);
        let send = format!("/releases/{id}/send");
        return Ok(Led::Page(changed::show(desk, who, seen.as_ref(), &found, "approve", send).await?));
    }
    if !found.seal.is(&seal) || fields.number("count") != Some(found.count) {
        let seen = Seen::from_json(fields.raw("was"));
        let here = format!("/releases/{id}/approve");
        return Ok(Led::Page(changed::show(desk, who, seen.as_ref(), &found, "approve", here).await?));
    }
    let errors = word::mistakes(desk, &found, fields, false).await?;
    if !errors.is_empty() {
        let ticked = fields.all("seen").map(str::to_owned).collect();
        let again = Again { errors, ticked, number: fields.line("typed"), ..Again::default() };
        return Ok(Led::Page(show(desk, who, release, &request, again, fields).await?));
    }
    found.sentence = word::words_read(desk, who, &found, &wish).await?;
    approve(desk, who, found, &request).await
}

async fn approve(desk: &Desk, who: &Who, found: Review, request: &Request) -> Result<Led, Problem> {
    let means = desk.means()?;
    let first = &request.submitter.name;
    let token = review::request(&means, &found, first).ok_or_else(|| Problem::broken(&"the key file has no key to sign with"))?;
    let codes = word::acknowledged(&found);
    let given = Word { acknowledged: &codes, request: Some((request.id, who.officer)), ..Word::default() };
    let sent = review::give(&means, Box::new(found), &who.name, Some((first, &token)), given).await?;
    word::go_on(desk, who, sent).await.unwrap_or_else(|| Err(Problem::broken(&"an approval was not taken")))
}
