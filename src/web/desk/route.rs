//! One route of the desk with who may use it, and the gate every request passes: a session, a role, an origin.
//! This is the only place where it is decided who may do what; the default is nobody.

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, on};

use super::problem::Problem;
use super::who::cookie;
use super::{Desk, session};
use crate::store::officers::Role;

/// What a route needs of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Nobody need be signed in: the door itself, and what it is made of.
    Open,
    /// To look.
    See,
    /// To write, and to ask for approval.
    Write,
    /// To give the word that sends.
    Approve,
    /// To change who may do what, and how mail leaves.
    Admin,
}

impl Right {
    pub const ALL: [Self; 5] = [Self::Open, Self::See, Self::Write, Self::Approve, Self::Admin];

    /// The whole table of who may do what.
    pub fn is_held_by(self, role: Option<Role>) -> bool {
        match self {
            Self::Open => true,
            Self::See => role.is_some(),
            Self::Write => role >= Some(Role::Writer),
            Self::Approve => role >= Some(Role::Approver),
            Self::Admin => role == Some(Role::Admin),
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::See => "see",
            Self::Write => "write",
            Self::Approve => "approve",
            Self::Admin => "admin",
        }
    }
}

/// One line of the route table.
pub struct Route {
    pub method: Method,
    pub pattern: &'static str,
    pub right: Right,
    answer: MethodRouter<Desk>,
}

/// A page, or anything that only shows.
pub fn get<H, T>(pattern: &'static str, right: Right, handler: H) -> Route
where
    H: Handler<T, Desk>,
    T: 'static,
{
    Route { method: Method::GET, pattern, right, answer: on(axum::routing::MethodFilter::GET, handler) }
}

/// Whatever changes something.
pub fn post<H, T>(pattern: &'static str, right: Right, handler: H) -> Route
where
    H: Handler<T, Desk>,
    T: 'static,
{
    Route { method: Method::POST, pattern, right, answer: on(axum::routing::MethodFilter::POST, handler) }
}

/// The routes behind their gates.
pub fn router(routes: Vec<Route>, desk: &Desk) -> Router<Desk> {
    routes.into_iter().fold(Router::new(), |router, route| {
        let gate = from_fn_with_state((desk.clone(), route.right), pass);
        router.route(route.pattern, route.answer.route_layer(gate))
    })
}

async fn pass(State((desk, right)): State<(Desk, Right)>, mut request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read && !is_from_here(&desk, request.headers()) {
        tracing::warn!(path = request.uri().path(), "a press from another site was refused");
        return Problem::Forbidden.into_response();
    }
    let who = match session::find(&desk, request.headers()).await {
        Ok(who) => who,
        Err(problem) => return problem.into_response(),
    };
    let role = who.as_ref().map(|who| who.role);
    if !right.is_held_by(role) {
        return match (role, is_read && !is_fragment(request.headers())) {
            (Some(_), _) => Problem::Forbidden.into_response(),
            (None, true) => Redirect::to(&sign_in_from(&request)).into_response(),
            (None, false) => Problem::SignedOut.into_response(),
        };
    }
    if let Some(who) = who {
        request.extensions_mut().insert(who);
    }
    next.run(request).await
}

fn sign_in_from(request: &Request) -> String {
    let back = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let why = if cookie(request.headers(), session::COOKIE).or(cookie(request.headers(), session::COOKIE_PLAIN)).is_some() {
        "over"
    } else {
        "page"
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", back).append_pair("why", why);
    format!("/sign-in?{}", query.finish())
}

/// Whether our script asks for a part of a page.
pub fn is_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("dateline-fragment")
}

/// Whether a press comes from a page of ours. Browsers say so in one header or the other (Fetch §3.2, RFC 6454 §7);
/// what says neither is no browser, and has nothing to press here.
fn is_from_here(desk: &Desk, headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = text(header::HOST).unwrap_or_default();
    origin == desk.origin() || (desk.is_plain() && origin.strip_prefix("http://") == Some(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_may_anything_and_each_role_a_little_more() {
        let held = |role| Right::ALL.into_iter().filter(|right| right.is_held_by(role)).count();
        let roles = [None, Some(Role::Viewer), Some(Role::Writer), Some(Role::Approver), Some(Role::Admin)];
        assert_eq!(roles.map(held), [1, 2, 3, 4, 5]);
    }
}
