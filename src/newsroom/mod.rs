//! From newsroom to draft: a feed (file or URL) or a Markdown file becomes a Release, with the regions and issues
//! its own words propose; feeds that are kept are looked at by themselves (`watch`). What it reads was written by
//! others, so every step has a bound: bytes fetched, depth of markup, size of one item.

mod body;
pub mod category;
pub mod change;
mod dateline;
mod draft;
mod encoding;
pub mod feed;
pub mod fetch;
mod front_matter;
mod html;
mod image;
pub mod import;
mod json_feed;
mod kind;
pub mod look;
pub mod markdown;
pub mod nearest;
pub mod paste;
pub mod proposal;
pub mod text;
pub mod watch;
mod when;

use crate::model::language;
