//! An officer's own: language and zone, password, second factor, sessions. Nobody changes here what they may do, nor
//! under which name they do it.

mod factor;
mod password;
mod sessions;

use axum::extract::State;
use serde::Serialize;

use super::fields::Fields;
use super::messages::Lang;
use super::page::{Noun, View};
use super::parts::{Act, Field, Moment, Said, SelectField, Tick, Wrong};
use super::press::{self, Flash, act, wrong};
use super::problem::{Answer, Problem};
use super::route::{Right, Route, get, post};
use super::who::Who;
use super::{Desk, session, zones};
use crate::store::credentials::{self, Credentials};
use crate::store::sessions::Listed;

/// The longest signature, in characters.
const LONGEST_SIGNATURE: usize = 1_000;

pub fn routes() -> Vec<Route> {
    vec![
        get("/account", Right::See, show),
        post("/account", Right::See, save),
        post("/account/password", Right::See, password::post),
        get("/account/factor", Right::See, factor::get),
        post("/account/factor", Right::See, factor::post),
        get("/account/factor/codes", Right::See, factor::ask_codes),
        post("/account/factor/codes", Right::See, factor::new_codes),
        get("/account/factor/remove", Right::See, factor::ask_remove),
        post("/account/factor/remove", Right::See, factor::remove),
        post("/account/sessions/{id}/end", Right::See, sessions::end),
        post("/account/sessions/end", Right::See, sessions::end_others),
    ]
}

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    #[serde(rename = "self")]
    own: Own,
    password: PasswordForm,
    factor: Factor,
    sessions: Vec<Session>,
    everywhere: Act,
}

#[derive(Serialize)]
struct Own {
    action: &'static str,
    once: String,
    name: String,
    address: String,
    language: SelectField,
    zone: SelectField,
    signature: Field,
    keys: Tick,
}

#[derive(Serialize)]
struct PasswordForm {
    action: &'static str,
    once: String,
    now: Field,
    new: Field,
}

#[derive(Serialize)]
struct Factor {
    on: bool,
    since: String,
    codes: i64,
    add: &'static str,
    remove: &'static str,
    more: &'static str,
}

#[derive(Serialize)]
pub(super) struct Session {
    agent: String,
    at: Moment,
    seen: Moment,
    current: bool,
    end: Act,
}

impl Session {
    /// One of a list; `end` is where a press ends it.
    pub(super) fn new(one: Listed, who: &Who, end: String) -> Self {
        Self {
            current: one.id == who.session,
            agent: if one.agent.is_empty() { "–".to_owned() } else { one.agent },
            at: who.moment(one.created_ms),
            seen: who.moment(one.seen_ms),
            end: act(end),
        }
    }
}

async fn show(State(desk): State<Desk>, who: Who) -> Answer {
    page(&desk, &who, None, &[]).await
}

/// What this officer chose, or what they just typed.
async fn page(desk: &Desk, who: &Who, typed: Option<&Fields>, errors: &[Wrong]) -> Answer {
    let known = credentials::of(&desk.store, who.officer).await?.ok_or(Problem::SignedOut)?;
    let left = credentials::codes_left(&desk.store, who.officer).await?;
    let now = desk.now();
    let listed = crate::store::sessions::of_officer(&desk.store, who.officer, now, now - session::IDLE).await?;
    let page = Page {
        errors: errors.to_vec(),
        own: own(desk, who, &known, typed, errors),
        password: PasswordForm {
            action: "/account/password",
            once: press::once(),
            now: Field::new("now", "").checked(errors),
            new: Field::new("new", "").checked(errors),
        },
        factor: Factor {
            on: known.factor.is_some(),
            since: known.factor_ms.map(|at| who.moment(at).text).unwrap_or_default(),
            codes: left,
            add: "/account/factor",
            remove: "/account/factor/remove",
            more: "/account/factor/codes",
        },
        sessions: listed
            .into_iter()
            .map(|one| {
                let end = format!("/account/sessions/{}/end", one.id);
                Session::new(one, who, end)
            })
            .collect(),
        everywhere: act("/account/sessions/end"),
    };
    let title = who.say("account-title", &[]);
    View::new(desk, who, Noun::None, title).refused(errors.len()).show("account", &page).await
}

fn own(desk: &Desk, who: &Who, known: &Credentials, typed: Option<&Fields>, errors: &[Wrong]) -> Own {
    let zone = if known.time_zone.is_empty() { zones::name(&desk.settings.zone) } else { known.time_zone.clone() };
    let chosen = |name: &str, kept: String| typed.map_or(kept, |typed| typed.line(name));
    let languages = Lang::ALL.map(|lang| (lang.tag().to_owned(), lang.name().to_owned()));
    Own {
        action: "/account",
        once: press::once(),
        name: known.name.clone(),
        address: known.address.clone(),
        language: SelectField::new("language", &chosen("language", who.lang.tag().to_owned()), languages).checked(errors),
        zone: SelectField::new("zone", &chosen("zone", zone), zones::options()).checked(errors),
        signature: Field::new("signature", typed.map_or_else(|| known.signature.clone(), |typed| typed.lines("signature")))
            .checked(errors),
        keys: Tick {
            id: "keys".to_owned(),
            name: "keys".to_owned(),
            chosen: typed.map_or(known.shortcuts, |typed| typed.has("keys")),
        },
    }
}

async fn save(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    let (language, zone, signature) = (Lang::parse(&fields.line("language")), fields.line("zone"), fields.lines("signature"));
    let mut errors = Vec::new();
    if language.is_none() {
        errors.push(wrong("language", Said::key("error-choose")));
    }
    if !zones::is_known(&zone) {
        errors.push(wrong("zone", Said::key("error-choose")));
    }
    if signature.chars().count() > LONGEST_SIGNATURE {
        errors.push(wrong("signature", Said::key("error-too-long").n(i64::try_from(LONGEST_SIGNATURE).unwrap_or(0))));
    }
    let (Some(language), true) = (language, errors.is_empty()) else {
        press.undone().await?;
        return page(&desk, &who, Some(&fields), &errors).await;
    };
    let own =
        credentials::Own { language: language.tag(), time_zone: &zone, signature: &signature, shortcuts: fields.has("keys") };
    credentials::set_own(&desk.store, who.officer, own).await?;
    press.done("/account", Some(Flash::done("flash-saved"))).await
}
