//! `dateline desk`, `rota` and `absence` as a person types them.

use std::process::{Command, Output, Stdio};

struct Office(tempfile::TempDir);

impl Office {
    fn run(&self, line: &str) -> Output {
        // Words are parted by blanks; `~` stands for a blank inside one.
        let words: Vec<String> = line.split(' ').map(|word| word.replace('~', " ")).collect();
        Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(words)
            .current_dir(self.0.path())
            .env("DATELINE_DATABASE__URL", "sqlite:office.db")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    fn ok(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_rota_shows_who_is_on_when_and_names_its_gaps() {
    let office = Office(tempfile::tempdir().unwrap());
    office.ok("officer add Ann --address ann@office.example");
    office.ok("officer add Ben --address ben@office.example");
    office.ok("rota add Nights --zone Europe/Madrid");
    assert_eq!(office.ok("rota set nights --shift mon-sun --at 20:00-08:00 --primary Ann --backup Ben").lines().count(), 7);

    let meets = office.run("rota set Nights --shift sat --at 07:00-09:00 --primary Ben");
    assert!(meets.status.code() == Some(1) && said(&meets).contains("it meets the shift of fri 20:00-08:00"), "{meets:?}");

    let half = office.run("rota show Nights --weeks 2");
    assert_eq!(half.status.code(), Some(3), "the days have nobody");
    assert!(said(&half).contains("nobody is on call from"), "{half:?}");
    assert!(String::from_utf8(half.stdout).unwrap().contains("\tAnn (backup Ben)\n"));

    office.ok("rota set Nights --shift mon-sun --at 08:00-20:00 --primary Ben");
    let whole = office.ok("rota show Nights --weeks 2");
    assert!((27..=30).contains(&whole.lines().count()) && !whole.contains("NOBODY"), "{whole}");

    office.ok("--officer Ben rota override Nights --to-officer Ben --from 2999-01-01T20:00 --to 2999-01-02~08:00");
    assert_eq!(
        office.run("rota override Nights --to-officer Ben --from 2999-01-02T20:00 --to 2999-01-01T20:00").status.code(),
        Some(2)
    );
    office.ok("rota remove Nights --override 1");
    assert_eq!(office.run("rota remove Nights --override 1").status.code(), Some(1));
}

#[test]
fn a_desk_is_set_shown_and_removed() {
    let office = Office(tempfile::tempdir().unwrap());
    office.ok("officer add Ann --address ann@office.example");
    office.ok("rota add Nights --zone UTC");
    office.ok("desk add News --zone America/New_York --hours mon-fri~09:00-18:00 --member Ann --lead Ann --after nights");
    let shown = office.ok("desk show news");
    for part in ["Ann", "America/New_York", "fri        09:00-18:00", "after      Nights", "30 min in hours, 15 min out"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    office.ok("desk set News --rename Newsdesk --target 60 --mode turns");
    office.ok("desk holiday 2999-12-25 Christmas");
    let shown = office.ok("desk show Newsdesk");
    assert!(
        shown.contains("60 min of its hours") && shown.contains("turns") && shown.contains("closed     2999-12-25 Christmas"),
        "{shown}"
    );
    assert_eq!(office.run("rota remove Nights").status.code(), Some(1), "a desk is covered by it");
    office.ok("desk remove Newsdesk");
    assert_eq!(office.ok("desk list"), "");
    for wrong in [
        "desk add X --zone Nowhere/Land",
        "desk add X --zone UTC --hours fri~18:00-09:00",
        "desk add X --zone UTC --hours someday~09:00-10:00",
    ] {
        assert_eq!(office.run(wrong).status.code(), Some(2), "{wrong}");
    }
    assert!(said(&office.run("desk show Nothing")).contains("there is no desk `Nothing`"));
}

#[test]
fn an_absence_is_kept_with_its_deputy_until_it_is_removed() {
    let office = Office(tempfile::tempdir().unwrap());
    office.ok("officer add Ann --address ann@office.example");
    office.ok("officer add Ben --address ben@office.example");
    office.ok("absence add Ann --from 2999-07-01T00:00 --to 2999-07-15T00:00 --deputy Ben");
    let listed = office.ok("absence list");
    assert!(listed.contains("Ann") && listed.contains("Ben stands in"), "{listed}");
    assert_eq!(office.run("absence add Ann --from 2999-07-01T00:00 --to 2999-07-15T00:00 --deputy Ann").status.code(), Some(2));
    office.ok("absence remove 1");
    assert_eq!(office.ok("absence list"), "");
}
