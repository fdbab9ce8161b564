//! What parts with a reporter or joins two: erasing, merging, having left an outlet. Each is looked at once more first.

use axum::extract::{Path, State};

use super::list::called;
use super::{kept, reporter};
use crate::model::address::EmailAddress;
use crate::model::contact::Reach;
use crate::model::ids::ContactId;
use crate::store::audience::contact_at;
use crate::store::erasing::{self, Erased};
use crate::store::merging::{self, Merged};
use crate::store::profile::{self, Profile};
use crate::store::{people, tidying};
use crate::web::desk::Desk;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::Noun;
use crate::web::desk::parts::{Field, Said};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem, hidden};
use crate::web::desk::who::Who;

pub async fn erase(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let found = reporter::load(&desk, id).await?;
    let mut page = Confirm::new("erase", called(&found.contact), format!("/reporters/{id}/erase"), format!("/reporters/{id}"));
    page.is_final = true;
    page.facts = vec![Said::key("confirm-fact-irreversible"), Said::key("confirm-fact-accepted")];
    let coming = profile::coming(&desk.store, &found.contact.address_key).await?.len();
    if coming > 0 {
        page.facts.push(Said::key("confirm-fact-coming").n(i64::try_from(coming).unwrap_or(i64::MAX)));
    }
    page.show(&desk, &who, Noun::Reporters).await
}

pub async fn post_erase(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let back = format!("/reporters/{id}");
    let press = press::begin(&desk, &who, &fields, "/reporters").await?;
    match erasing::erase(&desk.store, ContactId(id), &who.name, desk.now()).await? {
        Erased::Done => {
            kept::tidied(&desk).await;
            press.done("/reporters", Some(Flash::done("flash-erased"))).await
        }
        Erased::UnderWay(n) => press.done(&back, Some(Flash::warn("flash-under-way").n(n))).await,
        Erased::Gone => Err(Problem::NotFound),
    }
}

/// Which other entry: asked for by its address, then looked at once more.
pub async fn merge(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let found = reporter::load(&desk, id).await?;
    let asked = fields.line("typed");
    let with = match fields.number("with") {
        Some(other) => profile::find(&desk.store, ContactId(other)).await?,
        None => at_address(&desk, &asked).await?,
    };
    match with.filter(|other| other.contact.id != found.contact.id && other.merged_into.is_none()) {
        Some(other) => look(&desk, &who, &found, &other).await,
        None => ask(&desk, &who, &found, &asked).await,
    }
}

async fn at_address(desk: &Desk, asked: &str) -> Result<Option<Profile>, Problem> {
    let Ok(address) = EmailAddress::parse(asked) else { return Ok(None) };
    let Some(id) = contact_at(&desk.store, &address.key()).await? else { return Ok(None) };
    Ok(profile::find(&desk.store, id).await?)
}

async fn ask(desk: &Desk, who: &Who, found: &Profile, asked: &str) -> Answer {
    let id = found.contact.id;
    let mut page =
        Confirm::new("find_same", called(&found.contact), format!("/reporters/{id}/merge"), format!("/reporters/{id}"));
    if !asked.is_empty() {
        page.errors.push(wrong("typed", Said::key("error-nobody-at").what(asked)));
    }
    page.form.typed = Some(Field::new("typed", asked).checked(&page.errors));
    page.show(desk, who, Noun::Reporters).await
}

/// `found` is kept, `other` becomes a part of it.
async fn look(desk: &Desk, who: &Who, found: &Profile, other: &Profile) -> Answer {
    let (id, now) = (found.contact.id, desk.now());
    let mut page = Confirm::new("merge", called(&found.contact), format!("/reporters/{id}/merge"), format!("/reporters/{id}"));
    page.facts = vec![
        Said::key("confirm-fact-kept").what(&found.contact.address),
        Said::key("confirm-fact-quiet").what(&other.contact.address),
        Said::key("confirm-fact-irreversible"),
    ];
    let reach = people::reach_of(&desk.store, &other.contact.address_key, true, now).await?;
    if reach == Reach::OptedOut {
        page.facts.push(Said::key("confirm-fact-left").what(&other.contact.address));
    }
    let other = other.contact.id.to_string();
    page.form.fields = hidden(&[("other", other.as_str()), ("sure", "yes")]);
    page.show(desk, who, Noun::Reporters).await
}

pub async fn post_merge(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let found = reporter::load(&desk, id).await?;
    let Some(other) = fields.number("other").filter(|_| fields.has("sure")) else {
        // The address was typed: nothing is changed yet.
        let with = at_address(&desk, &fields.line("typed")).await?;
        return match with.filter(|other| other.contact.id != found.contact.id && other.merged_into.is_none()) {
            Some(other) => look(&desk, &who, &found, &other).await,
            None => ask(&desk, &who, &found, &fields.line("typed")).await,
        };
    };
    let back = format!("/reporters/{id}");
    let press = press::begin(&desk, &who, &fields, &back).await?;
    match merging::merge(&desk.store, found.contact.id, ContactId(other), &who.name, desk.now()).await? {
        Merged::Done => {
            kept::tidied(&desk).await;
            press.done(&back, Some(Flash::done("flash-merged").what(called(&found.contact)))).await
        }
        Merged::Gone => Err(Problem::Conflict),
    }
}

pub async fn left(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let found = reporter::load(&desk, id).await?;
    let page = Confirm::new("left", called(&found.contact), format!("/reporters/{id}/left"), format!("/reporters/{id}"));
    page.show(&desk, &who, Noun::Reporters).await
}

pub async fn post_left(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let found = reporter::load(&desk, id).await?;
    let back = match fields.raw("from") {
        "tidy" => "/reporters/tidy?queue=left".to_owned(),
        _ => format!("/reporters/{id}"),
    };
    let press = press::begin(&desk, &who, &fields, &back).await?;
    tidying::gone(&desk.store, found.contact.id, &who.name, desk.now()).await?;
    kept::tidied(&desk).await;
    let flash = Flash::done("flash-left").what(called(&found.contact)).undo(format!("/reporters/tidy/not-gone/{id}"));
    press.done(&back, Some(flash)).await
}
