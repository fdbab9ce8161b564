//! Time zones to choose from: the places of the tz database, as `Europe/Berlin`.

use std::sync::LazyLock;

use jiff::tz::TimeZone;

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    const PLACES: [&str; 10] =
        ["Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| PLACES.iter().any(|place| name.starts_with(place)))
        .collect();
    names.push("UTC".to_owned());
    names.sort();
    names
});

pub fn is_known(name: &str) -> bool {
    NAMES.iter().any(|known| known == name)
}

/// Value and text of each.
pub fn options() -> impl Iterator<Item = (String, String)> {
    NAMES.iter().map(|name| (name.clone(), name.replace('_', " ")))
}

/// The name of a zone; UTC when it has none.
pub fn name(zone: &TimeZone) -> String {
    zone.iana_name().filter(|name| is_known(name)).unwrap_or("UTC").to_owned()
}
