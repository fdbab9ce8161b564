//! A spreadsheet comes in: read in one pass, chunk by chunk, with bounded memory. rows = added + updated + merged +
//! rejected, always.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::Serialize;
use thiserror::Error;

use super::cells::guarded;
use super::columns::{self, Columns, Field};
use super::encoding::{self, Text};
use super::records::Records;
use super::row::{Code, Draft, Flaw, judge};
use crate::clock::Millis;
use crate::model::ids::ALL_ISSUES;
use crate::model::tree::Node;
use crate::model::vocabulary::{Place, Synonym, Vocabulary, term_key};
use crate::store::contacts::{self, Change, Standing};
use crate::store::vocabulary::{self, Origin};
use crate::store::{Store, StoreError, issues};

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
        delimiter: char,
        ignored: Vec<&'e str>,
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
    #[error("the file cannot be read")]
    Read(#[source] io::Error),
    #[error("the file is empty")]
    Empty,
    #[error("this is a workbook, not text; save it as CSV (UTF-8) and import that")]
    Workbook,
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
    mut file: impl Read + Seek + Send,
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
    refuse_workbook(&mut file)?;
    let encoding = encoding::detect(&mut file).map_err(ImportError::Read)?;
    let mut records = Records::new(Text::new(file, encoding), columns::score).map_err(ImportError::Read)?;
    let mut headers = Vec::new();
    records.next(&mut headers).map_err(ImportError::Read)?.ok_or(ImportError::Empty)?;
    let columns = Columns::new(headers, &options.columns);
    if !columns.has(Field::Email) {
        let found = columns.headers.iter().map(|header| header.trim().to_owned()).filter(|header| !header.is_empty()).take(20);
        return Err(ImportError::NoEmailColumn { found: found.collect() });
    }
    on(Event::File { encoding: encoding.name(), delimiter: records.delimiter(), ignored: columns.ignored() });
    let rejects = options.errors_to.map(|out| Rejects::start(out, &columns.headers)).transpose().map_err(ImportError::Write)?;
    let mut run = Run {
        store,
        words,
        columns,
        check: options.check,
        create_issues: options.create_issues,
        now,
        rejects,
        seen: Seen::default(),
        outcome: Outcome::default(),
        on,
    };
    run.all(&mut records).await?;
    if let Some(rejects) = run.rejects {
        rejects.finish().map_err(ImportError::Write)?;
    }
    Ok(run.outcome)
}

fn refuse_workbook(file: &mut (impl Read + Seek)) -> Result<(), ImportError> {
    let mut start = [0; 4];
    let read = file.read(&mut start).map_err(ImportError::Read)?;
    file.seek(SeekFrom::Start(0)).map_err(ImportError::Read)?;
    match &start[..read] {
        b"PK\x03\x04" | b"\xD0\xCF\x11\xE0" => Err(ImportError::Workbook),
        [] => Err(ImportError::Empty),
        _ => Ok(()),
    }
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

/// Whom this file has been about so far, and whether they are placed: a hash each, so that a million rows fit.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    placed: HashMap<u64, (bool, bool)>,
}

impl Seen {
    /// What was known before, if this file named the person before.
    fn note(&mut self, key: &str, has: (bool, bool)) -> Option<(bool, bool)> {
        let entry = self.placed.entry(self.hasher.hash_one(key));
        match entry {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(has);
                None
            }
            std::collections::hash_map::Entry::Occupied(mut held) => {
                let before = *held.get();
                held.insert((before.0 || has.0, before.1 || has.1));
                Some(before)
            }
        }
    }
}

