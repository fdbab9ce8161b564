//! How mail leaves, as the configuration says: for the pages that show it and try it. Nothing here sends.

use std::path::PathBuf;

use crate::compose::dkim::Folder;
use crate::model::rate::Rate;
use crate::outbox::transport::Target;

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
    /// The name this machine greets relays with.
    pub hello: String,
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
    /// Where it is tried when somebody asks; `None` where its address cannot be read.
    pub target: Option<Target>,
}
