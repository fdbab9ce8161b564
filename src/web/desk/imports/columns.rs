//! The second step: what each column is, and what the names of regions and issues mean that nobody knows yet.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use serde::Serialize;

use super::{at, find, set_off};
use crate::directory::field::Field as Of;
use crate::directory::import::may_be_issue;
use crate::model::ids::ALL_ISSUES;
use crate::model::tree::Tree;
use crate::model::vocabulary::{Place, Synonym, Vocabulary, term_key};
use crate::store::imports::{self, Import, State as Stage, Unknown};
use crate::store::vocabulary::{self, Origin};
use crate::store::{import_rows, issues};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, Said, Tick, Wrong};
use crate::web::desk::press::{self, see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, UPLOAD};

/// Rows from which samples are taken, samples of a column, and their length in characters.
const LOOKED_AT: i64 = 20;
const SAMPLES: usize = 3;
const SAMPLE_LENGTH: usize = 60;

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    file: String,
    rows: i64,
    encoding: String,
    /// As it is said: a sign, or the message `import-tabs`.
    delimiter: String,
    columns: Vec<Column>,
    unknown: Vec<Asked>,
    regions: Vec<String>,
    issues: Vec<String>,
    create: Option<Tick>,
    form: Form,
    back: &'static str,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
}

#[derive(Serialize)]
struct Column {
    id: String,
    name: String,
    header: String,
    samples: Vec<Sample>,
    options: Vec<Meaning>,
    guessed: bool,
}

#[derive(Serialize)]
struct Sample {
    text: String,
}

#[derive(Serialize)]
struct Meaning {
    value: &'static str,
    key: String,
    chosen: bool,
}

#[derive(Serialize)]
struct Asked {
    term: String,
    n: i64,
    kind: String,
    /// The names of the hidden fields that say which term this is about.
    kind_name: String,
    term_name: String,
    field: Field,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let import = find(&desk, id).await?;
    if !matches!(import.state, Stage::Judging | Stage::Checked) {
        return Ok(see(&at(id, "")));
    }
    let fields = import.fields.clone();
    show(&desk, &who, &import, &fields, None, Vec::new()).await
}

async fn show(desk: &Desk, who: &Who, import: &Import, chosen: &[String], typed: Option<&Fields>, errors: Vec<Wrong>) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let rows = import_rows::after(&desk.store, import.id, 0, LOOKED_AT).await?;
    let column = |(number, header): (usize, &String)| Column {
        id: format!("col-{number}"),
        name: format!("col-{number}"),
        header: header.clone(),
        samples: samples(rows.iter().filter_map(|row| row.cells.get(number))),
        options: meanings(chosen.get(number).map_or("", String::as_str)),
        guessed: typed.is_none(),
    };
    let asked = import.unknown.iter().enumerate().map(|(number, unknown)| {
        let name = format!("map-{number}");
        let value = typed.map_or_else(|| near(&words, unknown), |typed| typed.line(&name));
        Asked {
            term: unknown.term.clone(),
            n: unknown.rows,
            kind: unknown.kind.clone(),
            kind_name: format!("kind-{number}"),
            term_name: format!("term-{number}"),
            field: Field::new(&name, value).checked(&errors),
        }
    });
    let delimiter = match import.delimiter.as_str() {
        "\t" => who.say("import-tabs", &[]),
        "" => who.say("import-cells", &[]),
        other => other.to_owned(),
    };
    let has_issues = words.issues.nodes().count() > 1;
    let asks_issues = import.unknown.iter().any(|unknown| unknown.kind == "issue");
    let page = Page {
        file: import.file.clone(),
        rows: import.rows,
        encoding: import.encoding.clone(),
        delimiter,
        columns: import.headers.iter().enumerate().map(column).collect(),
        unknown: asked.collect(),
        regions: known_regions(&words),
        issues: names(&words.issues),
        create: asks_issues.then(|| Tick {
            id: "create".to_owned(),
            name: "create".to_owned(),
            chosen: typed.map_or(!has_issues, |typed| typed.has("create")),
        }),
        form: Form { action: at(import.id, "/columns"), once: press::once() },
        back: UPLOAD,
        errors,
    };
    let view = View::new(desk, who, Noun::Reporters, who.say("import-columns-title", &[])).refused(page.errors.len());
    view.show("import_columns", &page).await
}

