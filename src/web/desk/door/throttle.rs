//! Tries are counted before they are looked at, in the database, so that neither a restart nor many at once give more.
//! After five in a row each waits longer; there is always a way on, later.

use std::net::IpAddr;

use crate::clock::{DAY, MINUTE, Millis, SECOND};
use crate::model::ids::OfficerId;
use crate::store::sessions;
use crate::web::desk::problem::Problem;
use crate::web::desk::{Desk, session};

/// What tries are counted by.
#[derive(Clone, Debug)]
pub enum Subject<'a> {
    /// The address somebody signs in with, whether it is an officer's or not.
    Address(&'a str),
    /// Where they come from.
    From(IpAddr),
    /// The second step of an officer.
    Code(OfficerId),
    /// The password of an officer who is signed in.
    Password(OfficerId),
    /// The address a link is asked for, whether it is an officer's or not.
    Link(&'a str),
    /// Where somebody comes from who asks for links.
    LinkFrom(IpAddr),
}

impl Subject<'_> {
    fn key(&self) -> String {
        match self {
            Self::Address(address) => session::digest(&format!("address {}", address.trim().to_lowercase())),
            Self::From(ip) => session::digest(&format!("from {ip}")),
            Self::Code(officer) => session::digest(&format!("code {officer}")),
            Self::Password(officer) => session::digest(&format!("password {officer}")),
            Self::Link(address) => session::digest(&format!("link {}", address.trim().to_lowercase())),
            Self::LinkFrom(ip) => session::digest(&format!("link from {ip}")),
        }
    }

    /// Tries that cost nothing.
    fn free(&self) -> i64 {
        match self {
            // A whole press office may come from one address.
            Self::From(_) | Self::LinkFrom(_) => 50,
            _ => 5,
        }
    }
}

/// How long after so many failures the next try may be made.
fn wait(failed: i64, free: i64) -> Millis {
    match failed - free {
        ..0 => 0,
        over => (30 * SECOND).saturating_mul(1 << over.min(5)).min(15 * MINUTE),
    }
}

/// Counts a try; `Err` is how many milliseconds it must wait, without having been counted.
pub async fn begin(desk: &Desk, subject: &Subject<'_>) -> Result<Result<(), Millis>, Problem> {
    let (key, now) = (subject.key(), desk.now());
    // Somebody else's try between reading and counting: read again, a few times.
    for _ in 0..4 {
        let (failed, last) = sessions::tries(&desk.store, &key).await?;
        let failed_lately = if now - last > DAY { 0 } else { failed };
        let left = last + wait(failed_lately, subject.free()) - now;
        if left > 0 {
            return Ok(Err(left));
        }
        if sessions::begin_try(&desk.store, &key, (failed, last), now, now - DAY).await? {
            return Ok(Ok(()));
        }
    }
    Ok(Err(SECOND))
}

/// It was right.
pub async fn forget(desk: &Desk, subject: &Subject<'_>) -> Result<(), Problem> {
    Ok(sessions::forget_tries(&desk.store, &subject.key()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_and_then_each_waits_longer_but_never_for_good() {
        let waits: Vec<Millis> = (0..12).map(|failed| wait(failed, 5) / SECOND).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
    }
}
