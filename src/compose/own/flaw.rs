//! What vetting has found wrong in a template of the office's own: where, what, and what to do about it.

use std::fmt;

/// One of the three files of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Subject,
    Text,
    Html,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Subject, Self::Text, Self::Html];

    /// `subject`, `text` or `html`; the file's name is this and `.hbs`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Text => "text",
            Self::Html => "html",
        }
    }
}

/// One refusal. Line and column count from 1; line 0 = it shows only in a finished mail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    pub part: Part,
    pub line: usize,
    pub column: usize,
    pub fault: Fault,
}

/// What every mail has to say, whatever it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needed {
    Tag,
    Title,
    Status,
    Body,
    Contact,
    Reason,
    Unsubscribe,
    Postal,
}

impl Needed {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Title => "title",
            Self::Status => "status",
            Self::Body => "body",
            Self::Contact => "contact",
            Self::Reason => "reason",
            Self::Unsubscribe => "unsubscribe",
            Self::Postal => "postal",
        }
    }

    /// What it is, and what puts it there.
    fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::Tag => ("the word for embargo, correction or withdrawal", "put {{tag}} in front of {{title}}"),
            Self::Title => ("the headline", "put {{title}} in"),
            Self::Status => ("the line that names kind and embargo", "put {{status}} in"),
            Self::Body => ("the text of the release", "put {{body_text}} into the text and {{{body_html}}} into the HTML"),
            Self::Contact => ("the press contact", "put {{> contact}} in"),
            Self::Reason => ("the sentence that says why the reporter gets it", "put {{> footer}} or {{reason}} in"),
            Self::Unsubscribe => {
                ("the unsubscribe link", "put {{> footer}} in, or a link to {{unsubscribe}} with words under it")
            }
            Self::Postal => ("the postal address", "put {{> footer}} in, or {{#each postal}}{{this}}{{/each}}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    TooLong {
        limit: usize,
    },
    Empty,
    ManyLines,
    Control,
    Unclosed(String),
    NotKnown(String),
    NoField(String),
    NotHere(String),
    NotList(String),
    LoopInLoop,
    TooDeep {
        limit: usize,
    },
    Unbalanced(String),
    Raw(String),
    Bare(String),
    Partial(String),
    TagName,
    Element(String),
    Attribute(String),
    Link(String),
    Picture(String),
    Css(String),
    Comment,
    Missing(Needed),
    TooBig {
        limit: usize,
    },
    /// Something personal is named on the page everybody can open.
    OnPage,
    Broken,
}

impl Fault {
    /// The desk's message; it names [`Fault::what`].
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "vetting-too-long",
            Self::Empty => "vetting-empty",
            Self::ManyLines => "vetting-many-lines",
            Self::Control => "vetting-control",
            Self::Unclosed(_) => "vetting-unclosed",
            Self::NotKnown(_) => "vetting-unknown-helper",
            Self::NoField(_) => "vetting-missing-field",
            Self::NotHere(_) => "vetting-not-here",
            Self::NotList(_) => "vetting-not-list",
            Self::LoopInLoop => "vetting-loop",
            Self::TooDeep { .. } => "vetting-too-deep",
            Self::Unbalanced(_) => "vetting-unbalanced",
            Self::Raw(_) => "vetting-raw",
            Self::Bare(_) => "vetting-bare",
            Self::Partial(_) => "vetting-partial",
            Self::TagName => "vetting-tag-name",
            Self::Element(_) => "vetting-element",
            Self::Attribute(_) => "vetting-attribute",
            Self::Link(_) => "vetting-link",
            Self::Picture(_) => "vetting-picture",
            Self::Css(_) => "vetting-css",
            Self::Comment => "vetting-comment",
            Self::Missing(_) => "vetting-missing",
            Self::TooBig { .. } => "vetting-too-big",
            Self::OnPage => "vetting-on-page",
            Self::Broken => "vetting-broken",
        }
    }

    /// The word in it: a field, an element, a limit in KB; empty = none.
    pub fn what(&self) -> String {
        match self {
            Self::TooLong { limit } | Self::TooBig { limit } => format!("{} KB", limit / 1024),
            Self::TooDeep { limit } => limit.to_string(),
            Self::Unclosed(what)
            | Self::NotKnown(what)
            | Self::NoField(what)
            | Self::NotHere(what)
            | Self::NotList(what)
            | Self::Unbalanced(what)
            | Self::Raw(what)
            | Self::Bare(what)
            | Self::Partial(what)
            | Self::Element(what)
            | Self::Attribute(what)
            | Self::Link(what)
            | Self::Picture(what)
            | Self::Css(what) => what.clone(),
            Self::Missing(needed) => needed.as_str().to_owned(),
            Self::Empty
            | Self::ManyLines
            | Self::Control
            | Self::LoopInLoop
            | Self::TagName
            | Self::Comment
            | Self::OnPage
            | Self::Broken => String::new(),
        }
    }
}

