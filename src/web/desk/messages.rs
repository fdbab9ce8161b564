//! What the desk says, from the Fluent files of each language (`templates/locales`). A message that is missing or is
//! not given all it names is an error, which a test finds before an officer does.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use thiserror::Error;

/// A language the desk speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    En,
    Es,
    Ar,
}

impl Lang {
    pub const ALL: [Self; 3] = [Self::En, Self::Es, Self::Ar];

    /// As in `lang="…"`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Ar => "ar",
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            Self::Ar => "العربية",
        }
    }

    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', ';']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// The first we speak of those a browser asks for (RFC 9110 §12.5.4, in the order given).
    pub fn accepted(header: &str) -> Self {
        header.split(',').find_map(Self::parse).unwrap_or_default()
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        &BUNDLES[self as usize]
    }
}

#[derive(Debug, Error)]
pub enum Unsaid {
    #[error("there is no message `{key}` in `{lang}`")]
    Unknown { lang: &'static str, key: String },
    #[error("the message `{key}` in `{lang}`: {problem}")]
    Unfit { lang: &'static str, key: String, problem: String },
}

/// The files of a language, in reading order.
macro_rules! texts {
    ($lang:literal) => {
        [
            include_str!(concat!("../../../templates/locales/", $lang, "/desk.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/send.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/mailings.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/releases.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/newsrooms.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/settings.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/people.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/imports.ftl")),
            include_str!(concat!("../../../templates/locales/", $lang, "/desk/templates.ftl")),
        ]
    };
}

const TEXTS: [[&str; 9]; 3] = [texts!("en"), texts!("es"), texts!("ar")];

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Lang::ALL.into_iter().zip(TEXTS).map(|(lang, texts)| bundle(lang, &texts)).collect());

#[expect(clippy::expect_used, reason = "the messages are compiled in; a test reads each")]
fn bundle(lang: Lang, texts: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().expect("a language tag")]);
    // Around what is put into a sentence of the other direction. In ours it would only be in the way of searching.
    bundle.set_use_isolating(lang == Lang::Ar);
    bundle.set_formatter(Some(match lang {
        Lang::En | Lang::Ar => |value, _| in_groups(value, ","),
        Lang::Es => |value, _| in_groups(value, "\u{202f}"),
    }));
    for text in texts {
        let resource = FluentResource::try_new((*text).to_owned()).expect("a message file that is compiled in parses");
        bundle.add_resource(resource).expect("each message is there once");
    }
    bundle
}

fn in_groups(value: &FluentValue<'_>, separator: &str) -> Option<String> {
    match value {
        FluentValue::Number(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "only whole numbers are given to messages")]
            let whole = number.value as i64;
            Some(grouped(whole, separator))
        }
        _ => None,
    }
}

fn grouped(n: i64, separator: &str) -> String {
    let digits = n.unsigned_abs().to_string();
    // Four digits stay together, as each of the three languages may.
    let mut out = String::from(if n < 0 { "−" } else { "" });
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

/// A number as people read it: `12,345`.
pub fn number(lang: Lang, n: i64) -> String {
    grouped(n, if lang == Lang::Es { "\u{202f}" } else { "," })
}

/// What a message may be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arg<'a> {
    Number(i64),
    Text(&'a str),
}

impl From<i64> for Arg<'_> {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

/// The message in this language, whole.
pub fn say(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> Result<String, Unsaid> {
    let bundle = lang.bundle();
    let unknown = || Unsaid::Unknown { lang: lang.tag(), key: key.to_owned() };
    let pattern = bundle.get_message(key).and_then(|message| message.value()).ok_or_else(unknown)?;
    let mut given = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match *value {
            Arg::Number(n) => given.set(*name, n),
            Arg::Text(text) => given.set(*name, text),
        }
    }
    let mut problems = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&given), &mut problems);
    match problems.first() {
        None => Ok(text.into_owned()),
        Some(problem) => Err(Unsaid::Unfit { lang: lang.tag(), key: key.to_owned(), problem: problem.to_string() }),
    }
}

/// As [`say`], for Rust's own sentences: what cannot be said is logged and shown as its key.
pub fn text(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    say(lang, key, args).unwrap_or_else(|problem| {
        tracing::error!(%problem, "a message cannot be said");
        key.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_the_same_messages() {
        let keys = |texts: &[&str]| -> std::collections::BTreeSet<String> {
            texts
                .iter()
                .flat_map(|text| text.lines())
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
                .collect()
        };
        let english = keys(&TEXTS[0]);
        assert!(english.len() > 900);
        for (lang, texts) in Lang::ALL.into_iter().zip(TEXTS) {
            let own = keys(&texts);
            assert_eq!(english.symmetric_difference(&own).collect::<Vec<_>>(), Vec::<&String>::new(), "{lang:?}");
        }
    }

    #[test]
    fn a_message_that_lacks_something_is_an_error() {
        assert!(say(Lang::En, "frame-waits", &[]).is_err());
        assert!(say(Lang::En, "no-such-message", &[]).is_err());
        assert_eq!(say(Lang::En, "frame-waits", &[("n", 1.into())]).unwrap(), "1 thing waits");
    }

    #[test]
    fn numbers_are_grouped_as_people_read_them() {
        assert_eq!(number(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(number(Lang::Es, 12_345), "12\u{202f}345");
        assert_eq!((number(Lang::En, 999), number(Lang::En, -1_000)), ("999".to_owned(), "−1000".to_owned()));
    }

    #[test]
    fn a_browser_gets_the_first_language_we_speak() {
        assert_eq!(Lang::accepted("de-DE,es;q=0.8,en;q=0.5"), Lang::Es);
        assert_eq!(Lang::accepted("ar-EG"), Lang::Ar);
        assert_eq!(Lang::accepted(""), Lang::En);
    }
}
