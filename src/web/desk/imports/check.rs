//! The third step: what would happen, before anything is stored. A row that cannot come in has its reason beside it and
//! its cell to be put right.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use serde::Serialize;

use super::{at, find, result};
use crate::directory::staged::{self, Difference};
use crate::directory::{Code, meant};
use crate::store::import_rows::{self, Flaw, Staged};
use crate::store::imports::{Ground, Import, State as Stage, Tally};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Hidden, Said, Tick, Wrong};
use crate::web::desk::press::{self, see};
use crate::web::desk::problem::{Answer, Problem, hidden};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, when};

/// Rows with something to say that are on the page; the rest is in the CSV.
const SHOWN: i64 = 200;
/// Rows that are looked through for what changes, and changes that are shown.
const COMPARED: i64 = 200;
const CHANGES: usize = 60;

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    sum: Tally,
    words: Words,
    todo: Vec<Said>,
    groups: Vec<Group>,
    more: i64,
    csv: String,
    csv_n: i64,
    updates: Vec<Update>,
    /// People among them.
    updates_n: usize,
    recheck: Recheck,
    form: Form,
    n: i64,
    opt_out: bool,
    back: String,
}

/// Messages that differ where people are kept out and not brought in.
#[derive(Serialize)]
struct Words {
    sum: &'static str,
    go: &'static str,
    go_skip: &'static str,
}

#[derive(Serialize)]
struct Recheck {
    action: String,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
    fields: Vec<Hidden>,
}

/// Rows that cannot come in, or that come in and should be looked at.
#[derive(Serialize)]
struct Group {
    key: &'static str,
    rows: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    row: i64,
    name: String,
    flaws: Vec<Reason>,
    skip: Tick,
}

#[derive(Serialize)]
struct Reason {
    code: String,
    key: String,
    what: String,
    cell: Option<Cell>,
    suggestion: String,
}

#[derive(Serialize)]
struct Cell {
    id: String,
    name: String,
    value: String,
    col: String,
}

#[derive(Serialize)]
struct Update {
    row: i64,
    name: String,
    /// A message `import-as-…`.
    field: String,
    old: String,
    new: String,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let import = find(&desk, id).await?;
    match import.state {
        Stage::Judging => result::show(&desk, &who, &import).await,
        Stage::Checked => show(&desk, &who, &import).await,
        _ => Ok(see(&at(id, ""))),
    }
}

async fn show(desk: &Desk, who: &Who, import: &Import) -> Answer {
    let (out, looks) = import_rows::count_listed(&desk.store, import.id).await?;
    let first = import_rows::listed(&desk.store, import.id, 2, 0, SHOWN).await?;
    let left = SHOWN - i64::try_from(first.len()).unwrap_or(SHOWN);
    let second = import_rows::listed(&desk.store, import.id, 1, 0, left).await?;
    let groups = [("import-problems", first), ("import-looks", second)];
    let groups = groups.into_iter().filter(|(_, rows)| !rows.is_empty());
    let groups = groups.map(|(key, rows)| Group { key, rows: rows.iter().map(|row| shown(who, import, row)).collect() });
    let changes = if import.ground == Ground::OptOut || import.tally.updated == 0 {
        Vec::new()
    } else {
        let updated = import_rows::with_verdict(&desk.store, import.id, "updated", COMPARED).await?;
        staged::differences(&desk.store, import, &updated).await?
    };
    let (tally, opt_out) = (import.tally.clone(), import.ground == Ground::OptOut);
    let words = match opt_out {
        true => Words { sum: "import-sum-out", go: "import-go-out", go_skip: "import-go-out-skip" },
        false => Words { sum: "import-sum", go: "import-go", go_skip: "import-go-skip" },
    };
    let page = Page {
        errors: Vec::new(),
        words,
        todo: todo(&tally),
        groups: groups.collect(),
        more: (out + looks - SHOWN).max(0),
        csv: at(import.id, "/problems.csv"),
        csv_n: out + looks,
        updates_n: changes.iter().take(CHANGES).map(|change| change.row).collect::<BTreeSet<_>>().len(),
        updates: changes.into_iter().take(CHANGES).map(update).collect(),
        recheck: Recheck { action: at(import.id, "/check") },
        form: Form { action: at(import.id, "/go"), once: press::once(), fields: hidden(&[("turn", &import.turn.to_string())]) },
        // Of those on a list of the unwanted only the new ones are anything to be done.
        n: if opt_out { tally.added } else { tally.added + tally.updated },
        opt_out,
        back: at(import.id, "/columns"),
        sum: tally,
    };
    View::new(desk, who, Noun::Reporters, who.say("import-check-title", &[])).show("import_check", &page).await
}

/// What only a person can put right, by how many rows it is about.
fn todo(tally: &Tally) -> Vec<Said> {
    const KNOWN: [(&str, &str); 7] = [
        ("email.invalid", "import-todo-email-invalid"),
        ("email.missing", "import-todo-email-missing"),
        ("email.typo_domain", "import-todo-email-typo-domain"),
        ("too_long", "import-todo-too-long"),
        ("encoding", "import-todo-encoding"),
        ("region.unknown", "import-todo-region-unknown"),
        ("issue.unknown", "import-todo-issue-unknown"),
    ];
    KNOWN.iter().filter_map(|(code, key)| tally.codes.get(*code).map(|n| Said::key(*key).n(*n))).collect()
}

