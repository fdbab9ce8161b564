//! Who gets what, and why: the order of the lines, the way to a person, trying rules without consequences.

use std::collections::BTreeMap;

use dateline::clock::{Clock, DAY, HOUR};
use dateline::inbox::inquiry::By;
use dateline::inbox::place::Arrived;
use dateline::inbox::route::check::{Lint, Wrong, lints};
use dateline::inbox::route::facts::{Existing, Facts, World};
use dateline::inbox::route::keywords::Text;
use dateline::inbox::route::lines::{Decision, Standing, decide};
use dateline::inbox::route::replay::replay;
use dateline::inbox::route::save::{Saved, save};
use dateline::inbox::route::sentence::{fact, passed_by, sentence, step};
use dateline::inbox::route::trace::{From, Step, Trace};
use dateline::inbox::route::{move_it, try_it};
use dateline::model::address::EmailAddress;
use dateline::model::duty::{Duty, Mode, Override, Rota, Shift, Weeks};
use dateline::model::ids::{ALL_ISSUES, OfficerId, ReleaseId, RotaId};
use dateline::model::inbound::Envelope;
use dateline::model::inquiry::SenderCheck;
use dateline::model::routing::{DeskTime, Field, Hours, LabelRule, LanguageDesk, Line, Row, Ruleset, Target, Until};
use dateline::model::vocabulary::Vocabulary;
use jiff::tz::TimeZone;

use super::kit::{DANA, LEE, MENA, NADIA, NOW, Office, SAM, SOON, away, due_in, duty, mail};
use crate::support::both_databases;

const NIGHT: RotaId = RotaId(1);

fn facts(words: &Vocabulary) -> Facts {
    Facts {
        at: NOW,
        release: None,
        regions: words.region("Egypt").map(|id| (id, From::Message)).into_iter().collect(),
        issues: vec![(ALL_ISSUES, From::Message)],
        language: ("en".to_owned(), From::Message),
        text: Text::new("Clinics in Egypt", "Are clinics open?"),
        outlet: None,
        contact: None,
        reporter_key: "jane@courier.example".to_owned(),
        segments: Vec::new(),
        written_to: vec!["press@office.example".to_owned()],
        deadline: None,
        urgent: false,
        sender: SenderCheck::New,
        labels: Vec::new(),
        pinned: None,
        release_contact: None,
        last_handler: None,
        existing: None,
    }
}

fn line(name: &str, when: Vec<Row>, target: Target) -> Line {
    Line {
        name: name.to_owned(),
        enabled: true,
        from: None,
        until: None,
        when,
        except: None,
        target,
        after_hours: None,
        urgent: false,
        watchers: Vec::new(),
        restricted: false,
    }
}

fn row(is: Field) -> Row {
    Row { is, not: false }
}

fn rules(lines: Vec<Line>) -> Ruleset {
    Ruleset { lines, fallback: vec![LEE], ..Ruleset::default() }
}

fn route(rules: &Ruleset, facts: &Facts, duty: &Duty, words: &Vocabulary) -> Decision {
    let loads = BTreeMap::new();
    decide(Standing { version: 1, rules, world: World { duty, words }, loads: &loads }, &mut facts.clone())
}

fn night(duty: &mut Duty, primary: OfficerId, backup: Option<OfficerId>) {
    let shift = |weekday| Shift { weeks: Weeks::Every, weekday, starts: 18 * 60, ends: 9 * 60, primary, backup };
    let zone = TimeZone::get("America/New_York").unwrap();
    duty.rotas.push(Rota {
        id: NIGHT,
        name: "Duty officer".to_owned(),
        zone,
        shifts: (1..=7).map(shift).collect(),
        overrides: Vec::new(),
    });
    duty.desks[0].after = Some(NIGHT);
}

/// 21:00 on that Monday in New York.
const EVENING: i64 = NOW + 11 * HOUR;

