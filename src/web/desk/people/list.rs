//! Everybody the office knows: narrowed by text, rule and state, sorted, page by page, and the same as a file.

use std::collections::HashMap;

use axum::extract::State;
use futures_util::stream;
use serde::Serialize;

use super::{csv, kept, languages, reach, rule};
use crate::directory::export;
use crate::model::audience::fitting;
use crate::model::contact::{Contact, Reach};
use crate::model::ids::ContactId;
use crate::model::ids::SegmentId;
use crate::model::segment::Rule;
use crate::model::vocabulary::Vocabulary;
use crate::store::people::{self, Counts, Sort, Wanted};
use crate::store::{directory, segments, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Facet, Field, Moment, Pages, State as Shown, Tick};
use crate::web::desk::press;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    total: i64,
    rule: Narrow,
    open: bool,
    save: String,
    /// The segment whose people these are.
    segment: String,
    states: Vec<StateTab>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    bulk: Bulk,
    pages: Pages,
    links: Links,
    tidy_n: i64,
    empty: &'static str,
}

#[derive(Serialize)]
struct Narrow {
    action: &'static str,
    value: String,
    facets: Vec<Facet>,
    down: Tick,
}

#[derive(Serialize)]
struct StateTab {
    href: String,
    state: &'static str,
    n: i64,
    current: bool,
}

#[derive(Serialize)]
struct Head {
    /// Empty where it cannot be sorted by.
    href: String,
    col: &'static str,
    sort: &'static str,
}

#[derive(Serialize)]
struct Row {
    id: String,
    value: String,
    href: String,
    name: String,
    address: String,
    outlet: String,
    role: String,
    covers: String,
    regions: String,
    language: String,
    state: Shown,
    seen: Option<Moment>,
}

#[derive(Serialize)]
struct Bulk {
    action: &'static str,
    once: String,
    place: Field,
    until: Field,
}

#[derive(Serialize)]
struct Links {
    import: &'static str,
    add: &'static str,
    tidy: &'static str,
    segments: &'static str,
}

const PAGE: i64 = 50;

