//! How mail leaves: the brakes, what is wrong now, relays, senders, signing keys and the records they need.

use axum::extract::State;
use futures_util::future::join;
use serde::Serialize;

use super::brakes;
use super::records::{self, Check};
use super::trying::{self, Tried};
use crate::clock::{MINUTE, Millis};
use crate::compose::dkim::{self, DkimError, Folder};
use crate::model::matter::Matter;
use crate::store::alerts::{self, Alert};
use crate::store::control::{self, Brakes};
use crate::store::overview;
use crate::store::relays::{self, Level};
use crate::store::workers::{self, Living};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::mailings::progress::lane_state;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Moment, Said, SettingsTab, State as Standing};
use crate::web::desk::press;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::sending::RelaySet;
use crate::web::desk::when;
use crate::web::desk::who::Who;

pub(super) const HERE: &str = "/settings/sending";

pub fn routes() -> Vec<Route> {
    vec![
        get(HERE, Right::See, page),
        get("/settings/sending/kill", Right::Write, brakes::ask_kill),
        post("/settings/sending/kill", Right::Write, brakes::kill),
        get("/settings/sending/unkill", Right::Admin, brakes::ask_unkill),
        post("/settings/sending/unkill", Right::Admin, brakes::unkill),
        get("/settings/sending/quarantine", Right::Admin, brakes::ask_quarantine),
        post("/settings/sending/quarantine", Right::Admin, brakes::leave_quarantine),
        post("/settings/sending/alert", Right::Admin, brakes::clear),
        get("/settings/sending/relay", Right::Admin, brakes::ask_relay),
        post("/settings/sending/relay", Right::Admin, brakes::try_relay),
        post("/settings/sending/test", Right::Admin, trying::test),
        post("/settings/sending/trial", Right::Admin, trying::trial),
    ]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    kill: Kill,
    quarantine: Option<Quarantine>,
    alerts: Vec<AlertRow>,
    relays: Vec<Relay>,
    senders: Vec<SenderRow>,
    sender: Sender,
    /// A test of everything, to whoever looks.
    trial: Option<Act>,
    dkim: Dkim,
    dns: Option<DnsShown>,
    hold: Hold,
}

#[derive(Serialize)]
struct Kill {
    on: bool,
    who: String,
    when: String,
    /// Empty for whoever may not.
    href: &'static str,
}

#[derive(Serialize)]
struct Quarantine {
    when: String,
    href: &'static str,
}

#[derive(Serialize)]
struct AlertRow {
    key: &'static str,
    what: String,
    at: Moment,
    matter: String,
    /// As the sender wrote it down, in English.
    said: String,
    clear: Option<Act>,
}

#[derive(Serialize)]
struct Relay {
    id: String,
    name: String,
    host: String,
    state: Standing,
    said: Option<Said>,
    rate: Said,
    minute: i64,
    connections: i64,
    lanes: Vec<LaneRow>,
    /// Where it may be tried again; empty where nothing stands in its way.
    resume: String,
    /// The connection may be tested.
    test: Option<Act>,
    tried: Option<Tried>,
}

#[derive(Serialize)]
struct LaneRow {
    name: String,
    state: Standing,
    n: i64,
    href: String,
}

#[derive(Serialize)]
struct SenderRow {
    name: String,
    state: Standing,
    started: Moment,
    seen: Moment,
    holds: i64,
}

#[derive(Serialize)]
struct Sender {
    from: String,
    reply_to: String,
    bounce: String,
}

#[derive(Serialize)]
struct Dkim {
    mode: &'static str,
    keys: Vec<Key>,
    /// The folder of keys cannot be read.
    lost: bool,
}

#[derive(Serialize)]
struct Key {
    selector: String,
    domain: String,
    algorithm: String,
    state: Standing,
    records: Vec<Record>,
}

#[derive(Serialize)]
pub(super) struct Record {
    id: String,
    pub name: String,
    pub value: String,
    /// What DNS says of it, once it was asked.
    pub state: Option<Standing>,
}

/// What others see; asked only when somebody wants to know.
#[derive(Serialize)]
struct DnsShown {
    rows: Vec<Check>,
    href: &'static str,
    /// When it was asked; empty before.
    at: String,
}

#[derive(Serialize)]
struct Hold {
    n: i64,
}

async fn page(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    show(&desk, &who, fields.line("dns") == "look", None).await
}

