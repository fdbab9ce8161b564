//! Where an officer begins: what needs them, what is being sent, what is coming, what went out.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Serialize;

use super::Desk;
use super::page::{Noun, View};
use super::parts::{Moment, Said, Words};
use super::problem::{Answer, Problem};
use super::route::{Right, Route, get, is_fragment};
use super::who::Who;
use crate::clock::{DAY, Millis};
use crate::model::ids::MailingId;
use crate::model::mailing::MailingState;
use crate::store::report::{self, MailingReport};
use crate::store::today::{self, Mentioned};
use crate::store::{releases, requests};

/// How far ahead the page looks, and how long a draft is new.
const WEEK: Millis = 7 * DAY;

pub fn routes() -> Vec<Route> {
    vec![get("/", Right::See, show), get("/today/{mailing}", Right::See, sending_part)]
}

#[derive(Debug, Default, Serialize)]
struct Page {
    empty: Option<Said>,
    first_steps: Vec<Step>,
    needs: Vec<Need>,
    sending: Vec<Sending>,
    next: Vec<Coming>,
    recent: Vec<Recent>,
    new_release: &'static str,
}

#[derive(Debug, Serialize)]
struct Step {
    done: bool,
    href: &'static str,
    step: &'static str,
}

#[derive(Debug, Serialize)]
struct Need {
    icon: &'static str,
    tone: &'static str,
    href: String,
    title: Words,
    at: Option<Moment>,
    #[serde(flatten)]
    said: Said,
}

#[derive(Debug, Serialize)]
struct Sending {
    id: String,
    fragment: String,
    title: Words,
    href: String,
    key: String,
    n: i64,
    of: i64,
    percent: i64,
    stop: String,
}

#[derive(Debug, Serialize)]
struct Coming {
    #[serde(skip)]
    at_ms: Millis,
    at: Moment,
    icon: &'static str,
    key: &'static str,
    n: i64,
    href: String,
    title: Words,
}

#[derive(Debug, Serialize)]
struct Recent {
    title: Words,
    href: String,
    at: Moment,
    key: &'static str,
    n: i64,
    of: i64,
}

/// How many things wait for a person.
pub async fn waiting(desk: &Desk) -> Result<i64, Problem> {
    Ok(today::needing(&desk.store).await?)
}

async fn show(State(desk): State<Desk>, who: Who) -> Answer {
    let page = look(&desk, &who).await?;
    View::new(&desk, &who, Noun::Today, who.say("today-title", &[])).show("today", &page).await
}

/// One mailing's element again, for the script that follows it.
async fn sending_part(State(desk): State<Desk>, who: Who, Path(mailing): Path<i64>, headers: HeaderMap) -> Answer {
    let found = report::find(&desk.store, MailingId(mailing), desk.now()).await?.ok_or(Problem::NotFound)?;
    if !is_fragment(&headers) {
        return Ok(super::press::see(&format!("/releases/{}/progress", found.release)));
    }
    let page = Page { sending: vec![sending(&found)], new_release: "/releases/new", ..Page::default() };
    let id = format!("now-{mailing}");
    View::new(&desk, &who, Noun::Today, "").fragments("today", &page, &[&id])
}

async fn look(desk: &Desk, who: &Who) -> Result<Page, Problem> {
    let now = desk.now();
    let (open, over) = today::mailings(&desk.store, now).await?;
    let mut page = Page { new_release: "/releases/new", ..Page::default() };
    if who.role.may_approve() {
        page.needs = needs_of_requests(desk, who).await?;
    }
    for one in open.iter().chain(&over) {
        page.needs.extend(needs_of(who, one));
    }
    page.needs.extend(today::drafts(&desk.store, now - WEEK).await?.iter().map(|draft| need_of_draft(who, draft)));
    for one in &open {
        let waits = one.not_before > now && matches!(one.state, MailingState::Sending | MailingState::Planning);
        if waits {
            page.next.push(Coming {
                at_ms: one.not_before,
                at: who.moment(one.not_before),
                icon: "send",
                key: "today-next-send",
                n: one.ledger.approved,
                href: format!("/releases/{}/progress", one.release),
                title: Words::new(&one.title, ""),
            });
        } else if one.state != MailingState::Missed {
            page.sending.push(sending(one));
        }
    }
    page.next.extend(today::embargoes(&desk.store, now, now + WEEK).await?.into_iter().map(|one| Coming {
        at_ms: one.at_ms,
        at: who.moment(one.at_ms),
        icon: "lock",
        key: "today-next-embargo",
        n: 0,
        href: format!("/releases/{}", one.id),
        title: Words::new(one.title, &one.language),
    }));
    page.next.sort_by_key(|one| one.at_ms);
    let begun = today::begun(&desk.store).await?;
    if begun.mailings == 0 {
        page.first_steps = first_steps(desk, begun);
    } else if page.needs.is_empty() {
        page.empty = Some(nothing(&page.next));
    }
    page.next.retain(|one| one.at_ms <= now + WEEK);
    page.recent = over.iter().map(|one| recent(who, one)).collect();
    Ok(page)
}

