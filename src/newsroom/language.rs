//! The language of a text: as told, in BCP 47's usual form, or else as it reads.

/// `en_us` → `en-US`; `None` for what is no language tag.
pub(super) fn tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let mut parts = text.split('-');
    let primary = parts.next().filter(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let mut tag = primary.to_ascii_lowercase();
    for part in parts {
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    (tag.len() <= 35).then_some(tag)
}

/// ISO 639-3 to 639-1 where there is one.
const SHORT: [(&str, &str); 48] = [
    ("eng", "en"),
    ("spa", "es"),
    ("fra", "fr"),
    ("deu", "de"),
    ("por", "pt"),
    ("ita", "it"),
    ("nld", "nl"),
    ("cat", "ca"),
    ("ara", "ar"),
    ("heb", "he"),
    ("pes", "fa"),
    ("urd", "ur"),
    ("tur", "tr"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("bel", "be"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("bul", "bg"),
    ("mkd", "mk"),
    ("ron", "ro"),
    ("hun", "hu"),
    ("ell", "el"),
    ("dan", "da"),
    ("swe", "sv"),
    ("nob", "nb"),
    ("fin", "fi"),
    ("est", "et"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("cmn", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("vie", "vi"),
    ("tha", "th"),
    ("ind", "id"),
    ("hin", "hi"),
    ("ben", "bn"),
    ("tam", "ta"),
    ("tel", "te"),
    ("mar", "mr"),
    ("pan", "pa"),
    ("tgl", "tl"),
    ("afr", "af"),
];

/// Characters from which on even an uncertain reading is better than none.
const ENOUGH: usize = 60;

/// As the text reads, when that is certain enough; else English.
pub(super) fn detect(text: &str) -> String {
    let start = text.char_indices().nth(2_000).map_or(text, |(at, _)| &text[..at]);
    let enough = start.chars().count() >= ENOUGH;
    let Some(info) = whatlang::detect(start).filter(|info| enough || info.is_reliable()) else { return "en".to_owned() };
    let code = info.lang().code();
    SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_takes_its_usual_form() {
        assert_eq!(tag("en-us").as_deref(), Some("en-US"));
        assert_eq!(tag("ZH_hant_tw").as_deref(), Some("zh-Hant-TW"));
        for wrong in ["", "english", "e", "en--us", "en-<b>", "*"] {
            assert_eq!(tag(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_untold_language_is_read_from_the_text() {
        assert_eq!(
            detect("El consejo aprobó ayer una ley que protege a las personas que cruzan la frontera para pedir asilo."),
            "es"
        );
        assert_eq!(
            detect("Die Behörden müssen die Menschen unverzüglich freilassen und die Vorwürfe unabhängig untersuchen."),
            "de"
        );
        assert_eq!(detect("?"), "en");
    }
}
