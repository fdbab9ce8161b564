//! Everything a relay can do wrong, one script each, and the verdict it must come to. A verdict reads
//! `OUTCOME BLAME PHASE CODE`, then `open` where the connection may carry another message and `closed` where it must
//! not. `kept` counts the copies the relay has or may have.

/// Which good manners the relay has while it misbehaves. A fault is tried under each that its row names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Every reply is waited for.
    InTurn,
    Pipelining,
    /// PIPELINING after STARTTLS.
    Encrypted,
}

pub const ALL: &[Manner] = &[Manner::InTurn, Manner::Pipelining, Manner::Encrypted];
const PIPED: &[Manner] = &[Manner::Pipelining, Manner::Encrypted];
const TURN: &[Manner] = &[Manner::InTurn];
/// Before or at TLS: once is enough.
const PLAIN: &[Manner] = &[Manner::Pipelining];

pub struct Fault {
    pub name: &'static str,
    pub manners: &'static [Manner],
    /// The phase whose deadline is short, where the relay falls silent.
    pub silent: &'static str,
    pub script: &'static str,
    /// One verdict per message offered, in order.
    pub verdicts: &'static [&'static str],
    pub kept: usize,
}

pub(super) const fn fault(
    name: &'static str,
    manners: &'static [Manner],
    script: &'static str,
    verdicts: &'static [&'static str],
    kept: usize,
) -> Fault {
    Fault { name, manners, silent: "", script, verdicts, kept }
}

pub(super) const fn silent(
    name: &'static str,
    manners: &'static [Manner],
    phase: &'static str,
    script: &'static str,
    verdicts: &'static [&'static str],
    kept: usize,
) -> Fault {
    Fault { name, manners, silent: phase, script, verdicts, kept }
}

/// What a good message comes to.
pub const SENT: &str = "accepted nobody dot 250 open";

