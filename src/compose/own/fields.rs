//! Every field a mail template may name, and in which of the three files. A test holds it against what is filled in.

use super::flaw::Part;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text; may be empty.
    Text,
    /// Yes or no: only asked for.
    Flag,
    /// Names of fonts, which hold quotes: either way.
    Fonts,
    /// HTML the program made.
    Html,
    /// Filled in per copy.
    Slot,
    /// The image that counts opens: HTML, filled in per copy.
    Open,
    /// Texts.
    Lines,
    /// Things with fields of their own.
    List(Fields),
    Thing(Fields),
}

pub(crate) type Fields = &'static [(&'static str, Kind)];

const CONTACT: Fields = &[("text", Kind::Text), ("html", Kind::Html)];
const WORDS: Fields = &[
    ("language", Kind::Text),
    ("event", Kind::Text),
    ("photo", Kind::Text),
    ("original", Kind::Text),
    ("contact", Kind::Text),
    ("end_mark", Kind::Text),
    ("unsubscribe", Kind::Text),
    ("view", Kind::Text),
];
const IMAGE: Fields = &[
    ("url", Kind::Text),
    ("alt", Kind::Text),
    ("caption", Kind::Text),
    ("credit", Kind::Text),
    ("words", Kind::Flag),
    ("caption_text", Kind::Text),
];

pub(crate) const ROOT: Fields = &[
    ("lang", Kind::Text),
    ("dir", Kind::Text),
    ("rtl", Kind::Flag),
    ("start", Kind::Text),
    ("fonts", Kind::Fonts),
    ("heading_fonts", Kind::Fonts),
    ("words", Kind::Thing(WORDS)),
    ("words_dir", Kind::Text),
    ("words_start", Kind::Text),
    ("office", Kind::Text),
    ("postal", Kind::Lines),
    ("status", Kind::Text),
    ("alert", Kind::Flag),
    ("tag", Kind::Text),
    ("event", Kind::Text),
    ("title", Kind::Text),
    ("teaser", Kind::Text),
    ("preheader", Kind::Text),
    ("body_html", Kind::Html),
    ("body_text", Kind::Text),
    ("image", Kind::Thing(IMAGE)),
    ("source_url", Kind::Text),
    ("about", Kind::Text),
    ("boilerplate_html", Kind::Html),
    ("boilerplate_text", Kind::Text),
    ("contact", Kind::List(CONTACT)),
    ("reason", Kind::Slot),
    ("unsubscribe", Kind::Slot),
    ("view", Kind::Slot),
    ("open", Kind::Open),
    ("page", Kind::Flag),
];

/// Where the value of a field is an address.
pub(crate) const LINKS: [&str; 4] = ["unsubscribe", "view", "source_url", "image.url"];

/// Texts of several lines.
const LONG: [&str; 2] = ["body_text", "boilerplate_text"];

pub(crate) fn find(fields: Fields, name: &str) -> Option<Kind> {
    fields.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// Whether this file may show the field.
pub(crate) fn fits(part: Part, name: &str, kind: Kind) -> bool {
    match (kind, part) {
        (Kind::Html | Kind::Open | Kind::Fonts, part) => part == Part::Html,
        (Kind::Slot | Kind::Lines | Kind::List(_), part) => part != Part::Subject,
        (Kind::Text, Part::Subject) => !LONG.contains(&name),
        (Kind::Text | Kind::Flag | Kind::Thing(_), _) => true,
    }
}

/// Every field as it is written, for those who write templates.
pub fn names() -> Vec<String> {
    let mut names = Vec::new();
    for (name, kind) in ROOT {
        match kind {
            Kind::Thing(fields) => names.extend(fields.iter().map(|(field, _)| format!("{name}.{field}"))),
            Kind::List(fields) => names.extend(fields.iter().map(|(field, _)| format!("{name}[].{field}"))),
            Kind::Lines => names.push(format!("{name}[]")),
            _ => names.push((*name).to_owned()),
        }
    }
    names
}