#[test]
fn the_lines_are_looked_at_in_their_order_and_the_first_that_leads_to_somebody_decides() {
    let words = Vocabulary::shipped();
    let duty = duty(Mode::Pick);
    let base = facts(&words);
    let rules = Ruleset {
        lines: vec![line("Egypt", vec![row(Field::Keywords(vec!["egypt".to_owned()]))], Target::Officer(SAM))],
        languages: vec![LanguageDesk { language: "es".to_owned(), desk: MENA }],
        fallback: vec![LEE],
        ..Ruleset::default()
    };
    let decided = |facts: &Facts| route(&rules, facts, &duty, &words).trace.decided().unwrap().line.clone();
    let other = Facts { text: Text::new("Else", ""), ..base.clone() };
    let spanish = Facts { language: ("es".to_owned(), From::Message), ..other.clone() };
    let about = Facts { release: Some((ReleaseId(1), "Clinics".to_owned())), release_contact: Some(NADIA), ..spanish.clone() };
    let pinned = Facts { pinned: Some(DANA), ..base.clone() };
    let existing = Facts { existing: Some(Existing { owner: Some(NADIA), desk: None }), ..pinned.clone() };
    let found = [&existing, &pinned, &base, &about, &spanish, &other].map(decided);
    assert_eq!(found, ["a", "b", "1", "d", "e", "f"]);
    // A release that names nobody of ours, and an owner who is gone, let the next line try.
    assert_eq!(decided(&Facts { release_contact: None, ..about }), "e");
    assert_eq!(decided(&Facts { existing: Some(Existing { owner: Some(OfficerId(99)), desk: None }), ..base }), "1");
}

#[test]
fn labels_come_first_and_words_are_never_those_of_the_quotation() {
    let words = Vocabulary::shipped();
    let duty = duty(Mode::Pick);
    let label = |label: &str, is| LabelRule { label: label.to_owned(), when: vec![row(is)], except: None };
    let rules = Ruleset {
        labels: vec![
            label("death penalty", Field::Keywords(vec!["execution".to_owned()])),
            label("urgent topic", Field::Label(vec!["Death Penalty".to_owned()])),
        ],
        ..rules(vec![line("Law", vec![row(Field::Label(vec!["urgent topic".to_owned()]))], Target::Officer(SAM))])
    };
    let about = Facts { text: Text::new("EXECUTION in Texas", ""), ..facts(&words) };
    let decision = route(&rules, &about, &duty, &words);
    assert_eq!((decision.owner, decision.labels), (Some(SAM), vec!["death penalty".to_owned(), "urgent topic".to_owned()]));
    // "Yes, call." under a quoted release full of the word.
    let two_words = Facts { text: Text::new("Re: statement", "Yes, call."), ..facts(&words) };
    assert_eq!(route(&rules, &two_words, &duty, &words).trace.decided().unwrap().line, "f");
}

#[test]
fn a_closed_desk_sends_to_the_line_s_own_answer_or_the_rota_and_the_backup_stands_in() {
    let words = Vocabulary::shipped();
    let mut duty = duty(Mode::Pick);
    night(&mut duty, SAM, Some(NADIA));
    let evening = Facts { at: EVENING, ..facts(&words) };
    let to_desk = |after_hours| rules(vec![Line { after_hours, ..line("All", vec![], Target::Desk(MENA)) }]);

    let by_rota = route(&to_desk(None), &evening, &duty, &words);
    assert_eq!((by_rota.owner, by_rota.desk), (Some(SAM), Some(MENA)));
    assert!(matches!(by_rota.trace.steps[..], [Step::DeskClosed { .. }, Step::AfterHours { .. }, Step::Shift { .. }]));
    assert_eq!(route(&to_desk(Some(Target::Officer(LEE))), &evening, &duty, &words).owner, Some(LEE));

    duty.absences.push(away(SAM, None));
    assert_eq!(route(&to_desk(None), &evening, &duty, &words).owner, Some(NADIA));
    duty.absences.push(away(NADIA, None));
    let nobody = route(&to_desk(None), &evening, &duty, &words);
    assert_eq!((nobody.owner, nobody.told.clone(), nobody.desk), (None, vec![LEE], Some(MENA)));
    let over = Override { starts: EVENING - HOUR, ends: EVENING + HOUR, officer: DANA, made_by: "Lee".to_owned() };
    duty.rotas[0].overrides.push(over);
    let covered = route(&to_desk(None), &evening, &duty, &words);
    assert_eq!(covered.owner, Some(DANA));
    assert!(
        sentence(&covered.trace, "en")
            .contains("Dana covers for Sam (Duty officer) until 2026-11-23 22:00 (America/New_York), as Lee arranged.")
    );

    duty.rotas[0].shifts.clear();
    duty.rotas[0].overrides.clear();
    let gap = route(&to_desk(None), &evening, &duty, &words);
    assert_eq!((gap.gap, gap.told), (Some(NIGHT), vec![LEE]));
}

