//! The mailbox's pages: what a person finds there, and what a mail's HTML cannot do.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use dateline::web::mailbox::{self, Mailbox};
use tower::ServiceExt;

const MAIL: &str = "From: Lantern Row <press@lanternrow.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?q?=D8=B9=D9=85=D9=91=D8=A7=D9=86?=\r\n\
    Content-Language: ar\r\nMessage-ID: <1@x>\r\nList-Unsubscribe: <http://127.0.0.1:1/u/token>,\r\n <mailto:x@y.example>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain <b>words</b>\r\n\
    --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>t</title></head><body><script>alert(1)</script>rich</body></html>\r\n--b--\r\n";

struct Pages {
    router: axum::Router,
    mailbox: Arc<Mailbox>,
    _dir: tempfile::TempDir,
}

struct Page {
    status: StatusCode,
    policy: String,
    text: String,
}

impl Pages {
    fn with(recipients: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mailbox = Arc::new(Mailbox::open(dir.path()).unwrap());
        for to in recipients {
            mailbox.keep("press@lanternrow.example", &[(*to).to_owned()], MAIL.as_bytes(), 1_700_000_000_000).unwrap();
        }
        Self { router: mailbox::router(Arc::clone(&mailbox)), mailbox, _dir: dir }
    }

    async fn get(&self, path: &str) -> Page {
        self.get_from("127.0.0.1:8025", path).await
    }

    async fn get_from(&self, host: &str, path: &str) -> Page {
        let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let policy =
            answer.headers().get("content-security-policy").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = answer.status();
        let text = String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
        Page { status, policy, text }
    }
}

#[tokio::test]
async fn the_list_is_newest_first_and_finds_a_recipient() {
    let pages = Pages::with(&["ana@paper.example", "bo@radio.example"]);

    let all = pages.get("/mailbox").await;
    let one = pages.get("/mailbox?to=PAPER").await;
    let none = pages.get("/mailbox?to=%3Cscript%3E").await;

    assert!(all.text.find("bo@radio.example").unwrap() < all.text.find("ana@paper.example").unwrap());
    assert!(all.text.contains("2 mails") && all.text.contains("عمّان"));
    assert!(one.text.contains("ana@paper.example") && !one.text.contains("bo@radio.example"));
    assert!(none.text.contains("&lt;script&gt;") && !none.text.contains("<script>"));
}

#[tokio::test]
async fn more_than_a_page_is_turned_over_and_the_search_goes_along() {
    let many: Vec<String> = (0..120).map(|n| format!("n{n}@a+b.example")).collect();
    let pages = Pages::with(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let middle = pages.get("/mailbox?to=a%2Bb&page=1").await;
    assert!(middle.text.contains("Page 2 of 3"));
    assert!(middle.text.contains("/mailbox?to&#x3D;a%2Bb&amp;page&#x3D;2"), "{}", middle.text);
    assert!(pages.get("/mailbox?page=18446744073709551615").await.status.is_success());
    assert!(pages.get("/mailbox?page=minus").await.status.is_success());
}

#[tokio::test]
async fn a_mail_can_be_read_as_html_text_and_source() {
    let pages = Pages::with(&["ana@paper.example"]);
    assert!(pages.get("/mailbox/1").await.text.contains("src=\"/mailbox/1/body.html\""));
    assert!(pages.get("/mailbox/1/text").await.text.contains("plain &lt;b&gt;words"));
    assert!(pages.get("/mailbox/1/source").await.text.contains("multipart/alternative"));
    assert!(pages.get("/mailbox/1").await.text.contains("http://127.0.0.1:1/u/token"));
    assert_eq!(pages.get("/mailbox/1/message.eml").await.text, MAIL);
}

#[tokio::test]
async fn a_mails_html_can_run_nothing_and_load_nothing_from_elsewhere() {
    let pages = Pages::with(&["ana@paper.example"]);
    let body = pages.get("/mailbox/1/body.html").await;
    assert!(
        body.policy.contains("default-src 'none'") && body.policy.contains("sandbox") && !body.policy.contains("allow-scripts")
    );
    assert!(!body.policy.contains("http"), "{}", body.policy);
    assert!(body.text.contains("<head><base target=\"_blank\">"));
    assert!(pages.get("/mailbox").await.policy.contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn what_is_not_there_is_said_kindly() {
    let pages = Pages::with(&[]);
    assert!(pages.get("/mailbox").await.text.contains("No mail has come yet"));
    for path in [
        "/mailbox/1",
        "/mailbox/x",
        "/mailbox/-1",
        "/mailbox/99999999999999999999",
        "/mailbox/1/message.eml",
        "/mailbox/1/source",
    ] {
        let page = pages.get(path).await;
        assert_eq!((page.status, page.text.contains("No such mail")), (StatusCode::NOT_FOUND, true), "{path}");
    }
    assert_eq!(pages.mailbox.len(), 0);
}

#[tokio::test]
async fn a_name_that_was_made_to_point_here_gets_nothing() {
    let pages = Pages::with(&["ana@paper.example"]);
    for host in ["evil.example", "evil.example:8025", "127.0.0.1.evil.example"] {
        assert_eq!(pages.get_from(host, "/mailbox").await.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    for host in ["localhost:8025", "127.0.0.1", "[::1]:8025"] {
        assert_eq!(pages.get_from(host, "/mailbox").await.status, StatusCode::OK, "{host}");
    }
}
