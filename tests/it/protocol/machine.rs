//! Any order of events, again and again: after every step the database is what the model foresees, and every promise
//! holds. A list that breaks one shrinks to its shortest form and is printed.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::act::{Act, Row};
use super::command::{Command, Terms, case};
use super::facts::{FIRST, Facts, approved};
use super::model::Model;
use super::promises::{Breach, Broken, Promises, rows_are_whole};
use super::real::{Real, Seen};
use super::workers::Workers;

/// A database and what is asked of it.
pub struct Machine {
    real: Real,
    /// Whether the database must be what the model foresees; without that only the promises count.
    foreseen: bool,
    pub steps: u64,
}

/// A list of steps that broke a promise, as short as it gets.
pub struct Found {
    pub broken: Broken,
    pub cases: u32,
    pub story: String,
}

impl Machine {
    pub fn new(real: Real, foreseen: bool) -> Self {
        Self { real, foreseen, steps: 0 }
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
        machine.steps += 1;
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
        for number in machine.real.mailings().into_iter().filter(|number| self.model.facts.mailings[*number].is_there) {
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
pub fn search(machine: impl Future<Output = Machine>, cases: u32, seed: u64, shrink: u32) -> (u64, Option<Found>) {
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
    let steps = machine.borrow().steps;
    let found = match result {
        Ok(()) => None,
        Err(TestError::Fail(_, (terms, commands))) => {
            // The list told at the end is not always the one that ran last.
            let broken = runtime.block_on(machine.borrow_mut().case(terms, &commands)).unwrap_err();
            Some(Found { broken, cases: run.get(), story: story(terms, &commands) })
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    };
    (steps, found)
}

fn story(terms: Terms, commands: &[Command]) -> String {
    let mut text = format!("{terms:?}\n");
    for command in commands {
        writeln!(text, "  {command:?}").unwrap();
    }
    text
}

/// Shares the cases among as many threads, each with a database of its own.
fn explore<F: Future<Output = Real>>(threads: u32, cases: u32, open: impl Fn() -> F + Sync) {
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
    let steps: u64 = results.iter().map(|(steps, _)| steps).sum();
    println!("{cases} cases, {steps} steps, {:.1} s", begun.elapsed().as_secs_f64());
    if let Some(found) = results.into_iter().find_map(|(_, found)| found) {
        panic!("{:?} in case {}\n{}\n{}", found.broken.breach, found.cases, found.broken.detail, found.story);
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

fn cases(otherwise: u64) -> u32 {
    u32::try_from(number("DATELINE_TEST_CASES", otherwise)).unwrap()
}

#[test]
fn every_promise_holds_in_any_order_of_events_on_sqlite() {
    explore(2, cases(2_000), || Real::sqlite(None));
}

#[test]
fn every_promise_holds_in_any_order_of_events_on_postgresql() {
    explore(2, cases(100), Real::postgres);
}
