//! Without the second person the rules ask for: only by somebody who may approve, only at once, never under embargo, and
//! with a reason. It stands in the proof and the audit trail, the other approvers are told in the same moment, and
//! everybody has five minutes to stop it (R5).

use axum::extract::{Path, State};
use serde::Serialize;

use super::changed::{self, Seen};
use super::page::{self, Again};
use super::tell::{self, About};
use super::wish::Wish;
use super::{Led, act, looked, settle, to_its_end, word};
use crate::clock::MINUTE;
use crate::model::release::Release;
use crate::review::{self, ALONE_HOLD, Review, Seal, Word};
use crate::store::mailings;
use crate::store::requests::{self, Approver};
use crate::web::desk::door::step_up;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Field, Hidden, Said, Wrong};
use crate::web::desk::press::{self, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::load;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, returned};

/// Less says nothing, more is no reason.
const SHORTEST: usize = 10;
const LONGEST: usize = 500;

/// The form, for whoever may.
#[derive(Debug, Serialize)]
pub struct Alone {
    action: String,
    n: i64,
    /// Who is told.
    who: String,
    others: i64,
    minutes: i64,
    reason: Field,
    open: bool,
    /// Where the page has no other form: all that is sent along.
    own: Option<Own>,
}

#[derive(Debug, Serialize)]
struct Own {
    once: String,
    seal: String,
    count: i64,
    at: String,
    typed: Option<Field>,
    fields: Vec<Hidden>,
}

pub fn may(desk: &Desk, who: &Who, found: &Review) -> bool {
    who.role.may_approve() && found.may_go_alone(desk.now())
}

/// `beside`: the page has the form of another button, whose fields are sent along.
pub async fn form(
    desk: &Desk,
    who: &Who,
    found: &Review,
    (wish, others): (&Wish, &[Approver]),
    again: &Again,
    beside: bool,
) -> Result<Alone, Problem> {
    let own = if beside { None } else { Some(own(desk, found, wish, again).await?) };
    let reason = Field::new("reason", &again.reason).checked(&again.errors);
    Ok(Alone {
        action: format!("/releases/{}/alone", found.release.id),
        n: found.count,
        who: page::asked(who, others),
        others: i64::try_from(others.len()).unwrap_or(0),
        minutes: ALONE_HOLD.max(found.rules.hold) / MINUTE,
        open: !again.reason.is_empty() || reason.error.is_some(),
        reason,
        own,
    })
}

async fn own(desk: &Desk, found: &Review, wish: &Wish, again: &Again) -> Result<Own, Problem> {
    let typed = act::must_be_typed(desk, found).await?;
    let mut fields = wish.hidden();
    fields.push(Hidden { name: "was".to_owned(), value: Seen::of(desk, found)?.to_json() });
    Ok(Own {
        once: press::once(),
        seal: found.seal.groups(),
        count: found.count,
        at: wish.at_text(),
        typed: typed.then(|| Field::new("typed", &again.number).checked(&again.errors)),
        fields,
    })
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields)).await
}

async fn pressed(desk: Desk, who: Who, id: i64, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    step_up(&desk, &who, &format!("/releases/{id}/send"))?;
    let wish = Wish::of(&fields, &release, desk.now())?;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}/hold")).await?;
    let led = weigh(&desk, &who, &release, &wish, &fields).await;
    settle(press, led).await
}

async fn weigh(desk: &Desk, who: &Who, release: &Release, wish: &Wish, fields: &Fields) -> Result<Led, Problem> {
    let id = release.id;
    let seal = fields.line("seal");
    if let Some(start) = Seal::stored_start(&seal)
        && mailings::find_sealed(&desk.store, id, &start).await?.is_some()
    {
        return Ok(Led::To(format!("/releases/{id}/hold"), None));
    }
    returned::refuse(desk, who, id).await?;
    let mut found = looked::look(desk, &wish.order(desk, release).await?).await?;
    if !found.seal.is(&seal) || fields.number("count") != Some(found.count) {
        let seen = Seen::from_json(fields.raw("was"));
        return Ok(Led::Page(changed::show(desk, who, seen.as_ref(), &found, "send", wish.href(id)).await?));
    }
    if !may(desk, who, &found) {
        return Err(Problem::Forbidden);
    }
    let reason: String = fields.lines("reason").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut errors = word::mistakes(desk, &found, fields, false).await?;
    errors.extend(what_is_wrong_with(&reason));
    if !errors.is_empty() {
        let ticked = fields.all("seen").map(str::to_owned).collect();
        let again = Again { errors, ticked, number: fields.line("typed"), reason, ..Again::default() };
        return Ok(Led::Page(page::show(desk, who, release, wish, again).await?));
    }
    found.sentence = word::words_read(desk, who, &found, wish).await?;
    send(desk, who, found, wish, &reason).await
}

fn what_is_wrong_with(reason: &str) -> Option<Wrong> {
    let length = reason.chars().count();
    let most = i64::try_from(LONGEST).unwrap_or(i64::MAX);
    if length < SHORTEST {
        Some(wrong("reason", Said::key("error-alone-reason")))
    } else if length > LONGEST {
        Some(wrong("reason", Said::key("error-too-long").n(most)))
    } else {
        None
    }
}

async fn send(desk: &Desk, who: &Who, found: Review, wish: &Wish, reason: &str) -> Result<Led, Problem> {
    let id = found.release.id;
    let others = requests::other_approvers(&desk.store, who.officer).await?;
    let ready = tell::messages(desk, who, &found, wish, (&others, About::Alone { reason })).await?;
    let told: Vec<_> = ready.iter().map(tell::Ready::single).collect();
    let codes = word::acknowledged(&found);
    let word = Word { acknowledged: &codes, alone: Some(review::Alone { reason, told: &told }), ..Word::default() };
    let sent = review::give(&desk.means()?, Box::new(found), &who.name, None, word).await?;
    word::go_on(desk, who, sent).await.unwrap_or_else(|| Err(Problem::broken(&format!("release {id} could not be sent"))))
}
