//! The real thing behind the same steps: every call of a store function is here, once.

use dateline::model::audience::Choice;
use dateline::model::delivery::DeliveryState;
use dateline::model::ids::{DeliveryId, IssueId, MailingId, RegionId, ReleaseId, WorkerId};
use dateline::model::mailing::MailingState;
use dateline::store::gate::{Intent, Settled, commit_group, judge_refused};
use dateline::store::mailings::{self, Mailing};
use dateline::store::planning::{self, Lock, Planned};
use dateline::store::suppressions::{self, Leave, Reason, Scope};
use dateline::store::{Store, StoreError, control, deliveries, doubts};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use super::act::{Act, Answer, Ask, Row, Told};
use super::facts::{Facts, LAST_CONTACT, Part, audience, issue_of, key_of, region_of};
use super::planner::Turn;
use super::texts::Texts;
use super::workers::REPLY_BY;
use super::{fixture, texts};
use crate::support::TestDb;

enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// What the database looks like after a step.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub rows: Vec<Row>,
    /// Number, state, first claim.
    pub mailings: Vec<(i64, String, Option<i64>)>,
}

pub struct Real {
    store: Store,
    raw: Raw,
    /// With one guard missing; `None` = the store's own functions.
    texts: Option<Texts>,
    _folder: Option<tempfile::TempDir>,
    _db: Option<TestDb>,
}

