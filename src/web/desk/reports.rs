//! Over all releases: what went out, how well it arrives, how the list grows.

use axum::extract::State;
use serde::Serialize;

use super::Desk;
use super::fields::Fields;
use super::mailings::chosen::{Links, Of};
use super::mailings::{counts, files, people, progress, report as one};
use super::page::{Noun, View};
use super::parts::{Bars, Count, Moment, State as Standing, Words};
use super::problem::{Answer, Problem};
use super::route::{Right, Route, get};
use super::who::Who;
use crate::clock::{DAY, Millis};
use crate::model::ids::MailingId;
use crate::store::lists::{self, Lane, Split, Wanted};
use crate::store::overview::{self, Growth};
use crate::store::relays::{self, Level};
use crate::store::report::{self, MailingReport};

pub fn routes() -> Vec<Route> {
    vec![
        get("/reports", Right::See, page),
        get("/reports.csv", Right::See, csv),
        get("/reports/people", Right::See, list),
        get("/reports/people.csv", Right::See, list_csv),
    ]
}

/// Mailings shown on the page; the file has all.
const ROWS: i64 = 50;
/// So much more than before is worth a word: tenths of a per cent.
const ROSE: i64 = 5;

/// How far back the page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Month,
    Quarter,
    Year,
}

impl Period {
    const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    fn of(fields: &Fields) -> Self {
        let asked = fields.line("period");
        Self::ALL.into_iter().find(|period| period.as_str() == asked).unwrap_or(Self::Month)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    fn length(self) -> Millis {
        match self {
            Self::Month => 30 * DAY,
            Self::Quarter => 91 * DAY,
            Self::Year => 365 * DAY,
        }
    }

    /// When it began, in whole days so that a page and its lists speak of the same mailings.
    fn from(self, now: Millis) -> Millis {
        now - now.rem_euclid(DAY) - self.length()
    }
}

#[derive(Serialize)]
struct Page {
    periods: Vec<PeriodLink>,
    callouts: Vec<Callout>,
    sums: Vec<Sum>,
    rows: Vec<Row>,
    /// Of more mailings than are shown here.
    cut: i64,
    domains: Vec<Domain>,
    list: Vec<Sum>,
    topics: Option<Bars>,
    csv: String,
    none: bool,
}

#[derive(Serialize)]
struct PeriodLink {
    href: String,
    key: String,
    current: bool,
}

#[derive(Serialize)]
struct Callout {
    tone: &'static str,
    icon: &'static str,
    key: &'static str,
    n: i64,
    what: String,
    href: String,
}

#[derive(Serialize)]
struct Sum {
    of: &'static str,
    n: i64,
    href: String,
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: Words,
    at: Moment,
    approved: Count,
    accepted: Count,
    refused: Count,
    in_doubt: Count,
}

#[derive(Serialize)]
struct Domain {
    name: String,
    accepted: Count,
    refused: Count,
    state: Standing,
}

/// The mailings of a period; `None`: there is none.
async fn range(desk: &Desk, from: Millis) -> Result<Option<(MailingId, MailingId)>, Problem> {
    let first = overview::first_since(&desk.store, from).await?;
    Ok(first.map(|first| (first, MailingId(i64::MAX))))
}

async fn page(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let (period, now) = (Period::of(&fields), desk.now());
    let from = period.from(now);
    let links = Links::of_period(period.as_str());
    let range = range(&desk, from).await?;
    let lanes = match range {
        Some((first, last)) => lists::lanes(&desk.store, first, last).await?,
        None => Vec::new(),
    };
    let growth = overview::growth(&desk.store, from, now).await?;
    let mailings = overview::mailings_since(&desk.store, from).await?;
    let shown: Vec<_> =
        report::list(&desk.store, None, ROWS, now).await?.into_iter().filter(|report| counts(report, from)).collect();
    let cut = mailings - i64::try_from(shown.len()).unwrap_or(ROWS);
    let mut page = Page {
        periods: periods(period),
        callouts: Vec::new(),
        sums: Vec::new(),
        rows: shown.iter().map(|report| row(&who, report)).collect(),
        cut: if cut > 0 { mailings } else { 0 },
        domains: domains(&links, &lanes, &relays::levels(&desk.store).await?),
        list: list_of(&growth),
        topics: None,
        csv: format!("/reports.csv?period={}", period.as_str()),
        // Somebody new has nothing to read here yet; an old office sees an empty period as it is.
        none: range.is_none() && overview::first_since(&desk.store, 0).await?.is_none(),
    };
    if let Some((first, last)) = range {
        let gone = lists::count(&desk.store, &Of::Gone.narrow(Wanted::between(first, last))).await?;
        let copies = sum(&lanes, |lane| lane.all);
        let topics = lists::shares(&desk.store, (first, last), Split::Issues, 8).await?;
        page.topics = one::bars(&who, &links, &topics, ("report-by-issues", "issue"), copies);
        page.sums = sums(&links, &lanes, mailings, gone);
        page.callouts = callouts(&desk, &links, &lanes, (from, period.length(), first)).await?;
    }
    page.callouts.extend(stale(&growth));
    View::new(&desk, &who, Noun::Reports, who.say("reports-title", &[])).show("reports", &page).await
}

async fn csv(State(desk): State<Desk>, fields: Fields) -> Answer {
    let now = desk.now();
    Ok(files::mailings(&desk.store, Period::of(&fields).from(now), now))
}

/// The list behind a number of a period.
async fn list(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let period = Period::of(&fields);
    let asked = people::Asked::read(&fields, wanted(&desk, period).await?)?;
    let links = Links::of_period(period.as_str());
    let mut page = people::page(&desk, &who, &asked, &links, fields.number("page").unwrap_or(1)).await?;
    page.back = format!("/reports?period={}", period.as_str());
    View::new(&desk, &who, Noun::Reports, people::title(&who, &page)).show("report_people", &page).await
}

async fn list_csv(State(desk): State<Desk>, fields: Fields) -> Answer {
    let period = Period::of(&fields);
    let asked = people::Asked::read(&fields, wanted(&desk, period).await?)?;
    let name = format!("reports-{}-{}", period.as_str(), asked.of.as_str());
    Ok(files::people(&desk.store, asked.wanted, &name))
}

async fn wanted(desk: &Desk, period: Period) -> Result<Wanted, Problem> {
    // Before the first number nobody is.
    let (first, last) = range(desk, period.from(desk.now())).await?.unwrap_or((MailingId(1), MailingId(0)));
    Ok(Wanted::between(first, last))
}

fn periods(current: Period) -> Vec<PeriodLink> {
    let link = |period: Period| PeriodLink {
        href: format!("/reports?period={}", period.as_str()),
        key: format!("reports-period-{}", period.as_str()),
        current: period == current,
    };
    Period::ALL.into_iter().map(link).collect()
}

fn sum(lanes: &[Lane], of: impl Fn(&Lane) -> i64) -> i64 {
    lanes.iter().map(of).sum()
}

fn sums(links: &Links, lanes: &[Lane], mailings: i64, gone: i64) -> Vec<Sum> {
    let listed = |of: &'static str, n: i64, list: Of| Sum { of, n, href: links.count(n, list, &[]).href };
    vec![
        Sum { of: "releases", n: mailings, href: "#sent".to_owned() },
        listed("copies", sum(lanes, |lane| lane.all), Of::Approved),
        listed("accepted", sum(lanes, |lane| lane.accepted), Of::Accepted),
        listed("refused", sum(lanes, |lane| lane.refused), Of::Refused),
        listed("in_doubt", sum(lanes, |lane| lane.in_doubt), Of::InDoubt),
        listed("left", gone, Of::Gone),
    ]
}

fn row(who: &Who, report: &MailingReport) -> Row {
    let links = Links::of(report.release, report.id);
    let ledger = links.ledger(report);
    Row {
        href: format!("/releases/{}/report?mailing={}", report.release, report.id),
        title: Words { text: report.title.clone(), lang: String::new(), dir: "auto" },
        at: who.moment(report.started.unwrap_or(report.not_before)),
        approved: ledger.approved,
        accepted: ledger.accepted,
        refused: ledger.refused,
        in_doubt: ledger.in_doubt,
    }
}

fn domains(links: &Links, lanes: &[Lane], levels: &[Level]) -> Vec<Domain> {
    let domain = |lane: &Lane| {
        let more = [("lane", lane.lane.as_str())];
        Domain {
            name: lane.lane.clone(),
            accepted: links.count(lane.accepted, Of::Accepted, &more),
            refused: links.count(lane.refused, Of::Refused, &more),
            state: progress::lane_state(levels.iter().filter(|level| level.lane == lane.lane)),
        }
    };
    lanes.iter().map(domain).collect()
}

fn list_of(growth: &Growth) -> Vec<Sum> {
    let plain = |of, n| Sum { of, n, href: String::new() };
    let linked = |of, n, href: &str| Sum { of, n, href: if n == 0 { String::new() } else { href.to_owned() } };
    vec![
        linked("reporters", growth.reporters, "/reporters"),
        plain("added", growth.added),
        plain("gone", growth.gone),
        plain("bounced", growth.bounced),
        linked("stale", growth.stale, "/reporters/tidy?queue=stale"),
        linked("unplaced", growth.unplaced, "/reporters?state=not_placed"),
    ]
}

/// Refused of all that was answered, in tenths of a per cent.
fn refused_share(lanes: &[Lane]) -> i64 {
    let (accepted, refused) = (sum(lanes, |lane| lane.accepted), sum(lanes, |lane| lane.refused));
    if accepted + refused == 0 { 0 } else { refused * 1_000 / (accepted + refused) }
}

/// What moved, compared with the time of the same length before.
async fn callouts(
    desk: &Desk,
    links: &Links,
    lanes: &[Lane],
    (from, length, first): (Millis, Millis, MailingId),
) -> Result<Vec<Callout>, Problem> {
    let mut found = Vec::new();
    let before = overview::first_since(&desk.store, from - length).await?.filter(|earlier| *earlier < first);
    if let Some(earlier) = before {
        let earlier = lists::lanes(&desk.store, earlier, MailingId(first.0 - 1)).await?;
        let (was, is) = (refused_share(&earlier), refused_share(lanes));
        let worst = lanes.iter().max_by_key(|lane| lane.refused).filter(|lane| lane.refused > 0);
        if let Some(worst) = worst.filter(|_| is >= was + ROSE) {
            let href = links.list(Of::Refused, &[]);
            let n = (is + 5) / 10;
            found.push(Callout { tone: "warn", icon: "warn", key: "reports-call-bounce", n, what: worst.lane.clone(), href });
        }
    }
    let doubts = sum(lanes, |lane| lane.in_doubt);
    if doubts > 0 {
        let href = links.list(Of::InDoubt, &[]);
        found.push(Callout { tone: "warn", icon: "doubt", key: "reports-call-doubt", n: doubts, what: String::new(), href });
    }
    Ok(found)
}

fn stale(growth: &Growth) -> Option<Callout> {
    (growth.newly_stale > 0).then(|| Callout {
        tone: "",
        icon: "info",
        key: "reports-call-stale",
        n: growth.stale,
        what: String::new(),
        href: "/reporters/tidy?queue=stale".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_what_was_answered() {
        let lane = |accepted, refused| Lane { accepted, refused, all: accepted + refused + 10, ..Lane::default() };
        assert_eq!(refused_share(&[lane(90, 10), lane(95, 5)]), 75);
        assert_eq!(refused_share(&[lane(0, 0)]), 0);
    }

    #[test]
    fn a_period_begins_at_midnight_so_that_its_lists_agree() {
        let noon = 1_795_683_600_000;
        assert_eq!(Period::Month.from(noon), Period::Month.from(noon + 60_000));
        assert!(Period::Year.from(noon) < Period::Quarter.from(noon));
    }
}
