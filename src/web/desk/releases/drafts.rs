//! What is on people's screens and stored nowhere yet: the text as it is typed, for the mail beside it, and who looks at
//! which release. Lost with the process, and only looked at by it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::{MINUTE, Millis};
use crate::model::ids::{OfficerId, ReleaseId};
use crate::model::release::Release;

/// More texts than officers write at once.
const MOST: usize = 64;
/// Who has not been heard of for so long looks no more.
const GONE: Millis = 2 * MINUTE;

type Key = (ReleaseId, OfficerId);

#[derive(Debug, Default)]
pub struct Drafts {
    texts: Mutex<HashMap<Key, (Release, Millis)>>,
    looking: Mutex<HashMap<Key, (String, Millis)>>,
}

impl Drafts {
    /// Keeps what an officer has typed so far.
    pub fn keep(&self, release: Release, officer: OfficerId, now: Millis) {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.insert((release.id, officer), (release, now));
        if texts.len() > MOST
            && let Some(oldest) = texts.iter().min_by_key(|(_, (_, at))| *at).map(|(key, _)| *key)
        {
            texts.remove(&oldest);
        }
    }

    pub fn find(&self, release: ReleaseId, officer: OfficerId) -> Option<Release> {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.get(&(release, officer)).map(|(release, _)| release.clone())
    }

    /// Somebody looks at a release; the names of the others who do.
    pub fn look(&self, release: ReleaseId, officer: OfficerId, name: &str, now: Millis) -> Vec<String> {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        looking.retain(|_, (_, at)| now - *at < GONE);
        looking.insert((release, officer), (name.to_owned(), now));
        let others = looking.iter().filter(|((of, who), _)| *of == release && *who != officer);
        let mut names: Vec<String> = others.map(|(_, (name, _))| name.clone()).collect();
        names.sort();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::release::ReleaseKind;

    #[test]
    fn the_others_are_named_until_they_are_gone() {
        let drafts = Drafts::default();
        let look = |release, officer, name, now| drafts.look(ReleaseId(release), OfficerId(officer), name, now);
        assert!(look(1, 1, "Maria", 0).is_empty());
        assert!(look(2, 2, "Tom", 0).is_empty());
        assert_eq!(look(1, 2, "Tom", MINUTE), ["Maria"]);
        assert!(look(1, 3, "Ada", 4 * MINUTE).is_empty());
    }

    #[test]
    fn the_oldest_text_makes_room() {
        let drafts = Drafts::default();
        for id in 0..=64 {
            let release =
                Release { id: ReleaseId(id), ..Release::draft(ReleaseKind::Release, "T", jiff::civil::date(2026, 1, 1)) };
            drafts.keep(release, OfficerId(1), id);
        }
        assert!(drafts.find(ReleaseId(0), OfficerId(1)).is_none());
        assert!(drafts.find(ReleaseId(64), OfficerId(1)).is_some());
        assert!(drafts.find(ReleaseId(64), OfficerId(2)).is_none());
    }
}
