//! The brakes on everything and what lets go of them: the kill switch, quarantine, halted relays, alerts.

use axum::extract::State;

use super::sending::HERE;
use crate::model::matter::Matter;
use crate::store::{alerts, control, queue, relays, wake};
use crate::web::desk::Desk;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::Noun;
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem, hidden};
use crate::web::desk::who::Who;

/// Asks about a brake: `n` copies wait.
async fn ask(desk: &Desk, who: &Who, of: &'static str, action: &str) -> Answer {
    let mut page = Confirm::new(of, "", action, HERE);
    page.n = queue::waiting(&desk.store).await?;
    page.is_final = of == "kill";
    page.show(desk, who, Noun::Settings).await
}

pub(super) async fn ask_kill(State(desk): State<Desk>, who: Who) -> Answer {
    ask(&desk, &who, "kill", "/settings/sending/kill").await
}

pub(super) async fn ask_unkill(State(desk): State<Desk>, who: Who) -> Answer {
    ask(&desk, &who, "unkill", "/settings/sending/unkill").await
}

pub(super) async fn ask_quarantine(State(desk): State<Desk>, who: Who) -> Answer {
    ask(&desk, &who, "leave_quarantine", "/settings/sending/quarantine").await
}

/// On within this answer: when the page says so, nothing more is handed over.
pub(super) async fn kill(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    control::kill(&desk.store, &who.name, desk.now()).await?;
    press.done(HERE, None).await
}

pub(super) async fn unkill(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    control::unkill(&desk.store, &who.name, desk.now()).await?;
    press.done(HERE, Some(Flash::done("flash-sending-allowed"))).await
}

pub(super) async fn leave_quarantine(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    control::leave_quarantine(&desk.store, &who.name, desk.now()).await?;
    press.done(HERE, Some(Flash::done("flash-sending-allowed"))).await
}

/// Somebody has seen to it; if the matter goes on, it is raised again.
pub(super) async fn clear(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    let was_open = alerts::clear(&desk.store, &fields.line("matter"), &who.name, desk.now()).await?;
    press.done(HERE, was_open.then(|| Flash::done("flash-cleared"))).await
}

/// The relay of this name, if it is set up.
fn relay(desk: &Desk, fields: &Fields) -> Result<String, Problem> {
    let asked = fields.line("relay");
    desk.settings.relays.iter().find(|name| **name == asked).cloned().ok_or(Problem::NotFound)
}

pub(super) async fn ask_relay(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let relay = relay(&desk, &fields)?;
    let mut page = Confirm::new("try_relay", &relay, "/settings/sending/relay", HERE);
    page.n = queue::waiting(&desk.store).await?;
    page.form.fields = hidden(&[("relay", &relay)]);
    page.show(&desk, &who, Noun::Settings).await
}

/// Halt and waits are over, and the alerts about them.
pub(super) async fn try_relay(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let (relay, now) = (relay(&desk, &fields)?, desk.now());
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    relays::try_again(&desk.store, &relay, &who.name, now).await?;
    for alert in alerts::open(&desk.store).await? {
        let is_about_it = match Matter::parse(&alert.matter) {
            Some(Matter::Relay(about) | Matter::Lane { relay: about, .. }) => about == relay,
            _ => false,
        };
        if is_about_it {
            alerts::clear(&desk.store, &alert.matter, &who.name, now).await?;
        }
    }
    wake::announce(&desk.store).await;
    press.done(HERE, Some(Flash::done("flash-relay-again").what(relay))).await
}
