//! A person's word: exactly what was seen is sent, or somebody else is asked about it; anything else is the page that
//! says what differs (R4). However often and by however many hands it is pressed, it is one mailing (R9).

use axum::extract::{Path, State};

use super::act::{self, Act};
use super::changed::{self, Seen};
use super::page::{self, Again};
use super::sentence::{self, About};
use super::wish::Wish;
use super::{Led, looked, plan_beside, settle, tell, to_its_end};
use crate::model::release::Release;
use crate::review::{self, Review, Seal, Sent, Word};
use crate::store::mailings;
use crate::store::requests::{self, Approver, Asked};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Said, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::load;
use crate::web::desk::when;
use crate::web::desk::who::Who;

pub async fn send(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields, false)).await
}

pub async fn ask(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields, true)).await
}

async fn pressed(desk: Desk, who: Who, id: i64, fields: Fields, asks: bool) -> Answer {
    let release = load(&desk, id).await?;
    let wish = Wish::of(&fields, &release, desk.now())?;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}/hold")).await?;
    let led = weigh(&desk, &who, &release, &wish, &fields, asks).await;
    settle(press, led).await
}

async fn weigh(desk: &Desk, who: &Who, release: &Release, wish: &Wish, fields: &Fields, asks: bool) -> Result<Led, Problem> {
    let id = release.id;
    let seal = fields.line("seal");
    if !asks
        && let Some(start) = Seal::stored_start(&seal)
        && mailings::find_sealed(&desk.store, id, &start).await?.is_some()
    {
        return Ok(Led::To(format!("/releases/{id}/hold"), None));
    }
    let mut found = looked::look(desk, &wish.order(desk, release).await?).await?;
    let others = requests::other_approvers(&desk.store, who.officer).await?;
    let act = Act::of(who, &others, &found);
    if !found.seal.is(&seal) || fields.number("count") != Some(found.count) {
        let seen = Seen::from_json(fields.raw("was"));
        let act = if asks || act == Act::Ask { "ask" } else { page::name(act, found.at) };
        return Ok(Led::Page(changed::show(desk, who, seen.as_ref(), &found, act, wish.href(id)).await?));
    }
    let errors = mistakes(desk, &found, fields, act == Act::Nobody).await?;
    if !errors.is_empty() {
        let again = Again {
            errors,
            ticked: fields.all("seen").map(str::to_owned).collect(),
            number: fields.line("typed"),
            ..Again::default()
        };
        return Ok(Led::Page(page::show(desk, who, release, wish, again).await?));
    }
    found.sentence = words_read(desk, who, &found, wish).await?;
    match act {
        Act::Ask => take_down(desk, who, &found, wish, &others).await,
        Act::Send if asks && !others.is_empty() => take_down(desk, who, &found, wish, &others).await,
        Act::Send => give(desk, who, found, wish).await,
        Act::Nobody | Act::Look => Err(Problem::Forbidden),
    }
}

/// What has to be put right before this word counts.
pub async fn mistakes(desk: &Desk, found: &Review, fields: &Fields, in_the_way: bool) -> Result<Vec<Wrong>, Problem> {
    if in_the_way || found.is_blocked() || looked::all_have_it(found) {
        return Ok(vec![wrong("checks", Said::key("error-blocked"))]);
    }
    let mut errors = Vec::new();
    if looked::to_tick(found).any(|code| fields.all("seen").all(|ticked| ticked != code)) {
        errors.push(wrong("checks", Said::key("error-warnings")));
    }
    if act::must_be_typed(desk, found).await? && !act::is_number(&fields.line("typed"), found.count) {
        errors.push(wrong("typed", Said::key("error-number-typed").n(found.count)));
    }
    Ok(errors)
}

/// Codes of the warnings there were; all of them were ticked.
pub fn acknowledged(found: &Review) -> Vec<String> {
    let mut codes: Vec<String> = looked::to_tick(found).map(str::to_owned).collect();
    codes.dedup();
    codes
}

/// The sentence as this person read it: what their word is kept with.
pub async fn words_read(desk: &Desk, who: &Who, found: &Review, wish: &Wish) -> Result<String, Problem> {
    let (words, original) = page::context(desk, &found.release).await?;
    let about = About { words: &words, segment: wish.segment.as_deref().unwrap_or(""), original: original.as_deref() };
    Ok(sentence::plain(&sentence::say(desk, who, &found.into(), about)?))
}

async fn give(desk: &Desk, who: &Who, found: Review, wish: &Wish) -> Result<Led, Problem> {
    let id = found.release.id;
    let codes = acknowledged(&found);
    let word = Word { acknowledged: &codes, ..Word::default() };
    let sent = review::give(&desk.means()?, Box::new(found), &who.name, None, word).await?;
    go_on(desk, who, sent, wish).await.unwrap_or_else(|| Err(Problem::broken(&format!("release {id} could not be sent"))))
}

/// Where a word leads that was given; `None` when it was not taken.
pub async fn go_on(desk: &Desk, who: &Who, sent: Sent, wish: &Wish) -> Option<Result<Led, Problem>> {
    match sent {
        Sent::New { mailing, review } => {
            plan_beside(desk, mailing);
            let id = review.release.id;
            Some(Ok(if wish.at.is_some() && review.not_before - desk.now() > desk.settings.hold {
                let text = when::exact(review.not_before, who.lang, &who.zone);
                let flash = Flash::done("flash-scheduled").n(review.count).what(text);
                Led::To(format!("/releases/{id}/progress"), Some(flash))
            } else {
                Led::To(format!("/releases/{id}/hold"), None)
            }))
        }
        Sent::Known(mailing) => Some(match mailings::find(&desk.store, mailing).await {
            Ok(Some(known)) => Ok(Led::To(format!("/releases/{}/hold", known.release), None)),
            Ok(None) => Err(Problem::NotFound),
            Err(problem) => Err(problem.into()),
        }),
        Sent::Changed(_) | Sent::Blocked(_) | Sent::NeedsSecond(_) => None,
    }
}

async fn take_down(desk: &Desk, who: &Who, found: &Review, wish: &Wish, others: &[Approver]) -> Result<Led, Problem> {
    let codes = acknowledged(found);
    let seen = Seen::of(desk, found)?.to_json();
    let new = requests::New {
        release: found.release.id,
        version: found.release.version,
        terms: &wish.to_json(),
        seal: &found.seal.hex(),
        people: found.count,
        sentence: &found.sentence,
        seen: &seen,
        acknowledged: &codes,
        submitter: who.officer,
        actor: &who.name,
    };
    let ready = tell::messages(desk, who, found, wish, others).await?;
    let notices: Vec<_> = ready.iter().map(tell::Ready::notice).collect();
    let flash = match requests::ask(&desk.store, &new, &notices, tell::AN_HOUR, desk.now()).await? {
        Asked::New(_) => Flash::done("flash-asked").what(page::asked(who, others)),
        Asked::Known(_) => Flash::warn("flash-asked-known"),
    };
    Ok(Led::To(wish.href(found.release.id), Some(flash)))
}
