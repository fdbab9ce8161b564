//! Keys and their records as people and scripts see them.

use serde_json::json;

use crate::cli::Context;
use crate::clock::{Millis, utc};
use crate::compose::dkim::{DkimError, Folder, Key, Signing, State};
use crate::compose::letter::Letter;
use crate::store::{Store, StoreError, mailings};

/// Mailings a copy of which may still be begun: how they are signed, and until when.
pub(super) struct Uses(Vec<(Millis, Signing)>);

impl Uses {
    pub(super) async fn of(store: &Store, now: Millis) -> Result<Self, StoreError> {
        let letters = mailings::letters_in_use(store, now).await?;
        let signing = |text: &str| serde_json::from_str::<Letter>(text).ok()?.signing().cloned();
        Ok(Self(letters.iter().filter_map(|(until, text)| Some((*until, signing(text)?))).collect()))
    }

    /// A database that cannot be asked must not stand in the way of new keys.
    pub(super) async fn look(ctx: &Context) -> Self {
        let found = async { Ok::<_, anyhow::Error>(Self::of(&ctx.store().await?, ctx.clock.now()).await?) };
        match found.await {
            Ok(uses) => uses,
            Err(problem) => {
                ctx.say(format_args!("days are those of ordinary mailings, for the database could not be asked: {problem:#}"));
                Self(Vec::new())
            }
        }
    }

    pub(super) fn published_until(&self, domain: &str, key: &Key) -> Option<Millis> {
        let used = self.0.iter().filter(|(_, signing)| signing.uses(domain, &key.selector)).map(|(until, _)| *until);
        key.published_until(used.max())
    }
}

/// One line per key that was not removed.
pub(super) fn list(domain: &str, keys: &[Key], uses: &Uses, ctx: &Context) {
    for key in keys.iter().filter(|key| key.state != State::Removed) {
        let last = uses.published_until(domain, key);
        let (selector, algorithm, state) = (&key.selector, key.algorithm.as_str(), key.state.as_str());
        if ctx.json {
            println!(
                "{}",
                json!({
                    "domain": domain,
                    "selector": selector,
                    "algorithm": algorithm,
                    "state": state,
                    "since": utc(key.since),
                    "publish_until": last.map(utc),
                })
            );
        } else {
            let publish = match last {
                Some(last) => format!("publish until {}", day(last)),
                None => "publish".to_owned(),
            };
            println!("{domain}  {selector:<10}  {algorithm:<7}  {state:<7}  since {}  {publish}", day(key.since));
        }
    }
}

/// Records of all keys that were not removed; returns how many. What is beside them is a comment in a zone file.
pub(super) fn records(folder: &Folder, domain: &str, keys: &[Key], ctx: &Context) -> Result<usize, DkimError> {
    let mut shown = 0;
    for key in keys.iter().filter(|key| key.state != State::Removed) {
        let state = key.state.as_str();
        let Some(record) = folder.record(domain, key)? else {
            eprintln!("dateline: the private half of {} ({domain}, {state}) is not in the folder of keys", key.selector);
            continue;
        };
        shown += 1;
        if ctx.json {
            println!(
                "{}",
                json!({
                    "domain": domain,
                    "selector": key.selector,
                    "state": state,
                    "name": record.name,
                    "type": "TXT",
                    "value": record.value,
                    "strings": record.strings(),
                    "zone": record.zone_line(),
                })
            );
        } else {
            println!("; {} ({}, {state})", key.selector, key.algorithm.as_str());
            println!("{}", record.zone_line());
            println!("; in one piece: {}\n", record.value);
        }
    }
    Ok(shown)
}

/// The option that a next command needs, when it is not about the sender's own domain.
pub(super) fn of_another(domain: &str, ctx: &Context) -> String {
    let own = ctx.config.sender.from_address().is_some_and(|(_, from)| from.domain() == domain);
    if own { String::new() } else { format!(" --domain {domain}") }
}

/// In UTC, as all of the command line.
pub(super) fn day(at: Millis) -> String {
    utc(at).chars().take(10).collect()
}
