//! The public addresses a mail may link to, written once: `compose` builds links from them, `web` routes them.

/// Leaving; followed by a token of the delivery.
pub const UNSUBSCRIBE: &str = "/u/";
/// The letter in a browser; followed by a token of the mailing and the language.
pub const VIEW: &str = "/v/";
/// The open image; followed by a token of the mailing (or of the delivery, with consent).
pub const IMAGE: &str = "/o/";
