//! A release compiled for one mailing and language, and the copies made from it.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::compose::context::Context;
use crate::compose::dkim::Signing;
use crate::compose::encode::{Body, Slot};
use crate::compose::links::{self, Purpose, token};
use crate::compose::message::{self, Parts};
use crate::compose::templates::Templates;
use crate::compose::{ComposeError, Office, OpensMode, TemplateError, clean, header, words};
use crate::model::address::EmailAddress;
use crate::model::ids::{DeliveryId, MailingId};
use crate::model::release::Release;
use crate::secrets::Keyring;

pub use crate::compose::words::{because, why};

/// Gmail cuts at about 102 KB; per-copy text and other encodings need room below it.
pub(crate) const HTML_LIMIT: usize = 90 * 1024;
const SLOT_ROOM: usize = 2 * 1024;
/// RFC 5321 §4.5.3.1.1.
const LOCAL_PART: usize = 64;
const TOKEN: usize = 22;
const REASON: usize = 400;

/// What is frozen per mailing: equal frames give equal bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub mailing: MailingId,
    /// The Date of every copy.
    pub date: Millis,
    /// The key the tokens are made with.
    pub key_id: String,
    /// `None` = no signature of ours: the relay signs.
    pub signing: Option<Signing>,
}

/// What is one copy's own.
#[derive(Clone, Debug)]
pub struct Slots {
    pub delivery: DeliveryId,
    pub address: EmailAddress,
    pub name: String,
    pub outlet: String,
    /// A whole sentence, see [`because`]; empty = a general one.
    pub reason: String,
    /// Whether this person's opens may be recorded by name.
    pub consented: bool,
    /// The Message-ID of this person's copy of what is now corrected or followed up.
    pub in_reply_to: Option<String>,
}

/// All that the copies of one mailing in one language share, frozen. Stored as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    mailing: MailingId,
    key_id: String,
    language: String,
    /// SHA-256 in hex of the templates it was made with; empty in letters frozen before offices had their own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    template: String,
    subject: String,
    /// Fields in front of the recipient's: Date, From.
    first_fields: String,
    subject_field: String,
    /// MIME-Version, Content-Type, Content-Language.
    mime_fields: String,
    list_id_field: String,
    /// Feedback-ID, X-Auto-Response-Suppress.
    last_fields: String,
    boundary: String,
    text: Body,
    html: Body,
    page: String,
    listed: String,
    from_name: String,
    from: String,
    domain: String,
    reply_local: String,
    reply_domain: String,
    bounce_domain: Option<String>,
    public_url: String,
    opens: OpensMode,
    /// Not in letters frozen before we signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signing: Option<Signing>,
}

/// A message as it goes out. An empty `envelope_from` is the null sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub bytes: Vec<u8>,
    pub envelope_from: String,
}

/// What a reader sees of one copy, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Compiles `release` into the letter of one mailing, its frame worded in `language`. Templates of the office's own that
/// cannot be filled in give way to the shipped ones: the letter says which it was made with.
pub fn compile(
    office: &Office,
    templates: &Templates,
    release: &Release,
    language: &str,
    frame: &Frame,
) -> Result<Letter, ComposeError> {
    match compile_exactly(office, templates, release, language, frame) {
        Err(ComposeError::Template(problem)) if templates.is_own() => {
            tracing::error!(%problem, "the office's own mail template cannot be filled in; this mail looks as shipped");
            compile_exactly(office, &*Templates::shipped()?, release, language, frame)
        }
        made => made,
    }
}

