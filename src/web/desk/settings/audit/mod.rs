//! Everything anybody did, newest first and never changed: narrowed by person, kind and day, and as a spreadsheet.

mod export;
mod sentence;

use axum::extract::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::tabs;
use crate::clock::Millis;
use crate::store::audit::{self, Wanted};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, Pages, Said, SelectField, SettingsTab, Wrong};
use crate::web::desk::press::wrong;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get};
use crate::web::desk::who::Who;

const HOME: &str = "/settings/audit";
const PAGE: i64 = 50;

/// What acts start with.
const KINDS: [&str; 14] = [
    "session", "officer", "release", "approval", "mailing", "delivery", "sending", "relay", "alert", "contact", "import",
    "newsroom", "rules", "token",
];

pub fn routes() -> Vec<Route> {
    vec![get(HOME, Right::See, show), get("/settings/audit.csv", Right::See, export::get)]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    filter: Form,
    rows: Vec<sentence::Row>,
    pages: Pages,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    who: SelectField,
    what: SelectField,
    from: Field,
    to: Field,
}

/// What somebody wants to see, as it stands in the address.
struct Filter {
    who: String,
    /// One of [`KINDS`], or nothing.
    what: &'static str,
    from: Option<Millis>,
    to: Option<Millis>,
    errors: Vec<Wrong>,
}

impl Filter {
    fn of(fields: &Fields, zone: &TimeZone) -> Self {
        let wanted = fields.line("what");
        let what = KINDS.into_iter().find(|kind| *kind == wanted).unwrap_or("");
        let mut errors = Vec::new();
        let mut day = |field: &str, days: i32| {
            let text = fields.line(field);
            if text.is_empty() {
                return None;
            }
            let found = start_of_day(&text, days, zone);
            if found.is_none() {
                errors.push(wrong(field, Said::key("error-date")));
            }
            found
        };
        let (from, to) = (day("from", 0), day("to", 1));
        Self { who: fields.line("who"), what, from, to, errors }
    }

    fn wanted(&self) -> Wanted<'_> {
        Wanted { actor: &self.who, act: self.what, from: self.from, to: self.to }
    }
}

/// The first moment of a day in this zone, so many days later.
fn start_of_day(text: &str, later: i32, zone: &TimeZone) -> Option<Millis> {
    let date: Date = text.parse().ok()?;
    let date = date.checked_add(jiff::Span::new().days(later)).ok()?;
    Some(date.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
}

async fn show(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let filter = Filter::of(&fields, &who.zone);
    let offset = fields.number("after").unwrap_or(0).clamp(0, i64::from(u32::MAX));
    let (lines, n) = audit::list(&desk.store, &filter.wanted(), PAGE, offset).await?;
    let page = Page {
        tabs: tabs("audit"),
        errors: filter.errors.clone(),
        filter: form(&desk, &who, &fields, &filter).await?,
        pages: pages(&fields, offset, i64::try_from(lines.len()).unwrap_or(0), n),
        rows: sentence::rows(&desk, &who, lines).await?,
    };
    let title = who.say("audit-title", &[]);
    View::new(&desk, &who, Noun::Settings, title).refused(filter.errors.len()).show("settings_audit", &page).await
}

async fn form(desk: &Desk, who: &Who, fields: &Fields, filter: &Filter) -> Result<Form, Problem> {
    let everybody = (String::new(), who.say("audit-everybody", &[]));
    let people = audit::actors(&desk.store).await?.into_iter().map(|actor| {
        let name = sentence::actor(who, &actor);
        (actor, name)
    });
    let everything = (String::new(), who.say("audit-everything", &[]));
    let kinds = KINDS.map(|kind| (kind.to_owned(), who.say("audit-kind", &[("kind", kind.into())])));
    Ok(Form {
        action: HOME,
        who: SelectField::new("who", &filter.who, [everybody].into_iter().chain(people)),
        what: SelectField::new("what", filter.what, [everything].into_iter().chain(kinds)),
        from: Field::new("from", fields.line("from")).checked(&filter.errors),
        to: Field::new("to", fields.line("to")).checked(&filter.errors),
    })
}

/// The same filter on other pages; numbers are as shown.
fn pages(fields: &Fields, offset: i64, shown: i64, n: i64) -> Pages {
    let href = |path: &str, after: i64| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in ["who", "what", "from", "to"] {
            if fields.has(name) {
                query.append_pair(name, &fields.line(name));
            }
        }
        if after > 0 {
            query.append_pair("after", &after.to_string());
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    };
    Pages {
        first: if shown == 0 { 0 } else { offset + 1 },
        last: offset + shown,
        n,
        prev: if offset > 0 { href(HOME, (offset - PAGE).max(0)) } else { String::new() },
        next: if offset + shown < n && shown > 0 { href(HOME, offset + PAGE) } else { String::new() },
        csv: href("/settings/audit.csv", 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_officer_is() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        // Thu 26 Nov 2026, 00:00 in Berlin.
        assert_eq!(start_of_day("2026-11-26", 0, &berlin), Some(1_795_647_600_000));
        assert_eq!(start_of_day("2026-11-25", 1, &berlin), Some(1_795_647_600_000));
        assert_eq!(start_of_day("26.11.2026", 0, &berlin), None);
    }
}
