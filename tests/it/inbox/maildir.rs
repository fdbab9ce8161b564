//! A Maildir, an mbox and single files bring the same messages in once, and what is written out can be brought back.

use std::fs;
use std::path::Path;

use dateline::inbox::sources::files::{self, Imported};
use dateline::inbox::sources::maildir::Maildir;
use dateline::store::sources::{self, Kind};
use tokio_util::sync::CancellationToken;

use super::world::{LIMIT, NOW, World, message};
use crate::support::{TestDb, both_databases};

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for part in ["tmp", "new", "cur"] {
        fs::create_dir(dir.path().join(part)).unwrap();
    }
    dir
}

fn names(dir: &Path, part: &str) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir.join(part)).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

both_databases! {
    async fn what_is_new_in_a_maildir_is_kept_and_then_moved(db: TestDb) {
        let world = World::new(db).await;
        let source = sources::ensure(&world.db.store, "maildir.press", Kind::Maildir, NOW).await.unwrap();
        let dir = folder();
        let with_envelope = "Return-Path: <jane@paper.example>\r\nDelivered-To: presse@office.example\r\n".to_owned() + &message(1);
        fs::write(dir.path().join("new/1.a"), &with_envelope).unwrap();
        fs::write(dir.path().join("new/2.b"), "Subject: too large\r\n\r\n".to_owned() + &"x".repeat(LIMIT)).unwrap();
        fs::write(dir.path().join("new/3.c"), message(3)).unwrap();
        fs::write(dir.path().join("tmp/4.d"), message(4)).unwrap();
        let maildir = Maildir { keeper: world.keeper.clone(), source, path: dir.path().to_owned() };
        let stop = CancellationToken::new();
        assert_eq!(maildir.look(&stop).await.unwrap(), 3);
        assert_eq!(names(dir.path(), "cur"), ["1.a:2,", "2.b:2,", "3.c:2,"]);
        assert!(names(dir.path(), "new").is_empty());
        let lines = world.lines().await;
        assert_eq!((lines[0].return_path.as_str(), lines[0].recipients()), ("jane@paper.example", vec!["presse@office.example".to_owned()]));
        assert_eq!(world.body(lines[0].id()).await, with_envelope.as_bytes());
        assert_eq!((lines[1].state.as_str(), lines[1].partial, lines[1].subject.as_str()), ("parked", true, "too large"));
        assert_eq!(lines[1].size, i64::try_from(LIMIT).unwrap() + 22);
        assert_eq!(world.body(lines[1].id()).await, b"Subject: too large\r\n\r\n");
        assert_eq!(lines[2].recipients(), ["media@office.example"], "of To, for want of better");

        // Killed after it was kept, before it was moved.
        fs::rename(dir.path().join("cur/3.c:2,"), dir.path().join("new/3.c")).unwrap();
        assert_eq!(maildir.look(&stop).await.unwrap(), 0);
        assert_eq!(world.lines().await.len(), 3);
        fs::remove_dir_all(dir.path().join("new")).unwrap();
        assert!(maildir.look(&stop).await.is_err());
    }

    async fn everything_written_out_can_be_brought_into_an_empty_database(db: TestDb) {
        let world = World::new(db).await;
        world.came("meda@office.example", &message(1)).await;
        world.came("media@office.example", &message(2)).await;
        let mut client = world.greeted().await;
        client.deliver("<>", &["media@office.example", "presse@office.example"], b"Subject: \xff\0\r\n\r\n\0\nx\r\n").await;
        let dir = tempfile::tempdir().unwrap();
        let lines = world.lines().await;
        for line in &lines {
            files::export(dir.path(), line, &world.body(line.id()).await).unwrap();
        }
        let other = World::new(TestDb::sqlite().await).await;
        let source = sources::ensure(&other.db.store, "import", Kind::Command, NOW).await.unwrap();
        assert_eq!(files::import(&other.keeper, source, dir.path()).await.unwrap(), Imported { new: 3, known: 0 });
        assert_eq!(files::import(&other.keeper, source, dir.path()).await.unwrap(), Imported { new: 0, known: 3 });
        for (before, after) in lines.iter().zip(other.lines().await) {
            assert_eq!(world.body(before.id()).await, other.body(after.id()).await);
            assert_eq!(
                (&before.return_path, before.recipients(), before.misspelt(), before.received_ms, &before.peer, &before.state),
                (&after.return_path, after.recipients(), after.misspelt(), after.received_ms, &after.peer, &after.state)
            );
        }
    }

    async fn an_mbox_and_a_file_are_brought_in_once(db: TestDb) {
        let world = World::new(db).await;
        let dir = tempfile::tempdir().unwrap();
        let text = |n| message(n).replace("\r\n", "\n");
        fs::write(dir.path().join("all.mbox"), format!("From a Mon\n{}\nFrom b Tue\n{}\n", text(1), text(2))).unwrap();
        fs::write(dir.path().join("one.eml"), text(2)).unwrap();
        fs::write(dir.path().join("two.eml"), text(3)).unwrap();
        assert_eq!(files::import(&world.keeper, world.source, dir.path()).await.unwrap(), Imported { new: 3, known: 1 });
        assert_eq!(world.body(world.lines().await[0].id()).await, text(1).as_bytes());
        assert_eq!(files::import(&world.keeper, world.source, &dir.path().join("two.eml")).await.unwrap(), Imported { new: 0, known: 1 });
        assert!(files::import(&world.keeper, world.source, &dir.path().join("none")).await.is_err());
    }
}
