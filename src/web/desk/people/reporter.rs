//! One reporter: who they are, what they cover, whether mail reaches them and why not, what comes and what came.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;

use super::list::called;
use super::{languages, reach};
use crate::clock::DAY;
use crate::model::audience::Choice;
use crate::model::contact::{Consent, Reach};
use crate::model::delivery::DeliveryState;
use crate::model::ids::ContactId;
use crate::model::vocabulary::Vocabulary;
use crate::store::profile::{self, Happened, Profile};
use crate::store::suppressions::{self, Reason, Scope, Suppression};
use crate::store::{audience, directory, people, segments, tidying, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Field, Moment, Pages, Said, State as Shown, Words};
use crate::web::desk::press::{self, Flash, see};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::when;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    name: String,
    address: String,
    outlet: String,
    role: String,
    phone: String,
    call: String,
    language: String,
    zone: String,
    notes: String,
    state: Shown,
    said: Option<Said>,
    covers: Vec<Chip>,
    regions: Vec<Chip>,
    segments: Vec<Link>,
    consent: Said,
    embargo: Option<Agreed>,
    other: Vec<Other>,
    coming: Vec<Coming>,
    past: Vec<Past>,
    pages: Pages,
    links: Links,
    pause: Option<Pause>,
    resume: Option<Act>,
}

#[derive(Serialize)]
struct Chip {
    text: String,
}

#[derive(Serialize)]
struct Link {
    name: String,
    href: String,
}

#[derive(Serialize)]
struct Agreed {
    who: String,
    when: String,
}

#[derive(Serialize)]
struct Other {
    address: String,
    href: String,
}

#[derive(Serialize)]
struct Coming {
    title: Words,
    href: String,
    at: Moment,
    why: String,
}

#[derive(Serialize)]
struct Past {
    at: Moment,
    icon: &'static str,
    tone: &'static str,
    key: &'static str,
    title: Option<Words>,
    href: String,
    what: String,
}

#[derive(Serialize)]
struct Links {
    list: &'static str,
    edit: String,
    merge: String,
    erase: String,
    export: String,
    left: String,
}

#[derive(Serialize)]
struct Pause {
    action: String,
    once: String,
    until: Field,
}

const PAGE: i64 = 20;

/// Somebody of this number, or no page; the entry they became part of instead.
pub(super) async fn load(desk: &Desk, id: i64) -> Result<Profile, Problem> {
    profile::find(&desk.store, ContactId(id)).await?.ok_or(Problem::NotFound)
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let found = load(&desk, id).await?;
    if let Some(kept) = found.merged_into {
        return Ok(see(&format!("/reporters/{kept}")));
    }
    show(&desk, &who, &found, &fields, None).await
}

async fn show(desk: &Desk, who: &Who, found: &Profile, fields: &Fields, wrong_day: Option<Said>) -> Answer {
    let (contact, now) = (&found.contact, desk.now());
    let words = vocabulary::load(&desk.store).await?;
    let state = people::reach_of(&desk.store, &contact.address_key, found.is_placed(), now).await?;
    let stands = suppressions::list(&desk.store, &contact.address_key, now).await?;
    let n = fields.number("page").unwrap_or(1).clamp(1, 10_000);
    let (past, all) = profile::past(&desk.store, &contact.address_key, PAGE, (n - 1) * PAGE).await?;
    let last = (n - 1) * PAGE + i64::try_from(past.len()).unwrap_or(0);
    let base = format!("/reporters/{}", contact.id);
    let office_pause = tidying::is_office_pause(&desk.store, &contact.address_key, now).await?;
    let may_pause = matches!(state, Reach::Active | Reach::NotPlaced);
    let mistakes = usize::from(wrong_day.is_some());
    let until = Field { error: wrong_day, ..Field::new("until", fields.line("until")) };
    let page = Page {
        name: called(contact),
        address: contact.address.clone(),
        outlet: contact.outlet.clone(),
        role: contact.role.clone(),
        call: format!("tel:{}", contact.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>()),
        phone: contact.phone.clone(),
        language: if contact.language.is_empty() { String::new() } else { languages::name(&contact.language) },
        zone: contact.time_zone.clone(),
        notes: contact.notes.clone(),
        state: reach::state(state),
        said: said(who, &words, state, &stands),
        covers: contact.issues.iter().map(|id| Chip { text: words.issues.name(id.0).to_owned() }).collect(),
        regions: contact.regions.iter().map(|id| Chip { text: words.regions.name(id.0).to_owned() }).collect(),
        segments: in_segments(desk, &words, contact.id).await?,
        consent: consent(who, found),
        embargo: found.embargo.as_ref().map(|(at, by)| Agreed { who: by.clone(), when: who.moment(*at).text }),
        other: other(desk, found).await?,
        coming: coming(desk, who, found).await?,
        past: past.into_iter().map(|one| past_of(who, &words, one)).collect(),
        pages: Pages {
            first: if all > 0 { (n - 1) * PAGE + 1 } else { 0 },
            last,
            n: all,
            prev: if n > 1 { format!("{base}?page={}", n - 1) } else { String::new() },
            next: if last < all { format!("{base}?page={}", n + 1) } else { String::new() },
            csv: String::new(),
        },
        links: Links {
            list: "/reporters",
            edit: format!("{base}/edit"),
            merge: format!("{base}/merge"),
            erase: format!("{base}/erase"),
            export: format!("{base}/export"),
            left: format!("{base}/left"),
        },
        pause: may_pause.then(|| Pause { action: format!("{base}/pause"), once: press::once(), until }),
        resume: (state == Reach::Paused && office_pause).then(|| press::act(format!("{base}/resume"))),
    };
    View::new(desk, who, Noun::Reporters, page.name.clone()).refused(mistakes).show("reporter", &page).await
}

