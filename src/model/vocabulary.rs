//! What people call regions and issues: looked up when a spreadsheet is read, and found again in running text.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::ids::{ALL_ISSUES, IssueId, RegionId, WORLD};
use super::mention::{Index, Term};
use super::regions::{self, Kind};
use super::tree::{Node, Tree};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Region(RegionId),
    Issue(IssueId),
}

/// A place named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub what: Place,
    /// As it stands in the text.
    pub term: String,
    /// Byte offset in the text.
    pub at: usize,
}

/// A name the office or an import settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    pub term_key: String,
    pub what: Place,
}

/// Every region and issue, with every name known for them.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub regions: Tree,
    pub issues: Tree,
    region_terms: HashMap<String, RegionId>,
    issue_terms: HashMap<String, IssueId>,
    /// Of the region terms, those that name none exactly: codes, adjectives, names that several regions share.
    loose: HashSet<String>,
    text: Index,
}

/// The form under which names meet: without case, accents, dots, apostrophes and other punctuation, and without a
/// leading article.
pub fn term_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => key.push_str("ss"),
            '&' => key.push_str(" and "),
            '.' | '\'' | '’' | '‘' | '`' | '´' => {}
            c if c.is_alphanumeric() => key.push(c),
            _ => key.push(' '),
        }
    }
    let mut words = key.split_whitespace().peekable();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "the" if found.is_empty() && words.peek().is_some() => {}
            "st" if words.peek().is_some() => found.push("saint"),
            word => found.push(word),
        }
    }
    found.join(" ")
}

impl Vocabulary {
    /// `regions` as stored (shipped ones and the office's own), `issues` with the root.
    pub fn new(regions: Vec<Node>, issues: Vec<Node>, synonyms: Vec<Synonym>) -> Self {
        let mut built = Self { regions: region_tree(regions), issues: Tree::new(issues), ..Self::default() };
        built.learn_regions();
        let names: Vec<(i64, String)> = built.issues.nodes().map(|node| (node.id, node.name.clone())).collect();
        for (id, name) in names {
            built.learn_issue(IssueId(id), &name);
        }
        for word in [
            "all",
            "any",
            "any issue",
            "everything",
            "alle",
            "alle themen",
            "tous",
            "tous les sujets",
            "todos",
            "todos los temas",
        ] {
            built.issue_terms.entry(word.to_owned()).or_insert(ALL_ISSUES);
        }
        for synonym in synonyms {
            built.learn(synonym);
        }
        built
    }

    /// The vocabulary of an office that has added nothing yet.
    pub fn shipped() -> Self {
        let all_issues = Node { id: ALL_ISSUES.0, parent: None, code: String::new(), name: "All issues".to_owned() };
        Self::new(regions::shipped().into_iter().map(|region| region.node).collect(), vec![all_issues], Vec::new())
    }

    /// A region by name, code or synonym; `None` also when the name means several.
    pub fn region(&self, term: &str) -> Option<RegionId> {
        self.region_terms.get(&term_key(term)).copied()
    }

    pub fn issue(&self, term: &str) -> Option<IssueId> {
        self.issue_terms.get(&term_key(term)).copied()
    }

    /// The one region or issue that is called exactly this. `None` where the term could mean several, is a mere code or an
    /// adjective, or stands for everything there is.
    pub fn exact(&self, term: &str) -> Option<Place> {
        let key = term_key(term);
        let region = self.region_terms.get(&key).filter(|id| **id != WORLD && !self.loose.contains(&key));
        let issue = self.issue_terms.get(&key).filter(|id| **id != ALL_ISSUES);
        match (region, issue) {
            (Some(region), None) => Some(Place::Region(*region)),
            (None, Some(issue)) => Some(Place::Issue(*issue)),
            _ => None,
        }
    }

    /// Whether there is such a region or issue.
    pub fn has(&self, place: Place) -> bool {
        match place {
            Place::Region(id) => self.regions.get(id.0).is_some(),
            Place::Issue(id) => self.issues.get(id.0).is_some(),
        }
    }

    pub fn name(&self, place: Place) -> &str {
        match place {
            Place::Region(id) => self.regions.name(id.0),
            Place::Issue(id) => self.issues.name(id.0),
        }
    }

