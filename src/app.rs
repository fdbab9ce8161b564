//! Builds the parts from the configuration. Below this, nobody sees a `Config`; each part gets the values it needs.

pub mod intake;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::tz::TimeZone;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::clock::{self, Clock, Millis};
use crate::compose::dkim::{Folder, SigningKeys, Signs};
use crate::compose::{Office, OpensMode};
use crate::config::{self, Config};
use crate::directory::staged;
use crate::feedback;
use crate::feedback::opens::Counter;
use crate::fetch::{self, Looker, Names, Reach};
use crate::model::address::EmailAddress;
use crate::newsroom::watch::Watcher;
use crate::outbox::mx::MailServers;
use crate::outbox::mx::dns::Dns;
use crate::outbox::transport::Target;
use crate::outbox::{self, LaneLimit, Outbox, OutboxError, RelaySettings, Settings};
use crate::review::{Around, Policy};
use crate::secrets::Keyring;
use crate::store::Store;
use crate::store::credentials;
use crate::web;
use crate::web::desk::door::link;
use crate::web::desk::sending::{RelaySet, Sending};
use crate::web::desk::{self, Desk};

/// The office as its mails need it. Fails with the names of the fields that are still empty.
pub fn office(config: &Config) -> anyhow::Result<Office> {
    let missing = config.missing_for_sending().into_iter().find(|problem| problem.field != "relay");
    if let Some(problem) = missing {
        return Err(config::ConfigError::from(problem).into());
    }
    let Some((from_name, from)) = config.sender.from_address() else { bail!("`sender.from` has no address in it") };
    let reply_to = match config.sender.reply_to.as_str() {
        "" => from.clone(),
        text => EmailAddress::parse(text).context("`sender.reply_to`")?,
    };
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(Office {
        name: config.office.name.clone(),
        postal_address: config.office.postal_address.clone(),
        contact: config.office.contact.clone(),
        boilerplate: config.office.boilerplate.clone(),
        from_name: filled(&from_name).unwrap_or_else(|| config.office.name.clone()),
        from,
        reply_to,
        bounce_domain: filled(&config.sender.bounce_domain),
        public_url: config.web.public_url.clone(),
        opens: opens(config),
    })
}

/// The office's keys: those of links and approvals, made on first use, and those that sign mail.
pub fn keys(config: &Config, now: Millis) -> anyhow::Result<Keyring> {
    Ok(Keyring::load_or_create(&config.secrets.key_file, now)?.with_dkim(signing_keys(config)?))
}

/// The folder of private DKIM keys.
pub fn dkim_folder(config: &Config) -> Folder {
    Folder::new(&config.dkim_keys(), &config.secrets.key_file)
}

fn signing_keys(config: &Config) -> anyhow::Result<SigningKeys> {
    SigningKeys::open(dkim_folder(config), signs(config)).context("DKIM (`dkim.keys`)")
}

fn signs(config: &Config) -> Signs {
    match config.dkim.mode.as_str() {
        "sign" => Signs::Both,
        "ed25519" => Signs::Ed25519,
        _ => Signs::Nothing,
    }
}

/// Fails when we are to sign and no key does so for the sender's domain; says what comes next.
pub fn check_signing(config: &Config) -> anyhow::Result<()> {
    let keys = signing_keys(config)?;
    if let Some((_, from)) = config.sender.from_address() {
        keys.signing(from.domain(), 0).with_context(|| format!("`dkim.mode` is {}", config.dkim.mode))?;
    }
    Ok(())
}

/// What is counted of image loads.
pub fn opens(config: &Config) -> OpensMode {
    match config.opens.mode {
        config::OpensMode::Off => OpensMode::Off,
        config::OpensMode::Counted => OpensMode::Counted,
        config::OpensMode::Individual => OpensMode::Individual,
    }
}

/// The sender's settings. Fails with the name of the relay whose URL cannot be used.
pub fn outbox_settings(config: &Config) -> anyhow::Result<Settings> {
    let relays = config.relay.iter().map(|(name, relay)| {
        let target = Target::parse(&relay.url).with_context(|| format!("`relay.{name}.url`"))?;
        let limit = |lane: &config::Lane| LaneLimit { rate: lane.rate, connections: lane.connections };
        let lanes = relay.lane.iter().map(|(group, lane)| (group.clone(), limit(lane))).collect();
        let settings = RelaySettings::new(name, target, relay.rate, relay.connections);
        Ok(RelaySettings { weight: relay.weight, lanes, ..settings })
    });
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let worker = format!("{}:{}", host.trim(), std::process::id());
    let mut settings = Settings::new(hello(config), worker, relays.collect::<anyhow::Result<_>>()?);
    settings.cap_per_day = Some(config.outbox.cap_per_day).filter(|cap| *cap > 0);
    settings.office = office(config)
        .inspect_err(|missing| tracing::warn!(problem = %missing, "officers are not told of alerts by mail"))
        .ok()
        .map(Arc::new);
    settings.servers = if config.outbox.look_up_mx { mail_servers() } else { None };
    settings.halt_file = Some(config.outbox.halt_file.clone());
    settings.deadlines.dot = Duration::from_secs(u64::from(config.outbox.reply_seconds));
    Ok(settings)
}

