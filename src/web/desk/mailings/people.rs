//! The list behind a number: everybody in it by name, with the last reply in words (R14). Doubts are decided here.

use axum::extract::{Path, State};
use serde::Serialize;

use super::chosen::{self, Links, Of};
use super::{files, settle, words};
use crate::clock::Millis;
use crate::model::delivery::LeftOut;
use crate::model::ids::{IssueId, RegionId, ReleaseId};
use crate::store::lists::{self, After, Line, Wanted};
use crate::store::report::MailingReport;
use crate::store::vocabulary;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Moment, Pages, ReleaseHead, State as Standing};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::route::Right;
use crate::web::desk::who::Who;

const PAGE: i64 = 100;

#[derive(Serialize)]
pub(in crate::web::desk) struct Page {
    /// `None`: a list over several releases.
    pub release: Option<ReleaseHead>,
    of: &'static str,
    n: i64,
    /// By what else it is narrowed, in words; empty = by nothing.
    narrowed: String,
    /// Of those counted, nobody knows them by name (yet).
    unwritten: i64,
    pub tabs: Vec<Tab>,
    rows: Vec<Row>,
    all: Option<All>,
    pages: Pages,
    pub back: String,
}

#[derive(Serialize)]
pub(in crate::web::desk) struct Tab {
    href: String,
    of: &'static str,
    n: i64,
    current: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    address: String,
    href: String,
    state: Standing,
    why: String,
    at: Option<Moment>,
    settle: Option<settle::Links>,
}

#[derive(Serialize)]
struct All {
    arrived: String,
    again: String,
}

/// A list as it was asked for.
pub(in crate::web::desk) struct Asked {
    pub of: Of,
    pub wanted: Wanted,
    /// What narrows it, as it travels in addresses.
    more: Vec<(&'static str, String)>,
}

impl Asked {
    /// From the fields of an address, within `base`. Words that are none of ours lead nowhere.
    pub fn read(fields: &Fields, base: Wanted) -> Result<Self, Problem> {
        let of = match fields.line("of").as_str() {
            "" => Of::Approved,
            text => Of::parse(text).ok_or(Problem::NotFound)?,
        };
        let mut wanted = of.narrow(base);
        let mut more = Vec::new();
        for name in ["why", "lane", "region", "issue", "outlet"] {
            let value = fields.line(name);
            if value.is_empty() {
                continue;
            }
            match name {
                "why" => wanted.left_out = Some(LeftOut::parse(&value).ok_or(Problem::NotFound)?),
                "lane" => wanted.lane.clone_from(&value),
                "region" => wanted.region = Some(RegionId(value.parse().map_err(|_| Problem::NotFound)?)),
                "issue" => wanted.issue = Some(IssueId(value.parse().map_err(|_| Problem::NotFound)?)),
                _ => wanted.outlet.clone_from(&value),
            }
            more.push((name, value));
        }
        Ok(Self { of, wanted, more })
    }

