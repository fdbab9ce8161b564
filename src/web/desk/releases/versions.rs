//! What a release was before: every version worth showing, who wrote it and what changed; an earlier text can be taken
//! up again, as a new version.

use axum::extract::{Path, State};
use serde::Serialize;

use super::{changes, compose, head};
use crate::model::ids::ReleaseId;
use crate::model::release::Release;
use crate::store::releases;
use crate::store::writing::{self, How, Save, Saved, Step};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Change, Moment, Pages, ReleaseHead};
use crate::web::desk::press::{self, Flash};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, returned};
use crate::web::desk::{confirm::Confirm, parts::Hidden};

const PAGE: i64 = 20;

#[derive(Serialize)]
struct Page {
    release: ReleaseHead,
    rows: Vec<Row>,
    compared: Option<Compared>,
    pages: Pages,
}

#[derive(Serialize)]
struct Row {
    version: i64,
    at: Moment,
    who: String,
    key: &'static str,
    what: String,
    current: bool,
    href: String,
    restore: Option<Act>,
}

#[derive(Serialize)]
struct Compared {
    from: i64,
    to: i64,
    changes: Vec<Change>,
}

/// `GET /releases/{id}/versions?page=…&from=…&to=…`
pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let release = head::load(&desk, id).await?;
    let at = fields.number("page").unwrap_or(1).clamp(1, 100_000);
    let first = (at - 1) * PAGE;
    // One more, for what the last of the page is compared with.
    let (mut steps, n) = writing::history(&desk.store, release.id, PAGE + 1, first).await?;
    let mut texts = Vec::with_capacity(steps.len());
    for step in &steps {
        texts.push(text(&desk, release.id, step.version).await?);
    }
    steps.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let rows: Vec<Row> =
        steps.iter().enumerate().map(|(at, step)| row(step, &release, (&texts[at], texts.get(at + 1)), &who)).collect();
    let shown = i64::try_from(rows.len()).unwrap_or(0);
    let page = |at: i64| format!("/releases/{id}/versions?page={at}");
    let page = Page {
        release: head::head(&desk, &who, &release, "versions").await?,
        compared: compared(&desk, &who, &release, &fields).await?,
        rows,
        pages: Pages {
            first: if shown == 0 { 0 } else { first + 1 },
            last: first + shown,
            n,
            prev: if at > 1 { page(at - 1) } else { String::new() },
            next: if first + shown < n { page(at + 1) } else { String::new() },
            csv: String::new(),
        },
    };
    let title = format!("{} · {}", who.say("versions-title", &[]), page.release.title.text);
    View::new(&desk, &who, Noun::Releases, title).show("versions", &page).await
}

async fn text(desk: &Desk, id: ReleaseId, version: i64) -> Result<Release, Problem> {
    releases::load(&desk.store, id, Some(version)).await?.ok_or(Problem::NotFound)
}

fn row(step: &Step, newest: &Release, (own, before): (&Release, Option<&Release>), who: &Who) -> Row {
    let id = newest.id;
    let source = newest.source_url.as_deref().map(compose::host).unwrap_or_default();
    let differs = before.map(|before| changes::named(before, own, who)).unwrap_or_default();
    let (key, what) = match (step.act.as_str(), before) {
        ("restored", _) => ("version-restored", step.restored.map(|version| version.to_string()).unwrap_or_default()),
        ("begun" | "copied", _) => ("version-made", String::new()),
        ("", _) if !source.is_empty() => ("version-source", source.to_owned()),
        ("", None) => ("version-stored", String::new()),
        ("", Some(_)) => ("version-stored-anew", differs),
        (_, _) if differs.is_empty() => ("version-saved", String::new()),
        (_, _) => ("version-edited", differs),
    };
    let current = step.version == newest.version;
    let from = before.map_or(step.version, |before| before.version);
    Row {
        version: step.version,
        at: who.moment(step.created_ms),
        who: step.author.clone(),
        key,
        what,
        current,
        href: format!("/releases/{id}/versions?from={from}&to={}#compared", step.version),
        restore: (!current).then(|| press::act(format!("/releases/{id}/versions/{}/restore", step.version))),
    }
}

/// Two versions side by side; the newest, where one is not said.
async fn compared(desk: &Desk, who: &Who, newest: &Release, fields: &Fields) -> Result<Option<Compared>, Problem> {
    let (Some(from), to) = (fields.number("from"), fields.number("to").unwrap_or(newest.version)) else { return Ok(None) };
    let (old, new) = (text(desk, newest.id, from).await?, text(desk, newest.id, to).await?);
    Ok(Some(Compared { from, to, changes: changes::between(&old, &new, who) }))
}

/// `POST /releases/{id}/versions/{version}/restore`: the earlier text as the next version. Where that stops something
/// approved it asks once more.
pub async fn restore(State(desk): State<Desk>, who: Who, Path((id, version)): Path<(i64, i64)>, fields: Fields) -> Answer {
    let newest = head::load(&desk, id).await?;
    returned::refuse(&desk, &who, newest.id).await?;
    let earlier = text(&desk, newest.id, version).await?;
    let back = format!("/releases/{id}/versions");
    let press = press::begin(&desk, &who, &fields, &back).await?;
    // Kind, source and places belong to the release; a correction does not become something else by its text.
    let release = Release { follows: newest.follows, source_url: newest.source_url.clone(), ..earlier };
    let save = Save {
        release: &release,
        read: newest.version,
        author: &who.name,
        how: How::Restored(version),
        may_void: fields.has("voids"),
    };
    match writing::save(&desk.store, save, desk.now()).await? {
        Saved::Next(_) | Saved::Same(_) => {
            press.done(&format!("/releases/{id}"), Some(Flash::done("flash-restored").n(version))).await
        }
        Saved::Overtaken => {
            press.undone().await?;
            Err(Problem::Conflict)
        }
        Saved::WouldVoid => {
            press.undone().await?;
            let by = writing::voids(&desk.store, newest.id, desk.now()).await?.unwrap_or_default();
            let action = format!("/releases/{id}/versions/{version}/restore");
            let mut confirm = Confirm::new("restore", by, action, back);
            confirm.n = version;
            confirm.form.fields = vec![Hidden { name: "voids".to_owned(), value: "yes".to_owned() }];
            confirm.show(&desk, &who, Noun::Releases).await
        }
    }
}
