//! The structure of a message as offsets into its raw bytes: which parts there are, of what kind, and where. Bounded in
//! parts and depth, so that no message is too tangled to be read.

use mail_parser::{HeaderName, HeaderValue, MessageParser};
use memchr::{memchr, memmem};

use super::{DEPTH, HEAD, PARTS, attachment, charset, fields};
use crate::model::inbound::{Encoding, Part};

/// A message taken apart.
pub(super) struct Tree {
    /// The header block of the message as clean UTF-8.
    pub head: Vec<u8>,
    pub leaves: Vec<Leaf>,
    pub encrypted: bool,
    pub cut: bool,
}

/// A part that holds no others.
pub(super) struct Leaf {
    /// `text/plain`, lower case.
    pub kind: String,
    pub charset: Option<String>,
    /// RFC 3676: paragraphs run over lines that end in a space.
    pub flowed: bool,
    pub name: String,
    /// Where its encoded body is.
    pub start: usize,
    pub end: usize,
    pub encoding: Encoding,
    pub content_id: Option<String>,
    /// What it says of itself: `attachment`, `inline` or nothing.
    disposition: String,
    /// The nearest set of alternatives it belongs to.
    pub alternative: Option<usize>,
    /// It is a report's own part, or the message is one whose structure is for machines.
    of_report: bool,
}

impl Leaf {
    /// It is text for the reader, not something that came with it.
    pub fn is_body(&self) -> bool {
        matches!(self.kind.as_str(), "text/plain" | "text/html")
            && self.disposition != "attachment"
            && (self.name.is_empty() || self.disposition == "inline" || self.alternative.is_some())
            && !self.of_report
    }

    pub fn part(&self) -> Part {
        Part {
            name: self.name.clone(),
            declared: self.kind.clone(),
            start: self.start,
            end: self.end,
            encoding: self.encoding,
            content_id: self.content_id.clone(),
            inline: self.disposition != "attachment" && (self.disposition == "inline" || self.content_id.is_some()),
        }
    }
}

struct Walk<'a> {
    raw: &'a [u8],
    leaves: Vec<Leaf>,
    alternatives: usize,
    /// Parts of any kind so far.
    seen: usize,
    encrypted: bool,
    cut: bool,
}

/// What the parts around a part make of it.
#[derive(Clone, Copy)]
struct Around {
    depth: usize,
    alternative: Option<usize>,
    of_digest: bool,
    /// The how-manieth part of a `multipart/report` it is.
    of_report: Option<usize>,
}

pub(super) fn walk(raw: &[u8]) -> Tree {
    let mut walk = Walk { raw, leaves: Vec::new(), alternatives: 0, seen: 0, encrypted: false, cut: false };
    // An mbox's separator is no header field.
    let start = if raw.starts_with(b"From ") { memchr(b'\n', raw).map_or(0, |at| at + 1) } else { 0 };
    let head_end = head_end(raw, start, raw.len());
    let (head, cut) = clean_head(raw, start, head_end);
    walk.cut = cut;
    walk.part(start, raw.len(), Around { depth: 0, alternative: None, of_digest: false, of_report: None });
    Tree { head, leaves: walk.leaves, encrypted: walk.encrypted, cut: walk.cut }
}

