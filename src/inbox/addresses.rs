//! Which addresses are ours: they are nobody's who takes part in an inquiry, and "written to" asks for them.

/// The office's addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    keys: Vec<String>,
}

impl Addresses {
    pub fn new<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let mut keys: Vec<String> = addresses.into_iter().map(plain).filter(|key| !key.is_empty()).collect();
        keys.sort();
        keys.dedup();
        Self { keys }
    }

    /// Which one of ours an address is, whatever tag it carries.
    pub fn which(&self, address: &str) -> Option<&str> {
        let key = plain(address);
        self.keys.iter().find(|ours| **ours == key).map(String::as_str)
    }
}

/// Lower case, without what stands between `+` and `@`.
fn plain(address: &str) -> String {
    let address = address.trim().to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or_default()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ours_is_ours_with_any_tag() {
        let ours = Addresses::new(["Press@office.example", "prensa@office.example"]);
        assert_eq!(ours.which("press+abc@OFFICE.example"), Some("press@office.example"));
        assert_eq!(ours.which("press@other.example"), None);
        assert_eq!(ours.which("press"), None);
    }
}
