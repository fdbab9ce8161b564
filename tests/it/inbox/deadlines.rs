//! Deadlines are read as reporters mean them, and none is made up: counted over the phrases of `deadlines.tsv`.

use std::collections::HashMap;

use dateline::inbox::deadline::{Around, Found, find};
use dateline::model::inquiry::{Confidence, Deadline, TimeKind};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use proptest::prelude::*;

const PHRASES: &str = include_str!("deadlines.tsv");

/// When and where a mail came, as a line "@name" says.
struct Situation {
    anchor: Option<i64>,
    received: i64,
    offset: Option<i32>,
    zones: [Option<TimeZone>; 2],
    country: Option<String>,
    desk: TimeZone,
}

fn zone(name: &str) -> Option<TimeZone> {
    (name != "-").then(|| TimeZone::get(name).unwrap())
}

impl Situation {
    fn parse(fields: &[&str]) -> Self {
        let instant = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        let anchor = (fields[1] != "-").then(|| instant(fields[1]));
        let received = if fields[2] == "=" { anchor.unwrap() } else { instant(fields[2]) };
        let offset = anchor.map(|_| {
            let sent = fields[1];
            let sign = if sent.as_bytes()[16] == b'-' { -1 } else { 1 };
            let (hours, minutes): (i32, i32) = (sent[17..19].parse().unwrap(), sent[20..22].parse().unwrap());
            sign * (hours * 60 + minutes)
        });
        Self {
            anchor,
            received,
            offset,
            zones: [zone(fields[3]), zone(fields[4])],
            country: (fields[5] != "-").then(|| fields[5].to_owned()),
            desk: zone(fields[6]).unwrap(),
        }
    }

    fn around<'a>(&'a self, language: &'a str) -> Around<'a> {
        Around {
            anchor: self.anchor,
            received: self.received,
            offset: self.offset,
            contact_zone: self.zones[0].as_ref(),
            outlet_zone: self.zones[1].as_ref(),
            outlet_country: self.country.as_deref(),
            desk_zone: &self.desk,
            language: Some(language),
        }
    }
}

/// Kind with its marks, instant, how sure; as the list says it.
type Expected = (String, i64, &'static str);

fn told(one: &Deadline) -> Expected {
    let kind = match one.kind {
        TimeKind::Deadline => "deadline",
        TimeKind::Appointment => "appointment",
        TimeKind::Embargo => "embargo",
    };
    let marks = format!("{kind}{}{}", if one.urgent { "!" } else { "" }, if one.passed { "<" } else { "" });
    let sure = match one.confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
        Confidence::Set => "set",
    };
    (marks, one.instant, sure)
}

fn expected(fields: &[&str]) -> Option<Expected> {
    if fields[2] == "none" {
        return None;
    }
    let instant = fields[3].parse::<Zoned>().unwrap().timestamp().as_millisecond();
    let sure = ["low", "medium", "high"].into_iter().find(|sure| *sure == fields[4]).unwrap();
    Some((fields[2].to_owned(), instant, sure))
}

#[test]
fn of_what_is_read_98_in_100_are_right_and_of_what_is_said_85_in_100_are_read() {
    let mut situations = HashMap::new();
    let (mut phrases, mut said, mut read, mut right) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut misses = Vec::new();
    for line in PHRASES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        if let Some(name) = fields[0].strip_prefix('@') {
            situations.insert(name, Situation::parse(&fields));
            continue;
        }
        let text = fields[5].replace("\\n", "\n");
        let expected = expected(&fields);
        let found = find(&text, &situations[fields[0]].around(fields[1])).chosen;
        let got = found.as_ref().map(told);
        phrases += 1;
        said += u32::from(expected.is_some());
        read += u32::from(got.is_some());
        right += u32::from(got.is_some() && got == expected);
        if got != expected {
            let show = |one: &Option<Expected>| {
                one.as_ref().map_or("nothing".to_owned(), |(kind, at, sure)| {
                    format!("{kind} {} {sure}", Timestamp::from_millisecond(*at).unwrap())
                })
            };
            misses.push(format!("{}: expected {}, read {}: {text:?}", fields[0], show(&expected), show(&got)));
        }
        if let Some(found) = found {
            assert!(text.get(found.span.0..found.span.1).is_some_and(|words| !words.is_empty()), "{text:?}");
        }
    }
    let percent = |part: u32, whole: u32| f64::from(part) * 100.0 / f64::from(whole.max(1));
    let (precision, recall) = (percent(right, read), percent(right, said));
    println!("{phrases} phrases: precision {precision:.1} % ({right} of {read}), recall {recall:.1} % ({right} of {said})");
    for miss in &misses {
        println!("  {miss}");
    }
    assert!(phrases >= 150);
    assert!(precision >= 98.0 && recall >= 85.0, "precision {precision:.1} %, recall {recall:.1} %\n{}", misses.join("\n"));
}

#[test]
fn every_time_is_kept_with_its_words_also_those_that_do_not_hold() {
    let desk = TimeZone::get("America/New_York").unwrap();
    let received = "2026-11-24T15:00:00Z".parse::<Timestamp>().unwrap().as_millisecond();
    let around = Around {
        anchor: None,
        received,
        offset: None,
        contact_zone: None,
        outlet_zone: None,
        outlet_country: Some("US"),
        desk_zone: &desk,
        language: Some("en"),
    };
    let Found { chosen, others } =
        find("Can she do an interview at 3pm? If not, I need a statement by 5pm ET today, ASAP really.", &around);
    let chosen = chosen.unwrap();
    assert_eq!((chosen.words.as_str(), chosen.zone.as_str(), chosen.urgent), ("5pm ET today", "America/New_York", true));
    let others: Vec<_> = others.iter().map(|other| (other.kind, other.words.as_str())).collect();
    assert_eq!(others, [(TimeKind::Appointment, "3pm"), (TimeKind::Deadline, "ASAP")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever comes, at whatever time: no panic, and what is found lies in the text.
    #[test]
    fn any_text_is_read_without_a_panic(
        words in proptest::collection::vec(
            prop_oneof![
                Just("deadline".to_owned()), Just("by".to_owned()), Just("5pm".to_owned()), Just("ET".to_owned()),
                Just("tomorrow".to_owned()), Just("31/2".to_owned()), Just("Feb 29".to_owned()), Just("2099-12-31".to_owned()),
                Just("24:00".to_owned()), Just("UTC+99".to_owned()), Just("in 240 days".to_owned()), Just("d’ici".to_owned()),
                Just("“".to_owned()), Just("\n".to_owned()), Just("need".to_owned()), Just("midnight".to_owned()), ".{0,6}", "[0-9:./]{0,9}",
            ],
            0..24,
        ),
        received in any::<i64>(),
        anchor in proptest::option::of(any::<i64>()),
        offset in proptest::option::of(any::<i32>()),
    ) {
        let text = words.join(" ");
        let desk = TimeZone::UTC;
        let around = Around {
            anchor, received, offset, contact_zone: None, outlet_zone: None, outlet_country: None, desk_zone: &desk, language: None,
        };
        let found = find(&text, &around);
        for one in found.chosen.iter().chain(&found.others) {
            prop_assert!(text.get(one.span.0..one.span.1).is_some());
        }
    }
}
