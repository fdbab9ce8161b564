//! How the desk works, in a page. It can be read before signing in; whom to ask is said to officers only.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;

use super::page::{self, Noun, View};
use super::problem::Answer;
use super::route::{Right, Route, get};
use super::who::Who;
use super::{Desk, messages, session};
use crate::store::officers::{self, Role};

pub fn routes() -> Vec<Route> {
    vec![get("/help", Right::Open, show)]
}

#[derive(Serialize)]
struct Page {
    states: Vec<Word>,
    admins: Vec<Admin>,
    account: &'static str,
    back: &'static str,
}

/// A word of the desk, and what it means.
#[derive(Serialize)]
struct Word {
    key: &'static str,
    about: &'static str,
}

#[derive(Serialize)]
struct Admin {
    name: String,
    address: String,
}

/// What each state of a copy means, in the order of its life.
const STATES: [Word; 6] = [
    Word { key: "state-waiting", about: "help-state-waiting" },
    Word { key: "state-retrying", about: "help-state-retrying" },
    Word { key: "state-accepted", about: "help-state-accepted" },
    Word { key: "state-refused", about: "help-state-refused" },
    Word { key: "state-in-doubt", about: "help-state-in-doubt" },
    Word { key: "state-left-out", about: "help-state-left-out" },
];

async fn show(State(desk): State<Desk>, who: Option<Extension<Who>>, headers: HeaderMap) -> Answer {
    let mut page = Page { states: STATES.into(), admins: Vec::new(), account: "/account", back: "/sign-in" };
    let Some(Extension(who)) = who else {
        let lang = session::asked(&headers);
        return page::door(&desk, lang, &messages::text(lang, "help-title", &[]), "help", &page, 0);
    };
    let admins = officers::list(&desk.store).await?.into_iter().filter(|one| one.role == Role::Admin);
    page.admins = admins.map(|one| Admin { name: one.name, address: one.address }).collect();
    page.back = "/";
    let title = who.say("help-title", &[]);
    View::new(&desk, &who, Noun::None, title).show("help", &page).await
}
