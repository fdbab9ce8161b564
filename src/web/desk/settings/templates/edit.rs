//! The page of one template: its three files beside the mail they make, what vetting says, what differs from the shipped
//! one, and every version there was.

use axum::extract::State;
use serde::Serialize;

use super::look::{self, Wanted};
use super::{HERE, LIST};
use crate::compose::own::flaw::{Flaw, Part};
use crate::compose::own::sample::{self, Sample};
use crate::compose::own::{self, Files, RELEASE, field_names};
use crate::store::mail_templates::{self, Version};
use crate::store::officers::Role;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Hidden, Mail, Moment, Part as Piece, Said, SettingsTab, Tick, Wrong};
use crate::web::desk::people::languages;
use crate::web::desk::press;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{diff, settings};

/// Versions that are listed.
const MOST: i64 = 50;

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    name: &'static str,
    own: bool,
    changed: Option<Changed>,
    vetting: Option<Vetting>,
    form: Form,
    /// Approved mailings that a change stops.
    ahead: i64,
    voids: Tick,
    may: Vec<String>,
    mail: Mail,
    languages: Vec<Link>,
    samples: Vec<Link>,
    changes: Vec<Differing>,
    versions: Vec<Row>,
    reset: Option<Act>,
    open: bool,
    back: &'static str,
}

#[derive(Serialize)]
struct Changed {
    who: String,
    when: String,
}

#[derive(Serialize)]
struct Vetting {
    passed: bool,
    rows: Vec<Refusal>,
}

#[derive(Serialize)]
struct Refusal {
    key: &'static str,
    what: String,
    n: usize,
    column: usize,
    file: String,
    href: String,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    check: &'static str,
    once: String,
    fields: Vec<Hidden>,
    parts: Vec<File>,
}

#[derive(Serialize)]
struct File {
    id: String,
    name: &'static str,
    label: String,
    value: String,
    rows: usize,
    error: Option<Said>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    name: String,
    lang: &'static str,
    current: bool,
}

/// A file that is not the shipped one.
#[derive(Serialize)]
struct Differing {
    label: &'static str,
    parts: Vec<Piece>,
    lang: &'static str,
    dir: &'static str,
}

#[derive(Serialize)]
struct Row {
    version: i64,
    at: Moment,
    who: String,
    key: &'static str,
    what: String,
    current: bool,
    href: String,
    restore: Option<Act>,
}

/// What a press has come to.
#[derive(Debug, Default)]
pub(super) struct After {
    /// Of the files that were typed; `None` = they were not looked at.
    pub flaws: Option<Vec<Flaw>>,
    pub errors: Vec<Wrong>,
    /// The version the form was written on.
    pub read: Option<i64>,
}

/// `GET /settings/templates/release?of=…&language=…&sample=…&mode=…`
pub(super) async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let wanted = Wanted::from(&fields, &who);
    let files = look::files(&desk, &who, &wanted.of).await?;
    let after = if wanted.of == "typed" { After { flaws: refused(&files).await?, ..After::default() } } else { After::default() };
    show(&desk, &who, &files, &wanted, after).await
}

/// What vetting says; empty = passed. It fills in many mails, so it is done beside the server's own threads.
pub(super) async fn refused(files: &Files) -> Result<Option<Vec<Flaw>>, Problem> {
    let files = files.clone();
    let vetted = tokio::task::spawn_blocking(move || own::vet(files)).await.map_err(|problem| Problem::broken(&problem))?;
    Ok(Some(vetted.err().unwrap_or_default()))
}

