//! A feed over HTTP, from a server that behaves and from some that do not.

use dateline::newsroom::fetch::{self, FetchError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers each connection with the next answer, the last one again and again; gives its address.
async fn server(answers: Vec<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut next = 0;
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&answers[next.min(answers.len() - 1)]).await;
            let _ = stream.shutdown().await;
            next += 1;
        }
    });
    format!("http://{address}/feed")
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

#[tokio::test]
async fn the_servers_charset_and_the_last_address_are_kept() {
    let place = server(vec![
        answer("302 Found\r\nLocation: /moved", b""),
        answer("200 OK\r\nContent-Type: text/xml; charset=\"iso-8859-1\"", b"<\xe9>"),
    ])
    .await;

    let fetched = fetch::typed(&place).await.unwrap();

    assert_eq!(fetched.bytes, b"<\xe9>");
    assert_eq!(fetched.charset.as_deref(), Some("iso-8859-1"));
    assert_eq!(fetched.url.unwrap().path(), "/moved");
}

#[tokio::test]
async fn redirects_end() {
    let place = server(vec![answer("302 Found\r\nLocation: /again", b"")]).await;
    assert!(matches!(fetch::typed(&place).await, Err(FetchError::Redirect(_))));
}

#[tokio::test]
async fn an_error_page_is_no_feed() {
    let place = server(vec![answer("404 Not Found", b"<html>")]).await;
    let error = fetch::typed(&place).await.unwrap_err();
    assert_eq!(error.to_string(), "the server answered 404 Not Found");
    assert!(!error.is_transient());
    let place = server(vec![answer("503 Service Unavailable", b"")]).await;
    assert!(fetch::typed(&place).await.unwrap_err().is_transient());
}

#[tokio::test]
async fn what_is_too_large_is_not_read_to_the_end() {
    let size = usize::try_from(fetch::LIMIT).unwrap() + 1;
    let place = server(vec![answer("200 OK", &vec![b'x'; size])]).await;
    assert!(matches!(fetch::typed(&place).await, Err(FetchError::TooLarge)));
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(size as u64).unwrap();
    assert!(matches!(fetch::file(file.path()).await, Err(FetchError::TooLarge)));
}

#[tokio::test]
async fn an_answer_cut_short_is_an_error() {
    let place = server(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss".to_vec()]).await;
    assert!(matches!(fetch::typed(&place).await, Err(FetchError::Http(_))));
}
