//! Tokens: what stands in links and addresses of a mail instead of a row's number. Nothing is stored; each is bound
//! to one purpose and signed, and survives being upper- or lower-cased on its way.
//!
//! Bits, high to low: purpose 4, low bits of the key's number 4, number 42 (or 57), MAC 60; five to a character,
//! so 22 (or 25) characters of `a`–`z`, `2`–`7`.

use aws_lc_rs::constant_time::verify_slices_are_equal;

use crate::model::ids::{DeliveryId, InquiryId, MailingId};
pub use crate::model::thread::Named;
use crate::secrets::Keyring;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const MAC_BITS: u32 = 60;
const SHORT: u32 = 42;
const LONG: u32 = 57;

/// What a token lets its bearer do, and so which number it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A delivery: `/u/…` and the `mailto:` beside it.
    Unsubscribe = 1,
    /// A delivery: `/p/…`.
    Preferences = 2,
    /// A mailing: the counted image, `/o/…`; nobody is identified.
    OpenCounted = 3,
    /// A delivery: the image of someone whose consent is recorded.
    OpenIndividual = 4,
    /// A mailing and a language, see [`view_token`].
    View = 5,
    /// A delivery: `media+…`.
    Reply = 6,
    /// A delivery: the envelope sender.
    Bounce = 7,
    /// A delivery: its Message-ID.
    Message = 8,
    /// A round of the media inbox's own signs of life.
    Canary = 9,
    /// An inquiry: the address an answer comes back to, its Message-ID and the anchor all answers refer to.
    Inquiry = 10,
    /// The delivery of a notice to an officer: `media+…`; what is written there is the office's answer.
    Notice = 11,
    /// As [`Purpose::Notice`], but what is written there stays among officers.
    Note = 12,
}

impl Purpose {
    /// The key of each purpose is its own.
    fn key_name(self) -> &'static str {
        match self {
            Self::Unsubscribe => "token unsubscribe",
            Self::Preferences => "token preferences",
            Self::OpenCounted => "token open counted",
            Self::OpenIndividual => "token open individual",
            Self::View => "token view",
            Self::Reply => "token reply",
            Self::Bounce => "token bounce",
            Self::Message => "token message",
            Self::Canary => "token canary",
            Self::Inquiry => "token inquiry",
            Self::Notice => "token notice",
            Self::Note => "token note",
        }
    }
}

/// The token of `number` (a row's key: 0 to 2^57). With a key the ring lacks it is one that nobody can read back.
pub fn token(keys: &Keyring, key_id: &str, purpose: Purpose, number: i64) -> String {
    let number = u128::try_from(number).unwrap_or(0).min((1 << LONG) - 1);
    let width = if number >> SHORT == 0 { SHORT } else { LONG };
    let key_number = keys.numbered().find(|(id, _)| *id == key_id).map_or(0, |(_, number)| number);
    let head = u128::from(purpose as u8) << 4 | u128::from(key_number & 0xF);
    let signed = head << width | number;
    let bits = signed << MAC_BITS | u128::from(mac(keys, key_id, purpose, signed, width).unwrap_or(0));
    let mut text = String::with_capacity(25);
    for place in (0..(8 + width + MAC_BITS) / 5).rev() {
        text.push(char::from(ALPHABET[usize::try_from(bits >> (place * 5) & 0x1F).unwrap_or(0)]));
    }
    text
}

/// The number in a token made for this purpose with any key of the ring; `None` for every other text.
pub fn read(keys: &Keyring, purpose: Purpose, text: &str) -> Option<i64> {
    let width = match text.len() {
        22 => SHORT,
        25 => LONG,
        _ => return None,
    };
    let mut bits: u128 = 0;
    for byte in text.bytes() {
        let place = ALPHABET.iter().position(|letter| *letter == byte.to_ascii_lowercase())?;
        bits = bits << 5 | u128::try_from(place).ok()?;
    }
    let signed = bits >> MAC_BITS;
    let head = signed >> width;
    let number = signed & ((1 << width) - 1);
    if head >> 4 != u128::from(purpose as u8) || (width == LONG) != (number >> SHORT != 0) {
        return None;
    }
    let claimed = u64::try_from(bits & ((1 << MAC_BITS) - 1)).ok()?.to_be_bytes();
    let known = keys.numbered().filter(|(_, key)| u128::from(key & 0xF) == head & 0xF).any(|(id, _)| {
        mac(keys, id, purpose, signed, width).is_some_and(|own| verify_slices_are_equal(&own.to_be_bytes(), &claimed).is_ok())
    });
    if known { i64::try_from(number).ok() } else { None }
}