/// As [`compile`], with these templates or not at all.
pub(crate) fn compile_exactly(
    office: &Office,
    templates: &Templates,
    release: &Release,
    language: &str,
    frame: &Frame,
) -> Result<Letter, ComposeError> {
    if office.reply_to.local().len() + 1 + TOKEN > LOCAL_PART {
        return Err(ComposeError::ReplyToTooLong(office.reply_to.clone()));
    }
    let context = Context::of(office, release, language, frame.date)?;
    let language = context.lang().to_owned();
    let Filled { subject, text, html, page } = fill(templates, context)?;
    if html.len() + SLOT_ROOM > HTML_LIMIT {
        return Err(ComposeError::TooBig { bytes: html.len() + SLOT_ROOM, limit: HTML_LIMIT });
    }
    let boundary = message::boundary(frame.mailing, frame.date);
    let date = header::date(frame.date).ok_or(ComposeError::BadTime(frame.date))?;
    let domain = office.from.domain();
    Ok(Letter {
        mailing: frame.mailing,
        key_id: frame.key_id.clone(),
        template: templates.digest().to_owned(),
        first_fields: format!("Date: {date}\r\n{}", header::mailbox("From", &office.from_name, office.from.as_str())),
        subject_field: header::text("Subject", &subject),
        mime_fields: format!("MIME-Version: 1.0\r\n{}Content-Language: {language}\r\n", message::content_type(&boundary)),
        list_id_field: message::list_id(&office.name, domain),
        last_fields: format!(
            "{}X-Auto-Response-Suppress: OOF, AutoReply\r\n",
            message::feedback_id(frame.mailing, release.kind.as_str(), domain)
        ),
        boundary,
        text: Body::compile(&text),
        html: Body::compile(&html),
        page,
        listed: words::of(&language).because_listed.replacen("{}", &clean::line(&office.name), 1),
        from_name: office.from_name.clone(),
        from: office.from.as_str().to_owned(),
        domain: domain.to_owned(),
        reply_local: office.reply_to.local().to_owned(),
        reply_domain: office.reply_to.domain().to_owned(),
        bounce_domain: office.bounce_domain.clone(),
        public_url: office.public_url.clone(),
        opens: office.opens,
        signing: frame.signing.clone(),
        language,
        subject,
    })
}

struct Filled {
    subject: String,
    text: String,
    html: String,
    page: String,
}

fn fill(templates: &Templates, context: Context) -> Result<Filled, TemplateError> {
    Ok(Filled {
        subject: clean::line(&templates.subject(&context)?),
        text: tidy(&templates.text(&context)?),
        html: templates.html(&context)?,
        page: templates.html(&context.into_page())?,
    })
}

/// The page of `/v/…`: the mail without anything personal in it.
pub fn view(letter: &Letter) -> String {
    letter.page.clone()
}

/// What the slots of one copy are filled with.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) unsubscribe: String,
    pub(crate) view: String,
    pub(crate) open: String,
    pub(crate) reason: String,
    pub(crate) name: String,
    pub(crate) outlet: String,
    pub(crate) address: String,
}

impl Values {
    fn get(&self, slot: Slot) -> &str {
        match slot {
            Slot::Unsubscribe => &self.unsubscribe,
            Slot::View => &self.view,
            Slot::Open => &self.open,
            Slot::Reason => &self.reason,
            Slot::Name => &self.name,
            Slot::Outlet => &self.outlet,
            Slot::Address => &self.address,
        }
    }

    fn escaped(&self) -> Self {
        Self {
            unsubscribe: clean::escape(&self.unsubscribe),
            view: clean::escape(&self.view),
            open: if self.open.is_empty() {
                String::new()
            } else {
                format!(
                    "<img src=\"{}\" alt=\"\" width=\"1\" height=\"1\" style=\"display:block;border:0\">",
                    clean::escape(&self.open)
                )
            },
            reason: clean::escape(&self.reason),
            name: clean::escape(&self.name),
            outlet: clean::escape(&self.outlet),
            address: clean::escape(&self.address),
        }
    }
}

impl Letter {
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The sentence of the footer that says why this reader gets it.
    pub fn reason(&self, slots: &Slots) -> String {
        let reason = clean::line(&slots.reason);
        if reason.is_empty() { self.listed.clone() } else { reason.chars().take(REASON).collect() }
    }

    /// BCP 47.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The Message-ID of one copy; `None` when the key it was made with is gone.
    pub fn message_id(&self, keys: &Keyring, delivery: DeliveryId) -> Option<String> {
        keys.mac(&self.key_id, "presence", b"")?;
        Some(format!("<d.{}@{}>", token(keys, &self.key_id, Purpose::Message, delivery.0), self.domain))
    }

