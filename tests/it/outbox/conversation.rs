//! The conversation with a relay, against the scripted sink: each fault comes to its verdict, the ledger agrees, and
//! we never break the protocol ourselves.

use std::time::Duration;

use dateline::model::address::EmailAddress;
use dateline::model::delivery::{Outcome, Phase};
use dateline::outbox::transport::{Deadlines, Envelope, MESSAGES_PER_CONNECTION, Session, Target, Verdict};

use super::faults::{FAULTS, Fault, Manner, SENT};
use super::faults_more::MORE;
use crate::support::sink::{Certs, Sink};

/// Long enough for a busy machine, short enough to wait for.
const PATIENT: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(700);

fn deadlines(silent: &str) -> Deadlines {
    let of = |phase: &str| if phase == silent { SHORT } else { PATIENT };
    Deadlines {
        connect: of("connect"),
        greeting: of("greeting"),
        command: of("command"),
        data: of("data"),
        dot: of("dot"),
        transaction: PATIENT,
    }
}

fn message(number: usize) -> Vec<u8> {
    // Large enough to need more than one read, with lines that begin with dots.
    let mut text = format!("Message-ID: <{number}@x.example>\r\nSubject: A test\r\n\r\n");
    for line in 0..600 {
        text.push_str(&format!("{}.line {line} of a message that goes on for a while\r\n", ".".repeat(line % 3)));
    }
    text.into_bytes()
}

fn envelope(number: usize) -> Envelope {
    let to = EmailAddress::parse(&format!("reporter{number}@paper.example")).unwrap();
    Envelope::new("press@office.example", to, message(number).len()).unwrap()
}

pub(super) fn spell(verdict: &Verdict) -> String {
    let outcome = match verdict.outcome {
        Outcome::Deferred { counts: false, .. } => "deferred-uncounted",
        Outcome::Refused { dead_address: true } => "refused-dead",
        ref other => other.as_str(),
    };
    let code = verdict.code.map_or("-".to_owned(), |code| code.to_string());
    let after = if verdict.reusable { "open" } else { "closed" };
    format!("{outcome} {} {} {code} {after}", verdict.blame.as_str(), verdict.phase.as_str())
}

/// Offers and delivers one message, over the session left from the last one where that may still be used.
async fn send(target: &Target, session: &mut Option<Session>, deadlines: Deadlines, number: usize) -> Verdict {
    if session.as_mut().is_none_or(|session| !session.is_usable()) {
        *session = match target.open("client.example", deadlines).await {
            Ok(session) => Some(session),
            Err(verdict) => return verdict,
        };
    }
    let open = session.as_mut().unwrap();
    let verdict = match open.offer(&envelope(number)).await {
        Ok(()) => open.deliver(message(number), None).await,
        Err(verdict) => verdict,
    };
    if !verdict.reusable {
        assert!(!open.is_usable(), "a session that may not be reused says so");
        *session = None;
    }
    verdict
}

