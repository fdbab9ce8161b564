//! The header fields of a message: who, to whom, when, about what, and in answer to what.

use data_encoding::{BASE64, HEXLOWER};
use mail_parser::{Address, HeaderName, HeaderValue, MessageParser};

use super::charset::visible;
use crate::model::inbound::{Mailbox, Read};

/// Of one field at most so many addresses or ids are kept.
const MANY: usize = 1_000;
/// RFC 5322 §2.1.1: no line is longer, so no id is.
const ID: usize = 998;
/// Characters of a subject that are kept.
const SUBJECT: usize = 2_000;
/// The part of `Thread-Index` that all messages of a conversation share.
const CONVERSATION: usize = 22;

/// Reads a clean header block.
pub(super) fn read(head: &[u8]) -> Read {
    let mut read = Read { headers: all(head), ..Read::default() };
    read.message_id = read.header("message-id").and_then(|value| ids(value).into_iter().next());
    read.in_reply_to = read.header("in-reply-to").map(ids).unwrap_or_default();
    read.references = read.header("references").map(ids).unwrap_or_default();
    read.subject = read.header("subject").unwrap_or_default().chars().take(SUBJECT).collect();
    read.thread_index = read.header("thread-index").and_then(conversation);
    let parser = MessageParser::new().with_address_headers().with_date_headers().default_header_ignore();
    for field in each(head) {
        let block = [field, b"\r\n\r\n"].concat();
        let Some(parsed) = parser.parse_headers(&block) else { continue };
        let Some(header) = parsed.headers().first() else { continue };
        match (&header.name, &header.value) {
            (HeaderName::From, HeaderValue::Address(who)) if read.from.is_none() => read.from = mailboxes(who).into_iter().next(),
            (HeaderName::ReplyTo, HeaderValue::Address(who)) => read.reply_to.extend(mailboxes(who)),
            (HeaderName::To, HeaderValue::Address(who)) => read.to.extend(mailboxes(who)),
            (HeaderName::Cc, HeaderValue::Address(who)) => read.cc.extend(mailboxes(who)),
            (HeaderName::Date, HeaderValue::DateTime(at)) if read.date.is_none() && at.is_valid() => {
                read.date = at.to_timestamp().checked_mul(1_000);
                let minutes = i32::from(at.tz_hour) * 60 + i32::from(at.tz_minute);
                read.offset = Some(if at.tz_before_gmt { -minutes } else { minutes });
            }
            _ => {}
        }
    }
    for field in [&mut read.reply_to, &mut read.to, &mut read.cc] {
        field.truncate(MANY);
    }
    read
}

/// The fields of a block, each with the lines it is folded over. One by one: a parser that misreads a field must not
/// swallow the next with it.
pub(super) fn each(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = head;
    std::iter::from_fn(move || {
        if rest.trim_ascii().is_empty() {
            return None;
        }
        let mut end = 0;
        loop {
            end += memchr::memchr(b'\n', rest.get(end..)?).map_or(rest.len() - end, |line| line + 1);
            if !matches!(rest.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let (field, after) = rest.split_at(end);
        rest = after;
        Some(field.trim_ascii_end())
    })
}

/// All fields, decoded, in their order.
fn all(head: &[u8]) -> Vec<(String, String)> {
    // A parser that was told of no field at all reads known ones in its own ways.
    let text = MessageParser::new().header_text(HeaderName::Subject).default_header_text();
    each(head)
        .filter_map(|field| {
            let block = [field, b"\r\n\r\n"].concat();
            let parsed = text.parse_headers(&block)?;
            let header = parsed.headers().first()?;
            let value = visible(header.value.as_text().unwrap_or_default()).replace('\n', " ");
            Some((header.name.as_str().to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect()
}

fn mailboxes(who: &Address<'_>) -> Vec<Mailbox> {
    who.iter()
        .take(MANY)
        .map(|one| Mailbox {
            name: visible(one.name().unwrap_or_default()).replace('\n', " ").trim().to_owned(),
            address: visible(one.address().unwrap_or_default()).replace(['\n', ' '], ""),
        })
        .filter(|one| !one.name.is_empty() || !one.address.is_empty())
        .collect()
}

/// The ids of a field: what stands in angle brackets, or, where there are none, words with an `@`.
pub(in crate::inbox) fn ids(value: &str) -> Vec<String> {
    let bracketed: Vec<String> = value
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(id, _)| id.split_whitespace().collect::<String>())
        .filter(|id| !id.is_empty() && id.len() <= ID)
        .take(MANY)
        .collect();
    if !bracketed.is_empty() {
        return bracketed;
    }
    let bare =
        value.split(|c: char| c.is_whitespace() || matches!(c, ',' | '"')).filter(|word| word.contains('@') && word.len() <= ID);
    bare.take(MANY).map(str::to_owned).collect()
}

fn conversation(value: &str) -> Option<String> {
    let compact: String = value.split_whitespace().collect();
    let bytes = BASE64.decode(compact.as_bytes()).ok()?;
    bytes.get(..CONVERSATION).map(|head| HEXLOWER.encode(head))
}
