//! What the office's releases are about and where: the tree of issues, with their other names, and the regions in use.

use axum::extract::{Path, State};
use serde::Serialize;

use crate::model::ids::{ALL_ISSUES, IssueId};
use crate::model::tree::Tree;
use crate::model::vocabulary::{Place, Vocabulary, term_key};
use crate::store::issues::{self, Settled};
use crate::store::officers::Role;
use crate::store::{regions, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Count, Field, Said, SelectField, SettingsTab, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;

const HOME: &str = "/settings/topics";
const NAME: usize = 120;
/// No office nests issues deeper; a stored cycle would.
const DEPTH: i64 = 20;

pub fn routes() -> Vec<Route> {
    vec![get(HOME, Right::See, show), post(HOME, Right::Write, add), post("/settings/topics/{id}", Right::Write, change)]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    issues: Vec<Issue>,
    add: Option<Add>,
    change: Option<Change>,
    regions: Vec<Region>,
}

#[derive(Serialize)]
struct Issue {
    id: String,
    name: String,
    depth: i64,
    synonyms: String,
    reporters: Count,
    releases: Count,
    edit: String,
}

#[derive(Serialize)]
struct Add {
    action: &'static str,
    once: String,
    name: Field,
    parent: SelectField,
    synonyms: Field,
}

#[derive(Serialize)]
struct Change {
    action: String,
    once: String,
    what: String,
    name: Field,
    synonyms: Field,
    back: &'static str,
}

#[derive(Serialize)]
struct Region {
    name: String,
    depth: i64,
    reporters: i64,
    releases: i64,
}

/// What was typed, as a name and other names.
struct Typed {
    name: String,
    others: Vec<String>,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let others = fields.line("synonyms");
        Self {
            name: one_line(&fields.line("name")),
            others: others.split(';').map(one_line).filter(|term| !term_key(term).is_empty()).collect(),
        }
    }

    /// What is wrong with it, as the name of `own`, or of a new issue.
    fn wrongs(&self, own: Option<IssueId>, words: &Vocabulary) -> Vec<Wrong> {
        let mut errors = Vec::new();
        let most = i64::try_from(NAME).unwrap_or(0);
        let unfit = |name: &str| term_key(name).is_empty() || name.contains([';', '|']) || name.chars().count() > NAME;
        let of_another = |term: &str| words.issue(term).is_some_and(|found| Some(found) != own);
        if self.name.is_empty() {
            errors.push(wrong("name", Said::key("error-required")));
        } else if unfit(&self.name) {
            errors.push(wrong("name", Said::key("error-topic-name").n(most)));
        } else if of_another(&self.name) {
            errors.push(wrong("name", Said::key("error-name-taken").what(&self.name)));
        }
        if self.others.iter().any(|term| unfit(term)) {
            errors.push(wrong("synonyms", Said::key("error-topic-name").n(most)));
        } else if let Some(term) = self.others.iter().find(|term| of_another(term)) {
            errors.push(wrong("synonyms", Said::key("error-topic-synonym").what(term)));
        }
        errors
    }
}

