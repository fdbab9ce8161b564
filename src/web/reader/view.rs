//! `/v/{token}`: the letter in a browser, per mailing and language. It holds nothing personal and is the mail's own
//! HTML, so it is shown under a policy of its own that lets nothing run.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::words::Words;
use super::{message, not_now, unknown_link};
use crate::compose::letter::{self, Letter};
use crate::compose::links;
use crate::model::mailing::MailingState;
use crate::store::feedback;
use crate::web::Site;

/// A mail's styles stand in its elements and its picture is the release's own; anything else stays shut.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: 'self'; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

pub async fn get(State(site): State<Site>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let Some((mailing, language)) = links::read_view(&site.keys, &token) else { return unknown_link(&site, &headers) };
    let words = Words::of(&language);
    let stored = match feedback::find_letter(&site.store, mailing, &language).await {
        Ok(Some(stored)) => stored,
        Ok(None) => return unknown_link(&site, &headers),
        Err(error) => {
            tracing::warn!(error = %error, "a letter could not be read");
            return not_now(&site, words);
        }
    };
    if stored.withdrawn || stored.state == MailingState::Withdrawn {
        return message(&site, words, StatusCode::GONE, words.withdrawn, words.withdrawn_why);
    }
    let went_out = !matches!(stored.state, MailingState::Planning | MailingState::Void | MailingState::Missed);
    if !went_out || site.clock.now() < stored.not_before {
        return unknown_link(&site, &headers);
    }
    let Ok(letter) = serde_json::from_str::<Letter>(&stored.letter) else {
        tracing::error!(mailing.id = mailing.0, "the stored letter cannot be read");
        return not_now(&site, words);
    };
    let mut answer = Html(letter::view(&letter)).into_response();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    answer
}
