//! Tokens for programs: shown once, kept as digests, with an end. They read, and nothing else (`web::api`).

use axum::extract::{Path, State};
use data_encoding::BASE32_NOPAD;
use serde::Serialize;

use super::tabs;
use crate::clock::{DAY, Millis};
use crate::store::officers::Role;
use crate::store::tokens::{self, Token};
use crate::web::api::SCOPES;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::door::code;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, Moment, OptionsField, Said, SelectField, SettingsTab, State as Shown, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, session};

const HOME: &str = "/settings/api";
const LONGEST_NAME: usize = 100;
/// Days a token may be good for.
const DAYS: [i64; 3] = [30, 90, 365];

pub fn routes() -> Vec<Route> {
    vec![
        get(HOME, Right::See, show),
        post(HOME, Right::Admin, make),
        get("/settings/api/{id}/revoke", Right::Admin, ask_revoke),
        post("/settings/api/{id}/revoke", Right::Admin, revoke),
    ]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    made: Option<Made>,
    rows: Vec<Row>,
    make: Option<Form>,
    docs: &'static str,
}

#[derive(Serialize)]
struct Made {
    id: &'static str,
    name: String,
    token: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    scopes: String,
    until: String,
    seen: Option<Moment>,
    revoke: String,
    state: Shown,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    once: String,
    name: Field,
    scopes: OptionsField,
    until: SelectField,
}

async fn show(State(desk): State<Desk>, who: Who) -> Answer {
    page(&desk, &who, &Fields::default(), &[], None).await
}

async fn page(desk: &Desk, who: &Who, typed: &Fields, errors: &[Wrong], made: Option<Made>) -> Answer {
    let now = desk.now();
    let is_admin = who.role == Role::Admin;
    let rows = tokens::list(&desk.store).await?.into_iter().map(|token| row(token, who, now, is_admin)).collect();
    let chosen = if typed.has("once") { typed.all("scopes").collect() } else { vec![SCOPES[0]] };
    let days = DAYS.map(|days| (days.to_string(), who.say("api-days", &[("n", days.into())])));
    let until = if typed.has("until") { typed.line("until") } else { DAYS[1].to_string() };
    let page = Page {
        tabs: tabs("api"),
        errors: errors.to_vec(),
        made,
        rows,
        make: is_admin.then(|| Form {
            action: HOME,
            once: press::once(),
            name: Field::new("name", typed.line("name")).checked(errors),
            scopes: OptionsField::new("scopes", "checkbox", &chosen, &[("read", "api-scope-read", "api-scope-read-hint")])
                .checked(errors),
            until: SelectField::new("until", &until, days).checked(errors),
        }),
        docs: "/help#api",
    };
    let title = who.say("api-title", &[]);
    View::new(desk, who, Noun::Settings, title).refused(errors.len()).show("settings_api", &page).await
}

fn row(token: Token, who: &Who, now: Millis, is_admin: bool) -> Row {
    let valid = token.is_valid(now);
    let state = match (token.revoked_ms, valid) {
        (Some(_), _) => Shown::new("state-token-revoked", "bad", "stop"),
        (None, true) => Shown::new("state-token-valid", "ok", "check"),
        (None, false) => Shown::new("state-token-over", "off", "left"),
    };
    let scopes: Vec<String> = token.scopes.split(' ').map(|scope| who.say(&format!("api-scope-{scope}"), &[])).collect();
    Row {
        scopes: scopes.join(", "),
        until: who.moment(token.ends_ms).text,
        seen: token.seen_ms.map(|at| who.moment(at)),
        revoke: if valid && is_admin { format!("{HOME}/{}/revoke", token.id) } else { String::new() },
        state,
        name: token.name,
    }
}

async fn make(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    code::step_up(&desk, &who, HOME)?;
    let (name, days) = (fields.line("name"), fields.number("until").filter(|days| DAYS.contains(days)));
    let scopes: Vec<&str> = SCOPES.into_iter().filter(|scope| fields.all("scopes").any(|wanted| wanted == *scope)).collect();
    let mut errors = Vec::new();
    if name.is_empty() {
        errors.push(wrong("name", Said::key("error-required")));
    } else if name.chars().count() > LONGEST_NAME {
        errors.push(wrong("name", Said::key("error-too-long").n(i64::try_from(LONGEST_NAME).unwrap_or(0))));
    }
    if scopes.is_empty() {
        errors.push(wrong("scopes", Said::key("error-choose")));
    }
    if days.is_none() {
        errors.push(wrong("until", Said::key("error-choose")));
    }
    let (Some(days), true) = (days, errors.is_empty()) else {
        press.undone().await?;
        return page(&desk, &who, &fields, &errors, None).await;
    };
    let token = fresh()?;
    let new = tokens::New {
        name: &name,
        sha256: &session::digest(&token),
        scopes: &scopes.join(" "),
        made_by: who.officer,
        actor: &who.name,
        ends: desk.now() + days * DAY,
    };
    tokens::make(&desk.store, new, desk.now()).await?;
    // A reload leads to the list: the token is shown once.
    let _ = press.done(HOME, None).await?;
    page(&desk, &who, &Fields::default(), &[], Some(Made { id: "made", name, token })).await
}

/// `dl_` and 256 bits; the start lets a scanner of source code know what it found.
fn fresh() -> Result<String, Problem> {
    let mut bytes = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Problem::broken(&"the system gave no randomness"))?;
    Ok(format!("dl_{}", BASE32_NOPAD.encode(&bytes).to_lowercase()))
}

async fn known(desk: &Desk, id: i64) -> Result<Token, Problem> {
    tokens::list(&desk.store).await?.into_iter().find(|token| token.id == id).ok_or(Problem::NotFound)
}

async fn ask_revoke(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let token = known(&desk, id).await?;
    Confirm::new("revoke_token", token.name, format!("{HOME}/{id}/revoke"), HOME).show(&desk, &who, Noun::Settings).await
}

async fn revoke(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let token = known(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    if !tokens::revoke(&desk.store, id, &who.name, desk.now()).await? {
        return Err(Problem::Conflict);
    }
    press.done(HOME, Some(Flash::done("flash-revoked").what(token.name))).await
}
