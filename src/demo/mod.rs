//! One command that shows the whole outward flow on this machine: a press office, the real queue, real SMTP, and a
//! mailbox that nothing leaves.
//!
//! `house` is where it runs, `fill` what it starts from, `choose` which release goes out, `catcher` where the mail ends, `proof` whether all of it did, once.

pub mod catcher;
pub mod choose;
pub mod fill;
pub mod house;
pub mod office;
pub mod proof;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::catcher::Catcher;
use self::choose::Chosen;
use self::house::{House, Pace};
use self::proof::Proof;
use crate::app::{self, Parts};
use crate::clock::{Clock, Millis};
use crate::compose::Office;
use crate::config::Config;
use crate::directory::Outcome;
use crate::feedback::opens::Counter;
use crate::model::delivery::Ledger;
use crate::model::ids::MailingId;
use crate::newsroom::watch::Watcher;
use crate::outbox::{OutboxError, plan};
use crate::review::{self, Around, Means, Policy, Sent};
use crate::secrets::Keyring;
use crate::store::report::{self, MailingReport};
use crate::store::{Store, StoreError, credentials};
use crate::web;
use crate::web::desk::door::link;
use crate::web::mailbox::{self, Mailbox};

/// Who acts in a demo, in the audit trail.
const ACTOR: &str = "demo";
/// Where the pages are, if nobody else is there already.
const USUAL_PORT: u16 = 8025;
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub dir: Option<PathBuf>,
    pub feed: Option<String>,
    pub contacts: Option<PathBuf>,
    pub pace: Pace,
}

/// A demo with its catcher and its pages running. [`Demo::close`] ends it.
pub struct Demo {
    pub house: House,
    config: Config,
    parts: Parts,
    /// Nobody outside is asked.
    around: Around,
    mailbox: Arc<Mailbox>,
    catcher: Catcher,
    pages: JoinHandle<()>,
    pages_stop: CancellationToken,
    sender: Option<Sender>,
    wish: Wish,
    began: Millis,
}

struct Sender {
    stop: CancellationToken,
    task: JoinHandle<Result<(), OutboxError>>,
}

/// How a demo ended, in the shape `--json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub releases: Releases,
    pub contacts: Outcome,
    pub mailing: Mailing,
    pub mailbox: Proof,
    pub seconds: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Releases {
    pub imported: usize,
    pub kinds: BTreeMap<&'static str, usize>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Mailing {
    /// The release's title.
    pub release: String,
    #[serde(flatten)]
    pub ledger: Ledger,
}

impl Report {
    /// Everybody approved is accounted for and done with, and the mailbox holds what the database says, once.
    pub fn holds(&self) -> bool {
        let accepted = usize::try_from(self.mailing.ledger.accepted).unwrap_or(0);
        let in_doubt = usize::try_from(self.mailing.ledger.in_doubt).unwrap_or(0);
        self.mailing.ledger.is_finished()
            && self.mailbox.wrong.is_empty()
            && self.mailbox.messages == self.mailbox.recipients
            && (accepted..=accepted + in_doubt).contains(&self.mailbox.messages)
    }
}

impl Demo {
    pub async fn open(wish: Wish, clock: Clock) -> anyhow::Result<Self> {
        let began = clock.now();
        let house = House::open(wish.dir.as_deref(), began)?;
        let mailbox = Arc::new(Mailbox::open(&house.mailbox()).context("opening the mailbox")?);
        let catcher = Catcher::start(Arc::clone(&mailbox), clock.clone()).await.context("starting the mail catcher")?;
        let listener = listen().await.context("finding a port for the pages")?;
        let config = house.config(catcher.address(), listener.local_addr()?, wish.pace)?;
        let store = Store::open(&config.database.url).await.context("opening the demo's database")?;
        let keys = Arc::new(Keyring::load_or_create(&config.secrets.key_file, clock.now())?);
        let parts = Parts { store, keys, clock };
        let pages_stop = CancellationToken::new();
        let built = parts.pages(&config, true, web::Sender::default())?;
        let pages = tokio::spawn(pages(listener, parts.clone(), built, Arc::clone(&mailbox), pages_stop.clone()));
        let around = Around::default();
        Ok(Self { house, config, parts, around, mailbox, catcher, pages, pages_stop, sender: None, wish, began })
    }

    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// Where a browser finds the desk: the first officer's sign-up while there is none.
    pub async fn desk_url(&self) -> anyhow::Result<String> {
        let public_url = &self.config.web.public_url;
        if credentials::any(self.store()).await? {
            return Ok(format!("{public_url}/sign-in"));
        }
        let made = link::make(self.store(), public_url, None, self.parts.clock.now()).await?;
        made.context("the system gave no randomness for a link")
    }

    /// Where a browser finds the caught mail.
    pub fn mailbox_url(&self) -> String {
        format!("{}{}", self.config.web.public_url, mailbox::PATH)
    }

    pub fn mailbox_dir(&self) -> &Path {
        self.mailbox.dir()
    }

    /// Brings the reporters in; `said` hears of rows with problems.
    pub async fn contacts(&self, said: &mut (dyn FnMut(&str) + Send)) -> anyhow::Result<Outcome> {
        let (store, now) = (self.store(), self.parts.clock.now());
        if self.wish.contacts.is_none() || self.wish.feed.is_none() {
            fill::issues(store, now).await?;
            fill::segments(store, now).await?;
        }
        fill::contacts(store, self.wish.contacts.as_deref(), now, said).await
    }

