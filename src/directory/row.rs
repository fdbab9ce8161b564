//! One row judged: who it is about, what of it is known, and what is wrong with it.

use std::collections::BTreeSet;

use super::cells;
use super::columns::Columns;
use super::field::Field;
use super::mailbox;
use crate::model::address::{EmailAddress, InvalidAddress};
use crate::model::vocabulary::Vocabulary;
use crate::store::contacts::Incoming;

/// What can be wrong with a row. The first seven keep it out; the others are warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    EmailMissing,
    EmailInvalid,
    TooLong,
    Encoding,
    OptedOut,
    Bounced,
    /// A person left it out.
    Skipped,
    TypoDomain,
    RoleAddress,
    Duplicate,
    RegionUnknown,
    IssueUnknown,
    NotPlaced,
    LanguageUnknown,
    TimeZoneUnknown,
}

impl Code {
    pub const ALL: [Self; 15] = [
        Self::EmailMissing,
        Self::EmailInvalid,
        Self::TooLong,
        Self::Encoding,
        Self::OptedOut,
        Self::Bounced,
        Self::Skipped,
        Self::TypoDomain,
        Self::RoleAddress,
        Self::Duplicate,
        Self::RegionUnknown,
        Self::IssueUnknown,
        Self::NotPlaced,
        Self::LanguageUnknown,
        Self::TimeZoneUnknown,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailMissing => "email.missing",
            Self::EmailInvalid => "email.invalid",
            Self::TooLong => "too_long",
            Self::Encoding => "encoding",
            Self::OptedOut => "exists.opted_out",
            Self::Bounced => "exists.bounced",
            Self::Skipped => "skipped",
            Self::TypoDomain => "email.typo_domain",
            Self::RoleAddress => "role_address",
            Self::Duplicate => "duplicate.in_file",
            Self::RegionUnknown => "region.unknown",
            Self::IssueUnknown => "issue.unknown",
            Self::NotPlaced => "not_placed",
            Self::LanguageUnknown => "language.unknown",
            Self::TimeZoneUnknown => "time_zone.unknown",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// Whether the row stays out.
    pub fn rejects(self) -> bool {
        self <= Self::Skipped
    }
}

/// A code, and what it is about in this row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub code: Code,
    /// The value, or what to do; may be empty.
    pub detail: String,
    /// The column whose cell is to be put right, from 0.
    pub column: Option<usize>,
}

impl Flaw {
    pub(super) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), column: None }
    }

    pub(super) fn at(self, column: Option<usize>) -> Self {
        Self { column, ..self }
    }
}

/// A row that can come in.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub person: Incoming,
    pub warnings: Vec<Flaw>,
    /// Issue names that the office does not have.
    pub unknown_issues: Vec<String>,
}

/// Longest value of each field, in characters.
const LIMITS: [(Field, &str, usize); 12] = [
    (Field::Name, "name", 200),
    (Field::FirstName, "first name", 100),
    (Field::LastName, "last name", 100),
    (Field::Email, "address", 320),
    (Field::Outlet, "outlet", 200),
    (Field::Role, "role", 200),
    (Field::Issues, "issues", 2_000),
    (Field::Regions, "regions", 2_000),
    (Field::Language, "language", 50),
    (Field::TimeZone, "time zone", 64),
    (Field::Phone, "phone", 60),
    (Field::Notes, "notes", 4_000),
];