/// What the page's forms hold.
#[derive(Clone, Copy)]
enum Form<'a> {
    Add { typed: &'a Fields },
    Change { issue: IssueId, typed: Option<&'a Fields> },
}

async fn show(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let empty = Fields::default();
    let form = match fields.number("edit") {
        Some(id) if who.role >= Role::Writer && id != ALL_ISSUES.0 => Form::Change { issue: IssueId(id), typed: None },
        _ => Form::Add { typed: &empty },
    };
    page(&desk, &who, form, &[]).await
}

async fn page(desk: &Desk, who: &Who, form: Form<'_>, errors: &[Wrong]) -> Answer {
    let words = vocabulary::load(&desk.store).await?;
    let synonyms = vocabulary::synonyms(&desk.store).await?;
    let others = |id: i64| -> String {
        let own = synonyms.iter().filter(|synonym| synonym.what == Place::Issue(IssueId(id)));
        own.map(|synonym| synonym.term_key.as_str()).collect::<Vec<_>>().join("; ")
    };
    let order = below(&words.issues, ALL_ISSUES.0, 0);
    let used = issues::used(&desk.store).await?;
    let may_write = who.role >= Role::Writer;
    let issue = |&(id, depth): &(i64, i64)| {
        let (reporters, releases) = used.get(&id).copied().unwrap_or_default();
        Issue {
            id: format!("issue-{id}"),
            name: words.issues.name(id).to_owned(),
            depth: depth.min(3),
            synonyms: others(id),
            reporters: Count::new(reporters, if reporters > 0 { format!("/reporters?issues={id}") } else { String::new() }),
            releases: Count::new(releases, ""),
            edit: if may_write && id != ALL_ISSUES.0 { format!("{HOME}?edit={id}") } else { String::new() },
        }
    };
    let (add, change) = match form {
        _ if !may_write => (None, None),
        Form::Add { typed } => (Some(add_form(typed, &words, &order, errors)), None),
        Form::Change { issue, typed } => {
            let known = words.issues.get(issue.0).ok_or(Problem::NotFound)?;
            let (name, terms) = match typed {
                Some(typed) => (typed.line("name"), typed.line("synonyms")),
                None => (known.name.clone(), others(issue.0)),
            };
            let change = Change {
                action: format!("{HOME}/{issue}"),
                once: press::once(),
                what: known.name.clone(),
                name: Field::new("name", name).checked(errors),
                synonyms: Field::new("synonyms", terms).checked(errors),
                back: HOME,
            };
            (None, Some(change))
        }
    };
    let page = Page {
        tabs: super::tabs("topics"),
        errors: errors.to_vec(),
        issues: order.iter().map(issue).collect(),
        add,
        change,
        regions: regions_in_use(desk, &words.regions).await?,
    };
    let title = who.say("settings-tab", &[("tab", "topics".into())]);
    View::new(desk, who, Noun::Settings, title).refused(errors.len()).show("settings_topics", &page).await
}

fn add_form(typed: &Fields, words: &Vocabulary, order: &[(i64, i64)], errors: &[Wrong]) -> Add {
    let parents = order.iter().map(|&(id, depth)| {
        let indent = "\u{2003}".repeat(usize::try_from(depth).unwrap_or(0));
        (id.to_string(), format!("{indent}{}", words.issues.name(id)))
    });
    let parent = typed.number("parent").unwrap_or(ALL_ISSUES.0).to_string();
    Add {
        action: HOME,
        once: press::once(),
        name: Field::new("name", typed.line("name")).checked(errors),
        parent: SelectField::new("parent", &parent, parents).checked(errors),
        synonyms: Field::new("synonyms", typed.line("synonyms")).checked(errors),
    }
}

/// The issue and all below it in reading order, each with its depth.
fn below(tree: &Tree, id: i64, depth: i64) -> Vec<(i64, i64)> {
    let mut found = vec![(id, depth)];
    if depth < DEPTH {
        found.extend(tree.children(id).iter().flat_map(|&child| below(tree, child, depth + 1)));
    }
    found
}

/// Regions that have reporters or releases, those that contain others first.
async fn regions_in_use(desk: &Desk, tree: &Tree) -> Result<Vec<Region>, Problem> {
    let used = regions::used(&desk.store).await?;
    let mut rows: Vec<(Vec<i64>, i64, (i64, i64))> = used.into_iter().map(|(id, counts)| (path(tree, id), id, counts)).collect();
    rows.sort();
    let known: std::collections::HashSet<i64> = rows.iter().map(|(_, id, _)| *id).collect();
    let row = |(path, id, (reporters, releases)): &(Vec<i64>, i64, (i64, i64))| {
        let depth = path.iter().filter(|above| **above != *id && known.contains(above)).count();
        Region {
            name: tree.name(*id).to_owned(),
            depth: i64::try_from(depth.min(3)).unwrap_or(3),
            reporters: *reporters,
            releases: *releases,
        }
    };
    Ok(rows.iter().map(row).collect())
}

/// From the root down to the region itself.
fn path(tree: &Tree, id: i64) -> Vec<i64> {
    let mut path = vec![id];
    let mut at = id;
    while let Some(above) = tree.get(at).and_then(|node| node.parent).filter(|above| !path.contains(above)) {
        path.push(above);
        at = above;
    }
    path.reverse();
    path
}

async fn add(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    let words = vocabulary::load(&desk.store).await?;
    let typed = Typed::of(&fields);
    let parent = fields.number("parent").unwrap_or(ALL_ISSUES.0);
    let mut errors = typed.wrongs(None, &words);
    if words.issues.get(parent).is_none() {
        errors.push(wrong("parent", Said::key("error-required")));
    }
    if errors.is_empty() {
        match issues::add(&desk.store, &typed.name, IssueId(parent), &typed.others, &who.name, desk.now()).await? {
            Settled::Done => return press.done(HOME, Some(Flash::done("flash-added").what(typed.name))).await,
            Settled::NoSuch => errors.push(wrong("parent", Said::key("error-required"))),
            Settled::NameTaken => errors.push(wrong("name", Said::key("error-name-taken").what(&typed.name))),
        }
    }
    press.undone().await?;
    page(&desk, &who, Form::Add { typed: &fields }, &errors).await
}

async fn change(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    let issue = IssueId(id);
    let words = vocabulary::load(&desk.store).await?;
    if issue == ALL_ISSUES || words.issues.get(id).is_none() {
        press.undone().await?;
        return Err(Problem::NotFound);
    }
    let typed = Typed::of(&fields);
    let mut errors = typed.wrongs(Some(issue), &words);
    if errors.is_empty() {
        match issues::change(&desk.store, issue, &typed.name, &typed.others, &who.name, desk.now()).await? {
            Settled::Done => return press.done(HOME, Some(Flash::done("flash-saved"))).await,
            Settled::NoSuch => errors.push(wrong("name", Said::key("error-required"))),
            Settled::NameTaken => errors.push(wrong("name", Said::key("error-name-taken").what(&typed.name))),
        }
    }
    press.undone().await?;
    page(&desk, &who, Form::Change { issue, typed: Some(&fields) }, &errors).await
}