/// What a page or a file of the list is asked for.
pub(super) struct Asked {
    pub wanted: Wanted,
    rule: Rule,
    segment: Option<segments::Segment>,
    sort: (Sort, &'static str, bool),
}

pub(super) async fn asked(desk: &Desk, words: &Vocabulary, fields: &Fields) -> Result<Asked, Problem> {
    let segment = match fields.number("segment") {
        Some(id) => Some(segments::get(&desk.store, SegmentId(id)).await?.ok_or(Problem::NotFound)?),
        None => None,
    };
    let rule = match &segment {
        Some(segment) => segment.rule.clone(),
        None => {
            let mut rule = rule::read(desk, words, fields, &mut Vec::new()).await?;
            // Whoever opens the list has not unticked it.
            rule.down |= !fields.has("set");
            rule
        }
    };
    let wanted = Wanted {
        text: fields.line("q").chars().take(200).collect(),
        items: fitting(&rule, &words.regions, &words.issues),
        reach: Reach::parse(fields.raw("state")),
    };
    let down = fields.raw("order") == "down";
    let sort = match (fields.raw("sort"), down) {
        ("outlet", false) => (Sort::Outlet, "outlet", false),
        ("outlet", true) => (Sort::OutletDown, "outlet", true),
        ("language", false) => (Sort::Language, "language", false),
        ("language", true) => (Sort::LanguageDown, "language", true),
        (_, true) => (Sort::NameDown, "name", true),
        (_, false) => (Sort::Name, "name", false),
    };
    Ok(Asked { wanted, rule, segment, sort })
}

/// The fields of the page but for some, as a query that others may follow.
fn rest(fields: &Fields, without: &[&str]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let kept = fields.iter().filter(|(name, value)| !without.contains(name) && !value.is_empty());
    query.extend_pairs(kept);
    let query = query.finish();
    if query.is_empty() { query } else { format!("{query}&") }
}

pub async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let asked = asked(&desk, &words, &fields).await?;
    let now = desk.now();
    let counts = people::count(&desk.store, &asked.wanted, now).await?;
    let n = counts.of(asked.wanted.reach);
    let page = fields.number("page").unwrap_or(1).clamp(1, n / PAGE + 1);
    let first = (page - 1) * PAGE;
    let found = people::page(&desk.store, &asked.wanted, asked.sort.0, (PAGE, first), now).await?;
    let narrowed = !asked.wanted.items.is_empty() || !asked.wanted.text.is_empty();
    let facets = desk.counts.facets(&desk.store, &words).await?;
    let view = rule::view(&desk, &who, &words, &facets, &asked.rule).await?;
    let at = |page: i64| format!("/reporters?{}page={page}", rest(&fields, &["page"]));
    let last = first + i64::try_from(found.len()).unwrap_or(0);
    let shown = Page {
        total: counts.all,
        rule: Narrow { action: "/reporters", value: fields.line("q"), facets: view.facets, down: view.down },
        open: !asked.wanted.items.is_empty() && asked.segment.is_none(),
        save: if narrowed { format!("/reporters/segments/new?{}", rule::query(&asked.rule)) } else { String::new() },
        segment: asked.segment.as_ref().map(|segment| segment.name.clone()).unwrap_or_default(),
        states: states(&fields, &counts, asked.wanted.reach),
        heads: heads(&fields, asked.sort),
        rows: rows(&desk, &who, &words, &found).await?,
        bulk: Bulk {
            action: "/reporters/bulk",
            once: press::once(),
            place: Field::new("place", ""),
            until: Field::new("until", ""),
        },
        pages: Pages {
            first: if n > 0 { first + 1 } else { 0 },
            last,
            n,
            prev: if page > 1 { at(page - 1) } else { String::new() },
            next: if last < n { at(page + 1) } else { String::new() },
            csv: format!("/reporters.csv?{}", rest(&fields, &["page", "sort", "order"])),
        },
        links: Links {
            import: "/reporters/import",
            add: "/reporters/add",
            tidy: "/reporters/tidy",
            segments: "/reporters/segments",
        },
        tidy_n: kept::to_tidy(&desk).await?,
        empty: match (n, narrowed || asked.wanted.reach.is_some()) {
            (0, false) => "none",
            (0, true) => "filter",
            _ => "",
        },
    };
    View::new(&desk, &who, Noun::Reporters, who.say("reporters-title", &[])).show("reporters", &shown).await
}

fn states(fields: &Fields, counts: &Counts, current: Option<Reach>) -> Vec<StateTab> {
    let kept = rest(fields, &["page", "state"]);
    let all = StateTab { href: format!("/reporters?{kept}"), state: "all", n: counts.all, current: current.is_none() };
    let of = |reach: Reach| StateTab {
        href: format!("/reporters?{kept}state={}", reach.as_str()),
        state: reach.as_str(),
        n: counts.of(Some(reach)),
        current: current == Some(reach),
    };
    std::iter::once(all).chain(Reach::ALL.map(of)).collect()
}

