//! A line of the audit trail as a sentence: `audit-act-…` says each act, and an act without words of its own is shown as
//! it is written.

use std::collections::HashMap;

use serde::Serialize;

use crate::store::audit::Noted;
use crate::store::officers::Role;
use crate::store::{team, tokens};
use crate::web::desk::Desk;
use crate::web::desk::messages;
use crate::web::desk::parts::Moment;
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;

#[derive(Serialize)]
pub struct Row {
    at: Moment,
    who: String,
    key: String,
    what: String,
    n: i64,
    detail: String,
    href: String,
}

/// Who acted: an officer by name; what no officer did, in words.
pub fn actor(who: &Who, name: &str) -> String {
    match name {
        "dateline" => who.say("audit-by-itself", &[]),
        "operator" => who.say("audit-by-operator", &[]),
        name => name.to_owned(),
    }
}

/// The sentences of one page.
pub async fn rows(desk: &Desk, who: &Who, lines: Vec<Noted>) -> Result<Vec<Row>, Problem> {
    let officers: HashMap<i64, String> = team::names(&desk.store).await?.into_iter().collect();
    let tokens: HashMap<i64, String> = tokens::list(&desk.store).await?.into_iter().map(|one| (one.id, one.name)).collect();
    Ok(lines.into_iter().map(|line| row(who, line, &officers, &tokens)).collect())
}

fn row(who: &Who, line: Noted, officers: &HashMap<i64, String>, tokens: &HashMap<i64, String>) -> Row {
    let (kind, number) = subject(&line.subject);
    let named = match kind {
        "officer" => number.and_then(|n| officers.get(&n)),
        "token" => number.and_then(|n| tokens.get(&n)),
        _ => None,
    };
    let what = named.cloned().unwrap_or_else(|| match (kind, number) {
        ("", _) | (_, None) => line.subject.clone(),
        (_, Some(number)) => number.to_string(),
    });
    let key = format!("audit-act-{}", line.act.replace(['.', '_'], "-"));
    let args = [("what", what.as_str().into()), ("n", 0.into()), ("detail", line.detail.as_str().into())];
    let known = messages::say(who.lang, &key, &args).is_ok();
    Row {
        at: who.moment(line.at_ms),
        who: actor(who, &line.actor),
        key: if known { key } else { "audit-act-other".to_owned() },
        what: if known { what } else { format!("{} ({})", line.act, line.subject) },
        n: 0,
        detail: line.detail,
        href: number.map(|number| href(who, kind, number)).unwrap_or_default(),
    }
}

/// `release 7 version 2`: a release, and its number.
fn subject(text: &str) -> (&str, Option<i64>) {
    let mut words = text.split(' ');
    let kind = words.next().unwrap_or_default();
    (kind, words.next().and_then(|word| word.parse().ok()))
}

/// The thing's own page, where it has one that this officer may see.
fn href(who: &Who, kind: &str, number: i64) -> String {
    match kind {
        "release" => format!("/releases/{number}"),
        "contact" => format!("/reporters/{number}"),
        "delivery" => format!("/deliveries/{number}"),
        "officer" if who.role == Role::Admin => format!("/settings/team/{number}"),
        "token" => "/settings/api".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn a_subject_is_a_kind_and_a_number() {
        assert_eq!(subject("release 7 version 2"), ("release", Some(7)));
        assert_eq!(subject("sending"), ("sending", None));
        assert_eq!(subject("relay:office"), ("relay:office", None));
        assert_eq!(subject(""), ("", None));
    }
}
