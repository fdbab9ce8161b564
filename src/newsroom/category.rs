//! What an item is filed under says where it goes: a category that names a region or an issue exactly, or whose meaning
//! the office has said before, is a place of the draft. What is only guessed from the text stays a proposal.

use std::collections::HashSet;

use super::feed::Item;
use super::html;
use crate::model::category::Category;
use crate::model::release::{Placement, Release};
use crate::model::vocabulary::{Place, Vocabulary, term_key};

/// More than any newsroom files one item under.
const MOST: usize = 40;
/// Longer is a sentence.
const LENGTH: usize = 120;

/// What an item is filed under, each once, in its order.
pub(super) fn names(item: &Item) -> Vec<String> {
    let mut seen = HashSet::new();
    let lines = item.categories.iter().map(|name| html::one_line(name));
    let fit = lines.filter(|name| name.chars().count() <= LENGTH && seen.insert(term_key(name)) && !term_key(name).is_empty());
    fit.take(MOST).collect()
}

/// Gives the release the places its categories stand for, on the sides where it has none.
pub fn place(release: &mut Release, categories: &[Category], words: &Vocabulary) {
    let (mut regions, mut issues) = (Vec::new(), Vec::new());
    for category in categories {
        match category.place(words) {
            Some(Place::Region(id)) if !regions.iter().any(|known: &Placement<_>| known.id == id) => {
                regions.push(Placement::filed(id, &category.name));
            }
            Some(Place::Issue(id)) if !issues.iter().any(|known: &Placement<_>| known.id == id) => {
                issues.push(Placement::filed(id, &category.name));
            }
            _ => {}
        }
    }
    if release.regions.is_empty() {
        release.regions = regions;
    }
    if release.issues.is_empty() {
        release.issues = issues;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::category::Meaning;
    use crate::model::ids::{IssueId, WORLD};
    use crate::model::release::ReleaseKind;
    use crate::model::tree::Node;

    fn words() -> Vocabulary {
        let mut words = Vocabulary::shipped();
        words.add_issue(Node { id: 2, parent: Some(1), code: String::new(), name: "Ports".to_owned() });
        words
    }

    fn draft() -> Release {
        Release::draft(ReleaseKind::Release, "Quays are mended", date(2026, 11, 23))
    }

    #[test]
    fn an_exact_category_is_a_place_and_says_so() {
        let (words, mut release) = (words(), draft());
        let filed = ["ports", "Peru", "Press releases", "IT", "Perú"].map(Category::unsaid);
        place(&mut release, &filed, &words);
        let peru = words.region("Peru").unwrap();
        assert_eq!(release.regions[0].category(), Some("Peru"));
        assert_eq!(release.regions, [Placement::known(peru, "from the newsroom’s category “Peru”")]);
        assert_eq!(release.issues, [Placement::known(IssueId(2), "from the newsroom’s category “ports”")]);
    }

    #[test]
    fn what_was_said_once_holds_and_what_is_chosen_stays() {
        let (words, mut release) = (words(), draft());
        release.regions = vec![Placement::chosen(WORLD)];
        let said = |name: &str, meaning| Category { name: name.to_owned(), meaning: Some(meaning) };
        let filed = [said("Wharf news", Meaning::Place(Place::Issue(IssueId(2)))), said("Peru", Meaning::Nothing)];
        place(&mut release, &filed, &words);
        assert_eq!(release.issues, [Placement::known(IssueId(2), "from the newsroom’s category “Wharf news”")]);
        assert_eq!(release.regions, [Placement::chosen(WORLD)]);
    }

    #[test]
    fn an_item_is_filed_under_each_once_and_under_nothing_hidden() {
        let long = "x".repeat(LENGTH + 1);
        let categories = ["Ports", "PORTS", " ", "<b>R&amp;D</b>", "—", long.as_str()].map(str::to_owned).to_vec();
        assert_eq!(names(&Item { categories, ..Item::default() }), ["Ports", "R&D"]);
        let categories = (0..90).map(|n| format!("No {n}")).collect();
        assert_eq!(names(&Item { categories, ..Item::default() }).len(), MOST);
    }
}
