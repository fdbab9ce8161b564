//! Saved rules: the list with the people each means now, and one of them edited as a sentence.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::{draft, rule};
use crate::model::audience::{Choice, Resolved};
use crate::model::ids::{ContactId, SegmentId};
use crate::model::segment::Rule;
use crate::model::vocabulary::{Vocabulary, term_key};
use crate::store::segments::{self, Changed, Segment};
use crate::store::{audience, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{self, Field, Said, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::send::covers;
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct List {
    rows: Vec<Row>,
    add: &'static str,
    back: &'static str,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    sentence: String,
    n: i64,
    people: String,
}

#[derive(Serialize)]
struct Page {
    new: bool,
    name: String,
    errors: Vec<Wrong>,
    form: Form,
    rule: parts::Rule,
    more: Field,
    less: Field,
    count: Counted,
    delete: String,
    back: &'static str,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
    fragment: &'static str,
    name: Field,
    version: String,
}

#[derive(Default, Serialize)]
struct Counted {
    n: i64,
    href: String,
    sample: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    name: String,
    why: String,
}

const LIST: &str = "/reporters/segments";
const SAMPLE: usize = 5;

async fn resolve(desk: &Desk, words: &Vocabulary, rule: &Rule) -> Result<Resolved, Problem> {
    let opt_outs = audience::scoped_opt_outs(&desk.store).await?;
    Ok(Choice::of_segment(rule, desk.now()).resolve(&words.regions, &words.issues, &opt_outs))
}

pub async fn list(State(desk): State<Desk>, who: Who) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let mut rows = Vec::new();
    for segment in segments::list(&desk.store).await? {
        let resolved = resolve(&desk, &words, &segment.rule).await?;
        rows.push(Row {
            href: format!("{LIST}/{}", segment.id),
            sentence: rule::sentence(&desk, &who, &words, &segment.rule).await?,
            n: desk.counts.waterfall(&desk.store, &resolved).await?.matched,
            people: format!("/reporters?segment={}", segment.id),
            name: segment.name,
        });
    }
    let page = List { rows, add: "/reporters/segments/new", back: "/reporters" };
    View::new(&desk, &who, Noun::Reporters, who.say("segments-title", &[])).show("segments", &page).await
}

/// Who fits the rule now; `href` leads to all of them.
async fn count(desk: &Desk, who: &Who, words: &Vocabulary, rule: &Rule) -> Result<Counted, Problem> {
    let resolved = resolve(desk, words, rule).await?;
    let n = desk.counts.waterfall(&desk.store, &resolved).await?.matched;
    let found = if n > 0 { desk.counts.some(&desk.store, &resolved, ContactId(0), SAMPLE).await? } else { Vec::new() };
    let person = |one: &audience::Matched| Person {
        name: if one.name.is_empty() { one.address.clone() } else { one.name.clone() },
        why: covers(who, words, one),
    };
    let href = if n > 0 { format!("/reporters?set=1&{}", rule::query(rule)) } else { String::new() };
    Ok(Counted { n, href, sample: found.iter().map(person).collect() })
}

/// The form of a segment, new or known, with what stands in it.
struct Shown<'a> {
    known: Option<&'a Segment>,
    name: String,
    rule: Rule,
    errors: Vec<Wrong>,
    typed: Option<&'a Fields>,
    status: StatusCode,
}

async fn show(desk: &Desk, who: &Who, words: &Vocabulary, shown: Shown<'_>) -> Answer {
    let facets = desk.counts.facets(&desk.store, words).await?;
    let id = shown.known.map(|segment| segment.id);
    let typed = |name: &str| shown.typed.map(|fields| fields.line(name)).unwrap_or_default();
    let page = Page {
        new: id.is_none(),
        name: shown.known.map(|segment| segment.name.clone()).unwrap_or_default(),
        form: Form {
            action: id.map_or_else(|| "/reporters/segments/new".to_owned(), |id| format!("{LIST}/{id}")),
            once: press::once(),
            fragment: "/reporters/segments/count",
            name: Field::new("name", &shown.name).checked(&shown.errors),
            version: shown.known.map(Segment::version).unwrap_or_default(),
        },
        rule: rule::view(desk, who, words, &facets, &shown.rule).await?,
        more: Field::new("more", typed("more")).checked(&shown.errors),
        less: Field::new("less", typed("less")).checked(&shown.errors),
        count: count(desk, who, words, &shown.rule).await?,
        delete: id.map(|id| format!("{LIST}/{id}/delete")).unwrap_or_default(),
        back: LIST,
        errors: shown.errors,
    };
    let title = if page.new { who.say("segments-add", &[]) } else { page.name.clone() };
    let view = View::new(desk, who, Noun::Reporters, title).refused(page.errors.len());
    let view = if shown.status == StatusCode::OK { view } else { view.status(shown.status) };
    view.show("segment_edit", &page).await
}

