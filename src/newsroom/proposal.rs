//! Which regions and issues a release is about, proposed from its own words with the reason. A person accepts or
//! changes them; nothing is proposed for want of better.

use std::collections::BTreeMap;

use super::text;
use crate::model::ids::{ALL_ISSUES, IssueId, RegionId, WORLD};
use crate::model::release::{Placement, Release};
use crate::model::tree::Tree;
use crate::model::vocabulary::{Place, Vocabulary};

const REGIONS: usize = 4;
const ISSUES: usize = 3;

/// Where in a release a place was named; earlier is stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Title,
    Dateline,
    Teaser,
    Body,
}

/// Everything a release says about one place.
#[derive(Clone, Debug)]
struct Found {
    id: i64,
    part: Part,
    term: String,
    times: usize,
    /// Order of first mention, which settles ties.
    order: usize,
}

/// Puts proposals where the release has no place yet. What a person chose is left alone.
pub fn propose(release: &mut Release, vocabulary: &Vocabulary) {
    let body = super::markdown::words(&release.body);
    let parts = [
        (Part::Title, release.title.as_str()),
        (Part::Dateline, release.dateline.as_str()),
        (Part::Teaser, release.teaser.as_str()),
        (Part::Body, body.as_str()),
    ];
    // A teaser cut from the body would count its words twice.
    let teaser_is_body = text::line(&body).contains(release.teaser.trim_end_matches('…'));
    let mut regions = BTreeMap::new();
    let mut issues = BTreeMap::new();
    let mut order = 0;
    for (part, text) in parts {
        for mention in vocabulary.mentions(text) {
            let (found, id) = match mention.what {
                Place::Region(id) if id != WORLD => (&mut regions, id.0),
                Place::Issue(id) if id != ALL_ISSUES => (&mut issues, id.0),
                _ => continue,
            };
            order += 1;
            let entry = found.entry(id).or_insert_with(|| Found { id, part, term: mention.term.clone(), times: 0, order });
            entry.times += usize::from(part != Part::Teaser || !teaser_is_body);
        }
    }
    if release.regions.is_empty() {
        let strongest = strongest(regions.into_values().collect(), &vocabulary.regions, REGIONS);
        release.regions = strongest.iter().map(|found| Placement::proposed(RegionId(found.id), reason(found))).collect();
    }
    if release.issues.is_empty() {
        let strongest = strongest(issues.into_values().collect(), &vocabulary.issues, ISSUES);
        release.issues = strongest.iter().map(|found| Placement::proposed(IssueId(found.id), reason(found))).collect();
    }
}

/// The title says what a release is about, its dateline where: with either, a place named further down counts only
/// when it lies inside one of theirs that they do not make more precise themselves. Otherwise the places named most
/// often.
fn strongest(mut found: Vec<Found>, tree: &Tree, most: usize) -> Vec<Found> {
    let above: Vec<i64> = found.iter().filter(|f| f.part <= Part::Dateline).map(|f| f.id).collect();
    if !above.is_empty() {
        let imprecise = |id: &i64| above.contains(id) && !above.iter().any(|other| tree.ancestors(*other).contains(id));
        found.retain(|f| f.part <= Part::Dateline || tree.ancestors(f.id).iter().any(imprecise));
    }
    // The teaser is as a rule the start of the body, so being in it says little; being named again does.
    found.sort_by_key(|f| (f.part > Part::Dateline, f.part == Part::Dateline, std::cmp::Reverse(f.times), f.order));
    found.truncate(most);
    found
}

fn reason(found: &Found) -> String {
    let place = match found.part {
        Part::Title => "in the title",
        Part::Dateline => "in the dateline",
        Part::Teaser => "in the teaser",
        Part::Body => "in the text",
    };
    match found.times {
        0 | 1 => format!("“{}” {place}", found.term),
        times => format!("“{}” {place}, named {times} times", found.term),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::release::ReleaseKind;
    use crate::model::tree::Node;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::shipped();
        for (id, name) in [(2, "Refugees and migrants"), (3, "Death penalty")] {
            vocabulary.add_issue(Node { id, parent: Some(1), code: String::new(), name: name.to_owned() });
        }
        vocabulary
    }

    fn proposed(title: &str, body: &str) -> (Vec<String>, Vec<String>) {
        let vocabulary = vocabulary();
        let mut release = Release { body: body.to_owned(), ..Release::draft(ReleaseKind::Release, title, date(2026, 11, 23)) };
        propose(&mut release, &vocabulary);
        let regions = release.regions.iter().map(|p| format!("{}: {}", vocabulary.regions.name(p.id.0), p.reason)).collect();
        (regions, release.issues.iter().map(|p| format!("{}: {}", vocabulary.issues.name(p.id.0), p.reason)).collect())
    }

    #[test]
    fn the_title_beats_the_text() {
        let (regions, issues) = proposed(
            "Courts in the Philippines abolish the death penalty",
            "Judges in Germany and Peru welcomed it. Germany said so.",
        );
        assert_eq!(regions, ["Philippines: “Philippines” in the title"]);
        assert_eq!(issues, ["Death penalty: “death penalty” in the title"]);
    }

    #[test]
    fn a_place_inside_the_titles_place_is_kept() {
        let (regions, _) = proposed("Court in Nevada, United States, opens", "A judge from Minnesota presides.");
        assert_eq!(regions, ["Nevada: “Nevada” in the title", "United States: “United States” in the title"]);
        let (regions, _) = proposed("New court opens in Germany", "It will sit in Bavaria and hear cases from Peru.");
        assert_eq!(regions, ["Germany: “Germany” in the title", "Bavaria: “Bavaria” in the text"].map(str::to_owned).to_vec());
    }

    #[test]
    fn without_a_word_in_the_title_the_text_speaks() {
        let (regions, issues) = proposed("Courts must act", "Refugees and migrants in Peru wait; in Peru, not in Chile.");
        assert_eq!(regions, ["Peru: “Peru” in the text, named 2 times", "Chile: “Chile” in the text"]);
        assert_eq!(issues, ["Refugees and migrants: “Refugees and migrants” in the text"]);
    }

    #[test]
    fn links_and_silence_propose_nothing() {
        assert_eq!(proposed("Courts must act", "Read [more](https://peru.example/Peru)."), (vec![], vec![]));
    }

    #[test]
    fn what_a_person_chose_stays() {
        let mut release = Release::draft(ReleaseKind::Release, "Courts in Peru", date(2026, 11, 23));
        release.regions = vec![Placement::chosen(WORLD)];
        propose(&mut release, &vocabulary());
        assert_eq!(release.regions, [Placement::chosen(WORLD)]);
    }
}
