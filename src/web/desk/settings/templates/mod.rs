//! What mails look like: the templates there are, and the office's own over the shipped one.

mod change;
mod edit;
mod look;
mod typed;

use axum::extract::State;
use serde::Serialize;

pub use self::typed::Typed;
use crate::compose::own::{self, RELEASE};
use crate::store::{mail_templates, mailings};
use crate::web::desk::Desk;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Moment, SettingsTab, State as Shown};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;

const LIST: &str = "/settings/templates";
const HERE: &str = "/settings/templates/release";

pub fn routes() -> Vec<Route> {
    vec![
        get(LIST, Right::See, show),
        get(HERE, Right::See, edit::get),
        post(HERE, Right::Admin, change::save),
        post("/settings/templates/release/check", Right::Admin, change::check),
        post("/settings/templates/release/reset", Right::Admin, change::reset),
        post("/settings/templates/release/versions/{version}", Right::Admin, change::restore),
        get("/settings/templates/release/mail", Right::See, look::frame),
    ]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    href: &'static str,
    name: &'static str,
    about: &'static str,
    state: Shown,
    own: bool,
    /// Who changed it last; empty = nobody ever did.
    who: String,
    at: Option<Moment>,
    used: Option<Used>,
}

#[derive(Serialize)]
struct Used {
    n: i64,
}

async fn show(State(desk): State<Desk>, who: Who) -> Answer {
    let newest = mail_templates::newest(&desk.store, RELEASE).await?;
    let in_force = own::in_force(&desk.store).await.map_err(|error| Problem::broken(&error))?;
    let passed = || Shown::new("state-template-passed", "ok", "check");
    let officers =
        |name, about| Row { href: "", name, about, state: passed(), own: false, who: String::new(), at: None, used: None };
    let release = Row {
        href: HERE,
        state: if in_force.is_left_aside() { Shown::new("state-template-aside", "bad", "warn") } else { passed() },
        own: !in_force.stored().is_empty(),
        who: newest.as_ref().map(|version| version.author.clone()).unwrap_or_default(),
        at: newest.as_ref().map(|version| who.moment(version.created_ms)),
        used: Some(Used { n: mailings::how_many(&desk.store).await? }),
        ..officers("release", "template-about-release")
    };
    let rows = vec![release, officers("notice", "template-about-notice"), officers("drafts", "template-about-drafts")];
    let page = Page { tabs: super::tabs("templates"), rows };
    let title = who.say("templates-title", &[]);
    View::new(&desk, &who, Noun::Settings, title).show("settings_templates", &page).await
}
