//! The mails' templates: those that come with the program.

use axum::extract::State;
use serde::Serialize;

use crate::store::mailings;
use crate::web::desk::Desk;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Moment, SettingsTab, State as Shown};
use crate::web::desk::problem::Answer;
use crate::web::desk::route::{Right, Route, get};
use crate::web::desk::who::Who;

pub fn routes() -> Vec<Route> {
    vec![get("/settings/templates", Right::See, show)]
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
    at: Option<Moment>,
    used: Option<Used>,
}

#[derive(Serialize)]
struct Used {
    n: i64,
}

async fn show(State(desk): State<Desk>, who: Who) -> Answer {
    let mailings = mailings::how_many(&desk.store).await?;
    let row = |name, about, used| Row {
        href: "",
        name,
        about,
        state: Shown::new("state-template-passed", "ok", "check"),
        own: false,
        at: None,
        used,
    };
    let rows = vec![
        row("release", "template-about-release", Some(Used { n: mailings })),
        row("notice", "template-about-notice", None),
        row("drafts", "template-about-drafts", None),
    ];
    let page = Page { tabs: super::tabs("templates"), rows };
    let title = who.say("templates-title", &[]);
    View::new(&desk, &who, Noun::Settings, title).show("settings_templates", &page).await
}
