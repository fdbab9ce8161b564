//! From an approved mailing to its delivery rows: slice by slice, before the first copy is sent. Whoever finds a
//! mailing half planned goes on with it; only rows that are exactly what was approved are let out.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::letters::Letters;
use crate::clock::{Clock, Millis};
use crate::compose::letter::why;
use crate::model::audience::Resolved;
use crate::model::clocks;
use crate::model::ids::{IssueId, MailingId, RegionId, ReleaseId};
use crate::model::mailing::MailingState;
use crate::model::provider;
use crate::model::reason::Matched as Pair;
use crate::model::vocabulary::Vocabulary;
use crate::secrets::Keyring;
use crate::store::audience::{self, Matched};
use crate::store::mailings::{self, Mailing};
use crate::store::planning::{self, Lock, Planned, SLICE};
use crate::store::{Store, StoreError, domains, releases, vocabulary};

/// How planning ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The rows are what was approved; workers may claim them.
    Sending {
        approved: i64,
    },
    /// They are not; nothing of it is sent.
    Void {
        reason: String,
    },
    /// Somebody closed the mailing, or it was planned before.
    Closed(MailingState),
    NoSuchMailing,
}

/// Plans a mailing to its end. Called twice, or by two at once, it makes one set of rows.
pub async fn run(store: &Store, keys: &Keyring, mailing: MailingId, now: Millis) -> Result<Outcome, StoreError> {
    loop {
        match Planner::open(store, keys, mailing, now).await? {
            Opened::Planner(mut planner) => loop {
                if let Some(outcome) = planner.step().await? {
                    return Ok(outcome);
                }
            },
            // Its planner may be dead; if it lives, both take turns.
            Opened::Behind(other) => {
                Box::pin(run(store, keys, other, now)).await?;
            }
            Opened::Over(outcome) => return Ok(outcome),
        }
    }
}

/// Takes over whatever a planner left half done. Cheap when there is nothing.
pub async fn resume_all(store: &Store, keys: &Keyring, now: Millis) -> Result<(), StoreError> {
    for mailing in mailings::in_planning(store).await? {
        run(store, keys, mailing, now).await?;
    }
    for mailing in planning::void_with_rows(store).await? {
        while planning::remove_some(store, mailing).await? {}
    }
    Ok(())
}

/// Beside a worker, for ever: a mailing whose planning has not moved from one look to the next has lost its planner.
pub async fn take_over(store: Store, keys: Arc<Keyring>, clock: Clock, every: Duration) {
    let mut seen: HashMap<MailingId, i64> = HashMap::new();
    loop {
        tokio::time::sleep(every).await;
        if let Err(problem) = take_over_once(&store, &keys, &mut seen, clock.now()).await {
            tracing::warn!(%problem, "half-planned mailings could not be looked for; trying again");
        }
    }
}

async fn take_over_once(
    store: &Store,
    keys: &Keyring,
    seen: &mut HashMap<MailingId, i64>,
    now: Millis,
) -> Result<(), StoreError> {
    let before = std::mem::take(seen);
    for id in mailings::in_planning(store).await? {
        let Some(mailing) = mailings::find(store, id).await? else { continue };
        if before.get(&id) == Some(&mailing.planned_to) {
            run(store, keys, id, now).await?;
        } else {
            seen.insert(id, mailing.planned_to);
        }
    }
    Ok(())
}

/// Contacts read at once: two slices, so that planning a million takes no more memory than planning ten thousand.
const WINDOW: i64 = 4_096;

pub enum Opened<'a> {
    Planner(Box<Planner<'a>>),
    /// This mailing of the same release is planned first.
    Behind(MailingId),
    Over(Outcome),
}