/// The name relays are greeted with.
pub fn hello(config: &Config) -> String {
    config.sender.from_address().map_or_else(|| "localhost".to_owned(), |(_, from)| from.domain().to_owned())
}

/// A machine without DNS sends all the same.
fn mail_servers() -> Option<Arc<dyn MailServers>> {
    match Dns::of_system() {
        Ok(dns) => Some(Arc::new(dns)),
        Err(problem) => {
            tracing::warn!(%problem, "mail servers of domains are not looked up (`outbox.look_up_mx`)");
            None
        }
    }
}

pub fn zone(config: &Config) -> anyhow::Result<TimeZone> {
    match config.office.time_zone.as_str() {
        "" => Ok(TimeZone::system()),
        name => TimeZone::get(name).context("`office.time_zone`"),
    }
}

/// Whom a review asks about links and names, and what the office keeps to. A machine without DNS reviews all the same.
pub fn around(config: &Config) -> anyhow::Result<Around> {
    let checks = &config.checks;
    let names: Option<Arc<dyn Names>> = match fetch::dns::Dns::of_system() {
        _ if !checks.links && !checks.dns => None,
        Ok(dns) => Some(Arc::new(dns)),
        Err(problem) => {
            tracing::warn!(%problem, "links and DNS are not looked at before sending (`checks`)");
            None
        }
    };
    let web = names.clone().filter(|_| checks.links).map(|names| Looker::new(names, Reach::open()));
    Ok(Around {
        web: web.transpose().context("links cannot be opened (`checks.links`)")?,
        names: names.filter(|_| checks.dns),
        zone: zone(config)?,
        quiet: checks.quiet_hours,
        cap_per_day: Some(config.outbox.cap_per_day).filter(|cap| *cap > 0),
    })
}

/// What the desk needs of the settings. An office that is not described yet has a desk that says so.
pub fn desk_settings(config: &Config, training: bool) -> anyhow::Result<desk::Settings> {
    let missing = config.missing_for_sending().into_iter().find(|problem| problem.field != "relay");
    Ok(desk::Settings {
        office: match missing {
            Some(problem) => Err(problem.field),
            None => Ok(Arc::new(office(config)?)),
        },
        office_name: config.office.name.clone(),
        relays: config.relay.keys().cloned().collect(),
        policy: Policy::parse(&config.approval.policy).unwrap_or(Policy::Always),
        hold: Millis::from(config.outbox.hold_seconds) * clock::SECOND,
        cap: Some(config.outbox.cap_per_mailing).filter(|cap| *cap > 0),
        around: Arc::new(if training { Around { zone: zone(config)?, ..Around::default() } } else { around(config)? }),
        zone: zone(config)?,
        reach: Reach::open(),
        public_url: config.web.public_url.clone(),
        training,
        sending: desk_sending(config),
    })
}

/// What the desk shows of how mail leaves.
fn desk_sending(config: &Config) -> Sending {
    let relays = config.relay.iter().map(|(name, relay)| {
        let target = Target::parse(&relay.url).ok();
        RelaySet {
            name: name.clone(),
            host: target.as_ref().map(Target::to_string).unwrap_or_default(),
            rate: relay.rate,
            connections: relay.connections,
            lanes: relay.lane.keys().cloned().collect(),
            target,
        }
    });
    Sending {
        relays: relays.collect(),
        signs: config.signs(),
        keys: Some(dkim_folder(config)),
        halt_file: config.outbox.halt_file.clone(),
        hello: hello(config),
    }
}

/// The parts a server is made of, for one database.
#[derive(Clone, Debug)]
pub struct Parts {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
}

impl Parts {
    pub fn outbox(&self, settings: Settings) -> Outbox {
        Outbox { store: self.store.clone(), keys: self.keys.clone(), clock: self.clock.clone(), settings }
    }

