//! What a subject says once the marks of replying, forwarding and of gateways are gone: it tells whether two mails are about
//! the same thing, and what we answer under.

use unicode_normalization::UnicodeNormalization;

/// Marks of replying and forwarding that mail programs put in front, lower-case, without their colon.
const MARKS: [&str; 31] = [
    "re",
    "fw",
    "fwd",
    "aw",
    "wg",
    "sv",
    "vs",
    "vb",
    "tr",
    "rv",
    "res",
    "enc",
    "rif",
    "antw",
    "doorst",
    "odp",
    "pd",
    "ynt",
    "ilt",
    "vá",
    "απ",
    "πρθ",
    "回复",
    "回覆",
    "答复",
    "答覆",
    "转发",
    "轉寄",
    "رد",
    "إعادة توجيه",
    "תשובה",
];

/// What gateways put in front, in square brackets, lower-case.
const BANNERS: [&str; 8] = ["external", "ext", "extern", "externe", "externo", "external email", "external sender", "caution"];

/// Words a subject may consist of without saying what it is about.
const GENERIC: [&str; 40] = [
    "a",
    "an",
    "the",
    "for",
    "from",
    "on",
    "of",
    "to",
    "your",
    "quick",
    "urgent",
    "urgente",
    "please",
    "press",
    "media",
    "prensa",
    "presse",
    "inquiry",
    "enquiry",
    "inquiries",
    "enquiries",
    "query",
    "question",
    "questions",
    "request",
    "interview",
    "comment",
    "statement",
    "release",
    "consulta",
    "pregunta",
    "solicitud",
    "entrevista",
    "de",
    "una",
    "la",
    "demande",
    "hello",
    "hi",
    "deadline",
];

/// The subject without its marks and banners, in its own capitals, white space collapsed. Empty stays empty.
pub fn base(subject: &str) -> String {
    let clean: String = subject.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    let mut rest = clean.trim();
    while let Some(shorter) = without_banner(rest).or_else(|| without_mark(rest)) {
        rest = shorter.trim_start();
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where equal base subjects meet.
pub fn key(subject: &str) -> String {
    base(subject).nfkc().collect::<String>().to_lowercase()
}

/// Whether it says what it is about: three words, not all of them words any request has. A script without spaces counts by
/// its letters.
pub fn is_telling(subject: &str) -> bool {
    let key = key(subject);
    let words: Vec<&str> = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let unspaced = key.chars().filter(|c| super::super::route::keywords::is_unspaced(*c)).count();
    unspaced >= 6 || words.len() >= 3 && !words.iter().all(|word| GENERIC.contains(word))
}

/// What an answer to a message of this subject is called.
pub fn answer(subject: &str) -> String {
    format!("Re: {}", base(subject)).trim_end().to_owned()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn without_banner(text: &str) -> Option<&str> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    BANNERS
        .contains(&inside.trim().trim_end_matches(':').to_lowercase().as_str())
        .then(|| rest.trim_start().trim_start_matches(':'))
}

/// `Re:`, `RE[2]:`, `Re(3) :`, `AW^2:`, `回复：`.
fn without_mark(text: &str) -> Option<&str> {
    let colon = text.find([':', '：'])?;
    let (head, rest) = text.split_at(colon);
    let head = head.trim_end();
    let counted = head.trim_end_matches([']', ')']).trim_end_matches(|c: char| c.is_ascii_digit());
    let name = match counted.strip_suffix(['[', '(', '^', '*']) {
        Some(name) => name,
        // `Re2:` as well, but only when nothing but the number was cut off.
        None if head.ends_with([']', ')']) => head,
        None => counted,
    };
    let mark = name.trim_end().to_lowercase();
    let after = rest.chars().next().map_or(0, char::len_utf8);
    MARKS.contains(&mark.as_str()).then(|| &rest[after..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_however_they_are_written_and_repeated() {
        for subject in [
            "Texas execution",
            "Re: Texas execution",
            "RE:Texas execution",
            "re[2]: Texas execution",
            "Re(3) : Texas  execution",
            "AW^2: WG: Texas execution",
            "Re2: Texas execution",
            "Fwd: Re: FW:Re: Texas execution",
            "SV: VS: TR: RV: RES: ENC: Antw: Odp: Texas execution",
            "[EXTERNAL] Re: [External]: Texas execution",
            "Re: [EXT] Texas execution",
            "回复：Texas execution",
            "答复: 转发: Texas execution",
            "رد: Texas execution",
            "\u{202b}Re:\u{200f} Texas execution",
        ] {
            assert_eq!(base(subject), "Texas execution", "{subject}");
        }
        assert_eq!(key("RE: Ｔexas Execution"), "texas execution");
        assert_eq!(answer("Fwd: [EXT] Re: Texas"), "Re: Texas");
    }

    #[test]
    fn what_is_no_mark_stays() {
        for subject in [
            "Research: new figures",
            "[Gaza] clinics",
            "Regarding: Texas",
            "Reuters: a question",
            "10:30 call",
            "[2]: x",
            "Re Texas",
            "",
            "[",
        ] {
            assert_eq!(base(subject), subject, "{subject}");
        }
    }

    #[test]
    fn a_subject_any_request_could_have_tells_nothing() {
        for subject in
            ["Interview", "Interview request please", "Re: press inquiry", "Quick question for the press", "", "Gaza clinics"]
        {
            assert!(!is_telling(subject), "{subject}");
        }
        for subject in ["Question about Gaza clinics", "Texas execution tonight", "关于加沙诊所的问题"] {
            assert!(is_telling(subject), "{subject}");
        }
    }
}
