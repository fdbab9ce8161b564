//! A reporter added or edited. An address that opted out is not put back; what two edit at once is shown, not lost.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::list::called;
use super::{languages, reporter, rule};
use crate::directory::mailbox::meant;
use crate::model::address::EmailAddress;
use crate::model::contact::Consent;
use crate::model::ids::{IssueId, RegionId};
use crate::model::vocabulary::Vocabulary;
use crate::store::editing::{self, Edit, Written};
use crate::store::profile::Profile;
use crate::store::vocabulary;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{FacetOption, Field, OptionsField, Said, SelectField, Tick, Wrong};
use crate::web::desk::press::{self, Flash, see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, zones};

#[derive(Serialize)]
struct Page {
    new: bool,
    name: String,
    errors: Vec<Wrong>,
    refused: Option<Refused>,
    form: Form,
    back: String,
}

#[derive(Serialize)]
struct Refused {
    who: String,
    when: String,
    /// The sign-up page; empty while the office has none.
    link: String,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
    name: Field,
    address: Field,
    /// The address looks mistyped and is meant all the same.
    sure: Option<Tick>,
    outlet: Field,
    role: Field,
    phone: Field,
    language: SelectField,
    zone: SelectField,
    notes: Field,
    issues: Vec<FacetOption>,
    regions: Vec<FacetOption>,
    more: Field,
    consent: OptionsField,
    embargo: Tick,
    version: String,
}

/// Whose form it is.
struct Whose<'a> {
    known: Option<&'a Profile>,
    errors: Vec<Wrong>,
    refused: Option<Refused>,
    sure: bool,
    status: StatusCode,
}

impl<'a> Whose<'a> {
    fn of(known: Option<&'a Profile>) -> Self {
        Self { known, errors: Vec::new(), refused: None, sure: false, status: StatusCode::OK }
    }
}

pub async fn get_new(State(desk): State<Desk>, who: Who) -> Answer {
    show(&desk, &who, Whose::of(None), None).await
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let known = reporter::load(&desk, id).await?;
    if let Some(kept) = known.merged_into {
        return Ok(see(&format!("/reporters/{kept}/edit")));
    }
    show(&desk, &who, Whose::of(Some(&known)), None).await
}

/// What stands in the form: what was typed, else what is stored.
struct Stand {
    text: [String; 8],
    issues: Vec<i64>,
    regions: Vec<i64>,
    more: String,
    consent: String,
    embargo: bool,
}

const TEXTS: [&str; 8] = ["name", "address", "outlet", "role", "phone", "language", "zone", "notes"];

impl Stand {
    fn of(known: Option<&Profile>, typed: Option<&Fields>) -> Self {
        if let Some(fields) = typed {
            let text = TEXTS.map(|name| if name == "notes" { fields.lines(name) } else { fields.line(name) });
            return Self {
                text,
                issues: fields.numbers("issues"),
                regions: fields.numbers("regions"),
                more: fields.line("more"),
                consent: fields.line("consent"),
                embargo: fields.has("embargo"),
            };
        }
        let text = known.map(|found| &found.contact).map(|one| {
            [&one.name, &one.address, &one.outlet, &one.role, &one.phone, &one.language, &one.time_zone, &one.notes]
                .map(Clone::clone)
        });
        Self {
            text: text.unwrap_or_default(),
            issues: known.map(|found| found.contact.issues.iter().map(|id| id.0).collect()).unwrap_or_default(),
            regions: known.map(|found| found.contact.regions.iter().map(|id| id.0).collect()).unwrap_or_default(),
            more: String::new(),
            consent: known.map_or("press_role", |found| found.consent.as_str()).to_owned(),
            embargo: known.is_some_and(|found| found.embargo.is_some()),
        }
    }
}