    /// The bytes of one copy, the same every time.
    pub fn copy(&self, keys: &Keyring, slots: &Slots) -> Result<Copy, ComposeError> {
        if keys.mac(&self.key_id, "presence", b"").is_none() {
            return Err(ComposeError::UnknownKey(self.key_id.clone()));
        }
        let number = slots.delivery.0;
        let token = |purpose| token(keys, &self.key_id, purpose, number);
        let values = self.values(keys, slots);
        let reply_to = format!("{}+{}@{}", self.reply_local, token(Purpose::Reply), self.reply_domain);
        let leave_by_mail = format!("{}+{}@{}", self.reply_local, token(Purpose::Unsubscribe), self.reply_domain);
        let leave = format!("<{}>,\r\n <{}?subject=unsubscribe>", values.unsubscribe, header::mailto(&leave_by_mail));
        let post =
            if message::may_one_click(&self.public_url) { "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" } else { "" };
        let bytes = self.message(
            &values,
            &[
                &self.first_fields,
                &header::mailbox("To", &slots.name, slots.address.as_str()),
                &header::mailbox("Reply-To", &self.from_name, &reply_to),
                &self.subject_field,
                &format!("Message-ID: <d.{}@{}>\r\n", token(Purpose::Message), self.domain),
                &answered(slots.in_reply_to.as_deref()),
                &self.mime_fields,
                &self.list_id_field,
                &format!("List-Unsubscribe: {leave}\r\n"),
                post,
                &self.last_fields,
            ],
        );
        let envelope_from = match &self.bounce_domain {
            Some(domain) => format!("b+{}@{domain}", token(Purpose::Bounce)),
            None => self.from.clone(),
        };
        Ok(Copy { bytes: keys.dkim().sign(bytes, self.signing.as_ref())?, envelope_from })
    }

    /// How its copies are signed, if we do that.
    pub fn signing(&self) -> Option<&Signing> {
        self.signing.as_ref()
    }

    /// One copy as its reader sees it, read back from its bytes.
    pub fn preview(&self, keys: &Keyring, slots: &Slots) -> Result<Preview, ComposeError> {
        Ok(self.read_back(&self.copy(keys, slots)?.bytes))
    }

    /// As [`Letter::preview`], with these values and without a key.
    pub(crate) fn read(&self, values: &Values) -> Preview {
        self.read_back(&self.message(values, &[&self.mime_fields]))
    }

    fn read_back(&self, bytes: &[u8]) -> Preview {
        let message = mail_parser::MessageParser::default().parse(bytes);
        let body = |html: bool| {
            let message = message.as_ref()?;
            if html { message.body_html(0) } else { message.body_text(0) }
        };
        let read = |html| body(html).map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
        Preview { subject: self.subject.clone(), text: read(false), html: read(true) }
    }

    /// SHA-256 in hex of the templates it was made with; empty = not known.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Not signed yet.
    pub(crate) fn message(&self, values: &Values, fields: &[&str]) -> Vec<u8> {
        let escaped = values.escaped();
        let parts = Parts { boundary: &self.boundary, text: &self.text, html: &self.html };
        parts.message(fields, |slot| values.get(slot), |slot| escaped.get(slot))
    }

    pub(crate) fn mime_fields(&self) -> &str {
        &self.mime_fields
    }

    /// A link of this letter's office.
    pub(crate) fn url(&self, page: &str, token: &str) -> String {
        format!("{}/{page}/{token}", self.public_url)
    }

    fn values(&self, keys: &Keyring, slots: &Slots) -> Values {
        let token = |purpose, number| token(keys, &self.key_id, purpose, number);
        let open = match self.opens {
            OpensMode::Off => String::new(),
            OpensMode::Individual if slots.consented => self.url("o", &token(Purpose::OpenIndividual, slots.delivery.0)),
            OpensMode::Counted | OpensMode::Individual => self.url("o", &token(Purpose::OpenCounted, self.mailing.0)),
        };
        Values {
            unsubscribe: self.url("u", &token(Purpose::Unsubscribe, slots.delivery.0)),
            view: self.url("v", &links::view_token(keys, &self.key_id, self.mailing, &self.language)),
            open,
            reason: self.reason(slots),
            name: clean::line(&slots.name),
            outlet: clean::line(&slots.outlet),
            address: slots.address.as_str().to_owned(),
        }
    }
}

/// In-Reply-To and References, when the id is one.
pub(crate) fn answered(id: Option<&str>) -> String {
    let is_id = |id: &&str| {
        id.len() > 4
            && id.len() < 500
            && id.starts_with('<')
            && id.ends_with('>')
            && id.bytes().all(|byte| (b'!'..=b'~').contains(&byte))
    };
    id.filter(is_id).map(|id| format!("In-Reply-To: {id}\r\nReferences: {id}\r\n")).unwrap_or_default()
}

/// At most one blank line in a row, no blanks at the ends of lines, one line end at the end.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() {
            tidy.push_str(line);
            tidy.push('\n');
            blank = false;
        } else if !blank {
            tidy.push('\n');
            blank = true;
        }
    }
    let end = tidy.trim_end().len();
    tidy.truncate(end);
    tidy.push('\n');
    tidy
}
