//! What became of a mailing: the closed arithmetic, who did not get it and why, what came after, the proof of sending.

use axum::extract::{Path, State};
use serde::Serialize;

use super::chosen::{self, Chosen, Links, Of};
use super::{files, settle, words};
use crate::compose::OpensMode;
use crate::model::delivery::DeliveryState;
use crate::model::ids::MailingId;
use crate::model::mailing::MailingState;
use crate::store::afterwards::{self, Loads};
use crate::store::lists::{self, After, Line, Share, Split, Wanted};
use crate::store::report::MailingReport;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Bar, Bars, Count, Ledger, Moment, Out, ReleaseHead, Said, State as Standing};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::route::Right;
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::layout::direction;

/// Of those who did not get it, so many are named on the page; the rest has a list.
const NAMED: i64 = 20;
/// Bars of one division.
const BARS: i64 = 8;

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    state: Standing,
    sentence: Said,
    ledger: Ledger,
    failed: Vec<Failed>,
    failed_n: i64,
    failed_more: String,
    left: Vec<Out>,
    gone: Count,
    loads: Option<LoadsShown>,
    by: Vec<Bars>,
    proof: Option<Proof>,
    exports: Vec<Export>,
    follow: Option<Follow>,
    mailings: Vec<Other>,
}

#[derive(Serialize)]
struct Failed {
    name: String,
    href: String,
    address: String,
    state: Standing,
    why: String,
    todo: &'static str,
    act: Option<Link>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    key: &'static str,
}

#[derive(Serialize)]
struct LoadsShown {
    human: i64,
    proxy: i64,
    machine: i64,
    total: i64,
    widths: Widths,
    mode: &'static str,
}

#[derive(Serialize)]
struct Widths {
    human: i64,
    proxy: i64,
    proxy_x: i64,
}

#[derive(Serialize)]
struct Proof {
    seal: String,
    submitted: String,
    approved: String,
    version: i64,
    digest: String,
    eml: String,
    audience: String,
    events: String,
}

#[derive(Serialize)]
struct Export {
    href: String,
    key: &'static str,
}

#[derive(Serialize)]
struct Follow {
    correction: String,
    update: String,
    withdrawal: String,
}

#[derive(Serialize)]
struct Other {
    href: String,
    at: Moment,
    n: i64,
    current: bool,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    let report = &chosen.report;
    let (release, mailing) = (chosen.release.id, report.id);
    let links = Links::of(release, mailing);
    let has_begun = report.started.is_some() || report.not_before <= desk.now();
    let failed_n = Of::Failed.count(report).unwrap_or(0);
    let failed = failed(&desk, &who, mailing).await?;
    let is_cut = i64::try_from(failed.len()).unwrap_or(NAMED) < failed_n;
    let gone = lists::count(&desk.store, &Of::Gone.narrow(Wanted::of(mailing))).await?;
    let page = Page {
        release: head::head(&desk, &who, &chosen.release, "report").await?,
        state: words::mailing(report, has_begun),
        sentence: sentence(&who, report),
        ledger: links.ledger(report),
        failed,
        failed_n,
        failed_more: if is_cut { links.list(Of::Failed, &[]) } else { String::new() },
        left: left(&links, report),
        gone: links.count(gone, Of::Gone, &[]),
        loads: loads(&desk, mailing).await?,
        by: by(&desk, &who, &links, mailing, report.ledger.approved).await?,
        proof: proof(&desk, &who, &chosen, &links).await?,
        exports: vec![
            Export { href: links.csv(Of::Approved, &[]), key: "report-export-people" },
            Export { href: format!("/releases/{release}/report/events.csv?mailing={mailing}"), key: "report-export-events" },
        ],
        follow: follow(&who, &chosen),
        mailings: others(&who, &chosen),
    };
    let title = who.say("report-title", &[("what", (&page.release.title.text).into())]);
    View::new(&desk, &who, Noun::Releases, title).show("report", &page).await
}

