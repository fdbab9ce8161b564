//! Signing in by mail. Whoever asks, and about whichever address, gets the same answer at the same moment: what is to be
//! done is done after it. The link's page only shows a button, because scanners open links; the press signs in.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;

use super::throttle::{self, Subject};
use super::{link, sign_in};
use crate::clock::{Millis, SECOND};
use crate::model::address::EmailAddress;
use crate::model::ids::OfficerId;
use crate::store::credentials::{self, Credentials};
use crate::store::queue::Purpose;
use crate::store::sessions::{self, LinkPurpose};
use crate::web::desk::fields::Fields;
use crate::web::desk::messages::{self, Lang};
use crate::web::desk::parts::{Field, Said, Wrong};
use crate::web::desk::press::{see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::{Desk, mail, page, session};
use crate::web::server::Peer;

#[derive(Serialize)]
struct Page {
    /// `ask`, `sent` or `open`.
    step: &'static str,
    errors: Vec<Wrong>,
    /// A message, or nothing.
    why: &'static str,
    /// Seconds until the next may be asked for; 0 = now.
    wait: i64,
    form: Form,
    open: Open,
    back: &'static str,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    address: Field,
}

#[derive(Default, Serialize)]
struct Open {
    action: String,
    who: String,
}

struct Shown<'a> {
    step: &'static str,
    why: &'static str,
    errors: &'a [Wrong],
    wait: Millis,
    open: Open,
}

impl Shown<'_> {
    fn step(step: &'static str) -> Self {
        Self { step, why: "", errors: &[], wait: 0, open: Open::default() }
    }

    fn page(self, desk: &Desk, headers: &HeaderMap, address: &str) -> Answer {
        let lang = session::asked(headers);
        let page = Page {
            step: self.step,
            errors: self.errors.to_vec(),
            why: self.why,
            wait: (self.wait + SECOND - 1) / SECOND,
            form: Form { action: "/sign-in/link", address: Field::new("address", address).checked(self.errors) },
            open: self.open,
            back: "/sign-in",
        };
        let title = messages::text(lang, "sign-in-link-title", &[]);
        page::door(desk, lang, &title, "sign_in_link", &page, self.errors.len())
    }
}

/// Nobody is told to look into their inbox while no mail leaves.
fn can_write(desk: &Desk) -> Result<(), Problem> {
    desk.office()?;
    if mail::can_leave(desk) { Ok(()) } else { Err(Problem::NotSetUp { field: "relay".to_owned() }) }
}

pub async fn get(State(desk): State<Desk>, headers: HeaderMap, fields: Fields) -> Answer {
    can_write(&desk)?;
    let why = if fields.raw("why") == "over" { "sign-in-link-over" } else { "" };
    Shown { why, ..Shown::step("ask") }.page(&desk, &headers, "")
}

pub async fn post(State(desk): State<Desk>, peer: Peer, headers: HeaderMap, fields: Fields) -> Answer {
    can_write(&desk)?;
    let typed = fields.line("address");
    if EmailAddress::parse(&typed).is_err() {
        let errors = [wrong("address", Said::key("error-address"))];
        return Shown { errors: &errors, ..Shown::step("ask") }.page(&desk, &headers, &typed);
    }
    for subject in [Subject::Link(&typed), Subject::LinkFrom(peer.ip())] {
        if let Err(wait) = throttle::begin(&desk, &subject).await? {
            let mut answer = Shown { wait, ..Shown::step("ask") }.page(&desk, &headers, &typed)?;
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            answer.headers_mut().insert(header::RETRY_AFTER, ((wait + SECOND - 1) / SECOND).into());
            return Ok(answer);
        }
    }
    let (after, asked) = (desk.clone(), session::asked(&headers));
    desk.afterwards.spawn(async move {
        // Whoever asked is not told, and the cause is in the log already.
        let _ = send(&after, &typed, asked).await;
    });
    Shown::step("sent").page(&desk, &headers, "")
}

/// A message to each officer of this address who could sign in by password; two may share a mailbox.
async fn send(desk: &Desk, address: &str, asked: Lang) -> Result<(), Problem> {
    for known in credentials::at_address(&desk.store, address).await? {
        if known.password.is_none() {
            continue;
        }
        let made = link::make_sign_in(&desk.store, &desk.settings.public_url, OfficerId(known.id), desk.now()).await?;
        let Some(made) = made else { return Err(Problem::broken(&"the system gave no randomness")) };
        let to = mail::To { name: &known.name, address: &known.address, lang: Lang::parse(&known.language).unwrap_or(asked) };
        let args = [("who", (&known.name).into()), ("office", (&desk.settings.office_name).into())];
        mail::write(desk, Purpose::Confirmation, to, "sign-in", &args, Some(&made)).await?;
    }
    Ok(())
}

/// Whose link it is, while it works.
async fn holder(desk: &Desk, token: &str) -> Result<Option<Credentials>, Problem> {
    let found = sessions::link(&desk.store, &session::digest(token), LinkPurpose::SignIn, desk.now()).await?;
    match found.flatten() {
        Some(officer) => Ok(credentials::of(&desk.store, officer).await?),
        None => Ok(None),
    }
}

pub async fn open(State(desk): State<Desk>, Path(token): Path<String>, headers: HeaderMap) -> Answer {
    let Some(known) = holder(&desk, &token).await? else { return Ok(see("/sign-in/link?why=over")) };
    let open = Open { action: format!("/sign-in/link/{token}"), who: masked(&known.address) };
    Shown { open, ..Shown::step("open") }.page(&desk, &headers, "")
}

pub async fn enter(State(desk): State<Desk>, Path(token): Path<String>, headers: HeaderMap) -> Answer {
    let over = || Ok(see("/sign-in/link?why=over"));
    let Some(known) = holder(&desk, &token).await? else { return over() };
    if !sessions::use_link(&desk.store, &session::digest(&token), LinkPurpose::SignIn, desk.now()).await? {
        return over();
    }
    sign_in::go_on(&desk, &headers, &known, "/").await
}

/// `o•••@example.org`.
fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}•••@{domain}", local.chars().take(1).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_recognised_by_its_owner_and_read_by_nobody_else() {
        assert_eq!(masked("odile@lanternrow.example"), "o•••@lanternrow.example");
        assert_eq!(masked("é@x.example"), "é•••@x.example");
    }
}
