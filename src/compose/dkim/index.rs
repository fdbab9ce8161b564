//! The list of a domain's keys, `KEYS/DOMAIN/index`: one line per key, `r202611a rsa signing 2026-11-24T10:00:00Z`. Here are
//! its lines and the rules by which a key goes from waiting to signing to retired; files are `folder`'s.

use super::Algorithm;
use crate::clock::{self, DAY, HOUR, Millis};

/// RFC 6376 §5.1: mail may be read long after it was signed.
const KEEP_PUBLISHED: Millis = 14 * DAY;
/// How long a mailing without a date of its own is tried; those with one are looked up.
const QUEUE_LIFE: Millis = 72 * HOUR;
const HEAD: &str = "# Written by `dateline dkim`. SELECTOR ALGORITHM STATE SINCE; removed keys keep their line, so that no name is used twice.\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Made, and perhaps published; signs nothing yet.
    Waiting,
    Signing,
    /// Signs retries of mailings begun with it, nothing else.
    Retired,
    /// Its private half is gone.
    Removed,
}

impl State {
    const ALL: [Self; 4] = [Self::Waiting, Self::Signing, Self::Retired, Self::Removed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Signing => "signing",
            Self::Retired => "retired",
            Self::Removed => "removed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub selector: String,
    pub algorithm: Algorithm,
    pub state: State,
    /// When it came into this state.
    pub since: Millis,
}

impl Key {
    /// Until when its record must be found in DNS; `None` = as long as it is in use. `used_until` is when the last
    /// mailing begun with it is given up, if one is open.
    pub fn published_until(&self, used_until: Option<Millis>) -> Option<Millis> {
        let last_signature = used_until.unwrap_or(0).max(self.since + QUEUE_LIFE);
        matches!(self.state, State::Retired | State::Removed).then_some(last_signature + KEEP_PUBLISHED)
    }
}

/// Why keys stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    NoSuchKey,
    NothingWaits,
    /// Two keys of one algorithm were named.
    TwoOfAKind,
    /// Removed: nothing is left that could sign.
    Gone,
    /// It signs, or will.
    InUse,
}

/// Selectors become file names and DNS labels.
pub(super) fn is_selector(text: &str) -> bool {
    (1..=63).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Reads a list; else the number of the line that is wrong, and how.
pub(super) fn read(text: &str) -> Result<Vec<Key>, (usize, &'static str)> {
    let mut keys: Vec<Key> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let wrong = |problem| (index + 1, problem);
        let words: Vec<&str> = line.split_whitespace().collect();
        let [selector, algorithm, state, since] = words[..] else {
            return Err(wrong("does not hold a selector, an algorithm, a state and a time"));
        };
        if !is_selector(selector) {
            return Err(wrong("does not start with a selector of lower-case letters and digits"));
        }
        if keys.iter().any(|key| key.selector == selector) {
            return Err(wrong("names a selector a second time"));
        }
        let algorithm = Algorithm::parse(algorithm).ok_or_else(|| wrong("names an algorithm other than rsa and ed25519"))?;
        let state = State::parse(state).ok_or_else(|| wrong("names a state other than waiting, signing, retired and removed"))?;
        let since = since.parse::<jiff::Timestamp>().map_err(|_| wrong("does not end in a time such as 2026-11-24T10:00:00Z"))?;
        if state == State::Signing && keys.iter().any(|key| key.state == State::Signing && key.algorithm == algorithm) {
            return Err(wrong("lets a second key of the same algorithm sign"));
        }
        keys.push(Key { selector: selector.to_owned(), algorithm, state, since: since.as_millisecond() });
    }
    Ok(keys)
}

pub(super) fn write(keys: &[Key]) -> String {
    let lines = keys
        .iter()
        .map(|key| format!("{} {} {} {}\n", key.selector, key.algorithm.as_str(), key.state.as_str(), clock::utc(key.since)));
    HEAD.chars().chain(lines.collect::<String>().chars()).collect()
}

/// The letter behind year and month that none of the selectors of this month has, as in `r202611a`.
pub(super) fn free_names(now: Millis, is_taken: impl Fn(&str) -> bool) -> Option<Vec<(Algorithm, String)>> {
    let month = jiff::Timestamp::from_millisecond(now).ok()?.strftime("%Y%m").to_string();
    ('a'..='z')
        .map(|letter| Algorithm::ALL.map(|algorithm| (algorithm, format!("{}{month}{letter}", algorithm.letter()))))
        .find(|names| !names.iter().any(|(_, name)| is_taken(name)))
        .map(Vec::from)
}

/// Lets `selectors` (empty = all that wait) sign from now on; those of the same algorithms that did are retired.
/// Nothing changes for keys that sign already.
pub(super) fn start(keys: &mut [Key], selectors: &[String], now: Millis) -> Result<(), Refused> {
    let mut chosen = Vec::new();
    if selectors.is_empty() {
        chosen.extend((0..keys.len()).filter(|at| keys[*at].state == State::Waiting));
        if chosen.is_empty() {
            return Err(Refused::NothingWaits);
        }
        // By hand there may be several: the newest of each algorithm.
        chosen.retain(|at| !keys[at + 1..].iter().any(|key| key.state == State::Waiting && key.algorithm == keys[*at].algorithm));
    }
    for selector in selectors {
        let at = keys.iter().position(|key| key.selector == *selector).ok_or(Refused::NoSuchKey)?;
        if keys[at].state == State::Removed {
            return Err(Refused::Gone);
        }
        if chosen.iter().any(|other: &usize| *other != at && keys[*other].algorithm == keys[at].algorithm) {
            return Err(Refused::TwoOfAKind);
        }
        chosen.push(at);
    }
    for at in chosen {
        if keys[at].state == State::Signing {
            continue;
        }
        let algorithm = keys[at].algorithm;
        for key in keys.iter_mut().filter(|key| key.state == State::Signing && key.algorithm == algorithm) {
            (key.state, key.since) = (State::Retired, now);
        }
        (keys[at].state, keys[at].since) = (State::Signing, now);
    }
    Ok(())
}

