//! The progress of a mailing as a stream of events (WHATWG HTML §9.2): the whole at first, then whatever changed, as
//! long as something moves and the session behind it lasts.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use futures_util::stream;
use serde::Serialize;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::live::{Follower, Hub, Seen};
use super::{chosen, progress};
use crate::clock::{Millis, SECOND};
use crate::web::desk::fields::Fields;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, render, session};
use crate::web::layout::direction;
use crate::web::server::Stop;

const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a session is taken to last without asking. With [`KEEP_ALIVE`] a stream ends within 45 s of its session.
const TRUSTED: Millis = 30 * SECOND;

/// One who follows.
struct Viewer {
    desk: Desk,
    who: Who,
    headers: HeaderMap,
    /// When their session was last looked at.
    checked: Millis,
    follower: Follower,
    alive: Interval,
    stop: Stop,
}

#[derive(Serialize)]
struct Part<'a> {
    lang: &'static str,
    dir: &'static str,
    page: &'a progress::Shown,
}

pub async fn get(
    State(desk): State<Desk>,
    who: Who,
    Path(id): Path<i64>,
    headers: HeaderMap,
    stop: Stop,
    fields: Fields,
) -> Answer {
    let mailing = chosen::find(&desk, id, &fields).await?.report.id;
    let mut follower = Hub::follow(&desk, mailing);
    // What the others saw last is news to whoever comes.
    follower.mark_changed();
    let mut alive = interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE);
    alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let viewer = Viewer { checked: desk.now(), desk, who, headers, follower, alive, stop };
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-cache, no-transform"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(stream::unfold(viewer, next))).into_response())
}

/// The next piece; `None` ends the stream.
async fn next(mut viewer: Viewer) -> Option<(Result<Bytes, Infallible>, Viewer)> {
    loop {
        let is_change = tokio::select! {
            biased;
            () = viewer.stop.told() => return None,
            changed = viewer.follower.changed() => {
                changed.ok()?;
                true
            }
            _ = viewer.alive.tick() => false,
        };
        if !viewer.may_look().await {
            return None;
        }
        if !is_change {
            return Some((Ok(Bytes::from_static(b": keep-alive\n\n")), viewer));
        }
        let seen = viewer.follower.borrow_and_update().clone();
        if let Some(seen) = seen {
            let event = viewer.event(&seen).ok()?;
            return Some((Ok(event), viewer));
        }
    }
}

impl Viewer {
    /// Whether their session still stands. Looking on is no use of it: an open page keeps nobody signed in.
    async fn may_look(&mut self) -> bool {
        let now = self.desk.now();
        if now - self.checked < TRUSTED {
            return true;
        }
        self.checked = now;
        match session::peek(&self.desk, &self.headers).await {
            Ok(Some(role)) => {
                self.who.role = role;
                true
            }
            Ok(None) => false,
            // The database is busy; the next time tells.
            Err(_) => true,
        }
    }

    fn event(&self, seen: &Seen) -> Result<Bytes, Problem> {
        let lang = self.who.lang.tag();
        let shown = progress::shown(&self.who, seen);
        let html = render::render("desk/parts/progress", &Part { lang, dir: direction(lang), page: &shown })?;
        let mut event = String::from("event: state\n");
        for line in html.split(['\n', '\r']).filter(|line| !line.is_empty()) {
            event.push_str("data: ");
            event.push_str(line);
            event.push('\n');
        }
        event.push('\n');
        Ok(event.into())
    }
}
