//! From draft to approved: who will receive it, what stands in the way, the seal over what was seen, and a person's
//! word on exactly that.

mod checks;
mod counts;
mod everybody;
mod index;
mod keeper;
mod links;
mod mail;
mod means;
mod names;
mod past;
mod policy;
pub mod rules;
mod seal;
mod send;
mod sentence;
mod terms;

use std::collections::BTreeMap;
use std::sync::Arc;

use reqwest::Url;
use thiserror::Error;

pub use self::checks::{Finding, Level};
pub use self::counts::Counts;
use self::everybody::Everybody;
pub use self::index::{Facets, Spread};
pub use self::keeper::{Keeper, Looked};
use self::mail::Mail;
pub use self::means::{Around, Kit, Means, Order};
use self::past::Past;
pub use self::policy::Policy;
pub use self::rules::Rules;
pub use self::seal::Seal;
pub use self::send::{ALONE_HOLD, Alone, Sent, Word, give, request, send};
use crate::clock::Millis;
use crate::compose::letter::{Frame, Letter, compile};
use crate::compose::own::{self, InForceError};
use crate::compose::{ComposeError, Templates};
use crate::model::audience::{Choice, Resolved, Waterfall};
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::mailing::{DoubtPolicy, Priority, Urgency};
use crate::model::morning::Morning;
use crate::model::release::Release;
use crate::model::segment::Rule;
use crate::model::vocabulary::Vocabulary;
use crate::store::{Store, StoreError, audience, mailings, officers, releases, vocabulary};

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
    /// Each copy in its reader's morning; the first of them is `not_before`.
    pub morning: Option<Morning>,
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
    /// What its mails are made with.
    pub templates: Arc<Templates>,
}

impl Review {
    pub fn is_blocked(&self) -> bool {
        self.checks.iter().any(|finding| finding.level == Level::Blocking)
    }

    /// When the first copy goes out, where that is not as soon as it is sent.
    pub fn scheduled(&self) -> Option<Millis> {
        if self.morning.is_some() { Some(self.not_before) } else { self.at }
    }

    /// Whether somebody who may approve may send this without the second person it needs: what is under embargo never,
    /// what goes out later or is worth nothing after the longer hold neither.
    pub fn may_go_alone(&self, now: Millis) -> bool {
        let is_early = self.release.embargo.is_some_and(|lift| lift > now);
        self.needs_second && self.scheduled().is_none() && !is_early && self.useful_until > now + ALONE_HOLD
    }

