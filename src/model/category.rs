//! What a newsroom files its items under, and what the office says it means.

use super::vocabulary::{Place, Vocabulary};

/// What a category means, as somebody of the office said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Place(Place),
    /// It says nothing about where and what: “Homepage”, “2026”.
    Nothing,
}

/// A category of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// As the newsroom writes it.
    pub name: String,
    /// `None` = nobody has said.
    pub meaning: Option<Meaning>,
}

impl Category {
    /// One nobody has said anything about.
    pub fn unsaid(name: impl Into<String>) -> Self {
        Self { name: name.into(), meaning: None }
    }

    /// Somebody has said what it means, or its name says it.
    pub fn is_understood(&self, words: &Vocabulary) -> bool {
        self.meaning == Some(Meaning::Nothing) || self.place(words).is_some()
    }

    /// The region or issue it stands for: as somebody said, else where its name is exactly that of one.
    pub fn place(&self, words: &Vocabulary) -> Option<Place> {
        match self.meaning {
            Some(Meaning::Nothing) => None,
            // A place that is gone means as much as one nobody has named.
            Some(Meaning::Place(place)) if words.has(place) => Some(place),
            Some(Meaning::Place(_)) | None => words.exact(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{IssueId, RegionId};
    use crate::model::tree::Node;

    #[test]
    fn what_somebody_said_comes_before_the_name() {
        let mut words = Vocabulary::shipped();
        words.add_issue(Node { id: 2, parent: Some(1), code: String::new(), name: "Ports".to_owned() });
        let said = |name: &str, meaning| Category { name: name.to_owned(), meaning }.place(&words);
        let peru = words.region("Peru").map(Place::Region);
        assert_eq!(said("ports", None), Some(Place::Issue(IssueId(2))));
        assert_eq!(said("Peru", None), peru);
        assert_eq!(said("Peru", Some(Meaning::Nothing)), None);
        assert_eq!(said("Harbours", Some(Meaning::Place(Place::Issue(IssueId(2))))), Some(Place::Issue(IssueId(2))));
        for gone in [Place::Issue(IssueId(77)), Place::Region(RegionId(77_000_000))] {
            assert_eq!(said("Peru", Some(Meaning::Place(gone))), peru);
            assert_eq!(said("Harbours", Some(Meaning::Place(gone))), None);
        }
    }
}
