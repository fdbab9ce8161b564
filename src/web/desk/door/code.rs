//! The second step: six digits or a recovery code, after the password; and again before an approval when the last proof
//! is old. What the first step proved travels in a cookie signed with a key that is not in the database.

use axum::extract::State;
use axum::http::HeaderMap;
use data_encoding::HEXLOWER;
use serde::Serialize;

use super::throttle::{self, Subject};
use super::{factor, next};
use crate::clock::{DAY, MINUTE, Millis};
use crate::model::ids::OfficerId;
use crate::store::credentials::{self, Credentials};
use crate::store::sessions;
use crate::web::desk::fields::Fields;
use crate::web::desk::messages::{self, Lang};
use crate::web::desk::parts::{Field, Said, Wrong};
use crate::web::desk::press::{see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::{Who, cookie};
use crate::web::desk::{Desk, page, session};

/// For the second step after the first.
const HURRY: Millis = 10 * MINUTE;

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    step_up: bool,
    form: Form,
    back: &'static str,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    code: Field,
    next: String,
    trust: Trust,
}

#[derive(Serialize)]
struct Trust {
    id: &'static str,
    name: &'static str,
    n: i64,
}

/// Password right, code still to come.
pub(super) fn first_step_done(desk: &Desk, officer: OfficerId, next: &str) -> Answer {
    let ends = desk.now() + HURRY;
    let text = format!("{officer}.{ends}");
    let mac = desk.keys.mac(desk.keys.current(), "first step", text.as_bytes());
    let mac = mac.ok_or_else(|| Problem::broken(&"the key file has no key to sign with"))?;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    let mut answer = see(&format!("/sign-in/code?{query}"));
    session::set_cookie(desk, &mut answer, "step", &format!("{text}.{}", HEXLOWER.encode(&mac)), HURRY)?;
    Ok(answer)
}

fn proved_first(desk: &Desk, headers: &HeaderMap) -> Option<OfficerId> {
    let value = cookie(headers, &session::name(desk, "step"))?;
    let (text, mac) = value.rsplit_once('.')?;
    let (officer, ends) = text.split_once('.')?;
    let mac = HEXLOWER.decode(mac.as_bytes()).ok()?;
    let holds = desk.keys.verify(desk.keys.current(), "first step", text.as_bytes(), &mac);
    (holds && ends.parse::<Millis>().ok()? > desk.now()).then(|| officer.parse().ok()).flatten()
}

/// Whether this browser need not give the code.
pub(super) async fn browser_is_trusted(desk: &Desk, headers: &HeaderMap, officer: OfficerId) -> Result<bool, Problem> {
    let Some(token) = cookie(headers, &session::name(desk, "trust")) else { return Ok(false) };
    Ok(sessions::is_trusted(&desk.store, &session::digest(token), officer, desk.now()).await?)
}

pub async fn get(State(desk): State<Desk>, headers: HeaderMap, fields: Fields) -> Answer {
    if proved_first(&desk, &headers).is_none() {
        return Ok(see("/sign-in"));
    }
    show(&desk, session::asked(&headers), &fields, false, &[])
}

fn show(desk: &Desk, lang: Lang, fields: &Fields, step_up: bool, errors: &[Wrong]) -> Answer {
    let form = Form {
        action: if step_up { "/sign-in/again" } else { "/sign-in/code" },
        code: Field::new("code", "").checked(errors),
        next: next(fields.raw("next")).to_owned(),
        trust: Trust { id: "trust", name: "trust", n: session::TRUST / DAY },
    };
    let page = Page { errors: errors.to_vec(), step_up, form, back: if step_up { "/" } else { "/sign-in" } };
    let title = messages::text(lang, if step_up { "sign-in-code-again" } else { "sign-in-code-title" }, &[]);
    page::door(desk, lang, &title, "sign_in_code", &page, errors.len())
}

pub async fn post(State(desk): State<Desk>, headers: HeaderMap, fields: Fields) -> Answer {
    let Some(officer) = proved_first(&desk, &headers) else { return Ok(see("/sign-in")) };
    let lang = session::asked(&headers);
    let Some(found) = credentials::of(&desk.store, officer).await? else { return Ok(see("/sign-in")) };
    if let Err(said) = prove(&desk, &found, &fields.line("code")).await? {
        return show(&desk, lang, &fields, false, &[wrong("code", said)]);
    }
    let mut answer = see(next(fields.raw("next")));
    session::set_cookie(&desk, &mut answer, "step", "", 0)?;
    if fields.has("trust") {
        let token = session::random_token()?;
        sessions::trust(&desk.store, &session::digest(&token), officer, desk.now() + session::TRUST).await?;
        session::set_cookie(&desk, &mut answer, "trust", &token, session::TRUST)?;
    }
    session::begin(&desk, &headers, officer, &found.name, None, answer).await
}

/// Asked again, before something that needs a fresh proof.
pub async fn again(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let found = credentials::of(&desk.store, who.officer).await?.ok_or(Problem::SignedOut)?;
    if found.factor.is_none() {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next(fields.raw("next"))).finish();
        return Ok(see(&format!("/sign-in?{query}")));
    }
    show(&desk, who.lang, &fields, true, &[])
}

pub async fn post_again(State(desk): State<Desk>, who: Who, headers: HeaderMap, fields: Fields) -> Answer {
    let found = credentials::of(&desk.store, who.officer).await?.ok_or(Problem::SignedOut)?;
    if let Err(said) = prove(&desk, &found, &fields.line("code")).await? {
        return show(&desk, who.lang, &fields, true, &[wrong("code", said)]);
    }
    session::begin(&desk, &headers, who.officer, &who.name, Some(who.session), see(next(fields.raw("next")))).await
}

/// Whether the code is right; each is good once. `Err` says what is wrong.
async fn prove(desk: &Desk, found: &Credentials, code: &str) -> Result<Result<(), Said>, Problem> {
    let officer = OfficerId(found.id);
    let Some(sealed) = &found.factor else { return Ok(Err(Said::key("error-code"))) };
    if let Err(left) = throttle::begin(desk, &Subject::Code(officer)).await? {
        return Ok(Err(Said::key("error-code-wait").n((left + 999) / 1_000)));
    }
    let key =
        desk.keys.unseal(factor::PURPOSE, sealed).ok_or_else(|| Problem::broken(&"the second factor's key cannot be read"))?;
    let right = match factor::matching(&key, code, desk.now()) {
        Some(step) => credentials::take_step(&desk.store, officer, step).await?,
        None if code.len() > 6 => credentials::use_code(&desk.store, officer, &factor::code_digest(code), desk.now()).await?,
        None => false,
    };
    if right {
        throttle::forget(desk, &Subject::Code(officer)).await?;
        return Ok(Ok(()));
    }
    Ok(Err(Said::key("error-code")))
}

/// Leads to where a fresh proof is given if the last one is old; from there back to `next`.
pub fn step_up(desk: &Desk, who: &Who, next: &str) -> Result<(), Problem> {
    if who.is_fresh(desk.now()) {
        return Ok(());
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    Err(Problem::Elsewhere { to: format!("/sign-in/again?{query}") })
}