impl Real {
    /// In memory where there is a folder for that: what a power cut does is for other tests.
    pub async fn sqlite(texts: Option<Texts>) -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.unwrap();
        let mut raw = SqliteConnection::connect(&url).await.unwrap();
        if let Some(texts) = &texts {
            texts.change_schema(&mut raw).await;
        }
        Self { store, raw: Raw::Sqlite(raw), texts, _folder: Some(folder), _db: None }
    }

    /// Without a wait for the disk at each commit, for the same reason.
    pub async fn postgres() -> Self {
        const NO_WAIT: &str =
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$";
        let db = TestDb::postgres().await;
        let mut first = PgConnection::connect(&db.url).await.unwrap();
        first.execute(NO_WAIT).await.unwrap();
        let store = Store::open(&db.url).await.unwrap();
        let raw = Raw::Postgres(PgConnection::connect(&db.url).await.unwrap());
        Self { store, raw, texts: None, _folder: None, _db: Some(db) }
    }

    fn is_sqlite(&self) -> bool {
        matches!(self.raw, Raw::Sqlite(_))
    }

    pub async fn begin_case(&mut self, facts: &Facts) {
        let text = fixture::sql(facts, self.is_sqlite());
        self.sql(&text).await;
        fixture::queue_singles(&self.store).await;
    }

    async fn sql(&mut self, text: &str) {
        let text = AssertSqlSafe(text.to_owned());
        match &mut self.raw {
            Raw::Sqlite(raw) => drop(raw.execute(text).await.unwrap()),
            Raw::Postgres(raw) => drop(raw.execute(text).await.unwrap()),
        }
    }

    pub async fn apply(&mut self, act: &Act, facts: &Facts) -> Result<Answer, StoreError> {
        let now = facts.now;
        Ok(match act {
            Act::Nothing | Act::Clock(_) => Answer::Done,
            Act::Claim { mailing, owner, relay, at_most, lease } => {
                let claim = deliveries::Claim {
                    mailing: id(*mailing),
                    lane: "other",
                    worker: WorkerId(*owner),
                    relay,
                    at_most: *at_most,
                    lease_until: *lease,
                    slots: None,
                };
                Answer::Claimed(self.claim(claim, now).await?)
            }
            Act::Group { outcomes, intents, judged } => self.group(outcomes, intents, *judged, now).await?,
            Act::GiveBack { id, fence } => {
                deliveries::give_back(&self.store, &[(DeliveryId(*id), *fence)]).await?;
                Answer::Done
            }
            Act::Reap { owner } => {
                self.reap(*owner, now).await?;
                Answer::Done
            }
            Act::Tidy => {
                self.tidy(now).await?;
                Answer::Done
            }
            Act::Leave { person, part, reason, until } => {
                let key = key_of(*person);
                let leave = Leave {
                    address_key: &key,
                    scope: scope(*part),
                    reason: *reason,
                    source: "page",
                    until: *until,
                    delivery: None,
                };
                Answer::said(suppressions::leave(&self.store, &leave, now).await?)
            }
            Act::Rejoin { person, part } => {
                Answer::said(suppressions::rejoin(&self.store, &key_of(*person), scope(*part), "page", now).await?)
            }
            Act::Settle { id: row, mailing, decision } => {
                let row = DeliveryId(*row);
                Answer::said(doubts::settle(&self.store, id(*mailing), row, *decision, "mia", "", now).await?)
            }
            Act::Plan { mailing, from, to, dies } => {
                let mailing_there = fixture::mailing(*mailing, &facts.mailings[*mailing], self.is_sqlite());
                self.sql(&mailing_there).await;
                Answer::said(self.plan(*mailing, (*from, *to), *dies, facts).await?)
            }
            _ => self.brake(act, facts).await?,
        })
    }

    async fn brake(&mut self, act: &Act, facts: &Facts) -> Result<Answer, StoreError> {
        let (store, now, by) = (&self.store, facts.now, "mia");
        Ok(match act {
            Act::Pause(mailing) => Answer::said(control::pause(store, id(*mailing), by, "", now).await?),
            Act::Resume(mailing) => Answer::said(control::resume(store, id(*mailing), by, now).await?),
            Act::Stop(mailing) => Answer::said(control::stop(store, id(*mailing), by, "", now).await?),
            Act::Void(mailing) => Answer::said(control::void_approval(store, id(*mailing), "", now).await?),
            Act::Kill(true) => Answer::said(control::kill(store, by, now).await?),
            Act::Kill(false) => Answer::said(control::unkill(store, by, now).await?),
            Act::Withdraw => {
                let mut closed = control::withdraw(store, ReleaseId(1), 1, by, now).await?;
                closed.sort_unstable();
                Answer::said(closed.iter().map(|mailing| usize::try_from(mailing.0).unwrap()).collect::<Vec<_>>())
            }
            Act::MoveDatabase => {
                control::settle_place(store, &format!("place {}", facts.place + 1), now).await?;
                Answer::Done
            }
            Act::LeaveQuarantine => Answer::said(control::leave_quarantine(store, by, now).await?),
            Act::Tamper { mailing, approval: true } => {
                self.sql(&format!("UPDATE approvals SET digest = 'FORGED' WHERE mailing_id = {mailing}")).await;
                Answer::Done
            }
            Act::Tamper { mailing, approval: false } => {
                self.sql(&format!("UPDATE mailings SET approval_digest = 'FORGED' WHERE id = {mailing}")).await;
                Answer::Done
            }
            _ => unreachable!("not a brake: {act:?}"),
        })
    }

    async fn claim(&mut self, claim: deliveries::Claim<'_>, now: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut claimed = match (&self.texts, &mut self.raw) {
            (Some(texts), Raw::Sqlite(raw)) => texts::claim(texts, raw, claim, now).await?,
            _ => {
                let (copies, _) = deliveries::claim(&self.store, claim, now).await?;
                copies.into_iter().map(|copy| (copy.id.0, copy.fence)).collect()
            }
        };
        claimed.sort_unstable();
        Ok(claimed)
    }

    /// As the outbox's gate does it: commit, look up why what was refused was refused, bury dead addresses.
    async fn group(&mut self, outcomes: &[Told], asked: &[Ask], judged: bool, now: i64) -> Result<Answer, StoreError> {
        let settled: Vec<_> = outcomes.iter().map(|told| written(told, now)).collect();
        let intents: Vec<_> = asked.iter().map(intent).collect();
        let granted = match (&self.texts, &mut self.raw) {
            (Some(texts), Raw::Sqlite(raw)) => texts::commit_group(texts, raw, &settled, &intents, now, now + REPLY_BY).await?,
            _ => commit_group(&self.store, &settled.iter().collect::<Vec<_>>(), &intents, now, now + REPLY_BY).await?,
        };
        let granted: Vec<i64> = granted.iter().map(|row| row.0).collect();
        let refused: Vec<_> = intents.into_iter().filter(|intent| !granted.contains(&intent.id.0)).collect();
        if judged && !refused.is_empty() {
            for mailing in judge_refused(&self.store, &refused, now).await?.void {
                control::void_approval(&self.store, mailing, "what is queued is not what was approved", now).await?;
            }
        }
        for person in outcomes.iter().filter_map(|told| told.dead) {
            let key = key_of(person);
            let reason = Reason::Bounced;
            let gone = Leave { address_key: &key, scope: Scope::Office, reason, source: "smtp", until: None, delivery: None };
            suppressions::leave(&self.store, &gone, now).await?;
        }
        Ok(Answer::Granted(granted))
    }

    async fn reap(&mut self, owner: Option<i64>, now: i64) -> Result<(), StoreError> {
        match (&self.texts, &mut self.raw) {
            (Some(texts), Raw::Sqlite(raw)) => texts::reap(texts, raw, owner, now).await,
            _ => deliveries::reap(&self.store, owner.map(WorkerId), now).await.map(drop),
        }
    }

    /// As the outbox's housekeeping does it.
    async fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.reap(None, now).await?;
        for mailing in deliveries::closed_but_waiting(&self.store, now).await? {
            deliveries::leave_out_closed(&self.store, mailing, now).await?;
        }
        deliveries::mark_missed(&self.store, 10 * dateline::clock::MINUTE, now).await?;
        deliveries::finish(&self.store, now).await?;
        Ok(())
    }

    async fn plan(&mut self, number: usize, cursor: (i64, i64), dies: bool, facts: &Facts) -> Result<Turn, StoreError> {
        let mailing = as_stored(number, facts);
        if let Lock::Busy(other) = planning::lock(&self.store, &mailing).await? {
            return Ok(Turn::Busy(usize::try_from(other.0).unwrap()));
        }
        let rows = planned(number, cursor, mailing.not_before);
        let moved = match (&self.texts, &mut self.raw) {
            (Some(texts), Raw::Sqlite(raw)) => texts::plan(texts, raw, &mailing, cursor, &rows, facts.now).await?,
            _ => planning::write(&self.store, &mailing, cursor, &rows, facts.now).await?,
        };
        if !moved {
            return Ok(Turn::NotMoved);
        }
        if cursor.1 < LAST_CONTACT || dies {
            return Ok(Turn::Moved);
        }
        let started = mailings::start_sending(&self.store, mailing.id).await?;
        planning::unlock(&self.store, &mailing).await?;
        Ok(Turn::Ended(started))
    }

    pub async fn look(&mut self) -> Seen {
        // One question for both: mailings have their number below zero.
        const ALL: &str = "SELECT id, mailing_id, address_key, state, left_out, due_ms, fence, owner, lease_ms, reply_by_ms, \
             tries, resends, relay, sha256, settled_ms FROM deliveries \
             UNION ALL SELECT -id, id, '', state, NULL, 0, 0, NULL, NULL, NULL, 0, 0, NULL, NULL, started_ms FROM mailings ORDER BY 1";
        let all: Vec<Columns> = match &mut self.raw {
            Raw::Sqlite(raw) => sqlx::query_as(ALL).fetch_all(raw).await.unwrap(),
            Raw::Postgres(raw) => sqlx::query_as(ALL).fetch_all(raw).await.unwrap(),
        };
        let (mailings, rows): (Vec<_>, Vec<_>) = all.into_iter().partition(|columns| columns.0 < 0);
        let mailings = mailings.into_iter().map(|columns| (columns.1, columns.3, columns.14)).collect();
        Seen { rows: rows.into_iter().map(read).collect(), mailings }
    }

    /// The report's own arithmetic at the end of a case: every approved person is in exactly one of its sums.
    pub async fn report(&self, number: usize, now: i64) -> dateline::store::report::MailingReport {
        dateline::store::report::find(&self.store, id(number), now).await.unwrap().unwrap()
    }
}

