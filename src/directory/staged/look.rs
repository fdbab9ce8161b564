//! Rows that were put down are looked at: what each would do, what is wrong with it, and what changes for whom.

use std::collections::HashMap;

use super::CHUNK;
use crate::clock::{Clock, Millis};
use crate::directory::columns::Columns;
use crate::directory::row::{self, Code, Draft, Flaw};
use crate::directory::verdict::{Earlier, Verdict, admit, weigh};
use crate::model::contact::Contact;
use crate::model::vocabulary::{Vocabulary, term_key};
use crate::store::contacts::{self, Incoming, Standing};
use crate::store::import_rows::{self, Found, Staged};
use crate::store::imports::{self, Ground, Import, Step, Tally, Unknown};
use crate::store::{Store, StoreError, directory, vocabulary};

/// Unknown names that are counted, and those that are kept to be asked about.
const COUNTED: usize = 5_000;
const ASKED: usize = 100;

/// What rows are looked at with.
pub(super) struct Lens {
    import: i64,
    ground: Ground,
    columns: Columns,
    words: Vocabulary,
}

/// Somebody a row is about.
pub(super) struct Person {
    pub draft: Draft,
    pub key: String,
    pub standing: Standing,
    /// An earlier row of the file was about them.
    pub twin: bool,
}

/// Who a row is about, as far as the row itself says.
enum Subject {
    Out(Flaw),
    Person(Box<Draft>),
    /// Of a list of those who must not be written to only the address counts.
    Address(String),
}

impl Lens {
    pub async fn on(store: &Store, import: &Import) -> Result<Self, StoreError> {
        Ok(Self {
            import: import.id,
            ground: import.ground,
            columns: Columns::told(import.headers.clone(), &import.fields),
            words: vocabulary::load(store).await?,
        })
    }

    fn subject(&self, staged: &Staged) -> Subject {
        if staged.skipped {
            return Subject::Out(Flaw::new(Code::Skipped, ""));
        }
        if self.ground == Ground::OptOut {
            return match row::address_of(&staged.cells, &self.columns) {
                Ok((address, _)) => Subject::Address(address.key()),
                Err(flaw) => Subject::Out(flaw),
            };
        }
        match row::judge(&staged.cells, &self.columns, &self.words) {
            Ok(mut draft) => {
                let column = self.columns.column(&staged.cells, crate::directory::field::Field::Issues);
                for term in std::mem::take(&mut draft.unknown_issues) {
                    draft.warnings.push(Flaw::new(Code::IssueUnknown, term).at(column));
                }
                Subject::Person(Box::new(draft))
            }
            Err(flaw) => Subject::Out(flaw),
        }
    }

    /// Looks at rows in their order. Rows about the same people that are not among them must have been looked at
    /// before, where they come earlier.
    pub async fn look(&self, store: &Store, rows: &[Staged], now: Millis) -> Result<Vec<(Found, Option<Person>)>, StoreError> {
        let subjects: Vec<Subject> = rows.iter().map(|staged| self.subject(staged)).collect();
        let keys: Vec<String> = subjects.iter().filter_map(Subject::key).collect();
        let standing = contacts::standing(store, &keys, now).await?;
        let first = rows.first().map_or(0, |staged| staged.row);
        let before = import_rows::before(store, self.import, first, &keys).await?;
        let mut seen: HashMap<String, Earlier> = before
            .into_iter()
            .map(|(key, one)| {
                let row = u64::try_from(one.row).unwrap_or_default();
                (key, Earlier { row, has_region: one.has_region, has_issue: one.has_issue })
            })
            .collect();
        let looked = rows.iter().zip(subjects).map(|(staged, subject)| {
            let before = subject.key().and_then(|key| standing.get(&key)).copied().unwrap_or_default();
            found(staged.row, subject, before, &mut seen)
        });
        Ok(looked.collect())
    }
}

impl Subject {
    fn key(&self) -> Option<String> {
        match self {
            Self::Out(_) => None,
            Self::Person(draft) => Some(draft.person.address.key()),
            Self::Address(key) => Some(key.clone()),
        }
    }
}

