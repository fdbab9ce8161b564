//! "Did you mean": the known names most like an unknown one.

use crate::model::tree::Tree;
use crate::model::vocabulary::term_key;

const MOST: usize = 3;
/// Jaro–Winkler; below this a name is a guess.
const LIKE: f64 = 0.8;

/// Up to three names of the tree that resemble `term`, the most alike first.
pub fn names(tree: &Tree, term: &str) -> Vec<String> {
    let wanted = term_key(term);
    let mut scored: Vec<(f64, &str)> = tree
        .nodes()
        .map(|node| (strsim::jaro_winkler(&wanted, &term_key(&node.name)), node.name.as_str()))
        .filter(|(score, _)| *score >= LIKE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// `; did you mean “Germany” or “Armenia”?`, or nothing.
pub fn suggestion(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => format!("; did you mean {}?", names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::Vocabulary;

    #[test]
    fn a_slip_finds_its_name() {
        let vocabulary = Vocabulary::shipped();
        assert_eq!(names(&vocabulary.regions, "Germny")[0], "Germany");
        assert_eq!(names(&vocabulary.regions, "Phillipines")[0], "Philippines");
        assert!(names(&vocabulary.regions, "zzzzzz").is_empty());
        assert_eq!(suggestion(&["A".to_owned(), "B".to_owned()]), "; did you mean “A” or “B”?");
    }
}
