//! The page on which a release is written, beside the mail it becomes.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::form::{self, Form};
use super::mail::{self, Wanted};
use super::{head, trial};
use crate::model::release::Release;
use crate::review::{Level, look_at_text};
use crate::store::{newsrooms, writing};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Mail, Part, ReleaseHead, Trial, Wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, diff, press, returned};
use crate::web::layout::direction;

#[derive(Debug, Serialize)]
pub(super) struct Page {
    release: ReleaseHead,
    errors: Vec<Wrong>,
    voids: Option<Voids>,
    /// This officer returned it: they may read, somebody else writes.
    returned: bool,
    source: Option<Source>,
    presence: Vec<Present>,
    saved: Saved,
    form: Form,
    checks_n: Checks,
    mail: Mail,
    trial: Trial,
    links: Links,
}

#[derive(Debug, Serialize)]
struct Voids {
    who: String,
}

#[derive(Debug, Serialize)]
struct Source {
    host: String,
    published: String,
    href: String,
    /// The page says something else by now.
    changed: Option<Changed>,
}

#[derive(Debug, Serialize)]
struct Changed {
    when: String,
    diff: Diff,
    take: Act,
    version: i64,
}

#[derive(Debug, Serialize)]
struct Diff {
    parts: Vec<Part>,
    lang: String,
    dir: &'static str,
}

#[derive(Debug, Serialize)]
struct Present {
    name: String,
}

#[derive(Debug, Serialize)]
struct Saved {
    key: &'static str,
    when: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Checks {
    blocks: i64,
    warnings: i64,
    href: String,
}

#[derive(Debug, Serialize)]
struct Links {
    audience: String,
    send: String,
    versions: String,
}

/// What is on the screen: the fields, and what they make of the release.
pub(super) struct Screen<'a> {
    pub fields: &'a Fields,
    /// As stored.
    pub stored: &'a Release,
    /// As typed.
    pub typed: &'a Release,
    /// The version the writer had before them.
    pub read: i64,
    pub errors: &'a [Wrong],
    pub wanted: Wanted,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let stored = head::load(&desk, id).await?;
    let filled = form::filled(&stored, &who);
    let screen = Screen {
        fields: &filled,
        stored: &stored,
        typed: &stored,
        read: stored.version,
        errors: &[],
        wanted: Wanted::of(&fields),
    };
    show(&desk, &who, screen, StatusCode::OK).await
}

/// The whole page.
pub(super) async fn show(desk: &Desk, who: &Who, screen: Screen<'_>, status: StatusCode) -> Answer {
    let is_typed = screen.typed != screen.stored;
    let mail = live_mail(desk, who, &screen, is_typed).await?;
    let mistakes = screen.errors.len();
    let page = page(desk, who, &screen, mail).await?;
    let title = who.say("compose-title", &[("what", (&page.release.title.text).into())]);
    let view = View::new(desk, who, Noun::Releases, title);
    let view = if status == StatusCode::OK { view.refused(mistakes) } else { view.status(status) };
    view.show("compose", &page).await
}

/// Only the parts that follow the text as it is typed: the mail, and what stands in the way.
pub(super) async fn follow(desk: &Desk, who: &Who, screen: Screen<'_>) -> Answer {
    let mail = live_mail(desk, who, &screen, true).await?;
    let page = page(desk, who, &screen, mail).await?;
    View::new(desk, who, Noun::Releases, "").fragments("compose", &page, &["compose-mail", "compose-checks"])
}

/// What a save by itself came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Saved,
    /// Somebody else saved another text.
    Overtaken,
    /// It is for the button: words would be left out, or somebody's word be taken back.
    ForButton,
}

/// Only whether it is saved.
pub(super) async fn saved(desk: &Desk, who: &Who, screen: Screen<'_>, kept: Kept) -> Answer {
    let mail = Mail { id: "mail".to_owned(), mode: "html", ..Mail::default() };
    let mut page = page(desk, who, &screen, mail).await?;
    let view = View::new(desk, who, Noun::Releases, "");
    match kept {
        Kept::Saved => view.fragments("compose", &page, &["save-state", "version"]),
        Kept::Overtaken => {
            page.saved.key = "saved-conflict";
            view.status(StatusCode::CONFLICT).fragments("compose", &page, &["save-state"])
        }
        Kept::ForButton => view.status(StatusCode::UNPROCESSABLE_ENTITY).fragments("compose", &page, &["save-state"]),
    }
}

