//! Languages by their own names, for choosing and for lists.

use crate::web::desk::messages::Lang;
use crate::web::desk::parts::Choice;

const NAMES: [(&str, &str); 30] = [
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("zh", "中文"),
];

/// `English`, `English (GB)`; a tag we have no name for is its own.
pub fn name(tag: &str) -> String {
    let (primary, rest) = tag.split_once('-').map_or((tag, ""), |(primary, rest)| (primary, rest));
    let Some((_, name)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(primary)) else { return tag.to_owned() };
    if rest.is_empty() { (*name).to_owned() } else { format!("{name} ({rest})") }
}

/// To choose from, with what is chosen even if it is none of ours.
pub fn options(lang: Lang, chosen: &str) -> Vec<Choice> {
    let unsaid = crate::web::desk::messages::text(lang, "reporter-unsaid", &[]);
    let known = NAMES.iter().any(|(tag, _)| *tag == chosen);
    let own = (!chosen.is_empty() && !known).then(|| (chosen.to_owned(), name(chosen)));
    std::iter::once((String::new(), unsaid))
        .chain(own)
        .chain(NAMES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())))
        .map(|(value, text)| Choice { chosen: value == chosen, value, text })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_language_is_called_as_its_own_people_do() {
        assert_eq!((name("en").as_str(), name("en-GB").as_str(), name("xx").as_str()), ("English", "English (GB)", "xx"));
    }
}
