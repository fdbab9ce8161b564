//! What an attachment is, apart from what it says it is: a name that cannot deceive, the type its bytes show, and what a
//! press officer should know before opening it.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use super::decode;
use crate::model::inbound::Part;

/// Characters of a name that are kept.
const NAME: usize = 200;
/// Bytes that tell what a file is; the directory of an office file is usually among them.
const BEGINNING: usize = 64 * 1024;

/// Something to know before opening an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// A document that can run programs.
    Macros,
    Archive,
    /// Needs a password.
    Encrypted,
    /// The name says one thing, the bytes another.
    Mismatch,
    Program,
    /// `winmail.dat`: Outlook's own wrapping, which others cannot open.
    Tnef,
}

impl Flag {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Macros => "macros",
            Self::Archive => "archive",
            Self::Encrypted => "encrypted",
            Self::Mismatch => "mismatch",
            Self::Program => "program",
            Self::Tnef => "tnef",
        }
    }
}

/// An attachment, looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Decoded bytes.
    pub size: usize,
    /// Of the decoded bytes, lower-case hex.
    pub sha256: String,
    /// What the bytes show it to be; `None` where they show nothing.
    pub sniffed: Option<&'static str>,
    pub flags: Vec<Flag>,
}

/// Looks at the bytes of an attachment.
pub fn look(raw: &[u8], part: &Part) -> Look {
    let bytes = decode::bytes(raw, part);
    let sniffed = sniff(&bytes);
    Look {
        size: bytes.len(),
        sha256: HEXLOWER.encode(digest(&SHA256, &bytes).as_ref()),
        sniffed,
        flags: flags(part, &bytes, sniffed),
    }
}

/// A file's name and nothing else: no path, no control or bidirectional characters, no dots before it.
pub fn clean_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = base.chars().filter(|c| !c.is_control() && !is_deceptive(*c)).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_start_matches('.').trim();
    match plain.char_indices().nth(NAME) {
        None => plain.to_owned(),
        // The ending says what it is: it stays.
        Some(_) => {
            let ending = plain.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 10).unwrap_or_default();
            let head: String = plain.chars().take(NAME - 12).collect();
            if ending.is_empty() { head } else { format!("{head}….{ending}") }
        }
    }
}

/// Bidirectional marks, and characters nobody sees.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}' | '\u{ad}'
        | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

const SIGNS: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (257, b"ustar", "application/x-tar"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (32_769, b"CD001", "application/x-iso9660-image"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"#!", "text/x-shellscript"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (0, b"-----BEGIN PGP", "application/pgp-encrypted"),
];

/// The type the bytes show.
pub fn sniff(bytes: &[u8]) -> Option<&'static str> {
    let found = SIGNS.iter().find(|(at, sign, _)| bytes.get(*at..at + sign.len()) == Some(*sign)).map(|(_, _, kind)| *kind);
    match found {
        Some("application/zip") => Some(office(bytes)),
        Some(kind) => Some(kind),
        None => markup(bytes),
    }
}

/// A zip that is a document, by the names in it.
fn office(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..BEGINNING).unwrap_or(bytes);
    let tail = bytes.get(bytes.len().saturating_sub(BEGINNING)..).unwrap_or_default();
    let names = |name: &[u8]| memchr::memmem::find(head, name).is_some() || memchr::memmem::find(tail, name).is_some();
    if names(b"word/") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else if names(b"xl/") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if names(b"ppt/") {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    } else if names(b"mimetypeapplication/vnd.oasis.opendocument") {
        "application/vnd.oasis.opendocument"
    } else if names(b"mimetypeapplication/epub+zip") {
        "application/epub+zip"
    } else {
        "application/zip"
    }
}

fn markup(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes))
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<script") {
        Some("text/html")
    } else if head.contains("<svg") {
        Some("image/svg+xml")
    } else {
        None
    }
}

