//! One officer, as an admin sees them: what they may do, where they are signed in, and ways back in for those who lost
//! one. Whatever changes who may do what needs a fresh proof and is told by the audit trail.

use axum::extract::{Path, State};
use serde::Serialize;

use super::{Made, invitation, members, roles, sessions_of};
use crate::model::ids::OfficerId;
use crate::store::officers::Role;
use crate::store::queue::Purpose;
use crate::store::team::{self, By, Changed, Member};
use crate::store::{credentials, sessions, tokens};
use crate::web::desk::account::Session;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::door::code;
use crate::web::desk::fields::Fields;
use crate::web::desk::messages::Lang;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, OptionsField, Said, SettingsTab, Wrong};
use crate::web::desk::press::{self, Flash, act, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::settings::tabs;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, mail};

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    name: String,
    address: String,
    me: bool,
    joined: bool,
    factor: bool,
    role: RoleForm,
    link: Act,
    made: Option<Made>,
    reset: String,
    remove: String,
    sessions: Vec<Session>,
    everywhere: Act,
    back: &'static str,
}

#[derive(Serialize)]
struct RoleForm {
    action: String,
    once: String,
    role: OptionsField,
}

fn home(id: OfficerId) -> String {
    format!("/settings/team/{id}")
}

async fn member(desk: &Desk, id: i64) -> Result<Member, Problem> {
    members(desk).await?.into_iter().find(|member| member.id.0 == id).ok_or(Problem::NotFound)
}

pub async fn show(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let member = member(&desk, id).await?;
    page(&desk, &who, member, &[], None).await
}

async fn page(desk: &Desk, who: &Who, member: Member, errors: &[Wrong], made: Option<Made>) -> Answer {
    let (home, me) = (home(member.id), member.id == who.officer);
    let unless_me = |href: &str| if me { String::new() } else { format!("{home}/{href}") };
    let page = Page {
        tabs: tabs("team"),
        errors: errors.to_vec(),
        me,
        joined: member.joined,
        factor: member.factor,
        role: RoleForm { action: format!("{home}/role"), once: press::once(), role: roles(member.role.as_str()).checked(errors) },
        link: act(format!("{home}/link")),
        made,
        reset: if member.factor { unless_me("factor") } else { String::new() },
        remove: unless_me("remove"),
        sessions: sessions_of(desk, who, member.id).await?,
        everywhere: act(format!("{home}/sessions/end")),
        back: "/settings/team",
        name: member.name,
        address: member.address,
    };
    let title = page.name.clone();
    View::new(desk, who, Noun::Settings, title).refused(errors.len()).show("settings_officer", &page).await
}

pub async fn role(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let member = member(&desk, id).await?;
    let home = home(member.id);
    let press = press::begin(&desk, &who, &fields, &home).await?;
    code::step_up(&desk, &who, &home)?;
    let Some(role) = Role::parse(&fields.line("role")) else {
        press.undone().await?;
        return page(&desk, &who, member, &[wrong("role", Said::key("error-choose"))], None).await;
    };
    let by = By { officer: who.officer, name: &who.name };
    match team::change_role(&desk.store, member.id, role, by, desk.now()).await? {
        Changed::Done => {
            // Whoever lowered themselves cannot see this officer's page any more.
            let to = if member.id == who.officer { "/settings/team" } else { &home };
            press.done(to, Some(Flash::done("flash-role").what(member.name))).await
        }
        Changed::LastAdmin => {
            press.undone().await?;
            page(&desk, &who, member, &[wrong("role", Said::key("error-last-admin"))], None).await
        }
        Changed::Gone => Err(Problem::Conflict),
    }
}

/// A way back in for somebody who lost their password, or whose invitation is over.
pub async fn new_link(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let member = member(&desk, id).await?;
    let home = home(member.id);
    let press = press::begin(&desk, &who, &fields, &home).await?;
    code::step_up(&desk, &who, &home)?;
    let lang = Lang::parse(&member.language).unwrap_or(who.lang);
    let made = invitation(&desk, &who, member.id, (&member.name, &member.address), lang).await?;
    let _ = press.done(&home, None).await?;
    page(&desk, &who, member, &[], Some(made)).await
}

