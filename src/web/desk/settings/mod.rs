//! The settings: eight pages, each a file of its own.

mod api;
mod audit;
mod brakes;
mod categories;
mod newsrooms;
mod records;
mod rules;
mod sending;
mod team;
mod templates;
mod topics;
mod trying;

pub use self::templates::Typed;
use super::parts::SettingsTab;
use super::route::Route;

pub fn routes() -> Vec<Route> {
    let rooms = [
        api::routes(),
        audit::routes(),
        categories::routes(),
        newsrooms::routes(),
        rules::routes(),
        sending::routes(),
        team::routes(),
        templates::routes(),
        topics::routes(),
    ];
    rooms.into_iter().flatten().collect()
}

/// The pages of the settings, this one marked.
pub fn tabs(current: &str) -> Vec<SettingsTab> {
    const TABS: [&str; 8] = ["sending", "newsrooms", "templates", "topics", "rules", "team", "api", "audit"];
    TABS.map(|tab| SettingsTab { href: format!("/settings/{tab}"), tab, current: tab == current }).into()
}
