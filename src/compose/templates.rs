//! The mail templates: one registry for HTML and one for text, because escaping belongs to the registry. Strict: a
//! field that is missing is an error, found when the first mail is compiled and by a test before that.

use std::sync::{Arc, OnceLock};

use handlebars::Handlebars;
use serde::Serialize;
use thiserror::Error;

use crate::compose::clean;
use crate::compose::own::Files;

/// What is wrong with a template.
#[derive(Debug, Error)]
pub enum TemplateError {
    #[error("a mail template cannot be read")]
    Parse(#[source] Box<handlebars::TemplateError>),
    #[error("a mail template cannot be filled in")]
    Render(#[source] Box<handlebars::RenderError>),
}

/// The templates of releases, ready to fill in.
#[derive(Debug)]
pub struct Templates {
    text: Handlebars<'static>,
    html: Handlebars<'static>,
    /// SHA-256 of the files, in hex.
    digest: String,
    look: Look,
}

/// Whose look it is.
#[derive(Debug)]
enum Look {
    Shipped,
    Own,
    /// Shipped, though the office stored one of its own with this digest.
    Instead(String),
}

/// Parts that come with the program; offices cannot change them.
const TEXT: [(&str, &str); 2] = [
    ("contact", include_str!("../../templates/mail/partials/contact.text.hbs")),
    ("footer", include_str!("../../templates/mail/partials/footer.text.hbs")),
];
const HTML: [(&str, &str); 2] = [
    ("contact", include_str!("../../templates/mail/partials/contact.html.hbs")),
    ("footer", include_str!("../../templates/mail/partials/footer.html.hbs")),
];
const NOTICE: [(&str, &str); 2] = [
    ("subject", include_str!("../../templates/mail/notice/subject.hbs")),
    ("text", include_str!("../../templates/mail/notice/text.hbs")),
];

const DRAFTS: [(&str, &str); 2] = [
    ("subject", include_str!("../../templates/mail/drafts/subject.hbs")),
    ("text", include_str!("../../templates/mail/drafts/text.hbs")),
];

impl Templates {
    /// Those that come with the program, read once.
    pub fn shipped() -> Result<Arc<Self>, TemplateError> {
        static SHIPPED: OnceLock<Arc<Templates>> = OnceLock::new();
        if let Some(shipped) = SHIPPED.get() {
            return Ok(shipped.clone());
        }
        let made = Arc::new(Self::of(&Files::shipped(), Look::Shipped)?);
        Ok(SHIPPED.get_or_init(|| made).clone())
    }

    /// The office's own. They were vetted when they were stored.
    pub(crate) fn own(files: &Files) -> Result<Self, TemplateError> {
        Self::of(files, Look::Own)
    }

    /// The shipped ones, where these cannot be read.
    pub(crate) fn instead_of(files: &Files) -> Result<Self, TemplateError> {
        Self::of(&Files::shipped(), Look::Instead(files.digest()))
    }

    fn of(files: &Files, look: Look) -> Result<Self, TemplateError> {
        let text = [("subject", files.subject.as_str()), ("text", files.text.as_str())];
        Ok(Self {
            text: registry(TEXT.iter().chain(&text), handlebars::no_escape)?,
            html: registry(HTML.iter().chain(&[("html", files.html.as_str())]), clean::escape)?,
            digest: files.digest(),
            look,
        })
    }

    /// SHA-256 in hex of the files mails are made with.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// As [`Templates::digest`] of what the office has stored; empty = nothing.
    pub fn stored(&self) -> &str {
        match &self.look {
            Look::Shipped => "",
            Look::Own => &self.digest,
            Look::Instead(stored) => stored,
        }
    }

    /// The office has its own, which could not be used.
    pub fn is_left_aside(&self) -> bool {
        matches!(self.look, Look::Instead(_))
    }

    pub(crate) fn is_own(&self) -> bool {
        matches!(self.look, Look::Own)
    }

    pub(crate) fn subject(&self, context: &impl Serialize) -> Result<String, TemplateError> {
        fill(&self.text, "subject", context)
    }

    pub(crate) fn text(&self, context: &impl Serialize) -> Result<String, TemplateError> {
        fill(&self.text, "text", context)
    }

    pub(crate) fn html(&self, context: &impl Serialize) -> Result<String, TemplateError> {
        fill(&self.html, "html", context)
    }
}

/// Subject and text of the notice of an alert.
pub(crate) fn notice_templates(context: &impl Serialize) -> Result<(String, String), TemplateError> {
    let registry = registry(NOTICE.iter(), handlebars::no_escape)?;
    Ok((fill(&registry, "subject", context)?, fill(&registry, "text", context)?))
}

/// Subject and text of the notice of new drafts.
pub(crate) fn drafts_templates(context: &impl Serialize) -> Result<(String, String), TemplateError> {
    let registry = registry(DRAFTS.iter(), handlebars::no_escape)?;
    Ok((fill(&registry, "subject", context)?, fill(&registry, "text", context)?))
}

fn fill(registry: &Handlebars<'_>, name: &str, context: &impl Serialize) -> Result<String, TemplateError> {
    registry.render(name, context).map_err(|error| TemplateError::Render(Box::new(error)))
}

fn registry<'f>(
    files: impl Iterator<Item = &'f (&'f str, &'f str)>,
    escape: fn(&str) -> String,
) -> Result<Handlebars<'static>, TemplateError> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry.register_escape_fn(escape);
    for (name, text) in files {
        registry.register_template_string(name, text).map_err(|error| TemplateError::Parse(Box::new(error)))?;
    }
    Ok(registry)
}
