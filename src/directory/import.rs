//! A spreadsheet comes in: read in one pass, chunk by chunk, with bounded memory. rows = added + updated + merged +
//! rejected, always.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek, Write};

use serde::Serialize;
use thiserror::Error;

use super::columns::Columns;
use super::field::Field;
use super::records::Records;
use super::rejects::Rejects;
use super::row::{Code, Draft, Flaw, judge};
use super::table::{self, TableError};
use super::verdict::{Earlier, Verdict, admit, weigh};
use crate::clock::Millis;
use crate::model::ids::ALL_ISSUES;
use crate::model::tree::Node;
use crate::model::vocabulary::{Place, Synonym, Vocabulary, term_key};
use crate::store::contacts::{self, Change};
use crate::store::imports::{Ground, New, Step, Tally};
use crate::store::vocabulary::{self, Origin};
use crate::store::{Store, StoreError, imports, issues, journal};

/// Rows per transaction: large enough that a row costs little, small enough that on SQLite no write holds others up.
const CHUNK: usize = 500;
/// A longer issue name is a sentence somebody put into the wrong column.
const LONGEST_ISSUE: usize = 120;

#[derive(Default)]
pub struct Options {
    /// Judge everything, store nothing.
    pub check: bool,
    /// Issue names the office does not have become issues.
    pub create_issues: bool,
    /// Unknown names and what they mean, remembered: (`Bayern`, `DE-BY`).
    pub map: Vec<(String, String)>,
    /// Headers and the field they hold: (`Kürzel`, `name`).
    pub columns: Vec<(String, String)>,
    /// Where the rejected rows go, with a `problem` column.
    pub errors_to: Option<Box<dyn Write + Send>>,
    /// What the file is called, and who brings it.
    pub file: String,
    pub actor: String,
}

/// What became of the rows. As JSON this is what `--json` prints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub rows: u64,
    pub added: u64,
    pub updated: u64,
    /// Rows about somebody an earlier row of the same file was about.
    pub merged: u64,
    pub rejected: BTreeMap<&'static str, u64>,
    /// Rows with at least one such warning.
    pub warnings: BTreeMap<&'static str, u64>,
}

/// Told while the file is read.
#[derive(Debug)]
pub enum Event<'e> {
    /// How the file was understood.
    File {
        encoding: &'static str,
        /// `None` for a workbook.
        delimiter: Option<char>,
        ignored: Vec<&'e str>,
    },
    /// What is stored can be taken back under this number.
    Numbered {
        import: i64,
    },
    Problem(Problem),
    /// Rows judged so far.
    Progress {
        rows: u64,
    },
}

/// Something about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As a spreadsheet program counts: the header is row 1.
    pub row: u64,
    pub code: Code,
    pub detail: String,
}

