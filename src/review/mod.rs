//! From draft to approved: who will receive it, what stands in the way, the seal over what was seen, and a person's
//! word on exactly that.

mod check;
mod policy;
pub mod rules;
mod seal;
mod send;
mod sentence;

use thiserror::Error;

pub use self::check::{Finding, Level};
pub use self::policy::Policy;
pub use self::rules::Rules;
pub use self::seal::Seal;
pub use self::send::{Sent, request, send};
use crate::clock::{HOUR, Millis};
use crate::compose::letter::{Frame, Letter, Slots, compile, why};
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::model::audience::{Choice, Resolved, Waterfall};
use crate::model::ids::{DeliveryId, IssueId, MailingId, RegionId, ReleaseId};
use crate::model::mailing::{DoubtPolicy, Priority, Urgency};
use crate::model::reason::Matched as Pair;
use crate::model::release::{Release, ReleaseKind};
use crate::model::segment::Rule;
use crate::model::vocabulary::Vocabulary;
use crate::secrets::Keyring;
use crate::store::audience::{self, AudienceDigest, Matched};
use crate::store::{Store, StoreError, mailings, officers, releases, vocabulary};

/// What a review works with. Policy, hold and cap are the configuration's; the office's own rules come before them.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    pub store: &'a Store,
    pub keys: &'a Keyring,
    pub office: &'a Office,
    /// Names of the relays mail can be handed to.
    pub relays: &'a [String],
    pub policy: Policy,
    /// Between the last click and the first copy.
    pub hold: Millis,
    /// No mailing may reach more people than this.
    pub cap: Option<u32>,
    pub now: Millis,
}

/// What a person wants sent, to whom and when.
#[derive(Clone, Debug)]
pub struct Order {
    pub release: ReleaseId,
    /// A saved rule that narrows the audience.
    pub segment: Option<Rule>,
    /// Whether reporters covering only a part of a region or issue are meant too.
    pub down: bool,
    pub at: Option<Millis>,
    /// Also to those who have this version already.
    pub again: bool,
    pub urgency: Urgency,
}

/// What a person is shown, and what their seal binds.
#[derive(Clone, Debug)]
pub struct Review {
    pub release: Release,
    pub choice: Choice,
    pub waterfall: Waterfall,
    pub count: i64,
    pub checks: Vec<Finding>,
    pub seal: Seal,
    pub sentence: String,
    pub at: Option<Millis>,
    pub again: bool,
    pub not_before: Millis,
    pub useful_until: Millis,
    pub priority: Priority,
    pub doubt: DoubtPolicy,
    pub audience_digest: String,
    /// Addresses that have or will have this version from earlier mailings.
    pub have_it: i64,
    /// The office's policy wants a second person.
    pub needs_second: bool,
    /// The rules it was looked at by.
    pub rules: Rules,
}

impl Review {
    pub fn is_blocked(&self) -> bool {
        self.checks.iter().any(|finding| finding.level == Level::Blocking)
    }
}