#[test]
fn an_officer_who_is_away_is_stood_in_for_by_the_deputy_else_by_the_desk() {
    let words = Vocabulary::shipped();
    let mut duty = duty(Mode::Turns);
    let to_dana = rules(vec![line("Dana's", vec![], Target::Officer(DANA))]);
    duty.absences = vec![away(DANA, Some(LEE))];
    assert_eq!(route(&to_dana, &facts(&words), &duty, &words).owner, Some(LEE));
    duty.absences = vec![away(DANA, None)];
    let by_desk = route(&to_dana, &facts(&words), &duty, &words);
    assert_eq!((by_desk.owner, by_desk.desk), (Some(SAM), Some(MENA)));
    // All away: it ends in the fallback, however they point at each other.
    duty.absences = vec![away(DANA, Some(SAM)), away(SAM, Some(DANA)), away(NADIA, None)];
    duty.desks[0].lead = Some(DANA);
    assert_eq!(route(&to_dana, &facts(&words), &duty, &words).told, [LEE]);
}

#[test]
fn a_follow_up_waits_for_its_owner_only_when_it_can() {
    // The owner went off shift with the conversation; the customer writes again, and somebody must see it in time.
    let words = Vocabulary::shipped();
    let mut duty = duty(Mode::Pick);
    let follow_up = Facts { existing: Some(Existing { owner: Some(DANA), desk: Some(MENA) }), ..facts(&words) };
    let rules = rules(vec![]);
    let on_duty = route(&rules, &follow_up, &duty, &words);
    assert_eq!((on_duty.owner, on_duty.told), (Some(DANA), vec![DANA]));

    duty.absences = vec![away(DANA, Some(SAM))];
    let can_wait = route(&rules, &follow_up, &duty, &words);
    assert_eq!((can_wait.owner, can_wait.told.clone()), (Some(DANA), vec![DANA]));
    assert!(sentence(&can_wait.trace, "en").contains("It can wait for Dana."));
    let after_return = Facts { deadline: Some(NOW + 3 * DAY), ..follow_up.clone() };
    assert_eq!(route(&rules, &after_return, &duty, &words).owner, Some(DANA));

    for pressing in [Facts { deadline: Some(NOW + SOON), ..follow_up.clone() }, Facts { urgent: true, ..follow_up.clone() }] {
        let covered = route(&rules, &pressing, &duty, &words);
        assert_eq!((covered.owner, covered.told), (Some(SAM), vec![SAM, DANA]), "the owner is told as well");
    }

    // Off shift at night without any absence.
    let mut at_night = super::kit::duty(Mode::Pick);
    night(&mut at_night, NADIA, None);
    let evening = Facts { at: EVENING, deadline: Some(EVENING + HOUR), ..follow_up };
    assert_eq!(route(&rules, &evening, &at_night, &words).owner, Some(NADIA));
    assert_eq!(route(&rules, &Facts { deadline: None, ..evening }, &at_night, &words).owner, Some(DANA));
}