/// The page; `tried` = what testing a relay has just come to.
pub(super) async fn show(desk: &Desk, who: &Who, dns: bool, tried: Option<Tried>) -> Answer {
    let now = desk.now();
    let is_admin = Right::Admin.is_held_by(Some(who.role));
    let brakes = control::brakes(&desk.store).await?;
    let open = alerts::open(&desk.store).await?;
    let mut dkim = dkim_shown(desk).await?;
    let dns = dns_shown(desk, who, &mut dkim, dns).await;
    let page = Page {
        tabs: super::tabs("sending"),
        kill: kill_shown(who, &brakes),
        quarantine: brakes.quarantined.map(|since| Quarantine {
            when: when::text(since, who.lang, &who.zone),
            href: if is_admin { "/settings/sending/quarantine" } else { "" },
        }),
        alerts: open.iter().map(|alert| alert_row(who, alert, is_admin)).collect(),
        relays: relay_rows(desk, who, now, tried).await?,
        senders: workers::living(&desk.store).await?.iter().map(|living| sender_row(who, living, now)).collect(),
        sender: sender(desk),
        trial: (is_admin && !desk.settings.relays.is_empty()).then(|| press::act("/settings/sending/trial")),
        dkim,
        dns,
        hold: Hold { n: desk.settings.hold / 1_000 },
    };
    let title = who.say("settings-tab", &[("tab", "sending".into())]);
    View::new(desk, who, Noun::Settings, title).show("settings_sending", &page).await
}

/// Any writer may brake; only an admin lets go.
fn kill_shown(who: &Who, brakes: &Brakes) -> Kill {
    let (right, href) = match brakes.killed {
        Some(_) => (Right::Admin, "/settings/sending/unkill"),
        None => (Right::Write, "/settings/sending/kill"),
    };
    Kill {
        on: brakes.killed.is_some(),
        who: brakes.killed_by.clone().unwrap_or_default(),
        when: brakes.killed.map(|at| when::text(at, who.lang, &who.zone)).unwrap_or_default(),
        href: if right.is_held_by(Some(who.role)) { href } else { "" },
    }
}

fn alert_row(who: &Who, alert: &Alert, is_admin: bool) -> AlertRow {
    let (key, what) = match Matter::parse(&alert.matter) {
        Some(Matter::Relay(relay)) => ("alert-of-relay", relay.to_owned()),
        Some(Matter::Lane { relay, group }) => ("alert-of-lane", format!("{group} ({relay})")),
        Some(Matter::Mailing(id)) => ("alert-of-mailing", id.to_string()),
        Some(Matter::DayCap) => ("alert-of-cap", String::new()),
        None => ("alert-of-other", alert.matter.clone()),
    };
    AlertRow {
        key,
        what,
        at: who.moment(alert.raised_ms),
        matter: alert.matter.clone(),
        said: alert.message.clone(),
        clear: is_admin.then(|| press::act("/settings/sending/alert")),
    }
}

async fn relay_rows(desk: &Desk, who: &Who, now: Millis, tried: Option<Tried>) -> Result<Vec<Relay>, Problem> {
    let levels = relays::levels(&desk.store).await?;
    let accepted = overview::accepted_since(&desk.store, now - MINUTE).await?;
    let waiting = overview::waiting_by_lane(&desk.store).await?;
    let of = |known: &[(String, i64)], name: &str| known.iter().find(|(one, _)| one == name).map_or(0, |(_, n)| *n);
    let sets = desk.settings.sending.relays.iter().enumerate();
    Ok(sets
        .map(|(at, set)| {
            let own = |lane: &str| levels.iter().find(|level| level.relay == set.name && level.lane == lane);
            let (level, is_admin) = (own(""), Right::Admin.is_held_by(Some(who.role)));
            let spoken_of = levels.iter().filter(|level| level.relay == set.name && !level.lane.is_empty());
            let lanes: std::collections::BTreeSet<&str> =
                set.lanes.iter().map(String::as_str).chain(spoken_of.map(|level| level.lane.as_str())).collect();
            let lane = |name: &str| LaneRow {
                name: name.to_owned(),
                state: lane_state(own(name).into_iter()),
                n: of(&waiting, name),
                href: String::new(),
            };
            let is_in_the_way = |level: &Level| level.halted.is_some() || level.retry_at > now || level.failures > 0;
            let may_resume = is_admin && levels.iter().any(|level| level.relay == set.name && is_in_the_way(level));
            Relay {
                id: format!("relay-{at}"),
                name: set.name.clone(),
                host: set.host.clone(),
                state: lane_state(level.into_iter()),
                said: level.and_then(|level| relay_said(who, level, now)),
                rate: rate(set, level),
                minute: of(&accepted, &set.name),
                connections: i64::from(set.connections),
                lanes: lanes.into_iter().map(lane).collect(),
                resume: if may_resume { asked_of(&set.name) } else { String::new() },
                test: (is_admin && set.target.is_some()).then(|| press::act("/settings/sending/test")),
                tried: tried.clone().filter(|tried| tried.relay == set.name),
            }
        })
        .collect())
}