    /// As it is when it goes out without a second person.
    fn held_longer(self, now: Millis) -> Self {
        let not_before = self.not_before.max(now + ALONE_HOLD);
        Self { not_before, useful_until: terms::useful_until(&self.release, not_before), ..self }
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
    #[error("what mails look like is not known")]
    InForce(#[from] InForceError),
    #[error("the key file has no key to sign with")]
    NoKey,
    #[error("the letter could not be written down")]
    Letter(#[from] serde_json::Error),
    /// The review that ran by itself broke off.
    #[error("the review broke off; look again")]
    BrokeOff,
}

/// Whom a release is for at `now`, as a rule the store can ask. What follows another release goes to who has that and to
/// nobody else; without a rule in the order, the one that was chosen for the release narrows it.
pub async fn audience(
    store: &Store,
    words: &Vocabulary,
    release: &Release,
    order: &Order,
    now: Millis,
) -> Result<(Choice, Resolved), StoreError> {
    let chosen = releases::narrowing(store, release.id).await?;
    let down = order.down && chosen.as_ref().is_none_or(|chosen| chosen.down);
    let rule = || order.segment.clone().or_else(|| chosen.and_then(|chosen| chosen.rule));
    let choice = Choice {
        regions: release.regions.iter().map(|place| place.id.0).collect(),
        issues: release.issues.iter().map(|place| place.id.0).collect(),
        down,
        segment: Rule::of_followed(release).or_else(rule),
        as_of: now,
        pauses_at: order.at.unwrap_or(now).max(now),
    };
    let resolved = choice.resolve(&words.regions, &words.issues, &audience::scoped_opt_outs(store).await?);
    Ok((choice, resolved))
}

/// Looks at everything: audience, every recipient's own copy, checks, terms; and seals it. Links and names are asked of
/// the world outside where [`Around`] says whom to ask, which may take half a minute.
pub async fn review(means: &Means<'_>, order: &Order) -> Result<Review, ReviewError> {
    let rules = Rules::of(means).await?;
    let means = &rules.over(means);
    let Means { store, office, now, .. } = *means;
    let release = releases::load(store, order.release, None).await?.ok_or(ReviewError::NoSuchRelease(order.release))?;
    let words = vocabulary::load(store).await?;
    let (choice, rule) = audience(store, &words, &release, order, now).await?;
    let not_before = order.at.unwrap_or(now).max(now + means.hold);
    // The letter as it will be, but for what only the mailing has: its number, date, key and signatures.
    let (date, key_id) = (terms::nominal_date(&release, not_before), means.keys.current().to_owned());
    let nominal = Frame { mailing: MailingId(0), date, key_id, signing: None };
    let templates = own::in_force(store).await?;
    let letter = compile(office, &templates, &release, &release.language, &nominal);
    let past = Past::look(means, order, &release, not_before).await?;
    let everybody = everybody::look(means, &release, &words, &rule, letter.as_ref().ok(), &past).await?;
    let mornings = mornings(means, order, &release, &everybody, not_before);
    let (not_before, last) = mornings.as_ref().map_or((not_before, not_before), |found| (found.first, found.last));
    let (earlier, have_it) = mailings::sent_before(store, release.id, release.version).await?;
    let approvers = officers::list(store).await?.iter().filter(|officer| officer.role.may_approve()).count();
    let seen = Seen {
        have_it: if order.again { 0 } else { have_it },
        needs_second: means.policy.wants_second(approvers, everybody.count, release.embargo.is_some_and(|lift| lift > now)),
        useful_until: terms::useful_until(&release, last),
        not_before,
        mornings: mornings.as_ref(),
        letter: &letter,
        templates: &templates,
        past: &past,
        everybody: &everybody,
        rules: &rules,
    };
    let checks = check(means, order, &release, &seen).await?;
    let (have_it, needs_second, useful_until) = (seen.have_it, seen.needs_second, seen.useful_until);
    let (priority, doubt) = terms::of(release.kind, order.urgency);
    let morning = mornings.map(|found| found.morning);
    let seal = seal(means, order, &release, (letter.as_ref().ok(), &templates), (&everybody, earlier, morning.as_ref()))?;
    let when = sentence::When { at: order.at, first: morning.as_ref().map(|_| not_before) };
    let sentence = sentence::say(means, &words, &release, (when, priority), (everybody.count, have_it), choice.segment.as_ref());
    Ok(Review {
        choice,
        waterfall: everybody.waterfall,
        count: everybody.count,
        checks,
        seal,
        sentence,
        at: order.at,
        morning,
        again: order.again,
        not_before,
        useful_until,
        priority,
        doubt,
        audience_digest: everybody.digest,
        have_it,
        needs_second,
        rules,
        templates,
        release,
    })
}

/// Every reader's morning.
struct Mornings {
    morning: Morning,
    first: Millis,
    last: Millis,
    /// How many are written to at each moment.
    each: BTreeMap<Millis, i64>,
}

/// What is under embargo waits for its end first; where nobody is written to there is no morning.
fn mornings(means: &Means<'_>, order: &Order, release: &Release, everybody: &Everybody, from: Millis) -> Option<Mornings> {
    let morning = order.morning.then(|| Morning::of(&means.around.zone))?;
    let from = release.embargo.map_or(from, |lift| lift.max(from));
    let mut each = BTreeMap::new();
    for (clock, n) in &everybody.clocks {
        *each.entry(morning.first(clock.as_deref(), from)).or_default() += n;
    }
    let first = each.keys().next().copied().unwrap_or_else(|| morning.first(None, from));
    let last = each.keys().next_back().copied().unwrap_or(first);
    Some(Mornings { morning, first, last, each })
}

/// What was found out before the checks.
struct Seen<'a> {
    letter: &'a Result<Letter, ComposeError>,
    templates: &'a Templates,
    past: &'a Past,
    everybody: &'a Everybody,
    not_before: Millis,
    useful_until: Millis,
    mornings: Option<&'a Mornings>,
    have_it: i64,
    needs_second: bool,
    rules: &'a Rules,
}

/// Asks the world outside, then checks.
async fn check(means: &Means<'_>, order: &Order, release: &Release, seen: &Seen<'_>) -> Result<Vec<Finding>, ReviewError> {
    let made = seen.letter.as_ref().map(|letter| Mail::of(means, letter));
    let mail = match &made {
        Ok(Ok(mail)) => Ok(mail),
        Ok(Err(problem)) => Err(problem),
        Err(problem) => Err(*problem),
    };
    let urls: Vec<Url> = match mail {
        Ok(mail) => {
            let all = mail.links.iter().map(|link| &link.url).chain(mail.pictures.iter().map(|one| &one.url));
            all.cloned().collect()
        }
        Err(_) => Vec::new(),
    };
    let source = release.source_url.as_deref().and_then(|url| Url::parse(url).ok());
    let (known, published) = tokio::join!(links::look(means, &urls, source.as_ref()), names::look(means));
    let matched = seen.everybody.waterfall.matched;
    let not_placed = if matched * 2 > seen.past.contacts { audience::not_placed(means.store).await? } else { 0 };
    Ok(checks::all(&checks::Facts {
        means,
        order,
        release,
        mail,
        everybody: seen.everybody,
        past: seen.past,
        not_before: seen.not_before,
        useful_until: seen.useful_until,
        mornings: seen.mornings,
        known: known?.as_ref(),
        versions: &crate::store::past::versions(means.store, release.id).await?,
        published: published.as_ref(),
        not_placed,
        have_it: seen.have_it,
        needs_second: seen.needs_second,
        rules: seen.rules,
        left_aside: seen.templates.is_left_aside()
            || seen.letter.as_ref().is_ok_and(|letter| letter.template() != seen.templates.digest()),
    }))
}

/// What stands in the way in a text that is being written, before anybody is counted and anybody is asked.
pub async fn look_at_text(means: &Means<'_>, release: &Release) -> Result<Vec<Finding>, ReviewError> {
    let templates = own::in_force(means.store).await?;
    let not_before = release.embargo.unwrap_or(0).max(means.now + means.hold);
    let frame = Frame { mailing: MailingId(0), date: means.now, key_id: means.keys.current().to_owned(), signing: None };
    let made = compile(means.office, &templates, release, &release.language, &frame).and_then(|letter| Mail::of(means, &letter));
    let order = Order {
        release: release.id,
        segment: None,
        down: true,
        at: None,
        morning: false,
        again: false,
        urgency: Urgency::Normal,
    };
    Ok(checks::of_text(&checks::Facts {
        means,
        order: &order,
        release,
        mail: made.as_ref(),
        everybody: &Everybody::default(),
        past: &Past::default(),
        not_before,
        useful_until: terms::useful_until(release, not_before),
        mornings: None,
        known: None,
        versions: &[],
        published: None,
        not_placed: 0,
        have_it: 0,
        needs_second: false,
        rules: &Rules::configured(means),
        left_aside: false,
    }))
}

fn seal(
    means: &Means<'_>,
    order: &Order,
    release: &Release,
    (letter, templates): (Option<&Letter>, &Templates),
    (everybody, earlier, morning): (&Everybody, i64, Option<&Morning>),
) -> Result<Seal, ReviewError> {
    let office = means.office;
    let (priority, doubt) = terms::of(release.kind, order.urgency);
    let parts = seal::Parts {
        release: release.id,
        version: release.version,
        follows: release.follows,
        letter: letter.map(serde_json::to_value).transpose()?,
        template: templates.digest(),
        sender: [office.from.as_str(), office.reply_to.as_str(), office.bounce_domain.as_deref().unwrap_or("")],
        relays: means.relays,
        audience: &everybody.digest,
        count: everybody.count,
        at: order.at,
        morning: morning.map(Morning::to_string),
        event: release.event,
        embargo: release.embargo,
        again: order.again,
        priority: priority.as_i64(),
        doubt: doubt.as_str(),
        earlier,
    };
    Ok(parts.seal()?)
}
