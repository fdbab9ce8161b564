//! The newsroom's page the text came from, as it is now.

use std::sync::LazyLock;

use regex::Regex;

use super::{Facts, Findings};
use crate::model::link::Verdict;
use crate::review::past::words;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    let Some(url) = &facts.release.source_url else { return };
    let Some(seen) = facts.known.and_then(|known| known.get(url)) else { return };
    let page = seen.words.as_deref().unwrap_or_default();
    // Before the embargo ends there is no page yet, as there should be none.
    let is_early = facts.release.embargo.is_some_and(|lift| lift > facts.means.now);
    match seen.verdict {
        Verdict::Gone | Verdict::NoSuchHost if !is_early => {
            found.block("source.unpublished", "source_url", "The newsroom page is gone. Ask why before this goes out.");
        }
        Verdict::There if is_early && shows(page, &facts.release.title) => {
            let text = "The newsroom page can be read now, before the embargo ends.";
            found.block("embargo.public_page_visible", "source_url", text);
        }
        Verdict::There if !is_early && has_changed(facts.versions, page) => {
            found.warn("source.changed", "source_url", "The newsroom page changed after this text was taken.");
        }
        _ => {}
    }
}

/// Whether these words stand on the page, in this order.
fn shows(page: &str, text: &str) -> bool {
    let words = words(text).join(" ");
    !words.is_empty() && format!(" {page} ").contains(&format!(" {words} "))
}

/// Whether the page says something else than every version of the text we have. A page that shows less than half of the
/// text shows it some other way (a program, a document), and nothing can be said.
fn has_changed(versions: &[(String, String)], page: &str) -> bool {
    let missing = |(title, body): &(String, String)| {
        let parts = paragraphs(title, body);
        let missing = parts.iter().filter(|part| !shows(page, part)).count();
        (missing, parts.len())
    };
    let best = versions.iter().map(missing).min_by_key(|(missing, _)| *missing);
    best.is_some_and(|(missing, all)| missing > 0 && missing * 2 <= all)
}

static TARGET: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)").ok());

/// Title and paragraphs that are more than a few words, without where links lead.
fn paragraphs(title: &str, body: &str) -> Vec<String> {
    const FEW: usize = 5;
    let body = TARGET.as_ref().map_or(body.into(), |target| target.replace_all(body, " "));
    let blocks = body.split("\n\n").flat_map(|block| if is_list(block) { block.split('\n').collect() } else { vec![block] });
    let long = blocks.filter(|block| block.split_whitespace().count() >= FEW).map(str::to_owned);
    std::iter::once(title.to_owned()).chain(long).collect()
}

/// Items of a list, or cells of a table, are apart on a page.
fn is_list(block: &str) -> bool {
    block.trim_start().starts_with(['-', '*', '+', '|', '>']) || block.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The harbour opens at midnight, and the [first ferry](https://a.example/f) leaves at one.\n\n\
        Tickets cost **three** euros for everybody.\n\nShort.";

    fn versions(bodies: &[&str]) -> Vec<(String, String)> {
        bodies.iter().map(|body| ("Ferries run again".to_owned(), (*body).to_owned())).collect()
    }

    fn page(text: &str) -> String {
        words(text).join(" ")
    }

    #[test]
    fn a_page_that_says_what_one_of_the_versions_says_has_not_changed() {
        let text = "Home News Ferries run again LISBON, 1 May. The harbour opens at midnight, and the first ferry leaves at one. \
            Tickets cost three euros for everybody. Share";
        assert!(!has_changed(&versions(&[BODY]), &page(text)));
        assert!(!has_changed(&versions(&[BODY, "Something the officer wrote over it afterwards, all of it."]), &page(text)));
    }

    #[test]
    fn a_figure_mended_on_the_page_is_a_change_and_a_page_without_the_text_says_nothing() {
        let mended = "Ferries run again. The harbour opens at midnight, and the first ferry leaves at one. \
            Tickets cost four euros for everybody.";
        assert!(has_changed(&versions(&[BODY]), &page(mended)));
        assert!(!has_changed(&versions(&[BODY]), &page("Please switch on JavaScript to read this page.")));
        assert!(!has_changed(&versions(&[BODY]), ""));
    }
}
