//! A rule between its form and its sentence: what was ticked and typed, what can be ticked, and how it is said.

use std::collections::{BTreeSet, HashMap};

use super::languages;
use crate::model::address::EmailAddress;
use crate::model::segment::Rule;
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;
use crate::newsroom::nearest;
use crate::review::Facets;
use crate::store::audience::contact_at;
use crate::store::facets;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{self, Facet, FacetOption, Said, Tick, Wrong};
use crate::web::desk::press::wrong;
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;
use crate::web::layout::direction;

/// More choices of one kind than this are none of a person's.
const MOST: usize = 2_000;

/// The rule of a form. What was typed by name joins what is ticked; a name nobody knows is a mistake of its field.
pub async fn read(desk: &Desk, words: &Vocabulary, fields: &Fields, errors: &mut Vec<Wrong>) -> Result<Rule, Problem> {
    let known = |tree: &Tree, name| {
        let ids: BTreeSet<i64> = fields.numbers(name).into_iter().filter(|id| tree.get(*id).is_some()).collect();
        ids.into_iter().take(MOST).collect()
    };
    let texts = |name| {
        let found: BTreeSet<&str> = fields.all(name).filter(|text| !text.is_empty() && text.len() <= 800).collect();
        found.into_iter().take(MOST).map(str::to_owned).collect()
    };
    let people = |name| {
        let ids: BTreeSet<i64> = fields.numbers(name).into_iter().filter(|id| *id > 0).collect();
        ids.into_iter().take(MOST).collect()
    };
    let mut rule = Rule {
        regions: known(&words.regions, "regions"),
        issues: known(&words.issues, "issues"),
        languages: texts("languages"),
        outlets: texts("outlets"),
        without_outlets: texts("without_outlets"),
        with: people("with"),
        without: people("without"),
        down: fields.has("down"),
        holders: None,
    };
    for (field, plus) in [("more", true), ("less", false)] {
        for name in typed(&fields.line(field)) {
            if !by_name(desk, words, &mut rule, &name, plus).await? {
                let said = if plus { unknown(words, &name) } else { Said::key("error-unknown-outlet").what(&name) };
                errors.push(wrong(field, said));
            }
        }
    }
    Ok(rule)
}

fn typed(line: &str) -> Vec<String> {
    line.split(';').map(str::trim).filter(|name| !name.is_empty()).take(50).map(str::to_owned).collect()
}

/// A region, an issue, an outlet or an address; `false` when it is none we know.
async fn by_name(desk: &Desk, words: &Vocabulary, rule: &mut Rule, name: &str, plus: bool) -> Result<bool, Problem> {
    if let Ok(address) = EmailAddress::parse(name) {
        let Some(contact) = contact_at(&desk.store, &address.key()).await? else { return Ok(false) };
        add(if plus { &mut rule.with } else { &mut rule.without }, contact.0);
        return Ok(true);
    }
    if plus {
        if let Some(region) = words.region(name) {
            add(&mut rule.regions, region.0);
            return Ok(true);
        }
        if let Some(issue) = words.issue(name) {
            add(&mut rule.issues, issue.0);
            return Ok(true);
        }
    }
    let Some(outlet) = facets::outlet(&desk.store, name).await? else { return Ok(false) };
    add(if plus { &mut rule.outlets } else { &mut rule.without_outlets }, outlet);
    Ok(true)
}

fn add<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

/// A name nobody knows, with those most like it.
pub fn unknown(words: &Vocabulary, name: &str) -> Said {
    let mut near = nearest::names(&words.regions, name);
    near.extend(nearest::names(&words.issues, name));
    near.truncate(3);
    if near.is_empty() {
        return Said::key("error-unknown-name").what(name);
    }
    Said::key("error-unknown-name-near").what(near.join(", "))
}

/// The fields of a rule as a query, in the order of the form; `""` for an empty rule.
pub fn query(rule: &Rule) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, ids) in [("issues", &rule.issues), ("regions", &rule.regions), ("with", &rule.with), ("without", &rule.without)] {
        query.extend_pairs(ids.iter().map(|id| (name, id.to_string())));
    }
    for (name, texts) in [("languages", &rule.languages), ("outlets", &rule.outlets), ("without_outlets", &rule.without_outlets)]
    {
        query.extend_pairs(texts.iter().map(|text| (name, text)));
    }
    if rule.down {
        query.append_pair("down", "yes");
    }
    query.finish()
}

/// The rule as the form shows it.
pub async fn view(desk: &Desk, who: &Who, words: &Vocabulary, facets: &Facets, rule: &Rule) -> Result<parts::Rule, Problem> {
    let people: Vec<i64> = rule.with.iter().chain(&rule.without).copied().collect();
    let names = facets::names(&desk.store, &people).await?;
    let joins = |facet: &'static str, options: Vec<FacetOption>| facet_of(who, facet, options);
    let mut found = vec![
        joins("issues", places("issues", &words.issues, &rule.issues, &facets.issues)),
        joins("regions", places("regions", &words.regions, &rule.regions, &facets.regions)),
        joins("languages", texts("languages", &facets.languages, &rule.languages, languages::name)),
        joins("outlets", texts("outlets", &facets.outlets, &rule.outlets, str::to_owned)),
    ];
    if !rule.without_outlets.is_empty() {
        found.push(joins("without_outlets", texts("without_outlets", &[], &rule.without_outlets, str::to_owned)));
    }
    for (facet, ids) in [("with", &rule.with), ("without", &rule.without)] {
        if !ids.is_empty() {
            found.push(joins(facet, named(facet, ids, &names)));
        }
    }
    let down = Tick { id: "rule-down".to_owned(), name: "down".to_owned(), chosen: rule.down };
    Ok(parts::Rule { facets: found, down })
}

