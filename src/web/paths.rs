//! Every address of the site as a type; pages link by these and the route table is written with their patterns.

use std::fmt;

use crate::model::paths;

/// Patterns for the route table. A slash more at the end is answered too: a redirect would lose a one-click POST.
pub mod pattern {
    pub const UNSUBSCRIBE: &str = "/u/{token}";
    pub const UNSUBSCRIBE_SLASH: &str = "/u/{token}/";
    pub const VIEW: &str = "/v/{token}";
    pub const IMAGE: &str = "/o/{token}";
    pub const ASSET: &str = "/assets/{version}/{name}";
    pub const HEALTHZ: &str = "/healthz";
    pub const READYZ: &str = "/readyz";
}

/// Where a reader leaves.
#[derive(Clone, Copy, Debug)]
pub struct Unsubscribe<'a>(pub &'a str);

impl fmt::Display for Unsubscribe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", paths::UNSUBSCRIBE, self.0)
    }
}

/// The letter in a browser.
#[derive(Clone, Copy, Debug)]
pub struct View<'a>(pub &'a str);

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", paths::VIEW, self.0)
    }
}

/// A stylesheet or picture of ours; its version is in the address, so it may be kept for ever.
#[derive(Clone, Copy, Debug)]
pub struct Asset<'a> {
    pub version: &'a str,
    pub name: &'a str,
}

impl fmt::Display for Asset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/assets/{}/{}", self.version, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mails_link_to_is_what_is_routed() {
        assert_eq!(Unsubscribe("{token}").to_string(), pattern::UNSUBSCRIBE);
        assert_eq!(View("{token}").to_string(), pattern::VIEW);
        assert_eq!(format!("{}{{token}}", paths::IMAGE), pattern::IMAGE);
        assert_eq!(Asset { version: "{version}", name: "{name}" }.to_string(), pattern::ASSET);
    }
}
