//! The catcher is as strict as the strictest receiver, and what it acknowledged is kept byte for byte.

use std::sync::Arc;

use dateline::clock::Clock;
use dateline::demo::catcher::{Catcher, Loopback};
use dateline::web::mailbox::{Mailbox, Tally};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Caught {
    mailbox: Arc<Mailbox>,
    catcher: Catcher,
    dir: tempfile::TempDir,
}

async fn catcher() -> Caught {
    let dir = tempfile::tempdir().unwrap();
    let mailbox = Arc::new(Mailbox::open(&dir.path().join("mailbox")).unwrap());
    let catcher = Catcher::start(Arc::clone(&mailbox), Clock::standing_at(1_700_000_000_000)).await.unwrap();
    Caught { mailbox, catcher, dir }
}

impl Caught {
    /// Sends everything at once, closes the sending side, and returns the codes of all replies (last lines only).
    async fn say(&self, text: &[u8]) -> Vec<u16> {
        let mut stream = TcpStream::connect(self.catcher.address().address()).await.unwrap();
        stream.write_all(text).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut replies = String::new();
        // After a refusal for bad line ends the server may close while input is unread, which some kernels reset.
        let _ = stream.read_to_string(&mut replies).await;
        replies.lines().filter(|line| line.as_bytes().get(3) == Some(&b' ')).map(|line| line[..3].parse().unwrap()).collect()
    }

    fn bytes(&self, number: usize) -> Vec<u8> {
        self.mailbox.load(number).unwrap().1
    }
}

fn message(body: &str) -> Vec<u8> {
    format!("EHLO here\r\nMAIL FROM:<press@office.example>\r\nRCPT TO:<ana@paper.example>\r\nDATA\r\n{body}\r\n.\r\nQUIT\r\n")
        .into_bytes()
}

