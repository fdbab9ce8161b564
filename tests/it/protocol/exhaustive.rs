//! Every order there is, for one delivery and two workers, with bounded trouble: a breadth-first walk over all states
//! of the protocol in plain Rust. The protocol breaks nothing; each wrong variant breaks what it is expected to, and
//! the shortest way there is printed.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::one_delivery::{Breach, Rules, State, Step};

/// Deep enough for a claim, a doubt, a second try and a stale report of each.
const HIGHEST_FENCE: u8 = 5;

/// A wrong step: from which state, and where it led.
type Wrong = (State, Step);

struct Walk {
    states: usize,
    /// The shortest way to each breach.
    breaches: BTreeMap<Breach, Vec<Step>>,
}

impl Walk {
    /// All states, the two workers taken for one another; or, where a breach is `expected`, as many as it takes.
    fn over(rules: Rules, expected: &[Breach]) -> Self {
        let start = State::new(rules);
        let mut came: HashMap<State, Option<(State, Step)>> = HashMap::from([(start, None)]);
        let mut todo = VecDeque::from([start]);
        let mut wrong: BTreeMap<Breach, Wrong> = BTreeMap::new();
        while let Some(state) = todo.pop_front() {
            if !expected.is_empty() && expected.iter().all(|breach| wrong.contains_key(breach)) {
                break;
            }
            for step in Step::ALL {
                let Some((next, breach)) = state.after(step, rules) else { continue };
                if let Some(breach) = breach {
                    // What follows a breach is of no interest.
                    wrong.entry(breach).or_insert((state, step));
                    continue;
                }
                let next = if expected.is_empty() { next.with_workers_in_order() } else { next };
                if next.fence() <= HIGHEST_FENCE && !came.contains_key(&next) {
                    came.insert(next, Some((state, step)));
                    todo.push_back(next);
                }
            }
        }
        let breaches = wrong.into_iter().map(|(breach, (state, last))| (breach, way_to(&came, state, last))).collect();
        Self { states: came.len(), breaches }
    }

    fn print(&self, name: &str) {
        println!("{name}: {} states", self.states);
        for (breach, steps) in &self.breaches {
            println!("  {breach:?} in {} steps: {steps:?}", steps.len());
        }
    }
}

fn way_to(came: &HashMap<State, Option<(State, Step)>>, state: State, last: Step) -> Vec<Step> {
    let mut steps = vec![last];
    let mut at = state;
    while let Some((before, step)) = came[&at] {
        steps.push(step);
        at = before;
    }
    steps.reverse();
    steps
}

fn breaks(name: &str, rules: Rules, expected: &[Breach]) {
    let walk = Walk::over(rules, expected);
    walk.print(name);
    for breach in expected {
        assert!(walk.breaches.contains_key(breach), "{name} was expected to break {breach:?}");
    }
}

#[test]
fn no_order_of_events_breaks_the_protocol() {
    let walk = Walk::over(Rules { resends: 0, ..Rules::PROTOCOL }, &[]);
    walk.print("the protocol");
    assert!(walk.breaches.is_empty() && walk.states > 1_000);
}

#[test]
fn no_order_of_events_breaks_the_protocol_when_people_send_again() {
    let walk = Walk::over(Rules::PROTOCOL, &[]);
    walk.print("with a second try after a doubt");
    assert!(walk.breaches.is_empty() && walk.states > 1_000);
}

#[test]
fn without_the_fence_outcomes_land_on_the_wrong_attempt() {
    let rules = Rules { fence_at_intent: false, fence_at_outcome: false, ..Rules::PROTOCOL };
    breaks("no fence", rules, &[Breach::AnothersOutcome]);
}

#[test]
fn a_reaper_that_puts_attempts_back_makes_second_copies() {
    let rules = Rules { reaper_requeues: true, resends: 0, ..Rules::PROTOCOL };
    breaks("the reaper puts attempts back", rules, &[Breach::SecondCopy, Breach::SentButNotOnRecord]);
}

#[test]
fn gates_asked_only_at_the_claim_let_mail_out_after_leaving_killing_and_pausing() {
    let rules = Rules { gates_at_intent: false, resends: 0, ..Rules::PROTOCOL };
    breaks("gates only at the claim", rules, &[Breach::BegunAfterLeaving, Breach::BegunWhileKilled, Breach::BegunWhilePaused]);
}

#[test]
fn an_outcome_without_the_fence_of_its_attempt_settles_another() {
    breaks("outcomes of any attempt", Rules { fence_at_outcome: false, ..Rules::PROTOCOL }, &[Breach::AnothersOutcome]);
}

#[test]
fn an_intent_after_the_dot_comes_too_late() {
    let rules = Rules { intent_before_body: false, resends: 0, ..Rules::PROTOCOL };
    let expected = [Breach::SecondCopy, Breach::BegunAfterLeaving, Breach::BegunWhileKilled, Breach::SentButNotOnRecord];
    breaks("the intent after the dot", rules, &expected);
}

#[test]
fn a_claim_that_does_not_ask_for_the_state_takes_a_copy_under_way() {
    breaks("a claim of any row", Rules { claim_of_waiting: false, resends: 0, ..Rules::PROTOCOL }, &[Breach::SecondCopy]);
}

#[test]
fn a_late_not_now_that_settles_doubts_settles_those_of_others() {
    let rules = Rules { late_reply_is_final: false, resends: 0, ..Rules::PROTOCOL };
    breaks("a late not-now settles a doubt", rules, &[Breach::AnothersOutcome]);
}