fn heads(fields: &Fields, (_, by, down): (Sort, &'static str, bool)) -> Vec<Head> {
    let kept = rest(fields, &["page", "sort", "order"]);
    ["name", "outlet", "covers", "regions", "language", "state", "seen"]
        .map(|col| {
            let sortable = matches!(col, "name" | "outlet" | "language");
            let current = col == by;
            let order = if current && !down { "&order=down" } else { "" };
            Head {
                href: if sortable { format!("/reporters?{kept}sort={col}{order}") } else { String::new() },
                col,
                sort: match (current, down) {
                    (false, _) => "none",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                },
            }
        })
        .into()
}

async fn rows(desk: &Desk, who: &Who, words: &Vocabulary, found: &[(ContactId, Reach)]) -> Result<Vec<Row>, Problem> {
    let ids: Vec<i64> = found.iter().map(|(id, _)| id.0).collect();
    let contacts: HashMap<ContactId, Contact> =
        directory::by_ids(&desk.store, &ids).await?.into_iter().map(|contact| (contact.id, contact)).collect();
    let keys: Vec<&str> = contacts.values().map(|contact| contact.address_key.as_str()).collect();
    let seen = people::last_accepted(&desk.store, &keys).await?;
    let row = |(id, state): &(ContactId, Reach)| {
        let contact = contacts.get(id)?;
        Some(Row {
            id: format!("who-{id}"),
            value: id.to_string(),
            href: format!("/reporters/{id}"),
            name: called(contact),
            address: contact.address.clone(),
            outlet: contact.outlet.clone(),
            role: contact.role.clone(),
            covers: names(&words.issues, contact.issues.iter().map(|id| id.0)),
            regions: names(&words.regions, contact.regions.iter().map(|id| id.0)),
            language: if contact.language.is_empty() { String::new() } else { languages::name(&contact.language) },
            state: reach::state(*state),
            seen: seen.get(&contact.address_key).map(|at| who.moment(*at)),
        })
    };
    Ok(found.iter().filter_map(row).collect())
}

/// What somebody is called: the name, or the address where nobody said it.
pub fn called(contact: &Contact) -> String {
    if contact.name.is_empty() { contact.address.clone() } else { contact.name.clone() }
}

/// Names of places, a few of them.
pub fn names(tree: &crate::model::tree::Tree, ids: impl Iterator<Item = i64>) -> String {
    let names: Vec<&str> = ids.map(|id| tree.name(id)).collect();
    let shown = names.iter().take(4).copied().collect::<Vec<_>>().join(", ");
    if names.len() > 4 { format!("{shown} +{}", names.len() - 4) } else { shown }
}

/// What writing the file needs, from one chunk to the next.
struct File {
    desk: Desk,
    words: Vocabulary,
    wanted: Wanted,
    /// Only these, when somebody ticked them.
    ticked: Option<Vec<i64>>,
    after: ContactId,
    head: bool,
}

const CHUNK: i64 = 1_000;

impl File {
    async fn chunk(mut self) -> Result<Option<(Vec<u8>, Self)>, std::io::Error> {
        if !std::mem::replace(&mut self.head, true) {
            return Ok(Some((export::head()?, self)));
        }
        let contacts = self.next().await.map_err(|problem| csv::broken(&problem))?;
        let Some(last) = contacts.last() else { return Ok(None) };
        self.after = last.id;
        let mut bytes = Vec::new();
        for contact in &contacts {
            bytes.extend(export::line(contact, &self.words)?);
        }
        Ok(Some((bytes, self)))
    }

    async fn next(&self) -> Result<Vec<Contact>, Problem> {
        let store = &self.desk.store;
        let ids: Vec<i64> = match &self.ticked {
            Some(ids) => ids.iter().copied().filter(|id| *id > self.after.0).take(1_000).collect(),
            None => {
                let found = people::after(store, &self.wanted, self.after, CHUNK, self.desk.now()).await?;
                found.into_iter().map(|id| id.0).collect()
            }
        };
        Ok(directory::by_ids(store, &ids).await?)
    }
}

/// Everybody of the list, or those ticked, as a file that can be brought in again.
pub async fn file(State(desk): State<Desk>, _who: Who, fields: Fields) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let wanted = asked(&desk, &words, &fields).await?.wanted;
    let mut ticked = fields.numbers("who");
    ticked.sort_unstable();
    ticked.dedup();
    let ticked = fields.has("who").then_some(ticked);
    let file = File { desk, words, wanted, ticked, after: ContactId(0), head: false };
    Ok(csv::answer("reporters", stream::try_unfold(file, File::chunk)))
}