impl Walk<'_> {
    fn part(&mut self, start: usize, end: usize, around: Around) {
        if self.seen >= PARTS {
            self.cut = true;
            return;
        }
        self.seen += 1;
        let head_end = head_end(self.raw, start, end);
        let (head, cut) = clean_head(self.raw, start, head_end);
        self.cut |= cut;
        let mime = Mime::read(&head, around.of_digest);
        let body = after_blank(self.raw, head_end, end);
        self.encrypted |= mime.is_encrypted();
        if mime.kind.starts_with("multipart/")
            && let Some(boundary) = mime.boundary.as_deref().filter(|boundary| !boundary.is_empty())
        {
            if around.depth < DEPTH {
                return self.multipart(body, end, &mime, boundary, around);
            }
            self.cut = true;
        }
        self.leaves.push(Leaf {
            kind: mime.kind,
            charset: mime.charset,
            flowed: mime.flowed,
            name: mime.name,
            start: body,
            end,
            encoding: mime.encoding,
            content_id: mime.content_id,
            disposition: mime.disposition,
            alternative: around.alternative,
            of_report: around.of_report.is_some_and(|place| place > 0),
        });
    }

    fn multipart(&mut self, start: usize, end: usize, mime: &Mime, boundary: &str, around: Around) {
        let alternative = if mime.kind == "multipart/alternative" {
            self.alternatives += 1;
            Some(self.alternatives)
        } else {
            around.alternative
        };
        let is_report = mime.kind == "multipart/report";
        let mut inner = Around { depth: around.depth + 1, alternative, of_digest: mime.kind == "multipart/digest", ..around };
        let mut begun: Option<usize> = None;
        let mut place = 0;
        let mut at = start;
        while let Some(line) = next_delimiter(self.raw, at, end, boundary.as_bytes()) {
            if let Some(from) = begun.take() {
                inner.of_report = if is_report { Some(place) } else { around.of_report };
                self.part(from, before_line_end(self.raw, from, line.start), inner);
                place += 1;
            }
            if line.closes || self.seen >= PARTS {
                self.cut |= !line.closes;
                return;
            }
            begun = Some(line.after);
            at = line.after;
        }
        match begun {
            // Never closed: the last part goes to the end.
            Some(from) => {
                inner.of_report = if is_report { Some(place) } else { around.of_report };
                self.part(from, end, inner);
            }
            // No part at all: what there is, is text.
            None => self.leaves.push(Leaf {
                kind: "text/plain".to_owned(),
                charset: None,
                flowed: false,
                name: String::new(),
                start,
                end,
                encoding: Encoding::Plain,
                content_id: None,
                disposition: String::new(),
                alternative: around.alternative,
                of_report: false,
            }),
        }
    }
}

struct Delimiter {
    start: usize,
    after: usize,
    closes: bool,
}

/// The next line that is `--boundary` and nothing more (RFC 2046 §5.1.1); a boundary that begins another is not it.
fn next_delimiter(raw: &[u8], from: usize, end: usize, boundary: &[u8]) -> Option<Delimiter> {
    let needle = [b"\n--", boundary].concat();
    let finder = memmem::Finder::new(&needle);
    let mut start = from;
    if !raw.get(from..end)?.starts_with(needle.get(1..)?) {
        start += finder.find(raw.get(from..end)?)? + 1;
    }
    loop {
        let rest = raw.get(start + needle.len() - 1..end).unwrap_or_default();
        let length = memchr(b'\n', rest).map_or(rest.len(), |line| line + 1);
        let line = rest.get(..length).unwrap_or_default().trim_ascii();
        if line.is_empty() || line.starts_with(b"--") {
            return Some(Delimiter { start, after: start + needle.len() - 1 + length, closes: !line.is_empty() });
        }
        start += finder.find(raw.get(start..end)?)? + 1;
    }
}

/// The line end before a delimiter belongs to the delimiter.
fn before_line_end(raw: &[u8], from: usize, at: usize) -> usize {
    let body = raw.get(from..at).unwrap_or_default();
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    from + body.strip_suffix(b"\r").unwrap_or(body).len()
}

/// Where the header block ends: at the empty line, or at what can be no header field.
fn head_end(raw: &[u8], start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        let rest = raw.get(at..end).unwrap_or_default();
        let length = memchr(b'\n', rest).map_or(rest.len(), |line| line + 1);
        let line = rest.get(..length).unwrap_or_default();
        if line.trim_ascii().is_empty() {
            return at;
        }
        // One line of rubbish between two fields is passed over; two are a body that came without its empty line.
        let after = rest.get(length..).unwrap_or_default();
        if !is_field(line) && !is_named(after) {
            return at;
        }
        at += length;
    }
    end
}

fn is_field(line: &[u8]) -> bool {
    line.starts_with(b" ") || line.starts_with(b"\t") || is_named(line)
}

/// Begins with a field's name and a colon (RFC 5322 §2.2).
fn is_named(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| (33..=126).contains(*byte) && **byte != b':').count();
    let after = line.get(name..).unwrap_or_default();
    name > 0 && after.trim_ascii_start().first() == Some(&b':') && !after.starts_with(b"\n")
}

