//! What DNS publishes of the sender at this moment: who may send in its name, our signing keys, and what receivers are
//! asked to do with the rest.

use futures_util::future::join_all;

use super::Means;
use crate::compose::dkim::Record;
use crate::fetch::Answer;

pub(super) struct Published {
    /// The domain of the envelope sender, and its SPF records.
    pub spf: (String, Answer<Vec<String>>),
    /// The domain that says it and its DMARC record; `None` = neither From's domain nor one above it has any.
    pub dmarc: Answer<Option<(String, String)>>,
    /// Each key that signs, and what is published under its name.
    pub keys: Vec<(Record, Answer<Vec<String>>)>,
}

/// `None` = there is nobody to ask.
pub(super) async fn look(means: &Means<'_>) -> Option<Published> {
    let names = means.around.names.as_deref()?;
    let from = means.office.from.domain();
    let envelope = means.office.bounce_domain.as_deref().unwrap_or(from);
    // A folder that cannot be read is said by the check of the key itself.
    let records = means.keys.dkim().records(from).unwrap_or_default();
    let spf = async {
        match names.texts(envelope).await {
            Answer::Found(texts) => Answer::Found(starting(texts, "v=spf1")),
            Answer::Nothing => Answer::Found(Vec::new()),
            Answer::Silence => Answer::Silence,
        }
    };
    let keys = join_all(records.iter().map(|record| names.texts(&record.name)));
    let dmarc = async {
        // From's own domain, then those above it, but no top-level domain.
        let mut domain = from;
        loop {
            match names.texts(&format!("_dmarc.{domain}")).await {
                Answer::Silence => return Answer::Silence,
                Answer::Nothing => {}
                Answer::Found(texts) => {
                    if let Some(record) = starting(texts, "v=dmarc1").pop() {
                        return Answer::Found(Some((domain.to_owned(), record)));
                    }
                }
            }
            match domain.split_once('.') {
                Some((_, above)) if above.contains('.') => domain = above,
                _ => return Answer::Found(None),
            }
        }
    };
    let (spf, dmarc, found) = tokio::join!(spf, dmarc, keys);
    let keys = records.iter().cloned().zip(found).collect();
    Some(Published { spf: (envelope.to_owned(), spf), dmarc, keys })
}

fn starting(texts: Vec<String>, with: &str) -> Vec<String> {
    let is_it = |text: &String| {
        let text = text.trim().to_ascii_lowercase();
        text.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ';']))
    };
    texts.into_iter().filter(is_it).collect()
}