/// Every field, every target, every state of the people, in turn.
#[test]
fn a_hundred_decisions_say_their_rule_their_facts_and_every_step() {
    let words = Vocabulary::shipped();
    let egypt = words.region("Egypt").unwrap();
    let fields = [
        Field::Region(vec![egypt]),
        Field::Issue(vec![ALL_ISSUES]),
        Field::Language(vec!["en".to_owned(), "fr".to_owned()]),
        Field::Keywords(vec!["clinics".to_owned()]),
        Field::AllKeywords(vec!["clinics".to_owned(), "open".to_owned()]),
        Field::WrittenTo(vec!["press@office.example".to_owned()]),
        Field::Deadline(Until::Within(4)),
        Field::Sender(vec![SenderCheck::New]),
        Field::Reporter(vec!["jane@courier.example".to_owned()]),
        Field::Time(DeskTime { desk: MENA, any_of: vec![Hours::Open, Hours::Closed] }),
    ];
    let targets =
        [Target::Desk(MENA), Target::Officer(DANA), Target::Rota(NIGHT), Target::ReleaseContact, Target::LastHandler(30)];
    let mut seen = 0;
    for (at, is) in fields.iter().enumerate() {
        for (to, target) in targets.into_iter().enumerate() {
            for evening in [false, true] {
                let mode = Mode::ALL[(at + to) % 3];
                let mut duty = duty(mode);
                night(&mut duty, SAM, Some(NADIA));
                if (at + to) % 2 == 0 {
                    duty.absences = vec![away(DANA, (at % 4 == 0).then_some(LEE)), away(SAM, None)];
                }
                let instant = if evening { EVENING } else { NOW };
                let facts = Facts {
                    at: instant,
                    deadline: Some(instant + HOUR),
                    release: Some((ReleaseId(1), "Clinics open".to_owned())),
                    release_contact: Some(NADIA),
                    last_handler: Some((SAM, instant - DAY)),
                    ..facts(&words)
                };
                let other = row(Field::Keywords(vec!["volcano".to_owned()]));
                let rules = rules(vec![
                    line("Other", vec![other], Target::Officer(LEE)),
                    line("The “line”", vec![row(is.clone())], target),
                ]);
                let decision = route(&rules, &facts, &duty, &words);
                says_all(&decision.trace);
                assert!(!decision.told.is_empty());
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 100);
}

fn says_all(trace: &Trace) {
    let decided = trace.decided().unwrap();
    assert_eq!(Trace::parse(&trace.to_json()).unwrap(), *trace);
    assert!(!trace.steps.is_empty());
    for language in ["en", "es", "ar"] {
        let said = sentence(trace, language);
        assert!(said.contains(&decided.name) && said.contains('2'), "the rule: {said}");
        for one in &decided.facts {
            assert!(said.contains(&one.value) && said.contains(&fact(one, language)), "the fact: {said}");
        }
        for one in &trace.steps {
            assert!(said.contains(&step(one, language)), "the step {one:?}: {said}");
        }
        if let Some(owner) = &trace.owner {
            assert!(said.contains(&owner.name), "{said}");
        }
        assert!(!said.contains("route-") && !said.contains('{'), "{said}");
        // The table says of every other line why not.
        for line in trace.lines.iter().filter(|line| line.no.is_some()) {
            let why = passed_by(line, language).unwrap();
            assert!(!why.is_empty() && !why.contains("route-"), "{why}");
        }
    }
}

#[test]
fn rules_by_which_a_message_could_reach_nobody_are_not_saved_and_others_are_remarked_on() {
    let words = Vocabulary::shipped();
    let mut duty = duty(Mode::Pick);
    let wrong = |rules: &Ruleset, duty: &Duty| dateline::inbox::route::check::wrong(rules, duty, NOW);
    assert_eq!(wrong(&Ruleset::default(), &duty), [Wrong::NoFallback]);
    assert_eq!(wrong(&Ruleset { fallback: vec![OfficerId(99)], ..Ruleset::default() }, &duty), [Wrong::NoFallback]);
    let circle = Line { after_hours: Some(Target::Desk(MENA)), ..line("x", vec![], Target::Desk(MENA)) };
    let empty = line("", vec![row(Field::Keywords(vec![]))], Target::Desk(MENA));
    assert_eq!(wrong(&rules(vec![circle, empty]), &duty), [Wrong::Circle(1), Wrong::Nameless(2), Wrong::EmptyRow(2)]);
    let nine = vec![row(Field::AnyRelease(true)); 9];
    assert_eq!(wrong(&rules(vec![line("x", nine, Target::Desk(MENA))]), &duty), [Wrong::TooManyRows(1)]);
    // Next week everybody of the fallback is away for a day.
    let mut next_week = away(LEE, None);
    (next_week.starts, next_week.ends) = (NOW + 7 * DAY, NOW + 8 * DAY);
    duty.absences.push(next_week);
    assert_eq!(wrong(&rules(vec![]), &duty), [Wrong::FallbackAway(NOW + 7 * DAY)]);
    assert_eq!(wrong(&Ruleset { fallback: vec![LEE, SAM], ..Ruleset::default() }, &duty), []);

    night(&mut duty, SAM, None);
    duty.rotas[0].shifts.pop();
    let egypt = words.region("Egypt").unwrap();
    let africa = words.region("Africa").unwrap();
    let lined = rules(vec![
        line("Africa", vec![row(Field::Region(vec![africa]))], Target::Desk(MENA)),
        line("Egypt", vec![row(Field::Region(vec![egypt])), row(Field::Language(vec!["ar".to_owned()]))], Target::Officer(SAM)),
        line("Gone", vec![row(Field::Label(vec!["nobody sets it".to_owned()]))], Target::Officer(OfficerId(77))),
    ]);
    let found = lints(&lined, &[], &duty, &words, NOW);
    assert!(found.contains(&Lint::Shadowed { line: 2, by: 1 }));
    assert!(found.contains(&Lint::Unreachable { line: 3, target: Target::Officer(OfficerId(77)) }));
    assert!(found.contains(&Lint::UnknownLabel { line: 3, label: "nobody sets it".to_owned() }));
    assert!(found.iter().any(|one| matches!(one, Lint::Gap { rota: NIGHT, .. })));
    // The other way round nothing shadows anything, and a narrower exception does not either.
    let mut turned = lined.clone();
    turned.lines.swap(0, 1);
    assert!(!lints(&turned, &[], &duty, &words, NOW).iter().any(|one| matches!(one, Lint::Shadowed { .. })));
}

both_databases! {
    async fn turns_are_fair_and_survive_a_restart_and_whoever_is_away_gets_none(db: TestDb) {
        let mut office = Office::new(db, Mode::Turns).await;
        office.duty.absences.push(away(NADIA, None));
        office.rules(&rules(vec![line("All", vec![], Target::Desk(MENA))])).await;
        let mut ids = Vec::new();
        for n in 0..9 {
            // A copy of the picture that knows of no turn, as after a restart: whose turn it was is in the database.
            office.duty.desks[0].last_turn = None;
            ids.push(office.placed(&mail(&format!("r{n}@paper{n}.example"), &format!("Question {n} on law"), "Hello")).await.inquiry);
        }
        assert_eq!(office.owners(&ids).await, BTreeMap::from([(Some(DANA), 5), (Some(SAM), 4)]));
    }

    async fn a_decision_is_kept_with_its_trace_and_says_itself(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.released("New clinics open", &["jane@courier.example"]).await;
        let first = Line { urgent: true, watchers: vec![NADIA], restricted: true,
            ..line("Wires", vec![row(Field::Keywords(vec!["reuters".to_owned()]))], Target::Officer(SAM)) };
        office.rules(&rules(vec![first])).await;

        // No line fits: the press contact named on the release has it.
        let by_release = office.placed(&mail("jane@courier.example", "Re: New clinics open", "Hi").replying(&office.copy_id(1))).await;
        assert_eq!(office.inquiry(by_release.inquiry).await.owner, Some(LEE));
        let by_line = office.placed(&mail("a@wire.example", "Reuters query on law", "Hi")).await;
        let inquiry = office.inquiry(by_line.inquiry).await;
        assert_eq!((inquiry.owner, inquiry.urgent, inquiry.restricted), (Some(SAM), true, true));
        assert_eq!(by_line.decision.unwrap().told, [SAM, NADIA]);

        let (_, text) = dateline::store::routings::traces(&office.db.store, by_line.inquiry, 5).await.unwrap().remove(0);
        let trace = Trace::parse(&text).unwrap();
        assert_eq!(sentence(&trace, "en"),
            "Sam has it because line 1 “Wires” fits: a word in it is reuters (from the message). Sam is on duty. Told as well: Nadia.");
    }

    async fn trying_writes_nothing_at_all(db: TestDb) {
        let office = Office::new(db, Mode::Turns).await;
        office.released("New clinics open", &["jane@courier.example"]).await;
        let in_force = rules(vec![line("All", vec![], Target::Desk(MENA))]);
        office.rules(&in_force).await;
        let mut ids = Vec::new();
        for n in 0..12 {
            let subject = if n < 3 { format!("Volcano {n} in Iceland") } else { format!("Question {n} on law") };
            ids.push(office.placed(&mail(&format!("r{n}@paper{n}.example"), &subject, "Hello")).await.inquiry);
        }
        let before = office.db.dump().await;

        let tried = mail("new@courier.example", "Re: New clinics open", "A question").replying(&office.copy_id(1));
        let read = tried.read();
        let sender = EmailAddress::parse(&tried.address).unwrap();
        let envelope = Envelope { return_path: String::new(), recipients: vec!["press@office.example".to_owned()] };
        let times = [due_in(SOON)];
        let arrived = Arrived { inbound: None, received: NOW, envelope: &envelope, read: &read, sender: Some(&sender), sender_name: "New",
            recovered: "", check: SenderCheck::New, times: &times, human: true };
        let outcome = try_it::message(&office.db.store, office.means(), &arrived, NOW).await.unwrap();
        assert_eq!(outcome.route.trace.decided().unwrap().name, "All");
        assert!(outcome.route.trace.facts.iter().any(|one| one.field == "outlet" && one.value == "The Courier"));
        let picked = try_it::inquiry(&office.db.store, ids[0], None, office.means()).await.unwrap().unwrap();
        assert!(picked.owner.is_some());

        let volcano = line("Volcanoes", vec![row(Field::Keywords(vec!["volcano".to_owned()]))], Target::Officer(LEE));
        let mut new = in_force.clone();
        new.lines.insert(0, volcano);
        let world = World { duty: &office.duty, words: &office.words };
        let replayed = replay(&office.db.store, &new, (world, &office.ours), "en", NOW).await.unwrap();
        assert_eq!((replayed.looked, replayed.elsewhere), (12, 3));
        assert_eq!(replayed.listed.iter().map(|one| one.inquiry).collect::<Vec<_>>(), ids[..3]);
        assert!(replayed.listed[0].after.contains("Volcanoes") && replayed.listed[0].before.contains("All"));

        assert_eq!(office.db.dump().await, before);
    }

    async fn rules_are_saved_as_versions_and_two_who_save_at_once_do_not_overwrite_each_other(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        let store = &office.db.store;
        let good = rules(vec![line("All", vec![], Target::Desk(MENA))]);
        assert_eq!(save(store, (&good, 0), &office.duty, "", "Dana", NOW).await.unwrap(), Saved::Version(1));
        assert_eq!(save(store, (&good, 0), &office.duty, "", "Sam", NOW).await.unwrap(), Saved::Overtaken);
        let nobody = Ruleset { fallback: vec![], ..good.clone() };
        assert_eq!(save(store, (&nobody, 1), &office.duty, "", "Sam", NOW).await.unwrap(), Saved::Refused(vec![Wrong::NoFallback]));
        assert_eq!(dateline::store::routings::current(store).await.unwrap(), (1, good));
    }

    async fn moving_it_can_be_for_once_for_a_reporter_or_as_a_line(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.rules(&rules(vec![])).await;
        let store = &office.db.store;
        let by = By { actor: "Dana", officer: Some(DANA), seen: None, now: NOW };
        let first = office.placed(&mail("jane@courier.example", "A question on Nevada", "Hello")).await.inquiry;

        move_it::once(store, first, Target::Officer(SAM), by).await.unwrap();
        assert_eq!(office.inquiry(first).await.owner, Some(SAM));
        let second = office.placed(&mail("jane@courier.example", "Another one on Utah", "Hello")).await;
        assert_eq!(office.inquiry(second.inquiry).await.owner, None);

        move_it::this_reporter(store, second.inquiry, NADIA, by).await.unwrap();
        let third = office.placed(&mail("jane@courier.example", "The third one on Ohio", "Hello")).await;
        assert_eq!(office.inquiry(third.inquiry).await.owner, Some(NADIA));
        assert_eq!(third.decision.unwrap().trace.decided().unwrap().line, "b");

        let learned = move_it::line(&facts(&office.words), "Egypt", Target::Officer(SAM));
        office.rules(&move_it::with_line(&rules(vec![]), learned)).await;
        let fourth = office.placed(&mail("tom@gazette.example", "What about Egypt and all of it?", "Hello")).await;
        let trace = fourth.decision.unwrap().trace;
        assert!(trace.lines.iter().any(|line| line.name == "Egypt"));
        move_it::unpin(store, "jane@courier.example", by).await.unwrap();
        assert_eq!(office.count("pinned_reporters").await, 0);
    }

    async fn a_follow_up_reaches_the_cover_and_the_owner_hears_of_it(db: TestDb) {
        let mut office = Office::new(db, Mode::Pick).await;
        office.rules(&rules(vec![line("All", vec![], Target::Officer(DANA))])).await;
        let first = office.placed(&mail("jane@courier.example", "A question on Nevada", "Hello")).await;
        assert_eq!(office.inquiry(first.inquiry).await.owner, Some(DANA));
        office.duty.absences.push(away(DANA, Some(SAM)));
        office.clock = Clock::standing_at(NOW);

        let mut pressing = mail("jane@courier.example", "Re: A question on Nevada", "Now by 10:30, please.");
        pressing.to = vec![office.inquiry_address(first.inquiry)];
        pressing.times = vec![due_in(SOON)];
        let placed = office.placed(&pressing).await;

        assert_eq!((placed.inquiry, placed.previous), (first.inquiry, Some(DANA)));
        assert_eq!(office.inquiry(first.inquiry).await.owner, Some(SAM));
        assert_eq!(placed.decision.unwrap().told, [SAM, DANA]);
    }
}
