//! The mail as one person reads it, from the very letter that is sent: its envelope beside a frame, and what the frame
//! shows, under headers of its own that let it reach nothing.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse};

use super::{head, shown};
use crate::compose::letter::{Frame, Letter, Slots, compile, why};
use crate::compose::{ComposeError, Office, own};
use crate::model::address::EmailAddress;
use crate::model::ids::{ContactId, DeliveryId, IssueId, MailingId, RegionId, ReleaseId};
use crate::model::mailing::Urgency;
use crate::model::reason::Matched as Pair;
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::review::{self, Order};
use crate::store::audience::{self, Matched};
use crate::store::directory::{self, Filter};
use crate::store::{releases, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::{Hidden, Mail, Mode, ReadAs, Words};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

/// Nothing is fetched, nothing runs, nothing is sent, wherever the frame is shown.
pub const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self'";

/// Each look at a mail, and the width of its frame in pixels, where it has one.
pub const MODES: [(&str, &str); 5] = [("html", ""), ("text", ""), ("dark", ""), ("phone", "360"), ("no_images", "")];

/// How many of those found by name are asked whether they are in the audience.
const FOUND: i64 = 10;

/// Whose mail, and which look at it.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// A contact's number, or part of a name, address or outlet; empty = the first of the audience.
    pub read_as: String,
    /// The first of the audience after this one.
    pub after: Option<ContactId>,
    /// `html`, `text`, `dark`, `phone` or `no_images`.
    pub mode: &'static str,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { read_as: String::new(), after: None, mode: "html" }
    }
}

impl Wanted {
    /// From the query of a page: `as`, `after`, `mode`.
    pub fn of(fields: &Fields) -> Self {
        let mode = fields.raw("mode");
        Self {
            read_as: fields.line("as"),
            after: fields.number("after").map(ContactId),
            mode: MODES.iter().find(|(known, _)| *known == mode).map_or("html", |(known, _)| known),
        }
    }
}

/// Somebody the mail is shown to.
struct Reader {
    /// `None` = a made-up person, where the audience is empty.
    contact: Option<ContactId>,
    address: EmailAddress,
    name: String,
    outlet: String,
    reason: String,
    consented: bool,
    /// Whether the audience as it stands takes them in.
    gets_it: bool,
}

impl Reader {
    fn slots(&self) -> Slots {
        Slots {
            // No delivery has this number, so the links in a preview are nobody's.
            delivery: DeliveryId(0),
            address: self.address.clone(),
            name: self.name.clone(),
            outlet: self.outlet.clone(),
            reason: self.reason.clone(),
            consented: self.consented,
            in_reply_to: None,
        }
    }

    /// As the page names them.
    fn called(&self, who: &Who) -> String {
        let name = if self.name.is_empty() { self.address.as_str() } else { &self.name };
        match (self.contact, self.outlet.as_str()) {
            (None, _) => who.say("mail-sample", &[]),
            (Some(_), "") => name.to_owned(),
            (Some(_), outlet) => format!("{name}, {outlet}"),
        }
    }
}

/// The mail beside its page. `page_href` is the page it stands on, with or without a query; its links lead there.
pub async fn mail(desk: &Desk, who: &Who, release: &Release, wanted: Wanted, page_href: &str) -> Result<Mail, Problem> {
    shown_from(desk, who, release, &wanted, page_href, &[("version", &release.version.to_string())]).await
}

