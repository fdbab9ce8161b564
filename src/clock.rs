//! The only place that reads the clock. Everything else is handed a [`Clock`], so a test can set the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Unix time in milliseconds, the form in which time is stored everywhere.
pub type Millis = i64;

pub const SECOND: Millis = 1_000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

/// A source of wall-clock time: the system's (shifted onto the database's on PostgreSQL), or one a test sets.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    /// `offset` is what to add to this machine's clock to get the database's.
    System {
        offset: AtomicI64,
    },
    Set(AtomicI64),
}

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(Source::System { offset: AtomicI64::new(0) }))
    }

    /// A clock that stands at `now` until [`Clock::set`] or [`Clock::advance`] moves it.
    pub fn standing_at(now: Millis) -> Self {
        Self(Arc::new(Source::Set(AtomicI64::new(now))))
    }

    pub fn now(&self) -> Millis {
        match &*self.0 {
            Source::System { offset } => machine_now() + offset.load(Ordering::Relaxed),
            Source::Set(now) => now.load(Ordering::Relaxed),
        }
    }

    /// This machine's own clock, whatever the database says.
    pub fn machine(&self) -> Millis {
        match &*self.0 {
            Source::System { .. } => machine_now(),
            Source::Set(now) => now.load(Ordering::Relaxed),
        }
    }

    /// Microseconds, for rate slots only.
    pub fn now_micros(&self) -> i64 {
        match &*self.0 {
            Source::System { offset } => machine_micros() + offset.load(Ordering::Relaxed) * 1_000,
            Source::Set(now) => now.load(Ordering::Relaxed) * 1_000,
        }
    }

    /// Whether a test holds this clock; waiting for it to pass would be for ever.
    pub fn is_set_by_hand(&self) -> bool {
        matches!(&*self.0, Source::Set(_))
    }

    pub fn set(&self, to: Millis) {
        if let Source::Set(now) = &*self.0 {
            now.store(to, Ordering::Relaxed);
        }
    }

    pub fn advance(&self, by: Millis) {
        if let Source::Set(now) = &*self.0 {
            now.fetch_add(by, Ordering::Relaxed);
        }
    }

    /// Follow the database: `database_now` was read between two looks at this machine's clock. Returns the offset.
    pub fn follow(&self, database_now: Millis) -> Millis {
        match &*self.0 {
            Source::System { offset } => {
                let found = database_now - machine_now();
                offset.store(found, Ordering::Relaxed);
                found
            }
            Source::Set(_) => 0,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
fn machine_micros() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

fn machine_now() -> Millis {
    machine_micros() / 1_000
}

/// `2026-11-24T10:00:00Z`, for logs and JSON.
pub fn utc(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|t| t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_else(|_| format!("{at} ms"))
}