    /// Regions and issues named in running text, in order: whole words, the longest name that fits. Region names count
    /// only when written as names; issues in any case.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        self.text.mentions(text)
    }

    pub fn learn(&mut self, synonym: Synonym) {
        if synonym.term_key.is_empty() {
            return;
        }
        self.text.insert(&synonym.term_key, Term { what: Some(synonym.what), kind: Kind::Name, spelling: None });
        match synonym.what {
            Place::Region(id) => {
                self.loose.remove(&synonym.term_key);
                self.region_terms.insert(synonym.term_key, id);
            }
            Place::Issue(id) => drop(self.issue_terms.insert(synonym.term_key, id)),
        }
    }

    pub fn add_issue(&mut self, node: Node) {
        self.learn_issue(IssueId(node.id), &node.name);
        self.issues.insert(node);
    }

    fn learn_issue(&mut self, id: IssueId, name: &str) {
        if id != ALL_ISSUES {
            self.text.insert(&term_key(name), Term { what: Some(Place::Issue(id)), kind: Kind::Name, spelling: None });
        }
        self.issue_terms.insert(term_key(name), id);
    }

    fn learn_regions(&mut self) {
        let by_code: HashMap<String, i64> = self.regions.nodes().map(|node| (node.code.clone(), node.id)).collect();
        for name in regions::names() {
            let id = by_code.get(name.code).copied().map(RegionId);
            self.learn_region_name(id, name);
        }
        let mut by_name: HashMap<String, Option<i64>> = HashMap::new();
        for node in self.regions.nodes() {
            by_name.entry(term_key(&node.name)).and_modify(|one| *one = None).or_insert(Some(node.id));
        }
        for (code, id) in by_code {
            self.loose.insert(term_key(&code));
            self.region_terms.entry(term_key(&code)).or_insert(RegionId(id));
        }
        for (name, id) in by_name {
            if id.is_none() {
                self.loose.insert(name.clone());
            }
            if let Some(id) = id {
                self.region_terms.entry(name.clone()).or_insert(RegionId(id));
                if id >= regions::FIRST_OWN_ID {
                    self.text.insert(&name, Term { what: Some(Place::Region(RegionId(id))), kind: Kind::Name, spelling: None });
                }
            }
        }
    }

    fn learn_region_name(&mut self, id: Option<RegionId>, name: regions::Name) {
        let key = term_key(name.term);
        if let Some(id) = id
            && !matches!(name.kind, Kind::City | Kind::RiskyCity)
        {
            self.region_terms.entry(key.clone()).or_insert(id);
        }
        if matches!(name.kind, Kind::Code | Kind::Import | Kind::Demonym) {
            self.loose.insert(key.clone());
        }
        if id == Some(WORLD) || matches!(name.kind, Kind::Code | Kind::Import) || (id.is_none() && name.kind != Kind::Not) {
            return;
        }
        let what = id.map(Place::Region);
        let spelling = (name.kind == Kind::Exact).then_some(name.term);
        self.text.insert(&key, Term { what, kind: name.kind, spelling });
        if name.kind == Kind::Demonym {
            self.text.insert(&format!("{key}s"), Term { what, kind: name.kind, spelling });
        }
    }
}

