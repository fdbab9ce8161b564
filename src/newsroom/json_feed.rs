//! JSON Feed 1 and 1.1. Read here and not by the feed parser, which leaves out its images and gives up on a whole
//! feed for one item with a number as its id.

use reqwest::Url;
use serde_json::Value;

use super::feed::{Content, Feed, FeedError, Item, Kind};
use super::image::Media;
use super::when;

pub(super) fn read(text: &str, url: Option<&Url>) -> Result<Feed, FeedError> {
    let feed: Value = serde_json::from_str(text).map_err(FeedError::Json)?;
    let version = feed["version"].as_str().unwrap_or_default();
    let items = feed["items"].as_array().filter(|_| version.contains("jsonfeed.org/version/1")).ok_or(FeedError::NotAFeed)?;
    let own = ["feed_url", "home_page_url"].iter().find_map(|key| super::body::absolute(feed[key].as_str()?, None));
    Ok(Feed {
        kind: Kind::Json,
        title: string(&feed["title"]).map(|title| super::text::line(&title)).unwrap_or_default(),
        language: string(&feed["language"]),
        base: url.cloned().or(own),
        dated: None,
        items: items.iter().map(item).collect(),
        left_out: 0,
    })
}

fn item(item: &Value) -> Item {
    let content = match (string(&item["content_html"]), string(&item["content_text"])) {
        (Some(html), _) => Some(Content::Html(html)),
        (None, text) => text.map(Content::Text),
    };
    let attachments = item["attachments"].as_array().into_iter().flatten();
    let pictures = attachments.filter(|file| file["mime_type"].as_str().is_some_and(|kind| kind.starts_with("image/")));
    let media = ["image", "banner_image"].iter().filter_map(|key| Some(Media { url: string(&item[key])?, ..Media::default() }));
    let media = media.chain(pictures.filter_map(|file| {
        Some(Media { url: string(&file["url"])?, alt: string(&file["title"]).unwrap_or_default(), ..Media::default() })
    }));
    Item {
        id: string(&item["id"]),
        link: string(&item["url"]).or_else(|| string(&item["external_url"])),
        title: string(&item["title"]).map(|title| super::html::escaped(&title)).unwrap_or_default(),
        when: ["date_published", "date_modified"].iter().find_map(|key| when::parse(item[key].as_str()?)),
        language: string(&item["language"]),
        categories: item["tags"].as_array().into_iter().flatten().filter_map(string).collect(),
        summary: string(&item["summary"]).map(|summary| super::html::escaped(&summary)).unwrap_or_default(),
        content,
        media: media.collect(),
    }
}

/// Text that is there; a number as it is written.
fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
    .filter(|text| !text.trim().is_empty())
}