impl fmt::Display for Fault {
    /// A sentence in English, for the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what();
        match self {
            Self::TooLong { .. } => write!(f, "The file is longer than {what}; shorten it."),
            Self::Empty => f.write_str("The file is empty; write it, or take the shipped one."),
            Self::ManyLines => f.write_str("A subject is one line; join the lines."),
            Self::Control => f.write_str("There is a character that cannot be seen and has no place in a mail; delete it."),
            Self::Unclosed(_) => write!(f, "`{what}` is opened and not closed; close it."),
            Self::NotKnown(_) => {
                write!(
                    f,
                    "`{what}` is nothing a mail template knows; there are fields, if, unless, each, else and > with a part."
                )
            }
            Self::NoField(_) => write!(f, "There is no field `{what}`; `dateline template show --fields` lists them."),
            Self::NotHere(_) => write!(f, "The field `{what}` is not for this file; take it out."),
            Self::NotList(_) => write!(f, "`{what}` is no list; each goes through `postal` and `contact`."),
            Self::LoopInLoop => f.write_str("A loop stands in a loop; take it out."),
            Self::TooDeep { .. } => write!(f, "Blocks are nested more than {what} deep; flatten them."),
            Self::Unbalanced(_) => write!(f, "`{what}` fits no block that is open here; take it out or open the block."),
            Self::Raw(_) => write!(f, "`{what}` stands in three braces, which is only for HTML the program makes; use two."),
            Self::Bare(_) => write!(f, "`{what}` is HTML; in two braces its tags would be read as text: use three."),
            Self::Partial(_) => {
                write!(f, "There is no part `{what}`; there are `contact` and `footer`, without anything behind the name.")
            }
            Self::TagName => f.write_str("The name of a tag is put together from fields; write it out."),
            Self::Element(_) => write!(f, "<{what}> has no place in a mail; take it out."),
            Self::Attribute(_) => write!(f, "The attribute {what} has no place in a mail; take it out."),
            Self::Link(_) => {
                write!(f, "The link `{what}` is none a mail may have; write https://…, mailto:…, tel:… or one field with a link.")
            }
            Self::Picture(_) => write!(f, "The picture `{what}` is not the release's; the one picture is {{{{image.url}}}}."),
            Self::Css(_) => write!(
                f,
                "`{what}` in a style loads something, hides something or is not understood by mail programs; take it out."
            ),
            Self::Comment => {
                f.write_str("Only the shipped conditional comments may stand in a mail; use {{!-- … --}} for notes.")
            }
            Self::Missing(needed) => {
                let (what, how) = needed.text();
                write!(f, "A mail made of it lacks {what}, or hides it; {how}.")
            }
            Self::TooBig { .. } => {
                write!(f, "A mail made of it has more than {what} of HTML, and mail programs cut it off; shorten it.")
            }
            Self::OnPage => f.write_str(
                "On the page in the browser there is nobody to leave: put what names unsubscribe or view between \
                 {{#unless page}} and {{/unless}}.",
            ),
            Self::Broken => f.write_str("It cannot be filled in; look for what is not closed."),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}.hbs: {}", self.part.as_str(), self.fault),
            line => write!(f, "{}.hbs, line {line}, column {}: {}", self.part.as_str(), self.column, self.fault),
        }
    }
}