#[derive(Debug, Error)]
pub enum ReviewError {
    #[error("there is no release {0}")]
    NoSuchRelease(ReleaseId),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Compose(#[from] ComposeError),
    #[error("the key file has no key to sign with")]
    NoKey,
    #[error("the letter could not be written down")]
    Letter(#[from] serde_json::Error),
}

/// Whom a release is for at `now`, as a rule the store can ask.
pub async fn audience(
    store: &Store,
    words: &Vocabulary,
    release: &Release,
    order: &Order,
    now: Millis,
) -> Result<(Choice, Resolved), StoreError> {
    let choice = Choice {
        regions: release.regions.iter().map(|place| place.id.0).collect(),
        issues: release.issues.iter().map(|place| place.id.0).collect(),
        down: order.down,
        segment: order.segment.clone(),
        as_of: now,
        pauses_at: order.at.unwrap_or(now).max(now),
    };
    let resolved = choice.resolve(&words.regions, &words.issues, &audience::scoped_opt_outs(store).await?);
    Ok((choice, resolved))
}

/// Looks at everything: audience, every recipient's own copy, checks, terms; and seals it.
pub async fn review(means: &Means<'_>, order: &Order) -> Result<Review, ReviewError> {
    let rules = Rules::of(means).await?;
    let means = &rules.over(means);
    let Means { store, office, now, .. } = *means;
    let release = releases::load(store, order.release, None).await?.ok_or(ReviewError::NoSuchRelease(order.release))?;
    let words = vocabulary::load(store).await?;
    let (choice, rule) = audience(store, &words, &release, order, now).await?;
    let not_before = order.at.unwrap_or(now).max(now + means.hold);
    let useful_until = useful_until(&release, not_before);
    // The letter as it will be, but for what only the mailing has: its number, date, key and signatures.
    let (date, key_id) = (nominal_date(&release, not_before), means.keys.current().to_owned());
    let nominal = Frame { mailing: MailingId(0), date, key_id, signing: None };
    let letter = compile(office, &release, &release.language, &nominal);
    let everybody = look_at_everybody(means, &release, &words, &rule, letter.as_ref().ok()).await?;
    let (earlier, have_it) = mailings::sent_before(store, release.id, release.version).await?;
    let have_it = if order.again { 0 } else { have_it };
    let approvers = officers::list(store).await?.iter().filter(|officer| officer.role.may_approve()).count();
    let needs_second = means.policy.wants_second(approvers, everybody.count, release.embargo.is_some_and(|lift| lift > now));
    let same_text = mailings::same_text(store, release.id, release.version, now - 7 * 24 * HOUR).await?;
    let checks = check::all(&check::Facts {
        means,
        release: &release,
        letter: &letter,
        waterfall: &everybody.waterfall,
        unmakeable: &everybody.unmakeable,
        at: order.at,
        not_before,
        useful_until,
        same_text: same_text.filter(|_| !order.again),
        have_it,
        needs_second,
        rules: &rules,
    });
    let (priority, doubt) = terms(release.kind, order.urgency);
    let seal = seal(means, order, &release, letter.as_ref().ok(), (&everybody, earlier))?;
    let sentence = sentence::say(means, &words, &release, (order.at, priority), (everybody.count, have_it));
    Ok(Review {
        choice,
        waterfall: everybody.waterfall,
        count: everybody.count,
        checks,
        seal,
        sentence,
        at: order.at,
        again: order.again,
        not_before,
        useful_until,
        priority,
        doubt,
        audience_digest: everybody.digest,
        have_it,
        needs_second,
        rules,
        release,
    })
}

fn seal(
    means: &Means<'_>,
    order: &Order,
    release: &Release,
    letter: Option<&Letter>,
    (everybody, earlier): (&Everybody, i64),
) -> Result<Seal, ReviewError> {
    let office = means.office;
    let (priority, doubt) = terms(release.kind, order.urgency);
    let parts = seal::Parts {
        release: release.id,
        version: release.version,
        follows: release.follows,
        letter: letter.map(serde_json::to_value).transpose()?,
        sender: [office.from.as_str(), office.reply_to.as_str(), office.bounce_domain.as_deref().unwrap_or("")],
        relays: means.relays,
        audience: &everybody.digest,
        count: everybody.count,
        at: order.at,
        event: release.event,
        embargo: release.embargo,
        again: order.again,
        priority: priority.as_i64(),
        doubt: doubt.as_str(),
        earlier,
    };
    Ok(parts.seal()?)
}

struct Everybody {
    waterfall: Waterfall,
    digest: String,
    count: i64,
    /// Contact numbers whose copy cannot be made; the first few, and how many.
    unmakeable: (Vec<i64>, i64),
}

/// One pass over the audience: who they are, and whether each one's copy can be made.
async fn look_at_everybody(
    means: &Means<'_>,
    release: &Release,
    words: &Vocabulary,
    rule: &Resolved,
    letter: Option<&Letter>,
) -> Result<Everybody, ReviewError> {
    let mut found = Everybody { waterfall: Waterfall::default(), digest: String::new(), count: 0, unmakeable: (Vec::new(), 0) };
    let mut digest = AudienceDigest::default();
    let mut next = Some(0);
    while let Some(after) = next {
        let (page, more) = audience::page(means.store, rule, after, 1).await?;
        next = more;
        for one in page {
            found.waterfall.add(one.excluded, 1);
            if one.excluded.is_some() {
                continue;
            }
            digest.add(one.contact.0, &one.address_key, one.region, one.issue);
            if let Some(letter) = letter
                && !can_be_made(means, release, words, letter, &one)
            {
                found.unmakeable.1 += 1;
                if found.unmakeable.0.len() < 5 {
                    found.unmakeable.0.push(one.contact.0);
                }
            }
        }
    }
    (found.digest, found.count) = digest.finish();
    Ok(found)
}

fn can_be_made(means: &Means<'_>, release: &Release, words: &Vocabulary, letter: &Letter, one: &Matched) -> bool {
    let Ok(address) = EmailAddress::parse(&one.address) else { return false };
    let issues: Vec<IssueId> = release.issues.iter().map(|place| place.id).collect();
    let regions: Vec<RegionId> = release.regions.iter().map(|place| place.id).collect();
    let pair = Pair { issue: IssueId(one.issue), region: RegionId(one.region) };
    let slots = Slots {
        delivery: DeliveryId(one.contact.0),
        address,
        name: one.name.clone(),
        outlet: one.outlet.clone(),
        reason: why(words, pair, &issues, &regions, &release.language),
        consented: one.consented,
        in_reply_to: None,
    };
    letter.copy(means.keys, &slots).is_ok()
}

/// An advisory is worth nothing after its event; all else for three days.
fn useful_until(release: &Release, not_before: Millis) -> Millis {
    match (release.kind, release.event) {
        (ReleaseKind::MediaAdvisory, Some(event)) => event,
        _ => not_before.max(release.embargo.unwrap_or(not_before)) + 72 * HOUR,
    }
}

/// Stable between review and sending, yet on the right side of an embargo.
fn nominal_date(release: &Release, not_before: Millis) -> Millis {
    release.embargo.map_or(0, |lift| if not_before < lift { lift - 1 } else { lift })
}

fn terms(kind: ReleaseKind, urgency: Urgency) -> (Priority, DoubtPolicy) {
    match kind {
        ReleaseKind::Withdrawal => (Priority::Withdrawal, DoubtPolicy::ResendOnce),
        ReleaseKind::Correction => (Priority::Correction, DoubtPolicy::ResendOnce),
        _ => (urgency.into(), DoubtPolicy::Wait),
    }
}
