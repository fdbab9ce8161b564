//! When a second person has to agree.

use std::fmt;

/// `approval.policy`, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Never until two approvers exist, then over 500 or embargoed.
    Auto,
    Never,
    Always,
    Over(i64),
}

impl Policy {
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "auto" => Some(Self::Auto),
            "never" => Some(Self::Never),
            "always" => Some(Self::Always),
            other => other.strip_prefix("over ")?.trim().parse().ok().filter(|number| *number >= 0).map(Self::Over),
        }
    }

    pub fn wants_second(self, approvers: usize, count: i64, embargoed: bool) -> bool {
        match self {
            Self::Auto => approvers >= 2 && (count > 500 || embargoed),
            Self::Never => false,
            Self::Always => true,
            Self::Over(limit) => count > limit,
        }
    }
}

/// As it is written in the settings.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Never => f.write_str("never"),
            Self::Always => f.write_str("always"),
            Self::Over(limit) => write!(f, "over {limit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_says_when_two_people_are_needed() {
        assert!(!Policy::Auto.wants_second(1, 9_000, true));
        assert!(Policy::Auto.wants_second(2, 501, false) && Policy::Auto.wants_second(2, 1, true));
        assert!(!Policy::Auto.wants_second(2, 500, false));
        assert_eq!(Policy::parse("over 20"), Some(Policy::Over(20)));
        assert!(Policy::Over(20).wants_second(0, 21, false) && !Policy::Over(20).wants_second(9, 20, true));
        assert_eq!(Policy::parse("over many"), None);
    }
}
