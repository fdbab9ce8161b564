//! How a release begins: from the newsroom, blank, or as a copy of another.

use axum::extract::State;
use serde::Serialize;

use super::{compose, form, head};
use crate::model::ids::ReleaseId;
use crate::model::release::{Release, ReleaseKind};
use crate::store::standing::{self, Line, Narrow, State as Stands};
use crate::store::writing;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, Moment, OptionsField, Said, SelectField, Words, Wrong};
use crate::web::desk::press::{self, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::when;
use crate::web::desk::who::Who;

const ITEMS: i64 = 20;
const COPIES: i64 = 10;

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    items: Vec<Item>,
    newsrooms: &'static str,
    blank: Blank,
    copies: Vec<Copy>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    title: Words,
    source: String,
    at: Moment,
    action: &'static str,
    once: String,
    value: String,
    used: String,
}

#[derive(Serialize)]
struct Blank {
    action: &'static str,
    once: String,
    kind: OptionsField,
    title: Field,
    language: SelectField,
}

#[derive(Serialize)]
struct Copy {
    title: Words,
    at: Moment,
    action: &'static str,
    once: String,
    value: String,
}

pub async fn get(State(desk): State<Desk>, who: Who) -> Answer {
    show(&desk, &who, &Fields::default(), &[]).await
}

async fn show(desk: &Desk, who: &Who, fields: &Fields, errors: &[Wrong]) -> Answer {
    let moment = (desk.settings.hold, desk.now());
    let unused = Narrow { from_newsroom: true, ..Narrow::default() };
    let (items, _) = standing::list(&desk.store, &[Stands::Draft], &unused, moment, (ITEMS, 0)).await?;
    let (copies, _) = standing::list(&desk.store, &Stands::ALL, &Narrow::default(), moment, (COPIES, 0)).await?;
    let page = Page {
        errors: errors.to_vec(),
        items: items.iter().map(|line| item(line, who)).collect(),
        newsrooms: "/settings/newsrooms",
        blank: blank(fields, errors, who),
        copies: copies.iter().map(|line| copied(line, who)).collect(),
    };
    let title = who.say("release-new-title", &[]);
    View::new(desk, who, Noun::Releases, title).refused(errors.len()).show("release_new", &page).await
}

fn item(line: &Line, who: &Who) -> Item {
    Item {
        id: format!("item-{}", line.release),
        title: head::called(who, &line.title, &line.language),
        source: line.source_url.as_deref().map(compose::host).unwrap_or_default().to_owned(),
        at: who.moment(line.updated),
        action: "/releases/from",
        once: press::once(),
        value: line.release.to_string(),
        used: if line.author.is_empty() { String::new() } else { format!("/releases/{}", line.release) },
    }
}

fn copied(line: &Line, who: &Who) -> Copy {
    Copy {
        title: head::called(who, &line.title, &line.language),
        at: who.moment(line.updated),
        action: "/releases/copy",
        once: press::once(),
        value: line.release.to_string(),
    }
}

fn blank(fields: &Fields, errors: &[Wrong], who: &Who) -> Blank {
    let hints = form::KINDS.map(|kind| format!("release-kind-hint-{}", kind.as_str().replace('_', "-")));
    let answers: Vec<(&str, &str, &str)> =
        form::KINDS.iter().zip(&hints).map(|(kind, hint)| (kind.as_str(), "release-kind-choice", hint.as_str())).collect();
    let chosen = if fields.has("kind") { fields.raw("kind") } else { ReleaseKind::Release.as_str() };
    let mut kind = OptionsField::new("kind", "radio", &[chosen], &answers).checked(errors);
    kind.options.iter_mut().for_each(|option| option.what.clone_from(&option.value));
    let language = if fields.has("language") { fields.raw("language") } else { who.lang.tag() };
    Blank {
        action: "/releases",
        once: press::once(),
        kind,
        title: Field::new("title", fields.line("title")).checked(errors),
        language: SelectField::new("language", language, form::languages("en")).checked(errors),
    }
}

/// `POST /releases`: a blank one.
pub async fn post(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let title = fields.line("title");
    let kind = ReleaseKind::parse(fields.raw("kind")).filter(|kind| form::KINDS.contains(kind));
    let mut errors = Vec::new();
    match title.chars().count() {
        0 => errors.push(wrong("title", Said::key("error-required"))),
        1..=form::LONGEST_TITLE => {}
        _ => errors.push(wrong("title", form::too_long(form::LONGEST_TITLE))),
    }
    if kind.is_none() {
        errors.push(wrong("kind", Said::key("error-choose")));
    }
    let language = fields.line("language");
    if !form::is_language(&language) {
        errors.push(wrong("language", Said::key("error-choose")));
    }
    let press = press::begin(&desk, &who, &fields, "/releases").await?;
    let Some(kind) = kind.filter(|_| errors.is_empty()) else {
        press.undone().await?;
        return show(&desk, &who, &fields, &errors).await;
    };
    let today = when::zoned(desk.now(), &who.zone).date();
    let release = Release { language, ..Release::draft(kind, title, today) };
    let id = writing::begin(&desk.store, &release, &who.name, false, desk.now()).await?;
    press.done(&format!("/releases/{id}"), None).await
}

/// `POST /releases/copy`: the text and places of another one; nothing that belongs to its day or its source.
pub async fn copy(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let original = head::load(&desk, fields.number("copy").ok_or(Problem::BadRequest)?).await?;
    let press = press::begin(&desk, &who, &fields, "/releases").await?;
    let kind = if form::KINDS.contains(&original.kind) { original.kind } else { ReleaseKind::Release };
    let today = when::zoned(desk.now(), &who.zone).date();
    let release = Release {
        teaser: original.teaser,
        body: original.body,
        language: original.language,
        dateline: original.dateline,
        image: original.image,
        contact: original.contact,
        regions: original.regions,
        issues: original.issues,
        ..Release::draft(kind, original.title, today)
    };
    let id = writing::begin(&desk.store, &release, &who.name, true, desk.now()).await?;
    press.done(&format!("/releases/{id}"), None).await
}

/// `POST /releases/from`: a draft of the newsroom becomes somebody's.
pub async fn take(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let id: ReleaseId = head::load(&desk, fields.number("item").ok_or(Problem::BadRequest)?).await?.id;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}")).await?;
    writing::take(&desk.store, id, &who.name, desk.now()).await?;
    press.done(&format!("/releases/{id}"), None).await
}
