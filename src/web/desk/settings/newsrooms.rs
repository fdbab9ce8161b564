//! The newsrooms drafts come from: how each stands, a look at any address before it is kept, and taking the new text of
//! a page that changed after it had become a draft.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::{Path, State};
use serde::Serialize;
use url::Url;

use crate::clock::DAY;
use crate::model::ids::{NewsroomId, ReleaseId};
use crate::model::release::{Placement, Release};
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;
use crate::newsroom::change::{self, Taken};
use crate::newsroom::fetch::{FetchError, causes};
use crate::newsroom::look::{self, Found as Looked, LookError};
use crate::newsroom::{import, text, watch};
use crate::store::newsrooms::{self, New, Newsroom};
use crate::store::officers::Role;
use crate::store::{alerts, categories, newsroom_items, vocabulary};
use crate::web::desk::confirm::Confirm;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Count, Field, Moment, Said, SettingsTab, State as Shown, Words, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, returned, when};

const HOME: &str = "/settings/newsrooms";
const ADD: &str = "/settings/newsrooms/add";
/// A feed, and perhaps the page that names it, while an officer waits.
const WITHIN: Duration = Duration::from_millis(4_500);
/// Drafts shown of an address.
const SHOWN: usize = 5;
const NAME: usize = 120;

pub fn routes() -> Vec<Route> {
    vec![
        get(HOME, Right::See, show),
        post(ADD, Right::Admin, add),
        post("/settings/newsrooms/{id}/fetch", Right::Write, hurry),
        get("/settings/newsrooms/{id}/remove", Right::Admin, last_look),
        post("/settings/newsrooms/{id}/remove", Right::Admin, remove),
        post("/releases/{id}/take", Right::Write, take),
    ]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    rows: Vec<Row>,
    add: Option<Add>,
    found: Option<Found>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    url: String,
    state: Shown,
    key: &'static str,
    n: i64,
    what: String,
    at: Option<Moment>,
    rule: &'static str,
    fetch: Option<Act>,
    remove: String,
    /// What its categories mean; how many of them nobody understands.
    categories: Count,
}

#[derive(Serialize)]
struct Add {
    action: &'static str,
    url: Field,
}

#[derive(Serialize)]
struct Found {
    url: String,
    kind: &'static str,
    items: Vec<Item>,
    name: Field,
    save: Save,
}

#[derive(Serialize)]
struct Save {
    action: &'static str,
    once: String,
    value: String,
    kind: String,
}

#[derive(Serialize)]
struct Item {
    title: Words,
    at: Option<Moment>,
    kind: &'static str,
    regions: String,
    issues: String,
    why: String,
}

async fn show(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let address = fields.line("url");
    // Only who may keep an address has us fetch it.
    if address.is_empty() || who.role < Role::Admin {
        return page(&desk, &who, &address, None, &[]).await;
    }
    match look::at(&address, &desk.settings.reach, WITHIN).await {
        Ok(looked) => {
            let words = vocabulary::load(&desk.store).await?;
            let name = Field::new("name", looked.name());
            let found = Found {
                url: looked.url.to_string(),
                kind: looked.feed.kind.name(),
                items: items(&desk, &who, &looked, &words),
                name,
                save: save(looked.url.as_str(), looked.feed.kind.as_str()),
            };
            page(&desk, &who, &address, Some(found), &[]).await
        }
        Err(error) => page(&desk, &who, &address, None, &[wrong("url", said(&error, &address))]).await,
    }
}

fn save(url: &str, kind: &str) -> Save {
    Save { action: ADD, once: press::once(), value: url.to_owned(), kind: kind.to_owned() }
}

fn said(error: &LookError, address: &str) -> Said {
    match error {
        LookError::Address => Said::key("error-newsroom-address"),
        LookError::Fetch(FetchError::NotPublic(_)) => Said::key("error-newsroom-private"),
        LookError::Fetch(error) => Said::key("error-newsroom-fetch").what(text::shorten(&causes(error), 200)),
        LookError::Feed(_) => Said::key("error-newsroom").what(text::shorten(address, 200)),
    }
}