/// As [`mail`], the frame being told `also` which text it shows.
pub(super) async fn shown_from(
    desk: &Desk,
    who: &Who,
    release: &Release,
    wanted: &Wanted,
    page_href: &str,
    also: &[(&str, &str)],
) -> Result<Mail, Problem> {
    let office = desk.office()?;
    let reader = read_as(desk, release, wanted).await?;
    let (subject, reason) = match letter(desk, office, release).await {
        Ok(letter) => (letter.subject().to_owned(), letter.reason(&reader.slots())),
        Err(error) => (release.title.clone(), unmakeable(who, &error)?),
    };
    let why = if reader.gets_it { reason } else { who.say("mail-not-in-audience", &[("who", (&reader.called(who)).into())]) };
    let number = reader.contact.map(|contact| contact.to_string()).unwrap_or_default();
    let is_search = !wanted.read_as.is_empty() && wanted.read_as.parse::<i64>().is_err();
    let asked = match wanted.after {
        None if is_search || wanted.read_as.is_empty() => wanted.read_as.as_str(),
        _ => number.as_str(),
    };
    let (path, query) = page_href.split_once('?').unwrap_or((page_href, ""));
    let own = Fields::parse(query.as_bytes());
    let own: Vec<(&str, &str)> = own.iter().filter(|(name, _)| !["as", "after", "mode"].contains(name)).collect();
    let page = |pairs: &[(&str, &str)]| href(path, own.iter().chain(pairs));
    let frame = format!("/releases/{}/mail", release.id);
    let src = |mode: &str| href(&frame, [("as", number.as_str()), ("mode", mode)].iter().chain(also));
    let modes = MODES.map(|(mode, width)| Mode {
        mode,
        href: page(&[("as", asked), ("mode", mode)]),
        src: src(mode),
        width,
        current: mode == wanted.mode,
    });
    let mode = [("mode", wanted.mode)];
    let fields = own.iter().chain(&mode);
    Ok(Mail {
        id: "mail".to_owned(),
        src: src(wanted.mode),
        mode: wanted.mode,
        width: MODES.iter().find(|(mode, _)| *mode == wanted.mode).map_or("", |(_, width)| width),
        from: from(office),
        cut: subject.chars().take(40).collect(),
        subject: Words::new(subject, &release.language),
        to: reader.called(who),
        why,
        modes: modes.into(),
        next: reader.contact.map(|_| page(&[("after", number.as_str()), ("mode", wanted.mode)])).unwrap_or_default(),
        reader: Some(ReadAs {
            action: path.to_owned(),
            value: if is_search { wanted.read_as.clone() } else { String::new() },
            fields: fields.map(|(name, value)| Hidden { name: (*name).to_owned(), value: (*value).to_owned() }).collect(),
        }),
    })
}

/// `GET /releases/{id}/mail`: what the frame shows.
pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let kept = if fields.has("draft") { desk.drafts.find(ReleaseId(id), who.officer) } else { None };
    let release = match (kept, fields.number("version")) {
        (Some(typed), _) => typed,
        (None, Some(version)) => releases::load(&desk.store, ReleaseId(id), Some(version)).await?.ok_or(Problem::NotFound)?,
        (None, None) => head::load(&desk, id).await?,
    };
    frame(&desk, &who, &release, &Wanted::of(&fields)).await
}

async fn frame(desk: &Desk, who: &Who, release: &Release, wanted: &Wanted) -> Answer {
    let office = desk.office()?;
    let reader = read_as(desk, release, wanted).await?;
    let preview = letter(desk, office, release).await.and_then(|letter| letter.preview(&desk.keys, &reader.slots()));
    let html = match preview {
        Ok(preview) => {
            shown::page(&preview, wanted.mode, &release.language, |what| who.say("mail-picture", &[("what", what.into())]))
        }
        Err(error) => shown::sentence(&unmakeable(who, &error)?, who.lang.tag()),
    };
    let mut answer = Html(html).into_response();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(answer)
}

/// The letter as it would go out now, but for what only a mailing has.
pub(super) async fn letter(desk: &Desk, office: &Office, release: &Release) -> Result<Letter, ComposeError> {
    let frame = Frame { mailing: MailingId(0), date: desk.now(), key_id: desk.keys.current().to_owned(), signing: None };
    let templates = own::in_force(&desk.store).await?;
    compile(office, &templates, release, &release.language, &frame)
}

