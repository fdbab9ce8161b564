//! The head of a Markdown file: TOML between `+++`, or plain `key: value` lines between `---`. Either gives the same
//! fields with the line each stands on; what they mean is `markdown`'s.

use thiserror::Error;
use toml::de::{DeTable, DeValue};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub key: String,
    pub line: usize,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document<'a> {
    pub fields: Vec<Field>,
    pub body: &'a str,
}

#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum HeadProblem {
    #[error("the head opened with `{0}` on line 1 has no closing `{0}`")]
    NotClosed(&'static str),
    #[error("line {line}: expected `key: value`")]
    NoKey { line: usize },
    #[error("line {line}: `{key}` has a list that is not closed with `]`")]
    ListNotClosed { line: usize, key: String },
    #[error("line {line}: `{key}` has a value in quotes that are not closed")]
    QuoteNotClosed { line: usize, key: String },
    #[error("line {line}: {problem}")]
    Toml { line: usize, problem: String },
    #[error("line {line}: `{key}` must be text or a list of texts")]
    NotText { line: usize, key: String },
}

/// `text` has LF line ends. Without a head everything is body.
pub(super) fn read(text: &str) -> Result<Document<'_>, HeadProblem> {
    for (fence, toml) in [("---", false), ("+++", true)] {
        let Some(rest) = text.strip_prefix(fence).and_then(|rest| rest.trim_start_matches([' ', '\t']).strip_prefix('\n')) else {
            continue;
        };
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == fence {
                let head = &rest[..at];
                let fields = if toml { toml_fields(head)? } else { plain_fields(head)? };
                return Ok(Document { fields, body: &rest[at + line.len()..] });
            }
            at += line.len();
        }
        return Err(HeadProblem::NotClosed(fence));
    }
    Ok(Document { fields: Vec::new(), body: text })
}

fn toml_fields(head: &str) -> Result<Vec<Field>, HeadProblem> {
    let line_at = |at: usize| head[..at.min(head.len())].matches('\n').count() + 2;
    let table = DeTable::parse(head).map_err(|error| HeadProblem::Toml {
        line: error.span().map_or(2, |span| line_at(span.start)),
        problem: error.message().to_owned(),
    })?;
    let mut fields = Vec::new();
    for (key, value) in table.get_ref() {
        let (name, line) = (key.get_ref().to_string(), line_at(key.span().start));
        let not_text = || HeadProblem::NotText { line, key: name.clone() };
        let value = match value.get_ref() {
            DeValue::Array(list) => {
                Value::List(list.iter().map(|value| toml_text(value.get_ref())).collect::<Option<_>>().ok_or_else(not_text)?)
            }
            value => Value::Text(toml_text(value).ok_or_else(not_text)?),
        };
        fields.push(Field { key: name, line, value });
    }
    fields.sort_by_key(|field| field.line);
    Ok(fields)
}

fn toml_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(at) => Some(at.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

fn plain_fields(head: &str) -> Result<Vec<Field>, HeadProblem> {
    let lines: Vec<(usize, &str)> = head.lines().enumerate().map(|(nth, line)| (nth + 2, line)).collect();
    let mut fields = Vec::new();
    let mut at = 0;
    while let Some(&(line, text)) = lines.get(at) {
        at += 1;
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            continue;
        }
        let (key, value) = text.split_once(':').filter(|(key, _)| is_key(key)).ok_or(HeadProblem::NoKey { line })?;
        let (key, value) = (key.trim().to_owned(), value.trim());
        let below = |is_part: &dyn Fn(&str) -> bool| {
            lines[at..].iter().take_while(|(_, text)| is_part(text)).map(|(_, text)| *text).collect::<Vec<_>>()
        };
        let value = if value.is_empty() {
            let items = below(&|text| text.trim_start().starts_with("- ") || text.trim().is_empty());
            at += items.len();
            let items = items.iter().filter_map(|item| item.trim_start().strip_prefix("- "));
            Value::List(items.map(|item| unquoted(item, line, &key)).collect::<Result<_, _>>()?)
        } else if value == "|" {
            let inside = below(&|text| text.starts_with([' ', '\t']) || text.trim().is_empty());
            at += inside.len();
            Value::Text(inside.iter().map(|text| text.trim()).collect::<Vec<_>>().join("\n").trim_end().to_owned())
        } else if let Some(list) = value.strip_prefix('[') {
            let list = list.strip_suffix(']').ok_or_else(|| HeadProblem::ListNotClosed { line, key: key.clone() })?;
            Value::List(items(list, line, &key)?)
        } else {
            Value::Text(unquoted(value, line, &key)?)
        };
        fields.push(Field { key, line, value });
    }
    Ok(fields)
}