#[derive(Debug, Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] TableError),
    /// The person must name the column.
    #[error("no column holds e-mail addresses; found {}. Rename the header to Email, or pass --column HEADER=email", .found.join(", "))]
    NoEmailColumn { found: Vec<String> },
    #[error("`{0}` is no region or issue the office has; check the right side of --map")]
    UnknownTarget(String),
    #[error("`{0}` is a region and an issue; write region:{0} or issue:{0} in --map")]
    AmbiguousTarget(String),
    #[error("the rejected rows cannot be written")]
    Write(#[source] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the file and brings its rows in. What was stored before an error stays; importing again is safe.
pub async fn import(
    store: &Store,
    file: impl Read + Seek + Send,
    options: Options,
    now: Millis,
    on: &mut (dyn FnMut(Event<'_>) + Send),
) -> Result<Outcome, ImportError> {
    let mut words = vocabulary::load(store).await?;
    let settled = settle(&words, &options.map)?;
    if !options.check {
        vocabulary::settle(store, &settled, Origin::Import).await?;
    }
    for synonym in settled {
        words.learn(synonym);
    }
    let mut table = table::open(file)?;
    let mut headers = Vec::new();
    table.records.next(&mut headers).map_err(TableError::Read)?.ok_or(TableError::Empty)?;
    let columns = Columns::new(headers, &options.columns);
    if !columns.has(Field::Email) {
        let found = columns.headers.iter().map(|header| header.trim().to_owned()).filter(|header| !header.is_empty()).take(20);
        return Err(ImportError::NoEmailColumn { found: found.collect() });
    }
    on(Event::File { encoding: table.encoding, delimiter: table.delimiter, ignored: columns.ignored() });
    let place = if options.check { None } else { Some(begin(store, &options, &table, &columns, now).await?) };
    if let Some(place) = &place {
        on(Event::Numbered { import: place.import });
    }
    let rejects = options.errors_to.map(|out| Rejects::start(out, &columns.headers)).transpose().map_err(ImportError::Write)?;
    let mut run = Run {
        store,
        words,
        columns,
        place,
        create_issues: options.create_issues,
        now,
        rejects,
        seen: Seen::default(),
        outcome: Outcome::default(),
        on,
    };
    run.all(&mut table.records).await?;
    if let Some(rejects) = run.rejects {
        rejects.finish().map_err(ImportError::Write)?;
    }
    Ok(run.outcome)
}

/// The import as it is listed and taken back. Its rows are not kept: the file is here to be read again.
async fn begin(
    store: &Store,
    options: &Options,
    table: &table::Table<'_>,
    columns: &Columns,
    now: Millis,
) -> Result<Step, StoreError> {
    let new = New {
        actor: &options.actor,
        file: &options.file,
        ground: Ground::Unsaid,
        encoding: table.encoding,
        delimiter: &table.delimiter.map(String::from).unwrap_or_default(),
        headers: &columns.headers,
        fields: &columns.names(),
    };
    imports::begin_told(store, &new, now).await
}

/// What `--map` says, looked up.
fn settle(words: &Vocabulary, map: &[(String, String)]) -> Result<Vec<Synonym>, ImportError> {
    map.iter()
        .map(|(term, target)| {
            let (region, issue) = match target.split_once(':') {
                Some(("region", name)) => (words.region(name), None),
                Some(("issue", name)) => (None, words.issue(name)),
                _ => (words.region(target), words.issue(target)),
            };
            let what = match (region, issue) {
                (Some(region), None) => Place::Region(region),
                (None, Some(issue)) => Place::Issue(issue),
                (None, None) => return Err(ImportError::UnknownTarget(target.clone())),
                (Some(_), Some(_)) => return Err(ImportError::AmbiguousTarget(target.clone())),
            };
            Ok(Synonym { term_key: term_key(term), what })
        })
        .collect()
}

/// Whom this file has been about so far: a hash each, so that a million rows fit.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    first: HashMap<u64, Earlier>,
}

impl Seen {
    fn of(&self, key: &str) -> Option<Earlier> {
        self.first.get(&self.hasher.hash_one(key)).copied()
    }

    /// The person of this row, who has these places by now.
    fn note(&mut self, key: &str, row: u64, (has_region, has_issue): (bool, bool)) {
        let entry = self.first.entry(self.hasher.hash_one(key)).or_insert(Earlier { row, has_region, has_issue });
        (entry.has_region, entry.has_issue) = (has_region, has_issue);
    }
}

struct Run<'r> {
    store: &'r Store,
    words: Vocabulary,
    columns: Columns,
    /// Where the import stands in the store; `None` when nothing is to be stored.
    place: Option<Step>,
    create_issues: bool,
    now: Millis,
    rejects: Option<Rejects<Box<dyn Write + Send>>>,
    seen: Seen,
    outcome: Outcome,
    on: &'r mut (dyn FnMut(Event<'_>) + Send),
}

/// A row on its way in: kept whole until it is clear that it will not be rejected.
struct Pending {
    row: u64,
    record: Vec<String>,
    draft: Draft,
}

