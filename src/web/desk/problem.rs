//! What is shown instead of a page, and who must act. A handler returns one; the desk's frame draws it.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::parts::Hidden;
use super::press::see;
use crate::compose::ComposeError;
use crate::review::ReviewError;
use crate::store::StoreError;

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A form that is none of ours, or is cut short.
    BadRequest,
    /// Nobody is signed in (any more).
    SignedOut,
    /// This officer's role does not reach so far.
    Forbidden,
    /// They returned this release, so somebody else makes the change.
    Returned,
    NotFound,
    /// The thing is no longer in the state the press was about.
    Conflict,
    /// A file or an address that cannot be read.
    Unreadable {
        what: String,
    },
    /// Too many tries; seconds to wait.
    TooMany {
        seconds: i64,
    },
    /// The database is busy: again in a moment.
    Busy,
    /// A setting is still empty, by name.
    NotSetUp {
        field: String,
    },
    /// Not here: this very form led there before, or a fresh proof is asked for first.
    Elsewhere {
        to: String,
    },
    /// Our own mistake; the cause is in the log under this reference.
    Broken {
        reference: String,
    },
}

impl Problem {
    /// For a cause that only the operator can mend: logged here, named on the page by a reference.
    pub fn broken(cause: &dyn std::fmt::Display) -> Self {
        let mut random = [0_u8; 5];
        let _ = aws_lc_rs::rand::fill(&mut random);
        let reference = data_encoding::BASE32_NOPAD.encode(&random);
        tracing::error!(reference, %cause, "a page could not be made");
        Self::Broken { reference }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Returned => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict | Self::NotSetUp { .. } => StatusCode::CONFLICT,
            Self::Unreadable { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Elsewhere { .. } => StatusCode::SEE_OTHER,
            Self::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(super) fn page(&self) -> Page {
        let (code, what, n, reference) = match self {
            Self::BadRequest => ("bad_request", String::new(), 0, String::new()),
            Self::SignedOut => ("signed_out", String::new(), 0, String::new()),
            Self::Forbidden => ("forbidden", String::new(), 0, String::new()),
            Self::Returned => ("returned", String::new(), 0, String::new()),
            Self::NotFound => ("not_found", String::new(), 0, String::new()),
            Self::Conflict => ("conflict", String::new(), 0, String::new()),
            Self::NotSetUp { field } => ("not_set_up", field.clone(), 0, String::new()),
            Self::Unreadable { what } => ("unreadable", what.clone(), 0, String::new()),
            Self::TooMany { seconds } => ("too_many", String::new(), *seconds, String::new()),
            Self::Busy => ("busy", String::new(), 5, String::new()),
            // Answered before a page would be drawn.
            Self::Elsewhere { .. } => ("conflict", String::new(), 0, String::new()),
            Self::Broken { reference } => ("broken", String::new(), 0, reference.clone()),
        };
        let (href, key) = if *self == Self::SignedOut { ("/sign-in", "problem-go-sign-in") } else { ("/", "problem-go-today") };
        // What broke may have been half done, or done without our hearing of it.
        let safe = !matches!(self, Self::Broken { .. });
        Page { code, what, n, safe, links: vec![Link { href: href.to_owned(), key }], reference }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Page {
    pub code: &'static str,
    pub what: String,
    n: i64,
    safe: bool,
    links: Vec<Link>,
    reference: String,
}

#[derive(Debug, Serialize)]
struct Link {
    href: String,
    key: &'static str,
}

impl IntoResponse for Problem {
    /// A bare answer that carries the problem; the frame around the desk turns it into a page.
    fn into_response(self) -> Response {
        if let Self::Elsewhere { to } = &self {
            return see(to);
        }
        let mut answer = self.status().into_response();
        match &self {
            Self::TooMany { seconds } => {
                answer.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
            }
            Self::Busy => {
                answer.headers_mut().insert(header::RETRY_AFTER, 5.into());
            }
            _ => {}
        }
        answer.extensions_mut().insert(self);
        answer
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { .. } => Self::Conflict,
            StoreError::Busy(_) => Self::Busy,
            other => Self::broken(&other),
        }
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NoSuchRelease(_) => Self::NotFound,
            ReviewError::Store(error) => error.into(),
            other => Self::broken(&other),
        }
    }
}

impl From<ComposeError> for Problem {
    fn from(error: ComposeError) -> Self {
        Self::broken(&error)
    }
}

impl From<handlebars::RenderError> for Problem {
    fn from(error: handlebars::RenderError) -> Self {
        Self::broken(&error)
    }
}

/// What every handler of the desk returns.
pub type Answer = Result<Response, Problem>;

/// Fields to send along once more.
pub fn hidden(fields: &[(&str, &str)]) -> Vec<Hidden> {
    fields.iter().map(|(name, value)| Hidden { name: (*name).to_owned(), value: (*value).to_owned() }).collect()
}