/// Every try and every event, as a file.
pub async fn events(State(desk): State<Desk>, Path(id): Path<i64>, fields: Fields) -> Answer {
    let chosen = chosen::find(&desk, id, &fields).await?;
    Ok(files::events(&desk.store, chosen.report.id))
}

fn sentence(who: &Who, report: &MailingReport) -> Said {
    let said = |key: &str| Said::key(key).n(report.ledger.accepted).of(report.ledger.approved);
    let ended = report.finished.or(report.started).unwrap_or(report.created);
    let at = when::exact(ended, who.lang, &who.zone);
    match report.state {
        MailingState::Done => said("report-done").when(at),
        MailingState::Stopped | MailingState::Withdrawn | MailingState::Void => said("report-ended"),
        _ => said("report-running"),
    }
}

async fn failed(desk: &Desk, who: &Who, mailing: MailingId) -> Result<Vec<Failed>, Problem> {
    let wanted = Of::Failed.narrow(Wanted::of(mailing));
    let lines = lists::page(&desk.store, &wanted, &After::default(), 0, NAMED).await?;
    Ok(lines.iter().map(|line| not_delivered(who, line)).collect())
}

fn not_delivered(who: &Who, line: &Line) -> Failed {
    let copy = words::Copy::from(line);
    let (todo, is_address) = words::todo(&copy);
    let writes = Right::Write.is_held_by(Some(who.role));
    let act = match line.state {
        DeliveryState::Refused if writes && is_address && line.contact.0 > 0 => {
            Some(Link { href: format!("/reporters/{}", line.contact), key: "report-act-correct" })
        }
        state if settle::links(who, line.delivery, state).is_some() => {
            Some(Link { href: format!("/deliveries/{}", line.delivery), key: "report-act-settle" })
        }
        _ => None,
    };
    Failed {
        name: if line.name.is_empty() { line.address.clone() } else { line.name.clone() },
        href: format!("/deliveries/{}", line.delivery),
        address: line.address.clone(),
        state: words::delivery(line.state),
        why: words::why(who, &copy),
        todo,
        act,
    }
}

fn left(links: &Links, report: &MailingReport) -> Vec<Out> {
    let out = |(why, n): (&crate::model::delivery::LeftOut, &i64)| {
        let why = why.as_str();
        Out { why, n: *n, href: links.list(Of::LeftOut, &[("why", why)]) }
    };
    let mut left: Vec<Out> = report.left_out.iter().map(out).collect();
    let never_written = Of::LeftOut.unwritten(report);
    if never_written > 0 {
        // Nobody can be named: their entries were never written.
        left.push(Out { why: "unplanned", n: never_written, href: String::new() });
    }
    left
}

async fn loads(desk: &Desk, mailing: MailingId) -> Result<Option<LoadsShown>, Problem> {
    let mode = match desk.settings.office.as_ref().map(|office| office.opens) {
        Ok(OpensMode::Counted) => "counted",
        Ok(OpensMode::Individual) => "individual",
        Ok(OpensMode::Off) | Err(_) => return Ok(None),
    };
    let Loads { human, proxy, machine } = afterwards::loads(&desk.store, mailing).await?;
    let total = human + proxy + machine;
    let width = |part: i64| if total == 0 { 0 } else { part * 100 / total };
    let widths = Widths { human: width(human), proxy: width(proxy), proxy_x: width(human) };
    Ok(Some(LoadsShown { human, proxy, machine, total, widths, mode }))
}

async fn by(desk: &Desk, who: &Who, links: &Links, mailing: MailingId, all: i64) -> Result<Vec<Bars>, Problem> {
    let mut by = Vec::new();
    for (split, head, name) in [
        (Split::Regions, "report-by-regions", "region"),
        (Split::Issues, "report-by-issues", "issue"),
        (Split::Outlets, "report-by-outlets", "outlet"),
    ] {
        let shares = lists::shares(&desk.store, (mailing, mailing), split, BARS).await?;
        by.extend(bars(who, links, &shares, (head, name), all));
    }
    let mut lanes = lists::lanes(&desk.store, mailing, mailing).await?;
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.all));
    let shares = lanes.into_iter().take(8).map(|lane| Share { id: 0, name: lane.lane, people: lane.all });
    by.extend(bars(who, links, &shares.collect::<Vec<_>>(), ("report-by-providers", "lane"), all));
    Ok(by)
}

