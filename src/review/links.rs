//! Where the links of a mail lead, and what the newsroom's page says now: from what was seen in the last minutes, else
//! by looking, a few at a time and not for long.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use regex::Regex;
use reqwest::Url;
use tokio::time::timeout;

use super::past::words;
use super::{Means, ReviewError};
use crate::clock::{MINUTE, Millis};
use crate::fetch::{Looker, Seen};
use crate::model::link::Verdict;
use crate::store::links::{self, Checked};

/// How long what was seen holds.
const HOLDS: Millis = 10 * MINUTE;
const AT_ONCE: usize = 4;
/// For all links of a release together: a person waits.
const PATIENCE: Duration = Duration::from_secs(20);
/// More links than this are not followed; the rest is said to be unknown.
const MOST: usize = 100;
/// Of a page's words, in bytes.
const WORDS: usize = 200 * 1024;

/// What is known of each address; of those that are missing, nothing.
pub(super) type Known = HashMap<String, Checked>;

/// Looks at these addresses; of `page`, if there is one, the text is wanted too. `None` = this office opens no links.
pub(super) async fn look(means: &Means<'_>, urls: &[Url], page: Option<&Url>) -> Result<Option<Known>, ReviewError> {
    let Some(web) = &means.around.web else { return Ok(None) };
    let all: Vec<&Url> = page.into_iter().chain(urls.iter().filter(|url| Some(*url) != page)).take(MOST).collect();
    let texts: Vec<&str> = all.iter().map(|url| url.as_str()).collect();
    let mut known = links::known(means.store, &texts, means.now - HOLDS).await?;
    if let Some(page) = page {
        // Seen as one link among others, perhaps in another release: its text was not asked for then.
        let lacks_words = |seen: &Checked| seen.verdict == Verdict::There && seen.words.is_none();
        if known.get(page.as_str()).is_some_and(lacks_words) {
            known.remove(page.as_str());
        }
    }
    let new = all.into_iter().filter(|url| !known.contains_key(url.as_str()));
    let new: Vec<_> = new.map(|url| one(web.clone(), url.clone(), Some(url) == page)).collect();
    let mut seen = Vec::with_capacity(new.len());
    let mut looks = stream::iter(new).buffer_unordered(AT_ONCE);
    // What was not answered by then is not known.
    let _ = timeout(PATIENCE, async {
        while let Some(found) = looks.next().await {
            seen.push(found);
        }
    })
    .await;
    drop(looks);
    links::record(means.store, &seen, means.now).await?;
    known.extend(seen);
    Ok(Some(known))
}

async fn one(web: Looker, url: Url, with_page: bool) -> (String, Checked) {
    let Seen { verdict, size, page } = if with_page { web.read(&url).await } else { web.look(&url).await };
    let checked = Checked {
        verdict,
        size: size.and_then(|size| i64::try_from(size).ok()),
        // An empty text is one that was looked at: it is not asked for again at once.
        words: with_page.then(|| page.map(|page| page_words(&page)).unwrap_or_default()),
    };
    (url.into(), checked)
}

static BLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let blocks = "p|div|li|h[1-6]|t[dhr]|br|section|article|header|footer|[uod]l|d[td]|table|blockquote|figure|figcaption";
    Regex::new(&format!(r"(?i)</?(?:{blocks})\b")).ok()
});

/// The words of a page, one blank between them.
pub(super) fn page_words(html: &str) -> String {
    // Else the last word of a block and the first of the next would be one.
    let html = BLOCK.as_ref().map_or(html.into(), |block| block.replace_all(html, " $0"));
    let mut text = words(&mail_parser::decoders::html::html_to_text(&html)).join(" ");
    if text.len() > WORDS {
        let end = (0..=WORDS).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::page_words;

    #[test]
    fn a_page_is_its_words() {
        let page = "<html><head><title>x</title><style>p { color: red }</style></head><body><h1>Ferries</h1><p>Run <b>a</b>t \
             night&nbsp;again.</p><script>var a = 1;</script><ul><li>One</li><li>Two</li></ul></body></html>";
        assert_eq!(page_words(page), "ferries run at night again one two");
    }
}
