//! How many requests of a kind run at once. Each kind has its own room, so a flood of image loads cannot keep anybody
//! from leaving.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

/// A room; full means come again, or wait.
#[derive(Clone, Debug)]
pub struct Room {
    places: Arc<Semaphore>,
    waits: bool,
}

impl Room {
    /// Turns away whoever finds it full.
    pub fn shedding(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), waits: false }
    }

    /// Lets whoever finds it full wait (the time limit around it ends that).
    pub fn waiting(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), waits: true }
    }
}

pub async fn enter(State(room): State<Room>, request: Request, next: Next) -> Response {
    let place = if room.waits { room.places.acquire().await.ok() } else { room.places.try_acquire().ok() };
    match place {
        Some(_place) => next.run(request).await,
        None => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], "Too busy, please try again.\n").into_response(),
    }
}
