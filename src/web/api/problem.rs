//! Why there is no answer, as RFC 9457 has it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

use crate::store::StoreError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No token, or one that is unknown, over or revoked.
    NoToken,
    /// The token is good, but not for this.
    NotForThis,
    NotFound,
    ReadOnly,
    /// A parameter is not what it should be.
    Parameter(&'static str),
    Busy,
    Broken,
}

impl Problem {
    fn told(self) -> (StatusCode, &'static str, String) {
        match self {
            Self::NoToken => (
                StatusCode::UNAUTHORIZED,
                "A valid token is needed",
                "Send `Authorization: Bearer dl_…` with a token that is neither over nor revoked.".to_owned(),
            ),
            Self::NotForThis => (StatusCode::FORBIDDEN, "The token is not for this", "It lacks the scope `read`.".to_owned()),
            Self::NotFound => (StatusCode::NOT_FOUND, "There is nothing here", String::new()),
            Self::ReadOnly => (StatusCode::METHOD_NOT_ALLOWED, "This can only be read", "Use GET.".to_owned()),
            Self::Parameter(name) => {
                (StatusCode::BAD_REQUEST, "A parameter cannot be read", format!("`{name}` is not a number in its range."))
            }
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "The database is busy", "Try again in a moment.".to_owned()),
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "This is broken", String::new()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, title, detail) = self.told();
        let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
        let mut answer = (status, Json(body)).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self {
            Self::NoToken => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::ReadOnly => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            Self::Busy => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            }
            _ => {}
        }
        answer
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_transient() {
            return Self::Busy;
        }
        tracing::error!(%error, "an answer to a program could not be made");
        Self::Broken
    }
}
