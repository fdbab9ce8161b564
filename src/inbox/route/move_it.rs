//! "Wrong? Move it": just this once, for this reporter always, or as a line of the rules. So rules are learned by using them.

use super::facts::Facts;
use super::trace::From;
use crate::inbox::inquiry::{By, Changed, Refused, assign, move_desk};
use crate::model::ids::{InquiryId, IssueId, OfficerId, RegionId};
use crate::model::routing::{Field, Line, Row, Ruleset, Target};
use crate::store::inquiries;
use crate::store::{Store, StoreError, audit, routings};

/// Just this once. Only desks and officers can be moved to.
pub async fn once(store: &Store, id: InquiryId, to: Target, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    match to {
        Target::Officer(officer) => assign::assign(store, id, Some(officer), by).await,
        Target::Desk(desk) => move_desk::move_desk(store, id, desk, by).await,
        Target::Rota(_) | Target::ReleaseContact | Target::LastHandler(_) => Ok(match inquiries::load(store, id).await? {
            Some(inquiry) => Changed::Refused(Refused::Unknown, inquiry),
            None => Changed::Gone,
        }),
    }
}

/// This one, and whatever its reporter asks from now on.
pub async fn this_reporter(store: &Store, id: InquiryId, officer: OfficerId, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let mut tx = store.begin().await?;
    let act = |inquiry: &mut inquiries::Inquiry| match assign::act(inquiry, Some(officer), &by) {
        // They have it already: what is new is that they always will.
        Err(Refused::Same) => Ok(inquiries::Event { kind: "pinned", detail: serde_json::json!({ "owner": officer }) }),
        other => other,
    };
    let changed = inquiries::change_in(&mut tx, id, act, by.actor, by.now).await?;
    if let Changed::Done(inquiry) = &changed {
        if inquiry.reporter_key.is_empty() {
            // Dropping the transaction takes the assignment back.
            return Ok(Changed::Refused(Refused::Unknown, inquiry.clone()));
        }
        routings::pin(&mut tx, &inquiry.reporter_key, Some(officer), by.now).await?;
        audit::note(&mut tx, by.now, by.actor, "reporter.pin", &format!("officer {officer}"), &format!("inquiry {id}")).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

/// A reporter is nobody's in particular any more.
pub async fn unpin(store: &Store, reporter_key: &str, by: By<'_>) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    routings::pin(&mut tx, reporter_key, None, by.now).await?;
    audit::note(&mut tx, by.now, by.actor, "reporter.unpin", "", "").await?;
    tx.commit().await
}

/// A line that would have led it there, from what is known of it: to be looked at, changed and saved by a person. It asks for
/// what the message and its release are about and for its language; where nothing is known, for its reporter.
pub fn line(facts: &Facts, name: &str, to: Target) -> Line {
    let row = |is| Row { is, not: false };
    let mut when = Vec::new();
    let regions: Vec<RegionId> = facts.regions.iter().filter(|(_, from)| *from != From::Contact).map(|(id, _)| *id).collect();
    let issues: Vec<IssueId> = facts.issues.iter().filter(|(_, from)| *from != From::Contact).map(|(id, _)| *id).collect();
    if !regions.is_empty() {
        when.push(row(Field::Region(regions)));
    }
    if !issues.is_empty() {
        when.push(row(Field::Issue(issues)));
    }
    if when.is_empty() {
        when.push(row(match (&facts.outlet, facts.reporter_key.is_empty()) {
            (Some(outlet), _) if outlet.id > 0 => Field::Outlet(vec![outlet.id]),
            (_, false) => Field::Reporter(vec![facts.reporter_key.clone()]),
            (_, true) => Field::Language(vec![facts.language.0.clone()]),
        }));
    }
    Line {
        name: name.to_owned(),
        enabled: true,
        from: None,
        until: None,
        when,
        except: None,
        target: to,
        after_hours: None,
        urgent: false,
        watchers: Vec::new(),
        restricted: false,
    }
}

/// The rules with the line in front, where it decides.
#[must_use]
pub fn with_line(rules: &Ruleset, line: Line) -> Ruleset {
    let mut rules = rules.clone();
    rules.lines.insert(0, line);
    rules
}
