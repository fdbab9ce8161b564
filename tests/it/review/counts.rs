//! Numbers shown while somebody chooses come from memory: they are those the database would give at the same moment.

use dateline::model::audience::{Choice, Resolved};
use dateline::model::ids::ContactId;
use dateline::model::segment::{Holders, Rule};
use dateline::model::tree::Tree;
use dateline::outbox::plan;
use dateline::review::{Counts, Spread};
use dateline::store::audience::Matched;
use dateline::store::{audience, changes, erasing, merging, vocabulary};
use sqlx::{Connection, Executor};

use super::audience::{random_choice, random_out};
use super::house::{house, one};
use super::world::{Dice, I, NOW, Person, R, store_outs, store_people, store_trees, tree};
use crate::support::{TestDb, both_databases};

/// Numbers of contacts lie so far apart that they fill several blocks.
const APART: i64 = 37;

/// Everybody the rule matches, as the text that seals and plans has it.
async fn truth(db: &TestDb, rule: &Resolved) -> Vec<Matched> {
    let (mut all, mut next) = (Vec::new(), Some(0));
    while let Some(after) = next {
        let (page, more) = audience::page(&db.store, rule, after, 1).await.unwrap();
        all.extend(page);
        next = more;
    }
    all
}

fn parts(all: &[Matched]) -> Spread {
    let mut spread = Spread::default();
    for found in all {
        spread.waterfall.add(found.excluded, 1);
        if found.excluded.is_none() {
            *spread.regions.entry(found.region).or_default() += 1;
            *spread.issues.entry(found.issue).or_default() += 1;
            *spread.languages.entry(found.language.clone()).or_default() += 1;
        }
    }
    spread
}

/// What memory says is what the database says: sums, parts, and the next few by name.
async fn agree(db: &TestDb, counts: &Counts, rule: &Resolved, after: i64, what: &str) {
    let all = truth(db, rule).await;
    assert_eq!(counts.spread(&db.store, rule).await.unwrap(), parts(&all), "{what}");
    assert_eq!(counts.waterfall(&db.store, rule).await.unwrap(), audience::count(&db.store, rule).await.unwrap(), "{what}");
    let next: Vec<_> = all.into_iter().filter(|one| one.excluded.is_none() && one.contact.0 > after).take(4).collect();
    assert_eq!(counts.some(&db.store, rule, ContactId(after), 4).await.unwrap(), next, "{what}");
}

async fn resolve(db: &TestDb, choice: &Choice, trees: (&Tree, &Tree)) -> Resolved {
    choice.resolve(trees.0, trees.1, &audience::scoped_opt_outs(&db.store).await.unwrap())
}

fn random_person(dice: &mut Dice, id: i64) -> Person {
    let (languages, outlets) = (["", "en", "en-GB", "de", "ar"], ["Paper", "Wire", "wire", "Écho", ""]);
    Person {
        id,
        regions: dice.some(R, 24, 3),
        issues: dice.some(I, 16, 3),
        language: languages[dice.below(5) as usize],
        outlet: outlets[dice.below(5) as usize],
        person: dice.one_in(4).then(|| dice.below(20) as u64),
    }
}

