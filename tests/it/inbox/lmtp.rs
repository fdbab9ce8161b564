//! The office's mail server hands mail over: what is said to it, and what is kept.

use dateline::clock::DAY;
use dateline::compose::links::Purpose;

use super::world::{LIMIT, World, message};
use crate::support::both_databases;

both_databases! {
    async fn a_message_is_on_disk_as_it_came_when_it_is_acknowledged(db: TestDb) {
        let world = World::new(db).await;
        let body: &[u8] = b"From: Jane <jane@paper.example>\r\nSubject: =?utf-8?q?Caf=C3=A9?= a\0b\r\nMessage-ID: <1@paper.example>\r\n\r\n\
            \xff\xfe a bare \n and a nul \0 and\r\n.. two dots\r\n";
        let stuffed: &[u8] = b"From: Jane <jane@paper.example>\r\nSubject: =?utf-8?q?Caf=C3=A9?= a\0b\r\nMessage-ID: <1@paper.example>\r\n\r\n\
            \xff\xfe a bare \n and a nul \0 and\r\n... two dots\r\n";
        let mut client = world.greeted().await;
        let to = ["media@office.example", "Presse@office.example"];
        assert_eq!(client.deliver("<jane@paper.example>", &to, stuffed).await, ["250 2.0.0 kept", "250 2.0.0 kept"]);
        let [line] = &world.lines().await[..] else { panic!("one message") };
        assert_eq!(world.body(line.id()).await, body);
        assert_eq!((line.return_path.as_str(), line.recipients()), ("jane@paper.example", to.map(str::to_owned).to_vec()));
        assert_eq!((line.peer.as_str(), line.helo.as_str(), line.source.as_str()), ("192.0.2.1", "mx.office.example", "lmtp"));
        assert_eq!((line.subject.as_str(), line.message_id.as_str()), ("Caf\u{e9} ab", "1@paper.example"));
        assert_eq!((line.state.as_str(), line.size, line.partial), ("ready", i64::try_from(body.len()).unwrap(), false));
    }

    async fn whom_a_message_is_for_is_judged_before_it_is_taken(db: TestDb) {
        let world = World::new(db).await;
        let mut client = world.greeted().await;
        assert_eq!(client.ask("MAIL FROM:<>").await, "250 2.1.0 ok");
        let known = [
            "media@office.example".to_owned(),
            "MEDIA@OFFICE.EXAMPLE".to_owned(),
            world.address(Purpose::Reply, 7),
            world.address(Purpose::Reply, 7).to_uppercase(),
            world.address(Purpose::Unsubscribe, 8),
            world.address(Purpose::Bounce, 9),
            "postmaster".to_owned(),
            "Postmaster@office.example".to_owned(),
            "abuse@office.example".to_owned(),
            "meda@office.example".to_owned(),
        ];
        for address in &known {
            assert_eq!(client.ask(&format!("RCPT TO:<{address}>")).await, "250 2.1.5 ok", "{address}");
        }
        let mut forged = world.address(Purpose::Reply, 7);
        forged.replace_range(6..7, if forged.as_bytes()[6] == b'a' { "b" } else { "a" });
        for address in ["nobody@office.example", "media@other.example", "media+x@office.example", "mdea2@office.example", &forged] {
            assert_eq!(client.ask(&format!("RCPT TO:<{address}>")).await, "550 5.1.1 nobody here has that address", "{address}");
        }
        assert!(client.ask("DATA").await.starts_with("354"));
        client.write(b"Subject: x\r\n\r\ny\r\n.\r\n").await;
        for _ in &known {
            assert_eq!(client.reply().await, "250 2.0.0 kept");
        }
        let [line] = &world.lines().await[..] else { panic!("one message") };
        assert_eq!((line.recipients(), line.misspelt()), (known.to_vec(), vec!["meda@office.example".to_owned()]));
        assert_eq!(line.return_path, "");
        assert_eq!(world.db.number("SELECT lane FROM inbound").await, 0, "a token of ours goes first");
    }

    async fn what_is_too_large_is_refused_by_its_announcement_or_when_it_is_heard(db: TestDb) {
        let world = World::new(db).await;
        let mut client = world.greeted().await;
        assert_eq!(client.ask(&format!("MAIL FROM:<> SIZE={}", LIMIT + 1)).await, "552 5.3.4 that is larger than is taken here");
        let large = "x".repeat(LIMIT) + "\r\n";
        let to = ["media@office.example", "presse@office.example"];
        let said = client.deliver("<jane@paper.example>", &to, large.as_bytes()).await;
        assert_eq!(said, ["552 5.3.4 that is larger than is taken here"; 2]);
        assert!(world.lines().await.is_empty());
        let largest = "x".repeat(LIMIT - 2) + "\r\n";
        assert_eq!(client.deliver("<jane@paper.example>", &to[..1], largest.as_bytes()).await, ["250 2.0.0 kept"]);
    }

    async fn without_a_database_nothing_is_acknowledged(db: TestDb) {
        let world = World::new(db).await;
        let mut client = world.greeted().await;
        client.envelope("<jane@paper.example>", &["media@office.example", "presse@office.example"]).await;
        world.db.store.close().await;
        client.write((message(1) + ".\r\n").as_bytes()).await;
        for _ in 0..2 {
            assert_eq!(client.reply().await, "451 4.3.0 it cannot be kept now; try again");
        }
        assert_eq!(client.ask("NOOP").await, "250 2.0.0 ok", "the connection goes on");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM inbound").await, 0);
    }

    async fn a_message_sent_again_after_a_lost_reply_is_one_message(db: TestDb) {
        let world = World::new(db).await;
        let to = ["media@office.example", "presse@office.example"];
        for to in [to, [to[1], to[0]]] {
            let mut client = world.greeted().await;
            assert_eq!(client.deliver("<jane@paper.example>", &to, message(1).as_bytes()).await.len(), 2);
        }
        world.came("media@office.example", &message(1)).await;
        assert_eq!(world.lines().await.len(), 1, "the same bytes and return path, to the same recipients or some of them");
        world.came("postmaster@office.example", &message(1)).await;
        world.came("media@office.example", &message(2)).await;
        assert_eq!(world.lines().await.len(), 3, "another recipient, and another message");
        world.clock.advance(6 * DAY);
        world.came("media@office.example", &message(2)).await;
        assert_eq!(world.lines().await.len(), 3, "mail servers try for days");
        world.clock.advance(2 * DAY);
        world.came("media@office.example", &message(2)).await;
        world.came("media@office.example", &message(2)).await;
        assert_eq!(world.lines().await.len(), 4, "nobody tries for longer: it is another message");
        assert_eq!(world.db.number("SELECT kept FROM sources").await, 4);
    }

    async fn many_connections_at_once_keep_every_message_once(db: TestDb) {
        let world = World::new(db).await;
        let deliveries = (0..24).map(|n| {
            let world = &world;
            async move {
                let mut client = world.greeted().await;
                client.deliver("<jane@paper.example>", &["media@office.example"], message(n % 12).as_bytes()).await
            }
        });
        for said in futures_util::future::join_all(deliveries).await {
            assert_eq!(said, ["250 2.0.0 kept"]);
        }
        assert_eq!(world.lines().await.len(), 12);
        assert_eq!(world.db.number("SELECT kept FROM sources").await, 12);
    }
}
