//! Sessions: a token in a cookie, its digest in the database, an end after idling and one whatever happens.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::tz::TimeZone;

use super::messages::Lang;
use super::problem::Problem;
use super::who::{Who, cookie};
use super::{Desk, page};
use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::model::ids::OfficerId;
use crate::store::officers::Role;
use crate::store::sessions;

/// Not used for so long, it is over.
pub const IDLE: Millis = 12 * HOUR;
/// Over whatever happens.
pub const LONGEST: Millis = 7 * DAY;
/// How long a browser need not give the second factor again.
pub const TRUST: Millis = 14 * DAY;

/// Bound to this host and to encryption (RFC 6265bis §4.1.3.2).
pub const COOKIE: &str = "__Host-session";
/// On this machine without encryption, where a browser would not take the other.
pub const COOKIE_PLAIN: &str = "session";

/// The name of a cookie of ours where the site is reached as it is.
pub fn name(desk: &Desk, name: &'static str) -> String {
    if desk.is_plain() { name.to_owned() } else { format!("__Host-{name}") }
}

/// 256 bits that nobody can guess.
pub fn random_token() -> Result<String, Problem> {
    let mut bytes = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Problem::broken(&"the system gave no randomness"))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// What is stored of a token.
pub fn digest(token: &str) -> String {
    HEXLOWER.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref())
}

/// The officer of this request, if a session stands behind it.
pub async fn find(desk: &Desk, headers: &HeaderMap) -> Result<Option<Who>, Problem> {
    let Some(token) = cookie(headers, &name(desk, COOKIE_PLAIN)) else { return Ok(None) };
    let now = desk.now();
    let Some(session) = sessions::find(&desk.store, &digest(token), now, now - IDLE).await? else { return Ok(None) };
    if now - session.seen > MINUTE {
        sessions::touch(&desk.store, session.id, now).await?;
    }
    let lang = Lang::parse(&session.language).unwrap_or_else(|| asked(headers));
    Ok(Some(Who {
        flash: page::flash(desk, headers, lang),
        officer: session.officer,
        name: session.name,
        address: session.address,
        role: session.role,
        lang,
        zone: zone(desk, &session.time_zone),
        keys: session.shortcuts,
        session: session.id,
        proof: session.proof,
    }))
}

/// The role behind a request, if its session still stands; looking is no use of it.
pub async fn peek(desk: &Desk, headers: &HeaderMap) -> Result<Option<Role>, Problem> {
    let Some(token) = cookie(headers, &name(desk, COOKIE_PLAIN)) else { return Ok(None) };
    let now = desk.now();
    Ok(sessions::find(&desk.store, &digest(token), now, now - IDLE).await?.map(|session| session.role))
}

/// The language a browser asks for, where nobody is known.
pub fn asked(headers: &HeaderMap) -> Lang {
    if let Some(chosen) = cookie(headers, "language").and_then(Lang::parse) {
        return chosen;
    }
    Lang::accepted(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default())
}

/// A zone by its name; the office's when it has none.
pub fn zone(desk: &Desk, name: &str) -> TimeZone {
    if name.is_empty() {
        return desk.settings.zone.clone();
    }
    TimeZone::get(name).unwrap_or_else(|_| desk.settings.zone.clone())
}

/// Begins a session with a token of its own and puts its cookie into the answer.
pub async fn begin(
    desk: &Desk,
    headers: &HeaderMap,
    officer: OfficerId,
    actor: &str,
    instead_of: Option<i64>,
    mut answer: Response,
) -> Result<Response, Problem> {
    let (token, now) = (random_token()?, desk.now());
    let agent: String =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().chars().take(200).collect();
    let sha256 = digest(&token);
    let new = sessions::New { sha256: &sha256, officer, actor, agent: &agent, ends: now + LONGEST, instead_of };
    sessions::begin(&desk.store, new, now).await?;
    set_cookie(desk, &mut answer, COOKIE_PLAIN, &token, LONGEST)?;
    Ok(answer)
}

/// Sets a cookie of ours; an age of 0 takes it away.
pub fn set_cookie(desk: &Desk, answer: &mut Response, short: &'static str, value: &str, age: Millis) -> Result<(), Problem> {
    let secure = if desk.is_plain() { "" } else { "; Secure" };
    let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}", name(desk, short), age / 1_000);
    let line = HeaderValue::from_str(&line).map_err(|problem| Problem::broken(&problem))?;
    answer.headers_mut().append(header::SET_COOKIE, line);
    Ok(())
}