/// What the state means, in a sentence with its reason; what they left by name where nothing else is to be said.
fn said(who: &Who, words: &Vocabulary, state: Reach, stands: &[Suppression]) -> Option<Said> {
    let when = |one: &Suppression| who.moment(one.created).text;
    let of = |reason| stands.iter().find(|one| one.scope == Scope::Office && one.reason == reason);
    match state {
        Reach::OptedOut => {
            let chosen = of(Reason::Unsubscribed).or_else(|| of(Reason::Complained));
            let one = chosen.or_else(|| of(Reason::Officer)).or_else(|| of(Reason::Erased))?;
            let key = if chosen.is_some() { "reporter-said-opted-out" } else { "reporter-said-officer" };
            Some(Said::key(key).when(when(one)))
        }
        Reach::Bounced => Some(Said::key("reporter-said-bounced").when(when(of(Reason::Bounced)?))),
        Reach::Paused => {
            let until = of(Reason::Paused)?.until.map(|until| who.moment(until).text).unwrap_or_default();
            Some(Said::key("reporter-said-paused").when(until))
        }
        Reach::NotPlaced => Some(Said::key("reporter-said-not-placed")),
        Reach::Active => {
            let one = stands.iter().find(|one| one.scope != Scope::Office)?;
            Some(Said::key("reporter-said-opted-out-issue").what(place(words, one.scope)).when(when(one)))
        }
    }
}

fn place(words: &Vocabulary, scope: Scope) -> String {
    match scope {
        Scope::Office => String::new(),
        Scope::Issue(id) => words.issues.name(id.0).to_owned(),
        Scope::Region(id) => words.regions.name(id.0).to_owned(),
    }
}

fn consent(who: &Who, found: &Profile) -> Said {
    let when = found.consent_at.map(|at| who.moment(at).text).unwrap_or_default();
    let key = match found.consent {
        Consent::Unsaid => "consent-none",
        Consent::Agreed => "consent-agreed",
        Consent::PressRole => "consent-press-role",
    };
    Said::key(key).when(when).what(&found.consent_source)
}

/// The other addresses of the same person: linked ones, and those that became part of this entry.
async fn other(desk: &Desk, found: &Profile) -> Result<Vec<Other>, Problem> {
    let merged = profile::merged(&desk.store, found.contact.id).await?;
    let linked = directory::same_person(&desk.store, &found.contact).await?;
    let is_merged = |id: ContactId| merged.iter().any(|one| one.id == id);
    let mut other: Vec<Other> =
        merged.iter().map(|one| Other { address: one.address.clone(), href: format!("mailto:{}", one.address) }).collect();
    let linked = linked.into_iter().filter(|one| !is_merged(one.id));
    other.extend(linked.map(|one| Other { href: format!("/reporters/{}", one.id), address: one.address }));
    Ok(other)
}