/// A new one: empty, as the list was narrowed, or as a release has its audience.
pub async fn get_new(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let rule = match fields.number("release") {
        Some(id) => draft::as_rule(&draft::stored(&desk, &head::load(&desk, id).await?).await?),
        None => {
            let read = rule::read(&desk, &words, &fields, &mut Vec::new()).await?;
            Rule { down: read.down || fields.iter().next().is_none(), ..read }
        }
    };
    let shown = Shown { known: None, name: String::new(), rule, errors: Vec::new(), typed: None, status: StatusCode::OK };
    show(&desk, &who, &words, shown).await
}

async fn load(desk: &Desk, id: i64) -> Result<Segment, Problem> {
    segments::get(&desk.store, SegmentId(id)).await?.ok_or(Problem::NotFound)
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let segment = load(&desk, id).await?;
    let words = vocabulary::load(&desk.store).await?;
    let (name, rule) = (segment.name.clone(), segment.rule.clone());
    let shown = Shown { known: Some(&segment), name, rule, errors: Vec::new(), typed: None, status: StatusCode::OK };
    show(&desk, &who, &words, shown).await
}

/// The number alone, for a form that is being changed.
pub async fn counted(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let rule = rule::read(&desk, &words, &fields, &mut Vec::new()).await?;
    let empty = || Field::new("name", "");
    let page = Page {
        new: true,
        name: String::new(),
        errors: Vec::new(),
        form: Form { action: String::new(), once: String::new(), fragment: "", name: empty(), version: String::new() },
        rule: parts::Rule::default(),
        more: empty(),
        less: empty(),
        count: count(&desk, &who, &words, &rule).await?,
        delete: String::new(),
        back: LIST,
    };
    View::new(&desk, &who, Noun::Reporters, String::new()).fragments("segment_edit", &page, &["segment-count"])
}

pub async fn post_new(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    write(&desk, &who, &fields, None).await
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let segment = load(&desk, id).await?;
    write(&desk, &who, &fields, Some(&segment)).await
}

async fn write(desk: &Desk, who: &Who, fields: &Fields, known: Option<&Segment>) -> Answer {
    let press = press::begin(desk, who, fields, LIST).await?;
    let words = vocabulary::load(&desk.store).await?;
    let name: String = fields.line("name").chars().take(200).collect();
    let mut errors = Vec::new();
    if term_key(&name).is_empty() {
        errors.push(wrong("name", Said::key("error-required")));
    }
    let rule = rule::read(desk, &words, fields, &mut errors).await?;
    for (facet, empty) in [("rule-issues", rule.issues.is_empty()), ("rule-regions", rule.regions.is_empty())] {
        if empty {
            errors.push(wrong(facet, Said::key("error-choose-place").what(facet.trim_start_matches("rule-"))));
        }
    }
    if errors.is_empty() {
        match store(desk, who, known, (&name, &rule), &fields.line("version")).await? {
            Changed::Done => return press.done(LIST, Some(Flash::done("flash-saved"))).await,
            Changed::NameTaken => errors.push(wrong("name", Said::key("error-name-taken").what(&name))),
            Changed::Meanwhile => {
                press.undone().await?;
                let known = load(desk, known.map_or(0, |segment| segment.id.0)).await?;
                let errors = vec![wrong("name", Said::key("error-people-changed"))];
                let shown = Shown { known: Some(&known), name, rule, errors, typed: Some(fields), status: StatusCode::CONFLICT };
                return show(desk, who, &words, shown).await;
            }
            Changed::Gone | Changed::InUse(_) => return Err(Problem::NotFound),
        }
    }
    press.undone().await?;
    show(desk, who, &words, Shown { known, name, rule, errors, typed: Some(fields), status: StatusCode::OK }).await
}

async fn store(
    desk: &Desk,
    who: &Who,
    known: Option<&Segment>,
    (name, rule): (&str, &Rule),
    seen: &str,
) -> Result<Changed, Problem> {
    let now = desk.now();
    if let Some(segment) = known {
        return Ok(segments::change(&desk.store, segment.id, (name, rule), seen, &who.name, now).await?);
    }
    let Some(id) = segments::insert(&desk.store, name, rule, now).await? else { return Ok(Changed::NameTaken) };
    segments::note(&desk.store, id, "segment.add", &who.name, now).await?;
    Ok(Changed::Done)
}

pub async fn delete(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let segment = load(&desk, id).await?;
    ask(&desk, &who, &segment, segments::in_use(&desk.store, segment.id).await?).await
}

async fn ask(desk: &Desk, who: &Who, segment: &Segment, used: i64) -> Answer {
    let here = format!("{LIST}/{}", segment.id);
    let mut page = Confirm::new("delete_segment", &segment.name, format!("{here}/delete"), here);
    if used > 0 {
        page.facts.push(Said::key("confirm-fact-in-use").n(used));
    }
    page.show(desk, who, Noun::Reporters).await
}

pub async fn post_delete(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let segment = load(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, LIST).await?;
    match segments::delete(&desk.store, segment.id, &who.name, desk.now()).await? {
        Changed::Done => press.done(LIST, Some(Flash::done("flash-segment-deleted").what(segment.name))).await,
        Changed::InUse(n) => press.done(&format!("{LIST}/{id}"), Some(Flash::warn("flash-segment-in-use").n(n))).await,
        _ => Err(Problem::NotFound),
    }
}
