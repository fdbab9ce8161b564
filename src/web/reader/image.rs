//! `/o/{token}`: one transparent point, the same for every token, good or bad. It may be counted; see `feedback::opens`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};

use crate::compose::links::{self, Purpose};
use crate::feedback::opens::Image;
use crate::model::ids::{DeliveryId, MailingId};
use crate::web::Site;

/// GIF, 1×1, transparent.
const POINT: [u8; 43] = *b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff\x21\xf9\x04\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

pub async fn get(State(site): State<Site>, Path(token): Path<String>, method: Method, headers: HeaderMap) -> Response {
    // A HEAD shows nobody anything.
    if method == Method::GET
        && let Some(image) = read(&site, token.strip_suffix(".gif").unwrap_or(&token))
    {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        site.loads.report(image, agent, site.clock.now());
    }
    ([(header::CONTENT_TYPE, "image/gif")], POINT).into_response()
}

fn read(site: &Site, token: &str) -> Option<Image> {
    let of = links::read(&site.keys, Purpose::OpenCounted, token).map(|id| Image::Of(MailingId(id)));
    of.or_else(|| links::read(&site.keys, Purpose::OpenIndividual, token).map(|id| Image::OfCopy(DeliveryId(id))))
}
