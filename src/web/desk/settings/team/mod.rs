//! Who works here: everybody sees the team, admins change it. One officer's page is `officer`.

mod officer;

use axum::extract::State;
use serde::Serialize;

use super::tabs;
use crate::clock::HOUR;
use crate::model::address::EmailAddress;
use crate::model::ids::OfficerId;
use crate::store::officers::{self, Role};
use crate::store::queue::Purpose;
use crate::store::sessions;
use crate::store::team::{self, Member};
use crate::web::desk::account::Session;
use crate::web::desk::door::{code, link};
use crate::web::desk::fields::Fields;
use crate::web::desk::messages::Lang;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Count, Field, Moment, OptionsField, Said, SettingsTab, Wrong};
use crate::web::desk::press::{self, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, mail, session};

const LONGEST_NAME: usize = 100;

pub fn routes() -> Vec<Route> {
    vec![
        get("/settings/team", Right::See, show),
        post("/settings/team", Right::Admin, invite),
        get("/settings/team/{id}", Right::Admin, officer::show),
        post("/settings/team/{id}/role", Right::Admin, officer::role),
        post("/settings/team/{id}/link", Right::Admin, officer::new_link),
        post("/settings/team/{id}/sessions/end", Right::Admin, officer::end_all),
        post("/settings/team/{id}/sessions/{session}/end", Right::Admin, officer::end_one),
        get("/settings/team/{id}/factor", Right::Admin, officer::ask_reset),
        post("/settings/team/{id}/factor", Right::Admin, officer::reset),
        get("/settings/team/{id}/remove", Right::Admin, officer::ask_remove),
        post("/settings/team/{id}/remove", Right::Admin, officer::remove),
    ]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    few: bool,
    rows: Vec<Row>,
    invite: Option<Invite>,
    made: Option<Made>,
    sessions: Option<SessionsOf>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    address: String,
    role: &'static str,
    joined: bool,
    factor: bool,
    seen: Option<Moment>,
    me: bool,
    edit: String,
    sessions: Count,
}

#[derive(Serialize)]
struct Invite {
    action: &'static str,
    once: String,
    name: Field,
    address: Field,
    role: OptionsField,
}

/// A link that works once, shown once.
#[derive(Serialize)]
struct Made {
    id: &'static str,
    name: String,
    link: String,
    n: i64,
    /// It is on its way by mail as well.
    mailed: bool,
}

#[derive(Serialize)]
struct SessionsOf {
    name: String,
    rows: Vec<Session>,
}

/// The answers to what an officer may do.
fn roles(chosen: &str) -> OptionsField {
    let answers = [
        ("viewer", "team-role-viewer", "team-role-viewer-hint"),
        ("writer", "team-role-writer", "team-role-writer-hint"),
        ("approver", "team-role-approver", "team-role-approver-hint"),
        ("admin", "team-role-admin", "team-role-admin-hint"),
    ];
    OptionsField::new("role", "radio", &[chosen], &answers)
}

async fn show(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let wanted = fields.number("sessions").filter(|_| who.role == Role::Admin).map(OfficerId);
    page(&desk, &who, &Fields::default(), &[], None, wanted).await
}

async fn page(desk: &Desk, who: &Who, typed: &Fields, errors: &[Wrong], made: Option<Made>, wanted: Option<OfficerId>) -> Answer {
    let members = members(desk).await?;
    let is_admin = who.role == Role::Admin;
    let sessions = match members.iter().find(|member| Some(member.id) == wanted) {
        Some(member) => Some(SessionsOf { name: member.name.clone(), rows: sessions_of(desk, who, member.id).await? }),
        None => None,
    };
    let role = if typed.has("role") { typed.line("role") } else { Role::Writer.as_str().to_owned() };
    let page = Page {
        tabs: tabs("team"),
        errors: errors.to_vec(),
        few: members.iter().filter(|member| member.role.may_approve()).count() < 2,
        invite: is_admin.then(|| Invite {
            action: "/settings/team",
            once: press::once(),
            name: Field::new("name", typed.line("name")).checked(errors),
            address: Field::new("address", typed.line("address")).checked(errors),
            role: roles(&role).checked(errors),
        }),
        rows: members.into_iter().map(|member| row(member, who, is_admin)).collect(),
        made,
        sessions,
    };
    let title = who.say("team-title", &[]);
    View::new(desk, who, Noun::Settings, title).refused(errors.len()).show("settings_team", &page).await
}

