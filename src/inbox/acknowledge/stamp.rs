//! The mark on everything this office's machines write, so that what comes back is known: `X-Dateline-Loop`, with the
//! instance and a MAC nobody else can make.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::compose::Office;
use crate::secrets::Keyring;

const PURPOSE: &str = "loop";

/// The name of the header field, in lower case.
pub const FIELD: &str = "x-dateline-loop";

/// The whole field, with its line end.
pub fn field(keys: &Keyring, office: &Office) -> String {
    let instance = instance(office);
    let key = keys.current();
    let mac = keys.mac(key, PURPOSE, instance.as_bytes()).unwrap_or_default();
    format!("X-Dateline-Loop: v1;{key}.{instance};{}\r\n", HEXLOWER.encode(&mac[..16]))
}

/// Whether this value of the field was written by this instance.
pub fn is_ours(keys: &Keyring, office: &Office, value: &str) -> bool {
    let mut parts = value.trim().split(';');
    let (Some("v1"), Some(named), Some(mac), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let Some((key, instance)) = named.split_once('.').filter(|(_, instance)| *instance == self::instance(office)) else {
        return false;
    };
    let (Some(own), Ok(given)) = (keys.mac(key, PURPOSE, instance.as_bytes()), HEXLOWER.decode(mac.as_bytes())) else {
        return false;
    };
    aws_lc_rs::constant_time::verify_slices_are_equal(&own[..16], &given).is_ok()
}

/// The same for as long as the office is at the same place.
fn instance(office: &Office) -> String {
    HEXLOWER.encode(&digest(&SHA256, office.public_url.as_bytes()).as_ref()[..6])
}
