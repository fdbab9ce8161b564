//! Counting an audience while somebody chooses it: from memory, as of this moment. Before every answer the database is
//! asked which blocks of contacts changed, and those are read again; so no number is older than the question, whoever
//! changed the directory. What is sealed, approved and planned never comes from here.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::sync::Mutex;

use super::index::{Facets, Found, Index, Spread};
use crate::model::audience::{Resolved, Waterfall};
use crate::model::ids::ContactId;
use crate::model::vocabulary::Vocabulary;
use crate::store::audience::Matched;
use crate::store::changes::{self, BLOCK};
use crate::store::{Store, StoreError, audience_list, facts};

/// Blocks read in one statement at most: the first look reads everybody, by and by.
const AT_ONCE: i64 = 8;

/// The directory in memory: a few bytes for each region, issue, language and outlet of each contact (`benches/desk` prints
/// what the process holds). Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct Counts(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    index: Index,
    /// The number of each block when it was read.
    known: HashMap<i64, i64>,
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Counts")
    }
}

impl Counts {
    /// Reads what there is to read, so that the first who asks need not wait for it.
    pub async fn warm(&self, store: &Store) -> Result<(), StoreError> {
        self.0.lock().await.refresh(store).await
    }

    /// From who matches to who will receive it.
    pub async fn waterfall(&self, store: &Store, rule: &Resolved) -> Result<Waterfall, StoreError> {
        self.ask(store, rule, |found| found.waterfall).await
    }

    /// As [`Counts::waterfall`], with the parts.
    pub async fn spread(&self, store: &Store, rule: &Resolved) -> Result<Spread, StoreError> {
        self.ask(store, rule, |found| found.spread()).await
    }

    /// The first few who will receive it, at most `most`, in the order of their numbers after `after`.
    pub async fn some(&self, store: &Store, rule: &Resolved, after: ContactId, most: usize) -> Result<Vec<Matched>, StoreError> {
        let some = self.ask(store, rule, |found| found.some(after, most)).await?;
        audience_list::of(store, &some).await
    }

    /// Reporters for each choice of a rule.
    pub async fn facets(&self, store: &Store, words: &Vocabulary) -> Result<Facets, StoreError> {
        let mut kept = self.0.lock().await;
        kept.refresh(store).await?;
        Ok(kept.index.facets(words))
    }

    /// Contacts without a region or without an issue: no rule can match them.
    pub async fn not_placed(&self, store: &Store) -> Result<i64, StoreError> {
        let mut kept = self.0.lock().await;
        kept.refresh(store).await?;
        Ok(kept.index.not_placed())
    }

    async fn ask<T>(&self, store: &Store, rule: &Resolved, of: impl FnOnce(&Found<'_>) -> T) -> Result<T, StoreError> {
        let holders = facts::holders(store, rule).await?;
        let mut kept = self.0.lock().await;
        kept.refresh(store).await?;
        Ok(of(&kept.index.ask(rule, &holders)))
    }
}

impl Kept {
    /// Reads again what changed. Cut off at any point, the next one goes on from there.
    async fn refresh(&mut self, store: &Store) -> Result<(), StoreError> {
        let now: HashMap<i64, i64> = changes::blocks(store).await?.into_iter().collect();
        let moved = |block: &i64| self.known.get(block) != now.get(block);
        let mut blocks: Vec<i64> = now.keys().chain(self.known.keys()).copied().filter(moved).collect();
        blocks.sort_unstable();
        blocks.dedup();
        let mut read = stream::iter(runs(&blocks))
            .map(|(first, last)| async move {
                let (after, up_to) = (first * BLOCK - 1, last * BLOCK + BLOCK - 1);
                Ok::<_, StoreError>((first, last, facts::window(store, after, up_to).await?))
            })
            .buffered(2);
        while let Some((first, last, facts)) = read.try_next().await? {
            let edge = |id: i64| u64::try_from(id).unwrap_or(0);
            self.index.replace(edge(first * BLOCK)..=edge(last * BLOCK + BLOCK - 1), facts);
            for block in first..=last {
                match now.get(&block) {
                    Some(n) => drop(self.known.insert(block, *n)),
                    None => drop(self.known.remove(&block)),
                }
            }
        }
        Ok(())
    }
}

/// Neighbours together, so many at most: first and last block of each run.
fn runs(blocks: &[i64]) -> Vec<(i64, i64)> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for &block in blocks {
        match runs.last_mut() {
            Some((first, last)) if *last + 1 == block && block - *first < AT_ONCE => *last = block,
            _ => runs.push((block, block)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_read_together_but_not_too_many() {
        assert_eq!(runs(&[0, 1, 3, 4, 5, 9]), [(0, 1), (3, 5), (9, 9)]);
        assert_eq!(runs(&(0..20).collect::<Vec<_>>()), [(0, 7), (8, 15), (16, 19)]);
        assert!(runs(&[]).is_empty());
    }
}
