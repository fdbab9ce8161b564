//! Saving: by the button, by itself while somebody writes, and what happens when two people wrote at once.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::compose::{self, Kept, Screen};
use super::mail::Wanted;
use super::{changes, form, head};
use crate::model::release::Release;
use crate::newsroom::proposal;
use crate::store::vocabulary;
use crate::store::writing::{self, How, Save, Saved};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Change, Hidden, ReleaseHead, Wrong};
use crate::web::desk::press::{self, Flash, see_and_say};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, returned};

/// `POST /releases/{id}`. A form sent twice is saved once: what is there already is no other text.
pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let stored = head::load(&desk, id).await?;
    returned::refuse(&desk, &who, stored.id).await?;
    let read = fields.number("version").ok_or(Problem::BadRequest)?;
    let (mut typed, errors) = form::read(&fields, &stored);
    if !errors.is_empty() {
        let screen = screen(&fields, &stored, &typed, read, &errors, Wanted::default());
        return compose::show(&desk, &who, screen, StatusCode::OK).await;
    }
    propose(&desk, &mut typed).await?;
    let may_void = fields.has("voids");
    let save = Save { release: &typed, read, author: &who.name, how: How::Edited, may_void };
    let here = format!("/releases/{id}");
    match writing::save(&desk.store, save, desk.now()).await? {
        Saved::Next(_) | Saved::Same(_) => see_and_say(&desk, &here, Some(Flash::done("flash-saved"))),
        Saved::Overtaken => conflict(&desk, &who, &fields, &typed).await,
        // Shown again, now saying what it takes back.
        Saved::WouldVoid => {
            let screen = screen(&fields, &stored, &typed, read, &[], Wanted::default());
            compose::show(&desk, &who, screen, StatusCode::CONFLICT).await
        }
    }
}

/// `POST /releases/{id}/save`: what can be read of the form is saved; a time that is half typed waits for the button.
pub async fn by_itself(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let stored = head::load(&desk, id).await?;
    returned::refuse(&desk, &who, stored.id).await?;
    let read = fields.number("version").ok_or(Problem::BadRequest)?;
    let (typed, errors) = form::read(&fields, &stored);
    let kept = if errors.iter().any(|wrong| wrong.key == "error-too-long") {
        (Kept::ForButton, read)
    } else {
        let save = Save { release: &typed, read, author: &who.name, how: How::Autosaved, may_void: false };
        match writing::save(&desk.store, save, desk.now()).await? {
            Saved::Next(version) | Saved::Same(version) => (Kept::Saved, version),
            Saved::Overtaken => (Kept::Overtaken, read),
            Saved::WouldVoid => (Kept::ForButton, read),
        }
    };
    let now = head::load(&desk, id).await?;
    let screen = screen(&fields, &now, &typed, kept.1, &errors, Wanted::default());
    compose::saved(&desk, &who, screen, kept.0).await
}

/// `POST /releases/{id}/preview`: the mail and the checks of what is typed. Stores nothing.
pub async fn preview(
    State(desk): State<Desk>,
    who: Who,
    Path(id): Path<i64>,
    RawQuery(query): RawQuery,
    fields: Fields,
) -> Answer {
    let stored = head::load(&desk, id).await?;
    let (typed, errors) = form::read(&fields, &stored);
    let wanted = Wanted::of(&Fields::parse(query.unwrap_or_default().as_bytes()));
    let read = fields.number("version").unwrap_or(stored.version);
    compose::follow(&desk, &who, screen(&fields, &stored, &typed, read, &errors, wanted)).await
}

fn screen<'a>(
    fields: &'a Fields,
    stored: &'a Release,
    typed: &'a Release,
    read: i64,
    errors: &'a [Wrong],
    wanted: Wanted,
) -> Screen<'a> {
    Screen { fields, stored, typed, read, errors, wanted }
}

/// The regions and issues its words name, where nobody has chosen any.
async fn propose(desk: &Desk, release: &mut Release) -> Result<(), Problem> {
    release.regions.retain(|place| !place.proposed);
    release.issues.retain(|place| !place.proposed);
    if release.regions.is_empty() || release.issues.is_empty() {
        proposal::propose(release, &vocabulary::load(&desk.store).await?);
    }
    Ok(())
}

#[derive(Serialize)]
struct Conflict {
    release: ReleaseHead,
    who: String,
    when: String,
    changes: Vec<Change>,
    mine: Mine,
    form: Keep,
    theirs: String,
}

#[derive(Serialize)]
struct Mine {
    value: String,
}

#[derive(Serialize)]
struct Keep {
    action: String,
    once: String,
    version: i64,
    fields: Vec<Hidden>,
}

/// Both texts, and three ways on; nothing is stored.
async fn conflict(desk: &Desk, who: &Who, fields: &Fields, mine: &Release) -> Answer {
    let theirs = head::load(desk, mine.id.0).await?;
    let step = writing::step(&desk.store, theirs.id, theirs.version).await?.ok_or(Problem::NotFound)?;
    let here = format!("/releases/{}", mine.id);
    let own = [&mine.title, &mine.teaser, &mine.body].map(String::as_str);
    let by = if step.author.is_empty() { who.say("problem-somebody", &[]) } else { step.author };
    let at = compose::clock(step.created_ms, desk, who);
    let page = Conflict {
        release: head::head(desk, who, &theirs, "text").await?,
        changes: changes::between(&theirs, mine, who),
        mine: Mine { value: own.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n") },
        form: Keep {
            action: here.clone(),
            once: press::once(),
            version: theirs.version,
            fields: form::typed(fields).map(|(name, value)| Hidden { name: name.to_owned(), value: value.to_owned() }).collect(),
        },
        theirs: here,
        who: by,
        when: at,
    };
    let title = who.say("conflict-title", &[("who", (&page.who).into()), ("when", (&page.when).into())]);
    View::new(desk, who, Noun::Releases, title).status(StatusCode::CONFLICT).show("compose_conflict", &page).await
}
