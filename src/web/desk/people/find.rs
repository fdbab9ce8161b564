//! What the search box finds: reporters and releases, a few of each, with the way to all.

use axum::extract::State;
use serde::Serialize;

use super::list::called;
use super::reach;
use crate::model::ids::ReleaseId;
use crate::store::people::{self, Sort, Wanted};
use crate::store::{directory, standing};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{State as Shown, Words};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    asked: String,
    reporters: Group<Reporter>,
    releases: Group<Release>,
}

#[derive(Serialize)]
struct Group<T> {
    n: i64,
    href: String,
    rows: Vec<T>,
}

#[derive(Serialize)]
struct Reporter {
    name: String,
    outlet: String,
    href: String,
    state: Shown,
}

#[derive(Serialize)]
struct Release {
    title: Words,
    href: String,
    state: Shown,
}

/// Shown of each kind.
const FEW: i64 = 5;

pub async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let asked: String = fields.line("q").chars().take(200).collect();
    let query: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    let page = if asked.is_empty() {
        Page { asked, reporters: Group::none(), releases: Group::none() }
    } else {
        let reporters = reporters(&desk, &asked, format!("/reporters?q={query}")).await?;
        let releases = releases(&desk, &asked, format!("/releases?q={query}")).await?;
        Page { asked, reporters, releases }
    };
    let title = who.say("found-title", &[("what", (&page.asked).into())]);
    View::new(&desk, &who, Noun::None, title).found(&page.asked).show("found", &page).await
}

impl<T> Group<T> {
    fn none() -> Self {
        Self { n: 0, href: String::new(), rows: Vec::new() }
    }
}

async fn reporters(desk: &Desk, asked: &str, href: String) -> Result<Group<Reporter>, Problem> {
    let wanted = Wanted { text: asked.to_owned(), ..Wanted::default() };
    let n = people::count(&desk.store, &wanted, desk.now()).await?.all;
    let found = people::page(&desk.store, &wanted, Sort::Name, (FEW, 0), desk.now()).await?;
    let ids: Vec<i64> = found.iter().map(|(id, _)| id.0).collect();
    let contacts = directory::by_ids(&desk.store, &ids).await?;
    let row = |(id, state): &(crate::model::ids::ContactId, crate::model::contact::Reach)| {
        let contact = contacts.iter().find(|contact| contact.id == *id)?;
        Some(Reporter {
            name: called(contact),
            outlet: contact.outlet.clone(),
            href: format!("/reporters/{id}"),
            state: reach::state(*state),
        })
    };
    Ok(Group { n, href, rows: found.iter().filter_map(row).collect() })
}

async fn releases(desk: &Desk, asked: &str, href: String) -> Result<Group<Release>, Problem> {
    let (found, n) = people::releases_titled(&desk.store, asked, FEW).await?;
    let mut rows = Vec::new();
    for (id, title, language) in found {
        let Some(stands) = standing::of(&desk.store, ReleaseId(id), desk.settings.hold, desk.now()).await? else { continue };
        rows.push(Release { title: Words::new(title, &language), href: format!("/releases/{id}"), state: head::state(stands) });
    }
    Ok(Group { n, href, rows })
}
