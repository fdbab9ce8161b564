//! The one place where the send path looks at a release: the review, and its findings as the page shows them.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Millis;
use crate::model::audience::{Choice, Waterfall};
use crate::model::ids::ReleaseId;
use crate::model::mailing::Priority;
use crate::model::release::Release;
use crate::review::{self, Finding, Level, Order, Review};
use crate::store::{mailings, releases, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::parts::{Check, Checks, Said};
use crate::web::desk::problem::Problem;
use crate::web::desk::when;
use crate::web::desk::who::Who;

/// How long a page waits for its checks before it is shown without them: one that asks again by itself
/// ([`Desk::patience`]), one that does not, and the question what came of them.
pub const BRIEF: Duration = Duration::from_millis(80);
pub const PATIENT: Duration = Duration::from_secs(3);
pub const FOLLOWING: Duration = Duration::from_secs(8);

/// What a page says of a release: from a whole review, or before that is done.
#[derive(Clone, Debug)]
pub struct Glance {
    pub release: Release,
    pub choice: Choice,
    pub waterfall: Waterfall,
    pub count: i64,
    pub at: Option<Millis>,
    pub morning: Option<First>,
    pub again: bool,
    pub have_it: i64,
    pub priority: Priority,
}

/// When the first reporter's morning is, once it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First(pub Option<Millis>);

impl From<&Review> for Glance {
    fn from(found: &Review) -> Self {
        Self {
            release: found.release.clone(),
            choice: found.choice.clone(),
            waterfall: found.waterfall,
            count: found.count,
            at: found.at,
            morning: found.morning.is_some().then_some(First(Some(found.not_before))),
            again: found.again,
            have_it: found.have_it,
            priority: found.priority,
        }
    }
}

/// What a page has to go on.
pub enum Seen {
    /// All of it, and when it was looked at.
    Whole(Arc<Review>, Millis),
    /// The checks still run.
    Running(Box<Glance>),
}

impl Seen {
    pub fn glance(&self) -> Glance {
        match self {
            Self::Whole(found, _) => found.as_ref().into(),
            Self::Running(glance) => (**glance).clone(),
        }
    }
}

/// Everything as it is at this moment, looked at anew: what a word is given on.
pub async fn look(desk: &Desk, order: &Order) -> Result<Review, Problem> {
    Ok(review::review(&desk.means()?, order).await?)
}

/// For a page: what was kept, what is done within a moment, or what is known before the checks are.
pub async fn see(desk: &Desk, order: &Order, patience: Duration) -> Result<Seen, Problem> {
    let Some(reviews) = &desk.reviews else {
        let made = desk.now();
        return Ok(Seen::Whole(Arc::new(look(desk, order).await?), made));
    };
    match tokio::time::timeout(patience, reviews.await_ready(order)).await {
        Ok(found) => {
            let (found, made) = found?;
            Ok(Seen::Whole(found, made))
        }
        Err(_) => Ok(Seen::Running(Box::new(before(desk, order).await?))),
    }
}

/// What is known without the checks.
async fn before(desk: &Desk, order: &Order) -> Result<Glance, Problem> {
    let release = releases::load(&desk.store, order.release, None).await?.ok_or(Problem::NotFound)?;
    let words = vocabulary::load(&desk.store).await?;
    let (choice, rule) = review::audience(&desk.store, &words, &release, order, desk.now()).await?;
    let waterfall = desk.counts.waterfall(&desk.store, &rule).await?;
    let (_, have_it) = mailings::sent_before(&desk.store, release.id, release.version).await?;
    Ok(Glance {
        choice,
        waterfall,
        count: waterfall.will_receive,
        at: order.at,
        morning: order.morning.then_some(First(None)),
        again: order.again,
        have_it: if order.again { 0 } else { have_it },
        priority: order.urgency.into(),
        release,
    })
}

/// What is said instead of a warning that is a rule of the office, not a risk to be ticked.
const RULE: &str = "policy.approver_needed";

/// Codes of what has to be ticked before this is sent.
pub fn to_tick(found: &Review) -> impl Iterator<Item = &'static str> {
    let warnings = found.checks.iter().filter(|finding| finding.level == Level::Warning && finding.code != RULE);
    warnings.map(|finding| finding.code)
}

