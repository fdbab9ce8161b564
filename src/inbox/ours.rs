//! Which addresses are the media inbox's: asked of each recipient before a message is taken, and of the header where a source
//! knows no envelope.

use std::collections::HashSet;
use std::sync::Arc;

use crate::compose::links::{self, Purpose};
use crate::model::address::EmailAddress;
use crate::secrets::Keyring;

/// Everybody who takes mail has these (RFC 5321 §4.5.1, RFC 2142 §4).
const ROLES: [&str; 2] = ["postmaster", "abuse"];

/// What a recipient is to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A configured address, or a role at one of their domains.
    Ours,
    /// An address with a token that we made.
    Token(Purpose, i64),
    /// One letter off the configured address given.
    Typo(String),
    NotOurs,
}

/// The addresses of this office.
#[derive(Clone)]
pub struct Ours {
    keys: Arc<Keyring>,
    /// Address keys.
    addresses: Vec<String>,
    domains: HashSet<String>,
    bounce_domain: Option<String>,
}

impl std::fmt::Debug for Ours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ours").field("addresses", &self.addresses.len()).finish_non_exhaustive()
    }
}

impl Ours {
    pub fn new(keys: Arc<Keyring>, addresses: &[EmailAddress], bounce_domain: Option<&str>) -> Self {
        let bounce_domain = bounce_domain.map(str::to_lowercase);
        let domains = addresses.iter().map(|address| address.domain().to_owned()).chain(bounce_domain.clone()).collect();
        Self { keys, addresses: addresses.iter().map(EmailAddress::key).collect(), domains, bounce_domain }
    }

    /// Judges an address as an envelope or a header gives it.
    pub fn judge(&self, address: &str) -> Recipient {
        let address = address.trim();
        if ROLES[..1].iter().any(|role| role.eq_ignore_ascii_case(address)) {
            return Recipient::Ours;
        }
        let Ok(parsed) = EmailAddress::parse(address) else { return Recipient::NotOurs };
        let key = parsed.key();
        if self.addresses.contains(&key) || self.is_role(&parsed) {
            return Recipient::Ours;
        }
        if let Some(borne) = links::in_address(&self.keys, &key) {
            let base = format!("{}@{}", borne.base, borne.domain);
            let at_bounces = borne.base == "b" && self.bounce_domain.as_deref() == Some(borne.domain);
            if at_bounces || self.addresses.contains(&base) {
                return Recipient::Token(borne.purpose, borne.number);
            }
        }
        // A swapped pair is one slip, as a missing or a wrong letter is.
        match self.addresses.iter().find(|ours| strsim::osa_distance(ours, &key) == 1) {
            Some(meant) => Recipient::Typo(meant.clone()),
            None => Recipient::NotOurs,
        }
    }

    fn is_role(&self, address: &EmailAddress) -> bool {
        ROLES.iter().any(|role| role.eq_ignore_ascii_case(address.local())) && self.domains.contains(address.domain())
    }

    pub fn keys(&self) -> &Keyring {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::links::token;

    fn ours() -> Ours {
        let addresses = ["media@office.example", "Presse@bücher.example"].map(|text| EmailAddress::parse(text).expect("valid"));
        Ours::new(Arc::new(Keyring::for_tests()), &addresses, Some("bounce.office.example"))
    }

    #[test]
    fn configured_addresses_and_roles_are_ours_in_any_case() {
        for address in [
            "media@office.example",
            "MEDIA@Office.Example",
            "presse@xn--bcher-kva.example",
            "presse@bücher.example",
            "postmaster",
            "Postmaster",
            "postmaster@office.example",
            "abuse@bounce.office.example",
        ] {
            assert_eq!(ours().judge(address), Recipient::Ours, "{address}");
        }
        for address in
            ["", "abuse", "postmaster@other.example", "media@other.example", "someone@office.example", "a b@office.example"]
        {
            assert_eq!(ours().judge(address), Recipient::NotOurs, "{address}");
        }
    }

    #[test]
    fn a_token_counts_at_an_address_of_ours_only() {
        let keys = Keyring::for_tests();
        let reply = token(&keys, "k1", Purpose::Reply, 7);
        let bounce = token(&keys, "k2", Purpose::Bounce, 8);
        assert_eq!(ours().judge(&format!("media+{reply}@office.example")), Recipient::Token(Purpose::Reply, 7));
        assert_eq!(ours().judge(&format!("Media+{}@OFFICE.example", reply.to_uppercase())), Recipient::Token(Purpose::Reply, 7));
        assert_eq!(ours().judge(&format!("b+{bounce}@bounce.office.example")), Recipient::Token(Purpose::Bounce, 8));
        let mut forged = reply.clone();
        forged.replace_range(..1, if reply.starts_with('b') { "c" } else { "b" });
        for address in [
            format!("other+{reply}@office.example"),
            format!("media+{reply}@other.example"),
            format!("media+{forged}@office.example"),
            format!("b+{bounce}@office.example"),
            "media+@office.example".to_owned() + "x",
        ] {
            assert_eq!(ours().judge(&address), Recipient::NotOurs, "{address}");
        }
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        let meant = Recipient::Typo("media@office.example".to_owned());
        for address in [
            "meda@office.example",
            "mediaa@office.example",
            "medio@office.example",
            "meida@office.example",
            "media@ofice.example",
        ] {
            assert_eq!(ours().judge(address), meant, "{address}");
        }
        for address in ["mea@office.example", "media@ofice.exampel", "editor@office.example"] {
            assert_eq!(ours().judge(address), Recipient::NotOurs, "{address}");
        }
    }
}
