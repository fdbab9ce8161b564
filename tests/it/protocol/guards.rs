//! What each guard is good for: with one taken out of the product's own SQL, a promise breaks, by chance within the
//! ordinary number of cases or, where that is rare, in a story; with none taken out, the same texts and stories break
//! nothing.

use dateline::clock::{MINUTE, SECOND as MOMENT};
use dateline::store::doubts::Decision;
use dateline::store::suppressions::Reason;

use super::command::{Command, Said, Terms};
use super::facts::{AGAIN, FIRST, SECOND, SINGLES};
use super::machine::{Machine, search};
use super::promises::Breach;
use super::real::Real;
use super::stories::{LATER, PLAIN, claim, handed_in_twice, intent, leaves, plan, reply, tell};
use super::texts::{Cut, Texts};

/// As many as the ordinary run has.
const CASES: u32 = 2_000;

/// Runs the machine with one thing cut until a promise breaks; it must be one of those expected.
fn is_missed(cuts: &[Cut], expected: &[Breach]) {
    let texts = Texts::with(cuts);
    let machine = async { Machine::new(Real::sqlite(Some(texts)).await, false) };
    let (_, found) = search(machine, CASES, 1, 100);
    let found = found.unwrap_or_else(|| panic!("nothing breaks without {cuts:?}"));
    println!("{:?} in case {}\n{}", found.broken.breach, found.cases, found.story);
    assert!(expected.contains(&found.broken.breach), "{:?} was not expected: {}", found.broken.breach, found.broken.detail);
}

/// The same for one story, which must go well as long as nothing is cut.
fn is_missed_in(terms: Terms, story: &[Command], cut: Cut, expected: Breach) {
    if let Err(broken) = tell(None, terms, story) {
        panic!("the story breaks {:?} with every guard in place: {}", broken.breach, broken.detail);
    }
    let broken = tell(Some(Texts::with(&[cut])), terms, story).expect_err("nothing breaks without this guard");
    println!("{:?}: {}", broken.breach, broken.detail);
    assert_eq!(broken.breach, expected, "{}", broken.detail);
}

fn cut(statement: &'static str, from: &'static str, to: &'static str) -> Cut {
    Cut { statement, from, to }
}

#[test]
fn the_texts_as_they_are_break_nothing() {
    let (tally, found) = search(async { Machine::new(Real::sqlite(Some(Texts::with(&[]))).await, true) }, 200, 3, 200);
    assert!(found.is_none_or(|found| panic!("{}\n{}", found.broken.detail, found.story)) && tally.steps > 10_000);
}

#[test]
fn suppressions_at_the_gate() {
    // Begun before, put off by the relay, and due again: nothing but the gate stands in between.
    let gone = leaves(0, Reason::Unsubscribed);
    let story = [claim(FIRST, 1), intent(0), gone, reply(LATER), Command::Clock(3 * MINUTE), claim(FIRST, 4), intent(3)];
    let all = "AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = d.address_key AND s.lifted_ms IS NULL \
        AND (s.until_ms";
    let none = "AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE FALSE AND (s.until_ms";
    is_missed_in(PLAIN, &story, cut("intent", all, none), Breach::BegunAfterLeaving);
}

#[test]
fn dead_mailboxes_at_the_gate() {
    let dead = leaves(0, Reason::Bounced);
    let story = [claim(SINGLES, 1), intent(0), dead, reply(LATER), Command::Clock(3 * MINUTE), claim(SINGLES, 2), intent(1)];
    is_missed_in(PLAIN, &story, cut("intent", "AND s.reason = 'bounced'", "AND FALSE"), Breach::BegunAfterLeaving);
}

#[test]
fn the_digest_of_the_bytes() {
    let other = Command::IntentWithOtherBytes { worker: 0, pick: 3 };
    let story = [claim(FIRST, 1), intent(0), reply(LATER), Command::Clock(3 * MINUTE), claim(FIRST, 4), other];
    let bytes = cut("intent", "AND (d.sha256 IS NULL OR d.sha256 = r.copy_sha) ", "");
    is_missed_in(PLAIN, &story, bytes, Breach::OtherBytes);
}

#[test]
fn the_digest_in_the_mailing() {
    let story = [claim(FIRST, 1), Command::Tamper { mailing: FIRST, approval: false }, intent(0)];
    let digest = cut("intent", "AND m.approval_digest = r.want_digest ", "");
    is_missed_in(PLAIN, &story, digest, Breach::BegunWithoutThisApproval);
}

#[test]
fn the_digest_in_the_approval() {
    let story = [claim(FIRST, 1), Command::Tamper { mailing: FIRST, approval: true }, intent(0)];
    is_missed_in(PLAIN, &story, cut("intent", "AND a.digest = r.want_digest ", ""), Breach::BegunWithoutThisApproval);
}

#[test]
fn the_void_of_an_approval() {
    let story = [claim(FIRST, 1), Command::Void(FIRST), Command::Resume(FIRST), intent(0)];
    is_missed_in(PLAIN, &story, cut("intent", "AND a.voided_ms IS NULL ", ""), Breach::BegunAfterVoid);
}

