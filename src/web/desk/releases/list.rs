//! Every release by what it needs: what waits for a person first, then what is to go out, drafts, and what was sent.

use axum::extract::State;
use serde::Serialize;

use super::{compose, head};
use crate::model::release::ReleaseKind;
use crate::store::standing::{self, Line, Narrow, Standing, State as Stands};
use crate::store::{issues, officers, releases};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Choice, Moment, Pages, SelectField, State as Shown, Words};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::when;
use crate::web::desk::who::Who;

const GROUPS: [(&str, &[Stands]); 4] = [
    ("needs", &[Stands::WaitingApproval, Stands::Returned, Stands::Rejected, Stands::Missed, Stands::Void, Stands::Paused]),
    ("scheduled", &[Stands::Scheduled, Stands::Holding, Stands::Planning]),
    ("drafts", &[Stands::Draft]),
    ("sent", &[Stands::Sending, Stands::Done, Stands::Stopped, Stands::Withdrawn]),
];

/// Of each group on the page of all; of one group by itself.
const FEW: i64 = 10;
const PAGE: i64 = 50;

#[derive(Serialize)]
struct Page {
    new: &'static str,
    calendar: &'static str,
    filters: Filters,
    groups: Vec<Group>,
    none: Option<Nothing>,
    pages: Option<Pages>,
}

#[derive(Serialize)]
struct Filters {
    /// What a search asked for; it stays while the list is narrowed further.
    q: String,
    action: &'static str,
    fields: Vec<Filter>,
}

#[derive(Serialize)]
struct Filter {
    #[serde(flatten)]
    select: SelectField,
    label: &'static str,
}

#[derive(Serialize)]
struct Group {
    group: &'static str,
    n: i64,
    rows: Vec<Row>,
    all: String,
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: Words,
    kind: &'static str,
    state: Shown,
    key: &'static str,
    n: i64,
    what: String,
    who: String,
    when: String,
    at: Moment,
    owner: String,
}

#[derive(Serialize)]
struct Nothing {
    connect: &'static str,
    new: &'static str,
}

pub async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let narrow = Narrow {
        author: fields.line("owner"),
        issue: fields.number("issue"),
        kind: ReleaseKind::parse(fields.raw("kind")),
        from_newsroom: false,
        title: fields.line("q"),
    };
    let alone = GROUPS.iter().find(|(name, _)| *name == fields.raw("group"));
    let at = fields.number("page").unwrap_or(1).clamp(1, 10_000);
    let mut groups = Vec::new();
    let mut pages = None;
    for (group, states) in alone.map_or(&GROUPS[..], std::slice::from_ref) {
        let cut = if alone.is_some() { (PAGE, (at - 1) * PAGE) } else { (FEW, 0) };
        let (lines, n) = standing::list(&desk.store, states, &narrow, (desk.settings.hold, desk.now()), cut).await?;
        if alone.is_some() {
            pages = Some(paged(&fields, at, i64::try_from(lines.len()).unwrap_or(0), n));
        }
        let all = if alone.is_none() && n > FEW { link(&fields, group, 1) } else { String::new() };
        let rows: Vec<Row> = lines.iter().map(|line| row(line, &who)).collect();
        if !rows.is_empty() {
            groups.push(Group { group, n, rows, all });
        }
    }
    let nothing = releases::count(&desk.store).await? == 0;
    let page = Page {
        new: "/releases/new",
        calendar: "/releases/calendar",
        filters: Filters { action: "/releases", q: narrow.title.clone(), fields: filters(&desk, &who, &narrow).await? },
        groups,
        none: nothing.then_some(Nothing { connect: "/settings/newsrooms", new: "/releases/new" }),
        pages,
    };
    let title = who.say("releases-title", &[]);
    View::new(&desk, &who, Noun::Releases, title).found(&narrow.title).show("releases", &page).await
}

/// The same filters, one group of it.
fn link(fields: &Fields, group: &str, page: i64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("group", group);
    for name in ["q", "owner", "issue", "kind"] {
        if !fields.raw(name).is_empty() {
            query.append_pair(name, fields.raw(name));
        }
    }
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    format!("/releases?{}", query.finish())
}

