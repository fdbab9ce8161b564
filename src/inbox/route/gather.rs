//! The facts of one message, read in the transaction that decides: from the message, its release, its reporter and outlet.

use super::facts::{Existing, Facts, Outlet, UNSURE, World};
use super::keywords::{Text, fold};
use super::trace::From;
use crate::clock::Millis;
use crate::compose::links::primary;
use crate::model::audience::fitting;
use crate::model::ids::{ContactId, IssueId, OfficerId, RegionId, ReleaseId, SegmentId};
use crate::model::inquiry::SenderCheck;
use crate::model::routing::{Field, Row, Ruleset};
use crate::model::segment::Rule;
use crate::model::vocabulary::{Place, Vocabulary};
use crate::store::backend::Tx;
use crate::store::routing_facts::{self as kept, OfContact, OfRelease};
use crate::store::{StoreError, routings};

/// A message as it is to be routed.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    pub at: Millis,
    pub subject: &'a str,
    /// What is new in it.
    pub fresh: &'a str,
    pub release: Option<ReleaseId>,
    pub contact: Option<ContactId>,
    pub outlet: Option<Outlet>,
    pub reporter_key: &'a str,
    /// Empty = unsure.
    pub language: &'a str,
    pub written_to: Vec<String>,
    pub deadline: Option<Millis>,
    pub urgent: bool,
    pub sender: SenderCheck,
    pub existing: Option<Existing>,
}

/// Reads what the rules may ask about.
pub(crate) async fn gather(tx: &mut Tx, question: Question<'_>, rules: &Ruleset, world: World<'_>) -> Result<Facts, StoreError> {
    let release = match question.release {
        Some(id) => kept::release(tx, id).await?.map(|release| (id, release)),
        None => None,
    };
    let contact = match question.contact {
        Some(id) => kept::contact(tx, id).await?,
        None => None,
    };
    let segments = segments_of(tx, rules, contact.as_ref(), world.words).await?;
    let release_contact = match &release {
        Some((_, release)) if !release.contact.is_empty() => named_in(&release.contact, &kept::officers(tx).await?),
        _ => None,
    };
    let (regions, issues) = places(&question, release.as_ref().map(|(_, release)| release), contact.as_ref(), world.words);
    let pinned = if question.reporter_key.is_empty() { None } else { routings::pinned(tx, question.reporter_key).await? };
    Ok(Facts {
        at: question.at,
        regions,
        issues,
        language: language(question.language, contact.as_ref(), release.as_ref().map(|(_, release)| release)),
        text: Text::new(question.subject, question.fresh),
        outlet: question.outlet,
        contact: question.contact,
        reporter_key: question.reporter_key.to_owned(),
        segments,
        written_to: question.written_to,
        deadline: question.deadline,
        urgent: question.urgent,
        sender: question.sender,
        labels: Vec::new(),
        pinned,
        release_contact,
        last_handler: kept::last_handler(tx, question.reporter_key, question.at).await?,
        existing: question.existing,
        release: release.map(|(id, release)| (id, release.title)),
    })
}

/// Places, each with where it was read.
type Known<Id> = Vec<(Id, From)>;

/// What it is about: what its release and its own words say; only when they say nothing, what its reporter covers.
fn places(
    question: &Question<'_>,
    release: Option<&OfRelease>,
    contact: Option<&OfContact>,
    words: &Vocabulary,
) -> (Known<RegionId>, Known<IssueId>) {
    let mut regions: Vec<(RegionId, From)> = Vec::new();
    let mut issues: Vec<(IssueId, From)> = Vec::new();
    if let Some(release) = release {
        regions.extend(release.regions.iter().map(|id| (RegionId(*id), From::Release)));
        issues.extend(release.issues.iter().map(|id| (IssueId(*id), From::Release)));
    }
    for mention in words.mentions(&format!("{}\n{}", question.subject, question.fresh)) {
        match mention.what {
            Place::Region(id) if regions.iter().all(|(known, _)| *known != id) => regions.push((id, From::Message)),
            Place::Issue(id) if issues.iter().all(|(known, _)| *known != id) => issues.push((id, From::Message)),
            Place::Region(_) | Place::Issue(_) => {}
        }
    }
    if let Some(contact) = contact {
        if regions.is_empty() {
            regions.extend(contact.regions.iter().map(|id| (RegionId(*id), From::Contact)));
        }
        if issues.is_empty() {
            issues.extend(contact.issues.iter().map(|id| (IssueId(*id), From::Contact)));
        }
    }
    (regions, issues)
}

