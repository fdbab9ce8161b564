//! A sample release as a mail of the template: what stands beside its page, and what the frame shows.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse};

use super::HERE;
use crate::compose::Templates;
use crate::compose::letter::{Frame, Letter, Slots, compile_exactly};
use crate::compose::own::sample::{self, Sample};
use crate::compose::own::{self, Files, RELEASE};
use crate::model::address::EmailAddress;
use crate::model::ids::{DeliveryId, MailingId};
use crate::store::mail_templates;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Mail, Mode, Words};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::mail::{MODES, POLICY, from, href};
use crate::web::desk::releases::shown;
use crate::web::desk::who::Who;

/// Which files, which sample, in which language, and which look at the mail.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// `typed`, `shipped`, a version's number, or empty for what is in force.
    pub of: String,
    pub sample: Sample,
    pub language: &'static str,
    pub mode: &'static str,
}

impl Wanted {
    pub(super) fn from(fields: &Fields, who: &Who) -> Self {
        let (asked, mode, sample) = (fields.line("language"), fields.raw("mode"), fields.raw("sample"));
        let known = |tag: &str| sample::languages().find(|language| *language == tag);
        Self {
            of: fields.line("of"),
            sample: Sample::ALL.into_iter().find(|known| known.as_str() == sample).unwrap_or(Sample::Full),
            language: known(&asked).or_else(|| known(who.lang.tag())).unwrap_or("en"),
            mode: MODES.iter().find(|(known, _)| *known == mode).map_or("html", |(known, _)| known),
        }
    }

    /// The page or the frame with this look.
    pub(super) fn href(&self, path: &str) -> String {
        href(
            path,
            [("of", self.of.as_str()), ("language", self.language), ("sample", self.sample.as_str()), ("mode", self.mode)].iter(),
        )
    }
}

/// The files that are meant; those in force where the meant ones are not there.
pub(super) async fn files(desk: &Desk, who: &Who, of: &str) -> Result<Files, Problem> {
    let version = match of {
        "shipped" => return Ok(Files::shipped()),
        "typed" => match desk.typed.find(who.officer) {
            Some(files) => return Ok(files),
            None => None,
        },
        number => match number.parse() {
            Ok(number) => Some(mail_templates::find(&desk.store, RELEASE, number).await?.ok_or(Problem::NotFound)?),
            Err(_) => None,
        },
    };
    let version = match version {
        Some(version) => Some(version),
        None => mail_templates::newest(&desk.store, RELEASE).await?,
    };
    Ok(version.as_ref().and_then(Files::of).unwrap_or_else(Files::shipped))
}

/// What stands beside the page.
pub(super) fn mail(desk: &Desk, who: &Who, files: &Files, wanted: &Wanted) -> Result<Mail, Problem> {
    let office = desk.office()?;
    let release = sample::release(wanted.sample, wanted.language, desk.now());
    let made = letter(desk, files, wanted);
    let (subject, why) = match &made {
        Ok(letter) => (letter.subject().to_owned(), letter.reason(&slots()?)),
        Err(_) => (release.title.clone(), who.say("template-not-shown", &[])),
    };
    let frame = format!("{HERE}/mail");
    // Another text has another address, so that the frame is loaded anew.
    let src = |mode| {
        let plain = Wanted { mode, ..wanted.clone() }.href(&frame);
        format!("{plain}&t={}", &files.digest()[..16])
    };
    let modes = MODES.map(|(mode, width)| Mode {
        mode,
        href: Wanted { mode, ..wanted.clone() }.href(HERE),
        src: src(mode),
        width,
        current: mode == wanted.mode,
    });
    Ok(Mail {
        id: "mail".to_owned(),
        src: src(wanted.mode),
        mode: wanted.mode,
        width: MODES.iter().find(|(mode, _)| *mode == wanted.mode).map_or("", |(_, width)| width),
        from: from(office),
        cut: subject.chars().take(40).collect(),
        subject: Words::new(subject, wanted.language),
        to: who.say("mail-sample", &[]),
        why,
        modes: modes.into(),
        next: String::new(),
        reader: None,
    })
}

/// `GET /settings/templates/release/mail`: what the frame shows. Files that did not pass are filled in only as far as
/// that cannot do harm.
pub(super) async fn frame(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let wanted = Wanted::from(&fields, &who);
    let files = files(&desk, &who, &wanted.of).await?;
    let preview = match letter(&desk, &files, &wanted) {
        Ok(letter) => Some(letter.preview(&desk.keys, &slots()?)?),
        Err(_) => None,
    };
    let html = match preview {
        Some(preview) => {
            shown::page(&preview, wanted.mode, wanted.language, |what| who.say("mail-picture", &[("what", what.into())]))
        }
        None => shown::sentence(&who.say("template-not-shown", &[]), who.lang.tag()),
    };
    let mut answer = Html(html).into_response();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(answer)
}

/// Nothing can be shown: it did not pass so far, or it cannot be made.
struct Unshown;

fn letter(desk: &Desk, files: &Files, wanted: &Wanted) -> Result<Letter, Unshown> {
    let office = desk.office().map_err(|_| Unshown)?;
    if !own::is_safe_to_fill(files) {
        return Err(Unshown);
    }
    let templates = Templates::own(files).map_err(|_| Unshown)?;
    let release = sample::release(wanted.sample, wanted.language, desk.now());
    let frame = Frame { mailing: MailingId(0), date: desk.now(), key_id: desk.keys.current().to_owned(), signing: None };
    compile_exactly(office, &templates, &release, wanted.language, &frame).map_err(|_| Unshown)
}

/// Of nobody: no delivery has this number.
fn slots() -> Result<Slots, Problem> {
    Ok(Slots {
        delivery: DeliveryId(0),
        address: EmailAddress::parse("reporter@example.org").map_err(|error| Problem::broken(&error))?,
        name: String::new(),
        outlet: String::new(),
        reason: String::new(),
        consented: false,
        in_reply_to: None,
    })
}
