//! Any order of events, again and again: after every step the database is what the model foresees, and every promise
//! holds. A list that breaks one shrinks to its shortest form and is printed.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;

use dateline::model::delivery::DeliveryState;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::act::{Act, Row};
use super::command::{Command, Terms, case};
use super::facts::{AGAIN, FIRST, Facts, SECOND, approved};
use super::model::Model;
use super::promises::{Breach, Broken, Promises, rows_are_whole};
use super::real::{Real, Seen};
use super::workers::Workers;

/// A database and what is asked of it.
pub struct Machine {
    real: Real,
    /// Whether the database must be what the model foresees; without that only the promises count.
    foreseen: bool,
    tally: Tally,
}

/// How much was tried, and which ways rows took.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub steps: u64,
    moves: BTreeMap<(DeliveryState, DeliveryState), u64>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        for (moved, count) in &other.moves {
            *self.moves.entry(*moved).or_default() += count;
        }
    }

    fn count(&mut self, before: &[Row], after: &[Row]) {
        for (was, is) in before.iter().zip(after).filter(|(was, is)| was.state != is.state) {
            *self.moves.entry((was.state, is.state)).or_default() += 1;
        }
    }
}

/// A list of steps that broke a promise, as short as it gets.
pub struct Found {
    pub broken: Broken,
    pub cases: u32,
    pub story: String,
}

impl Machine {
    pub fn new(real: Real, foreseen: bool) -> Self {
        Self { real, foreseen, tally: Tally::default() }
    }

    /// Plans the first mailing and takes the steps; the first breach ends it.
    pub async fn case(&mut self, terms: Terms, commands: &[Command]) -> Result<(), Broken> {
        let facts = Facts::new(terms);
        self.real.begin_case(&facts).await;
        let rows = self.real.look().await.rows;
        let mut case =
            Case { model: Model { facts, rows: rows.clone() }, workers: Workers::new(), promises: Promises::default(), rows };
        for _ in 0..3 {
            case.step(self, &Command::Plan { mailing: FIRST, stale: false, dies: false }).await?;
        }
        for command in commands {
            case.step(self, command).await?;
        }
        case.adds_up(self).await
    }
}

struct Case {
    model: Model,
    workers: Workers,
    promises: Promises,
    /// As the database had them after the last step.
    rows: Vec<Row>,
}

impl Case {
    async fn step(&mut self, machine: &mut Machine, command: &Command) -> Result<(), Broken> {
        machine.tally.steps += 1;
        let (act, then) = self.workers.settle(command, &self.model.facts, &self.rows);
        let facts = self.model.facts.clone();
        let foreseen = self.model.apply(&act);
        if matches!(act, Act::Nothing | Act::Clock(_)) {
            return Ok(());
        }
        let said_no = |problem: dateline::store::StoreError| {
            Broken::new(Breach::NotAsForeseen, format!("the database said no to {act:?}: {problem:?}"))
        };
        let answer = machine.real.apply(&act, &facts).await.map_err(said_no)?;
        let seen = machine.real.look().await;
        self.promises.judge(&facts, &act, &answer, &self.rows, &seen.rows)?;
        if machine.foreseen {
            if answer != foreseen {
                let detail = format!("{act:?}: {foreseen:?} was foreseen, {answer:?} came");
                return Err(Broken::new(Breach::NotAsForeseen, detail));
            }
            self.compare(&act, &seen)?;
        } else {
            self.believe(&seen);
        }
        rows_are_whole(&self.model.facts, &seen.rows)?;
        machine.tally.count(&self.rows, &seen.rows);
        self.workers.learn(&then, &answer, &seen.rows);
        self.rows = seen.rows;
        Ok(())
    }

    /// New rows get the database's number; everything else must be so already.
    fn compare(&mut self, act: &Act, seen: &Seen) -> Result<(), Broken> {
        for (row, seen) in self.model.rows.iter_mut().zip(&seen.rows).filter(|(row, _)| row.id == 0) {
            row.id = seen.id;
        }
        if self.model.rows != seen.rows {
            let differ = self.model.rows.iter().zip(&seen.rows).find(|(model, real)| model != real);
            let detail =
                format!("{act:?}: {} rows foreseen, {} there; first: {differ:#?}", self.model.rows.len(), seen.rows.len());
            return Err(Broken::new(Breach::NotAsForeseen, detail));
        }
        for (number, state, started) in &seen.mailings {
            let mailing = &self.model.facts.mailings[usize::try_from(*number).unwrap()];
            if mailing.state.as_str() != state || mailing.started != *started {
                let detail = format!("{act:?}: mailing {number} is {state}, first claimed {started:?}; foreseen: {mailing:?}");
                return Err(Broken::new(Breach::NotAsForeseen, detail));
            }
        }
        Ok(())
    }

