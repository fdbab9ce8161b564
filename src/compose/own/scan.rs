//! One file of a template read as the small language it is allowed to be: fields, `if`, `unless`, `each`, `else` and the
//! two shipped parts. Whatever is not that is refused here, before the template engine sees it, whose parser is recursive.

use super::fields::{self, Fields, Kind, ROOT};
use super::flaw::{Fault, Flaw, Part};

/// Stand around a field's name where the file is looked at as HTML; no file may hold them.
pub(super) const FIELD_START: char = '\u{E000}';
pub(super) const FIELD_END: char = '\u{E001}';

pub(super) const DEPTH: usize = 16;
/// Of a tag that is quoted.
const QUOTED: usize = 40;
/// More than anybody mends at once.
pub(super) const MOST: usize = 50;
const PARTS: [&str; 2] = ["contact", "footer"];

/// What was found, and the file with its tags taken out, line by line as before.
pub(super) struct Scanned {
    pub flaws: Vec<Flaw>,
    pub flat: String,
}

pub(super) fn scan(part: Part, source: &str) -> Scanned {
    let mut scan = Scan { part, source, at: 0, open: Vec::new(), flaws: Vec::new(), flat: String::new() };
    scan.run();
    Scanned { flaws: scan.flaws, flat: scan.flat }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    If,
    Unless,
    /// Of things with these fields; `None` = of texts.
    Each(Option<Fields>),
}

impl Block {
    fn word(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::Unless => "unless",
            Self::Each(_) => "each",
        }
    }
}

struct Open {
    block: Block,
    at: usize,
    /// Behind its `else`.
    other: bool,
}

struct Scan<'a> {
    part: Part,
    source: &'a str,
    at: usize,
    open: Vec<Open>,
    flaws: Vec<Flaw>,
    flat: String,
}

