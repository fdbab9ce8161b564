//! The line above a quotation: "On …, … wrote:", in the languages mail programs speak, also broken over several lines.

use std::sync::LazyLock;

use regex::Regex;

/// Lines it may be broken over.
pub(super) const LINES: usize = 4;
/// Characters it may be long.
const LONG: usize = 400;

pub(super) struct Intro {
    /// The line after it.
    pub after: usize,
    /// It names an address or a time of day: no sentence of a person's does, and ends so.
    pub is_certain: bool,
}

/// "wrote", and where a language puts it in front, what follows it.
const WROTE: &str = "wrote|writes|escribió|escribio|ha escrito|a écrit|a ecrit|écrit|schrieb|ha scritto|scrisse|escreveu|schreef|\
     heeft geschreven|heeft het volgende geschreven|skrev|skrev følgende|kirjoitti|napisał|napisała|napisał\\(a\\)|napsal|napsala|napsal\\(a\\)|\
     написал|написала|написал\\(а\\)|пишет|пише|написав|написала|написав\\(ла\\)|yazdı|şunu yazdı|şunları yazdı|كتب|كتبت|كتب\\(ت\\)|\
     写道|寫道|写了|のメール|書きました|作成しました|님이 작성|כתב|כתבה|כתב/ה|‏כתב|έγραψε|a scris|írta|đã viết|menulis|نوشت";

static INTRO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // It ends in the verb and a colon, or (German, Dutch, Swedish, Arabic) goes on with the name.
    Regex::new(&format!(r"(?is)^.{{0,300}}(?:^|[\s,،>\])”»\u{{a0}}])(?:{WROTE})(?:\s+(?:at|on|um|am|op|den|le|el|il)\b.{{0,80}}|\s.{{0,120}})?\s*[:：]\s*$")).ok()
});
/// Chinese and Japanese leave no space before the verb, and sometimes the colon out.
const JOINED: [&str; 6] = ["写道", "寫道", "写了", "のメール", "書きました", "のメッセージ"];
static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[0-9０-９٠-٩]{1,2}\s?[:.：hH時时点][0-9０-９٠-٩]{2}|[0-9٠-٩]{4}").ok());
/// How one begins; a line that begins otherwise is only one when it names an address.
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:on|el|le|am|il|em|op|den|på|på|dnia|w dniu|dne|в|у|в\s|at|de|da|von|mon|tue|wed|thu|fri|sat|sun|lun|mar|mié|jeu|ven|po|út|st|pt|pn|wt|śr|czw|пн|вт|ср|чт|пт|сб|вс|в|ב|ביום|بتاريخ|في|يوم|στις|La|[0-9٠-٩]{1,4})[\s,.،/年\-–]",
    )
    .ok()
});

/// The introduction that begins at a line, if one does.
pub(super) fn at(lines: &[&str], from: usize) -> Option<Intro> {
    let first = lines.get(from)?.trim();
    if first.is_empty() || first.starts_with('>') {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in lines.get(from..)?.iter().take(LINES).enumerate() {
        let line = line.trim();
        if line.is_empty() || (count > 0 && line.starts_with('>')) || joined.chars().count() + line.chars().count() > LONG {
            return None;
        }
        if count > 0 {
            joined.push(' ');
        }
        joined.push_str(line.trim_matches('*'));
        if is_intro(&joined) {
            return Some(Intro { after: from + count + 1, is_certain: is_certain(&joined) });
        }
        // What ends in a full stop is a sentence.
        if line.ends_with(['.', '!', '?', ';']) && !line.ends_with("m.") {
            return None;
        }
    }
    None
}

fn is_intro(text: &str) -> bool {
    let fits = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    let bare = text.trim_end_matches([':', '：', ' ']);
    let is_joined = JOINED.iter().any(|verb| bare.ends_with(verb));
    if !text.ends_with([':', '：']) && !is_joined {
        return false;
    }
    let has_digit = text.chars().any(char::is_numeric);
    let names = text.contains('@');
    (is_joined && (has_digit || names)) || (fits(&INTRO) && (names || (has_digit && fits(&BEGINS))))
}

fn is_certain(text: &str) -> bool {
    let has_time = TIME.as_ref().is_some_and(|pattern| pattern.is_match(text));
    text.contains('@') || has_time
}