/// What an address of ours carries: `media+TOKEN@…` as it stands in Reply-To and in the `mailto:` of List-Unsubscribe, and
/// `b+TOKEN@…`, the envelope sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Borne<'a> {
    /// Before the plus sign.
    pub base: &'a str,
    pub domain: &'a str,
    pub purpose: Purpose,
    /// The row it stands for: a delivery, or an inquiry.
    pub number: i64,
}

/// Purposes whose tokens stand in addresses.
const IN_ADDRESSES: [Purpose; 6] =
    [Purpose::Unsubscribe, Purpose::Reply, Purpose::Bounce, Purpose::Inquiry, Purpose::Notice, Purpose::Note];

/// Reads back the token in an address, whatever its case; `None` when there is none that we made. Whether base and domain
/// are ours is for the caller to say.
pub fn in_address<'a>(keys: &Keyring, address: &'a str) -> Option<Borne<'a>> {
    let (local, domain) = address.rsplit_once('@')?;
    let (base, token) = local.rsplit_once('+')?;
    IN_ADDRESSES.into_iter().find_map(|purpose| {
        let number = read(keys, purpose, token)?;
        Some(Borne { base, domain, purpose, number })
    })
}

/// What an address with a token was made for: `media+TOKEN@…`, `b+TOKEN@…`, or `TOKEN@…` on a domain of its own. The
/// domain is not looked at: whoever relayed it here has.
pub fn read_address(keys: &Keyring, address: &str) -> Option<(Purpose, i64)> {
    let local = address.trim().trim_start_matches('<').split('@').next()?;
    let text = local.rsplit_once('+').map_or(local, |(_, text)| text);
    IN_ADDRESSES.into_iter().find_map(|purpose| read(keys, purpose, text).map(|number| (purpose, number)))
}

/// The delivery whose Message-ID (`d.TOKEN@…`, without brackets) this is.
pub fn read_message_id(keys: &Keyring, id: &str) -> Option<i64> {
    let local = id.trim_matches(['<', '>', ' ']).split('@').next()?;
    read(keys, Purpose::Message, local.strip_prefix("d.").or_else(|| local.strip_prefix("D."))?)
}

/// The token of `/v/…`: a mailing and the primary subtag of a language.
pub fn view_token(keys: &Keyring, key_id: &str, mailing: MailingId, language: &str) -> String {
    let mut packed = 0;
    for letter in primary(language).bytes().take(3) {
        packed = packed << 5 | i64::from(letter.to_ascii_lowercase() & 0x1F);
    }
    token(keys, key_id, Purpose::View, mailing.0 << 15 | packed)
}

/// The mailing and the primary language subtag (`en`) of a view token.
pub fn read_view(keys: &Keyring, text: &str) -> Option<(MailingId, String)> {
    let number = read(keys, Purpose::View, text)?;
    let letter =
        |place: i64| u8::try_from(number >> place & 0x1F).ok().filter(|bits| *bits != 0).map(|bits| char::from(bits | 0x60));
    let language = [10, 5, 0].into_iter().filter_map(letter).collect();
    Some((MailingId(number >> 15), language))
}

/// The id every answer in an inquiry refers to, without angle brackets. A relay that gives messages ids of its own leaves
/// it alone, so a reply still names it.
pub fn anchor(keys: &Keyring, key_id: &str, inquiry: InquiryId, domain: &str) -> String {
    format!("inq.{}@{domain}", token(keys, key_id, Purpose::Inquiry, inquiry.0))
}

/// The Message-ID of the `n`th message we write in an inquiry, without angle brackets.
pub fn answer_id(keys: &Keyring, key_id: &str, inquiry: InquiryId, n: i64, domain: &str) -> String {
    format!("q.{}.{n}@{domain}", token(keys, key_id, Purpose::Inquiry, inquiry.0))
}