struct Run<'r> {
    store: &'r Store,
    words: Vocabulary,
    columns: Columns,
    check: bool,
    create_issues: bool,
    now: Millis,
    rejects: Option<Rejects>,
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
            self.bring_in(chunk).await?;
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
            let Some(row) = records.next(&mut record).map_err(ImportError::Read)? else { break };
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
        if chunk.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = chunk.iter().map(|pending| pending.draft.person.address.key()).collect();
        let standing = contacts::standing(self.store, &keys, self.now).await?;
        let mut changes: Vec<Change> = Vec::with_capacity(chunk.len());
        let mut place_of: HashMap<String, usize> = HashMap::new();
        for (pending, key) in chunk.iter_mut().zip(keys) {
            let before = standing.get(&key).copied().unwrap_or_default();
            if before.opted_out {
                self.reject(
                    pending.row,
                    &pending.record,
                    Flaw { code: Code::OptedOut, detail: "does not want mail from the office".to_owned() },
                )?;
                continue;
            }
            self.find_issues(&mut pending.draft).await?;
            let earlier = self.count(&pending.draft, &key, before);
            self.warn(pending, before, earlier);
            let person = pending.draft.person.clone();
            match place_of.get(&key) {
                Some(&at) => changes[at].person.absorb(person),
                None => {
                    place_of.insert(key, changes.len());
                    changes.push(Change { person, known: before.id, twin: earlier.is_some() });
                }
            }
        }
        if !self.check {
            contacts::bring_in(self.store, &changes, self.now).await?;
        }
        Ok(())
    }

    /// What this file said of the person before.
    fn count(&mut self, draft: &Draft, key: &str, before: Standing) -> Option<(bool, bool)> {
        let person = &draft.person;
        let has = (before.has_region || !person.regions.is_empty(), before.has_issue || !person.issues.is_empty());
        let earlier = self.seen.note(key, has);
        match (earlier, before.id) {
            (Some(_), _) => self.outcome.merged += 1,
            (None, Some(_)) => self.outcome.updated += 1,
            (None, None) => self.outcome.added += 1,
        }
        earlier
    }

    /// Looks the row's unknown issues up again, or makes them.
    async fn find_issues(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        for name in std::mem::take(&mut draft.unknown_issues) {
            if self.words.issue(&name).is_none() && self.create_issues && may_be_issue(&name) {
                let id = if self.check {
                    // Known for the rest of this check only.
                    -1 - i64::try_from(self.words.issues.nodes().count()).unwrap_or(0)
                } else {
                    issues::insert(self.store, &name, ALL_ISSUES, None, self.now).await?.0.0
                };
                self.words.add_issue(Node { id, parent: Some(ALL_ISSUES.0), code: String::new(), name: name.clone() });
            }
            match self.words.issue(&name) {
                Some(id) => drop(draft.person.issues.insert(id)),
                None => draft.warnings.push(Flaw { code: Code::IssueUnknown, detail: name }),
            }
        }
        Ok(())
    }

    fn warn(&mut self, pending: &mut Pending, before: Standing, earlier: Option<(bool, bool)>) {
        let (region_before, issue_before) = earlier.unwrap_or((before.has_region, before.has_issue));
        let person = &pending.draft.person;
        let missing = match (region_before || !person.regions.is_empty(), issue_before || !person.issues.is_empty()) {
            (true, true) => None,
            (false, true) => Some("no region"),
            (true, false) => Some("no issue"),
            (false, false) => Some("no region and no issue"),
        };
        let placing =
            missing.map(|what| Flaw { code: Code::NotPlaced, detail: format!("{what}: no release reaches this person") });
        let warnings: Vec<Flaw> = pending.draft.warnings.drain(..).chain(placing).collect();
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
        let problem = Problem { row, code: flaw.code, detail: flaw.detail };
        if let Some(rejects) = &mut self.rejects {
            rejects.write(record, &problem).map_err(ImportError::Write)?;
        }
        (self.on)(Event::Problem(problem));
        Ok(())
    }
}

fn may_be_issue(name: &str) -> bool {
    name.chars().count() <= LONGEST_ISSUE && !term_key(name).is_empty()
}

/// The rejected rows, to be mended and imported again.
struct Rejects {
    out: csv::Writer<Box<dyn Write + Send>>,
    width: usize,
}

impl Rejects {
    fn start(mut out: Box<dyn Write + Send>, headers: &[String]) -> io::Result<Self> {
        // Without the mark Excel takes UTF-8 for something else.
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(out);
        out.write_record(headers.iter().map(String::as_str).chain(["problem"])).map_err(io::Error::other)?;
        Ok(Self { out, width: headers.len() })
    }

    fn write(&mut self, record: &[String], problem: &Problem) -> io::Result<()> {
        let padded = record.iter().map(String::as_str).chain(std::iter::repeat("")).take(self.width.max(record.len()));
        let mut cells: Vec<String> = padded.map(|cell| guarded(cell).into_owned()).collect();
        let said = if problem.detail.is_empty() { String::new() } else { format!(": {}", problem.detail) };
        cells.insert(self.width, format!("row {}, {}{said}", problem.row, problem.code.as_str()));
        self.out.write_record(&cells).map_err(io::Error::other)
    }

    fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