fn found(row: i64, subject: Subject, before: Standing, seen: &mut HashMap<String, Earlier>) -> (Found, Option<Person>) {
    let key = subject.key().unwrap_or_default();
    let number = u64::try_from(row).unwrap_or_default();
    let mut draft = match subject {
        Subject::Out(flaw) => return (rejected(row, key, &flaw), None),
        Subject::Address(key) => return (address(row, key, before, seen), None),
        Subject::Person(draft) => *draft,
    };
    if let Err(flaw) = admit(&before) {
        return (rejected(row, key, &flaw), None);
    }
    let earlier = seen.get(&key).copied();
    let weighed = weigh(&mut draft, &before, earlier);
    let entry = seen.entry(key.clone()).or_insert(Earlier { row: number, has_region: false, has_issue: false });
    (entry.has_region, entry.has_issue) = (weighed.has_region, weighed.has_issue);
    let found = Found {
        row,
        verdict: weighed.verdict.as_str(),
        address_key: key.clone(),
        flaws: draft.warnings.iter().map(stored).collect(),
        listed: i64::from(!draft.warnings.is_empty()),
        has_region: weighed.has_region,
        has_issue: weighed.has_issue,
    };
    (found, Some(Person { draft, key, standing: before, twin: earlier.is_some() }))
}

fn rejected(row: i64, address_key: String, flaw: &Flaw) -> Found {
    // What a person left out can be taken in again; what cannot come in comes first.
    let listed = if flaw.code == Code::Skipped { 1 } else { 2 };
    Found { row, verdict: Verdict::Rejected.as_str(), address_key, flaws: vec![stored(flaw)], listed, ..Found::default() }
}

/// A line of a list of those who must not be written to: new, known, or there twice.
fn address(row: i64, key: String, before: Standing, seen: &mut HashMap<String, Earlier>) -> Found {
    let number = u64::try_from(row).unwrap_or_default();
    let earlier = seen.get(&key).copied();
    seen.entry(key.clone()).or_insert(Earlier { row: number, has_region: false, has_issue: false });
    let verdict = match (earlier, before.opted_out) {
        (Some(_), _) => Verdict::Merged,
        (None, true) => Verdict::Updated,
        (None, false) => Verdict::Added,
    };
    let flaws = earlier.map(|earlier| stored(&Flaw::new(Code::Duplicate, format!("row {}", earlier.row)))).into_iter().collect();
    Found { row, verdict: verdict.as_str(), address_key: key, flaws, ..Found::default() }
}

fn stored(flaw: &Flaw) -> import_rows::Flaw {
    import_rows::Flaw { code: flaw.code.as_str().to_owned(), detail: flaw.detail.clone(), column: flaw.column }
}

/// Counts a row in (`by` = 1) or out again (-1).
pub(super) fn count(tally: &mut Tally, verdict: &str, flaws: &[import_rows::Flaw], by: i64) {
    let sum = match verdict {
        "added" => &mut tally.added,
        "updated" => &mut tally.updated,
        "merged" => &mut tally.merged,
        "rejected" => &mut tally.rejected,
        _ => return,
    };
    *sum += by;
    tally.rows += by;
    let mut codes: Vec<&str> = flaws.iter().map(|flaw| flaw.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        *tally.codes.entry(code.to_owned()).or_default() += by;
    }
    tally.codes.retain(|_, n| *n > 0);
}

/// Looks at every row from the first on.
pub(super) async fn look(store: &Store, clock: &Clock, mut step: Step) -> Result<(), StoreError> {
    let Some(import) = imports::find(store, step.import).await? else { return Ok(()) };
    let lens = Lens::on(store, &import).await?;
    (step.place, step.progress, step.tally) = (0, 0, Tally::default());
    let mut unknown: HashMap<(&'static str, String), Unknown> = HashMap::new();
    loop {
        let rows = import_rows::after(store, import.id, step.place, CHUNK).await?;
        let Some(last) = rows.last() else { break };
        step.place = last.row;
        step.progress += i64::try_from(rows.len()).unwrap_or_default();
        let looked = lens.look(store, &rows, clock.now()).await?;
        let found: Vec<Found> = looked.into_iter().map(|(found, _)| found).collect();
        for row in &found {
            count(&mut step.tally, row.verdict, &row.flaws, 1);
            ask(&mut unknown, &row.flaws);
        }
        import_rows::found(store, &mut step, &found, clock.now()).await?;
    }
    let mut unknown: Vec<Unknown> = unknown.into_values().collect();
    unknown.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.term.cmp(&other.term)));
    unknown.truncate(ASKED);
    imports::checked(store, &step, &unknown).await
}

