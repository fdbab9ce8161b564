//! Trying how mail leaves before anything depends on it: a relay's connection, step by step and without a message; and
//! one mail to whoever asks, through the same queue as every other.

use axum::extract::State;
use serde::Serialize;

use super::sending::{self, HERE};
use crate::compose::letter::{Frame, compile};
use crate::compose::own::sample::{self, Sample};
use crate::compose::single::{self, Single};
use crate::compose::{ComposeError, own};
use crate::model::address::EmailAddress;
use crate::model::ids::{MailingId, new_uid};
use crate::outbox::transport::{At, Deadlines, Heard, Probed};
use crate::store::queue::{NewSingle, Purpose, queue_single};
use crate::store::{officers, relays};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::State as Standing;
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

/// What testing a relay came to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Tried {
    pub relay: String,
    well: bool,
    steps: Vec<Step>,
    /// What to do where it failed; a message.
    next: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct Step {
    at: &'static str,
    state: Standing,
    said: String,
}

impl Tried {
    fn of(relay: String, probed: &Probed) -> Self {
        let step = |heard: &Heard, state| Step { at: heard.at.as_str(), state, said: heard.said.clone() };
        let done = probed.heard.iter().map(|heard| step(heard, Standing::new("state-step-done", "ok", "check")));
        let failed = probed.failed.iter().map(|heard| step(heard, Standing::new("state-step-failed", "bad", "warn")));
        let next = match probed.failed.as_ref().map(|heard| heard.at) {
            None => "",
            Some(At::Name) => "relay-next-name",
            Some(At::Connect | At::Greeting) => "relay-next-connect",
            Some(At::Tls) => "relay-next-tls",
            Some(At::SignIn) => "relay-next-sign-in",
            Some(At::Hello | At::Noop | At::Quit) => "relay-next-ask",
            Some(At::Folder) => "relay-next-folder",
        };
        Self { relay, well: probed.is_well(), steps: done.chain(failed).collect(), next }
    }
}

/// `POST /settings/sending/test`: nothing is sent, and nothing is changed but a line in the audit trail.
pub(super) async fn test(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let asked = fields.line("relay");
    let set = desk.settings.sending.relays.iter().find(|set| set.name == asked).ok_or(Problem::NotFound)?;
    let target = set.target.as_ref().ok_or(Problem::NotFound)?;
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    let probed = target.probe(&desk.settings.sending.hello, Deadlines::impatient()).await;
    relays::note_test(&desk.store, &asked, probed.is_well(), &who.name, desk.now()).await?;
    press.undone().await?;
    sending::show(&desk, &who, false, Some(Tried::of(asked, &probed))).await
}

/// `POST /settings/sending/trial`: a sample release as reporters would get it, to whoever asks.
pub(super) async fn trial(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    let said = match queue(&desk, &who).await {
        Ok(name) => Flash::done("flash-test-sent").what(name),
        Err(Unsent::Compose(ComposeError::NoSigningKey { .. })) => Flash::warn("flash-test-no-key"),
        Err(Unsent::Compose(error)) => return Err(error.into()),
        Err(Unsent::Other(problem)) => return Err(problem),
    };
    press.done(HERE, Some(said)).await
}

enum Unsent {
    Compose(ComposeError),
    Other(Problem),
}

impl From<ComposeError> for Unsent {
    fn from(error: ComposeError) -> Self {
        Self::Compose(error)
    }
}

impl From<Problem> for Unsent {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

/// Returns whom it goes to.
async fn queue(desk: &Desk, who: &Who) -> Result<String, Unsent> {
    let (office, now) = (desk.office()?, desk.now());
    let officers = officers::list(&desk.store).await.map_err(Problem::from)?;
    let me = officers.into_iter().find(|officer| officer.id == who.officer).ok_or(Problem::Forbidden)?;
    let release = sample::release(Sample::Full, who.lang.tag(), now);
    let templates = own::in_force(&desk.store).await.map_err(ComposeError::from)?;
    let frame = Frame { mailing: MailingId(0), date: now, key_id: desk.keys.current().to_owned(), signing: None };
    let letter = compile(office, &templates, &release, &release.language, &frame)?;
    let to = Single {
        uid: new_uid(now),
        date: now,
        to: EmailAddress::parse(&me.address).map_err(|error| Problem::broken(&error))?,
        to_name: me.name.clone(),
        language: release.language.clone(),
        in_reply_to: None,
    };
    let copy = single::test(office, &desk.keys, &letter, &to)?;
    let message =
        NewSingle { purpose: Purpose::Test, author: &who.name, to: &to.to, sender: &copy.envelope_from, message: &copy.bytes };
    queue_single(&desk.store, &message, now).await.map_err(Problem::from)?;
    Ok(me.name)
}