/// The newest items as drafts would look.
fn items(desk: &Desk, who: &Who, looked: &Looked, words: &Vocabulary) -> Vec<Item> {
    let today = when::zoned(desk.now(), &desk.settings.zone).date();
    let drafts = import::rehearse(&looked.feed, words, today).into_iter().filter_map(|item| Some(item.outcome.ok()?.1));
    let mut drafts: Vec<Release> = drafts.collect();
    drafts.sort_by_key(|draft| std::cmp::Reverse((draft.published, draft.dated)));
    drafts.truncate(SHOWN);
    drafts.iter().map(|draft| item(who, draft, words)).collect()
}

fn item(who: &Who, draft: &Release, words: &Vocabulary) -> Item {
    fn names<Id: Copy>(places: &[Placement<Id>], tree: &Tree, number: impl Fn(Id) -> i64) -> String {
        let names: Vec<_> = places.iter().map(|place| tree.name(number(place.id))).collect();
        if names.is_empty() { "—".to_owned() } else { names.join(", ") }
    }
    let reasons = draft.regions.iter().map(|place| &place.reason).chain(draft.issues.iter().map(|place| &place.reason));
    Item {
        title: Words::new(&draft.title, &draft.language),
        at: draft.published.map(|at| who.moment(at)),
        kind: draft.kind.as_str(),
        regions: names(&draft.regions, &words.regions, |id| id.0),
        issues: names(&draft.issues, &words.issues, |id| id.0),
        why: reasons.map(String::as_str).collect::<Vec<_>>().join(" · "),
    }
}

async fn page(desk: &Desk, who: &Who, address: &str, found: Option<Found>, errors: &[Wrong]) -> Answer {
    let rows = newsrooms::list(&desk.store).await?;
    let open = not_understood(desk).await?;
    let page = Page {
        tabs: super::tabs("newsrooms"),
        errors: errors.to_vec(),
        rows: rows.iter().map(|row| self::row(desk, who, row, open.get(&row.id()).copied().unwrap_or(0))).collect(),
        add: (who.role >= Role::Admin).then(|| Add { action: HOME, url: Field::new("url", address).checked(errors) }),
        found,
    };
    let title = who.say("newsrooms-title", &[]);
    View::new(desk, who, Noun::Settings, title).refused(errors.len()).show("settings_newsrooms", &page).await
}

/// How many categories of each newsroom neither an officer nor their own name says the meaning of.
async fn not_understood(desk: &Desk) -> Result<HashMap<NewsroomId, i64>, Problem> {
    let unsaid = categories::unsaid(&desk.store).await?;
    let mut open = HashMap::new();
    if !unsaid.is_empty() {
        let words = vocabulary::load(&desk.store).await?;
        for (newsroom, _) in unsaid.iter().filter(|(_, name)| words.exact(name).is_none()) {
            *open.entry(*newsroom).or_default() += 1;
        }
    }
    Ok(open)
}

fn row(desk: &Desk, who: &Who, row: &Newsroom, open: i64) -> Row {
    let quiet = row.changed_ms.is_none_or(|at| desk.now() - at > 7 * DAY);
    let (state, key, n, what) = match (row.failures, row.fetched_ms) {
        (0, None) => (Shown::new("state-newsroom-new", "busy", "waiting"), "newsroom-new", 0, ""),
        (0, Some(_)) if row.unread > 0 => {
            (Shown::new("state-newsroom-partly", "warn", "warn"), "newsroom-unread", row.unread, row.newest.as_str())
        }
        (0, Some(_)) if quiet => (Shown::new("state-newsroom-quiet", "off", "waiting"), "newsroom-same", 0, ""),
        (0, Some(_)) => (Shown::new("state-newsroom-well", "ok", "check"), "newsroom-read", row.items, row.newest.as_str()),
        _ => (Shown::new("state-newsroom-lost", "bad", "warn"), "newsroom-failed", row.failures, row.last_problem.as_str()),
    };
    let id = row.id();
    Row {
        href: row.url.clone(),
        name: row.name.clone(),
        url: row.url.clone(),
        state,
        key,
        n,
        what: what.to_owned(),
        at: row.fetched_ms.map(|at| who.moment(at)),
        rule: "newsroom-rule-draft",
        fetch: (who.role >= Role::Writer).then(|| press::act(format!("{HOME}/{id}/fetch"))),
        remove: if who.role >= Role::Admin { format!("{HOME}/{id}/remove") } else { String::new() },
        categories: Count::new(open, format!("{HOME}/{id}/categories")),
    }
}

