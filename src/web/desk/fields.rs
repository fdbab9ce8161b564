//! A posted form of the desk: every field as text, several of one name where boxes are ticked. Uploads are read by
//! their own handler.

use axum::extract::{FromRequest, Request};
use axum::http::header;

use super::problem::Problem;

/// Larger than the longest release; a body above it is refused before it is read whole.
pub const LARGEST_FORM: usize = 1024 * 1024;
/// A tree of issues and regions ticked all over.
const MOST: usize = 20_000;

#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    pub fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).take(MOST).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first of this name, as it came; `""` when there is none.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// One line: trimmed, without control characters.
    pub fn line(&self, name: &str) -> String {
        self.raw(name).chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
    }

    /// Several lines, ended by LF, without other control characters.
    pub fn lines(&self, name: &str) -> String {
        let text = self.raw(name).replace("\r\n", "\n").replace('\r', "\n");
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim_end().to_owned()
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of this name that is a number.
    pub fn numbers(&self, name: &str) -> Vec<i64> {
        self.all(name).filter_map(|value| value.parse().ok()).collect()
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.line(name).parse().ok()
    }

    /// Name and value of every field, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    /// From the body of a POST, or the query of a GET.
    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if request.method() == axum::http::Method::GET || request.method() == axum::http::Method::HEAD {
            return Ok(Self::parse(request.uri().query().unwrap_or_default().as_bytes()));
        }
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().unwrap_or_default().trim() != "application/x-www-form-urlencoded" {
            return Err(Problem::BadRequest);
        }
        let body = axum::body::to_bytes(request.into_body(), LARGEST_FORM).await.map_err(|_| Problem::BadRequest)?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_line_or_lines_and_nothing_hidden() {
        let fields = Fields::parse(b"a=+x%00y%0d%0az+&b=1%0d%0a%1b2%0d3&c=1&c=x&c=2");
        assert_eq!(fields.line("a"), "xyz");
        assert_eq!(fields.lines("b"), "1\n2\n3");
        assert_eq!(fields.numbers("c"), [1, 2]);
        assert_eq!((fields.raw("d"), fields.has("c"), fields.has("d")), ("", true, false));
    }
}