async fn show(desk: &Desk, who: &Who, whose: Whose<'_>, typed: Option<&Fields>) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let facets = desk.counts.facets(&desk.store, &words).await?;
    let stand = Stand::of(whose.known, typed);
    let errors = whose.errors;
    let field = |name: &str, at: usize| Field::new(name, &stand.text[at]).checked(&errors);
    let id = whose.known.map(|found| found.contact.id);
    let action = id.map_or_else(|| "/reporters/add".to_owned(), |id| format!("/reporters/{id}/edit"));
    let name = whose.known.map(|found| called(&found.contact)).unwrap_or_default();
    let form = Form {
        action,
        once: press::once(),
        name: field("name", 0),
        address: field("address", 1),
        sure: whose.sure.then(|| Tick { id: "sure".to_owned(), name: "sure".to_owned(), chosen: false }),
        outlet: field("outlet", 2),
        role: field("role", 3),
        phone: field("phone", 4),
        language: SelectField { options: languages::options(who.lang, &stand.text[5]), ..SelectField::new("language", "", []) },
        zone: zone(who, &stand.text[6]),
        notes: field("notes", 7),
        issues: rule::places("issues", &words.issues, &stand.issues, &facets.issues),
        regions: rule::places("regions", &words.regions, &stand.regions, &facets.regions),
        more: Field::new("more", &stand.more).checked(&errors),
        consent: OptionsField::new(
            "consent",
            "radio",
            &[stand.consent.as_str()],
            &[("agreed", "consent-ground-agreed", ""), ("press_role", "consent-ground-role", "")],
        )
        .checked(&errors),
        embargo: Tick { id: "embargo".to_owned(), name: "embargo".to_owned(), chosen: stand.embargo },
        version: whose.known.map(Profile::version).unwrap_or_default(),
    };
    let title = match whose.known {
        None => who.say("reporter-add", &[]),
        Some(_) => who.say("reporter-edit-title", &[("who", (&name).into())]),
    };
    let back = id.map_or_else(|| "/reporters".to_owned(), |id| format!("/reporters/{id}"));
    let page = Page { new: whose.known.is_none(), name, errors, refused: whose.refused, form, back };
    let view = View::new(desk, who, Noun::Reporters, title).refused(page.errors.len());
    let view = if whose.status == StatusCode::OK { view } else { view.status(whose.status) };
    view.show("reporter_edit", &page).await
}

fn zone(who: &Who, chosen: &str) -> SelectField {
    let unsaid = (String::new(), who.say("reporter-unsaid", &[]));
    let own = (!chosen.is_empty() && !zones::is_known(chosen)).then(|| (chosen.to_owned(), chosen.to_owned()));
    SelectField::new("zone", chosen, std::iter::once(unsaid).chain(own).chain(zones::options()))
}

/// The form as an edit, or what is wrong with it. The address says whether it looks mistyped.
fn read(words: &Vocabulary, fields: &Fields) -> Result<(Edit, Option<&'static str>), Vec<Wrong>> {
    const LONGEST: [(&str, usize); 5] = [("name", 300), ("outlet", 300), ("role", 200), ("phone", 60), ("notes", 4_000)];
    let mut errors = Vec::new();
    let address = EmailAddress::parse(&fields.line("address"));
    if address.is_err() {
        let missing = fields.line("address").is_empty();
        errors.push(wrong("address", Said::key(if missing { "error-required" } else { "error-address" })));
    }
    for (name, most) in LONGEST {
        if fields.lines(name).chars().count() > most {
            errors.push(wrong(name, Said::key("error-too-long").n(i64::try_from(most).unwrap_or(0))));
        }
    }
    let mut regions: BTreeSet<RegionId> =
        fields.numbers("regions").into_iter().filter(|id| words.regions.get(*id).is_some()).map(RegionId).collect();
    let mut issues: BTreeSet<IssueId> =
        fields.numbers("issues").into_iter().filter(|id| words.issues.get(*id).is_some()).map(IssueId).collect();
    for name in fields.line("more").split(';').map(str::trim).filter(|name| !name.is_empty()) {
        match (words.region(name), words.issue(name)) {
            (Some(region), _) => drop(regions.insert(region)),
            (None, Some(issue)) => drop(issues.insert(issue)),
            (None, None) => errors.push(wrong("more", rule::unknown(words, name))),
        }
    }
    let (Ok(address), true) = (address, errors.is_empty()) else { return Err(errors) };
    let (language, zone) = (fields.line("language"), fields.line("zone"));
    let typo = meant(address.domain());
    let edit = Edit {
        address,
        name: fields.line("name"),
        outlet: fields.line("outlet"),
        role: fields.line("role"),
        language: if language.len() <= 35 { language } else { String::new() },
        time_zone: if jiff::tz::TimeZone::get(&zone).is_ok() { zone } else { String::new() },
        phone: fields.line("phone"),
        notes: fields.lines("notes"),
        regions,
        issues,
        consent: Consent::parse(&fields.line("consent")).unwrap_or_default(),
        embargo: fields.has("embargo"),
    };
    Ok((edit, typo))
}

