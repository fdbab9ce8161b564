//! Every check has its words in every language of the desk.

use std::collections::BTreeSet;
use std::path::Path;

use dateline::web::desk::messages::{self, Lang};

/// The codes as the checks themselves name them.
fn codes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/checks");
    let mut codes = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for (at, _) in text.match_indices("found.") {
            let call = &text[at + "found.".len()..];
            let Some(rest) = ["block(", "warn(", "info("].iter().find_map(|verb| call.strip_prefix(verb)) else { continue };
            codes.insert(rest.trim_start().trim_start_matches('"').split('"').next().unwrap().to_owned());
        }
    }
    codes
}

#[test]
fn every_check_is_said_in_every_language() {
    let codes = codes();
    assert!(codes.len() > 45, "{codes:?}");
    for code in codes {
        let key = format!("check-{}", code.replace(['.', '_'], "-"));
        for lang in Lang::ALL {
            for n in [0, 1, 2, 3, 11, 100] {
                let said = messages::say(lang, &key, &[("n", n.into()), ("what", "x".into())]);
                assert!(said.as_ref().is_ok_and(|text| !text.trim().is_empty()), "{code} in {lang:?}: {said:?}");
            }
        }
    }
}
