//! The language of a text: as told, in BCP 47's usual form, or else as it reads.

/// `en_us` → `en-US`; `None` for what is no language tag.
pub fn tag(text: &str) -> Option<String> {
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
/// Longer texts are judged by their beginning.
const BEGINNING: usize = 2_000;

/// As the text reads, when that is certain enough; else English.
pub fn detect(text: &str) -> String {
    let start = beginning(text);
    let enough = start.chars().count() >= ENOUGH;
    let Some(info) = whatlang::detect(start).filter(|info| enough || info.is_reliable()) else { return "en".to_owned() };
    short(info.lang()).to_owned()
}

/// As the text reads, where that is sure: its primary subtag.
pub fn sure(text: &str) -> Option<&'static str> {
    whatlang::detect(beginning(text)).filter(whatlang::Info::is_reliable).map(|info| short(info.lang()))
}

/// The language of a text that is surely not in `told`: its tag, and what it calls itself. Languages that read much alike
/// are not told apart, and a short or mixed text says nothing.
pub fn another(text: &str, told: &str) -> Option<(&'static str, &'static str)> {
    let start = beginning(text);
    if start.chars().count() < 2 * ENOUGH {
        return None;
    }
    let info = whatlang::detect(start).filter(whatlang::Info::is_reliable)?;
    let primary = told.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    // What we have no letter code for cannot be compared.
    let is_known = SHORT.iter().any(|(_, known)| family(known) == family(&primary));
    let found = short(info.lang());
    (is_known && family(found) != family(&primary)).then(|| (found, info.lang().name()))
}

/// What this language calls itself; the tag when that is not known.
pub fn own_name(tag: &str) -> &str {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let long = SHORT.iter().find(|(_, known)| *known == primary).map(|(long, _)| *long);
    match long.and_then(whatlang::Lang::from_code) {
        Some(lang) => lang.name(),
        None => tag,
    }
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(BEGINNING).map_or(text, |(at, _)| &text[..at])
}

fn short(lang: whatlang::Lang) -> &'static str {
    let code = lang.code();
    SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}

/// Languages a program takes for one another, and other codes of the same.
fn family(tag: &str) -> &str {
    match tag {
        "no" | "nn" | "nb" | "da" | "sv" => "nb",
        "bs" | "sh" | "sr" | "hr" | "sl" | "cnr" | "me" => "hr",
        "cs" | "sk" => "cs",
        "ms" | "id" => "id",
        "fil" | "tl" => "tl",
        "nl" | "af" | "fy" => "nl",
        "ru" | "uk" | "be" | "bg" | "mk" => "ru",
        "fa" | "prs" | "ps" | "ur" => "fa",
        "hi" | "mr" | "ne" => "hi",
        "iw" | "he" => "he",
        other => other,
    }
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

    #[test]
    fn a_text_in_another_language_than_told_is_noticed_and_a_kindred_one_is_not() {
        let german = "Die Behörden müssen die Menschen unverzüglich freilassen und die Vorwürfe unabhängig untersuchen. \
             Das sagte die Sprecherin des Hafens am Montag vor der Presse.";
        assert_eq!(another(german, "en"), Some(("de", "Deutsch")));
        assert_eq!(another(german, "de-AT"), None);
        assert_eq!(another(german, "gsw"), None, "nothing is known of that language");
        assert_eq!(another("Kurz.", "en"), None);
        assert_eq!(own_name("es-MX"), "Español");
        assert_eq!(own_name("gsw"), "gsw");
    }
}
