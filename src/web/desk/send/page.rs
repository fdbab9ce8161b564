//! The send page: what will happen in one sentence, what stands in the way, who, the mail, when, and one button that
//! names the number. While a check blocks there is no button (R3).

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Serialize;

use super::act::{self, Act};
use super::alone::{self, Alone};
use super::changed;
use super::looked::{self, Seen};
use super::people::{People, people};
use super::sentence::{self, About};
use super::time::{self, Typed, When};
use super::wish::Wish;
use crate::clock::Millis;
use crate::model::mailing::MailingState;
use crate::model::release::Release;
use crate::model::segment::Rule;
use crate::model::vocabulary::Vocabulary;
use crate::review::Review;
use crate::store::outgoing::{self, Outgoing};
use crate::store::requests::{self, Approver, Request, State as Asked};
use crate::store::{officers, releases, vocabulary};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Checks, Choice, Field, Hidden, Mail, ReleaseHead, Sentence, Trial, Wrong};
use crate::web::desk::press;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::{head, load};
use crate::web::desk::releases::mail::{self, Wanted};
use crate::web::desk::route::is_fragment;
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, returned};

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    errors: Vec<Wrong>,
    sentence: Sentence,
    note: Option<Note>,
    checks: Checks,
    who: People,
    mail: Mail,
    trial: Trial,
    when: When,
    #[serde(rename = "do")]
    button: Option<Button>,
    /// In place of a button, where nothing is to be fixed.
    stands: Option<Stands>,
    /// Without a second person, for whoever may.
    alone: Option<Alone>,
    blocked_n: i64,
}

/// Above the checks: what became of it so far.
#[derive(Debug, Default, Serialize)]
struct Note {
    key: &'static str,
    who: String,
    what: String,
    n: i64,
    when: String,
}

#[derive(Debug, Serialize)]
struct Stands {
    icon: &'static str,
    key: &'static str,
    who: String,
    when: String,
    href: String,
    link: &'static str,
}

#[derive(Debug, Serialize)]
struct Button {
    act: &'static str,
    action: String,
    once: String,
    seal: String,
    count: i64,
    at: String,
    n: i64,
    who: String,
    typed: Option<Field>,
    fields: Vec<Hidden>,
}

/// A page that is shown once more.
#[derive(Debug, Default)]
pub struct Again {
    pub errors: Vec<Wrong>,
    /// What was typed in the form of the time.
    pub time: Option<Typed>,
    /// Codes of warnings ticked.
    pub ticked: Vec<String>,
    /// The number as it was typed.
    pub number: String,
    /// Why somebody sends alone, as it was typed.
    pub reason: String,
    pub mail: Wanted,
}

/// The parts in which the end of the checks shows.
const FOLLOWED: [&str; 4] = ["send-said", "send-checks", "send-who", "send-act"];

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, headers: HeaderMap, fields: Fields) -> Answer {
    let release = load(&desk, id).await?;
    let wish = Wish::of(&fields, &release, desk.now())?;
    let again = Again { mail: Wanted::of(&fields), ..Again::default() };
    if is_fragment(&headers) {
        let seen = looked::see(&desk, &wish.order(&desk, &release).await?, looked::FOLLOWING).await?;
        let page = page(&desk, &who, &seen, &wish, again).await?;
        return View::new(&desk, &who, Noun::Releases, String::new()).fragments("send", &page, &FOLLOWED);
    }
    show(&desk, &who, &release, &wish, again).await
}

pub async fn show(desk: &Desk, who: &Who, release: &Release, wish: &Wish, again: Again) -> Answer {
    // What was typed wrong or ticked is on this page alone: it is not asked for once more.
    let patience = if again.errors.is_empty() { desk.patience } else { looked::PATIENT };
    let seen = looked::see(desk, &wish.order(desk, release).await?, patience).await?;
    let page = page(desk, who, &seen, wish, again).await?;
    let title = who.say("send-title", &[("what", (&page.release.title.text).into())]);
    View::new(desk, who, Noun::Releases, title).refused(page.errors.len()).show("send", &page).await
}

async fn page(desk: &Desk, who: &Who, seen: &Seen, wish: &Wish, again: Again) -> Result<Page, Problem> {
    let found = seen.glance();
    let release = &found.release;
    let (words, original) = context(desk, release).await?;
    let request = requests::newest(&desk.store, release.id).await?;
    let mailing = outgoing::newest(&desk.store, release.id).await?;
    let others = requests::other_approvers(&desk.store, who.officer).await?;
    let mut checks = looked::checks(desk, who, seen, &again.ticked, wish.href(release.id));
    let (mut button, mut stands, mut alone) = (None, None, None);
    if let Seen::Whole(found, _) = seen {
        let act = Act::of(who, &others, found);
        let returned = returned::by_me(desk, who, release.id).await?;
        let may_alone = alone::may(desk, who, found) && !returned;
        if act == Act::Nobody && !may_alone {
            checks.blocks.push(looked::block("check-policy-no-approver", "/settings/team"));
        }
        stands = self::stands(who, (act, returned), found, wish, request.as_ref())
            .filter(|stands| may_alone || stands.key != "send-alone-only");
        if checks.blocks.is_empty() && stands.is_none() {
            button = Some(self::button(desk, who, found, wish, (act, &others), &again).await?);
        }
        if checks.blocks.is_empty() && may_alone {
            alone = Some(alone::form(desk, who, found, (wish, &others), &again, button.is_some()).await?);
        }
    }
    let about = About { words: &words, segment: wish.segment.as_deref().unwrap_or(""), original: original.as_deref() };
    Ok(Page {
        release: head(desk, who, release, "send").await?,
        sentence: sentence::say(desk, who, &found, about)?,
        note: note(who, release.version, request.as_ref(), mailing.as_ref()),
        blocked_n: i64::try_from(checks.blocks.len()).unwrap_or(i64::MAX),
        checks,
        who: people(desk, who, &found, &words, original.as_deref()).await?,
        mail: mail::mail(desk, who, release, again.mail, &wish.href(release.id)).await?,
        trial: trial(desk, who, release).await?,
        when: time::form(desk, who, (release, &words), wish, again.time, &again.errors),
        button,
        stands,
        alone,
        errors: again.errors,
    })
}

