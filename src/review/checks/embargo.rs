//! The embargo, and what goes out before it ends.

use super::{Facts, Findings};
use crate::review::sentence::moment;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    let Some(lift) = facts.release.embargo else { return };
    if lift <= facts.means.now {
        let text = format!("The embargo ended on {}. Remove it or set another.", moment(lift));
        found.block("embargo.past", "embargo", text).n(lift).what(moment(lift));
    } else if facts.not_before < lift {
        let text = format!("It would go out before the embargo ends on {}. Send it then.", moment(lift));
        found.block("embargo.before_send", "at", text).n(lift).what(moment(lift));
    }
}
