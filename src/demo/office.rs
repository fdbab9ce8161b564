//! Lantern Row, the sample press office: its releases, reporters, issues and segments. All of it is invented, and every
//! address is on a reserved domain.

use jiff::ToSpan as _;
use jiff::civil::Date;

pub const NAME: &str = "Lantern Row";
pub const FROM: &str = "Lantern Row Press Office <press@lanternrow.example>";
pub const REPLY_TO: &str = "media@lanternrow.example";
pub const POSTAL_ADDRESS: &str = "Lantern Row, 14 Quay Street, Port Aster PA1 0AA";
pub const CONTACT: &str = "Imani Castellanos, press officer\n+1 202 555 0142 (day and night)\npress@lanternrow.example";
pub const BOILERPLATE: &str = "Lantern Row is an organisation of researchers, lawyers and letter writers who defend human rights by \
     writing down what happened and asking who will answer for it. It takes no money from governments. It is also invented: \
     this mail is a sample.";

pub const CONTACTS: &str = include_str!("office/contacts.csv");

/// A release as a file a person would write: its name, its Markdown, and its age in days.
pub struct Sample {
    pub slug: &'static str,
    text: &'static str,
    days_old: i64,
    /// Days from now to its event, which is at ten in the morning there.
    event: Option<(i64, &'static str)>,
}

macro_rules! sample {
    ($slug:literal, $days_old:literal $(, event in $days:literal days $zone:literal)?) => {
        Sample {
            slug: $slug,
            text: include_str!(concat!("office/releases/", $slug, ".md")),
            days_old: $days_old,
            event: [$(Some(($days, $zone)),)? None][0],
        }
    };
}

/// Newest first.
pub const RELEASES: [Sample; 12] = [
    sample!("01-seen-in-the-crowd", 0),
    sample!("02-advisory-harvest", 2, event in 9 days "Europe/Lisbon"),
    sample!("03-whistleblower-charter", 5),
    sample!("04-contratos-trabajo-del-hogar", 7),
    sample!("05-salle-d-attente", 12),
    sample!("06-helmets-ar", 15),
    sample!("07-water-meters", 19),
    sample!("08-every-child-counted", 26),
    sample!("09-radio-spectrum", 33),
    sample!("10-death-penalty-letters", 44),
    sample!("11-heat-pauses", 58),
    sample!("12-plain-complaints", 71),
];

impl Sample {
    /// The file as written today: dates go with the day of the demo, so that the samples never look stale.
    pub fn text(&self, today: Date) -> String {
        let dated = today.saturating_sub(self.days_old.days());
        let mut head = format!("---\ndate: {dated}\n");
        if let Some((days, zone)) = self.event {
            head.push_str(&format!("event: {}T10:00[{zone}]\n", today.saturating_add(days.days())));
        }
        self.text.replacen("---\n", &head, 1)
    }
}

/// An issue the office works on.
pub struct Issue {
    pub name: &'static str,
    /// `""` = right below “All issues”.
    pub parent: &'static str,
    pub synonyms: Vec<&'static str>,
}

/// Parents come before what is below them.
pub fn issues() -> Vec<Issue> {
    let issue = |[name, parent, synonyms]: [&'static str; 3]| Issue { name, parent, synonyms: list(synonyms) };
    table(include_str!("office/issues.tsv")).map(issue).collect()
}

/// A saved rule, in names.
pub struct Segment {
    pub name: &'static str,
    pub regions: Vec<&'static str>,
    pub issues: Vec<&'static str>,
    pub languages: Vec<&'static str>,
}

pub fn segments() -> Vec<Segment> {
    let segment = |[name, regions, issues, languages]: [&'static str; 4]| Segment {
        name,
        regions: list(regions),
        issues: list(issues),
        languages: list(languages),
    };
    table(include_str!("office/segments.tsv")).map(segment).collect()
}

/// Lines of tab-separated fields below a heading; a missing field is empty.
fn table<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

fn list(text: &'static str) -> Vec<&'static str> {
    text.split(';').map(str::trim).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address::EmailAddress;
    use crate::model::vocabulary::Vocabulary;

    #[test]
    fn every_sample_address_is_on_a_reserved_domain() {
        let addresses: Vec<_> = CONTACTS.split([',', '\n']).filter_map(|cell| EmailAddress::parse(cell).ok()).collect();
        assert!(addresses.len() > 200);
        for domain in addresses.iter().map(EmailAddress::domain) {
            assert!(domain.ends_with(".example") || domain.ends_with(".test"), "{domain}");
        }
    }

    #[test]
    fn segments_name_only_what_there_is() {
        let regions = Vocabulary::shipped();
        let known: Vec<_> = issues().iter().map(|issue| issue.name).collect();
        for segment in segments() {
            for region in &segment.regions {
                assert!(regions.region(region).is_some(), "{region}");
            }
            for issue in &segment.issues {
                assert!(known.contains(issue) || *issue == "All issues", "{issue}");
            }
        }
        for issue in issues() {
            assert!(issue.parent.is_empty() || known.contains(&issue.parent), "{}", issue.parent);
        }
    }

    #[test]
    fn dates_of_the_samples_go_with_the_day() {
        let text = RELEASES[1].text(jiff::civil::date(2026, 11, 23));
        assert!(
            text.starts_with("---\ndate: 2026-11-21\nevent: 2026-12-02T10:00[Europe/Lisbon]\ntitle: Media advisory"),
            "{text:.90}"
        );
    }
}