fn paged(fields: &Fields, at: i64, shown: i64, n: i64) -> Pages {
    let group = fields.raw("group");
    let first = (at - 1) * PAGE;
    Pages {
        first: if shown == 0 { 0 } else { first + 1 },
        last: first + shown,
        n,
        prev: if at > 1 { link(fields, group, at - 1) } else { String::new() },
        next: if first + shown < n { link(fields, group, at + 1) } else { String::new() },
        csv: String::new(),
    }
}

async fn filters(desk: &Desk, who: &Who, narrow: &Narrow) -> Result<Vec<Filter>, Problem> {
    let officers = officers::list(&desk.store).await?.into_iter().map(|officer| (officer.name.clone(), officer.name));
    let issues = issues::list(&desk.store).await?.into_iter().map(|issue| (issue.id.to_string(), issue.name));
    let issue = narrow.issue.map(|issue| issue.to_string()).unwrap_or_default();
    let kinds =
        ReleaseKind::ALL.map(|kind| (kind.as_str().to_owned(), who.say("release-kind", &[("kind", kind.as_str().into())])));
    let select = |name, label, any, chosen: &str, options: Vec<(String, String)>| {
        let all = Choice { value: String::new(), text: who.say(any, &[]), chosen: chosen.is_empty() };
        let mut select = SelectField::new(name, chosen, options);
        select.options.insert(0, all);
        Filter { select, label }
    };
    Ok(vec![
        select("owner", "releases-filter-owner", "releases-any-owner", &narrow.author, officers.collect()),
        select("issue", "releases-filter-issue", "releases-any-issue", &issue, issues.collect()),
        select("kind", "releases-filter-kind", "releases-any-kind", narrow.kind.map_or("", ReleaseKind::as_str), kinds.into()),
    ])
}

fn row(line: &Line, who: &Who) -> Row {
    let source = line.source_url.as_deref().map(compose::host).unwrap_or_default();
    let (key, n, at) = said(line, source);
    let owner = match (line.author.as_str(), source) {
        ("", "") => who.say("release-owner-none", &[]),
        ("", source) => source.to_owned(),
        (author, _) => author.to_owned(),
    };
    let standing = Standing { state: line.state, mailing: None, not_delivered: line.not_delivered };
    Row {
        href: format!("/releases/{}", line.release),
        title: head::called(who, &line.title, &line.language),
        kind: line.kind.as_str(),
        state: head::state(standing),
        key,
        n,
        what: if key == "release-said-proposed" { source.to_owned() } else { line.reason.clone() },
        who: if line.state == Stands::Draft { line.author.clone() } else { line.by.clone() },
        when: when::text(at, who.lang, &who.zone),
        at: who.moment(at),
        owner,
    }
}

/// The sentence of a state: its message, its number, its moment.
fn said(line: &Line, source: &str) -> (&'static str, i64, i64) {
    match line.state {
        Stands::Scheduled | Stands::Holding | Stands::Planning => ("release-said-scheduled", line.approved, line.not_before),
        Stands::Missed => ("release-said-missed", 0, line.not_before),
        Stands::Void => ("release-said-void", 0, line.not_before),
        Stands::Sending | Stands::Paused => ("release-said-sending", line.accepted, line.not_before),
        Stands::Done => ("release-said-sent", line.accepted, line.not_before),
        Stands::Stopped => ("release-said-stopped-after", line.accepted, line.not_before),
        Stands::Withdrawn => ("release-said-withdrawn-at", 0, line.withdrawn.unwrap_or(line.not_before)),
        Stands::Draft | Stands::WaitingApproval | Stands::Returned | Stands::Rejected => {
            let key = match (line.author.as_str(), source) {
                ("", "") => "release-said-stored",
                ("", _) => "release-said-proposed",
                _ => "release-said-draft",
            };
            (key, 0, line.updated)
        }
    }
}
