//! The digest of an audience: what an approval binds, and what planning must come to again.

use aws_lc_rs::digest::{Context, SHA256};

/// SHA-256 over contact, address and reason of each who will receive, in order of contact id.
pub struct AudienceDigest {
    context: Context,
    count: i64,
}

impl Default for AudienceDigest {
    fn default() -> Self {
        Self { context: Context::new(&SHA256), count: 0 }
    }
}

impl AudienceDigest {
    pub fn add(&mut self, contact: i64, address_key: &str, region: i64, issue: i64) {
        self.context.update(format!("{contact}\t{address_key}\t{region}\t{issue}\n").as_bytes());
        self.count += 1;
    }

    /// As hexadecimal text, with the number of people in it.
    pub fn finish(self) -> (String, i64) {
        (data_encoding::HEXLOWER.encode(self.context.finish().as_ref()), self.count)
    }
}
