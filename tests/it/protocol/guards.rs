//! What each guard is good for: with one taken out of the product's own SQL, the machine finds a broken promise; with
//! none taken out, the same texts break nothing.

use super::machine::{Machine, search};
use super::promises::Breach;
use super::real::Real;
use super::texts::{Cut, Texts};

/// As many as the ordinary run has.
const CASES: u32 = 2_000;

/// Runs the machine with the cuts until a promise breaks; it must be one of those expected.
fn is_missed(cuts: &[Cut], expected: &[Breach]) {
    let texts = Texts::with(cuts);
    let machine = async { Machine::new(Real::sqlite(Some(texts)).await, false) };
    let (_, found) = search(machine, CASES, 1, 200);
    let found = found.unwrap_or_else(|| panic!("nothing breaks without {cuts:?}"));
    println!("{:?} in case {}\n{}\n{}", found.broken.breach, found.cases, found.broken.detail, found.story);
    assert!(expected.contains(&found.broken.breach), "{:?} was not expected: {}", found.broken.breach, found.broken.detail);
}

fn cut(statement: &'static str, from: &'static str, to: &'static str) -> Cut {
    Cut { statement, from, to }
}

#[test]
fn the_texts_as_they_are_break_nothing() {
    let (steps, found) = search(async { Machine::new(Real::sqlite(Some(Texts::with(&[]))).await, true) }, 200, 3, 200);
    assert!(found.is_none_or(|found| panic!("{}\n{}", found.broken.detail, found.story)) && steps > 10_000);
}

#[test]
fn suppressions_at_the_gate() {
    let all = "AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = d.address_key AND s.lifted_ms IS NULL \
        AND (s.until_ms";
    let none = "AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE FALSE AND (s.until_ms";
    is_missed(&[cut("INTENT", all, none)], &[Breach::BegunAfterLeaving]);
}

#[test]
fn dead_mailboxes_at_the_gate() {
    is_missed(&[cut("INTENT", "AND s.reason = 'bounced'", "AND FALSE")], &[Breach::BegunAfterLeaving]);
}

#[test]
fn the_fence_at_the_intent() {
    is_missed(&[cut("INTENT", "AND d.fence = r.want_fence ", "")], &[Breach::BegunByOneWhoHoldsNothing]);
}

#[test]
fn the_state_at_the_intent() {
    is_missed(&[cut("INTENT", "AND d.state = 'claimed' ", "")], &[Breach::SecondCopy, Breach::BegunByOneWhoHoldsNothing]);
}

#[test]
fn the_kill_switch() {
    is_missed(&[cut("INTENT", "AND killed_ms IS NULL ", "")], &[Breach::BegunWhileKilled]);
}

#[test]
fn the_quarantine() {
    is_missed(&[cut("INTENT", " AND quarantined_ms IS NULL", "")], &[Breach::BegunInQuarantine]);
}

#[test]
fn the_digest_in_the_mailing() {
    is_missed(&[cut("INTENT", "AND m.approval_digest = r.want_digest ", "")], &[Breach::BegunWithoutThisApproval]);
}

#[test]
fn the_digest_in_the_approval() {
    is_missed(&[cut("INTENT", "AND a.digest = r.want_digest ", "")], &[Breach::BegunWithoutThisApproval]);
}

#[test]
fn the_void_of_an_approval() {
    is_missed(&[cut("INTENT", "AND a.voided_ms IS NULL ", "")], &[Breach::BegunAfterVoid]);
}

#[test]
fn the_time_before_which_nothing_goes_out() {
    is_missed(&[cut("INTENT", "AND m.not_before_ms <= $2 ", "")], &[Breach::BegunTooEarly]);
}

#[test]
fn the_time_after_which_nothing_goes_out() {
    is_missed(&[cut("INTENT", " AND m.useful_until_ms > $2", "")], &[Breach::BegunTooLate]);
}

#[test]
fn the_withdrawal_of_the_version() {
    is_missed(&[cut("INTENT", "AND v.withdrawn_ms IS NULL ", "")], &[Breach::BegunAfterWithdrawal]);
}

#[test]
fn the_state_of_the_mailing() {
    is_missed(
        &[cut("INTENT", "AND m.state = 'sending' ", "")],
        &[Breach::BegunWhileNotSending, Breach::DoneWhileSomebodyWaits],
    );
}

#[test]
fn the_digest_of_the_bytes() {
    is_missed(&[cut("INTENT", "AND (d.sha256 IS NULL OR d.sha256 = r.copy_sha) ", "")], &[Breach::OtherBytes]);
}

#[test]
fn the_fence_at_the_outcome() {
    is_missed(&[cut("SETTLE", " AND d.fence = r.want_fence)", ")")], &[Breach::AnothersOutcome]);
}

#[test]
fn the_fence_of_a_late_reply() {
    is_missed(&[cut("SETTLE", " AND d.fence = r.want_fence + 1", "")], &[Breach::AnothersOutcome]);
}

#[test]
fn the_doubt_of_an_attempt_that_lapsed() {
    let doubt = cut("DOUBT", "SET state = 'in_doubt'", "SET state = 'pending'");
    is_missed(&[doubt], &[Breach::AttemptBackInTheQueue]);
}

#[test]
fn the_state_at_the_claim() {
    let expected = [Breach::MovedByItself, Breach::AttemptBackInTheQueue];
    is_missed(&[cut("CLAIM", "AND state IN ('pending', 'deferred') ", "")], &expected);
}

#[test]
fn leaving_out_whoever_has_the_version() {
    let cut = cut("ROWS", "CASE WHEN r.has THEN 'left_out' ELSE 'pending' END, CASE WHEN r.has", "'pending', CASE WHEN FALSE");
    is_missed(&[cut], &[Breach::SecondCopyOfOneVersion]);
}

#[test]
fn leaving_out_whoever_may_have_the_version() {
    is_missed(&[cut("ROWS", ", 'in_doubt')))", ")))")], &[Breach::SecondCopyOfOneVersion]);
}

#[test]
fn one_row_for_one_address() {
    let rows = cut("ROWS", "ON CONFLICT (mailing_id, address_key, single_id) DO NOTHING ", "");
    let table = cut("table deliveries", ",\n    UNIQUE (mailing_id, address_key, single_id)", "");
    is_missed(&[rows, table], &[Breach::TwoRowsForOneAddress]);
}