async fn add(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    let (name, kind) = (fields.line("name"), fields.line("kind"));
    let url = Url::parse(&fields.line("url")).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let kind = ["rss", "atom", "json"].into_iter().find(|known| *known == kind);
    let (Some(url), Some(kind)) = (url, kind) else {
        press.undone().await?;
        return Err(Problem::BadRequest);
    };
    let mut errors = Vec::new();
    if name.is_empty() {
        errors.push(wrong("name", Said::key("error-required")));
    } else if name.chars().count() > NAME {
        errors.push(wrong("name", Said::key("error-too-long").n(i64::try_from(NAME).unwrap_or(0))));
    }
    if !desk.settings.reach.takes(&url) {
        errors.push(wrong("url", Said::key("error-newsroom-private")));
    }
    if errors.is_empty() {
        let new = New { url: url.as_str(), name: &name, kind };
        match newsrooms::add(&desk.store, new, &who.name, desk.now()).await? {
            Some(_) => return press.done(HOME, Some(Flash::done("flash-newsroom-added").what(name))).await,
            None => errors.push(wrong("url", Said::key("error-newsroom-known").what(url.as_str()))),
        }
    }
    press.undone().await?;
    let found = Found {
        url: url.to_string(),
        kind: kind_name(kind),
        items: Vec::new(),
        name: Field::new("name", name).checked(&errors),
        save: save(url.as_str(), kind),
    };
    page(&desk, &who, url.as_str(), Some(found), &errors).await
}

fn kind_name(kind: &str) -> &'static str {
    use crate::newsroom::feed::Kind;
    [Kind::Rss, Kind::Atom, Kind::Json].into_iter().find(|known| known.as_str() == kind).unwrap_or_default().name()
}

async fn known(desk: &Desk, id: i64) -> Result<Newsroom, Problem> {
    newsrooms::find(&desk.store, NewsroomId(id)).await?.ok_or(Problem::NotFound)
}

async fn hurry(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let newsroom = known(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    newsrooms::hurry(&desk.store, newsroom.id(), desk.now()).await?;
    press.done(HOME, Some(Flash::done("flash-newsroom-hurried").what(newsroom.name))).await
}

async fn last_look(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let newsroom = known(&desk, id).await?;
    let drafts = newsroom_items::drafts(&desk.store, newsroom.id()).await?;
    let confirm = Confirm::new("remove_newsroom", &newsroom.name, format!("{HOME}/{id}/remove"), HOME);
    Confirm { n: drafts, ..confirm }.show(&desk, &who, Noun::Settings).await
}

async fn remove(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let newsroom = newsrooms::find(&desk.store, NewsroomId(id)).await?;
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    let Some(newsroom) = newsroom else {
        press.undone().await?;
        return Err(Problem::NotFound);
    };
    newsrooms::remove(&desk.store, newsroom.id(), &who.name, desk.now()).await?;
    alerts::clear(&desk.store, &watch::matter(newsroom.id()), "dateline", desk.now()).await?;
    press.done(HOME, Some(Flash::done("flash-newsroom-removed").what(newsroom.name))).await
}

/// Takes the page's new text as the next version of a release that came from it.
async fn take(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let home = format!("/releases/{id}");
    returned::refuse(&desk, &who, ReleaseId(id)).await?;
    let press = press::begin(&desk, &who, &fields, &home).await?;
    match change::take(&desk.store, ReleaseId(id), fields.number("version"), &who.name, desk.now()).await? {
        Taken::Version(version) => press.done(&home, Some(Flash::done("flash-taken").n(version))).await,
        Taken::Nothing => press.done(&home, Some(Flash::warn("flash-taken-nothing"))).await,
        Taken::Stale => {
            press.undone().await?;
            Err(Problem::Conflict)
        }
    }
}
