//! The head of every page of one release: what it is, where it stands, and its pages.

use crate::model::ids::ReleaseId;
use crate::model::release::Release;
use crate::store::releases;
use crate::store::standing::{self, Standing, State as Stands};
use crate::web::desk::Desk;
use crate::web::desk::parts::{ReleaseHead, ReleaseTab, State, Words};
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;

/// The newest version of a release, or no page.
pub async fn load(desk: &Desk, id: i64) -> Result<Release, Problem> {
    releases::load(&desk.store, ReleaseId(id), None).await?.ok_or(Problem::NotFound)
}

/// `tab` is the page this head stands on: `text`, `audience`, `send`, `versions`, `progress` or `report`.
pub async fn head(desk: &Desk, who: &Who, release: &Release, tab: &str) -> Result<ReleaseHead, Problem> {
    let standing = standing::of(&desk.store, release.id, desk.settings.hold, desk.now()).await?.ok_or(Problem::NotFound)?;
    Ok(ReleaseHead {
        kind: release.kind.as_str(),
        title: title(who, release),
        state: state(standing),
        version: release.version,
        number: release.id.0,
        tabs: tabs(release.id, tab, standing.mailing.is_some()),
    })
}

/// A release always has something to be called by, also before its headline is written.
fn title(who: &Who, release: &Release) -> Words {
    if release.title.is_empty() {
        return Words::new(who.say("release-untitled", &[]), who.lang.tag());
    }
    Words::new(&release.title, &release.language)
}

/// A standing as word, icon and colour.
pub fn state(standing: Standing) -> State {
    if standing.state == Stands::Done && standing.not_delivered > 0 {
        return State { n: standing.not_delivered, ..State::new("state-done-some", "warn", "done") };
    }
    let (tone, icon) = match standing.state {
        Stands::Draft => ("off", "edit"),
        Stands::WaitingApproval => ("warn", "approve"),
        Stands::Returned => ("warn", "return"),
        Stands::Rejected => ("bad", "cross"),
        Stands::Scheduled => ("busy", "calendar"),
        Stands::Holding | Stands::Planning => ("warn", "waiting"),
        Stands::Sending => ("busy", "send"),
        Stands::Paused => ("warn", "pause"),
        Stands::Stopped => ("bad", "stop"),
        Stands::Missed | Stands::Void => ("bad", "warn"),
        Stands::Withdrawn => ("bad", "cross"),
        Stands::Done => ("ok", "done"),
    };
    State::new(&format!("state-{}", standing.state.as_str()), tone, icon)
}

fn tabs(id: ReleaseId, current: &str, went_out: bool) -> Vec<ReleaseTab> {
    const TABS: [(&str, &str); 6] = [
        ("text", ""),
        ("audience", "/audience"),
        ("send", "/send"),
        ("versions", "/versions"),
        ("progress", "/progress"),
        ("report", "/report"),
    ];
    let shown = if went_out { &TABS[..] } else { &TABS[..4] };
    shown.iter().map(|&(tab, path)| ReleaseTab { href: format!("/releases/{id}{path}"), tab, current: tab == current }).collect()
}