type Columns = (
    i64,
    i64,
    String,
    String,
    Option<String>,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    i64,
    i64,
    Option<String>,
    Option<String>,
    Option<i64>,
);

fn read(columns: Columns) -> Row {
    let (id, mailing, key, state, left_out, due, fence, owner, lease, reply_by, tries, resends, relay, sha, settled) = columns;
    Row {
        id,
        mailing: usize::try_from(mailing).unwrap(),
        person: key[1..2].parse().unwrap(),
        state: DeliveryState::parse(&state).unwrap(),
        left_out,
        due,
        fence,
        owner,
        lease,
        reply_by,
        tries,
        resends,
        relay,
        sha,
        settled,
    }
}

fn id(number: usize) -> MailingId {
    MailingId(i64::try_from(number).unwrap())
}

fn scope(part: Part) -> Scope {
    match part {
        Part::Office => Scope::Office,
        Part::Issue(id) => Scope::Issue(IssueId(id)),
        Part::Region(id) => Scope::Region(RegionId(id)),
    }
}

fn intent(ask: &Ask) -> Intent {
    Intent {
        id: DeliveryId(ask.id),
        fence: ask.fence,
        digest: ask.digest.clone(),
        relay: ask.relay.to_owned(),
        sha256: ask.sha.clone(),
    }
}

fn written(told: &Told, now: i64) -> Settled {
    Settled {
        id: DeliveryId(told.id),
        fence: told.fence,
        to: told.to.as_str(),
        counted: i64::from(told.counted),
        due: told.due,
        relay: told.relay.to_owned(),
        phase: "dot",
        code: None,
        reply: String::new(),
        began: now,
        at: now,
    }
}

fn as_stored(number: usize, facts: &Facts) -> Mailing {
    let terms = &facts.mailings[number];
    Mailing {
        id: id(number),
        release: ReleaseId(1),
        version: 1,
        state: MailingState::Planning,
        state_reason: String::new(),
        choice: Choice::default(),
        again: terms.again,
        audience_digest: String::new(),
        approved_count: 0,
        planned_to: terms.planned_to,
        not_before: terms.not_before,
        morning: None,
    }
}

fn planned(number: usize, (from, to): (i64, i64), due: i64) -> Vec<Planned> {
    let slice = audience(number).iter().filter(|(contact, _)| (from + 1..=to).contains(contact));
    slice
        .map(|&(contact, person)| Planned {
            contact,
            due,
            address: key_of(person),
            key: key_of(person),
            lane: "other",
            region: region_of(person),
            issue: issue_of(person),
            name: String::new(),
            outlet: String::new(),
            language: "en".to_owned(),
            reason: String::new(),
            consented: false,
            in_reply_to: None,
        })
        .collect()
}
