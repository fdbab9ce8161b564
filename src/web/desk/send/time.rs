//! When it goes out: now, at a moment somebody types, when an embargo ends, or in each reporter's morning; said back at
//! once in the zones of those who will read it. A time the clocks skip or show twice is asked about, never guessed.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::page::{self, Again};
use super::places;
use super::wish::Wish;
use crate::clock::{Millis, SECOND};
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::store::vocabulary;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Answer as Choice, Field, Hidden, OptionsField, Said, SelectField, Wrong};
use crate::web::desk::press::{see, wrong};
use crate::web::desk::problem::Answer;
use crate::web::desk::releases::head::load;
use crate::web::desk::when::{self, Unclear};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, zones};

/// The form.
#[derive(Debug, Serialize)]
pub struct When {
    options: Vec<Offer>,
    date: Field,
    time: Field,
    zone: SelectField,
    /// Which of two moments, where the clocks show a time twice.
    which: Option<OptionsField>,
    echo: String,
    action: String,
    fragment: String,
    deadline: String,
    fields: Vec<Hidden>,
}

#[derive(Debug, Serialize)]
struct Offer {
    id: String,
    value: &'static str,
    chosen: bool,
    n: i64,
    what: String,
}

/// What stands in the form: as it was typed, or as the moment is.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    when: String,
    date: String,
    time: String,
    zone: String,
    which: String,
}

impl Typed {
    pub fn of(fields: &Fields) -> Self {
        let line = |name| fields.line(name);
        Self { when: line("when"), date: line("date"), time: line("time"), zone: line("zone"), which: line("which") }
    }

    /// The form of a moment that is settled.
    fn settled(who: &Who, release: &Release, wish: &Wish) -> Self {
        let zone = zones::name(&who.zone);
        if wish.morning {
            return Self { when: "morning".to_owned(), zone, ..Self::default() };
        }
        let Some(at) = wish.at else { return Self { when: "now".to_owned(), zone, ..Self::default() } };
        let time = when::zoned(at, &who.zone);
        let when = if release.embargo == Some(at) { "embargo" } else { "at" };
        Self { when: when.to_owned(), date: time.date().to_string(), time: when::clock(&time), zone, which: String::new() }
    }

    /// The wish with the time that is meant.
    fn moment(&self, wish: Wish, release: &Release, now: Millis) -> Result<Wish, Wrong> {
        let lift = release.embargo.filter(|lift| *lift > now);
        match self.when.as_str() {
            "now" => return Ok(Wish { at: None, morning: false, ..wish }),
            // Not before it may be published.
            "morning" => return Ok(Wish { at: lift, morning: true, ..wish }),
            "embargo" => {
                let at = lift.ok_or_else(|| wrong("when-now", Said::key("error-choose")))?;
                return Ok(Wish { at: Some(at), morning: false, ..wish });
            }
            "at" => {}
            _ => return Err(wrong("when-now", Said::key("error-choose"))),
        }
        if !zones::is_known(&self.zone) {
            return Err(wrong("zone", Said::key("error-time-zone")));
        }
        let zone = TimeZone::get(&self.zone).map_err(|_| wrong("zone", Said::key("error-time-zone")))?;
        let (first, second) = when::both(&self.date, &self.time, &zone).map_err(|unclear| match unclear {
            Unclear::NoDate => wrong("date", Said::key("error-date-unclear")),
            Unclear::NoTime => wrong("time", Said::key("error-time-unclear")),
            Unclear::Skipped => wrong("time", Said::key("error-time-gap").what(&self.time)),
            Unclear::Twice => wrong("which", Said::key("error-time-twice").what(&self.time)),
        })?;
        let at = match (first == second, self.which.as_str()) {
            (true, _) | (false, "first") => first,
            (false, "second") => second,
            (false, _) => return Err(wrong("which", Said::key("error-time-twice").what(&self.time))),
        };
        if at < now {
            return Err(wrong("time", Said::key("error-time-past")));
        }
        Ok(Wish { at: Some(at), morning: false, ..wish })
    }

    /// Asked where the clocks show this time twice.
    fn which(&self, errors: &[Wrong]) -> Option<OptionsField> {
        let zone = TimeZone::get(&self.zone).ok().filter(|_| self.when == "at")?;
        let (first, second) = when::both(&self.date, &self.time, &zone).ok().filter(|(first, second)| first != second)?;
        let choice = |value: &str, at| Choice {
            id: format!("which-{value}"),
            name: "which".to_owned(),
            kind: "radio",
            value: value.to_owned(),
            key: format!("send-which-{value}"),
            what: format!("{} ({})", self.time, when::offset(&when::zoned(at, &zone))),
            chosen: self.which == value,
            ..Choice::default()
        };
        let options = vec![choice("first", first), choice("second", second)];
        Some(OptionsField { id: "which".to_owned(), error: None, options }.checked(errors))
    }
}