/// Nobody would get a copy who has none.
pub fn all_have_it(found: &Review) -> bool {
    found.count > 0 && found.have_it >= found.count
}

/// The findings of a page. `ticked`: what was ticked before, where it is shown once more.
pub fn checks(desk: &Desk, who: &Who, seen: &Seen, ticked: &[String], again: String) -> Checks {
    let mut checks = Checks { at: who.moment(desk.now()), again, form: "send".to_owned(), ..Checks::default() };
    let Seen::Whole(found, made) = seen else { return Checks { running: true, ..checks } };
    let release = found.release.id;
    checks.at = who.moment(*made);
    checks.passed = passed(found);
    checks.passed_n = i64::try_from(checks.passed.len()).unwrap_or(0);
    for finding in &found.checks {
        let check = check(who, release, finding, checks.warnings.len(), ticked);
        match finding.level {
            Level::Blocking => checks.blocks.push(check),
            Level::Warning if finding.code != RULE => checks.warnings.push(check),
            Level::Warning | Level::Info => checks.infos.push(check),
        }
    }
    if all_have_it(found) {
        checks.blocks.push(block("check-audience-all-have-it", format!("/releases/{release}/audience")));
    }
    checks
}

/// Something in the way that the review does not know.
pub fn block(key: &str, href: impl Into<String>) -> Check {
    Check { key: key.to_owned(), href: href.into(), ..Check::default() }
}

fn check(who: &Who, release: ReleaseId, finding: &Finding, number: usize, ticked: &[String]) -> Check {
    // An embargo is told as a moment, which each officer reads in their own zone.
    let is_moment = finding.code.starts_with("embargo.") && finding.n > 0;
    let what = if is_moment { when::exact(finding.n, who.lang, &who.zone) } else { finding.what.clone() };
    Check {
        code: finding.code.to_owned(),
        id: format!("seen-{number}"),
        name: "seen".to_owned(),
        value: finding.code.to_owned(),
        key: finding.key(),
        n: finding.n,
        what,
        href: place(release, finding.field),
        seen: ticked.iter().any(|code| code == finding.code),
    }
}

/// Where it is mended.
fn place(release: ReleaseId, field: &str) -> String {
    match field {
        "title" => format!("/releases/{release}#title"),
        "body" | "contact" | "embargo" | "event" | "image_alt" | "image_url" | "language" | "release" | "source_url" => {
            format!("/releases/{release}")
        }
        "regions" | "issues" | "audience" => format!("/releases/{release}/audience"),
        "at" => "#when".to_owned(),
        "approval.policy" => "/settings/rules".to_owned(),
        "template" => "/settings/templates".to_owned(),
        _ => "/settings/sending".to_owned(),
    }
}

/// What was looked at and found in order, in words; each stands for the codes that begin like it.
fn passed(found: &Review) -> Vec<Said> {
    let groups: [(&str, &[&str]); 6] = [
        ("check-passed-content", &["content."]),
        ("check-passed-rendered", &["content.render_failed", "content.mail_too_big"]),
        ("check-passed-leave", &["compliance."]),
        ("check-passed-sender", &["sender."]),
        ("check-passed-time", &["time.", "embargo."]),
        ("check-passed-relay", &["infra."]),
    ];
    let is_well = |codes: &[&str]| {
        let wrong = found.checks.iter().filter(|finding| finding.level != Level::Info);
        wrong.into_iter().all(|finding| !codes.iter().any(|code| finding.code.starts_with(code)))
    };
    groups.into_iter().filter(|(_, codes)| is_well(codes)).map(|(key, _)| Said::key(key).n(found.count)).collect()
}
