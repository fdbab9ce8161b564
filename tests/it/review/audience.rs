//! Who will receive, as the store says and as a plain reading of the rules says.

use std::collections::{BTreeMap, BTreeSet};

use dateline::model::audience::{Choice, Excluded};
use dateline::model::ids::ContactId;
use dateline::model::segment::Rule;
use dateline::model::tree::{Relation, Tree};
use dateline::store::audience;

use super::world::{Dice, I, NOW, Out, Person, R, store_outs, store_people, store_trees, tree};
use crate::support::both_databases;

fn choice(regions: &[i64], issues: &[i64]) -> Choice {
    Choice { regions: regions.to_vec(), issues: issues.to_vec(), down: true, segment: None, as_of: NOW, pauses_at: NOW }
}

fn person(id: i64, regions: &[i64], issues: &[i64]) -> Person {
    Person { id, regions: regions.to_vec(), issues: issues.to_vec(), language: "en", outlet: "Paper", person: None }
}

fn out(key: String, scope: &'static str, scope_id: i64, reason: &'static str) -> Out {
    Out { key, scope, scope_id, reason, until: None, created: 0, lifted: None }
}

both_databases! {
    async fn the_waterfall_names_everybody_who_is_left_out(db: TestDb) {
        // World > Europe > Germany > Bavaria; All > Health > Vaccines.
        let (regions, issues) = (tree(R, &[0, 0, 1, 2]), tree(I, &[0, 0, 1]));
        store_trees(&db, &regions, &issues).await;
        let people = [
            person(1, &[R + 2], &[I + 1]),
            person(2, &[R + 3], &[I + 2]),
            person(3, &[R], &[I]),
            person(4, &[R + 2], &[I + 1]),
            person(5, &[R + 2], &[I + 1]),
            person(6, &[R + 2], &[I + 1]),
            Person { person: Some(9), ..person(7, &[R + 2], &[I + 1]) },
            Person { person: Some(9), ..person(8, &[R + 2], &[I + 1]) },
            person(9, &[], &[I + 1]),
            person(10, &[R + 2, R + 3], &[I + 1]),
        ];
        store_people(&db, &people).await;
        store_outs(&db, &[
            out(people[3].key(), "office", 0, "unsubscribed"),
            out(people[4].key(), "office", 0, "bounced"),
            Out { until: Some(NOW + 1), ..out(people[5].key(), "office", 0, "paused") },
            out(people[9].key(), "issue", I + 1, "unsubscribed"),
        ]).await;
        let rule = choice(&[R + 2], &[I + 1]).resolve(&regions, &issues, &audience::scoped_opt_outs(&db.store).await.unwrap());

        let found = audience::count(&db.store, &rule).await.unwrap();
        assert_eq!((found.matched, found.opted_out, found.bounced, found.paused, found.same_person, found.will_receive), (9, 2, 1, 1, 1, 4));
        assert!(found.closes());
        assert_eq!(audience::not_placed(&db.store).await.unwrap(), 1);
        let eight = audience::find(&db.store, &rule, ContactId(8)).await.unwrap().unwrap();
        assert_eq!(eight.excluded, Some(Excluded::SamePerson));
        assert_eq!(audience::find(&db.store, &rule, ContactId(9)).await.unwrap(), None);
        let two = audience::find(&db.store, &rule, ContactId(2)).await.unwrap().unwrap();
        assert_eq!((two.region, two.issue, two.excluded), (R + 3, I + 2, None));
    }

    async fn somebody_who_leaves_after_the_seal_is_still_part_of_it(db: TestDb) {
        let (regions, issues) = (tree(R, &[0]), tree(I, &[0]));
        store_trees(&db, &regions, &issues).await;
        let people = [person(1, &[R], &[I]), person(2, &[R], &[I])];
        store_people(&db, &people).await;
        let rule = choice(&[R], &[I]).resolve(&regions, &issues, &Default::default());
        let before = audience::digest(&db.store, &rule).await.unwrap();

        store_outs(&db, &[Out { created: NOW + 1, ..out(people[0].key(), "office", 0, "unsubscribed") }]).await;

        assert_eq!(audience::digest(&db.store, &rule).await.unwrap(), before);
        let later = Choice { as_of: NOW + 1, ..choice(&[R], &[I]) }.resolve(&regions, &issues, &Default::default());
        assert_eq!(audience::digest(&db.store, &later).await.unwrap().1, 1);
    }

    async fn a_page_goes_on_where_the_last_one_ended(db: TestDb) {
        let (regions, issues) = (tree(R, &[0]), tree(I, &[0]));
        store_trees(&db, &regions, &issues).await;
        let far = 3 * audience::WINDOW;
        let people: Vec<_> = [5, 9, audience::WINDOW, audience::WINDOW + 1, far].map(|id| person(id, &[R], &[I])).into();
        store_people(&db, &people).await;
        let rule = choice(&[R], &[I]).resolve(&regions, &issues, &Default::default());

        let (mut seen, mut after) = (Vec::new(), Some(0));
        while let Some(at) = after {
            let (page, next) = audience::page(&db.store, &rule, at, 1).await.unwrap();
            seen.extend(page.into_iter().map(|one| one.contact.0));
            after = next;
        }

        assert_eq!(seen, people.iter().map(|one| one.id).collect::<Vec<_>>());
        assert_eq!(audience::count(&db.store, &rule).await.unwrap().will_receive, 5);
    }

    async fn the_store_agrees_with_a_plain_reading_of_the_rules(db: TestDb) {
        let mut dice = Dice::new(20_261_123);
        let parents: Vec<i64> = (0..24).map(|at| if at == 0 { 0 } else { dice.below(at) }).collect();
        let (regions, issues) = (tree(R, &parents), tree(I, &parents[..16]));
        store_trees(&db, &regions, &issues).await;
        let languages = ["", "en", "en-GB", "de", "ar"];
        let outlets = ["Paper", "Wire", "Écho"];
        let people: Vec<Person> = (1..=300)
            .map(|id| Person {
                id,
                regions: dice.some(R, 24, 3),
                issues: dice.some(I, 16, 3),
                language: languages[dice.below(5) as usize],
                outlet: outlets[dice.below(3) as usize],
                person: dice.one_in(4).then(|| dice.below(20) as u64),
            })
            .collect();
        store_people(&db, &people).await;
        let outs: Vec<Out> = (0..150).map(|_| random_out(&mut dice, &people)).collect();
        store_outs(&db, &outs).await;
        let opt_outs = audience::scoped_opt_outs(&db.store).await.unwrap();

        let mut excluded = BTreeSet::new();
        for _ in 0..40 {
            let choice = random_choice(&mut dice);
            let rule = choice.resolve(&regions, &issues, &opt_outs);
            let expected = plain_reading(&choice, &regions, &issues, &people, &outs);

            let found = audience::chunk(&db.store, &rule, 0, 300).await.unwrap();
            let found: BTreeMap<i64, Verdict> = found.into_iter().map(|one| verdict(&one)).collect();
            assert_eq!(found, expected, "{choice:?}");
            let mut parts = BTreeMap::new();
            for (after, up_to) in [(0, 77), (77, 78), (78, 300)] {
                let part = audience::chunk(&db.store, &rule, after, up_to).await.unwrap();
                parts.extend(part.into_iter().map(|one| verdict(&one)));
            }
            assert_eq!(parts, expected, "in parts: {choice:?}");
            let waterfall = audience::count(&db.store, &rule).await.unwrap();
            assert!(waterfall.closes() && waterfall.matched == expected.len() as i64, "{waterfall:?}");
            assert_eq!(audience::digest(&db.store, &rule).await.unwrap().1, waterfall.will_receive);
            excluded.extend(expected.values().filter_map(|verdict| verdict.2));
        }
        assert_eq!(excluded.len(), Excluded::ALL.len(), "the data must reach every case");
    }
}

