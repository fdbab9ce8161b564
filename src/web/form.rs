//! The fields of a posted form, in both encodings a mail program may use (RFC 8058 §3.1).

use mail_parser::{MessageParser, MimeHeaders};

/// More fields than any form of ours has.
const MOST: usize = 32;

/// Name and value of each field, in order. What is no form has none. Without a media type it is read as URL-encoded.
pub fn fields(media_type: &str, body: &[u8]) -> Vec<(String, String)> {
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    if kind.is_empty() || kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return form_urlencoded::parse(body).take(MOST).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    }
    if kind.eq_ignore_ascii_case("multipart/form-data") && !media_type.contains(['\r', '\n']) {
        // The same MIME as in mail (RFC 7578 §4), so the mail parser reads it.
        let mut whole = format!("Content-Type: {media_type}\r\n\r\n").into_bytes();
        whole.extend_from_slice(body);
        return MessageParser::new().parse(&whole).map(|form| parts(&form)).unwrap_or_default();
    }
    Vec::new()
}

fn parts(form: &mail_parser::Message<'_>) -> Vec<(String, String)> {
    form.parts
        .iter()
        .take(MOST)
        .filter_map(|part| {
            let name = part.content_disposition().filter(|d| d.ctype().eq_ignore_ascii_case("form-data"))?.attribute("name")?;
            Some((name.to_owned(), part.text_contents()?.trim().to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_click() -> Vec<(String, String)> {
        vec![("List-Unsubscribe".to_owned(), "One-Click".to_owned())]
    }

    #[test]
    fn both_encodings_are_read() {
        assert_eq!(fields("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"), one_click());
        assert_eq!(fields("application/x-www-form-urlencoded; charset=utf-8", b"List-Unsubscribe=One-Click"), one_click());
        assert_eq!(fields("", b"List-Unsubscribe=One-Click"), one_click());
        let body = b"--xY7\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--xY7--\r\n";
        assert_eq!(fields("multipart/form-data; boundary=xY7", body), one_click());
        assert_eq!(fields("Multipart/Form-Data; boundary=\"xY7\"", body), one_click());
        let bare = b"--xY7\nContent-Disposition: form-data; name=List-Unsubscribe\n\nOne-Click\n--xY7--";
        assert_eq!(fields("multipart/form-data; boundary=xY7", bare), one_click());
    }

    #[test]
    fn other_parts_stand_beside_it() {
        let body =
            b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n1\r\n\
            --b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
        assert!(fields("multipart/form-data; boundary=b", body).contains(&one_click()[0]));
    }

    #[test]
    fn what_is_no_form_has_no_fields() {
        assert!(fields("application/json", b"{\"List-Unsubscribe\":\"One-Click\"}").is_empty());
        assert!(fields("multipart/form-data", b"List-Unsubscribe=One-Click").is_empty());
        assert!(fields("multipart/form-data; boundary=b", b"\xff\xfe\x00").is_empty());
        assert!(fields("text/plain", b"List-Unsubscribe=One-Click").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_upset_it(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            fields("multipart/form-data; boundary=b", &body);
            fields("application/x-www-form-urlencoded", &body);
        }
    }
}
