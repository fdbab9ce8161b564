//! Samples of bounces others collected, by `tests/bounces/run`, which brings them. Right: the recipients who were not
//! reached are exactly those, and a late mail is not a bounce.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use dateline::inbox::parse;
use dateline::inbox::returns::{self, Action, What};
use dateline::model::inbound::Envelope;

#[derive(serde::Deserialize)]
struct Wanted {
    who: Vec<String>,
    late: bool,
}

struct Found {
    /// As we wrote to them, and as the last server knew them.
    written: BTreeSet<String>,
    known: BTreeSet<String>,
    late: bool,
}

fn found(raw: &[u8]) -> Option<Found> {
    let read = parse::read(raw).ok()?;
    let What::Delivery { recipients, .. } = returns::read(raw, &Envelope::default(), &read)?.what else { return None };
    let lost: Vec<_> = recipients.iter().filter(|one| matches!(one.action, Action::Failed | Action::Delayed)).collect();
    let set = |who: Vec<Option<String>>| who.into_iter().flatten().map(|who| who.to_lowercase()).collect();
    Some(Found {
        written: set(lost.iter().map(|one| one.original.clone().or_else(|| one.recipient.clone())).collect()),
        known: set(lost.iter().map(|one| one.recipient.clone().or_else(|| one.original.clone())).collect()),
        late: lost.iter().all(|one| one.action == Action::Delayed),
    })
}

#[test]
#[ignore = "tests/bounces/run brings the samples"]
fn collected_bounces_are_read() {
    let folder = PathBuf::from(std::env::var("DATELINE_BOUNCES").expect("set by tests/bounces/run"));
    let wanted: BTreeMap<String, Wanted> = serde_json::from_slice(&std::fs::read(folder.join("wanted.json")).unwrap()).unwrap();
    let mut right = 0;
    for (name, wanted) in &wanted {
        let found = found(&std::fs::read(folder.join("samples").join(name)).unwrap());
        let named: BTreeSet<String> = wanted.who.iter().map(|who| who.to_lowercase()).collect();
        let is_right = match &found {
            None => named.is_empty(),
            Some(found) => (found.written == named || found.known == named) && found.late == wanted.late,
        };
        right += usize::from(is_right);
        let shown = found.map(|found| (found.written, found.late));
        println!(
            "{} {name}{}",
            if is_right { "right" } else { "WRONG" },
            if is_right { String::new() } else { format!(": {named:?} late={}, found {shown:?}", wanted.late) }
        );
    }
    println!("{right} of {} right", wanted.len());
    assert!(right * 100 >= wanted.len() * 98);
}
