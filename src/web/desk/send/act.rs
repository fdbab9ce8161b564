//! What the button of the send page does for this officer: send, schedule, or ask somebody else; and when the number
//! has to be typed (R5, R12).

use crate::model::ids::{ALL_ISSUES, WORLD};
use crate::review::Review;
use crate::store::officers::Role;
use crate::store::outgoing;
use crate::store::requests::Approver;
use crate::web::desk::Desk;
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;

/// What somebody may do with a release that nothing stands in the way of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Send,
    /// Only somebody else's word sends it.
    Ask,
    /// It takes a second person, and there is none.
    Nobody,
    /// Look at it.
    Look,
}

impl Act {
    /// `others` may approve too.
    pub fn of(who: &Who, others: &[Approver], found: &Review) -> Self {
        if who.role < Role::Writer {
            return Self::Look;
        }
        match (found.needs_second || !who.role.may_approve(), others.is_empty()) {
            (false, _) => Self::Send,
            (true, false) => Self::Ask,
            (true, true) => Self::Nobody,
        }
    }
}

/// Mailings that say what is usual here.
const LATELY: i64 = 20;
/// Where there were none yet, a mailing larger than this is unusual.
const LARGE: i64 = 500;

/// Whether the number is typed: more than one and a half times what is usual, everybody there is, or under embargo.
pub async fn must_be_typed(desk: &Desk, found: &Review) -> Result<bool, Problem> {
    let release = &found.release;
    let everybody =
        release.regions.iter().any(|place| place.id == WORLD) && release.issues.iter().any(|place| place.id == ALL_ISSUES);
    if everybody || release.embargo.is_some_and(|lift| lift > desk.now()) {
        return Ok(true);
    }
    let usual = outgoing::largest(&desk.store, LATELY).await?;
    Ok(usual.map_or(found.count > LARGE, |most| found.count * 2 > most * 3))
}

/// Whether what was typed is this number, with or without what separates its digits.
pub fn is_number(typed: &str, number: i64) -> bool {
    let digits: String = typed.chars().filter_map(digit).collect();
    let clean = typed.chars().all(|c| digit(c).is_some() || c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '’' | '٬'));
    clean && digits.parse::<i64>() == Ok(number)
}

/// Also as they are written in Arabic.
fn digit(c: char) -> Option<char> {
    let arabic = u32::from(c).checked_sub(0x0660).filter(|value| *value < 10);
    c.to_digit(10).or(arabic).and_then(|value| char::from_digit(value, 10))
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn a_number_is_typed_as_people_write_it() {
        for typed in ["4812", "4,812", "4 812", " 4.812 ", "٤٨١٢", "4\u{202f}812"] {
            assert!(is_number(typed, 4812), "{typed}");
        }
        for typed in ["", "481", "48120", "yes", "4812 people", "-4812"] {
            assert!(!is_number(typed, 4812), "{typed}");
        }
    }
}
