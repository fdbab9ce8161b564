//! What the law and the large providers ask of every mail, looked for in the finished message.

use super::{Facts, Findings};

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    if facts.left_aside {
        found.warn(
            "compliance.template_left_aside",
            "template",
            "The office's own template cannot be used by this version of the program; the mail looks as shipped. \
             Save the template anew.",
        );
    }
    let Ok(mail) = facts.mail else { return };
    if !mail.seen.text.contains("/u/") || !mail.seen.html.contains("/u/") {
        found.block("compliance.unsubscribe_missing", "template", "Put the unsubscribe link into both parts of the mail.");
    }
    if !["list-unsubscribe:", "list-unsubscribe-post:"].iter().all(|name| mail.head.contains(&format!("\r\n{name}"))) {
        found.block(
            "compliance.one_click_header",
            "web.public_url",
            "Reporters cannot leave with one click: set `web.public_url`.",
        );
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let postal: Vec<&str> = facts.means.office.postal_address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = words(&mail.seen.text);
    if postal.is_empty() || !postal.iter().all(|line| text.contains(&words(line))) {
        found.block("compliance.postal_missing", "office.postal_address", "Put the office's postal address into the mail.");
    }
}
