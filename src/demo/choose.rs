//! Which release a demo sends: the newest that reaches anybody and has not gone out from this directory before.

use super::ACTOR;
use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::mailing::{MailingState, Urgency};
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::review::{self, Level, Means, Order, Review, ReviewError};
use crate::store::releases::{self, Places};
use crate::store::{Store, StoreError, audience, report, vocabulary};

/// A feed lists no more than this.
const MOST: i64 = 1_000;

/// The release as reviewed, and why it and these reporters.
#[derive(Debug)]
pub struct Chosen {
    pub order: Order,
    pub review: Review,
    /// In words: why this release, and why these regions and issues.
    pub why: Vec<String>,
}

/// The release to send; else, in words, why each was passed over.
pub async fn choose(means: &Means<'_>) -> Result<Result<Chosen, Vec<String>>, ReviewError> {
    let words = vocabulary::load(means.store).await?;
    let sent = sent(means.store, means.now).await?;
    let mut passed = Vec::new();
    for listed in releases::list(means.store, MOST, 0).await? {
        let Some(release) = releases::load(means.store, listed.id, None).await? else { continue };
        let order = Order {
            release: release.id,
            segment: None,
            down: true,
            at: None,
            morning: false,
            again: false,
            urgency: Urgency::Normal,
        };
        if let Some(why_not) = no_reader(means, &words, &release, &order, &sent).await? {
            passed.push(format!("“{}” {why_not}", release.title));
            continue;
        }
        let mut why = vec![match passed.len() {
            0 => "the newest release".to_owned(),
            many => format!("the newest release that can be sent to anybody ({many} newer passed over)"),
        }];
        why.extend(passed.iter().cloned());
        why.extend(places(&words, &release));
        accept(means, &release).await?;
        let review = review::review(means, &order).await?;
        if !review.is_blocked() {
            return Ok(Ok(Chosen { order, review, why }));
        }
        let blocking = review.checks.iter().filter(|finding| finding.level == Level::Blocking);
        let found: Vec<_> = blocking.map(|finding| format!("{}: {}", finding.code, finding.text)).collect();
        passed.push(format!("“{}” does not pass the checks ({})", release.title, found.join("; ")));
    }
    Ok(Err(passed))
}

/// Why nobody would get it, if so.
async fn no_reader(
    means: &Means<'_>,
    words: &Vocabulary,
    release: &Release,
    order: &Order,
    sent: &[ReleaseId],
) -> Result<Option<&'static str>, StoreError> {
    if sent.contains(&release.id) {
        return Ok(Some("has gone out before"));
    }
    if release.regions.is_empty() {
        return Ok(Some("names no region"));
    }
    if release.issues.is_empty() {
        return Ok(Some("names no issue of the office"));
    }
    let (_, rule) = review::audience(means.store, words, release, order, means.now).await?;
    let reached = audience::count(means.store, &rule).await?.will_receive;
    Ok((reached == 0).then_some("reaches nobody"))
}

/// The regions and issues, each with where it comes from.
fn places(words: &Vocabulary, release: &Release) -> Vec<String> {
    let line =
        |name: &str, proposed: bool, reason: &str| format!("{name}: {}", if proposed { reason } else { "named in the release" });
    let regions = release.regions.iter().map(|place| line(words.regions.name(place.id.0), place.proposed, &place.reason));
    let issues = release.issues.iter().map(|place| line(words.issues.name(place.id.0), place.proposed, &place.reason));
    regions.chain(issues).collect()
}

/// A person would accept the proposals; in the demo nobody is there to.
async fn accept(means: &Means<'_>, release: &Release) -> Result<(), StoreError> {
    let (mut regions, mut issues) = (release.regions.clone(), release.issues.clone());
    regions.iter_mut().for_each(|place| place.proposed = false);
    issues.iter_mut().for_each(|place| place.proposed = false);
    let places = Places { regions: Some(regions), issues: Some(issues) };
    releases::place(means.store, release.id, &places, ACTOR, means.now).await?;
    Ok(())
}

/// The oldest mailing an earlier demo in this directory left unfinished; it is finished before another is begun.
pub async fn unfinished(store: &Store, now: Millis) -> Result<Option<MailingId>, StoreError> {
    let is_open = |report: &report::MailingReport| match report.state {
        MailingState::Planning => true,
        MailingState::Sending => !report.ledger.is_finished(),
        _ => false,
    };
    Ok(report::list(store, None, MOST, now).await?.iter().filter(|report| is_open(report)).map(|report| report.id).min())
}

async fn sent(store: &Store, now: Millis) -> Result<Vec<ReleaseId>, StoreError> {
    Ok(report::list(store, None, MOST, now).await?.into_iter().map(|report| report.release).collect())
}
