//! A release as an officer writes it: Markdown with a head of fields. Places named there are chosen, not proposed.

use std::sync::LazyLock;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use jiff::civil::Date;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Disambiguation;
use thiserror::Error;

use super::front_matter::{self, Field, HeadProblem, Value};
use super::{body, draft, language, nearest, text};
use crate::clock::Millis;
use crate::model::ids::ReleaseId;
use crate::model::release::{Image, Placement, Release, ReleaseKind};
use crate::model::vocabulary::Vocabulary;

/// The largest file that is read as a release.
pub const LIMIT: usize = 256 * 1024;

const KEYS: [&str; 18] = [
    "title",
    "kind",
    "date",
    "dateline",
    "language",
    "teaser",
    "regions",
    "issues",
    "embargo",
    "event",
    "contact",
    "image",
    "image_alt",
    "image_caption",
    "image_credit",
    "source",
    "published",
    "follows",
];

/// What is wrong with the file, in the words its author needs.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Problem {
    #[error("the file is larger than {} KB", LIMIT / 1024)]
    TooLarge,
    #[error("the file is not UTF-8 text (byte {0})")]
    NotText(usize),
    #[error(transparent)]
    Head(#[from] HeadProblem),
    #[error("line {line}: unknown key `{key}`{hint}")]
    UnknownKey { line: usize, key: String, hint: String },
    #[error("line {line}: `{key}` is there twice")]
    Twice { line: usize, key: String },
    #[error("line {line}: `{key}` takes one value, not a list")]
    OneValue { line: usize, key: String },
    #[error("line {line}: “{value}” is no kind of release; use one of {}", kinds())]
    Kind { line: usize, value: String },
    #[error("line {line}: “{value}” is no date; write 2026-11-23")]
    Date { line: usize, value: String },
    #[error("line {line}: `{key}` needs a time with its zone, as 2026-11-26T10:00[Europe/Berlin], not “{value}”{why}")]
    Time { line: usize, key: String, value: String, why: &'static str },
    #[error("line {line}: “{value}” is no language tag; write en, es or pt-BR")]
    Language { line: usize, value: String },
    #[error("line {line}: `{key}` must be an http or https address, not “{value}”")]
    Address { line: usize, key: String, value: String },
    #[error("line {line}: `follows` is the number of a release, as `release list` shows it, not “{value}”")]
    Number { line: usize, value: String },
    #[error("line {line}: there is no {what} “{value}”{hint}")]
    Unknown { line: usize, what: &'static str, value: String, hint: String },
    #[error("the release has no title: give `title`, or start the text with `# Title`")]
    NoTitle,
    #[error("the release has no text below its head")]
    NoText,
}

fn kinds() -> String {
    ReleaseKind::ALL.map(ReleaseKind::as_str).join(", ")
}

/// Every problem of the file at once, or the release. `today` is the date of one that names none.
pub fn read(bytes: &[u8], vocabulary: &Vocabulary, today: Date) -> Result<Release, Vec<Problem>> {
    if bytes.len() > LIMIT {
        return Err(vec![Problem::TooLarge]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let source = std::str::from_utf8(bytes).map_err(|error| vec![Problem::NotText(error.valid_up_to())])?;
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let document = front_matter::read(&source).map_err(|problem| vec![problem.into()])?;
    let mut reader =
        Reader { release: Release::draft(ReleaseKind::Release, "", today), image: None, problems: Vec::new(), vocabulary };
    let mut seen: Vec<&str> = Vec::new();
    for field in &document.fields {
        if seen.contains(&field.key.as_str()) {
            reader.problems.push(Problem::Twice { line: field.line, key: field.key.clone() });
        } else if let Err(problem) = reader.field(field) {
            reader.problems.push(problem);
        }
        seen.push(&field.key);
    }
    reader.finish(document.body, seen.contains(&"language"))
}

struct Reader<'a> {
    release: Release,
    image: Option<Image>,
    problems: Vec<Problem>,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn field(&mut self, field: &Field) -> Result<(), Problem> {
        let line = field.line;
        match field.key.as_str() {
            "regions" => return self.regions(field),
            "issues" => return self.issues(field),
            key if !KEYS.contains(&key) => return Err(unknown_key(field)),
            _ => {}
        }
        let Value::Text(value) = &field.value else {
            return if field.value == Value::List(Vec::new()) {
                Ok(())
            } else {
                Err(Problem::OneValue { line, key: field.key.clone() })
            };
        };
        let words = text::line(value);
        let release = &mut self.release;
        match field.key.as_str() {
            "title" => release.title = words,
            "dateline" => release.dateline = words,
            "teaser" => release.teaser = words,
            "kind" => release.kind = draft::kind_named(&words).ok_or(Problem::Kind { line, value: words })?,
            "date" => release.dated = words.parse().map_err(|_| Problem::Date { line, value: words })?,
            "language" => release.language = language::tag(&words).ok_or(Problem::Language { line, value: words })?,
            "embargo" => release.embargo = Some(moment(field, &words)?),
            "event" => release.event = Some(moment(field, &words)?),
            "published" => release.published = Some(moment(field, &words)?),
            "contact" => release.contact = Some(text::block(value)).filter(|contact| !contact.is_empty()),
            "follows" => {
                let number = words.parse().ok().filter(|number| *number > 0).ok_or(Problem::Number { line, value: words })?;
                release.follows = Some(ReleaseId(number));
            }
            "source" => {
                release.source_url = body::absolute(&words, None).map(|url| url.to_string());
                release.source_id = Some(words).filter(|source| !source.is_empty());
            }
            "image" => {
                let url = body::absolute(&words, None).ok_or_else(|| Problem::Address {
                    line,
                    key: field.key.clone(),
                    value: words,
                })?;
                self.image().url = url.to_string();
            }
            "image_alt" => self.image().alt = words,
            "image_caption" => self.image().caption = words,
            _ => self.image().credit = words,
        }
        Ok(())
    }

    fn image(&mut self) -> &mut Image {
        self.image.get_or_insert_with(|| Image {
            url: String::new(),
            alt: String::new(),
            caption: String::new(),
            credit: String::new(),
        })
    }

    fn regions(&mut self, field: &Field) -> Result<(), Problem> {
        for name in names(&field.value) {
            let id =
                self.vocabulary.region(&name).ok_or_else(|| unknown("region", field.line, &self.vocabulary.regions, name))?;
            if !self.release.regions.iter().any(|place| place.id == id) {
                self.release.regions.push(Placement::chosen(id));
            }
        }
        Ok(())
    }

    fn issues(&mut self, field: &Field) -> Result<(), Problem> {
        for name in names(&field.value) {
            let id = self.vocabulary.issue(&name).ok_or_else(|| unknown("issue", field.line, &self.vocabulary.issues, name))?;
            if !self.release.issues.iter().any(|place| place.id == id) {
                self.release.issues.push(Placement::chosen(id));
            }
        }
        Ok(())
    }

    fn finish(mut self, body: &str, language_told: bool) -> Result<Release, Vec<Problem>> {
        let mut body = text::block(body);
        let heading = body
            .lines()
            .next()
            .and_then(|first| first.strip_prefix("# "))
            .map(|first| text::line(first.trim_end_matches([' ', '#'])));
        if let Some(heading) = heading.filter(|heading| self.release.title.is_empty() || self.release.title == *heading) {
            body = text::block(body.split_once('\n').map_or("", |(_, rest)| rest));
            self.release.title = words(&heading);
        }
        if self.release.title.is_empty() {
            self.problems.push(Problem::NoTitle);
        }
        if body.is_empty() {
            self.problems.push(Problem::NoText);
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let plain = words(&body);
        if self.release.teaser.is_empty() {
            let first = plain.lines().find(|line| !line.is_empty()).unwrap_or_default();
            self.release.teaser = text::shorten(first, text::TEASER);
        }
        if !language_told {
            self.release.language = language::detect(&format!("{} {plain}", self.release.title));
        }
        self.release.image = self.image.filter(|image| !image.url.is_empty());
        self.release.body = body;
        Ok(self.release)
    }
}

fn unknown_key(field: &Field) -> Problem {
    let mut near: Vec<_> = KEYS
        .iter()
        .map(|key| (strsim::jaro_winkler(key, &field.key.to_lowercase()), *key))
        .filter(|(score, _)| *score > 0.85)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<_> = near.into_iter().take(1).map(|(_, key)| key.to_owned()).collect();
    Problem::UnknownKey { line: field.line, key: field.key.clone(), hint: nearest::suggestion(&near) }
}

fn unknown(what: &'static str, line: usize, tree: &crate::model::tree::Tree, value: String) -> Problem {
    let hint = nearest::suggestion(&nearest::names(tree, &value));
    Problem::Unknown { line, what, value, hint }
}

/// `[a, b]`, or one text with semicolons between names: a region's own name may hold a comma.
fn names(value: &Value) -> Vec<String> {
    let names = match value {
        Value::List(list) => list.clone(),
        Value::Text(one) => one.split(';').map(str::to_owned).collect(),
    };
    names.iter().map(|name| text::line(name)).filter(|name| !name.is_empty()).collect()
}

fn moment(field: &Field, value: &str) -> Result<Millis, Problem> {
    instant(value).map_err(|why| Problem::Time { line: field.line, key: field.key.clone(), value: value.to_owned(), why })
}

/// A moment as RFC 9557 writes it. A time that a clock change makes twice or never needs its offset.
fn instant(value: &str) -> Result<Millis, &'static str> {
    static STRICT: DateTimeParser = DateTimeParser::new().disambiguation(Disambiguation::Reject);
    if let Ok(zoned) = STRICT.parse_zoned(value) {
        return Ok(zoned.timestamp().as_millisecond());
    }
    if let Ok(at) = STRICT.parse_timestamp(value) {
        return Ok(at.as_millisecond());
    }
    Err(match DateTimeParser::new().parse_zoned(value) {
        Ok(_) => ": on that day the clock change makes this time twice or never; add the offset, as +01:00",
        Err(_) if value.contains('[') => ": the zone is unknown, or the offset is not the zone's",
        Err(_) => "",
    })
}

/// Markdown's words without its marks and addresses; blocks on lines of their own.
pub(super) fn words(markdown: &str) -> String {
    static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.strikethrough = true;
        options
    });
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    let mut out = String::new();
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::SoftBreak => out.push(' '),
            NodeValue::LineBreak => out.push('\n'),
            value if value.block() => out.push_str("\n\n"),
            _ => {}
        }
    }
    text::block(&out)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::tree::Node;

    fn read_text(text: &str) -> Result<Release, Vec<String>> {
        let mut vocabulary = Vocabulary::shipped();
        vocabulary.add_issue(Node { id: 2, parent: Some(1), code: String::new(), name: "Refugees and migrants".to_owned() });
        read(text.as_bytes(), &vocabulary, date(2026, 11, 23))
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_whole_head_is_read() {
        let release = read_text(
            "---\ntitle: Two bridges open\nkind: media advisory\ndate: 2026-11-24\ndateline: BERN, Switzerland\nlanguage: en_gb\n\
             teaser: Short.\nregions: [Switzerland, DE-BY]\nissues: Refugees and migrants\nembargo: 2026-11-25T10:00[Europe/Berlin]\n\
             event: 2026-11-26T10:00:00+01:00\ncontact: |\n  Ann Body\n  +41 00\nimage: https://n.example/1.jpg\nimage_alt: A bridge\n\
             image_caption: At dawn\nimage_credit: Ann\nsource: https://n.example/1\n---\n\nText *here*.\n",
        )
        .unwrap();
        assert_eq!(
            (release.title.as_str(), release.kind, release.dated),
            ("Two bridges open", ReleaseKind::MediaAdvisory, date(2026, 11, 24))
        );
        assert_eq!(
            (release.dateline.as_str(), release.language.as_str(), release.teaser.as_str()),
            ("BERN, Switzerland", "en-GB", "Short.")
        );
        assert_eq!(release.embargo, Some(1_795_597_200_000));
        assert_eq!(release.event, Some(1_795_683_600_000));
        assert_eq!(release.contact.as_deref(), Some("Ann Body\n+41 00"));
        assert_eq!(release.body, "Text *here*.");
        assert_eq!((release.regions.len(), release.issues.len()), (2, 1));
        assert!(release.regions.iter().all(|place| !place.proposed));
        assert_eq!(release.image.unwrap().credit, "Ann");
        assert_eq!(release.source_id.as_deref(), Some("https://n.example/1"));
    }

    #[test]
    fn the_first_heading_is_the_title() {
        let release = read_text(
            "# Brücken *wieder* offen\n\nDie beiden Brücken über die Aare sind seit gestern wieder für alle geöffnet.\n",
        )
        .unwrap();
        assert_eq!(release.title, "Brücken wieder offen");
        assert_eq!(release.body, "Die beiden Brücken über die Aare sind seit gestern wieder für alle geöffnet.");
        assert_eq!((release.language.as_str(), release.dated), ("de", date(2026, 11, 23)));
        assert_eq!(release.teaser, release.body);
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let problems = read_text(
            "---\ntitel: x\nkind: poem\ndate: tomorrow\nembargo: 2026-11-25T10:00\nevent: 2026-10-25T02:30[Europe/Berlin]\n\
             regions: [Germny]\nissues: [Refugee]\nlanguage: english\nimage: ./a.jpg\nkind: report\ntitle: [a, b]\n---\nText\n",
        )
        .unwrap_err();
        assert_eq!(problems[0], "line 2: unknown key `titel`; did you mean “title”?");
        assert!(problems[1].starts_with("line 3: “poem” is no kind of release; use one of release, media_advisory"));
        assert_eq!(problems[2], "line 4: “tomorrow” is no date; write 2026-11-23");
        assert!(problems[3].starts_with("line 5: `embargo` needs a time with its zone"));
        assert!(problems[4].contains("twice or never"), "{}", problems[4]);
        assert!(problems[5].starts_with("line 7: there is no region “Germny”; did you mean “Germany”"), "{}", problems[5]);
        assert_eq!(problems[6], "line 8: there is no issue “Refugee”; did you mean “Refugees and migrants”?");
        assert!(problems[7].starts_with("line 9: “english” is no language tag"));
        assert!(problems[8].starts_with("line 10: `image` must be an http or https address"));
        assert_eq!(problems[9], "line 11: `kind` is there twice");
        assert_eq!(problems[10], "line 12: `title` takes one value, not a list");
        assert_eq!(problems[11], "the release has no title: give `title`, or start the text with `# Title`");
    }

    #[test]
    fn a_file_that_is_no_text_is_refused() {
        assert_eq!(read(b"a\xff", &Vocabulary::default(), date(2026, 1, 1)), Err(vec![Problem::NotText(1)]));
        assert_eq!(read(&[b'a'; LIMIT + 1], &Vocabulary::default(), date(2026, 1, 1)), Err(vec![Problem::TooLarge]));
        assert_eq!(read_text("# T\n").unwrap_err(), ["the release has no text below its head"]);
    }
}