async fn play(fault: &'static Fault, manner: Manner) -> Result<(), String> {
    let offer = match manner {
        Manner::InTurn => "",
        Manner::Pipelining => "pipelining",
        Manner::Encrypted => "pipelining starttls",
    };
    let sink = Sink::offering(offer, fault.script).await;
    let url = match manner {
        Manner::Encrypted => format!("{}?tls=required&ca={}", sink.url(), Certs::get().ca.display()),
        _ => sink.url(),
    };
    let target = Target::parse(&url).unwrap();
    let mut session = None;
    for (number, wanted) in fault.verdicts.iter().enumerate() {
        let verdict = send(&target, &mut session, deadlines(fault.silent), number).await;
        let found = spell(&verdict);
        if !found.starts_with(wanted) {
            return Err(format!("{} ({manner:?}), message {number}: {found:?}, not {wanted:?}; {}", fault.name, verdict.reply));
        }
        if number == 0 && fault.script.contains(" then ") {
            sink.hung_up(1).await;
        }
    }
    if sink.kept() != fault.kept {
        return Err(format!("{} ({manner:?}): the relay kept {}, not {}", fault.name, sink.kept(), fault.kept));
    }
    let whole = (0..).map(message).take(8).collect::<Vec<_>>();
    if let Some(entry) = sink.ledger().iter().find(|entry| !whole.contains(&entry.message)) {
        return Err(format!("{} ({manner:?}): {} arrived changed", fault.name, entry.message_id));
    }
    let violations = sink.violations();
    if violations.is_empty() { Ok(()) } else { Err(format!("{} ({manner:?}): {violations:?}", fault.name)) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_a_relay_comes_to_its_verdict() {
    let mut results = Vec::new();
    let all: Vec<(&Fault, Manner)> =
        FAULTS.iter().chain(MORE).flat_map(|fault| fault.manners.iter().map(move |manner| (fault, *manner))).collect();
    // Not all at once: a slow machine must not make a good reply late.
    for some in all.chunks(48) {
        let mut plays = tokio::task::JoinSet::new();
        for &(fault, manner) in some {
            plays.spawn(async move {
                let late = format!("{} ({manner:?}) does not end", fault.name);
                tokio::time::timeout(3 * PATIENT, play(fault, manner)).await.unwrap_or(Err(late))
            });
        }
        results.extend(plays.join_all().await);
    }
    let wrong: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), results.len(), wrong.join("\n"));
    assert!(FAULTS.len() + MORE.len() >= 120, "{}", FAULTS.len() + MORE.len());
}

async fn one(offer: &str, script: &str, url: impl Fn(&Sink) -> String) -> (Sink, Verdict) {
    let sink = Sink::offering(offer, script).await;
    let target = Target::parse(&url(&sink)).unwrap();
    let verdict = send(&target, &mut None, deadlines(""), 0).await;
    (sink, verdict)
}

