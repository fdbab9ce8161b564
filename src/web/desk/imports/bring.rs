//! The first step: where the people come from, and on which ground they are written to.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::upload::{self, Upload};
use super::{at, set_off};
use crate::directory::staged::{self, StageError};
use crate::directory::table::TableError;
use crate::directory::workbook::{MOST_ROWS, WorkbookError};
use crate::store::imports::{self, Ground, Import, State as Stage};
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, Moment, OptionsField, Said, Wrong};
use crate::web::desk::press::{self, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, UPLOAD};

/// Earlier imports that are listed.
const EARLIER: i64 = 12;

#[derive(Serialize)]
struct Page {
    errors: Vec<Wrong>,
    problem: Option<Said>,
    form: Form,
    example: &'static str,
    earlier: Vec<Earlier>,
    back: &'static str,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    once: String,
    file: FileField,
    paste: Field,
    ground: OptionsField,
}

#[derive(Serialize)]
struct FileField {
    id: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct Earlier {
    href: String,
    at: Moment,
    key: &'static str,
    who: String,
    n: i64,
    undo: String,
}

pub async fn get(State(desk): State<Desk>, who: Who) -> Answer {
    show(&desk, &who, "", Vec::new(), None).await
}

async fn show(desk: &Desk, who: &Who, ground: &str, errors: Vec<Wrong>, problem: Option<Said>) -> Answer {
    let grounds = [
        ("agreed", "import-ground-agreed", ""),
        ("role", "import-ground-role", "import-ground-role-hint"),
        ("opt_out", "import-ground-out", "import-ground-out-hint"),
    ];
    let earlier = imports::list(&desk.store, EARLIER).await?.into_iter().map(|import| listed(desk, who, import)).collect();
    let page = Page {
        form: Form {
            action: UPLOAD,
            once: press::once(),
            file: FileField { id: "file", name: "file" },
            paste: Field::new("paste", ""),
            ground: OptionsField::new("ground", "radio", &[ground], &grounds).checked(&errors),
        },
        example: "/reporters/import/example.csv",
        earlier,
        back: "/reporters",
        problem,
        errors,
    };
    let view = View::new(desk, who, Noun::Reporters, who.say("import-title", &[])).refused(page.errors.len());
    let view = if page.problem.is_some() { view.status(StatusCode::UNPROCESSABLE_ENTITY) } else { view };
    view.show("import", &page).await
}

fn listed(desk: &Desk, who: &Who, import: Import) -> Earlier {
    let key = match import.state {
        Stage::Reading | Stage::Judging | Stage::Checked => "import-earlier-open",
        Stage::Running | Stage::Done => "import-earlier-one",
        Stage::Undoing | Stage::Undone => "import-earlier-undone",
    };
    let undo = import.undo_until(desk.now()).map(|_| at(import.id, "/undo")).unwrap_or_default();
    Earlier {
        href: at(import.id, ""),
        at: who.moment(import.finished.unwrap_or(import.created)),
        key,
        n: import.rows.max(import.tally.rows),
        who: import.actor,
        undo,
    }
}

pub async fn post(State(desk): State<Desk>, who: Who, request: Request) -> Answer {
    let Upload { fields, file } = upload::take(request).await?;
    let press = press::begin(&desk, &who, &fields, UPLOAD).await?;
    let said = fields.line("ground");
    let ground = Ground::parse(&said).filter(|ground| *ground != Ground::Unsaid);
    let mut errors = Vec::new();
    if ground.is_none() {
        errors.push(wrong("ground", Said::key("error-choose")));
    }
    if file.is_none() {
        errors.push(wrong("file", Said::key("error-file")));
    }
    let (Some(ground), Some(brought)) = (ground, file) else {
        press.undone().await?;
        return show(&desk, &who, &said, errors, None).await;
    };
    let name = if brought.name.is_empty() { who.say("import-pasted", &[]) } else { brought.name };
    let Some(file) = brought.file else {
        press.undone().await?;
        let megabytes = i64::try_from(upload::LARGEST / 1024 / 1024).unwrap_or_default();
        return show(&desk, &who, &said, errors, Some(Said::key("import-file-too-big").what(name).n(megabytes))).await;
    };
    let (store, clock) = (desk.store.clone(), desk.clock.clone());
    let with = staged::Brought { actor: who.name.clone(), file: name.clone(), ground };
    // In a task of its own: whoever closes the page does not leave half a file behind.
    let staged = tokio::spawn(async move { staged::stage(&store, &clock, file, with).await });
    match staged.await.map_err(|problem| Problem::broken(&problem))? {
        Ok(step) => {
            let next = at(step.import, "/columns");
            set_off(&desk, step).await;
            press.done(&next, None).await
        }
        Err(problem) => {
            press.undone().await?;
            show(&desk, &who, &said, errors, Some(in_words(problem, name)?)).await
        }
    }
}

/// Why a file cannot be read, said so that it can be mended.
fn in_words(problem: StageError, file: String) -> Result<Said, Problem> {
    let most = i64::from(MOST_ROWS);
    Ok(match problem {
        StageError::Store(problem) => return Err(problem.into()),
        StageError::NoAddresses { found } => Said::key("import-file-no-address").what(found.join(", ")),
        StageError::TooManyRows => Said::key("import-file-rows").what(file).n(most),
        StageError::File(TableError::Empty) => Said::key("import-file-empty").what(file),
        StageError::File(TableError::Workbook(problem)) => match problem {
            WorkbookError::Locked => Said::key("import-file-locked").what(file),
            WorkbookError::TooLarge => Said::key("import-file-unpacked").what(file).n(200),
            WorkbookError::TooManyRows => Said::key("import-file-rows").what(file).n(most),
            WorkbookError::Broken | WorkbookError::Read(_) => Said::key("import-file-broken").what(file),
        },
        StageError::File(TableError::Read(_)) | StageError::Interrupted => Said::key("import-file-no-table").what(file),
    })
}
