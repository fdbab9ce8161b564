//! The lists behind the numbers of an audience, and the same as a file.

use axum::extract::{Path, State};
use futures_util::stream;
use serde::Serialize;

use super::counted::{About, out_for};
use super::{csv, draft, reach};
use crate::model::audience::{Excluded, Resolved};
use crate::model::contact::Reach;
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::review::Spread;
use crate::store::audience::Matched;
use crate::store::audience_list::{Part, slice, window};
use crate::store::narrowing::Chosen;
use crate::store::vocabulary;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Pages, ReleaseHead, State as Shown, Words};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    list: &'static str,
    n: i64,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pages: Pages,
    back: String,
}

#[derive(Serialize)]
struct Tab {
    href: String,
    list: &'static str,
    n: i64,
    current: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    outlet: String,
    why: Words,
    state: Option<Shown>,
}

const PAGE: i64 = 50;

/// Which list is asked for.
fn part(fields: &Fields) -> (&'static str, Part) {
    let (list, will) = match fields.raw("list") {
        "out" => ("out", Some(false)),
        "matched" => ("matched", None),
        _ => ("will", Some(true)),
    };
    let part = Part {
        will,
        why: Excluded::parse(fields.raw("why")),
        region: fields.number("by_region"),
        issue: fields.number("by_issue"),
        language: fields.has("language").then(|| fields.line("language")),
    };
    (list, part)
}

/// How many that part holds, where the spread knows it.
fn size(part: &Part, found: &Spread) -> i64 {
    let sums = &found.waterfall;
    let one = |counts: &std::collections::BTreeMap<i64, i64>, id| counts.get(&id).copied().unwrap_or(0);
    match (part.will, part.why, part.region, part.issue, &part.language) {
        (_, Some(why), ..) => out_for(sums, why),
        (Some(true), _, Some(region), ..) => one(&found.regions, region),
        (Some(true), _, _, Some(issue), _) => one(&found.issues, issue),
        (Some(true), _, _, _, Some(language)) => found.languages.get(language).copied().unwrap_or(0),
        (Some(true), ..) => sums.will_receive,
        (Some(false), ..) => sums.matched - sums.will_receive,
        (None, ..) => sums.matched,
    }
}

/// The fields of the page but for some, as a query.
fn rest(fields: &Fields, without: &[&str]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields.iter().filter(|(name, _)| !without.contains(name)));
    query.finish()
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    let words = vocabulary::load(&desk.store).await?;
    let chosen = draft::shown(&desk, &words, &release, &fields, &mut Vec::new()).await?;
    let resolved = draft::resolve(&desk, &words, &chosen).await?;
    let found = desk.counts.spread(&desk.store, &resolved).await?;
    let (list, part) = part(&fields);
    let n = size(&part, &found);
    let page = fields.number("page").unwrap_or(1).clamp(1, n / PAGE + 1);
    let first = (page - 1) * PAGE;
    let span = (usize::try_from(PAGE).unwrap_or(0), usize::try_from(first).unwrap_or(0));
    let people = slice(&desk.store, &resolved, &part, span).await?;
    let about = About { desk: &desk, who: &who, words: &words, release: &release, chosen: &chosen, query: "" };
    let path = format!("/releases/{}/audience/people", release.id);
    let kept = rest(&fields, &["page"]);
    let at = |page: i64| format!("{path}?{kept}&page={page}");
    let view = Page {
        release: head::head(&desk, &who, &release, "audience").await?,
        list,
        n,
        tabs: tabs(&path, &fields, list, &found),
        rows: people.iter().map(|one| row(&about, one)).collect(),
        pages: Pages {
            first: if n > 0 { first + 1 } else { 0 },
            last: first + i64::try_from(people.len()).unwrap_or(0),
            n,
            prev: if page > 1 { at(page - 1) } else { String::new() },
            next: if first + PAGE < n { at(page + 1) } else { String::new() },
            csv: format!("{path}.csv?{kept}"),
        },
        back: format!(
            "/releases/{}/audience?{}",
            release.id,
            rest(&fields, &["page", "list", "why", "by_region", "by_issue", "language"])
        ),
    };
    let title = who.say("people-title", &[("list", list.into()), ("n", n.into())]);
    View::new(&desk, &who, Noun::Releases, title).show("audience_people", &view).await
}