fn with_ca(url: &str, more: &str) -> String {
    format!("{url}?ca={}{more}", Certs::get().ca.display())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table, row by row")]
async fn trouble_with_tls_or_the_login_halts_the_relay_and_touches_nobody() {
    type Url = fn(&Sink) -> String;
    let required: Url = |sink| with_ca(&sink.url(), "&tls=required");
    let login: Url = |sink| with_ca(&sink.url_with_login(), "&tls=required");
    let implicit: Url = |sink| with_ca(&sink.url(), "");
    let trusted_by_nobody: Url = |sink| format!("{}?tls=required", sink.url());
    let wrong_login: Url = |sink| with_ca(&sink.url().replace("://", "://desk:wrong@"), "&tls=required");
    for (name, offer, script, url, wanted) in [
        ("STARTTLS is stripped", "pipelining", "", required, "deferred-uncounted halt starttls - closed"),
        (
            "STARTTLS is refused",
            "starttls",
            "on starttls do reply 502 5.5.1 no",
            required,
            "deferred-uncounted halt starttls 502 closed",
        ),
        (
            "STARTTLS is refused for now",
            "starttls",
            "on starttls do reply 454 4.7.0 no",
            required,
            "deferred-uncounted relay starttls 454 closed",
        ),
        (
            "STARTTLS is answered with nonsense",
            "starttls",
            "on starttls do garbage",
            required,
            "deferred-uncounted relay starttls - closed",
        ),
        (
            "the handshake is dropped",
            "starttls",
            "on starttls do reply 220 go then drop",
            required,
            "deferred-uncounted relay starttls - closed",
        ),
        ("the certificate is for another host", "starttls cert=wrong", "", required, "deferred-uncounted halt starttls - closed"),
        ("the certificate has expired", "starttls cert=expired", "", required, "deferred-uncounted halt starttls - closed"),
        (
            "the certificate is signed by nobody",
            "starttls cert=unknown",
            "",
            required,
            "deferred-uncounted halt starttls - closed",
        ),
        ("the system does not know the CA", "starttls", "", trusted_by_nobody, "deferred-uncounted halt starttls - closed"),
        ("implicit TLS for another host", "tls cert=wrong", "", implicit, "deferred-uncounted halt connect - closed"),
        ("the password is wrong", "starttls auth", "", wrong_login, "deferred-uncounted halt auth 535 closed"),
        ("AUTH is refused", "starttls auth", "on auth do reply 504 5.5.4 no", login, "deferred-uncounted halt auth 504 closed"),
        (
            "AUTH is refused for now",
            "starttls auth",
            "on auth do reply 454 4.7.0 later",
            login,
            "deferred-uncounted relay auth 454 closed",
        ),
        (
            "AUTH is answered out of step",
            "starttls auth",
            "on auth do reply 250 ok",
            login,
            "deferred-uncounted relay auth - closed",
        ),
        ("AUTH is not offered", "starttls", "", login, "deferred-uncounted halt auth - closed"),
        ("no login is set and the relay wants one", "starttls auth", "", required, "deferred-uncounted halt mail 530 open"),
    ] {
        let (sink, verdict) = one(offer, script, url).await;
        assert_eq!(spell(&verdict), wanted, "{name}: {}", verdict.reply);
        assert!(!sink.commands().contains(&"RCPT".to_owned()), "{name}: nobody is named");
        assert_eq!(sink.kept(), 0, "{name}");
    }
}

#[tokio::test]
async fn good_relays_of_every_kind_take_a_message() {
    type Url = fn(&Sink) -> String;
    let plain: Url = Sink::url;
    for (name, offer, url) in [
        ("plain", "", plain),
        ("pipelining", "pipelining size=99999999 smtputf8", plain),
        ("STARTTLS", "pipelining starttls", |sink: &Sink| with_ca(&sink.url(), "&tls=required")),
        ("STARTTLS, opportunistic, self-signed", "starttls cert=unknown", |sink: &Sink| {
            format!("{}?tls=opportunistic", sink.url())
        }),
        ("no STARTTLS, opportunistic", "pipelining", |sink: &Sink| format!("{}?tls=opportunistic", sink.url())),
        ("implicit TLS", "pipelining tls", |sink: &Sink| with_ca(&sink.url(), "")),
        ("AUTH PLAIN", "pipelining starttls auth", |sink: &Sink| with_ca(&sink.url_with_login(), "&tls=required")),
        ("AUTH LOGIN", "starttls auth=login", |sink: &Sink| with_ca(&sink.url_with_login(), "&tls=required")),
        ("AUTH over implicit TLS", "tls auth", |sink: &Sink| with_ca(&sink.url_with_login(), "")),
    ] {
        let (sink, verdict) = one(offer, "", url).await;
        assert_eq!(spell(&verdict), SENT, "{name}: {}", verdict.reply);
        assert_eq!(sink.ledger()[0].message, message(0), "{name}");
        assert_eq!(sink.ledger()[0].rcpt, "reporter0@paper.example");
        assert_eq!(verdict.reply, "2.0.0 ok: queued as 1");
        assert!(sink.violations().is_empty(), "{name}: {:?}", sink.violations());
    }
}

#[tokio::test]
async fn what_was_whispered_before_tls_is_not_believed() {
    let (sink, verdict) =
        one("starttls", "on starttls do reply 220 go\\n250-injected\\n250 SIZE 1", |sink| with_ca(&sink.url(), "&tls=required"))
            .await;

    assert_eq!(spell(&verdict), SENT, "{}", verdict.reply);
    assert_eq!(sink.kept(), 1);
}

#[tokio::test]
async fn a_relay_that_is_not_there_defers_without_counting() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let target = Target::parse(&format!("smtp://{closed}")).unwrap();
    let verdict = send(&target, &mut None, deadlines(""), 0).await;
    assert_eq!(spell(&verdict), "deferred-uncounted relay connect - closed");
    assert!(verdict.reply.contains("refused"), "{}", verdict.reply);
}

#[tokio::test]
async fn one_connection_too_many_is_the_relays_no_and_the_first_goes_on() {
    let sink = Sink::offering("pipelining max=1", "").await;
    let target = Target::parse(&sink.url()).unwrap();
    let (mut first, mut second) = (None, None);
    assert_eq!(spell(&send(&target, &mut first, deadlines(""), 0).await), SENT);

    assert_eq!(spell(&send(&target, &mut second, deadlines(""), 1).await), "deferred-uncounted relay greeting 421 closed");
    assert_eq!(spell(&send(&target, &mut first, deadlines(""), 2).await), SENT);
    assert_eq!((sink.kept(), sink.connections(), sink.most_open()), (2, 2, 2));
}

