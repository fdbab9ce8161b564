//! The mail a report is about, as far as it is sent along: whole, as headers, or as text below the report's own words.
//! From it come the ids and addresses that only we can have made.

use std::sync::LazyLock;

use regex::Regex;

use crate::inbox::parse::decode;
use crate::model::inbound::Read;

/// Bytes of the mail sent along that are searched.
const LIMIT: usize = 128 * 1024;
const MANY: usize = 200;

/// What may tell which copy of ours it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// Message-IDs without brackets: of the mail sent along first, then what the report itself answers.
    pub message_ids: Vec<String>,
    /// Addresses in its fields: return path, Reply-To, the unsubscribe address.
    pub addresses: Vec<String>,
}

static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?im)^[>\s]*(?:x-)?(?:original-)?message-id:\s*<([^<>\s]{3,998})>").ok());
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:<|mailto:|\s|:)([a-z0-9.!#$&'*+/=^_`{|}~-]{1,64}(?:@|%40)[a-z0-9.-]{1,253})").ok());

impl Embedded {
    pub(super) fn find(raw: &[u8], read: &Read) -> Self {
        let mut found = Self::default();
        let kinds = [
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global-headers",
            "message/feedback-report",
            "message/disposition-notification",
            "message/delivery-status",
        ];
        for part in read.parts.iter().filter(|part| kinds.contains(&part.declared.as_str())) {
            let bytes = decode::beginning(raw, part, LIMIT);
            found.search(&String::from_utf8_lossy(bytes.get(..LIMIT).unwrap_or(&bytes)));
        }
        // Old ways to return a mail have it as text below.
        let text = read.text.get(..LIMIT).unwrap_or(&read.text);
        found.search(text);
        found.message_ids.extend(read.in_reply_to.iter().chain(&read.references).cloned());
        found.message_ids.truncate(MANY);
        found
    }

    fn search(&mut self, text: &str) {
        // A folded field has its value on the next line.
        let unfolded = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
        let Some((id, address)) = ID.as_ref().zip(ADDRESS.as_ref()) else { return };
        for one in id.captures_iter(&unfolded).take(MANY) {
            push(&mut self.message_ids, one[1].to_owned());
        }
        let fields = [
            "return-path:",
            "reply-to:",
            "list-unsubscribe:",
            "original-mail-from:",
            "original-envelope-id:",
            "x-envelope-from:",
        ];
        let lines = unfolded.lines().filter(|line| {
            let line = line.trim_start_matches(['>', ' ']).to_ascii_lowercase();
            fields.iter().any(|field| line.starts_with(field))
        });
        for line in lines.take(MANY) {
            for one in address.captures_iter(line).take(MANY) {
                push(&mut self.addresses, one[1].replace("%40", "@").replace("%2B", "+").replace("%2b", "+"));
            }
        }
    }
}

fn push(all: &mut Vec<String>, one: String) {
    if all.len() < MANY && !all.contains(&one) {
        all.push(one);
    }
}
