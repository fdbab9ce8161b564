//! More of what a relay can do wrong, in the words of `faults`: codes that differ by one digit and mean another thing,
//! and replies that break off, never end, or come a byte at a time.

use super::faults::{ALL, Fault, SENT, fault, silent};

/// `TEXT` at a step, once; then the relay is good again.
macro_rules! once {
    ($name:literal, $script:literal, $verdict:literal) => {
        fault($name, ALL, concat!("on ", $script), &[$verdict, SENT], 1)
    };
}

pub const MORE: &[Fault] = &[
    // MAIL: nobody is named yet.
    once!("454 at MAIL", "mail times 1 do reply 454 4.7.0 later", "deferred-uncounted relay mail 454 open"),
    fault("535 at MAIL halts", ALL, "on mail do reply 535 5.7.8 no", &["deferred-uncounted halt mail 535 open"], 0),
    fault("538 at MAIL halts", ALL, "on mail do reply 538 5.7.11 encrypt", &["deferred-uncounted halt mail 538 open"], 0),
    once!("503 at MAIL is about us", "mail times 1 do reply 503 5.5.1 order", "deferred-uncounted us mail 503 open"),
    once!("555 at MAIL is about us", "mail times 1 do reply 555 5.5.4 parameters", "deferred-uncounted us mail 555 open"),
    once!("hangs up inside the MAIL reply", "mail times 1 do raw 25 then drop", "deferred-uncounted relay mail - closed"),
    fault("never ends its MAIL reply", ALL, "on mail do endless", &["deferred-uncounted relay mail - closed"], 0),
    fault("answers MAIL with a line without end", ALL, "on mail do huge", &["deferred-uncounted relay mail - closed"], 0),
    silent("answers MAIL a byte at a time", ALL, "command", "on mail do dribble", &["deferred-uncounted relay mail - closed"], 0),
    // RCPT: one digit decides between a person who is gone and a relay that will not have us.
    once!("450 4.2.1: the mailbox is busy", "rcpt times 1 do reply 450 4.2.1 busy", "deferred nobody rcpt 450 open"),
    once!("451 4.3.0 at RCPT", "rcpt times 1 do reply 451 4.3.0 later", "deferred lane rcpt 451 open"),
    once!("451 4.7.500 at RCPT", "rcpt times 1 do reply 451 4.7.500 server busy", "deferred lane rcpt 451 open"),
    once!("550 5.1.2: a domain may come back", "rcpt times 1 do reply 550 5.1.2 no host", "refused nobody rcpt 550 open"),
    once!("550 5.1.3: no address at all", "rcpt times 1 do reply 550 5.1.3 syntax", "refused-dead nobody rcpt 550 open"),
    once!("550 5.1.6: moved away", "rcpt times 1 do reply 550 5.1.6 moved", "refused-dead nobody rcpt 550 open"),
    once!("550 5.1.8: our own address", "rcpt times 1 do reply 550 5.1.8 bad sender", "deferred us rcpt 550 open"),
    once!("550 5.1.10: takes no mail", "rcpt times 1 do reply 550 5.1.10 null MX", "refused-dead nobody rcpt 550 open"),
    once!("550 5.2.1: the mailbox is closed", "rcpt times 1 do reply 550 5.2.1 disabled", "refused-dead nobody rcpt 550 open"),
    once!("550 5.5.2: our own syntax", "rcpt times 1 do reply 550 5.5.2 syntax", "deferred us rcpt 550 open"),
    once!("550 5.7.26: not signed", "rcpt times 1 do reply 550 5.7.26 unauthenticated", "deferred us rcpt 550 open"),
    fault("530 at RCPT halts", ALL, "on rcpt do reply 530 5.7.0 login", &["deferred-uncounted halt rcpt 530 open"], 0),
    once!("answers RCPT with 354", "rcpt times 1 do reply 354 go", "deferred relay rcpt - closed"),
    once!("answers RCPT with nonsense", "rcpt times 1 do garbage", "deferred relay rcpt - closed"),
    fault("never ends its RCPT reply", ALL, "on rcpt do endless", &["deferred relay rcpt - closed"], 0),
    fault("answers RCPT with a line without end", ALL, "on rcpt do huge", &["deferred relay rcpt - closed"], 0),
    silent("answers RCPT a byte at a time", ALL, "command", "on rcpt do dribble", &["deferred relay rcpt - closed"], 0),
    // DATA.
    once!("503 at DATA is about us", "data times 1 do reply 503 5.5.1 order", "deferred us data 503 open"),
    once!("answers DATA with nonsense", "data times 1 do garbage", "deferred relay data - closed"),
    once!("hangs up inside the 354", "data times 1 do raw 35 then drop", "deferred relay data - closed"),
    silent("answers DATA a byte at a time", ALL, "data", "on data do dribble", &["deferred relay data - closed"], 0),
    // The dot.
    once!("421 at the dot", "dot times 1 do reply 421 4.3.0 going down then drop", "deferred-uncounted relay dot 421 closed"),
    once!("450 4.2.2 at the dot: full", "dot times 1 do reply 450 4.2.2 full", "deferred nobody dot 450 open"),
    once!("451 4.7.1 at the dot", "dot times 1 do reply 451 4.7.1 later", "deferred lane dot 451 open"),
    once!("550 5.1.1 at the dot", "dot times 1 do reply 550 5.1.1 no such user", "refused-dead nobody dot 550 open"),
    once!("550 5.7.26 at the dot", "dot times 1 do reply 550 5.7.26 unauthenticated", "deferred us dot 550 open"),
    once!("554 5.6.0 at the dot: this message", "dot times 1 do reply 554 5.6.0 content", "refused nobody dot 554 open"),
    fault("never ends its reply to the dot", ALL, "on dot times 1 do endless", &["in_doubt relay dot - closed", SENT], 2),
    fault("answers the dot with a line without end", ALL, "on dot times 1 do huge", &["in_doubt relay dot - closed", SENT], 2),
];