#[tokio::test]
async fn a_relay_that_stops_accepting_connections_keeps_what_it_took() {
    let sink = Sink::start("on connect after 2 do drop").await;
    let target = Target::parse(&sink.url()).unwrap();
    for number in 0..4 {
        let wanted = if number < 2 { SENT } else { "deferred-uncounted relay greeting - closed" };
        assert_eq!(spell(&send(&target, &mut None, deadlines(""), number).await), wanted);
    }
    assert_eq!(sink.kept(), 2);
}

#[tokio::test]
async fn a_message_the_relay_cannot_take_is_refused_here_and_the_connection_stays() {
    let sink = Sink::offering("pipelining size=1000", "").await;
    let mut session = Target::parse(&sink.url()).unwrap().open("client.example", deadlines("")).await.unwrap();
    let plain = EmailAddress::parse("a@paper.example").unwrap();
    let beyond_ascii = EmailAddress::parse("zoë@paper.example").unwrap();

    let too_big = session.offer(&Envelope::new("", plain.clone(), 1001).unwrap()).await.unwrap_err();
    let no_utf8 = session.offer(&Envelope::new("", beyond_ascii, 10).unwrap()).await.unwrap_err();

    assert_eq!((spell(&too_big).as_str(), &too_big.reply[..5]), ("refused nobody mail - open", "5.3.4"));
    assert_eq!((spell(&no_utf8).as_str(), &no_utf8.reply[..5]), ("refused nobody mail - open", "5.6.7"));
    assert_eq!(sink.commands(), ["EHLO"]);
    session.offer(&Envelope::new("", plain, 10).unwrap()).await.unwrap();
    assert_eq!(spell(&session.deliver(b"a: b\r\n\r\nx\r\n".to_vec(), None).await), SENT);
}

#[tokio::test]
async fn an_address_beyond_ascii_asks_for_smtputf8() {
    let sink = Sink::offering("pipelining smtputf8", "").await;
    let mut session = Target::parse(&sink.url()).unwrap().open("client.example", deadlines("")).await.unwrap();
    session.offer(&Envelope::new("", EmailAddress::parse("zoë@paper.example").unwrap(), 10).unwrap()).await.unwrap();
    assert_eq!(spell(&session.deliver(b"a: b\r\n\r\nx\r\n".to_vec(), None).await), SENT);
    assert_eq!(sink.ledger()[0].rcpt, "zoë@paper.example");
}

#[tokio::test]
async fn a_message_with_a_bare_line_end_never_leaves() {
    let sink = Sink::start("").await;
    let mut session = Target::parse(&sink.url()).unwrap().open("client.example", deadlines("")).await.unwrap();
    session.offer(&envelope(0)).await.unwrap();
    let verdict = session.deliver(b"Subject: x\r\n\r\nend\n.\nMAIL FROM:<a@b.example>\r\n".to_vec(), None).await;
    assert_eq!(spell(&verdict), "refused us data - closed");
    assert_eq!(sink.ledger().len(), 0);
    assert_eq!(verdict.phase, Phase::Data);
}

#[tokio::test]
async fn a_step_that_was_cancelled_ends_the_connection() {
    let sink = Sink::start("on dot do hold").await;
    let target = Target::parse(&sink.url()).unwrap();
    let mut session = target.open("client.example", deadlines("")).await.unwrap();
    session.offer(&envelope(0)).await.unwrap();
    {
        let message = message(0);
        let delivering = session.deliver(message.clone(), None);
        tokio::select! {
            _ = delivering => panic!("the reply is held back"),
            () = sink.held() => {}
        }
    }

    assert!(!session.is_usable());
    let verdict = session.offer(&envelope(1)).await.unwrap_err();
    sink.release();
    assert_eq!((verdict.outcome, verdict.reusable), (Outcome::Deferred { counts: false, not_before: None }, false));
    assert!(!sink.commands()[4..].contains(&"MAIL".to_owned()), "the late reply must not be taken for the next message's");
}