type Verdict = (i64, i64, Option<Excluded>);

/// Which pair it would have been does not matter for those left out.
fn verdict(found: &audience::Matched) -> (i64, Verdict) {
    let pair = if found.excluded.is_none() { (found.region, found.issue) } else { (0, 0) };
    (found.contact.0, (pair.0, pair.1, found.excluded))
}

pub(super) fn random_out(dice: &mut Dice, people: &[Person]) -> Out {
    let (scope, scope_id) = match dice.below(4) {
        0 | 1 => ("office", 0),
        2 => ("region", R + dice.below(24)),
        _ => ("issue", I + dice.below(16)),
    };
    let reasons: &[&'static str] = if scope == "office" {
        &["unsubscribed", "paused", "bounced", "complained", "officer", "erased"]
    } else {
        &["unsubscribed", "paused"]
    };
    Out {
        key: people[dice.below(people.len() as i64) as usize].key(),
        scope,
        scope_id,
        reason: reasons[dice.below(reasons.len() as i64) as usize],
        until: dice.one_in(3).then(|| NOW + dice.below(3) - 1),
        created: NOW - 1 + dice.below(3),
        lifted: dice.one_in(5).then_some(NOW),
    }
}

pub(super) fn random_choice(dice: &mut Dice) -> Choice {
    let segment = dice.one_in(2).then(|| Rule {
        regions: dice.some(R, 24, 3),
        issues: dice.some(I, 16, 3),
        languages: if dice.one_in(3) { vec!["en".to_owned()] } else { vec![] },
        outlets: if dice.one_in(4) { vec!["Écho".to_owned(), "wire".to_owned()] } else { vec![] },
        without_outlets: if dice.one_in(4) { vec!["Wire".to_owned()] } else { vec![] },
        with: dice.some(1, 300, 12),
        without: dice.some(1, 300, 12),
        down: dice.one_in(2),
        holders: None,
    });
    Choice {
        regions: dice.some(R, 24, 3),
        issues: dice.some(I, 16, 3),
        down: !dice.one_in(3),
        segment,
        as_of: NOW,
        pauses_at: NOW,
    }
}