/// A mailing being planned; each step is one transaction at most.
pub struct Planner<'a> {
    store: &'a Store,
    keys: &'a Keyring,
    now: Millis,
    mailing: Mailing,
    /// What this corrects or follows up; the letters of its mailings, as far as they were needed.
    follows: Option<ReleaseId>,
    letters: Letters,
    rule: Resolved,
    words: Vocabulary,
    language: String,
    issues: Vec<IssueId>,
    regions: Vec<RegionId>,
    reasons: HashMap<(i64, i64), String>,
    /// When the morning is of whoever lives in a zone and a region, as far as it was asked.
    mornings: HashMap<(String, i64), Millis>,
    /// Read but not written, up to this contact.
    ahead: VecDeque<Planned>,
    read_to: i64,
    last: i64,
}

impl<'a> Planner<'a> {
    pub async fn open(store: &'a Store, keys: &'a Keyring, id: MailingId, now: Millis) -> Result<Opened<'a>, StoreError> {
        let Some(mailing) = mailings::find(store, id).await? else { return Ok(Opened::Over(Outcome::NoSuchMailing)) };
        if mailing.state != MailingState::Planning {
            return Ok(Opened::Over(Outcome::Closed(mailing.state)));
        }
        if let Lock::Busy(other) = planning::lock(store, &mailing).await? {
            return Ok(Opened::Behind(other));
        }
        let release = releases::load(store, mailing.release, Some(mailing.version)).await?;
        let release = release.ok_or_else(|| StoreError::Corrupt { table: "mailings", column: "version", row: id.to_string() })?;
        let words = vocabulary::load(store).await?;
        let rule = mailing.choice.resolve(&words.regions, &words.issues, &audience::scoped_opt_outs(store).await?);
        Ok(Opened::Planner(Box::new(Self {
            store,
            keys,
            now,
            follows: release.follows,
            letters: Letters::default(),
            read_to: mailing.planned_to,
            issues: mailing.choice.issues.iter().map(|&id| IssueId(id)).collect(),
            regions: mailing.choice.regions.iter().map(|&id| RegionId(id)).collect(),
            mailing,
            rule,
            words,
            language: release.language,
            reasons: HashMap::new(),
            mornings: HashMap::new(),
            ahead: VecDeque::new(),
            last: audience::highest_contact(store).await?,
        })))
    }

    /// Writes the next slice, or ends.
    pub async fn step(&mut self) -> Result<Option<Outcome>, StoreError> {
        if self.ahead.len() < SLICE && self.read_to < self.last {
            self.read_on().await?;
        }
        let whole = self.ahead.len() <= SLICE;
        if whole && self.ahead.is_empty() && self.mailing.planned_to >= self.last {
            return self.end().await.map(Some);
        }
        let slice: Vec<Planned> = self.ahead.drain(..self.ahead.len().min(SLICE)).collect();
        let up_to = if whole { self.read_to } else { slice.last().map_or(self.read_to, |row| row.contact) };
        let cursor = (self.mailing.planned_to, up_to);
        if planning::write(self.store, &self.mailing, cursor, &slice, self.now).await? {
            crate::failpoint!("plan.after_slice");
            self.mailing.planned_to = up_to;
            return Ok(None);
        }
        self.look_again().await
    }

    /// The cursor moved under us: another planner is at work, or the mailing was closed.
    async fn look_again(&mut self) -> Result<Option<Outcome>, StoreError> {
        match mailings::find(self.store, self.mailing.id).await? {
            Some(found) if found.state == MailingState::Planning => {
                self.ahead.clear();
                self.read_to = found.planned_to;
                self.mailing = found;
                Ok(None)
            }
            Some(found) => {
                planning::unlock(self.store, &self.mailing).await?;
                Ok(Some(Outcome::Closed(found.state)))
            }
            None => Ok(Some(Outcome::NoSuchMailing)),
        }
    }

    async fn read_on(&mut self) -> Result<(), StoreError> {
        let up_to = self.last.min(self.read_to + WINDOW);
        let found = audience::chunk(self.store, &self.rule, self.read_to, up_to).await?;
        let found: Vec<_> = found.into_iter().filter(|one| one.excluded.is_none()).collect();
        let mut answered = self.answered(&found).await?;
        // As far as it is known by now; nobody is asked.
        let lanes = domains::known(self.store, &domains::unnamed(found.iter().map(|one| one.address_key.as_str()))).await?;
        for one in found {
            let in_reply_to = answered.remove(&one.address_key);
            let lane = provider::of_address_or(&one.address, |domain| lanes.get(domain).map(|known| known.lane));
            let planned = Planned { in_reply_to, lane, ..self.planned(one) };
            self.ahead.push_back(planned);
        }
        self.read_to = up_to;
        Ok(())
    }

    /// By address, the Message-ID of the copy that this one answers.
    async fn answered(&mut self, people: &[Matched]) -> Result<HashMap<String, String>, StoreError> {
        let mut ids = HashMap::new();
        let Some(first) = self.follows.filter(|_| !people.is_empty()) else { return Ok(ids) };
        let keys: Vec<_> = people.iter().map(|one| one.address_key.as_str()).collect();
        for (key, earlier) in planning::earlier(self.store, first, &keys).await? {
            // A key that was lost, or a letter that is gone, costs the thread and nothing else.
            if let Some(letter) = self.letters.any(self.store, earlier.mailing).await?
                && let Some(id) = letter.message_id(self.keys, earlier.delivery)
            {
                ids.insert(key, id);
            }
        }
        Ok(ids)
    }

    /// When this copy may be begun: with all others, or in its reader's morning.
    fn due(&mut self, one: &Matched) -> Millis {
        let from = self.mailing.not_before;
        let Some(morning) = &self.mailing.morning else { return from };
        let words = &self.words;
        *self.mornings.entry((one.time_zone.clone(), one.region)).or_insert_with_key(|(time_zone, region)| {
            let region = words.regions.get(*region).map_or("", |node| node.code.as_str());
            morning.first(clocks::of(time_zone, region), from)
        })
    }

    fn planned(&mut self, one: Matched) -> Planned {
        let due = self.due(&one);
        let Self { reasons, words, issues, regions, language, .. } = self;
        // A broad release has as many pairs as the two trees allow; the memory of them stays small.
        if reasons.len() > 10_000 {
            reasons.clear();
        }
        let why = reasons.entry((one.issue, one.region)).or_insert_with(|| {
            let pair = Pair { issue: IssueId(one.issue), region: RegionId(one.region) };
            why(words, pair, issues, regions, language)
        });
        Planned {
            contact: one.contact.0,
            due,
            lane: provider::OTHER,
            address: one.address,
            key: one.address_key,
            region: one.region,
            issue: one.issue,
            name: one.name,
            outlet: one.outlet,
            language: language.clone(),
            reason: why.clone(),
            consented: one.consented,
            in_reply_to: None,
        }
    }

    async fn end(&mut self) -> Result<Outcome, StoreError> {
        let id = self.mailing.id;
        let (found, count) = planning::digest(self.store, id).await?;
        let outcome = if found == self.mailing.audience_digest && count == self.mailing.approved_count {
            if mailings::start_sending(self.store, id).await? {
                Outcome::Sending { approved: count }
            } else {
                return Ok(self.look_again().await?.unwrap_or(Outcome::NoSuchMailing));
            }
        } else {
            let approved = self.mailing.approved_count;
            let reason = if count == approved {
                "the reporters are not the ones approved: somebody's address, places or opt-outs changed while it was planned; \
                 review it again"
                    .to_owned()
            } else {
                format!("{count} reporters match where {approved} were approved: the directory changed; review it again")
            };
            planning::void(self.store, id, &reason, self.now).await?;
            while planning::remove_some(self.store, id).await? {}
            Outcome::Void { reason }
        };
        planning::unlock(self.store, &self.mailing).await?;
        tracing::info!(mailing.id = id.0, mailing.approved = count, "planning ended");
        Ok(outcome)
    }
}
