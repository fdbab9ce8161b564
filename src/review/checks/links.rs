//! Links and pictures of the mail: can anybody else open them, do they lead somewhere, do their words say where?

use reqwest::Url;

use super::{Facts, Findings};
use crate::model::link::Verdict;
use crate::review::mail::Mail;

/// A picture larger than this is slow where reporters are.
const PICTURE: i64 = 1024 * 1024;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    let Ok(mail) = facts.mail else { return };
    by_name(facts, mail, found);
    by_looking(facts, mail, found);
    sizes(facts, mail, found);
    words(mail, found);
}

/// All addresses in the mail, pictures too.
fn addresses(mail: &Mail) -> impl Iterator<Item = &Url> {
    mail.links.iter().map(|link| &link.url).chain(mail.pictures.iter().map(|one| &one.url))
}

/// An address that the office may look at is one that others can open, too.
fn is_private(facts: &Facts<'_>, url: &Url) -> bool {
    match &facts.means.around.web {
        Some(web) => !web.takes(url),
        None => crate::fetch::is_private(url),
    }
}

fn by_name(facts: &Facts<'_>, mail: &Mail, found: &mut Findings) {
    for url in addresses(mail) {
        let host = url.host_str().unwrap_or_default();
        if is_private(facts, url) {
            private(host, found);
        } else if url.scheme() == "http" {
            let text = format!("The link to {host} is not encrypted; use https.");
            found.warn("content.link_http", "body", text).what(host);
        }
    }
}

fn private(host: &str, found: &mut Findings) {
    let text = format!("Only your own network can open the link to {host}.");
    found.block("content.link_private", "body", text).what(host);
}

fn by_looking(facts: &Facts<'_>, mail: &Mail, found: &mut Findings) {
    let Some(known) = facts.known else { return };
    // Where the text comes from is looked at by itself.
    let is_source = |url: &Url| facts.release.source_url.as_deref() == Some(url.as_str());
    let mut unknown: Vec<&Url> = Vec::new();
    for url in addresses(mail).filter(|url| !is_private(facts, url) && !is_source(url)) {
        match known.get(url.as_str()).map(|seen| seen.verdict) {
            Some(Verdict::There) => {}
            Some(Verdict::Gone | Verdict::NoSuchHost) => {
                let link = short(url);
                let text = format!("The link to {link} leads nowhere.");
                found.block("content.link_dead", "body", text).what(link);
            }
            Some(Verdict::Private) => private(url.host_str().unwrap_or_default(), found),
            Some(Verdict::Unclear) | None if unknown.contains(&url) => {}
            Some(Verdict::Unclear) | None => unknown.push(url),
        }
    }
    // One word for all: a machine without a way out would say it of every link.
    if let Some(first) = unknown.first() {
        let n = i64::try_from(unknown.len()).unwrap_or(i64::MAX);
        let (link, others) = (short(first), if n > 1 { format!(" and {} more", n - 1) } else { String::new() });
        let text = format!("Open {link}{others} yourself: nobody answered here.");
        found.warn("content.link_uncheckable", "body", text).n(n).what(link);
    }
}

fn sizes(facts: &Facts<'_>, mail: &Mail, found: &mut Findings) {
    for picture in &mail.pictures {
        let size = facts.known.and_then(|known| known.get(picture.url.as_str())).and_then(|seen| seen.size);
        if let Some(size) = size.filter(|size| *size > PICTURE) {
            let n = (size + PICTURE / 2) / PICTURE;
            let text = format!("The picture at {} has {n} MB; make it smaller than one.", short(&picture.url));
            found.warn("content.image_too_big", "image_url", text).n(n).what(short(&picture.url));
        }
    }
}

/// Words that say nothing by themselves, as a list of links read aloud would have them.
const GENERIC: [&str; 26] = [
    "here",
    "click here",
    "this link",
    "link",
    "more",
    "read more",
    "learn more",
    "this",
    "this page",
    "aquí",
    "haga clic aquí",
    "leer más",
    "más",
    "enlace",
    "ici",
    "cliquez ici",
    "lire la suite",
    "hier",
    "hier klicken",
    "mehr",
    "weiterlesen",
    "aqui",
    "clique aqui",
    "هنا",
    "اضغط هنا",
    "المزيد",
];

fn words(mail: &Mail, found: &mut Findings) {
    for link in &mail.links {
        let words = link.words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if GENERIC.contains(&words.as_str()) {
            let text = format!("“{}” does not say where the link leads.", link.words);
            found.warn("content.link_text_generic", "body", text).what(link.words.as_str());
        }
    }
}

/// An address as a person recognises it, not too long.
fn short(url: &Url) -> String {
    const LONG: usize = 80;
    let text = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest).trim_end_matches('/');
    if text.chars().count() <= LONG { text.to_owned() } else { text.chars().take(LONG - 1).chain(['…']).collect() }
}