/// One thing somebody may do to the directory, in this process or in another.
async fn random_change(db: &TestDb, dice: &mut Dice, people: &mut Vec<Person>) -> String {
    let who = people[dice.below(people.len() as i64) as usize].id;
    let other = people[dice.below(people.len() as i64) as usize].id;
    let (region, issue) = (R + dice.below(24), I + dice.below(16));
    let text = match dice.below(15) {
        0 => {
            let fresh = random_person(dice, (people.len() as i64 + 1) * APART);
            store_people(db, std::slice::from_ref(&fresh)).await;
            people.push(fresh);
            return "somebody new".to_owned();
        }
        1 => {
            let merged = merging::merge(&db.store, ContactId(who), ContactId(other), "Ana", NOW).await.unwrap();
            return format!("{other} becomes part of {who}: {merged:?}");
        }
        2 => {
            let erased = erasing::erase(&db.store, ContactId(who), "Ana", NOW).await.unwrap();
            return format!("{who} is erased: {erased:?}");
        }
        3 => {
            let out = random_out(dice, people);
            store_outs(db, std::slice::from_ref(&out)).await;
            return format!("{out:?}");
        }
        4 => "UPDATE suppressions SET lifted_ms = 5 WHERE id = (SELECT MIN(id) FROM suppressions WHERE lifted_ms IS NULL)"
            .to_owned(),
        5 => "DELETE FROM suppressions WHERE id = (SELECT MAX(id) FROM suppressions)".to_owned(),
        6 => format!(
            "UPDATE suppressions SET until_ms = {NOW} WHERE id = (SELECT MAX(id) FROM suppressions WHERE until_ms IS NULL)"
        ),
        7 => format!("UPDATE contacts SET language = 'de' WHERE id = {who}"),
        8 => format!("UPDATE contacts SET outlet = 'Late Wire' WHERE id = {who}"),
        9 => format!("UPDATE contacts SET person = (SELECT person FROM contacts WHERE id = {other}) WHERE id = {who}"),
        10 => format!("UPDATE contacts SET address_key = 'moved{who}@paper.example' WHERE id = {who}"),
        11 => format!("DELETE FROM contact_regions WHERE contact_id = {who}"),
        12 => format!(
            "INSERT INTO contact_regions (region_id, contact_id) SELECT {region}, id FROM contacts WHERE id = {who} ON CONFLICT DO NOTHING"
        ),
        13 => format!(
            "INSERT INTO contact_issues (issue_id, contact_id) SELECT {issue}, id FROM contacts WHERE id = {who} ON CONFLICT DO NOTHING"
        ),
        _ => format!(
            "UPDATE contact_issues SET issue_id = {issue} WHERE contact_id = {who} AND issue_id = (SELECT MAX(issue_id) FROM contact_issues \
             WHERE contact_id = {who}) AND NOT EXISTS (SELECT 1 FROM contact_issues x WHERE x.contact_id = {who} AND x.issue_id = {issue})"
        ),
    };
    db.sql(&text).await;
    text
}

both_databases! {
    async fn memory_and_database_agree_on_any_rule_also_after_changes(db: TestDb) {
        let mut dice = Dice::new(20_261_126);
        let parents: Vec<i64> = (0..24).map(|at| if at == 0 { 0 } else { dice.below(at) }).collect();
        let (regions, issues) = (tree(R, &parents), tree(I, &parents[..16]));
        store_trees(&db, &regions, &issues).await;
        let mut people: Vec<Person> = (1..=200).map(|at| random_person(&mut dice, at * APART)).collect();
        store_people(&db, &people).await;
        let outs: Vec<_> = (0..100).map(|_| random_out(&mut dice, &people)).collect();
        store_outs(&db, &outs).await;
        let counts = Counts::default();
        let mut left_out = 0;
        for round in 0..40 {
            let mut what = String::new();
            for _ in 0..if round == 0 { 0 } else { 1 + dice.below(3) } {
                what += &random_change(&db, &mut dice, &mut people).await;
                what += "; ";
            }
            for _ in 0..4 {
                let mut choice = random_choice(&mut dice);
                for named in choice.segment.iter_mut().flat_map(|rule| rule.with.iter_mut().chain(&mut rule.without)) {
                    *named *= APART;
                }
                let rule = resolve(&db, &choice, (&regions, &issues)).await;
                let after = dice.below(8_000);
                agree(&db, &counts, &rule, after, &format!("round {round}, after {what}{choice:?}")).await;
                let waterfall = counts.waterfall(&db.store, &rule).await.unwrap();
                assert!(waterfall.closes(), "{waterfall:?}");
                left_out += waterfall.matched - waterfall.will_receive;
            }
            assert_eq!(counts.not_placed(&db.store).await.unwrap(), audience::not_placed(&db.store).await.unwrap(), "{what}");
        }
        assert!(left_out > 100, "the rules must meet people who are left out: {left_out}");
    }

    async fn who_has_the_earlier_release_is_counted_as_it_is_planned(db: TestDb) {
        let people: Vec<Person> = (1..=6).map(one).collect();
        let house = house(&db, &people).await;
        let counts = Counts::default();
        let mailing = house.send(&db.store, &house.order()).await;
        plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap();
        db.sql(
            "UPDATE deliveries SET state = 'accepted' WHERE contact_id IN (1, 2); UPDATE deliveries SET state = 'in_doubt' WHERE contact_id = 3;
             UPDATE deliveries SET state = 'left_out', left_out = 'withdrawn' WHERE contact_id = 4;
             UPDATE deliveries SET state = 'left_out', left_out = 'stopped' WHERE contact_id = 5",
        )
        .await;
        let trees = (tree(R, &[0, 0]), tree(I, &[0, 0]));
        for (and_waiting, expected) in [(false, 3), (true, 4)] {
            let holders = Some(Holders { release: house.release.0, and_waiting });
            let choice = Choice { segment: Some(Rule { holders, ..Rule::default() }), as_of: NOW, pauses_at: NOW, ..Choice::default() };
            let rule = resolve(&db, &choice, (&trees.0, &trees.1)).await;
            assert_eq!(counts.waterfall(&db.store, &rule).await.unwrap().will_receive, expected);
            agree(&db, &counts, &rule, 0, "those who have it").await;
        }
    }

    async fn each_choice_says_how_many_there_are(db: TestDb) {
        let (regions, issues) = (tree(R, &[0, 0, 1]), tree(I, &[0, 0]));
        store_trees(&db, &regions, &issues).await;
        let person = |id, region, language, outlet| Person { id, regions: vec![region], issues: vec![I + 1], language, outlet, person: None };
        store_people(&db, &[
            person(1, R + 2, "en", "Paper"),
            person(2, R + 2, "en-GB", "paper"),
            person(3, R + 1, "de", "Wire"),
            person(4, R, "", ""),
            person(5, R, "de", "Wire"),
        ]).await;
        let counts = Counts::default();
        let words = vocabulary::load(&db.store).await.unwrap();
        let found = counts.facets(&db.store, &words).await.unwrap();
        assert_eq!([R, R + 1, R + 2].map(|id| found.regions[&id]), [5, 3, 2]);
        assert_eq!((found.issues[&I], found.issues[&(I + 1)]), (5, 5));
        assert_eq!(found.languages, [("de".to_owned(), 2), ("en".to_owned(), 2)]);
        assert_eq!(found.outlets, [("Paper".to_owned(), 2), ("Wire".to_owned(), 2)]);

        merging::merge(&db.store, ContactId(3), ContactId(5), "Ana", NOW).await.unwrap();
        let found = counts.facets(&db.store, &words).await.unwrap();
        assert_eq!((found.languages[0].clone(), found.outlets[1].clone()), (("en".to_owned(), 2), ("Wire".to_owned(), 1)));
    }

    async fn a_directory_that_is_emptied_counts_nobody(db: TestDb) {
        house(&db, &[one(1), one(3_000)]).await;
        let counts = Counts::default();
        let trees = (tree(R, &[0, 0]), tree(I, &[0, 0]));
        let choice = Choice { regions: vec![R], issues: vec![I], down: true, as_of: NOW, pauses_at: NOW, ..Choice::default() };
        let rule = resolve(&db, &choice, (&trees.0, &trees.1)).await;
        assert_eq!(counts.waterfall(&db.store, &rule).await.unwrap().matched, 2);
        db.sql("DELETE FROM contacts").await;
        assert_eq!(counts.waterfall(&db.store, &rule).await.unwrap().matched, 0);
    }
}

