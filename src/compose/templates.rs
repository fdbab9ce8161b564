//! The mail templates: one registry for HTML and one for text, because escaping belongs to the registry. Strict: a
//! field that is missing is an error, found when the first mail is compiled and by a test before that.

use handlebars::Handlebars;
use serde::Serialize;
use thiserror::Error;

use crate::compose::clean;

/// What is wrong with a template.
#[derive(Debug, Error)]
pub enum TemplateError {
    #[error("a mail template cannot be read")]
    Parse(#[source] Box<handlebars::TemplateError>),
    #[error("a mail template cannot be filled in")]
    Render(#[source] Box<handlebars::RenderError>),
}

/// The templates of releases, ready to fill in.
pub(crate) struct Templates {
    text: Handlebars<'static>,
    html: Handlebars<'static>,
}

const TEXT: [(&str, &str); 4] = [
    ("subject", include_str!("../../templates/mail/release/subject.hbs")),
    ("text", include_str!("../../templates/mail/release/text.hbs")),
    ("contact", include_str!("../../templates/mail/partials/contact.text.hbs")),
    ("footer", include_str!("../../templates/mail/partials/footer.text.hbs")),
];
const HTML: [(&str, &str); 3] = [
    ("html", include_str!("../../templates/mail/release/html.hbs")),
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
    /// Those that come with the program.
    pub(crate) fn shipped() -> Result<Self, TemplateError> {
        Ok(Self { text: registry(&TEXT, handlebars::no_escape)?, html: registry(&HTML, clean::escape)? })
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
    let registry = registry(&NOTICE, handlebars::no_escape)?;
    Ok((fill(&registry, "subject", context)?, fill(&registry, "text", context)?))
}

/// Subject and text of the notice of new drafts.
pub(crate) fn drafts_templates(context: &impl Serialize) -> Result<(String, String), TemplateError> {
    let registry = registry(&DRAFTS, handlebars::no_escape)?;
    Ok((fill(&registry, "subject", context)?, fill(&registry, "text", context)?))
}

fn fill(registry: &Handlebars<'_>, name: &str, context: &impl Serialize) -> Result<String, TemplateError> {
    registry.render(name, context).map_err(|error| TemplateError::Render(Box::new(error)))
}

fn registry(files: &[(&str, &str)], escape: fn(&str) -> String) -> Result<Handlebars<'static>, TemplateError> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry.register_escape_fn(escape);
    for (name, text) in files {
        registry.register_template_string(name, text).map_err(|error| TemplateError::Parse(Box::new(error)))?;
    }
    Ok(registry)
}
