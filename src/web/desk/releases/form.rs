//! The fields of a release: from what is stored into a form, and from a form into what is stored, with what is wrong
//! beside each field.

use jiff::tz::{Offset, TimeZone};
use serde::Serialize;

use crate::clock::Millis;
use crate::model::release::{Image, Release, ReleaseKind, split_note, with_note};
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Field, Said, SelectField, Wrong};
use crate::web::desk::press::wrong;
use crate::web::desk::when::{self, Unclear};
use crate::web::desk::who::Who;
use crate::web::desk::zones;

/// Kinds that can be begun and changed into each other.
pub const KINDS: [ReleaseKind; 4] =
    [ReleaseKind::Release, ReleaseKind::MediaAdvisory, ReleaseKind::Report, ReleaseKind::Statement];

/// The languages a mail's frame speaks, by their own names.
const LANGUAGES: [(&str, &str); 7] = [
    ("en", "English"),
    ("en-GB", "English (UK)"),
    ("es", "Español"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("ar", "العربية"),
    ("pt", "Português"),
];

pub const LONGEST_TITLE: usize = 500;

/// What is typed by hand, and how many characters of each fit.
const TEXTS: [(&str, usize); 10] = [
    ("subject", LONGEST_TITLE),
    ("teaser", 2_000),
    ("note", 2_000),
    ("body", 100_000),
    ("dateline", 200),
    ("image-url", 2_000),
    ("image-alt", 1_000),
    ("image-caption", 2_000),
    ("image-credit", 300),
    ("contact", 2_000),
];

const CHOSEN: [&str; 7] = ["kind", "language", "embargo-date", "embargo-time", "embargo-zone", "event-date", "event-time"];

#[derive(Debug, Serialize)]
pub struct Form {
    action: String,
    save: String,
    fragment: String,
    paste: String,
    subject: Field,
    teaser: Field,
    body: Field,
    kind: SelectField,
    language: SelectField,
    dateline: Field,
    embargo: Embargo,
    event: Option<Event>,
    image: Picture,
    contact: Field,
    note: Option<Field>,
    version: String,
}

#[derive(Debug, Serialize)]
struct Embargo {
    date: Field,
    time: Field,
    zone: SelectField,
    echo: String,
}

#[derive(Debug, Serialize)]
struct Event {
    date: Field,
    time: Field,
    echo: String,
}

#[derive(Debug, Serialize)]
struct Picture {
    open: bool,
    url: Field,
    alt: Field,
    caption: Field,
    credit: Field,
}

/// A stored release as the fields of its form, times in the officer's zone.
pub fn filled(release: &Release, who: &Who) -> Fields {
    let (note, body) = if release.kind.follows_up() { split_note(&release.body) } else { (String::new(), release.body.as_str()) };
    let image = release.image.as_ref();
    let image = |part: fn(&Image) -> &String| image.map_or("", |image| part(image).as_str());
    let (embargo_date, embargo_time) = release.embargo.map(|at| civil(at, &who.zone)).unwrap_or_default();
    let (event_date, event_time) = release.event.map(|at| civil(at, &who.zone)).unwrap_or_default();
    let zone = zones::name(&who.zone);
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs([
        ("subject", release.title.as_str()),
        ("teaser", &release.teaser),
        ("note", &note),
        ("body", body),
        ("kind", release.kind.as_str()),
        ("language", &release.language),
        ("dateline", &release.dateline),
        ("embargo-date", &embargo_date),
        ("embargo-time", &embargo_time),
        ("embargo-zone", &zone),
        ("event-date", &event_date),
        ("event-time", &event_time),
        ("image-url", image(|image| &image.url)),
        ("image-alt", image(|image| &image.alt)),
        ("image-caption", image(|image| &image.caption)),
        ("image-credit", image(|image| &image.credit)),
        ("contact", release.contact.as_deref().unwrap_or_default()),
    ]);
    Fields::parse(pairs.finish().as_bytes())
}

fn civil(at: Millis, zone: &TimeZone) -> (String, String) {
    let time = when::zoned(at, zone);
    (time.strftime("%Y-%m-%d").to_string(), when::clock(&time))
}

/// Name and value of everything in the form that is the writer's own.
pub fn typed(fields: &Fields) -> impl Iterator<Item = (&str, &str)> {
    let own = |name: &str| CHOSEN.contains(&name) || TEXTS.iter().any(|(known, _)| *known == name);
    fields.iter().filter(move |(name, _)| own(name))
}

/// The text of a field as it is stored: no control characters, nothing that turns the direction of what follows.
fn text(fields: &Fields, name: &str) -> String {
    let text = if matches!(name, "teaser" | "note" | "body" | "contact") { fields.lines(name) } else { fields.line(name) };
    let unseen = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fffc}' | '\u{fdd0}'..='\u{fdef}');
    text.replace('\t', "    ").chars().filter(|c| !unseen(*c) && u32::from(*c) & 0xfffe != 0xfffe).collect()
}