/// Somebody is brought in by a transaction that began first and is committed last.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_commits_late_is_counted_too() {
    let db = TestDb::postgres().await;
    house(&db, &[one(1), one(2), one(3)]).await;
    let counts = Counts::default();
    let trees = (tree(R, &[0, 0]), tree(I, &[0, 0]));
    let choice = Choice { regions: vec![R], issues: vec![I], down: true, as_of: NOW, pauses_at: NOW, ..Choice::default() };
    let rule = resolve(&db, &choice, (&trees.0, &trees.1)).await;
    let mut slow = sqlx::PgConnection::connect(&db.url).await.unwrap();
    slow.execute("BEGIN; DELETE FROM contact_regions WHERE contact_id = 1").await.unwrap();
    // In the same block, and not kept waiting.
    db.sql("DELETE FROM contact_regions WHERE contact_id = 2").await;
    assert_eq!(counts.waterfall(&db.store, &rule).await.unwrap().matched, 2);
    slow.execute("COMMIT").await.unwrap();
    assert_eq!(counts.waterfall(&db.store, &rule).await.unwrap().matched, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_changes_are_folded_and_their_number_stays() {
    let db = TestDb::postgres().await;
    db.sql("INSERT INTO directory_changes (block, n) SELECT s / 1000, 1 FROM generate_series(0, 4999) s").await;
    let before = changes::blocks(&db.store).await.unwrap();
    assert_eq!(before, (0..5).map(|block| (block, 1_000)).collect::<Vec<_>>());
    assert_eq!(db.number("SELECT COUNT(*) FROM directory_changes").await, 5);
    assert_eq!(changes::blocks(&db.store).await.unwrap(), before);
}
