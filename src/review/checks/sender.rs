//! In whose name it goes out, and whether receivers can tell that it is ours.

use super::{Facts, Findings};
use crate::compose::dkim::Record;
use crate::fetch::Answer;
use crate::model::address::EmailAddress;
use crate::review::names::Published;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    let office = facts.means.office;
    if EmailAddress::parse(office.from.as_str()).is_err() {
        found.block("sender.missing", "sender.from", "Set the sender's address.");
        return;
    }
    // The letter looked at is not signed, which would cost more than all the rest.
    if let Err(problem) = facts.means.keys.dkim().signing(office.from.domain(), facts.not_before) {
        let text = format!("Mail cannot be signed: {problem}.");
        found.block("sender.dkim_key", "dkim.mode", text).what(problem.to_string());
    }
    match facts.published {
        Some(published) if !published.is_silent() => names(facts, published, found),
        _ => {
            let domain = office.from.domain();
            let text = format!("DNS could not be asked what it says of {domain}.");
            found.info("sender.dns_silent", "sender.from", text).what(domain);
        }
    }
}

impl Published {
    /// Not a single answer.
    fn is_silent(&self) -> bool {
        self.spf.1 == Answer::Silence
            && self.dmarc == Answer::Silence
            && self.keys.iter().all(|(_, answer)| *answer == Answer::Silence)
    }
}

fn names(facts: &Facts<'_>, published: &Published, found: &mut Findings) {
    spf(published, found);
    for (record, answer) in &published.keys {
        let is_there = match answer {
            Answer::Found(texts) => texts.iter().any(|text| is_key(text, record)),
            Answer::Nothing => false,
            Answer::Silence => continue,
        };
        if !is_there {
            let text =
                format!("DNS does not have our signing key under {}: `dateline dkim show` prints the record.", record.name);
            found.block("sender.dkim_missing", "dkim.mode", text).what(record.name.as_str());
        }
    }
    dmarc(facts, published, found);
}

fn spf(published: &Published, found: &mut Findings) {
    let (domain, Answer::Found(records)) = &published.spf else { return };
    match records.as_slice() {
        [] => {
            let text = format!("DNS does not say who may send for {domain}: publish an SPF record that names your relay.");
            found.warn("sender.spf_missing", "sender.from", text).what(domain.as_str());
        }
        [record] if record.split_ascii_whitespace().skip(1).all(|term| term.eq_ignore_ascii_case("-all")) => {
            let text = format!("The SPF record of {domain} says that nobody may send for it.");
            found.block("sender.spf_fail", "sender.from", text).what(domain.as_str());
        }
        [_] => {}
        // RFC 7208 §4.5: more than one counts as broken.
        [_, _, ..] => {
            let text = format!("{domain} has more than one SPF record, so receivers go by none of them.");
            found.block("sender.spf_fail", "sender.from", text).what(domain.as_str());
        }
    }
}

fn dmarc(facts: &Facts<'_>, published: &Published, found: &mut Findings) {
    let office = facts.means.office;
    let from = office.from.domain();
    match &published.dmarc {
        Answer::Found(None) => {
            let text = format!("{from} has no DMARC record; large providers ask for one.");
            found.warn("sender.dmarc_missing", "sender.from", text).what(from);
        }
        Answer::Found(Some((_, record))) => {
            let is_strict = tag(record, "p").is_some_and(|policy| !policy.eq_ignore_ascii_case("none"));
            let bounce = office.bounce_domain.as_deref().unwrap_or(from);
            let (bounce, own) = (format!(".{bounce}"), format!(".{from}"));
            let is_aligned = bounce.ends_with(&own) || own.ends_with(&bounce);
            // Our own signature is From's, so it is aligned; of the relay's we know nothing.
            if is_strict && !is_aligned && published.keys.is_empty() {
                let text = format!(
                    "{from} asks to turn away mail that is not aligned, but bounces go to another domain and we do not sign."
                );
                found.warn("sender.dmarc_misaligned", "sender.bounce_domain", text).what(from);
            }
        }
        Answer::Nothing | Answer::Silence => {}
    }
}

/// The value of a tag of a list as DKIM and DMARC write it (RFC 6376 §3.2).
fn tag<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    let tags = record.split(';').filter_map(|tag| tag.split_once('='));
    tags.map(|(key, value)| (key.trim(), value.trim())).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn is_key(text: &str, record: &Record) -> bool {
    let key = |text: &str| tag(text, "p").map(|key| key.split_whitespace().collect::<String>());
    key(text).is_some_and(|found| Some(found) == key(&record.value))
}