fn samples<'c>(cells: impl Iterator<Item = &'c String>) -> Vec<Sample> {
    let mut found: Vec<Sample> = Vec::new();
    for cell in cells {
        let text: String = cell.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SAMPLE_LENGTH).collect();
        if !text.is_empty() && !found.iter().any(|known| known.text == text) {
            found.push(Sample { text });
        }
        if found.len() == SAMPLES {
            break;
        }
    }
    found
}

fn meanings(chosen: &str) -> Vec<Meaning> {
    let ignore = Meaning { value: "ignore", key: "import-as-ignore".to_owned(), chosen: Of::parse(chosen).is_none() };
    let of = |field: Of| {
        let value = field.as_str();
        Meaning { value, key: format!("import-as-{value}"), chosen: value == chosen }
    };
    std::iter::once(ignore).chain(Of::ALL.into_iter().map(of)).collect()
}

fn names(tree: &Tree) -> Vec<String> {
    let names: BTreeSet<String> = tree.nodes().map(|node| node.name.clone()).collect();
    names.into_iter().collect()
}

/// Countries and what is larger; parts of countries are too many to offer, but may be typed.
fn known_regions(words: &Vocabulary) -> Vec<String> {
    let names: BTreeSet<String> =
        words.regions.nodes().filter(|node| !node.code.contains('-')).map(|node| node.name.clone()).collect();
    names.into_iter().collect()
}

/// A name the office knows that is nearly this one.
fn near(words: &Vocabulary, unknown: &Unknown) -> String {
    let tree = if unknown.kind == "region" { &words.regions } else { &words.issues };
    let wanted = term_key(&unknown.term);
    let close = |name: &str| {
        let key = name.to_lowercase();
        key.len().abs_diff(wanted.len()) <= 2 && strsim::normalized_levenshtein(&key, &wanted) >= 0.8
    };
    tree.nodes().map(|node| node.name.as_str()).find(|name| close(name)).unwrap_or_default().to_owned()
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let import = find(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, &at(id, "/check")).await?;
    let meaning = |number: usize| {
        let said = fields.line(&format!("col-{number}"));
        Of::parse(&said).map_or("", Of::as_str).to_owned()
    };
    let chosen: Vec<String> = (0..import.headers.len()).map(meaning).collect();
    let words = vocabulary::load(&desk.store).await?;
    let mut errors = Vec::new();
    if !chosen.iter().any(|field| field == "email") {
        errors.push(wrong("col-0", Said::key("error-import-email")));
    }
    let (settled, left) = settled(&fields, &words, &mut errors);
    if !errors.is_empty() {
        press.undone().await?;
        return show(&desk, &who, &import, &chosen, Some(&fields), errors).await;
    }
    vocabulary::settle(&desk.store, &settled, Origin::Import).await?;
    if fields.has("create") {
        for name in left.iter().filter(|name| may_be_issue(name)) {
            issues::insert(&desk.store, name, ALL_ISSUES, None, desk.now()).await?;
        }
    }
    let step = imports::judge(&desk.store, id, &chosen, import.rows, desk.now()).await?.ok_or(Problem::Conflict)?;
    set_off(&desk, step).await;
    press.done(&at(id, "/check"), None).await
}

/// What was said of each unknown name; and the names of issues of which nothing was said.
fn settled(fields: &Fields, words: &Vocabulary, errors: &mut Vec<Wrong>) -> (Vec<Synonym>, Vec<String>) {
    let (mut settled, mut left) = (Vec::new(), Vec::new());
    for number in 0.. {
        let (term, kind) = (fields.line(&format!("term-{number}")), fields.line(&format!("kind-{number}")));
        if term.is_empty() {
            break;
        }
        let name = format!("map-{number}");
        let said = fields.line(&name);
        let what = match kind.as_str() {
            "region" => words.region(&said).map(Place::Region),
            _ => words.issue(&said).map(Place::Issue),
        };
        match what {
            Some(what) => settled.push(Synonym { term_key: term_key(&term), what }),
            None if !said.is_empty() => errors.push(wrong(&name, Said::key("error-import-place").what(said))),
            None if kind == "issue" => left.push(term),
            None => {}
        }
    }
    (settled, left)
}