fn plain_reading(choice: &Choice, regions: &Tree, issues: &Tree, people: &[Person], outs: &[Out]) -> BTreeMap<i64, Verdict> {
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for one in people {
        let named = choice.segment.as_ref().is_some_and(|rule| rule.with.contains(&one.id));
        if !takes_in(choice, regions, issues, one, named) {
            continue;
        }
        // The unique index lets only the first of equal ones in.
        let active: Vec<&Out> = outs.iter().filter(|out| out.key == one.key() && is_active(out, outs)).collect();
        let office = |reasons: &[&str]| active.iter().any(|out| out.scope == "office" && reasons.contains(&out.reason));
        let region = best(regions, &one.regions, &choice.regions, choice.down, &active, "region");
        let issue = best(issues, &one.issues, &choice.issues, choice.down, &active, "issue");
        let bad = |penalty| [&region, &issue].into_iter().flatten().any(|place| place.0 == penalty);
        let mut excluded = if office(&["unsubscribed", "complained", "officer", "erased"]) {
            Some(Excluded::OptedOut)
        } else if office(&["bounced"]) {
            Some(Excluded::Bounced)
        } else if office(&["paused"]) {
            Some(Excluded::Paused)
        } else if bad(2) {
            Some(Excluded::OptedOut)
        } else if bad(1) {
            Some(Excluded::Paused)
        } else {
            None
        };
        if excluded.is_none() && one.person.is_some_and(|person| !seen.insert(person)) {
            excluded = Some(Excluded::SamePerson);
        }
        let pair = match (region, issue) {
            (Some(region), Some(issue)) if excluded.is_none() => (region.2, issue.2),
            _ => (0, 0),
        };
        found.insert(one.id, (pair.0, pair.1, excluded));
    }
    found
}

fn is_active(out: &Out, outs: &[Out]) -> bool {
    let first = outs.iter().find(|other| {
        other.lifted.is_none()
            && (&other.key, other.scope, other.scope_id, other.reason) == (&out.key, out.scope, out.scope_id, out.reason)
    });
    out.lifted.is_none()
        && first.is_some_and(|first| std::ptr::eq(first, out))
        && out.created <= NOW
        && out.until.is_none_or(|until| until > NOW)
}

fn takes_in(choice: &Choice, regions: &Tree, issues: &Tree, one: &Person, named: bool) -> bool {
    let fits = |tree: &Tree, carried: &[i64], about: &[i64], down: bool| {
        carried.iter().any(|&has| {
            about.iter().any(|&place| match tree.relation(has, place) {
                None => false,
                Some(Relation::Inside) => down,
                Some(_) => true,
            })
        })
    };
    let matches =
        fits(regions, &one.regions, &choice.regions, choice.down) && fits(issues, &one.issues, &choice.issues, choice.down);
    let Some(rule) = &choice.segment else { return matches };
    let narrow = fits(regions, &one.regions, &rule.regions, rule.down)
        && fits(issues, &one.issues, &rule.issues, rule.down)
        && (rule.languages.is_empty()
            || rule
                .languages
                .iter()
                .any(|tag| one.language == tag || one.language.to_lowercase().starts_with(&format!("{tag}-"))))
        && (rule.outlets.is_empty() || rule.outlets.iter().any(|name| name.to_lowercase() == one.outlet.to_lowercase()))
        && !rule.without_outlets.iter().any(|name| name.to_lowercase() == one.outlet.to_lowercase());
    !rule.without.contains(&one.id) && (named || (matches && narrow))
}

/// (opt-out: 0 none, 1 paused, 2 left; rank; id) of the best place carried.
fn best(tree: &Tree, carried: &[i64], about: &[i64], down: bool, active: &[&Out], scope: &str) -> Option<(i64, i64, i64)> {
    let covers = |outer: i64, inner: i64| outer == inner || tree.ancestors(inner).contains(&outer);
    carried
        .iter()
        .filter_map(|&has| {
            let related: Vec<(i64, i64)> = about
                .iter()
                .filter_map(|&place| match tree.relation(has, place)? {
                    Relation::Same => Some((0, place)),
                    Relation::Inside => down.then_some((1, place)),
                    Relation::Contains => Some((2, place)),
                })
                .collect();
            let rank = related.iter().map(|place| place.0).min()?;
            let out = active
                .iter()
                .filter(|out| out.scope == scope)
                .filter(|out| covers(out.scope_id, has) || related.iter().all(|place| covers(out.scope_id, place.1)))
                .map(|out| if out.reason == "paused" { 1 } else { 2 })
                .max()
                .unwrap_or(0);
            Some((out, rank, has))
        })
        .min()
}
