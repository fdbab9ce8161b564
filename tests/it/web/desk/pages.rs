//! Every page of the desk with every sample, in every language: strict, whole, and nothing inline.

use std::path::Path;

use dateline::web::desk::messages::Lang;
use dateline::web::desk::render;
use serde_json::Value;

fn samples() -> Vec<(String, String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/web/desk");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let page = name.split('.').next().unwrap().to_owned();
            found.push((page, name, serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()));
        }
    }
    assert!(found.len() > 100);
    found
}

#[test]
fn every_page_is_whole_in_every_language() {
    let mut wrong = Vec::new();
    for (page, name, sample) in samples() {
        for lang in Lang::ALL {
            let mut sample = sample.clone();
            sample["lang"] = lang.tag().into();
            sample["dir"] = if lang == Lang::Ar { "rtl" } else { "ltr" }.into();
            // As the frame has it for everybody who is signed in.
            if sample["me"].is_object() {
                sample["me"]["keys"] = true.into();
            }
            match render::render(&format!("desk/pages/{page}"), &sample) {
                Err(problem) => wrong.push(format!("{name} in {}: {problem}", lang.tag())),
                Ok(html) => wrong.extend(lint(&html).into_iter().map(|what| format!("{name} in {}: {what}", lang.tag()))),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What must never be on a page: anything inline, an id twice, a field without a label, more or less than one heading.
fn lint(html: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lower = html.to_lowercase();
    if lower.contains(" style=\"") || lower.contains("<style") || lower.contains("javascript:") {
        wrong.push("something inline".to_owned());
    }
    if lower.matches("<script").count() != 1 || !lower.contains("<script type=\"module\" src=\"/assets/") {
        wrong.push("a script that is not the desk's own".to_owned());
    }
    if lower.matches("<h1").count() != 1 {
        wrong.push(format!("{} headings", lower.matches("<h1").count()));
    }
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable();
    wrong.extend(ids.windows(2).filter(|two| two[0] == two[1]).map(|two| format!("the id {} twice", two[0])));
    for tag in html.split('<').filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let tag = tag.split('>').next().unwrap_or_default();
        if tag.split_whitespace().any(|attribute| attribute.starts_with("on") && attribute.contains('=')) {
            wrong.push(format!("a handler in <{tag}>"));
        }
    }
    wrong
}

#[test]
fn templates_escape_everything_and_words_are_in_the_message_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/web/desk");
    let mut todo = vec![folder];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("{{{") && !text.contains("{{&"), "{} writes without escaping", path.display());
        }
    }
}