#[test]
fn the_withdrawal_of_the_version() {
    let story = [Command::Withdraw, plan(AGAIN), claim(AGAIN, 1), intent(0)];
    is_missed_in(PLAIN, &story, cut("intent", "AND v.withdrawn_ms IS NULL ", ""), Breach::BegunAfterWithdrawal);
}

#[test]
fn the_time_before_which_nothing_goes_out() {
    let story = [Command::Clock(8 * MINUTE), claim(FIRST, 1), Command::Clock(-30 * MOMENT), intent(0)];
    let terms = Terms { embargoed: true, ..PLAIN };
    is_missed_in(terms, &story, cut("intent", "AND m.not_before_ms <= $2 ", ""), Breach::BegunTooEarly);
}

#[test]
fn the_fence_of_a_late_reply() {
    let again = Command::Settle { pick: 0, decision: Decision::Resend };
    let first = [claim(FIRST, 1), intent(0), Command::Clock(12 * MINUTE), Command::Reap, again];
    // The second try is in doubt as well when the reply to the first one comes.
    let second = [claim(FIRST, 4), intent(3), reply(Said::Nothing), reply(Said::Accepted)];
    let story = [&first[..], &second[..]].concat();
    is_missed_in(PLAIN, &story, cut("settle", " AND d.fence = r.want_fence + 1", ""), Breach::AnothersOutcome);
}

#[test]
fn the_finality_of_a_late_reply() {
    let any = cut("settle", "r.to_state IN ('accepted', 'refused')", "r.to_state NOT IN ('in_doubt', 'pending')");
    is_missed_in(PLAIN, &handed_in_twice(), any, Breach::AnothersOutcome);
}

#[test]
fn leaving_out_whoever_has_the_version() {
    let cut = cut("ROWS", "CASE WHEN r.has THEN 'left_out' ELSE 'pending' END, CASE WHEN r.has", "'pending', CASE WHEN FALSE");
    is_missed_in(PLAIN, &both_mailings(Said::Accepted, 3), cut, Breach::SecondCopyOfOneVersion);
}

#[test]
fn leaving_out_whoever_may_have_the_version() {
    let cut = cut("ROWS", ", 'in_doubt')))", ")))");
    is_missed_in(PLAIN, &both_mailings(Said::Nothing, 2), cut, Breach::SecondCopyOfOneVersion);
}

/// One person is reached by the first mailing and matches the second one too.
fn both_mailings(said: Said, pick: usize) -> [Command; 7] {
    [claim(FIRST, 2), intent(0), reply(said), plan(SECOND), plan(SECOND), claim(SECOND, 4), intent(pick)]
}
#[test]
fn the_fence_at_the_intent() {
    is_missed(&[cut("intent", "AND d.fence = r.want_fence ", "")], &[Breach::BegunByOneWhoHoldsNothing]);
}

#[test]
fn the_state_at_the_intent() {
    is_missed(&[cut("intent", "AND d.state = 'claimed' ", "")], &[Breach::SecondCopy, Breach::BegunByOneWhoHoldsNothing]);
}

#[test]
fn the_kill_switch() {
    is_missed(&[cut("intent", "AND killed_ms IS NULL ", "")], &[Breach::BegunWhileKilled]);
}

#[test]
fn the_quarantine() {
    is_missed(&[cut("intent", " AND quarantined_ms IS NULL", "")], &[Breach::BegunInQuarantine]);
}

#[test]
fn the_time_after_which_nothing_goes_out() {
    is_missed(&[cut("intent", " AND m.useful_until_ms > $2", "")], &[Breach::BegunTooLate]);
}

#[test]
fn the_state_of_the_mailing() {
    is_missed(&[cut("intent", "AND m.state = 'sending' ", "")], &[Breach::BegunWhileNotSending, Breach::DoneWhileSomebodyWaits]);
}

#[test]
fn the_fence_at_the_outcome() {
    is_missed(&[cut("settle", " AND d.fence = r.want_fence)", ")")], &[Breach::AnothersOutcome]);
}

#[test]
fn the_doubt_of_an_attempt_that_lapsed() {
    let doubt = cut("DOUBT", "SET state = 'in_doubt'", "SET state = 'pending'");
    is_missed(&[doubt], &[Breach::AttemptBackInTheQueue]);
}

#[test]
fn the_state_at_the_claim() {
    // Everything a claim could take without breaking the table's own rules.
    let any = cut("CLAIM", "state IN ('pending', 'deferred')", "state NOT IN ('left_out')");
    is_missed(&[any], &[Breach::MovedByItself, Breach::AttemptBackInTheQueue]);
}

#[test]
fn one_row_for_one_address() {
    let rows = cut("ROWS", "ON CONFLICT (mailing_id, address_key, single_id) DO NOTHING ", "");
    let table = cut("table deliveries", ",\n    UNIQUE (mailing_id, address_key, single_id)", "");
    is_missed(&[rows, table], &[Breach::TwoRowsForOneAddress]);
}