/// The saved rules this reporter fits now.
async fn in_segments(desk: &Desk, words: &Vocabulary, id: ContactId) -> Result<Vec<Link>, Problem> {
    let opt_outs = audience::scoped_opt_outs(&desk.store).await?;
    let mut found = Vec::new();
    for segment in segments::list(&desk.store).await? {
        let resolved = Choice::of_segment(&segment.rule, desk.now()).resolve(&words.regions, &words.issues, &opt_outs);
        if audience::find(&desk.store, &resolved, id).await?.is_some() {
            found.push(Link { name: segment.name, href: format!("/reporters/segments/{}", segment.id) });
        }
    }
    Ok(found)
}

async fn coming(desk: &Desk, who: &Who, found: &Profile) -> Result<Vec<Coming>, Problem> {
    let rows = profile::coming(&desk.store, &found.contact.address_key).await?;
    let row = |one: profile::Coming| Coming {
        title: Words::new(one.title, &one.language),
        href: format!("/releases/{}", one.release),
        at: who.moment(one.at),
        why: if one.reason.is_empty() { who.say("people-by-hand", &[]) } else { one.reason },
    };
    Ok(rows.into_iter().map(row).collect())
}

fn past_of(who: &Who, words: &Vocabulary, one: profile::Past) -> Past {
    let at = who.moment(one.at);
    match one.what {
        Happened::Copy { release, title, language, state, left_out, reply, .. } => {
            let (icon, tone, key) = match state {
                DeliveryState::Accepted => ("check", "ok", "reporter-past-accepted"),
                DeliveryState::InDoubt => ("doubt", "warn", "reporter-past-doubt"),
                DeliveryState::LeftOut => ("left", "off", "reporter-past-left-out"),
                _ => ("cross", "bad", "reporter-past-refused"),
            };
            let what = match left_out {
                Some(why) => who.say("reporter-why-left-out", &[("why", why.as_str().into())]),
                None => reply,
            };
            let title = release.map(|_| Words::new(title, &language));
            let href = release.map(|id| format!("/releases/{id}")).unwrap_or_default();
            Past { at, icon, tone, key, title, href, what }
        }
        Happened::Suppressed { reason, scope } => {
            let about = match scope {
                Scope::Office => who.say("reporter-everything", &[]),
                _ => place(words, scope),
            };
            let what = who.say("reporter-why-out", &[("why", reason.as_str().into()), ("what", (&about).into())]);
            Past { at, icon: "left", tone: "off", key: "reporter-past-out", title: None, href: String::new(), what }
        }
    }
}

/// Writes nothing to them until a day.
pub async fn pause(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let found = load(&desk, id).await?;
    let back = format!("/reporters/{id}");
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let now = desk.now();
    match when::parse(&fields.line("until"), "00:00", &who.zone) {
        Ok(until) if until > now && until < now + 5 * 366 * DAY => {
            tidying::pause(&desk.store, found.contact.id, until, &who.name, now).await?;
            let flash = Flash::done("flash-paused").what(called(&found.contact)).undo(format!("{back}/resume"));
            press.done(&back, Some(flash)).await
        }
        _ => {
            press.undone().await?;
            show(&desk, &who, &found, &fields, Some(Said::key("error-people-day"))).await
        }
    }
}

/// Ends the office's own pause.
pub async fn resume(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let found = load(&desk, id).await?;
    let back = format!("/reporters/{id}");
    let press = press::begin(&desk, &who, &fields, &back).await?;
    let ended = tidying::end_pause(&desk.store, found.contact.id, &who.name, desk.now()).await?;
    let flash = if ended { Flash::done("flash-resumed") } else { Flash::warn("flash-not-ours") };
    press.done(&back, Some(flash.what(called(&found.contact)))).await
}

/// Everything that is held about them, to be given to them.
pub async fn export(State(desk): State<Desk>, _who: Who, Path(id): Path<i64>) -> Answer {
    let found = load(&desk, id).await?;
    let mut all = profile::everything(&desk.store, &found, desk.now()).await?;
    let merged = profile::merged(&desk.store, found.contact.id).await?;
    let mut parts = Vec::new();
    for one in merged {
        if let Some(part) = profile::find(&desk.store, one.id).await? {
            parts.push(profile::everything(&desk.store, &part, desk.now()).await?);
        }
    }
    all["merged"] = parts.into();
    let text = serde_json::to_string_pretty(&all).map_err(|error| Problem::broken(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"reporter-{id}.json\"")),
    ];
    Ok((headers, text).into_response())
}