/// What a message id of ours (without angle brackets) stands for; `None` for everybody else's.
pub fn named_by_id(keys: &Keyring, id: &str) -> Option<Named> {
    let (local, _) = id.split_once('@')?;
    let mut parts = local.split('.');
    let (head, text) = (parts.next()?, parts.next()?);
    if head.eq_ignore_ascii_case("d") {
        return read(keys, Purpose::Message, text).map(|number| Named::Delivery(DeliveryId(number)));
    }
    let ours = head.eq_ignore_ascii_case("q") || head.eq_ignore_ascii_case("inq");
    read(keys, Purpose::Inquiry, text).filter(|_| ours).map(|number| Named::Inquiry(InquiryId(number)))
}

/// What the token in an address stands for: `media+TOKEN@…`, or `TOKEN@…` where a whole domain is for replies.
pub fn named_by_address(keys: &Keyring, address: &str) -> Option<Named> {
    let (local, _) = address.rsplit_once('@')?;
    let text = local.rsplit_once('+').map_or(local, |(_, tag)| tag);
    read(keys, Purpose::Inquiry, text)
        .map(|number| Named::Inquiry(InquiryId(number)))
        .or_else(|| read(keys, Purpose::Reply, text).map(|number| Named::Delivery(DeliveryId(number))))
}

/// `en` of `en-GB`.
pub fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