fn language(read: &str, contact: Option<&OfContact>, release: Option<&OfRelease>) -> (String, From) {
    let of = |tag: &str| primary(tag).to_lowercase();
    if !read.is_empty() {
        return (of(read), From::Message);
    }
    match (contact.filter(|contact| !contact.language.is_empty()), release) {
        (Some(contact), _) => (of(&contact.language), From::Contact),
        (None, Some(release)) if !release.language.is_empty() => (of(&release.language), From::Release),
        (None, _) => (UNSURE.to_owned(), From::Message),
    }
}

/// The officer a printed press contact names: by address, else by whole name.
pub fn named_in(contact: &str, officers: &[(OfficerId, String, String)]) -> Option<OfficerId> {
    let lower = contact.to_lowercase();
    let by_address = officers.iter().find(|(_, _, address)| {
        let address = address.to_lowercase();
        lower.split(|c: char| c.is_whitespace() || "<>()[],;|\"".contains(c)).any(|word| word.trim_end_matches('.') == address)
    });
    let text = Text::new("", contact);
    let by_name = || officers.iter().find(|(_, name, _)| fold(name).split_whitespace().count() > 1 && text.has(name));
    by_address.or_else(by_name).map(|(id, _, _)| *id)
}

async fn segments_of(
    tx: &mut Tx,
    rules: &Ruleset,
    contact: Option<&OfContact>,
    words: &Vocabulary,
) -> Result<Vec<(SegmentId, String)>, StoreError> {
    let Some(contact) = contact else { return Ok(Vec::new()) };
    let rows = rules.lines.iter().flat_map(|line| line.when.iter().chain(&line.except));
    let rows = rows.chain(rules.labels.iter().flat_map(|rule| rule.when.iter().chain(&rule.except)));
    let asked = |row: &Row| if let Field::Segment(ids) = &row.is { ids.clone() } else { Vec::new() };
    let ids: Vec<SegmentId> = rows.flat_map(asked).collect();
    let segments = kept::segments(tx, &ids).await?;
    Ok(segments.into_iter().filter(|(_, _, rule)| is_in(rule, contact, words)).map(|(id, name, _)| (id, name)).collect())
}

/// Whether a saved rule takes this reporter in. Who merely holds a copy of something is not looked at.
fn is_in(rule: &Rule, contact: &OfContact, words: &Vocabulary) -> bool {
    if rule.without.contains(&contact.id) {
        return false;
    }
    if rule.with.contains(&contact.id) {
        return true;
    }
    let items = fitting(rule, &words.regions, &words.issues);
    let covers = |what: &str, has: &[i64]| items.iter().any(|item| item.what == what && has.contains(&item.id));
    let outlet = contact.outlet.to_lowercase();
    let named = |outlets: &[String]| outlets.iter().any(|name| name.to_lowercase() == outlet);
    let speaks = |tag: &String| primary(tag).eq_ignore_ascii_case(primary(&contact.language));
    covers("region", &contact.regions)
        && covers("issue", &contact.issues)
        && (rule.languages.is_empty() || rule.languages.iter().any(speaks))
        && (rule.outlets.is_empty() || named(&rule.outlets))
        && !named(&rule.without_outlets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_press_contact_names_an_officer_by_address_or_whole_name() {
        let officers = [
            (OfficerId(1), "Dana Smith".to_owned(), "dana@office.example".to_owned()),
            (OfficerId(2), "Sam".to_owned(), "sam@office.example".to_owned()),
            (OfficerId(3), "José Núñez".to_owned(), "jose@office.example".to_owned()),
        ];
        assert_eq!(named_in("Press office\nDana SMITH, +1 202 555", &officers), Some(OfficerId(1)));
        assert_eq!(named_in("Write to <SAM@office.example>.", &officers), Some(OfficerId(2)));
        assert_eq!(named_in("Jose Nunez", &officers), Some(OfficerId(3)));
        // One word could be anybody, and an address is whole or not at all.
        assert_eq!(named_in("Sam", &officers), None);
        assert_eq!(named_in("notdana@office.example", &officers), None);
        assert_eq!(named_in("Dana Smithson", &officers), None);
    }
}
