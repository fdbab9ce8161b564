//! What a line can ask about, read once for a message; and whether one row fits it.

use super::keywords::Text;
use super::trace::{Fact, From};
use crate::clock::{HOUR, Millis};
use crate::model::duty::{Duty, Opening};
use crate::model::ids::{ContactId, DeskId, IssueId, OfficerId, RegionId, ReleaseId, SegmentId};
use crate::model::inquiry::SenderCheck;
use crate::model::routing::{DeskTime, Field, Hours, Row, Until};
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;

/// What stands for a language nobody is sure of.
pub const UNSURE: &str = "unsure";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    pub id: i64,
    pub name: String,
    pub kind: String,
    pub tier: i64,
}

/// An inquiry that is there already: who has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Existing {
    pub owner: Option<OfficerId>,
    pub desk: Option<DeskId>,
}

#[derive(Clone, Debug)]
pub struct Facts {
    pub at: Millis,
    /// With its title.
    pub release: Option<(ReleaseId, String)>,
    pub regions: Vec<(RegionId, From)>,
    pub issues: Vec<(IssueId, From)>,
    /// Primary subtag, or [`UNSURE`].
    pub language: (String, From),
    pub text: Text,
    pub outlet: Option<Outlet>,
    pub contact: Option<ContactId>,
    pub reporter_key: String,
    /// Those of the rules that the contact is in, with their names.
    pub segments: Vec<(SegmentId, String)>,
    /// Keys of our addresses.
    pub written_to: Vec<String>,
    pub deadline: Option<Millis>,
    pub urgent: bool,
    pub sender: SenderCheck,
    pub labels: Vec<String>,
    /// Whom the office always gives this reporter's questions.
    pub pinned: Option<OfficerId>,
    /// The press contact named on the release, if that is one of ours.
    pub release_contact: Option<OfficerId>,
    /// Who had this reporter's last inquiry, and when it was last written in.
    pub last_handler: Option<(OfficerId, Millis)>,
    /// A follow-up: whose it is.
    pub existing: Option<Existing>,
}

/// What facts are read against.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    pub duty: &'a Duty,
    pub words: &'a Vocabulary,
}

/// Whether the row fits, with the fact that makes it so, or else what is the case (`None` = nothing is known).
pub fn fits(row: &Row, facts: &Facts, world: World<'_>) -> Result<Fact, Option<String>> {
    let found = found(&row.is, facts, world);
    let fact = |(value, from)| Fact { field: row.is.name().to_owned(), value, from, not: row.not };
    match (found, row.not) {
        (Ok(found), false) => Ok(fact(found)),
        (Ok((value, _)), true) => Err(Some(value)),
        (Err(instead), false) => Err(instead),
        (Err(instead), true) => Ok(fact((instead.unwrap_or_default(), source(&row.is, facts)))),
    }
}

type Found = Result<(String, From), Option<String>>;

fn found(field: &Field, facts: &Facts, world: World<'_>) -> Found {
    let text = |wanted: &[String], has: &str, from| match wanted.iter().any(|one| one.trim().to_lowercase() == has.to_lowercase())
    {
        true => Ok((has.to_owned(), from)),
        false => Err(Some(has.to_owned()).filter(|has| !has.is_empty())),
    };
    match field {
        Field::Release(ids) => match &facts.release {
            Some((id, title)) if ids.contains(id) => Ok((title.clone(), From::Message)),
            other => Err(other.as_ref().map(|(_, title)| title.clone())),
        },
        Field::AnyRelease(wanted) => match &facts.release {
            Some((_, title)) if *wanted => Ok((title.clone(), From::Message)),
            None if !wanted => Ok((String::new(), From::Message)),
            other => Err(other.as_ref().map(|(_, title)| title.clone())),
        },
        Field::Region(ids) => {
            place(&world.words.regions, ids.iter().map(|id| id.0), facts.regions.iter().map(|(id, from)| (id.0, *from)))
        }
        Field::Issue(ids) => {
            place(&world.words.issues, ids.iter().map(|id| id.0), facts.issues.iter().map(|(id, from)| (id.0, *from)))
        }
        Field::Language(tags) => text(tags, &facts.language.0, facts.language.1),
        Field::Keywords(words) => match words.iter().find(|word| facts.text.has(word)) {
            Some(word) => Ok((word.clone(), From::Message)),
            None => Err(None),
        },
        Field::AllKeywords(words) => match words.iter().find(|word| !facts.text.has(word)) {
            None => Ok((words.join(", "), From::Message)),
            Some(_) => Err(None),
        },
        Field::Outlet(ids) => outlet(facts, |outlet| ids.contains(&outlet.id), |outlet| outlet.name.clone()),
        Field::OutletKind(kinds) => text(kinds, facts.outlet.as_ref().map_or("", |outlet| &outlet.kind), From::Outlet),
        Field::OutletTier(tiers) => outlet(facts, |outlet| tiers.contains(&outlet.tier), |outlet| outlet.tier.to_string()),
        Field::Reporter(keys) => text(keys, &facts.reporter_key, From::Sender),
        Field::Segment(ids) => match facts.segments.iter().find(|(id, _)| ids.contains(id)) {
            Some((_, name)) => Ok((name.clone(), From::Contact)),
            None => Err(None),
        },
        Field::WrittenTo(addresses) => {
            let fits = |ours: &&String| addresses.iter().any(|wanted| wanted.trim().to_lowercase() == ours.to_lowercase());
            match facts.written_to.iter().find(fits) {
                Some(ours) => Ok((ours.clone(), From::Message)),
                None => Err(facts.written_to.first().cloned()),
            }
        }
        Field::Time(time) => hours(time, facts.at, world.duty),
        Field::Deadline(until) => deadline(*until, facts),
        Field::Sender(checks) => match checks.contains(&facts.sender) {
            true => Ok((facts.sender.as_str().to_owned(), From::Sender)),
            false => Err(Some(facts.sender.as_str().to_owned())),
        },
        Field::Label(names) => {
            match facts.labels.iter().find(|label| names.iter().any(|name| name.to_lowercase() == label.to_lowercase())) {
                Some(label) => Ok((label.clone(), From::Label)),
                None => Err(facts.labels.first().cloned()),
            }
        }
    }
}