/// What others ask this officer to approve, oldest first.
async fn needs_of_requests(desk: &Desk, who: &Who) -> Result<Vec<Need>, Problem> {
    let mut needs = Vec::new();
    for asked in requests::waiting_for(&desk.store, who.officer, 20).await? {
        let Some(release) = releases::load(&desk.store, asked.release, None).await? else { continue };
        needs.push(Need {
            icon: "approve",
            tone: "warn",
            href: format!("/releases/{}/approve", asked.release),
            title: Words::new(release.title, &release.language),
            at: Some(who.moment(asked.asked)),
            said: Said::key("today-need-approve").n(asked.people).who(asked.submitter.name),
        });
    }
    Ok(needs)
}

fn first_steps(desk: &Desk, begun: today::Begun) -> Vec<Step> {
    let step = |step, done, href| Step { done, href, step };
    vec![
        step("relay", !desk.settings.relays.is_empty(), "/settings/sending"),
        step("reporters", begun.reporters > 0, "/reporters/import"),
        step("newsroom", begun.from_newsroom > 0, "/settings/newsrooms"),
        step("test", begun.tests > 0, "/releases"),
    ]
}

/// The next thing is named however far away it is.
fn nothing(next: &[Coming]) -> Said {
    match next.first() {
        Some(next) => Said::key("today-empty-next").what(format!("{} – {}", next.at.text, next.title.text)),
        None => Said::key("today-empty"),
    }
}

/// What of a mailing a person must decide.
fn needs_of(who: &Who, one: &MailingReport) -> Vec<Need> {
    let need = |icon, tone, href: String, said| Need {
        icon,
        tone,
        href,
        title: Words::new(&one.title, ""),
        at: Some(who.moment(one.finished.or(one.started).unwrap_or(one.created))),
        said,
    };
    let mut found = Vec::new();
    if one.state == MailingState::Missed {
        found.push(need("warn", "bad", format!("/releases/{}/progress", one.release), Said::key("today-need-missed")));
    }
    if one.ledger.in_doubt > 0 {
        let href = format!("/releases/{}/report/people?of=in_doubt", one.release);
        found.push(need("doubt", "warn", href, Said::key("today-need-doubt").n(one.ledger.in_doubt)));
    }
    found
}

fn need_of_draft(who: &Who, draft: &Mentioned) -> Need {
    let host = url::Url::parse(&draft.source).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    Need {
        icon: "newsroom",
        tone: "off",
        href: format!("/releases/{}/send", draft.id),
        title: Words::new(&draft.title, &draft.language),
        at: Some(who.moment(draft.at_ms)),
        said: Said::key("today-need-found").what(host),
    }
}

fn sending(one: &MailingReport) -> Sending {
    let key = match one.state {
        MailingState::Planning => "progress-planning",
        MailingState::Paused => "progress-paused",
        MailingState::Stopped => "progress-stopped",
        MailingState::Done => "progress-done",
        _ => "progress-sending",
    };
    let approved = one.ledger.approved.max(1);
    Sending {
        id: format!("now-{}", one.id),
        fragment: format!("/today/{}", one.id),
        title: Words::new(&one.title, ""),
        href: format!("/releases/{}/progress", one.release),
        key: key.to_owned(),
        n: if one.state == MailingState::Planning { approved - one.unplanned } else { one.ledger.accepted },
        of: one.ledger.approved,
        percent: (one.ledger.accepted * 100 / approved).clamp(0, 100),
        stop: format!("/releases/{}/stop", one.release),
    }
}

fn recent(who: &Who, one: &MailingReport) -> Recent {
    let all = one.ledger.accepted + one.ledger.left_out == one.ledger.approved;
    Recent {
        title: Words::new(&one.title, ""),
        href: format!("/releases/{}/report", one.release),
        at: who.moment(one.finished.unwrap_or(one.created)),
        key: if all { "today-recent-sent" } else { "today-recent-failed" },
        n: one.ledger.accepted,
        of: one.ledger.approved,
    }
}
