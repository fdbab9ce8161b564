//! Single stories for the machine, told in a few words; and those that a rare order of events once broke.

use dateline::clock::{HOUR, MINUTE};
use dateline::store::suppressions::Reason;

use super::command::{Command, Said, Terms};
use super::facts::{FIRST, Part};
use super::machine::Machine;
use super::promises::Broken;
use super::real::Real;
use super::texts::Texts;

pub const PLAIN: Terms = Terms { embargoed: false, short_lived: false, resend_once: false };

pub fn tell(texts: Option<Texts>, terms: Terms, story: &[Command]) -> Result<(), Broken> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let foreseen = texts.is_none();
        Machine::new(Real::sqlite(texts).await, foreseen).case(terms, story).await
    })
}

pub fn claim(mailing: usize, at_most: i64) -> Command {
    Command::Claim { worker: 0, mailing, at_most }
}

pub fn intent(pick: usize) -> Command {
    Command::Intent { worker: 0, pick }
}

pub fn reply(said: Said) -> Command {
    Command::Reply { worker: 0, pick: 0, said }
}

pub fn leaves(person: usize, reason: Reason) -> Command {
    Command::Leave { person, part: Part::Office, reason }
}

pub fn plan(mailing: usize) -> Command {
    Command::Plan { mailing, stale: false, dies: false }
}

pub const LATER: Said = Said::Later { counted: false };

fn goes_well(terms: Terms, story: &[Command]) {
    if let Err(broken) = tell(None, terms, story) {
        panic!("{:?}: {}", broken.breach, broken.detail);
    }
}

/// The first try was put off, and its worker hands that in once more because it never learned that it was kept;
/// meanwhile the second try is in doubt.
pub fn handed_in_twice() -> Vec<Command> {
    let first = [claim(FIRST, 1), intent(0), reply(LATER), Command::Clock(3 * MINUTE)];
    let second = [claim(FIRST, 4), intent(3), reply(Said::Nothing)];
    let once_more = [Command::ReplyAgain { worker: 0, pick: 1 }];
    [&first[..], &second[..], &once_more[..]].concat()
}

#[test]
fn an_outcome_handed_in_twice_does_not_settle_the_doubt_of_a_later_try() {
    goes_well(PLAIN, &handed_in_twice());
}

/// Nobody waits but one in doubt, so the mailing is done; then the relay's late answer is "not now".
#[test]
fn a_late_not_now_does_not_wait_for_ever_in_a_mailing_that_is_done() {
    let terms = Terms { short_lived: true, ..PLAIN };
    goes_well(terms, &[claim(FIRST, 1), intent(0), Command::Clock(HOUR), Command::Tidy, reply(LATER)]);
}
