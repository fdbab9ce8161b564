//! The world outside, as far as a review asks it: a web server on this machine, and a zone of names.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use dateline::fetch::{Answer, Looker, Names, Reach};
use futures_util::future::BoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What a page answers with.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// `200 OK`, with further header lines after CRLF.
    pub head: String,
    pub body: Vec<u8>,
    /// HEAD is answered with this instead.
    pub to_head: Option<String>,
    /// Only once the gate is open.
    pub is_held: bool,
}

impl Page {
    pub fn new(head: &str, body: &str) -> Self {
        Self { head: head.to_owned(), body: body.as_bytes().to_vec(), ..Self::default() }
    }
}

/// A web server that knows a few pages and answers 404 to all others.
pub struct Site {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    gate: watch::Sender<bool>,
}

impl Site {
    pub async fn open(pages: impl IntoIterator<Item = (&'static str, Page)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let pages: Arc<BTreeMap<&'static str, Page>> = Arc::new(pages.into_iter().collect());
        let (asked, (gate, opened)) = (Arc::default(), watch::channel(false));
        let heard: Arc<Mutex<Vec<String>>> = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&pages), Arc::clone(&heard), opened.clone()));
            }
        });
        Self { address, asked, gate }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `GET /path`, in the order they came.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    pub fn open_gate(&self) {
        self.gate.send(true).unwrap();
    }

    /// Somebody who may look at the open internet and at this server.
    pub fn looker(&self, zone: &Zone) -> Looker {
        Looker::new(Arc::new(zone.clone()), Reach::open().and(self.address)).unwrap()
    }
}

async fn answer(
    mut stream: TcpStream,
    pages: Arc<BTreeMap<&'static str, Page>>,
    asked: Arc<Mutex<Vec<String>>>,
    mut gate: watch::Receiver<bool>,
) {
    let (mut request, mut piece) = (Vec::new(), [0; 2_048]);
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(length) if length > 0 => request.extend_from_slice(&piece[..length]),
            _ => return,
        }
    }
    let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
    let (method, path) = (line.split(' ').next().unwrap_or_default(), line.split(' ').nth(1).unwrap_or_default());
    asked.lock().unwrap().push(format!("{method} {path}"));
    let nothing = Page::new("404 Not Found", "nothing here");
    let page = pages.get(path).unwrap_or(&nothing);
    if page.is_held {
        let _ = gate.wait_for(|is_open| *is_open).await;
    }
    let is_head = method == "HEAD";
    let head = page.to_head.as_ref().filter(|_| is_head).unwrap_or(&page.head);
    let length = if head.to_lowercase().contains("content-length") {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", page.body.len())
    };
    let _ = stream.write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\n{length}\r\n").as_bytes()).await;
    if !is_head {
        let _ = stream.write_all(&page.body).await;
    }
    let _ = stream.shutdown().await;
}

/// What DNS says. A name that is not in it is not there.
#[derive(Clone, Debug, Default)]
pub struct Zone {
    pub addresses: BTreeMap<String, Vec<IpAddr>>,
    pub texts: BTreeMap<String, Vec<String>>,
    /// Nobody answers.
    pub is_silent: bool,
}

impl Zone {
    pub fn at(mut self, host: &str, address: &str) -> Self {
        self.addresses.entry(host.to_owned()).or_default().push(address.parse().unwrap());
        self
    }

    pub fn says(mut self, name: &str, text: &str) -> Self {
        self.texts.entry(name.to_owned()).or_default().push(text.to_owned());
        self
    }

    fn of<T: Clone>(&self, all: &BTreeMap<String, T>, name: &str) -> Answer<T> {
        if self.is_silent {
            return Answer::Silence;
        }
        all.get(name).cloned().map_or(Answer::Nothing, Answer::Found)
    }
}

impl Names for Zone {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Answer<Vec<IpAddr>>> {
        Box::pin(async move { self.of(&self.addresses, host) })
    }

    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Answer<Vec<String>>> {
        Box::pin(async move { self.of(&self.texts, name) })
    }
}