    fn more(&self) -> Vec<(&str, &str)> {
        self.more.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// What narrows it, in words.
    async fn said(&self, desk: &Desk, who: &Who) -> Result<String, Problem> {
        let names = match self.wanted.region.is_some() || self.wanted.issue.is_some() {
            true => Some(vocabulary::load(&desk.store).await?),
            false => None,
        };
        let said = self.more.iter().map(|(name, value)| match (*name, value.parse::<i64>(), &names) {
            ("why", ..) => who.say("report-left", &[("why", value.into())]),
            ("region" | "issue", Ok(0), _) => who.say("report-by-hand", &[]),
            ("region", Ok(id), Some(names)) => names.regions.name(id).to_owned(),
            ("issue", Ok(id), Some(names)) => names.issues.name(id).to_owned(),
            _ => value.clone(),
        });
        Ok(said.collect::<Vec<_>>().join(" · "))
    }
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let (release, report) = (chosen.release.id, &chosen.report);
    let asked = Asked::read(&fields, Wanted::of(report.id))?;
    let links = Links::of(release, report.id);
    let mut page = page(&desk, &who, &asked, &links, fields.number("page").unwrap_or(1)).await?;
    if asked.more.is_empty() {
        page.unwritten = asked.of.unwritten(report);
        page.n += page.unwritten;
    }
    page.release = Some(head::head(&desk, &who, &chosen.release, "report").await?);
    page.tabs = tabs(&links, report, asked.of);
    page.all = all(&who, release, report, &asked);
    page.back = format!("/releases/{release}/report?mailing={}", report.id);
    let title = title(&who, &page);
    View::new(&desk, &who, Noun::Releases, title).show("report_people", &page).await
}

/// The same list as a file.
pub async fn csv(State(desk): State<Desk>, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let asked = Asked::read(&fields, Wanted::of(chosen.report.id))?;
    let name = format!("mailing-{}-{}", chosen.report.id, asked.of.as_str());
    Ok(files::people(&desk.store, asked.wanted, &name))
}

pub(in crate::web::desk) fn title(who: &Who, page: &Page) -> String {
    who.say("report-people-title", &[("of", page.of.into()), ("n", page.n.into())])
}

/// One page of a list; `number` counts from 1.
pub(in crate::web::desk) async fn page(
    desk: &Desk,
    who: &Who,
    asked: &Asked,
    links: &Links,
    number: i64,
) -> Result<Page, Problem> {
    let n = lists::count(&desk.store, &asked.wanted).await?;
    let last_page = ((n + PAGE - 1) / PAGE).max(1);
    let number = number.clamp(1, last_page);
    let skip = (number - 1) * PAGE;
    let lines = lists::page(&desk.store, &asked.wanted, &After::default(), skip, PAGE).await?;
    let more = asked.more();
    let at = |number: i64| {
        let number = number.to_string();
        let mut more = more.clone();
        more.push(("page", &number));
        links.list(asked.of, &more)
    };
    let shown = i64::try_from(lines.len()).unwrap_or(PAGE);
    let pages = Pages {
        first: (skip + 1).min(n),
        last: skip + shown,
        n,
        prev: if number > 1 { at(number - 1) } else { String::new() },
        next: if number < last_page { at(number + 1) } else { String::new() },
        csv: links.csv(asked.of, &more),
    };
    Ok(Page {
        release: None,
        of: asked.of.as_str(),
        n,
        narrowed: asked.said(desk, who).await?,
        unwritten: 0,
        tabs: Vec::new(),
        rows: lines.iter().map(|line| row(who, line)).collect(),
        all: None,
        pages,
        back: String::new(),
    })
}

fn row(who: &Who, line: &Line) -> Row {
    let copy = words::Copy::from(line);
    let at: Option<Millis> = line.settled.or(line.begun);
    Row {
        name: if line.name.is_empty() { line.address.clone() } else { line.name.clone() },
        address: line.address.clone(),
        href: format!("/deliveries/{}", line.delivery),
        state: words::delivery(line.state),
        why: words::why(who, &copy),
        at: at.map(|at| who.moment(at)),
        settle: settle::links(who, line.delivery, line.state),
    }
}

fn tabs(links: &Links, report: &MailingReport, current: Of) -> Vec<Tab> {
    let tab = |of: Of| Some(Tab { href: links.list(of, &[]), of: of.as_str(), n: of.count(report)?, current: of == current });
    let of = [Of::Approved, Of::Accepted, Of::Waiting, Of::Retrying, Of::Refused, Of::InDoubt, Of::LeftOut];
    of.into_iter().filter_map(tab).collect()
}

/// Deciding all doubts at once, where all are shown.
fn all(who: &Who, release: ReleaseId, report: &MailingReport, asked: &Asked) -> Option<All> {
    let writes = Right::Write.is_held_by(Some(who.role));
    (writes && asked.of == Of::InDoubt && asked.more.is_empty() && report.ledger.in_doubt > 1).then(|| {
        let href = |how: &str| format!("/releases/{release}/settle?mailing={}&as={how}", report.id);
        let may_again = Right::Approve.is_held_by(Some(who.role));
        All { arrived: href("arrived"), again: if may_again { href("again") } else { String::new() } }
    })
}