fn ask(unknown: &mut HashMap<(&'static str, String), Unknown>, flaws: &[import_rows::Flaw]) {
    for flaw in flaws {
        let kind = match Code::parse(&flaw.code) {
            Some(Code::RegionUnknown) => "region",
            Some(Code::IssueUnknown) => "issue",
            _ => continue,
        };
        let key = (kind, term_key(&flaw.detail));
        if !key.1.is_empty() && (unknown.len() < COUNTED || unknown.contains_key(&key)) {
            let new = || Unknown { kind: kind.to_owned(), term: flaw.detail.clone(), rows: 0 };
            unknown.entry(key).or_insert_with(new).rows += 1;
        }
    }
}

/// Looks at these rows again after a person put them right, and at all others about the same people.
pub async fn look_again(store: &Store, clock: &Clock, import: &Import, corrected: &[Staged]) -> Result<(), StoreError> {
    let lens = Lens::on(store, import).await?;
    let old = corrected.iter().map(|staged| staged.address_key.clone());
    let keys: Vec<String> = old.chain(corrected.iter().filter_map(|staged| lens.subject(staged).key())).collect();
    let mut numbers = import_rows::about(store, import.id, &keys).await?;
    numbers.extend(corrected.iter().map(|staged| staged.row));
    numbers.sort_unstable();
    numbers.dedup();
    let mut step = Step {
        import: import.id,
        state: import.state,
        turn: import.turn,
        place: 0,
        progress: import.progress,
        tally: import.tally.clone(),
    };
    for numbers in numbers.chunks(usize::try_from(CHUNK).unwrap_or(1)) {
        let rows = import_rows::these(store, import.id, numbers).await?;
        let looked = lens.look(store, &rows, clock.now()).await?;
        let found: Vec<Found> = looked.into_iter().map(|(found, _)| found).collect();
        for (before, after) in rows.iter().zip(&found) {
            count(&mut step.tally, &before.verdict, &before.flaws, -1);
            count(&mut step.tally, after.verdict, &after.flaws, 1);
        }
        import_rows::found(store, &mut step, &found, clock.now()).await?;
    }
    Ok(())
}

/// What a field of somebody in the directory would become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub row: i64,
    pub name: String,
    /// As [`crate::directory::field::Field`] names it.
    pub field: &'static str,
    pub old: String,
    pub new: String,
}

/// What these rows would change of people who are in the directory.
pub async fn differences(store: &Store, import: &Import, rows: &[Staged]) -> Result<Vec<Difference>, StoreError> {
    let lens = Lens::on(store, import).await?;
    let keys: Vec<String> = rows.iter().map(|staged| staged.address_key.clone()).collect();
    let known: HashMap<String, Contact> =
        directory::find_all(store, &keys).await?.into_iter().map(|contact| (contact.address_key.clone(), contact)).collect();
    let mut found = Vec::new();
    for staged in rows {
        if let (Some(contact), Subject::Person(draft)) = (known.get(&staged.address_key), lens.subject(staged)) {
            differ(staged.row, contact, &draft.person, &lens.words, &mut found);
        }
    }
    Ok(found)
}

fn differ(row: i64, known: &Contact, new: &Incoming, words: &Vocabulary, found: &mut Vec<Difference>) {
    let fields = [
        ("name", &known.name, &new.name),
        ("outlet", &known.outlet, &new.outlet),
        ("role", &known.role, &new.role),
        ("language", &known.language, &new.language),
        ("time-zone", &known.time_zone, &new.time_zone),
        ("phone", &known.phone, &new.phone),
        ("notes", &known.notes, &new.notes),
    ];
    let name = if known.name.is_empty() { &known.address } else { &known.name };
    let mut add = |field, old: String, new: String| {
        if !new.is_empty() && old != new {
            found.push(Difference { row, name: name.clone(), field, old, new });
        }
    };
    for (field, old, new) in fields {
        add(field, old.clone(), new.clone());
    }
    let regions = |ids: &mut dyn Iterator<Item = i64>| ids.map(|id| words.regions.name(id)).collect::<Vec<_>>().join("; ");
    add("regions", regions(&mut known.regions.iter().map(|id| id.0)), regions(&mut new.regions.iter().map(|id| id.0)));
    let issues = |ids: &mut dyn Iterator<Item = i64>| ids.map(|id| words.issues.name(id)).collect::<Vec<_>>().join("; ");
    add("issues", issues(&mut known.issues.iter().map(|id| id.0)), issues(&mut new.issues.iter().map(|id| id.0)));
}