fn tabs(path: &str, fields: &Fields, list: &str, found: &Spread) -> Vec<Tab> {
    let sums = &found.waterfall;
    let kept = rest(fields, &["page", "list", "why", "by_region", "by_issue", "language"]);
    [("will", sums.will_receive), ("out", sums.matched - sums.will_receive), ("matched", sums.matched)]
        .map(|(one, n)| Tab { href: format!("{path}?list={one}&{kept}"), list: one, n, current: one == list })
        .into()
}

fn row(about: &About<'_>, one: &Matched) -> Row {
    let state = match one.excluded {
        Some(Excluded::OptedOut) => Some(reach::state(Reach::OptedOut)),
        Some(Excluded::Bounced) => Some(reach::state(Reach::Bounced)),
        Some(Excluded::Paused) => Some(reach::state(Reach::Paused)),
        Some(Excluded::SamePerson) | None => None,
    };
    Row {
        name: if one.name.is_empty() { one.address.clone() } else { one.name.clone() },
        href: format!("/reporters/{}", one.contact),
        outlet: one.outlet.clone(),
        why: said(about, one),
        state,
    }
}

fn said(about: &About<'_>, one: &Matched) -> Words {
    match one.excluded {
        None => about.reason(one),
        Some(why) => Words::new(about.who.say("waterfall-out", &[("why", why.as_str().into())]), about.who.lang.tag()),
    }
}

/// What writing the file needs, from one window to the next.
struct File {
    desk: Desk,
    who: Who,
    words: Vocabulary,
    release: Release,
    chosen: Chosen,
    resolved: Resolved,
    part: Part,
    next: Option<i64>,
    head: Option<Vec<u8>>,
}

impl File {
    async fn chunk(mut self) -> Result<Option<(Vec<u8>, Self)>, std::io::Error> {
        if let Some(head) = self.head.take() {
            return Ok(Some((head, self)));
        }
        let Some(after) = self.next else { return Ok(None) };
        let (people, next) = window(&self.desk.store, &self.resolved, &self.part, after)
            .await
            .map_err(|error| csv::broken(&Problem::from(error)))?;
        self.next = next;
        let Self { desk, who, words, release, chosen, .. } = &self;
        let about = About { desk, who, words, release, chosen, query: "" };
        let mut bytes = Vec::new();
        for one in &people {
            let state = one.excluded.map_or("will_receive", Excluded::as_str).to_owned();
            let cells =
                [one.name.clone(), one.address.clone(), one.outlet.clone(), one.language.clone(), state, said(&about, one).text];
            bytes.extend(csv::row(&cells)?);
        }
        Ok(Some((bytes, self)))
    }
}

pub async fn file(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    let words = vocabulary::load(&desk.store).await?;
    let chosen = draft::shown(&desk, &words, &release, &fields, &mut Vec::new()).await?;
    let resolved = draft::resolve(&desk, &words, &chosen).await?;
    let (list, part) = part(&fields);
    let mut head = "\u{FEFF}".as_bytes().to_vec();
    let titles = ["Name", "Email", "Outlet", "Language", "State", "Why"].map(str::to_owned);
    head.extend(csv::row(&titles).map_err(|error| Problem::broken(&error))?);
    let name = format!("release-{id}-{list}");
    let file = File { desk, who, words, release, chosen, resolved, part, next: Some(0), head: Some(head) };
    Ok(csv::answer(&name, stream::try_unfold(file, File::chunk)))
}
