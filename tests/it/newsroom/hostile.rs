//! Whatever a feed or file holds, reading it ends, soon and without harm.

use dateline::model::vocabulary::Vocabulary;
use dateline::newsroom::feed::{self, FeedError};
use dateline::newsroom::fetch::Fetched;
use dateline::newsroom::import::{self, ItemProblem};
use dateline::newsroom::markdown;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 3, 10);

fn fetched(bytes: &[u8]) -> Fetched {
    Fetched { bytes: bytes.to_vec(), charset: None, url: None }
}

fn item_of(html: &str) -> Result<String, ItemProblem> {
    let html = html.replace("]]>", "]] >");
    let text = format!(
        "<rss version='2.0'><channel><item><title>T</title><description><![CDATA[{html}]]></description></item></channel></rss>"
    );
    let feed = feed::read(&fetched(text.as_bytes())).unwrap();
    import::rehearse(&feed, &Vocabulary::default(), TODAY).remove(0).outcome.map(|(_, release)| release.body)
}

#[test]
fn deep_markup_does_not_end_the_process() {
    for tag in ["div", "b", "blockquote", "ul><li", "table><tr><td", "a href=x", "svg", "p><i"] {
        let html = format!("{}words", format!("<{tag}>").repeat(200_000 / (tag.len() + 2)));
        assert!(item_of(&html).unwrap().contains("words"), "{tag}");
    }
}

#[test]
fn what_is_too_large_is_refused_alone() {
    assert_eq!(item_of(&"x ".repeat(200_000)), Err(ItemProblem::TooLarge));
    let title = format!(
        "<rss version='2.0'><channel><item><title>{}</title><description>x</description></item><item><title>T</title><description>x</description></item></channel></rss>",
        "x".repeat(501)
    );
    let items = import::rehearse(&feed::read(&fetched(title.as_bytes())).unwrap(), &Vocabulary::default(), TODAY);
    assert_eq!(items[0].outcome.as_ref().unwrap_err(), &ItemProblem::TitleTooLong);
    assert!(items[1].outcome.is_ok());
}

#[test]
fn entities_do_not_unfold() {
    let text = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
        <rss version='2.0'><channel><item><title>T &b; &x;</title><description>x</description></item></channel></rss>";
    let items = import::rehearse(&feed::read(&fetched(text.as_bytes())).unwrap(), &Vocabulary::default(), TODAY);
    assert_eq!(items[0].title, "T &b; &x;");
}

#[test]
fn nothing_that_runs_is_left_in_a_body() {
    let body = item_of(
        "<p onclick='x()'>a</p><script>alert(1)</script><iframe src='https://e.example'></iframe><a href='JAVASCRIPT:x'>b</a>\
         <img src='javascript:x' alt='c'><form action='x'><input value='d'></form><a href='vbscript:x'>e</a>",
    )
    .unwrap();
    for word in ["script", "alert", "onclick", "iframe", "<", "action"] {
        assert!(!body.to_lowercase().contains(word), "{body}");
    }
    assert!(body.contains('a') && body.contains('b') && body.contains('e'));
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    let body = item_of("<p>&lt;script&gt;alert(1)&lt;/script&gt; and [link](javascript:x) ![i](x)</p>").unwrap();
    let html = comrak::markdown_to_html(&body, &comrak::Options::default());
    assert!(!html.contains("<script") && !html.contains("<a ") && !html.contains("<img"), "{html}");
}

#[test]
fn a_feed_without_end_is_cut() {
    let item = "<item><title>T</title><description>x</description></item>";
    let text = format!("<rss version='2.0'><channel>{}</channel></rss>", item.repeat(1_200));
    let feed = feed::read(&fetched(text.as_bytes())).unwrap();
    assert_eq!((feed.len(), feed.left_out), (feed::ITEMS, 200));
}

/// Pieces that mean something to one of the parsers, in any order.
#[expect(clippy::too_many_lines, reason = "a list of words")]
fn soup() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "<a href='/x'>",
        "</a>",
        "<table>",
        "<td>",
        "</table>",
        "<li>",
        "<ul>",
        "<ol start=9>",
        "</ul>",
        "<pre>",
        "<code>",
        "</code>",
        "</pre>",
        "<br>",
        "<hr>",
        "<img src=/i.png alt=x>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<svg>",
        "<h1>",
        "</h3>",
        "<blockquote>",
        "&amp;",
        "&",
        "&#0;",
        "&#x110000;",
        "<",
        ">",
        "\"",
        "'",
        "\u{0}",
        "\u{202e}",
        "\n",
        "\n\n",
        "   ",
        "```",
        "~~~",
        "* ",
        "1. ",
        "|",
        "[x](y)",
        "GENEVA – ",
        "Reno, NV - ",
        "Germany",
        "é",
        "😀",
        "مرحبا",
        "a",
        "word word",
        "]]>",
        "<![CDATA[",
        "<?x",
        "</",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_a_feed_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(feed) = feed::read(&fetched(&bytes)) {
            import::rehearse(&feed, &Vocabulary::default(), TODAY);
        }
    }

    #[test]
    fn any_markup_becomes_a_body_or_a_problem(html in soup()) {
        if let Ok(body) = item_of(&html) {
            prop_assert!(!body.chars().any(|c| c.is_control() && c != '\n'), "{body:?}");
            prop_assert!(!body.contains('\u{202e}'), "turned");
        }
    }

    #[test]
    fn any_xml_is_a_feed_or_an_error(inside in soup(), title in soup()) {
        let text = format!("<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item><title>{title}</title><media:content url='x'/>{inside}</item></channel></rss>");
        match feed::read(&fetched(text.as_bytes())) {
            Ok(feed) => drop(import::rehearse(&feed, &Vocabulary::default(), TODAY)),
            Err(error) => prop_assert!(!matches!(error, FeedError::Empty)),
        }
    }

    #[test]
    fn any_file_is_a_release_or_names_its_problems(head in soup(), body in soup(), bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let vocabulary = Vocabulary::default();
        let _ = markdown::read(&bytes, &vocabulary, TODAY);
        for fence in ["---", "+++"] {
            let text = format!("{fence}\ntitle: x\nregions: {head}\n{head}\n{fence}\n{body}");
            if let Err(problems) = markdown::read(text.as_bytes(), &vocabulary, TODAY) {
                prop_assert!(!problems.is_empty());
            }
        }
    }
}
