//! What somebody wants sent: to whom, when and how. Travels in the query of the pages, in their forms, and as JSON with
//! a request; it is looked up anew each time.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::model::mailing::Urgency;
use crate::model::release::Release;
use crate::model::segment::Rule;
use crate::review::Order;
use crate::store::segments;
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::Hidden;
use crate::web::desk::problem::Problem;

/// An [`Order`] before its segment is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// `None` = as soon as it is sent.
    pub at: Option<Millis>,
    /// In each reader's morning, from then on.
    #[serde(default)]
    pub morning: bool,
    /// A saved rule that narrows the audience, by name.
    pub segment: Option<String>,
    pub down: bool,
    pub again: bool,
    #[serde(with = "urgency_word")]
    pub urgency: Urgency,
}

impl Wish {
    /// From `at`, `morning`, `segment`, `down`, `again` and `urgency`. Whoever says no time gets the end of an embargo, where
    /// there is one, and else "now".
    pub fn of(fields: &Fields, release: &Release, now: Millis) -> Result<Self, Problem> {
        let at = match fields.raw("at") {
            "" => release.embargo.filter(|lift| *lift > now),
            "now" => None,
            text => Some(text.parse::<Timestamp>().map_err(|_| Problem::BadRequest)?.as_millisecond()),
        };
        let urgency = match fields.raw("urgency") {
            "" => Urgency::Normal,
            text => text.parse().map_err(|_| Problem::BadRequest)?,
        };
        Ok(Self {
            at,
            morning: fields.raw("morning") == "yes",
            segment: Some(fields.line("segment")).filter(|name| !name.is_empty()),
            down: fields.raw("down") != "no",
            again: fields.raw("again") == "yes",
            urgency,
        })
    }

    /// The order, with the segment as it is now. What follows another release goes to who has that, and to nobody else.
    pub async fn order(&self, desk: &Desk, release: &Release) -> Result<Order, Problem> {
        let segment = match (Rule::of_followed(release), &self.segment) {
            (Some(holders), _) => Some(holders),
            // The review takes the rule that was chosen for the release.
            (None, None) => None,
            (None, Some(name)) => Some(segments::find(&desk.store, name).await?.ok_or(Problem::Conflict)?.rule),
        };
        let Self { at, morning, down, again, urgency, .. } = *self;
        Ok(Order { release: release.id, segment, down, at, morning, again, urgency })
    }

    /// `now`, or the moment in UTC.
    pub fn at_text(&self) -> String {
        self.at.and_then(|at| Timestamp::from_millisecond(at).ok()).map_or_else(|| "now".to_owned(), |at| at.to_string())
    }

    /// What is not as usual, but the time.
    fn options(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        pairs.extend(self.segment.iter().map(|name| ("segment", name.clone())));
        pairs.extend(self.morning.then(|| ("morning", "yes".to_owned())));
        pairs.extend((!self.down).then(|| ("down", "no".to_owned())));
        pairs.extend(self.again.then(|| ("again", "yes".to_owned())));
        pairs.extend((self.urgency != Urgency::Normal).then(|| ("urgency", urgency_word::word(self.urgency).to_owned())));
        pairs
    }

    /// The same as fields of a form, but the time.
    pub fn hidden(&self) -> Vec<Hidden> {
        self.options().into_iter().map(|(name, value)| Hidden { name: name.to_owned(), value }).collect()
    }

    /// The send page of exactly this.
    pub fn href(&self, release: impl Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("at", &self.at_text());
        query.extend_pairs(self.options());
        format!("/releases/{release}/send?{}", query.finish())
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

mod urgency_word {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::model::mailing::Urgency;

    pub fn word(urgency: Urgency) -> &'static str {
        match urgency {
            Urgency::Urgent => "urgent",
            Urgency::Normal => "normal",
            Urgency::Bulk => "bulk",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub fn serialize<S: Serializer>(urgency: &Urgency, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(word(*urgency))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Urgency, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::release::ReleaseKind;

    #[test]
    fn a_wish_survives_its_form_its_link_and_its_json() {
        let release = Release::draft(ReleaseKind::Release, "T", jiff::civil::date(2026, 11, 26));
        let wish = Wish {
            at: Some(1_795_683_600_000),
            morning: true,
            segment: Some("Press & radio".to_owned()),
            down: false,
            again: true,
            urgency: Urgency::Bulk,
        };
        let href = wish.href(7);
        let query = href.strip_prefix("/releases/7/send?").unwrap();
        assert_eq!(Wish::of(&Fields::parse(query.as_bytes()), &release, 0).unwrap(), wish);
        assert_eq!(Wish::from_json(&wish.to_json()), Some(wish));
        assert_eq!(Wish::from_json("{}"), None);
    }

    #[test]
    fn an_embargoed_release_goes_out_when_the_embargo_ends_unless_somebody_says_otherwise() {
        let mut release = Release::draft(ReleaseKind::Release, "T", jiff::civil::date(2026, 11, 26));
        release.embargo = Some(1_795_683_600_000);
        let at = |query: &str, now| Wish::of(&Fields::parse(query.as_bytes()), &release, now).unwrap().at;
        assert_eq!(at("", 0), release.embargo);
        assert_eq!((at("at=now", 0), at("", 1_795_683_600_000)), (None, None));
    }
}
