//! Why somebody gets a release, in one sentence: the footer of the mail and `segment why` say the same.

use super::ids::{ALL_ISSUES, IssueId, RegionId, WORLD};
use super::tree::{Relation, Tree};
use super::vocabulary::Vocabulary;

/// The pair of a contact's issue and region that matched, as the delivery keeps it. Zero in both = named by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    pub issue: IssueId,
    pub region: RegionId,
}

impl Matched {
    pub const BY_HAND: Self = Self { issue: IssueId(0), region: RegionId(0) };
}

/// Ends without a full stop, starts in lower case: `because you cover Policing in Mexico`. English in every language
/// so far.
pub fn reason(words: &Vocabulary, matched: Matched, issues: &[IssueId], regions: &[RegionId], _language: &str) -> String {
    if matched == Matched::BY_HAND {
        return "because our press office chose you for this release".to_owned();
    }
    let covers =
        format!("because you cover {}{}", issue_name(&words.issues, matched.issue), in_region(&words.regions, matched.region));
    let issues: Vec<i64> = issues.iter().map(|id| id.0).collect();
    let regions: Vec<i64> = regions.iter().map(|id| id.0).collect();
    let issues = others(&words.issues, matched.issue.0, &issues);
    let regions = others(&words.regions, matched.region.0, &regions);
    let issues = (!issues.is_empty()).then(|| list(issues.iter().map(|&id| issue_name(&words.issues, IssueId(id)))));
    let regions = (!regions.is_empty()).then(|| list(regions.iter().map(|&id| region_name(&words.regions, RegionId(id)))));
    match (issues, regions) {
        (None, None) => covers,
        (Some(about), None) | (None, Some(about)) => format!("{covers} (this release is about {about})"),
        (Some(issues), Some(regions)) => format!("{covers} (this release is about {issues} in {regions})"),
    }
}

/// What the release is about that is related to `mine` without being the same; nothing if the same is among it.
fn others(tree: &Tree, mine: i64, about: &[i64]) -> Vec<i64> {
    if about.contains(&mine) {
        return Vec::new();
    }
    let related = |wanted| about.iter().copied().filter(|&id| tree.relation(mine, id) == Some(wanted)).collect::<Vec<_>>();
    let inside = related(Relation::Contains);
    if inside.is_empty() { related(Relation::Inside) } else { inside }
}

fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, ..] => format!("{one}, {two} and others"),
        [] => String::new(),
    }
}

fn issue_name(tree: &Tree, id: IssueId) -> String {
    if id == ALL_ISSUES { "all issues".to_owned() } else { tree.name(id.0).to_owned() }
}

fn in_region(tree: &Tree, id: RegionId) -> String {
    if id == WORLD { " worldwide".to_owned() } else { format!(" in {}", region_name(tree, id)) }
}

/// As it stands within an English sentence: `the United States`.
pub fn region_name(tree: &Tree, id: RegionId) -> String {
    const WITH_ARTICLE: [&str; 41] = [
        "019", "029", "MIDEAST", "MENA", "EU", "GCC", "NORDIC", "BALTIC", "BALKANS", "CAUCASUS", "MAGHREB", "SAHEL", "HORN",
        "PACIFIC", "US", "GB", "AE", "NL", "PH", "BS", "GM", "MV", "MH", "SB", "SC", "KM", "CF", "CD", "DO", "FK", "FO", "KY",
        "CK", "TC", "VG", "VI", "MP", "AX", "TF", "UM", "US-DC",
    ];
    if id == WORLD {
        return "the world".to_owned();
    }
    match tree.get(id.0) {
        Some(node) if WITH_ARTICLE.contains(&node.code.as_str()) => format!("the {}", node.name),
        Some(node) => node.name.clone(),
        None => "a region that is no longer listed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tree::Node;

    fn say(issue: &str, region: &str, issues: &[&str], regions: &[&str]) -> String {
        let mut words = Vocabulary::shipped();
        for (id, parent, name) in [(2, 1, "Refugees and migrants"), (3, 2, "Immigration detention"), (4, 1, "Policing")] {
            words.add_issue(Node { id, parent: Some(parent), code: String::new(), name: name.to_owned() });
        }
        let matched = Matched { issue: words.issue(issue).unwrap(), region: words.region(region).unwrap() };
        let issues: Vec<_> = issues.iter().map(|name| words.issue(name).unwrap()).collect();
        let regions: Vec<_> = regions.iter().map(|name| words.region(name).unwrap()).collect();
        reason(&words, matched, &issues, &regions, "en")
    }

    #[test]
    fn the_sentence_names_what_is_covered_and_what_the_release_adds() {
        for (sentence, expected) in [
            (say("Policing", "Mexico", &["Policing"], &["Mexico"]), "because you cover Policing in Mexico"),
            (
                say("Refugees and migrants", "United States", &["Refugees and migrants"], &["Nevada", "Mexico"]),
                "because you cover Refugees and migrants in the United States (this release is about Nevada)",
            ),
            (
                say("Refugees and migrants", "Nevada", &["Immigration detention"], &["United States"]),
                "because you cover Refugees and migrants in Nevada (this release is about Immigration detention in the United States)",
            ),
            (
                say("All issues", "World", &["Policing"], &["Qatar"]),
                "because you cover all issues worldwide (this release is about Policing in Qatar)",
            ),
            (
                say("Policing", "Qatar", &["Policing"], &["World"]),
                "because you cover Policing in Qatar (this release is about the world)",
            ),
            (
                say("Policing", "MENA", &["Policing"], &["Qatar"]),
                "because you cover Policing in the Middle East and North Africa (this release is about Qatar)",
            ),
            (
                say("Policing", "Asia", &["Policing"], &["India", "Qatar", "Japan", "China"]),
                "because you cover Policing in Asia (this release is about India, Qatar and others)",
            ),
        ] {
            assert_eq!(sentence, expected);
        }
        assert_eq!(
            reason(&Vocabulary::shipped(), Matched::BY_HAND, &[], &[], "en"),
            "because our press office chose you for this release"
        );
    }
}
