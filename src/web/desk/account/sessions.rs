//! Where an officer is signed in: ending one place, or all but this one.

use axum::extract::{Path, State};

use crate::store::sessions;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

pub async fn end(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    // Only a session of their own: the store ends it by both numbers.
    if id <= 0 || sessions::end(&desk.store, who.officer, Some(id), &who.name, desk.now()).await? == 0 {
        return Err(Problem::NotFound);
    }
    press.done("/account", Some(Flash::done("flash-session-ended"))).await
}

pub async fn end_others(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, "/account").await?;
    let ended = sessions::end_others(&desk.store, who.officer, who.session, &who.name, desk.now()).await?;
    let n = i64::try_from(ended).unwrap_or(i64::MAX);
    press.done("/account", Some(Flash::done("flash-sessions-ended").n(n))).await
}
