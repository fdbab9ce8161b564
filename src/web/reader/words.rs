//! What the reader pages say, in the languages mails are framed in. `{…}` is replaced; names come between isolates, so
//! that a Latin address inside Arabic text (or the other way round) cannot turn its surroundings about.

use crate::clock::Millis;

/// One language.
#[derive(Debug)]
pub struct Words {
    pub lang: &'static str,
    pub choose: &'static str,
    pub intro: &'static str,
    pub issue: &'static str,
    pub issue_about: &'static str,
    pub region: &'static str,
    pub region_about: &'static str,
    pub pause: &'static str,
    pub pause_about: &'static str,
    pub everything: &'static str,
    pub everything_about: &'static str,
    pub note: &'static str,
    pub left_already: &'static str,
    pub issue_stopped: &'static str,
    pub region_stopped: &'static str,
    pub paused_until: &'static str,
    pub everything_stopped: &'static str,
    pub done: &'static str,
    pub since: &'static str,
    pub one_on_its_way: &'static str,
    pub some_on_their_way: &'static str,
    pub undo: &'static str,
    pub other_choices: &'static str,
    pub undone: &'static str,
    pub goes_out_again: &'static str,
    pub nothing_to_undo: &'static str,
    pub nothing_to_undo_why: &'static str,
    pub not_from_here: &'static str,
    pub not_from_here_why: &'static str,
    pub unknown_link: &'static str,
    pub unknown_link_why: &'static str,
    pub unclear: &'static str,
    pub unclear_why: &'static str,
    pub not_now: &'static str,
    pub not_now_why: &'static str,
    pub withdrawn: &'static str,
    pub withdrawn_why: &'static str,
    pub contact: &'static str,
    pub no_page: &'static str,
    pub no_page_why: &'static str,
    pub(super) months: [&'static str; 12],
    /// `{d}`, `{m}`, `{y}`.
    pub(super) date: &'static str,
}

impl Words {
    /// The words for a language tag; English where we have none.
    pub fn of(language: &str) -> &'static Self {
        Self::find(language).unwrap_or(&super::languages::ENGLISH)
    }

    /// The first language of an `Accept-Language` header that we have.
    pub fn accepted(header: &str) -> &'static Self {
        header.split(',').filter_map(|item| item.split(';').next()).find_map(Self::find).unwrap_or(&super::languages::ENGLISH)
    }

    fn find(language: &str) -> Option<&'static Self> {
        let primary = language.trim().split(['-', '_']).next().unwrap_or_default();
        super::languages::ALL.into_iter().find(|words| words.lang.eq_ignore_ascii_case(primary))
    }

    /// The day, as a calendar in this language has it (UTC).
    pub fn day(&self, at: Millis) -> String {
        let Ok(stamp) = jiff::Timestamp::from_millisecond(at) else { return String::new() };
        let date = stamp.to_zoned(jiff::tz::TimeZone::UTC).date();
        let month = usize::try_from(date.month() - 1).ok().and_then(|month| self.months.get(month)).copied().unwrap_or_default();
        self.date.replace("{d}", &date.day().to_string()).replace("{m}", month).replace("{y}", &date.year().to_string())
    }

    /// The moment, to the minute, in UTC.
    pub fn moment(&self, at: Millis) -> String {
        let time = jiff::Timestamp::from_millisecond(at).map(|t| t.strftime("%H:%M UTC").to_string()).unwrap_or_default();
        let comma = if self.lang == "ar" { '،' } else { ',' };
        format!("{}{comma} \u{2066}{time}\u{2069}", self.day(at))
    }
}

/// Puts values into a sentence, each isolated from the direction of the text around it.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 64);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        filled.push('\u{2068}');
        filled.push_str(value);
        filled.push('\u{2069}');
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_bring_in_another_value() {
        let filled = fill("{office} → {address}", &[("office", "{address}"), ("address", "a•••@b.example")]);
        assert_eq!(filled, "\u{2068}{address}\u{2069} → \u{2068}a•••@b.example\u{2069}");
    }

    #[test]
    fn languages_are_found_by_their_family_and_in_order_of_wish() {
        assert_eq!(Words::of("de-AT").lang, "de");
        assert_eq!(Words::of("xx").lang, "en");
        assert_eq!(Words::accepted("nl, fr-CH;q=0.9, en;q=0.8").lang, "fr");
        assert_eq!(Words::accepted("").lang, "en");
    }

    #[test]
    fn dates_read_as_in_the_language() {
        let at = 1_795_000_000_000;
        let days: Vec<_> = ["en", "es", "fr", "de", "pt", "ar"].map(|lang| Words::of(lang).day(at)).into();
        assert_eq!(
            days,
            [
                "18 November 2026",
                "18 de noviembre de 2026",
                "18 novembre 2026",
                "18. November 2026",
                "18 de novembro de 2026",
                "18 نوفمبر 2026"
            ]
        );
    }
}