pub(super) fn judge(record: &[String], columns: &Columns, words: &Vocabulary) -> Result<Draft, Flaw> {
    readable(record, columns)?;
    let (address, name_beside) = address_of(record, columns)?;
    let mut warnings = Vec::new();
    let mail = columns.column(record, Field::Email);
    if let Some(meant) = mailbox::meant(address.domain()) {
        warnings.push(Flaw::new(Code::TypoDomain, format!("{}: did you mean {meant}?", address.domain())).at(mail));
    }
    if mailbox::is_role(address.local()) {
        warnings.push(Flaw::new(Code::RoleAddress, format!("{}@… is a desk, not a person", address.local())).at(mail));
    }
    let text = |field| cells::line(columns.cell(record, field));
    let mut known = |field, parse: fn(&str) -> Option<String>, code| {
        let cell = text(field);
        parse(&cell).unwrap_or_else(|| {
            if !cell.is_empty() {
                warnings.push(Flaw::new(code, cell).at(columns.column(record, field)));
            }
            String::new()
        })
    };
    let language = known(Field::Language, cells::language, Code::LanguageUnknown);
    let time_zone = known(Field::TimeZone, cells::time_zone, Code::TimeZoneUnknown);
    let (regions, unknown_regions) = places(columns.cells(record, Field::Regions), |term| words.region(term));
    let (issues, unknown_issues) = places(columns.cells(record, Field::Issues), |term| words.issue(term));
    let where_regions = columns.column(record, Field::Regions);
    warnings.extend(unknown_regions.into_iter().map(|term| Flaw::new(Code::RegionUnknown, term).at(where_regions)));
    let name = name(columns, record);
    let person = Incoming {
        address,
        name: if name.is_empty() { name_beside } else { name },
        outlet: text(Field::Outlet),
        role: text(Field::Role),
        language,
        time_zone,
        phone: text(Field::Phone),
        notes: cells::lines(columns.cell(record, Field::Notes)),
        regions,
        issues,
    };
    Ok(Draft { person, warnings, unknown_issues })
}

/// Nothing in the columns we use is damaged or longer than it may be.
fn readable(record: &[String], columns: &Columns) -> Result<(), Flaw> {
    let damaged = record.iter().enumerate().find(|(at, cell)| columns.field(*at).is_some() && cells::is_damaged(cell));
    if let Some((at, _)) = damaged {
        return Err(Flaw::new(Code::Encoding, "a character could not be read; save the file as UTF-8").at(Some(at)));
    }
    for (at, cell) in record.iter().enumerate() {
        let Some((_, name, limit)) = columns.field(at).and_then(|field| LIMITS.iter().find(|(known, ..)| *known == field)) else {
            continue;
        };
        let length = if cell.len() > *limit { cell.chars().count() } else { 0 };
        if length > *limit {
            return Err(Flaw::new(Code::TooLong, format!("{name}: {length} characters, at most {limit}")).at(Some(at)));
        }
    }
    Ok(())
}

/// The address of a row, and the name written beside it.
pub(super) fn address_of(record: &[String], columns: &Columns) -> Result<(EmailAddress, String), Flaw> {
    address(columns.cell(record, Field::Email)).map_err(|flaw| flaw.at(columns.column(record, Field::Email)))
}

/// One address; `Name <address>` and `mailto:` are what mail programs make of it.
fn address(cell: &str) -> Result<(EmailAddress, String), Flaw> {
    let cell = cells::line(cell);
    let (name, bare) = match cell.strip_suffix('>').and_then(|cell| cell.split_once('<')) {
        Some((name, bare)) if !bare.contains('<') => (name.trim().trim_matches('"').to_owned(), bare),
        _ => (String::new(), cell.as_str()),
    };
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    match EmailAddress::parse(bare) {
        Ok(address) => Ok((address, name)),
        Err(InvalidAddress::Missing) => Err(Flaw::new(Code::EmailMissing, "")),
        Err(InvalidAddress::TooLong) => Err(Flaw::new(Code::TooLong, InvalidAddress::TooLong.to_string())),
        Err(problem) => Err(Flaw::new(
            Code::EmailInvalid,
            match mailbox::first_wrong(bare) {
                Some(place) => format!("{problem} (from character {place})"),
                None => problem.to_string(),
            },
        )),
    }
}

