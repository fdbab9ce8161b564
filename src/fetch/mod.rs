//! Asking the web outside, for whoever needs it: which addresses only we ourselves can open, names as DNS has them,
//! bodies within a bound, and one look at a page whose address somebody else chose.

pub mod dns;
mod look;
pub mod names;
mod public;
mod reach;

use reqwest::Response;

pub use self::look::{Looker, PAGE, Seen};
pub use self::names::{Answer, Names};
pub use self::public::{NotPublic, PublicNames};
pub use self::reach::{Reach, is_private, is_private_host};

/// At most `limit` bytes of an answer; `None` when there is more. Counted after decompression, so that a small answer
/// cannot unfold without end.
pub async fn body(mut response: Response, limit: u64) -> reqwest::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > limit {
            return Ok(None);
        }
    }
    Ok(Some(bytes))
}