fn region_tree(nodes: Vec<Node>) -> Tree {
    let by_code: HashMap<String, i64> = nodes.iter().map(|node| (node.code.clone(), node.id)).collect();
    let mut members = Vec::new();
    for region in regions::shipped() {
        let further = region.also_in.iter().filter_map(|code| by_code.get(*code));
        members.extend(further.map(|&of| (region.node.id, of)));
    }
    Tree::new(nodes).with_members(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut found = Vocabulary::shipped();
        for (id, name) in
            [(2, "Refugees and migrants"), (3, "Immigration detention"), (4, "Policing"), (5, "COVID-19 and human rights")]
        {
            found.add_issue(Node { id, parent: Some(1), code: String::new(), name: name.to_owned() });
        }
        found
    }

    #[test]
    fn names_codes_and_synonyms_lead_to_the_same_region() {
        let words = vocabulary();
        for (code, terms) in [
            ("MX", &["Mexico", "mx", "MEX", "México", "Mexiko", "Mexique", "484"][..]),
            ("US", &["United States", "USA", "U.S.", "us", "the United States of America", "Vereinigte Staaten", "EE.UU."]),
            ("DE-BY", &["Bayern", "Bavaria", "DE-BY", "de by"]),
            ("US-NV", &["US-NV", "Nevada", "us_nv"]),
            ("GE", &["Georgia"]),
            ("MENA", &["Middle East and North Africa", "Middle East & North Africa", "MENA"]),
            ("MIDEAST", &["Middle East", "Naher Osten"]),
            ("LATAM", &["Latin America", "latam"]),
            ("EMEA", &["EMEA"]),
            ("001", &["World", "worldwide", "Weltweit", "Monde"]),
            ("CI", &["Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"]),
            ("LC", &["St. Lucia", "Saint Lucia"]),
            ("XK", &["Kosovo"]),
            ("ME", &["Montenegro", "ME"]),
        ] {
            for term in terms {
                let id = words.region(term).unwrap_or_else(|| panic!("{term} is unknown"));
                assert_eq!(words.regions.get(id.0).unwrap().code, code, "{term}");
            }
        }
        for unknown in ["Ruritania", "", "Berlin Alexanderplatz", "Las Vegas", "Central District"] {
            assert_eq!(words.region(unknown), None, "{unknown}");
        }
        assert_eq!(words.issue("refugees & migrants"), Some(IssueId(2)));
        assert_eq!(words.issue("Quantum gravity"), None);
        assert_eq!(words.issue("All issues"), Some(ALL_ISSUES));
    }

    #[test]
    fn only_what_can_mean_one_place_names_it_exactly() {
        let mut words = vocabulary();
        let code = |place| match place {
            Place::Region(RegionId(id)) => words.regions.get(id).unwrap().code.clone(),
            Place::Issue(IssueId(id)) => words.issues.name(id).to_owned(),
        };
        for (term, means) in [
            ("Germany", "DE"),
            ("BAYERN", "DE-BY"),
            ("Middle East", "MIDEAST"),
            ("Europe", "150"),
            ("policing", "Policing"),
            ("refugees & migrants", "Refugees and migrants"),
        ] {
            assert_eq!(words.exact(term).map(code).as_deref(), Some(means), "{term}");
        }
        // Information technology or Italy, the state or the country, a language or a people, everywhere or world news.
        for term in ["IT", "us", "Georgia", "Polish", "World", "All issues", "Everything", "Press releases", ""] {
            assert_eq!(words.exact(term), None, "{term}");
        }
        let georgia = words.region("US-GA").unwrap();
        words.learn(Synonym { term_key: term_key("Georgia"), what: Place::Region(georgia) });
        assert_eq!(words.exact("Georgia"), Some(Place::Region(georgia)), "the office has said which");
        words.add_issue(Node { id: 9, parent: Some(1), code: String::new(), name: "Germany".to_owned() });
        assert_eq!(words.exact("Germany"), None, "a region and an issue");
    }

    fn places(text: &str) -> Vec<String> {
        let words = vocabulary();
        let named = |mention: Mention| match mention.what {
            Place::Region(id) => words.regions.get(id.0).unwrap().code.clone(),
            Place::Issue(id) => words.issues.name(id.0).to_owned(),
        };
        words.mentions(text).into_iter().map(named).collect()
    }

    #[test]
    fn running_text_names_places() {
        for (text, expected) in [
            ("LAS VEGAS, Nevada", &["US-NV", "US-NV"][..]),
            ("U.S. Border Closure is Cruel", &["US"]),
            ("learn about immigration detention in the U.S., donate", &["Immigration detention", "US"]),
            ("its border with Mexico  and Canada", &["MX", "CA"]),
            ("Qatari Migrant Workers", &["QA"]),
            ("Filipinos and Nevada’s Americans", &["PH", "US-NV", "US"]),
            ("in the Americas in 2019", &["019"]),
            ("Papua New Guinea, South Sudan and New Mexico", &["PG", "SS", "US-NM"]),
            ("in downtown Los Angeles", &["US-CA"]),
            ("refugee and migrant rights", &["Refugees and migrants"]),
            ("across the Middle East and North Africa", &["MENA"]),
            ("people in Jordan, Chad and Georgia", &["JO", "TD", "GE"]),
            ("the UK and the EU", &["GB", "EU"]),
            ("Washington, D.C. today", &["US-DC"]),
            ("Central American migrants", &["013"]),
            ("Asylum in Jordan Must Be Protected", &["JO"]),
        ] {
            assert_eq!(places(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_place_does_not_count() {
        for text in [
            "Jordan Smith and Chad Brown spoke",
            "Michael Jordan won",
            "Senator Leila de Lima",
            "a turkey and a guinea pig",
            "tell us more about it",
            "IT, ME and US or IN",
            "World Health Organization",
            "the Washington Post",
            "George Washington",
            "New England",
            "polish the chad",
            "South China Sea",
            "Paris Agreement",
            "available in Spanish",
            "Trump Administration",
            "the world",
        ] {
            assert_eq!(places(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_mention_says_where_and_how_it_was_written() {
        let found = vocabulary().mentions("Ünrest in the United States’ north");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].term.as_str(), found[0].at), ("United States", 15));
    }

    #[test]
    fn a_settled_name_wins_over_a_shipped_one() {
        let mut words = vocabulary();
        let nevada = words.region("US-NV").unwrap();
        words.learn(Synonym { term_key: term_key("Georgia"), what: Place::Region(nevada) });
        assert_eq!(words.region("georgia"), Some(nevada));
    }
}
