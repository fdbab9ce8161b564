//! Changing what mails look like: looking at what is typed, putting it in force once it has passed, going back. Each is an
//! admin's, each is in the audit trail, and what stops an approved mailing has to be ticked first.

use axum::extract::{Path, State};

use super::HERE;
use super::edit::{self, After};
use super::look::{self, Wanted};
use crate::compose::own::{self, Change, Files, RELEASE, Vetted};
use crate::store::mail_templates::{self, Saved};
use crate::web::desk::Desk;
use crate::web::desk::door::code::step_up;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Said, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

/// `POST …/check`: what is typed as a mail, and what vetting says of it. Nothing is stored.
pub(super) async fn check(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let files = typed(&fields);
    desk.typed.keep(who.officer, files.clone(), desk.now());
    let wanted = Wanted { of: "typed".to_owned(), ..Wanted::from(&fields, &who) };
    let after = After { flaws: edit::refused(&files).await?, errors: Vec::new(), read: fields.number("read") };
    edit::show(&desk, &who, &files, &wanted, after).await
}

/// `POST …`: what is typed, from the next mailing on.
pub(super) async fn save(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let files = typed(&fields);
    desk.typed.keep(who.officer, files.clone(), desk.now());
    let press = press::begin(&desk, &who, &fields, HERE).await?;
    step_up(&desk, &who, &format!("{HERE}?of=typed"))?;
    let wanted = Wanted { of: "typed".to_owned(), ..Wanted::from(&fields, &who) };
    let read = fields.number("read");
    let vetted = vet(files.clone()).await?;
    let mut after = After { read, ..After::default() };
    match vetted {
        Err(flaws) => {
            after.errors = vec![wrong("vetting", Said::key("error-template"))];
            after.flaws = Some(flaws);
        }
        Ok(vetted) => {
            let change = Change { read: read.unwrap_or(0), author: &who.name, restored: None, may_void: fields.has("voids") };
            match own::put_in_force(&desk.store, Some(&vetted), change, desk.now()).await? {
                Saved::Next(version) => {
                    desk.typed.forget(who.officer);
                    return press.done(HERE, Some(Flash::done("flash-template-used").n(version))).await;
                }
                Saved::Same(_) => {
                    desk.typed.forget(who.officer);
                    return press.done(HERE, Some(Flash::warn("flash-template-same"))).await;
                }
                Saved::WouldVoid(n) => after.errors = vec![would_void(n)],
                // Whoever reads this sees the other's version in the list below and decides anew.
                Saved::Overtaken => {
                    after.errors = vec![wrong("f-subject", Said::key("error-template-overtaken"))];
                    after.read = None;
                }
            }
            after.flaws = Some(Vec::new());
        }
    }
    press.undone().await?;
    edit::show(&desk, &who, &files, &wanted, after).await
}

/// `POST …/reset`: mails look as shipped from now on.
pub(super) async fn reset(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    put(&desk, &who, &fields, None, None).await
}

/// `POST …/versions/{version}`: an earlier version once more, if it still passes.
pub(super) async fn restore(State(desk): State<Desk>, who: Who, Path(version): Path<i64>, fields: Fields) -> Answer {
    let found = mail_templates::find(&desk.store, RELEASE, version).await?.ok_or(Problem::NotFound)?;
    let files = Files::of(&found).ok_or(Problem::NotFound)?;
    match vet(files.clone()).await? {
        Ok(vetted) => put(&desk, &who, &fields, Some(&vetted), Some(version)).await,
        Err(flaws) => {
            let errors = vec![wrong("vetting", Said::key("error-template"))];
            again(&desk, &who, &files, &fields, After { flaws: Some(flaws), errors, read: None }).await
        }
    }
}

async fn put(desk: &Desk, who: &Who, fields: &Fields, vetted: Option<&Vetted>, restored: Option<i64>) -> Answer {
    let press = press::begin(desk, who, fields, HERE).await?;
    step_up(desk, who, HERE)?;
    let newest = mail_templates::newest(&desk.store, RELEASE).await?;
    let read = newest.map_or(0, |version| version.version);
    let change = Change { read, author: &who.name, restored, may_void: fields.has("voids") };
    match own::put_in_force(&desk.store, vetted, change, desk.now()).await? {
        Saved::Next(version) => {
            let key = if vetted.is_some() { "flash-template-used" } else { "flash-template-shipped" };
            press.done(HERE, Some(Flash::done(key).n(version))).await
        }
        Saved::Same(_) => press.done(HERE, Some(Flash::warn("flash-template-same"))).await,
        Saved::Overtaken => Err(Problem::Conflict),
        Saved::WouldVoid(n) => {
            press.undone().await?;
            let files = vetted.map_or_else(Files::shipped, |vetted| vetted.files().clone());
            desk.typed.keep(who.officer, files.clone(), desk.now());
            let after = After { flaws: Some(Vec::new()), errors: vec![would_void(n)], read: None };
            again(desk, who, &files, fields, after).await
        }
    }
}

/// The page with these files in the form, to be put in force from there.
async fn again(desk: &Desk, who: &Who, files: &Files, fields: &Fields, after: After) -> Answer {
    desk.typed.keep(who.officer, files.clone(), desk.now());
    let wanted = Wanted { of: "typed".to_owned(), ..look::Wanted::from(fields, who) };
    edit::show(desk, who, files, &wanted, after).await
}

fn would_void(n: i64) -> Wrong {
    wrong("voids", Said::key("error-template-voids").n(n))
}

fn typed(fields: &Fields) -> Files {
    Files::new(fields.raw("subject"), fields.raw("text"), fields.raw("html"))
}

async fn vet(files: Files) -> Result<Result<Vetted, Vec<own::flaw::Flaw>>, Problem> {
    tokio::task::spawn_blocking(move || own::vet(files)).await.map_err(|problem| Problem::broken(&problem))
}
