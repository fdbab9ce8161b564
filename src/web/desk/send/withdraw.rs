//! After it went out: withdrawn, corrected or updated. A withdrawal and a correction stop what waits at once; each makes
//! a release of its own that follows the first and goes to exactly those who have that, or may have it (R15).

use axum::extract::{Path, State};
use serde::Serialize;

use super::{Led, settle, to_its_end};
use crate::model::release::{Placement, Release, ReleaseKind};
use crate::store::control;
use crate::store::outgoing::{self, Holders};
use crate::store::releases::{self, OnChange};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, ReleaseHead, Said, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::{head, load};
use crate::web::desk::when;
use crate::web::desk::who::Who;

const KINDS: [ReleaseKind; 3] = [ReleaseKind::Withdrawal, ReleaseKind::Correction, ReleaseKind::Update];

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    errors: Vec<Wrong>,
    kind: &'static str,
    kinds: Vec<Kind>,
    n: i64,
    waiting: i64,
    form: Form,
    back: String,
}

#[derive(Serialize)]
struct Kind {
    href: String,
    kind: &'static str,
    current: bool,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
    kind: &'static str,
    note: Field,
}

/// A correction unless another is asked for.
fn kind(fields: &Fields) -> ReleaseKind {
    let asked = ReleaseKind::parse(fields.raw("kind"));
    asked.filter(|kind| KINDS.contains(kind)).unwrap_or(ReleaseKind::Correction)
}

/// Who will be told.
fn told(kind: ReleaseKind, holders: Holders) -> i64 {
    match kind {
        ReleaseKind::Correction => holders.have + holders.wait + holders.missed,
        _ => holders.have,
    }
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = went_out(&desk, id).await?;
    show(&desk, &who, &release, &fields, Vec::new()).await
}

/// A release of which a mailing was made; any other is simply edited.
async fn went_out(desk: &Desk, id: i64) -> Result<Release, Problem> {
    let release = load(desk, id).await?;
    outgoing::newest(&desk.store, release.id).await?.map(|_| release).ok_or(Problem::NotFound)
}

async fn show(desk: &Desk, who: &Who, release: &Release, fields: &Fields, errors: Vec<Wrong>) -> Answer {
    let (id, kind) = (release.id, kind(fields));
    let holders = outgoing::holders(&desk.store, id).await?;
    let page = Page {
        release: head(desk, who, release, "report").await?,
        kind: kind.as_str(),
        kinds: KINDS
            .map(|one| Kind {
                href: format!("/releases/{id}/withdraw?kind={}", one.as_str()),
                kind: one.as_str(),
                current: one == kind,
            })
            .into(),
        n: told(kind, holders),
        waiting: holders.wait,
        form: Form {
            action: format!("/releases/{id}/withdraw"),
            once: press::once(),
            kind: kind.as_str(),
            note: Field::new("note", fields.lines("note")).checked(&errors),
        },
        back: format!("/releases/{id}/report"),
        errors,
    };
    let title = who.say("withdraw-title", &[("kind", page.kind.into())]);
    View::new(desk, who, Noun::Releases, title).refused(page.errors.len()).show("withdraw", &page).await
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields)).await
}

async fn pressed(desk: Desk, who: Who, id: i64, fields: Fields) -> Answer {
    let release = went_out(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}/progress")).await?;
    let led = follow_up(&desk, &who, &release, &fields).await;
    settle(press, led).await
}

async fn follow_up(desk: &Desk, who: &Who, release: &Release, fields: &Fields) -> Result<Led, Problem> {
    let note = fields.lines("note").trim().to_owned();
    if note.is_empty() {
        let errors = vec![wrong("note", Said::key("error-note"))];
        return Ok(Led::Page(show(desk, who, release, fields, errors).await?));
    }
    let kind = kind(fields);
    // First the brake: if anything fails after it, nothing more goes out.
    if kind != ReleaseKind::Update {
        for version in outgoing::versions(&desk.store, release.id).await? {
            control::withdraw(&desk.store, release.id, version, &who.name, desk.now()).await?;
        }
    }
    let draft = draft(desk, release, kind, &note);
    let new = releases::insert(&desk.store, &draft, OnChange::Keep, desk.now()).await?.id();
    let flash = if kind == ReleaseKind::Update { Flash::done("flash-follow-up") } else { Flash::done("flash-withdrawn") };
    Ok(Led::To(format!("/releases/{new}"), Some(flash.what(&release.title))))
}

/// What is written of it already: the note first, then the text it follows. The mail itself says what kind it is.
fn draft(desk: &Desk, release: &Release, kind: ReleaseKind, note: &str) -> Release {
    let is_withdrawal = kind == ReleaseKind::Withdrawal;
    Release {
        teaser: if is_withdrawal { String::new() } else { release.teaser.clone() },
        body: if is_withdrawal { note.to_owned() } else { format!("{note}\n\n{}", release.body) },
        language: release.language.clone(),
        dateline: release.dateline.clone(),
        event: release.event,
        image: release.image.clone().filter(|_| !is_withdrawal),
        contact: release.contact.clone(),
        source_url: release.source_url.clone(),
        follows: Some(release.id),
        regions: release.regions.iter().map(|place| Placement::chosen(place.id)).collect(),
        issues: release.issues.iter().map(|place| Placement::chosen(place.id)).collect(),
        ..Release::draft(kind, &release.title, when::zoned(desk.now(), &desk.settings.zone).date())
    }
}