fn update(change: Difference) -> Update {
    let Difference { row, name, field, old, new } = change;
    Update { row, name, field: format!("import-as-{field}"), old, new }
}

fn shown(who: &Who, import: &Import, staged: &Staged) -> Shown {
    let mut columns: Vec<usize> = Vec::new();
    let flaws = staged.flaws.iter().map(|flaw| {
        // Two reasons may be about one cell; it is there once.
        let column = flaw.column.filter(|column| !columns.contains(column));
        columns.extend(column);
        reason(who, import, staged, flaw, column)
    });
    Shown {
        row: staged.row,
        name: named(import, staged),
        flaws: flaws.collect(),
        skip: Tick { id: format!("skip-{}", staged.row), name: format!("skip-{}", staged.row), chosen: staged.skipped },
    }
}

/// Who a row is about, as far as it says.
fn named(import: &Import, staged: &Staged) -> String {
    let cell = |field: &str| {
        let columns = import.fields.iter().zip(&staged.cells).filter(|(of, _)| *of == field);
        columns.map(|(_, cell)| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default()
    };
    let whole = format!("{} {}", cell("first-name"), cell("last-name"));
    let names = [cell("name"), whole.trim(), cell("email")];
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().chars().take(80).collect()
}

fn reason(who: &Who, import: &Import, staged: &Staged, flaw: &Flaw, column: Option<usize>) -> Reason {
    let value = column.and_then(|column| staged.cells.get(column)).map(String::as_str).unwrap_or_default();
    let value_of = |column: Option<usize>| column.and_then(|column| staged.cells.get(column)).cloned().unwrap_or_default();
    let field = column.and_then(|column| import.fields.get(column)).map(String::as_str).unwrap_or_default();
    let what = match Code::parse(&flaw.code) {
        Some(Code::EmailInvalid | Code::RoleAddress) => value_of(flaw.column),
        Some(Code::TypoDomain) => flaw.detail.split(':').next().unwrap_or_default().to_owned(),
        Some(Code::Duplicate) => flaw.detail.trim_start_matches("row ").to_owned(),
        Some(Code::OptedOut | Code::Bounced) => date(who, &flaw.detail),
        _ => flaw.detail.clone(),
    };
    let offers = matches!(Code::parse(&flaw.code), Some(Code::EmailInvalid | Code::TypoDomain));
    Reason {
        key: format!("import-why-{}", flaw.code.replace(['.', '_'], "-")),
        code: flaw.code.clone(),
        what,
        cell: column.map(|column| Cell {
            id: format!("cell-{}-{column}", staged.row),
            name: format!("cell-{}-{column}", staged.row),
            value: in_one_line(value, field),
            col: format!("import-as-{}", if field.is_empty() { "ignore" } else { field }),
        }),
        suggestion: if offers { meant(&value_of(flaw.column)).unwrap_or_default() } else { String::new() },
    }
}

/// A cell as an input of one line can hold it.
fn in_one_line(cell: &str, field: &str) -> String {
    let between = if matches!(field, "regions" | "issues") { "; " } else { " " };
    cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

/// `2026-03-03` as this officer reads it.
fn date(who: &Who, day: &str) -> String {
    let day: Option<jiff::civil::Date> = day.parse().ok();
    let zoned = day.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
    zoned.map(|zoned| when::date(&zoned, who.lang)).unwrap_or_default()
}

/// Rows put right, or left out; one of them or all that were shown.
pub async fn post(State(desk): State<Desk>, _who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let import = find(&desk, id).await?;
    if import.state != Stage::Checked {
        return Err(Problem::Conflict);
    }
    let mut numbers = fields.number("only").map_or_else(|| fields.numbers("row"), |only| vec![only]);
    numbers.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let rows = import_rows::these(&desk.store, id, &numbers).await?;
    let corrected: Vec<Staged> = rows.iter().filter_map(|row| corrected(&import, row, &fields)).collect();
    if !corrected.is_empty() {
        import_rows::correct(&desk.store, id, &corrected).await?;
        staged::look_again(&desk.store, &desk.clock, &import, &corrected).await?;
    }
    Ok(see(&at(id, "/check")))
}

/// The row as the form has it; `None` when that is what it was.
fn corrected(import: &Import, row: &Staged, fields: &Fields) -> Option<Staged> {
    let mut now = row.clone();
    for column in 0..import.headers.len() {
        let name = format!("cell-{}-{column}", row.row);
        let field = import.fields.get(column).map_or("", String::as_str);
        if fields.has(&name) {
            now.cells.resize(now.cells.len().max(column + 1), String::new());
            let typed = fields.line(&name);
            if typed != in_one_line(&now.cells[column], field) {
                now.cells[column] = typed;
            }
        }
    }
    now.skipped = fields.has(&format!("skip-{}", row.row));
    // A cell that was there at all is no change by being there.
    (now.skipped != row.skipped || now.cells.iter().ne(row.cells.iter())).then_some(now)
}