fn after_blank(raw: &[u8], at: usize, end: usize) -> usize {
    let rest = raw.get(at..end).unwrap_or_default();
    if rest.starts_with(b"\r\n") {
        at + 2
    } else if rest.starts_with(b"\n") {
        at + 1
    } else if let Some(line) = memchr(b'\n', rest).filter(|line| rest.get(..*line).unwrap_or_default().trim_ascii().is_empty()) {
        at + line + 1
    } else {
        at
    }
}

/// The header block as clean UTF-8 that ends in an empty line, cut at a line's end where it is too long.
fn clean_head(raw: &[u8], start: usize, end: usize) -> (Vec<u8>, bool) {
    let all = raw.get(start..end).unwrap_or_default();
    let cut = all.len() > HEAD;
    let kept =
        all.get(..HEAD).map_or(all, |head| head.get(..memchr::memrchr(b'\n', head).map_or(HEAD, |at| at + 1)).unwrap_or(head));
    let mut head = charset::head(kept);
    while head.last().is_some_and(u8::is_ascii_whitespace) {
        head.pop();
    }
    head.extend_from_slice(b"\r\n\r\n");
    (head, cut)
}

/// What the MIME fields of a part say.
struct Mime {
    kind: String,
    boundary: Option<String>,
    charset: Option<String>,
    flowed: bool,
    smime: String,
    name: String,
    disposition: String,
    content_id: Option<String>,
    encoding: Encoding,
}

impl Mime {
    fn read(head: &[u8], of_digest: bool) -> Self {
        let default = if of_digest { "message/rfc822" } else { "text/plain" };
        let mut mime = Self {
            kind: default.to_owned(),
            boundary: None,
            charset: None,
            flowed: false,
            smime: String::new(),
            name: String::new(),
            disposition: String::new(),
            content_id: None,
            encoding: Encoding::Plain,
        };
        let parser = MessageParser::new().with_mime_headers().default_header_ignore();
        let mut fallback = String::new();
        for field in fields::each(head) {
            let block = [field, b"\r\n\r\n"].concat();
            let Some(parsed) = parser.parse_headers(&block) else { continue };
            let Some(header) = parsed.headers().first() else { continue };
            match (&header.name, &header.value) {
                (HeaderName::ContentType, HeaderValue::ContentType(kind)) => {
                    let minor = kind.subtype().unwrap_or("plain");
                    mime.kind = format!("{}/{minor}", kind.ctype()).to_ascii_lowercase();
                    mime.boundary = kind.attribute("boundary").map(str::to_owned);
                    mime.charset = kind.attribute("charset").map(str::to_owned);
                    mime.flowed = kind.attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
                    mime.smime = kind.attribute("smime-type").unwrap_or_default().to_ascii_lowercase();
                    fallback = kind.attribute("name").unwrap_or_default().to_owned();
                }
                (HeaderName::ContentDisposition, HeaderValue::ContentType(said)) => {
                    mime.disposition = said.ctype().to_ascii_lowercase();
                    mime.name = said.attribute("filename").unwrap_or_default().to_owned();
                }
                (HeaderName::ContentId, value) => {
                    mime.content_id = value.as_text().map(|id| id.trim_matches(['<', '>', ' ']).to_owned());
                }
                (HeaderName::ContentTransferEncoding, value) => mime.encoding = encoding(value.as_text().unwrap_or_default()),
                _ => {}
            }
        }
        let name = if mime.name.is_empty() { &fallback } else { &mime.name };
        mime.name = attachment::clean_name(name);
        mime
    }

    /// Signed mail is readable; only what is enveloped is not.
    fn is_encrypted(&self) -> bool {
        match self.kind.as_str() {
            "multipart/encrypted" => true,
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                !matches!(self.smime.as_str(), "signed-data" | "certs-only" | "compressed-data")
            }
            _ => false,
        }
    }
}

fn encoding(word: &str) -> Encoding {
    let word = word.trim();
    if word.eq_ignore_ascii_case("base64") {
        Encoding::Base64
    } else if word.eq_ignore_ascii_case("quoted-printable") {
        Encoding::QuotedPrintable
    } else {
        Encoding::Plain
    }
}