pub async fn post_new(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    write(&desk, &who, &fields, None, "/reporters").await
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let known = reporter::load(&desk, id).await?;
    write(&desk, &who, &fields, Some(&known), &format!("/reporters/{id}")).await
}

async fn write(desk: &Desk, who: &Who, fields: &Fields, known: Option<&Profile>, back: &str) -> Answer {
    let press = press::begin(desk, who, fields, back).await?;
    let words = vocabulary::load(&desk.store).await?;
    let (edit, typo) = match read(&words, fields) {
        Ok(read) => read,
        Err(errors) => {
            press.undone().await?;
            return show(desk, who, Whose { errors, ..Whose::of(known) }, Some(fields)).await;
        }
    };
    let fresh = known.is_none_or(|found| found.contact.address_key != edit.address.key());
    if let Some(typo) = typo.filter(|_| fresh && !fields.has("sure")) {
        press.undone().await?;
        let errors = vec![wrong("address", Said::key("error-typo-domain").what(typo))];
        return show(desk, who, Whose { errors, sure: true, ..Whose::of(known) }, Some(fields)).await;
    }
    let written = match known {
        None => editing::add(&desk.store, &edit, &who.name, desk.now()).await?,
        Some(found) => {
            let seen = fields.line("version");
            editing::change(&desk.store, found.contact.id, &edit, &seen, &who.name, desk.now()).await?
        }
    };
    if let Written::Done(id) = written {
        let name = if edit.name.is_empty() { edit.address.as_str().to_owned() } else { edit.name };
        let flash = if known.is_none() { Flash::done("flash-added").what(name) } else { Flash::done("flash-saved") };
        return press.done(&format!("/reporters/{id}"), Some(flash)).await;
    }
    press.undone().await?;
    refuse(desk, who, fields, known, (&edit, written)).await
}

/// The form once more, with why it was not written.
async fn refuse(desk: &Desk, who: &Who, fields: &Fields, known: Option<&Profile>, (edit, written): (&Edit, Written)) -> Answer {
    let address = edit.address.as_str();
    match written {
        Written::Done(_) | Written::Gone => Err(Problem::NotFound),
        Written::Taken(_) => {
            let errors = vec![wrong("address", Said::key("error-address-known").what(address))];
            show(desk, who, Whose { errors, ..Whose::of(known) }, Some(fields)).await
        }
        Written::OptedOut { since } => {
            let errors = vec![wrong("address", Said::key("error-opted-out").what(address))];
            let refused = Refused { who: address.to_owned(), when: who.moment(since).text, link: String::new() };
            show(desk, who, Whose { errors, refused: Some(refused), ..Whose::of(known) }, Some(fields)).await
        }
        Written::Changed => {
            // What the other wrote is behind the link; what was typed stays, and a second press means it.
            let id = known.map_or(0, |found| found.contact.id.0);
            let now = reporter::load(desk, id).await?;
            let errors = vec![wrong("name", Said::key("error-people-changed"))];
            let whose = Whose { errors, status: StatusCode::CONFLICT, ..Whose::of(Some(&now)) };
            show(desk, who, whose, Some(fields)).await
        }
    }
}