#[tokio::test]
async fn a_pipelined_message_is_kept_as_it_came_with_dots_unstuffed() {
    let caught = catcher().await;

    let codes =
        caught.say(&message("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <a@b>\r\n\r\n..dot\r\n...\r\nend")).await;

    assert_eq!(codes, [220, 250, 250, 250, 354, 250, 221]);
    assert_eq!(caught.bytes(1), b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <a@b>\r\n\r\n.dot\r\n..\r\nend\r\n");
    let (mails, total) = caught.mailbox.find("", 0, 10);
    assert_eq!((total, mails[0].subject.as_str(), mails[0].message_id.as_str()), (1, "Grüße", "a@b"));
    assert_eq!(
        (mails[0].envelope_from.as_str(), mails[0].to.as_slice()),
        ("press@office.example", &["ana@paper.example".to_owned()][..])
    );
}

#[tokio::test]
async fn ehlo_offers_what_a_modern_relay_offers() {
    let caught = catcher().await;
    let mut stream = TcpStream::connect(caught.catcher.address().address()).await.unwrap();
    stream.write_all(b"EHLO here\r\nQUIT\r\n").await.unwrap();
    let mut replies = String::new();
    stream.read_to_string(&mut replies).await.unwrap();
    for offered in ["PIPELINING", "SIZE 10485760", "8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8"] {
        assert!(replies.contains(&format!("{offered}\r\n")), "{offered} in {replies}");
    }
}

#[tokio::test]
async fn bare_line_ends_and_long_lines_in_a_message_are_refused_and_nothing_is_kept() {
    let caught = catcher().await;
    let too_long = format!("Subject: x\r\n\r\n{}", "a".repeat(999));
    // The second is the smuggling trick: a dot between bare LFs must not end the message.
    for body in
        ["Subject: x\n\r\ntext", "Subject: x\r\n\r\ntext\n.\nMAIL FROM:<evil@x.example>", "Subject: x\r\n\r\na\rb", &too_long]
    {
        assert_eq!(caught.say(&message(body)).await, [220, 250, 250, 250, 354, 550, 221], "{body:.40}");
    }
    assert!(caught.mailbox.is_empty());
    let just_fits = format!("Subject: x\r\n\r\n{}", "a".repeat(998));
    assert_eq!(caught.say(&message(&just_fits)).await, [220, 250, 250, 250, 354, 250, 221]);
}

#[tokio::test]
async fn a_dot_after_a_bare_lf_does_not_end_the_message() {
    let caught = catcher().await;
    let codes = caught.say(&message("Subject: x\r\n\r\ntext\n.\r\nRCPT TO:<smuggled@x.example>")).await;
    assert_eq!(codes, [220, 250, 250, 250, 354, 550, 221]);
}

#[tokio::test]
async fn a_command_ended_by_a_bare_lf_ends_the_conversation() {
    let caught = catcher().await;
    assert_eq!(caught.say(b"EHLO here\nMAIL FROM:<a@b.example>\r\n").await, [220, 500]);
}

#[tokio::test]
async fn commands_out_of_order_are_refused() {
    let caught = catcher().await;
    let codes = caught
        .say(b"MAIL FROM:<a@b.example>\r\nEHLO x\r\nRCPT TO:<a@b.example>\r\nDATA\r\nMAIL FROM: <a@b.example>\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\nDATA\r\nRCPT TO:<nobody>\r\nBDAT 4\r\nWHAT\r\nRSET\r\nRCPT TO:<a@b.example>\r\nQUIT\r\n")
        .await;
    assert_eq!(codes, [220, 503, 250, 503, 503, 501, 250, 503, 503, 501, 502, 500, 250, 503, 221]);
    assert!(caught.mailbox.is_empty());
}

#[tokio::test]
async fn an_address_beyond_ascii_needs_smtputf8() {
    let caught = catcher().await;
    let without = caught.say("EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<josé@b.example>\r\nQUIT\r\n".as_bytes()).await;
    let with = caught
        .say("EHLO x\r\nMAIL FROM:<a@b.example> SMTPUTF8 BODY=8BITMIME SIZE=99\r\nRCPT TO:<josé@b.example>\r\nDATA\r\n\r\n.\r\nQUIT\r\n".as_bytes())
        .await;
    assert_eq!(without, [220, 250, 250, 553, 221]);
    assert_eq!(with, [220, 250, 250, 250, 354, 250, 221]);
    assert_eq!(caught.mailbox.find("JOSÉ", 0, 1).1, 1);
}

#[tokio::test]
async fn a_message_announced_as_too_big_is_refused_before_it_comes() {
    let caught = catcher().await;
    assert_eq!(caught.say(b"EHLO x\r\nMAIL FROM:<a@b.example> SIZE=99999999\r\nQUIT\r\n").await, [220, 250, 552, 221]);
}

#[tokio::test]
async fn a_message_cut_off_before_its_dot_is_not_kept() {
    let caught = catcher().await;
    caught.say(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: half").await;
    assert!(caught.mailbox.is_empty());
}

#[tokio::test]
async fn a_second_copy_to_one_recipient_shows_in_the_count() {
    let caught = catcher().await;
    caught.say(&message("\r\none")).await;
    assert_eq!(caught.mailbox.tally(0), Tally { messages: 1, recipients: 1, most_to_one: 1 });

    caught.say(&message("\r\ntwo")).await;

    assert_eq!(caught.mailbox.tally(0), Tally { messages: 2, recipients: 1, most_to_one: 2 });
    assert_eq!(caught.mailbox.tally(1), Tally { messages: 1, recipients: 1, most_to_one: 1 });
}

#[tokio::test]
async fn what_was_caught_is_there_after_a_restart_and_numbers_go_on() {
    let caught = catcher().await;
    caught.say(&message("Subject: first\r\n\r\nx")).await;
    caught.catcher.stop().await;

    let dir = caught.dir.path().join("mailbox");
    let again = Mailbox::open(&dir).unwrap();

    assert_eq!(again.find("", 0, 9).0[0].subject, "first");
    assert_eq!(again.keep("a@b.example", &["c@d.example".to_owned()], b"\r\n", 0).unwrap(), Some(2));
    assert_eq!(Mailbox::open(&dir).unwrap().len(), 2);
}

#[test]
fn a_relay_of_the_demo_can_only_be_this_machine() {
    for elsewhere in ["192.0.2.1:25", "[2001:db8::1]:25", "0.0.0.0:25", "127.0.0.1.nip.io:25"] {
        assert!(elsewhere.parse().ok().and_then(Loopback::new).is_none(), "{elsewhere}");
    }
    assert!(Loopback::new("127.0.0.1:2525".parse().unwrap()).is_some());
}
