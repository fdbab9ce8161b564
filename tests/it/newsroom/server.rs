//! A newsroom on this machine: answers what the test puts there, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use dateline::fetch::Reach;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What it says now.
#[derive(Clone, Debug)]
pub enum Says {
    /// A feed, with this ETag; asked with it again: 304.
    Feed(String),
    /// A web page at `/`, and a feed at every other path.
    Site(String, String),
    /// A head (status and fields) without a body.
    Head(String),
}

#[derive(Clone)]
pub struct Newsroom {
    pub address: SocketAddr,
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Newsroom {
    pub async fn start(says: Says) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let room = Self { address, says: Arc::new(Mutex::new(says)), asked: Arc::default() };
        let answering = room.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let room = answering.clone();
                tokio::spawn(async move {
                    let mut request = vec![0; 8_192];
                    let mut read = 0;
                    while !request[..read].windows(4).any(|end| end == b"\r\n\r\n") {
                        match stream.read(&mut request[read..]).await {
                            Ok(0) | Err(_) => break,
                            Ok(more) => read += more,
                        }
                    }
                    let request = String::from_utf8_lossy(&request[..read]).into_owned();
                    let answer = room.answer(&request);
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        room
    }

    fn answer(&self, request: &str) -> String {
        self.asked.lock().unwrap().push(request.to_owned());
        let says = match self.says.lock().unwrap().clone() {
            Says::Site(page, feed) => Says::Feed(if request.starts_with("GET / ") { page } else { feed }),
            says => says,
        };
        match says {
            Says::Site(..) => String::new(),
            Says::Head(head) => format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            Says::Feed(feed) => {
                let etag = format!("\"{}-{:x}\"", feed.len(), feed.bytes().map(u64::from).sum::<u64>());
                if request.to_lowercase().contains(&format!("if-none-match: {etag}")) {
                    return "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned();
                }
                let length = feed.len();
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\nLast-Modified: Tue, 24 Nov 2026 09:00:00 GMT\r\n\
                     Connection: close\r\nContent-Length: {length}\r\n\r\n{feed}"
                )
            }
        }
    }

    pub fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    pub fn url(&self) -> String {
        format!("http://{}/feed", self.address)
    }

    /// Lets a watcher reach this server and no other one of this machine.
    pub fn reach(&self) -> Reach {
        Reach::open().and(self.address)
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A feed of these items: id, title, and what it is filed under.
pub fn filed(items: &[(&str, &str, &[&str])]) -> Says {
    let items = items.iter().map(|(id, title, categories)| {
        let categories: String = categories.iter().map(|name| format!("<category><![CDATA[{name}]]></category>")).collect();
        let body = "<description>The gates open at noon.</description>";
        item(id, title, "Thu, 26 Nov 2026 08:00:00 GMT", &format!("{categories}{body}"))
    });
    channel(&items.collect::<String>())
}

fn item(id: &str, title: &str, when: &str, rest: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">tag:harbour:{id}</guid><link>https://news.example/{id}</link><title>{title}</title>\
         <pubDate>{when}</pubDate>{rest}</item>"
    )
}

fn channel(items: &str) -> Says {
    Says::Feed(format!(
        "<rss version='2.0'><channel><title>Harbour news</title><link>https://news.example/</link>{items}</channel></rss>"
    ))
}

/// A feed of these items: id, title, body, and when (RFC 2822).
pub fn feed(items: &[(&str, &str, &str, &str)]) -> Says {
    let items = items
        .iter()
        .map(|(id, title, body, when)| item(id, title, when, &format!("<description><![CDATA[<p>{body}</p>]]></description>")));
    channel(&items.collect::<String>())
}
