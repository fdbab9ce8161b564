//! The frame around every page of the desk: where one is, what waits, what is wrong for everybody, what the last press
//! did. Problems become pages here.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use super::messages::{self, Lang};
use super::press::{self, Flash};
use super::problem::{Answer, Problem};
use super::who::Who;
use super::{Desk, render, route, session, standing};
use crate::web::layout::direction;

/// The six nouns of the desk; nothing else is in its rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Today,
    Releases,
    Reporters,
    Reports,
    Settings,
    /// A page that belongs to none: the account, a search.
    None,
}

impl Noun {
    const RAIL: [(Self, &'static str, &'static str, &'static str, bool); 5] = [
        (Self::Today, "today", "today", "/", false),
        (Self::Releases, "releases", "release", "/releases", false),
        (Self::Reporters, "reporters", "reporters", "/reporters", false),
        (Self::Reports, "reports", "reports", "/reports", true),
        (Self::Settings, "settings", "settings", "/settings/sending", true),
    ];
}

#[derive(Serialize)]
struct Frame<'a, T> {
    lang: &'static str,
    dir: &'static str,
    title: &'a str,
    office: &'a str,
    home: &'static str,
    training: bool,
    wide: bool,
    me: Option<Me<'a>>,
    sign_out: &'static str,
    help: &'static str,
    nav: Vec<Nav>,
    find: Option<Find<'a>>,
    standing: Vec<standing::Standing>,
    flash: Option<Shown>,
    page: &'a T,
}

#[derive(Serialize)]
struct Me<'a> {
    name: &'a str,
    href: &'static str,
    /// One-key shortcuts are on.
    keys: bool,
}

#[derive(Serialize)]
struct Nav {
    href: &'static str,
    noun: &'static str,
    icon: &'static str,
    current: bool,
    second: bool,
    n: i64,
}

#[derive(Serialize)]
struct Find<'a> {
    action: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Shown {
    tone: String,
    icon: String,
    key: String,
    n: i64,
    what: String,
    undo: Option<super::parts::Act>,
}

/// One page, about to be shown to an officer.
#[derive(Debug)]
pub struct View<'a> {
    desk: &'a Desk,
    who: &'a Who,
    noun: Noun,
    title: String,
    find: String,
    status: StatusCode,
}

impl<'a> View<'a> {
    /// `title` is the page's heading, already said.
    pub fn new(desk: &'a Desk, who: &'a Who, noun: Noun, title: impl Into<String>) -> Self {
        Self { desk, who, noun, title: title.into(), find: String::new(), status: StatusCode::OK }
    }

    /// A form came back with mistakes: 422, and their number before the title.
    #[must_use]
    pub fn refused(self, mistakes: usize) -> Self {
        if mistakes == 0 {
            return self;
        }
        let n = i64::try_from(mistakes).unwrap_or(i64::MAX);
        let title = self.who.say("frame-title-errors", &[("n", n.into()), ("what", (&self.title).into())]);
        Self { title, status: StatusCode::UNPROCESSABLE_ENTITY, ..self }
    }

    #[must_use]
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// What was searched for.
    #[must_use]
    pub fn found(self, asked: &str) -> Self {
        Self { find: asked.to_owned(), ..self }
    }

    /// The whole page. `template` is its name in `templates/web/desk/pages`.
    pub async fn show(self, template: &str, page: &impl Serialize) -> Answer {
        let (standing, waiting) = standing::look(self.desk).await?;
        let html = self.html(template, page, standing, waiting)?;
        let mut answer = (self.status, Html(html)).into_response();
        if self.who.flash.is_some() {
            session::set_cookie(self.desk, &mut answer, "said", "", 0)?;
        }
        Ok(answer)
    }

    /// Only the elements of these ids, for the script that asked for them.
    pub fn fragments(self, template: &str, page: &impl Serialize, ids: &[&str]) -> Answer {
        let html = self.html(template, page, Vec::new(), 0)?;
        let mut parts = String::new();
        for id in ids {
            match render::fragment(&html, id) {
                Some(part) => parts.push_str(&part),
                None => return Err(Problem::broken(&format!("the page {template} has no part {id}"))),
            }
        }
        Ok((self.status, Html(parts)).into_response())
    }