    /// The public pages and the desk, and what counts image loads beside them.
    pub fn pages(&self, config: &Config, training: bool, sender: web::Sender) -> anyhow::Result<(web::Pages, Counter)> {
        let (loads, counter) = feedback::opens::counter(self.store.clone(), opens(config));
        let sign = web::Sign { name: config.office.name.clone(), contact: config.office.contact.clone() };
        let site = web::Site {
            store: self.store.clone(),
            keys: self.keys.clone(),
            clock: self.clock.clone(),
            office: Arc::new(sign),
            loads,
            sender,
        };
        let settings = desk_settings(config, training)?;
        let desk = Desk::new(self.store.clone(), self.keys.clone(), self.clock.clone(), settings);
        let (counts, store) = (desk.counts.clone(), self.store.clone());
        // Nobody waits for this; whoever asks before it is done does.
        tokio::spawn(async move {
            if let Err(problem) = counts.warm(&store).await {
                tracing::warn!(%problem, "the directory is read when somebody asks");
            }
        });
        Ok((web::router(site, Some(desk)), counter))
    }

    /// Serves pages at `listener` until `stop`; image loads are written down to the last.
    pub async fn serve(&self, listener: TcpListener, (router, counter): (web::Pages, Counter), stop: CancellationToken) {
        let counting = CancellationToken::new();
        let counter = tokio::spawn(counter.run(counting.clone()));
        let imports = tokio::spawn(staged::keep(self.store.clone(), self.clock.clone(), stop.clone()));
        web::server::serve(listener, router, stop).await;
        // Cut off at any point: whoever serves next goes on where it stood.
        imports.abort();
        counting.cancel();
        let _ = counter.await;
    }

    /// Sends until `stop`. A sender whose connection to the database was lost starts anew; one that cannot send at all
    /// says why.
    pub async fn send(&self, settings: Settings, stop: CancellationToken) -> Result<(), OutboxError> {
        loop {
            match outbox::run(self.outbox(settings.clone()), stop.clone()).await {
                Err(OutboxError::IdentityLost(problem)) if !stop.is_cancelled() => {
                    tracing::warn!(%problem, "the sender lost its place and starts anew");
                    tokio::select! {
                        () = stop.cancelled() => return Ok(()),
                        () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    }
                }
                ended => return ended,
            }
        }
    }
}

/// `dateline serve`: the pages, what makes drafts of new items of the newsrooms, what brings mail in, and unless told
/// otherwise a sender beside them. Ends the sender first, so that a reporter who leaves while we stop is still heard.
pub async fn serve(config: &Config, parts: &Parts, bind: SocketAddr, with_sender: bool) -> anyhow::Result<()> {
    // Before anything is served: a relay or a key that cannot be used must not hide behind pages that work.
    let settings = match with_sender && !config.relay.is_empty() {
        true => {
            check_signing(config)?;
            Some(outbox_settings(config)?)
        }
        false => None,
    };
    let listener = TcpListener::bind(bind).await.with_context(|| format!("listening at {bind} (`web.bind`)"))?;
    let intake = intake::Intake::prepare(config, parts).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let (stop, pages_stop, health) = (stop_on_signal()?, CancellationToken::new(), web::Sender::default());
    if !credentials::any(&parts.store).await?
        && let Some(link) = link::make(&parts.store, &config.web.public_url, None, parts.clock.now()).await?
    {
        // On the terminal and not in the log: whoever has it is the first officer.
        eprintln!("Nobody can sign in yet. Open this within 24 hours; it works once:\n\n    {link}\n");
    }
    let pages = parts.serve(listener, parts.pages(config, false, health.clone())?, pages_stop.clone());
    let sending = async {
        let ended = match settings {
            Some(settings) => parts.send(settings, stop.clone()).await,
            None => {
                if with_sender {
                    tracing::warn!("no relay is configured: pages are served, nothing is sent");
                }
                Ok(())
            }
        };
        if let Err(problem) = ended {
            health.failed();
            tracing::error!(problem = %problem, "the sender stopped; pages are still served");
        }
        stop.cancelled().await;
        pages_stop.cancel();
    };
    let watching = Watcher::new(parts.store.clone(), zone(config)?, stop.clone()).run(parts.clock.clone());
    tokio::join!(pages, sending, watching, intake.run(stop.clone()));
    Ok(())
}

/// `dateline worker`: the sender alone.
pub async fn work(config: &Config, parts: &Parts) -> anyhow::Result<()> {
    check_signing(config)?;
    let stop = stop_on_signal()?;
    Ok(parts.send(outbox_settings(config)?, stop).await?)
}

/// The first SIGTERM or SIGINT asks for an orderly stop, the second ends the process as it stands: as safe as a crash.
pub fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let asked = stop.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if asked.is_cancelled() {
                std::process::exit(1);
            }
            tracing::info!("stopping: what is under way ends, the rest stays queued");
            asked.cancel();
        }
    });
    Ok(stop)
}
