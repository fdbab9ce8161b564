//! Out: this session ends here and in the database.

use axum::extract::State;

use crate::store::sessions;
use crate::web::desk::press::see;
use crate::web::desk::problem::Answer;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, session};

pub async fn post(State(desk): State<Desk>, who: Who) -> Answer {
    sessions::end(&desk.store, who.officer, Some(who.session), &who.name, desk.now()).await?;
    let mut answer = see("/sign-in");
    session::set_cookie(&desk, &mut answer, session::COOKIE_PLAIN, "", 0)?;
    Ok(answer)
}
