//! Words for days, months and parts of the day in English, Spanish and French, without accents. They do not stand in each
//! other's way, so a message is read in all three at once.

use super::text::Token;

/// How many tokens the phrase takes that begins at `at`, if it does.
pub(super) fn phrase(tokens: &[Token], at: usize, words: &str) -> Option<usize> {
    let mut length = 0;
    for word in words.split(' ') {
        if tokens.get(at + length)?.text != word {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// The longest of these phrases that begins at `at`.
pub(super) fn any(tokens: &[Token], at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|words| phrase(tokens, at, words)).max()
}

/// Whether one of these phrases is anywhere in the tokens.
pub(super) fn has(tokens: &[Token], phrases: &[&str]) -> bool {
    (0..tokens.len()).any(|at| any(tokens, at, phrases).is_some())
}

pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "jan", "enero", "ene", "janvier", "janv"],
        &["february", "feb", "febrero", "fevrier", "fevr"],
        &["march", "mar", "marzo", "mars"],
        &["april", "apr", "abril", "abr", "avril", "avr"],
        &["may", "mayo", "mai"],
        &["june", "jun", "junio", "juin"],
        &["july", "jul", "julio", "juillet", "juil"],
        &["august", "aug", "agosto", "ago", "aout"],
        &["september", "sep", "sept", "septiembre", "septembre"],
        &["october", "oct", "octubre", "octobre"],
        &["november", "nov", "noviembre", "novembre"],
        &["december", "dec", "diciembre", "dic", "decembre"],
    ];
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
}

/// ISO weekday: Monday = 1.
pub(super) fn weekday(word: &str) -> Option<i8> {
    const DAYS: [&[&str]; 7] = [
        &["monday", "mon", "lunes", "lundi"],
        &["tuesday", "tue", "tues", "martes", "mardi"],
        &["wednesday", "wed", "miercoles", "mercredi"],
        &["thursday", "thu", "thur", "thurs", "jueves", "jeudi"],
        &["friday", "fri", "viernes", "vendredi"],
        &["saturday", "sat", "sabado", "samedi"],
        &["sunday", "sun", "domingo", "dimanche"],
    ];
    (1..).zip(DAYS).find(|(_, names)| names.contains(&word)).map(|(day, _)| day)
}

/// A number written as a word, as far as hours are counted so.
pub(super) fn counted(word: &str) -> Option<u32> {
    const NUMBERS: [(&[&str], u32); 10] = [
        (&["a", "an", "one", "una", "un", "une"], 1),
        (&["two", "dos", "deux"], 2),
        (&["three", "tres", "trois"], 3),
        (&["four", "cuatro", "quatre"], 4),
        (&["five", "cinco", "cinq"], 5),
        (&["six", "seis"], 6),
        (&["ten", "diez", "dix"], 10),
        (&["twelve", "doce", "douze"], 12),
        (&["fifteen", "quince", "quinze"], 15),
        (&["thirty", "treinta", "trente"], 30),
    ];
    NUMBERS.iter().find(|(words, _)| words.contains(&word)).map(|(_, number)| *number)
}

/// Words that may stand between the parts of one time, and between it and the word before it.
pub(super) fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 40] = [
        ",", "(", ")", "-", "–", "—", "’", "'", ":", "at", "on", "the", "of", "this", "around", "about", "a", "las", "la", "los",
        "el", "de", "del", "al", "hacia", "sobre", "este", "esta", "le", "les", "l", "d", "du", "ce", "cet", "cette", "vers",
        "par", "que", "dia",
    ];
    FILLERS.contains(&word)
}