impl Run<'_> {
    async fn all<R: Read + Send>(&mut self, records: &mut Records<R>) -> Result<(), ImportError> {
        loop {
            let chunk = self.read_chunk(records)?;
            let done = chunk.is_empty();
            if !done || self.outcome.rows > 0 {
                self.bring_in(chunk).await?;
            }
            (self.on)(Event::Progress { rows: self.outcome.rows });
            if done {
                return Ok(());
            }
        }
    }

    /// Empty only at the end of the file.
    fn read_chunk<R: Read>(&mut self, records: &mut Records<R>) -> Result<Vec<Pending>, ImportError> {
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut record = Vec::new();
        while chunk.len() < CHUNK {
            let Some(row) = records.next(&mut record).map_err(TableError::Read)? else { break };
            self.outcome.rows += 1;
            match judge(&record, &self.columns, &self.words) {
                Ok(draft) => {
                    let record = if self.rejects.is_some() { std::mem::take(&mut record) } else { Vec::new() };
                    chunk.push(Pending { row, record, draft });
                }
                Err(flaw) => self.reject(row, &record, flaw)?,
            }
        }
        Ok(chunk)
    }

    async fn bring_in(&mut self, mut chunk: Vec<Pending>) -> Result<(), ImportError> {
        let keys: Vec<String> = chunk.iter().map(|pending| pending.draft.person.address.key()).collect();
        let standing = contacts::standing(self.store, &keys, self.now).await?;
        let mut changes: Vec<Change> = Vec::with_capacity(chunk.len());
        let mut place_of: HashMap<String, usize> = HashMap::new();
        for (pending, key) in chunk.iter_mut().zip(keys) {
            let before = standing.get(&key).copied().unwrap_or_default();
            if let Err(flaw) = admit(&before) {
                self.reject(pending.row, &pending.record, flaw)?;
                continue;
            }
            self.find_issues(&mut pending.draft).await?;
            let earlier = self.seen.of(&key);
            let weighed = weigh(&mut pending.draft, &before, earlier);
            self.seen.note(&key, pending.row, (weighed.has_region, weighed.has_issue));
            match weighed.verdict {
                Verdict::Added => self.outcome.added += 1,
                Verdict::Updated => self.outcome.updated += 1,
                Verdict::Merged | Verdict::Rejected => self.outcome.merged += 1,
            }
            self.warn(pending);
            let person = pending.draft.person.clone();
            match place_of.get(&key) {
                Some(&at) => changes[at].person.absorb(person),
                None => {
                    place_of.insert(key, changes.len());
                    changes.push(Change { person, known: before.id, twin: earlier.is_some() });
                }
            }
        }
        if let Some(place) = &mut self.place {
            place.tally = tally(&self.outcome);
            journal::bring_in(self.store, place, &[], &changes, self.now).await?;
        }
        Ok(())
    }

    /// Looks the row's unknown issues up again, or makes them.
    async fn find_issues(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        for name in std::mem::take(&mut draft.unknown_issues) {
            if self.words.issue(&name).is_none() && self.create_issues && may_be_issue(&name) {
                let id = if self.place.is_none() {
                    // Known for the rest of this check only.
                    -1 - i64::try_from(self.words.issues.nodes().count()).unwrap_or(0)
                } else {
                    issues::insert(self.store, &name, ALL_ISSUES, None, self.now).await?.0.0
                };
                self.words.add_issue(Node { id, parent: Some(ALL_ISSUES.0), code: String::new(), name: name.clone() });
            }
            match self.words.issue(&name) {
                Some(id) => drop(draft.person.issues.insert(id)),
                None => draft.warnings.push(Flaw::new(Code::IssueUnknown, name)),
            }
        }
        Ok(())
    }

    fn warn(&mut self, pending: &mut Pending) {
        let warnings = std::mem::take(&mut pending.draft.warnings);
        let codes: HashSet<&'static str> = warnings.iter().map(|flaw| flaw.code.as_str()).collect();
        for code in codes {
            *self.outcome.warnings.entry(code).or_default() += 1;
        }
        for flaw in warnings {
            (self.on)(Event::Problem(Problem { row: pending.row, code: flaw.code, detail: flaw.detail }));
        }
    }

    fn reject(&mut self, row: u64, record: &[String], flaw: Flaw) -> Result<(), ImportError> {
        *self.outcome.rejected.entry(flaw.code.as_str()).or_default() += 1;
        if let Some(rejects) = &mut self.rejects {
            rejects.write(row, record, std::slice::from_ref(&flaw)).map_err(ImportError::Write)?;
        }
        (self.on)(Event::Problem(Problem { row, code: flaw.code, detail: flaw.detail }));
        Ok(())
    }
}

fn tally(outcome: &Outcome) -> Tally {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Tally {
        rows: count(outcome.rows),
        added: count(outcome.added),
        updated: count(outcome.updated),
        merged: count(outcome.merged),
        rejected: count(outcome.rejected.values().sum()),
        ..Tally::default()
    }
}

/// Whether a name somebody wrote can be an issue of the office.
pub fn may_be_issue(name: &str) -> bool {
    name.chars().count() <= LONGEST_ISSUE && !term_key(name).is_empty()
}
