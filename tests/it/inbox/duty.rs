//! Who takes questions when is kept as it was written, and what is removed is not there any more.

use dateline::model::duty::{Absence, Mode, OnCall, Opening, Override, Shift, Weeks};
use dateline::model::ids::{OfficerId, RotaId};
use dateline::store::desks::{self, Changed, Terms};
use dateline::store::{duty, rotas};
use jiff::civil::date;

use super::world::{desk, officer};
use crate::support::both_databases;

both_databases! {
    async fn a_desk_is_read_as_it_was_written(db: TestDb) {
        let (ann, ben) = (officer(&db, "Ann").await, officer(&db, "Ben").await);
        let rota = rotas::add(&db.store, "Nights", "America/New_York", "Sam", 1).await.unwrap().unwrap();
        let id = desk(&db, "News", &[ben, ann]).await;
        let terms = Terms {
            mode: Mode::Turns, lead: Some(ann), after: Some(rota), unclaimed_in: 20, target: 60, reviewed: true,
            acknowledgements: [("es".to_owned(), "Hola".to_owned())].into(),
            ..Terms::new("News desk", "Europe/Madrid")
        };
        assert_eq!(desks::change(&db.store, id, &terms, "Sam", 2).await.unwrap(), Changed::Done);
        assert_eq!(desks::terms(&db.store, id).await.unwrap(), Some(terms));
        desks::set_hours(&db.store, id, &[(1, 540, 1080)], "Sam", 2).await.unwrap();
        desks::add_holiday(&db.store, None, (date(2026, 12, 25), "Christmas"), "Sam", 2).await.unwrap();
        desks::add_holiday(&db.store, Some(id), (date(2026, 12, 24), "Eve"), "Sam", 2).await.unwrap();

        let read = duty::load(&db.store, 5).await.unwrap();
        let one = read.desk(id).unwrap();
        assert_eq!((one.name.as_str(), one.mode, one.lead, one.after), ("News desk", Mode::Turns, Some(ann), Some(rota)));
        assert_eq!((one.members.clone(), one.hours.clone(), one.unclaimed_in, one.target), (vec![ann, ben], vec![(1, 540, 1080)], 20, 60));
        let days: Vec<_> = one.holidays.iter().map(|(day, name)| (day.day(), name.as_str())).collect();
        assert_eq!(days, [(24, "Eve"), (25, "Christmas")]);
        assert_eq!(read.name(ann), Some("Ann"));
        assert!(matches!(one.opening(1_795_514_400_000), Opening::Closed { .. }));

        assert!(desks::remove_holiday(&db.store, None, date(2026, 12, 25), "Sam", 3).await.unwrap());
        assert!(!desks::remove_holiday(&db.store, None, date(2026, 12, 25), "Sam", 3).await.unwrap());
    }

    async fn names_are_one_of_a_kind_and_free_again_after_a_removal(db: TestDb) {
        let first = desk(&db, "News", &[]).await;
        let other = desk(&db, "Culture", &[]).await;
        assert_eq!(desks::add(&db.store, &Terms::new("NEWS", "UTC"), "Sam", 2).await.unwrap(), None);
        assert_eq!(desks::change(&db.store, other, &Terms::new("news", "UTC"), "Sam", 2).await.unwrap(), Changed::NameTaken);
        assert_eq!(desks::remove(&db.store, first, "Sam", 3).await.unwrap(), Changed::Done);
        assert_eq!(desks::remove(&db.store, first, "Sam", 3).await.unwrap(), Changed::Gone);
        assert_eq!(desks::set_members(&db.store, first, &[], "Sam", 3).await.unwrap(), Changed::Gone);
        assert!(desks::add(&db.store, &Terms::new("News", "UTC"), "Sam", 4).await.unwrap().is_some());
        assert_eq!(duty::load(&db.store, 5).await.unwrap().desks.len(), 2);
    }

    async fn a_turn_is_taken_once_whoever_comes_first(db: TestDb) {
        let (ann, ben) = (officer(&db, "Ann").await, officer(&db, "Ben").await);
        let id = desk(&db, "News", &[ann, ben]).await;
        assert!(desks::take_turn(&db.store, id, None, ann).await.unwrap());
        assert!(!desks::take_turn(&db.store, id, None, ben).await.unwrap());
        let read = duty::load(&db.store, 5).await.unwrap();
        let one = read.desk(id).unwrap();
        assert_eq!((one.last_turn, one.turn(&one.members)), (Some(ann), Some(ben)));
    }

    async fn a_rota_names_who_is_on_call_until_its_parts_are_removed(db: TestDb) {
        let (ann, ben) = (officer(&db, "Ann").await, officer(&db, "Ben").await);
        let id = rotas::add(&db.store, "Nights", "UTC", "Sam", 1).await.unwrap().unwrap();
        let shift = Shift { weeks: Weeks::Every, weekday: 4, starts: 0, ends: 1440, primary: ann, backup: Some(ben) };
        let shift_number = rotas::add_shift(&db.store, id, &shift, "Sam", 2).await.unwrap().unwrap();
        assert_eq!(rotas::add_shift(&db.store, RotaId(99), &shift, "Sam", 2).await.unwrap(), None);
        let hour = 3_600_000;
        let over = Override { starts: hour, ends: 2 * hour, officer: ben, made_by: "Sam".to_owned() };
        let over_number = rotas::add_override(&db.store, id, &over, 3).await.unwrap().unwrap();
        let read = async || rotas::all(&db.store).await.unwrap().remove(0);

        // 1970-01-01 was a Thursday.
        let (rota, numbers) = read().await;
        assert_eq!((rota.shifts.clone(), rota.overrides.clone()), (vec![shift], vec![over]));
        assert_eq!((numbers.shifts, numbers.overrides), (vec![shift_number], vec![over_number]));
        assert_eq!(rota.on_call(hour), OnCall::Override { officer: ben, instead: Some(ann), until: 2 * hour, made_by: "Sam".to_owned() });
        assert!(rotas::remove_override(&db.store, id, over_number, "Sam", 4).await.unwrap());
        assert!(!rotas::remove_override(&db.store, id, over_number, "Sam", 4).await.unwrap());
        assert_eq!(read().await.0.on_call(hour), OnCall::Shift { primary: ann, backup: Some(ben), until: 24 * hour });
        assert!(!rotas::remove_shift(&db.store, RotaId(99), shift_number, "Sam", 5).await.unwrap());
        assert!(rotas::remove_shift(&db.store, id, shift_number, "Sam", 5).await.unwrap());
        assert_eq!(read().await.0.on_call(hour), OnCall::Gap { until: None });

        let covered = Terms { after: Some(id), ..Terms::new("News", "UTC") };
        let used = desks::add(&db.store, &covered, "Sam", 6).await.unwrap().unwrap();
        assert_eq!(rotas::remove(&db.store, id, "Sam", 7).await.unwrap(), Changed::InUse(1));
        assert_eq!(read().await.0.name, "Nights");
        desks::remove(&db.store, used, "Sam", 8).await.unwrap();
        assert_eq!(rotas::remove(&db.store, id, "Sam", 9).await.unwrap(), Changed::Done);
        assert!(rotas::all(&db.store).await.unwrap().is_empty());
    }

    async fn an_absence_holds_until_it_is_over_or_removed(db: TestDb) {
        let (ann, ben) = (officer(&db, "Ann").await, officer(&db, "Ben").await);
        let absence = Absence { officer: ann, starts: 10, ends: 20, deputy: Some(ben) };
        let number = duty::add_absence(&db.store, &absence, "Sam", 1).await.unwrap();
        let read = duty::load(&db.store, 5).await.unwrap();
        assert_eq!((read.away(ann, 15), read.deputy(ann, 15)), (Some(&absence), Some(ben)));
        assert!(duty::absences(&db.store, 20).await.unwrap().is_empty());
        assert!(duty::remove_absence(&db.store, number, "Sam", 2).await.unwrap());
        assert!(!duty::remove_absence(&db.store, number, "Sam", 2).await.unwrap());
        assert!(duty::absences(&db.store, 0).await.unwrap().is_empty());
        for wrong in [Absence { ends: 10, ..absence.clone() }, Absence { deputy: Some(ann), ..absence }] {
            assert!(duty::add_absence(&db.store, &wrong, "Sam", 3).await.is_err());
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM audit WHERE act LIKE 'absence.%'").await, 2);
        assert_eq!(OfficerId(ann.0), ann);
    }
}