fn outlet(facts: &Facts, fits: impl Fn(&Outlet) -> bool, says: impl Fn(&Outlet) -> String) -> Found {
    match &facts.outlet {
        Some(outlet) if fits(outlet) => Ok((says(outlet), From::Outlet)),
        other => Err(other.as_ref().map(says)),
    }
}

/// The place itself, or one that lies in it.
fn place(tree: &Tree, wanted: impl Iterator<Item = i64>, has: impl Iterator<Item = (i64, From)>) -> Found {
    let wanted: Vec<i64> = wanted.collect();
    let mut instead = None;
    for (id, from) in has {
        if wanted.contains(&id) {
            return Ok((tree.name(id).to_owned(), from));
        }
        if let Some(around) = tree.ancestors(id).into_iter().find(|around| wanted.contains(around)) {
            return Ok((format!("{} ({})", tree.name(id), tree.name(around)), from));
        }
        instead.get_or_insert_with(|| tree.name(id).to_owned());
    }
    Err(instead)
}

fn hours(time: &DeskTime, at: Millis, duty: &Duty) -> Found {
    let Some(desk) = duty.desk(time.desk) else { return Err(None) };
    let is = match desk.opening(at) {
        Opening::Open { .. } => Hours::Open,
        Opening::Closed { holiday: Some(_), .. } => Hours::Holiday,
        Opening::Closed { holiday: None, .. } => Hours::Closed,
    };
    let name = match is {
        Hours::Open => "open",
        Hours::Closed => "closed",
        Hours::Holiday => "holiday",
    };
    // A holiday is out of hours too.
    let fits = time.any_of.contains(&is) || is == Hours::Holiday && time.any_of.contains(&Hours::Closed);
    if fits { Ok((format!("{}: {name}", desk.name), From::Clock)) } else { Err(Some(name.to_owned())) }
}

fn deadline(until: Until, facts: &Facts) -> Found {
    let words = facts.deadline.map(crate::clock::utc);
    let fits = match (until, facts.deadline) {
        (Until::None, None) => true,
        (Until::Passed, Some(at)) => at <= facts.at,
        (Until::Within(hours), Some(at)) => at > facts.at && at - facts.at <= hours.saturating_mul(HOUR),
        (Until::None, Some(_)) | (Until::Passed | Until::Within(_), None) => false,
    };
    if fits { Ok((words.unwrap_or_default(), From::Message)) } else { Err(words) }
}

/// Where the field is read, for a fact that is not the case.
fn source(field: &Field, facts: &Facts) -> From {
    match field {
        Field::Language(_) => facts.language.1,
        Field::Region(_) => facts.regions.first().map_or(From::Message, |(_, from)| *from),
        Field::Issue(_) => facts.issues.first().map_or(From::Message, |(_, from)| *from),
        Field::Outlet(_) | Field::OutletKind(_) | Field::OutletTier(_) => From::Outlet,
        Field::Segment(_) => From::Contact,
        Field::Time(_) => From::Clock,
        Field::Sender(_) | Field::Reporter(_) => From::Sender,
        Field::Label(_) => From::Label,
        _ => From::Message,
    }
}

impl Facts {
    /// All that is known, for the trace. Never what the message says.
    pub fn told(&self, world: World<'_>) -> Vec<Fact> {
        let fact = |field: &str, value: String, from| Fact { field: field.to_owned(), value, from, not: false };
        let mut told = Vec::new();
        told.extend(self.release.iter().map(|(_, title)| fact("release", title.clone(), From::Message)));
        told.extend(self.regions.iter().map(|(id, from)| fact("region", world.words.regions.name(id.0).to_owned(), *from)));
        told.extend(self.issues.iter().map(|(id, from)| fact("issue", world.words.issues.name(id.0).to_owned(), *from)));
        told.push(fact("language", self.language.0.clone(), self.language.1));
        told.extend(self.outlet.iter().map(|outlet| fact("outlet", outlet.name.clone(), From::Outlet)));
        told.extend(self.written_to.iter().map(|ours| fact("written_to", ours.clone(), From::Message)));
        told.extend(self.deadline.map(|at| fact("deadline", crate::clock::utc(at), From::Message)));
        told.push(fact("sender", self.sender.as_str().to_owned(), From::Sender));
        told
    }
}