    /// Where a guard is missing the model follows the database, so that the story goes on until a promise breaks.
    fn believe(&mut self, seen: &Seen) {
        self.model.rows.clone_from(&seen.rows);
        for (number, state, started) in &seen.mailings {
            let mailing = &mut self.model.facts.mailings[usize::try_from(*number).unwrap()];
            mailing.state = dateline::model::mailing::MailingState::parse(state).unwrap();
            mailing.started = *started;
        }
    }

    async fn adds_up(&self, machine: &Machine) -> Result<(), Broken> {
        for number in [FIRST, SECOND, AGAIN].into_iter().filter(|number| self.model.facts.mailings[*number].is_there) {
            let report = machine.real.report(number, self.model.facts.now).await;
            let ledger = report.ledger;
            let sum = ledger.waiting + ledger.retrying + ledger.accepted + ledger.refused + ledger.in_doubt + ledger.left_out;
            if sum != ledger.approved || ledger.approved != approved(number) as i64 {
                return Err(Broken::new(Breach::SumIsNotWhatWasApproved, format!("mailing {number}: {report:?}")));
            }
        }
        Ok(())
    }
}

/// Runs `cases` lists; the first that breaks something is made short and told.
pub fn search(machine: impl Future<Output = Machine>, cases: u32, seed: u64, shrink: u32) -> (Tally, Option<Found>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let machine = runtime.block_on(machine);
    let (machine, last, run) = (RefCell::new(machine), RefCell::new(None), Cell::new(0));
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: shrink, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let result = runner.run(&case(), |(terms, commands)| {
        if last.borrow().is_none() {
            run.set(run.get() + 1);
        }
        runtime.block_on(machine.borrow_mut().case(terms, &commands)).map_err(|broken| {
            let reason = broken.detail.clone();
            *last.borrow_mut() = Some(broken);
            TestCaseError::fail(reason)
        })
    });
    let tally = machine.borrow().tally.clone();
    let found = match result {
        Ok(()) => None,
        Err(TestError::Fail(_, (terms, commands))) => {
            // The list told at the end is not always the one that ran last.
            let broken = runtime.block_on(machine.borrow_mut().case(terms, &commands)).unwrap_err();
            Some(Found { broken, cases: run.get(), story: story(terms, &commands) })
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    };
    (tally, found)
}

fn story(terms: Terms, commands: &[Command]) -> String {
    let mut text = format!("{terms:?}\n");
    for command in commands {
        writeln!(text, "  {command:?}").unwrap();
    }
    text
}

/// Shares the cases among as many threads, each with a database of its own.
fn explore<F: Future<Output = Real>>(threads: u32, cases: u32, open: impl Fn() -> F + Sync) -> Tally {
    let seed = number("DATELINE_TEST_SEED", 1);
    let begun = std::time::Instant::now();
    let results: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|n| {
                let open = &open;
                scope.spawn(move || {
                    search(async { Machine::new(open().await, true) }, cases / threads, seed * 1_000 + u64::from(n), 2_000)
                })
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut tally = Tally::default();
    results.iter().for_each(|(part, _)| tally.add(part));
    println!("{cases} cases, {} steps, {:.1} s, {:?}", tally.steps, begun.elapsed().as_secs_f64(), tally.moves);
    if let Some(found) = results.into_iter().find_map(|(_, found)| found) {
        panic!("{:?} in case {}\n{}\n{}", found.broken.breach, found.cases, found.broken.detail, found.story);
    }
    tally
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

fn cases(otherwise: u64) -> u32 {
    u32::try_from(number("DATELINE_TEST_CASES", otherwise)).unwrap()
}

/// Every way a row can go.
const WAYS: [(DeliveryState, DeliveryState); 17] = {
    use DeliveryState::{Accepted, Attempting, Claimed, Deferred, InDoubt, LeftOut, Pending, Refused};
    [
        (Pending, Claimed),
        (Deferred, Claimed),
        (Pending, LeftOut),
        (Deferred, LeftOut),
        (Claimed, Attempting),
        (Claimed, Pending),
        (Claimed, Deferred),
        (Claimed, Refused),
        (Claimed, LeftOut),
        (Attempting, Accepted),
        (Attempting, Deferred),
        (Attempting, Refused),
        (Attempting, InDoubt),
        (InDoubt, Accepted),
        (InDoubt, Refused),
        (InDoubt, Deferred),
        (InDoubt, LeftOut),
    ]
};

#[test]
fn every_promise_holds_in_any_order_of_events_on_sqlite() {
    let tally = explore(2, cases(2_000), || Real::sqlite(None));

    let never: Vec<_> = WAYS.into_iter().filter(|way| !tally.moves.contains_key(way)).collect();
    assert!(never.is_empty(), "no case went this way: {never:?}");
}

#[test]
fn every_promise_holds_in_any_order_of_events_on_postgresql() {
    explore(2, cases(100), Real::postgres);
}