pub async fn end_all(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let member = member(&desk, id).await?;
    let home = home(member.id);
    let press = press::begin(&desk, &who, &fields, &home).await?;
    let ended = match member.id == who.officer {
        true => sessions::end_others(&desk.store, who.officer, who.session, &who.name, desk.now()).await?,
        false => sessions::end(&desk.store, member.id, None, &who.name, desk.now()).await?,
    };
    let n = i64::try_from(ended).unwrap_or(i64::MAX);
    press.done(&home, Some(Flash::done("flash-sessions-ended").n(n))).await
}

pub async fn end_one(State(desk): State<Desk>, who: Who, Path((id, session)): Path<(i64, i64)>, fields: Fields) -> Answer {
    let member = member(&desk, id).await?;
    let home = home(member.id);
    let press = press::begin(&desk, &who, &fields, &home).await?;
    if session <= 0 || sessions::end(&desk.store, member.id, Some(session), &who.name, desk.now()).await? == 0 {
        return Err(Problem::NotFound);
    }
    press.done(&home, Some(Flash::done("flash-session-ended"))).await
}

pub async fn ask_reset(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let member = member(&desk, id).await?;
    let action = format!("{}/factor", home(member.id));
    code::step_up(&desk, &who, &action)?;
    Confirm::new("reset_factor", member.name, action, home(member.id)).show(&desk, &who, Noun::Settings).await
}

/// Takes away a second factor that was lost. It signs nobody in: the password is still asked, and wherever the officer
/// was signed in, they are not.
pub async fn reset(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let member = member(&desk, id).await?;
    let home = home(member.id);
    let press = press::begin(&desk, &who, &fields, &home).await?;
    code::step_up(&desk, &who, &format!("{home}/factor"))?;
    // One's own is removed at one's own account.
    if member.id == who.officer || !member.factor {
        return Err(Problem::Conflict);
    }
    credentials::remove_factor(&desk.store, member.id, &who.name, desk.now()).await?;
    sessions::end(&desk.store, member.id, None, &who.name, desk.now()).await?;
    tell(&desk, &who, &member).await?;
    press.done(&home, Some(Flash::done("flash-factor-reset").what(member.name))).await
}

/// Every admin, and whose it was.
async fn tell(desk: &Desk, who: &Who, about: &Member) -> Result<(), Problem> {
    for one in members(desk).await? {
        if one.role != Role::Admin && one.id != about.id {
            continue;
        }
        let lang = Lang::parse(&one.language).unwrap_or(who.lang);
        let when = crate::web::desk::when::exact(desk.now(), lang, &desk.settings.zone);
        let args = [
            ("who", (&who.name).into()),
            ("what", (&about.name).into()),
            ("when", (&when).into()),
            ("office", (&desk.settings.office_name).into()),
        ];
        let to = mail::To { name: &one.name, address: &one.address, lang };
        mail::write(desk, Purpose::Notice, to, "factor-reset", &args, None).await?;
    }
    Ok(())
}

pub async fn ask_remove(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let member = member(&desk, id).await?;
    let action = format!("{}/remove", home(member.id));
    code::step_up(&desk, &who, &action)?;
    let now = desk.now();
    let tokens = tokens::list(&desk.store).await?;
    let made = tokens.iter().filter(|token| token.made_by == member.id.0 && token.is_valid(now)).count();
    let mut confirm = Confirm::new("remove_officer", member.name, action, home(member.id));
    if made > 0 {
        confirm.facts.push(Said::key("confirm-fact-tokens").n(i64::try_from(made).unwrap_or(i64::MAX)));
    }
    confirm.show(&desk, &who, Noun::Settings).await
}

pub async fn remove(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    // A second press finds nobody and leads to the team all the same.
    let press = press::begin(&desk, &who, &fields, "/settings/team").await?;
    let member = member(&desk, id).await?;
    code::step_up(&desk, &who, &format!("{}/remove", home(member.id)))?;
    if member.id == who.officer {
        return Err(Problem::Conflict);
    }
    let by = By { officer: who.officer, name: &who.name };
    match team::remove(&desk.store, member.id, by, desk.now()).await? {
        Changed::Done => press.done("/settings/team", Some(Flash::done("flash-removed").what(member.name))).await,
        Changed::LastAdmin | Changed::Gone => Err(Problem::Conflict),
    }
}