/// Takes a key out of use for good.
pub(super) fn remove(keys: &mut [Key], selector: &str, even_in_use: bool, now: Millis) -> Result<(), Refused> {
    let key = keys.iter_mut().find(|key| key.selector == selector).ok_or(Refused::NoSuchKey)?;
    match key.state {
        State::Removed => return Err(Refused::Gone),
        State::Signing | State::Waiting if !even_in_use => return Err(Refused::InUse),
        _ => (key.state, key.since) = (State::Removed, now),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_795_514_400_000;

    fn states(keys: &[Key]) -> Vec<(&str, State)> {
        keys.iter().map(|key| (key.selector.as_str(), key.state)).collect()
    }

    #[test]
    fn a_list_is_read_as_it_was_written_and_a_wrong_line_is_counted() {
        let text = "# kept\n\nr202611a rsa signing 2026-11-24T10:00:00Z\ne202611a ed25519 waiting 2026-11-24T10:00:01Z\n";
        let keys = read(text).unwrap();
        assert_eq!((keys[0].since, keys[1].algorithm), (NOW, Algorithm::Ed25519));
        assert_eq!(read(&write(&keys)).unwrap(), keys);
        for (line, says) in [
            ("r1 rsa", "a selector, an algorithm"),
            ("../x rsa signing 2026-11-24T10:00:00Z", "lower-case letters and digits"),
            ("r1 dsa signing 2026-11-24T10:00:00Z", "algorithm"),
            ("r1 rsa lost 2026-11-24T10:00:00Z", "state"),
            ("r1 rsa signing yesterday", "time"),
            ("r202611a rsa retired 2026-11-24T10:00:00Z", "second time"),
            ("r1 rsa signing 2026-11-24T10:00:00Z", "second key"),
        ] {
            let (number, problem) = read(&format!("{text}{line}\n")).unwrap_err();
            assert!(number == 5 && problem.contains(says), "{line}: {number} {problem}");
        }
    }

    #[test]
    fn keys_wait_sign_and_retire_one_of_each_algorithm_at_a_time() {
        let line = |selector: &str, algorithm| Key { selector: selector.to_owned(), algorithm, state: State::Waiting, since: 0 };
        let mut keys = vec![line("r1", Algorithm::Rsa), line("e1", Algorithm::Ed25519)];
        start(&mut keys, &[], 1).unwrap();
        assert_eq!(states(&keys), [("r1", State::Signing), ("e1", State::Signing)]);
        assert_eq!(start(&mut keys, &[], 2), Err(Refused::NothingWaits));
        keys.extend([line("r2", Algorithm::Rsa), line("e2", Algorithm::Ed25519)]);
        start(&mut keys, &["e2".to_owned()], 3).unwrap();
        assert_eq!(
            states(&keys),
            [("r1", State::Signing), ("e1", State::Retired), ("r2", State::Waiting), ("e2", State::Signing)]
        );
        assert_eq!(start(&mut keys, &["r1".to_owned(), "r2".to_owned()], 4), Err(Refused::TwoOfAKind));
        assert_eq!(start(&mut keys, &["x".to_owned()], 4), Err(Refused::NoSuchKey));
        start(&mut keys, &[], 5).unwrap();
        // Back to one that was retired, twice: the second time nothing changes.
        start(&mut keys, &["r1".to_owned()], 6).unwrap();
        start(&mut keys, &["r1".to_owned()], 7).unwrap();
        assert_eq!((keys[0].state, keys[0].since, keys[2].state), (State::Signing, 6, State::Retired));
        assert_eq!(remove(&mut keys, "r1", false, 8), Err(Refused::InUse));
        remove(&mut keys, "e1", false, 8).unwrap();
        assert_eq!(remove(&mut keys, "e1", true, 9), Err(Refused::Gone));
        assert_eq!(start(&mut keys, &["e1".to_owned()], 9), Err(Refused::Gone));
    }

    #[test]
    fn a_record_stays_for_a_fortnight_after_the_last_signature() {
        let mut key = Key { selector: "r1".to_owned(), algorithm: Algorithm::Rsa, state: State::Signing, since: NOW };
        assert_eq!(key.published_until(Some(NOW)), None);
        key.state = State::Retired;
        assert_eq!(key.published_until(None), Some(NOW + 17 * DAY));
        assert_eq!(key.published_until(Some(NOW + DAY)), Some(NOW + 17 * DAY));
        assert_eq!(key.published_until(Some(NOW + 30 * DAY)), Some(NOW + 44 * DAY));
    }

    #[test]
    fn names_tell_algorithm_and_month_and_come_up_once() {
        let names = free_names(NOW, |name| ["r202611a", "e202611b"].contains(&name)).unwrap();
        assert_eq!(names, [(Algorithm::Rsa, "r202611c".to_owned()), (Algorithm::Ed25519, "e202611c".to_owned())]);
        assert!(free_names(NOW, |_| true).is_none());
    }
}
