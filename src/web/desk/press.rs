//! A press of a button that changes something: taken down once, so that a second press or a reload leads to where the
//! first led and does nothing more (R9).

use std::mem;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::messages::{self, Lang};
use super::parts::{Act, Said};
use super::problem::Problem;
use super::who::Who;
use super::{Desk, session};
use crate::clock::MINUTE;
use crate::store::presses::{self, Pressed};

/// A fresh key for a form: whoever sends it twice sends it once.
pub fn once() -> String {
    let mut bytes = [0_u8; 15];
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    BASE32_NOPAD.encode(&bytes).to_lowercase()
}

/// A form that is only a button.
pub fn act(action: impl Into<String>) -> Act {
    Act { action: action.into(), once: once() }
}

/// What the last press did, said on top of the next page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    pub tone: String,
    pub icon: String,
    pub key: String,
    pub n: i64,
    pub what: String,
    /// Where a press takes it back; empty = nowhere.
    pub undo: String,
}

impl Flash {
    pub fn done(key: &str) -> Self {
        Self { tone: "ok".to_owned(), icon: "done".to_owned(), key: key.to_owned(), ..Self::default() }
    }

    pub fn warn(key: &str) -> Self {
        Self { tone: "warn".to_owned(), icon: "warn".to_owned(), key: key.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn n(self, n: i64) -> Self {
        Self { n, ..self }
    }

    #[must_use]
    pub fn what(self, what: impl Into<String>) -> Self {
        Self { what: what.into(), ..self }
    }

    #[must_use]
    pub fn undo(self, action: impl Into<String>) -> Self {
        Self { undo: action.into(), ..self }
    }

    /// As it travels in its cookie.
    fn packed(&self) -> String {
        BASE64URL_NOPAD.encode(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// One whose message we know; anything else is no flash of ours.
    pub fn unpacked(text: &str, lang: Lang) -> Option<Self> {
        let flash: Self = serde_json::from_slice(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
        let known = messages::say(lang, &flash.key, &[("n", flash.n.into()), ("what", (&flash.what).into())]).is_ok();
        let (tones, icons) = (["ok", "warn", "bad"], ["done", "warn", "info", "stop", "blocked"]);
        let sound = tones.contains(&flash.tone.as_str()) && icons.contains(&flash.icon.as_str());
        let ours = flash.undo.is_empty() || (flash.undo.starts_with('/') && !flash.undo.starts_with("//"));
        (known && sound && ours).then_some(flash)
    }
}

/// A press that has been taken down and not yet led anywhere. One that breaks off may be pressed again.
#[must_use]
#[derive(Debug)]
pub struct Press<'a> {
    desk: &'a Desk,
    /// Empty once it has ended.
    once: String,
}

/// Takes the form down. A form that was sent before leads to where it led, or to `back` while it works.
pub async fn begin<'a>(desk: &'a Desk, who: &Who, fields: &Fields, back: &str) -> Result<Press<'a>, Problem> {
    let once = fields.line("once");
    if once.is_empty() || once.len() > 64 {
        return Err(Problem::BadRequest);
    }
    match presses::begin(&desk.store, &once, who.officer, desk.now()).await? {
        Pressed::First => Ok(Press { desk, once }),
        Pressed::Again(led) => Err(Problem::Elsewhere { to: led.unwrap_or_else(|| back.to_owned()) }),
    }
}

impl Press<'_> {
    /// It is done; the browser goes on to `to` and, with a flash, is told what was done.
    pub async fn done(mut self, to: &str, flash: Option<Flash>) -> Result<Response, Problem> {
        presses::done(&self.desk.store, &mem::take(&mut self.once), to).await?;
        see_and_say(self.desk, to, flash)
    }

    /// Nothing was done: the form is shown again and may be sent once more.
    pub async fn undone(mut self) -> Result<(), Problem> {
        Ok(presses::undone(&self.desk.store, &mem::take(&mut self.once)).await?)
    }
}

impl Drop for Press<'_> {
    /// The handler broke off: otherwise the same form, sent again, would lead on as if something had been done.
    fn drop(&mut self) {
        let once = mem::take(&mut self.once);
        if once.is_empty() {
            return;
        }
        let store = self.desk.store.clone();
        tokio::spawn(async move {
            if let Err(problem) = presses::undone(&store, &once).await {
                tracing::warn!(%problem, "a press that broke off stays taken down");
            }
        });
    }
}

/// To another page, which says what was done.
pub fn see_and_say(desk: &Desk, to: &str, flash: Option<Flash>) -> Result<Response, Problem> {
    let mut answer = see(to);
    if let Some(flash) = flash {
        session::set_cookie(desk, &mut answer, "said", &flash.packed(), MINUTE)?;
    }
    Ok(answer)
}

/// To another page, by GET.
pub fn see(to: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    answer.headers_mut().insert(header::LOCATION, to);
    answer
}

/// What is wrong with a field.
pub fn wrong(field: &str, said: Said) -> super::parts::Wrong {
    super::parts::Wrong { href: format!("#{field}"), key: said.key, n: said.n, what: said.what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flash_that_is_not_ours_is_not_shown() {
        let good = Flash::done("frame-undo").undo("/x");
        assert_eq!(Flash::unpacked(&good.packed(), Lang::En), Some(good.clone()));
        for bad in [
            Flash { key: "no-such".to_owned(), ..good.clone() },
            Flash { undo: "//evil.example".to_owned(), ..good.clone() },
            Flash { icon: "x\"y".to_owned(), ..good },
        ] {
            assert_eq!(Flash::unpacked(&bad.packed(), Lang::En), None, "{bad:?}");
        }
        assert_eq!(Flash::unpacked("%%%", Lang::En), None);
    }
}