/// What the writer can mend is said beside the text; all else is the operator's.
fn unmakeable(who: &Who, error: &ComposeError) -> Result<String, Problem> {
    let kilobytes = |bytes: usize| i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX);
    match error {
        ComposeError::TooBig { bytes, limit } => {
            Ok(who.say("mail-too-big", &[("n", kilobytes(*bytes).into()), ("of", kilobytes(*limit).into())]))
        }
        ComposeError::TooDeep { limit } => {
            Ok(who.say("mail-too-deep", &[("n", i64::try_from(*limit).unwrap_or(i64::MAX).into())]))
        }
        other => Err(Problem::broken(other)),
    }
}

pub fn from(office: &Office) -> String {
    match office.from_name.as_str() {
        "" => office.from.as_str().to_owned(),
        name => format!("{name} <{}>", office.from.as_str()),
    }
}

/// A path with these pairs as its query; empty values are left away.
pub fn href<'a>(path: &str, pairs: impl Iterator<Item = &'a (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.filter(|(_, value)| !value.is_empty()));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

async fn read_as(desk: &Desk, release: &Release, wanted: &Wanted) -> Result<Reader, Problem> {
    let words = vocabulary::load(&desk.store).await?;
    let order = Order {
        release: release.id,
        segment: None,
        down: true,
        at: None,
        morning: false,
        again: false,
        urgency: Urgency::Normal,
    };
    let (_, rule) = review::audience(&desk.store, &words, release, &order, desk.now()).await?;
    let filter = Filter { text: wanted.read_as.clone(), ..Filter::default() };
    let named = match wanted.read_as.parse::<i64>() {
        Ok(number) => directory::page(&desk.store, &Filter::default(), ContactId(number.saturating_sub(1)), 1)
            .await?
            .into_iter()
            .filter(|found| found.id.0 == number)
            .collect(),
        Err(_) if wanted.read_as.is_empty() => Vec::new(),
        Err(_) => directory::page(&desk.store, &filter, ContactId(0), FOUND).await?,
    };
    for contact in &named {
        if let Some(found) = audience::find(&desk.store, &rule, contact.id).await?.filter(|found| found.excluded.is_none()) {
            return Ok(in_audience(&words, release, found).unwrap_or_else(sample));
        }
    }
    if let Some(contact) = named.into_iter().next()
        && let Ok(address) = EmailAddress::parse(&contact.address)
    {
        let (name, outlet) = (contact.name, contact.outlet);
        return Ok(Reader {
            contact: Some(contact.id),
            address,
            name,
            outlet,
            reason: String::new(),
            consented: false,
            gets_it: false,
        });
    }
    let after = wanted.after.map_or(0, |after| after.0.max(0));
    let first = async |after| Ok::<_, Problem>(desk.counts.some(&desk.store, &rule, ContactId(after), 1).await?.pop());
    let mut found = first(after).await?;
    if found.is_none() && after > 0 {
        found = first(0).await?;
    }
    Ok(found.and_then(|found| in_audience(&words, release, found)).unwrap_or_else(sample))
}

fn in_audience(words: &Vocabulary, release: &Release, found: Matched) -> Option<Reader> {
    let issues: Vec<IssueId> = release.issues.iter().map(|place| place.id).collect();
    let regions: Vec<RegionId> = release.regions.iter().map(|place| place.id).collect();
    let pair = Pair { issue: IssueId(found.issue), region: RegionId(found.region) };
    Some(Reader {
        contact: Some(found.contact),
        address: EmailAddress::parse(&found.address).ok()?,
        reason: why(words, pair, &issues, &regions, &release.language),
        name: found.name,
        outlet: found.outlet,
        consented: found.consented,
        gets_it: true,
    })
}

/// Somebody who is not there, for a release that reaches nobody yet.
fn sample() -> Reader {
    #[expect(clippy::expect_used, reason = "a constant that is an address; every preview of an empty audience reads it")]
    let address = EmailAddress::parse("reporter@example.org").expect("an address");
    Reader {
        contact: None,
        address,
        name: String::new(),
        outlet: String::new(),
        reason: String::new(),
        consented: false,
        gets_it: true,
    }
}