async fn members(desk: &Desk) -> Result<Vec<Member>, Problem> {
    let now = desk.now();
    Ok(team::members(&desk.store, now, now - session::IDLE).await?)
}

async fn sessions_of(desk: &Desk, who: &Who, officer: OfficerId) -> Result<Vec<Session>, Problem> {
    let now = desk.now();
    let listed = sessions::of_officer(&desk.store, officer, now, now - session::IDLE).await?;
    let row = |one: sessions::Listed| {
        let end = format!("/settings/team/{officer}/sessions/{}/end", one.id);
        Session::new(one, who, end)
    };
    Ok(listed.into_iter().map(row).collect())
}

fn row(member: Member, who: &Who, is_admin: bool) -> Row {
    let for_admins = |href: String| if is_admin { href } else { String::new() };
    let sessions = if member.sessions == 0 { String::new() } else { format!("/settings/team?sessions={}#sessions", member.id) };
    Row {
        role: member.role.as_str(),
        joined: member.joined,
        factor: member.factor,
        seen: member.seen.map(|at| who.moment(at)),
        me: member.id == who.officer,
        edit: for_admins(format!("/settings/team/{}", member.id)),
        sessions: Count::new(member.sessions, for_admins(sessions)),
        name: member.name,
        address: member.address,
    }
}

async fn invite(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/settings/team").await?;
    code::step_up(&desk, &who, "/settings/team")?;
    let added = match add(&desk, &who, &fields).await? {
        Ok(added) => added,
        Err(errors) => {
            press.undone().await?;
            return page(&desk, &who, &fields, &errors, None, None).await;
        }
    };
    let made = invitation(&desk, &who, added, (&fields.line("name"), &fields.line("address")), who.lang).await?;
    // A reload leads to the team: the link is shown once.
    let _ = press.done("/settings/team", None).await?;
    page(&desk, &who, &Fields::default(), &[], Some(made), None).await
}

async fn add(desk: &Desk, who: &Who, fields: &Fields) -> Result<Result<OfficerId, Vec<Wrong>>, Problem> {
    let (name, address, role) = (fields.line("name"), fields.line("address"), Role::parse(&fields.line("role")));
    let mut errors = Vec::new();
    if name.is_empty() {
        errors.push(wrong("name", Said::key("error-required")));
    } else if name.chars().count() > LONGEST_NAME {
        errors.push(wrong("name", Said::key("error-too-long").n(i64::try_from(LONGEST_NAME).unwrap_or(0))));
    }
    let address = EmailAddress::parse(&address);
    if address.is_err() {
        errors.push(wrong("address", Said::key("error-address")));
    }
    if role.is_none() {
        errors.push(wrong("role", Said::key("error-choose")));
    }
    let (Ok(address), Some(role), true) = (address, role, errors.is_empty()) else { return Ok(Err(errors)) };
    if let Some(id) = officers::add(&desk.store, &name, &address, role, &who.name, desk.now()).await? {
        return Ok(Ok(id));
    }
    let key = if team::was_removed(&desk.store, &name).await? { "error-name-removed" } else { "error-name-taken" };
    Ok(Err(vec![wrong("name", Said::key(key).what(name))]))
}

/// A fresh link for this officer, by mail where mail leaves; an earlier one works no more.
async fn invitation(
    desk: &Desk,
    who: &Who,
    officer: OfficerId,
    (name, address): (&str, &str),
    lang: Lang,
) -> Result<Made, Problem> {
    let made = link::make(&desk.store, &desk.settings.public_url, Some(officer), desk.now()).await?;
    let made = made.ok_or_else(|| Problem::broken(&"the system gave no randomness"))?;
    let args = [("who", (&who.name).into()), ("what", name.into()), ("office", (&desk.settings.office_name).into())];
    let to = mail::To { name, address, lang };
    let mailed = mail::write(desk, Purpose::Confirmation, to, "invite", &args, Some(&made)).await?;
    Ok(Made { id: "made", name: name.to_owned(), link: made, n: link::VALID / HOUR, mailed })
}
