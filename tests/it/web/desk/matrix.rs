//! Who may do what: the table, checked in, is what every route says to every role.

use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use dateline::store::officers::Role;
use dateline::web::desk;

use super::world::{Browser, World};
use crate::support::both_databases;

const CHECKED_IN: &str = include_str!("matrix.txt");

/// A path of this pattern; nothing of that number is there, so nothing is changed by asking.
fn path(pattern: &str) -> String {
    pattern.split('/').map(|part| if part.starts_with('{') { "999999999" } else { part }).collect::<Vec<_>>().join("/")
}

both_databases! {
    async fn every_route_answers_every_role_as_the_table_says(db: TestDb) {
        let world = World::new(db);
        let roles = [Role::Viewer, Role::Writer, Role::Approver, Role::Admin];
        let mut found = String::new();
        for (at, route) in desk::table().iter().enumerate() {
            let mut line = format!("{:4} {}", route.method, route.pattern);
            for role in [None].into_iter().chain(roles.map(Some)) {
                // A session of its own for each: one of the routes signs out.
                let browser = match role {
                    Some(role) => world.officer(&format!("{}{at}", role.as_str()), role).await,
                    None => Browser::default(),
                };
                let answer = world.request(&browser, route.method.clone(), &path(route.pattern), "").await;
                let turned_away = match answer.status {
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => true,
                    StatusCode::SEE_OTHER => role.is_none() && answer.leads_to().starts_with("/sign-in?") && route.method == Method::GET,
                    _ => false,
                };
                let who = role.map_or("nobody", Role::as_str);
                write!(line, "{}", if turned_away { String::new() } else { format!(" {who}") }).unwrap();
                let held = route.right.is_held_by(role);
                assert_eq!(held, !turned_away, "{who}: {line} answered {}", answer.status);
            }
            writeln!(found, "{line}").unwrap();
        }
        let mut lines: Vec<&str> = found.lines().collect();
        lines.sort_unstable();
        let found = lines.join("\n") + "\n";
        if std::env::var_os("DATELINE_WRITE_MATRIX").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/web/desk/matrix.txt"), &found).unwrap();
            return;
        }
        assert_eq!(found, CHECKED_IN, "run with DATELINE_WRITE_MATRIX=1 and look at the difference");
    }

    async fn nothing_is_changed_from_another_site_or_without_an_origin(db: TestDb) {
        let world = World::new(db);
        let admin = world.officer("Maria", Role::Admin).await;
        for route in desk::table().iter().filter(|route| route.method != Method::GET) {
            for site in ["cross-site", "same-site", "none", ""] {
                let browser = Browser { site: Some(site), ..admin.clone() };
                let answer = world.request(&browser, route.method.clone(), &path(route.pattern), "once=x").await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {} from {site:?}", route.method, route.pattern);
            }
        }
    }
}

#[test]
fn nothing_is_changed_by_a_get() {
    for route in desk::table() {
        assert!(route.method == Method::GET || route.method == Method::POST, "{} {}", route.method, route.pattern);
    }
}
