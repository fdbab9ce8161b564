//! What was looked at on the way to a message's place, as people read it: what was found, and what it came to.

use super::{Candidate, Step, Verdict};
use crate::inbox::words::say;

/// One candidate: "Answers d.abc@office.example: the sender takes part in inquiry 7".
pub fn words(candidate: &Candidate, language: &str) -> String {
    let step = match candidate.step {
        Step::T1 => "thread-t1",
        Step::T2 => "thread-t2",
        Step::T3 => "thread-t3",
        Step::T4 => "thread-t4",
        Step::T5 => "thread-t5",
        Step::T6 => "thread-t6",
        Step::T7 => "thread-t7",
    };
    let found = say(language, step, &[("found", &candidate.found)]);
    format!("{found}: {}", verdict(&candidate.verdict, language))
}

fn verdict(verdict: &Verdict, language: &str) -> String {
    let about = |key: &str, inquiry: &dyn ToString| say(language, key, &[("inquiry", &inquiry.to_string())]);
    match verdict {
        Verdict::Joined { inquiry } => about("thread-joined", inquiry),
        Verdict::Colleague { inquiry, domain } => {
            say(language, "thread-colleague", &[("inquiry", &inquiry.to_string()), ("domain", domain)])
        }
        Verdict::Stranger { inquiry } => about("thread-stranger", inquiry),
        Verdict::NewTopic { inquiry } => about("thread-new-topic", inquiry),
        Verdict::LongClosed { inquiry } => about("thread-long-closed", inquiry),
        Verdict::Copy { release, own, inquiry, .. } => {
            let release = release.map(|id| id.to_string()).unwrap_or_default();
            match (inquiry, own) {
                (Some(inquiry), _) => {
                    say(language, "thread-copy-known", &[("release", &release), ("inquiry", &inquiry.to_string())])
                }
                (None, true) => say(language, "thread-copy-own", &[("release", &release)]),
                (None, false) => say(language, "thread-copy-other", &[("release", &release)]),
            }
        }
        Verdict::Release { release } => say(language, "thread-release", &[("release", &release.to_string())]),
        Verdict::Unknown => say(language, "thread-unknown", &[]),
        Verdict::Nothing => say(language, "thread-nothing", &[]),
    }
}
