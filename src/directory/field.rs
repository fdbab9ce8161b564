//! What a column of a spreadsheet can hold, by the names that commands, pages and the database use.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    FirstName,
    LastName,
    Email,
    Outlet,
    Role,
    Issues,
    Regions,
    Language,
    TimeZone,
    Phone,
    Notes,
}

impl Field {
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Outlet,
        Self::Role,
        Self::Issues,
        Self::Regions,
        Self::Language,
        Self::TimeZone,
        Self::Phone,
        Self::Notes,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first-name",
            Self::LastName => "last-name",
            Self::Email => "email",
            Self::Outlet => "outlet",
            Self::Role => "role",
            Self::Issues => "issues",
            Self::Regions => "regions",
            Self::Language => "language",
            Self::TimeZone => "time-zone",
            Self::Phone => "phone",
            Self::Notes => "notes",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == text)
    }
}