    pub async fn newsroom(&self) -> anyhow::Result<fill::Newsroom> {
        let now = self.parts.clock.now();
        let today = jiff::Timestamp::from_millisecond(now)?.to_zoned(jiff::tz::TimeZone::UTC).date();
        fill::newsroom(self.store(), self.wish.feed.as_deref(), today, now).await
    }

    /// A mailing that an earlier run in this directory began and did not end.
    pub async fn unfinished(&self) -> Result<Option<MailingId>, StoreError> {
        choose::unfinished(self.store(), self.parts.clock.now()).await
    }

    /// The release to send, reviewed; else, in words, why each was passed over.
    pub async fn choose(&self) -> anyhow::Result<Result<Chosen, Vec<String>>> {
        let (office, relays) = (app::office(&self.config)?, self.relays());
        Ok(choose::choose(&self.means(&office, &relays)).await?)
    }

    /// Approves what was reviewed, under its seal, and plans it.
    pub async fn approve(&self, chosen: &Chosen) -> anyhow::Result<MailingId> {
        let count = chosen.review.count;
        if usize::try_from(count).unwrap_or(usize::MAX) > mailbox::CAPACITY - self.mailbox.len() {
            bail!("the demo's mailbox holds {} mails; {count} reporters would receive this one", mailbox::CAPACITY);
        }
        let (office, relays) = (app::office(&self.config)?, self.relays());
        let means = self.means(&office, &relays);
        let mailing = match review::send(&means, &chosen.order, &chosen.review.seal.groups(), count, ACTOR, None).await? {
            Sent::New { mailing, .. } | Sent::Known(mailing) => mailing,
            Sent::Blocked(_) | Sent::Changed(_) | Sent::NeedsSecond(_) => bail!("the release is not what was reviewed any more"),
        };
        match plan::run(self.store(), means.keys, mailing, means.now).await? {
            plan::Outcome::Sending { .. } => Ok(mailing),
            other => bail!("the mailing was not planned: {other:?}"),
        }
    }

    fn relays(&self) -> Vec<String> {
        self.config.relay.keys().cloned().collect()
    }

    fn means<'a>(&'a self, office: &'a Office, relays: &'a [String]) -> Means<'a> {
        let (store, keys) = (self.store(), &self.parts.keys);
        let now = self.parts.clock.now();
        Means { store, keys, office, relays, policy: Policy::Never, hold: 0, cap: None, around: &self.around, now }
    }

    /// Sends until nobody waits any more, telling how far it is. Those the catcher would not take now are left retrying.
    pub async fn send(
        &mut self,
        mailing: MailingId,
        on: &mut (dyn FnMut(&MailingReport) + Send),
    ) -> anyhow::Result<MailingReport> {
        if self.sender.is_none() {
            let (parts, settings, stop) = (self.parts.clone(), app::outbox_settings(&self.config)?, CancellationToken::new());
            let asked = stop.clone();
            self.sender = Some(Sender { stop, task: tokio::spawn(async move { parts.send(settings, asked).await }) });
        }
        loop {
            let Some(report) = report::find(self.store(), mailing, self.parts.clock.now()).await? else {
                bail!("mailing {mailing} is gone from the database");
            };
            on(&report);
            let planned = report.state != crate::model::mailing::MailingState::Planning;
            if planned && report.ledger.waiting == 0 {
                return Ok(report);
            }
            if self.sender.as_ref().is_some_and(|sender| sender.task.is_finished()) {
                self.stop_sending().await?;
                bail!("the sender stopped before everybody was sent to");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    pub async fn proof(&self, mailing: MailingId) -> Result<Proof, StoreError> {
        proof::compare(self.store(), &self.parts.keys, &self.mailbox, mailing).await
    }

    pub async fn report(&self, releases: Releases, contacts: Outcome, mailing: &MailingReport) -> anyhow::Result<Report> {
        let mailbox = self.proof(mailing.id).await?;
        let millis = u32::try_from(self.parts.clock.now() - self.began).unwrap_or(u32::MAX);
        let seconds = f64::from(millis) / 1_000.0;
        Ok(Report {
            releases,
            contacts,
            mailing: Mailing { release: mailing.title.clone(), ledger: mailing.ledger },
            mailbox,
            seconds,
        })
    }

    async fn stop_sending(&mut self) -> anyhow::Result<()> {
        if let Some(sender) = self.sender.take() {
            sender.stop.cancel();
            sender.task.await??;
        }
        Ok(())
    }

    /// Ends the sender, then the catcher and the pages, and takes away a directory made for this run only.
    pub async fn close(mut self) -> anyhow::Result<()> {
        let sent = self.stop_sending().await;
        self.catcher.stop().await;
        self.pages_stop.cancel();
        self.pages.await?;
        self.parts.store.close().await;
        self.house.leave().context("taking away the demo's directory")?;
        sent
    }
}

async fn listen() -> std::io::Result<TcpListener> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpListener::bind(at(USUAL_PORT)).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(at(0)).await,
    }
}

/// The production pages with the mailbox beside them, so that the links in a caught mail work, and what makes drafts of
/// a newsroom that is connected there.
async fn pages(
    listener: TcpListener,
    parts: Parts,
    pages: (web::Pages, Counter),
    mailbox: Arc<Mailbox>,
    stop: CancellationToken,
) {
    let (router, counter) = pages;
    let watching = Watcher::new(parts.store.clone(), TimeZone::system(), stop.clone()).run(parts.clock.clone());
    tokio::join!(parts.serve(listener, (router.merge(mailbox::router(mailbox)), counter), stop), watching);
}
