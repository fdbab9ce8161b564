//! What differs between two texts of a release, field by field.

use crate::clock::Millis;
use crate::model::release::Release;
use crate::web::desk::diff;
use crate::web::desk::parts::Change;
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::layout::direction;

/// Name and text of every field, as an officer would read it.
fn fields(release: &Release, who: &Who) -> [(&'static str, String); 9] {
    let at = |at: Option<Millis>| at.map(|at| when::exact(at, who.lang, &who.zone)).unwrap_or_default();
    let image = release.image.as_ref();
    let image = image.map(|image| [&image.url, &image.alt, &image.caption, &image.credit].map(String::as_str).join("\n"));
    [
        ("title", release.title.clone()),
        ("teaser", release.teaser.clone()),
        ("text", release.body.clone()),
        ("kind", who.say("release-kind", &[("kind", release.kind.as_str().into())])),
        ("dateline", [release.dateline.as_str(), &release.dated.to_string(), &release.language].join(" · ")),
        ("embargo", at(release.embargo)),
        ("event", at(release.event)),
        ("image", image.unwrap_or_default().trim_end().to_owned()),
        ("contact", release.contact.clone().unwrap_or_default()),
    ]
}

/// From the old text to the new one; fields that are alike are left away.
pub fn between(old: &Release, new: &Release, who: &Who) -> Vec<Change> {
    let differing = fields(old, who).into_iter().zip(fields(new, who)).filter(|(old, new)| old != new);
    differing
        .map(|((field, old), (_, text))| {
            let is_own = matches!(field, "title" | "teaser" | "text" | "image" | "contact");
            let lang = if is_own { new.language.clone() } else { who.lang.tag().to_owned() };
            Change { field, parts: diff::words(&old, &text), dir: direction(&lang), lang, ..Change::default() }
        })
        .collect()
}

/// The names of the fields that differ, for a sentence.
pub fn named(old: &Release, new: &Release, who: &Who) -> String {
    let differing = fields(old, who).into_iter().zip(fields(new, who)).filter(|(old, new)| old != new);
    let names = differing.map(|((field, _), _)| who.say("changed-field", &[("field", field.into())]).to_lowercase());
    names.collect::<Vec<_>>().join(who.say("list-comma", &[]).as_str())
}
