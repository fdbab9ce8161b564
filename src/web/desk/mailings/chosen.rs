//! Which mailing of a release a page is about, and the links from its numbers to the lists behind them (R14).

use crate::model::delivery::DeliveryState;
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::mailing::MailingState;
use crate::model::release::Release;
use crate::store::afterwards::{self, Sibling};
use crate::store::lists::Wanted;
use crate::store::report::{self, MailingReport};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Count, Ledger};
use crate::web::desk::problem::Problem;
use crate::web::desk::releases::head;

/// A release with one of its mailings.
pub(super) struct Chosen {
    pub release: Release,
    pub report: MailingReport,
    /// All of this release, newest first.
    pub mailings: Vec<Sibling>,
}

/// The mailing a form or an address names; the newest where it names none.
pub(super) async fn find(desk: &Desk, release: i64, fields: &Fields) -> Result<Chosen, Problem> {
    let release = head::load(desk, release).await?;
    let mailings = afterwards::mailings(&desk.store, release.id).await?;
    let id = if fields.line("mailing").is_empty() {
        mailings.first().map(|mailing| mailing.id)
    } else {
        fields.number("mailing").map(MailingId).filter(|id| mailings.iter().any(|mailing| mailing.id == *id))
    };
    let report = report::find(&desk.store, id.ok_or(Problem::NotFound)?, desk.now()).await?.ok_or(Problem::NotFound)?;
    Ok(Chosen { release, report, mailings })
}

/// Which list a number opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Approved,
    Accepted,
    Waiting,
    Retrying,
    Refused,
    InDoubt,
    LeftOut,
    /// Whoever should have it and has it not, or may not have it.
    Failed,
    /// Whoever unsubscribed by it.
    Gone,
}

impl Of {
    pub const ALL: [Self; 9] = [
        Self::Approved,
        Self::Accepted,
        Self::Waiting,
        Self::Retrying,
        Self::Refused,
        Self::InDoubt,
        Self::LeftOut,
        Self::Failed,
        Self::Gone,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Accepted => "accepted",
            Self::Waiting => "waiting",
            Self::Retrying => "retrying",
            Self::Refused => "refused",
            Self::InDoubt => "in_doubt",
            Self::LeftOut => "left_out",
            Self::Failed => "failed",
            Self::Gone => "gone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.as_str() == text)
    }

    /// Narrows a list to this.
    pub fn narrow(self, wanted: Wanted) -> Wanted {
        let states: &[DeliveryState] = match self {
            Self::Approved | Self::Gone => &[],
            Self::Accepted => &[DeliveryState::Accepted],
            Self::Waiting => &[DeliveryState::Pending, DeliveryState::Claimed, DeliveryState::Attempting],
            Self::Retrying => &[DeliveryState::Deferred],
            Self::Refused => &[DeliveryState::Refused],
            Self::InDoubt => &[DeliveryState::InDoubt],
            Self::LeftOut => &[DeliveryState::LeftOut],
            Self::Failed => &[DeliveryState::Refused, DeliveryState::InDoubt, DeliveryState::Deferred],
        };
        Wanted { states: states.to_vec(), gone: self == Self::Gone, ..wanted }
    }

    /// The number of it in the arithmetic; `None` where the arithmetic has no such.
    pub fn count(self, report: &MailingReport) -> Option<i64> {
        let ledger = &report.ledger;
        match self {
            Self::Approved => Some(ledger.approved),
            Self::Accepted => Some(ledger.accepted),
            Self::Waiting => Some(ledger.waiting),
            Self::Retrying => Some(ledger.retrying),
            Self::Refused => Some(ledger.refused),
            Self::InDoubt => Some(ledger.in_doubt),
            Self::LeftOut => Some(ledger.left_out),
            Self::Failed => Some(ledger.refused + ledger.in_doubt + ledger.retrying),
            Self::Gone => None,
        }
    }

    /// Of those counted, how many have no row of their own (yet): nobody can be named.
    pub fn unwritten(self, report: &MailingReport) -> i64 {
        let is_planned = report.state == MailingState::Planning;
        let holds = match self {
            Self::Approved => true,
            Self::Waiting => is_planned,
            Self::LeftOut => !is_planned,
            _ => false,
        };
        if holds { report.unplanned } else { 0 }
    }
}

/// The lists of one mailing, or of a period.
#[derive(Clone, Debug)]
pub struct Links {
    path: String,
    query: String,
}

impl Links {
    pub fn of(release: ReleaseId, mailing: MailingId) -> Self {
        Self { path: format!("/releases/{release}/report/people"), query: format!("mailing={mailing}") }
    }

    pub fn of_period(period: &str) -> Self {
        Self { path: "/reports/people".to_owned(), query: format!("period={period}") }
    }

    /// A list; `more` narrows it further.
    pub fn list(&self, of: Of, more: &[(&str, &str)]) -> String {
        format!("{}?{}", self.path, self.asked(of, more))
    }

    /// The same list as a file.
    pub fn csv(&self, of: Of, more: &[(&str, &str)]) -> String {
        format!("{}.csv?{}", self.path, self.asked(of, more))
    }

    fn asked(&self, of: Of, more: &[(&str, &str)]) -> String {
        let more = form_urlencoded::Serializer::new(String::new()).extend_pairs(more).finish();
        let and = if more.is_empty() { "" } else { "&" };
        format!("{}&of={}{and}{more}", self.query, of.as_str())
    }

    /// A number with its list; nobody is in a list of none.
    pub fn count(&self, n: i64, of: Of, more: &[(&str, &str)]) -> Count {
        Count::new(n, if n == 0 { String::new() } else { self.list(of, more) })
    }

    pub fn ledger(&self, report: &MailingReport) -> Ledger {
        let count = |of: Of| self.count(of.count(report).unwrap_or(0), of, &[]);
        Ledger {
            approved: count(Of::Approved),
            accepted: count(Of::Accepted),
            waiting: count(Of::Waiting),
            retrying: count(Of::Retrying),
            refused: count(Of::Refused),
            in_doubt: count(Of::InDoubt),
            left_out: count(Of::LeftOut),
            closes: report.closes(),
            missing: report.ledger.approved - report.ledger.sum(),
        }
    }
}