fn is_key(key: &str) -> bool {
    let key = key.trim_end();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The parts of `a, "b, c", d`.
fn items(list: &str, line: usize, key: &str) -> Result<Vec<String>, HeadProblem> {
    let mut parts = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, c) in list.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if list[start..at].trim().is_empty() => quote = Some(c),
            (None, ',') => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts.into_iter().filter(|part| !part.trim().is_empty()).map(|part| unquoted(part, line, key)).collect()
}

fn unquoted(value: &str, line: usize, key: &str) -> Result<String, HeadProblem> {
    let value = value.trim();
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return Ok(value.to_owned()) };
    let inner = value[1..].strip_suffix(quote).ok_or_else(|| HeadProblem::QuoteNotClosed { line, key: key.to_owned() })?;
    Ok(match quote {
        '"' => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        _ => inner.replace("''", "'"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(String, usize, Value)> {
        read(text).unwrap().fields.into_iter().map(|field| (field.key, field.line, field.value)).collect()
    }

    fn text(value: &str) -> Value {
        Value::Text(value.to_owned())
    }

    fn list(values: &[&str]) -> Value {
        Value::List(values.iter().map(|&value| value.to_owned()).collect())
    }

    #[test]
    fn both_forms_give_the_same_fields() {
        let plain = "---\ntitle: \"A: b\"\n# note\nregions: [Peru, \"Korea, Republic of\"]\nissues:\n  - Asylum\n  - 'It''s'\ncontact: |\n  Ann\n  +1 555\ndate: 2026-11-23\n---\nBody\n";
        let toml = "+++\ntitle = \"A: b\"\n# note\nregions = [\"Peru\", \"Korea, Republic of\"]\nissues = [\n\"Asylum\", \"It's\"]\ncontact = \"\"\"\nAnn\n+1 555\"\"\"\ndate = 2026-11-23\n+++\nBody\n";
        for source in [plain, toml] {
            let found = fields(source);
            let values: Vec<_> = found.iter().map(|(key, _, value)| (key.as_str(), value.clone())).collect();
            assert_eq!(
                values,
                [
                    ("title", text("A: b")),
                    ("regions", list(&["Peru", "Korea, Republic of"])),
                    ("issues", list(&["Asylum", "It's"])),
                    ("contact", text("Ann\n+1 555")),
                    ("date", text("2026-11-23")),
                ]
            );
            assert_eq!((found[0].1, found[1].1), (2, 4));
            assert_eq!(read(source).unwrap().body, "Body\n");
        }
    }

    #[test]
    fn a_broken_head_names_its_line() {
        for (source, said) in [
            ("---\ntitle: x\n", "the head opened with `---` on line 1 has no closing `---`"),
            ("---\n\njust text\n---\n", "line 3: expected `key: value`"),
            ("---\nregions: [a, b\n---\n", "line 2: `regions` has a list that is not closed with `]`"),
            ("---\ntitle: \"x\n---\n", "line 2: `title` has a value in quotes that are not closed"),
            ("+++\na = 1\nb = {c = 1}\n+++\n", "line 3: `b` must be text or a list of texts"),
        ] {
            assert_eq!(read(source).unwrap_err().to_string(), said);
        }
        assert!(read("+++\n\ntitle = \n+++\n").unwrap_err().to_string().starts_with("line 3: "));
    }

    #[test]
    fn without_a_head_everything_is_body() {
        assert_eq!(read("# Title\n\n---\n").unwrap(), Document { fields: vec![], body: "# Title\n\n---\n" });
        assert_eq!(read("").unwrap().body, "");
    }
}