pub(super) async fn show(desk: &Desk, who: &Who, files: &Files, wanted: &Wanted, after: After) -> Answer {
    let newest = mail_templates::newest(&desk.store, RELEASE).await?;
    let version = newest.as_ref().map_or(0, |version| version.version);
    let history = mail_templates::history(&desk.store, RELEASE, MOST).await?;
    let open = who.role == Role::Admin;
    let own = newest.as_ref().is_some_and(|version| !version.sha256.is_empty());
    let errors = after.errors;
    let page = Page {
        tabs: settings::tabs("templates"),
        name: RELEASE,
        own,
        changed: newest
            .as_ref()
            .map(|version| Changed { who: version.author.clone(), when: who.moment(version.created_ms).text }),
        vetting: after.flaws.as_ref().map(|flaws| vetting(who, flaws)),
        form: Form {
            action: HERE,
            check: "/settings/templates/release/check",
            once: press::once(),
            fields: hidden(after.read.unwrap_or(version), wanted),
            parts: Part::ALL.map(|part| file(files, part, after.flaws.as_deref().unwrap_or_default())).into(),
        },
        ahead: mail_templates::ahead(&desk.store, desk.now()).await?,
        voids: Tick { id: "voids".to_owned(), name: "voids".to_owned(), chosen: false },
        may: field_names(),
        mail: look::mail(desk, who, files, wanted)?,
        languages: sample::languages().map(|language| language_link(language, wanted)).collect(),
        samples: Sample::ALL.map(|one| sample_link(who, one, wanted)).into(),
        changes: changes(files),
        versions: history.iter().map(|one| row(who, one, version, open)).collect(),
        reset: (open && own).then(|| press::act("/settings/templates/release/reset")),
        open,
        back: LIST,
        errors,
    };
    let title = format!("{} · {}", who.say("templates-title", &[]), RELEASE);
    View::new(desk, who, Noun::Settings, title).refused(page.errors.len()).show("settings_template", &page).await
}

fn hidden(read: i64, wanted: &Wanted) -> Vec<Hidden> {
    let pairs = [
        ("read", read.to_string()),
        ("language", wanted.language.to_owned()),
        ("sample", wanted.sample.as_str().to_owned()),
        ("mode", wanted.mode.to_owned()),
    ];
    pairs.into_iter().map(|(name, value)| Hidden { name: name.to_owned(), value }).collect()
}

fn label(part: Part) -> &'static str {
    match part {
        Part::Subject => "template-subject",
        Part::Text => "template-text",
        Part::Html => "template-html",
    }
}

fn file(files: &Files, part: Part, flaws: &[Flaw]) -> File {
    let value = files.part(part);
    let is_wrong = flaws.iter().any(|flaw| flaw.part == part);
    File {
        id: format!("f-{}", part.as_str()),
        name: part.as_str(),
        label: label(part).to_owned(),
        value: value.to_owned(),
        rows: value.lines().count().clamp(2, 30),
        error: is_wrong.then(|| Said::key("error-template")),
    }
}

fn vetting(who: &Who, flaws: &[Flaw]) -> Vetting {
    let rows = flaws.iter().map(|flaw| Refusal {
        key: flaw.fault.key(),
        what: flaw.fault.what(),
        n: flaw.line,
        column: flaw.column,
        file: who.say(label(flaw.part), &[]),
        href: format!("#f-{}", flaw.part.as_str()),
    });
    Vetting { passed: flaws.is_empty(), rows: rows.collect() }
}

fn language_link(language: &'static str, wanted: &Wanted) -> Link {
    let href = Wanted { language, ..wanted.clone() }.href(HERE);
    Link { href, name: languages::name(language), lang: language, current: language == wanted.language }
}

fn sample_link(who: &Who, sample: Sample, wanted: &Wanted) -> Link {
    let name = who.say("template-sample", &[("of", sample.as_str().into())]);
    Link { href: Wanted { sample, ..wanted.clone() }.href(HERE), name, lang: "", current: sample == wanted.sample }
}

/// Against the shipped files, word by word.
fn changes(files: &Files) -> Vec<Differing> {
    let shipped = Files::shipped();
    let differ = Part::ALL.into_iter().filter(|part| files.part(*part) != shipped.part(*part));
    let differing = |part| {
        let parts = diff::words(shipped.part(part), files.part(part));
        Differing { label: label(part), parts, lang: "en", dir: "ltr" }
    };
    differ.map(differing).collect()
}

fn row(who: &Who, one: &Version, newest: i64, open: bool) -> Row {
    let current = one.version == newest;
    let key = match (one.restored, one.sha256.is_empty()) {
        (Some(_), _) => "template-version-restored",
        (None, true) => "template-version-shipped",
        (None, false) => "template-version-own",
    };
    let restore = open && !current && !one.sha256.is_empty();
    Row {
        version: one.version,
        at: who.moment(one.created_ms),
        who: one.author.clone(),
        key,
        what: one.restored.map(|version| version.to_string()).unwrap_or_default(),
        current,
        href: format!("{HERE}?of={}", one.version),
        restore: restore.then(|| press::act(format!("/settings/templates/release/versions/{}", one.version))),
    }
}
