//! What looking at an address of the web came to.

/// Where a link leads, as far as anybody outside can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// There is a page.
    There,
    /// The server says that there is none, or none any more (404, 410).
    Gone,
    /// Nobody has that name.
    NoSuchHost,
    /// Only its own network can open it.
    Private,
    /// No answer, or one that says nothing of the page: slow, refused, broken, not for programs.
    Unclear,
}

impl Verdict {
    pub const ALL: [Self; 5] = [Self::There, Self::Gone, Self::NoSuchHost, Self::Private, Self::Unclear];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Gone => "gone",
            Self::NoSuchHost => "no_such_host",
            Self::Private => "private",
            Self::Unclear => "unclear",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text)
    }
}
