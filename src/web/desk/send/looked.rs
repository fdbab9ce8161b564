//! The one place where the send path looks at a release: the review, and its findings as the page shows them.

use crate::model::ids::ReleaseId;
use crate::review::{self, Finding, Level, Order, Review};
use crate::web::desk::Desk;
use crate::web::desk::parts::{Check, Checks, Said};
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;

/// Everything as it is at this moment.
pub async fn look(desk: &Desk, order: &Order) -> Result<Review, Problem> {
    Ok(review::review(&desk.means()?, order).await?)
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

/// The findings of a review. `ticked`: what was ticked before, where the page is shown once more.
pub fn checks(desk: &Desk, who: &Who, found: &Review, ticked: &[String], again: String) -> Checks {
    let release = found.release.id;
    let mut checks =
        Checks { at: who.moment(desk.now()), again, form: "send".to_owned(), passed: passed(found), ..Checks::default() };
    checks.passed_n = i64::try_from(checks.passed.len()).unwrap_or(0);
    for finding in &found.checks {
        let number = checks.warnings.len();
        let check = check(release, finding, number, ticked);
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

fn check(release: ReleaseId, finding: &Finding, number: usize, ticked: &[String]) -> Check {
    Check {
        code: finding.code.to_owned(),
        id: format!("seen-{number}"),
        name: "seen".to_owned(),
        value: finding.code.to_owned(),
        key: key(finding.code),
        n: finding.n,
        what: finding.what.clone(),
        href: place(release, finding.field),
        seen: ticked.iter().any(|code| code == finding.code),
    }
}

fn key(code: &str) -> String {
    format!("check-{}", code.replace(['.', '_'], "-"))
}

/// Where it is mended.
fn place(release: ReleaseId, field: &str) -> String {
    match field {
        "title" => format!("/releases/{release}#title"),
        "body" | "image_alt" | "contact" | "embargo" | "event" | "release" => format!("/releases/{release}"),
        "regions" | "issues" | "audience" => format!("/releases/{release}/audience"),
        "at" => "#when".to_owned(),
        "approval.policy" => "/settings/rules".to_owned(),
        "template" => "/settings/templates".to_owned(),
        _ => "/settings/sending".to_owned(),
    }
}

/// What was looked at and found in order, in words; each stands for the codes that begin like it.
fn passed(found: &Review) -> Vec<Said> {
    let groups: [(&str, &[&str]); 5] = [
        ("check-passed-content", &["content."]),
        ("check-passed-rendered", &["content.render_failed", "content.mail_too_big"]),
        ("check-passed-leave", &["compliance."]),
        ("check-passed-sender", &["sender."]),
        ("check-passed-time", &["time.", "embargo."]),
    ];
    let is_well = |codes: &[&str]| {
        let wrong = found.checks.iter().filter(|finding| finding.level != Level::Info);
        wrong.into_iter().all(|finding| !codes.iter().any(|code| finding.code.starts_with(code)))
    };
    groups.into_iter().filter(|(_, codes)| is_well(codes)).map(|(key, _)| Said::key(key).n(found.count)).collect()
}