#[tokio::test]
async fn closing_at_the_354_sends_neither_body_nor_dot() {
    let sink = Sink::start("").await;
    let mut session = Target::parse(&sink.url()).unwrap().open("client.example", deadlines("")).await.unwrap();
    session.offer(&envelope(0)).await.unwrap();
    session.close();
    sink.hung_up(1).await;
    assert_eq!(sink.ledger().len(), 0);
}

#[tokio::test]
async fn a_connection_is_worn_out_after_its_share_and_says_goodbye() {
    let sink = Sink::start("").await;
    let target = Target::parse(&sink.url()).unwrap();
    let mut session = target.open("client.example", deadlines("")).await.unwrap();
    let mut carried = 0;
    while session.is_usable() {
        session.offer(&envelope(carried)).await.unwrap();
        let verdict = session.deliver(b"a: b\r\n\r\nx\r\n".to_vec(), None).await;
        carried += 1;
        assert_eq!(verdict.reusable, carried < MESSAGES_PER_CONNECTION as usize);
    }
    assert_eq!(carried, MESSAGES_PER_CONNECTION as usize);

    let session = target.open("client.example", deadlines("")).await.unwrap();
    session.quit().await;
    assert_eq!(sink.commands().last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn the_whole_transaction_has_an_end_too() {
    let sink = Sink::start("on rcpt do stall").await;
    let limits = Deadlines { transaction: SHORT, ..deadlines("") };
    let verdict = send(&Target::parse(&sink.url()).unwrap(), &mut None, limits, 0).await;
    assert_eq!(spell(&verdict), "deferred relay rcpt - closed");
}

#[tokio::test]
async fn a_maildir_has_one_whole_file_per_copy_and_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::parse(&format!("maildir:{}", folder.path().join("out").display())).unwrap();
    let mut session = target.open("client.example", Deadlines::default()).await.unwrap();
    for number in 0..3 {
        session.offer(&envelope(number)).await.unwrap();
        assert_eq!(spell(&session.deliver(message(number), None).await), "accepted nobody dot - open");
    }
    let files = |part: &str| {
        std::fs::read_dir(folder.path().join("out").join(part)).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>()
    };
    assert_eq!((files("new").len(), files("tmp").len()), (3, 0));
    let mut found: Vec<_> = files("new").iter().map(|path| std::fs::read(path).unwrap()).collect();
    found.sort();
    assert_eq!(found, [message(0), message(1), message(2)]);
}

#[tokio::test]
async fn a_maildir_that_cannot_be_written_defers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "in the way").unwrap();
    let target = Target::parse(&format!("maildir:{}", file.display())).unwrap();
    let verdict = target.open("client.example", Deadlines::default()).await.unwrap_err();
    assert_eq!(spell(&verdict), "deferred-uncounted relay connect - closed");
}

#[tokio::test]
async fn no_log_line_shows_an_address_or_a_password() {
    let (_sink, verdict) = one("pipelining", "on rcpt do reply 550 5.1.1 <reporter0@paper.example>: unknown", Sink::url).await;
    assert!(verdict.reply.contains("reporter0@"), "the record has the reply as it came");
    let shown = format!("{verdict:?} {} {:?}", verdict.masked(), envelope(0));
    assert!(!shown.contains("reporter0"), "{shown}");
}

#[tokio::test]
async fn the_ledger_is_on_disk_before_the_relay_answers() {
    let folder = tempfile::tempdir().unwrap();
    let sink = Sink::start("on dot do hold").await;
    sink.write_to(&folder.path().join("ledger"));
    let target = Target::parse(&sink.url()).unwrap();
    let sending = tokio::spawn(async move { send(&target, &mut None, deadlines(""), 0).await });

    sink.held().await;
    let written = std::fs::read_to_string(folder.path().join("ledger")).unwrap();
    assert!(!sending.is_finished());
    sink.release();
    assert_eq!(spell(&sending.await.unwrap()), SENT);

    let fields: Vec<_> = written.trim_end().split('\t').collect();
    assert_eq!(fields[..3], ["1", "<0@x.example>", "reporter0@paper.example"]);
    assert_eq!((fields[3], fields[4]), (sink.ledger()[0].sha256.as_str(), "accepted"));
}