pub const FAULTS: &[Fault] = &[
    // Before anybody is named: the relay's trouble or ours, and no try is counted.
    fault("hangs up before the greeting", PLAIN, "on connect do drop", &["deferred-uncounted relay greeting - closed"], 0),
    fault("resets before the greeting", PLAIN, "on connect do rst", &["deferred-uncounted relay"], 0),
    silent("never greets", PLAIN, "greeting", "on connect do stall", &["deferred-uncounted relay greeting - closed"], 0),
    silent(
        "greets a byte at a time",
        PLAIN,
        "greeting",
        "on connect do dribble",
        &["deferred-uncounted relay greeting - closed"],
        0,
    ),
    fault("greets with nonsense", PLAIN, "on connect do garbage", &["deferred-uncounted relay greeting - closed"], 0),
    fault("greets with 250", PLAIN, "on connect do reply 250 hello", &["deferred-uncounted relay greeting - closed"], 0),
    fault(
        "is too busy to greet",
        PLAIN,
        "on connect do reply 421 4.3.2 busy",
        &["deferred-uncounted relay greeting 421 closed"],
        0,
    ),
    fault(
        "greets with a refusal",
        PLAIN,
        "on connect do reply 554 5.7.1 not you",
        &["deferred-uncounted us greeting 554 closed"],
        0,
    ),
    fault("greets twice", PLAIN, "on connect do double", &["deferred-uncounted relay ehlo - closed"], 0),
    fault(
        "hangs up after half a greeting",
        PLAIN,
        "on connect do raw 22 then drop",
        &["deferred-uncounted relay greeting - closed"],
        0,
    ),
    fault("hangs up at EHLO", PLAIN, "on ehlo do drop", &["deferred-uncounted relay ehlo - closed"], 0),
    fault("resets at EHLO", PLAIN, "on ehlo do rst", &["deferred-uncounted relay ehlo - closed"], 0),
    silent("falls silent at EHLO", PLAIN, "command", "on ehlo do stall", &["deferred-uncounted relay ehlo - closed"], 0),
    fault("never ends its EHLO reply", PLAIN, "on ehlo do endless", &["deferred-uncounted relay ehlo - closed"], 0),
    fault("answers EHLO with a line without end", PLAIN, "on ehlo do huge", &["deferred-uncounted relay ehlo - closed"], 0),
    fault(
        "hangs up inside the EHLO reply",
        PLAIN,
        "on ehlo do raw 250-sink\\n25 then drop",
        &["deferred-uncounted relay ehlo - closed"],
        0,
    ),
    fault(
        "closes at EHLO with 421",
        PLAIN,
        "on ehlo do reply 421 4.7.0 slow down",
        &["deferred-uncounted relay ehlo 421 closed"],
        0,
    ),
    fault("knows only HELO", TURN, "on ehlo do reply 502 5.5.1 what", &[SENT, SENT], 2),
    fault(
        "refuses EHLO and HELO",
        PLAIN,
        "on ehlo do reply 550 no\non helo do reply 550 5.7.1 no",
        &["deferred-uncounted us ehlo 550 closed"],
        0,
    ),
    // MAIL.
    fault(
        "421 at MAIL",
        ALL,
        "on mail times 1 do reply 421 4.7.0 slow down then drop",
        &["deferred-uncounted relay mail 421 closed", SENT],
        1,
    ),
    fault("451 at MAIL", ALL, "on mail times 1 do reply 451 4.3.0 later", &["deferred-uncounted relay mail 451 open", SENT], 1),
    fault(
        "452 at MAIL",
        ALL,
        "on mail times 1 do reply 452 4.3.1 disk full",
        &["deferred-uncounted relay mail 452 open", SENT],
        1,
    ),
    fault(
        "550 at MAIL is about us",
        ALL,
        "on mail times 1 do reply 550 5.7.1 sender blocked",
        &["deferred-uncounted us mail 550 open", SENT],
        1,
    ),
    fault("501 at MAIL is about us", ALL, "on mail do reply 501 5.1.7 bad sender", &["deferred-uncounted us mail 501 open"], 0),
    fault(
        "530 at MAIL wants a login",
        ALL,
        "on mail do reply 530 5.7.0 authenticate",
        &["deferred-uncounted halt mail 530 open"],
        0,
    ),
    fault("552 at MAIL: too big", ALL, "on mail times 1 do reply 552 5.3.4 too big", &["refused nobody mail 552 open", SENT], 1),
    fault("hangs up at MAIL", ALL, "on mail times 1 do drop", &["deferred-uncounted relay mail - closed", SENT], 1),
    fault("resets at MAIL", ALL, "on mail times 1 do rst", &["deferred-uncounted relay mail - closed", SENT], 1),
    silent("falls silent at MAIL", ALL, "command", "on mail do stall", &["deferred-uncounted relay mail - closed"], 0),
    fault("answers MAIL with nonsense", ALL, "on mail do garbage", &["deferred-uncounted relay mail - closed"], 0),
    fault("answers MAIL with 354", ALL, "on mail do reply 354 go", &["deferred-uncounted relay mail - closed"], 0),
    fault("answers MAIL twice, in turn", TURN, "on mail do double", &["deferred relay rcpt - closed"], 0),
    fault("answers MAIL twice, pipelined", PIPED, "on mail do double", &["deferred relay data - closed"], 0),
    // RCPT.
    fault(
        "421 at RCPT",
        ALL,
        "on rcpt times 1 do reply 421 4.7.0 slow down then drop",
        &["deferred-uncounted relay rcpt 421 closed", SENT],
        1,
    ),
    fault(
        "greylists, then takes it",
        ALL,
        "on rcpt times 1 do reply 450 4.7.1 greylisted, come back",
        &["deferred lane rcpt 450 open", SENT],
        1,
    ),
    fault(
        "greylists without an enhanced code",
        ALL,
        "on rcpt times 1 do reply 451 Greylisted for 300 seconds",
        &["deferred nobody rcpt 451 open", SENT],
        1,
    ),
    fault("451 at RCPT", ALL, "on rcpt times 1 do reply 451 4.4.3 no DNS", &["deferred lane rcpt 451 open", SENT], 1),
    fault(
        "452 at RCPT: mailbox full",
        ALL,
        "on rcpt times 1 do reply 452 4.2.2 full",
        &["deferred nobody rcpt 452 open", SENT],
        1,
    ),
    fault(
        "452 at RCPT: too many recipients",
        ALL,
        "on rcpt times 1 do reply 452 4.5.3 too many",
        &["deferred lane rcpt 452 open", SENT],
        1,
    ),
    fault(
        "552 at RCPT is a 452",
        ALL,
        "on rcpt times 1 do reply 552 too many recipients",
        &["deferred lane rcpt 552 open", SENT],
        1,
    ),
    fault(
        "552 5.2.2 at RCPT: over quota",
        ALL,
        "on rcpt times 1 do reply 552 5.2.2 over quota",
        &["deferred nobody rcpt 552 open", SENT],
        1,
    ),
    fault(
        "550 5.1.1: no such user",
        ALL,
        "on rcpt times 1 do reply 550 5.1.1 no such user",
        &["refused-dead nobody rcpt 550 open", SENT],
        1,
    ),
    fault(
        "550 for every other",
        ALL,
        "on rcpt every 2 do reply 550 5.1.1 no such user",
        &[SENT, "refused-dead nobody rcpt 550 open", SENT, "refused-dead nobody rcpt 550 open"],
        2,
    ),
    fault(
        "550 4.1.1: the digits count, not the class",
        ALL,
        "on rcpt times 1 do reply 550 4.1.1 odd",
        &["refused nobody rcpt 550 open", SENT],
        1,
    ),
    fault("550 without an enhanced code", ALL, "on rcpt times 1 do reply 550 no", &["refused nobody rcpt 550 open", SENT], 1),
    fault(
        "550 5.7.1: our reputation, not the person",
        ALL,
        "on rcpt do reply 550 5.7.1 blocked",
        &[
            "deferred us rcpt 550 open",
            "deferred us rcpt 550 open",
            "deferred us rcpt 550 open",
            "deferred us rcpt 550 open",
            "deferred us rcpt 550 open",
        ],
        0,
    ),
    fault("554 5.7.1: relaying denied", ALL, "on rcpt do reply 554 5.7.1 relay access denied", &["deferred us rcpt 554 open"], 0),
    fault(
        "refuses RCPT and opens the body all the same",
        PIPED,
        "on rcpt times 1 do reply 550 5.1.1 no such user\non data times 1 do reply 354 go",
        &["refused-dead nobody rcpt 550 closed", SENT],
        1,
    ),
    fault("hangs up at RCPT", ALL, "on rcpt times 1 do drop", &["deferred relay rcpt - closed", SENT], 1),
    fault("resets at RCPT", ALL, "on rcpt times 1 do rst", &["deferred relay rcpt - closed", SENT], 1),
    fault(
        "hangs up inside the RCPT reply",
        ALL,
        "on rcpt times 1 do raw 250 2.1 then drop",
        &["deferred relay rcpt - closed", SENT],
        1,
    ),
    silent("falls silent at RCPT", ALL, "command", "on rcpt do stall", &["deferred relay rcpt - closed"], 0),
    fault(
        "refuses RCPT and hangs up",
        ALL,
        "on rcpt times 1 do reply 550 5.1.1 no such user then drop",
        &["refused-dead nobody rcpt 550", SENT],
        1,
    ),
    // DATA.
    fault(
        "421 at DATA",
        ALL,
        "on data times 1 do reply 421 4.3.0 going down then drop",
        &["deferred-uncounted relay data 421 closed", SENT],
        1,
    ),
    fault("451 at DATA", ALL, "on data times 1 do reply 451 4.3.0 later", &["deferred lane data 451 open", SENT], 1),
    fault("554 at DATA is about us", ALL, "on data times 1 do reply 554 no", &["deferred us data 554 open", SENT], 1),
    fault("250 to DATA", ALL, "on data times 1 do reply 250 ok", &["deferred relay data - closed", SENT], 1),
    fault("354 twice", ALL, "on data times 1 do double", &["deferred relay data - closed", SENT], 1),
    fault(
        "answers the dot before it",
        ALL,
        "on data times 1 do early 250 2.0.0 queued",
        &["deferred relay data - closed", SENT],
        1,
    ),
    fault(
        "refuses the message before the dot",
        ALL,
        "on data times 1 do early 552 5.3.4 too big",
        &["deferred relay data - closed", SENT],
        1,
    ),
    fault("hangs up at DATA", ALL, "on data times 1 do drop", &["deferred relay data - closed", SENT], 1),
    fault("resets at DATA", ALL, "on data times 1 do rst", &["deferred relay data - closed", SENT], 1),
    fault("hangs up right after the 354", ALL, "on data times 1 do usual then drop", &["deferred relay data - closed", SENT], 1),
    silent("never says 354", ALL, "data", "on data do stall", &["deferred relay data - closed"], 0),
    // The body is on its way: what is not said is in doubt.
    fault("hangs up at the first byte of the body", ALL, "on body times 1 do drop", &["in_doubt relay dot - closed", SENT], 1),
    fault("resets at the first byte of the body", ALL, "on body times 1 do rst", &["in_doubt relay dot - closed", SENT], 1),
    fault(
        "refuses in the middle of the body",
        ALL,
        "on body times 1 do reply 552 5.3.4 too big then drop",
        &["refused nobody dot 552", SENT],
        1,
    ),
    fault("takes the dot and hangs up", ALL, "on dot times 1 do drop", &["in_doubt relay dot - closed", SENT], 2),
    fault("takes the dot and resets", ALL, "on dot times 1 do rst", &["in_doubt relay dot - closed", SENT], 2),
    silent("takes the dot and falls silent", ALL, "dot", "on dot times 1 do stall", &["in_doubt relay dot - closed"], 1),
    silent("answers the dot a byte at a time", ALL, "dot", "on dot times 1 do dribble", &["in_doubt relay dot - closed"], 1),
    fault("answers the dot with nonsense", ALL, "on dot times 1 do garbage", &["in_doubt relay dot - closed", SENT], 2),
    fault("answers the dot with 999", ALL, "on dot times 1 do reply 999 what", &["in_doubt relay dot - closed", SENT], 2),
    fault("answers the dot with 354", ALL, "on dot times 1 do reply 354 go", &["in_doubt relay dot - closed", SENT], 2),
    fault("answers the dot with a bare LF", ALL, "on dot times 1 do raw 250 ok\\l", &["in_doubt relay dot - closed", SENT], 2),
    fault(
        "answers the dot with two codes",
        ALL,
        "on dot times 1 do reply 250-ok\\n550 no",
        &["in_doubt relay dot - closed", SENT],
        2,
    ),
    fault(
        "answers the dot with half a reply and hangs up",
        ALL,
        "on dot times 1 do raw 250 2.0.0 queu then drop",
        &["in_doubt relay dot - closed", SENT],
        2,
    ),
    fault("never ends its reply to the dot", ALL, "on dot times 1 do endless", &["in_doubt relay dot - closed", SENT], 2),
    fault("answers the dot with a line without end", ALL, "on dot times 1 do huge", &["in_doubt relay dot - closed", SENT], 2),
    fault(
        "answers the dot with NUL and bad UTF-8",
        ALL,
        "on dot times 1 do reply 250 2.0.0 \\x00\\xff\\xfe queued",
        &[SENT, SENT],
        2,
    ),
    fault("answers the dot with a bare code", ALL, "on dot times 1 do raw 250\\n", &[SENT, SENT], 2),
    fault(
        "answers the dot in three lines",
        ALL,
        "on dot times 1 do reply 250-2.0.0 a\\n250-2.0.0 b\\n250 2.0.0 c",
        &[SENT, SENT],
        2,
    ),
    fault("answers the dot twice", ALL, "on dot times 1 do double", &["accepted nobody dot 250 closed", SENT], 2),
    fault("says 250 and hangs up", ALL, "on dot times 1 do usual then drop", &["accepted nobody dot 250", SENT], 2),
    fault("says 250 and resets", ALL, "on dot times 1 do usual then rst", &["accepted nobody dot 250", SENT], 2),
    fault(
        "says 250, then 421",
        ALL,
        "on dot times 1 do usual then reply 421 4.4.2 bye then drop",
        &["accepted nobody dot 250", SENT],
        2,
    ),
    fault(
        "421 after the dot",
        ALL,
        "on dot times 1 do reply 421 4.3.0 going down then drop",
        &["deferred-uncounted relay dot 421 closed", SENT],
        1,
    ),
    fault("451 after the dot", ALL, "on dot times 1 do reply 451 4.3.0 try again", &["deferred lane dot 451 open", SENT], 1),
    fault("452 after the dot", ALL, "on dot times 1 do reply 452 4.3.1 disk full", &["deferred lane dot 452 open", SENT], 1),
    fault("552 after the dot", ALL, "on dot times 1 do reply 552 too big", &["refused nobody dot 552 open", SENT], 1),
    fault("554 after the dot", ALL, "on dot times 1 do reply 554 transaction failed", &["refused nobody dot 554 open", SENT], 1),
    fault(
        "554 5.6.0 after the dot: malformed",
        ALL,
        "on dot times 1 do reply 554 5.6.0 malformed",
        &["refused nobody dot 554 open", SENT],
        1,
    ),
    fault(
        "550 5.7.1 after the dot: policy",
        ALL,
        "on dot times 1 do reply 550 5.7.1 spam",
        &["deferred us dot 550 open", SENT],
        1,
    ),
    fault(
        "550 5.1.1 after the dot: no such user",
        ALL,
        "on dot times 1 do reply 550 5.1.1 no such user",
        &["refused-dead nobody dot 550 open", SENT],
        1,
    ),
    fault(
        "refuses RSET",
        ALL,
        "on rcpt times 1 do reply 550 5.1.1 no\non rset do reply 500 what",
        &["refused-dead nobody rcpt 550 open", "deferred-uncounted relay mail - closed", SENT],
        1,
    ),
];
