//! The first run, and an invitation: a link that works once, behind which an officer chooses a password. A GET shows the
//! form and uses nothing up, so that a mail scanner cannot.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Serialize;

use super::password;
use crate::model::address::EmailAddress;
use crate::model::ids::OfficerId;
use crate::store::officers::{self, Role};
use crate::store::sessions::LinkPurpose;
use crate::store::{credentials, sessions};
use crate::web::desk::fields::Fields;
use crate::web::desk::messages;
use crate::web::desk::parts::{Field, Said, SelectField, Wrong};
use crate::web::desk::press::{see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::{Desk, page, session, zones};

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    /// The first officer; else somebody invited, whose name and address are known.
    first: bool,
    form: Form,
}

#[derive(Serialize)]
struct Form {
    action: String,
    name: Field,
    address: Field,
    password: Field,
    zone: SelectField,
}

/// Whose link it is: nobody's yet, or an invited officer's.
async fn holder(desk: &Desk, token: &str) -> Result<(LinkPurpose, Option<OfficerId>), Problem> {
    let (sha256, now) = (session::digest(token), desk.now());
    for purpose in [LinkPurpose::SetUp, LinkPurpose::Invite] {
        if let Some(officer) = sessions::link(&desk.store, &sha256, purpose, now).await? {
            return Ok((purpose, officer));
        }
    }
    Err(Problem::NotFound)
}

pub async fn get(State(desk): State<Desk>, Path(token): Path<String>, headers: HeaderMap) -> Answer {
    let (_, officer) = holder(&desk, &token).await?;
    show(&desk, &headers, &token, officer, &Fields::default(), &[]).await
}

async fn show(
    desk: &Desk,
    headers: &HeaderMap,
    token: &str,
    officer: Option<OfficerId>,
    fields: &Fields,
    errors: &[Wrong],
) -> Answer {
    let lang = session::asked(headers);
    let known = match officer {
        Some(officer) => credentials::of(&desk.store, officer).await?,
        None => None,
    };
    let (name, address) = known.map_or_else(|| (fields.line("name"), fields.line("address")), |one| (one.name, one.address));
    let zone = if fields.has("zone") { fields.line("zone") } else { zones::name(&desk.settings.zone) };
    let page = Page {
        errors: errors.to_vec(),
        first: officer.is_none(),
        form: Form {
            action: format!("/set-up/{token}"),
            name: Field::new("name", name).checked(errors),
            address: Field::new("address", address).checked(errors),
            password: Field::new("password", "").checked(errors),
            zone: SelectField::new("zone", &zone, zones::options()).checked(errors),
        },
    };
    page::door(desk, lang, &messages::text(lang, "set-up-title", &[]), "set_up", &page, errors.len())
}

pub async fn post(State(desk): State<Desk>, Path(token): Path<String>, headers: HeaderMap, fields: Fields) -> Answer {
    let (purpose, invited) = holder(&desk, &token).await?;
    let (name, typed) = (fields.line("name"), fields.raw("password"));
    let address = EmailAddress::parse(&fields.line("address"));
    let mut errors = Vec::new();
    if invited.is_none() {
        if name.is_empty() {
            errors.push(wrong("name", Said::key("error-required")));
        }
        if address.is_err() {
            errors.push(wrong("address", Said::key("error-address")));
        }
    }
    if let Some(said) = too_weak(typed) {
        errors.push(wrong("password", said));
    }
    if !errors.is_empty() {
        return show(&desk, &headers, &token, invited, &fields, &errors).await;
    }
    let hashed = password::hash(&desk, typed).await?;
    let now = desk.now();
    // From here on the link is used up: two at once do not make two officers.
    if !sessions::use_link(&desk.store, &session::digest(&token), purpose, now).await? {
        return Err(Problem::NotFound);
    }
    let (officer, name) = match (invited, address) {
        (Some(officer), _) => {
            let known = credentials::of(&desk.store, officer).await?.ok_or(Problem::NotFound)?;
            if known.password.is_some() || known.factor.is_some() {
                return new_password(&desk, &known, &hashed).await;
            }
            (officer, known.name)
        }
        (None, Ok(address)) => (first_officer(&desk, &name, &address).await?, name),
        (None, Err(_)) => return Err(Problem::BadRequest),
    };
    credentials::set_password(&desk.store, officer, &hashed, &name, now).await?;
    let zone = fields.line("zone");
    let own = credentials::Own {
        language: session::asked(&headers).tag(),
        time_zone: if zones::is_known(&zone) { &zone } else { "" },
        signature: "",
        shortcuts: false,
    };
    credentials::set_own(&desk.store, officer, own).await?;
    session::begin(&desk, &headers, officer, &name, None, see("/")).await
}

/// Somebody who had a password has another one, and signs in with it like everybody: a link that sets a password is no
/// way around the second step. Wherever they were signed in, they are not.
async fn new_password(desk: &Desk, known: &credentials::Credentials, hashed: &str) -> Answer {
    let (officer, now) = (OfficerId(known.id), desk.now());
    credentials::set_password(&desk.store, officer, hashed, &known.name, now).await?;
    sessions::end(&desk.store, officer, None, &known.name, now).await?;
    Ok(see("/sign-in?why=password"))
}

/// The first officer is an admin; one of that name who was named on the command line becomes it.
async fn first_officer(desk: &Desk, name: &str, address: &EmailAddress) -> Result<OfficerId, Problem> {
    if let Some(id) = officers::add(&desk.store, name, address, Role::Admin, name, desk.now()).await? {
        return Ok(id);
    }
    let known = officers::find(&desk.store, name).await?.ok_or(Problem::Conflict)?;
    officers::set_role(&desk.store, known.id, Role::Admin, name, desk.now()).await?;
    Ok(known.id)
}

/// What is wrong with a new password, if anything is.
pub fn too_weak(password: &str) -> Option<Said> {
    let length = password.chars().count();
    if length < password::SHORTEST {
        return Some(Said::key("error-password-short").n(i64::try_from(password::SHORTEST).unwrap_or(0)));
    }
    if password.len() > password::LONGEST {
        return Some(Said::key("error-too-long").n(i64::try_from(password::LONGEST).unwrap_or(0)));
    }
    let first = password.chars().next();
    (password.chars().all(|c| Some(c) == first)).then(|| Said::key("error-password-plain"))
}
