//! What DNS says of the records our mail needs, asked when somebody wants to know; nothing of it is kept.

use futures_util::future::{join, join_all};
use serde::Serialize;

use super::sending::Record;
use crate::fetch::{Answer, Names};
use crate::web::desk::parts::State;

/// A line of what others see.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    state: State,
    /// A message `dns-…`.
    key: &'static str,
    n: i64,
    arg: String,
    record: Option<ToPublish>,
}

#[derive(Debug, Serialize)]
struct ToPublish {
    id: &'static str,
    value: String,
}

fn found() -> State {
    State::new("state-record-found", "ok", "check")
}

fn missing() -> State {
    State::new("state-record-missing", "bad", "cross")
}

fn silent() -> State {
    State::new("state-record-silent", "off", "doubt")
}

/// Whether these records are published as they are.
pub(super) async fn of_keys(dns: &dyn Names, records: impl Iterator<Item = &mut Record>) {
    let ask = records.map(async |record| record.state = Some(of_key(&dns.texts(&record.name).await, &record.value)));
    join_all(ask).await;
}

fn of_key(texts: &Answer<Vec<String>>, value: &str) -> State {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    match texts {
        Answer::Found(texts) if texts.iter().any(|text| plain(text) == plain(value)) => found(),
        Answer::Found(texts) if texts.iter().any(|text| text.contains("p=")) => {
            State::new("state-record-differs", "warn", "warn")
        }
        Answer::Found(_) | Answer::Nothing => missing(),
        Answer::Silence => silent(),
    }
}

/// Who may send for the envelope's domain, and what is to become of forgeries of the sender's.
pub(super) async fn of_domains(dns: &dyn Names, envelope: &str, sender: &str) -> Vec<Check> {
    let (spf, dmarc) = join(spf(dns, envelope), dmarc(dns, sender)).await;
    vec![spf, dmarc]
}

/// RFC 7208 §4.5: exactly one record. Whether it names the relay is the relay's owner to say: which addresses a
/// relay sends from is not known here.
async fn spf(dns: &dyn Names, domain: &str) -> Check {
    let check = |state, key, n, arg: &str| Check { state, key, n, arg: arg.to_owned(), record: None };
    match dns.texts(domain).await {
        Answer::Silence => check(silent(), "dns-spf-silent", 0, domain),
        Answer::Nothing => check(missing(), "dns-spf-none", 0, domain),
        Answer::Found(texts) => {
            let is_spf = |text: &&String| text.as_str() == "v=spf1" || text.starts_with("v=spf1 ");
            let records: Vec<_> = texts.iter().filter(is_spf).collect();
            match records.as_slice() {
                [] => check(missing(), "dns-spf-none", 0, domain),
                [one] => check(found(), "dns-spf-there", 1, one),
                several => {
                    let n = i64::try_from(several.len()).unwrap_or(i64::MAX);
                    check(State::new("state-record-differs", "bad", "cross"), "dns-spf-several", n, domain)
                }
            }
        }
    }
}

/// RFC 7489 §6.6.3, as far as it can be told without a list of public suffixes: the domain's own record, or one of a
/// domain above it that still has two labels.
async fn dmarc(dns: &dyn Names, domain: &str) -> Check {
    let mut above = Some(domain);
    while let Some(name) = above.filter(|name| name.contains('.')) {
        match dns.texts(&format!("_dmarc.{name}")).await {
            Answer::Silence => {
                return Check { state: silent(), key: "dns-dmarc-silent", n: 0, arg: domain.to_owned(), record: None };
            }
            Answer::Found(texts) if texts.iter().any(|text| text.starts_with("v=DMARC1")) => {
                let text = texts.into_iter().find(|text| text.starts_with("v=DMARC1")).unwrap_or_default();
                return Check { state: found(), key: "dns-dmarc-there", n: 0, arg: text, record: None };
            }
            Answer::Found(_) | Answer::Nothing => above = name.split_once('.').map(|(_, rest)| rest),
        }
    }
    let value = format!("_dmarc.{domain}. IN TXT \"v=DMARC1; p=none\"");
    let record = Some(ToPublish { id: "record-dmarc", value });
    Check { state: missing(), key: "dns-dmarc-missing", n: 0, arg: domain.to_owned(), record }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::net::IpAddr;

    use futures_util::future::BoxFuture;

    use super::*;

    /// What the world says in a test; names it does not have are silent.
    #[derive(Debug)]
    struct World(HashMap<&'static str, Answer<Vec<String>>>);

    impl Names for World {
        fn addresses<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Answer<Vec<IpAddr>>> {
            Box::pin(async { Answer::Silence })
        }

        fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Answer<Vec<String>>> {
            Box::pin(async move { self.0.get(name).cloned().unwrap_or(Answer::Silence) })
        }
    }

    fn texts(texts: &[&str]) -> Answer<Vec<String>> {
        Answer::Found(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn a_record_is_there_differs_is_missing_or_nobody_says() {
        let state = |texts: &Answer<Vec<String>>| of_key(texts, "v=DKIM1; k=rsa; p=AAA").key;
        assert_eq!(state(&texts(&["other", "v=DKIM1;k=rsa;p=AAA"])), "state-record-found");
        assert_eq!(state(&texts(&["v=DKIM1; k=rsa; p=BBB"])), "state-record-differs");
        assert_eq!(state(&texts(&["other"])), "state-record-missing");
        assert_eq!(state(&Answer::Nothing), "state-record-missing");
        assert_eq!(state(&Answer::Silence), "state-record-silent");
    }

    #[tokio::test]
    async fn a_domain_above_may_speak_for_one_below_and_silence_is_no_lack() {
        let world = World(HashMap::from([
            ("press.harbour.example", texts(&["v=spf1 include:relay.example -all", "else"])),
            ("_dmarc.press.harbour.example", Answer::Nothing),
            ("_dmarc.harbour.example", texts(&["v=DMARC1; p=reject"])),
            ("two.example", texts(&["v=spf1 -all", "v=spf1 a -all"])),
            ("_dmarc.two.example", texts(&["nothing of ours"])),
        ]));
        let of = async |domain| {
            let checks = of_domains(&world, domain, domain).await;
            checks.iter().map(|check| check.key).collect::<Vec<_>>()
        };
        assert_eq!(of("press.harbour.example").await, ["dns-spf-there", "dns-dmarc-there"]);
        assert_eq!(of("two.example").await, ["dns-spf-several", "dns-dmarc-missing"]);
        assert_eq!(of("silent.example").await, ["dns-spf-silent", "dns-dmarc-silent"]);
    }
}