/// The title of what this follows, where it goes to who has that.
async fn original(desk: &Desk, release: &Release) -> Result<Option<String>, Problem> {
    let (Some(_), Some(follows)) = (Rule::of_followed(release), release.follows) else { return Ok(None) };
    Ok(releases::load(&desk.store, follows, None).await?.map(|original| original.title))
}

async fn button(
    desk: &Desk,
    who: &Who,
    found: &Review,
    wish: &Wish,
    (act, others): (Act, &[Approver]),
    again: &Again,
) -> Result<Button, Problem> {
    let release = &found.release;
    let typed = act::must_be_typed(desk, found).await?;
    let mut fields = wish.hidden();
    fields.push(Hidden { name: "was".to_owned(), value: changed::Seen::of(desk, found)?.to_json() });
    Ok(Button {
        act: name(act, found.scheduled()),
        action: format!("/releases/{}/{}", release.id, if act == Act::Ask { "ask" } else { "send" }),
        once: press::once(),
        seal: found.seal.groups(),
        count: found.count,
        at: wish.at_text(),
        n: found.count,
        who: if act == Act::Ask { asked(who, others) } else { String::new() },
        typed: typed.then(|| Field::new("typed", &again.number).checked(&again.errors)),
        fields,
    })
}

/// As the messages know it.
pub fn name(act: Act, at: Option<Millis>) -> &'static str {
    match (act, at) {
        (Act::Ask, None) => "ask",
        (Act::Ask, Some(_)) => "schedule_ask",
        (_, None) => "send",
        (_, Some(_)) => "schedule",
    }
}

/// Those who are asked, by name.
pub fn asked(who: &Who, others: &[Approver]) -> String {
    let names: Vec<String> = others.iter().map(|officer| officer.name.clone()).collect();
    sentence::list(who, &names)
}

/// What stands in place of the button although nothing is to be fixed.
fn stands(who: &Who, (act, returned): (Act, bool), found: &Review, wish: &Wish, request: Option<&Request>) -> Option<Stands> {
    let plain = |key| Stands { icon: "lock", key, who: String::new(), when: String::new(), href: String::new(), link: "" };
    if returned {
        return Some(plain("approve-not-returned"));
    }
    let approve = format!("/releases/{}/approve", found.release.id);
    let waits = request.filter(|request| {
        let same = request.seal == found.seal.hex() && Wish::from_json(&request.terms).as_ref() == Some(wish);
        request.state == Asked::Waiting && request.version == found.release.version && same
    });
    if let Some(request) = waits {
        return Some(Stands {
            icon: "approve",
            key: "send-waits",
            who: request.submitter.name.clone(),
            when: when::text(request.asked, who.lang, &who.zone),
            href: approve,
            link: "send-waits-link",
        });
    }
    match act {
        Act::Look => Some(plain("send-looks")),
        // Shown only where one may go alone; else it is a block.
        Act::Nobody => Some(plain("send-alone-only")),
        Act::Send | Act::Ask => None,
    }
}

fn note(who: &Who, version: i64, request: Option<&Request>, mailing: Option<&Outgoing>) -> Option<Note> {
    let text = |at| when::text(at, who.lang, &who.zone);
    let newest = mailing.filter(|mailing| request.is_none_or(|request| request.asked <= mailing.created));
    if let Some(mailing) = newest {
        let key = match mailing.state {
            MailingState::Missed => "send-note-missed",
            MailingState::Void => "send-note-planned-void",
            MailingState::Planning | MailingState::Sending | MailingState::Paused => "send-note-open",
            MailingState::Done if mailing.version == version => "send-note-sent",
            _ => return None,
        };
        return Some(Note { key, n: mailing.approved, when: text(mailing.not_before), ..Note::default() });
    }
    let request = request?;
    let by = |person: Option<&requests::Person>| person.map(|person| person.name.clone()).unwrap_or_default();
    let (key, when) = match request.state {
        Asked::Returned => ("send-note-returned", request.decided),
        Asked::Rejected => ("send-note-rejected", request.decided),
        Asked::Waiting if request.version != version => ("send-note-request-void", Some(request.asked)),
        Asked::Void if request.version != version => ("send-note-request-void", Some(request.asked)),
        _ => return None,
    };
    let who = if key == "send-note-request-void" { request.submitter.name.clone() } else { by(request.decider.as_ref()) };
    Some(Note { key, who, what: request.note.clone(), n: 0, when: when.map(text).unwrap_or_default() })
}

async fn trial(desk: &Desk, who: &Who, release: &Release) -> Result<Trial, Problem> {
    let officers = officers::list(&desk.store).await?;
    let to = officers.into_iter().map(|officer| {
        let is_me = officer.id == who.officer;
        let text = if is_me { who.say("send-trial-you", &[("who", (&officer.name).into())]) } else { officer.name };
        Choice { value: officer.id.to_string(), text, chosen: is_me }
    });
    Ok(Trial { action: format!("/releases/{}/test", release.id), once: press::once(), id: "trial-to", to: to.collect() })
}

/// The vocabulary, and the title of what a release follows, for pages that say its sentence.
pub async fn context(desk: &Desk, release: &Release) -> Result<(Vocabulary, Option<String>), Problem> {
    Ok((vocabulary::load(&desk.store).await?, original(desk, release).await?))
}