fn asked_of(relay: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("relay", relay).finish();
    format!("/settings/sending/relay?{query}")
}

fn relay_said(who: &Who, level: &Level, now: Millis) -> Option<Said> {
    let at = |at: Millis| when::text(at, who.lang, &who.zone);
    let reason = level.halt_reason.clone().unwrap_or_default();
    if let Some(halted) = level.halted {
        return Some(Said::key("relay-halted").when(at(halted)).what(reason));
    }
    (level.retry_at > now).then(|| Said::key("relay-rests").when(at(level.retry_at)).n(level.failures))
}

fn rate(set: &RelaySet, level: Option<&Level>) -> Said {
    match level.map_or(0, |level| level.slow) {
        0 => Said::key("relay-rate-is").what(set.rate.to_string()),
        slow => Said::key("relay-rate-is-slow").what(set.rate.to_string()).n(1 << slow.clamp(0, 30)),
    }
}

fn sender_row(who: &Who, living: &Living, now: Millis) -> SenderRow {
    let state = match now - living.seen_ms <= MINUTE {
        true => Standing::new("state-relay-well", "ok", "check"),
        false => Standing::new("state-sender-silent", "warn", "warn"),
    };
    SenderRow {
        name: living.name.clone(),
        state,
        started: who.moment(living.started_ms),
        seen: who.moment(living.seen_ms),
        holds: living.holds,
    }
}

fn sender(desk: &Desk) -> Sender {
    match desk.office() {
        Ok(office) => Sender {
            from: format!("{} <{}>", office.from_name, office.from.as_str()),
            reply_to: office.reply_to.as_str().to_owned(),
            bounce: office.bounce_domain.clone().unwrap_or_default(),
        },
        Err(_) => Sender { from: "—".to_owned(), reply_to: "—".to_owned(), bounce: String::new() },
    }
}

/// The keys with what DNS has to publish of each, as `dateline dkim records` prints it.
async fn dkim_shown(desk: &Desk) -> Result<Dkim, Problem> {
    let mode = if desk.settings.sending.signs { "sign" } else { "relay" };
    let Some(folder) = desk.settings.sending.keys.clone() else {
        return Ok(Dkim { mode, keys: Vec::new(), lost: false });
    };
    // Files are read beside the server's own threads.
    let read = tokio::task::spawn_blocking(move || keys(&folder)).await.map_err(|problem| Problem::broken(&problem))?;
    match read {
        Ok(keys) => Ok(Dkim { mode, keys, lost: false }),
        Err(problem) => {
            tracing::warn!(%problem, "the signing keys cannot be shown");
            Ok(Dkim { mode, keys: Vec::new(), lost: true })
        }
    }
}

fn keys(folder: &Folder) -> Result<Vec<Key>, DkimError> {
    let mut found = Vec::new();
    for domain in folder.domains()? {
        for key in folder.keys(&domain)?.iter().filter(|key| key.state != dkim::State::Removed) {
            let record = folder.record(&domain, key)?;
            let id = format!("record-{}", found.len());
            found.push(Key {
                selector: key.selector.clone(),
                domain: domain.clone(),
                algorithm: key.algorithm.name().to_owned(),
                state: key_state(key.state),
                records: record
                    .into_iter()
                    .map(|record| Record { id: id.clone(), name: record.name, value: record.value, state: None })
                    .collect(),
            });
        }
    }
    Ok(found)
}

/// Asks DNS about the records of the keys and of the office's domains, all at once.
async fn dns_shown(desk: &Desk, who: &Who, dkim: &mut Dkim, is_wanted: bool) -> Option<DnsShown> {
    let dns = desk.settings.around.names.clone()?;
    let mut shown = DnsShown { rows: Vec::new(), href: "/settings/sending?dns=look#dns", at: String::new() };
    if is_wanted {
        let records = dkim.keys.iter_mut().flat_map(|key| key.records.iter_mut());
        let of_domains = async {
            let Ok(office) = desk.office() else { return Vec::new() };
            let sender = office.from.domain();
            records::of_domains(&*dns, office.bounce_domain.as_deref().unwrap_or(sender), sender).await
        };
        ((), shown.rows) = join(records::of_keys(&*dns, records), of_domains).await;
        shown.at = when::text(desk.now(), who.lang, &who.zone);
    }
    Some(shown)
}

fn key_state(state: dkim::State) -> Standing {
    match state {
        dkim::State::Signing => Standing::new("state-key-used", "ok", "check"),
        dkim::State::Waiting => Standing::new("state-key-next", "off", "waiting"),
        dkim::State::Retired | dkim::State::Removed => Standing::new("state-key-old", "off", "left"),
    }
}
