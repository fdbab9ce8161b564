//! The door of the desk: signing in and out, the second step, and the first set-up.

pub(super) mod code;
pub mod factor;
pub mod link;
pub mod password;
pub(super) mod set_up;
mod sign_in;
mod sign_in_link;
mod sign_out;
pub(super) mod throttle;

pub use self::code::step_up;
use super::route::{Right, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/sign-in", Right::Open, sign_in::get),
        post("/sign-in", Right::Open, sign_in::post),
        get("/sign-in/code", Right::Open, code::get),
        post("/sign-in/code", Right::Open, code::post),
        get("/sign-in/again", Right::See, code::again),
        post("/sign-in/again", Right::See, code::post_again),
        get("/sign-in/link", Right::Open, sign_in_link::get),
        post("/sign-in/link", Right::Open, sign_in_link::post),
        get("/sign-in/link/{token}", Right::Open, sign_in_link::open),
        post("/sign-in/link/{token}", Right::Open, sign_in_link::enter),
        post("/sign-out", Right::See, sign_out::post),
        get("/set-up/{token}", Right::Open, set_up::get),
        post("/set-up/{token}", Right::Open, set_up::post),
    ]
}

/// Where somebody wanted to go; only ever a page of ours.
pub(super) fn next(wanted: &str) -> &str {
    let ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains(['\\', '\r', '\n'])
        && !wanted.starts_with("/sign-")
        && wanted.is_ascii();
    if ours { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn one_returns_to_pages_of_ours_only() {
        assert_eq!(next("/releases/7/send?at=1"), "/releases/7/send?at=1");
        for bad in ["", "//evil.example", "https://evil.example", "/\\evil", "/sign-out", "/a\r\nSet-Cookie: x", "releases"] {
            assert_eq!(next(bad), "/", "{bad:?}");
        }
    }
}