fn mac(keys: &Keyring, key_id: &str, purpose: Purpose, signed: u128, width: u32) -> Option<u64> {
    let mut bytes = [0; 17];
    bytes[..16].copy_from_slice(&signed.to_be_bytes());
    bytes[16] = u8::try_from(width).unwrap_or(0);
    let tag = keys.mac(key_id, purpose.key_name(), &bytes)?;
    let head: [u8; 8] = tag[..8].try_into().ok()?;
    Some(u64::from_be_bytes(head) >> 4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PURPOSES: [Purpose; 12] = [
        Purpose::Unsubscribe,
        Purpose::Preferences,
        Purpose::OpenCounted,
        Purpose::OpenIndividual,
        Purpose::View,
        Purpose::Reply,
        Purpose::Bounce,
        Purpose::Message,
        Purpose::Canary,
        Purpose::Inquiry,
        Purpose::Notice,
        Purpose::Note,
    ];

    proptest! {
        #[test]
        fn a_token_is_read_back_in_any_case_for_its_purpose_only(number in 0i64..(1 << 57), small in 0i64..100_000, purpose in 0usize..12) {
            let keys = Keyring::for_tests();
            for (number, key) in [(number, "k2"), (small, "k1")] {
                let text = token(&keys, key, PURPOSES[purpose], number);
                prop_assert!(text.len() <= 25 && "media+".len() + text.len() <= 64);
                for other in PURPOSES {
                    let expected = (other == PURPOSES[purpose]).then_some(number);
                    prop_assert_eq!(read(&keys, other, &text), expected);
                    prop_assert_eq!(read(&keys, other, &text.to_ascii_uppercase()), expected);
                }
            }
        }

        #[test]
        fn one_changed_character_is_no_token(number in 0i64..(1 << 42), place in 0usize..22, letter in 0usize..32) {
            let keys = Keyring::for_tests();
            let text = token(&keys, "k2", Purpose::Unsubscribe, number);
            let mut changed = text.clone().into_bytes();
            changed[place] = ALPHABET[letter];
            let changed = String::from_utf8(changed).unwrap();
            prop_assume!(changed != text);
            prop_assert_eq!(read(&keys, Purpose::Unsubscribe, &changed), None);
            prop_assert_eq!(read(&keys, Purpose::Unsubscribe, &text[..place]), None);
        }

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>(), near in "[a-z2-7A-Z]{22}|[a-z2-7]{25}") {
            let keys = Keyring::for_tests();
            for purpose in PURPOSES {
                prop_assert_eq!(read(&keys, purpose, &text), None);
                prop_assert_eq!(read(&keys, purpose, &near), None);
            }
            prop_assert_eq!(read_view(&keys, &near), None);
        }
    }

    #[test]
    fn an_address_gives_back_the_token_it_was_made_with() {
        let keys = Keyring::for_tests();
        for (purpose, base) in [(Purpose::Reply, "media"), (Purpose::Unsubscribe, "media"), (Purpose::Bounce, "b")] {
            let address = format!("{base}+{}@office.example", token(&keys, "k2", purpose, 41));
            let borne = Borne { base, domain: "office.example", purpose, number: 41 };
            assert_eq!(in_address(&keys, &address), Some(borne));
            assert_eq!(in_address(&keys, &address.to_uppercase()).map(|borne| borne.number), Some(41));
        }
        let no_mail = token(&keys, "k2", Purpose::Preferences, 41);
        for text in ["", "media@office.example", "media+x@office.example", &format!("media+{no_mail}@office.example"), "media+"] {
            assert_eq!(in_address(&keys, text), None, "{text}");
        }
    }

    #[test]
    fn an_address_says_what_it_was_made_for_however_it_is_written() {
        let keys = Keyring::for_tests();
        for purpose in IN_ADDRESSES {
            let text = token(&keys, "k2", purpose, 41);
            for address in [
                format!("media+{text}@press.example"),
                format!("{}@r.press.example", text.to_uppercase()),
                format!("<a+b+{text}@x.example>"),
            ] {
                assert_eq!(read_address(&keys, &address), Some((purpose, 41)), "{address}");
            }
        }
        let message = token(&keys, "k1", Purpose::Message, 7);
        assert_eq!(read_message_id(&keys, &format!("<d.{message}@press.example>")), Some(7));
        assert_eq!(read_message_id(&keys, &format!("{message}@press.example")), None);
        for other in ["media@press.example", "", "+@x", &format!("media+{message}@press.example")] {
            assert_eq!(read_address(&keys, other), None, "{other}");
        }
    }

    #[test]
    fn a_view_token_carries_mailing_and_language() {
        let keys = Keyring::for_tests();
        for (language, expected) in [("en-GB", "en"), ("AR", "ar"), ("fil", "fil"), ("", "")] {
            let text = view_token(&keys, "k2", MailingId(77), language);
            assert_eq!(read_view(&keys, &text), Some((MailingId(77), expected.to_owned())));
        }
    }

    #[test]
    fn what_we_write_names_what_it_belongs_to_in_any_case() {
        let keys = Keyring::for_tests();
        let inquiry = Some(Named::Inquiry(InquiryId(4_711)));
        let (anchor, answer) =
            (anchor(&keys, "k2", InquiryId(4_711), "o.example"), answer_id(&keys, "k2", InquiryId(4_711), 3, "o.example"));
        for id in [&anchor, &answer, &anchor.to_uppercase(), &answer.replace("o.example", "rewritten.example")] {
            assert_eq!(named_by_id(&keys, id), inquiry, "{id}");
        }
        let text = token(&keys, "k1", Purpose::Inquiry, 4_711);
        for address in [
            format!("media+{text}@o.example"),
            format!("{text}@reply.o.example"),
            format!("MEDIA+{}@O.EXAMPLE", text.to_uppercase()),
        ] {
            assert_eq!(named_by_address(&keys, &address), inquiry, "{address}");
        }
        let copy = token(&keys, "k2", Purpose::Reply, 9);
        assert_eq!(named_by_address(&keys, &format!("media+{copy}@o.example")), Some(Named::Delivery(DeliveryId(9))));
        let sent = token(&keys, "k2", Purpose::Message, 9);
        assert_eq!(named_by_id(&keys, &format!("d.{sent}@o.example")), Some(Named::Delivery(DeliveryId(9))));
        // One purpose does not stand in for another, and others' ids are theirs.
        for id in
            [format!("d.{text}@o.example"), format!("q.{sent}@o.example"), "CAF+x.y=@mail.gmail.com".to_owned(), "q.".to_owned()]
        {
            assert_eq!(named_by_id(&keys, &id), None, "{id}");
        }
        assert_eq!(named_by_address(&keys, &format!("media+{sent}@o.example")), None);
        assert_eq!(named_by_address(&keys, "press@o.example"), None);
    }

    #[test]
    fn a_key_that_left_the_ring_takes_its_tokens_along() {
        let keys = Keyring::for_tests();
        assert_eq!(read(&keys, Purpose::Reply, &token(&keys, "k7", Purpose::Reply, 5)), None);
    }
}
