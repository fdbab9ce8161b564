//! The lead image: which one, and its caption told apart from the photographer's credit.

use std::sync::LazyLock;

use regex::Regex;
use reqwest::Url;

use super::body::{Body, absolute};
use super::{html, text};
use crate::model::release::Image;

/// What a feed says of an image beside the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Media {
    pub url: String,
    pub alt: String,
    pub caption: String,
    pub credit: String,
}

/// The image of the item: the feed's own, with what the body's figure adds to it, or else the body's first. It leaves
/// the body.
pub(super) fn lead(media: &[Media], body: &mut Body, base: Option<&Url>) -> Option<Image> {
    let known = media.iter().find_map(|media| Some((absolute(&media.url, base)?, media)));
    let figure = body.take_lead(known.as_ref().map(|(url, _)| url), base).unwrap_or_default();
    let (url, media) = match known {
        Some((url, media)) => (url, media.clone()),
        None => (absolute(&figure.src, base)?, Media::default()),
    };
    let caption = or(html::one_line(&media.caption), figure.caption);
    let (caption, inline) = split_credit(&caption);
    let credit = or(html::one_line(&media.credit), inline);
    let alt = or(html::one_line(&figure.alt), html::one_line(&media.alt));
    // A description that is the caption once more loses the credit like it; one that is nothing else is all we have.
    let alt = match split_credit(&alt) {
        (words, _) if !words.is_empty() => words,
        _ => alt,
    };
    Some(Image { url: url.to_string(), alt, caption, credit })
}

fn or(first: String, second: String) -> String {
    if first.is_empty() { second } else { first }
}

const CREDIT_WORDS: &str = r"(?i:photo(?:graph)?s?|image|picture|pic|credit|photo credit|courtesy|foto|fotografía|imagen|crédito|crédit|crédit photo|photographie|bild|©|\(c\))";

static AT_THE_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?s)(?P<caption>.*?)\s*[\(\[](?P<credit>{CREDIT_WORDS}(?:\s|:)[^()\[\]]{{1,200}})[\)\]]\.?\s*$")).ok()
});
static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?s){CREDIT_WORDS}(?:\s+(?:by|courtesy of|de|par|por|von)\b|\s*:|\s*©)\s*.{{1,200}}$|^(?s)©.{{1,200}}$"
    ))
    .ok()
});

/// `A street (Photo by A. B./Agency)` → `A street`, `Photo by A. B./Agency`; a caption that is only a credit is one.
fn split_credit(caption: &str) -> (String, String) {
    let caption = text::line(caption);
    if let Some(found) = AT_THE_END.as_ref().and_then(|pattern| pattern.captures(&caption)) {
        return (found["caption"].to_owned(), found["credit"].trim().to_owned());
    }
    if ALONE.as_ref().is_some_and(|pattern| pattern.is_match(&caption)) && text::last_sentence(&caption).is_none() {
        return (String::new(), caption);
    }
    (caption, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credit_at_the_end_is_told_apart() {
        for (caption, words, credit) in [
            ("A street at dawn. (Photo by A. Body/Agency)", "A street at dawn.", "Photo by A. Body/Agency"),
            ("A street (in the old town) [Foto: A. Body]", "A street (in the old town)", "Foto: A. Body"),
            ("Photo by A. Body/Agency", "", "Photo by A. Body/Agency"),
            ("© A. Body", "", "© A. Body"),
            ("Photos of the missing hang on a wall", "Photos of the missing hang on a wall", ""),
            ("A street (photographed by night)", "A street (photographed by night)", ""),
            ("Photo: A. Body. The street was empty for days.", "Photo: A. Body. The street was empty for days.", ""),
            ("", "", ""),
        ] {
            assert_eq!(split_credit(caption), (words.to_owned(), credit.to_owned()), "{caption}");
        }
    }

    #[test]
    fn the_feeds_image_takes_its_description_from_the_figure() {
        let mut body = Body::from_html(
            "<figure><img src='https://n.example/1.jpg' alt='A woman waves'><figcaption>x</figcaption></figure><p>t</p>",
        )
        .unwrap();
        let media = Media {
            url: "https://n.example/1.jpg".into(),
            caption: "BASEL, SWITZERLAND - MAY 2: A woman waves. (Photo by A. Body)".into(),
            credit: "Photo by A. Body".into(),
            ..Media::default()
        };
        let image = lead(&[media], &mut body, None).unwrap();
        assert_eq!(image.alt, "A woman waves");
        assert_eq!(image.caption, "BASEL, SWITZERLAND - MAY 2: A woman waves.");
        assert_eq!(image.credit, "Photo by A. Body");
        assert_eq!(body.words(), "t");
    }

    #[test]
    fn an_image_that_leads_nowhere_is_none() {
        let media = Media { url: "javascript:alert(1)".into(), ..Media::default() };
        assert_eq!(lead(&[media], &mut Body::from_html("<p>t</p>").unwrap(), None), None);
        let page = Url::parse("https://n.example/item").unwrap();
        assert_eq!(lead(&[], &mut Body::from_html("<p>t</p>").unwrap(), Some(&page)), None);
    }
}