/// A division of a list as bars, with the finding as its caption; none where there is nothing to divide.
pub(in crate::web::desk) fn bars(
    who: &Who,
    links: &Links,
    shares: &[Share],
    (head, name): (&str, &str),
    all: i64,
) -> Option<Bars> {
    let label = |share: &Share| match share.name.as_str() {
        "" => who.say("report-by-hand", &[]),
        name => name.to_owned(),
    };
    let percent = |n: i64| if all <= 0 { 0 } else { (n * 100 / all).min(100) };
    let largest = shares.first()?;
    let caption = who.say("report-by-most", &[("what", (&label(largest)).into()), ("n", percent(largest.people).into())]);
    let rows = shares.iter().map(|share| {
        let id = share.id.to_string();
        let value = if matches!(name, "region" | "issue") { &id } else { &share.name };
        Bar {
            label: label(share),
            lang: who.lang.tag().to_owned(),
            dir: direction(who.lang.tag()),
            n: share.people,
            href: links.list(Of::Approved, &[(name, value)]),
            percent: percent(share.people),
        }
    });
    Some(Bars { caption, head: who.say(head, &[]), rows: rows.collect() })
}

async fn proof(desk: &Desk, who: &Who, chosen: &Chosen, links: &Links) -> Result<Option<Proof>, Problem> {
    let (release, mailing) = (chosen.release.id, chosen.report.id);
    let Some(proof) = afterwards::proof(&desk.store, mailing).await? else { return Ok(None) };
    let at = when::exact(proof.at, who.lang, &who.zone);
    let by = |name: &str| who.say("report-proof-by", &[("who", name.into()), ("when", (&at).into())]);
    let (submitted, approved) = match (&proof.approver, &proof.alone) {
        (Some(approver), _) => (proof.submitter.clone(), by(approver)),
        (None, Some(reason)) => (by(&proof.submitter), who.say("report-proof-own", &[("what", reason.into())])),
        (None, None) => (by(&proof.submitter), who.say("report-proof-alone", &[])),
    };
    let approved = match proof.voided {
        Some(voided) => {
            let voided = when::exact(voided, who.lang, &who.zone);
            who.say("report-proof-void", &[("what", (&approved).into()), ("when", (&voided).into())])
        }
        None => approved,
    };
    let eml = proof.copy().map(|copy| format!("/deliveries/{copy}/message.eml")).unwrap_or_default();
    Ok(Some(Proof {
        version: proof.version,
        seal: proof.seal,
        digest: proof.audience_digest,
        submitted,
        approved,
        eml,
        audience: links.list(Of::Approved, &[]),
        events: format!("/releases/{release}/report/events.csv?mailing={mailing}"),
    }))
}

/// Putting something right goes to exactly those who have it; for whoever may write.
fn follow(who: &Who, chosen: &Chosen) -> Option<Follow> {
    let may_have_it = chosen.report.ledger.accepted + chosen.report.ledger.in_doubt > 0;
    (may_have_it && Right::Write.is_held_by(Some(who.role))).then(|| {
        let href = |kind: &str| format!("/releases/{}/withdraw?kind={kind}", chosen.release.id);
        Follow { correction: href("correction"), update: href("update"), withdrawal: href("withdrawal") }
    })
}

fn others(who: &Who, chosen: &Chosen) -> Vec<Other> {
    if chosen.mailings.len() < 2 {
        return Vec::new();
    }
    let other = |mailing: &afterwards::Sibling| Other {
        href: format!("/releases/{}/report?mailing={}", chosen.release.id, mailing.id),
        at: who.moment(mailing.created),
        n: mailing.approved,
        current: mailing.id == chosen.report.id,
    };
    chosen.mailings.iter().map(other).collect()
}