/// What the form makes of a release. A field that is wrong leaves what was stored.
pub fn read(fields: &Fields, stored: &Release) -> (Release, Vec<Wrong>) {
    let mut errors = Vec::new();
    let mut release = stored.clone();
    read_texts(fields, &mut release, &mut errors);
    match ReleaseKind::parse(fields.raw("kind")) {
        Some(kind) if kind == stored.kind || (KINDS.contains(&kind) && KINDS.contains(&stored.kind)) => release.kind = kind,
        _ => errors.push(wrong("kind", Said::key("error-choose"))),
    }
    match fields.raw("language") {
        language if language == stored.language || LANGUAGES.iter().any(|(tag, _)| *tag == language) => {
            language.clone_into(&mut release.language);
        }
        _ => errors.push(wrong("language", Said::key("error-choose"))),
    }
    match moment(fields, "embargo", stored.embargo) {
        Ok(at) => release.embargo = at,
        Err(error) => errors.push(error),
    }
    if release.kind == ReleaseKind::MediaAdvisory {
        match moment(fields, "event", stored.event) {
            Ok(Some(at)) => release.event = Some(at),
            Ok(None) => errors.push(wrong("event-date", Said::key("error-required"))),
            Err(error) => errors.push(error),
        }
    } else {
        release.event = None;
    }
    (release, errors)
}

fn read_texts(fields: &Fields, release: &mut Release, errors: &mut Vec<Wrong>) {
    for (name, most) in TEXTS {
        if text(fields, name).chars().count() > most {
            errors.push(wrong(name, too_long(most)));
        }
    }
    let fits = |errors: &[Wrong], name: &str| !errors.iter().any(|wrong| wrong.href.strip_prefix('#') == Some(name));
    let set = |field: &mut String, name: &str, errors: &[Wrong]| {
        if fits(errors, name) {
            *field = text(fields, name);
        }
    };
    if text(fields, "subject").is_empty() {
        errors.push(wrong("subject", Said::key("error-required")));
    }
    set(&mut release.title, "subject", errors);
    set(&mut release.teaser, "teaser", errors);
    set(&mut release.dateline, "dateline", errors);
    if fits(errors, "contact") {
        release.contact = Some(text(fields, "contact")).filter(|contact| !contact.trim().is_empty());
    }
    if fits(errors, "body") && fits(errors, "note") {
        let body = text(fields, "body");
        if release.kind.follows_up() {
            let note = text(fields, "note");
            if note.trim().is_empty() {
                errors.push(wrong("note", Said::key("error-note")));
            }
            release.body = with_note(note.trim(), &body);
        } else {
            release.body = body;
        }
    }
    let url = text(fields, "image-url");
    if !url.is_empty() && !is_web_address(&url) {
        errors.push(wrong("image-url", Said::key("error-web-address")));
    }
    let part = |name: &str| text(fields, name);
    if ["image-url", "image-alt", "image-caption", "image-credit"].iter().all(|name| fits(errors, name)) {
        release.image = (!url.is_empty()).then(|| Image {
            url,
            alt: part("image-alt"),
            caption: part("image-caption"),
            credit: part("image-credit"),
        });
    }
}

pub fn too_long(most: usize) -> Said {
    Said::key("error-too-long").n(i64::try_from(most).unwrap_or(i64::MAX))
}

/// What may be linked to: an address on the web.
pub fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        && !url.contains(|c: char| c.is_whitespace() || "<>\"\\^`{|}".contains(c))
}

/// The moment of `embargo` or `event`; `None` where nothing is typed.
fn moment(fields: &Fields, what: &str, stored: Option<Millis>) -> Result<Option<Millis>, Wrong> {
    let (date, time) = (fields.line(&format!("{what}-date")), fields.line(&format!("{what}-time")));
    let on = |part: &str, said: Said| wrong(&format!("{what}-{part}"), said);
    if date.is_empty() && time.is_empty() {
        return Ok(None);
    }
    let Some(zone) = zone(&fields.line("embargo-zone")) else {
        return Err(wrong("embargo-zone", Said::key("error-time-zone")));
    };
    // What was not touched stays what it was, also where the clocks show it twice.
    if let Some(at) = stored.filter(|at| civil(*at, &zone) == (date.clone(), time.clone())) {
        return Ok(Some(at));
    }
    when::parse(&date, &time, &zone).map(Some).map_err(|unclear| match unclear {
        Unclear::NoDate => on("date", Said::key("error-date-and-time")),
        Unclear::NoTime => on("time", Said::key("error-date-and-time")),
        Unclear::Skipped => on("time", Said::key("error-time-gap").what(&time)),
        Unclear::Twice => wrong("embargo-zone", Said::key("error-time-twice").what(&time)),
    })
}

