//! The second factor: six digits from an authenticator (TOTP, RFC 6238 over SHA-1 and 30 seconds, which every
//! authenticator knows), each good once, and recovery codes.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;

use crate::clock::{Millis, SECOND};

/// What the sealed key is bound to.
pub const PURPOSE: &str = "second factor";
/// How many recovery codes there are.
pub const CODES: usize = 10;

/// The step a moment lies in.
pub fn step(now: Millis) -> i64 {
    now.div_euclid(30 * SECOND)
}

/// The step whose code this is: now, or one before or after for clocks that differ (RFC 6238 §5.2).
pub fn matching(key: &[u8], code: &str, now: Millis) -> Option<i64> {
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let steps = [0, -1, 1].map(|off| step(now) + off);
    let equal = |at: i64| aws_lc_rs::constant_time::verify_slices_are_equal(digits(key, at).as_bytes(), typed.as_bytes()).is_ok();
    steps.into_iter().fold(None, |found, at| if equal(at) { Some(at) } else { found })
}

/// The code of a step (RFC 4226 §5.3).
pub fn digits(key: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 0x0f);
    let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// A fresh key of 160 bits.
pub fn fresh_key() -> Option<Vec<u8>> {
    let mut key = vec![0_u8; 20];
    aws_lc_rs::rand::fill(&mut key).ok().map(|()| key)
}

/// The key as people type it: groups of four.
pub fn spelled(key: &[u8]) -> String {
    let text = BASE32_NOPAD.encode(key);
    text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(" ")
}

/// What an authenticator opens.
pub fn link(key: &[u8], office: &str, address: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("secret", &BASE32_NOPAD.encode(key)).append_pair("issuer", office);
    let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("otpauth://totp/{}:{}?{}", encode(office), encode(address), query.finish())
}

/// Fresh recovery codes, as shown once: `abcd-efgh-ijkl`.
pub fn fresh_codes() -> Option<Vec<String>> {
    (0..CODES)
        .map(|_| {
            let mut bytes = [0_u8; 8];
            aws_lc_rs::rand::fill(&mut bytes).ok()?;
            let text = BASE32_NOPAD.encode(&bytes).to_lowercase();
            Some(format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..12]))
        })
        .collect()
}

/// A typed recovery code as it is stored.
pub fn code_digest(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    crate::web::desk::session::digest(&format!("recovery {plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238 appendix B, SHA-1, the last six of its eight digits.
        let key = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(digits(key, step(seconds * SECOND)), code);
            assert_eq!(matching(key, code, seconds * SECOND), Some(step(seconds * SECOND)));
        }
    }

    #[test]
    fn a_code_fits_one_step_early_or_late_and_no_more() {
        let key = b"12345678901234567890";
        let at = 1_111_111_109 * SECOND;
        for (off, fits) in [(-60, false), (-30, true), (30, true), (60, false)] {
            assert_eq!(matching(key, "081 804", at + off * SECOND).is_some(), fits, "{off}");
        }
        assert_eq!(matching(key, "", at), None);
    }

    #[test]
    fn a_recovery_code_is_the_same_however_it_is_typed() {
        let codes = fresh_codes().unwrap();
        assert_eq!(codes.len(), CODES);
        assert_eq!(code_digest(&codes[0]), code_digest(&codes[0].replace('-', " ").to_uppercase()));
        assert_ne!(code_digest(&codes[0]), code_digest(&codes[1]));
    }
}