fn facet_of(who: &Who, facet: &'static str, options: Vec<FacetOption>) -> Facet {
    let chosen: Vec<&str> = options.iter().filter(|option| option.chosen).map(|option| option.label.as_str()).collect();
    Facet {
        facet,
        id: format!("rule-{facet}"),
        name: facet.to_owned(),
        joins: format!("rule-joins-{facet}"),
        chosen: few(who, &chosen),
        n: i64::try_from(chosen.len()).unwrap_or(i64::MAX),
        options,
    }
}

/// The first three, and how many more.
fn few(who: &Who, names: &[&str]) -> String {
    let shown = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        ..=3 => shown,
        more => {
            let more = i64::try_from(more - 3).unwrap_or(i64::MAX);
            who.say("rule-and-more", &[("what", (&shown).into()), ("n", more.into())])
        }
    }
}

fn option(facet: &str, value: &str, label: String, n: i64, chosen: bool) -> FacetOption {
    FacetOption {
        id: format!("{facet}-{}", crate::model::version::of(&value)),
        name: facet.to_owned(),
        value: value.to_owned(),
        lang: String::new(),
        dir: "auto",
        depth: 0,
        chosen,
        n,
        none: n == 0,
        label,
    }
}

/// The tree as a list, parents before children. Subdivisions of countries are shown where somebody covers them or they
/// are chosen; the rest is found by name.
pub fn places(facet: &str, tree: &Tree, chosen: &[i64], counts: &HashMap<i64, i64>) -> Vec<FacetOption> {
    let mut found = Vec::new();
    let mut roots: Vec<_> = tree.nodes().filter(|node| node.parent.is_none_or(|parent| tree.get(parent).is_none())).collect();
    roots.sort_by(|a, b| a.name.cmp(&b.name));
    let mut todo: Vec<(i64, i64)> = roots.iter().rev().map(|node| (node.id, 0)).collect();
    let mut seen = BTreeSet::new();
    while let Some((id, depth)) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(node) = tree.get(id) else { continue };
        let n = counts.get(&id).copied().unwrap_or(0);
        let is_part = node.code.len() > 3 && node.code.contains('-');
        if !is_part || n > 0 || chosen.contains(&id) {
            let one = option(facet, &id.to_string(), node.name.clone(), n, chosen.contains(&id));
            let (lang, dir) = if node.code.is_empty() { (String::new(), "auto") } else { ("en".to_owned(), "ltr") };
            found.push(FacetOption { id: format!("{facet}-{id}"), depth: depth.min(3), lang, dir, ..one });
        }
        let mut children = tree.children(id).to_vec();
        children.sort_by(|a, b| tree.name(*b).cmp(tree.name(*a)));
        todo.extend(children.into_iter().map(|child| (child, depth + 1)));
    }
    found
}

fn texts(facet: &str, known: &[(String, i64)], chosen: &[String], label: fn(&str) -> String) -> Vec<FacetOption> {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let own = chosen.iter().filter(|text| !known.iter().any(|(value, _)| same(value, text)));
    let mut found: Vec<FacetOption> =
        own.map(|text| FacetOption { none: false, ..option(facet, text, label(text), 0, true) }).collect();
    found.extend(known.iter().map(|(value, n)| {
        let ticked = chosen.iter().any(|text| same(text, value));
        let one = option(facet, value, label(value), *n, ticked);
        if facet == "languages" { FacetOption { lang: value.clone(), dir: direction(value), ..one } } else { one }
    }));
    found
}

fn named(facet: &str, ids: &[i64], names: &HashMap<i64, String>) -> Vec<FacetOption> {
    let one = |id: &i64| {
        let name = names.get(id).cloned().unwrap_or_else(|| format!("#{id}"));
        option(facet, &id.to_string(), name, 1, true)
    };
    ids.iter().map(one).collect()
}

/// The rule in words: who is meant, as the form's sentence says it.
pub async fn sentence(desk: &Desk, who: &Who, words: &Vocabulary, rule: &Rule) -> Result<String, Problem> {
    let people: Vec<i64> = rule.with.iter().chain(&rule.without).copied().collect();
    let names = facets::names(&desk.store, &people).await?;
    let person = |id: &i64| names.get(id).cloned().unwrap_or_else(|| format!("#{id}"));
    let parts: [(&str, Vec<String>); 7] = [
        ("issues", rule.issues.iter().map(|id| words.issues.name(*id).to_owned()).collect()),
        ("regions", rule.regions.iter().map(|id| words.regions.name(*id).to_owned()).collect()),
        ("languages", rule.languages.iter().map(|tag| languages::name(tag)).collect()),
        ("outlets", rule.outlets.clone()),
        ("without_outlets", rule.without_outlets.clone()),
        ("with", rule.with.iter().map(person).collect()),
        ("without", rule.without.iter().map(person).collect()),
    ];
    let mut said = who.say("rule-begin", &[]);
    for (facet, names) in parts.iter().filter(|(_, names)| !names.is_empty()) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        said += &format!(" {} {}", who.say("rule-joins", &[("facet", (*facet).into())]), few(who, &names));
    }
    Ok(said)
}