/// A zone by name, or `UTC+02:00` as it is offered where a time comes twice.
fn zone(value: &str) -> Option<TimeZone> {
    if zones::is_known(value) {
        return TimeZone::get(value).ok();
    }
    let (sign, rest) = match value.strip_prefix("UTC")? {
        rest if rest.starts_with('+') => (1, &rest[1..]),
        rest if rest.starts_with('-') => (-1, &rest[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok().map(TimeZone::fixed)
}

/// The two offsets of a time that comes twice, as choices.
fn both_times(fields: &Fields, what: &str) -> Vec<(String, String)> {
    let (date, time) = (fields.line(&format!("{what}-date")), fields.line(&format!("{what}-time")));
    let Some(zone) = zone(&fields.line("embargo-zone")) else { return Vec::new() };
    if when::parse(&date, &time, &zone) != Err(Unclear::Twice) {
        return Vec::new();
    }
    let Ok(utc) = when::parse(&date, &time, &TimeZone::UTC) else { return Vec::new() };
    let place = zones::name(&zone).rsplit('/').next().unwrap_or_default().replace('_', " ");
    let around = [utc - 24 * 3_600_000, utc + 24 * 3_600_000];
    around
        .map(|at| {
            let seconds = when::zoned(at, &zone).offset().seconds();
            let sign = if seconds < 0 { '-' } else { '+' };
            let value = format!("UTC{sign}{:02}:{:02}", seconds.abs() / 3_600, seconds.abs() / 60 % 60);
            (value.clone(), format!("{place}, {value}"))
        })
        .into()
}

/// The form as it is shown. `release` is what the fields make of it; the version is the one its writer had read, the
/// fragment where the mail beside it comes from.
pub fn shown(fields: &Fields, release: &Release, (version, fragment): (i64, String), errors: &[Wrong], who: &Who) -> Form {
    let field = |name: &str| Field::new(name, fields.raw(name)).checked(errors);
    let here = format!("/releases/{}", release.id);
    let kinds = if KINDS.contains(&release.kind) { &KINDS[..] } else { std::slice::from_ref(&release.kind) };
    let kinds = kinds.iter().map(|kind| (kind.as_str().to_owned(), who.say("release-kind", &[("kind", kind.as_str().into())])));
    let language = fields.raw("language");
    let twice = [both_times(fields, "embargo"), both_times(fields, "event")].concat();
    let echo = |at: Option<Millis>| at.map(|at| said(at, fields, who)).unwrap_or_default();
    Form {
        save: format!("{here}/save"),
        paste: format!("{here}/paste"),
        action: here,
        fragment,
        subject: field("subject"),
        teaser: field("teaser"),
        body: field("body"),
        kind: SelectField::new("kind", fields.raw("kind"), kinds).checked(errors),
        language: SelectField::new("language", language, languages(&release.language)).checked(errors),
        dateline: field("dateline"),
        embargo: Embargo {
            date: field("embargo-date"),
            time: field("embargo-time"),
            zone: SelectField::new("embargo-zone", &fields.line("embargo-zone"), twice.into_iter().chain(zones::options()))
                .checked(errors),
            echo: echo(release.embargo),
        },
        event: (release.kind == ReleaseKind::MediaAdvisory).then(|| Event {
            date: field("event-date"),
            time: field("event-time"),
            echo: echo(release.event),
        }),
        image: Picture {
            open: !fields.raw("image-url").is_empty() || errors.iter().any(|wrong| wrong.href.starts_with("#image")),
            url: field("image-url"),
            alt: field("image-alt"),
            caption: field("image-caption"),
            credit: field("image-credit"),
        },
        contact: field("contact"),
        note: release.kind.follows_up().then(|| field("note")),
        version: version.to_string(),
    }
}

/// The moment with everything it is decided by, in the zone of the form.
fn said(at: Millis, fields: &Fields, who: &Who) -> String {
    let zone = zone(&fields.line("embargo-zone")).unwrap_or_else(|| who.zone.clone());
    when::exact(at, who.lang, &zone)
}

/// The languages to choose from, with one more when a release is in another.
pub fn languages(stored: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    if !LANGUAGES.iter().any(|(tag, _)| *tag == stored) {
        all.push((stored.to_owned(), stored.to_owned()));
    }
    all
}

pub fn is_language(tag: &str) -> bool {
    LANGUAGES.iter().any(|(known, _)| *known == tag)
}
