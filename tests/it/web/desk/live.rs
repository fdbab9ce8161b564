//! The stream of a mailing's progress: whole at first, then what changed, shared by all, ended in time.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dateline::clock::{HOUR, SECOND};
use dateline::store::officers::{self, Role};
use dateline::store::sessions;
use dateline::web::server::serve;
use futures_util::future::join_all;
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::mailings::mailing;
use super::world::{Browser, World};
use crate::support::both_databases;

const PATIENCE: Duration = Duration::from_secs(20);

/// One who follows a mailing.
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(world: &World, browser: &Browser, path: &str) -> Self {
        let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            Request::builder().uri(path).header("cookie", cookies.join("; ")).header("accept-language", browser.language);
        let answer = world.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        for (name, value) in
            [("content-type", "text/event-stream"), ("cache-control", "no-cache, no-transform"), ("x-accel-buffering", "no")]
        {
            assert_eq!(answer.headers()[name], value);
        }
        Self { body: answer.into_body(), text: String::new() }
    }

    /// The data of the next event `state`; `None` once the stream has ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let mut lines = event.lines();
                if lines.next() != Some("event: state") {
                    continue;
                }
                return Some(lines.map(|line| line.strip_prefix("data: ").unwrap()).collect::<Vec<_>>().join("\n"));
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("the stream is silent")?;
            self.text.push_str(std::str::from_utf8(frame.unwrap().data_ref().unwrap()).unwrap());
        }
    }
}

both_databases! {
    async fn the_first_event_is_everything_and_then_comes_what_changed_until_the_end(db: TestDb) {
        let world = World::new(db);
        let writer = world.officer("Wim", Role::Writer).await;
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let mut stream = Stream::open(&world, &writer, "/releases/1/progress/events").await;
        let first = stream.next().await.unwrap();
        assert!(first.contains("id=\"progress\"") && first.contains("0 of 3 accepted") && first.contains("ledger"), "{first}");
        assert!(first.contains("/releases/1/pause") && !first.contains("data-over"), "{first}");
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1001").await;
        let second = stream.next().await.unwrap();
        assert!(second.contains("1 of 3 accepted") && second.contains("data-milestone=\"p25\""), "{second}");
        world.db.sql("UPDATE deliveries SET state = 'accepted'; UPDATE mailings SET state = 'done';").await;
        let last = stream.next().await.unwrap();
        assert!(last.contains("3 of 3 accepted") && last.contains("data-over"), "{last}");
        assert_eq!(stream.next().await, None, "nothing moves any more");
        let mut late = Stream::open(&world, &writer, "/releases/1/progress/events").await;
        assert!(late.next().await.unwrap().contains("data-over"));
        assert_eq!(late.next().await, None);
    }

    async fn fifty_who_follow_ask_the_database_no_more_than_one(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let open = (0..50).map(|_| Stream::open(&world, &viewer, "/releases/1/progress/events"));
        let mut streams = join_all(open).await;
        for stream in join_all(streams.iter_mut().map(Stream::next)).await {
            assert!(stream.unwrap().contains("0 of 3 accepted"));
        }
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1001").await;
        for stream in join_all(streams.iter_mut().map(Stream::next)).await {
            assert!(stream.unwrap().contains("1 of 3 accepted"));
        }
        // A look a second, however many follow: each of fifty would have made a hundred.
        let looks = world.desk.live.looks();
        assert!((2..30).contains(&looks), "{looks}");
    }

    async fn each_reads_it_in_their_own_language_and_with_their_own_rights(db: TestDb) {
        let world = World::new(db);
        let arabic = Browser { language: "ar", ..world.officer("Dina", Role::Viewer).await };
        let english = world.officer("Wim", Role::Writer).await;
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 1, 0, 0, 0], 0).await;
        let mut streams = [
            Stream::open(&world, &arabic, "/releases/1/progress/events").await,
            Stream::open(&world, &english, "/releases/1/progress/events").await,
        ];
        let (arabic, english) = (streams[0].next().await.unwrap(), streams[1].next().await.unwrap());
        assert!(arabic.contains("قُبل") && !arabic.contains("/releases/1/pause"), "{arabic}");
        assert!(english.contains("1 of 4 accepted") && english.contains("/releases/1/pause"), "{english}");
    }

    async fn a_session_that_ends_ends_its_stream(db: TestDb) {
        let world = World::new(db);
        let (gone, stays) = (world.officer("Vera", Role::Viewer).await, world.officer("Wim", Role::Viewer).await);
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let mut closed = Stream::open(&world, &gone, "/releases/1/progress/events").await;
        let mut open = Stream::open(&world, &stays, "/releases/1/progress/events").await;
        assert!(closed.next().await.is_some() && open.next().await.is_some());
        let vera = officers::find(&world.db.store, "Vera").await.unwrap().unwrap().id;
        sessions::end(&world.db.store, vera, None, "Vera", world.clock.now()).await.unwrap();
        world.clock.advance(31 * SECOND);
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1001").await;
        assert_eq!(closed.next().await, None);
        assert!(open.next().await.unwrap().contains("1 of 3 accepted"));
    }

    async fn looking_on_keeps_nobody_signed_in(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let mut stream = Stream::open(&world, &viewer, "/releases/1/progress/events").await;
        assert!(stream.next().await.is_some());
        world.clock.advance(11 * HOUR);
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1001").await;
        assert!(stream.next().await.is_some());
        world.clock.advance(2 * HOUR);
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1002").await;
        assert_eq!(stream.next().await, None);
    }

    async fn a_server_that_stops_ends_its_streams_at_once(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let serving = tokio::spawn(serve(listener, world.router(), stop.clone()));
        let mut client = TcpStream::connect(address).await.unwrap();
        let (name, token) = &viewer.cookies[0];
        let request = format!("GET /releases/1/progress/events HTTP/1.1\r\nhost: x\r\ncookie: {name}={token}\r\n\r\n");
        client.write_all(request.as_bytes()).await.unwrap();
        let (mut seen, mut part) = (String::new(), [0; 4_096]);
        while !seen.contains("0 of 3 accepted") {
            let length = tokio::time::timeout(PATIENCE, client.read(&mut part)).await.unwrap().unwrap();
            assert!(length > 0, "{seen}");
            seen.push_str(&String::from_utf8_lossy(&part[..length]));
        }
        stop.cancel();
        tokio::time::timeout(Duration::from_secs(10), serving).await.expect("before connections are cut").unwrap();
    }

    async fn whoever_asks_instead_of_following_gets_the_same_part(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "paused", [3, 0, 0, 0, 1, 0, 0, 0], 0).await;
        let cookies: Vec<String> = viewer.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder().uri("/releases/1/progress?mailing=1").header("cookie", cookies.join("; "));
        let request = request.header("dateline-fragment", "1").body(Body::empty()).unwrap();
        let answer = world.router().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let html = String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
        assert!(html.starts_with("<div id=\"progress\"") && html.contains("Paused. 1 of 4 accepted"), "{html}");
    }
}
