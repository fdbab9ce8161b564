//! `POST /releases/{id}/test`: the mail as reporters would get it, to an officer and nobody else. Marked, and counted
//! nowhere.

use axum::extract::{Path, RawQuery, State};

use super::{head, mail};
use crate::compose::ComposeError;
use crate::compose::single::{self, Single};
use crate::model::address::EmailAddress;
use crate::model::ids::{ReleaseId, new_uid};
use crate::model::release::Release;
use crate::store::officers::{self, Officer};
use crate::store::queue::{NewSingle, Purpose, queue_single};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Choice, Trial};
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

/// The pages of a release a test may be sent from, and led back to.
const PAGES: [&str; 4] = ["", "audience", "send", "approve"];

/// The form for it. `page` is the page of the release it stands on: `""` (the text), `send` or `approve`.
pub async fn trial(desk: &Desk, who: &Who, release: ReleaseId, page: &str) -> Result<Trial, Problem> {
    let officers = officers::list(&desk.store).await?;
    let to = officers.into_iter().map(|officer| {
        let is_me = officer.id == who.officer;
        let text = if is_me { who.say("trial-you", &[("who", (&officer.name).into())]) } else { officer.name };
        Choice { value: officer.id.to_string(), text, chosen: is_me }
    });
    let back = if page.is_empty() { String::new() } else { format!("?page={page}") };
    Ok(Trial { action: format!("/releases/{release}/test{back}"), once: press::once(), id: "trial-to", to: to.collect() })
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, RawQuery(query): RawQuery, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    let query = Fields::parse(query.unwrap_or_default().as_bytes());
    let page = PAGES.into_iter().find(|page| !page.is_empty() && *page == query.raw("page"));
    let back = page.map_or_else(|| format!("/releases/{id}"), |page| format!("/releases/{id}/{page}"));
    // An officer who has left is none, whoever still has the form.
    let chosen = fields.number("to");
    let officer = officers::list(&desk.store).await?.into_iter().find(|officer| Some(officer.id.0) == chosen);
    let officer = officer.ok_or(Problem::BadRequest)?;
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let said = match send(&desk, &who, &release, &officer).await {
        Ok(()) => Flash::done("flash-test-sent").what(&officer.name),
        Err(Unsent::Compose(ComposeError::TooBig { .. } | ComposeError::TooDeep { .. })) => Flash::warn("flash-test-not-made"),
        Err(Unsent::Compose(ComposeError::NoSigningKey { .. })) => Flash::warn("flash-test-no-key"),
        Err(Unsent::Compose(error)) => return Err(error.into()),
        Err(Unsent::Other(problem)) => return Err(problem),
    };
    press.done(&back, Some(said)).await
}

enum Unsent {
    Compose(ComposeError),
    Other(Problem),
}

impl From<ComposeError> for Unsent {
    fn from(error: ComposeError) -> Self {
        Self::Compose(error)
    }
}

impl From<Problem> for Unsent {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

async fn send(desk: &Desk, who: &Who, release: &Release, officer: &Officer) -> Result<(), Unsent> {
    let (office, now) = (desk.office()?, desk.now());
    let letter = mail::letter(desk, office, release).await?;
    let address = EmailAddress::parse(&officer.address).map_err(|error| Problem::broken(&error))?;
    let to = Single {
        uid: new_uid(now),
        date: now,
        to: address,
        to_name: officer.name.clone(),
        language: release.language.clone(),
        in_reply_to: None,
    };
    let copy = single::test(office, &desk.keys, &letter, &to)?;
    let message =
        NewSingle { purpose: Purpose::Test, author: &who.name, to: &to.to, sender: &copy.envelope_from, message: &copy.bytes };
    queue_single(&desk.store, &message, now).await.map_err(Problem::from)?;
    Ok(())
}
