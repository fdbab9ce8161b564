//! Image loads: told apart by what loaded them, as far as that can be told, and counted in batches. Nothing is ever
//! decided by one, and neither the loader's address nor its name is kept.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::clock::{DAY, HOUR, Millis};
use crate::compose::OpensMode;
use crate::model::ids::{DeliveryId, MailingId};
use crate::store::events::{self, ImageLoads, Opened};
use crate::store::{Store, StoreError};

/// What probably loaded an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A mail program or a browser.
    Human,
    /// A proxy that fetches for people, at a time of its own choosing.
    Proxy,
    /// A scanner, a prefetcher, a script.
    Machine,
}

impl Class {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human_likely",
            Self::Proxy => "proxy_unknown",
            Self::Machine => "machine_likely",
        }
    }
}

/// How a rule looks at the user agent, in lower case.
enum Sign {
    Is(&'static str),
    Has(&'static str),
}

/// The first sign that fits decides; the third column says why.
const SIGNS: [(Sign, Class, &str); 37] = [
    (Sign::Is(""), Class::Machine, "mail programs and browsers say who they are"),
    (Sign::Is("mozilla/5.0"), Class::Machine, "Apple Mail Privacy Protection loads every image, read or not"),
    (Sign::Has("googleimageproxy"), Class::Proxy, "Gmail's proxy: the first load is near a reading, later ones are cached"),
    (Sign::Has("ggpht.com"), Class::Proxy, "Gmail's proxy"),
    (Sign::Has("yahoomailproxy"), Class::Proxy, "Yahoo Mail's proxy"),
    (Sign::Has("duckduckgo-email"), Class::Proxy, "DuckDuckGo's mail protection"),
    (Sign::Has("barracuda"), Class::Machine, "a gateway that follows everything"),
    (Sign::Has("mimecast"), Class::Machine, "a gateway that follows everything"),
    (Sign::Has("proofpoint"), Class::Machine, "a gateway that follows everything"),
    (Sign::Has("safelinks"), Class::Machine, "Microsoft's link scanner"),
    (Sign::Has("symantec"), Class::Machine, "a gateway that follows everything"),
    (Sign::Has("trendmicro"), Class::Machine, "a gateway that follows everything"),
    (Sign::Has("fireeye"), Class::Machine, "a gateway that follows everything"),
    (Sign::Has("headless"), Class::Machine, "a browser without anybody before it"),
    (Sign::Has("phantomjs"), Class::Machine, "a browser without anybody before it"),
    (Sign::Has("bot"), Class::Machine, "calls itself a robot"),
    (Sign::Has("crawl"), Class::Machine, "calls itself a crawler"),
    (Sign::Has("spider"), Class::Machine, "calls itself a spider"),
    (Sign::Has("scan"), Class::Machine, "calls itself a scanner"),
    (Sign::Has("preview"), Class::Machine, "makes link previews"),
    (Sign::Has("curl/"), Class::Machine, "a script"),
    (Sign::Has("wget/"), Class::Machine, "a script"),
    (Sign::Has("python"), Class::Machine, "a script"),
    (Sign::Has("go-http-client"), Class::Machine, "a script"),
    (Sign::Has("java/"), Class::Machine, "a script"),
    (Sign::Has("okhttp"), Class::Machine, "a script or an app's own fetcher"),
    (Sign::Has("libwww"), Class::Machine, "a script"),
    (Sign::Has("ms-office"), Class::Human, "Outlook loads when its reader allows it"),
    (Sign::Has("msoffice"), Class::Human, "Outlook loads when its reader allows it"),
    (Sign::Has("outlook"), Class::Human, "Outlook loads when its reader allows it"),
    (Sign::Has("thunderbird"), Class::Human, "Thunderbird loads when its reader allows it"),
    (Sign::Has("evolution"), Class::Human, "a mail program"),
    (Sign::Has("firefox/"), Class::Human, "a browser"),
    (Sign::Has("chrome/"), Class::Human, "a browser"),
    (Sign::Has("version/"), Class::Human, "Safari, and mail programs that name their version"),
    (Sign::Has("safari/"), Class::Human, "Safari"),
    // Apple's prefetcher and Outlook for Mac look the same here; claiming either would be a guess.
    (Sign::Has("applewebkit"), Class::Proxy, "WebKit without a browser's name: prefetched or read, nobody can tell"),
];

/// The class of a load and the reason, from the user agent it came with.
pub fn classify(user_agent: &str) -> (Class, &'static str) {
    let agent = user_agent.trim().to_ascii_lowercase();
    let fits = |sign: &Sign| match sign {
        Sign::Is(text) => agent == *text,
        Sign::Has(text) => agent.contains(text),
    };
    SIGNS.iter().find(|(sign, ..)| fits(sign)).map_or((Class::Proxy, "not known"), |(_, class, why)| (*class, *why))
}

/// Whose image was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Image {
    /// The mailing's: nobody is identified.
    Of(MailingId),
    /// The copy of somebody who agreed to it.
    OfCopy(DeliveryId),
}

#[derive(Clone, Copy, Debug)]
struct Load {
    image: Image,
    at: Millis,
    class: Class,
}

/// Where the pages report loads. Never waits: when the box is full the load is dropped, and how many were is known.
#[derive(Clone, Debug)]
pub struct Loads {
    mode: OpensMode,
    inbox: mpsc::Sender<Load>,
    dropped: Arc<AtomicU64>,
}

impl Loads {
    pub fn report(&self, image: Image, user_agent: &str, now: Millis) {
        let wanted = match (self.mode, image) {
            (OpensMode::Off, _) | (OpensMode::Counted, Image::OfCopy(_)) => false,
            (OpensMode::Counted | OpensMode::Individual, _) => true,
        };
        if wanted && self.inbox.try_send(Load { image, at: now, class: classify(user_agent).0 }).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Takes loads out of the box and into the database, a batch a second.
#[derive(Debug)]
pub struct Counter {
    store: Store,
    inbox: mpsc::Receiver<Load>,
    dropped: Arc<AtomicU64>,
}

const BOX: usize = 8_192;
const EVERY: Duration = Duration::from_secs(1);

pub fn counter(store: Store, mode: OpensMode) -> (Loads, Counter) {
    let (sender, receiver) = mpsc::channel(BOX);
    let dropped = Arc::new(AtomicU64::new(0));
    (Loads { mode, inbox: sender, dropped: dropped.clone() }, Counter { store, inbox: receiver, dropped })
}

impl Counter {
    /// Until told to stop; then once more for what is in the box.
    pub async fn run(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.flush().await {
                tracing::warn!(error = %error, "image loads could not be counted");
            }
            let _ = tokio::time::timeout(EVERY, stop.cancelled()).await;
        }
        if let Err(error) = self.flush().await {
            tracing::warn!(error = %error, "the last image loads could not be counted");
        }
    }

    /// Counts what is in the box now. What cannot be written is lost: these are numbers, not promises.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        let mut counts: HashMap<(MailingId, Millis, Class), i64> = HashMap::new();
        let mut opened = HashSet::new();
        while let Ok(load) = self.inbox.try_recv() {
            match load.image {
                Image::Of(mailing) => *counts.entry((mailing, floor(load.at, HOUR), load.class)).or_default() += 1,
                Image::OfCopy(delivery) => {
                    opened.insert(Opened { delivery, day: floor(load.at, DAY), class: load.class.as_str() });
                }
            }
        }
        let dropped = self.dropped.swap(0, Ordering::Relaxed);
        if dropped > 0 {
            tracing::warn!(dropped, "too many image loads at once: {dropped} were not counted");
        }
        let loads: Vec<_> = counts
            .into_iter()
            .map(|((mailing, hour, class), loads)| ImageLoads { mailing, hour, class: class.as_str(), loads })
            .collect();
        events::add_image_loads(&self.store, &loads).await?;
        events::record_opened(&self.store, &opened.into_iter().collect::<Vec<_>>()).await
    }
}

fn floor(at: Millis, step: Millis) -> Millis {
    at - at.rem_euclid(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loads_are_told_apart_by_who_says_to_be_loading() {
        for (agent, class) in [
            ("", Class::Machine),
            ("Mozilla/5.0", Class::Machine),
            ("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", Class::Proxy),
            ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", Class::Proxy),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)", Class::Proxy),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15",
                Class::Human,
            ),
            ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", Class::Human),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.0", Class::Human),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36",
                Class::Machine,
            ),
            ("Mozilla/5.0 (compatible; bingbot/2.0)", Class::Machine),
            ("curl/8.5.0", Class::Machine),
            ("Something Else 1.0", Class::Proxy),
        ] {
            assert_eq!(classify(agent).0, class, "{agent}");
        }
    }
}