/// The mail of what is on the screen; a text that is stored nowhere yet is kept for the frame beside it.
async fn live_mail(desk: &Desk, who: &Who, screen: &Screen<'_>, is_typed: bool) -> Result<Mail, Problem> {
    let here = format!("/releases/{}", screen.stored.id);
    if !is_typed {
        return mail::mail(desk, who, screen.typed, screen.wanted.clone(), &here).await;
    }
    desk.drafts.keep(screen.typed.clone(), who.officer, desk.now());
    // Another text has another address, so that the frame is loaded anew.
    let digest = crate::store::releases::content_digest(screen.typed);
    mail::shown_from(desk, who, screen.typed, &screen.wanted, &here, &[("draft", &digest[..16])]).await
}

async fn page(desk: &Desk, who: &Who, screen: &Screen<'_>, mail: Mail) -> Result<Page, Problem> {
    let (stored, typed) = (screen.stored, screen.typed);
    let here = format!("/releases/{}", stored.id);
    let present = desk.drafts.look(stored.id, who.officer, &who.name, desk.now());
    let voids = writing::voids(&desk.store, stored.id, desk.now()).await?;
    let query = [("as", screen.wanted.read_as.as_str()), ("mode", screen.wanted.mode)];
    let fragment = mail::href(&format!("{here}/preview"), query.iter());
    let findings = look_at_text(&desk.means()?, typed).await?;
    let count = |level| i64::try_from(findings.iter().filter(|finding| finding.level == level).count()).unwrap_or(0);
    Ok(Page {
        release: head::head(desk, who, stored, "text").await?,
        errors: screen.errors.to_vec(),
        source: source(desk, stored, who).await?,
        presence: present.into_iter().map(|name| Present { name }).collect(),
        saved: last_saved(desk, who, stored, voids.is_some()).await?,
        form: form::shown(screen.fields, typed, (screen.read, fragment), screen.errors, who),
        checks_n: Checks { blocks: count(Level::Blocking), warnings: count(Level::Warning), href: format!("{here}/send#checks") },
        mail,
        trial: trial::trial(desk, who, stored.id, "").await?,
        links: Links { audience: format!("{here}/audience"), send: format!("{here}/send"), versions: format!("{here}/versions") },
        voids: voids.map(|who| Voids { who }),
        returned: returned::by_me(desk, who, stored.id).await?,
    })
}

async fn last_saved(desk: &Desk, who: &Who, stored: &Release, voids: bool) -> Result<Saved, Problem> {
    let href = format!("/releases/{}/versions", stored.id);
    let step = writing::step(&desk.store, stored.id, stored.version).await?.ok_or(Problem::NotFound)?;
    let key = if voids { "saved-by-press" } else { "saved-at" };
    Ok(Saved { key, when: clock(step.created_ms, desk, who), href })
}

/// To the second today, with the date on any other day.
pub(super) fn clock(at: i64, desk: &Desk, who: &Who) -> String {
    let (time, today) = (when::zoned(at, &who.zone), when::zoned(desk.now(), &who.zone));
    if time.date() == today.date() { time.strftime("%H:%M:%S").to_string() } else { when::text(at, who.lang, &who.zone) }
}

async fn source(desk: &Desk, release: &Release, who: &Who) -> Result<Option<Source>, Problem> {
    let Some(href) = release.source_url.clone().filter(|url| form::is_web_address(url)) else { return Ok(None) };
    let whole = |text: &Release| format!("{}\n\n{}", text.title, text.body);
    let changed = newsrooms::changed(&desk.store, release.id).await?.map(|found| Changed {
        when: when::text(found.when, who.lang, &who.zone),
        diff: Diff {
            parts: diff::words(&whole(&found.old), &whole(&found.new)),
            lang: release.language.clone(),
            dir: direction(&release.language),
        },
        take: press::act(format!("/releases/{}/take", release.id)),
        version: release.version,
    });
    let published = release.published.map(|at| when::text(at, who.lang, &who.zone));
    Ok(Some(Source {
        host: host(&href).to_owned(),
        published: published.unwrap_or_else(|| release.dated.to_string()),
        href,
        changed,
    }))
}

/// Whose page an address is.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}
