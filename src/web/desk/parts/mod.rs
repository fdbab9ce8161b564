//! The shapes of the shared parts of pages (`templates/web/desk/parts`); a page's own shape stands with its handler.
//!
//! Every field is always written: what is absent is `null`, `""` or `[]`, because the templates are strict.

mod release;

use serde::Serialize;

pub use self::release::*;

/// A message and what it may name. Pages take from it what their message needs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Said {
    pub key: String,
    pub n: i64,
    pub of: i64,
    pub what: String,
    pub who: String,
    pub when: String,
}

impl Said {
    pub fn key(key: impl Into<String>) -> Self {
        Self { key: key.into(), ..Self::default() }
    }

    #[must_use]
    pub fn n(self, n: i64) -> Self {
        Self { n, ..self }
    }

    #[must_use]
    pub fn of(self, of: i64) -> Self {
        Self { of, ..self }
    }

    #[must_use]
    pub fn what(self, what: impl Into<String>) -> Self {
        Self { what: what.into(), ..self }
    }

    #[must_use]
    pub fn who(self, who: impl Into<String>) -> Self {
        Self { who: who.into(), ..self }
    }

    #[must_use]
    pub fn when(self, when: impl Into<String>) -> Self {
        Self { when: when.into(), ..self }
    }
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wrong {
    /// `#` and the id of the field.
    pub href: String,
    pub key: String,
    pub n: i64,
    pub what: String,
}

/// One line, several lines or a password in a form. Its id and name are the same.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub value: String,
    pub error: Option<Said>,
}

impl Field {
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { id: name.to_owned(), name: name.to_owned(), value: value.into(), error: None }
    }

    /// With what is wrong with it, if anything is.
    #[must_use]
    pub fn checked(self, errors: &[Wrong]) -> Self {
        Self { error: wrong_with(&self.id, errors), ..self }
    }
}

fn wrong_with(id: &str, errors: &[Wrong]) -> Option<Said> {
    let found = errors.iter().find(|wrong| wrong.href.strip_prefix('#') == Some(id))?;
    Some(Said::key(&found.key).n(found.n).what(&found.what))
}

/// One of a few, from a drop-down.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SelectField {
    pub id: String,
    pub name: String,
    pub error: Option<Said>,
    pub options: Vec<Choice>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Choice {
    pub value: String,
    /// In the reader's language.
    pub text: String,
    pub chosen: bool,
}

impl SelectField {
    /// From value and text of each; `chosen` is a value.
    pub fn new(name: &str, chosen: &str, options: impl IntoIterator<Item = (String, String)>) -> Self {
        let options = options.into_iter().map(|(value, text)| Choice { chosen: value == chosen, value, text }).collect();
        Self { id: name.to_owned(), name: name.to_owned(), error: None, options }
    }

    #[must_use]
    pub fn checked(self, errors: &[Wrong]) -> Self {
        Self { error: wrong_with(&self.id, errors), ..self }
    }
}

/// A question with a few answers side by side.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OptionsField {
    pub id: String,
    pub error: Option<Said>,
    pub options: Vec<Answer>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Answer {
    pub id: String,
    pub name: String,
    /// `radio` or `checkbox`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: String,
    pub key: String,
    pub n: i64,
    pub what: String,
    /// A message, or nothing.
    pub hint: String,
    pub chosen: bool,
}

impl OptionsField {
    /// `answers`: value, message and hint of each; `chosen` are values.
    pub fn new(name: &str, kind: &'static str, chosen: &[&str], answers: &[(&str, &str, &str)]) -> Self {
        let options = answers.iter().map(|(value, key, hint)| Answer {
            id: format!("{name}-{value}"),
            name: name.to_owned(),
            kind,
            value: (*value).to_owned(),
            key: (*key).to_owned(),
            hint: (*hint).to_owned(),
            chosen: chosen.contains(value),
            ..Answer::default()
        });
        Self { id: name.to_owned(), error: None, options: options.collect() }
    }

    #[must_use]
    pub fn checked(self, errors: &[Wrong]) -> Self {
        Self { error: wrong_with(&self.id, errors), ..self }
    }
}

/// A box to tick.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tick {
    pub id: String,
    pub name: String,
    pub chosen: bool,
}

/// A state as word, icon and colour.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct State {
    pub key: String,
    /// `ok`, `warn`, `bad`, `busy` or `off`.
    pub tone: &'static str,
    pub icon: &'static str,
    pub n: i64,
    pub what: String,
}

impl State {
    pub fn new(key: &str, tone: &'static str, icon: &'static str) -> Self {
        Self { key: key.to_owned(), tone, icon, n: 0, what: String::new() }
    }
}

/// A number and the list behind it; `href` is empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Count {
    pub n: i64,
    pub href: String,
}

impl Count {
    pub fn new(n: i64, href: impl Into<String>) -> Self {
        Self { n, href: href.into() }
    }
}

/// A moment: for machines (RFC 3339) and in the reader's words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Moment {
    pub iso: String,
    pub text: String,
}

/// A text in a language of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Words {
    pub text: String,
    pub lang: String,
    pub dir: &'static str,
}

impl Words {
    pub fn new(text: impl Into<String>, lang: &str) -> Self {
        // Of a text whose language nobody said, its own letters say where it begins.
        let dir = if lang.is_empty() { "auto" } else { crate::web::layout::direction(lang) };
        Self { text: text.into(), lang: lang.to_owned(), dir }
    }
}

/// A form that is only a button.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Act {
    pub action: String,
    pub once: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Hidden {
    pub name: String,
    pub value: String,
}

/// The way through a long list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pages {
    pub first: i64,
    pub last: i64,
    pub n: i64,
    pub prev: String,
    pub next: String,
    pub csv: String,
}

/// A distribution.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Bars {
    pub caption: String,
    pub head: String,
    pub rows: Vec<Bar>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Bar {
    pub label: String,
    pub lang: String,
    pub dir: &'static str,
    pub n: i64,
    pub href: String,
    pub percent: i64,
}