fn flags(part: &Part, bytes: &[u8], sniffed: Option<&'static str>) -> Vec<Flag> {
    let ending = part.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let ending = ending.as_str();
    let sniffed = sniffed.unwrap_or_default();
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    let is_ole = sniffed == "application/x-ole-storage";
    let is_zip = bytes.starts_with(b"PK");
    let mut flags = Vec::new();
    let named_macros =
        matches!(ending, "docm" | "dotm" | "xlsm" | "xltm" | "xlam" | "xlsb" | "pptm" | "potm" | "ppam" | "ppsm" | "sldm");
    if named_macros
        || part.declared.contains("macroenabled")
        || (is_zip && has(b"vbaProject.bin"))
        || (is_ole && has(&wide("_VBA_PROJECT")))
    {
        flags.push(Flag::Macros);
    }
    if is_archive(sniffed)
        || matches!(
            ending,
            "zip" | "rar" | "7z" | "gz" | "tgz" | "bz2" | "xz" | "tar" | "iso" | "img" | "cab" | "ace" | "arj" | "vhd" | "vhdx"
        )
    {
        flags.push(Flag::Archive);
    }
    // Bit 0 of a zip entry's flags; an encrypted office file is an OLE container with one known stream.
    let zip_locked = is_zip && bytes.get(6).is_some_and(|bits| bits & 1 == 1);
    let office_locked = is_ole && has(&wide("EncryptedPackage"));
    let pdf_locked = sniffed == "application/pdf" && has(b"/Encrypt");
    if zip_locked
        || office_locked
        || pdf_locked
        || matches!(ending, "pgp" | "gpg" | "p7m")
        || sniffed == "application/pgp-encrypted"
    {
        flags.push(Flag::Encrypted);
    }
    if is_program(ending, sniffed) {
        flags.push(Flag::Program);
    }
    if sniffed == "application/ms-tnef" || part.declared == "application/ms-tnef" || part.name.eq_ignore_ascii_case("winmail.dat")
    {
        flags.push(Flag::Tnef);
    }
    if contradicts(ending, sniffed) {
        flags.push(Flag::Mismatch);
    }
    flags
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn is_archive(sniffed: &str) -> bool {
    matches!(
        sniffed,
        "application/zip"
            | "application/vnd.rar"
            | "application/x-7z-compressed"
            | "application/gzip"
            | "application/x-bzip2"
            | "application/x-xz"
            | "application/x-tar"
            | "application/vnd.ms-cab-compressed"
            | "application/x-iso9660-image"
    )
}

fn is_program(ending: &str, sniffed: &str) -> bool {
    matches!(
        ending,
        "exe"
            | "scr"
            | "com"
            | "pif"
            | "bat"
            | "cmd"
            | "js"
            | "jse"
            | "vbs"
            | "vbe"
            | "wsf"
            | "wsh"
            | "hta"
            | "ps1"
            | "msi"
            | "msp"
            | "jar"
            | "lnk"
            | "app"
            | "dmg"
            | "apk"
            | "sh"
            | "reg"
            | "cpl"
            | "dll"
            | "chm"
            | "url"
            | "one"
    ) || matches!(
        sniffed,
        "application/vnd.microsoft.portable-executable"
            | "application/x-executable"
            | "application/java-vm"
            | "application/x-mach-binary"
            | "application/x-ms-shortcut"
            | "text/x-shellscript"
    )
}

/// A well-known ending on bytes that are surely something else.
fn contradicts(ending: &str, sniffed: &str) -> bool {
    let wanted: &[&str] = match ending {
        "pdf" => &["application/pdf"],
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "tif" | "tiff" | "bmp" | "heic" => &["image/"],
        "doc" | "xls" | "ppt" => &["application/x-ole-storage", "application/rtf", "application/vnd.openxmlformats"],
        "docx" | "xlsx" | "pptx" | "docm" | "xlsm" | "pptm" => &["application/vnd.openxmlformats", "application/x-ole-storage"],
        "odt" | "ods" | "odp" => &["application/vnd.oasis"],
        "mp3" | "m4a" | "wav" | "ogg" | "flac" => &["audio/", "video/mp4"],
        "mp4" | "mov" | "avi" | "webm" | "mkv" => &["video/"],
        "zip" => &["application/zip", "application/epub+zip", "application/vnd.openxmlformats"],
        "txt" | "csv" => &["text/"],
        _ => return false,
    };
    !sniffed.is_empty() && !wanted.iter().any(|kind| sniffed.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inbound::Encoding;

    fn flagged(name: &str, bytes: &[u8]) -> Vec<Flag> {
        let part = Part {
            name: name.to_owned(),
            declared: "application/octet-stream".to_owned(),
            start: 0,
            end: bytes.len(),
            encoding: Encoding::Plain,
            content_id: None,
            inline: false,
        };
        look(bytes, &part).flags
    }

    #[test]
    fn a_name_is_a_name_and_nothing_else() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\plan.docx", "plan.docx"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\r\nb\0.txt", "ab.txt"),
            ("...", ""),
            (".htaccess", "htaccess"),
            ("  two   words.pdf ", "two words.pdf"),
        ] {
            assert_eq!(clean_name(given), kept, "{given:?}");
        }
        let long = clean_name(&format!("{}.pdf", "é".repeat(500)));
        assert!(long.chars().count() <= NAME && long.ends_with("….pdf"));
    }

    #[test]
    fn bytes_say_what_a_file_is() {
        use Flag::{Archive, Encrypted, Macros, Mismatch, Program, Tnef};
        let docm = b"PK\x03\x04\x14\0\0\0word/document.xml word/vbaProject.bin";
        for (name, bytes, expected) in [
            ("statement.pdf", &b"%PDF-1.7 ..."[..], &[][..]),
            ("statement.pdf", b"MZ\x90", &[Program, Mismatch]),
            ("statement_final.docm", docm, &[Macros]),
            ("statement_final.docx", docm, &[Macros]),
            ("pictures.zip", b"PK\x03\x04\x14\0\x01\0photo.jpg", &[Archive, Encrypted]),
            ("pictures.jpg", b"PK\x03\x04\x14\0\0\0photo.exe", &[Archive, Mismatch]),
            ("winmail.dat", b"\x78\x9f\x3e\x22", &[Tnef]),
            ("notes.txt", b"just words", &[]),
            ("page.pdf", b"<html><script>", &[Mismatch]),
            ("video.mov", b"\0\0\0\x14ftypqt  ", &[]),
            ("locked.pdf", b"%PDF-1.7 trailer << /Encrypt 5 0 R >>", &[Encrypted]),
        ] {
            assert_eq!(flagged(name, bytes), expected, "{name}");
        }
    }
}
