//! The second factor of one's own: enrolled with a first code that proves it works, removed with a fresh proof. The key
//! travels sealed in the form until then, so that nothing is stored that nobody can use.

use axum::extract::State;
use serde::Serialize;

use crate::clock::{HOUR, Millis};
use crate::model::ids::OfficerId;
use crate::store::credentials;
use crate::web::desk::Desk;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::door::{code, factor};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Field, Said, Wrong};
use crate::web::desk::press::{self, Flash, act, see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

/// How long an enrolment may take.
const ENROLLING: Millis = HOUR;

#[derive(Serialize)]
struct Page {
    /// `enrol`, `codes` or `again`.
    step: &'static str,
    errors: Vec<Wrong>,
    secret: String,
    link: String,
    form: Form,
    codes: Vec<Code>,
    again: Act,
    done: &'static str,
    back: &'static str,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    once: String,
    /// The key, sealed.
    key: String,
    code: Field,
}

#[derive(Serialize)]
struct Code {
    code: String,
}

impl Page {
    fn new(step: &'static str) -> Self {
        Self {
            step,
            errors: Vec::new(),
            secret: String::new(),
            link: String::new(),
            form: Form { action: "/account/factor", once: press::once(), key: String::new(), code: Field::new("code", "") },
            codes: Vec::new(),
            again: act("/account/factor/codes"),
            done: "/account",
            back: "/account",
        }
    }

    async fn show(&self, desk: &Desk, who: &Who) -> Answer {
        let key = match self.step {
            "enrol" => "factor-title",
            "codes" => "factor-codes-title",
            _ => "factor-again-title",
        };
        View::new(desk, who, Noun::None, who.say(key, &[])).refused(self.errors.len()).show("account_factor", self).await
    }
}

/// What the sealed key of a form is bound to: this officer.
fn purpose(officer: OfficerId) -> String {
    format!("enrolling {officer}")
}

fn seal(desk: &Desk, who: &Who, key: &[u8]) -> Result<String, Problem> {
    let mut plain = (desk.now() + ENROLLING).to_be_bytes().to_vec();
    plain.extend_from_slice(key);
    desk.keys.seal(&purpose(who.officer), &plain).ok_or_else(|| Problem::broken(&"the key file has no key to seal with"))
}

/// The key of a form, while its time is not over.
fn unseal(desk: &Desk, who: &Who, sealed: &str) -> Option<Vec<u8>> {
    let plain = desk.keys.unseal(&purpose(who.officer), sealed)?;
    let (ends, key) = plain.split_first_chunk::<8>()?;
    (i64::from_be_bytes(*ends) > desk.now()).then(|| key.to_vec())
}

async fn is_on(desk: &Desk, who: &Who) -> Result<bool, Problem> {
    let known = credentials::of(&desk.store, who.officer).await?.ok_or(Problem::SignedOut)?;
    Ok(known.factor.is_some())
}

pub async fn get(State(desk): State<Desk>, who: Who) -> Answer {
    if is_on(&desk, &who).await? {
        return Ok(see("/account"));
    }
    code::step_up(&desk, &who, "/account/factor")?;
    let key = factor::fresh_key().ok_or_else(|| Problem::broken(&"the system gave no randomness"))?;
    enrol(&desk, &who, &key, &[]).await
}

async fn enrol(desk: &Desk, who: &Who, key: &[u8], errors: &[Wrong]) -> Answer {
    let form = Form {
        action: "/account/factor",
        once: press::once(),
        key: seal(desk, who, key)?,
        code: Field::new("code", "").checked(errors),
    };
    let page = Page {
        errors: errors.to_vec(),
        secret: factor::spelled(key),
        link: factor::link(key, &desk.settings.office_name, &who.address),
        form,
        ..Page::new("enrol")
    };
    page.show(desk, who).await
}

pub async fn post(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    code::step_up(&desk, &who, "/account/factor")?;
    // One that is on is removed first, by its own page.
    if is_on(&desk, &who).await? {
        return Err(Problem::Conflict);
    }
    let Some(key) = unseal(&desk, &who, fields.raw("key")) else {
        return press.done("/account/factor", Some(Flash::warn("flash-factor-late"))).await;
    };
    let Some(step) = factor::matching(&key, &fields.line("code"), desk.now()) else {
        press.undone().await?;
        return enrol(&desk, &who, &key, &[wrong("code", Said::key("error-code"))]).await;
    };
    let sealed = desk.keys.seal(factor::PURPOSE, &key).ok_or_else(|| Problem::broken(&"the key file has no key to seal with"))?;
    let codes = fresh_codes()?;
    let digests: Vec<String> = codes.iter().map(|code| factor::code_digest(code)).collect();
    credentials::set_factor(&desk.store, who.officer, (&sealed, step), &digests, &who.name, desk.now()).await?;
    // A reload leads to the account: these are shown once.
    let _ = press.done("/account", None).await?;
    shown_once(&desk, &who, codes).await
}

fn fresh_codes() -> Result<Vec<String>, Problem> {
    factor::fresh_codes().ok_or_else(|| Problem::broken(&"the system gave no randomness"))
}

async fn shown_once(desk: &Desk, who: &Who, codes: Vec<String>) -> Answer {
    let codes = codes.into_iter().map(|code| Code { code }).collect();
    Page { codes, ..Page::new("codes") }.show(desk, who).await
}

pub async fn ask_codes(State(desk): State<Desk>, who: Who) -> Answer {
    if !is_on(&desk, &who).await? {
        return Ok(see("/account"));
    }
    code::step_up(&desk, &who, "/account/factor/codes")?;
    Page::new("again").show(&desk, &who).await
}

pub async fn new_codes(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    code::step_up(&desk, &who, "/account/factor/codes")?;
    let codes = fresh_codes()?;
    let digests: Vec<String> = codes.iter().map(|code| factor::code_digest(code)).collect();
    if !credentials::set_codes(&desk.store, who.officer, &digests, &who.name, desk.now()).await? {
        return Err(Problem::Conflict);
    }
    let _ = press.done("/account", None).await?;
    shown_once(&desk, &who, codes).await
}

pub async fn ask_remove(State(desk): State<Desk>, who: Who) -> Answer {
    if !is_on(&desk, &who).await? {
        return Ok(see("/account"));
    }
    code::step_up(&desk, &who, "/account/factor/remove")?;
    Confirm::new("remove_factor", &who.name, "/account/factor/remove", "/account").show(&desk, &who, Noun::None).await
}

pub async fn remove(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    code::step_up(&desk, &who, "/account/factor/remove")?;
    if !is_on(&desk, &who).await? {
        return Err(Problem::Conflict);
    }
    credentials::remove_factor(&desk.store, who.officer, &who.name, desk.now()).await?;
    press.done("/account", Some(Flash::done("flash-factor-off"))).await
}