fn name(columns: &Columns, record: &[String]) -> String {
    let whole = cells::line(columns.cell(record, Field::Name));
    if !whole.is_empty() {
        return whole;
    }
    let first = cells::line(columns.cell(record, Field::FirstName));
    cells::line(&format!("{first} {}", cells::line(columns.cell(record, Field::LastName))))
}

/// What is known of several list cells, and what is not.
fn places<'c, Id: Ord>(list: impl Iterator<Item = &'c str>, known: impl Fn(&str) -> Option<Id>) -> (BTreeSet<Id>, Vec<String>) {
    let mut found = BTreeSet::new();
    let mut unknown: Vec<String> = Vec::new();
    for cell in list {
        for item in cells::items(cell, |item| known(item).is_some()) {
            match known(&item) {
                Some(id) => drop(found.insert(id)),
                None if unknown.contains(&item) => {}
                None => unknown.push(item),
            }
        }
    }
    (found, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADERS: [&str; 10] =
        ["Name", "Email", "Outlet", "Role", "Covers", "Regions", "Language", "Time zone", "Phone", "Notes"];

    fn judged(cells: [&str; 10]) -> Result<Draft, Flaw> {
        let columns = Columns::new(HEADERS.map(str::to_owned).to_vec(), &[]);
        judge(&cells.map(str::to_owned), &columns, &Vocabulary::shipped())
    }

    fn at(column: usize, cell: &str) -> Result<Draft, Flaw> {
        let mut cells = ["Ana Ruiz", "ana@courier.example", "", "", "", "", "", "", "", ""];
        cells[column] = cell;
        judged(cells)
    }

    #[test]
    fn what_is_wrong_with_a_row_has_a_code() {
        let notes = "x".repeat(4_001);
        for (column, cell, code) in [
            (1, "", Code::EmailMissing),
            (1, "  ", Code::EmailMissing),
            (1, "not an address", Code::EmailInvalid),
            (1, "two addresses@x.example, y@x.example", Code::EmailInvalid),
            (9, notes.as_str(), Code::TooLong),
            (0, "M\u{FFFD}ller", Code::Encoding),
            (2, "nul\0byte", Code::Encoding),
        ] {
            assert_eq!(at(column, cell).unwrap_err().code, code, "{cell:?}");
        }
        for (column, cell, code) in [
            (1, "ana@gmial.com", Code::TypoDomain),
            (1, "info@courier.example", Code::RoleAddress),
            (5, "Ruritania; Peru", Code::RegionUnknown),
            (6, "Klingon please", Code::LanguageUnknown),
            (7, "Mars/Base", Code::TimeZoneUnknown),
        ] {
            let codes: Vec<_> = at(column, cell).unwrap().warnings.into_iter().map(|flaw| flaw.code).collect();
            assert_eq!(codes, [code], "{cell:?}");
        }
    }

    #[test]
    fn what_people_and_mail_programs_write_is_understood() {
        let draft = judged([
            "",
            "Jo Doe <Jo.Doe@BÜCHER.example>",
            " The  Post ",
            "",
            "All issues",
            "Bayern, MX",
            "Deutsch",
            "europe/berlin",
            "'+49 30",
            "a\r\nb",
        ])
        .unwrap();
        let person = draft.person;
        assert_eq!((person.name.as_str(), person.address.as_str()), ("Jo Doe", "Jo.Doe@xn--bcher-kva.example"));
        assert_eq!((person.outlet.as_str(), person.phone.as_str(), person.notes.as_str()), ("The Post", "+49 30", "a\nb"));
        assert_eq!((person.language.as_str(), person.time_zone.as_str()), ("de", "Europe/Berlin"));
        assert_eq!((person.regions.len(), person.issues.len(), draft.unknown_issues.len()), (2, 1, 0));
        assert_eq!(
            at(0, "=HYPERLINK(\"http://bad.example\",\"A\")").unwrap().person.name,
            "=HYPERLINK(\"http://bad.example\",\"A\")"
        );
    }
}
