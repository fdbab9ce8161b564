//! What the clocks show where a release's readers are.

use jiff::tz::TimeZone;

use crate::model::clocks;
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;

/// Zones an audience is shown in at most.
const MOST: usize = 5;

/// A release to the whole world is echoed in three places of it.
const WORLD: [&str; 3] = ["America/New_York", "Europe/London", "Asia/Tokyo"];

/// The zones of a release's regions, each once, by name.
pub fn zones(release: &Release, words: &Vocabulary) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for place in &release.regions {
        let code = words.regions.get(place.id.0).map_or("", |node| node.code.as_str());
        match code {
            "001" => found.extend(WORLD),
            code => found.extend(clocks::zone(code)),
        }
    }
    let mut seen = Vec::new();
    found.retain(|name| {
        !seen.contains(name) && TimeZone::get(name).is_ok() && {
            seen.push(*name);
            true
        }
    });
    found.truncate(MOST);
    found
}
