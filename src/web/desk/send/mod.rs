//! From a release to a mailing: the send page, approval, hold, stop, withdrawal.

mod act;
mod alone;
mod approve;
mod changed;
mod decline;
mod diff;
mod halt;
mod looked;
mod page;
mod people;
mod places;
mod sentence;
mod tell;
mod time;
mod wish;
mod withdraw;
mod word;

use std::sync::Arc;

use axum::response::Response;

pub use self::looked::BRIEF;
pub use self::people::covers;
use super::Desk;
use super::press::{Flash, Press};
use super::problem::{Answer, Problem};
use super::route::{Right, Route, get, post};
use crate::model::ids::MailingId;
use crate::outbox::plan::{self, Outcome};

pub fn routes() -> Vec<Route> {
    vec![
        get("/releases/{id}/send", Right::See, page::get),
        post("/releases/{id}/send", Right::Write, word::send),
        post("/releases/{id}/ask", Right::Write, word::ask),
        post("/releases/{id}/alone", Right::Approve, alone::post),
        // These two only work out a moment; nothing is changed by them.
        post("/releases/{id}/send/time", Right::See, time::post),
        post("/releases/{id}/send/echo", Right::See, time::echo),
        get("/releases/{id}/approve", Right::See, approve::get),
        post("/releases/{id}/approve", Right::Approve, approve::post),
        post("/releases/{id}/return", Right::Approve, decline::give_back),
        post("/releases/{id}/reject", Right::Approve, decline::reject),
        get("/releases/{id}/hold", Right::See, halt::hold),
        get("/releases/{id}/stop", Right::Write, halt::get),
        post("/releases/{id}/stop", Right::Write, halt::post),
        get("/releases/{id}/withdraw", Right::Write, withdraw::get),
        post("/releases/{id}/withdraw", Right::Write, withdraw::post),
    ]
}

/// Does the work to its end, also when whoever asked for it leaves meanwhile.
async fn to_its_end(work: impl Future<Output = Answer> + Send + 'static) -> Answer {
    tokio::spawn(work).await.unwrap_or_else(|problem| Err(Problem::broken(&problem)))
}

/// Where a press led.
enum Led {
    To(String, Option<Flash>),
    /// Nothing was done; this says why.
    Page(Response),
}

/// Ends a press. What did nothing may be pressed again.
async fn settle(press: Press<'_>, led: Result<Led, Problem>) -> Answer {
    match led {
        Ok(Led::To(to, flash)) => press.done(&to, flash).await,
        Ok(Led::Page(page)) => {
            press.undone().await?;
            Ok(page)
        }
        Err(problem) => {
            press.undone().await?;
            Err(problem)
        }
    }
}

/// Writes the mailing's rows beside the answer. Whatever becomes of it here, a sender takes over what is half done.
fn plan_beside(desk: &Desk, mailing: MailingId) {
    let (store, keys, now) = (desk.store.clone(), Arc::clone(&desk.keys), desk.now());
    tokio::spawn(async move {
        match plan::run(&store, &keys, mailing, now).await {
            Ok(Outcome::Void { reason }) => tracing::warn!(mailing.id = mailing.0, reason, "nothing of this mailing is sent"),
            Ok(_) => {}
            Err(problem) => tracing::warn!(mailing.id = mailing.0, %problem, "planning is left to a sender"),
        }
    });
}
