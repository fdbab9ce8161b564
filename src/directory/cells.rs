//! Cells as people fill them in, made plain: one line or several, a list, a language, a time zone; and the apostrophe
//! that keeps a spreadsheet from taking text for a formula.

use std::borrow::Cow;

/// Text on one line, without what cannot be seen.
pub(super) fn line(cell: &str) -> String {
    let seen: String = unguarded(cell).chars().filter(|&c| !is_invisible(c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text that may have several lines.
pub(super) fn lines(cell: &str) -> String {
    let text = unguarded(cell.trim()).replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|&c| !is_invisible(c)).collect::<String>().trim().to_owned()
}

fn is_invisible(c: char) -> bool {
    // Zero-width space, byte-order mark, and what turns the direction of the text around it.
    matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the cell holds what no encoding of a table has: replacement and control characters.
pub(super) fn is_damaged(cell: &str) -> bool {
    cell.chars().any(|c| c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r')))
}

/// Some programs run a cell that starts like this as a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that no spreadsheet program takes for a formula. Reading such a cell back undoes it.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// The items of a list cell. Semicolons, bars and line breaks separate; where there is none of them commas and slashes
/// do, unless `is_known` says that the piece is one name (`Bonaire, Sint Eustatius and Saba`).
pub(super) fn items(cell: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let strict = cell.contains([';', '|', '\n', '\r']);
    let mut found = Vec::new();
    for piece in cell.split([';', '|', '\n', '\r']) {
        let piece = line(piece);
        if strict || is_known(&piece) {
            found.push(piece);
        } else {
            found.extend(piece.split([',', '/']).map(line));
        }
    }
    found.retain(|item| !item.is_empty());
    found
}

/// A language as BCP 47, from a tag (`en_GB`) or a name; `None` when it is none we know.
pub(super) fn language(cell: &str) -> Option<String> {
    const NAMES: [(&str, &[&str]); 24] = [
        ("en", &["english", "englisch", "anglais", "ingles"]),
        ("de", &["german", "deutsch", "allemand", "aleman"]),
        ("fr", &["french", "franzosisch", "francais", "frances"]),
        ("es", &["spanish", "spanisch", "espagnol", "espanol", "castellano"]),
        ("ar", &["arabic", "arabisch", "arabe"]),
        ("pt", &["portuguese", "portugiesisch", "portugais", "portugues"]),
        ("it", &["italian", "italienisch", "italien", "italiano"]),
        ("nl", &["dutch", "niederlandisch", "neerlandais", "nederlands", "neerlandes"]),
        ("ru", &["russian", "russisch", "russe", "ruso"]),
        ("uk", &["ukrainian", "ukrainisch", "ukrainien", "ucraniano"]),
        ("pl", &["polish", "polnisch", "polonais", "polski", "polaco"]),
        ("tr", &["turkish", "turkisch", "turc", "turco"]),
        ("zh", &["chinese", "chinesisch", "chinois", "chino", "mandarin"]),
        ("ja", &["japanese", "japanisch", "japonais", "japones"]),
        ("ko", &["korean", "koreanisch", "coreen", "coreano"]),
        ("hi", &["hindi"]),
        ("fa", &["persian", "farsi", "persisch", "persan", "persa"]),
        ("he", &["hebrew", "hebraisch", "hebreu", "hebreo"]),
        ("sv", &["swedish", "schwedisch", "suedois", "sueco"]),
        ("da", &["danish", "danisch", "danois", "danes"]),
        ("no", &["norwegian", "norwegisch", "norvegien", "noruego"]),
        ("fi", &["finnish", "finnisch", "finnois", "fines"]),
        ("el", &["greek", "griechisch", "grec", "griego"]),
        ("ur", &["urdu"]),
    ];
    let key = crate::model::vocabulary::term_key(cell);
    if let Some((tag, _)) = NAMES.iter().find(|(_, names)| names.contains(&key.as_str())) {
        return Some((*tag).to_owned());
    }
    let tag = cell.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let primary = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest: Option<Vec<String>> = parts
        .map(|part| {
            let plain = (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            plain.then(|| match part.len() {
                2 => part.to_ascii_uppercase(),
                4 => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
                _ => part.to_ascii_lowercase(),
            })
        })
        .collect();
    primary.then(|| std::iter::once(first.to_ascii_lowercase()).chain(rest?).collect::<Vec<_>>().join("-").into()).flatten()
}

/// An IANA time zone in its usual spelling.
pub(super) fn time_zone(cell: &str) -> Option<String> {
    let zone = jiff::tz::TimeZone::get(&cell.trim().replace(' ', "_")).ok()?;
    zone.iana_name().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded_and_comes_back_as_it_was() {
        for cell in ["=1+1", "+1 555 0100", "-", "@SUM(A1)", "\tx", "'=already", "''=twice", "plain", "'quoted'", ""] {
            let safe = guarded(cell);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            assert_eq!(unguarded(&safe), cell);
        }
    }

    #[test]
    fn lists_are_cut_as_people_meant_them() {
        let known = |item: &str| item == "Bonaire, Sint Eustatius and Saba";
        assert_eq!(items("Peru; US-NV ;; Mexico,\n", known), ["Peru", "US-NV", "Mexico,"]);
        assert_eq!(items("Peru, Mexico / Chile", known), ["Peru", "Mexico", "Chile"]);
        assert_eq!(items("Bonaire, Sint Eustatius and Saba", known), ["Bonaire, Sint Eustatius and Saba"]);
    }

    #[test]
    fn languages_and_time_zones_have_one_spelling() {
        for (cell, tag) in [
            ("EN", "en"),
            ("de_DE", "de-DE"),
            ("Deutsch", "de"),
            ("français", "fr"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(language(cell).as_deref(), Some(tag), "{cell}");
        }
        assert_eq!(language("Klingon please"), None);
        assert_eq!(time_zone("america/new york").as_deref(), Some("America/New_York"));
        assert_eq!(time_zone("Mars/Base"), None);
    }
}
