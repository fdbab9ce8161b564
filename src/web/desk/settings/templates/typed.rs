//! Templates as they are being written, stored nowhere yet: for the mail beside them, and so that nothing typed is lost on
//! the way to a fresh proof. Lost with the process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Millis;
use crate::compose::own::Files;
use crate::model::ids::OfficerId;

/// More officers than change templates at once.
const MOST: usize = 16;

/// Cheap to clone; clones share what is kept.
#[derive(Clone, Debug, Default)]
pub struct Typed(Arc<Mutex<HashMap<OfficerId, (Files, Millis)>>>);

impl Typed {
    pub fn keep(&self, officer: OfficerId, files: Files, now: Millis) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(officer, (files, now));
        if kept.len() > MOST
            && let Some(oldest) = kept.iter().min_by_key(|(_, (_, at))| *at).map(|(officer, _)| *officer)
        {
            kept.remove(&oldest);
        }
    }

    pub fn find(&self, officer: OfficerId) -> Option<Files> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&officer).map(|(files, _)| files.clone())
    }

    pub fn forget(&self, officer: OfficerId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&officer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_officer_has_their_own_and_the_oldest_makes_room() {
        let typed = Typed::default();
        let files = |subject: &str| Files::new(subject, "t", "h");
        for officer in 0..=16 {
            typed.keep(OfficerId(officer), files(&officer.to_string()), officer);
        }
        assert_eq!(typed.find(OfficerId(0)), None);
        assert_eq!(typed.find(OfficerId(16)), Some(files("16")));
        typed.forget(OfficerId(16));
        assert_eq!(typed.find(OfficerId(16)), None);
    }
}
