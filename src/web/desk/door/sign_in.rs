//! The door: address and password. The same words, status and time whether the address or the password is wrong.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde::Serialize;

use super::throttle::{self, Subject};
use super::{code, next, password};
use crate::clock::{Millis, SECOND};
use crate::model::ids::OfficerId;
use crate::store::credentials::{self, Credentials};
use crate::web::desk::fields::Fields;
use crate::web::desk::messages::{self, Lang};
use crate::web::desk::parts::{Field, Said, Wrong};
use crate::web::desk::press::{see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::{Desk, page, session};
use crate::web::server::Peer;

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    form: Form,
    why: &'static str,
    wait: Option<Wait>,
    languages: Vec<Language>,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    address: Field,
    password: Field,
    next: String,
}

#[derive(Serialize)]
struct Wait {
    n: i64,
}

#[derive(Serialize)]
struct Language {
    href: String,
    label: &'static str,
    lang: &'static str,
    current: bool,
}

pub async fn get(State(desk): State<Desk>, headers: HeaderMap, fields: Fields) -> Answer {
    if let Some(lang) = Lang::parse(fields.raw("lang")) {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let query = query.append_pair("next", next(fields.raw("next"))).finish();
        let mut answer = see(&format!("/sign-in?{query}"));
        let cookie = format!("language={}; Path=/; SameSite=Lax; Max-Age=31536000", lang.tag());
        let cookie = cookie.parse().map_err(|problem| Problem::broken(&problem))?;
        answer.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
        return Ok(answer);
    }
    show(&desk, &headers, &fields, &[], None)
}

fn show(desk: &Desk, headers: &HeaderMap, fields: &Fields, errors: &[Wrong], wait: Option<Millis>) -> Answer {
    let lang = session::asked(headers);
    let why = match fields.raw("why") {
        "over" => "sign-in-why-over",
        "password" => "sign-in-why-password",
        "page" if next(fields.raw("next")) != "/" => "sign-in-why-page",
        _ => "",
    };
    let next = next(fields.raw("next")).to_owned();
    let languages = Lang::ALL.map(|one| Language {
        href: format!(
            "/sign-in?lang={}&next={}",
            one.tag(),
            form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>()
        ),
        label: one.name(),
        lang: one.tag(),
        current: one == lang,
    });
    let page = Page {
        errors: errors.to_vec(),
        form: Form {
            action: "/sign-in",
            address: Field::new("address", fields.line("address")).checked(errors),
            password: Field::new("password", "").checked(errors),
            next,
        },
        why,
        wait: wait.map(|ms| Wait { n: (ms + SECOND - 1) / SECOND }),
        languages: languages.into(),
    };
    page::door(desk, lang, &messages::text(lang, "sign-in-title", &[]), "sign_in", &page, errors.len())
}

pub async fn post(State(desk): State<Desk>, peer: Peer, headers: HeaderMap, fields: Fields) -> Answer {
    let (address, typed) = (fields.line("address"), fields.raw("password"));
    if address.is_empty() || typed.is_empty() {
        let missing = if address.is_empty() { "address" } else { "password" };
        return show(&desk, &headers, &fields, &[wrong(missing, Said::key("error-required"))], None);
    }
    let subjects = [Subject::Address(&address), Subject::From(peer.ip())];
    for subject in &subjects {
        if let Err(left) = throttle::begin(&desk, subject).await? {
            let mut answer = show(&desk, &headers, &fields, &[], Some(left))?;
            *answer.status_mut() = axum::http::StatusCode::TOO_MANY_REQUESTS;
            answer.headers_mut().insert(axum::http::header::RETRY_AFTER, ((left + SECOND - 1) / SECOND).into());
            return Ok(answer);
        }
    }
    let Some(found) = proved(&desk, &address, typed).await? else {
        return show(&desk, &headers, &fields, &[wrong("address", Said::key("error-sign-in"))], None);
    };
    throttle::forget(&desk, &subjects[0]).await?;
    go_on(&desk, &headers, &found, next(fields.raw("next"))).await
}

/// The officer with this address and password. Whoever is asked about, one password is checked.
async fn proved(desk: &Desk, address: &str, typed: &str) -> Result<Option<Credentials>, Problem> {
    let known = credentials::at_address(&desk.store, address).await?;
    let mut with_password = known.into_iter().filter(|one| one.password.is_some()).peekable();
    if with_password.peek().is_none() {
        password::is(desk, None, typed).await?;
        return Ok(None);
    }
    for one in with_password {
        if password::is(desk, one.password.as_deref(), typed).await? {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

/// To the second step where there is one, else in.
pub(super) async fn go_on(desk: &Desk, headers: &HeaderMap, found: &Credentials, next: &str) -> Answer {
    let officer = OfficerId(found.id);
    if found.factor.is_some() && !code::browser_is_trusted(desk, headers, officer).await? {
        return code::first_step_done(desk, officer, next);
    }
    session::begin(desk, headers, officer, &found.name, None, see(next).into_response()).await
}