/// The form, with what was typed where it came back with mistakes.
pub fn form(desk: &Desk, who: &Who, about: (&Release, &Vocabulary), wish: &Wish, typed: Option<Typed>, errors: &[Wrong]) -> When {
    let (release, words) = about;
    let echo = match &typed {
        Some(_) => String::new(),
        None => echo_of(desk, who, about, wish),
    };
    let typed = typed.unwrap_or_else(|| Typed::settled(who, release, wish));
    let lift = release.embargo.filter(|lift| *lift > desk.now());
    let what = lift.map(|lift| when::exact(lift, who.lang, &who.zone)).unwrap_or_default();
    let values = ["now", "at"].into_iter().chain(lift.map(|_| "embargo")).chain(["morning"]);
    let options = values.map(|value| Offer {
        id: format!("when-{value}"),
        value,
        chosen: value == typed.when,
        n: desk.settings.hold / SECOND,
        what: what.clone(),
    });
    let mut fields = vec![Hidden { name: "at".to_owned(), value: wish.at_text() }];
    fields.extend(wish.hidden().into_iter().filter(|field| field.name != "morning"));
    When {
        options: options.collect(),
        date: Field::new("date", &typed.date).checked(errors),
        time: Field::new("time", &typed.time).checked(errors),
        zone: SelectField::new("zone", &typed.zone, zone_options(desk, who, release, words, &typed.zone)).checked(errors),
        which: typed.which(errors),
        echo,
        action: format!("/releases/{}/send/time", release.id),
        fragment: format!("/releases/{}/send/echo", release.id),
        deadline: String::new(),
        fields,
    }
}

/// The officer's zone, the office's, those of the readers, UTC, and whatever else was chosen.
fn zone_options(desk: &Desk, who: &Who, release: &Release, words: &Vocabulary, chosen: &str) -> Vec<(String, String)> {
    let mut names = vec![zones::name(&who.zone), zones::name(&desk.settings.zone)];
    names.extend(places::zones(release, words).into_iter().map(str::to_owned));
    names.push("UTC".to_owned());
    if zones::is_known(chosen) {
        names.push(chosen.to_owned());
    }
    let mut options: Vec<(String, String)> = Vec::new();
    for name in names {
        let Ok(zone) = TimeZone::get(&name) else { continue };
        if options.iter().all(|(known, _)| *known != name) {
            let offset = when::offset(&when::zoned(desk.now(), &zone));
            let text = when::place(&zone).map_or_else(|| "UTC".to_owned(), |place| format!("{place} ({offset})"));
            options.push((name, text));
        }
    }
    options
}

/// The moment in the officer's zone, the office's and those of the readers, and how far away it is.
fn echo_of(desk: &Desk, who: &Who, (release, words): (&Release, &Vocabulary), wish: &Wish) -> String {
    if wish.morning {
        let place = when::place(&desk.settings.zone).unwrap_or_else(|| "UTC".to_owned());
        return who.say("send-echo-morning", &[("what", (&place).into())]);
    }
    let Some(at) = wish.at else { return who.say("send-echo-now", &[("n", (desk.settings.hold / SECOND).into())]) };
    let own = when::zoned(at, &who.zone);
    let mut text = when::exact(at, who.lang, &who.zone);
    let mut told = vec![own.time()];
    let office = desk.settings.zone.clone();
    let others = places::zones(release, words).into_iter().filter_map(|name| TimeZone::get(name).ok());
    for zone in [office].into_iter().chain(others) {
        let there = when::zoned(at, &zone);
        // Places where the clocks show the same say nothing new.
        if told.contains(&there.time()) {
            continue;
        }
        told.push(there.time());
        let place = when::place(&zone).unwrap_or_else(|| "UTC".to_owned());
        if there.date() == own.date() {
            text.push_str(&format!(" = {} {place}", when::clock(&there)));
        } else {
            text.push_str(&format!(" = {} {place}", when::text(at, who.lang, &zone)));
        }
    }
    format!("{text} · {}", when::away(at - desk.now(), who.lang))
}

/// `POST /releases/{id}/send/time`: to the send page of that moment.
pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    let wish = Wish::of(&fields, &release, desk.now())?;
    let typed = Typed::of(&fields);
    match typed.moment(wish.clone(), &release, desk.now()) {
        Ok(wish) => Ok(see(&wish.href(id))),
        Err(mistake) => {
            let again = Again { errors: vec![mistake], time: Some(typed), ..Again::default() };
            page::show(&desk, &who, &release, &wish, again).await
        }
    }
}

/// `POST /releases/{id}/send/echo`: the same moment said back, or what is unclear about it.
pub async fn echo(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    let wish = Wish::of(&fields, &release, desk.now())?;
    let text = match Typed::of(&fields).moment(wish, &release, desk.now()) {
        Ok(wish) => echo_of(&desk, &who, (&release, &vocabulary::load(&desk.store).await?), &wish),
        Err(mistake) => who.say(&mistake.key, &[("n", mistake.n.into()), ("what", (&mistake.what).into())]),
    };
    let text = handlebars::html_escape(&text);
    Ok(Html(format!("<p id=\"when-echo\" data-say=\"{text}\">{text}</p>")).into_response())
}
