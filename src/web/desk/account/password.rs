//! Another password: the old one is asked, and wherever else the officer is signed in, they are not any more.

use axum::extract::State;

use super::page;
use crate::store::{credentials, sessions};
use crate::web::desk::Desk;
use crate::web::desk::door::password;
use crate::web::desk::door::set_up::too_weak;
use crate::web::desk::door::throttle::{self, Subject};
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Said, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

pub async fn post(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    let errors = mistakes(&desk, &who, &fields).await?;
    if !errors.is_empty() {
        press.undone().await?;
        return page(&desk, &who, None, &errors).await;
    }
    let hashed = password::hash(&desk, fields.raw("new")).await?;
    credentials::set_password(&desk.store, who.officer, &hashed, &who.name, desk.now()).await?;
    sessions::end_others(&desk.store, who.officer, who.session, &who.name, desk.now()).await?;
    press.done("/account", Some(Flash::done("flash-password"))).await
}

/// The new one is looked at first: what is wrong with it costs no try.
async fn mistakes(desk: &Desk, who: &Who, fields: &Fields) -> Result<Vec<Wrong>, Problem> {
    let (now, new) = (fields.raw("now"), fields.raw("new"));
    if now.is_empty() {
        return Ok(vec![wrong("now", Said::key("error-required"))]);
    }
    if let Some(said) = too_weak(new) {
        return Ok(vec![wrong("new", said)]);
    }
    let subject = Subject::Password(who.officer);
    if let Err(left) = throttle::begin(desk, &subject).await? {
        return Ok(vec![wrong("now", Said::key("error-password-wait").n((left + 999) / 1_000))]);
    }
    let known = credentials::of(&desk.store, who.officer).await?.ok_or(Problem::SignedOut)?;
    if !password::is(desk, known.password.as_deref(), now).await? {
        return Ok(vec![wrong("now", Said::key("error-password-now"))]);
    }
    throttle::forget(desk, &subject).await?;
    Ok(Vec::new())
}
