//! Rows a person has looked at are carried into the directory, or addresses onto the list of those kept out; and what
//! an import did is taken back. Every row is judged once more: who left meanwhile stays out.

use std::collections::HashMap;

use super::CHUNK;
use super::look::{Lens, Person, count};
use crate::clock::Clock;
use crate::store::contacts::Change;
use crate::store::import_rows::{self, Found};
use crate::store::imports::{self, Ground, Step};
use crate::store::{Store, StoreError, journal};

pub(super) async fn carry(store: &Store, clock: &Clock, mut step: Step) -> Result<(), StoreError> {
    let Some(import) = imports::find(store, step.import).await? else { return Ok(()) };
    let lens = Lens::on(store, &import).await?;
    loop {
        let rows = import_rows::after(store, import.id, step.place, CHUNK).await?;
        let Some(last) = rows.last() else { break };
        step.place = last.row;
        step.progress += i64::try_from(rows.len()).unwrap_or_default();
        let (found, people): (Vec<Found>, Vec<Option<Person>>) = lens.look(store, &rows, clock.now()).await?.into_iter().unzip();
        for row in &found {
            count(&mut step.tally, row.verdict, &row.flaws, 1);
        }
        if import.ground == Ground::OptOut {
            let out = found.iter().filter(|row| row.verdict == "added").map(|row| row.address_key.clone());
            let keys: Vec<String> = out.collect();
            journal::keep_out(store, &mut step, &found, &keys, clock.now()).await?;
        } else {
            journal::bring_in(store, &mut step, &found, &changes(people), clock.now()).await?;
        }
    }
    imports::finish(store, step, clock.now()).await
}

/// Each person once.
fn changes(people: Vec<Option<Person>>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::with_capacity(people.len());
    let mut place_of: HashMap<String, usize> = HashMap::new();
    for Person { draft, key, standing, twin } in people.into_iter().flatten() {
        match place_of.get(&key) {
            Some(&at) => changes[at].person.absorb(draft.person),
            None => {
                place_of.insert(key, changes.len());
                changes.push(Change { person: draft.person, known: standing.id, twin });
            }
        }
    }
    changes
}

pub(super) async fn take_back(store: &Store, clock: &Clock, mut step: Step) -> Result<(), StoreError> {
    while journal::take_back(store, &mut step, CHUNK, clock.now()).await? {}
    imports::undone(store, &step).await
}
