//! Whom a release is for, as a sentence to be edited: its regions and issues, what narrows them, and who that is now.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::counted::{About, Counted};
use super::{draft, rule};
use crate::model::contact::Reach;
use crate::model::ids::ContactId;
use crate::model::release::{Placement, Release};
use crate::model::vocabulary::Vocabulary;
use crate::store::audience::{contact_at, find};
use crate::store::narrowing::{Chosen, Saved, choose, last_alike};
use crate::store::people::{self, Sort, Wanted};
use crate::store::{directory, segments, vocabulary};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{self, Field, ReleaseHead, Said, State as Shown, Wrong};
use crate::web::desk::press::{see, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, returned};

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    errors: Vec<Wrong>,
    form: Form,
    proposed: Vec<Proposed>,
    rule: parts::Rule,
    more: Field,
    less: Field,
    count: Counted,
    ask: Ask,
    segments: Vec<Link>,
    /// The segment that narrows it now, and where it no longer does.
    segment: Option<Link>,
    save: String,
    again: Option<Again>,
    send: String,
}

#[derive(Serialize)]
struct Form {
    action: String,
    fragment: String,
    version: String,
    segment: String,
}

#[derive(Serialize)]
struct Proposed {
    id: String,
    name: &'static str,
    value: String,
    kind: &'static str,
    label: String,
    why: String,
    chosen: bool,
}

#[derive(Serialize)]
struct Link {
    href: String,
    name: String,
}

#[derive(Serialize)]
struct Again {
    href: String,
    title: String,
}

#[derive(Default, Serialize)]
struct Ask {
    action: String,
    value: String,
    answer: Option<Answered>,
}

#[derive(Serialize)]
struct Answered {
    tone: &'static str,
    icon: &'static str,
    key: &'static str,
    who: String,
    what: String,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    show(&desk, &who, &release, &fields, Vec::new(), StatusCode::OK).await
}

async fn show(desk: &Desk, who: &Who, release: &Release, fields: &Fields, errors: Vec<Wrong>, status: StatusCode) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let mut errors = errors;
    let chosen = draft::shown(desk, &words, release, fields, &mut errors).await?;
    let stored = draft::stored(desk, release).await?;
    let query = if draft::same(&chosen, &stored) { String::new() } else { draft::query(&chosen) };
    let about = About { desk, who, words: &words, release, chosen: &chosen, query: &query };
    let facets = desk.counts.facets(&desk.store, &words).await?;
    let page = Page {
        release: head::head(desk, who, release, "audience").await?,
        form: form(release, &chosen, &stored),
        proposed: proposed(&words, release, &chosen, fields),
        rule: rule::view(desk, who, &words, &facets, &draft::as_rule(&chosen)).await?,
        more: Field::new("more", if errors.is_empty() { String::new() } else { fields.line("more") }).checked(&errors),
        less: Field::new("less", if errors.is_empty() { String::new() } else { fields.line("less") }).checked(&errors),
        count: about.count().await?,
        ask: ask(&about, &fields.line("ask")).await?,
        segments: others(desk, release).await?,
        segment: segment(desk, release, &chosen).await?,
        save: format!("/reporters/segments/new?release={}", release.id),
        again: again(desk, release, &chosen).await?,
        send: format!("/releases/{}/send", release.id),
        errors,
    };
    let view = View::new(desk, who, Noun::Releases, who.say("audience-rule", &[])).refused(page.errors.len());
    let view = if status == StatusCode::OK { view } else { view.status(status) };
    view.show("audience", &page).await
}

fn form(release: &Release, chosen: &Chosen, stored: &Chosen) -> Form {
    Form {
        action: format!("/releases/{}/audience", release.id),
        fragment: format!("/releases/{}/audience/count", release.id),
        version: stored.version(),
        segment: chosen.narrowing.segment.map(|id| id.to_string()).unwrap_or_default(),
    }
}

/// The proposals nobody has decided on, ticked as long as nobody unticks them.
fn proposed(words: &Vocabulary, release: &Release, chosen: &Chosen, fields: &Fields) -> Vec<Proposed> {
    fn side<Id: Copy + PartialEq + std::fmt::Display>(
        kind: &'static str,
        places: &[Placement<Id>],
        chosen: &[Placement<Id>],
        name: impl Fn(Id) -> String,
        typed: bool,
    ) -> Vec<Proposed> {
        let open = places.iter().filter(|place| place.proposed && (typed || chosen.iter().any(|one| one.id == place.id)));
        open.map(|place| Proposed {
            id: format!("proposed-{kind}-{}", place.id),
            name: "accept",
            value: format!("{}{}", &kind[..1], place.id),
            kind,
            label: name(place.id),
            why: place.reason.clone(),
            chosen: chosen.iter().any(|one| one.id == place.id),
        })
        .collect()
    }
    let typed = fields.has("set");
    let mut found = side("region", &release.regions, &chosen.regions, |id| words.regions.name(id.0).to_owned(), typed);
    found.extend(side("issue", &release.issues, &chosen.issues, |id| words.issues.name(id.0).to_owned(), typed));
    found
}

async fn others(desk: &Desk, release: &Release) -> Result<Vec<Link>, Problem> {
    let link =
        |one: segments::Segment| Link { href: format!("/releases/{}/audience?segment={}", release.id, one.id), name: one.name };
    Ok(segments::list(&desk.store).await?.into_iter().map(link).collect())
}