/// Line and column of a place, both from 1.
pub(super) fn place(source: &str, at: usize) -> (usize, usize) {
    let before = source.get(..at).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

impl<'a> Scan<'a> {
    fn flaw(&mut self, at: usize, fault: Fault) {
        if self.flaws.len() >= MOST {
            return;
        }
        let (line, column) = place(self.source, at);
        self.flaws.push(Flaw { part: self.part, line, column, fault });
    }

    fn run(&mut self) {
        while let Some(found) = self.source[self.at..].find("{{") {
            let at = self.at + found;
            let before = &self.source[self.at..at];
            self.flat.push_str(before);
            if before.ends_with('\\') {
                self.flaw(at, Fault::NotKnown("\\{{".to_owned()));
            }
            let rest = &self.source[at..];
            let (start, end) = delimiters(rest);
            let Some(length) = rest[start.len()..].find(end) else {
                self.flaw(at, Fault::Unclosed(quoted(rest)));
                return;
            };
            let whole = &rest[..start.len() + length + end.len()];
            let inner = rest[start.len()..start.len() + length].trim_matches('~').trim();
            if self.part == Part::Html && start != "{{!--" && start != "{{!" && ends_in_tag_name(before) {
                self.flaw(at, Fault::TagName);
            }
            match start {
                "{{!--" | "{{!" => {}
                "{{{{" => self.flaw(at, Fault::NotKnown(quoted(whole))),
                "{{{" => self.field(at, inner, true),
                _ => self.tag(at, whole, inner),
            }
            self.flat.extend(whole.chars().filter(|letter| *letter == '\n'));
            self.at = at + whole.len();
        }
        self.flat.push_str(&self.source[self.at..]);
        while let Some(open) = self.open.pop() {
            self.flaw(open.at, Fault::Unclosed(format!("{{{{#{}}}}}", open.block.word())));
        }
    }

    fn tag(&mut self, at: usize, whole: &str, inner: &str) {
        let words: Vec<&str> = inner.split_whitespace().collect();
        if let Some(name) = inner.strip_prefix('>') {
            let name = name.trim();
            if !PARTS.contains(&name) || self.part == Part::Subject {
                self.flaw(at, Fault::Partial(quoted(name)));
            } else if self.is_in_loop() {
                self.flaw(at, Fault::LoopInLoop);
            }
            return;
        }
        if let Some(name) = inner.strip_prefix('/') {
            match self.open.pop() {
                Some(open) if open.block.word() == name.trim() => {}
                _ => self.flaw(at, Fault::Unbalanced(quoted(whole))),
            }
            return;
        }
        if inner.starts_with('#') {
            self.opens(at, whole, &words);
            return;
        }
        if words.first() == Some(&"else") {
            self.other(at, whole, &words[1..]);
            return;
        }
        self.field(at, inner, false);
    }

    fn opens(&mut self, at: usize, whole: &str, words: &[&str]) {
        // Pushed even where it is wrong, so that its end finds it.
        let block = match words {
            ["#if", path] => {
                self.asked(at, path);
                Block::If
            }
            ["#unless", path] => {
                self.asked(at, path);
                Block::Unless
            }
            ["#each", path] => self.each(at, path),
            _ => {
                self.flaw(at, Fault::NotKnown(quoted(whole)));
                match words.first() {
                    Some(&"#each") => Block::Each(None),
                    Some(&"#unless") => Block::Unless,
                    _ => Block::If,
                }
            }
        };
        self.open.push(Open { block, at, other: false });
        if self.open.len() == DEPTH + 1 {
            self.flaw(at, Fault::TooDeep { limit: DEPTH });
        }
    }

    fn each(&mut self, at: usize, path: &str) -> Block {
        if self.is_in_loop() {
            self.flaw(at, Fault::LoopInLoop);
            return Block::Each(match of(ROOT, path) {
                Some(Kind::List(fields)) => Some(fields),
                _ => None,
            });
        }
        match self.kind(path) {
            Some(kind @ (Kind::Lines | Kind::List(_))) if fields::fits(self.part, path, kind) => match kind {
                Kind::List(fields) => Block::Each(Some(fields)),
                _ => Block::Each(None),
            },
            Some(Kind::Lines | Kind::List(_)) => {
                self.flaw(at, Fault::NotHere(quoted(path)));
                Block::Each(None)
            }
            Some(_) => {
                self.flaw(at, Fault::NotList(quoted(path)));
                Block::Each(None)
            }
            None => {
                self.flaw(at, Fault::NoField(quoted(path)));
                Block::Each(None)
            }
        }
    }

    fn is_in_loop(&self) -> bool {
        self.open.iter().any(|open| matches!(open.block, Block::Each(_)))
    }

    fn other(&mut self, at: usize, whole: &str, words: &[&str]) {
        match words {
            [] => {}
            ["if", path] if self.open.last().is_some_and(|open| open.block == Block::If) => {
                self.asked(at, path);
                return;
            }
            _ => self.flaw(at, Fault::NotKnown(quoted(whole))),
        }
        match self.open.last_mut() {
            Some(open) if !open.other => open.other = true,
            _ => self.flaw(at, Fault::Unbalanced(quoted(whole))),
        }
    }

    fn asked(&mut self, at: usize, path: &str) {
        if self.kind(path).is_none() {
            self.flaw(at, Fault::NoField(quoted(path)));
        }
    }

    /// A field that is shown.
    fn field(&mut self, at: usize, path: &str, is_raw: bool) {
        let Some(kind) = self.kind(path) else {
            let fault = if is_path(path) { Fault::NoField(quoted(path)) } else { Fault::NotKnown(quoted(path)) };
            return self.flaw(at, fault);
        };
        match kind {
            Kind::Flag | Kind::Lines | Kind::List(_) | Kind::Thing(_) => self.flaw(at, Fault::NotHere(quoted(path))),
            kind if !fields::fits(self.part, path, kind) => self.flaw(at, Fault::NotHere(quoted(path))),
            Kind::Text | Kind::Slot if is_raw => self.flaw(at, Fault::Raw(quoted(path))),
            Kind::Html | Kind::Open if !is_raw => self.flaw(at, Fault::Bare(quoted(path))),
            _ => {}
        }
        // HTML of the program's own is looked at in finished mails.
        if !matches!(kind, Kind::Html | Kind::Open) {
            self.flat.push(FIELD_START);
            self.flat.push_str(path.strip_prefix("../").unwrap_or(path));
            self.flat.push(FIELD_END);
        }
    }

    /// What a path stands for here.
    fn kind(&self, path: &str) -> Option<Kind> {
        let within = self.open.iter().rev().find_map(|open| match open.block {
            Block::Each(fields) if !open.other => Some(fields),
            _ => None,
        });
        let Some(item) = within else { return of(ROOT, path) };
        if let Some(path) = path.strip_prefix("../") {
            return of(ROOT, path);
        }
        match item {
            None => (path == "this").then_some(Kind::Text),
            Some(fields) => of(fields, path.strip_prefix("this.").unwrap_or(path)),
        }
    }
}

fn of(fields: Fields, path: &str) -> Option<Kind> {
    match path.split_once('.') {
        None => fields::find(fields, path),
        Some((thing, field)) => match fields::find(fields, thing)? {
            Kind::Thing(inner) => fields::find(inner, field),
            _ => None,
        },
    }
}

fn is_path(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./".contains(&byte))
}

fn delimiters(rest: &str) -> (&'static str, &'static str) {
    for (start, end) in [("{{!--", "--}}"), ("{{{{", "}}}}"), ("{{{", "}}}"), ("{{!", "}}")] {
        if rest.starts_with(start) {
            return (start, end);
        }
    }
    ("{{", "}}")
}

/// Whether a tag's name is still being written at the end of this.
fn ends_in_tag_name(before: &str) -> bool {
    let name = before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '!' | '-' | ':'));
    name.ends_with('<')
}

