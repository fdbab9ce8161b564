//! The days around a release: what else went out or will, how large mailings are, and how the sending stands.

use std::collections::{BTreeSet, HashMap};

use super::{Means, Order, ReviewError};
use crate::clock::{DAY, MINUTE, Millis};
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::release::Release;
use crate::store::control::{self, Brakes};
use crate::store::past::{self, Near, Said};
use crate::store::relays::{self, Level};
use crate::store::{days, mailings};

/// How far back a text is compared and a reporter's mail is counted.
pub(super) const WEEK: Millis = 7 * DAY;
/// Two releases nearer than this reach an editor together.
const CLASH: Millis = 30 * MINUTE;
/// From here on two texts are the same with a few words changed.
const NEARLY: f64 = 0.9;

/// A mailing of another release that said the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Similar {
    pub mailing: MailingId,
    pub is_same: bool,
    /// Its rows are being written: whoever gets it cannot be counted yet.
    pub is_planning: bool,
}

pub(super) struct Past {
    pub brakes: Brakes,
    /// Copies begun since midnight UTC.
    pub begun_today: i64,
    pub levels: Vec<Level>,
    pub largest: Option<i64>,
    pub contacts: i64,
    /// Most alike first.
    pub similar: Vec<Similar>,
    /// Mailings of other releases within half an hour of this one.
    pub clashing: Vec<Near>,
    near: Vec<Near>,
}

impl Past {
    pub(super) async fn look(means: &Means<'_>, order: &Order, release: &Release, at: Millis) -> Result<Self, ReviewError> {
        let Means { store, now, .. } = *means;
        let near = past::near(store, now - WEEK).await?;
        let same = mailings::same_text(store, release.id, release.version, now - WEEK).await?;
        let texts = if order.again { Vec::new() } else { past::texts(store, release.id, now - WEEK).await? };
        let is_planning = |mailing: MailingId| near.iter().any(|one| one.mailing() == mailing && one.is_planning());
        let similar = similar(release, &texts, same.filter(|_| !order.again))
            .into_iter()
            .map(|(mailing, is_same)| Similar { mailing, is_same, is_planning: is_planning(mailing) })
            .collect();
        let is_clash = |one: &&Near| {
            let is_other = one.release != release.id.0 && release.follows.is_none_or(|first| first.0 != one.release);
            is_other && one.state != "stopped" && (one.not_before - at).abs() <= CLASH
        };
        Ok(Self {
            brakes: control::brakes(store).await?,
            begun_today: days::today(store, now).await?,
            levels: relays::levels(store).await?,
            largest: past::largest(store).await?,
            contacts: past::contacts(store).await?,
            similar,
            clashing: near.iter().filter(is_clash).cloned().collect(),
            near,
        })
    }

    /// Mailings whose reporters are compared with this one's.
    pub(super) fn to_compare(&self) -> Vec<MailingId> {
        let clashing = self.clashing.iter().map(Near::mailing);
        let all: BTreeSet<_> = clashing.chain(self.similar.iter().map(|one| one.mailing)).collect();
        all.into_iter().collect()
    }

    /// What went out in the last seven days.
    pub(super) fn of_the_week(&self, now: Millis) -> Vec<(MailingId, ReleaseId)> {
        let gone = self.near.iter().filter(|one| one.not_before <= now);
        gone.map(|one| (one.mailing(), ReleaseId(one.release))).collect()
    }
}

/// Mailings that said the same, or nearly; whether it is the very same.
fn similar(release: &Release, texts: &[Said], same: Option<MailingId>) -> Vec<(MailingId, bool)> {
    let words = |title: &str, teaser: &str, body: &str| words(&[title, teaser, body].join(" "));
    let mine = words(&release.title, &release.teaser, &release.body);
    let mut found: Vec<(MailingId, bool)> = same.map(|mailing| (mailing, true)).into_iter().collect();
    for said in texts.iter().filter(|said| same.is_none_or(|known| known.0 != said.id)) {
        let theirs = words(&said.title, &said.teaser, &said.body);
        let is_follow_up = release.follows.is_some_and(|first| first.0 == said.release);
        if mine == theirs {
            found.push((MailingId(said.id), true));
        } else if !is_follow_up && alike(&mine, &theirs) >= NEARLY {
            found.push((MailingId(said.id), false));
        }
    }
    found.sort_by_key(|(_, is_same)| !is_same);
    found
}

/// The words of a text in small letters, without marks.
pub(super) fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    split.map(str::to_lowercase).collect()
}

/// Which part of their words two texts have in common, whatever the order; 0 to 1.
fn alike(one: &[String], other: &[String]) -> f64 {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    one.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let mut common = 0_u32;
    for word in other {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    if all == 0 { 0.0 } else { f64::from(2 * common) / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_alike_by_their_words() {
        let text = |text: &str| words(text);
        let ten = text("One two three four five six seven eight nine ten.");
        assert!((alike(&ten, &text("ten nine eight seven six five four three two one")) - 1.0).abs() < 1e-9);
        assert!(alike(&ten, &text("one two three four five six seven eight nine eleven")) >= NEARLY);
        assert!(alike(&ten, &text("one two three four five six seven eight")) < NEARLY);
        assert!(alike(&[], &[]) < NEARLY);
    }
}
