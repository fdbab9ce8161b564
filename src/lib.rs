//! Dateline: the press office's own wire.
//!
//! Two flows run through it, and the modules follow them.
//!
//! **Outward.** A newsroom item becomes a Release (`newsroom`). Its regions and issues meet the reporters of the
//! `directory`, giving an Audience, which a person reviews and approves under a seal (`review`). Approval plans a
//! Mailing: one Delivery row per address. `compose` turns release and contact into the bytes of a mail; `outbox`
//! hands each to a relay once, writing its intent down before the body and the outcome after. What comes back
//! (opens, people leaving, bounces) is `feedback`.
//!
//! **Inward.** A message in the media inbox becomes an Inquiry with a Desk that answers it.
//!
//! The stages never call each other except that `outbox` composes; they meet in the database (`store`), which is
//! the only place that knows SQL. `model` is what exists, `fetch` asks the web outside, `web` and `cli` are what people
//! touch, `app` puts the parts together.

pub mod failpoints;
pub mod model;
pub mod clock;
pub mod config;
pub mod secrets;
pub mod telemetry;
pub mod store;
pub mod fetch;
pub mod newsroom;
pub mod directory;
pub mod review;
pub mod compose;
pub mod outbox;
pub mod feedback;
pub mod inbox;
pub mod web;
pub mod demo;
pub mod app;
pub mod cli;