/// Short enough to be quoted in a sentence.
fn quoted(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(QUOTED).collect();
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(part: Part, source: &str) -> Vec<(usize, usize, Fault)> {
        scan(part, source).flaws.into_iter().map(|flaw| (flaw.line, flaw.column, flaw.fault)).collect()
    }

    fn only(part: Part, source: &str) -> Fault {
        let mut found = faults(part, source);
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        found.remove(0).2
    }

    #[test]
    fn the_small_language_is_understood() {
        for (part, source) in [
            (Part::Subject, "{{tag}}{{title}} · {{words.contact}}"),
            (Part::Text, "{{#if image}}{{image.alt}}{{else if event}}{{event}}{{else}}–{{/if}}{{!-- } --}}\n{{> contact}}"),
            (Part::Text, "{{#each postal}}{{this}} {{../office}}{{else}}{{office}}{{/each}}"),
            (Part::Text, "{{#each contact}}{{text}}{{this.text}}{{/each}}"),
            (Part::Html, "<p>{{{body_html}}}</p>{{#each contact}}{{{html}}}{{/each}}{{{open}}}{{{fonts}}}{{fonts}}{{~title~}}"),
        ] {
            assert_eq!(faults(part, source), [], "{source}");
        }
    }

    #[test]
    fn what_is_not_of_it_is_refused_by_name_and_place() {
        let text = |text: &str| text.to_owned();
        for (part, source, fault) in [
            (Part::Text, "{{lookup image \"url\"}}", Fault::NotKnown(text("lookup image \"url\""))),
            (Part::Text, "{{log title}}", Fault::NotKnown(text("log title"))),
            (Part::Text, "{{#with image}}{{/with}}", Fault::NotKnown(text("{{#with image}}"))),
            (Part::Text, "{{title", Fault::Unclosed(text("{{title"))),
            (Part::Text, "{{#if title}}", Fault::Unclosed(text("{{#if}}"))),
            (Part::Text, "{{/if}}", Fault::Unbalanced(text("{{/if}}"))),
            (Part::Text, "{{else}}", Fault::Unbalanced(text("{{else}}"))),
            (Part::Text, "{{secret}}", Fault::NoField(text("secret"))),
            (Part::Text, "{{@root.office}}", Fault::NotKnown(text("@root.office"))),
            (Part::Text, "{{#if config}}{{/if}}", Fault::NoField(text("config"))),
            (Part::Text, "{{this}}", Fault::NoField(text("this"))),
            (Part::Text, "{{../title}}", Fault::NoField(text("../title"))),
            (Part::Text, "{{body_html}}", Fault::NotHere(text("body_html"))),
            (Part::Text, "{{words}}", Fault::NotHere(text("words"))),
            (Part::Subject, "{{reason}}", Fault::NotHere(text("reason"))),
            (Part::Subject, "{{body_text}}", Fault::NotHere(text("body_text"))),
            (Part::Text, "{{#each title}}{{/each}}", Fault::NotList(text("title"))),
            (Part::Html, "{{{title}}}", Fault::Raw(text("title"))),
            (Part::Html, "{{body_html}}", Fault::Bare(text("body_html"))),
            (Part::Html, "{{{{raw}}}}", Fault::NotKnown(text("{{{{raw}}}}"))),
            (Part::Html, "\\{{title}}", Fault::NotKnown(text("\\{{"))),
            (Part::Html, "{{> evil}}", Fault::Partial(text("evil"))),
            (Part::Html, "{{> footer x=1}}", Fault::Partial(text("footer x=1"))),
            (Part::Html, "{{> (lookup . \"x\")}}", Fault::Partial(text("(lookup . \"x\")"))),
            (Part::Html, "{{#> footer}}{{/footer}}", Fault::NotKnown(text("{{#> footer}}"))),
            (Part::Html, "<scr{{#if page}}{{/if}}ipt>", Fault::TagName),
            (Part::Html, "{{#each postal}}{{> footer}}{{/each}}", Fault::LoopInLoop),
            (Part::Subject, "{{> footer}}", Fault::Partial(text("footer"))),
        ] {
            let found = faults(part, source);
            assert!(found.iter().any(|(_, _, one)| *one == fault), "{source}: {found:?}");
        }
        assert_eq!(faults(Part::Text, "a\nb é {{nix}}")[0], (2, 5, Fault::NoField(text("nix"))));
        assert_eq!(only(Part::Text, "{{#each postal}}{{#each contact}}{{text}}{{/each}}{{/each}}"), Fault::LoopInLoop);
    }

    #[test]
    fn depth_is_bounded_without_reading_deeper() {
        let deep = |n: usize| format!("{}{}", "{{#if title}}".repeat(n), "{{/if}}".repeat(n));
        assert_eq!(faults(Part::Text, &deep(DEPTH)), []);
        assert_eq!(only(Part::Text, &deep(DEPTH + 1)), Fault::TooDeep { limit: DEPTH });
        assert_eq!(only(Part::Text, &deep(4_000)), Fault::TooDeep { limit: DEPTH });
    }

    #[test]
    fn lines_stay_where_they_were() {
        let scanned = scan(Part::Html, "a{{!-- x\ny --}}\n{{#if\ntitle}}b{{/if}}\n<c>");
        assert_eq!(scanned.flat, "a\n\n\nb\n<c>");
    }
}
