//! How mail leaves, as the configuration says: for the pages that show it. Nothing here sends.

use std::path::PathBuf;

use crate::compose::dkim::Folder;
use crate::model::rate::Rate;

/// What the pages show of the sender's settings.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    pub relays: Vec<RelaySet>,
    /// Mail is signed here; otherwise the relay signs.
    pub signs: bool,
    /// Where the signing keys are.
    pub keys: Option<Folder>,
    /// While this file exists nothing is sent.
    pub halt_file: PathBuf,
}

/// A relay as it is set up.
#[derive(Clone, Debug, Default)]
pub struct RelaySet {
    pub name: String,
    /// Without its credentials.
    pub host: String,
    pub rate: Rate,
    /// Over all senders together.
    pub connections: u16,
    /// Receiving services with limits of their own.
    pub lanes: Vec<String>,
}
