//! What a newsroom files its items under, and what each category means here: said once, it places every draft that
//! comes after, so that the officer has nothing left to choose.

use axum::extract::{Path, State};
use serde::Serialize;

use crate::model::category::{Category, Meaning};
use crate::model::ids::{ALL_ISSUES, NewsroomId, RegionId, WORLD};
use crate::model::vocabulary::{Place, Vocabulary};
use crate::store::categories::{self, Listed, Said as Meant};
use crate::store::newsrooms::{self, Newsroom};
use crate::store::officers::Role;
use crate::store::{regions, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, Pages, Said, SettingsTab, State as Shown, Tick, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;

const PAGE: usize = 50;
/// Names offered while somebody types.
const OFFERED: usize = 500;

pub fn routes() -> Vec<Route> {
    vec![
        get("/settings/newsrooms/{id}/categories", Right::See, show),
        post("/settings/newsrooms/{id}/categories", Right::Write, save),
    ]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    newsroom: String,
    back: &'static str,
    rows: Vec<Row>,
    form: Option<Form>,
    names: Vec<String>,
    pages: Pages,
}

#[derive(Serialize)]
struct Form {
    action: String,
    once: String,
    page: usize,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    name: String,
    n: i64,
    state: Shown,
    means: Field,
    nothing: Tick,
    was: String,
}

/// What is not understood comes first, then what has the most items.
fn sorted(mut all: Vec<Listed>, words: &Vocabulary) -> Vec<Listed> {
    all.sort_by_key(|one| (one.category.is_understood(words), std::cmp::Reverse(one.items)));
    all
}

async fn find(desk: &Desk, id: i64) -> Result<Newsroom, Problem> {
    newsrooms::find(&desk.store, NewsroomId(id)).await?.ok_or(Problem::NotFound)
}

async fn show(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let newsroom = find(&desk, id).await?;
    let words = vocabulary::load(&desk.store).await?;
    page(&desk, &who, &newsroom, &words, &fields, Vec::new()).await
}

async fn page(desk: &Desk, who: &Who, newsroom: &Newsroom, words: &Vocabulary, fields: &Fields, errors: Vec<Wrong>) -> Answer {
    let here = format!("/settings/newsrooms/{}/categories", newsroom.id());
    let all = sorted(categories::list(&desk.store, newsroom.id()).await?, words);
    let at = fields.number("page").and_then(|page| usize::try_from(page).ok()).unwrap_or(1).clamp(1, all.len() / PAGE + 1);
    // What was typed and refused stands on the page it was typed on.
    let typed: Vec<i64> = if errors.is_empty() { Vec::new() } else { fields.numbers("category") };
    let shown: Vec<&Listed> = if typed.is_empty() {
        all.iter().skip((at - 1) * PAGE).take(PAGE).collect()
    } else {
        all.iter().filter(|one| typed.contains(&one.id)).collect()
    };
    let may_write = who.role >= Role::Writer && !all.is_empty();
    let again = (!typed.is_empty()).then_some(fields);
    let page = Page {
        tabs: super::tabs("newsrooms"),
        newsroom: newsroom.name.clone(),
        back: "/settings/newsrooms",
        rows: shown.iter().map(|one| row(who, one, words, again, &errors)).collect(),
        form: may_write.then(|| Form { action: here.clone(), once: press::once(), page: at }),
        names: if may_write { names(desk, words).await? } else { Vec::new() },
        pages: pages(&here, at, all.len()),
        errors,
    };
    let title = who.say("categories-title", &[("what", (&newsroom.name).into())]);
    View::new(desk, who, Noun::Settings, title).refused(page.errors.len()).show("settings_categories", &page).await
}

fn pages(here: &str, at: usize, n: usize) -> Pages {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let first = (at - 1) * PAGE;
    let last = n.min(first + PAGE);
    let page = |at: usize| format!("{here}?page={at}");
    Pages {
        first: number(if n == 0 { 0 } else { first + 1 }),
        last: number(last),
        n: number(n),
        prev: if at > 1 { page(at - 1) } else { String::new() },
        next: if last < n { page(at + 1) } else { String::new() },
        csv: String::new(),
    }
}

fn row(who: &Who, one: &Listed, words: &Vocabulary, typed: Option<&Fields>, errors: &[Wrong]) -> Row {
    let (means, nothing) = (format!("means-{}", one.id), format!("nothing-{}", one.id));
    let stored = said(&one.category, words);
    let value = typed.map_or_else(|| stored.0.clone(), |fields| fields.line(&means));
    Row {
        id: one.id,
        name: one.category.name.clone(),
        n: one.items,
        state: state(who, &one.category, words),
        means: Field::new(&means, value).checked(errors),
        nothing: Tick { chosen: typed.map_or(stored.1, |fields| fields.has(&nothing)), id: nothing.clone(), name: nothing },
        was: was(&stored),
    }
}

fn state(who: &Who, category: &Category, words: &Vocabulary) -> Shown {
    let Some(place) = category.place(words) else {
        return match category.meaning {
            Some(Meaning::Nothing) => Shown::new("state-category-nothing", "off", "check"),
            _ => Shown::new("state-category-open", "warn", "warn"),
        };
    };
    let key = match (place, category.meaning) {
        (Place::Region(_), Some(Meaning::Place(_))) => "state-category-region",
        (Place::Issue(_), Some(Meaning::Place(_))) => "state-category-issue",
        (Place::Region(_), _) => "state-category-region-name",
        (Place::Issue(_), _) => "state-category-issue-name",
    };
    let what = match place {
        Place::Region(id) if id == WORLD => who.say("send-world", &[]),
        Place::Issue(id) if id == ALL_ISSUES => who.say("send-all-issues", &[]),
        place => words.name(place).to_owned(),
    };
    Shown { what, ..Shown::new(key, "ok", "check") }
}

/// What somebody said of it, as the form holds it: a name, and whether it means nothing.
fn said(category: &Category, words: &Vocabulary) -> (String, bool) {
    match category.meaning {
        Some(Meaning::Place(place)) if words.has(place) => (written(place, words), false),
        meaning => (String::new(), meaning == Some(Meaning::Nothing)),
    }
}

/// A region with its code, because several may share a name.
fn written(place: Place, words: &Vocabulary) -> String {
    match place {
        Place::Region(id) => match words.regions.get(id.0) {
            Some(node) => format!("{} ({})", node.name, node.code),
            None => String::new(),
        },
        Place::Issue(_) => words.name(place).to_owned(),
    }
}

fn was((means, nothing): &(String, bool)) -> String {
    if *nothing { "nothing".to_owned() } else { means.clone() }
}

/// The issues, and the regions somebody covers, to choose from while typing.
async fn names(desk: &Desk, words: &Vocabulary) -> Result<Vec<String>, Problem> {
    let issues = words.issues.nodes().map(|node| node.name.clone());
    let used = regions::used(&desk.store).await?;
    let mut places: Vec<String> = issues.collect();
    places.sort();
    let mut covered: Vec<String> = used.into_iter().map(|(id, _)| written(Place::Region(RegionId(id)), words)).collect();
    covered.sort();
    places.extend(covered);
    places.truncate(OFFERED);
    Ok(places)
}

async fn save(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let newsroom = find(&desk, id).await?;
    let words = vocabulary::load(&desk.store).await?;
    let here = format!("/settings/newsrooms/{id}/categories");
    let press = press::begin(&desk, &who, &fields, &here).await?;
    let (mut meant, mut errors) = (Vec::new(), Vec::new());
    for category in fields.numbers("category").into_iter().take(PAGE) {
        match typed(category, &fields, &words) {
            Ok(Some(said)) => meant.push(said),
            Ok(None) => {}
            Err(problem) => errors.push(wrong(&format!("means-{category}"), problem)),
        }
    }
    if !errors.is_empty() {
        press.undone().await?;
        return page(&desk, &who, &newsroom, &words, &fields, errors).await;
    }
    let changed = categories::say(&desk.store, newsroom.id(), &meant, &who.name, desk.now()).await?;
    let flash = Flash::done("flash-categories-saved").n(i64::try_from(changed).unwrap_or(i64::MAX)).what(&newsroom.name);
    press.done(&here, Some(flash)).await
}

/// What a row says now; `None` where it says what the page said when it was opened, so that two officers do not undo
/// each other's rows.
fn typed(category: i64, fields: &Fields, words: &Vocabulary) -> Result<Option<Meant>, Said> {
    let text = fields.line(&format!("means-{category}"));
    let nothing = fields.has(&format!("nothing-{category}"));
    if fields.line(&format!("was-{category}")) == was(&(text.clone(), nothing)) && (text.is_empty() || !nothing) {
        return Ok(None);
    }
    let meaning = match (text.as_str(), nothing) {
        ("", true) => Some(Meaning::Nothing),
        ("", false) => None,
        (_, true) => return Err(Said::key("error-category-nothing").what(text)),
        (text, false) => Some(Meaning::Place(place(text, words)?)),
    };
    Ok(Some(Meant { category, meaning }))
}

/// `Ports`, `Bavaria`, `DE-BY` or `Bavaria (DE-BY)`.
fn place(text: &str, words: &Vocabulary) -> Result<Place, Said> {
    let code = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).and_then(|(_, code)| words.region(code));
    match (words.region(text).or(code), words.issue(text)) {
        (Some(region), None) => Ok(Place::Region(region)),
        (None, Some(issue)) => Ok(Place::Issue(issue)),
        (Some(_), Some(_)) => Err(Said::key("error-category-both").what(text)),
        (None, None) => Err(Said::key("error-category-unknown").what(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::IssueId;
    use crate::model::tree::Node;

    #[test]
    fn a_row_counts_when_it_was_changed() {
        let mut words = Vocabulary::shipped();
        for (id, name) in [(2, "Ports"), (3, "Peru")] {
            words.add_issue(Node { id, parent: Some(1), code: String::new(), name: name.to_owned() });
        }
        let row = |was: &str, means: &str, nothing: &str| {
            let all = [("was-7", was), ("means-7", means), ("nothing-7", nothing)];
            let fields = all.iter().filter(|(name, value)| *name != "nothing-7" || !value.is_empty());
            typed(7, &fields.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(), &words)
        };
        let place = |place| Ok(Some(Meant { category: 7, meaning: Some(Meaning::Place(place)) }));
        let georgia = Place::Region(words.region("US-GA").unwrap());
        assert_eq!(row("", "", ""), Ok(None));
        assert_eq!(row("nothing", "", "yes"), Ok(None));
        assert_eq!(row("Ports", "Ports", ""), Ok(None));
        assert_eq!(row("", "ports", ""), place(Place::Issue(IssueId(2))));
        assert_eq!(row("", &written(georgia, &words), ""), place(georgia));
        assert_eq!(row("Ports", "us-ga", ""), place(georgia));
        assert_eq!(row("Ports", "", ""), Ok(Some(Meant { category: 7, meaning: None })));
        assert_eq!(row("", "", "yes"), Ok(Some(Meant { category: 7, meaning: Some(Meaning::Nothing) })));
        for (means, nothing, key) in [
            ("Ports", "yes", "error-category-nothing"),
            ("Peru", "", "error-category-both"),
            ("Fog", "", "error-category-unknown"),
        ] {
            assert_eq!(row("", means, nothing).unwrap_err().key, key);
        }
        assert_eq!(row("Ports", "Ports", "yes").unwrap_err().key, "error-category-nothing");
    }
}
