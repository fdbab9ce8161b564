//! Which release a demo sends: the newest that reaches anybody and has not gone out from this directory before.

use crate::clock::Millis;
use crate::model::audience::{Choice, Waterfall};
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::release::Release;
use crate::store::releases::{self, Places};
use crate::store::{Store, StoreError, audience, mailings, report, vocabulary};

/// A feed lists no more than this.
const MOST: i64 = 1_000;

/// The release, whom it reaches, and why it and these.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub release: Release,
    pub choice: Choice,
    pub waterfall: Waterfall,
    /// In words: why this release, and why these regions and issues.
    pub why: Vec<String>,
}

/// `None` when no release reaches anybody (or all have gone out); then the reasons are in the second value.
pub async fn choose(store: &Store, now: Millis) -> Result<(Option<Chosen>, Vec<String>), StoreError> {
    let words = vocabulary::load(store).await?;
    let opt_outs = audience::scoped_opt_outs(store).await?;
    let sent = sent(store, now).await?;
    let mut passed = Vec::new();
    for listed in releases::list(store, MOST, 0).await? {
        let Some(release) = releases::load(store, listed.id, None).await? else { continue };
        if sent.contains(&release.id) {
            passed.push(format!("“{}” has gone out before", release.title));
            continue;
        }
        if release.regions.is_empty() || release.issues.is_empty() {
            let lacks = if release.regions.is_empty() { "region" } else { "issue" };
            passed.push(format!("“{}” names no {lacks} the office knows", release.title));
            continue;
        }
        let choice = Choice {
            regions: release.regions.iter().map(|place| place.id.0).collect(),
            issues: release.issues.iter().map(|place| place.id.0).collect(),
            down: true,
            segment: None,
            as_of: now,
            pauses_at: now,
        };
        let waterfall = audience::count(store, &choice.resolve(&words.regions, &words.issues, &opt_outs)).await?;
        if waterfall.will_receive == 0 {
            passed.push(format!("“{}” reaches nobody", release.title));
            continue;
        }
        let mut why = vec![match passed.len() {
            0 => "the newest release".to_owned(),
            many => format!("the newest release that reaches anybody ({many} newer passed over)"),
        }];
        why.extend(passed);
        let place = |name: &str, proposed: bool, reason: &str| match (proposed, reason) {
            (false, _) => format!("{name}: named in the release"),
            (true, reason) => format!("{name}: {reason}"),
        };
        why.extend(release.regions.iter().map(|p| place(words.regions.name(p.id.0), p.proposed, &p.reason)));
        why.extend(release.issues.iter().map(|p| place(words.issues.name(p.id.0), p.proposed, &p.reason)));
        return Ok((Some(Chosen { release, choice, waterfall, why }), Vec::new()));
    }
    Ok((None, passed))
}

/// A person would accept the proposals; in the demo nobody is there to.
pub async fn accept(store: &Store, chosen: &mut Chosen, actor: &str, now: Millis) -> Result<(), StoreError> {
    let release = &mut chosen.release;
    release.regions.iter_mut().for_each(|place| place.proposed = false);
    release.issues.iter_mut().for_each(|place| place.proposed = false);
    let places = Places { regions: Some(release.regions.clone()), issues: Some(release.issues.clone()) };
    releases::place(store, release.id, &places, actor, now).await?;
    Ok(())
}

/// A mailing an earlier demo in this directory left unfinished; it is finished before another is begun.
pub async fn unfinished(store: &Store, now: Millis) -> Result<Option<MailingId>, StoreError> {
    let all = report::list(store, None, MOST, now).await?;
    let mut open = Vec::new();
    for report in all {
        if mailings::find(store, report.id).await?.is_some_and(|m| ["planning", "sending"].contains(&m.state.as_str())) {
            open.push(report.id);
        }
    }
    Ok(open.pop())
}

async fn sent(store: &Store, now: Millis) -> Result<Vec<ReleaseId>, StoreError> {
    Ok(report::list(store, None, MOST, now).await?.into_iter().map(|report| report.release).collect())
}
