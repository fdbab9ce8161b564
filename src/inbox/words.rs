//! The inbox's own sentences, from the Fluent files of each language (`templates/locales/…/inbox.ftl`): why a message went
//! where it went, in the language of whoever reads it.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

const TEXTS: [(&str, &str); 3] = [
    ("en", include_str!("../../templates/locales/en/inbox.ftl")),
    ("es", include_str!("../../templates/locales/es/inbox.ftl")),
    ("ar", include_str!("../../templates/locales/ar/inbox.ftl")),
];

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| TEXTS.iter().map(|(tag, text)| bundle(tag, text)).collect());

#[expect(clippy::expect_used, reason = "the messages are compiled in; a test reads each")]
fn bundle(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().expect("a language tag")]);
    // Around what is put into a sentence of the other direction.
    bundle.set_use_isolating(tag == "ar");
    let resource = FluentResource::try_new(text.to_owned()).expect("a message file that is compiled in parses");
    bundle.add_resource(resource).expect("each message is there once");
    bundle
}

/// The message in this language (primary subtag; English for one we do not speak). One that cannot be said is logged and
/// shown as its key.
pub fn say(language: &str, key: &str, args: &[(&str, &str)]) -> String {
    let at = TEXTS.iter().position(|(tag, _)| language.split('-').next() == Some(*tag)).unwrap_or(0);
    let mut given = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match value.parse::<i64>() {
            // Numbers choose the plural; names that happen to be numbers are said as they are.
            Ok(number) if *name == "n" => given.set(*name, number),
            _ => given.set(*name, *value),
        }
    }
    let Some(bundle) = BUNDLES.get(at) else { return key.to_owned() };
    let mut problems = Vec::new();
    let said = bundle
        .get_message(key)
        .and_then(|message| message.value())
        .map(|pattern| bundle.format_pattern(pattern, Some(&given), &mut problems).into_owned());
    match said {
        Some(said) if problems.is_empty() => said,
        _ => {
            tracing::error!(key, "a message of the inbox cannot be said");
            key.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_says_the_same_messages() {
        let keys = |text: &'static str| -> BTreeSet<&str> {
            let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            lines.filter_map(|line| line.split_once(" =").map(|(key, _)| key)).collect()
        };
        let english = keys(TEXTS[0].1);
        assert!(english.len() > 60);
        for (tag, text) in TEXTS {
            assert_eq!(english, keys(text), "{tag}");
            assert_eq!(BUNDLES.len(), 3);
        }
    }

    #[test]
    fn what_cannot_be_said_is_its_key_and_an_unknown_language_gets_english() {
        assert_eq!(say("en", "no-such-message", &[]), "no-such-message");
        assert_eq!(
            say("de", "route-step-turn", &[("who", "Dana"), ("desk", "MENA")]),
            say("en", "route-step-turn", &[("who", "Dana"), ("desk", "MENA")])
        );
    }
}