    fn html(
        &self,
        template: &str,
        page: &impl Serialize,
        standing: Vec<standing::Standing>,
        waiting: i64,
    ) -> Result<String, Problem> {
        let flash = self.who.flash.as_ref().map(|flash| Shown {
            tone: flash.tone.clone(),
            icon: flash.icon.clone(),
            key: flash.key.clone(),
            n: flash.n,
            what: flash.what.clone(),
            undo: Some(press::act(&flash.undo)).filter(|act| !act.action.is_empty()),
        });
        let nav = Noun::RAIL.map(|(noun, word, icon, href, second)| Nav {
            href,
            noun: word,
            icon,
            current: noun == self.noun,
            second,
            n: if noun == Noun::Today { waiting } else { 0 },
        });
        let frame = Frame {
            title: &self.title,
            me: Some(Me { name: &self.who.name, href: "/account", keys: self.who.keys }),
            nav: nav.into(),
            find: Some(Find { action: "/find", value: &self.find }),
            standing,
            flash,
            ..bare(self.desk, self.who.lang, page)
        };
        Ok(render::render(&format!("desk/pages/{template}"), &frame)?)
    }
}

fn bare<'a, T>(desk: &'a Desk, lang: Lang, page: &'a T) -> Frame<'a, T> {
    Frame {
        lang: lang.tag(),
        dir: direction(lang.tag()),
        title: "",
        office: &desk.settings.office_name,
        home: "/",
        training: desk.settings.training,
        wide: false,
        me: None,
        sign_out: "/sign-out",
        help: "/help",
        nav: Vec::new(),
        find: None,
        standing: Vec::new(),
        flash: None,
        page,
    }
}

/// A page before anybody has signed in.
pub fn door(desk: &Desk, lang: Lang, title: &str, template: &str, page: &impl Serialize, mistakes: usize) -> Answer {
    let n = i64::try_from(mistakes).unwrap_or(i64::MAX);
    let with_errors = messages::text(lang, "frame-title-errors", &[("n", n.into()), ("what", title.into())]);
    let title = if mistakes == 0 { title } else { &with_errors };
    let html = render::render(&format!("desk/pages/{template}"), &Frame { title, ..bare(desk, lang, page) })?;
    let status = if mistakes == 0 { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(html)).into_response())
}

/// A problem as a page.
pub async fn problem(desk: &Desk, who: Option<&Who>, lang: Lang, problem: &Problem) -> Response {
    let lang = who.map_or(lang, |who| who.lang);
    let mut page = problem.page();
    match problem {
        Problem::Forbidden => page.what = messages::text(lang, "problem-admins", &[]),
        Problem::Conflict => page.what = messages::text(lang, "problem-somebody", &[]),
        _ => {}
    }
    let title = messages::text(lang, "problem-title", &[("code", page.code.into())]);
    let shown = match who {
        Some(who) => View::new(desk, who, Noun::None, title).status(problem.status()).show("problem", &page).await,
        None => door(desk, lang, &title, "problem", &page, 0),
    };
    // The frame itself may be what is broken.
    let mut answer = shown.unwrap_or_else(|_| "This page is broken. Nothing was sent.".into_response());
    *answer.status_mut() = problem.status();
    answer
}

/// Turns the problems of handlers into pages, and keeps everything here from being stored.
pub async fn frame(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let mut answer = next.run(request).await;
    let Some(found) = answer.extensions_mut().remove::<Problem>() else { return answer };
    if route::is_fragment(&headers) {
        return (found.status(), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "").into_response();
    }
    let who = session::find(&desk, &headers).await.ok().flatten();
    let mut page = problem(&desk, who.as_ref(), session::asked(&headers), &found).await;
    if let Some(wait) = answer.headers().get(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    page
}

/// The flash a browser brings.
pub fn flash(desk: &Desk, headers: &axum::http::HeaderMap, lang: Lang) -> Option<Flash> {
    super::who::cookie(headers, &session::name(desk, "said")).and_then(|text| Flash::unpacked(text, lang))
}