async fn segment(desk: &Desk, release: &Release, chosen: &Chosen) -> Result<Option<Link>, Problem> {
    let Some(id) = chosen.narrowing.segment else { return Ok(None) };
    let Some(found) = segments::get(&desk.store, id).await? else { return Ok(None) };
    let mut without = chosen.clone();
    (without.narrowing.rule, without.narrowing.segment) = (None, None);
    Ok(Some(Link { href: format!("/releases/{}/audience?{}", release.id, draft::query(&without)), name: found.name }))
}

async fn again(desk: &Desk, release: &Release, chosen: &Chosen) -> Result<Option<Again>, Problem> {
    let issues: Vec<_> = chosen.issues.iter().map(|place| place.id).collect();
    let found = last_alike(&desk.store, release.id, &issues).await?;
    Ok(found.map(|(id, title)| Again { href: format!("/releases/{}/audience?like={id}", release.id), title }))
}

/// Will somebody get it? By address, or by a part of the name.
async fn ask(about: &About<'_>, asked: &str) -> Result<Ask, Problem> {
    let action = format!("/releases/{}/audience", about.release.id);
    if asked.is_empty() {
        return Ok(Ask { action, ..Ask::default() });
    }
    let answer = answered(about, asked).await?;
    Ok(Ask { action, value: asked.to_owned(), answer: Some(answer) })
}

async fn answered(about: &About<'_>, asked: &str) -> Result<Answered, Problem> {
    let (desk, who) = (about.desk, about.who);
    let unknown = Answered { tone: "bad", icon: "cross", key: "audience-ask-unknown", who: String::new(), what: String::new() };
    let Some(contact) = meant(desk, asked).await? else { return Ok(unknown) };
    let Some(known) = directory::by_ids(&desk.store, &[contact.0]).await?.pop() else { return Ok(unknown) };
    let name = if known.name.is_empty() { known.address.clone() } else { known.name.clone() };
    let no = |what: String| Answered { tone: "warn", icon: "cross", key: "audience-ask-no", who: name.clone(), what };
    let resolved = draft::resolve(desk, about.words, about.chosen).await?;
    let struck = about.chosen.narrowing.rule.as_ref().is_some_and(|rule| rule.without.contains(&contact.0));
    Ok(match find(&desk.store, &resolved, contact).await? {
        Some(one) => match one.excluded {
            None => Answered { tone: "ok", icon: "check", key: "audience-ask-yes", who: name, what: about.reason(&one).text },
            Some(why) => no(who.say("waterfall-out", &[("why", why.as_str().into())])),
        },
        None if struck => no(who.say("audience-why-not", &[("why", "struck".into())])),
        None if known.regions.is_empty() || known.issues.is_empty() => {
            no(who.say("audience-why-not", &[("why", Reach::NotPlaced.as_str().into())]))
        }
        None => no(who.say("audience-why-not", &[("why", "other".into())])),
    })
}

async fn meant(desk: &Desk, asked: &str) -> Result<Option<ContactId>, Problem> {
    if asked.contains('@')
        && let Some(contact) = contact_at(&desk.store, &asked.to_lowercase()).await?
    {
        return Ok(Some(contact));
    }
    let wanted = Wanted { text: asked.to_owned(), ..Wanted::default() };
    Ok(people::page(&desk.store, &wanted, Sort::Name, (1, 0), desk.now()).await?.first().map(|(id, _)| *id))
}

/// The number alone, for a form that is being changed.
pub async fn count(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    let words = vocabulary::load(&desk.store).await?;
    let chosen = draft::shown(&desk, &words, &release, &fields, &mut Vec::new()).await?;
    let query = draft::query(&chosen);
    let about = About { desk: &desk, who: &who, words: &words, release: &release, chosen: &chosen, query: &query };
    // Only this part is cut out of the page; the rest need not be made for it.
    let page = Page {
        release: ReleaseHead { kind: "release", state: Shown::new("state-draft", "off", "edit"), ..ReleaseHead::default() },
        errors: Vec::new(),
        form: Form { action: String::new(), fragment: String::new(), version: String::new(), segment: String::new() },
        proposed: Vec::new(),
        rule: parts::Rule::default(),
        more: Field::new("more", ""),
        less: Field::new("less", ""),
        count: about.count().await?,
        ask: Ask::default(),
        segments: Vec::new(),
        segment: None,
        save: String::new(),
        again: None,
        send: String::new(),
    };
    View::new(&desk, &who, Noun::Releases, String::new()).fragments("audience", &page, &["audience-count"])
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    returned::refuse(&desk, &who, release.id).await?;
    if !fields.has("set") {
        return Err(Problem::BadRequest);
    }
    let words = vocabulary::load(&desk.store).await?;
    let mut errors = Vec::new();
    let chosen = draft::shown(&desk, &words, &release, &fields, &mut errors).await?;
    if !errors.is_empty() {
        return show(&desk, &who, &release, &fields, Vec::new(), StatusCode::OK).await;
    }
    match choose(&desk.store, release.id, &chosen, &fields.line("version"), &who.name, desk.now()).await? {
        Saved::Done => Ok(see(&format!("/releases/{}/audience", release.id))),
        Saved::NoSuchRelease => Err(Problem::NotFound),
        Saved::Changed => {
            let release = head::load(&desk, id).await?;
            let changed = vec![wrong("rule", Said::key("error-people-changed"))];
            show(&desk, &who, &release, &fields, changed, StatusCode::CONFLICT).await
        }
    }
}
